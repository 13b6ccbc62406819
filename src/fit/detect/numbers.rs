//! How numbers are written, by whole columns.

/// What the numbers of a column show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbers {
    /// 1,234.50, or nothing that says otherwise.
    Point,
    /// 1.234,50.
    Comma,
    /// One sign before three digits in every number: thousands or decimals.
    Ambiguous,
    /// Some this way, some that.
    Mixed,
}

/// What these values show together.
pub fn shown<'a>(values: impl Iterator<Item = &'a str>) -> Numbers {
    let (mut point, mut comma, mut either) = (0, 0, 0);
    for value in values {
        match one(value) {
            Some(Numbers::Point) => point += 1,
            Some(Numbers::Comma) => comma += 1,
            Some(_) => either += 1,
            None => {}
        }
    }
    match (point, comma, either) {
        (0, 0, 0) => Numbers::Point,
        (0, 0, _) => Numbers::Ambiguous,
        (_, 0, _) => Numbers::Point,
        (0, _, _) => Numbers::Comma,
        _ => Numbers::Mixed,
    }
}

/// The currencies that signs or codes at these values name, most values first; a bare `$` counts as the USD.
pub fn currencies<'a>(values: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut counts = std::collections::BTreeMap::<String, u64>::new();
    for code in values.filter_map(currency) {
        *counts.entry(code).or_default() += 1;
    }
    let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    counts.into_iter().map(|(code, _)| code).collect()
}

/// The currency at an amount; `None` where there is no number or nothing known beside it.
fn currency(value: &str) -> Option<String> {
    let is_beside =
        |c: char| !c.is_ascii_digit() && !c.is_whitespace() && !matches!(c, '.' | ',' | '-' | '+' | '(' | ')' | '\'');
    let beside: String = value.chars().filter(|c| is_beside(*c)).collect();
    value.chars().any(|c| c.is_ascii_digit()).then_some(())?;
    match beside.as_str() {
        "€" => Some("EUR".to_string()),
        "£" => Some("GBP".to_string()),
        "₹" => Some("INR".to_string()),
        "$" | "US$" => Some("USD".to_string()),
        code if code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()) => Some(code.to_string()),
        _ => None,
    }
}

/// What one value shows; `None` where it has no sign.
fn one(value: &str) -> Option<Numbers> {
    let last = value.rfind(['.', ','])?;
    let is_point = value[last..].starts_with('.');
    let after = value[last + 1..].chars().take_while(char::is_ascii_digit).count();
    let signs = value.matches(['.', ',']).count();
    let both = value.contains('.') && value.contains(',');
    let as_decimal = if is_point { Numbers::Point } else { Numbers::Comma };
    let as_thousands = if is_point { Numbers::Comma } else { Numbers::Point };
    match (both, signs, after) {
        (true, ..) => Some(as_decimal),
        (false, 2.., _) => Some(as_thousands),
        (false, _, 3) => Some(Numbers::Ambiguous),
        _ => Some(as_decimal),
    }
}
