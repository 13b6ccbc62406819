//! Money: three digits for reading, whole units for checking, one scale for an axis.

use super::{NOT_AVAILABLE, group_thousands, half_width, signed, supported_decimals, trim_zeros};
use crate::analysis::Estimate;

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

/// A number of 0 or more in three digits with its scale: "18.2M".
fn short(x: f64, error: f64) -> String {
    let x = to_supported_digits(x, error);
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

/// The number rounded to the power of ten that is nearest to its error, but never beyond its first digit: "$733k" with
/// an error of $60k is "$700k".
fn to_supported_digits(x: f64, error: f64) -> f64 {
    if !(error > 0.0 && x > 0.0) {
        return x;
    }
    let power = error.log10().round().min(x.log10().floor());
    // Units below 1 are left to the decimals: a power of ten is exact from 1 up only.
    if power < 1.0 {
        return x;
    }
    let unit = 10f64.powi(power as i32);
    (x / unit).round() * unit
}

/// The largest scale in which the number is at least 1 after rounding to three digits.
fn scale_of(x: f64) -> (f64, &'static str) {
    SCALES.into_iter().find(|(scale, _)| x >= 0.9995 * scale).unwrap_or((1.0, ""))
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
        let cases =
            [(50e3, "$18.2M"), (200e3, "$18.2M"), (400e3, "$18M"), (5e6, "$20M"), (1e9, "$20M"), (0.0, "$18.2M")];
        for (error, text) in cases {
            assert_eq!(money_within(18_234_567.0, error, "USD"), text, "{error}");
        }
        assert_eq!(money_within(-733e3, 60e3, "USD"), "-$700k");
        assert_eq!(money_within(336e3, 27e3, "USD"), "$340k");
        assert_eq!(money_within(960e3, 60e3, "USD"), "$1.0M");
        assert_eq!(money_within(1e-6, 1.0, "USD"), "$0");
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
}
