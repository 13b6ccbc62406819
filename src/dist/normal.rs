//! The normal law.

use super::check::{finite, positive};
use super::table::Knot;
use super::{Dist, DistError};
use crate::math::level::Level;

/// The normal law.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Normal {
    /// Mean and median.
    pub mean: f64,
    /// Standard deviation, above 0.
    pub sd: f64,
}

/// The normal law.
///
/// # Errors
/// Refuses numbers that are not finite and an `sd` that is not above 0.
pub fn normal(mean: f64, sd: f64) -> Result<Dist, DistError> {
    finite("mean", mean)?;
    positive("sd", sd)?;
    Ok(Dist::Normal(Normal { mean, sd }))
}

impl Normal {
    pub(super) fn knot(&self, z: f64) -> Knot {
        Knot { x: self.mean + self.sd * z, slope: self.sd }
    }

    pub(super) fn level(&self, x: f64) -> Level {
        Level::of_score((x - self.mean) / self.sd)
    }

    pub(super) fn in_words(&self) -> String {
        format!("normal(mean {}, sd {})", self.mean, self.sd)
    }
}
