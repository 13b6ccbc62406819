//! What it is worth to know an input before one decides.
//!
//! Both values are of the form E|E[D | x]| or E[max(0, E[D | x])], where the absolute value or the maximum of a noisy
//! fit would make worth out of noise. So the fit decides, but does not count: a trial's decision is made by lines
//! through other trials ([`super::cross_fit`]), and what counts is the trial's own D. For an input that has nothing to
//! do with D (a permuted one) decisions are blind to D, and the mean worth is 0 without more ado. Where the fit is so
//! noisy that it decides wrongly, the worth comes out too small, not too large.

use super::bins::Bins;
use super::cross_fit::{CrossFit, FOLDS, cross_fit};
use super::{FEWEST_TRIALS, around, is_constant, mean};
use crate::analysis::Estimate;

/// Beyond so many standard errors no choice is open: φ is below 1e-14.
const MOST_Z: f64 = 8.0;

/// E|P(hit | x) - P(hit)|, in points of probability (0..1): by how much knowing the input moves the probability, on
/// average, up or down. `hit` is 1 or 0. Undefined where input or `hit` is constant, or below [`FEWEST_TRIALS`].
pub fn value_of_knowing(x: &Bins, hit: &[f64]) -> Estimate {
    if x.is_constant() || is_constant(hit) || hit.len() < FEWEST_TRIALS {
        return Estimate::default();
    }
    let p = mean(hit.iter().copied());
    let fit = cross_fit(x, hit);
    // against the mean of those who decide: against that of all, a trial would have a say in its own decision
    let means = means_of_others(hit);
    let lead: Vec<f64> = fit.values().iter().enumerate().map(|(i, value)| value - means[i % FOLDS]).collect();
    let side: Vec<f64> = lead.iter().map(|lead| if *lead > 0.0 { 1.0 } else { -1.0 }).collect();
    // p is estimated from the same trials: of a trial's influence the mean side is taken off
    let mean_side = mean(side.iter().copied());
    let terms: Vec<f64> = side.iter().zip(hit).map(|(side, hit)| (side - mean_side) * (hit - p)).collect();
    // from one side to the other is twice from not to taken
    of_terms(&terms, 4.0 * variance_of_choice(&fit, &lead))
}

/// Mean over the other folds, by fold.
fn means_of_others(y: &[f64]) -> Vec<f64> {
    let total: f64 = y.iter().sum();
    let without = |fold: usize| {
        let own = || y.iter().skip(fold).step_by(FOLDS);
        (total - own().sum::<f64>()) / (y.len() - own().len()) as f64
    };
    (0..FOLDS).map(without).collect()
}

/// Expected value of partial perfect information (Raiffa and Schlaifer 1961), by regression (Strong, Oakley and
/// Brennan 2014): E[max(0, E[D | x])] - max(0, E\[D\]), what is gained on average if one may choose between two plans
/// after the input is known. `difference` is D, the value of the second plan less that of the first, by trial, in its
/// unit. Exactly 0 where no value of the input changes the choice. Undefined where the input is constant, or below
/// [`FEWEST_TRIALS`].
pub fn information_value(x: &Bins, difference: &[f64]) -> Estimate {
    if x.is_constant() || difference.len() < FEWEST_TRIALS {
        return Estimate::default();
    }
    let second_on_average = mean(difference.iter().copied()) > 0.0;
    let fit = cross_fit(x, difference);
    let lead = fit.values();
    let changed = |lead: f64| f64::from(lead > 0.0) - f64::from(second_on_average);
    let terms: Vec<f64> = lead.iter().zip(difference).map(|(&lead, d)| changed(lead) * d).collect();
    of_terms(&terms, variance_of_choice(&fit, &lead))
}

/// Expected value of perfect information: E[max(0, D)] - max(0, E\[D\]), the most that any knowledge can be worth.
/// Undefined below [`FEWEST_TRIALS`].
pub fn value_of_all(difference: &[f64]) -> Estimate {
    if difference.len() < FEWEST_TRIALS {
        return Estimate::default();
    }
    let second_on_average = mean(difference.iter().copied()) > 0.0;
    let changed = |d: f64| f64::from(d > 0.0) - f64::from(second_on_average);
    of_terms(&difference.iter().map(|&d| changed(d) * d).collect::<Vec<f64>>(), 0.0)
}

fn of_terms(terms: &[f64], variance_of_choice: f64) -> Estimate {
    let value = mean(terms.iter().copied());
    let n = terms.len() as f64;
    let variance = mean(terms.iter().map(|t| (t - value) * (t - value))) / n;
    around(value, variance + variance_of_choice)
}

/// What the choices add to the variance of the mean of 1(lead > 0) D, beyond that of its terms.
///
/// A trial's D moves the fits by which others of its bin decide, and theirs move its own: the terms of two trials i and
/// j are correlated. With scores u, n trials and residual variance s² in the bin, and z the lead over its standard
/// error s √((1 + u²)/n), their covariance is s² w_i w_j (1 + u_i u_j)² / n with w = φ(z) / √(1 + u²); its sum over the
/// pairs of a bin is s² ((Σw)² + 2 (Σwu)² + (Σwu²)²) / n. The lead is itself noisy by one standard error: z is taken 1
/// nearer to 0, to be on the safe side.
fn variance_of_choice(fit: &CrossFit<'_>, lead: &[f64]) -> f64 {
    let mut sums = vec![[0.0; 3]; fit.trials.len()];
    for (i, lead) in lead.iter().enumerate() {
        let (bin, u) = fit.place(i);
        let spread = 1.0 + u * u;
        let error = (fit.variance[bin] * spread / fit.trials[bin]).sqrt();
        let z = if error > 0.0 { (lead.abs() / error - 1.0).max(0.0) } else { continue };
        if z > MOST_Z {
            continue;
        }
        let w = libm::exp(-0.5 * z * z) / (2.0 * std::f64::consts::PI * spread).sqrt();
        let [a, b, c] = &mut sums[bin];
        (*a, *b, *c) = (*a + w, *b + w * u, *c + w * u * u);
    }
    let of_bin = |(sums, (s2, n)): (&[f64; 3], (&f64, &f64))| {
        s2 * (sums[0] * sums[0] + 2.0 * sums[1] * sums[1] + sums[2] * sums[2]) / n
    };
    let all: f64 = sums.iter().zip(fit.variance.iter().zip(&fit.trials)).map(of_bin).sum();
    all / (lead.len() as f64 * lead.len() as f64)
}
