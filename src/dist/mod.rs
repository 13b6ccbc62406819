//! Distributions: a closed set of families, each with its quantile function, truncated to a domain.

pub mod beta;
mod check;
pub mod discrete;
pub mod domain;
pub mod empirical;
pub mod gamma;
mod law;
pub mod lognormal;
mod moments;
pub mod normal;
pub mod percentiles;
pub mod pert;
mod sampler;
pub mod table;
pub mod triangular;
pub mod uniform;
pub mod weibull;

pub use beta::{Beta, beta, beta_from_shapes};
pub use discrete::{Discrete, discrete};
pub use domain::Domain;
pub use empirical::{Empirical, empirical};
pub use gamma::{Gamma, gamma};
pub use law::Law;
pub use lognormal::{LogNormal, lognormal, lognormal_from_median};
pub use normal::{Normal, normal};
pub use percentiles::{Percentiles, percentiles};
pub use pert::{Pert, pert};
pub use sampler::{Part, Sampler};
pub use triangular::{Triangular, triangular};
pub use uniform::{Uniform, uniform};
pub use weibull::{Weibull, weibull};

use crate::math::level::Level;
use table::Knot;

/// A distribution as written, with checked parameters: made by the function of its family ([`normal()`], [`pert()`], ...).
#[derive(Clone, Debug, PartialEq)]
pub enum Dist {
    /// Evenly between two values.
    Uniform(Uniform),
    /// A triangle over three values.
    Triangular(Triangular),
    /// A smooth hill over three values.
    Pert(Pert),
    /// The bell curve.
    Normal(Normal),
    /// The logarithm is normal.
    LogNormal(LogNormal),
    /// Shares.
    Beta(Beta),
    /// Positive, skewed to the right.
    Gamma(Gamma),
    /// Times until something happens.
    Weibull(Weibull),
    /// A few values with weights.
    Discrete(Discrete),
    /// Past values.
    Empirical(Empirical),
    /// Through percentiles.
    Percentiles(Percentiles),
}

/// A parameter that a family refuses.
#[derive(Clone, Debug, PartialEq)]
pub struct DistError {
    /// The parameter's key in the scenario ("sd"), to underline; the first of several.
    pub parameter: &'static str,
    /// What is wrong and what is allowed, in one sentence without a full stop.
    pub message: String,
}

impl Dist {
    /// As one would say it: "pert(min 3, mode 4.5, max 9)", "percentiles p10 0.17, p50 0.22, p90 0.27".
    pub fn in_words(&self) -> String {
        match self {
            Dist::Uniform(law) => law.in_words(),
            Dist::Triangular(law) => law.in_words(),
            Dist::Pert(law) => law.in_words(),
            Dist::Normal(law) => law.in_words(),
            Dist::LogNormal(law) => law.in_words(),
            Dist::Beta(law) => law.in_words(),
            Dist::Gamma(law) => law.in_words(),
            Dist::Weibull(law) => law.in_words(),
            Dist::Discrete(law) => law.in_words(),
            Dist::Empirical(law) => law.in_words(),
            Dist::Percentiles(law) => law.in_words(),
        }
    }

    /// The value at a level, untruncated.
    fn quantile(&self, level: Level) -> f64 {
        match self {
            Dist::Uniform(law) => law.quantile(level),
            Dist::Triangular(law) => law.quantile(level),
            Dist::Discrete(law) => discrete::discrete_quantile(&law.cumulative(), &law.values, level.below),
            Dist::Empirical(law) => empirical::empirical_quantile(&law.sorted, level),
            smooth => smooth.knot(level.score(), None).x,
        }
    }

    /// Value and slope at the normal score z, untruncated; `near` is a guess of the value. The laws with kinks, which
    /// no table holds, have slope 0.
    fn knot(&self, z: f64, near: Option<f64>) -> Knot {
        match self {
            Dist::Pert(law) => law.beta.knot(z, near),
            Dist::Normal(law) => law.knot(z),
            Dist::LogNormal(law) => law.knot(z),
            Dist::Beta(law) => law.knot(z, near),
            Dist::Gamma(law) => law.knot(z, near),
            Dist::Weibull(law) => law.knot(z),
            Dist::Percentiles(law) => law.knot(z),
            Dist::Uniform(_) | Dist::Triangular(_) | Dist::Discrete(_) | Dist::Empirical(_) => {
                Knot { x: self.quantile(Level::of_score(z)), slope: 0.0 }
            }
        }
    }

    /// P(X <= x) and P(X > x), untruncated.
    fn level(&self, x: f64) -> Level {
        match self {
            Dist::Uniform(law) => law.level(x),
            Dist::Triangular(law) => law.level(x),
            Dist::Pert(law) => law.beta.level(x),
            Dist::Normal(law) => law.level(x),
            Dist::LogNormal(law) => law.level(x),
            Dist::Beta(law) => law.level(x),
            Dist::Gamma(law) => law.level(x),
            Dist::Weibull(law) => law.level(x),
            Dist::Discrete(law) => law.level(x),
            Dist::Empirical(law) => law.level(x),
            Dist::Percentiles(law) => law.level(x),
        }
    }

    /// P(X < x) and P(X >= x), untruncated.
    fn level_under(&self, x: f64) -> Level {
        match self {
            Dist::Discrete(law) => law.level_under(x),
            Dist::Empirical(law) => law.level_under(x),
            without_atoms => without_atoms.level(x),
        }
    }

    /// The least and greatest value, untruncated.
    fn support(&self) -> (f64, f64) {
        match self {
            Dist::Uniform(law) => (law.min, law.max),
            Dist::Triangular(law) => (law.min, law.max),
            Dist::Pert(law) => (law.beta.min, law.beta.max),
            Dist::Beta(law) => (law.min, law.max),
            Dist::Normal(_) => (f64::NEG_INFINITY, f64::INFINITY),
            Dist::LogNormal(_) | Dist::Gamma(_) | Dist::Weibull(_) => (0.0, f64::INFINITY),
            Dist::Discrete(law) => (law.values[0], law.values[law.values.len() - 1]),
            Dist::Empirical(law) => (law.sorted[0], law.sorted[law.sorted.len() - 1]),
            Dist::Percentiles(law) => law.support(),
        }
    }

    /// Mean and standard deviation, untruncated.
    fn moments(&self) -> (f64, f64) {
        match self {
            Dist::Uniform(law) => (law.mean(), law.sd()),
            Dist::Triangular(law) => (law.mean(), law.sd()),
            Dist::Pert(law) => (law.beta.mean(), law.beta.sd()),
            Dist::Normal(law) => (law.mean, law.sd),
            Dist::LogNormal(law) => (law.mean(), law.sd()),
            Dist::Beta(law) => (law.mean(), law.sd()),
            Dist::Gamma(law) => (law.mean, law.sd),
            Dist::Weibull(law) => (law.mean(), law.sd()),
            Dist::Discrete(law) => law.moments(),
            Dist::Empirical(law) => law.moments_between(0.0, 1.0),
            Dist::Percentiles(law) => law.moments(),
        }
    }
}

#[cfg(test)]
mod tests;
