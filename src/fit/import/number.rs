//! Numbers and amounts as exports write them.

use crate::fit::mapping::NumberFormat;

/// A number with what stands beside it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Number {
    /// Its value.
    pub(super) value: f64,
    /// The currency that is written at it, where it is told without doubt: a code of three letters, or `€`, `£`, `₹`.
    pub(super) currency: Option<[u8; 3]>,
    /// Whether it has a decimal mark with exactly three digits behind it, so that the mark could mean thousands.
    pub(super) three_decimals: bool,
    /// Whether it has a decimal mark.
    pub(super) decimals: bool,
}

/// Reads a number of the format; `None` where it is none. Thousands are grouped by three or not at all, brackets mean
/// below 0, and percentages are no amounts.
pub(super) fn read(text: &[u8], format: NumberFormat) -> Option<Number> {
    let mark = match format {
        NumberFormat::PointDecimal => b'.',
        NumberFormat::CommaDecimal => b',',
    };
    plain(text, mark).or_else(|| dressed(std::str::from_utf8(text).ok()?, format))
}

/// Most digits that a whole number can have so that it and its fraction are exact in 53 bits.
const EXACT_DIGITS: usize = 15;

/// Digits, perhaps with a minus and a decimal mark between them: what most exports hold, read without copies.
fn plain(text: &[u8], mark: u8) -> Option<Number> {
    let (sign, bare) = match text {
        [b'-', rest @ ..] => (-1.0, rest),
        rest => (1.0, rest),
    };
    let whole = bare.iter().take_while(|b| b.is_ascii_digit()).count();
    let fraction = match &bare[whole..] {
        [] => None,
        [first, fraction @ ..] if *first == mark && !fraction.is_empty() => Some(fraction),
        _ => return None,
    };
    let digits = fraction.unwrap_or_default();
    if whole == 0 || whole + digits.len() > EXACT_DIGITS || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let value = bare[..whole].iter().chain(digits).fold(0_i64, |v, b| v * 10 + i64::from(b - b'0'));
    let value = sign * value as f64 / 10_f64.powi(digits.len() as i32);
    let three_decimals = digits.len() == 3 && whole <= 3 && bare[0] != b'0';
    Some(Number { value, currency: None, three_decimals, decimals: fraction.is_some() })
}

/// A number with signs, brackets, currency and grouping.
fn dressed(text: &str, format: NumberFormat) -> Option<Number> {
    let text = text.trim_matches(is_space);
    let (brackets, inner) = match text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        Some(inner) => (true, inner.trim_matches(is_space)),
        None => (false, text),
    };
    let (minus, inner) = signed(inner);
    let (before, inner) = currency_before(inner);
    let (late_minus, inner) = if minus { (false, inner) } else { signed(inner) };
    let (after, inner) = currency_after(inner);
    if (brackets && (minus || late_minus)) || (before != Money::None && after != Money::None && before != after) {
        return None;
    }
    let (value, decimals) = digits(inner, format)?;
    let negative = brackets || minus || late_minus;
    let currency = match (before, after) {
        (Money::Code(code), _) | (_, Money::Code(code)) => Some(code),
        _ => None,
    };
    let value = if negative { -value } else { value };
    Some(Number { value, currency, three_decimals: decimals == Some(3), decimals: decimals.is_some() })
}

/// Spaces that are found in numbers: the plain, the unbreakable, the narrow and the thin one.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{A0}' | '\u{202F}' | '\u{2009}')
}

/// Takes a sign from the beginning.
fn signed(text: &str) -> (bool, &str) {
    match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest.trim_start_matches(is_space)),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

/// What is written of a currency beside a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Money {
    /// Nothing.
    None,
    /// A sign that several currencies have.
    Sign,
    /// A currency.
    Code([u8; 3]),
}

/// Takes a currency's sign or code from the beginning.
fn currency_before(text: &str) -> (Money, &str) {
    let end = text.find(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '\u{2212}' | '+'));
    let (word, rest) = text.split_at(end.unwrap_or(text.len()));
    match money(word.trim_matches(is_space)) {
        Some(money) => (money, rest),
        None => (Money::None, text),
    }
}

/// Takes a currency's sign or code from the end.
fn currency_after(text: &str) -> (Money, &str) {
    let end = text.rfind(|c: char| c.is_ascii_digit()).map_or(0, |at| at + 1);
    let (rest, word) = text.split_at(end);
    match money(word.trim_matches(is_space)) {
        Some(money) => (money, rest),
        None => (Money::None, text),
    }
}

/// A currency's sign (perhaps with the letters of a country, as in `US$`) or code; `None` where it is neither.
fn money(word: &str) -> Option<Money> {
    match word {
        "" => Some(Money::None),
        "€" => Some(Money::Code(*b"EUR")),
        "£" => Some(Money::Code(*b"GBP")),
        "₹" => Some(Money::Code(*b"INR")),
        "US$" => Some(Money::Code(*b"USD")),
        "$" | "¥" | "₽" | "₩" | "₺" | "₴" | "₪" | "₫" | "₱" | "₦" | "฿" | "kr" | "zł" | "R$" | "A$" | "C$" => {
            Some(Money::Sign)
        }
        code => {
            let code: [u8; 3] = code.as_bytes().try_into().ok()?;
            code.iter().all(u8::is_ascii_uppercase).then_some(Money::Code(code))
        }
    }
}

/// The value of grouped digits with a decimal mark, and how many digits stand behind the mark.
fn digits(text: &str, format: NumberFormat) -> Option<(f64, Option<usize>)> {
    let (mark, group) = match format {
        NumberFormat::PointDecimal => ('.', ','),
        NumberFormat::CommaDecimal => (',', '.'),
    };
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(at) => (&text[..at], &text[at..]),
        None => (text, ""),
    };
    let (whole, fraction) = match mantissa.split_once(mark) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let is_digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    let bare = ungrouped(whole, group)?;
    let fraction_digits = fraction.unwrap_or_default();
    let empty = bare.is_empty() && fraction_digits.is_empty();
    if empty || !is_digits(fraction_digits) {
        return None;
    }
    let value: f64 = format!("0{bare}.{fraction_digits}0{exponent}").parse().ok()?;
    // a mark behind a leading 0 or behind more than three digits cannot mean thousands
    let thousands = !bare.starts_with('0') && (1..=3).contains(&whole.len());
    let decimals = fraction.map(|f| if f.len() == 3 && !thousands { 4 } else { f.len() });
    value.is_finite().then_some((value, decimals))
}

/// Digits without the marks of thousands; `None` where a group has not three digits or marks differ.
fn ungrouped(whole: &str, group: char) -> Option<String> {
    let is_group = |c: char| c == group || is_space(c) || matches!(c, '\'' | '\u{2019}');
    let Some(mark) = whole.chars().find(|c| is_group(*c)) else {
        return whole.bytes().all(|b| b.is_ascii_digit()).then(|| whole.to_string());
    };
    let parts: Vec<&str> = whole.split(mark).collect();
    let fits = |(i, part): (usize, &&str)| {
        let long = if i == 0 { (1..=3).contains(&part.len()) } else { part.len() == 3 };
        long && part.bytes().all(|b| b.is_ascii_digit())
    };
    parts.iter().enumerate().all(fits).then(|| parts.concat())
}

/// How the format is written, with examples.
pub(super) fn written(format: NumberFormat) -> &'static str {
    match format {
        NumberFormat::PointDecimal => "1234.5, 1,234.50, $1,234.50, (500) for -500",
        NumberFormat::CommaDecimal => "1234,5, 1.234,50, 1 234,50, (500) for -500",
    }
}

/// The other format.
pub(super) fn other(format: NumberFormat) -> NumberFormat {
    match format {
        NumberFormat::PointDecimal => NumberFormat::CommaDecimal,
        NumberFormat::CommaDecimal => NumberFormat::PointDecimal,
    }
}

#[cfg(test)]
mod tests {
    use super::NumberFormat::{CommaDecimal, PointDecimal};
    use super::*;

    fn value(text: &str, format: NumberFormat) -> Option<f64> {
        read(text.as_bytes(), format).map(|n| n.value)
    }

    #[test]
    fn numbers_are_read_as_they_are_written() {
        let point = [
            ("1234", 1234.0),
            ("-7", -7.0),
            ("1234.5", 1234.5),
            ("$1,234.50", 1234.5),
            ("1,234", 1234.0),
            ("1,234,567.89", 1_234_567.89),
            ("(500)", -500.0),
            ("($1,500.25)", -1500.25),
            ("$ 12", 12.0),
            ("-$12", -12.0),
            ("$-12", -12.0),
            ("USD 1,000", 1000.0),
            ("1,000 USD", 1000.0),
            ("US$5", 5.0),
            ("1 234.50", 1234.5),
            ("1\u{A0}234", 1234.0),
            ("1\u{202F}234\u{202F}567", 1_234_567.0),
            ("1e5", 1e5),
            ("1.5E3", 1500.0),
            (".5", 0.5),
            ("5.", 5.0),
            ("+3", 3.0),
            ("\u{2212}3.5", -3.5),
            ("1'234.50", 1234.5),
            ("1234567890123456", 1_234_567_890_123_456.0),
            ("€1,000", 1000.0),
            ("0.125", 0.125),
            ("-0.07", -0.07),
            ("12345.678901", 12345.678901),
        ];
        for (text, x) in point {
            assert_eq!(value(text, PointDecimal), Some(x), "{text}");
        }
        let comma = [
            ("1.234,50", 1234.5),
            ("1 234,50", 1234.5),
            ("1\u{A0}234,50 €", 1234.5),
            ("1234,5", 1234.5),
            ("(1.000)", -1000.0),
            ("1.234", 1234.0),
            ("-0,5", -0.5),
            ("EUR 1.000,00", 1000.0),
            ("1234", 1234.0),
        ];
        for (text, x) in comma {
            assert_eq!(value(text, CommaDecimal), Some(x), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in [
            "",
            "#REF!",
            "abc",
            "12%",
            "1,23",
            "1.234,50",
            "12,34,567",
            "1,234 567",
            "1,2345",
            "1.2.3",
            "1,234.5,6",
            "NaN",
            "inf",
            "Infinity",
            "1.5M",
            "80k",
            "USD",
            "$",
            "(-5)",
            "--5",
            "1e",
            "1e5e5",
            "1e999",
            "EUR 5 USD",
            "1 23",
            "12 ab",
            "ab 12",
            "0x1F",
            "(5",
            "5)",
            ",123",
            "1,,234",
        ] {
            assert_eq!(value(text, PointDecimal), None, "{text}");
        }
        for text in ["1,234.50", "1.23", "12%", "1.2345", "1,2,3"] {
            assert_eq!(value(text, CommaDecimal), None, "{text}");
        }
    }

    #[test]
    fn a_written_currency_is_told() {
        let currency = |text: &str| read(text.as_bytes(), PointDecimal).and_then(|n| n.currency);
        assert_eq!(currency("€5"), Some(*b"EUR"));
        assert_eq!(currency("5 CHF"), Some(*b"CHF"));
        assert_eq!(currency("USD -5.00"), Some(*b"USD"));
        assert_eq!((currency("$5"), currency("5")), (None, None));
    }

    #[test]
    fn three_decimals_are_told_because_the_mark_may_mean_thousands() {
        let three = |text: &str| read(text.as_bytes(), PointDecimal).is_some_and(|n| n.three_decimals);
        assert!(three("1.234") && three("12.500"));
        assert!(!three("1.23") && !three("1,234.500") && !three("0.125") && !three("1234.567") && !three("1234"));
    }
}
