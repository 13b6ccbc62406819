//! The same walks as [`super::walk`] for ARR and drivers that are as written when they are off, shorter.
//!
//! ARR is the sum of the segments', and no segment acts on another: a segment's ARR changes only when one of its own
//! players is switched on. So each segment walks over its own players, in the order that the trial has for all, and the
//! sums are put together afterwards: to the bit what walking all segments over all players gives.

use super::block::{Block, BlockSpec, Program};
use super::draws::{Off, Switches};
use super::walk::{Players, Steps, random_order};
use super::{Control, RunError, RunSpec, each_block};
use crate::math::lanes::{LANES, Lanes};
use crate::plan::{DriverId, Plan};

/// Walks every trial of the run from all players off (as written) to all on, and hands each block's steps of ARR at the
/// end of month `t`, in the order of the blocks, through `reduce`.
///
/// # Errors
/// See [`RunError`].
pub fn walk_arr<R: Send>(
    plan: &Plan,
    spec: &RunSpec,
    control: &Control<'_>,
    players: &Players,
    t: usize,
    reduce: impl Fn(Steps) -> R + Sync,
) -> Result<Vec<R>, RunError> {
    let program = Program::new(plan, &players.draws(Off::AsWritten), spec.seed, vec![0.0; plan.calendar.months]);
    let own: Vec<Vec<usize>> = (0..plan.segments.len()).map(|s| players_of(plan, players, s)).collect();
    let starts = starts(&program, players, t)?;
    each_block(
        spec,
        control,
        || program.block(),
        |block, spec_of| {
            let rank = random_order(players.count, spec.seed, spec_of.number);
            program.draw(&spec_of, block);
            let walks = own.iter().enumerate().map(|(s, own)| {
                let places = places(own, &rank);
                let start = starts.get(s);
                let arr = segment_walk(&program, &spec_of, block, (s, t), (players.count, own, &places), start)?;
                Ok(SegmentWalk { own, places, arr })
            });
            let walks: Vec<SegmentWalk<'_>> = walks.collect::<Result<_, RunError>>()?;
            let values = add_up(&walks, &rank);
            Ok(reduce(Steps { block: spec_of.number, lanes: spec_of.lanes, values, rank }))
        },
    )
}

/// One segment's way: its players, the place of each among them in every trial, and ARR at every step.
struct SegmentWalk<'a> {
    own: &'a [usize],
    places: Vec<[u16; LANES]>,
    arr: Vec<Lanes>,
}

/// Every segment's ARR with nobody on, which is the plan as written in every trial; empty where something is drawn even
/// then.
fn starts(program: &Program<'_>, players: &Players, t: usize) -> Result<Vec<Lanes>, RunError> {
    let plan = program.plan;
    let is_player = |id: &DriverId| players.drivers.contains_key(id) || plan.driver(*id).path.starts_with("finance.");
    let risks_stay_out = players.risks.is_some() || plan.risks.is_empty();
    if players.chance.is_none() || !risks_stay_out || !plan.random_drivers().iter().all(is_player) {
        return Ok(Vec::new());
    }
    let (mut block, nobody) = (program.block(), Switches(vec![[false; LANES]; players.count]));
    let spec = BlockSpec { number: 0, lanes: 0..1, lhs_trials: None, switches: nobody };
    program.draw(&spec, &mut block);
    (0..plan.segments.len()).map(|s| program.segment_arr(&spec, &mut block, s, t)).collect()
}

/// The players that a segment's ARR may depend on, by rising number: those of its own drivers and of drivers that belong
/// to no segment, risks and chance.
fn players_of(plan: &Plan, players: &Players, segment: usize) -> Vec<usize> {
    let drivers = players.drivers.iter().filter(|(id, _)| plan.segment_of(**id).is_none_or(|s| s == segment));
    let mut own: Vec<usize> = drivers.map(|(_, &player)| player).chain(players.risks).chain(players.chance).collect();
    own.sort_unstable();
    own.dedup();
    own
}

/// Each player's place among these players.
fn places(own: &[usize], rank: &[[u16; LANES]]) -> Vec<[u16; LANES]> {
    let place =
        |player: usize, lane: usize| own.iter().filter(|&&other| rank[other][lane] < rank[player][lane]).count() as u16;
    own.iter().map(|&player| std::array::from_fn(|lane| place(player, lane))).collect()
}

/// ARR of a segment (at month t) with none of its players on, with the first, and so on to all.
fn segment_walk(
    program: &Program<'_>,
    spec: &BlockSpec,
    block: &mut Block,
    (segment, t): (usize, usize),
    (players, own, places): (usize, &[usize], &[[u16; LANES]]),
    start: Option<&Lanes>,
) -> Result<Vec<Lanes>, RunError> {
    let mut at_step = spec.clone();
    let mut arr = Vec::with_capacity(own.len() + 1);
    arr.extend(start);
    for step in arr.len()..=own.len() {
        // players of other segments change nothing here
        let mut on = vec![[false; LANES]; players];
        for (&player, places) in own.iter().zip(places) {
            on[player] = places.map(|place| (place as usize) < step);
        }
        at_step.switches = Switches(on);
        arr.push(program.segment_arr(&at_step, block, segment, t)?);
    }
    Ok(arr)
}

/// Total ARR at every step of all players, added up in the order of the segments.
fn add_up(walks: &[SegmentWalk<'_>], rank: &[[u16; LANES]]) -> Vec<Lanes> {
    let mut steps_of = vec![vec![[0_usize; LANES]; rank.len() + 1]; walks.len()];
    for (walk, steps) in walks.iter().zip(&mut steps_of) {
        for (&player, places) in walk.own.iter().zip(&walk.places) {
            for lane in 0..LANES {
                steps[rank[player][lane] as usize + 1][lane] = places[lane] as usize + 1;
            }
        }
        // between its own players a segment stays where it is
        for step in 1..steps.len() {
            let (before, now) = steps.split_at_mut(step);
            now[0].iter_mut().zip(&before[step - 1]).for_each(|(now, before)| *now = (*now).max(*before));
        }
    }
    let total = |step: usize, lane: usize| {
        let of_segments = walks.iter().zip(&steps_of).map(|(walk, steps)| walk.arr[steps[step][lane]][lane]);
        of_segments.reduce(|sum, x| sum + x).unwrap_or(0.0)
    };
    (0..=rank.len()).map(|step| std::array::from_fn(|lane| total(step, lane))).collect()
}
