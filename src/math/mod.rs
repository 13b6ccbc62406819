//! Mathematics that knows nothing of plans.

pub mod lanes;
pub mod matrix;
pub mod special;
