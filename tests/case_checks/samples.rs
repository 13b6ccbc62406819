//! Every trial's value of a metric in a month, quarter or plan year, a batch of columns at a time.

use super::expectation::Period;
use crate::running;
use planodds::plan::{Kind, Metric, Plan};
use planodds::simulate::{KeptColumn, RunSpec};

/// Memory for the columns of one batch.
const BATCH_BYTES: usize = 96 << 20;

/// One metric in one period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// What.
    pub metric: Metric,
    /// Whose; `None`: the total.
    pub segment: Option<usize>,
    /// When.
    pub period: Period,
}

/// Calls `each` with every cell and its values, one a trial; undefined is NaN. The trials are simulated again for each
/// batch (a trial is the same whatever is kept of it), so memory stays bounded.
pub fn visit(plan: &Plan, spec: &RunSpec, cells: &[Cell], mut each: impl FnMut(&Cell, &[f64])) {
    let trials = (spec.trials.end - spec.trials.start) as usize;
    let most = (BATCH_BYTES / (8 * trials)).max(1);
    let mut batch: Vec<Cell> = Vec::new();
    let mut columns: Vec<KeptColumn> = Vec::new();
    for cell in cells {
        let needed = missing(&columns, cell, plan);
        if !batch.is_empty() && columns.len() + needed.len() > most {
            flush(plan, spec, &batch, &columns, &mut each);
            batch.clear();
            columns.clear();
        }
        columns.extend(missing(&columns, cell, plan));
        batch.push(*cell);
    }
    if !batch.is_empty() {
        flush(plan, spec, &batch, &columns, &mut each);
    }
}

/// The month columns of a cell.
fn columns_of(cell: &Cell, plan: &Plan) -> Vec<KeptColumn> {
    let (first, last) = cell.period.months(&plan.calendar);
    let months = match cell.metric.kind() {
        Kind::Flow | Kind::Share => first..=last,
        Kind::Stock | Kind::Ratio => last..=last,
    };
    months.map(|t| KeptColumn { metric: cell.metric, segment: cell.segment, t }).collect()
}

fn missing(columns: &[KeptColumn], cell: &Cell, plan: &Plan) -> Vec<KeptColumn> {
    columns_of(cell, plan).into_iter().filter(|c| !columns.contains(c)).collect()
}

fn flush(plan: &Plan, spec: &RunSpec, batch: &[Cell], columns: &[KeptColumn], each: &mut impl FnMut(&Cell, &[f64])) {
    let values = running::sample(plan, spec, columns).expect("the trials run");
    for cell in batch {
        let months: Vec<&[f64]> = columns_of(cell, plan)
            .iter()
            .map(|c| values[columns.iter().position(|k| k == c).expect("asked for")].as_slice())
            .collect();
        each(cell, &over_period(&months, cell.metric.kind()));
    }
}

/// A period's values from its months': flows summed, shares averaged, stocks and ratios as they end.
fn over_period(months: &[&[f64]], kind: Kind) -> Vec<f64> {
    let count = if kind == Kind::Share { months.len() as f64 } else { 1.0 };
    (0..months[0].len()).map(|trial| months.iter().map(|m| m[trial]).sum::<f64>() / count).collect()
}
