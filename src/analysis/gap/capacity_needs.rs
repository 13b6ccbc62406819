//! What the capacity path of a segment takes: ramped reps and the quota that they carry.
//!
//! Reps cannot be had for a month, and what a quarter's capacity leaves unused in one of its months serves in the next:
//! so ramped reps are those who, there all quarter, close what the quarter has to bring, at the attainment as written.

use super::cascade::{Measure, Row};
use crate::outcome::Planned;
use crate::plan::{Metric, Plan, SalesForce};

/// The rows of a segment that has to book `new_arr` by month.
pub fn rows(plan: &Plan, planned: &Planned, (segment, force): (usize, &SalesForce), new_arr: &[f64]) -> Vec<Row> {
    let by = plan.target.by;
    let quota_monthly = |t: usize| plan.driver(force.quota_annual).as_written(t) / 12.0;
    let season = |t: usize| force.seasonality[plan.calendar.month(t).month() as usize - 1];
    let capacity_a_rep = |t: usize| quota_monthly(t) * plan.driver(force.attainment).as_written(t) * season(t);
    let mut reps = vec![None; by];
    for (first, last) in quarters_to(plan, by) {
        let needed: f64 = new_arr[first - 1..last].iter().sum();
        let capacity: f64 = (first..=last).map(capacity_a_rep).sum();
        let of_quarter = if capacity > 0.0 { Some(needed / capacity) } else { (needed == 0.0).then_some(0.0) };
        reps[first - 1..last].fill(of_quarter);
    }
    let ramped: Vec<Option<f64>> = (1..=by).map(|t| planned.month(Metric::RampedReps, Some(segment), t)).collect();
    let quota = |reps: &[Option<f64>]| -> Vec<Option<f64>> {
        (1..=by).map(|t| reps[t - 1].map(|reps| reps * quota_monthly(t))).collect()
    };
    let of_quota = Row { measure: Measure::Quota, source: None, needed: quota(&reps), planned: quota(&ramped) };
    vec![Row { measure: Measure::RampedReps, source: None, needed: reps, planned: ramped }, of_quota]
}

/// First and last month of every fiscal quarter up to month `by`, the last cut off there.
pub fn quarters_to(plan: &Plan, by: usize) -> Vec<(usize, usize)> {
    let quarters = plan.calendar.quarters().into_iter();
    quarters.filter(|q| q.0 <= by).map(|(first, last)| (first, last.min(by))).collect()
}
