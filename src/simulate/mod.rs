//! The simulation.
use crate::outcome::Outcome;
use crate::plan::{Metric, Plan, Sampling};
use std::ops::Range;

/// What is run.
#[derive(Clone, Debug)]
pub struct RunSpec {
    /// Trials to simulate, numbered from 0; a shard has a part of them.
    pub trials: Range<u64>,
    /// All trials of the run that this is a part of (Latin hypercubes need to know).
    pub design_trials: u64,
    /// Seed.
    pub seed: u64,
    /// How per-plan drivers are sampled.
    pub sampling: Sampling,
    /// Worker threads; `None`: one a core.
    pub threads: Option<usize>,
    /// What is tallied.
    pub metrics: MetricSet,
}

/// What is tallied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetricSet {
    /// The headline metrics.
    Headline,
    /// Every metric, in total and by segment.
    All,
}

/// How a run is watched and stopped; called from worker threads.
pub struct Control<'a> {
    /// Asked between blocks: whether to stop.
    pub cancelled: &'a (dyn Fn() -> bool + Sync),
    /// Told between blocks: how many more trials are done.
    pub progress: &'a (dyn Fn(u64) + Sync),
}

/// Why a run yields nothing.
#[derive(Clone, Debug, PartialEq)]
pub enum RunError {
    /// It was asked to stop.
    Cancelled,
    /// Adjustments and risks brought a driver that must be above 0 to 0.
    NotPositive { path: String, trial: u64, month: String },
    /// Latin hypercubes need a multiple of 16, at least 160.
    LhsTrials(u64),
    /// The receiver of single trials failed (its message).
    Sink(String),
}

/// A column of trials.csv.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KeptColumn {
    /// What.
    pub metric: Metric,
    /// Whose.
    pub segment: Option<usize>,
    /// When.
    pub t: usize,
}

/// Single trials of one block, in the order of the trials.
#[derive(Clone, Debug)]
pub struct KeptTrials {
    /// Number of the first.
    pub first_trial: u64,
    /// One vector a column of [`kept_columns`]; undefined values are NaN.
    pub columns: Vec<Vec<f64>>,
}

/// Names of the columns of kept trials: ARR at the target date, goals, per-plan drivers, the asked columns.
pub fn kept_columns(plan: &Plan, asked: &[KeptColumn]) -> Vec<String> {
    let _ = (plan, asked);
    todo!()
}

/// Simulates plans through the same trials in one pass.
pub fn run(plans: &[&Plan], spec: &RunSpec, control: &Control<'_>) -> Result<Vec<Outcome>, RunError> {
    let _ = (plans, spec, control);
    todo!()
}

/// Simulates one plan and hands single trials, in order, to `sink`.
pub fn run_keeping(
    plan: &Plan,
    spec: &RunSpec,
    control: &Control<'_>,
    asked: &[KeptColumn],
    sink: &mut dyn FnMut(&KeptTrials) -> Result<(), String>,
) -> Result<Outcome, RunError> {
    let _ = (plan, spec, control, asked, sink);
    todo!()
}
