//! What a run keeps of its trials: counts, histograms and sums. Nothing grows with the trials, and parts merge exactly.

use super::cell::Cell;
use super::histogram::Resolution;
use super::moments::Moments;
use super::planned::Planned;
use crate::plan::{Kind, Metric, Plan, Unit};
use serde::{Deserialize, Serialize};

/// Everything that is tallied of one plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tally {
    /// Bands, totals first, then by segment.
    pub columns: Vec<Column>,
    /// Hits, counted trial by trial.
    pub hits: Hits,
    /// Target less ARR of the trials that miss.
    pub misses: Moments,
    /// The 16 replicates of a Latin hypercube run; empty with random sampling.
    pub hypercubes: Vec<Replicate>,
}

/// One metric in total or of one segment, by period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// What is measured.
    pub metric: Metric,
    /// Index of the segment; `None`: the total.
    pub segment: Option<usize>,
    /// By month.
    pub months: Vec<Cell>,
    /// By fiscal quarter; empty for stocks and ratios, which are their last month's.
    pub quarters: Vec<Cell>,
    /// By plan year; empty as above.
    pub years: Vec<Cell>,
}

/// Trials in which something holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hits {
    /// Trials.
    pub trials: u64,
    /// ARR at the target date at the target or above.
    pub target: u64,
    /// ARR at or above each milestone.
    pub milestones: Vec<u64>,
    /// ARR at or above the path, by month.
    pub on_path: Vec<u64>,
    /// Each goal met.
    pub goals: Vec<u64>,
    /// Target and all goals met.
    pub joint: u64,
    /// Cash below 0 in any month.
    pub cash_out: u64,
}

/// One of a run's independent replicates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Replicate {
    /// Its hits.
    pub hits: Hits,
    /// ARR at the target date.
    pub arr: Cell,
}

impl Tally {
    /// An empty tally of these columns.
    pub fn new(plan: &Plan, planned: &Planned, columns: &[(Metric, Option<usize>)], replicates: u64) -> Self {
        let hits = Hits::new(plan);
        let arr = Cell::new(None, Resolution::Fine);
        Self {
            columns: columns.iter().map(|&(metric, segment)| Column::new(plan, planned, metric, segment)).collect(),
            misses: Moments::new(0.0, plan.target.arr.max(1.0)),
            hypercubes: (0..replicates).map(|_| Replicate { hits: hits.clone(), arr: arr.clone() }).collect(),
            hits,
        }
    }

    /// Adds another tally of the same plan and columns.
    pub fn merge(&mut self, other: &Self) {
        for (column, others) in self.columns.iter_mut().zip(&other.columns) {
            column.merge(others);
        }
        self.hits.merge(&other.hits);
        self.misses.merge(&other.misses);
        for (replicate, others) in self.hypercubes.iter_mut().zip(&other.hypercubes) {
            replicate.hits.merge(&others.hits);
            replicate.arr.merge(&others.arr);
        }
    }

    /// The column of a metric, where it is tallied.
    pub fn column(&self, metric: Metric, segment: Option<usize>) -> Option<&Column> {
        self.columns.iter().find(|c| c.metric == metric && c.segment == segment)
    }
}

impl Column {
    fn new(plan: &Plan, planned: &Planned, metric: Metric, segment: Option<usize>) -> Self {
        let calendar = &plan.calendar;
        let scale = scale(plan, planned, metric, segment);
        let is_target = (metric, segment) == (Metric::Arr, None);
        let resolution = if is_target { Resolution::Fine } else { Resolution::Usual };
        let cell = |(first, last): (usize, usize)| {
            let centre = planned.period(metric, segment, first, last).unwrap_or(0.0);
            let has_moments = metric.kind() != Kind::Ratio;
            Cell::new(has_moments.then(|| Moments::new(centre, scale * (last + 1 - first) as f64)), resolution)
        };
        let adds_up = matches!(metric.kind(), Kind::Flow | Kind::Share);
        let periods =
            |periods: Vec<(usize, usize)>| -> Vec<Cell> { periods.into_iter().filter(|_| adds_up).map(cell).collect() };
        Self {
            metric,
            segment,
            months: (1..=calendar.months).map(|t| cell((t, t))).collect(),
            quarters: periods(calendar.quarters()),
            years: periods(calendar.years()),
        }
    }

    fn merge(&mut self, other: &Self) {
        let cells = self.months.iter_mut().chain(&mut self.quarters).chain(&mut self.years);
        let others = other.months.iter().chain(&other.quarters).chain(&other.years);
        cells.zip(others).for_each(|(cell, other)| cell.merge(other));
    }
}

/// A typical size of a metric: the greatest of the plan as written, but not below a floor that fits its unit, since the
/// plan as written may have none of what chance brings.
fn scale(plan: &Plan, planned: &Planned, metric: Metric, segment: Option<usize>) -> f64 {
    let floor = match metric.unit() {
        Unit::Money => 1e-3 * plan.target.arr.max(planned.scale(Metric::Arr, None)).max(1.0),
        Unit::Count => planned.scale(metric, None).max(10.0),
        Unit::Share | Unit::Ratio => 1.0,
        Unit::Months => 12.0,
    };
    planned.scale(metric, segment).max(floor)
}

impl Hits {
    fn new(plan: &Plan) -> Self {
        Self {
            milestones: vec![0; plan.target.path.len()],
            on_path: vec![0; plan.calendar.months],
            goals: vec![0; plan.goals.len()],
            ..Self::default()
        }
    }

    fn merge(&mut self, other: &Self) {
        let add = |sums: &mut [u64], others: &[u64]| sums.iter_mut().zip(others).for_each(|(sum, x)| *sum += x);
        self.trials += other.trials;
        self.target += other.target;
        self.joint += other.joint;
        self.cash_out += other.cash_out;
        add(&mut self.milestones, &other.milestones);
        add(&mut self.on_path, &other.on_path);
        add(&mut self.goals, &other.goals);
    }
}
