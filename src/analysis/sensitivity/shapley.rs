//! Shapley effects of inputs that depend on one another (Owen 2014; Song, Nelson and Staum 2016).
//!
//! Of correlated inputs no share of the variance is one's own: each input's effect is what it adds to the closed index,
//! on average over all orders in which the inputs can become known. The effects are not negative in expectation and
//! add up to the closed index of them all.
//!
//! Here every trial has one random order of its own. Its outcome y is held against outcomes of the same trial in which
//! the first k inputs of its order keep their values, and all else is drawn anew (the inputs given those that are
//! kept): mean of c (y_k - y_{k-1}), over the trials in which input j is k-th, is what j adds. So the cost is one pass
//! an input, not one an order and input.

use super::{FEWEST_TRIALS, around, is_constant, mean};
use crate::analysis::Estimate;

/// Shares of an outcome's variance.
#[derive(Clone, Debug, PartialEq)]
pub struct Shapley {
    /// Effect of each input.
    pub inputs: Vec<Estimate>,
    /// Their sum: the closed index of them all, as estimated from the same outcomes.
    pub block: Estimate,
}

/// Shapley effects of m inputs. `steps[k]` is the outcome by trial with the first k inputs of the trial's order kept,
/// k = 0..m; `joins[k]` is the input, by trial, that is kept from step k + 1 on. `None` where nothing varies, below
/// [`FEWEST_TRIALS`], or without inputs.
pub fn shapley(y: &[f64], steps: &[Vec<f64>], joins: &[Vec<usize>]) -> Option<Shapley> {
    let (n, m) = (y.len(), joins.len());
    if n < FEWEST_TRIALS || m == 0 || steps.len() != m + 1 || is_constant(y) && is_constant(&steps[m]) {
        return None;
    }
    let middle = mean(y.iter().zip(&steps[m]).map(|(a, b)| (a + b) / 2.0));
    let square = |i: usize| ((y[i] - middle) * (y[i] - middle) + (steps[m][i] - middle) * (steps[m][i] - middle)) / 2.0;
    let variance = mean((0..n).map(square));
    // an input joins once a trial: what it adds there
    let mut added = vec![vec![0.0; n]; m];
    for k in 0..m {
        for i in 0..n {
            added[joins[k][i]][i] = (y[i] - middle) * (steps[k + 1][i] - steps[k][i]);
        }
    }
    let whole: Vec<f64> = (0..n).map(|i| (y[i] - middle) * (steps[m][i] - steps[0][i])).collect();
    let share = |added: &Vec<f64>| {
        let value = mean(added.iter().copied()) / variance;
        let influence = |i: usize| (added[i] - value * square(i)) / variance;
        around(value, mean((0..n).map(influence).map(|d| d * d)) / n as f64)
    };
    Some(Shapley { inputs: added.iter().map(share).collect(), block: share(&whole) })
}
