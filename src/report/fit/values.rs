//! Fitted inputs as text, in the unit of their key.

use crate::fit::ahead;
use crate::fit::driver::{Fitted, FittedValue};
use crate::fit::evidence::{QuarterPoint, Quarters};
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

/// A number of an input with the digits that an error (half the width of its interval) supports; 0 supports three digits.
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

/// Mean and 90 % range of next year's average.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// "23 %".
    pub mean: String,
    /// "18 % to 28 %"; `None` where it is one number.
    pub range: Option<String>,
}

/// What is said of a fitted value; lists are said by their length.
pub fn said(fit: &Fitted, currency: &str) -> Said {
    if let Some(law) = ahead::next_year(&fit.value) {
        let ends = [law.quantile(0.05), law.quantile(0.95)];
        let error = error_of(ends);
        let text = |x| number(&fit.path, x, error, currency);
        let mean = ahead::number(&fit.value).unwrap_or(f64::NAN);
        return Said { mean: text(mean), range: Some(range(text(ends[0]), &text(ends[1]))) };
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
    Said { mean, range: None }
}

/// "18 % to 28 %"; "18 %" where both ends read alike.
pub fn range(low: String, high: &str) -> String {
    if low == high { low } else { format!("{low} to {high}") }
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
}
