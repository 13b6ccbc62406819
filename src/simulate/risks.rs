//! Which risks strike in which trial, and from which month on.

use super::block::BlockSpec;
use super::draws::{Chance, Copy, Player};
use super::inputs::{InputBlock, Inputs, Slot};
use crate::math::isa::each_lane;
use crate::math::lanes::{LANES, Lanes};
use crate::plan::Plan;
use crate::sampling::stream::Stream;

/// The risks of a plan with their streams.
#[derive(Clone, Debug)]
pub struct Risks {
    risks: Vec<RiskLayout>,
}

#[derive(Clone, Debug)]
struct RiskLayout {
    probability: Slot,
    stream: Option<Stream>,
    /// Where they strike in the trials only in which a player is on.
    player: Option<Player>,
    first_month: i32,
    months: f64,
    duration: f64,
    cash: f64,
}

/// The month in which each risk strikes, trial by trial; infinite where it does not.
#[derive(Clone, Debug)]
pub struct RiskBlock {
    start: Vec<Lanes>,
    duration: Vec<f64>,
}

impl Risks {
    /// Lays out the risks of a plan; none strikes where chance is at its expectation.
    pub fn new(plan: &Plan, inputs: &Inputs, chance: Chance, seed: u64) -> Self {
        let (copy, player) = match chance {
            Chance::Drawn(copy) => (Some(copy), None),
            Chance::Switched(player) => (Some(Copy::A), Some(player)),
            Chance::Expected => (None, None),
        };
        let stream = |name: &str, copy: Copy| Stream::new(seed, &format!("risk {name}{}", copy.suffix()));
        let layout = |risk: &crate::plan::Risk| RiskLayout {
            probability: inputs.slot(risk.probability, 1),
            stream: copy.map(|copy| stream(&risk.name, copy)),
            player,
            first_month: risk.window.from,
            months: (risk.window.until - risk.window.from + 1) as f64,
            duration: risk.duration.map_or(f64::INFINITY, |months| months as f64),
            cash: risk.cash,
        };
        Self { risks: plan.risks.iter().map(layout).collect() }
    }

    /// Room for one block.
    pub fn block(&self) -> RiskBlock {
        let duration = self.risks.iter().map(|r| r.duration).collect();
        RiskBlock { start: vec![[f64::INFINITY; LANES]; self.risks.len()], duration }
    }

    /// Draws whether and when each risk strikes, evenly over its window's months.
    pub fn draw(&self, inputs: &InputBlock, block: &BlockSpec, out: &mut RiskBlock) {
        let (mut strikes, mut when) = ([0.0; LANES], [0.0; LANES]);
        for (risk, start) in self.risks.iter().zip(&mut out.start) {
            let Some(stream) = risk.stream else { continue };
            stream.uniforms(block.number, 0, 0, &mut strikes);
            stream.uniforms(block.number, 0, 1, &mut when);
            let probability = inputs.lanes(risk.probability);
            each_lane(|lane| {
                let month = risk.first_month as f64 + (when[lane] * risk.months).floor();
                start[lane] = if strikes[lane] < probability[lane] { month } else { f64::INFINITY };
            });
            if let Some(player) = risk.player {
                let on = block.switches.of(player);
                each_lane(|lane| start[lane] = if on[lane] { start[lane] } else { f64::INFINITY });
            }
        }
    }

    /// Adds the one-off cash of the risks that strike in month `t`.
    pub fn add_cash(&self, struck: &RiskBlock, t: usize, cash: &mut Lanes) {
        for (risk, start) in self.risks.iter().zip(&struck.start) {
            each_lane(|lane| {
                cash[lane] += if start[lane] == t as f64 { risk.cash } else { 0.0 };
            });
        }
    }
}

impl RiskBlock {
    /// Whether a risk's adjustments apply in month `t` of a trial.
    pub fn active(&self, risk: usize, t: usize, lane: usize) -> bool {
        let (start, t) = (self.start[risk][lane], t as f64);
        start <= t && t < start + self.duration[risk]
    }

    /// The months in which a risk strikes (infinite where it does not), and for how many its adjustments apply.
    pub fn period(&self, risk: usize) -> (&Lanes, f64) {
        (&self.start[risk], self.duration[risk])
    }
}
