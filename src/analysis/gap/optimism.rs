//! The optimism bridge: from the plan as written to the simulation, by Shapley values.
//!
//! Players are the uncertain drivers, the risks, and chance. In every trial they are switched on one after the other, in
//! a random order of that trial; what ARR and the hit gain when a player is switched on is its own (Shapley 1953; the
//! estimator: Castro, Gómez and Tejada 2009). So the gains of a trial add up to all of the way from the plan as written
//! to that trial, and their means to the whole. Owners and segments have the sum of their drivers' gains: one and the
//! same game seen three ways, so the three bridges agree with one another.

use super::sample;
use crate::analysis::Estimate;
use crate::outcome::Planned;
use crate::plan::{DriverId, Metric, Plan, owner};
use crate::simulate::segment_walk::walk_arr;
use crate::simulate::walk::{Players, Steps};
use crate::simulate::{Control, RunError, RunSpec};
use std::collections::BTreeMap;

/// Drivers that have a bar of their own.
pub const BARS: usize = 10;

/// The bridge from the plan as written to the simulation.
#[derive(Clone, Debug)]
pub struct Optimism {
    /// Trials that were walked: the first of the run.
    pub trials: usize,
    /// ARR of the plan as written at the target date, money.
    pub written_arr: f64,
    /// Whether that hits the target.
    pub written_hits: bool,
    /// Mean ARR of these trials.
    pub arr: Estimate,
    /// Share of them that hit.
    pub hit: Estimate,
    /// Their median ARR less their mean ARR.
    pub mean_to_median: Estimate,
    /// Who answers for it: owners by size of their bar, then risks and chance.
    pub owners: Vec<Bar>,
    /// By segment: in the order of the plan, what belongs to none, then risks and chance.
    pub segments: Vec<Bar>,
    /// The drivers that matter most, by size of their bar, all others as one, then risks and chance.
    pub top: Vec<Bar>,
    /// Every driver, by size of its bar.
    pub drivers: Vec<Bar>,
}

/// What a player, or several, add to ARR and to P(hit).
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Whose it is.
    pub whose: Whose,
    /// Drivers in it.
    pub drivers: usize,
    /// Mean change of ARR at the target date, money.
    pub arr: Estimate,
    /// Change of P(hit).
    pub hit: Estimate,
}

/// Whose a bar is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    /// Drivers that an owner or a team answers for.
    Owner(String),
    /// Drivers of a segment, by its index.
    Segment(usize),
    /// Drivers of no segment.
    Company,
    /// One driver.
    Driver(DriverId),
    /// The drivers that have no bar of their own.
    OtherDrivers,
    /// Risks and opportunities that may strike, with the uncertainty of their probabilities.
    Risks,
    /// Counts and deal sizes.
    Chance,
}

/// The gains of every trial, player by player: drivers, then risks where there are any, then chance.
struct Gains {
    arr: Vec<Vec<f64>>,
    hit: Vec<Vec<i8>>,
    end: Vec<f64>,
}

/// Walks the first `trials` trials of the run.
///
/// # Errors
/// See [`RunError`].
pub fn optimism(
    plan: &Plan,
    planned: &Planned,
    spec: &RunSpec,
    control: &Control<'_>,
    trials: u64,
) -> Result<Optimism, RunError> {
    let (ids, players) = game(plan);
    let first = spec.trials.start;
    let spec = RunSpec { trials: first..spec.trials.end.min(first + trials), ..spec.clone() };
    let by = plan.target.by;
    let blocks = walk_arr(plan, &spec, control, &players, by, |steps| gains_of_block(plan, &steps, players.count))?;
    let gains = gathered(blocks, players.count);
    let hits = gains.end.iter().filter(|x| plan.target.is_hit(**x)).count();
    let written_arr = planned.month(Metric::Arr, None, by).unwrap_or(0.0);
    let views = views(plan, &ids, &players, &gains);
    Ok(Optimism {
        trials: gains.end.len(),
        written_arr,
        written_hits: plan.target.is_hit(written_arr),
        arr: sample::mean_estimate(&gains.end),
        hit: sample::share(hits, gains.end.len()),
        mean_to_median: sample::by_batches(gains.end.len(), |range| {
            let part = &gains.end[range];
            sample::median(part).map(|median| median - sample::mean(part))
        }),
        owners: views.owners,
        segments: views.segments,
        top: views.top,
        drivers: views.drivers,
    })
}

/// The drivers that are players of their own, and all players. Costs and cash move no ARR: they stay drawn.
fn game(plan: &Plan) -> (Vec<DriverId>, Players) {
    let moves_arr = |id: &DriverId| !["risks.", "finance."].iter().any(|room| plan.driver(*id).path.starts_with(room));
    let ids: Vec<DriverId> = plan.random_drivers().into_iter().filter(moves_arr).collect();
    let risks = (!plan.risks.is_empty()).then_some(ids.len());
    let chance = ids.len() + risks.iter().len();
    let mut drivers: BTreeMap<DriverId, usize> = ids.iter().enumerate().map(|(player, &id)| (id, player)).collect();
    if let Some(risks) = risks {
        let of_risks = plan.random_drivers().into_iter().filter(|id| plan.driver(*id).path.starts_with("risks."));
        drivers.extend(of_risks.map(|id| (id, risks)));
    }
    (ids, Players { count: chance + 1, drivers, risks, chance: Some(chance) })
}

fn gains_of_block(plan: &Plan, steps: &Steps, players: usize) -> Gains {
    let lanes = || steps.lanes.clone();
    let is_hit = |step: usize, lane: usize| i8::from(plan.target.is_hit(steps.values[step][lane]));
    let hit = |player: usize, lane: usize| {
        let step = steps.rank[player][lane] as usize;
        is_hit(step + 1, lane) - is_hit(step, lane)
    };
    Gains {
        arr: (0..players).map(|p| lanes().map(|lane| steps.gain(p, lane)).collect()).collect(),
        hit: (0..players).map(|p| lanes().map(|lane| hit(p, lane)).collect()).collect(),
        end: lanes().map(|lane| steps.values[players][lane]).collect(),
    }
}

/// All blocks' gains, trial after trial.
fn gathered(blocks: Vec<Gains>, players: usize) -> Gains {
    let mut gains = Gains { arr: vec![Vec::new(); players], hit: vec![Vec::new(); players], end: Vec::new() };
    for block in blocks {
        gains.arr.iter_mut().zip(block.arr).for_each(|(all, more)| all.extend(more));
        gains.hit.iter_mut().zip(block.hit).for_each(|(all, more)| all.extend(more));
        gains.end.extend(block.end);
    }
    gains
}

impl Gains {
    /// The bar of some players together.
    fn bar(&self, whose: Whose, players: &[usize]) -> Bar {
        let trials = 0..self.end.len();
        let arr: Vec<f64> = trials.clone().map(|i| players.iter().map(|&p| self.arr[p][i]).sum()).collect();
        let hit: Vec<f64> = trials.map(|i| players.iter().map(|&p| f64::from(self.hit[p][i])).sum()).collect();
        Bar { whose, drivers: players.len(), arr: sample::mean_estimate(&arr), hit: sample::mean_estimate(&hit) }
    }
}

/// The same gains by owner, by segment and by driver.
struct Views {
    owners: Vec<Bar>,
    segments: Vec<Bar>,
    top: Vec<Bar>,
    drivers: Vec<Bar>,
}

fn views(plan: &Plan, ids: &[DriverId], players: &Players, gains: &Gains) -> Views {
    let no_drivers = |whose, player: usize| Bar { drivers: 0, ..gains.bar(whose, &[player]) };
    let risks = players.risks.map(|p| no_drivers(Whose::Risks, p));
    let chance = players.chance.map(|p| no_drivers(Whose::Chance, p));
    let ends: Vec<Bar> = risks.into_iter().chain(chance).collect();
    let grouped = |whose: &dyn Fn(DriverId) -> Whose| -> Vec<Bar> {
        let mut groups: BTreeMap<Whose, Vec<usize>> = BTreeMap::new();
        ids.iter().enumerate().for_each(|(player, &id)| groups.entry(whose(id)).or_default().push(player));
        groups.into_iter().map(|(whose, players)| gains.bar(whose, &players)).collect()
    };
    let drivers = by_size(grouped(&|id| Whose::Driver(id)));
    let (first, rest) = drivers.split_at(drivers.len().min(BARS));
    let player_of = |bar: &Bar| match bar.whose {
        Whose::Driver(id) => players.drivers.get(&id).copied(),
        _ => None,
    };
    let rest: Vec<usize> = rest.iter().filter_map(player_of).collect();
    let others = (!rest.is_empty()).then(|| gains.bar(Whose::OtherDrivers, &rest));
    let of_segment = |id: DriverId| plan.segment_of(id).map_or(Whose::Company, Whose::Segment);
    Views {
        owners: with(by_size(grouped(&|id| Whose::Owner(owner::of_driver(plan, id).to_string()))), &ends),
        segments: with(grouped(&of_segment), &ends),
        top: with(first.iter().cloned().chain(others).collect(), &ends),
        drivers,
    }
}

fn with(mut bars: Vec<Bar>, more: &[Bar]) -> Vec<Bar> {
    bars.extend_from_slice(more);
    bars
}

/// The largest change of ARR first, whichever way it goes.
fn by_size(mut bars: Vec<Bar>) -> Vec<Bar> {
    let size = |bar: &Bar| bar.arr.value.unwrap_or(0.0).abs();
    bars.sort_by(|a, b| size(b).total_cmp(&size(a)));
    bars
}
