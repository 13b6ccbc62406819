//! What a simulation yields: tallies with their provenance. Outcomes of parts of a run merge to the whole's, to the
//! bit, and can be written and read again (serde), so that a run may be spread over processes.

pub mod cell;
pub mod histogram;
pub mod joint;
pub mod moments;
pub mod planned;
pub mod tally;

pub use cell::{Cell, Reading};
pub use joint::Joint;
pub use planned::Planned;
pub use tally::Tally;

use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Tallies and provenance of one plan's run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// What was run.
    pub provenance: Provenance,
    /// The plan as written.
    pub planned: Planned,
    /// What was tallied.
    pub tally: Tally,
    /// The joint sample of its first trials, where one was asked for.
    pub joint: Joint,
    /// The trials that it holds, as separate ranges by rising number.
    pub ranges: Vec<Range<u64>>,
}

/// What was run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// Name and version of the random stream scheme.
    pub scheme: String,
    /// Program version.
    pub version: String,
    /// Digest of the resolved scenario.
    pub digest: String,
    /// Trials tallied.
    pub trials: u64,
    /// Trials of the whole run that this is (a part of).
    pub design_trials: u64,
    /// Seed.
    pub seed: u64,
    /// "random" or "lhs".
    pub sampling: String,
}

/// Why two outcomes do not merge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MergeError {
    /// They come from different plans, seeds, schemes, versions or samplings, or tally different metrics.
    DifferentRuns,
    /// They share trials.
    SharedTrials,
}

impl std::fmt::Display for MergeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            MergeError::DifferentRuns => "the parts come from different plans, seeds, versions or metrics",
            MergeError::SharedTrials => "the parts share trials",
        })
    }
}

impl std::error::Error for MergeError {}

/// The outcome of two parts of one run.
///
/// # Errors
/// Where they are not parts of the same run, or share trials.
pub fn merge(mut a: Outcome, b: &Outcome) -> Result<Outcome, MergeError> {
    let same = Provenance { trials: b.provenance.trials, ..a.provenance.clone() } == b.provenance;
    let keys = |o: &Outcome| o.tally.columns.iter().map(|c| (c.metric, c.segment)).collect::<Vec<_>>();
    if !same || keys(&a) != keys(b) {
        return Err(MergeError::DifferentRuns);
    }
    if a.ranges.iter().any(|x| b.ranges.iter().any(|y| x.start < y.end && y.start < x.end)) {
        return Err(MergeError::SharedTrials);
    }
    a.tally.merge(&b.tally);
    a.joint.merge(&b.joint);
    a.provenance.trials += b.provenance.trials;
    a.ranges = joined(a.ranges.iter().chain(&b.ranges).cloned().collect());
    Ok(a)
}

/// Ranges by rising start, neighbours made one.
fn joined(mut ranges: Vec<Range<u64>>) -> Vec<Range<u64>> {
    ranges.sort_by_key(|r| r.start);
    let mut out: Vec<Range<u64>> = Vec::new();
    for range in ranges {
        match out.last_mut() {
            Some(last) if last.end == range.start => last.end = range.end,
            _ => out.push(range),
        }
    }
    out
}
