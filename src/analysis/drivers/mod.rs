//! What the outcome hangs on: which drivers move ARR at the target date and the odds of the target, and what knowing
//! them would be worth.
//!
//! One sample of all drivers tells each driver's own share of the variance (a first-order Sobol' index), its rank
//! correlation, where the outcome is at its low and its high end, and the value of knowing it. What is no single number
//! of a trial enters as a whole, by a second sample that shares it and nothing else: chance (counts and deal sizes), all
//! risks together, and every group of correlated drivers, of which no share is any one member's own.

pub mod between;
mod groups;
mod input;
mod pairs;
mod summary;

pub use groups::{Group, GroupKey};
pub use input::{Input, Ranking, columns, inputs, ranking};
pub use summary::{DriverSummary, driver_summaries};

use super::sensitivity::ranks::{Ranked, ranked};
use super::sensitivity::share::Share;
use super::sensitivity::tornado::{Tornado, median};
use super::{Estimate, interval};
use crate::plan::{DriverId, Plan};
use crate::simulate::{self, Control, RunError, RunSpec};

/// Most values (drivers and risks times trials) that are held at once: 160 MB.
const MOST_VALUES: usize = 20_000_000;

/// Of so many trials one is used for closed indices, which cost a pass each.
const TRIALS_A_CLOSED_INDEX: u64 = 2;
/// And for total orders and Shapley effects, of which there are many.
const TRIALS_A_TOTAL_ORDER: u64 = 4;

/// Which indices are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Orders {
    /// First orders, from the sample and a pass for each whole.
    First,
    /// Total orders and Shapley effects as well, with a pass a driver.
    FirstAndTotal,
}

/// What is drawn independently of all else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Factor {
    /// A driver that is correlated with no other.
    Driver(DriverId),
    /// Drivers that are correlated: an index into [`Plan::dependence`].
    Block(usize),
    /// Which risks strike, and when.
    Risks,
    /// Counts and deal sizes.
    Chance,
}

/// Of ARR at the target date, and of the hit (1 or 0).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Outcomes<T> {
    /// Of ARR.
    pub arr: T,
    /// Of the hit.
    pub hit: T,
}

impl<T> Outcomes<T> {
    /// Both made into something else.
    fn map<U>(&self, f: impl Fn(&T) -> U) -> Outcomes<U> {
        Outcomes { arr: f(&self.arr), hit: f(&self.hit) }
    }
}

/// A driver, or a risk.
#[derive(Clone, Debug)]
pub struct Told {
    /// Which.
    pub input: Input,
    /// The group of correlated drivers that it belongs to: an index into [`Plan::dependence`].
    pub block: Option<usize>,
    /// Spearman's rank correlation.
    pub rank_correlation: Outcomes<Estimate>,
    /// First-order index; of a member of a group the full one, which counts what it tells of the others too.
    pub first: Outcomes<Estimate>,
    /// Total-order index; undefined for risks, for members of a group, and where it was not asked for.
    pub total: Outcomes<Estimate>,
    /// Shapley effect of a member of a group; undefined elsewhere, and where it was not asked for.
    pub shapley: Outcomes<Estimate>,
    /// Where the outcome is at its ends; of a risk where it does not strike (low) and where it does (high).
    pub tornado: Option<Tornado>,
    /// Value of knowing it: E|P(hit | x) - P(hit)|.
    pub knowing: Estimate,
}

/// A factor that is not a single number a trial.
#[derive(Clone, Debug)]
pub struct Whole {
    /// Which.
    pub factor: Factor,
    /// Closed index: what it explains alone, with all that its members do together.
    pub first: Outcomes<Estimate>,
    /// Total-order index; undefined where it was not asked for.
    pub total: Outcomes<Estimate>,
    /// Sum of the Shapley effects of a group's members: its closed index once more, from fewer trials. Undefined elsewhere, and
    /// where it was not asked for.
    pub shapley: Outcomes<Estimate>,
}

impl Whole {
    /// Nothing known yet.
    fn of(factor: Factor) -> Self {
        let none = Outcomes::default();
        Self { factor, first: none, total: none, shapley: none }
    }
}

impl Told {
    /// Whether neither its share of ARR's variance nor its rank correlation with ARR is told from nothing.
    pub fn is_noise(&self) -> bool {
        !is_told(&self.first.arr) && !is_told(&self.rank_correlation.arr)
    }
}

/// Whether an estimate's interval does not have 0 in it.
pub fn is_told(estimate: &Estimate) -> bool {
    estimate.low.is_some_and(|low| low > 0.0) || estimate.high.is_some_and(|high| high < 0.0)
}

/// By falling value; what is undefined comes last.
fn falling(a: &Estimate, b: &Estimate) -> std::cmp::Ordering {
    let value = |e: &Estimate| e.value.unwrap_or(f64::NEG_INFINITY);
    value(b).total_cmp(&value(a))
}

/// The answer.
#[derive(Clone, Debug)]
pub struct Drivers {
    /// Trials.
    pub trials: u64,
    /// Trials of the closed indices of groups of correlated drivers, of risks and of chance.
    pub closed_trials: u64,
    /// Trials of total orders and Shapley effects; `None`: not asked for.
    pub total_trials: Option<u64>,
    /// P(hit).
    pub hit: Estimate,
    /// Median of ARR at the target date, money.
    pub median: Estimate,
    /// Every random driver and every risk, by falling share of ARR's variance.
    pub inputs: Vec<Told>,
    /// Groups of correlated drivers, all risks, chance.
    pub wholes: Vec<Whole>,
    /// Shares by source: drivers alone, groups of correlated drivers, risks, chance.
    pub sources: Vec<Group>,
    /// Shares by who answers.
    pub owners: Vec<Group>,
    /// Shares by segment.
    pub segments: Vec<Group>,
}

/// ARR and hits of the trials, and their ranks.
struct Observed {
    value: Outcomes<Vec<f64>>,
    ranks: Outcomes<Ranked>,
}

impl Observed {
    fn new(plan: &Plan, arr: Vec<f64>) -> Self {
        let hit = hits(plan, &arr);
        let value = Outcomes { arr, hit };
        Self { ranks: value.map(|y| ranked(y)), value }
    }
}

/// 1 where ARR at the target date hits the target, else 0.
fn hits(plan: &Plan, arr: &[f64]) -> Vec<f64> {
    arr.iter().map(|&arr| f64::from(plan.target.is_hit(arr))).collect()
}

/// What ARR at the target date and the odds hang on.
///
/// # Errors
/// See [`RunError`].
pub fn drivers(plan: &Plan, spec: &RunSpec, control: &Control<'_>, orders: Orders) -> Result<Drivers, RunError> {
    let mut columns = simulate::sample(plan, spec, control, &columns(plan))?;
    let seen = Observed::new(plan, std::mem::take(&mut columns[0]));
    let inputs = inputs(plan);
    let tell = |i: usize| input::tell(plan, inputs[i], &columns[i + 1], &seen);
    let (mut told, own): (Vec<Told>, Vec<Outcomes<Share>>) =
        simulate::each_of(inputs.len(), spec, control, tell)?.into_iter().unzip();
    drop(columns);
    let design = pairs::Design { plan, spec, control, seen: &seen };
    let not_single: Vec<Factor> = factors(plan).into_iter().filter(|f| !matches!(f, Factor::Driver(_))).collect();
    let closed = pairs::closed(&design, &not_single)?;
    let wholes: Vec<(Factor, Outcomes<Share>)> = not_single.into_iter().zip(closed).collect();
    let shares = groups::Shares { plan, told: &told, own: &own, wholes: &wholes };
    let sources = groups::by_source(&shares);
    let (owners, segments) = (groups::by_owner(&shares), groups::by_segment(&shares));
    let mut wholes: Vec<Whole> = wholes
        .into_iter()
        .map(|(factor, share)| Whole { factor, first: share.map(|s| s.index), ..Whole::of(factor) })
        .collect();
    if orders == Orders::FirstAndTotal {
        pairs::add_totals(&design, &mut told, &mut wholes)?;
    }
    told.sort_by(|a, b| falling(&a.first.arr, &b.first.arr));
    let trials = seen.value.hit.len() as u64;
    Ok(Drivers {
        trials,
        closed_trials: pairs::closed_trials(spec),
        total_trials: (orders == Orders::FirstAndTotal).then(|| pairs::total_trials(spec)),
        hit: interval::probability(seen.value.hit.iter().filter(|h| **h > 0.0).count() as u64, trials, &[]),
        median: median(seen.value.arr),
        inputs: told,
        wholes,
        sources,
        owners,
        segments,
    })
}

/// All that is drawn, in independent parts: drivers alone, groups of correlated drivers, risks, chance.
pub fn factors(plan: &Plan) -> Vec<Factor> {
    let alone = plan.random_drivers().into_iter().filter(|&id| block_of(plan, id).is_none()).map(Factor::Driver);
    let blocks = blocks(plan).into_iter().map(Factor::Block);
    let risks = (!plan.risks.is_empty()).then_some(Factor::Risks);
    alone.chain(blocks).chain(risks).chain([Factor::Chance]).collect()
}

/// Groups of at least two drivers.
fn blocks(plan: &Plan) -> Vec<usize> {
    (0..plan.dependence.len()).filter(|&b| plan.dependence[b].drivers.len() > 1).collect()
}

/// The group of correlated drivers that a driver belongs to.
pub fn block_of(plan: &Plan, id: DriverId) -> Option<usize> {
    blocks(plan).into_iter().find(|&b| plan.dependence[b].drivers.contains(&id))
}

/// The run that is simulated: the trials asked for, or as many as fit into memory with all drivers.
pub fn fitting(plan: &Plan, spec: &RunSpec) -> RunSpec {
    let most = (MOST_VALUES / (1 + inputs(plan).len())) as u64;
    let trials = spec.trials.end.min(most);
    RunSpec { trials: 0..trials, design_trials: trials, ..spec.clone() }
}

/// Trials that the answer simulates in all its passes, for a progress bar.
pub fn effort(plan: &Plan, spec: &RunSpec, orders: Orders) -> u64 {
    let trials = spec.trials.end - spec.trials.start;
    let factors = factors(plan);
    let wholes = factors.iter().filter(|factor| !matches!(factor, Factor::Driver(_))).count() as u64;
    let walks: u64 = blocks(plan).iter().map(|&b| plan.dependence[b].drivers.len() as u64 + 1).sum();
    let first = trials + pairs::closed_trials(spec) * (1 + wholes);
    match orders {
        Orders::First => first,
        Orders::FirstAndTotal => first + pairs::total_trials(spec) * (factors.len() as u64 + walks),
    }
}
