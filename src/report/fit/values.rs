//! Fitted inputs as text, in the unit of their key.

use crate::fit::ahead;
use crate::fit::driver::{Fitted, FittedValue};
use crate::fit::evidence::{EvidenceContent, QuarterPoint, Quarters};
use crate::fit::history::History;
use crate::report::format;

/// What a key's numbers are read in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// The plan's currency.
    Money,
    /// A share or rate: 0.25 is "25 %".
    Percent,
    /// Months.
    Months,
    /// Any other number.
    Number,
}

/// The unit of an input, by the key that ends its path.
pub fn unit(path: &str) -> Unit {
    match path.rsplit('.').next().unwrap_or_default() {
        "opening_arr" | "size" | "quota_annual" => Unit::Money,
        "win_rate" | "churn_annual" | "contraction_annual" | "expansion_annual" | "uplift_annual"
        | "attrition_annual" | "attainment" | "rate" | "growth_monthly" => Unit::Percent,
        key if key.ends_with("_months") => Unit::Months,
        _ => Unit::Number,
    }
}

/// A number of an input with the digits that an error (half the width of its interval) supports; 0 supports three
/// digits.
pub fn number(path: &str, x: f64, error: f64, currency: &str) -> String {
    if !x.is_finite() {
        return format::NOT_AVAILABLE.to_string();
    }
    let error = if error > 0.0 { error } else { 0.01 * x.abs() };
    let decimals = |scale: f64| format::supported_decimals(scale * error).min(2);
    match unit(path) {
        Unit::Money => format::money_within(x, error, currency),
        Unit::Percent => format!("{} %", format::decimals(100.0 * x, decimals(100.0))),
        Unit::Months => format!("{} months", format::decimals(x, decimals(1.0))),
        Unit::Number => format::decimals(x, decimals(1.0)),
    }
}

/// Records from which on a quarter's mean amount is shown: of fewer it would tell single amounts.
const LEAST_OF_AMOUNTS: f64 = 5.0;

/// The quarters that may be shown of an input: of amounts those with five records or more.
pub fn quarters<'q>(path: &str, data: &'q Quarters) -> impl Iterator<Item = &'q QuarterPoint> {
    let least = if unit(path) == Unit::Money { LEAST_OF_AMOUNTS } else { 0.0 };
    data.points.iter().filter(move |point| point.of >= least)
}

/// The end of a bin in three digits: the outermost ends are single amounts.
pub fn end_of_bin(x: f64) -> f64 {
    format!("{x:.2e}").parse().unwrap_or(x)
}

/// Digits of a range: a twentieth of its width, so that its ends are told apart.
pub fn error_of([low, high]: [f64; 2]) -> f64 {
    (high - low) / 20.0
}

/// A number that somebody put into a plan, or a distribution's median, in three digits: "35 %", "0.7 months", "$6.9k".
pub fn given(path: &str, x: f64, currency: &str) -> String {
    match unit(path) {
        _ if !x.is_finite() => format::NOT_AVAILABLE.to_string(),
        Unit::Money => format::money(x, currency),
        Unit::Percent => format::percent(x),
        Unit::Months => format::months(three_digits(x)),
        Unit::Number => format::number_exact(three_digits(x)),
    }
}

fn three_digits(x: f64) -> f64 {
    let unit = 10f64.powf(x.abs().max(1e-9).log10().floor() - 2.0).min(1.0);
    // dividing by the whole number 1/unit leaves no digits of its own behind
    (x / unit).round() / (1.0 / unit).round()
}

/// Codes of findings that say: who left long ago is not in the export, so what is counted is the least that can be.
const CROSS_SECTIONS: [&str; 2] = ["tenure-only", "cross-section"];

/// Mean and 90 % range of next year's average.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// "23 %".
    pub mean: String,
    /// "18 to 28 %"; `None` where it is one number.
    pub range: Option<String>,
    /// Whether it comes from a cross-section without dates: the mean is then the least that it can be, and no range
    /// holds.
    pub is_least: bool,
}

/// What is said of a fitted value; lists are said by their length. Of a volume it is the average of the twelve months
/// ahead, growth in it, not the first month's level.
pub fn said(history: &History, fit: &Fitted, currency: &str) -> Said {
    let value = of_year(history, fit);
    if let Some(law) = ahead::next_year(&value) {
        let ends = [law.quantile(0.05), law.quantile(0.95)];
        let error = error_of(ends);
        let text = |x| number(&fit.path, x, error, currency);
        let mean = text(ahead::number(&value).unwrap_or(f64::NAN));
        if is_cross_section(history, fit) {
            return Said { mean, range: None, is_least: true };
        }
        return Said { mean, range: Some(range(text(ends[0]), &text(ends[1]))), is_least: false };
    }
    let whole = |n: u64| match unit(&fit.path) {
        Unit::Money => format::money(n as f64, currency),
        Unit::Months => format::months(n as f64),
        Unit::Percent | Unit::Number => format::whole(n),
    };
    let mean = match &fit.value {
        FittedValue::Count(n) => whole(*n),
        FittedValue::Weights(weights) => weights_said(weights),
        FittedValue::Word(word) => word.to_string(),
        FittedValue::Ramping(groups) => format!("{} reps", groups.iter().map(|g| g.0).sum::<u64>()),
        FittedValue::KeyAccounts(accounts) => accounts.len().to_string(),
        other => given(&fit.path, ahead::number(other).unwrap_or(f64::NAN), currency),
    };
    Said { mean, range: None, is_least: false }
}

/// Mean of the months ahead of a volume; `None` for other inputs.
pub fn mean_ahead(history: &History, fit: &Fitted) -> Option<f64> {
    let of_path = history.evidence.iter().filter(|evidence| evidence.path == fit.path);
    let months = of_path.filter_map(|evidence| match &evidence.content {
        EvidenceContent::Volume(data) if !data.ahead.is_empty() => Some(&data.ahead),
        _ => None,
    });
    let mean = months.map(|ahead| ahead.iter().map(|m| m.1[1]).sum::<f64>() / ahead.len() as f64).next()?;
    (mean.is_finite() && mean > 0.0).then_some(mean)
}

/// The value of the year's average. Of a volume its mean is that of the months ahead, and its relative variance that of
/// the level and, to first order, 5.5² times that of growth: the average month of twelve lies 5.5 after the first.
fn of_year(history: &History, fit: &Fitted) -> FittedValue {
    let (Some(mean), Some(law)) = (mean_ahead(history, fit), ahead::next_year(&fit.value)) else {
        return fit.value.clone();
    };
    let path = fit.path.replace(".volume", ".growth_monthly");
    let growth = history.fitted.iter().find(|other| other.path == path && path != fit.path);
    let growth = growth.and_then(|other| ahead::next_year(&other.value)).map_or(0.0, |law| 5.5 * law.sd());
    let level = ahead::number(&fit.value).filter(|level| *level > 0.0).unwrap_or(mean);
    FittedValue::Positive { mean, sd: mean * (law.sd() / level).hypot(growth) }
}

fn is_cross_section(history: &History, fit: &Fitted) -> bool {
    let of_path = history.findings.iter().filter(|finding| finding.about == fit.path);
    fit.findings.iter().chain(of_path).any(|finding| CROSS_SECTIONS.contains(&finding.code))
}

/// "18 to 28 %", the unit said once; "18 %" where both ends read alike.
pub fn range(low: String, high: &str) -> String {
    if low == high {
        return low;
    }
    match (low.split_once(' '), high.split_once(' ')) {
        (Some((number, unit)), Some((_, same))) if unit == same => format!("{number} to {high}"),
        _ => format!("{low} to {high}"),
    }
}

/// "0.71 to 1.32 of an average month".
fn weights_said(weights: &[f64]) -> String {
    let mean = weights.iter().sum::<f64>() / weights.len().max(1) as f64;
    let ends = weights.iter().fold([f64::INFINITY, 0.0_f64], |[a, b], w| [a.min(*w), b.max(*w)]);
    match mean > 0.0 {
        true => format!("{} to {} x", format::decimals(ends[0] / mean, 2), format::decimals(ends[1] / mean, 2)),
        false => format::NOT_AVAILABLE.to_string(),
    }
}

/// A share of futures in a table: "87 of 100", ">99 of 100".
pub fn of_100_short(share: f64) -> String {
    of_100(share).replace("more than ", ">").replace("fewer than ", "<")
}

/// A share of futures in a sentence: "87 of 100", "more than 99 of 100".
pub fn of_100(share: f64) -> String {
    match (100.0 * share).round() as i64 {
        ..=0 => "fewer than 1 of 100".to_string(),
        100.. => "more than 99 of 100".to_string(),
        k => format!("{k} of 100"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_in_the_unit_of_their_key() {
        let said = |path: &str, x, error| number(&format!("segments.smb.{path}"), x, error, "USD");
        assert_eq!(said("pipeline.win_rate", 0.2304, 0.02), "23 %");
        assert_eq!(said("pipeline.sources.all.growth_monthly", -0.0042, 0.001), "-0.4 %");
        assert_eq!(said("pipeline.sales_cycle_months", 3.17, 0.1), "3.2 months");
        assert_eq!(said("deals.size", 18_240.0, 500.0), "$18k");
        assert_eq!(said("deals.size", 18_240.0, 50.0), "$18.2k");
        assert_eq!(said("deals.dispersion", 0.8123, 0.0), "0.81");
        let given = |path: &str, x| given(&format!("segments.smb.{path}"), x, "USD");
        assert_eq!(
            (given("pipeline.win_rate", 0.35), given("retention.churn_annual", 0.0)),
            ("35 %".into(), "0 %".into())
        );
        assert_eq!(
            (given("pipeline.sales_cycle_months", 0.7), given("deals.dispersion", 1.0)),
            ("0.7 months".into(), "1".into())
        );
        assert_eq!(given("opening_customers", 1_234.0), "1,234");
        assert_eq!(said("deals.size", f64::NAN, 0.0), "n/a");
        assert_eq!((of_100(0.931).as_str(), of_100(0.9999).as_str()), ("93 of 100", "more than 99 of 100"));
    }

    #[test]
    fn a_range_says_its_unit_once() {
        let said = |low: &str, high| range(low.to_string(), high);
        assert_eq!(said("2.5 months", "3.6 months"), "2.5 to 3.6 months");
        assert_eq!(said("-5.1 %", "-1.0 %"), "-5.1 to -1.0 %");
        assert_eq!(said("$2.2k", "$2.5k"), "$2.2k to $2.5k");
        assert_eq!((said("18 %", "18 %"), said("CHF 2k", "CHF 3k")), ("18 %".into(), "CHF 2k to CHF 3k".into()));
    }
}
