//! Whether the calendar month matters, and by how much.

use super::months::Months;
use super::regression::{Row, dot, fit, step_from};
use super::variation::variation;
use crate::calendar::YearMonth;
use crate::math::matrix::{cholesky, solve};
use statrs::distribution::{ContinuousCDF, FisherSnedecor};

/// A season is looked for from two whole years on: before that it cannot be told from growth.
const FEWEST_MONTHS: usize = 24;

/// A season is kept where the data would look so seasonal by chance less often than this.
pub const SIGNIFICANCE: f64 = 0.05;

/// What the calendar month does.
#[derive(Clone, Debug, PartialEq)]
pub struct Season {
    /// ln of the weight of January..December; zeros where no season is kept.
    pub log_weights: [f64; 12],
    /// Whether one is kept.
    pub kept: bool,
    /// How often seasonless months would look so seasonal; `None` where it was not looked for.
    pub p_value: Option<f64>,
    /// Records that it was fitted on.
    pub records: f64,
}

impl Season {
    /// No season.
    pub const NONE: Self = Self { log_weights: [0.0; 12], kept: false, p_value: None, records: 0.0 };

    /// Degrees of freedom that it has taken from these months: its 11, by their share of the records that it was fitted
    /// on.
    pub fn freedom(&self, months: &Months) -> f64 {
        if self.kept { 11.0 * (months.total() / self.records).min(1.0) } else { 0.0 }
    }

    /// The 12 weights, January first, mean 1.
    pub fn weights(&self) -> Vec<f64> {
        self.log_weights.iter().map(|w| w.exp()).collect()
    }
}

/// The season of these months beside level and growth: an F test of the scores of the 11 contrasts (sum to zero on the
/// log scale) with the covariance that months' variation and its persistence give them.
pub fn season(months: &Months, weights: &[f64]) -> Season {
    if months.counts.len() < FEWEST_MONTHS {
        return Season::NONE;
    }
    let rows: Vec<Row> = (0..months.counts.len()).map(|i| row(months, i, weights[i])).collect();
    let Some((p_value, contrasts)) = test(&rows) else { return Season::NONE };
    if p_value >= SIGNIFICANCE {
        return Season { p_value: Some(p_value), ..Season::NONE };
    }
    let raw: Vec<f64> = (0..12).map(|m| dot(&indicator(m), &contrasts)).collect();
    let mean = (raw.iter().map(|r| r.exp()).sum::<f64>() / 12.0).ln();
    let log_weights = std::array::from_fn(|m| raw[m] - mean);
    Season { log_weights, kept: true, p_value: Some(p_value), records: months.total() }
}

fn row(months: &Months, i: usize, weight: f64) -> Row {
    let middle = months.counts.len() as f64 / 2.0;
    let mut x = vec![1.0, (i as f64 - middle) / 12.0];
    x.extend(contrasts_of(months.month(i)));
    Row { x, offset: 0.0, weight, count: months.counts[i] }
}

/// Contrasts of a month.
pub fn contrasts_of(month: YearMonth) -> [f64; 11] {
    indicator(month.month() as usize - 1)
}

/// Contrasts of calendar month 0..11: December is minus the sum of the others.
fn indicator(month: usize) -> [f64; 11] {
    std::array::from_fn(|j| if month == 11 { -1.0 } else { f64::from(u8::from(j == month)) })
}

/// p value and contrasts.
fn test(rows: &[Row]) -> Option<(f64, Vec<f64>)> {
    let fitted = fit(rows)?;
    let seasonless: Vec<Row> = rows.iter().map(|r| Row { x: r.x[..2].to_vec(), ..*r }).collect();
    let step = step_from(rows, &fit(&seasonless)?.means)?;
    let spread = variation(rows, &fitted);
    let (variance, rho) = (spread.variance(), spread.persistence());
    let unit = |k: usize| -> Vec<f64> { (0..13).map(|j| f64::from(u8::from(j == k + 2))).collect() };
    let influences: Vec<Vec<f64>> = (0..11).map(|k| step.influence(rows, &unit(k))).collect();
    let lasting: Vec<Vec<f64>> = influences.iter().map(|u| smoothed(u, rho)).collect();
    let covariance = |a: usize, b: usize| {
        let pairs = influences[a].iter().zip(&influences[b]).zip(&step.means);
        let chance: f64 = pairs.map(|((u, v), mean)| u * v / mean).sum();
        chance + variance * dot(&influences[a], &lasting[b])
    };
    let scale = covariance(0, 0);
    let matrix: Vec<Vec<f64>> = (0..11).map(|a| (0..11).map(|b| covariance(a, b) / scale).collect()).collect();
    let contrasts = &step.coefficients[2..];
    let statistic = dot(contrasts, &solve(&cholesky(&matrix)?, contrasts)) / scale;
    let law = FisherSnedecor::new(11.0, fitted.pearson(rows, 0.0).1).ok()?;
    Some((law.sf(statistic / 11.0), fitted.coefficients[2..].to_vec()))
}

/// Σ_j ρ^|i-j| u_j for each i.
fn smoothed(u: &[f64], rho: f64) -> Vec<f64> {
    let mut out = u.to_vec();
    let mut carried = 0.0;
    for i in 0..u.len() {
        out[i] += carried;
        carried = rho * (carried + u[i]);
    }
    carried = 0.0;
    for i in (0..u.len()).rev() {
        out[i] += carried;
        carried = rho * (carried + u[i]);
    }
    out
}
