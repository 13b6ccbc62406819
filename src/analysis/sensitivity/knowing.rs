//! What it is worth to know an input before one decides.
//!
//! Both values are of the form E|E[D | x]| or E[max(0, E[D | x])], where the absolute value or the maximum of a noisy
//! fit would make worth out of noise. So the fit decides, but does not count: a trial's decision is made by lines
//! through the other folds' trials ([`super::bins`]), and what counts is the trial's own D. For an input that has
//! nothing to do with D (a permuted one) decisions are blind to D, and the mean worth is 0 without more ado. Where the
//! fit is so noisy that it decides wrongly, the worth comes out too small, not too large; so that it seldom does, the
//! lines are as few (1, 3, 9, ... bins) as predict D best in the trials that they were not fitted to.

use super::bins::{Bins, bins, most_bins};
use super::ranks::Ranked;
use super::{FEWEST_TRIALS, around, is_constant, mean};
use crate::analysis::Estimate;

/// Parts of the trials that are fitted apart (cross-fitting; Chernozhukov et al. 2018).
const FOLDS: usize = 10;

/// E|P(hit | x) - P(hit)|, in points of probability (0..1): by how much knowing the input moves the probability, on
/// average, up or down. `hit` is 1 or 0. Undefined where input or `hit` is constant, or below [`FEWEST_TRIALS`].
pub fn value_of_knowing(x: &[f64], ranked: &Ranked, hit: &[f64]) -> Estimate {
    if ranked.distinct() < 2 || is_constant(hit) || hit.len() < FEWEST_TRIALS {
        return Estimate::default();
    }
    let p = mean(hit.iter().copied());
    let excess: Vec<f64> = hit.iter().map(|hit| hit - p).collect();
    let mut decided = decide(x, ranked, hit);
    // against the mean of those who decide: against that of all, a trial would have a say in its own decision
    let means = means_of_others(hit);
    decided.lead.iter_mut().enumerate().for_each(|(i, lead)| *lead -= means[i % FOLDS]);
    let side: Vec<f64> = decided.lead.iter().map(|lead| if *lead > 0.0 { 1.0 } else { -1.0 }).collect();
    // p is estimated from the same trials: of a trial's influence the mean side is taken off
    let mean_side = mean(side.iter().copied());
    let terms: Vec<f64> = side.iter().zip(&excess).map(|(side, excess)| (side - mean_side) * excess).collect();
    // from one side to the other is twice from not to taken
    of_terms(&terms, 4.0 * decided.variance_of_choice())
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
/// Brennan 2014): E[max(0, E[D | x])] - max(0, E[D]), what is gained on average if one may choose between two plans
/// after the input is known. `difference` is D, the value of the second plan less that of the first, by trial, in its
/// unit. Exactly 0 where no value of the input changes the choice. Undefined where the input is constant, or below
/// [`FEWEST_TRIALS`].
pub fn information_value(x: &[f64], ranked: &Ranked, difference: &[f64]) -> Estimate {
    if ranked.distinct() < 2 || difference.len() < FEWEST_TRIALS {
        return Estimate::default();
    }
    let second_on_average = mean(difference.iter().copied()) > 0.0;
    let decided = decide(x, ranked, difference);
    let changed = |lead: f64| f64::from(lead > 0.0) - f64::from(second_on_average);
    let terms: Vec<f64> = decided.lead.iter().zip(difference).map(|(&lead, d)| changed(lead) * d).collect();
    of_terms(&terms, decided.variance_of_choice())
}

fn of_terms(terms: &[f64], variance_of_choice: f64) -> Estimate {
    let value = mean(terms.iter().copied());
    let n = terms.len() as f64;
    let variance = mean(terms.iter().map(|t| (t - value) * (t - value))) / n;
    around(value, variance + variance_of_choice)
}

/// The cross-fit that decides.
struct Decided {
    bins: Bins,
    /// Fitted D by trial, from the other folds' trials, less what it is held against: above 0 speaks for.
    lead: Vec<f64>,
    /// Variance of D round its fit, by bin.
    variance: Vec<f64>,
}

fn decide(x: &[f64], ranked: &Ranked, y: &[f64]) -> Decided {
    let most = most_bins(x.len());
    let by_value = ranked.distinct() <= most;
    let fewer = std::iter::successors(Some(1), |count| Some(3 * count)).take_while(|&count| !by_value && count < most);
    let with = |count: usize| {
        let bins = bins(x, ranked, count);
        let lead = bins.fitted_by_others(y, FOLDS);
        let mut squares = vec![0.0; bins.len()];
        for (i, fit) in lead.iter().enumerate() {
            squares[bins.bin[i] as usize] += (y[i] - fit) * (y[i] - fit);
        }
        let variance = squares.iter().zip(&bins.trials).map(|(sum, &n)| sum / f64::from(n)).collect();
        (squares.iter().sum::<f64>(), Decided { bins, lead, variance })
    };
    let better = |a: (f64, Decided), b: (f64, Decided)| if b.0 < a.0 { b } else { a };
    fewer.map(with).fold(with(most), better).1
}

impl Decided {
    /// What the choices add to the variance of the mean of 1(fit > 0) D, beyond that of its terms.
    ///
    /// A trial's D moves the fits by which others of its bin decide, and theirs move its own: the terms of two trials i
    /// and j are correlated. With scores u, n trials and residual variance s² in the bin, and z the fit over its
    /// standard error s √((1 + u²)/n), their covariance is s² w_i w_j (1 + u_i u_j)² / n with w = φ(z) / √(1 + u²); its
    /// sum over the pairs of a bin is s² ((Σw)² + 2 (Σwu)² + (Σwu²)²) / n. The fit behind z is itself noisy by 1: z
    /// is taken 1 nearer to 0, to be on the safe side.
    fn variance_of_choice(&self) -> f64 {
        let mut sums = vec![[0.0; 3]; self.bins.len()];
        for (i, lead) in self.lead.iter().enumerate() {
            let (bin, u) = (self.bins.bin[i] as usize, self.bins.score[i]);
            let spread = 1.0 + u * u;
            let error = (self.variance[bin] * spread / f64::from(self.bins.trials[bin])).sqrt();
            let z = if error > 0.0 { (lead.abs() / error - 1.0).max(0.0) } else { continue };
            let w = libm::exp(-0.5 * z * z) / (2.0 * std::f64::consts::PI * spread).sqrt();
            let [a, b, c] = &mut sums[bin];
            (*a, *b, *c) = (*a + w, *b + w * u, *c + w * u * u);
        }
        let of_bin = |(sums, (s2, &n)): (&[f64; 3], (&f64, &u32))| {
            s2 * (sums[0] * sums[0] + 2.0 * sums[1] * sums[1] + sums[2] * sums[2]) / f64::from(n)
        };
        let all: f64 = sums.iter().zip(self.variance.iter().zip(&self.bins.trials)).map(of_bin).sum();
        all / (self.lead.len() as f64).powi(2)
    }
}
