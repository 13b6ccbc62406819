//! How strongly an outcome hangs on an input: estimators on plain samples, blind to what a plan is.
//!
//! A sample is two slices of the same length, trial by trial: the input `x` and the outcome `y` (an amount, or 1 and 0
//! for hit and miss). Trials are independent; everything is summed in their order, so that results do not depend on
//! threads. An outcome or an input that is the same in all trials has no answer: `Estimate::default()`, never NaN.
//!
//! Every 95 % interval is the estimate ± 1.96 standard errors, the standard error from the influence of the single
//! trials on the estimate (the delta method; van der Vaart 1998, chapter 20).

pub mod bins;
pub mod cross_fit;
pub mod first_order;
pub mod knowing;
pub mod pairs;
pub mod ranks;
pub mod shapley;
pub mod share;
pub mod spearman;
pub mod tornado;

#[cfg(test)]
mod tests;

use super::Estimate;

/// 97.5 % quantile of the standard normal.
pub(crate) const Z_95: f64 = 1.959963984540054;

/// Fewest trials that an answer is given on: below, an interval by the central limit theorem is no interval.
pub const FEWEST_TRIALS: usize = 40;

/// The estimate ± 1.96 standard errors.
fn around(value: f64, variance: f64) -> Estimate {
    let half = Z_95 * variance.max(0.0).sqrt();
    Estimate { value: Some(value), low: Some(value - half), high: Some(value + half) }
}

/// Mean with its interval; undefined below [`FEWEST_TRIALS`].
pub fn mean_with_error(values: &[f64]) -> Estimate {
    if values.len() < FEWEST_TRIALS {
        return Estimate::default();
    }
    let value = mean(values.iter().copied());
    let variance = mean(values.iter().map(|v| (v - value) * (v - value)));
    around(value, variance / values.len() as f64)
}

/// Mean; 0 of nothing.
fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let n = values.len();
    if n == 0 { 0.0 } else { values.sum::<f64>() / n as f64 }
}

/// Whether all values are the same (or there are none).
fn is_constant(values: &[f64]) -> bool {
    values.windows(2).all(|pair| pair[0] == pair[1])
}

/// Values less their mean.
fn centred(values: &[f64]) -> Vec<f64> {
    let middle = mean(values.iter().copied());
    values.iter().map(|v| v - middle).collect()
}
