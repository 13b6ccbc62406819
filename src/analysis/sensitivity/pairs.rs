//! Indices from pairs of outcomes, trial by trial, that share some of their draws ("pick-freeze").
//!
//! With c and c' the two outcomes less their common mean, and V = mean of (c² + c'²) / 2 over all pairs:
//!  - closed index of what the two share: mean of c c' over V (Janon, Klein, Lagnoux, Nodet and Prieur 2014), the share
//!    of the variance that the shared draws explain together;
//!  - total-order index of what they do not share: mean of (c - c')² / 2 over V (Jansen 1999), what is left unknown
//!    when all else is known.
//!
//! They add up to 1 exactly on the same pairs, since c c' = (c² + c'²)/2 - (c - c')²/2. A pair's influence on an index
//! S = mean(a) / V is (a - S (c² + c'²)/2) / V; the common mean has none.

use super::share::Share;
use super::{FEWEST_TRIALS, is_constant, mean};

/// Closed index of the draws that the outcomes of a pair share, -1..1. Undefined where no outcome varies, or below
/// [`FEWEST_TRIALS`].
pub fn closed_index(y: &[f64], sharing: &[f64]) -> Share {
    index(y, sharing, |c, d| c * d)
}

/// Total-order index of the draws that the outcomes of a pair do not share, 0..2; exactly 0 where they never differ.
/// Undefined like [`closed_index`].
pub fn total_index(y: &[f64], redrawn: &[f64]) -> Share {
    index(y, redrawn, |c, d| (c - d) * (c - d) / 2.0)
}

/// [`closed_index`], with its error lowered by a third outcome of the trial, `unrelated`, that shares no draws with `y`
/// and all those with `sharing` that `y` does not: the unrelated pair's index is 0 but for noise, and that noise is much the same. It
/// is taken off as many times as lowers the error most (a control variate; once is the estimator of Saltelli et al.
/// 2010). Most is won where the index is small.
pub fn closed_index_beside(y: &[f64], sharing: &[f64], unrelated: &[f64]) -> Share {
    let product = |c: f64, d: f64| c * d;
    let (Some(pair), Some(noise)) = (index_of(y, sharing, product), index_of(y, unrelated, product)) else {
        return Share::default();
    };
    let squares: f64 = noise.influences.iter().map(|d| d * d).sum();
    let products = pair.influences.iter().zip(&noise.influences).map(|(a, b)| a * b);
    let times = if squares > 0.0 { products.sum::<f64>() / squares } else { 0.0 };
    let influences = pair.influences.iter().zip(&noise.influences).map(|(a, b)| a - times * b);
    Share::new(pair.value - times * noise.value, influences, 0.0)
}

fn index(y: &[f64], other: &[f64], part: impl Fn(f64, f64) -> f64) -> Share {
    let share = |index: Index| Share::new(index.value, index.influences.into_iter(), 0.0);
    index_of(y, other, part).map_or_else(Share::default, share)
}

struct Index {
    value: f64,
    influences: Vec<f64>,
}

fn index_of(y: &[f64], other: &[f64], part: impl Fn(f64, f64) -> f64) -> Option<Index> {
    if y.len() < FEWEST_TRIALS || is_constant(y) && is_constant(other) {
        return None;
    }
    let middle = mean(y.iter().zip(other).map(|(a, b)| (a + b) / 2.0));
    let pairs = || y.iter().zip(other).map(|(a, b)| (a - middle, b - middle));
    let square = |(c, d): (f64, f64)| (c * c + d * d) / 2.0;
    let variance = mean(pairs().map(square));
    let value = mean(pairs().map(|(c, d)| part(c, d))) / variance;
    let influence = |pair: (f64, f64)| (part(pair.0, pair.1) - value * square(pair)) / variance;
    Some(Index { value, influences: pairs().map(influence).collect() })
}
