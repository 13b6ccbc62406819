//! Small dense matrices: Cholesky factor, nearest correlation matrix.

use super::eigen::{Eigen, symmetric_eigen};

/// A square matrix by rows.
pub type Matrix = Vec<Vec<f64>>;

/// The least pivot that counts as positive: a variable of a correlation matrix whose variance the variables before it
/// leave less than this is taken to be determined by them. Far above rounding (1e-15 a term), far below any
/// correlation that a plan can mean (0.99999999995 with one other variable).
const LEAST_PIVOT: f64 = 1e-10;

/// How far [`nearest_correlation`] moves towards independence, so that its result has a factor: ten times
/// [`LEAST_PIVOT`], a tenth of the 1e-8 by which it may differ from the nearest matrix.
const SHRINKAGE: f64 = 1e-9;

/// The lower triangular L with L L' = `matrix` (symmetric, its lower triangle is read); none where the matrix is
/// not positive definite, that is where a pivot is 1e-10 or less. An empty matrix has an empty factor.
pub fn cholesky(matrix: &[Vec<f64>]) -> Option<Matrix> {
    let n = matrix.len();
    let mut factor = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..=i {
            let known: f64 = (0..j).map(|k| factor[i][k] * factor[j][k]).sum();
            let rest = matrix[i][j] - known;
            if i > j {
                factor[i][j] = rest / factor[j][j];
            } else if rest > LEAST_PIVOT {
                factor[i][i] = rest.sqrt();
            } else {
                return None;
            }
        }
    }
    Some(factor)
}

/// The x with L L' x = `right`, by forward and backward substitution. As long as the factor.
pub fn solve(factor: &[Vec<f64>], right: &[f64]) -> Vec<f64> {
    let n = factor.len();
    let mut x = right.to_vec();
    for i in 0..n {
        let known: f64 = (0..i).map(|k| factor[i][k] * x[k]).sum();
        x[i] = (x[i] - known) / factor[i][i];
    }
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|k| factor[k][i] * x[k]).sum();
        x[i] = (x[i] - known) / factor[i][i];
    }
    x
}

/// The variables that contradict each other where `matrix` is not positive definite: those that carry at least a
/// tenth of the largest weight in the eigenvector of its least eigenvalue, the combination of variables whose
/// variance would be negative or zero. In ascending order; empty for a positive definite matrix.
pub fn contradicting_members(matrix: &[Vec<f64>]) -> Vec<usize> {
    if cholesky(matrix).is_some() {
        return Vec::new();
    }
    let eigen = symmetric_eigen(matrix);
    let weights = &eigen.vectors[0];
    let largest = weights.iter().fold(0.0, |most: f64, w| most.max(w.abs()));
    (0..weights.len()).filter(|&i| weights[i].abs() >= 0.1 * largest).collect()
}

/// The correlation matrix nearest to a symmetric `matrix` with unit diagonal, and the Frobenius distance between the
/// two: the square root of the sum of the squared changes of all entries.
///
/// Alternating projections on the positive semidefinite matrices and on the matrices with unit diagonal, with
/// Dykstra's correction (Higham, Computing the nearest correlation matrix, IMA Journal of Numerical Analysis 22,
/// 2002, algorithm 3.3). The nearest matrix to an indefinite one is singular; the result is moved by at most 1e-9
/// towards independence, so that [`cholesky`] has a factor. A positive definite matrix comes back as it is, at
/// distance 0.
pub fn nearest_correlation(matrix: &[Vec<f64>]) -> (Matrix, f64) {
    if cholesky(matrix).is_some() {
        return (matrix.to_vec(), 0.0);
    }
    let n = matrix.len();
    let mut nearest = matrix.to_vec();
    let mut correction = vec![vec![0.0; n]; n];
    for _ in 0..10_000 {
        let corrected = combine(&nearest, &correction, |y, s| y - s);
        let definite = without_negative_part(&symmetric_eigen(&corrected));
        correction = combine(&definite, &corrected, |x, r| x - r);
        let mut next = definite;
        for (i, row) in next.iter_mut().enumerate() {
            row[i] = 1.0;
        }
        let moved = distance(&next, &nearest);
        nearest = next;
        if moved <= 1e-13 * n as f64 {
            break;
        }
    }
    for (i, row) in nearest.iter_mut().enumerate() {
        for (j, entry) in row.iter_mut().enumerate() {
            if i != j {
                *entry *= 1.0 - SHRINKAGE;
            }
        }
    }
    let far = distance(&nearest, matrix);
    (nearest, far)
}

/// The sum of value v v' over the positive eigenvalues.
fn without_negative_part(eigen: &Eigen) -> Matrix {
    let n = eigen.values.len();
    let mut sum = vec![vec![0.0; n]; n];
    for (value, v) in eigen.values.iter().zip(&eigen.vectors).filter(|(value, _)| **value > 0.0) {
        for i in 0..n {
            for j in 0..n {
                sum[i][j] += value * (v[i] * v[j]);
            }
        }
    }
    sum
}

fn combine(a: &Matrix, b: &Matrix, f: impl Fn(f64, f64) -> f64) -> Matrix {
    a.iter().zip(b).map(|(r, s)| r.iter().zip(s).map(|(&x, &y)| f(x, y)).collect()).collect()
}

fn distance(a: &[Vec<f64>], b: &[Vec<f64>]) -> f64 {
    let squares = a.iter().flatten().zip(b.iter().flatten()).map(|(x, y)| (x - y) * (x - y));
    squares.sum::<f64>().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn higham() -> Matrix {
        vec![vec![1.0, 1.0, 0.0], vec![1.0, 1.0, 1.0], vec![0.0, 1.0, 1.0]]
    }

    fn g06() -> Matrix {
        vec![vec![1.0, 0.9, 0.2], vec![0.9, 1.0, 0.9], vec![0.2, 0.9, 1.0]]
    }

    #[test]
    fn cholesky_gives_the_matrix_back() {
        let a = vec![vec![1.0, 0.6, -0.3], vec![0.6, 1.0, 0.1], vec![-0.3, 0.1, 1.0]];
        let l = cholesky(&a).expect("positive definite");
        for i in 0..3 {
            for j in 0..3 {
                let product: f64 = (0..3).map(|k| l[i][k] * l[j][k]).sum();
                assert!((product - a[i][j]).abs() <= 1e-15);
                assert!(j <= i || l[i][j] == 0.0);
            }
        }
        assert_eq!(cholesky(&[]), Some(vec![]));
    }

    #[test]
    fn impossible_and_singular_matrices_have_no_factor() {
        assert_eq!(cholesky(&higham()), None);
        assert_eq!(cholesky(&g06()), None);
        assert_eq!(cholesky(&[vec![1.0, 1.0], vec![1.0, 1.0]]), None);
        assert_eq!(cholesky(&[vec![1.0, f64::NAN], vec![f64::NAN, 1.0]]), None);
    }

    #[test]
    fn nearest_to_highams_example() {
        // Worked case G05.
        let (nearest, far) = nearest_correlation(&higham());
        let expected = [
            [1.0, 0.760689853402, 0.157298106138],
            [0.760689853402, 1.0, 0.760689853402],
            [0.157298106138, 0.760689853402, 1.0],
        ];
        for i in 0..3 {
            for j in 0..3 {
                assert!((nearest[i][j] - expected[i][j]).abs() <= 1e-8, "{nearest:?}");
                assert_eq!(nearest[i][j], nearest[j][i]);
            }
        }
        assert!((far - 0.5277904635818285).abs() <= 1e-8, "{far}");
        assert!(cholesky(&nearest).is_some());
    }

    #[test]
    fn repaired_matrices_have_a_factor_whatever_their_size() {
        // Everyone opposes everyone: possible at -1/(n-1) only, and the nearest matrix is that one by symmetry.
        for n in [3, 8, 20] {
            let a: Matrix = (0..n).map(|i| (0..n).map(|j| if i == j { 1.0 } else { -0.5 }).collect()).collect();
            let (nearest, _) = nearest_correlation(&a);
            assert!(cholesky(&nearest).is_some());
            assert!((nearest[0][n - 1] + 1.0 / (n as f64 - 1.0)).abs() <= 1e-8, "{n}: {}", nearest[0][n - 1]);
        }
    }

    #[test]
    fn a_possible_matrix_stays_as_it_is() {
        let a = vec![vec![1.0, 0.3], vec![0.3, 1.0]];
        assert_eq!(nearest_correlation(&a), (a, 0.0));
    }

    #[test]
    fn names_those_who_contradict_each_other() {
        assert_eq!(contradicting_members(&g06()), [0, 1, 2]);
        let mut five = vec![vec![0.0; 5]; 5];
        for (i, row) in five.iter_mut().enumerate() {
            row[i] = 1.0;
        }
        for (i, j, r) in [(0, 2, 0.9), (2, 4, 0.9), (0, 4, 0.2), (1, 3, 0.5)] {
            five[i][j] = r;
            five[j][i] = r;
        }
        assert_eq!(contradicting_members(&five), [0, 2, 4]);
        assert!(contradicting_members(&[vec![1.0, 0.3], vec![0.3, 1.0]]).is_empty());
    }
}
