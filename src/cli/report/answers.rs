//! Every question of the pack, asked one after the other, each step named on the terminal.

use crate::cli::answer::Session;
use crate::cli::exit::{Exit, Failure};
use planodds::analysis::bands::{self, Series};
use planodds::analysis::compare::{self, Comparison};
use planodds::analysis::distribution::{self, Distribution};
use planodds::analysis::drivers::{self, DriverSummary, Drivers, Orders};
use planodds::analysis::gap::{self, Gap};
use planodds::analysis::odds::{self, Odds};
use planodds::analysis::solve::{self, Depth, Solution, Wanted};
use planodds::analysis::watch::{self, CheckIns, Watch};
use planodds::outcome::Outcome;
use planodds::plan::{Metric, Plan};
use planodds::simulate::{self, MetricSet, RunSpec};

/// All answers.
pub struct Answers {
    /// The tallies.
    pub outcome: Outcome,
    /// The odds.
    pub odds: Odds,
    /// The bands.
    pub bands: Vec<Series>,
    /// ARR at the target date.
    pub arr_at_target: Distribution,
    /// The drivers' distributions.
    pub inputs: Vec<DriverSummary>,
    /// Where the gap is.
    pub gap: Gap,
    /// What the outcome hangs on.
    pub drivers: Drivers,
    /// What it would take, where there are levers.
    pub solution: Option<Solution>,
    /// What to look out for.
    pub watch: Watch,
    /// The scenarios side by side, where there are several.
    pub comparison: Option<Comparison>,
}

/// The probability that the levers are to reach.
const WANTED_PROBABILITY: f64 = 0.8;

/// Asks all questions of the session's first plan; the others are compared with it.
pub fn ask(session: &Session<'_>, plans: &[&Plan], is_draft: bool) -> Result<Answers, Failure> {
    let plan = plans[0];
    let steps = Steps { session, all: 4 + usize::from(!plan.levers.is_empty()) + usize::from(plans.len() > 1) };
    let outcome = run(&steps, plan)?;
    let arr_at_target =
        distribution::distribution(&outcome, Metric::Arr, None, plan.target.by, crate::cli::files::BINS);
    let untallied = || Failure::saying(Exit::Broken, "output", "cannot draw: ARR was not tallied".to_string(), &[]);
    Ok(Answers {
        odds: odds::odds(plan, &outcome),
        bands: bands::bands(plan, &outcome),
        arr_at_target: arr_at_target.ok_or_else(untallied)?,
        inputs: drivers::driver_summaries(plan),
        gap: gap(&steps, plan)?,
        drivers: drivers(&steps, plan)?,
        watch: watch(&steps, plan)?,
        solution: solution(&steps, plan, is_draft)?,
        comparison: comparison(&steps, plans)?,
        outcome,
    })
}

/// The steps of the work, named and counted.
struct Steps<'s, 'a> {
    session: &'s Session<'a>,
    all: usize,
}

impl Steps<'_, '_> {
    fn name(&self, number: usize, what: &str) -> String {
        format!("{number}/{} {what}", self.all)
    }
}

fn run(steps: &Steps<'_, '_>, plan: &Plan) -> Result<Outcome, Failure> {
    // All metrics: a goal may be on any of them, and its page shows the median beside it.
    let spec = RunSpec { metrics: MetricSet::All, ..steps.session.spec.clone() };
    steps.session.step(&steps.name(1, "the plan"), spec.trials.end, |control| simulate::run_one(plan, &spec, control))
}

fn gap(steps: &Steps<'_, '_>, plan: &Plan) -> Result<Gap, Failure> {
    let (spec, settings) = (&steps.session.spec, gap::Settings::default());
    let work = gap::work(plan, spec, &settings);
    steps.session.step(&steps.name(2, "where the gap is"), work, |control| gap::gap(plan, spec, &settings, control))
}

fn drivers(steps: &Steps<'_, '_>, plan: &Plan) -> Result<Drivers, Failure> {
    let spec = drivers::fitting(plan, &steps.session.spec);
    let work = drivers::effort(plan, &spec, Orders::First);
    steps
        .session
        .step(&steps.name(3, "what it hangs on"), work, |control| drivers::drivers(plan, &spec, control, Orders::First))
}

fn watch(steps: &Steps<'_, '_>, plan: &Plan) -> Result<Watch, Failure> {
    let settings = watch::Settings { check_ins: CheckIns::Quarterly };
    let spec = watch::fitting(plan, settings, &steps.session.spec);
    steps
        .session
        .step(&steps.name(4, "what to watch"), spec.trials.end, |control| watch::watch(plan, settings, &spec, control))
}

fn solution(steps: &Steps<'_, '_>, plan: &Plan, is_draft: bool) -> Result<Option<Solution>, Failure> {
    if plan.levers.is_empty() {
        return Ok(None);
    }
    let spec = &steps.session.spec;
    let depth = if is_draft { Depth::WithoutFrontier } else { Depth::Together };
    let settings = solve::Settings { wanted: Wanted::Target, level: WANTED_PROBABILITY, depth };
    let work = solve::effort(plan, plan.levers.len(), depth, spec.design_trials);
    let solved = steps.session.step(&steps.name(5, "what it would take"), work, |control| {
        solve::solve(plan, &plan.levers, settings, spec, control)
    });
    solved.map(Some)
}

fn comparison(steps: &Steps<'_, '_>, plans: &[&Plan]) -> Result<Option<Comparison>, Failure> {
    if plans.len() < 2 {
        return Ok(None);
    }
    let (spec, settings) = (&steps.session.spec, compare::Settings::default());
    let work = compare::work(plans.len(), spec, &settings);
    let compared = steps.session.step(&steps.name(steps.all, "the scenarios side by side"), work, |control| {
        compare::compare(plans, spec, control, &settings)
    });
    compared.map(Some)
}
