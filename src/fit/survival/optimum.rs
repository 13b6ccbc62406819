//! Maximum likelihood: the best parameters and how sharply the data tell them.

use crate::math::matrix::{Matrix, cholesky, solve};
use cobyla::{Func, RhoBeg, StopTols, minimize};

/// Where a likelihood is largest.
#[derive(Clone, Debug, PartialEq)]
pub struct Optimum {
    /// The parameters.
    pub at: Vec<f64>,
    /// Log-likelihood there.
    pub log_likelihood: f64,
    /// Their covariance: the inverse of minus the matrix of second derivatives. `None` where the data do not tell them
    /// all.
    pub covariance: Option<Matrix>,
}

/// First step and last one of the search. Parameters are logs and log-odds, so 0.25 is a quarter of their natural size
/// and 1e-3 is far within a standard error; the Newton steps that follow make it exact.
const FIRST_STEP: f64 = 0.25;
const LAST_STEP: f64 = 1e-3;
/// Calls a search may take; what needs more has no clear optimum.
const MOST_CALLS: usize = 600;
/// Step of the differences: their error, step² times the fourth derivative, is 1e-6 of the second one.
const DIFFERENCE: f64 = 1e-3;
/// Newton steps after the search: each squares the distance.
const NEWTON_STEPS: usize = 3;

/// The largest value of `log_likelihood` within `bounds`, from `start`: Powell's COBYLA (1994), then Newton steps on
/// differences, taken only where they go up.
pub fn optimum(log_likelihood: &dyn Fn(&[f64]) -> f64, start: &[f64], bounds: &[(f64, f64)]) -> Optimum {
    let mut best = search(log_likelihood, start, bounds);
    let mut value = log_likelihood(&best);
    let mut covariance = None;
    for _ in 0..NEWTON_STEPS {
        let (gradient, hessian) = derivatives(log_likelihood, &best, value);
        let Some(factor) = cholesky(&hessian) else { break };
        covariance = Some(inverse(&factor));
        let step = solve(&factor, &gradient);
        let moved: Vec<f64> = best.iter().zip(&step).map(|(x, s)| x + s).collect();
        let inside = moved.iter().zip(bounds).all(|(x, (low, high))| x > low && x < high);
        let there = if inside { log_likelihood(&moved) } else { f64::NEG_INFINITY };
        // A gain that no report could show ends it; a step that goes down is not taken.
        if there.is_nan() || there <= value + 1e-9 {
            break;
        }
        (best, value) = (moved, there);
    }
    Optimum { at: best, log_likelihood: value, covariance }
}

fn search(log_likelihood: &dyn Fn(&[f64]) -> f64, start: &[f64], bounds: &[(f64, f64)]) -> Vec<f64> {
    let loss = |x: &[f64], _: &mut ()| {
        let value = -log_likelihood(x);
        if value.is_finite() { value } else { f64::MAX.sqrt() }
    };
    let none: [&dyn Func<()>; 0] = [];
    let stop = StopTols { xtol_abs: vec![LAST_STEP; start.len()], ..StopTols::default() };
    let found = minimize(loss, start, bounds, &none, (), MOST_CALLS, RhoBeg::All(FIRST_STEP), Some(stop));
    let (Ok((_, at, _)) | Err((_, at, _))) = found;
    at
}

/// Gradient and minus the matrix of second derivatives, by central differences.
fn derivatives(f: &dyn Fn(&[f64]) -> f64, at: &[f64], value: f64) -> (Vec<f64>, Matrix) {
    let n = at.len();
    let h = DIFFERENCE;
    let moved = |i: usize, a: f64, j: usize, b: f64| {
        let mut x = at.to_vec();
        x[i] += a;
        x[j] += b;
        f(&x)
    };
    let mut gradient = vec![0.0; n];
    let mut hessian = vec![vec![0.0; n]; n];
    for i in 0..n {
        let (up, down) = (moved(i, h, i, 0.0), moved(i, -h, i, 0.0));
        gradient[i] = (up - down) / (2.0 * h);
        hessian[i][i] = -(up - 2.0 * value + down) / (h * h);
    }
    for (i, j) in (0..n).flat_map(|i| (0..i).map(move |j| (i, j))) {
        let cross = moved(i, h, j, h) - moved(i, h, j, -h) - moved(i, -h, j, h) + moved(i, -h, j, -h);
        hessian[i][j] = -cross / (4.0 * h * h);
        hessian[j][i] = hessian[i][j];
    }
    (gradient, hessian)
}

fn inverse(factor: &Matrix) -> Matrix {
    let n = factor.len();
    let column = |j: usize| {
        let mut unit = vec![0.0; n];
        unit[j] = 1.0;
        solve(factor, &unit)
    };
    (0..n).map(column).collect()
}
