//! Sizes that no plan has: probably another unit than the one that the key takes.
//!
//! An input is judged as written, by its number, the greatest of its schedule, or its median.

use super::{Places, path, usual, warn};
use crate::diagnostic::Diagnostic;
use crate::plan::{Bound, Driver, DriverId, Goal, Metric, Plan, Segment, SourceKind, Value};
use crate::scenario::codes;
use crate::scenario::suggest::typed;

/// An attainment above this (200 % of quota) was probably meant in percent.
pub const HIGH_ATTAINMENT: f64 = 2.0;

/// An expansion a year above this (200 %) was probably meant in percent.
pub const HIGH_EXPANSION: f64 = 2.0;

/// A price increase a year above this (50 %) was probably meant in percent.
pub const HIGH_UPLIFT: f64 = 0.5;

/// A growth a month above this (50 %) was probably meant in percent.
pub const HIGH_MONTHLY_GROWTH: f64 = 0.5;

/// Opening ARR per customer and the size of new deals that differ by more than this factor are in different units.
pub const MOST_APART: f64 = 50.0;

/// Goals for `nrr` and `grr` below this or above [`HIGH_RETENTION`] are probably not retention as a ratio.
pub const LOW_RETENTION: f64 = 0.3;

/// See [`LOW_RETENTION`].
pub const HIGH_RETENTION: f64 = 2.0;

/// Everything in a segment that looks like a slip of the unit.
pub fn of_segment(plan: &Plan, places: &Places, segment: &Segment) -> Vec<Diagnostic> {
    let mut rates = vec![
        (segment.retention.expansion_annual, HIGH_EXPANSION, "a year"),
        (segment.retention.uplift_annual, HIGH_UPLIFT, "a year"),
    ];
    rates.extend(segment.sales_force.iter().map(|force| (force.attainment, HIGH_ATTAINMENT, "of quota")));
    let sources = segment.pipeline.iter().flat_map(|pipeline| &pipeline.sources);
    rates.extend(sources.filter_map(|source| match source.kind {
        SourceKind::Volume { growth_monthly, .. } => Some((growth_monthly, HIGH_MONTHLY_GROWTH, "a month")),
        _ => None,
    }));
    let high = rates.into_iter().filter_map(|(id, limit, of)| high_rate(plan, places, id, limit, of));
    high.chain(low_quota(plan, places, segment)).chain(sizes_apart(plan, places, segment)).collect()
}

/// The number by which an input is judged, and the words before it.
fn middle(driver: &Driver) -> (f64, &'static str) {
    match &driver.value {
        Value::Number(x) => (*x, "is"),
        Value::Schedule(schedule) => (schedule.from.values().fold(0.0, |most: f64, x| most.max(*x)), "reaches"),
        Value::Random(random) => (random.law.quantile(0.5), "has a median of"),
    }
}

/// The last part of an input's path.
fn key(driver: &Driver) -> &str {
    driver.path.rsplit('.').next().unwrap_or(&driver.path)
}

fn high_rate(plan: &Plan, places: &Places, id: DriverId, limit: f64, of: &str) -> Option<Diagnostic> {
    let driver = plan.driver(id);
    let (x, is) = middle(driver);
    (x > limit).then(|| {
        let message = format!("{} {is} {}: {}", key(driver), short(x), percent_meant(x, of));
        let help = "shares and rates are parts of 1; if the size is meant, nothing need be changed";
        warn(codes::UNIT, places, &driver.path, message).help(help)
    })
}

/// "that is 1,800 % a year; if 18 % is meant, write 0.18"
pub fn percent_meant(x: f64, of: &str) -> String {
    let meant = short(x);
    format!("that is {} {of}; if {meant} % is meant, write {}", percent(x), short(x / 100.0))
}

fn low_quota(plan: &Plan, places: &Places, segment: &Segment) -> Option<Diagnostic> {
    let (force, deals) = (segment.sales_force.as_ref()?, segment.deals.as_ref()?);
    let (quota, is) = middle(plan.driver(force.quota_annual));
    let (deal, _) = middle(plan.driver(deals.size));
    // A quota of 0 is no slip: it switches a team off.
    (quota > 0.0 && quota < deal).then(|| {
        let message =
            format!("quota_annual of {} {is} {}: less than one deal of {}", segment.name, short(quota), short(deal));
        let help = "quota_annual is the ARR that a ramped rep is to win in a year: is it a month's, or in thousands?";
        warn(codes::UNIT, places, path(plan, force.quota_annual), message).help(help)
    })
}

fn sizes_apart(plan: &Plan, places: &Places, segment: &Segment) -> Option<Diagnostic> {
    let deals = segment.deals.as_ref().filter(|_| segment.pipeline.is_some() || segment.sales_force.is_some())?;
    let (arr, customers) = (usual(plan, segment.opening_arr), usual(plan, segment.opening_customers));
    let (deal, _) = middle(plan.driver(deals.size));
    if arr <= 0.0 || customers <= 0.0 {
        return None;
    }
    let each = arr / customers;
    let apart = (each / deal).max(deal / each);
    (apart > MOST_APART).then(|| {
        let message = format!(
            "a customer of {} has {} of ARR at the start, but a new deal is {}: they differ {} times",
            segment.name,
            short(each),
            short(deal),
            short(apart)
        );
        let help = "opening_arr and deals.size are both money a year: is one of them in thousands, or a month's?";
        warn(codes::UNIT, places, path(plan, deals.size), message).help(help)
    })
}

/// A goal for retention that is no ratio.
pub fn of_goal(plan: &Plan, places: &Places, (index, goal): (usize, &Goal)) -> Option<Diagnostic> {
    let retention = matches!(goal.metric, Metric::Nrr | Metric::Grr);
    let (x, bound) = match goal.bound {
        Bound::AtLeast(x) => (x, "at_least"),
        Bound::AtMost(x) => (x, "at_most"),
    };
    if !retention || (LOW_RETENTION..=HIGH_RETENTION).contains(&x) {
        return None;
    }
    let name = goal.metric.name(plan);
    let message = if x > HIGH_RETENTION {
        format!("the goal of {} for {name}: {}", short(x), percent_meant(x, "of the ARR kept"))
    } else {
        format!("the goal of {} for {name} keeps {} of the ARR", short(x), percent(x))
    };
    let help = "nrr and grr are what is left of 1: 1.08 where 100 of ARR become 108, 0.9 where they become 90";
    Some(warn(codes::UNIT, places, &format!("goals.{index}.{bound}"), message).help(help))
}

/// A number with three digits that count, as it would be typed.
pub fn short(x: f64) -> String {
    if x == 0.0 {
        return "0".to_string();
    }
    let digits = 2 - x.abs().log10().floor() as i32;
    let rounded = match digits {
        0.. => (x * 10f64.powi(digits)).round() / 10f64.powi(digits),
        _ => (x / 10f64.powi(-digits)).round() * 10f64.powi(-digits),
    };
    typed(rounded)
}

/// A ratio in percent: "1,800 %", "60.5 %".
fn percent(x: f64) -> String {
    let plain = short(x * 100.0).replace('_', "");
    let (whole, fraction) =
        plain.split_once('.').map_or((plain.as_str(), String::new()), |(w, f)| (w, format!(".{f}")));
    let from_right = whole.chars().rev().enumerate();
    let grouped = from_right.flat_map(|(i, c)| if i > 0 && i % 3 == 0 && c != '-' { vec![',', c] } else { vec![c] });
    format!("{}{fraction} %", grouped.collect::<Vec<_>>().iter().rev().collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_three_digits_that_count() {
        let shown = [0.0, 18.000000001, 0.0055, 175_432.0, 1_234_567.0, 0.12345].map(short);
        assert_eq!(shown, ["0", "18", "0.0055", "175_000", "1_230_000", "0.123"]);
    }

    #[test]
    fn percents_are_grouped() {
        assert_eq!([18.0, 0.605, 12_345.0, -18.0].map(percent), ["1,800 %", "60.5 %", "1,230,000 %", "-1,800 %"]);
        assert_eq!(percent_meant(18.0, "a year"), "that is 1,800 % a year; if 18 % is meant, write 0.18");
    }
}
