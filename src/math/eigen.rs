//! Eigenvalues and eigenvectors of small symmetric matrices.

use super::matrix::Matrix;

/// A symmetric matrix taken apart: A v_k = value_k v_k.
#[derive(Clone, Debug)]
pub struct Eigen {
    /// The eigenvalues, least first.
    pub values: Vec<f64>,
    /// The eigenvectors of length 1, in the order of the values.
    pub vectors: Vec<Vec<f64>>,
}

/// The eigenvalues and vectors of a symmetric matrix by Jacobi's cyclic rotations (Golub and Van Loan, Matrix
/// Computations, 8.5): absolute errors of about 1e-15 times the largest entry. Nothing for an empty matrix.
pub fn symmetric_eigen(matrix: &[Vec<f64>]) -> Eigen {
    let n = matrix.len();
    let mut a: Matrix = matrix.to_vec();
    let mut vectors: Matrix = (0..n).map(|i| (0..n).map(|j| f64::from(i == j)).collect()).collect();
    // Convergence is quadratic: some 6 to 10 sweeps do.
    for _ in 0..50 {
        let off: f64 = (0..n).flat_map(|i| (0..i).map(move |j| (i, j))).map(|(i, j)| a[i][j] * a[i][j]).sum();
        if off <= 1e-34 {
            break;
        }
        for p in 0..n {
            for q in p + 1..n {
                rotate(&mut a, &mut vectors, p, q);
            }
        }
    }
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&i, &j| a[i][i].total_cmp(&a[j][j]));
    Eigen {
        values: order.iter().map(|&i| a[i][i]).collect(),
        vectors: order.iter().map(|&i| std::mem::take(&mut vectors[i])).collect(),
    }
}

/// One rotation that makes entry (p, q) zero; `vectors` holds the eigenvectors as rows.
fn rotate(a: &mut Matrix, vectors: &mut Matrix, p: usize, q: usize) {
    if a[p][q] == 0.0 {
        return;
    }
    let theta = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
    let t = f64::copysign(1.0, theta) / (theta.abs() + (theta * theta + 1.0).sqrt());
    let c = 1.0 / (t * t + 1.0).sqrt();
    let s = t * c;
    for row in a.iter_mut() {
        (row[p], row[q]) = (c * row[p] - s * row[q], s * row[p] + c * row[q]);
    }
    for rows in [a, vectors] {
        let (upper, lower) = rows.split_at_mut(q);
        for (x, y) in upper[p].iter_mut().zip(&mut lower[0]) {
            (*x, *y) = (c * *x - s * *y, s * *x + c * *y);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eigenvalues_of_the_worked_cases() {
        // G05 and G06.
        let higham = symmetric_eigen(&[vec![1.0, 1.0, 0.0], vec![1.0, 1.0, 1.0], vec![0.0, 1.0, 1.0]]);
        for (value, expected) in higham.values.iter().zip([-0.41421356237309503, 1.0, 2.414213562373095]) {
            assert!((value - expected).abs() <= 1e-14, "{value} against {expected}");
        }
        let g06 = symmetric_eigen(&[vec![1.0, 0.9, 0.2], vec![0.9, 1.0, 0.9], vec![0.2, 0.9, 1.0]]);
        assert!((g06.values[0] + 0.1767145334803706).abs() <= 1e-14);
    }

    #[test]
    fn vectors_belong_to_their_values() {
        let n = 12;
        let entry = |i: usize, j: usize| 1.0 / (1.0 + (i + j) as f64) - f64::from(i == j) * 0.1 * i as f64;
        let a: Matrix = (0..n).map(|i| (0..n).map(|j| entry(i, j)).collect()).collect();
        let eigen = symmetric_eigen(&a);
        assert!(eigen.values.is_sorted());
        for (value, vector) in eigen.values.iter().zip(&eigen.vectors) {
            for (row, component) in a.iter().zip(vector) {
                let product: f64 = row.iter().zip(vector).map(|(x, y)| x * y).sum();
                assert!((product - value * component).abs() <= 1e-13);
            }
        }
    }

    #[test]
    fn empty_and_single() {
        assert!(symmetric_eigen(&[]).values.is_empty());
        assert_eq!(symmetric_eigen(&[vec![3.0]]).values, [3.0]);
    }
}
