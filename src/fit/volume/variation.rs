//! What months vary by beyond chance, and how long it lasts.
//!
//! Month i has Poi(λ_i (1 + δ_i)) records; δ has variance τ² and keeps the share ρ from one month to the next, which is
//! how the engine draws `per = "month"` with persistence. Given (τ, ρ), the counts about a fitted regression are taken
//! as normal with variances λ_i + τ² λ_i λ_j ρ^|i-j| and their likelihood is taken over the residuals (REML; Patterson
//! and Thompson 1971), so that what level, growth and season have taken up is given back. The filter of the AR(1) makes
//! it cost n steps. Prior: even odds that months vary by chance alone; else τ half-Cauchy with scale [`SCALE`]
//! (Gelman 2006), ρ uniform. All that is told is averaged over the posterior: a short history does not collapse to
//! "chance alone".

use super::regression::{Regression, Row};
use crate::math::matrix::{cholesky, solve};

/// Where months vary beyond chance and season, they are taken beforehand to do so by less than this in half of all
/// cases.
const SCALE: f64 = 0.1;

/// Points of τ: midpoints of equal prior probability.
const TAUS: usize = 20;

/// Points of ρ: midpoints of 0 to 0.95.
const RHOS: usize = 7;

/// One possible state of affairs.
#[derive(Clone, Copy, Debug)]
pub struct Possible {
    /// τ².
    pub variance: f64,
    /// ρ.
    pub persistence: f64,
    /// Its posterior probability.
    pub probability: f64,
}

/// The posterior of (τ², ρ).
#[derive(Clone, Debug)]
pub struct Variation {
    /// The grid; probabilities sum to 1.
    pub possible: Vec<Possible>,
}

/// What the counts say of (τ, ρ) about a fitted regression.
pub fn variation(rows: &[Row], fitted: &Regression) -> Variation {
    let taus = (0..TAUS).map(|j| SCALE * (std::f64::consts::FRAC_PI_2 * (j as f64 + 0.5) / TAUS as f64).tan());
    let rhos = |tau: f64| (0..RHOS).map(move |j| (tau * tau, 0.95 * (j as f64 + 0.5) / RHOS as f64));
    let beyond: Vec<(f64, f64)> = taus.flat_map(rhos).collect();
    let columns = columns(rows, fitted);
    let by_chance = log_likelihood(&columns, 0.0, 0.0) + ((TAUS * RHOS) as f64).ln();
    let given = beyond.iter().map(|&(variance, rho)| log_likelihood(&columns, variance, rho));
    let logs: Vec<f64> = std::iter::once(by_chance).chain(given).collect();
    let best = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let total: f64 = logs.iter().map(|l| (l - best).exp()).sum();
    let of = |((variance, persistence), log): ((f64, f64), &f64)| Possible {
        variance,
        persistence,
        probability: (log - best).exp() / total,
    };
    Variation { possible: std::iter::once((0.0, 0.0)).chain(beyond).zip(&logs).map(of).collect() }
}

/// √λ_i, the Pearson residual and the regressors times √λ_i, month by month.
fn columns(rows: &[Row], fitted: &Regression) -> Vec<(f64, Vec<f64>)> {
    let month = |(row, mean): (&Row, &f64)| {
        let root = mean.sqrt();
        let values = std::iter::once((row.count - mean) / root).chain(row.x.iter().map(|x| x * root));
        (root, values.collect())
    };
    rows.iter().zip(&fitted.means).map(month).collect()
}

/// REML log-likelihood: -½ (ln|V| + ln|X'V⁻¹X| + z'Pz), with V⁻¹ applied by the Kalman filter of δ.
fn log_likelihood(columns: &[(f64, Vec<f64>)], variance: f64, rho: f64) -> f64 {
    let width = columns[0].1.len();
    let mut products = vec![vec![0.0; width]; width];
    let mut state = vec![0.0; width];
    let (mut uncertain, mut log_determinant) = (variance, 0.0);
    let mut surprise = vec![0.0; width];
    for (root, values) in columns {
        let spread = root * root * uncertain + 1.0;
        let gain = uncertain * root / spread;
        log_determinant += spread.ln();
        for j in 0..width {
            surprise[j] = values[j] - root * state[j];
            state[j] = rho * (state[j] + gain * surprise[j]);
        }
        for i in 0..width {
            (0..=i).for_each(|j| products[i][j] += surprise[i] * surprise[j] / spread);
        }
        uncertain = rho * rho * (uncertain - gain * root * uncertain) + variance * (1.0 - rho * rho);
    }
    let information: Vec<Vec<f64>> = products[1..].iter().map(|row| row[1..].to_vec()).collect();
    let right: Vec<f64> = products[1..].iter().map(|row| row[0]).collect();
    let Some(factor) = cholesky(&information) else { return f64::NEG_INFINITY };
    let explained: f64 = solve(&factor, &right).iter().zip(&right).map(|(b, r)| b * r).sum();
    let log_information: f64 = (0..factor.len()).map(|i| 2.0 * factor[i][i].ln()).sum();
    -0.5 * (log_determinant + log_information + products[0][0] - explained)
}

impl Variation {
    /// Mean over the posterior.
    pub fn mean(&self, of: impl Fn(&Possible) -> f64) -> f64 {
        self.possible.iter().map(|p| p.probability * of(p)).sum()
    }

    /// E τ².
    pub fn variance(&self) -> f64 {
        self.mean(|p| p.variance)
    }

    /// ρ, weighted by the variance that it belongs to (0 where months cannot vary).
    pub fn persistence(&self) -> f64 {
        self.mean(|p| p.variance * p.persistence) / self.variance().max(f64::MIN_POSITIVE)
    }
}

/// Variance of Σ u_i δ_i over months at these places (rising): τ² Σ Σ u_i u_j ρ^|i-j|.
pub fn weighted_variance(weights: &[(i32, f64)], possible: &Possible) -> f64 {
    let (mut sum, mut carried, mut last) = (0.0, 0.0, 0);
    for &(place, weight) in weights {
        carried *= possible.persistence.powi(place - last);
        sum += weight * (weight + 2.0 * carried);
        carried += weight;
        last = place;
    }
    possible.variance * sum
}
