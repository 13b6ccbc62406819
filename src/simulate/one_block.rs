//! One block of one plan: for analyses that take many plans through a few trials each.

use super::block::{BlockSpec, Program};
use super::keep::note;
use super::{Noted, RunError, RunSpec};
use crate::math::lanes::{LANES, Lanes};
use crate::plan::Plan;

/// What is noted of the trials of one block of a plan, one array of lanes a column: the same values, to the bit, as a
/// run's joint sample has. Lanes that are not part of the run have values too.
///
/// # Errors
/// See [`RunError`].
pub fn one_block(plan: &Plan, spec: &RunSpec, block: &BlockSpec, columns: &[Noted]) -> Result<Vec<Lanes>, RunError> {
    let program = Program::new(plan, &spec.draws, spec.seed, vec![0.0; plan.calendar.months]);
    let mut out = vec![[0.0; LANES]; columns.len()];
    program.simulate(block, &mut program.block(), &mut |t, block| {
        columns.iter().zip(&mut out).for_each(|(column, out)| note(column, &program, block, t, 0..LANES, out));
    })?;
    Ok(out)
}
