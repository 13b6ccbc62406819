//! The ARR bridge: from the opening ARR to ARR at the target date.

use super::sample::{self, Sample, at, sum};
use crate::analysis::Estimate;
use crate::plan::{Metric, Plan};
use crate::simulate::Noted;

/// What moves ARR, in the order in which it is shown.
pub const FLOWS: [Metric; 5] =
    [Metric::NewArr, Metric::ExpansionArr, Metric::UpliftArr, Metric::ChurnedArr, Metric::ContractionArr];

/// Opening ARR + new ARR + expansion + price uplift - churn - contraction = ARR at the target date; of the means that
/// holds exactly, of percentiles it does not.
#[derive(Clone, Debug)]
pub struct Bridge {
    /// Index of the segment; `None`: the total.
    pub segment: Option<usize>,
    /// ARR at time 0, money.
    pub opening_arr: f64,
    /// The sums of [`FLOWS`] from month 1 to the target date, all counted above 0.
    pub flows: [Spread; 5],
    /// ARR at the target date.
    pub arr: Spread,
}

/// A sum over trials: its mean with the simulation error, and the middle 80 %.
#[derive(Clone, Copy, Debug)]
pub struct Spread {
    /// The mean.
    pub mean: Estimate,
    /// 10th percentile.
    pub p10: Estimate,
    /// Median.
    pub p50: Estimate,
    /// 90th percentile.
    pub p90: Estimate,
}

/// Whether a flow takes away from ARR.
pub fn is_loss(flow: Metric) -> bool {
    matches!(flow, Metric::ChurnedArr | Metric::ContractionArr)
}

impl Bridge {
    /// The mean of one of [`FLOWS`], 0 where it is none.
    pub fn mean(&self, flow: Metric) -> f64 {
        let place = FLOWS.iter().position(|f| *f == flow);
        place.and_then(|i| self.flows[i].mean.value).unwrap_or(0.0)
    }
}

/// What has to be noted of single trials.
pub fn columns(plan: &Plan) -> Vec<Noted> {
    let by = plan.target.by;
    let of = move |place: Option<usize>| {
        FLOWS.into_iter().map(move |flow| sum(flow, place, (1, by))).chain([at(Metric::Arr, place, by)])
    };
    places(plan).flat_map(of).collect()
}

/// The total, then every segment.
pub fn places(plan: &Plan) -> impl Iterator<Item = Option<usize>> {
    std::iter::once(None).chain((0..plan.segments.len()).map(Some))
}

/// The bridges of the total and of every segment.
pub fn bridges(plan: &Plan, sample: &Sample) -> Vec<Bridge> {
    let by = plan.target.by;
    let bridge = |segment: Option<usize>| Bridge {
        segment,
        opening_arr: opening_arr(plan, segment),
        flows: FLOWS.map(|flow| spread(sample.of(sum(flow, segment, (1, by))))),
        arr: spread(sample.of(at(Metric::Arr, segment, by))),
    };
    places(plan).map(bridge).collect()
}

fn opening_arr(plan: &Plan, segment: Option<usize>) -> f64 {
    segment.map_or_else(|| plan.opening_arr(), |s| plan.driver(plan.segments[s].opening_arr).fixed())
}

fn spread(values: &[f64]) -> Spread {
    let sorted = sample::sorted(values);
    let percentile = |p| sample::percentile_estimate(&sorted, p);
    Spread { mean: sample::mean_estimate(values), p10: percentile(0.1), p50: percentile(0.5), p90: percentile(0.9) }
}
