//! Shares, correlations and worths as text, with the digits that their intervals support. What is not told from 0 is
//! given by the end of its interval.

use crate::analysis::Estimate;
use crate::analysis::drivers::is_told;
use crate::report::format::{self, NOT_AVAILABLE};

/// A share of variance: "21.1 %", "≤0.03 %", "n/a".
pub fn share(estimate: &Estimate) -> String {
    match (estimate.value, estimate.high) {
        (Some(value), _) if is_told(estimate) => {
            let error = format::half_width(estimate).unwrap_or(0.01);
            // an index that is below 0 beyond doubt would be a slip; it is shown as it is
            if value < 0.0 { format::percent(value) } else { format::percent_within(value.min(1.0), error) }
        }
        (Some(_), Some(high)) => share_at_most(high),
        _ => NOT_AVAILABLE.to_string(),
    }
}

/// "≤0.03 %"; what is exactly 0 is "0 %".
fn share_at_most(high: f64) -> String {
    // a hundredth of a percent is the least that is said
    if high <= 0.0 { "0 %".to_string() } else { format!("≤{}", format::percent(at_most(high).max(1e-4))) }
}

/// A bound above 0 in two digits, rounded upwards, so that it holds.
pub fn at_most(high: f64) -> f64 {
    let high = high.max(1e-12);
    let unit = 10f64.powf(high.log10().floor() - 1.0);
    (high / unit).ceil() * unit
}

/// "59.4 % ± 0.4", as many digits in both, where it is told from 0.
pub fn share_with_error(estimate: &Estimate) -> String {
    match (estimate.value, format::half_width(estimate)) {
        (Some(value), Some(error)) if is_told(estimate) && error > 0.0 => {
            let error = format::points(error);
            let decimals = error.split_once('.').map_or(0, |(_, behind)| behind.len());
            format!("{:.decimals$} % ± {error}", 100.0 * value)
        }
        _ => share(estimate),
    }
}

/// "+0.45", "-0.39", "0".
pub fn correlation(estimate: &Estimate) -> String {
    match estimate.value {
        Some(value) if is_told(estimate) => {
            let decimals = format::half_width(estimate).map_or(2, format::supported_decimals).clamp(1, 2);
            format!("{value:+.decimals$}")
        }
        Some(_) => "0".to_string(),
        None => NOT_AVAILABLE.to_string(),
    }
}

/// Points of probability: "14.1 pp", "≤0.4 pp".
pub fn worth(estimate: &Estimate) -> String {
    let text = share(estimate);
    text.strip_suffix(" %").map_or(text.clone(), |number| format!("{number} pp"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(value: f64, half: f64) -> Estimate {
        Estimate { value: Some(value), low: Some(value - half), high: Some(value + half) }
    }

    #[test]
    fn what_is_not_told_from_nothing_has_a_bound() {
        assert_eq!(share(&of(0.2112, 0.0030)), "21.1 %");
        assert_eq!(share(&of(0.00012, 0.0002)), "≤0.03 %");
        assert_eq!(share(&of(-0.0005, 0.0002)), "-0.05 %");
        assert_eq!(share(&of(0.0, 0.0)), "0 %");
        assert_eq!(share(&of(1.0, 0.0)), "100 %");
        assert_eq!(share(&Estimate::default()), "n/a");
        assert_eq!(share_with_error(&of(0.5943, 0.004)), "59.4 % ± 0.4");
        assert_eq!(share_with_error(&of(0.0041, 0.0037)), "0.4 % ± 0.4");
        assert_eq!(share_with_error(&of(0.001, 0.0021)), "≤0.31 %");
        assert_eq!(share_with_error(&of(0.0, 1e-9)), "≤0.01 %");
        assert_eq!(worth(&of(0.1412, 0.0028)), "14.1 pp");
        assert_eq!(worth(&of(0.001, 0.003)), "≤0.4 pp");
    }

    #[test]
    fn correlations_have_a_sign() {
        assert_eq!(correlation(&of(0.446, 0.005)), "+0.45");
        assert_eq!(correlation(&of(-0.3882, 0.05)), "-0.4");
        assert_eq!(correlation(&of(-0.003, 0.006)), "0");
    }
}
