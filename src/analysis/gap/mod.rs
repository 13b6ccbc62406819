//! Where the gap is: the target's cascade down to every team, the bridge to ARR at the target date, the bridge from the
//! plan as written to the simulation, and both build-up paths (docs/gap.md).

pub mod bridge;
mod capacity_needs;
pub mod cascade;
pub mod needs;
pub mod optimism;
pub mod paths;
mod pipeline_needs;
pub mod retention;
pub mod sample;

use self::bridge::Bridge;
use self::cascade::Cascade;
use self::needs::Need;
use self::optimism::Optimism;
use self::paths::Paths;
use self::retention::Retention;
use self::sample::Sample;
use crate::analysis::odds::{self, Odds};
use crate::outcome::Provenance;
use crate::plan::Plan;
use crate::simulate::{self, Control, JointSpec, MetricSet, Noted, RunError, RunSpec};

/// Trials whose single values are kept, at most: sums over periods and their percentiles are of these.
pub const JOINT_TRIALS: u64 = 100_000;

/// What may be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Trials of the walk from the plan as written to the simulation, and of lifted paths.
    pub shapley_trials: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { shapley_trials: 20_000 }
    }
}

/// The answer.
#[derive(Clone, Debug)]
pub struct Gap {
    /// The odds of the target.
    pub odds: Odds,
    /// What was run.
    pub provenance: Provenance,
    /// Trials of the bridges and of sums to the target date.
    pub joint_trials: usize,
    /// ARR bridges: the total, then every segment.
    pub bridges: Vec<Bridge>,
    /// From the target to what every segment has to win.
    pub cascade: Cascade,
    /// What is needed by period, beside what the plan gives.
    pub needs: Vec<Need>,
    /// What customer success would have to do.
    pub retention: Retention,
    /// From the plan as written to the simulation.
    pub optimism: Optimism,
    /// Both build-up paths.
    pub paths: Paths,
}

/// About how many trials' worth of work the answer is, in whole plans.
pub fn work(plan: &Plan, spec: &RunSpec, settings: &Settings) -> u64 {
    let trials = spec.trials.end - spec.trials.start;
    let walked = settings.shapley_trials.min(trials);
    trials + walked + walked * paths::runs(plan)
}

/// Answers for the trials of `spec`, pseudo-random.
///
/// # Errors
/// See [`RunError`].
pub fn gap(plan: &Plan, spec: &RunSpec, settings: &Settings, control: &Control<'_>) -> Result<Gap, RunError> {
    let columns = columns(plan);
    let joint = JointSpec { trials: spec.trials.start.saturating_add(JOINT_TRIALS), columns: columns.clone() };
    let whole = RunSpec { metrics: MetricSet::All, joint, ..spec.clone() };
    let mut outcome = simulate::run_one(plan, &whole, control)?;
    let sample = Sample::new(columns, std::mem::take(&mut outcome.joint));
    let bridges = bridge::bridges(plan, &sample);
    let total = &bridges[0];
    let cascade = cascade::cascade(plan, &outcome, &sample, total)?;
    let needs = needs::needs(plan, &outcome, &sample, &cascade);
    let retention = retention::retention(plan, &sample, total);
    let optimism = optimism::optimism(plan, &outcome.planned, spec, control, settings.shapley_trials)?;
    let paths = paths::paths(plan, &outcome, &sample, (spec, control), settings.shapley_trials)?;
    Ok(Gap {
        odds: odds::odds(plan, &outcome),
        provenance: outcome.provenance,
        joint_trials: sample.trials(),
        bridges,
        cascade,
        needs,
        retention,
        optimism,
        paths,
    })
}

/// What has to be noted of single trials, each column once.
fn columns(plan: &Plan) -> Vec<Noted> {
    let all = bridge::columns(plan).into_iter().chain(needs::columns(plan));
    let mut out: Vec<Noted> = Vec::new();
    for noted in all.chain(retention::columns(plan)).chain(paths::columns(plan)) {
        if !out.contains(&noted) {
            out.push(noted);
        }
    }
    out
}
