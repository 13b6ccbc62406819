//! Normal scores of the random drivers: independent draws, then correlation, then persistence.
//!
//! For period k the independent scores ε of a group of correlated drivers become L ε (Gaussian copula); successive
//! periods follow z_k = ρ z_{k-1} + √(1-ρ²) ε_k with z_1 = ε_1.

use super::draws::{Copy, Draws, DriverDraw};
use super::inputs::period;
use crate::math::isa::kernel;
use crate::math::lanes::{LANES, Lanes};
use crate::math::normal_table::normal_scores;
use crate::plan::{Dependence, DriverId, Per, Plan, Value};
use crate::sampling::design::stratify;
use crate::sampling::stream::Stream;

/// A driver whose scores are drawn.
#[derive(Clone, Debug)]
struct Drawn {
    stream: Stream,
    periods: usize,
    persistence: f64,
    once_a_trial: bool,
    first: usize,
}

/// Drivers that are correlated, and the rows of their lower factor L.
#[derive(Clone, Debug)]
struct Group {
    members: Vec<usize>,
    factor: Vec<Vec<f64>>,
}

/// The layout of all scores of a plan.
#[derive(Clone, Debug)]
pub struct Scores {
    drawn: Vec<Drawn>,
    groups: Vec<Group>,
    by_driver: Vec<Option<usize>>,
    total: usize,
}

/// The scores of one block.
#[derive(Clone, Debug)]
pub struct ScoreBlock {
    lanes: Vec<Lanes>,
    first: Vec<usize>,
}

impl Scores {
    /// Lays out the scores of the drivers that are sampled.
    pub fn new(plan: &Plan, draws: &Draws, seed: u64) -> Self {
        let mut scores =
            Self { drawn: Vec::new(), groups: Vec::new(), by_driver: vec![None; plan.drivers.len()], total: 0 };
        for (i, driver) in plan.drivers.iter().enumerate() {
            let Value::Random(random) = &driver.value else { continue };
            // a pinned driver keeps its scores, so that the drivers correlated with it keep theirs
            let copy = match draws.driver(DriverId(i)) {
                DriverDraw::Sampled(copy) => copy,
                DriverDraw::Pinned(_) | DriverDraw::AsWritten => Copy::A,
            };
            let periods = period(plan, random, plan.calendar.months);
            scores.by_driver[i] = Some(scores.drawn.len());
            scores.drawn.push(Drawn {
                stream: Stream::new(seed, &format!("driver {}{}", driver.path, copy.suffix())),
                periods,
                persistence: random.persistence,
                once_a_trial: random.per == Per::Plan,
                first: scores.total,
            });
            scores.total += periods;
        }
        let member = |driver: &DriverId| scores.by_driver[driver.0];
        let group =
            |d: &Dependence| Group { members: d.drivers.iter().filter_map(member).collect(), factor: d.factor.clone() };
        scores.groups = plan.dependence.iter().map(group).collect();
        scores
    }

    /// Room for one block.
    pub fn block(&self) -> ScoreBlock {
        let first = self.by_driver.iter().map(|d| d.map_or(0, |d| self.drawn[d].first)).collect();
        ScoreBlock { lanes: vec![[0.0; LANES]; self.total], first }
    }

    /// Draws all scores of block `block`; `lhs_trials`: all trials of a Latin hypercube run.
    pub fn fill(&self, block: u64, lhs_trials: Option<u64>, out: &mut ScoreBlock) {
        for drawn in &self.drawn {
            for k in 1..=drawn.periods {
                independent(drawn, k, block, lhs_trials, &mut out.lanes[drawn.first + k - 1]);
            }
        }
        for group in &self.groups {
            for k in 0..self.drawn[group.members[0]].periods {
                self.correlate(group, k, &mut out.lanes);
            }
        }
        for drawn in self.drawn.iter().filter(|d| d.persistence > 0.0) {
            for k in 1..drawn.periods {
                let (before, rest) = out.lanes.split_at_mut(drawn.first + k);
                persist(&mut rest[0], &before[drawn.first + k - 1], drawn.persistence);
            }
        }
    }

    /// L ε in place: from the last row upwards, since a row needs only the ε of those before it.
    fn correlate(&self, group: &Group, k: usize, lanes: &mut [Lanes]) {
        for (row, &member) in group.members.iter().enumerate().rev() {
            let factor = &group.factor[row];
            let mut sum = [0.0; LANES];
            for (column, &other) in group.members[..=row].iter().enumerate() {
                add_scaled(&mut sum, &lanes[self.drawn[other].first + k], factor[column]);
            }
            lanes[self.drawn[member].first + k] = sum;
        }
    }
}

impl ScoreBlock {
    /// The scores of a driver in period `period` (from 1).
    pub fn of(&self, driver: DriverId, period: usize) -> &Lanes {
        &self.lanes[self.first[driver.0] + period - 1]
    }
}

fn independent(drawn: &Drawn, k: usize, block: u64, lhs_trials: Option<u64>, out: &mut Lanes) {
    let mut uniforms = [0.0; LANES];
    drawn.stream.uniforms(block, k as u32, 0, &mut uniforms);
    if let (true, Some(trials)) = (drawn.once_a_trial, lhs_trials) {
        stratify(&mut uniforms, drawn.stream, block, trials);
    }
    normal_scores(out, &uniforms);
}

kernel! {
    fn add_scaled(sum: &mut Lanes, x: &Lanes, factor: f64) {
        for i in 0..LANES {
            sum[i] += factor * x[i];
        }
    }
}

kernel! {
    fn persist(z: &mut Lanes, before: &Lanes, persistence: f64) {
        let fresh = (1.0 - persistence * persistence).sqrt();
        for i in 0..LANES {
            z[i] = persistence * before[i] + fresh * z[i];
        }
    }
}
