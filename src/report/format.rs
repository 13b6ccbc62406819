//! The one place where a number becomes text.
//!
//! No text has more digits than the number's error supports, none says "-0", and a number that is not finite is "n/a".

use crate::analysis::Estimate;
use crate::calendar::YearMonth;
use crate::plan::{Metric, Unit};

/// What stands for a value that does not exist.
pub const NOT_AVAILABLE: &str = "n/a";

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Thousands and their short names, largest first.
const SCALES: [(f64, &str); 5] = [(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"), (1.0, "")];

/// The sign or code that stands before an amount: "$", "€", "CHF " for a currency without a sign of its own.
pub fn currency_prefix(currency: &str) -> String {
    let sign = match currency {
        "USD" => "$",
        "EUR" => "€",
        "GBP" => "£",
        "JPY" => "¥",
        "INR" => "₹",
        "KRW" => "₩",
        "ILS" => "₪",
        "AUD" => "A$",
        "CAD" => "C$",
        "NZD" => "NZ$",
        "SGD" => "S$",
        "HKD" => "HK$",
        "BRL" => "R$",
        "CNY" => "CN¥",
        _ => return format!("{currency} "),
    };
    sign.to_string()
}

/// Money in three digits: "$18.2M", "€950k", "-$1.3M", "CHF 1.2M".
pub fn money(amount: f64, currency: &str) -> String {
    money_within(amount, 0.0, currency)
}

/// Money in three digits, or fewer where the error (half the width of its interval, money) is larger than the last.
pub fn money_within(amount: f64, error: f64, currency: &str) -> String {
    if !amount.is_finite() {
        return NOT_AVAILABLE.to_string();
    }
    let digits = short(amount.abs(), error);
    signed(amount, &digits, &currency_prefix(currency))
}

/// An estimate of money with the digits that its interval supports.
pub fn money_estimate(estimate: &Estimate, currency: &str) -> String {
    match estimate.value {
        Some(amount) => money_within(amount, half_width(estimate).unwrap_or(0.0), currency),
        None => NOT_AVAILABLE.to_string(),
    }
}

/// Money to the unit: "$18,234,567".
pub fn money_exact(amount: f64, currency: &str) -> String {
    if !amount.is_finite() {
        return NOT_AVAILABLE.to_string();
    }
    let digits = group_thousands(&format!("{:.0}", amount.abs()));
    signed(amount, &digits, &currency_prefix(currency))
}

/// A difference of money with its sign: "+$1.3M", "-$400k", "$0".
pub fn signed_money(estimate: &Estimate, currency: &str) -> String {
    let text = money_estimate(estimate, currency);
    let is_gain = estimate.value.is_some_and(|x| x > 0.0) && text != money(0.0, currency);
    if is_gain { format!("+{text}") } else { text }
}

/// Amounts of one axis, all in the scale of the largest and with as many digits as their step needs.
pub fn money_ticks(amounts: &[f64], currency: &str) -> Vec<String> {
    let largest = amounts.iter().fold(0.0f64, |m, x| m.max(x.abs()));
    let step = amounts.windows(2).map(|w| (w[1] - w[0]).abs()).fold(f64::INFINITY, f64::min);
    let (scale, name) = scale_of(largest);
    let decimals = (0..=3).find(|&d| is_whole(step / scale * 10f64.powi(d))).unwrap_or(3) as usize;
    let text = |x: f64| {
        let digits = group_thousands(&format!("{:.decimals$}", x.abs() / scale));
        let is_zero = digits.bytes().all(|b| matches!(b, b'0' | b'.'));
        let digits = if is_zero { "0".to_string() } else { format!("{digits}{name}") };
        signed(x, &digits, &currency_prefix(currency))
    };
    amounts.iter().map(|&x| text(x)).collect()
}

/// A share as percent with up to three digits: "42 %", "108.5 %", "0.42 %"; for shares that have no simulation error.
pub fn percent(share: f64) -> String {
    if !share.is_finite() {
        return NOT_AVAILABLE.to_string();
    }
    let percents = share.abs() * 100.0;
    let decimals = if percents < 1.0 { 2 } else { 1 };
    let digits = trim_zeros(&group_thousands(&format!("{percents:.decimals$}")));
    format!("{} %", signed(share, &digits, ""))
}

/// A probability as percent with the digits that its simulation error (half the width of its interval, a share)
/// supports: "42 %" at 0.01, "42.3 %" at 0.001. One that rounds to 0 or 100 without being it is "<1 %" or ">99 %".
pub fn percent_within(probability: f64, error: f64) -> String {
    if !probability.is_finite() {
        return NOT_AVAILABLE.to_string();
    }
    let decimals = supported_decimals(error * 100.0).min(2);
    let last_digit = 10f64.powi(-(decimals as i32));
    let digits = format!("{:.decimals$}", probability * 100.0);
    let rounded: f64 = digits.parse().unwrap_or(probability * 100.0);
    if probability == 0.0 || probability == 1.0 {
        format!("{:.0} %", probability * 100.0)
    } else if rounded <= 0.0 {
        format!("<{last_digit} %")
    } else if rounded >= 100.0 {
        format!(">{:.decimals$} %", 100.0 - last_digit)
    } else {
        format!("{digits} %")
    }
}

/// An estimated probability with the digits that its interval supports, whole percents where it has none.
pub fn probability(estimate: &Estimate) -> String {
    match estimate.value {
        Some(p) => percent_within(p, half_width(estimate).unwrap_or(0.01)),
        None => NOT_AVAILABLE.to_string(),
    }
}

/// A probability's error in percentage points, one digit: "±1 pp", "±0.3 pp".
pub fn plus_minus_points(error: f64) -> String {
    let points = error * 100.0;
    let decimals = if points < 0.95 { (-(points.max(1e-3).log10().floor())) as usize } else { 0 };
    let rounded = if points >= 9.5 { (points / 5.0).round() * 5.0 } else { points };
    format!("±{} pp", trim_zeros(&format!("{rounded:.decimals$}")))
}

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

/// Months: "1 month", "4.5 months".
pub fn months(x: f64) -> String {
    let number = count(x);
    let word = if number == "1" { "month" } else { "months" };
    format!("{number} {word}")
}

/// A plain ratio: "3.2x".
pub fn times(x: f64) -> String {
    if !x.is_finite() {
        return NOT_AVAILABLE.to_string();
    }
    format!("{}x", signed(x, &trim_zeros(&group_thousands(&format!("{:.2}", x.abs()))), ""))
}

/// A value of a metric in its unit; retention and attainment are said in percent.
pub fn metric_value(metric: Metric, x: f64, currency: &str) -> String {
    match (metric, metric.unit()) {
        (Metric::Nrr | Metric::Grr | Metric::QuotaAttainment, _) | (_, Unit::Share) => percent(x),
        (_, Unit::Money) => money(x, currency),
        (_, Unit::Ratio) => times(x),
        (_, Unit::Months) => months(x),
        (_, Unit::Count) => count(x),
    }
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
pub(super) fn supported_decimals(error: f64) -> usize {
    if error > 0.0 { (-error.log10().round()).clamp(0.0, 9.0) as usize } else { 9 }
}

/// A number of 0 or more in three digits with its scale: "18.2M".
fn short(x: f64, error: f64) -> String {
    let (scale, name) = scale_of(x);
    let scaled = x / scale;
    let most = if scaled < 9.995 {
        2
    } else if scaled < 99.95 {
        1
    } else {
        0
    };
    let decimals = supported_decimals(error / scale).min(most);
    let digits = group_thousands(&format!("{scaled:.decimals$}"));
    // Millions keep one digit behind the point, so that "$20.0M" is seen to be no rounder than "$18.2M".
    let digits = match name {
        "" | "k" => trim_zeros(&digits),
        _ if decimals == 2 => digits.strip_suffix('0').unwrap_or(&digits).to_string(),
        _ => digits,
    };
    format!("{digits}{name}")
}

/// The largest scale in which the number is at least 1 after rounding to three digits.
fn scale_of(x: f64) -> (f64, &'static str) {
    SCALES.into_iter().find(|(scale, _)| x >= 0.9995 * scale).unwrap_or((1.0, ""))
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

fn is_whole(x: f64) -> bool {
    (x - x.round()).abs() < 1e-6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_has_three_digits_and_its_currency() {
        let cases = [
            (18_234_567.0, "USD", "$18.2M"),
            (20e6, "USD", "$20.0M"),
            (950_000.0, "EUR", "€950k"),
            (-1.3e6, "USD", "-$1.3M"),
            (1.2e6, "CHF", "CHF 1.2M"),
            (-1.2e6, "CHF", "-CHF 1.2M"),
            (1.25e9, "USD", "$1.25B"),
            (5e6, "GBP", "£5.0M"),
            (182.4e6, "USD", "$182M"),
            (9_500.0, "USD", "$9.5k"),
            (12_000.0, "USD", "$12k"),
            (950.0, "USD", "$950"),
            (12.5, "USD", "$12.5"),
            (999_960.0, "USD", "$1.0M"),
            (999_400.0, "USD", "$999k"),
            (9.999e6, "USD", "$10.0M"),
            (99.97e6, "USD", "$100M"),
            (0.0, "USD", "$0"),
            (-0.0, "USD", "$0"),
            (-1e-6, "USD", "$0"),
            (1e-6, "USD", "$0"),
            (1e15, "USD", "$1,000T"),
            (f64::NAN, "USD", "n/a"),
            (f64::INFINITY, "USD", "n/a"),
        ];
        for (amount, currency, text) in cases {
            assert_eq!(money(amount, currency), text, "{amount}");
        }
    }

    #[test]
    fn money_has_no_digit_that_its_error_does_not_support() {
        let cases = [(50e3, "$18.2M"), (200e3, "$18.2M"), (400e3, "$18M"), (5e6, "$18M"), (0.0, "$18.2M")];
        for (error, text) in cases {
            assert_eq!(money_within(18_234_567.0, error, "USD"), text, "{error}");
        }
    }

    #[test]
    fn exact_money_is_grouped() {
        assert_eq!(money_exact(18_234_567.4, "USD"), "$18,234,567");
        assert_eq!(money_exact(-1_234.0, "SEK"), "-SEK 1,234");
        assert_eq!(money_exact(-0.4, "USD"), "$0");
        assert_eq!(money_exact(123.0, "USD"), "$123");
    }

    #[test]
    fn differences_show_their_sign() {
        let of = |x: f64| Estimate { value: Some(x), ..Estimate::default() };
        assert_eq!(signed_money(&of(1.3e6), "USD"), "+$1.3M");
        assert_eq!(signed_money(&of(-4e5), "USD"), "-$400k");
        assert_eq!(signed_money(&of(0.0), "USD"), "$0");
        assert_eq!(signed_money(&of(1e-9), "USD"), "$0");
        assert_eq!(signed_money(&Estimate::default(), "USD"), "n/a");
    }

    #[test]
    fn ticks_of_an_axis_share_scale_and_digits() {
        assert_eq!(money_ticks(&[0.0, 2.5e6, 5e6], "USD"), ["$0", "$2.5M", "$5.0M"]);
        assert_eq!(money_ticks(&[-2e6, 0.0, 12e6], "EUR"), ["-€2M", "€0", "€12M"]);
        assert_eq!(money_ticks(&[800e3, 1_000e3], "USD"), ["$0.8M", "$1.0M"]);
        assert_eq!(money_ticks(&[], "USD"), Vec::<String>::new());
    }

    #[test]
    fn percents_have_the_digits_that_the_error_supports() {
        let cases = [
            (0.423, 0.01, "42 %"),
            (0.423, 0.0097, "42 %"),
            (0.4234, 0.0031, "42.3 %"),
            (0.4234, 0.001, "42.3 %"),
            (0.42346, 0.0001, "42.35 %"),
            (0.423, 0.1, "42 %"),
            (0.0, 0.001, "0 %"),
            (1.0, 0.001, "100 %"),
            (0.0004, 0.005, "<1 %"),
            (0.0004, 0.001, "<0.1 %"),
            (0.9999, 0.001, ">99.9 %"),
            (0.9999, 0.01, ">99 %"),
            (f64::NAN, 0.01, "n/a"),
        ];
        for (p, error, text) in cases {
            assert_eq!(percent_within(p, error), text, "{p} ± {error}");
        }
    }

    #[test]
    fn shares_without_error_keep_up_to_three_digits() {
        let cases = [(1.08, "108 %"), (1.085, "108.5 %"), (0.0042, "0.42 %"), (-0.05, "-5 %"), (-1e-9, "0 %")];
        for (share, text) in cases {
            assert_eq!(percent(share), text, "{share}");
        }
    }

    #[test]
    fn errors_have_one_digit() {
        let cases = [(0.0097, "±1 pp"), (0.0031, "±0.3 pp"), (0.031, "±3 pp"), (0.26, "±25 pp"), (0.0001, "±0.01 pp")];
        for (error, text) in cases {
            assert_eq!(plus_minus_points(error), text, "{error}");
        }
    }

    #[test]
    fn counts_months_and_ratios() {
        assert_eq!(count(1_234_567.0), "1,234,567");
        assert_eq!(count(12.5), "12.5");
        assert_eq!(count(-0.01), "0");
        assert_eq!(months(1.0), "1 month");
        assert_eq!(months(4.5), "4.5 months");
        assert_eq!(times(3.2), "3.2x");
        assert_eq!(metric_value(Metric::Nrr, 1.08, "USD"), "108 %");
        assert_eq!(metric_value(Metric::CacPayback, 14.0, "USD"), "14 months");
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
