//! The drivers' month-t values of a block of trials.
//!
//! Every driver's months are laid out once, when a program is made: months with the same value share one slot. A slot
//! is a constant, a draw (driver and period), a changed slot (adjustments and risks), or a rate derived from another
//! slot (a monthly share of a yearly one). For each block the slots are filled in that order; constants stay.

use super::RunError;
use super::block::BlockSpec;
use super::changes::{change_lanes, stay_positive};
use super::draws::{Draws, DriverDraw, Off, Player};
use super::risks::RiskBlock;
use super::scores::{ScoreBlock, Scores};
use crate::math::isa::each_lane;
use crate::math::lanes::{LANES, Lanes};
use crate::math::vector::{growth_over, loss_over};
use crate::plan::adjust::{changed, combined};
use crate::plan::driver::Randomness;
use crate::plan::{Change, Driver, DriverId, Per, Plan, Value};
use std::collections::BTreeMap;

/// Index of a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot(usize);

/// A rate made from another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Derived {
    /// 1 - (1 - x)^years
    LossOver {
        /// Exponent.
        years: f64,
    },
    /// (1 + x)^years - 1
    GrowthOver {
        /// Exponent.
        years: f64,
    },
}

#[derive(Clone, Debug)]
enum Origin {
    Constant(f64),
    Draw {
        driver: DriverId,
        period: usize,
    },
    /// The median of a varying driver, where a switch may put what is written in its place.
    Median {
        driver: DriverId,
    },
    Changed {
        driver: DriverId,
        from: Slot,
        change: Change,
        t: usize,
    },
    Derived {
        from: Slot,
        how: Derived,
    },
}

/// The layout of a plan's drivers.
#[derive(Clone, Debug)]
pub struct Inputs {
    slots: Vec<Origin>,
    by_month: Vec<Vec<Slot>>,
    unadjusted: Vec<Vec<Slot>>,
    before_plan: Vec<Slot>,
    derived: BTreeMap<(Slot, u64, bool), Slot>,
    /// By driver: the player in whose absence it is as written.
    as_written: Vec<Option<Player>>,
    /// By driver: the segment that it belongs to.
    segment_of_driver: Vec<Option<usize>>,
    /// By slot: the segment that alone looks at it; `None`: the whole plan may.
    segment_of_slot: Vec<Option<usize>>,
    scores: Scores,
}

/// The slots' values in one block.
#[derive(Clone, Debug)]
pub struct InputBlock {
    lanes: Vec<Lanes>,
    /// What was drawn of the drivers that have a switch, by slot; empty where none has.
    drawn: Vec<Lanes>,
    scores: ScoreBlock,
}

impl Inputs {
    /// Lays out the drivers of a plan.
    pub fn new(plan: &Plan, draws: &Draws, seed: u64) -> Self {
        let scores = Scores::new(plan, draws, seed);
        let mut inputs = Self {
            slots: Vec::new(),
            by_month: Vec::new(),
            unadjusted: Vec::new(),
            before_plan: Vec::new(),
            derived: BTreeMap::new(),
            as_written: Vec::new(),
            segment_of_driver: (0..plan.drivers.len()).map(|i| plan.segment_of(DriverId(i))).collect(),
            segment_of_slot: Vec::new(),
            scores,
        };
        for (i, driver) in plan.drivers.iter().enumerate() {
            inputs.lay_out(plan, DriverId(i), driver, draws.driver(DriverId(i)));
        }
        inputs
    }

    /// The slot of a driver in month `t`.
    pub fn slot(&self, driver: DriverId, t: usize) -> Slot {
        self.by_month[driver.0][t - 1]
    }

    /// The slot of a driver in month `t` before adjustments and risks.
    pub fn unadjusted(&self, driver: DriverId, t: usize) -> Slot {
        self.unadjusted[driver.0][t - 1]
    }

    /// The slot of a driver's month-1 value without adjustments and risks, a varying driver at its median.
    pub fn before_plan(&self, driver: DriverId) -> Slot {
        self.before_plan[driver.0]
    }

    /// The slot of a rate derived from another slot; the same for the same question.
    pub fn derive(&mut self, from: Slot, how: Derived) -> Slot {
        let key = match how {
            Derived::LossOver { years } => (from, years.to_bits(), false),
            Derived::GrowthOver { years } => (from, years.to_bits(), true),
        };
        if let Some(&slot) = self.derived.get(&key) {
            return slot;
        }
        let slot = self.add(Origin::Derived { from, how });
        self.derived.insert(key, slot);
        slot
    }

    /// Whether a slot has the same value in every block.
    pub fn is_constant(&self, slot: Slot) -> bool {
        match self.slots[slot.0] {
            Origin::Constant(_) => true,
            Origin::Derived { from, .. } => self.is_constant(from),
            Origin::Draw { .. } | Origin::Median { .. } | Origin::Changed { .. } => false,
        }
    }

    /// The values of a fresh block: constants are in place, the rest is to be filled.
    pub fn block(&self) -> InputBlock {
        let mut lanes = vec![[0.0; LANES]; self.slots.len()];
        for (i, origin) in self.slots.iter().enumerate() {
            match *origin {
                Origin::Constant(x) => lanes[i] = [x; LANES],
                Origin::Derived { from, how } if self.is_constant(from) => {
                    let source = lanes[from.0];
                    derive(&mut lanes[i], &source, how);
                }
                _ => {}
            }
        }
        let has_switch = self.as_written.iter().any(Option::is_some);
        let drawn = if has_switch { lanes.clone() } else { Vec::new() };
        InputBlock { lanes, drawn, scores: self.scores.block() }
    }

    /// Draws every driver for a block of trials: once, whatever is switched on later.
    pub fn draw(&self, plan: &Plan, spec: &BlockSpec, out: &mut InputBlock) {
        self.scores.fill(spec, &mut out.scores);
        for (i, origin) in self.slots.iter().enumerate() {
            if let Origin::Draw { driver, period } = *origin
                && let Value::Random(random) = &plan.driver(driver).value
            {
                let z = out.scores.of(driver, period);
                let has_switch = self.as_written[driver.0].is_some();
                let lanes = if has_switch { &mut out.drawn[i] } else { &mut out.lanes[i] };
                super::sampler::values(&random.law.sampler, z, lanes);
            }
        }
    }

    /// Puts drivers as written in the trials in which their player is off, and applies the adjustments of those that no
    /// risk changes; the rest follows with [`Inputs::settle`], once the risks are known. Of a segment, where one is
    /// named, and of what belongs to no segment.
    pub fn switch(
        &self,
        plan: &Plan,
        spec: &BlockSpec,
        segment: Option<usize>,
        out: &mut InputBlock,
    ) -> Result<(), RunError> {
        for (i, origin) in self.slots_of(segment) {
            let (driver, is_median) = match *origin {
                Origin::Draw { driver, .. } => (driver, false),
                Origin::Median { driver } => (driver, true),
                _ => continue,
            };
            let (Some(player), Value::Random(random)) = (self.as_written[driver.0], &plan.driver(driver).value) else {
                continue;
            };
            let (on, written, median) = (spec.switches.of(player), random.as_written(), random.law.quantile(0.5));
            let (lanes, drawn) = (&mut out.lanes[i], &out.drawn[i]);
            each_lane(|lane| {
                let drawn = if is_median { median } else { drawn[lane] };
                lanes[lane] = if on[lane] { drawn } else { written };
            });
        }
        self.change_slots(plan, spec, segment, None, out)
    }

    /// The slots that a segment looks at; all where none is named.
    fn slots_of(&self, segment: Option<usize>) -> impl Iterator<Item = (usize, &Origin)> {
        let seen = move |i: usize| match (segment, self.segment_of_slot[i]) {
            (Some(asked), Some(own)) => asked == own,
            _ => true,
        };
        self.slots.iter().enumerate().filter(move |(i, _)| seen(*i))
    }

    /// Applies the adjustments of the drivers that risks change, then derives the rates.
    pub fn settle(
        &self,
        plan: &Plan,
        spec: &BlockSpec,
        segment: Option<usize>,
        risks: &RiskBlock,
        out: &mut InputBlock,
    ) -> Result<(), RunError> {
        self.change_slots(plan, spec, segment, Some(risks), out)?;
        for (i, origin) in self.slots_of(segment) {
            if let Origin::Derived { from, how } = *origin
                && !self.is_constant(from)
            {
                let source = out.lanes[from.0];
                derive(&mut out.lanes[i], &source, how);
            }
        }
        Ok(())
    }

    /// Changes the drivers that risks change (where they are given), or those that none does.
    fn change_slots(
        &self,
        plan: &Plan,
        spec: &BlockSpec,
        segment: Option<usize>,
        risks: Option<&RiskBlock>,
        out: &mut InputBlock,
    ) -> Result<(), RunError> {
        for (i, origin) in self.slots_of(segment) {
            let Origin::Changed { driver, from, change, t } = *origin else { continue };
            let driver = plan.driver(driver);
            if driver.risk_changes.is_empty() == risks.is_some() {
                continue;
            }
            let mut lanes = out.lanes[from.0];
            change_lanes(&mut lanes, driver, change, t, risks);
            stay_positive(plan, driver, &lanes, t, spec)?;
            out.lanes[i] = lanes;
        }
        Ok(())
    }

    fn add(&mut self, origin: Origin) -> Slot {
        self.segment_of_slot.push(match origin {
            Origin::Constant(_) => None,
            Origin::Draw { driver, .. } | Origin::Median { driver } | Origin::Changed { driver, .. } => {
                self.segment_of_driver[driver.0]
            }
            Origin::Derived { from, .. } => self.segment_of_slot[from.0],
        });
        self.slots.push(origin);
        Slot(self.slots.len() - 1)
    }

    fn lay_out(&mut self, plan: &Plan, id: DriverId, driver: &Driver, draw: DriverDraw) {
        let (mut adjusted, mut unadjusted): (Vec<Slot>, Vec<Slot>) = (Vec::new(), Vec::new());
        let mut last: Option<(Written, Change)> = None;
        for t in 1..=plan.calendar.months {
            let written = written(plan, driver, draw, t);
            let change = combined(&driver.adjustments, t);
            let base = match (unadjusted.last(), last) {
                (Some(&base), Some((same, _))) if same == written => base,
                _ => self.add(written.origin(id)),
            };
            let slot = match (adjusted.last(), last) {
                (Some(&slot), Some(same)) if same == (written, change) && driver.risk_changes.is_empty() => slot,
                _ => self.change(id, driver, base, change, t),
            };
            adjusted.push(slot);
            unadjusted.push(base);
            last = Some((written, change));
        }
        let before = match (varying_median(driver, draw), as_written_without(draw)) {
            (Some(_), Some(_)) => self.add(Origin::Median { driver: id }),
            (Some(median), None) => self.add(Origin::Constant(median)),
            (None, _) => unadjusted[0],
        };
        self.as_written.push(as_written_without(draw));
        self.by_month.push(adjusted);
        self.unadjusted.push(unadjusted);
        self.before_plan.push(before);
    }

    fn change(&mut self, id: DriverId, driver: &Driver, base: Slot, change: Change, t: usize) -> Slot {
        let unchanged = change == Change { multiply: 1.0, add: 0.0 } && driver.risk_changes.is_empty();
        match self.slots[base.0] {
            _ if unchanged => base,
            Origin::Constant(x) if driver.risk_changes.is_empty() => {
                self.add(Origin::Constant(changed(x, change, driver.domain, driver.whole)))
            }
            _ => self.add(Origin::Changed { driver: id, from: base, change, t }),
        }
    }
}

/// The median of a driver that is sampled more often than once a trial: what it is taken to be before the plan.
fn varying_median(driver: &Driver, draw: DriverDraw) -> Option<f64> {
    match (&driver.value, draw) {
        (Value::Random(random), DriverDraw::Sampled(_) | DriverDraw::Switched { .. }) if random.per != Per::Plan => {
            Some(random.law.quantile(0.5))
        }
        _ => None,
    }
}

/// The player in whose absence a driver is as written.
fn as_written_without(draw: DriverDraw) -> Option<Player> {
    match draw {
        DriverDraw::Switched { player, off: Off::AsWritten } => Some(player),
        _ => None,
    }
}

impl InputBlock {
    /// The values of a slot.
    #[inline(always)]
    pub fn lanes(&self, slot: Slot) -> &Lanes {
        &self.lanes[slot.0]
    }
}

/// What a driver's month takes its value from.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Written {
    Number(f64),
    Period(usize),
}

impl Written {
    fn origin(self, driver: DriverId) -> Origin {
        match self {
            Written::Number(x) => Origin::Constant(x),
            Written::Period(period) => Origin::Draw { driver, period },
        }
    }
}

fn written(plan: &Plan, driver: &Driver, draw: DriverDraw, t: usize) -> Written {
    match (&driver.value, draw) {
        (_, DriverDraw::Pinned(x)) => Written::Number(x),
        (Value::Number(x), _) => Written::Number(*x),
        (Value::Schedule(schedule), _) => Written::Number(schedule.at(t as i32)),
        (Value::Random(random), DriverDraw::AsWritten) => Written::Number(random.as_written()),
        (Value::Random(random), DriverDraw::Sampled(_)) => match random.law.constant() {
            Some(x) => Written::Number(x),
            None => Written::Period(period(plan, random, t)),
        },
        (Value::Random(random), DriverDraw::Switched { .. }) => Written::Period(period(plan, random, t)),
    }
}

/// The period (from 1) of month `t` in which a random driver is drawn.
pub fn period(plan: &Plan, random: &Randomness, t: usize) -> usize {
    match random.per {
        Per::Plan => 1,
        Per::Year => plan.calendar.plan_year(t),
        Per::Quarter => plan.calendar.quarter(t),
        Per::Month => t,
    }
}

fn derive(out: &mut Lanes, from: &Lanes, how: Derived) {
    match how {
        Derived::LossOver { years } => loss_over(out, from, years),
        Derived::GrowthOver { years } => growth_over(out, from, years),
    }
}
