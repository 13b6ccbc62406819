//! Indices of factors by a second pass through the same trials: with all redrawn but the factor, or none but the factor.

use super::{
    Factor, Input, Observed, Outcomes, TRIALS_A_CLOSED_INDEX, TRIALS_A_TOTAL_ORDER, Told, Whole, block_of, hits,
};
use crate::analysis::Estimate;
use crate::analysis::sensitivity::pairs::{closed_index_beside, total_index};
use crate::analysis::sensitivity::shapley::{Shapley, shapley};
use crate::analysis::sensitivity::share::Share;
use crate::plan::{DriverId, Plan};
use crate::simulate::keep::arr_at_target;
use crate::simulate::walk::{Players, Steps, walk};
use crate::simulate::{self, Chance, Control, Copy, Draws, DriverDraw, Off, RunError, RunSpec};

/// The sample at hand, and what it takes to draw another.
pub(super) struct Design<'a> {
    pub plan: &'a Plan,
    pub spec: &'a RunSpec,
    pub control: &'a Control<'a>,
    pub seen: &'a Observed,
}

/// Trials of closed indices: the first half of the sample.
pub(super) fn closed_trials(spec: &RunSpec) -> u64 {
    (spec.trials.end - spec.trials.start).div_ceil(TRIALS_A_CLOSED_INDEX)
}

/// Trials of total orders and Shapley effects: the first quarter of the sample.
pub(super) fn total_trials(spec: &RunSpec) -> u64 {
    (spec.trials.end - spec.trials.start).div_ceil(TRIALS_A_TOTAL_ORDER)
}

fn first(trials: u64, spec: &RunSpec) -> RunSpec {
    RunSpec { trials: spec.trials.start..spec.trials.start + trials, ..spec.clone() }
}

/// All from one copy, but the factor from the other.
fn exchanged(plan: &Plan, factor: Factor, rest: Copy, own: Copy) -> Draws {
    let mut draws = Draws::of(rest);
    let mut take = |drivers: &[DriverId]| {
        draws.drivers.extend(drivers.iter().map(|&id| (id, DriverDraw::Sampled(own))));
    };
    match factor {
        Factor::Driver(id) => take(&[id]),
        Factor::Block(block) => take(&plan.dependence[block].drivers),
        Factor::Risks => draws.risks = Chance::Drawn(own),
        Factor::Chance => draws.chance = Chance::Drawn(own),
    }
    draws
}

impl Design<'_> {
    /// ARR and hits of the trials of `spec` under other draws.
    fn pass(&self, spec: &RunSpec, draws: Draws) -> Result<Outcomes<Vec<f64>>, RunError> {
        let spec = RunSpec { draws, ..spec.clone() };
        let mut columns = simulate::sample(self.plan, &spec, self.control, &[arr_at_target(self.plan)])?;
        let arr = columns.pop().unwrap_or_default();
        Ok(Outcomes { hit: hits(self.plan, &arr), arr })
    }

    /// Held against the first trials of the sample.
    fn against<T>(&self, other: &Outcomes<Vec<f64>>, index: impl Fn(&[f64], &[f64]) -> T) -> Outcomes<T> {
        let seen = &self.seen.value;
        let n = other.arr.len();
        Outcomes { arr: index(&seen.arr[..n], &other.arr), hit: index(&seen.hit[..n], &other.hit) }
    }
}

/// Closed indices of factors: of each its draws are kept, all else is drawn anew.
pub(super) fn closed(design: &Design<'_>, factors: &[Factor]) -> Result<Vec<Outcomes<Share>>, RunError> {
    let spec = first(closed_trials(design.spec), design.spec);
    let unrelated = design.pass(&spec, Draws::of(Copy::B))?;
    let (seen, n) = (&design.seen.value, unrelated.arr.len());
    let times = TRIALS_A_CLOSED_INDEX as usize;
    let of = |&factor: &Factor| {
        let sharing = design.pass(&spec, exchanged(design.plan, factor, Copy::B, Copy::A))?;
        Ok(Outcomes {
            arr: closed_index_beside(&seen.arr[..n], &sharing.arr, &unrelated.arr).among(times),
            hit: closed_index_beside(&seen.hit[..n], &sharing.hit, &unrelated.hit).among(times),
        })
    };
    factors.iter().map(of).collect()
}

/// Total-order index of a factor: its draws alone drawn anew.
fn total(design: &Design<'_>, factor: Factor) -> Result<Outcomes<Estimate>, RunError> {
    let other = design
        .pass(&first(total_trials(design.spec), design.spec), exchanged(design.plan, factor, Copy::A, Copy::B))?;
    Ok(design.against(&other, |y, redrawn| total_index(y, redrawn).index))
}

/// Adds total orders of all factors, and the Shapley effects inside groups of correlated drivers.
pub(super) fn add_totals(design: &Design<'_>, told: &mut [Told], wholes: &mut [Whole]) -> Result<(), RunError> {
    for told in told.iter_mut() {
        if let Input::Driver(id) = told.input
            && block_of(design.plan, id).is_none()
        {
            told.total = total(design, Factor::Driver(id))?;
        }
    }
    for whole in wholes {
        whole.total = total(design, whole.factor)?;
        if let Factor::Block(block) = whole.factor {
            whole.shapley = add_shapley(design, block, told)?;
        }
    }
    Ok(())
}

/// Adds the Shapley effects of a group's members, and yields their sum.
fn add_shapley(design: &Design<'_>, block: usize, told: &mut [Told]) -> Result<Outcomes<Estimate>, RunError> {
    let members = &design.plan.dependence[block].drivers;
    let players = Players {
        count: members.len(),
        drivers: members.iter().enumerate().map(|(player, &id)| (id, player)).collect(),
        ..Players::default()
    };
    let value = arr_at_target(design.plan);
    let spec = first(total_trials(design.spec), design.spec);
    let walked = walk(design.plan, &spec, design.control, &players, Off::Redrawn, value, |steps| steps)?;
    let joins = joins(&walked, members.len());
    let arr: Vec<Vec<f64>> = (0..=members.len()).map(|step| at_step(&walked, step)).collect();
    let hit: Vec<Vec<f64>> = arr.iter().map(|arr| hits(design.plan, arr)).collect();
    let n = joins.first().map_or(0, Vec::len);
    let seen = &design.seen.value;
    let effect = |effects: &Option<Shapley>, player: usize| {
        effects.as_ref().map_or_else(Estimate::default, |e| e.inputs[player])
    };
    let (of_arr, of_hit) = (shapley(&seen.arr[..n], &arr, &joins), shapley(&seen.hit[..n], &hit, &joins));
    for told in told.iter_mut() {
        let Input::Driver(id) = told.input else { continue };
        let Some(&player) = players.drivers.get(&id) else { continue };
        told.shapley = Outcomes { arr: effect(&of_arr, player), hit: effect(&of_hit, player) };
    }
    let block = |effects: Option<Shapley>| effects.map_or_else(Estimate::default, |e| e.block);
    Ok(Outcomes { arr: block(of_arr), hit: block(of_hit) })
}

/// The value of all trials after a step.
fn at_step(walked: &[Steps], step: usize) -> Vec<f64> {
    walked.iter().flat_map(|steps| steps.values[step][steps.lanes.clone()].iter().copied()).collect()
}

/// By step, the player that each trial switches on.
fn joins(walked: &[Steps], players: usize) -> Vec<Vec<usize>> {
    let joining = |steps: &Steps, step: usize, lane: usize| {
        let joins = |player: &usize| steps.rank[*player][lane] as usize == step;
        (0..players).find(joins).unwrap_or(0)
    };
    let all = |step: usize| walked.iter().flat_map(move |s| s.lanes.clone().map(move |lane| joining(s, step, lane)));
    (0..players).map(|step| all(step).collect()).collect()
}
