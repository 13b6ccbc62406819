//! Mathematics that knows nothing of plans.

pub mod eigen;
pub mod incomplete_beta;
pub mod incomplete_gamma;
pub mod isa;
pub mod lanes;
pub mod level;
pub mod matrix;
pub mod normal_table;
pub mod quadrature;
pub mod root;
pub mod special;
pub mod vector;
