//! Normal scores of the random drivers: independent draws, then correlation, then persistence.
//!
//! For period k the independent scores ε of a group of correlated drivers become L ε (Gaussian copula); successive
//! periods follow z_k = ρ z_{k-1} + √(1-ρ²) ε_k with z_1 = ε_1.
//!
//! In a trial in which a driver is switched off and redrawn its scores come from copy B: alone as they are, in a group
//! of correlated drivers given the scores of those that are on. With J the members that are on, z^A and z^B the two
//! copies' scores and R the correlations, z = z^B + R_{·J} R_{JJ}^{-1} (z^A - z^B)_J has the conditional distribution,
//! and is z^A on J (conditioning by kriging: Journel and Huijbregts 1978).

use super::block::BlockSpec;
use super::draws::{Copy, Draws, DriverDraw, Off, Player, Switches};
use super::inputs::period;
use crate::math::isa::{each_lane, kernel};
use crate::math::lanes::{LANES, Lanes};
use crate::math::matrix;
use crate::math::normal_table::normal_scores;
use crate::plan::{Dependence, DriverId, Per, Plan, Value};
use crate::sampling::design::stratify;
use crate::sampling::stream::Stream;

/// A driver whose scores are drawn.
#[derive(Clone, Debug)]
struct Drawn {
    stream: Stream,
    /// Where it is redrawn from copy B: the switch that decides, and that copy's stream.
    redrawn: Option<(Player, Stream)>,
    periods: usize,
    persistence: f64,
    once_a_trial: bool,
    first: usize,
}

/// Drivers that are correlated, and the rows of their lower factor L.
#[derive(Clone, Debug)]
struct Group {
    members: Vec<usize>,
    correlation: Vec<Vec<f64>>,
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
    /// Copy B's, where drivers are redrawn; else empty.
    redrawn: Vec<Lanes>,
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
            let draw = draws.driver(DriverId(i));
            let copy = match draw {
                DriverDraw::Sampled(copy) => copy,
                DriverDraw::Pinned(_) | DriverDraw::AsWritten | DriverDraw::Switched { .. } => Copy::A,
            };
            let stream = |copy: Copy| Stream::new(seed, &format!("driver {}{}", driver.path, copy.suffix()));
            let periods = period(plan, random, plan.calendar.months);
            scores.by_driver[i] = Some(scores.drawn.len());
            scores.drawn.push(Drawn {
                stream: stream(copy),
                redrawn: match draw {
                    DriverDraw::Switched { player, off: Off::Redrawn } => Some((player, stream(Copy::B))),
                    _ => None,
                },
                periods,
                persistence: random.persistence,
                once_a_trial: random.per == Per::Plan,
                first: scores.total,
            });
            scores.total += periods;
        }
        let member = |driver: &DriverId| scores.by_driver[driver.0];
        let group = |d: &Dependence| Group {
            members: d.drivers.iter().filter_map(member).collect(),
            correlation: d.correlation.clone(),
            factor: d.factor.clone(),
        };
        scores.groups = plan.dependence.iter().map(group).collect();
        scores
    }

    /// Room for one block.
    pub fn block(&self) -> ScoreBlock {
        let first = self.by_driver.iter().map(|d| d.map_or(0, |d| self.drawn[d].first)).collect();
        let redrawn = if self.redraws() { self.total } else { 0 };
        ScoreBlock { lanes: vec![[0.0; LANES]; self.total], redrawn: vec![[0.0; LANES]; redrawn], first }
    }

    fn redraws(&self) -> bool {
        self.drawn.iter().any(|drawn| drawn.redrawn.is_some())
    }

    /// Draws all scores of a block.
    pub fn fill(&self, spec: &BlockSpec, out: &mut ScoreBlock) {
        self.independent(spec, |drawn| Some(drawn.stream), &mut out.lanes);
        self.correlate_groups(&mut out.lanes);
        if self.redraws() {
            self.independent(spec, |drawn| drawn.redrawn.map(|r| r.1), &mut out.redrawn);
            self.correlate_groups(&mut out.redrawn);
            self.redraw(&spec.switches, out);
        }
        for drawn in self.drawn.iter().filter(|d| d.persistence > 0.0) {
            for k in 1..drawn.periods {
                let (before, rest) = out.lanes.split_at_mut(drawn.first + k);
                persist(&mut rest[0], &before[drawn.first + k - 1], drawn.persistence);
            }
        }
    }

    fn independent(&self, spec: &BlockSpec, stream: impl Fn(&Drawn) -> Option<Stream>, lanes: &mut [Lanes]) {
        for drawn in &self.drawn {
            let Some(stream) = stream(drawn) else { continue };
            for k in 1..=drawn.periods {
                independent(stream, drawn.once_a_trial, k, spec, &mut lanes[drawn.first + k - 1]);
            }
        }
    }

    fn correlate_groups(&self, lanes: &mut [Lanes]) {
        for group in &self.groups {
            for k in 0..self.drawn[group.members[0]].periods {
                self.correlate(group, k, lanes);
            }
        }
    }

    /// Puts copy B's scores where a driver is off: in groups given the members that are on.
    fn redraw(&self, switches: &Switches, out: &mut ScoreBlock) {
        let grouped = |i: usize| self.groups.iter().any(|g| g.members.contains(&i));
        for (i, drawn) in self.drawn.iter().enumerate().filter(|(i, _)| !grouped(*i)) {
            let Some((player, _)) = self.drawn[i].redrawn else { continue };
            let on = switches.of(player);
            for k in drawn.first..drawn.first + drawn.periods {
                select(&mut out.lanes[k], &out.redrawn[k], on);
            }
        }
        for group in self.groups.iter().filter(|g| g.members.iter().all(|&m| self.drawn[m].redrawn.is_some())) {
            for lane in 0..LANES {
                self.redraw_group(group, switches, lane, out);
            }
        }
    }

    /// z^B + R_{·J} R_{JJ}^{-1} (z^A - z^B)_J in one lane, period by period.
    fn redraw_group(&self, group: &Group, switches: &Switches, lane: usize, out: &mut ScoreBlock) {
        let is_on = |row: &usize| match self.drawn[group.members[*row]].redrawn {
            Some((player, _)) => switches.of(player)[lane],
            None => true,
        };
        let (on, off): (Vec<usize>, Vec<usize>) = (0..group.members.len()).partition(is_on);
        if off.is_empty() {
            return;
        }
        let within: Vec<Vec<f64>> = on.iter().map(|&i| on.iter().map(|&j| group.correlation[i][j]).collect()).collect();
        // a part of a positive definite matrix is positive definite
        let Some(factor) = matrix::cholesky(&within) else { return };
        for k in 0..self.drawn[group.members[0]].periods {
            let at = |row: usize| self.drawn[group.members[row]].first + k;
            let gap: Vec<f64> = on.iter().map(|&j| out.lanes[at(j)][lane] - out.redrawn[at(j)][lane]).collect();
            let weights = matrix::solve(&factor, &gap);
            for &i in &off {
                let shift: f64 = on.iter().zip(&weights).map(|(&j, w)| group.correlation[i][j] * w).sum();
                out.lanes[at(i)][lane] = out.redrawn[at(i)][lane] + shift;
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

fn independent(stream: Stream, once_a_trial: bool, k: usize, spec: &BlockSpec, out: &mut Lanes) {
    let mut uniforms = [0.0; LANES];
    stream.uniforms(spec.number, k as u32, 0, &mut uniforms);
    if let (true, Some(trials)) = (once_a_trial, spec.lhs_trials) {
        stratify(&mut uniforms, stream, spec.number, trials);
    }
    normal_scores(out, &uniforms);
}

fn select(lanes: &mut Lanes, others: &Lanes, on: &[bool; LANES]) {
    each_lane(|i| lanes[i] = if on[i] { lanes[i] } else { others[i] });
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
