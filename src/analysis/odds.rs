//! The odds of the target, the gap to it, milestones, goals, cash, and the plan as written beside them.

use super::Estimate;
use crate::outcome::Outcome;
use crate::plan::{Bound, Metric, Plan};

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
    let _ = (plan, outcome);
    todo!()
}
