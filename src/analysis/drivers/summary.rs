//! The drivers' own distributions, for the assumption list.

use crate::analysis::PERCENTILES;
use crate::plan::{DriverId, Plan, Value};

/// One random driver as it is drawn (before adjustments).
#[derive(Clone, Debug)]
pub struct DriverSummary {
    /// Which.
    pub id: DriverId,
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
    /// Percentiles, in the order of [`PERCENTILES`].
    pub percentiles: [f64; 9],
}

/// All random drivers, sorted by path.
pub fn driver_summaries(plan: &Plan) -> Vec<DriverSummary> {
    let summary = |id: DriverId| match &plan.driver(id).value {
        Value::Random(random) => Some(DriverSummary {
            id,
            mean: random.law.mean(),
            sd: random.law.sd(),
            percentiles: PERCENTILES.map(|p| random.law.quantile(p)),
        }),
        Value::Number(_) | Value::Schedule(_) => None,
    };
    plan.random_drivers().into_iter().filter_map(summary).collect()
}
