//! The amounts of one lever: what has been simulated of them, and the first that reaches a level.

use super::alone::OnCurve;
use super::bench::{Base, Bench, Measured};
use super::curve_trials;
use super::shape::{self, Shape};
use crate::math::special::normal_quantile;
use crate::plan::lever::{amounts, pulled};
use crate::plan::{Lever, Plan};
use crate::simulate::RunError;
use std::collections::BTreeMap;

/// Amounts at which a lever is tried first.
pub(super) const COARSE: usize = 9;

/// The amounts of one lever, from those that do least to those that do most, and what has been simulated of them.
pub(super) struct Search<'a, 'b> {
    pub bench: &'a Bench<'b>,
    pub lever: &'a Lever,
    pub amounts: Vec<f64>,
    /// By position: on the trials of the curve.
    pub curve: BTreeMap<usize, Measured>,
    /// By position: on all trials.
    pub all: BTreeMap<usize, Measured>,
}

impl<'a, 'b> Search<'a, 'b> {
    pub fn new(bench: &'a Bench<'b>, lever: &'a Lever) -> Self {
        Self { bench, lever, amounts: amounts(lever), curve: BTreeMap::new(), all: BTreeMap::new() }
    }

    fn plan(&self, position: usize) -> Plan {
        pulled(&self.bench.plan, self.lever, self.amounts[position])
    }

    /// Simulates positions on the trials of the curve.
    pub fn on_curve(&mut self, positions: &[usize]) -> Result<(), RunError> {
        let new: Vec<usize> = positions.iter().copied().filter(|p| !self.curve.contains_key(p)).collect();
        let plans: Vec<Plan> = new.iter().map(|&p| self.plan(p)).collect();
        let measured =
            if plans.is_empty() { Vec::new() } else { self.bench.measure(&plans, curve_trials(self.bench.trials))? };
        self.curve.extend(new.into_iter().zip(measured));
        Ok(())
    }

    /// A position on all trials.
    pub fn of_all(&mut self, position: usize) -> Result<&Measured, RunError> {
        if !self.all.contains_key(&position) {
            let measured = self.bench.measure_one(&self.plan(position), self.bench.trials)?;
            self.all.insert(position, measured);
        }
        Ok(&self.all[&position])
    }

    pub fn point(&mut self, position: usize) -> Result<OnCurve, RunError> {
        let reached = self.of_all(position)?.reached;
        Ok(OnCurve { amount: self.amounts[position], reached })
    }

    fn reaches(&mut self, position: usize) -> Result<bool, RunError> {
        let (hits, trials) = self.of_all(position).map(|m| (m.hits, m.trials))?;
        Ok(self.bench.reaches(hits, trials))
    }

    /// What the trials of the curve show; all trials where those show nothing.
    pub fn shape(&mut self, base: &Base, coarse: &[usize]) -> Result<Shape, RunError> {
        let samples: Vec<&_> = coarse.iter().map(|p| &self.curve[p].sample).collect();
        let shape = shape::shape(&base.curve, &samples);
        if shape != Shape::NotSeen {
            return Ok(shape);
        }
        let last = self.amounts.len() - 1;
        let first = self.of_all(0)?.sample.clone();
        let z = shape::z(&first, &self.of_all(last)?.sample);
        Ok(match z {
            z if z > normal_quantile(0.975) => Shape::Rising,
            z if z < normal_quantile(0.025) => Shape::Falling,
            _ => Shape::NotSeen,
        })
    }

    /// Puts the amounts that do most last where less is better.
    pub fn turn(&mut self) {
        let last = self.amounts.len() - 1;
        self.amounts.reverse();
        self.curve = std::mem::take(&mut self.curve).into_iter().map(|(p, m)| (last - p, m)).collect();
        self.all = std::mem::take(&mut self.all).into_iter().map(|(p, m)| (last - p, m)).collect();
    }

    /// The first position that reaches the level on all trials, where more of it is better; guessed on the trials of the
    /// curve first.
    pub fn least(&mut self) -> Result<Option<usize>, RunError> {
        let last = self.amounts.len() - 1;
        if !self.reaches(last)? {
            return Ok(None);
        }
        let level = self.bench.settings.level;
        let guess = self.crossing(level)?.unwrap_or(last);
        let (mut below, mut reaching) = (None, last);
        let mut stride = 1;
        // from the guess outward, at doubled strides, to a position on either side
        if self.reaches(guess)? {
            reaching = guess;
            while below.is_none() && reaching > 0 {
                let next = reaching.saturating_sub(stride);
                if self.reaches(next)? {
                    reaching = next
                } else {
                    below = Some(next)
                }
                stride *= 2;
            }
        } else {
            below = Some(guess);
            while reaching == last && below.is_some_and(|b| b + stride < last) {
                let next = guess + stride;
                if self.reaches(next)? {
                    reaching = next
                } else {
                    below = Some(next)
                }
                stride *= 2;
            }
        }
        self.between(below, reaching).map(Some)
    }

    /// Halves down to neighbours: the reaching one.
    fn between(&mut self, below: Option<usize>, mut reaching: usize) -> Result<usize, RunError> {
        let Some(mut below) = below else { return Ok(reaching) };
        while reaching - below > 1 {
            let middle = below + (reaching - below) / 2;
            if self.reaches(middle)? { reaching = middle } else { below = middle }
        }
        Ok(reaching)
    }

    /// The first position that reaches a level on the trials of the curve, where more of it is better.
    pub fn crossing(&mut self, level: f64) -> Result<Option<usize>, RunError> {
        let share = |search: &mut Self, p: usize| search.on_curve(&[p]).map(|()| search.curve[&p].share());
        let (mut below, mut reaching) = (0, self.amounts.len() - 1);
        if share(self, 0)? >= level {
            return Ok(Some(0));
        }
        if share(self, reaching)? < level {
            return Ok(None);
        }
        while reaching - below > 1 {
            let middle = below + (reaching - below) / 2;
            if share(self, middle)? >= level { reaching = middle } else { below = middle }
        }
        Ok(Some(reaching))
    }

    /// The first of several positions that reaches the level, then the first between it and the one before.
    pub fn least_of_many(&mut self, positions: &[usize]) -> Result<Option<usize>, RunError> {
        let level = self.bench.settings.level;
        let mut positions = positions.to_vec();
        // the level may be reached only between two of them, beside the best
        positions.extend(self.round_the_best()?);
        positions.sort_unstable();
        positions.dedup();
        self.on_curve(&positions)?;
        let mut before = None;
        for p in positions {
            let (share, n) = (self.curve[&p].share(), self.curve[&p].trials as f64);
            let error = 3.0 * (level * (1.0 - level) / n).sqrt();
            if share >= level - error && self.reaches(p)? {
                return self.between(before, p).map(Some);
            }
            before = Some(p);
        }
        Ok(None)
    }

    /// Positions between the neighbours of the best that has been simulated.
    fn round_the_best(&mut self) -> Result<Vec<usize>, RunError> {
        let known: Vec<usize> = self.curve.keys().copied().collect();
        let best = self.best_on_curve();
        let at = known.iter().position(|&p| p == best).unwrap_or(0);
        let (from, to) = (known[at.saturating_sub(1)], known[(at + 1).min(known.len() - 1)]);
        let inside: Vec<usize> = spread(to - from + 1, COARSE).into_iter().map(|p| from + p).collect();
        self.on_curve(&inside)?;
        Ok(inside)
    }

    /// The position with most hits on the trials of the curve, the first of equals.
    pub fn best_on_curve(&self) -> usize {
        let best = self.curve.iter().max_by(|a, b| a.1.hits.cmp(&b.1.hits).then(b.0.cmp(a.0)));
        best.map_or(0, |(p, _)| *p)
    }
}

/// At most `most` positions from 0 to `len` - 1, both ends among them, as evenly as can be.
pub(super) fn spread(len: usize, most: usize) -> Vec<usize> {
    let last = len - 1;
    let parts = (most - 1).min(last).max(1);
    let mut positions: Vec<usize> = (0..=parts).map(|i| (i * last + parts / 2) / parts).collect();
    positions.dedup();
    positions
}
