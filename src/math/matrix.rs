//! Small dense matrices: Cholesky factor, nearest correlation matrix.
