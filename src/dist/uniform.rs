//! The uniform law: every value between two ends equally likely.

use super::check::range;
use super::{Dist, DistError};
use crate::math::level::Level;

/// Evenly between `min` and `max`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Uniform {
    /// Least value.
    pub min: f64,
    /// Greatest value, above `min`.
    pub max: f64,
}

/// The uniform law between two ends.
///
/// # Errors
/// Refuses ends that are not finite, and a `max` that is not above `min`.
pub fn uniform(min: f64, max: f64) -> Result<Dist, DistError> {
    range(min, max)?;
    Ok(Dist::Uniform(Uniform { min, max }))
}

impl Uniform {
    pub(super) fn quantile(&self, level: Level) -> f64 {
        let span = self.max - self.min;
        if level.below <= level.above { self.min + span * level.below } else { self.max - span * level.above }
    }

    pub(super) fn level(&self, x: f64) -> Level {
        let span = self.max - self.min;
        Level { below: ((x - self.min) / span).clamp(0.0, 1.0), above: ((self.max - x) / span).clamp(0.0, 1.0) }
    }

    pub(super) fn mean(&self) -> f64 {
        0.5 * (self.min + self.max)
    }

    /// (max - min) / sqrt 12.
    pub(super) fn sd(&self) -> f64 {
        (self.max - self.min) / 12f64.sqrt()
    }

    pub(super) fn in_words(&self) -> String {
        format!("uniform(min {}, max {})", self.min, self.max)
    }
}
