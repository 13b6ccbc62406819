//! The Weibull law: times until something happens whose rate grows (shape above 1) or falls (below 1) with age.

use super::check::{positive, refusal};
use super::moments::moments_by_score;
use super::table::Knot;
use super::{Dist, DistError};
use crate::math::level::Level;
use crate::math::special::{ln_gamma, normal_density};

/// The least shape that is taken: the p90 is then 10^12 times the median.
const LEAST_SHAPE: f64 = 0.05;

/// P(X > x) = exp(-(x / scale)^shape).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weibull {
    /// Shape, at least 0.05.
    pub shape: f64,
    /// Scale, above 0: 63.2 % lie below it.
    pub scale: f64,
}

/// The Weibull law.
///
/// # Errors
/// Refuses numbers that are not finite and above 0, and a shape below 0.05 (whose tail has no useful numbers) or
/// above 1e9.
pub fn weibull(shape: f64, scale: f64) -> Result<Dist, DistError> {
    if !(LEAST_SHAPE..=1e9).contains(&positive("shape", shape)?) {
        return Err(refusal("shape", format!("shape must be between {LEAST_SHAPE} and 1e9, got {shape}")));
    }
    positive("scale", scale)?;
    Ok(Dist::Weibull(Weibull { shape, scale }))
}

impl Weibull {
    pub(super) fn knot(&self, z: f64) -> Knot {
        let level = Level::of_score(z);
        let hazard = if level.below < 0.5 { -libm::log1p(-level.below) } else { -libm::log(level.above) };
        let x = self.scale * libm::pow(hazard, 1.0 / self.shape);
        Knot { x, slope: x / self.shape * (normal_density(z) / (level.above * hazard)) }
    }

    pub(super) fn level(&self, x: f64) -> Level {
        if x <= 0.0 {
            return Level::NONE_BELOW;
        }
        let hazard = libm::pow(x / self.scale, self.shape);
        Level { below: -libm::expm1(-hazard), above: libm::exp(-hazard) }
    }

    /// scale Gamma(1 + 1 / shape).
    pub(super) fn mean(&self) -> f64 {
        self.scale * libm::exp(ln_gamma(1.0 + 1.0 / self.shape))
    }

    /// scale sqrt(Gamma(1 + 2 / shape) - Gamma(1 + 1 / shape)^2); by quadrature where the two cancel.
    pub(super) fn sd(&self) -> f64 {
        if self.shape > 10.0 {
            return moments_by_score(10.0, |z| self.knot(z).x).1;
        }
        let (first, second) = (ln_gamma(1.0 + 1.0 / self.shape), ln_gamma(1.0 + 2.0 / self.shape));
        self.scale * libm::exp(0.5 * second) * (-libm::expm1(2.0 * first - second)).sqrt()
    }

    pub(super) fn in_words(&self) -> String {
        format!("weibull(shape {}, scale {})", self.shape, self.scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shape_one_is_exponential() {
        let law = Weibull { shape: 1.0, scale: 4.0 };
        assert!((law.mean() - 4.0).abs() <= 1e-14 && (law.sd() - 4.0).abs() <= 1e-14);
        assert!((law.knot(0.0).x - 4.0 * std::f64::consts::LN_2).abs() <= 1e-14);
    }

    #[test]
    fn both_formulas_of_the_sd_agree() {
        let below = Weibull { shape: 10.0, scale: 2.0 }.sd();
        let above = Weibull { shape: 10.0 + 1e-13, scale: 2.0 }.sd();
        assert!((below - above).abs() <= 1e-12 * below, "{below} {above}");
    }
}
