//! The PERT law: a beta law from the least, likeliest and greatest value.

use super::beta::{Beta, BetaWritten};
use super::check::{mode_in_range, positive, refusal};
use super::{Dist, DistError};

/// A beta law on `min`..`max` with its mode at `mode`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pert {
    /// Likeliest value.
    pub mode: f64,
    /// How far the mode outweighs the ends; 4 is usual.
    pub weight: f64,
    /// alpha = 1 + weight (mode - min) / (max - min), beta = 1 + weight (max - mode) / (max - min).
    pub beta: Beta,
}

/// The PERT law (Malcolm, Roseboom, Clark and Fazar 1959; `weight` 4 where the scenario gives none): the mean is
/// (min + weight mode + max) / (weight + 2).
///
/// # Errors
/// Refuses numbers that are not finite, a `max` not above `min`, a `mode` outside both, a weight that is not above 0
/// or beyond 1e6.
pub fn pert(min: f64, mode: f64, max: f64, weight: f64) -> Result<Dist, DistError> {
    mode_in_range(min, mode, max)?;
    if positive("weight", weight)? > 1e6 {
        return Err(refusal("weight", format!("weight must be at most 1000000, got {weight}")));
    }
    let span = max - min;
    let (alpha, beta) = (1.0 + weight * ((mode - min) / span), 1.0 + weight * ((max - mode) / span));
    Ok(Dist::Pert(Pert { mode, weight, beta: Beta { alpha, beta, min, max, written: BetaWritten::Shapes } }))
}

impl Pert {
    pub(super) fn in_words(&self) -> String {
        let range = format!("min {}, mode {}, max {}", self.beta.min, self.mode, self.beta.max);
        if self.weight == 4.0 { format!("pert({range})") } else { format!("pert({range}, weight {})", self.weight) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::level::Level;

    #[test]
    fn worked_case_a03() {
        let Ok(Dist::Pert(law)) = pert(10.0, 20.0, 60.0, 4.0) else { panic!("valid") };
        assert!((law.beta.alpha - 1.8).abs() <= 1e-15 && (law.beta.beta - 4.2).abs() <= 1e-15);
        assert!((law.beta.mean() - 25.0).abs() <= 1e-13);
        assert!((law.beta.sd() * law.beta.sd() - 75.0).abs() <= 1e-12);
        let quantiles = [
            (0.05, 12.948869380590862),
            (0.1, 14.495106522962082),
            (0.25, 18.171574876113716),
            (0.5, 23.833612969625943),
            (0.75, 30.711331347723192),
            (0.9, 37.266702521679086),
            (0.95, 41.06383620080952),
        ];
        for (p, expected) in quantiles {
            let x = law.beta.knot(Level::of(p).score(), None).x;
            assert!((x - expected).abs() <= 1e-12 * expected, "{p}: {x} against {expected}");
        }
    }
}
