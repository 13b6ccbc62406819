//! The top-down number, its milestones, and further goals.

use super::{Metric, Plan};
use std::collections::BTreeMap;

/// ARR that leadership wants at a date.
#[derive(Clone, Debug)]
pub struct Target {
    /// Money.
    pub arr: f64,
    /// Month t at whose end it is wanted.
    pub by: usize,
    /// Milestones on the way, by month.
    pub path: Vec<Milestone>,
    /// Segment to share of the required new ARR; empty: not given.
    pub mix: BTreeMap<String, f64>,
    /// Total addressable market, money.
    pub tam: Option<f64>,
}

/// ARR wanted at the end of month `t`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Milestone {
    /// Month.
    pub t: usize,
    /// Money.
    pub arr: f64,
}

/// A further goal on any metric.
#[derive(Clone, Debug)]
pub struct Goal {
    /// What is measured.
    pub metric: Metric,
    /// Index of the segment; `None`: the total.
    pub segment: Option<usize>,
    /// First month t of the sum of a flow.
    pub from: usize,
    /// Month t at whose end it is read.
    pub by: usize,
    /// What is wanted.
    pub bound: Bound,
}

/// Relative slack of comparisons with the target and goals, so that rounding decides nothing.
const SLACK: f64 = 1e-9;

/// x >= bound, but for rounding (1e-9 relative); an undefined (not finite) x is not.
pub fn at_least(x: f64, bound: f64) -> bool {
    x.is_finite() && x >= bound - SLACK * bound.abs()
}

impl Target {
    /// Whether an ARR at the target date hits it.
    pub fn is_hit(&self, arr: f64) -> bool {
        at_least(arr, self.arr)
    }
}

impl Goal {
    /// Whether a value of what it measures meets it; an undefined one does not.
    pub fn is_met(&self, x: f64) -> bool {
        match self.bound {
            Bound::AtLeast(bound) => at_least(x, bound),
            Bound::AtMost(bound) => at_least(-x, -bound),
        }
    }
}

/// Which side is good.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// This or more.
    AtLeast(f64),
    /// This or less.
    AtMost(f64),
}

/// ARR wanted at the end of each month: straight from the opening ARR over the milestones to the target; without
/// milestones the target itself. From the target date on, the target.
pub fn target_path(plan: &Plan) -> Vec<f64> {
    let target = &plan.target;
    let months = plan.calendar.months;
    if target.path.is_empty() {
        return vec![target.arr; months];
    }
    let mut points = vec![(0, plan.opening_arr())];
    points.extend(target.path.iter().filter(|m| m.t < target.by).map(|m| (m.t, m.arr)));
    points.push((target.by, target.arr));
    points.sort_by_key(|p| p.0);
    (1..=months).map(|t| along(&points, t)).collect()
}

fn along(points: &[(usize, f64)], t: usize) -> f64 {
    let after = points.iter().position(|p| p.0 >= t);
    match after {
        Some(i) if i > 0 => {
            let ((t0, a0), (t1, a1)) = (points[i - 1], points[i]);
            a0 + (a1 - a0) * (t - t0) as f64 / (t1 - t0) as f64
        }
        _ => points[points.len() - 1].1,
    }
}
