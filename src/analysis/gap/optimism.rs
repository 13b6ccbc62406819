//! The optimism bridge: from the plan as written to the simulation, by Shapley values.
//!
//! Players are the ten drivers that matter most, the other drivers by segment and owner, the risks, and chance. In every
//! trial they are switched on one after the other, in a random order of that trial; what ARR and the hit gain when a
//! player is switched on is its own (Shapley 1953; the estimator: Castro, Gómez and Tejada 2009). So the gains of a trial
//! add up to all of the way from the plan as written to that trial, and their means to the whole. Owners and segments
//! have the sum of their players' gains: one and the same game seen three ways, so the three bridges agree.

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
    /// By segment, in the order of the plan, then risks and chance.
    pub segments: Vec<Bar>,
    /// The drivers that matter most, by size of their bar, all others as one, then risks and chance.
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
    /// One driver.
    Driver(DriverId),
    /// The drivers that have no bar of their own.
    OtherDrivers,
    /// Risks and opportunities that may strike, with the uncertainty of their probabilities.
    Risks,
    /// Counts and deal sizes.
    Chance,
}

/// Drivers that are switched on together: one alone, or those of a segment that one owner answers for.
#[derive(Clone, Debug)]
struct Together {
    drivers: Vec<DriverId>,
    is_alone: bool,
    segment: usize,
    owner: String,
}

/// Who plays: the players of drivers come first, then the risks where there are any, then chance.
struct Game {
    together: Vec<Together>,
    players: Players,
}

/// The gains of every trial, player by player.
#[derive(Default)]
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
    let Game { together, players } = game(plan, &first(spec, trials), control)?;
    let by = plan.target.by;
    let gains = walked(plan, &first(spec, trials), control, &players)?;
    let hits = gains.end.iter().filter(|x| plan.target.is_hit(**x)).count();
    let written_arr = planned.month(Metric::Arr, None, by).unwrap_or(0.0);
    let view = |whose: &dyn Fn(&Together) -> Whose| view(&together, &players, &gains, whose);
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
        owners: view(&|t| Whose::Owner(t.owner.clone())),
        segments: view(&|t| Whose::Segment(t.segment)),
        drivers: view(&|t| if t.is_alone { Whose::Driver(t.drivers[0]) } else { Whose::OtherDrivers }),
    })
}

/// Trials of the walk that finds the drivers that matter: enough to rank bars that differ.
const SCREENING_TRIALS: u64 = 1024;

/// The players. Costs and cash move no ARR: their drivers stay drawn.
///
/// A first, short walk in which every driver is a player of its own finds those with the largest bars, in ARR and in
/// P(hit) together, each as a share of all bars.
fn game(plan: &Plan, spec: &RunSpec, control: &Control<'_>) -> Result<Game, RunError> {
    let ids: Vec<DriverId> = plan.random_drivers().into_iter().filter(|id| plan.segment_of(*id).is_some()).collect();
    let all = together(plan, &ids, |_| true);
    let gains = match ids.len() > BARS {
        true => walked(plan, &first(spec, SCREENING_TRIALS), control, &players(plan, &all))?,
        false => Gains::default(),
    };
    let size = |of: &dyn Fn(usize) -> f64| -> Vec<f64> {
        let sizes: Vec<f64> = (0..gains.arr.len()).map(|player| of(player).abs()).collect();
        let sum = sizes.iter().sum::<f64>();
        sizes.iter().map(|x| if sum > 0.0 { x / sum } else { 0.0 }).collect()
    };
    let arr = size(&|player| sample::mean(&gains.arr[player]));
    let hit = size(&|player| gains.hit[player].iter().map(|x| f64::from(*x)).sum());
    let mut places: Vec<usize> = (0..all.len()).collect();
    let score = |place: usize| arr.get(place).zip(hit.get(place)).map_or(0.0, |(a, h)| a + h);
    places.sort_by(|&a, &b| score(b).total_cmp(&score(a)));
    let chosen: Vec<DriverId> = places.iter().take(BARS).map(|&place| all[place].drivers[0]).collect();
    let together = together(plan, &ids, |id| chosen.contains(&id));
    Ok(Game { players: players(plan, &together), together })
}

/// The drivers, those that walk alone each for itself, the others by segment and owner.
fn together(plan: &Plan, ids: &[DriverId], walks_alone: impl Fn(DriverId) -> bool) -> Vec<Together> {
    let mut out: BTreeMap<(usize, String, Option<DriverId>), Vec<DriverId>> = BTreeMap::new();
    for &id in ids {
        let Some(segment) = plan.segment_of(id) else { continue };
        let alone = Some(id).filter(|id| walks_alone(*id));
        out.entry((segment, owner::of_driver(plan, id).to_string(), alone)).or_default().push(id);
    }
    let of = |((segment, owner, alone), drivers): ((usize, String, Option<DriverId>), Vec<DriverId>)| Together {
        drivers,
        is_alone: alone.is_some(),
        segment,
        owner,
    };
    out.into_iter().map(of).collect()
}

fn players(plan: &Plan, together: &[Together]) -> Players {
    let of_player = |(player, t): (usize, &Together)| t.drivers.iter().map(move |&id| (id, player)).collect::<Vec<_>>();
    let mut drivers: BTreeMap<DriverId, usize> = together.iter().enumerate().flat_map(of_player).collect();
    let risks = (!plan.risks.is_empty()).then_some(together.len());
    if let Some(risks) = risks {
        let of_risks = plan.random_drivers().into_iter().filter(|id| plan.driver(*id).path.starts_with("risks."));
        drivers.extend(of_risks.map(|id| (id, risks)));
    }
    let chance = together.len() + usize::from(risks.is_some());
    Players { count: chance + 1, drivers, risks, chance: Some(chance) }
}

/// The first trials of a run.
fn first(spec: &RunSpec, trials: u64) -> RunSpec {
    let start = spec.trials.start;
    RunSpec { trials: start..spec.trials.end.min(start + trials), ..spec.clone() }
}

fn walked(plan: &Plan, spec: &RunSpec, control: &Control<'_>, players: &Players) -> Result<Gains, RunError> {
    let count = players.count;
    let reduce = |steps| gains_of_block(plan, &steps, count);
    walk_arr(plan, spec, control, players, plan.target.by, reduce).map(|blocks| gathered(blocks, count))
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
    fn bar(&self, whose: Whose, drivers: usize, players: &[usize]) -> Bar {
        let trials = 0..self.end.len();
        let arr: Vec<f64> = trials.clone().map(|i| players.iter().map(|&p| self.arr[p][i]).sum()).collect();
        let hit: Vec<f64> = trials.map(|i| players.iter().map(|&p| f64::from(self.hit[p][i])).sum()).collect();
        Bar { whose, drivers, arr: sample::mean_estimate(&arr), hit: sample::mean_estimate(&hit) }
    }
}

/// The gains of the same game by owner, segment or driver: the largest first (segments in the order of the plan), other
/// drivers after those, then risks and chance.
fn view(together: &[Together], players: &Players, gains: &Gains, whose: &dyn Fn(&Together) -> Whose) -> Vec<Bar> {
    let mut groups: BTreeMap<Whose, Vec<usize>> = BTreeMap::new();
    together.iter().enumerate().for_each(|(player, t)| groups.entry(whose(t)).or_default().push(player));
    let drivers = |players: &[usize]| players.iter().map(|&p| together[p].drivers.len()).sum();
    let mut bars: Vec<Bar> = groups.into_iter().map(|(whose, p)| gains.bar(whose, drivers(&p), &p)).collect();
    let size = |bar: &Bar| match bar.whose {
        Whose::Segment(_) => 0.0,
        Whose::OtherDrivers => -1.0,
        _ => bar.arr.value.unwrap_or(0.0).abs(),
    };
    bars.sort_by(|a, b| size(b).total_cmp(&size(a)));
    bars.extend(players.risks.map(|p| gains.bar(Whose::Risks, 0, &[p])));
    bars.extend(players.chance.map(|p| gains.bar(Whose::Chance, 0, &[p])));
    bars
}
