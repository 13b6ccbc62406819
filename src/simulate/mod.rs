//! The simulation: from a plan and a [`RunSpec`] to an [`Outcome`](crate::outcome::Outcome).
//!
//! A block of 256 trials walks through the months together, one lane a trial; [`month`] has the order of the steps.

pub mod block;
pub mod chance;
pub mod changes;
pub mod closing;
pub mod cycle;
pub mod draws;
pub mod inputs;
pub mod keep;
pub mod month;
pub mod one_block;
pub mod pipeline;
pub mod planned;
pub mod record;
pub mod renewals;
pub mod risks;
pub mod run;
pub mod sales_force;
pub mod sampler;
pub mod scores;
pub mod segment;
pub mod segment_walk;
pub mod tally;
pub mod totals;
pub mod walk;

pub use crate::outcome::joint::{Joint, KeptTrials};
pub use draws::{Chance, Copy, Draws, DriverDraw, Off, Player, Switches};
pub use keep::{JointSpec, KeptColumn, Noted, kept_columns};
pub use one_block::one_block;
pub use run::{each_block, each_of, provenance, run, run_keeping, run_one, sample};

use crate::plan::Sampling;
use crate::sampling::design::HYPERCUBES;
use std::fmt;
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
    /// What is drawn, pinned or as written.
    pub draws: Draws,
    /// What is noted of single trials.
    pub joint: JointSpec,
}

/// What is tallied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetricSet {
    /// Total ARR only: for questions that ask for nothing else.
    Target,
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

impl RunSpec {
    /// A simulation of `trials` trials with headline metrics, random sampling and one thread a core.
    pub fn new(trials: u64, seed: u64) -> Self {
        Self {
            trials: 0..trials,
            design_trials: trials,
            seed,
            sampling: Sampling::Random,
            threads: None,
            metrics: MetricSet::Headline,
            draws: Draws::sampled(),
            joint: JointSpec::default(),
        }
    }

    /// Refuses what cannot be run.
    fn check(&self) -> Result<(), RunError> {
        let lhs = self.sampling == Sampling::Lhs;
        if self.trials.start > self.trials.end || self.trials.end > self.design_trials {
            return Err(RunError::NoPart);
        }
        if lhs && (!self.design_trials.is_multiple_of(HYPERCUBES) || self.design_trials < 10 * HYPERCUBES) {
            return Err(RunError::LhsTrials(self.design_trials));
        }
        Ok(())
    }
}

impl Control<'_> {
    /// Nobody watches.
    pub const UNWATCHED: Control<'static> = Control { cancelled: &|| false, progress: &|_| () };
}

/// Why a run yields nothing.
#[derive(Clone, Debug, PartialEq)]
pub enum RunError {
    /// Adjustments and risks brought a driver that must be above 0 to 0.
    NotPositive {
        /// The driver's path.
        path: String,
        /// The trial.
        trial: u64,
        /// The month.
        month: String,
    },
    /// ARR or open opportunities grew beyond 1e19.
    NotFinite {
        /// The trial.
        trial: u64,
        /// The month.
        month: String,
    },
    /// Latin hypercubes need a multiple of 16, at least 160.
    LhsTrials(u64),
    /// The trials asked for are no part of the run that they are said to be a part of.
    NoPart,
    /// The receiver of single trials failed (its message).
    Sink(String),
    /// The threads could not be started (the system's message).
    Threads(String),
    /// It was asked to stop.
    Cancelled,
}

impl RunError {
    /// Which of several errors is named: mistakes by trial, then the rest.
    fn rank(&self) -> (u8, u64) {
        match self {
            RunError::NotPositive { trial, .. } | RunError::NotFinite { trial, .. } => (0, *trial),
            RunError::LhsTrials(_) | RunError::NoPart => (1, 0),
            RunError::Sink(_) => (2, 0),
            RunError::Threads(_) => (3, 0),
            RunError::Cancelled => (4, 0),
        }
    }
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RunError::NotPositive { path, trial, month } => write!(
                f,
                "{path} must be above 0, but adjustments and risks bring it to 0 in {month} of trial {trial}: make their \
                 factors smaller, or their additions"
            ),
            RunError::LhsTrials(trials) => write!(
                f,
                "sampling \"lhs\" needs a number of trials that is a multiple of 16 and at least 160, got {trials}: try {}",
                trials.div_ceil(16).max(10) * 16
            ),
            RunError::NotFinite { trial, month } => write!(
                f,
                "ARR or open opportunities grow beyond 1e19 in {month} of trial {trial}: look for a growth or a size that \
                 is far too large"
            ),
            RunError::NoPart => f.write_str("the trials to simulate must be a part of the run's trials, first to last"),
            RunError::Sink(message) | RunError::Threads(message) => f.write_str(message),
            RunError::Cancelled => f.write_str("the run was stopped"),
        }
    }
}

impl std::error::Error for RunError {}
