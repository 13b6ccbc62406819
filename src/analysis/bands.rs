//! Probability bands of every tallied metric, by month, fiscal quarter and plan year.

use crate::outcome::Outcome;
use crate::plan::{Metric, Plan};

/// One metric, in total or of one segment.
#[derive(Clone, Debug)]
pub struct Series {
    /// What is measured.
    pub metric: Metric,
    /// Index of the segment in the plan; `None`: the total.
    pub segment: Option<usize>,
    /// By month.
    pub months: Columns,
    /// By fiscal quarter.
    pub quarters: Columns,
    /// By plan year.
    pub years: Columns,
}

/// One entry a period in every column; what is undefined is `None`.
#[derive(Clone, Debug)]
pub struct Columns {
    /// "2027-01", "FY27 Q1" or "Y1".
    pub labels: Vec<String>,
    /// Means over trials (ratios have none).
    pub mean: Vec<Option<f64>>,
    /// Standard deviations over trials, n - 1 (ratios have none; one trial has none).
    pub sd: Vec<Option<f64>>,
    /// Percentiles, in the order of [`super::PERCENTILES`].
    pub percentiles: [Vec<Option<f64>>; 9],
    /// Share of trials in which the metric is undefined.
    pub undefined: Vec<f64>,
    /// The plan as written.
    pub planned: Vec<Option<f64>>,
}

/// The bands of every metric that the outcome tallied, totals first, then by segment.
pub fn bands(plan: &Plan, outcome: &Outcome) -> Vec<Series> {
    let _ = (plan, outcome);
    todo!()
}

/// The series of one metric among bands.
pub fn find(bands: &[Series], metric: Metric, segment: Option<usize>) -> Option<&Series> {
    bands.iter().find(|s| s.metric == metric && s.segment == segment)
}
