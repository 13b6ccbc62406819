//! Money: three digits for reading, one scale for an axis or a block, every digit for what was put in.

use super::{NOT_AVAILABLE, group_thousands, signed, supported_decimals, trim_zeros};

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

/// An amount that was put in, such as the target, with all of its digits: "$20.0M", "$13.44M", "$20,049,123".
pub fn money_exact(amount: f64, currency: &str) -> String {
    money_exact_together(&[amount], currency).concat()
}

/// An amount for a table, to the unit of the currency: "$18,212,345", "-$1,250".
pub fn money_to_the_unit(amount: f64, currency: &str) -> String {
    if !amount.is_finite() {
        return NOT_AVAILABLE.to_string();
    }
    signed(amount, &group_thousands(&format!("{:.0}", amount.abs())), &currency_prefix(currency))
}

/// Amounts that were put in and stand in one column: all digits, one unit, the same decimals.
pub fn money_exact_together(amounts: &[f64], currency: &str) -> Vec<String> {
    let largest = amounts.iter().filter(|x| x.is_finite()).fold(0.0f64, |m, x| m.max(x.abs()));
    let (scale, name) = SCALES.into_iter().find(|(scale, _)| largest >= *scale).unwrap_or((1.0, ""));
    let all_whole = |d: usize| amounts.iter().all(|x| !x.is_finite() || is_whole(x / scale * 10f64.powi(d as i32)));
    let least = usize::from(scale >= 1e6);
    let decimals = (least..=3).find(|&d| all_whole(d));
    let digits = |x: f64| match decimals {
        Some(decimals) => format!("{}{name}", group_thousands(&format!("{:.decimals$}", x / scale))),
        None => group_thousands(&x.to_string()),
    };
    let text = |x: f64| match x {
        _ if !x.is_finite() => NOT_AVAILABLE.to_string(),
        0.0 => signed(0.0, "0", &currency_prefix(currency)),
        _ => signed(x, &digits(x.abs()), &currency_prefix(currency)),
    };
    amounts.iter().map(|&x| text(x)).collect()
}

/// Amounts that are read together: all in one unit, with the same decimals, so that a reader can reckon with them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MoneyBlock<'a> {
    currency: &'a str,
    scale: f64,
    name: &'static str,
    decimals: usize,
    error: f64,
}

impl<'a> MoneyBlock<'a> {
    /// The unit of the largest amount, three digits of it, or fewer where the error (half the width of the widest
    /// interval, money) supports fewer.
    pub fn new(amounts: impl IntoIterator<Item = f64>, error: f64, currency: &'a str) -> Self {
        let largest = amounts.into_iter().filter(|x| x.is_finite()).fold(0.0f64, |m, x| m.max(x.abs()));
        let (scale, name) = scale_of(largest);
        let decimals = supported_decimals(error / scale).min(most_decimals(largest / scale));
        Self { currency, scale, name, decimals, error }
    }

    /// The same with as many decimals as an exact amount has that is compared with it, where the error supports them.
    pub fn beside(self, exact: f64) -> Self {
        let needed = (0..=3).find(|&d| is_whole(exact / self.scale * 10f64.powi(d))).unwrap_or(0) as usize;
        Self { decimals: self.decimals.max(needed.min(supported_decimals(self.error / self.scale))), ..self }
    }

    /// "$19.3M"; "$0.0M" for what rounds to nothing, "$0" for nothing.
    pub fn text(&self, amount: f64) -> String {
        if !amount.is_finite() {
            return NOT_AVAILABLE.to_string();
        }
        if amount == 0.0 {
            return signed(0.0, "0", &currency_prefix(self.currency));
        }
        let digits = group_thousands(&format!("{:.*}", self.decimals, self.rounded(amount).abs() / self.scale));
        signed(amount, &format!("{digits}{}", self.name), &currency_prefix(self.currency))
    }

    /// "$19.3M", "n/a" where there is none.
    pub fn text_or_none(&self, amount: Option<f64>) -> String {
        amount.map_or(NOT_AVAILABLE.to_string(), |x| self.text(x))
    }

    /// A difference with its sign: "+$1.3M", "-$0.4M", "$0.0M".
    pub fn signed(&self, amount: f64) -> String {
        let text = self.text(amount);
        if amount > 0.0 && !self.is_zero(amount) { format!("+{text}") } else { text }
    }

    /// Whether nothing but zeros is shown.
    pub fn is_zero(&self, amount: f64) -> bool {
        self.rounded(amount) == 0.0
    }

    /// The amount that the text stands for, money.
    pub fn rounded(&self, amount: f64) -> f64 {
        to_unit(amount.abs(), self.error, self.scale, self.decimals).copysign(amount)
    }
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
    let (scale, _) = scale_of(x);
    let decimals = supported_decimals(error / scale).min(most_decimals(x / scale));
    let rounded = to_unit(x, error, scale, decimals);
    // rounding may have carried it into the next scale
    let (scale, name) = scale_of(rounded);
    let decimals = supported_decimals(error / scale).min(most_decimals(rounded / scale));
    let digits = group_thousands(&format!("{:.decimals$}", rounded / scale));
    // Millions keep one digit behind the point, so that "$20.0M" is seen to be no rounder than "$18.2M".
    let digits = match name {
        "" | "k" => trim_zeros(&digits),
        _ if decimals == 2 => digits.strip_suffix('0').unwrap_or(&digits).to_string(),
        _ => digits,
    };
    format!("{digits}{name}")
}

/// Decimals that make three digits.
fn most_decimals(scaled: f64) -> usize {
    match scaled {
        _ if scaled < 9.995 => 2,
        _ if scaled < 99.95 => 1,
        _ => 0,
    }
}

/// The number rounded once, to the last digit that is shown or the first that its error leaves unsure, whichever is
/// coarser, but never beyond its first digit: "$733k" with an error of $60k is "$730k". The unit is never larger than
/// the error, so that what is shown stays within it.
fn to_unit(x: f64, error: f64, scale: f64, decimals: usize) -> f64 {
    let shown = scale / 10f64.powi(decimals as i32);
    if !(error > 0.0 && x > 0.0) {
        return (x / shown).round() * shown;
    }
    let power = error.log10().floor().min(x.log10().floor());
    // Units below 1 are left to the decimals: a power of ten is exact from 1 up only.
    let unit = if power < 1.0 { shown } else { shown.max(10f64.powi(power as i32)) };
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
            [(50e3, "$18.2M"), (200e3, "$18.2M"), (400e3, "$18M"), (5e6, "$18M"), (1e9, "$20M"), (0.0, "$18.2M")];
        for (error, text) in cases {
            assert_eq!(money_within(18_234_567.0, error, "USD"), text, "{error}");
        }
        assert_eq!(money_within(-733e3, 60e3, "USD"), "-$730k");
        // rounded once: over 21.55 it would be 21.6
        assert_eq!(money_within(21_548_514.0, 60e3, "USD"), "$21.5M");
        assert_eq!(money_within(336e3, 27e3, "USD"), "$340k");
        assert_eq!(money_within(996e3, 60e3, "USD"), "$1.0M");
        assert_eq!(money_within(1e-6, 1.0, "USD"), "$0");
    }

    #[test]
    fn what_was_put_in_keeps_every_digit() {
        let cases = [
            (20e6, "$20.0M"),
            (13.44e6, "$13.44M"),
            (20_049_000.0, "$20.049M"),
            (20_049_123.0, "$20,049,123"),
            (-999_600.0, "-$999.6k"),
            (500e3, "$500k"),
            (1234.5, "$1,234.5"),
            (12.25, "$12.25"),
            (0.0, "$0"),
            (f64::NAN, "n/a"),
        ];
        for (amount, text) in cases {
            assert_eq!(money_exact(amount, "USD"), text, "{amount}");
        }
        assert_eq!(money_exact_together(&[9.2e6, 13.44e6], "USD"), ["$9.20M", "$13.44M"]);
    }

    #[test]
    fn a_block_has_one_unit_and_the_same_decimals() {
        let block = MoneyBlock::new([19.27e6, 0.73e6], 60e3, "USD");
        let texts = [19.27e6, -0.733e6, 1.94e6, -0.03e6, 0.0].map(|x| block.signed(x));
        assert_eq!(texts, ["+$19.3M", "-$0.7M", "+$1.9M", "$0.0M", "$0"]);
        assert_eq!(block.rounded(-0.733e6), -0.7e6);
        let coarse = MoneyBlock::new([19.27e6], 4e6, "USD");
        assert_eq!((coarse.text(19.27e6), coarse.text(-3.2e6)), ("$19M".to_string(), "-$3M".to_string()));
        assert_eq!(MoneyBlock::new([950e3, 12e3], 0.0, "EUR").text(12.4e3), "€12k");
        assert_eq!(block.text_or_none(None), "n/a");
    }

    #[test]
    fn a_block_beside_an_exact_amount_takes_its_decimals_where_the_error_allows() {
        let text = |error: f64| MoneyBlock::new([13.03e6], error, "USD").beside(13.44e6).text(13.034e6);
        assert_eq!([text(0.02e6), text(0.06e6), text(0.0)], ["$13.03M", "$13.0M", "$13.03M"]);
    }

    #[test]
    fn ticks_of_an_axis_share_scale_and_digits() {
        assert_eq!(money_ticks(&[0.0, 2.5e6, 5e6], "USD"), ["$0", "$2.5M", "$5.0M"]);
        assert_eq!(money_ticks(&[-2e6, 0.0, 12e6], "EUR"), ["-€2M", "€0", "€12M"]);
        assert_eq!(money_ticks(&[800e3, 1_000e3], "USD"), ["$0.8M", "$1.0M"]);
        assert_eq!(money_ticks(&[], "USD"), Vec::<String>::new());
    }
}
