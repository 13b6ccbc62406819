//! The beta law: shares, or values between two ends.

use super::check::{SHAPES, finite, positive, range, refusal, shown_least, shown_most};
use super::table::Knot;
use super::{Dist, DistError};
use crate::math::incomplete_beta::{Share, beta_density_in_log_odds, incomplete_beta, incomplete_beta_from, ln_beta};
use crate::math::level::Level;
use crate::math::root::{Slope, increasing_root};
use crate::math::special::normal_density;

/// Density proportional to s^(alpha-1) (1-s)^(beta-1), s the share of the way from `min` to `max`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beta {
    /// First shape, above 0.
    pub alpha: f64,
    /// Second shape, above 0.
    pub beta: f64,
    /// Least value.
    pub min: f64,
    /// Greatest value, above `min`.
    pub max: f64,
    /// The two numbers as the scenario gives them.
    pub written: BetaWritten,
}

/// How a beta law is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BetaWritten {
    /// Mean and standard deviation, on the scale of `min` and `max`.
    MeanSd(f64, f64),
    /// The shapes.
    Shapes,
}

/// The beta law on `min`..`max` (0 and 1 where the scenario gives none) with this mean and standard deviation, on that
/// scale: with m and s as shares of the range and k = m (1-m) / s^2 - 1, alpha = m k and beta = (1-m) k.
///
/// # Errors
/// Refuses numbers that are not finite, an empty range, a mean not strictly inside it, and an sd that no beta law
/// with that mean has: it must stay below sqrt((mean - min)(max - mean)).
pub fn beta(mean: f64, sd: f64, min: f64, max: f64) -> Result<Dist, DistError> {
    range(min, max)?;
    if finite("mean", mean)? <= min || mean >= max {
        return Err(refusal("mean", format!("mean must lie between {min} and {max}, both excluded, got {mean}")));
    }
    positive("sd", sd)?;
    let span = max - min;
    let (m, rest, s) = ((mean - min) / span, (max - mean) / span, sd / span);
    let size = m * rest / (s * s) - 1.0;
    let (alpha, beta) = (m * size, rest * size);
    if !SHAPES.contains(&alpha.min(beta)) || !SHAPES.contains(&alpha.max(beta)) {
        // The sd at which the smaller shape becomes the least that is taken; the least sd is that of the largest
        // shapes.
        let most = shown_most(span * (m * rest / (1.0 + SHAPES.start() / m.min(rest))).sqrt());
        let least = shown_least(span * (m * rest * (m.max(rest) / SHAPES.end())).sqrt());
        let message =
            format!("sd must be between {least:e} and {most} for the mean = {mean} on {min} to {max}, got {sd}");
        return Err(refusal("sd", message));
    }
    Ok(Dist::Beta(Beta { alpha, beta, min, max, written: BetaWritten::MeanSd(mean, sd) }))
}

/// The beta law on `min`..`max` (0 and 1 where the scenario gives none) with these shapes.
///
/// # Errors
/// Refuses numbers that are not finite, an empty range, and shapes outside 0.001 to 1e15.
pub fn beta_from_shapes(alpha: f64, beta: f64, min: f64, max: f64) -> Result<Dist, DistError> {
    range(min, max)?;
    for (parameter, shape) in [("alpha", alpha), ("beta", beta)] {
        if !SHAPES.contains(&positive(parameter, shape)?) {
            return Err(refusal(parameter, format!("{parameter} must be between 0.001 and 1e15, got {shape:e}")));
        }
    }
    Ok(Dist::Beta(Beta { alpha, beta, min, max, written: BetaWritten::Shapes }))
}

impl Beta {
    /// The value at the score z and how fast it grows there; `near` is a guess of the value.
    pub(super) fn knot(&self, z: f64, near: Option<f64>) -> Knot {
        let span = self.max - self.min;
        let near = near.map(|x| libm::log((x - self.min) / (self.max - x) * (self.beta / self.alpha)));
        let (share, slope) = self.share(z, near.filter(|y| y.is_finite()));
        let x = if share.value <= share.rest { self.min + span * share.value } else { self.max - span * share.rest };
        Knot { x, slope: span * slope }
    }

    /// The share of the way at the score z and how fast it grows; `near` is a guess of y (see [`share_at`]).
    fn share(&self, z: f64, near: Option<f64>) -> (Share, f64) {
        let (a, b) = (self.alpha, self.beta);
        let level = Level::of_score(z);
        if let Some((value, slope)) = next_to_zero(a, b, level.below, z) {
            return (Share { value, rest: 1.0 - value }, slope);
        }
        if let Some((rest, slope)) = next_to_zero(b, a, level.above, z) {
            return (Share { value: 1.0 - rest, rest }, slope);
        }
        let guess = near.unwrap_or_else(|| z * (1.0 / a + 1.0 / b).sqrt());
        let share = share_at(a, b, increasing_root(guess, -600.0, 600.0, |y| score_against(a, b, z, y)));
        let slope = share.value * share.rest * (normal_density(z) / beta_density_in_log_odds(a, b, share));
        (share, slope)
    }

    pub(super) fn level(&self, x: f64) -> Level {
        let span = self.max - self.min;
        incomplete_beta(self.alpha, self.beta, Share { value: (x - self.min) / span, rest: (self.max - x) / span })
    }

    /// alpha / (alpha + beta) of the way.
    pub(super) fn mean(&self) -> f64 {
        self.min + (self.max - self.min) * (self.alpha / (self.alpha + self.beta))
    }

    /// sqrt(alpha beta / (alpha + beta + 1)) / (alpha + beta) of the range.
    pub(super) fn sd(&self) -> f64 {
        let n = self.alpha + self.beta;
        (self.max - self.min) * (self.alpha / n * (self.beta / n) / (n + 1.0)).sqrt()
    }

    pub(super) fn in_words(&self) -> String {
        let shape = match self.written {
            BetaWritten::MeanSd(mean, sd) => format!("mean {mean}, sd {sd}"),
            BetaWritten::Shapes => format!("alpha {}, beta {}", self.alpha, self.beta),
        };
        if (self.min, self.max) == (0.0, 1.0) {
            format!("beta({shape})")
        } else {
            format!("beta({shape}, min {}, max {})", self.min, self.max)
        }
    }
}

/// The share with probability `below` under it, and its slope in z, where the share is so small that only the power
/// s^a / (a B(a, b)) is left of the distribution function (to the last digit); none elsewhere.
fn next_to_zero(a: f64, b: f64, below: f64, z: f64) -> Option<(f64, f64)> {
    // Only small shapes come here: spare the others the logarithms.
    if a > 30.0 {
        return None;
    }
    let log = (libm::log(below) + libm::log(a) + ln_beta(a, b)) / a;
    let value = libm::exp(log);
    (log + libm::log(b.max(1.0)) < -37.0).then(|| (value, value * (normal_density(z) / below) / a))
}

/// The share whose odds are e^y times a / b, those of the mean: y is near 0 where the shapes are large, and costs no
/// digits.
fn share_at(a: f64, b: f64, y: f64) -> Share {
    Share::of_odds(a * libm::exp(y), b)
}

/// The normal score of I(a, b) at y less z, nearly straight in y.
fn score_against(a: f64, b: f64, z: f64, y: f64) -> Slope {
    let share = share_at(a, b, y);
    let density = beta_density_in_log_odds(a, b, share);
    let score = incomplete_beta_from(a, b, share, density).score();
    let first = density / normal_density(score);
    Slope { value: score - z, first, bend: a * share.rest - b * share.value + score * first }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_case_a08() {
        let Ok(Dist::Beta(law)) = beta(0.2, 0.04, 0.0, 1.0) else { panic!("valid") };
        assert!((law.alpha - 19.8).abs() <= 1e-12 * 19.8 && (law.beta - 79.2).abs() <= 1e-12 * 79.2);
        assert!((law.mean() - 0.2).abs() <= 1e-15 && (law.sd() - 0.04).abs() <= 1e-15);
    }

    #[test]
    fn says_which_sd_is_possible() {
        let refused = beta(0.2, 0.5, 0.0, 1.0).unwrap_err();
        assert_eq!(refused.parameter, "sd");
        assert_eq!(refused.message, "sd must be between 1.132e-8 and 0.399 for the mean = 0.2 on 0 to 1, got 0.5");
        assert!(beta(0.2, 0.399, 0.0, 1.0).is_ok() && beta(0.2, 1.132e-8, 0.0, 1.0).is_ok());
        for mean in [0.0, 1.0, 22.0, f64::NAN] {
            assert_eq!(beta(mean, 0.1, 0.0, 1.0).unwrap_err().parameter, "mean", "{mean}");
        }
        assert_eq!(beta(0.2, 0.1, 1.0, 0.0).unwrap_err().parameter, "max");
        assert_eq!(beta_from_shapes(2.0, 0.0, 0.0, 1.0).unwrap_err().message, "beta must be above 0, got 0");
    }
}
