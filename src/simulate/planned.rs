//! The plan as written: the same steps with one trial, every driver at its plan value and every count at its
//! expectation.

use super::RunError;
use super::block::{Block, BlockSpec, Program};
use super::draws::{Draws, Switches};
use crate::outcome::Planned;
use crate::plan::{Metric, Plan};
use std::collections::BTreeMap;

/// Every metric of the plan as written.
///
/// # Errors
/// Where an adjustment brings a driver to 0 that must be above it.
pub fn planned(plan: &Plan) -> Result<Planned, RunError> {
    // pipeline coverage looks at the plan as written itself: a first pass gives what the second looks at
    let first = walk(plan, vec![0.0; plan.calendar.months])?;
    let losses = losses_to_come(plan, &first);
    walk(plan, losses)
}

/// By month: churned and contraction less expansion and uplift ARR from the next month to the target date, as written.
pub fn losses_to_come(plan: &Plan, planned: &Planned) -> Vec<f64> {
    let month = |metric, t| planned.month(metric, None, t).unwrap_or(0.0);
    let net = |t| {
        month(Metric::ChurnedArr, t) + month(Metric::ContractionArr, t)
            - month(Metric::ExpansionArr, t)
            - month(Metric::UpliftArr, t)
    };
    (1..=plan.calendar.months).map(|t| (t + 1..=plan.target.by).map(net).sum()).collect()
}

fn walk(plan: &Plan, losses_to_come: Vec<f64>) -> Result<Planned, RunError> {
    let program = Program::new(plan, &Draws::as_written(), 0, losses_to_come);
    let spec = BlockSpec { number: 0, lanes: 0..1, lhs_trials: None, switches: Switches::default() };
    let mut series: BTreeMap<(Metric, Option<usize>), Vec<f64>> = BTreeMap::new();
    program.simulate(&spec, &mut program.block(), &mut |_, block| note(plan, block, &mut series))?;
    Ok(Planned::new(series))
}

fn note(plan: &Plan, block: &Block, series: &mut BTreeMap<(Metric, Option<usize>), Vec<f64>>) {
    for key in Metric::everywhere(plan) {
        if let Some(lanes) = block.lanes(key.0, key.1) {
            series.entry(key).or_default().push(lanes[0]);
        }
    }
}
