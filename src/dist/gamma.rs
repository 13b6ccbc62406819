//! The gamma law: positive, skewed to the right.

use super::check::{SHAPES, positive, refusal, shown_least, shown_most};
use super::table::Knot;
use super::{Dist, DistError};
use crate::math::incomplete_gamma::{gamma_density_in_log, incomplete_gamma, incomplete_gamma_from};
use crate::math::level::Level;
use crate::math::root::{Slope, increasing_root};
use crate::math::special::{ln_gamma, normal_density};

/// Density proportional to x^(shape-1) exp(-x / scale).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gamma {
    /// Mean, above 0.
    pub mean: f64,
    /// Standard deviation, above 0.
    pub sd: f64,
    /// (mean / sd)^2.
    pub shape: f64,
    /// sd^2 / mean.
    pub scale: f64,
}

/// The gamma law with this mean and standard deviation.
///
/// # Errors
/// Refuses numbers that are not finite and above 0, and an sd outside 3.2e-8 to 31 times the mean.
pub fn gamma(mean: f64, sd: f64) -> Result<Dist, DistError> {
    let ratio = positive("mean", mean)? / positive("sd", sd)?;
    let shape = ratio * ratio;
    if !SHAPES.contains(&shape) {
        let (least, most) = (shown_least(mean / SHAPES.end().sqrt()), shown_most(mean / SHAPES.start().sqrt()));
        let message = format!("sd must be between {least:e} and {most} for the mean = {mean}, got {sd}");
        return Err(refusal("sd", message));
    }
    Ok(Dist::Gamma(Gamma { mean, sd, shape, scale: sd / ratio }))
}

impl Gamma {
    /// The value at the score z and how fast it grows there; `near` is a guess of the value.
    pub(super) fn knot(&self, z: f64, near: Option<f64>) -> Knot {
        let a = self.shape;
        let below = Level::of_score(z).below;
        // P(a, x) <= x^a / Gamma(a+1), and equal to the last digit where x is tiny.
        let least = (libm::log(below) + ln_gamma(a + 1.0)) / a;
        if least < -37.0 {
            let x = self.scale * libm::exp(least);
            return Knot { x, slope: x * (normal_density(z) / below) / a };
        }
        // Solved for y = ln(x / shape), near 0 where the shape is large: a large y would cost digits of x.
        let least = least - libm::log(a);
        let guess = match near {
            Some(x) if x > 0.0 => libm::log(x / self.mean),
            _ => self.first_guess(z, least),
        };
        let x = a * libm::exp(increasing_root(guess, least - 1e-6, 600.0, |y| score_against(a, z, y)));
        Knot { x: self.scale * x, slope: self.scale * x * (normal_density(z) / gamma_density_in_log(a, x)) }
    }

    /// y of a rough value: Wilson and Hilferty's cube (1931), or the bound where that fails.
    fn first_guess(&self, z: f64, least: f64) -> f64 {
        let a = self.shape;
        let root = 1.0 - 1.0 / (9.0 * a) + z / (3.0 * a.sqrt());
        if root > 0.1 { (3.0 * libm::log(root)).max(least) } else { least + 1e-3 }
    }

    pub(super) fn level(&self, x: f64) -> Level {
        incomplete_gamma(self.shape, x / self.scale)
    }

    pub(super) fn in_words(&self) -> String {
        format!("gamma(mean {}, sd {})", self.mean, self.sd)
    }
}

/// The normal score of P(a, a e^y) less z, nearly straight in y for every shape.
fn score_against(a: f64, z: f64, y: f64) -> Slope {
    let x = a * libm::exp(y);
    let density = gamma_density_in_log(a, x);
    let score = incomplete_gamma_from(a, x, density).score();
    let first = density / normal_density(score);
    Slope { value: score - z, first, bend: a - x + score * first }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_case_a08() {
        let Ok(Dist::Gamma(law)) = gamma(50_000.0, 30_000.0) else { panic!("valid") };
        assert!((law.shape - 2.7777777777777777).abs() <= 1e-12 * 2.8);
        assert!((law.scale - 18_000.0).abs() <= 1e-12 * 18_000.0);
    }

    #[test]
    fn the_spread_may_not_vanish_or_explode() {
        for sd in [0.0, -1.0, f64::NAN, 1e-9, 40.0] {
            assert_eq!(gamma(1.0, sd).unwrap_err().parameter, "sd", "{sd}");
        }
        let refused = gamma(800.0, 9e9).unwrap_err();
        assert_eq!(refused.message, "sd must be between 2.53e-5 and 25290 for the mean = 800, got 9000000000");
        assert!(gamma(800.0, 2.53e-5).is_ok() && gamma(800.0, 25290.0).is_ok());
        assert_eq!(gamma(0.0, 1.0).unwrap_err().message, "mean must be above 0, got 0");
    }
}
