//! A probability together with its complement.

use super::special::{normal_cdf, normal_quantile};

/// A probability and one minus it, both to full relative accuracy, so that upper tails lose nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    /// The probability of lying at or below a point, 0..1.
    pub below: f64,
    /// The probability of lying above it, 0..1.
    pub above: f64,
}

impl Level {
    /// Nothing lies below.
    pub const NONE_BELOW: Self = Self { below: 0.0, above: 1.0 };
    /// Nothing lies above.
    pub const NONE_ABOVE: Self = Self { below: 1.0, above: 0.0 };

    /// The level of a probability 0..1; the complement is exact for `probability` >= 1/2.
    pub fn of(probability: f64) -> Self {
        Self { below: probability, above: 1.0 - probability }
    }

    /// The level of a standard normal score.
    pub fn of_score(z: f64) -> Self {
        Self { below: normal_cdf(z), above: normal_cdf(-z) }
    }

    /// The level whose complement is known to full accuracy.
    pub fn of_above(above: f64) -> Self {
        Self { below: 1.0 - above, above }
    }

    /// Its standard normal score, from the smaller side; infinite where one side is 0.
    pub fn score(self) -> f64 {
        if self.below <= self.above { normal_quantile(self.below) } else { -normal_quantile(self.above) }
    }

    /// The level of the same point of the mirrored variable.
    pub fn mirrored(self) -> Self {
        Self { below: self.above, above: self.below }
    }
}
