//! What the two tornados show: which drivers, how far each moves the outcome, and the finding.

use super::names;
use crate::analysis::Estimate;
use crate::analysis::drivers::{Drivers, Told};
use crate::analysis::sensitivity::tornado::End;
use crate::plan::Plan;
use crate::report::format;

/// Rows of a tornado.
const ROWS: usize = 12;

/// What a tornado shows at the ends of a driver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The median of ARR at the target date.
    Arr,
    /// P(hit).
    Odds,
}

impl Shown {
    /// "median ARR at the end of Dec 2027", "the odds of the target".
    pub fn what(self, plan: &Plan) -> String {
        match self {
            Shown::Arr => format!("median ARR at the end of {}", super::by(plan)),
            Shown::Odds => "the odds of the target".to_string(),
        }
    }

    /// The outcome at an end.
    pub fn at(self, end: &End) -> Estimate {
        match self {
            Shown::Arr => end.median,
            Shown::Odds => end.hit,
        }
    }

    /// The outcome of all trials.
    pub fn of_all(self, drivers: &Drivers) -> Estimate {
        match self {
            Shown::Arr => drivers.median,
            Shown::Odds => drivers.hit,
        }
    }

    /// It as text, with the digits that its interval supports.
    pub fn text(self, plan: &Plan, estimate: &Estimate) -> String {
        let error = format::half_width(estimate).unwrap_or(0.0);
        match (self, estimate.value) {
            (_, None) => format::NOT_AVAILABLE.to_string(),
            (Shown::Arr, Some(x)) => format::money_within(x, error, &plan.currency),
            (Shown::Odds, Some(p)) => format::percent_within(p, error),
        }
    }

    /// From one end to the other; 0 where there are none.
    fn swing(self, told: &Told) -> f64 {
        let ends = told.tornado.as_ref().and_then(|t| Some((self.at(&t.low).value?, self.at(&t.high).value?)));
        ends.map_or(0.0, |(low, high)| (high - low).abs())
    }
}

/// The drivers and risks that are told from noise, the one that moves the outcome most first; a dozen at most.
pub fn rows(drivers: &Drivers, shown: Shown) -> Vec<&Told> {
    let mut told: Vec<&Told> = drivers.inputs.iter().filter(|t| !t.is_noise() && shown.swing(t) > 0.0).collect();
    told.sort_by(|a, b| shown.swing(b).total_cmp(&shown.swing(a)));
    told.truncate(ROWS);
    told
}

/// "enterprise win rate: median ARR at the end of Dec 2027 from $17.4M to $21.2M"; `None` where no driver moves
/// the outcome.
pub fn title(plan: &Plan, drivers: &Drivers, shown: Shown) -> Option<String> {
    let rows = rows(drivers, shown);
    let first = rows.first()?;
    let ends = first.tornado.as_ref()?;
    let [low, high] = [&ends.low, &ends.high].map(|end| shown.text(plan, &shown.at(end)));
    Some(format!("{}: {} from {low} to {high}", names::input(plan, first.input), shown.what(plan)))
}
