//! Distributions: a closed set of families, each with its quantile function, truncated to a domain.

pub mod table;

use table::QuantileTable;

/// A distribution as written, with checked parameters.
#[derive(Clone, Debug, PartialEq)]
pub enum Dist {
    /// Evenly between two values.
    Uniform { min: f64, max: f64 },
}

/// A distribution truncated to a domain, ready to be drawn from.
#[derive(Clone, Debug)]
pub struct Law {
    /// As written.
    pub dist: Dist,
    /// Probability below the domain, which was cut.
    pub cut_below: f64,
    /// Probability above the domain, which was cut.
    pub cut_above: f64,
    /// How the kernel draws from it.
    pub sampler: Sampler,
}

/// The truncated quantile function in the form that the kernel evaluates.
#[derive(Clone, Debug)]
pub enum Sampler {
    /// Smooth laws: cubics in the normal score.
    Table(QuantileTable),
}

impl Law {
    /// Q(u) over the remaining probability, 0 < u < 1.
    pub fn quantile(&self, _u: f64) -> f64 {
        todo!()
    }
}
