//! First-order Sobol' index from a sample at hand: the share of an outcome's variance that its expectation given the
//! input explains, Var(E[Y | x]) / Var(Y) (Sobol' 1993).
//!
//! E[Y | x] is fitted by lines in bins ([`super::bins`]). A fit with p coefficients explains something even of an
//! input that has nothing to do with the outcome: over all permutations of the input's values the mean of the raw
//! share R² is b = (p - 1) / (n - 1), exactly, whatever the outcome. So S = (R² - b) / (1 - b), which is 0 on average
//! for a permuted input and 1 where the input explains all. It is what regression calls the adjusted R².
//!
//! S = 1 - (n - 1)/(n - p) Σr² / Σc², with residuals r and centred outcomes c; so a trial's influence on it is
//! ((1 - S) c² - r²) / Var(Y). To that comes the noise of the fit itself, which is what is left where S = 0: a bin
//! with d coefficients and residual variance s² adds 2 d s⁴ to the variance of Σr². (Residuals of the fit at hand carry
//! twice that noise into the influences' variance, so it is taken off there.)

use super::bins::Bins;
use super::share::Share;
use super::{FEWEST_TRIALS, centred, is_constant};

/// First-order index of the binned input, at most 1; it can come out a little below 0. Undefined where the input or
/// the outcome is constant, or below [`FEWEST_TRIALS`].
pub fn first_order(x: &Bins, y: &[f64]) -> Share {
    let coefficients: f64 = x.coefficients.iter().map(|&d| f64::from(d)).sum();
    if is_constant(y) || coefficients < 2.0 || y.len() < FEWEST_TRIALS {
        return Share::default();
    }
    let n = y.len() as f64;
    let c = centred(y);
    let squares: Vec<f64> = x.fitted(&c).iter().zip(&c).map(|(fit, c)| (c - fit) * (c - fit)).collect();
    let total: f64 = c.iter().map(|c| c * c).sum();
    let index = 1.0 - (n - 1.0) / (n - coefficients) * squares.iter().sum::<f64>() / total;
    let noise = 2.0 * noise_of_fit(x, &squares) / (total * total);
    let influences = c.iter().zip(&squares).map(|(c, square)| ((1.0 - index) * c * c - square) * n / total);
    Share::new(index, influences, noise)
}

/// Σ over the bins of d s⁴, less the overall mean's share: one coefficient is not the input's.
fn noise_of_fit(x: &Bins, squares: &[f64]) -> f64 {
    let mut within = vec![0.0; x.len()];
    x.bin.iter().zip(squares).for_each(|(&bin, square)| within[bin as usize] += square);
    let coefficients: f64 = x.coefficients.iter().map(|&d| f64::from(d)).sum();
    let bins = within.iter().zip(&x.trials).zip(&x.coefficients);
    let noise: f64 = bins.map(|((w, &n), &d)| f64::from(d) * (w / f64::from(n)) * (w / f64::from(n))).sum();
    noise * (coefficients - 1.0) / coefficients
}
