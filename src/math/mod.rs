//! Mathematics that knows nothing of plans.

pub mod lanes;
