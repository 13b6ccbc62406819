//! Shares and probabilities in percent.

use super::{NOT_AVAILABLE, group_thousands, half_width, signed, supported_decimals, trim_zeros};
use crate::analysis::Estimate;

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

/// A share in percent with so many decimals: "31.2 %", "108.7 %". One that rounds to 0 or 100 without being it is
/// "<0.1 %" or ">99.9 %".
pub fn percent_to(share: f64, decimals: usize) -> String {
    let is_inside = share.is_finite() && 0.0 < share && share < 1.0;
    let last_digit = 10f64.powi(-(decimals as i32));
    let text = format!("{:.decimals$}", 100.0 * share.abs());
    match text.parse::<f64>() {
        _ if !share.is_finite() => NOT_AVAILABLE.to_string(),
        Ok(0.0) if is_inside => format!("<{last_digit} %"),
        Ok(100.0) if is_inside => format!(">{:.decimals$} %", 100.0 - last_digit),
        Ok(0.0) => "0 %".to_string(),
        _ => format!("{} %", signed(share, &group_thousands(&text), "")),
    }
}

/// An estimated probability with the digits that its interval supports, whole percents where it has none.
pub fn probability(estimate: &Estimate) -> String {
    match estimate.value {
        Some(p) => percent_within(p, half_width(estimate).unwrap_or(0.01)),
        None => NOT_AVAILABLE.to_string(),
    }
}

/// A share that was put in, in percent with all of its digits: "102.25 %".
pub fn percent_exact(share: f64) -> String {
    if !share.is_finite() {
        return NOT_AVAILABLE.to_string();
    }
    // Nine decimals: all that anybody writes, and not the noise of 1.1 * 100.
    format!("{} %", signed(share, &trim_zeros(&group_thousands(&format!("{:.9}", share.abs() * 100.0))), ""))
}

/// A probability's error in percentage points, one digit: "1", "0.3".
pub fn points(error: f64) -> String {
    let points = error * 100.0;
    let decimals = digits_of(points);
    let rounded = if points >= 9.5 { (points / 5.0).round() * 5.0 } else { points };
    trim_zeros(&format!("{rounded:.decimals$}"))
}

/// Decimals of an error of so many points: one digit that is not 0.
fn digits_of(points: f64) -> usize {
    if points < 0.95 { (-(points.max(1e-3).log10().floor())) as usize } else { 0 }
}

/// Decimals of a difference in percentage points that its error (half the width of its interval, a share) supports.
pub fn points_decimals(error: f64) -> usize {
    digits_of(error * 100.0).min(2)
}

/// The same with two digits, to be held against one that was asked for: "0.47".
pub fn points_closely(error: f64) -> String {
    let points = error * 100.0;
    let decimals = (1.0 - points.max(1e-6).log10().floor()).max(0.0) as usize;
    trim_zeros(&format!("{points:.decimals$}"))
}

/// A difference of probabilities in percentage points with its sign, with the digits that its error (half the width of
/// its interval, a share) supports: "+9.4", "-0.3", "0".
pub fn points_within(difference: f64, error: f64) -> String {
    if !difference.is_finite() {
        return NOT_AVAILABLE.to_string();
    }
    let decimals = points_decimals(error);
    let text = signed(difference, &format!("{:.decimals$}", difference.abs() * 100.0), "");
    let is_zero = !text.bytes().any(|b| (b'1'..=b'9').contains(&b));
    match (difference == 0.0, difference > 0.0 && !is_zero) {
        (true, _) => "0".to_string(),
        (_, true) => format!("+{text}"),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn differences_have_their_sign_and_the_digits_of_their_error() {
        let cases = [(0.0942, 0.004, "+9.4"), (-0.0942, 0.01, "-9"), (0.0001, 0.004, "0.0"), (0.0, 0.0, "0")];
        for (difference, error, text) in cases {
            assert_eq!(points_within(difference, error), text, "{difference}");
        }
    }

    #[test]
    fn errors_have_one_digit() {
        let cases = [(0.0097, "1"), (0.0031, "0.3"), (0.031, "3"), (0.26, "25"), (0.0001, "0.01")];
        for (error, text) in cases {
            assert_eq!(points(error), text, "{error}");
        }
    }

    #[test]
    fn shares_that_were_put_in_keep_every_digit() {
        let cases = [(1.02, "102 %"), (1.0225, "102.25 %"), (0.07, "7 %"), (1.1, "110 %"), (-0.5, "-50 %")];
        for (share, text) in cases {
            assert_eq!(percent_exact(share), text, "{share}");
        }
    }
}
