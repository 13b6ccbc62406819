//! Refusals that the families share.

use super::DistError;

/// No plan has a number beyond this; squares of it, and tails far above it, are still finite.
const LARGEST: f64 = 1e100;

/// The least and the greatest shape of a gamma or beta law: below, all values sit at one end; above, the spread
/// is lost in the rounding of the values.
pub(super) const SHAPES: std::ops::RangeInclusive<f64> = 1e-3..=1e15;

/// A refusal of `parameter`.
pub(super) fn refusal(parameter: &'static str, message: String) -> DistError {
    DistError { parameter, message }
}

/// Refuses what is not a finite number of a sane size.
pub(super) fn finite(parameter: &'static str, x: f64) -> Result<f64, DistError> {
    if x.is_nan() || x.abs() > LARGEST {
        return Err(refusal(
            parameter,
            format!("{parameter} must be a finite number, at most 1e100 in size, got {x:e}"),
        ));
    }
    Ok(x)
}

/// Refuses what is not above 0.
pub(super) fn positive(parameter: &'static str, x: f64) -> Result<f64, DistError> {
    if finite(parameter, x)? <= 0.0 {
        return Err(refusal(parameter, format!("{parameter} must be above 0, got {x}")));
    }
    Ok(x)
}

/// Refuses an empty or backward range.
pub(super) fn range(min: f64, max: f64) -> Result<(), DistError> {
    if finite("min", min)? >= finite("max", max)? {
        return Err(refusal("max", format!("max must be above min = {min}, got {max}")));
    }
    Ok(())
}

/// Refuses a mode outside its range, and the range itself.
pub(super) fn mode_in_range(min: f64, mode: f64, max: f64) -> Result<(), DistError> {
    range(min, max)?;
    if !(min..=max).contains(&finite("mode", mode)?) {
        return Err(refusal("mode", format!("mode must lie between min = {min} and max = {max}, got {mode}")));
    }
    Ok(())
}

/// A computed upper limit for a message: four significant digits, rounded down so that the number shown is allowed.
pub(super) fn shown_most(x: f64) -> f64 {
    shown(x, libm::floor)
}

/// A computed lower limit for a message: four significant digits, rounded up so that the number shown is allowed.
pub(super) fn shown_least(x: f64) -> f64 {
    shown(x, libm::ceil)
}

fn shown(x: f64, round: fn(f64) -> f64) -> f64 {
    let scale = libm::pow(10.0, libm::floor(libm::log10(x)) - 3.0);
    let short = round(x / scale) * scale;
    // Through text, so that it prints without the last digits of the product.
    format!("{short:.3e}").parse().unwrap_or(short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_is_no_number() {
        for x in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e101] {
            assert_eq!(finite("sd", x).unwrap_err().parameter, "sd");
        }
        assert_eq!(positive("sd", -3.0).unwrap_err().message, "sd must be above 0, got -3");
        assert_eq!(range(2.0, 2.0).unwrap_err().message, "max must be above min = 2, got 2");
        assert!(mode_in_range(0.0, 3.0, 2.0).is_err());
    }

    #[test]
    fn limits_are_short_and_themselves_allowed() {
        assert_eq!((shown_least(0.489_897_9), shown_most(0.489_897_9)), (0.4899, 0.4898));
        assert_eq!((shown_least(31_622.77), shown_most(31_622.77)), (31_630.0, 31_620.0));
    }
}
