//! What would it take: the least amount of each lever that brings a probability to a wanted level, the cheapest mix of
//! all, what a budget buys, and until when a lever still matters.
//!
//! All amounts are simulated on the same trials (common random numbers), so that amounts are compared by what they change
//! in each trial, not by two separate samples.

mod alone;
mod bench;
mod calendar;
mod frontier;
mod gain;
mod judge;
mod ladder;
mod mix;
mod refine;
mod search;
mod shape;

pub use alone::{Alone, Answer, Found, OnCurve};
pub use bench::Reached;
pub use calendar::{LeverCalendar, Started};
pub use frontier::Budget;
pub use gain::Gain;
pub use mix::{Mix, Part};
pub use shape::Shape;

use crate::plan::{Lever, Plan};
use crate::simulate::{Control, RunError, RunSpec};
use bench::{Bench, MOST_SAMPLED};

/// What is to be reached.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wanted {
    /// The target: P(hit).
    Target,
    /// This ARR at the target date as the median (money): as much as P(ARR >= it) = 50 %.
    Median(f64),
    /// A goal, by its index.
    Goal(usize),
    /// A milestone, by its index.
    Milestone(usize),
    /// The target and all goals together.
    Joint,
}

/// How much is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Each lever alone, with its calendar.
    Alone,
    /// Each lever alone, all of them together, and their calendars.
    Together,
    /// The same without the frontier of what budgets buy, which takes longest.
    WithoutFrontier,
    /// Each lever alone and nothing else.
    Quick,
}

/// The question.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// What is to be reached.
    pub wanted: Wanted,
    /// With which probability, above 0 and below 1; 0.5 for a median.
    pub level: f64,
    /// How much is asked.
    pub depth: Depth,
}

/// The answer.
#[derive(Clone, Debug)]
pub struct Solution {
    /// The question.
    pub settings: Settings,
    /// The levers, as they were given.
    pub levers: Vec<Lever>,
    /// The plan as it stands.
    pub base: Reached,
    /// Each lever alone, in their order.
    pub alone: Vec<Alone>,
    /// The cheapest mix; `None` where it was not asked for, or fewer than two levers have a cost.
    pub mix: Option<Mix>,
    /// What budgets buy, by rising cost; empty where there is no mix.
    pub frontier: Vec<Budget>,
    /// What one more unit of a lever does by the month of its decision, for levers that can be started in any month.
    pub calendars: Vec<LeverCalendar>,
    /// Trials that answers are verified with; what a mix or a budget reaches is told on as many others, those behind them.
    pub trials: u64,
    /// Trials (the first of them) that curves and calendars are drawn with.
    pub curve_trials: u64,
    /// Trials (the first of them) that the mix is searched with.
    pub search_trials: u64,
}

/// The least trials that curves and calendars use: eight whole blocks.
const LEAST_OF_CURVE: u64 = 2_048;
/// The least trials that the search for a mix uses: four whole blocks, since what it finds is mended on all trials.
const LEAST_OF_SEARCH: u64 = 1_024;

/// The part of all trials with which curves and calendars are drawn.
pub fn curve_trials(trials: u64) -> u64 {
    (trials / 8).clamp(LEAST_OF_CURVE, MOST_SAMPLED).min(trials)
}

/// The part of all trials with which the mix is searched.
pub fn search_trials(trials: u64) -> u64 {
    (trials / 20).max(LEAST_OF_SEARCH).min(trials)
}

/// About how many trials the answer takes in all, for a progress bar.
pub fn effort(plan: &Plan, levers: usize, depth: Depth, trials: u64) -> u64 {
    let (levers, months) = (levers as u64, plan.target.by as u64);
    let (curve, search) = (curve_trials(trials), search_trials(trials));
    let alone = levers * (9 * curve + trials) + trials;
    let calendars = levers * months * curve;
    // one lever: to find its answer on all trials; all: some 14 tries a pair of levers, then what is verified
    match depth {
        Depth::Quick => alone,
        Depth::Alone => alone + calendars + 4 * curve + 4 * trials,
        Depth::WithoutFrontier => alone + calendars + 7 * levers * levers * search + 5 * trials,
        Depth::Together => alone + calendars + 14 * levers * levers * search + 23 * trials,
    }
}

/// Finds what it takes.
///
/// # Errors
/// See [`RunError`].
pub fn solve(
    plan: &Plan,
    levers: &[Lever],
    settings: Settings,
    spec: &RunSpec,
    control: &Control<'_>,
) -> Result<Solution, RunError> {
    let mut bench = Bench::new(plan, levers, settings, spec, control);
    let base = bench.base()?;
    let alone = (0..levers.len()).map(|i| alone::alone(&bench, i, &base)).collect::<Result<Vec<Alone>, _>>()?;
    let (mix, frontier) = match settings.depth {
        Depth::Together | Depth::WithoutFrontier => {
            mix::together(&mut bench, &alone, base.all.reached, settings.depth)?
        }
        Depth::Alone | Depth::Quick => (None, Vec::new()),
    };
    let calendars = match settings.depth {
        Depth::Quick => Vec::new(),
        Depth::Alone | Depth::Together | Depth::WithoutFrontier => calendar::calendars(&bench, &alone, &base)?,
    };
    Ok(Solution {
        settings,
        levers: levers.to_vec(),
        base: base.all.reached,
        alone,
        mix,
        frontier,
        calendars,
        trials: bench.trials,
        curve_trials: curve_trials(bench.trials),
        search_trials: search_trials(bench.trials),
    })
}
