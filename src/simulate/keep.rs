//! Single trials: the columns of trials.csv.

use super::block::{Block, Program};
use crate::math::lanes::LANES;
use crate::plan::{DriverId, Kind, Metric, Per, Plan, Value};
use std::ops::Range;

/// A metric at a month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KeptColumn {
    /// What is measured.
    pub metric: Metric,
    /// Index of the segment; `None`: the total.
    pub segment: Option<usize>,
    /// Month t.
    pub t: usize,
}

/// Single trials of one block, in the order of their numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptTrials {
    /// Number of the first.
    pub first_trial: u64,
    /// One vector a column of [`kept_columns`]; undefined values are not finite.
    pub columns: Vec<Vec<f64>>,
}

/// What a column of kept trials holds.
#[derive(Clone, Copy, Debug)]
enum Kept {
    Metric(KeptColumn),
    /// Sum (flows) or mean (shares) of the months from..=t.
    Sum(KeptColumn, usize),
    Driver(DriverId),
}

fn columns(plan: &Plan, asked: &[KeptColumn]) -> Vec<Kept> {
    let at_target = Kept::Metric(KeptColumn { metric: Metric::Arr, segment: None, t: plan.target.by });
    let goals = plan.goals.iter().map(|goal| {
        let column = KeptColumn { metric: goal.metric, segment: goal.segment, t: goal.by };
        match goal.metric.kind() {
            Kind::Stock | Kind::Ratio => Kept::Metric(column),
            Kind::Flow | Kind::Share => Kept::Sum(column, goal.from),
        }
    });
    let drivers = plan.random_drivers().into_iter().filter(|&id| is_per_plan(plan, id)).map(Kept::Driver);
    std::iter::once(at_target).chain(goals).chain(drivers).chain(asked.iter().copied().map(Kept::Metric)).collect()
}

fn is_per_plan(plan: &Plan, id: DriverId) -> bool {
    matches!(&plan.driver(id).value, Value::Random(random) if random.per == Per::Plan)
}

/// Names of the columns of kept trials: ARR at the target date, what each goal measures, drivers drawn once a trial,
/// the asked columns. A name is `metric@month`, `segment:metric@month`, `metric@first..last` for the sum of a flow, or
/// a driver's path.
pub fn kept_columns(plan: &Plan, asked: &[KeptColumn]) -> Vec<String> {
    let metric = |c: &KeptColumn| {
        let segment = c.segment.map_or(String::new(), |s| format!("{}:", plan.segments[s].name));
        format!("{segment}{}", c.metric.name(plan))
    };
    let month = |t: usize| plan.calendar.month(t);
    let name = |kept: &Kept| match kept {
        Kept::Metric(c) => format!("{}@{}", metric(c), month(c.t)),
        Kept::Sum(c, from) => format!("{}@{}..{}", metric(c), month(*from), month(c.t)),
        Kept::Driver(id) => plan.driver(*id).path.clone(),
    };
    columns(plan, asked).iter().map(name).collect()
}

/// Collects single trials of block after block.
#[derive(Clone, Debug)]
pub struct Keeper {
    columns: Vec<Kept>,
    done: Vec<KeptTrials>,
}

impl Keeper {
    /// Nothing kept yet.
    pub fn new(plan: &Plan, asked: &[KeptColumn]) -> Self {
        Self { columns: columns(plan, asked), done: Vec::new() }
    }

    /// Notes month `t` of a block's trials.
    pub fn add_month(&mut self, program: &Program<'_>, block: &Block, t: usize, lanes: &Range<usize>) {
        if t == 1 {
            let first_trial = block.number * LANES as u64 + lanes.start as u64;
            let columns = vec![vec![0.0; lanes.len()]; self.columns.len()];
            self.done.push(KeptTrials { first_trial, columns });
        }
        let Some(kept) = self.done.last_mut() else { return };
        for (column, out) in self.columns.iter().zip(&mut kept.columns) {
            note(column, program, block, t, lanes.clone(), out);
        }
    }

    /// Hands over what was kept.
    pub fn take(&mut self) -> Vec<KeptTrials> {
        std::mem::take(&mut self.done)
    }
}

fn note(column: &Kept, program: &Program<'_>, block: &Block, t: usize, lanes: Range<usize>, out: &mut [f64]) {
    match column {
        Kept::Metric(c) if c.t == t => {
            if let Some(values) = block.lanes(c.metric, c.segment) {
                out.copy_from_slice(&values[lanes]);
            }
        }
        Kept::Sum(c, from) if (*from..=c.t).contains(&t) => {
            let months = if c.metric.kind() == Kind::Share { (c.t + 1 - from) as f64 } else { 1.0 };
            let Some(values) = block.lanes(c.metric, c.segment) else { return };
            out.iter_mut().zip(&values[lanes]).for_each(|(sum, x)| *sum += x / months);
        }
        Kept::Driver(id) if t == 1 => out.copy_from_slice(&program.driver_drawn(block, *id, 1)[lanes]),
        _ => {}
    }
}
