//! Quantile functions as piecewise cubics in the normal score z.
/// A monotone quantile function x(z), z the standard normal score of the probability.
#[derive(Clone, Debug)]
pub struct QuantileTable {
    pub z_min: f64,
    pub inverse_step: f64,
    pub cubics: Vec<[f64; 4]>,
    pub min: f64,
    pub max: f64,
}
