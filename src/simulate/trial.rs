//! Exact values of single trials, for tests and replay.

use super::block::{self, Block, BlockSpec, Program};
use super::planned::{losses_to_come, planned};
use super::{KeptColumn, RunError, RunSpec};
use crate::plan::Plan;

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
    for number in block::numbers(spec) {
        let block = BlockSpec::new(spec, number);
        let block_lanes = block.lanes.clone();
        let mut observe = |t: usize, block: &Block| {
            for (column, out) in columns.iter().zip(&mut out).filter(|(c, _)| c.t == t) {
                let values = block.lanes(column.metric, column.segment);
                out.extend_from_slice(values.map_or(&[], |v| &v[block_lanes.clone()]));
            }
        };
        program.simulate(&block, &mut memory, &mut observe)?;
    }
    Ok(out)
}
