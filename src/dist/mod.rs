//! Distributions: a closed set of families, each with its quantile function, truncated to a domain.

pub mod domain;
pub mod table;

pub use domain::Domain;
use table::QuantileTable;

/// A distribution as written, with checked parameters.
#[derive(Clone, Debug, PartialEq)]
pub enum Dist {
    /// Evenly between two values.
    Uniform { min: f64, max: f64 },
}

/// A parameter that a family refuses.
#[derive(Clone, Debug, PartialEq)]
pub struct DistError {
    /// The parameter's key in the scenario ("sd"), to underline; the first of several.
    pub parameter: &'static str,
    /// What is wrong and what is allowed, in one sentence without a full stop.
    pub message: String,
}

/// A distribution truncated to a domain, ready to be drawn from.
#[derive(Clone, Debug)]
pub struct Law {
    /// As written.
    pub dist: Dist,
    /// The domain that it is truncated to.
    pub domain: Domain,
    /// Probability below the domain, which was cut.
    pub cut_below: f64,
    /// Probability above the domain, which was cut.
    pub cut_above: f64,
    /// How the kernel draws from it.
    pub sampler: Sampler,
}

/// The truncated quantile function in the form that the kernel evaluates, by the normal score z of the probability.
#[derive(Clone, Debug)]
pub enum Sampler {
    /// Smooth laws: cubics in the normal score.
    Table(QuantileTable),
}

impl Law {
    /// The distribution truncated to the domain.
    pub fn new(dist: Dist, domain: Domain) -> Law {
        let _ = (dist, domain);
        todo!()
    }

    /// Q(u) over the remaining probability, 0 < u < 1; exact, not from the table.
    pub fn quantile(&self, u: f64) -> f64 {
        let _ = u;
        todo!()
    }
}
