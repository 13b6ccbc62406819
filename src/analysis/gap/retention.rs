//! What customer success would have to keep and grow, with new ARR at its median.

use super::bridge::Bridge;
use super::sample::{self, Sample, at};
use crate::analysis::Estimate;
use crate::plan::target::at_least;
use crate::plan::{Metric, Plan};
use crate::simulate::Noted;

/// NRR and GRR that close the gap with new ARR at its P50.
#[derive(Clone, Debug)]
pub struct Retention {
    /// New ARR to the target date, P50, money.
    pub new_arr_p50: f64,
    /// Target less (opening ARR + that new ARR + mean expansion and uplift - mean losses), money; below 0: no gap.
    pub gap_left: f64,
    /// Mean ARR at the start of the target date's plan year, money: what both rates are of.
    pub year_opening_arr: f64,
    /// NRR, plan year to date, at the target date.
    pub nrr: Rate,
    /// GRR, the same; above 1 it cannot be had.
    pub grr: Rate,
}

/// A rate that is needed, and what the plan gives.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    /// Mean over trials.
    pub mean: f64,
    /// Median.
    pub p50: Estimate,
    /// mean + gap left / ARR at the start of the plan year; `None` where there was none.
    pub needed: Option<f64>,
    /// Share of trials that have at least that.
    pub enough: Estimate,
}

/// The month at whose end the target date's plan year starts.
fn year_start(plan: &Plan) -> usize {
    12 * (plan.calendar.plan_year(plan.target.by) - 1)
}

/// What has to be noted of single trials.
pub fn columns(plan: &Plan) -> Vec<Noted> {
    let by = plan.target.by;
    let start = Some(year_start(plan)).filter(|t| *t > 0).map(|t| at(Metric::Arr, None, t));
    [at(Metric::Nrr, None, by), at(Metric::Grr, None, by)].into_iter().chain(start).collect()
}

/// The rates of a plan.
pub fn retention(plan: &Plan, sample: &Sample, total: &Bridge) -> Retention {
    let by = plan.target.by;
    let new_arr = total.flows[0].p50.value.unwrap_or(0.0);
    let base = total.mean(Metric::ExpansionArr) + total.mean(Metric::UpliftArr)
        - total.mean(Metric::ChurnedArr)
        - total.mean(Metric::ContractionArr);
    let gap_left = plan.target.arr - (total.opening_arr + new_arr + base);
    let year_opening_arr = match year_start(plan) {
        0 => total.opening_arr,
        t => sample::mean(sample.of(at(Metric::Arr, None, t))),
    };
    let points = (year_opening_arr > 0.0).then(|| gap_left / year_opening_arr);
    let rate = |metric| {
        let values = sample::sorted(sample.of(at(metric, None, by)));
        let mean = sample::mean(&values);
        let needed = points.map(|points| mean + points);
        let hits = |needed: f64| values.iter().filter(|x| at_least(**x, needed)).count();
        let enough = needed.map(|needed| sample::share(hits(needed), values.len())).unwrap_or_default();
        Rate { mean, p50: sample::percentile_estimate(&values, 0.5), needed, enough }
    };
    Retention { new_arr_p50: new_arr, gap_left, year_opening_arr, nrr: rate(Metric::Nrr), grr: rate(Metric::Grr) }
}
