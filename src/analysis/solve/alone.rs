//! One lever alone: the least amount that reaches the wanted level, or the best that can be had.

use super::bench::{Base, Bench, Measured, Reached};
use super::calendar::last_month;
use super::curve_trials;
use super::gain::{Gain, gain};
use super::shape::{self, Shape};
use crate::analysis::Estimate;
use crate::math::special::normal_quantile;
use crate::plan::lever::{amounts, can_wait, cost, neutral, pulled, pulled_from, starts};
use crate::plan::{Lever, Plan};
use crate::simulate::RunError;
use std::collections::BTreeMap;

/// Amounts at which a lever is tried first.
const COARSE: usize = 9;

/// One lever alone.
#[derive(Clone, Debug)]
pub struct Alone {
    /// Index of the lever.
    pub lever: usize,
    /// How the probability moves with the amount.
    pub shape: Shape,
    /// Whether the plan as it stands reaches the level already.
    pub already: bool,
    /// What was found.
    pub found: Found,
    /// The far end of the range: its greatest amount, or its least where less is better.
    pub far: OnCurve,
    /// The amount that the next two fields are about: the answer, but the far end where there is none or where the plan as
    /// it stands needs none.
    pub judged_at: f64,
    /// What that amount gains over the plan as it stands.
    pub gain: Gain,
    /// Money a year that it costs; `None`: the lever has no cost.
    pub cost: Option<f64>,
    /// The probability along the range, by rising amount.
    pub curve: Vec<OnCurve>,
}

/// A plan with the lever at an amount.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OnCurve {
    /// The amount.
    pub amount: f64,
    /// What it reaches.
    pub reached: Reached,
}

/// Whether the level can be reached by the lever alone.
#[derive(Clone, Debug)]
pub enum Found {
    /// By this amount.
    Reached(Box<Answer>),
    /// Not in the range; this is the best of it.
    OutOfReach(OnCurve),
}

/// The least amount that reaches the level.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The amount and what it reaches.
    pub at: OnCurve,
    /// One step less, which does not reach it; `None` where the answer is the first amount of the range.
    pub less: Option<OnCurve>,
    /// The amounts that the simulation error leaves possible, least and greatest (by amount); the second is `None` where
    /// that lies beyond the range, both where the lever is not monotone.
    pub between: Option<(f64, Option<f64>)>,
    /// The last month t in which the amount may start to work and still reaches the level; `None`: it cannot wait.
    pub latest: Option<usize>,
}

/// The amounts of one lever, from those that do least to those that do most, and what has been simulated of them.
struct Search<'a, 'b> {
    bench: &'a Bench<'b>,
    lever: &'a Lever,
    amounts: Vec<f64>,
    curve: BTreeMap<usize, Measured>,
    all: BTreeMap<usize, Measured>,
}

/// Everything about one lever.
pub(super) fn alone(bench: &Bench<'_>, lever: usize, base: &Base) -> Result<Alone, RunError> {
    let (index, lever) = (lever, &bench.levers[lever]);
    let mut search = Search { bench, lever, amounts: amounts(lever), curve: BTreeMap::new(), all: BTreeMap::new() };
    let coarse = spread(search.amounts.len(), COARSE);
    search.on_curve(&coarse)?;
    let shape = search.shape(base, &coarse)?;
    if shape == Shape::Falling {
        search.turn();
    }
    let position = match shape {
        Shape::Rising | Shape::Falling | Shape::NoEffect | Shape::NotSeen => search.least()?,
        Shape::NotMonotone => search.least_of_many(&spread(search.amounts.len(), COARSE))?,
    };
    let last = search.amounts.len() - 1;
    let far = search.point(last)?;
    let found = match position {
        Some(at) => Found::Reached(Box::new(search.answer(at, shape)?)),
        None => Found::OutOfReach(search.best(shape, base)?),
    };
    let already = bench.reaches(base.all.hits, base.all.trials);
    let at = position.filter(|_| !already).unwrap_or(last);
    Ok(Alone {
        lever: index,
        shape,
        already,
        found,
        far,
        judged_at: search.amounts[at],
        gain: gain(&base.all.sample, &search.of_all(at)?.sample),
        cost: cost(&bench.plan, lever, search.amounts[at]),
        curve: search.whole_curve(base),
    })
}

/// At most `most` positions from 0 to `len` - 1, both ends among them, as evenly as can be.
pub(super) fn spread(len: usize, most: usize) -> Vec<usize> {
    let last = len - 1;
    let parts = (most - 1).min(last).max(1);
    let mut positions: Vec<usize> = (0..=parts).map(|i| (i * last + parts / 2) / parts).collect();
    positions.dedup();
    positions
}

impl Search<'_, '_> {
    fn plan(&self, position: usize) -> Plan {
        pulled(&self.bench.plan, self.lever, self.amounts[position])
    }

    /// Simulates positions on the trials of the curve.
    fn on_curve(&mut self, positions: &[usize]) -> Result<(), RunError> {
        let new: Vec<usize> = positions.iter().copied().filter(|p| !self.curve.contains_key(p)).collect();
        let plans: Vec<Plan> = new.iter().map(|&p| self.plan(p)).collect();
        let measured =
            if plans.is_empty() { Vec::new() } else { self.bench.measure(&plans, curve_trials(self.bench.trials))? };
        self.curve.extend(new.into_iter().zip(measured));
        Ok(())
    }

    /// A position on all trials.
    fn of_all(&mut self, position: usize) -> Result<&Measured, RunError> {
        if !self.all.contains_key(&position) {
            let measured = self.bench.measure_one(&self.plan(position), self.bench.trials)?;
            self.all.insert(position, measured);
        }
        Ok(&self.all[&position])
    }

    fn point(&mut self, position: usize) -> Result<OnCurve, RunError> {
        let reached = self.of_all(position)?.reached;
        Ok(OnCurve { amount: self.amounts[position], reached })
    }

    fn reaches(&mut self, position: usize) -> Result<bool, RunError> {
        let (hits, trials) = self.of_all(position).map(|m| (m.hits, m.trials))?;
        Ok(self.bench.reaches(hits, trials))
    }

    /// What the trials of the curve show; all trials where those show nothing.
    fn shape(&mut self, base: &Base, coarse: &[usize]) -> Result<Shape, RunError> {
        let samples: Vec<&_> = coarse.iter().map(|p| &self.curve[p].sample).collect();
        let shape = shape::shape(&base.curve.sample, &samples);
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
    fn turn(&mut self) {
        let last = self.amounts.len() - 1;
        self.amounts.reverse();
        self.curve = std::mem::take(&mut self.curve).into_iter().map(|(p, m)| (last - p, m)).collect();
        self.all = std::mem::take(&mut self.all).into_iter().map(|(p, m)| (last - p, m)).collect();
    }

    /// The first position that reaches the level on all trials, where more of it is better; guessed on the trials of the
    /// curve first.
    fn least(&mut self) -> Result<Option<usize>, RunError> {
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
    fn crossing(&mut self, level: f64) -> Result<Option<usize>, RunError> {
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
    fn least_of_many(&mut self, positions: &[usize]) -> Result<Option<usize>, RunError> {
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
    fn best_on_curve(&self) -> usize {
        let best = self.curve.iter().max_by(|a, b| a.1.hits.cmp(&b.1.hits).then(b.0.cmp(a.0)));
        best.map_or(0, |(p, _)| *p)
    }

    /// The best that can be had: the far end where the lever is monotone, else the best that was found.
    fn best(&mut self, shape: Shape, base: &Base) -> Result<OnCurve, RunError> {
        let last = self.amounts.len() - 1;
        let position = match shape {
            Shape::Rising | Shape::Falling => last,
            Shape::NotMonotone => self.best_on_curve(),
            Shape::NoEffect | Shape::NotSeen => {
                let nearest = neutral(&self.bench.plan, self.lever);
                let at_neutral = self.amounts.iter().position(|&x| Some(x) == nearest);
                return match at_neutral {
                    Some(p) => Ok(OnCurve { amount: self.amounts[p], reached: base.all.reached }),
                    None => self.point(0),
                };
            }
        };
        self.point(position)
    }

    fn answer(&mut self, position: usize, shape: Shape) -> Result<Answer, RunError> {
        let less = position.checked_sub(1).map(|p| self.point(p)).transpose()?;
        let between = if shape == Shape::NotMonotone { None } else { self.interval(position)? };
        let latest = self.latest(position)?;
        Ok(Answer { at: self.point(position)?, less, between, latest })
    }

    /// The amounts at which the ends of the interval of the probability cross the level: along the curve, moved so that
    /// it passes through the answer as all trials have it.
    fn interval(&mut self, position: usize) -> Result<Option<(f64, Option<f64>)>, RunError> {
        let (level, n) = (self.bench.settings.level, self.bench.trials as f64);
        let half = normal_quantile(0.975) * (level * (1.0 - level) / n).sqrt();
        self.on_curve(&[position])?;
        let moved = self.all[&position].share() - self.curve[&position].share();
        let first = self.crossing(level - half - moved)?.unwrap_or(position).min(position);
        let last = self.crossing(level + half - moved)?.map(|p| p.max(position));
        let amount = |p: usize| self.amounts[p];
        Ok(match last {
            Some(last) => Some((amount(first).min(amount(last)), Some(amount(first).max(amount(last))))),
            None => Some((amount(first), None)),
        })
    }

    /// The last month in which the amount may start and still reaches the level: guessed on the trials of the curve,
    /// verified on all.
    fn latest(&mut self, position: usize) -> Result<Option<usize>, RunError> {
        let (start, by) = (starts(self.lever), last_month(self.bench));
        if !can_wait(&self.bench.plan, self.lever) || start > by {
            return Ok(None);
        }
        let x = self.amounts[position];
        let plans: Vec<Plan> = (start..=by).map(|t| pulled_from(&self.bench.plan, self.lever, x, t)).collect();
        let measured = self.bench.measure(&plans, curve_trials(self.bench.trials))?;
        let moved = self.all.get(&position).map_or(0.0, Measured::share) - measured[0].share();
        let level = self.bench.settings.level;
        let mut latest = measured.iter().rposition(|m| m.share() + moved >= level).unwrap_or(0);
        let reaches = |i: usize| {
            self.bench.measure_one(&plans[i], self.bench.trials).map(|m| self.bench.reaches(m.hits, m.trials))
        };
        if latest > 0 && !reaches(latest)? {
            latest -= 1;
            while latest > 0 && !reaches(latest)? {
                latest -= 1;
            }
        } else {
            while latest + 1 < plans.len() && reaches(latest + 1)? {
                latest += 1;
            }
        }
        Ok(Some(start + latest))
    }

    /// Every amount that was simulated, by rising amount: what all trials show where they were used, else the plan as it
    /// stands on all trials and the paired difference on those of the curve.
    fn whole_curve(&self, base: &Base) -> Vec<OnCurve> {
        let moved = |m: &Measured| Reached {
            probability: added(
                &base.all.reached.probability,
                &gain(&base.curve.sample, &m.sample).probability,
                (0.0, 1.0),
            ),
            median: added(
                &base.all.reached.median,
                &gain(&base.curve.sample, &m.sample).median,
                (f64::NEG_INFINITY, f64::INFINITY),
            ),
        };
        let mut reached: BTreeMap<usize, Reached> = self.curve.iter().map(|(&p, m)| (p, moved(m))).collect();
        reached.extend(self.all.iter().map(|(&p, m)| (p, m.reached)));
        let mut curve: Vec<OnCurve> =
            reached.into_iter().map(|(p, reached)| OnCurve { amount: self.amounts[p], reached }).collect();
        curve.sort_by(|a, b| a.amount.total_cmp(&b.amount));
        curve
    }
}

/// An estimate and an independent difference: half widths add up as squares.
fn added(base: &Estimate, difference: &Estimate, (least, greatest): (f64, f64)) -> Estimate {
    let sum = |a: Option<f64>, b: Option<f64>| Some((a? + b?).clamp(least, greatest));
    let value = sum(base.value, difference.value);
    let side = |end: fn(&Estimate) -> Option<f64>| {
        let own = |e: &Estimate| Some(end(e)? - e.value?);
        let (a, b) = (own(base)?, own(difference)?);
        Some((a * a + b * b).sqrt())
    };
    Estimate {
        value,
        low: side(|e| e.low).and_then(|half| sum(value, Some(-half))),
        high: side(|e| e.high).and_then(|half| sum(value, Some(half))),
    }
}
