//! Where the plan's value of a driver stands in the driver's own range, and whether that is unusual.

use crate::analysis::drivers::{Drivers, Input};
use crate::plan::metric::Better;
use crate::plan::{DriverId, Per, Plan, Randomness};
use crate::report::format;

/// A plan value with less than this share of the range on one side is unusual.
const UNUSUAL: f64 = 0.2;
/// A value with more of the probability than this has it said.
const ATOM: f64 = 0.005;
/// A value whose level is closer to one half than half of this is at the median for all that is said.
const AT_THE_MEDIAN: f64 = 0.01;
/// How many times its interval's half width a rank correlation has to be for a side to be called the better one. Once
/// would call a wrong one for some of a hundred drivers that move nothing.
const BEYOND_DOUBT: f64 = 2.0;

/// Where a value stands in a distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Share of the draws that are lower.
    pub below: f64,
    /// Share of the draws that are higher.
    pub above: f64,
}

/// What is to be said of a plan value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The scenario states none: the median is taken.
    NotStated,
    /// Within the middle 60 % of the range.
    Usual,
    /// Outside, on the side that goes with more ARR.
    Good,
    /// Outside, on the side that goes with less.
    Bad,
    /// Outside, and which side is the better one is not told.
    Unusual,
}

impl Mark {
    /// Whether it lies outside P20 to P80.
    pub fn is_unusual(self) -> bool {
        matches!(self, Mark::Good | Mark::Bad | Mark::Unusual)
    }

    /// "unusually good".
    pub fn words(self) -> &'static str {
        match self {
            Mark::NotStated => "not stated",
            Mark::Usual => "usual",
            Mark::Good => "unusually good",
            Mark::Bad => "unusually bad",
            Mark::Unusual => "unusual",
        }
    }
}

impl Place {
    /// The place of `x`, which need not be a value that is ever drawn.
    pub fn of(random: &Randomness, x: f64) -> Self {
        let law = &random.law;
        Self { below: law.cdf(x.next_down()), above: (1.0 - law.cdf(x)).max(0.0) }
    }

    /// Its level, 0..1: in the middle of the probability that the value itself has.
    pub fn level(self) -> f64 {
        0.5 * (1.0 + self.below - self.above)
    }

    /// How far it is from the middle, 0..1.
    pub fn distance(self) -> f64 {
        (2.0 * self.level() - 1.0).abs()
    }

    fn mark(self, better: Option<Better>) -> Mark {
        let (low, high) = (1.0 - self.above < UNUSUAL, self.below > 1.0 - UNUSUAL);
        match (better, low, high) {
            (_, false, false) => Mark::Usual,
            (Some(Better::Higher), _, true) | (Some(Better::Lower), true, _) => Mark::Good,
            (Some(_), ..) => Mark::Bad,
            (None, ..) => Mark::Unusual,
        }
    }

    /// "P83: 83 of 100 futures are lower".
    fn words(self, per: Per) -> String {
        let draws = match per {
            Per::Plan => "futures",
            Per::Year => "plan years",
            Per::Quarter => "quarters",
            Per::Month => "months",
        };
        let single = match per {
            Per::Plan => "future",
            Per::Year => "plan year",
            Per::Quarter => "quarter",
            Per::Month => "month",
        };
        let hundred = |share: f64| match 100.0 * share {
            x if x < 0.5 => "fewer than 1".to_string(),
            x if x > 99.5 => "more than 99".to_string(),
            x => format!("{x:.0}"),
        };
        let level = format::percentile(self.level());
        match self {
            Place { below, above } if below <= 0.0 && above >= 1.0 => format!("P0: every {single} is higher"),
            Place { below, above } if below >= 1.0 && above <= 0.0 => format!("P100: every {single} is lower"),
            Place { below, above } if 1.0 - below - above > ATOM => {
                let (lower, higher) = (hundred(below), hundred(above));
                match (below > 0.0, above > 0.0) {
                    (false, _) => format!("{level}: {higher} of 100 {draws} are higher, none is lower"),
                    (_, false) => format!("{level}: {lower} of 100 {draws} are lower, none is higher"),
                    _ => format!("{level}: of 100 {draws} {lower} are lower and {higher} higher"),
                }
            }
            place if place.distance() < AT_THE_MEDIAN => "P50: at the median".to_string(),
            Place { below, .. } if below >= 0.5 => format!("{level}: {} of 100 {draws} are lower", hundred(below)),
            Place { above, .. } => format!("{level}: {} of 100 {draws} are higher", hundred(above)),
        }
    }
}

/// Which end of a driver's range goes with more ARR at the target date: the sign of its rank correlation with it, where
/// that is beyond doubt. Costs and cash move no ARR, so nothing is said of them.
pub fn better(plan: &Plan, drivers: &Drivers, id: DriverId) -> Option<Better> {
    if plan.driver(id).path.starts_with("finance.") {
        return None;
    }
    let told = drivers.inputs.iter().find(|told| told.input == Input::Driver(id))?;
    side(&told.rank_correlation.arr)
}

/// The side that a rank correlation with ARR says is the better one.
pub fn side(correlation: &crate::analysis::Estimate) -> Option<Better> {
    let (value, error) = (correlation.value?, format::half_width(correlation)?);
    if value.abs() <= BEYOND_DOUBT * error {
        return None;
    }
    Some(if value > 0.0 { Better::Higher } else { Better::Lower })
}

/// What is to be said of a driver's plan value: "P83: 83 of 100 quarters are lower; unusually good".
pub fn judged(random: &Randomness, better: Option<Better>) -> (Mark, String) {
    if random.law.constant().is_some() {
        return (Mark::Usual, "its only value".to_string());
    }
    let Some(plan) = random.plan else {
        return (Mark::NotStated, "not stated: its median is taken".to_string());
    };
    let place = Place::of(random, plan);
    let mark = place.mark(better);
    let words = place.words(random.per);
    match mark.is_unusual() {
        true => (mark, format!("{words}; {}", mark.words())),
        false => (mark, words),
    }
}

/// Whether a stated plan value is on the better side of its driver's median; `None` where none is stated, where it is the
/// median, and where the better side is not told.
pub fn is_hopeful(random: &Randomness, better: Option<Better>) -> Option<bool> {
    let median = random.law.quantile(0.5);
    let plan = random.plan.filter(|plan| *plan != median && random.law.constant().is_none())?;
    Some(match better? {
        Better::Higher => plan > median,
        Better::Lower => plan < median,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Estimate;
    use crate::dist::{self, Dist, Law};
    use crate::plan::{Domain, Notes};
    use std::sync::Arc;

    fn random(law: Dist, per: Per, plan: Option<f64>) -> Randomness {
        let law = Arc::new(Law::new(law, Domain::NON_NEGATIVE));
        Randomness { law, per, persistence: 0.0, plan, notes: Notes::default() }
    }

    fn uniform(plan: f64, better: Option<Better>) -> (Mark, String) {
        judged(&random(dist::uniform(0.0, 1.0).unwrap(), Per::Plan, Some(plan)), better)
    }

    #[test]
    fn a_plan_value_outside_the_middle_is_unusual_on_the_side_that_it_is_on() {
        let (high, low) = (Some(Better::Higher), Some(Better::Lower));
        let cases = [
            (0.83, high, Mark::Good, "P83: 83 of 100 futures are lower; unusually good"),
            (0.83, low, Mark::Bad, "P83: 83 of 100 futures are lower; unusually bad"),
            (0.83, None, Mark::Unusual, "P83: 83 of 100 futures are lower; unusual"),
            (0.17, high, Mark::Bad, "P17: 83 of 100 futures are higher; unusually bad"),
            (0.17, low, Mark::Good, "P17: 83 of 100 futures are higher; unusually good"),
            (0.6, high, Mark::Usual, "P60: 60 of 100 futures are lower"),
            (0.5, None, Mark::Usual, "P50: at the median"),
            (0.0, low, Mark::Good, "P0: every future is higher; unusually good"),
            (3.0, high, Mark::Good, "P100: every future is lower; unusually good"),
            (0.998, high, Mark::Good, "P99.8: more than 99 of 100 futures are lower; unusually good"),
        ];
        for (plan, better, mark, text) in cases {
            assert_eq!(uniform(plan, better), (mark, text.to_string()));
        }
    }

    #[test]
    fn a_value_with_probability_of_its_own_has_both_sides_said() {
        let law = || dist::discrete(&[1.0, 2.0, 3.0], &[3.0, 4.0, 3.0]).unwrap();
        let of = |plan| judged(&random(law(), Per::Quarter, Some(plan)), Some(Better::Higher));
        assert_eq!(of(2.0), (Mark::Usual, "P50: of 100 quarters 30 are lower and 30 higher".to_string()));
        // three in ten are as high: that is not unusual
        assert_eq!(of(3.0), (Mark::Usual, "P85: 70 of 100 quarters are lower, none is higher".to_string()));
        assert_eq!(of(1.0), (Mark::Usual, "P15: 70 of 100 quarters are higher, none is lower".to_string()));
        assert_eq!(of(4.0), (Mark::Good, "P100: every quarter is lower; unusually good".to_string()));
    }

    #[test]
    fn what_is_not_stated_or_does_not_vary_is_never_unusual() {
        let unstated = judged(&random(dist::uniform(0.0, 1.0).unwrap(), Per::Plan, None), None);
        assert_eq!(unstated, (Mark::NotStated, "not stated: its median is taken".to_string()));
        let constant = judged(&random(dist::empirical(&[2.0]).unwrap(), Per::Plan, Some(9.0)), None);
        assert_eq!(constant, (Mark::Usual, "its only value".to_string()));
    }

    #[test]
    fn a_plan_value_is_hopeful_on_the_better_side_of_its_median() {
        let of = |plan, better| is_hopeful(&random(dist::uniform(0.0, 1.0).unwrap(), Per::Plan, plan), better);
        assert_eq!(of(Some(0.55), Some(Better::Higher)), Some(true));
        assert_eq!(of(Some(0.55), Some(Better::Lower)), Some(false));
        let nothing = [(None, Some(Better::Higher)), (Some(0.5), Some(Better::Higher)), (Some(0.6), None)];
        assert!(nothing.into_iter().all(|(plan, better)| of(plan, better).is_none()));
    }

    #[test]
    fn a_side_is_called_better_only_beyond_doubt() {
        let of = |value: f64| Estimate { value: Some(value), low: Some(value - 0.02), high: Some(value + 0.02) };
        assert_eq!(side(&of(0.05)), Some(Better::Higher));
        assert_eq!(side(&of(-0.05)), Some(Better::Lower));
        assert_eq!(side(&of(0.03)), None);
        assert_eq!(side(&Estimate::default()), None);
    }
}
