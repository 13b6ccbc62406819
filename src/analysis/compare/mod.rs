//! Scenarios side by side on the same random numbers, every further one against the first: the odds of each, paired
//! differences, in what they differ, and what each difference contributes.

mod contributions;
pub(super) mod paired;
mod players;

pub use contributions::{Contribution, Contributions, NoContributions};
pub use paired::{Difference, Measure, Paired};
pub use players::{MOST_PLAYERS, without_names};

use super::bands::{self, Columns};
use super::odds::{self, Odds};
use crate::outcome::Outcome;
use crate::plan::pair::{self, Pair};
use crate::plan::{Metric, Plan};
use crate::simulate::{self, Control, JointSpec, KeptColumn, MetricSet, Noted, RunError, RunSpec};

/// Trials whose exact values are kept at most: paired differences are taken over them. 16 MB a scenario for ARR at one
/// date.
pub const MOST_PAIRED: u64 = 1_000_000;

/// How much is simulated for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Trials from which contributions are estimated; none where 0.
    pub contribution_trials: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { contribution_trials: 20_480 }
    }
}

/// The answer.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The scenarios, in the order in which they were given.
    pub scenarios: Vec<Scenario>,
    /// Every scenario but the first against the first.
    pub against_first: Vec<Against>,
    /// Month t of paired differences in ARR: the first scenario's target date.
    pub date: usize,
    /// Trials.
    pub trials: u64,
    /// Trials over which paired differences are taken.
    pub paired_trials: u64,
}

/// One scenario by itself.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The odds of its own target, and ARR at its own target date.
    pub odds: Odds,
    /// ARR by fiscal quarter.
    pub quarters: Columns,
    /// Mean ARR at the date of the comparison, money.
    pub mean_arr: f64,
    /// Mean new ARR from the plan's start to that date, money.
    pub mean_new_arr: f64,
    /// Mean churned ARR from the plan's start to that date, money.
    pub mean_churned_arr: f64,
}

/// A scenario against the first.
#[derive(Clone, Debug)]
pub struct Against {
    /// Its place among the scenarios.
    pub scenario: usize,
    /// Paired differences.
    pub paired: Paired,
    /// In what the files differ.
    pub differences: Vec<pair::Difference>,
    /// What each of them contributes to the difference in mean ARR and P(hit).
    pub contributions: Result<Contributions, NoContributions>,
}

/// What two scenarios must have in common to be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// They start in different months.
    Start,
    /// They have different numbers of months.
    Months,
    /// Their fiscal years start in different months.
    FiscalYear,
    /// Their money is of different currencies.
    Currency,
}

/// What stands in the way of comparing two plans.
pub fn mismatch(a: &Plan, b: &Plan) -> Option<Mismatch> {
    let (x, y) = (&a.calendar, &b.calendar);
    let all = [
        (x.start != y.start, Mismatch::Start),
        (x.months != y.months, Mismatch::Months),
        (x.fiscal_year_start != y.fiscal_year_start, Mismatch::FiscalYear),
        (a.currency != b.currency, Mismatch::Currency),
    ];
    all.into_iter().find(|(differs, _)| *differs).map(|(_, mismatch)| mismatch)
}

/// Trials that the progress of a comparison is counted in.
pub fn work(plans: usize, spec: &RunSpec, settings: &Settings) -> u64 {
    let trials = spec.trials.end - spec.trials.start;
    trials + (plans.saturating_sub(1)) as u64 * settings.contribution_trials.min(trials)
}

/// Compares plans that [`mismatch`] finds nothing wrong with: every further one with the first. The run's trials start
/// from 0.
///
/// # Errors
/// See [`RunError`].
pub fn compare(
    plans: &[&Plan],
    spec: &RunSpec,
    control: &Control<'_>,
    settings: &Settings,
) -> Result<Comparison, RunError> {
    let Some(first) = plans.first() else { return Err(RunError::NoPart) };
    let noted = Noting::of(plans, first.target.by);
    let joint = JointSpec { trials: MOST_PAIRED, columns: noted.columns.clone() };
    let spec = RunSpec { metrics: MetricSet::Target, joint, ..spec.clone() };
    let outcomes = simulate::run(plans, &spec, control)?;
    let samples: Vec<Sample> = plans.iter().zip(&outcomes).map(|(plan, o)| noted.sample(plan, o)).collect();
    let mut against_first = Vec::new();
    for (scenario, plan) in plans.iter().enumerate().skip(1) {
        let pair = Pair::new(first, plan);
        let paired = paired::paired(&samples[0], &samples[scenario]);
        let differences = pair.differences();
        let contributions = contributions::contributions(
            &contributions::Question { pair: &pair, differences: &differences, date: noted.date, paired: &paired },
            (&samples[0], &samples[scenario]),
            &spec,
            control,
            settings.contribution_trials,
        )?;
        against_first.push(Against { scenario, paired, differences, contributions });
    }
    let scenario = |((plan, outcome), sample): ((&&Plan, &Outcome), &Sample)| self::scenario(plan, outcome, sample);
    Ok(Comparison {
        scenarios: plans.iter().zip(&outcomes).zip(&samples).map(scenario).collect(),
        against_first,
        date: noted.date,
        trials: spec.trials.end - spec.trials.start,
        paired_trials: samples[0].arr.len() as u64,
    })
}

fn scenario(plan: &Plan, outcome: &Outcome, sample: &Sample) -> Scenario {
    let bands = bands::bands(plan, outcome);
    let empty = Columns {
        labels: vec![],
        mean: vec![],
        sd: vec![],
        percentiles: Default::default(),
        undefined: vec![],
        planned: vec![],
    };
    let quarters = bands::find(&bands, Metric::Arr, None).map_or(empty, |arr| arr.quarters.clone());
    Scenario {
        odds: odds::odds(plan, outcome),
        quarters,
        mean_arr: paired::mean(&sample.arr),
        mean_new_arr: paired::mean(&sample.new_arr),
        mean_churned_arr: paired::mean(&sample.churned_arr),
    }
}

/// What is noted of every trial of every plan.
struct Noting {
    date: usize,
    /// Months at which ARR is noted: the date, then the other target dates.
    months: Vec<usize>,
    columns: Vec<Noted>,
}

/// The exact values of a plan's trials.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    /// ARR at the date of the comparison.
    pub arr: Vec<f64>,
    /// New ARR to that date.
    pub new_arr: Vec<f64>,
    /// Churned ARR to that date.
    pub churned_arr: Vec<f64>,
    /// Whether the plan's own target is hit.
    pub hit: Vec<bool>,
}

impl Noting {
    fn of(plans: &[&Plan], date: usize) -> Self {
        let mut months = vec![date];
        for plan in plans {
            if !months.contains(&plan.target.by) {
                months.push(plan.target.by);
            }
        }
        let column = |metric, t| KeptColumn { metric, segment: None, t };
        let mut columns: Vec<Noted> = months.iter().map(|&t| Noted::Metric(column(Metric::Arr, t))).collect();
        columns.push(Noted::Sum(column(Metric::NewArr, date), 1));
        columns.push(Noted::Sum(column(Metric::ChurnedArr, date), 1));
        Self { date, months, columns }
    }

    fn sample(&self, plan: &Plan, outcome: &Outcome) -> Sample {
        let months = self.months.len();
        let at_target = self.months.iter().position(|&t| t == plan.target.by).unwrap_or(0);
        let hit = |arr: &f64| plan.target.is_hit(*arr);
        Sample {
            arr: outcome.joint.column(0),
            new_arr: outcome.joint.column(months),
            churned_arr: outcome.joint.column(months + 1),
            hit: outcome.joint.column(at_target).iter().map(hit).collect(),
        }
    }
}
