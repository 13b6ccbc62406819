//! The odds of the target, the gap to it, milestones, goals, cash, and the plan as written beside them.

use super::bands::reading;
use super::{Estimate, PERCENTILES, interval};
use crate::outcome::tally::Hits;
use crate::outcome::{Outcome, Tally};
use crate::plan::target::target_path;
use crate::plan::{Bound, DriverId, Goal, Metric, Milestone, Plan, Value};

/// The answer to "will we make it?".
#[derive(Clone, Debug)]
pub struct Odds {
    /// Target ARR, money.
    pub target_arr: f64,
    /// Month t at whose end it is wanted.
    pub by: usize,
    /// P(ARR at `by` >= target).
    pub probability: Estimate,
    /// ARR at `by`, by percentile (order of [`super::PERCENTILES`]), with its order-statistic interval.
    pub arr: [Estimate; 9],
    /// ARR at `by` less the target, by percentile; negative is short.
    pub gap: [Estimate; 9],
    /// Mean of (target - ARR) over the trials that miss; `None` where none misses.
    pub mean_miss: Option<f64>,
    /// Target over total addressable market, where given.
    pub share_of_tam: Option<f64>,
    /// P(ARR >= milestone) at each milestone.
    pub milestones: Vec<MilestoneOdds>,
    /// P(ARR >= path) at the end of every month, the path running straight from the opening ARR over the
    /// milestones to the target (without milestones: the target itself every month).
    pub on_path: Vec<Estimate>,
    /// That path, money, by month.
    pub path: Vec<f64>,
    /// P of each goal, in the order of the plan.
    pub goals: Vec<GoalOdds>,
    /// P(target and all goals).
    pub joint: Estimate,
    /// P(cash below 0 in any month); `None` without finance.
    pub cash_out: Option<Estimate>,
    /// The plan as written beside the simulated median.
    pub planned: Planned,
    /// Trials.
    pub trials: u64,
}

/// One milestone.
#[derive(Clone, Copy, Debug)]
pub struct MilestoneOdds {
    /// Month t.
    pub t: usize,
    /// ARR wanted, money.
    pub arr: f64,
    /// P(ARR at t >= arr).
    pub probability: Estimate,
}

/// One goal.
#[derive(Clone, Debug)]
pub struct GoalOdds {
    /// What is measured.
    pub metric: Metric,
    /// Index of the segment; `None`: the total.
    pub segment: Option<usize>,
    /// First month of the sum of a flow.
    pub from: usize,
    /// Month t at whose end it is read.
    pub by: usize,
    /// What is wanted.
    pub bound: Bound,
    /// P(goal met).
    pub probability: Estimate,
}

/// The plan as written.
#[derive(Clone, Copy, Debug)]
pub struct Planned {
    /// Its ARR at the target date, money.
    pub arr: f64,
    /// `arr` less the simulated median.
    pub premium: f64,
    /// What that difference is called.
    pub kind: PremiumKind,
    /// Random drivers that state `plan`.
    pub drivers_stating_plan: usize,
    /// Random drivers.
    pub drivers: usize,
}

/// What the plan as written less the median is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PremiumKind {
    /// At least one driver states the plan's value.
    Optimism,
    /// None does: the difference is what uncertainty alone costs.
    CostOfUncertainty,
}

/// The odds of a plan from its outcome.
pub fn odds(plan: &Plan, outcome: &Outcome) -> Odds {
    let target = &plan.target;
    let chance = |count: &dyn Fn(&Hits) -> u64| chance(&outcome.tally, count);
    let arr = arr_at_target(plan, outcome);
    let gap = arr.map(|e| shifted(e, -target.arr));
    Odds {
        target_arr: target.arr,
        by: target.by,
        probability: chance(&|h| h.target),
        planned: planned(plan, outcome, arr[4].value),
        arr,
        gap,
        mean_miss: outcome.tally.misses.mean(),
        share_of_tam: target.tam.map(|tam| target.arr / tam),
        milestones: milestones(plan, outcome),
        on_path: (0..plan.calendar.months).map(|i| chance(&|h| h.on_path[i])).collect(),
        path: target_path(plan),
        goals: goals(plan, outcome),
        joint: chance(&|h| h.joint),
        cash_out: plan.finance.as_ref().map(|_| chance(&|h| h.cash_out)),
        trials: outcome.provenance.trials,
    }
}

fn chance(tally: &Tally, count: &dyn Fn(&Hits) -> u64) -> Estimate {
    let replicates: Vec<(u64, u64)> = tally.hypercubes.iter().map(|r| (count(&r.hits), r.hits.trials)).collect();
    interval::probability(count(&tally.hits), tally.hits.trials, &replicates)
}

fn milestones(plan: &Plan, outcome: &Outcome) -> Vec<MilestoneOdds> {
    let milestone = |(i, m): (usize, &Milestone)| MilestoneOdds {
        t: m.t,
        arr: m.arr,
        probability: chance(&outcome.tally, &|h| h.milestones[i]),
    };
    plan.target.path.iter().enumerate().map(milestone).collect()
}

fn goals(plan: &Plan, outcome: &Outcome) -> Vec<GoalOdds> {
    let goal = |(i, goal): (usize, &Goal)| GoalOdds {
        metric: goal.metric,
        segment: goal.segment,
        from: goal.from,
        by: goal.by,
        bound: goal.bound,
        probability: chance(&outcome.tally, &|h| h.goals[i]),
    };
    plan.goals.iter().enumerate().map(goal).collect()
}

/// ARR at the target date by percentile.
fn arr_at_target(plan: &Plan, outcome: &Outcome) -> [Estimate; 9] {
    let Some(column) = outcome.tally.column(Metric::Arr, None) else { return [Estimate::default(); 9] };
    let (cell, reading) = (&column.months[plan.target.by - 1], reading(Metric::Arr));
    let side = |rank: u64, arr: f64| on_its_side(plan, &outcome.tally.hits, rank, arr);
    PERCENTILES.map(|p| {
        let value = percentile_at_target(plan, outcome, p);
        let (low, high) = match value.and_then(|v| by_replicates(v, p, outcome)) {
            Some((low, high)) => (Some(low), Some(high)),
            None => match interval::percentile_ranks(p, cell.trials()) {
                Some(ranks) => {
                    let end = |rank| cell.order_statistic(rank, reading).map(|arr| side(rank, arr));
                    (end(ranks.0), end(ranks.1))
                }
                None => (None, None),
            },
        };
        Estimate { value, low, high }
    })
}

/// A percentile of ARR at the target date, on the side of the target on which it is known to be; `None` where ARR was not
/// tallied.
pub(super) fn percentile_at_target(plan: &Plan, outcome: &Outcome, p: f64) -> Option<f64> {
    let cell = &outcome.tally.column(Metric::Arr, None)?.months[plan.target.by - 1];
    let position = cell.trials().saturating_sub(1) as f64 * p;
    let arr = cell.percentile(p, reading(Metric::Arr))?;
    Some(on_its_side(plan, &outcome.tally.hits, position.round() as u64 + 1, arr))
}

/// ARR of a trial of this rank, moved to the side of the target on which it is known to be: the hits are counted
/// exactly, the histogram's buckets are not that narrow, and the two must not contradict each other.
fn on_its_side(plan: &Plan, hits: &Hits, rank: u64, arr: f64) -> f64 {
    let (target, misses) = (plan.target.arr, hits.trials - hits.target);
    if rank <= misses { arr.min(target.next_down()) } else { arr.max(target) }
}

/// The interval of the replicates of a Latin hypercube run, where each has trials enough to tell the percentile.
fn by_replicates(value: f64, p: f64, outcome: &Outcome) -> Option<(f64, f64)> {
    let replicates = &outcome.tally.hypercubes;
    interval::percentile_ranks(p, replicates.first()?.hits.trials)?;
    let values: Vec<f64> = replicates.iter().filter_map(|r| r.arr.percentile(p, reading(Metric::Arr))).collect();
    interval::of_replicates(value, &values)
}

fn shifted(estimate: Estimate, by: f64) -> Estimate {
    let shift = |x: Option<f64>| x.map(|x| x + by);
    Estimate { value: shift(estimate.value), low: shift(estimate.low), high: shift(estimate.high) }
}

fn planned(plan: &Plan, outcome: &Outcome, median: Option<f64>) -> Planned {
    let arr = outcome.planned.month(Metric::Arr, None, plan.target.by).unwrap_or(f64::NAN);
    let random = plan.random_drivers();
    let states = |id: &&DriverId| matches!(&plan.driver(**id).value, Value::Random(r) if r.plan.is_some());
    let stating = random.iter().filter(states).count();
    Planned {
        arr,
        premium: arr - median.unwrap_or(arr),
        kind: if stating > 0 { PremiumKind::Optimism } else { PremiumKind::CostOfUncertainty },
        drivers_stating_plan: stating,
        drivers: random.len(),
    }
}
