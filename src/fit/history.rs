//! All that the exports say together.

use super::day::Day;
use super::driver::Fitted;
use super::evidence::Evidence;
use super::finding::Finding;
use crate::calendar::YearMonth;

/// What every fit needs to know beside its records.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The last day that counts: what happened later is not known yet.
    pub as_of: Day,
    /// The plan's first month: levels and counts are said for it.
    pub plan_start: YearMonth,
    /// Names of the segments, as in the scenario, in the order of [`super::record::SegmentIndex`].
    pub segments: Vec<String>,
    /// Half-life of a record's weight in months; `None` counts all alike.
    pub half_life_months: Option<f64>,
}

/// What one or all kinds of exports yield.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// The fitted inputs.
    pub fitted: Vec<Fitted>,
    /// What they can be judged by.
    pub evidence: Vec<Evidence>,
    /// What is worth knowing beyond a single input.
    pub findings: Vec<Finding>,
}

impl History {
    /// Adds what another kind of export yields.
    pub fn add(&mut self, mut other: History) {
        self.fitted.append(&mut other.fitted);
        self.evidence.append(&mut other.evidence);
        self.findings.append(&mut other.findings);
    }
}
