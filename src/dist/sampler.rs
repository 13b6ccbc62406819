//! How the kernel draws from a law: its truncated quantile function by the normal score.

use super::discrete::discrete_quantile;
use super::empirical::empirical_quantile;
use super::table::QuantileTable;
use super::triangular::Triangular;
use super::uniform::Uniform;
use crate::math::level::Level;

/// The truncated quantile function in the form that the kernel evaluates, by the normal score z of the probability.
#[derive(Clone, Debug)]
pub enum Sampler {
    /// Smooth laws: cubics in the normal score.
    Table(QuantileTable),
    /// A uniform law on what is left of its range.
    Uniform(Uniform),
    /// A triangle and the part of it that is left.
    Triangular(Triangular, Part),
    /// Values and P(X <= value) of what is left; the last is 1. One value is a constant.
    Discrete {
        /// P(X <= value), ascending.
        cumulative: Vec<f64>,
        /// Ascending.
        values: Vec<f64>,
    },
    /// Past values, at least one, ascending, and the part of them that is left.
    Empirical {
        /// The values.
        sorted: Vec<f64>,
        /// The levels that are left.
        part: Part,
    },
}

/// What a domain leaves of a law.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// The probability that was cut below.
    pub below: f64,
    /// The probability that is left.
    pub share: f64,
    /// The probability that was cut above.
    pub above: f64,
    /// The least value that is left.
    pub min: f64,
    /// The greatest value that is left.
    pub max: f64,
}

impl Part {
    /// The level of the whole law that belongs to a level of the part: below + share u.
    pub fn level(&self, level: Level) -> Level {
        Level { below: self.below + self.share * level.below, above: self.above + self.share * level.above }
    }

    /// `x` moved to what is left; not a number becomes the least value.
    pub fn clamp(&self, x: f64) -> f64 {
        x.max(self.min).min(self.max)
    }
}

impl Sampler {
    /// The value at the standard normal score z.
    pub fn value(&self, z: f64) -> f64 {
        match self {
            Sampler::Table(table) => table.value(z),
            _ => self.value_at(Level::of_score(z)),
        }
    }

    /// The value at a level.
    pub(super) fn value_at(&self, level: Level) -> f64 {
        match self {
            Sampler::Table(table) => table.value(level.score()),
            Sampler::Uniform(uniform) => uniform.quantile(level),
            Sampler::Triangular(triangular, part) => part.clamp(triangular.quantile(part.level(level))),
            Sampler::Discrete { cumulative, values } => discrete_quantile(cumulative, values, level.below),
            Sampler::Empirical { sorted, part } => part.clamp(empirical_quantile(sorted, part.level(level))),
        }
    }
}
