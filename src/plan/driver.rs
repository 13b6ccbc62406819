//! One numeric input: a number, a schedule or a distribution, with its domain and what changes it.

use super::adjust::{Adjustment, RiskChange};
use crate::calendar::{CountSchedule, Schedule};
pub use crate::dist::Domain;
use crate::dist::Law;
use std::sync::Arc;

/// Index of a driver in [`super::Plan::drivers`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DriverId(pub usize);

/// Index of a count schedule in [`super::Plan::counts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountsId(pub usize);

/// A numeric input and all that is known of it.
#[derive(Clone, Debug)]
pub struct Driver {
    /// Its name everywhere: `segments.enterprise.pipeline.win_rate`.
    pub path: String,
    /// What it is measured in.
    pub unit: Unit,
    /// The values that it may take.
    pub domain: Domain,
    /// Whether adjustments may start or end inside the plan.
    pub timing: Timing,
    /// The input as written, before adjustments.
    pub value: Value,
    /// Adjustments that always apply.
    pub adjustments: Vec<Adjustment>,
    /// Adjustments that apply while a risk is active.
    pub risk_changes: Vec<RiskChange>,
    /// Whether the input is a whole number (rounded, halves up, after adjustments).
    pub whole: bool,
}

/// The input as written.
#[derive(Clone, Debug)]
pub enum Value {
    /// A number.
    Number(f64),
    /// A number for each month.
    Schedule(Schedule),
    /// A distribution.
    Random(Box<Randomness>),
}

/// An uncertain input.
#[derive(Clone, Debug)]
pub struct Randomness {
    /// Its distribution, truncated to the domain; shared by changed copies of a plan.
    pub law: Arc<Law>,
    /// How often it is drawn.
    pub per: Per,
    /// Correlation of the normal scores of successive periods, 0 <= rho < 1.
    pub persistence: f64,
    /// What the operating plan assumes, where it says so.
    pub plan: Option<f64>,
    /// Where it comes from.
    pub notes: Notes,
}

impl Randomness {
    /// The value that the plan as written takes: `plan`, else the median.
    pub fn as_written(&self) -> f64 {
        self.plan.unwrap_or_else(|| self.law.quantile(0.5))
    }
}

/// Texts carried to the reports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// Free text.
    pub note: Option<String>,
    /// Where the number comes from.
    pub source: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
}

/// How often a driver is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Per {
    /// Once a trial.
    Plan,
    /// Each plan year.
    Year,
    /// Each fiscal quarter.
    Quarter,
    /// Each month.
    Month,
}

impl Per {
    /// The word in scenarios and results.
    pub fn name(self) -> &'static str {
        match self {
            Per::Plan => "plan",
            Per::Year => "year",
            Per::Quarter => "quarter",
            Per::Month => "month",
        }
    }
}

/// What a number is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// The plan's currency.
    Money,
    /// A share or probability, 0..1.
    Share,
    /// A plain ratio.
    Ratio,
    /// Months.
    Months,
    /// Things: reps, customers, opportunities, units.
    Count,
}

impl Unit {
    /// The word in results.
    pub fn name(self) -> &'static str {
        match self {
            Unit::Money => "money",
            Unit::Share => "share",
            Unit::Ratio => "ratio",
            Unit::Months => "months",
            Unit::Count => "count",
        }
    }
}

/// When an input may be adjusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    /// In any window of months, and by risks.
    AnyMonth,
    /// For the whole plan only: it is fixed when a group, a cohort or the plan starts.
    WholePlan,
}

/// A schedule of whole counts and what changes it.
#[derive(Clone, Debug)]
pub struct Counts {
    /// Its path: `segments.enterprise.capacity.hires`.
    pub path: String,
    /// As written, before adjustments.
    pub written: CountSchedule,
    /// Whether adjustments may start or end inside the plan.
    pub timing: Timing,
    /// Adjustments that always apply.
    pub adjustments: Vec<Adjustment>,
    /// Adjustments that apply while a risk is active (`multiply` only).
    pub risk_changes: Vec<RiskChange>,
}
