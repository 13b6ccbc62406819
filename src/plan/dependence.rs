//! Correlated drivers.

use super::{DriverId, Per};

/// A group of drivers that are correlated with one another and with no others.
///
/// Their normal scores are z = L ε with ε independent standard normal (a Gaussian copula).
#[derive(Clone, Debug)]
pub struct Dependence {
    /// How often they are all drawn.
    pub per: Per,
    /// Members in the bytewise order of their paths.
    pub drivers: Vec<DriverId>,
    /// Pearson correlation on the normal scale, row by row, as used (after a repair).
    pub correlation: Vec<Vec<f64>>,
    /// Its lower Cholesky factor L, row by row.
    pub factor: Vec<Vec<f64>>,
}
