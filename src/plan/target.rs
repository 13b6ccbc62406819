//! The top-down number, its milestones, and further goals.

use super::Metric;
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

/// Which side is good.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// This or more.
    AtLeast(f64),
    /// This or less.
    AtMost(f64),
}
