//! Spearman's rank correlation with its interval.
//!
//! The correlation of the ranks, ties at their average rank. The standard error is that of its influence function
//! (Croux and Dehon 2010, here with ties), which holds for any dependence and for a 0/1 outcome; the interval is taken
//! on Fisher's scale artanh ρ, so that it stays within -1..1.

use super::ranks::Ranked;
use super::{FEWEST_TRIALS, Z_95};
use crate::analysis::Estimate;

/// Rank correlation of two samples of the same trials, -1..1. Undefined where one of them is constant, or below
/// [`FEWEST_TRIALS`].
pub fn spearman(x: &Ranked, y: &Ranked) -> Estimate {
    if x.distinct() < 2 || y.distinct() < 2 || x.len() < FEWEST_TRIALS {
        return Estimate::default();
    }
    let (a, b) = (centred_shares(x), centred_shares(y));
    let (c, va, vb) = (dot(&a, &b), dot(&a, &a), dot(&b, &b));
    let rho = (c / (va * vb).sqrt()).clamp(-1.0, 1.0);
    let (b_above_x, a_above_y) = (x.mean_above(&b), y.mean_above(&a));
    let influence = |i: usize| {
        let dc = a[i] * b[i] + b_above_x[i] + a_above_y[i] - 3.0 * c;
        let dva = a[i] * a[i] + 2.0 * x.above[i] - 3.0 * va;
        let dvb = b[i] * b[i] + 2.0 * y.above[i] - 3.0 * vb;
        dc / (va * vb).sqrt() - rho / 2.0 * (dva / va + dvb / vb)
    };
    let n = x.len() as f64;
    let variance = (0..x.len()).map(|i| influence(i) * influence(i)).sum::<f64>() / n / n;
    on_fishers_scale(rho, variance)
}

fn on_fishers_scale(rho: f64, variance: f64) -> Estimate {
    let rest = 1.0 - rho * rho;
    if rest <= 0.0 || variance <= 0.0 {
        return Estimate { value: Some(rho), low: Some(rho), high: Some(rho) };
    }
    let (middle, half) = (libm::atanh(rho), Z_95 * variance.sqrt() / rest);
    let (low, high) = (libm::tanh(middle - half), libm::tanh(middle + half));
    Estimate { value: Some(rho), low: Some(low.min(rho)), high: Some(high.max(rho)) }
}

fn centred_shares(ranked: &Ranked) -> Vec<f64> {
    ranked.share.iter().map(|s| s - 0.5).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>() / a.len() as f64
}
