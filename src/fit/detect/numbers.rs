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
