//! Reps of whom only a tenure is known, and whether they are gone (a cross-section).

use super::exposure::Exposure;
use super::stays::Stay;
use crate::fit::day::{DAYS_A_MONTH, Day};
use crate::fit::record::{Rep, Span};

/// How tenures are rounded down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rounding {
    /// To whole years.
    Years,
    /// To whole months.
    Months,
    /// Not at all.
    Exact,
}

impl Rounding {
    /// Months that a tenure is longer on average than it says.
    pub fn missing_months(self) -> f64 {
        match self {
            Self::Years => 6.0,
            Self::Months => 0.5,
            Self::Exact => 0.0,
        }
    }
}

/// Tenures in months of those who have one, with whether they ended; no tenure is below 0.
pub fn tenures(rows: &[Rep], segment: Option<usize>) -> Vec<(f64, bool)> {
    let tenure = |rep: &Rep| match rep.span {
        Span::Tenure { months, ended } if months >= 0.0 => Some((months, ended)),
        _ => None,
    };
    rows.iter().filter(|rep| segment.is_none_or(|s| usize::from(rep.segment) == s)).filter_map(tenure).collect()
}

/// How all tenures together look rounded.
pub fn rounding(tenures: &[(f64, bool)]) -> Rounding {
    let all_whole = |unit: f64| tenures.iter().all(|&(months, _)| (months / unit).fract() == 0.0);
    match (all_whole(12.0), all_whole(1.0)) {
        (true, _) => Rounding::Years,
        (false, true) => Rounding::Months,
        (false, false) => Rounding::Exact,
    }
}

/// Their stays, from the first day on.
pub fn stays(tenures: &[(f64, bool)], rounding: Rounding) -> Vec<Stay> {
    let days = |months: f64| ((months + rounding.missing_months()) * DAYS_A_MONTH).round() as u32;
    tenures.iter().map(|&(months, left)| Stay { entry: 0, exit: days(months), left }).collect()
}

/// Leavers and time at risk, without dates: all in the as-of date's quarter.
pub fn exposure(stays: &[Stay], as_of: Day) -> Exposure {
    let mut out = Exposure { undated: true, ..Exposure::default() };
    let at_risk = out.quarters.entry(as_of.quarter()).or_default();
    at_risk.days = stays.iter().map(|stay| i64::from(stay.exit)).sum();
    at_risk.leavers = stays.iter().filter(|stay| stay.left).count() as u64;
    out
}
