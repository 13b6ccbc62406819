//! Log-linear regression of monthly counts: ln λ_i = offset_i + x_i'β.
//!
//! β solves Σ w_i x_i (y_i - λ_i) = 0, the Poisson likelihood's equations (iteratively reweighted least squares;
//! McCullagh and Nelder 1989), which are unbiased whatever the months' variance is. How sure β is follows from what
//! months vary by ([`super::variation`]): β̂ - β ≈ A⁻¹ Σ w_i λ_i x_i e_i, with A = Σ w_i λ_i x_i x_i' and e_i the
//! month's relative deviation (Zeger 1988, A regression model for time series of counts).

use crate::math::matrix::{Matrix, cholesky, solve};

/// A hundredth of a record pulls every coefficient but the first toward 0, so that a calendar month in which nothing
/// ever came stays finite.
const RIDGE: f64 = 0.01;

/// Steps of the solution; it needs about 6.
const STEPS: usize = 60;

/// One month: its regressors, the log of what it is expected to have beside them, its weight and its count.
#[derive(Clone, Debug)]
pub struct Row {
    /// Regressors; the first is 1.
    pub x: Vec<f64>,
    /// Known part of ln λ.
    pub offset: f64,
    /// Weight, 0 to 1.
    pub weight: f64,
    /// Count.
    pub count: f64,
}

/// A fitted regression.
#[derive(Clone, Debug)]
pub struct Regression {
    /// β.
    pub coefficients: Vec<f64>,
    /// λ of each row.
    pub means: Vec<f64>,
    factor: Matrix,
}

/// The regression of these rows; `None` where they do not determine it.
pub fn fit(rows: &[Row]) -> Option<Regression> {
    let p = rows.first()?.x.len();
    let total: f64 = rows.iter().map(|r| r.weight * r.count).sum();
    let exposure: f64 = rows.iter().map(|r| r.weight * r.offset.exp()).sum();
    if total <= 0.0 {
        return None;
    }
    let mut beta = vec![0.0; p];
    beta[0] = (total / exposure).ln();
    for _ in 0..STEPS {
        let means = means(rows, &beta);
        let step = solve(&cholesky(&information(rows, &means))?, &score(rows, &means, &beta));
        let largest = step.iter().fold(0.0_f64, |m, s| m.max(s.abs()));
        // Half a step at most at a time on the log scale: a full one can overshoot where counts are near 0.
        let shrink = (0.5 / largest).min(1.0);
        beta.iter_mut().zip(&step).for_each(|(b, s)| *b += shrink * s);
        if largest < 1e-10 {
            break;
        }
    }
    let means = means(rows, &beta);
    let factor = cholesky(&information(rows, &means))?;
    beta.iter().all(|b| b.is_finite()).then_some(Regression { coefficients: beta, means, factor })
}

/// One step of the solution from rows fitted without some of the regressors, as `means` has them: its coefficients and
/// what moves them make the score test (Rao 1948) of the regressors left out, which holds where the fit itself goes to
/// the edge.
pub fn step_from(rows: &[Row], means: &[f64]) -> Option<Regression> {
    let factor = cholesky(&information(rows, means))?;
    let nothing = vec![0.0; rows.first()?.x.len()];
    Some(Regression { coefficients: solve(&factor, &score(rows, means, &nothing)), means: means.to_vec(), factor })
}

/// Σ x β.
pub fn dot(x: &[f64], beta: &[f64]) -> f64 {
    x.iter().zip(beta).map(|(a, b)| a * b).sum()
}

fn means(rows: &[Row], beta: &[f64]) -> Vec<f64> {
    rows.iter().map(|r| (r.offset + dot(&r.x, beta)).exp()).collect()
}

fn information(rows: &[Row], means: &[f64]) -> Matrix {
    let p = rows[0].x.len();
    let mut out = vec![vec![0.0; p]; p];
    for (row, mean) in rows.iter().zip(means) {
        for (out, a) in out.iter_mut().zip(&row.x) {
            out.iter_mut().zip(&row.x).for_each(|(out, b)| *out += row.weight * mean * a * b);
        }
    }
    (1..p).for_each(|i| out[i][i] += RIDGE);
    out
}

fn score(rows: &[Row], means: &[f64], beta: &[f64]) -> Vec<f64> {
    let pull = |i: usize| if i == 0 { 0.0 } else { RIDGE * beta[i] };
    let sum = |i: usize| rows.iter().zip(means).map(|(r, m)| r.weight * r.x[i] * (r.count - m)).sum::<f64>() - pull(i);
    (0..beta.len()).map(sum).collect()
}

impl Regression {
    /// How much each month's relative deviation moves `direction`'β̂.
    pub fn influence(&self, rows: &[Row], direction: &[f64]) -> Vec<f64> {
        let solved = solve(&self.factor, direction);
        rows.iter().zip(&self.means).map(|(r, m)| r.weight * m * dot(&r.x, &solved)).collect()
    }

    /// Pearson's X² over its degrees of freedom, 1 where months vary by chance alone; and these degrees, `taken` of
    /// which went into what the offsets were fitted with.
    pub fn pearson(&self, rows: &[Row], taken: f64) -> (f64, f64) {
        let freedom = (rows.len() as f64 - self.coefficients.len() as f64 - taken).max(1.0);
        let x2: f64 = rows.iter().zip(&self.means).map(|(r, m)| (r.count - m).powi(2) / m).sum();
        (x2 / freedom, freedom)
    }
}
