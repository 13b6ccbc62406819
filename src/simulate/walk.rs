//! Walks from the plan as written to the simulation, one player after the other, in every trial in an order of its own:
//! what Shapley values are estimated from (Castro, Gómez and Tejada 2009).

use super::block::{Block, BlockSpec, Program};
use super::draws::{Chance, Copy, Draws, DriverDraw, Off, Player, Switches};
use super::{Control, Noted, RunError, RunSpec, each_block};
use crate::math::lanes::{LANES, Lanes};
use crate::plan::{DriverId, Plan};
use crate::sampling::stream::Stream;
use std::collections::BTreeMap;

/// Who is switched on one after the other.
#[derive(Clone, Debug, Default)]
pub struct Players {
    /// How many there are.
    pub count: usize,
    /// The player that a driver belongs to; drivers that are not listed are sampled throughout.
    pub drivers: BTreeMap<DriverId, Player>,
    /// The player that is the risks; `None`: they strike throughout.
    pub risks: Option<Player>,
    /// The player that is chance; `None`: it is drawn throughout.
    pub chance: Option<Player>,
}

/// One block's walks.
#[derive(Clone, Debug)]
pub struct Steps {
    /// Number of the block.
    pub block: u64,
    /// Lanes that are part of the run.
    pub lanes: std::ops::Range<usize>,
    /// The value before the first player is on, and after each: one entry more than players.
    pub values: Vec<Lanes>,
    /// By player: at which step (from 0) it is switched on in each trial.
    pub rank: Vec<[u16; LANES]>,
}

impl Steps {
    /// What the value gains when a player is switched on, in one trial.
    pub fn gain(&self, player: Player, lane: usize) -> f64 {
        let step = self.rank[player][lane] as usize;
        self.values[step + 1][lane] - self.values[step][lane]
    }
}

impl Players {
    /// The draws in which every player has its switch. The rest is drawn: from copy A where players are as written when
    /// they are off, from copy B where they are redrawn.
    pub fn draws(&self, off: Off) -> Draws {
        let rest = match off {
            Off::AsWritten => Copy::A,
            Off::Redrawn => Copy::B,
        };
        let switched = |(&id, &player): (&DriverId, &Player)| (id, DriverDraw::Switched { player, off });
        let chance = |player: Option<Player>| player.map_or(Chance::Drawn(rest), Chance::Switched);
        Draws {
            drivers: self.drivers.iter().map(switched).collect(),
            risks: chance(self.risks),
            chance: chance(self.chance),
            ..Draws::of(rest)
        }
    }
}

/// Walks every trial of the run from all players off to all on (whatever draws `spec` names), and hands each block's steps, in the order of the
/// blocks, through `reduce`. The value is a metric at the end of a month or over months.
///
/// # Errors
/// See [`RunError`].
pub fn walk<R: Send>(
    plan: &Plan,
    spec: &RunSpec,
    control: &Control<'_>,
    players: &Players,
    off: Off,
    value: Noted,
    reduce: impl Fn(Steps) -> R + Sync,
) -> Result<Vec<R>, RunError> {
    let program = Program::new(plan, &players.draws(off), spec.seed, vec![0.0; plan.calendar.months]);
    each_block(
        spec,
        control,
        || program.block(),
        |block, spec_of| {
            let rank = random_order(players.count, spec.seed, spec_of.number);
            let mut values = Vec::with_capacity(players.count + 1);
            for step in 0..=players.count {
                let mut at_step = spec_of.clone();
                at_step.switches = Switches(rank.iter().map(|rank| rank.map(|r| (r as usize) < step)).collect());
                values.push(evaluate(&program, &at_step, block, value)?);
            }
            Ok(reduce(Steps { block: spec_of.number, lanes: spec_of.lanes, values, rank }))
        },
    )
}

/// One pass of a block.
fn evaluate(program: &Program<'_>, spec: &BlockSpec, block: &mut Block, value: Noted) -> Result<Lanes, RunError> {
    let mut out = [0.0; LANES];
    let mut observe = |t: usize, block: &Block| super::keep::note(&value, program, block, t, 0..LANES, &mut out);
    program.simulate(spec, block, &mut observe)?;
    Ok(out)
}

/// By player: its place in each trial's random order, all orders equally likely.
pub(super) fn random_order(players: usize, seed: u64, block: u64) -> Vec<[u16; LANES]> {
    let stream = Stream::new(seed, "order of players");
    let mut uniforms = vec![[0.0; LANES]; players];
    uniforms.iter_mut().enumerate().for_each(|(player, u)| stream.uniforms(block, 0, player as u32, u));
    let mut rank = vec![[0; LANES]; players];
    let mut order: Vec<usize> = (0..players).collect();
    for lane in 0..LANES {
        order.sort_unstable_by(|&a, &b| uniforms[a][lane].total_cmp(&uniforms[b][lane]).then(a.cmp(&b)));
        order.iter().enumerate().for_each(|(place, &player)| rank[player][lane] = place as u16);
    }
    rank
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_order_is_as_likely_as_any_other() {
        let mut counts = BTreeMap::new();
        for block in 0..40 {
            let rank = random_order(3, 7, block);
            for lane in 0..LANES {
                let order: Vec<u16> = rank.iter().map(|r| r[lane]).collect();
                *counts.entry(order).or_insert(0.0) += 1.0;
            }
        }
        // chi-square of 6 orders, 5 degrees of freedom: 25 has a probability of 1e-4
        let expected = 40.0 * LANES as f64 / 6.0;
        let chi_square: f64 = counts.values().map(|n: &f64| (n - expected) * (n - expected) / expected).sum();
        assert!(counts.len() == 6 && chi_square < 25.0, "{counts:?}");
    }
}
