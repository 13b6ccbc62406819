//! Exact values of single trials, for tests and replay.

use super::block::{Block, BlockSpec, Program};
use super::planned::{losses_to_come, planned};
use super::{KeptColumn, RunError, RunSpec};
use crate::math::lanes::LANES;
use crate::plan::{Plan, Sampling};

/// The values of every trial of the run, one vector a column; undefined values are not finite (not a number at the
/// worst end, infinite at the best).
///
/// # Errors
/// See [`RunError`].
pub fn sample(plan: &Plan, spec: &RunSpec, columns: &[KeptColumn]) -> Result<Vec<Vec<f64>>, RunError> {
    spec.check()?;
    let planned = planned(plan)?;
    let program = Program::new(plan, &spec.draws, spec.seed, losses_to_come(plan, &planned));
    let mut memory = program.block();
    let mut out = vec![Vec::new(); columns.len()];
    let lanes = LANES as u64;
    for number in spec.trials.start / lanes..spec.trials.end.div_ceil(lanes) {
        let first = number * lanes;
        let lane = |trial: u64| (trial.max(first) - first).min(lanes) as usize;
        let active = lane(spec.trials.start)..lane(spec.trials.end);
        let lhs_trials = (spec.sampling == Sampling::Lhs).then_some(spec.design_trials);
        let block = BlockSpec { number, lanes: active.clone(), lhs_trials };
        let mut observe = |t: usize, block: &Block| {
            for (column, out) in columns.iter().zip(&mut out).filter(|(c, _)| c.t == t) {
                let values = block.lanes(column.metric, column.segment);
                out.extend_from_slice(values.map_or(&[], |v| &v[active.clone()]));
            }
        };
        program.simulate(&block, &mut memory, &mut observe)?;
    }
    Ok(out)
}
