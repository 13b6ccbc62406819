//! The one place where a number becomes text.
//!
//! No text has more digits than the number's error supports, none says "-0", and a number that is not finite is "n/a".

use crate::analysis::Estimate;
use crate::calendar::YearMonth;
use crate::plan::{Metric, Unit};

mod input;
mod money;
mod percent;
mod ticks;

pub use input::{input_name, input_words};
pub use money::{
    MoneyBlock, currency_prefix, money, money_exact, money_exact_together, money_ticks, money_to_the_unit, money_within,
};
pub use percent::{
    percent, percent_exact, percent_to, percent_within, points, points_closely, points_decimals, points_within,
    probability,
};
pub use ticks::{number_ticks, percent_ticks};

/// What stands for a value that does not exist.
pub const NOT_AVAILABLE: &str = "n/a";

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A count with thousands separators; up to one digit behind the point where it is not whole.
pub fn count(x: f64) -> String {
    if !x.is_finite() {
        return NOT_AVAILABLE.to_string();
    }
    signed(x, &trim_zeros(&group_thousands(&format!("{:.1}", x.abs()))), "")
}

/// A whole number with thousands separators.
pub fn whole(n: u64) -> String {
    group_thousands(&n.to_string())
}

/// A number that was put in, with all of its digits: "0.65", "-1,250".
pub fn number_exact(x: f64) -> String {
    if !x.is_finite() {
        return NOT_AVAILABLE.to_string();
    }
    signed(x, &group_thousands(&x.abs().to_string()), "")
}

/// A number with so many digits behind the point: "1,234.50".
pub fn decimals(x: f64, decimals: usize) -> String {
    if !x.is_finite() {
        return NOT_AVAILABLE.to_string();
    }
    signed(x, &group_thousands(&format!("{:.decimals$}", x.abs())), "")
}

/// Months: "1 month", "4.5 months".
pub fn months(x: f64) -> String {
    let number = count(x);
    let word = if number == "1" { "month" } else { "months" };
    format!("{number} {word}")
}

/// A plain ratio in three digits: "0.82", "12.5".
pub fn ratio(x: f64) -> String {
    if !x.is_finite() {
        return NOT_AVAILABLE.to_string();
    }
    let decimals = if x.abs() < 1.0 { 3 } else { 2 };
    signed(x, &trim_zeros(&group_thousands(&format!("{:.decimals$}", x.abs()))), "")
}

/// A place among all values, 0..1: "P6", near the ends "P0.4".
pub fn percentile(p: f64) -> String {
    let percent = 100.0 * p;
    let decimals = if (1.0..=99.0).contains(&percent) || percent == 0.0 || percent == 100.0 { 0 } else { 1 };
    format!("P{}", trim_zeros(&format!("{percent:.decimals$}")))
}

/// A value of a metric that was put in, with all of its digits; retention and attainment are said in percent.
pub fn metric_exact(metric: Metric, x: f64, currency: &str) -> String {
    let plain = |x: f64| signed(x, &group_thousands(&x.abs().to_string()), "");
    match in_percent(metric) {
        true => percent_exact(x),
        false if !x.is_finite() => NOT_AVAILABLE.to_string(),
        false => match metric.unit() {
            Unit::Money => money_exact(x, currency),
            Unit::Ratio => format!("{}x", plain(x)),
            Unit::Months => format!("{} {}", plain(x), if x == 1.0 { "month" } else { "months" }),
            Unit::Count | Unit::Share => plain(x),
        },
    }
}

/// A value of a metric with at most `decimals` digits behind the point of its unit (percent, millions ...).
pub fn metric_value(metric: Metric, x: f64, decimals: usize, currency: &str) -> String {
    let number = |x: f64| signed(x, &group_thousands(&format!("{:.decimals$}", x.abs())), "");
    match in_percent(metric) {
        _ if !x.is_finite() => NOT_AVAILABLE.to_string(),
        true => format!("{} %", number(100.0 * x)),
        false => match metric.unit() {
            Unit::Money => format!("{}{}", currency_prefix(currency), number(x)),
            Unit::Ratio => format!("{}x", number(x)),
            Unit::Months => format!("{} months", number(x)),
            Unit::Count | Unit::Share => number(x),
        },
    }
}

/// Whether a metric is said in percent.
pub fn in_percent(metric: Metric) -> bool {
    matches!(metric, Metric::Nrr | Metric::Grr | Metric::QuotaAttainment) || metric.unit() == Unit::Share
}

/// "Dec 2027".
pub fn month(month: YearMonth) -> String {
    format!("{} {:04}", MONTHS[month.month() as usize - 1], month.year())
}

/// "Dec 27".
pub fn month_short(month: YearMonth) -> String {
    format!("{} {:02}", MONTHS[month.month() as usize - 1], month.year() % 100)
}

/// A user's text on one line: control characters, which could move a terminal's cursor or break a file, become spaces.
pub fn one_line(text: &str) -> String {
    text.chars().map(|c| if is_harmless(c) { c } else { ' ' }).collect()
}

/// A user's text on one line and in at most `most` characters, cut with "…".
pub fn shorten(text: &str, most: usize) -> String {
    let line = one_line(text);
    if line.chars().count() <= most {
        return line;
    }
    let kept: String = line.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// Half the width of an interval, the wider side; `None` where there is none.
pub fn half_width(estimate: &Estimate) -> Option<f64> {
    let (value, low, high) = (estimate.value?, estimate.low?, estimate.high?);
    Some((high - value).max(value - low).max(0.0))
}

/// Neither a control character nor one that reverses or hides what follows, nor one that XML forbids.
fn is_harmless(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFF9}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Digits behind the point that an error supports: the last digit's unit is the power of ten nearest to the error. Nine
/// where there is no error.
pub(crate) fn supported_decimals(error: f64) -> usize {
    if error > 0.0 { (-error.log10().round()).clamp(0.0, 9.0) as usize } else { 9 }
}

/// Puts the minus sign before the prefix, unless nothing but zeros is left of the number.
fn signed(x: f64, digits: &str, prefix: &str) -> String {
    let is_zero = !digits.bytes().any(|b| b.is_ascii_digit() && b != b'0');
    let sign = if x < 0.0 && !is_zero { "-" } else { "" };
    format!("{sign}{prefix}{digits}")
}

/// "1234567.8" to "1,234,567.8".
fn group_thousands(digits: &str) -> String {
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + rest
}

/// "1.50" to "1.5", "2.00" to "2".
fn trim_zeros(digits: &str) -> String {
    if !digits.contains('.') {
        return digits.to_string();
    }
    digits.trim_end_matches('0').trim_end_matches('.').to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_months_and_ratios() {
        assert_eq!(count(1_234_567.0), "1,234,567");
        assert_eq!(count(12.5), "12.5");
        assert_eq!(count(-0.01), "0");
        assert_eq!(months(1.0), "1 month");
        assert_eq!(months(4.5), "4.5 months");
        assert_eq!(metric_exact(Metric::Nrr, 1.0825, "USD"), "108.25 %");
        assert_eq!(metric_exact(Metric::CacPayback, 14.0, "USD"), "14 months");
        assert_eq!(metric_exact(Metric::BurnMultiple, 0.8, "USD"), "0.8x");
        assert_eq!(metric_exact(Metric::Cash, 13.44e6, "USD"), "$13.44M");
        assert_eq!(metric_value(Metric::Nrr, 1.00432, 1, "USD"), "100.4 %");
        assert_eq!(metric_value(Metric::BurnMultiple, -0.001, 2, "USD"), "0.00x");
        assert_eq!(whole(10_000), "10,000");
    }

    #[test]
    fn texts_stay_on_their_line() {
        assert_eq!(one_line("a\u{1b}[31mb\nc\u{202e}d"), "a [31mb c d");
        assert_eq!(shorten("an enterprise segment", 10), "an enterp…");
        assert_eq!(shorten("Größe", 5), "Größe");
    }

    #[test]
    fn months_have_names() {
        let december = YearMonth::new(2027, 12).unwrap();
        assert_eq!((month(december), month_short(december)), ("Dec 2027".to_string(), "Dec 27".to_string()));
    }
}
