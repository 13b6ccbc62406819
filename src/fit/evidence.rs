//! What a fit can be judged by, as numbers for tables and charts.

use super::day::Quarter;
use crate::calendar::YearMonth;

/// One picture's worth of evidence, of one segment.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The driver that it stands behind, by path.
    pub path: String,
    /// What is shown.
    pub content: EvidenceContent,
}

/// Kinds of evidence.
#[derive(Clone, Debug, PartialEq)]
pub enum EvidenceContent {
    /// A share over time since a start, as counted and as fitted.
    Survival(Survival),
    /// A share or rate by quarter.
    Quarters(Quarters),
    /// Sizes of single deals or customers on a log scale.
    Sizes(Sizes),
    /// Productivity by tenure.
    Ramp(RampEvidence),
    /// Counts by month with what was fitted and what it means for the next year.
    Volume(VolumeEvidence),
}

/// A curve over months since the start.
#[derive(Clone, Debug, PartialEq)]
pub struct Survival {
    /// What the share is: "won by then", "still a customer".
    pub what: &'static str,
    /// (months, share, 90 % low, 90 % high) as counted: Kaplan-Meier or Aalen-Johansen, at most 200 points.
    pub counted: Vec<[f64; 4]>,
    /// (months, share) as fitted.
    pub fitted: Vec<[f64; 2]>,
}

/// A level by quarter.
#[derive(Clone, Debug, PartialEq)]
pub struct Quarters {
    /// What it is: "win rate of opportunities created in the quarter".
    pub what: &'static str,
    /// A point a quarter.
    pub points: Vec<QuarterPoint>,
    /// Mean of the distribution that is written into the scenario, its 5 % and 95 % point.
    pub band: [f64; 3],
}

/// One quarter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QuarterPoint {
    /// Which.
    pub quarter: Quarter,
    /// Its level.
    pub value: f64,
    /// 90 % interval from chance alone.
    pub interval: [f64; 2],
    /// How many records stand behind it (weighted by how far along they are).
    pub of: f64,
}

/// A histogram on a log scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Sizes {
    /// What is measured: "won deals".
    pub what: &'static str,
    /// (lower end, upper end, count); bins with fewer than 5 records are merged with a neighbour, so that none shows a
    /// single amount.
    pub bins: Vec<(f64, f64, u64)>,
    /// Mean and median.
    pub mean: f64,
    /// Median.
    pub median: f64,
}

/// Productivity by month of tenure, as a share of a ramped rep's.
#[derive(Clone, Debug, PartialEq)]
pub struct RampEvidence {
    /// (months of tenure, share of a ramped rep's bookings, standard error, rep-months behind it).
    pub months: Vec<[f64; 4]>,
    /// (months of tenure, share) of the fitted curve; empty where the data hold no ramp.
    pub fitted: Vec<[f64; 2]>,
}

/// Counts by month.
#[derive(Clone, Debug, PartialEq)]
pub struct VolumeEvidence {
    /// What is counted: "opportunities created".
    pub what: &'static str,
    /// (month, count, fitted mean).
    pub months: Vec<(YearMonth, f64, f64)>,
    /// (month, 5 %, mean, 95 %) of the year from the plan's start on.
    pub ahead: Vec<(YearMonth, [f64; 3])>,
}
