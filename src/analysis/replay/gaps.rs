//! A trial's flows beside their means: where its ARR parted from the others', and what accounts for that.

use super::super::bands::{self, Series};
use super::TrialSeries;
use crate::plan::{Metric, Plan};

/// The flows that make ARR, each with its sign.
pub const FLOWS: [(Metric, f64); 5] = [
    (Metric::NewArr, 1.0),
    (Metric::ExpansionArr, 1.0),
    (Metric::UpliftArr, 1.0),
    (Metric::ChurnedArr, -1.0),
    (Metric::ContractionArr, -1.0),
];

/// Place of the median among the reported percentiles.
const MEDIAN: usize = 4;

/// Single months' differences that are kept.
const MOST_MONTHS: usize = 12;

/// A flow of one segment beside its mean over all trials.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FlowGap {
    /// Which.
    pub metric: Metric,
    /// Index of the segment.
    pub segment: usize,
    /// First month t.
    pub from: usize,
    /// Last month t.
    pub until: usize,
    /// The trial's, money.
    pub value: f64,
    /// The mean over trials, money.
    pub mean: f64,
    /// What the difference adds to the trial's ARR, money: losses count against it.
    pub effect: f64,
}

/// Where a trial's ARR parted from the median of the months.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parting {
    /// ARR at the target date less the median there, money.
    pub gap: f64,
    /// The first month t from which on ARR stays on that side of the median, to the target date.
    pub since: usize,
}

/// Where ARR parted for good.
pub fn parting(plan: &Plan, path: &[f64], bands: &[Series]) -> Parting {
    let arr = bands::find(bands, Metric::Arr, None);
    let median = |t: usize| arr.and_then(|s| s.months.percentiles[MEDIAN][t - 1]).unwrap_or(f64::NAN);
    let gap = |t: usize| path[t - 1] - median(t);
    let at_end = gap(plan.target.by);
    let other_side = |t: &usize| gap(*t) * at_end <= 0.0;
    let last = (1..plan.target.by).rev().find(other_side);
    Parting { gap: at_end, since: last.map_or(1, |t| t + 1) }
}

/// Every flow of every segment to the target date, the largest effect first. The effects add up to the trial's ARR less
/// the mean there.
pub fn flows(plan: &Plan, series: &[TrialSeries], bands: &[Series]) -> Vec<FlowGap> {
    by_effect(each(plan, |metric, segment, sign| {
        vec![gap((metric, segment, sign), (1, plan.target.by), series, bands)]
    }))
}

/// Every flow of every segment in single months to the target date, the largest effects first.
pub fn months(plan: &Plan, series: &[TrialSeries], bands: &[Series]) -> Vec<FlowGap> {
    let of = |metric, segment, sign| {
        (1..=plan.target.by).map(|t| gap((metric, segment, sign), (t, t), series, bands)).collect::<Vec<_>>()
    };
    let mut gaps = by_effect(each(plan, of));
    gaps.truncate(MOST_MONTHS);
    gaps
}

fn each(plan: &Plan, of: impl Fn(Metric, usize, f64) -> Vec<FlowGap>) -> Vec<FlowGap> {
    let segments = 0..plan.segments.len();
    segments
        .flat_map(|s| FLOWS.into_iter().flat_map(|(metric, sign)| of(metric, s, sign)).collect::<Vec<_>>())
        .collect()
}

fn by_effect(mut gaps: Vec<FlowGap>) -> Vec<FlowGap> {
    // a stable sort: equal effects keep the order of segments and flows
    gaps.sort_by(|a, b| b.effect.abs().total_cmp(&a.effect.abs()));
    gaps
}

fn gap(
    (metric, segment, sign): (Metric, usize, f64),
    (from, until): (usize, usize),
    series: &[TrialSeries],
    bands: &[Series],
) -> FlowGap {
    let months = || from - 1..until;
    let value: f64 = super::find(series, metric, Some(segment)).map_or(0.0, |s| s.months[months()].iter().sum());
    let means = bands::find(bands, metric, Some(segment)).map(|s| &s.months.mean[months()]);
    let mean: f64 = means.map_or(0.0, |m| m.iter().map(|x| x.unwrap_or(0.0)).sum());
    FlowGap { metric, segment, from, until, value, mean, effect: sign * (value - mean) }
}
