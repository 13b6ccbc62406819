//! Mathematics that knows nothing of plans.

pub mod isa;
pub mod lanes;
pub mod matrix;
pub mod special;
pub mod vector;
