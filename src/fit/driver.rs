//! A fitted input of the plan, and how it is written in a scenario.

use super::day::Day;
use super::finding::Finding;
use std::fmt;

/// A fitted input.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitted {
    /// Its path in a scenario: `segments.smb.pipeline.win_rate`.
    pub path: String,
    /// What is written into the scenario.
    pub value: FittedValue,
    /// History's own average, before any widening: the centre of `interval`. NaN where the input is no single number.
    pub estimate: f64,
    /// Its standard error; NaN where it has none (a count at the as-of date).
    pub standard_error: f64,
    /// 90 % interval of history's average: what chance in this sample leaves open. NaN where it has none.
    pub interval: [f64; 2],
    /// Standard deviation from quarter to quarter beyond chance; `None` where it was not looked for.
    pub quarter_sd: Option<f64>,
    /// Share of the estimate that comes from all segments together, 0 to 1; `None` where there was nothing to pool.
    pub pooled: Option<f64>,
    /// What it was made from.
    pub sample: Sample,
    /// How it was made, in a few words: "Aalen-Johansen, quarters as random effects".
    pub method: &'static str,
    /// Comparisons that the reader can judge the fit by: (what, value), such as ("largest distance to
    /// Kaplan-Meier", 0.03).
    pub checks: Vec<(&'static str, f64)>,
    /// What to keep in mind.
    pub findings: Vec<Finding>,
}

/// The records behind a fit.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// Records that count for the number itself: wins, leavers, renewals.
    pub events: u64,
    /// What the events are: "won".
    pub event: &'static str,
    /// Records in all.
    pub records: u64,
    /// What they are.
    pub record: RecordKind,
    /// Of them still open at the as-of date (censored).
    pub open: u64,
    /// First and last day seen; [`Sample::NO_DAYS`] where there is none.
    pub seen: [Day; 2],
}

impl Sample {
    /// Stands for the days of a sample without records.
    pub const NO_DAYS: [Day; 2] = [Day(0); 2];

    /// First and last day seen; `None` where there are no records.
    pub fn period(&self) -> Option<[Day; 2]> {
        (self.records > 0 && self.seen != Self::NO_DAYS).then_some(self.seen)
    }
}

/// What a fit is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordKind {
    /// Opportunities.
    Opportunities,
    /// Leads.
    Leads,
    /// Leads that came to a stage, of which some reach the next one.
    LeadsAtStage,
    /// Reps, those who have left too.
    Reps,
    /// Reps in seat at the as-of date.
    RepsInSeat,
    /// Customers.
    Customers,
}

impl RecordKind {
    /// Many of them in words: "opportunities".
    pub fn plural(self) -> &'static str {
        match self {
            Self::Opportunities => "opportunities",
            Self::Leads => "leads",
            Self::LeadsAtStage => "leads at the stage before",
            Self::Reps => "reps",
            Self::RepsInSeat => "reps in seat",
            Self::Customers => "customers",
        }
    }
}

impl fmt::Display for RecordKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.plural())
    }
}

/// A value as a scenario can hold it. Distributions are those of docs/scenario.md.
#[derive(Clone, Debug, PartialEq)]
pub enum FittedValue {
    /// A number without uncertainty, for keys that take no distribution.
    Number(f64),
    /// A whole number.
    Count(u64),
    /// A share: beta by mean and standard deviation.
    Share {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
    },
    /// Something above 0: lognormal by mean and standard deviation of the variable itself.
    Positive {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
    },
    /// Above 0 and drawn anew each month.
    Monthly {
        /// Mean.
        mean: f64,
        /// Standard deviation of a month.
        sd: f64,
        /// Share of one month's deviation that stays for the next, 0 to below 1.
        persistence: f64,
    },
    /// A rate of growth a month, of any sign above -1: normal.
    Growth {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
    },
    /// Weights: seasonality (12, January first) or renewals by month.
    Weights(Vec<f64>),
    /// A word: the ramp's curve.
    Word(&'static str),
    /// Groups of reps that are still ramping: (reps, tenure in months).
    Ramping(Vec<(u64, f64)>),
    /// Key accounts; written only where the mapping asks for them.
    KeyAccounts(Vec<KeyAccount>),
}

/// A key account. It carries an amount of a single customer, so it stands in a scenario that was asked for and nowhere
/// else.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyAccount {
    /// Its line in the export, which names it: `account_line_17`.
    pub line: u64,
    /// Its ARR.
    pub arr: f64,
    /// Months from the as-of date to its next renewal, 1 and above.
    pub renews_in_months: u32,
    /// Probability that it leaves at its renewal.
    pub churn_at_renewal: f64,
}
