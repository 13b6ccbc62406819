//! Precision on demand: more trials until an answer is known as closely as asked.

use super::odds::{self, Odds};
use super::{Estimate, PERCENTILES};
use crate::outcome::{self, Outcome};
use crate::plan::Plan;
use crate::simulate::{self, Control, RunError, RunSpec};

/// What is to be known, and how closely.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wanted {
    /// The probability of the target: its 95 % interval reaches no further than this from it (0.005: half a percentage
    /// point).
    Hit {
        /// Share, above 0.
        half_width: f64,
    },
    /// A percentile of ARR at the target date: its 95 % interval reaches no further than this part of it (0.01: 1 %).
    Percentile {
        /// Index into [`PERCENTILES`].
        index: usize,
        /// Part of the percentile, above 0.
        relative: f64,
    },
}

/// How a run that was to be precise ended.
#[derive(Clone, Debug)]
pub struct Precise {
    /// The run's outcome, as if its trials had been asked for at once.
    pub outcome: Outcome,
    /// How far the interval reached in the end, in the unit of what was wanted; `None`: too few trials for an interval.
    pub reached: Option<f64>,
    /// Whether that is close enough.
    pub enough: bool,
}

/// Trials after which it is looked for the first time; then at every doubling. Few looks, all fixed beforehand, so that
/// stopping has next to no say in the answer.
pub const FIRST_LOOK: u64 = 1_024;

/// Simulates until the answer is as close as wanted, or `spec`'s trials are used up. Pseudo-random sampling only: the
/// trials of a Latin hypercube must be known beforehand.
///
/// # Errors
/// See [`RunError`].
pub fn until(plan: &Plan, spec: &RunSpec, control: &Control<'_>, wanted: Wanted) -> Result<Precise, RunError> {
    let most = spec.trials.end;
    let mut look = FIRST_LOOK.min(most);
    let mut outcome = part(plan, spec, control, 0, look)?;
    loop {
        let reached = reach(&odds::odds(plan, &outcome), wanted);
        let enough = reached.is_some_and(|reach| reach <= tolerance(wanted));
        if enough || look == most {
            outcome.provenance.design_trials = look;
            return Ok(Precise { outcome, reached, enough });
        }
        let next = (2 * look).min(most);
        let more = part(plan, spec, control, look, next)?;
        // parts of one run that share no trials always merge
        outcome = outcome::merge(outcome, &more).map_err(|_| RunError::NoPart)?;
        look = next;
    }
}

fn part(plan: &Plan, spec: &RunSpec, control: &Control<'_>, from: u64, to: u64) -> Result<Outcome, RunError> {
    simulate::run_one(plan, &RunSpec { trials: from..to, ..spec.clone() }, control)
}

fn tolerance(wanted: Wanted) -> f64 {
    match wanted {
        Wanted::Hit { half_width } => half_width,
        Wanted::Percentile { relative, .. } => relative,
    }
}

/// How far the interval reaches from the estimate.
fn reach(odds: &Odds, wanted: Wanted) -> Option<f64> {
    match wanted {
        Wanted::Hit { .. } => farthest(&odds.probability),
        Wanted::Percentile { index, .. } => {
            let estimate = &odds.arr[index.min(PERCENTILES.len() - 1)];
            farthest(estimate).zip(estimate.value).map(|(reach, value)| reach / value.abs())
        }
    }
}

fn farthest(e: &Estimate) -> Option<f64> {
    let (value, low, high) = (e.value?, e.low?, e.high?);
    Some((value - low).max(high - value))
}
