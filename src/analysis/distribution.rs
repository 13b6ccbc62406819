//! The distribution of one metric at one month: bins and exceedance curve, for charts.

use crate::outcome::Outcome;
use crate::plan::Metric;

/// Shares of trials by value.
#[derive(Clone, Debug)]
pub struct Distribution {
    /// Bins of equal width covering percentiles 0.1 to 99.9: lower end, upper end, share of trials. A constant has
    /// one bin of width 0 (low = high).
    pub bins: Vec<(f64, f64, f64)>,
    /// (x, share of trials at or above x), falling from 1 to 0 over the bins' range.
    pub exceedance: Vec<(f64, f64)>,
}

/// The distribution of a metric at the end of month `t` in about `bins` bins; `None` where it was not tallied.
pub fn distribution(
    outcome: &Outcome,
    metric: Metric,
    segment: Option<usize>,
    t: usize,
    bins: usize,
) -> Option<Distribution> {
    let _ = (outcome, metric, segment, t, bins);
    todo!()
}
