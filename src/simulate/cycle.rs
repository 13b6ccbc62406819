//! The sales cycle: which share of what is still open is decided in a month (docs/model.md, "Sales cycle").

use super::inputs::{InputBlock, Inputs, Slot};
use crate::math::isa::kernel;
use crate::math::lanes::{LANES, Lanes};
use crate::math::vector::{ln, normal_cdf};
use crate::plan::{DriverId, Plan};

/// The cycles of a segment's creation months; months with the same cycle share their shares.
#[derive(Clone, Debug)]
pub struct CycleLayout {
    slots: Vec<Slot>,
    by_month: Vec<usize>,
    constant: Vec<bool>,
    dispersion: f64,
    months: usize,
}

/// Of the opportunities still open, the share decided: by cycle and months since creation, and of the opening ones by
/// month.
#[derive(Clone, Debug)]
pub struct CycleBlock {
    decided: Vec<Vec<Lanes>>,
    opening: Vec<Lanes>,
}

impl CycleLayout {
    /// Lays out the cycles of a plan's months.
    pub fn new(plan: &Plan, inputs: &Inputs, sales_cycle_months: DriverId, dispersion: f64) -> Self {
        let months = plan.calendar.months;
        let (mut slots, mut by_month): (Vec<Slot>, Vec<usize>) = (Vec::new(), Vec::new());
        for t in 1..=months {
            let slot = inputs.slot(sales_cycle_months, t);
            let known = slots.iter().position(|&s| s == slot);
            by_month.push(known.unwrap_or(slots.len()));
            if known.is_none() {
                slots.push(slot);
            }
        }
        let constant = slots.iter().map(|&s| inputs.is_constant(s)).collect();
        Self { slots, by_month, constant, dispersion, months }
    }

    /// Room for one block; cycles that are the same in every block are in place.
    pub fn block(&self, values: &InputBlock) -> CycleBlock {
        let lanes = vec![[0.0; LANES]; self.months];
        let mut block = CycleBlock { decided: vec![lanes.clone(); self.slots.len()], opening: lanes };
        self.fill_where(values, true, &mut block);
        block
    }

    /// Fills in the cycles that are drawn.
    pub fn fill(&self, values: &InputBlock, out: &mut CycleBlock) {
        self.fill_where(values, false, out);
    }

    fn fill_where(&self, values: &InputBlock, constant: bool, out: &mut CycleBlock) {
        for (i, &slot) in self.slots.iter().enumerate().filter(|&(i, _)| self.constant[i] == constant) {
            let mean = values.lanes(slot);
            shares(mean, self.dispersion, Clock::Created, &mut out.decided[i]);
            if i == 0 {
                shares(mean, self.dispersion, Clock::Opening, &mut out.opening);
            }
        }
    }

    /// Of what was created in month `m` and is still open, the share decided `age` months later.
    pub fn decided<'a>(&self, block: &'a CycleBlock, m: usize, age: usize) -> &'a Lanes {
        &block.decided[self.by_month[m - 1]][age]
    }
}

impl CycleBlock {
    /// Of the opening opportunities still open, the share decided in month `t`.
    pub fn opening(&self, t: usize) -> &Lanes {
        &self.opening[t - 1]
    }
}

/// Since when an opportunity's clock runs.
#[derive(Clone, Copy)]
enum Clock {
    /// Created at mid-month: decided by the end of month m + j with probability F(j + 1/2).
    Created,
    /// In mid-cycle at time 0: decided by the end of month t with probability G(t).
    Opening,
}

fn shares(mean: &Lanes, dispersion: f64, clock: Clock, out: &mut [Lanes]) {
    let sigma = libm::sqrt(libm::log1p(dispersion * dispersion));
    let mut open_before = [1.0; LANES];
    let mut open = [0.0; LANES];
    for (j, share) in out.iter_mut().enumerate() {
        match clock {
            Clock::Created => created_open(&mut open, mean, sigma, j as f64 + 0.5),
            Clock::Opening => opening_open(&mut open, mean, sigma, j as f64 + 1.0),
        }
        decided_share(share, &open_before, &open);
        open_before = open;
    }
}

kernel! {
    /// 1 - F(x): the share still open at age x.
    fn created_open(open: &mut Lanes, mean: &Lanes, sigma: f64, x: f64) {
        for i in 0..LANES {
            let step = if x < mean[i] { 1.0 } else { 0.0 };
            let below = (ln(x / mean[i]) + 0.5 * sigma * sigma) / sigma;
            open[i] = if sigma > 0.0 { normal_cdf(-below) } else { step };
        }
    }
}

kernel! {
    /// 1 - G(x) = Φ(σ - d) - (x/μ) Φ(-d) with d = (ln(x/μ) + σ²/2) / σ: the share of a pipeline in steady state that is
    /// still open after x.
    fn opening_open(open: &mut Lanes, mean: &Lanes, sigma: f64, x: f64) {
        for i in 0..LANES {
            let part = x / mean[i];
            let even = if part < 1.0 { 1.0 - part } else { 0.0 };
            let d = (ln(part) + 0.5 * sigma * sigma) / sigma;
            let spread = normal_cdf(sigma - d) - part * normal_cdf(-d);
            let spread = if spread > 0.0 { spread } else { 0.0 };
            open[i] = if sigma > 0.0 { spread } else { even };
        }
    }
}

kernel! {
    fn decided_share(share: &mut Lanes, before: &Lanes, after: &Lanes) {
        for i in 0..LANES {
            let lost = (before[i] - after[i]) / before[i];
            let lost = if lost > 0.0 { lost } else { 0.0 };
            let lost = if lost < 1.0 { lost } else { 1.0 };
            // what is so unlikely to be open still is decided
            share[i] = if before[i] > 1e-300 { lost } else { 1.0 };
        }
    }
}
