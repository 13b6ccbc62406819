//! What is made of a lever's search: the answer with its leeway, the best that can be had, the curve.

use super::alone::{Answer, OnCurve};
use super::bench::{Base, Measured, Reached};
use super::calendar::last_month;
use super::curve_trials;
use super::gain::gain;
use super::search::Search;
use super::shape::Shape;
use crate::analysis::Estimate;
use crate::math::special::normal_quantile;
use crate::plan::lever::{can_wait, neutral, pulled_from, starts};
use crate::simulate::RunError;
use std::collections::BTreeMap;

impl Search<'_, '_> {
    /// The best that can be had: the far end where the lever is monotone, else the best that was found.
    pub fn best(&mut self, shape: Shape, base: &Base) -> Result<OnCurve, RunError> {
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

    pub fn answer(&mut self, position: usize, shape: Shape) -> Result<Answer, RunError> {
        self.on_curve(&[position])?;
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
    /// verified on all. Starting later is taken never to help.
    fn latest(&mut self, position: usize) -> Result<Option<usize>, RunError> {
        let (start, by) = (starts(self.lever), last_month(self.bench));
        if !can_wait(&self.bench.plan, self.lever) || start > by {
            return Ok(None);
        }
        let (level, bench, x) = (self.bench.settings.level, self.bench, self.amounts[position]);
        let moved = self.all[&position].share() - self.curve[&position].share();
        let at = |t: usize, trials: u64| bench.measure_one(&pulled_from(&bench.plan, self.lever, x, t), trials);
        let reaches = |t: usize| at(t, bench.trials).map(|m| bench.reaches(m.hits, m.trials));
        let (mut latest, mut beyond) = (start, by + 1);
        while beyond - latest > 1 {
            let middle = latest + (beyond - latest) / 2;
            let share = at(middle, curve_trials(bench.trials))?.share();
            if share + moved >= level { latest = middle } else { beyond = middle }
        }
        while latest < by && reaches(latest + 1)? {
            latest += 1;
        }
        while latest > start && !reaches(latest)? {
            latest -= 1;
        }
        Ok(Some(latest))
    }

    /// Every amount that was simulated, by rising amount: what all trials show where they were used, else the plan as it
    /// stands on all trials and the paired difference on those of the curve.
    pub fn whole_curve(&self, base: &Base) -> Vec<OnCurve> {
        let moved = |m: &Measured| Reached {
            probability: added(&base.all.reached.probability, &gain(&base.curve, &m.sample).probability, (0.0, 1.0)),
            median: added(
                &base.all.reached.median,
                &gain(&base.curve, &m.sample).median,
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
