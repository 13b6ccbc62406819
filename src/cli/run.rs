//! `planodds run`: from a scenario file to the odds of its plan.

use super::args::RunArguments;
use super::exit::{Exit, Failure};
use super::files::{self, Results};
use super::write::Staging;
use super::{answer, interrupt, kept, terminal};
use planodds::analysis::precision::Wanted;
use planodds::analysis::{bands, drivers, odds, precision};
use planodds::export::csv::Trials;
use planodds::outcome::Outcome;
use planodds::plan::{Plan, Sampling};
use planodds::report::{summary, until};
use planodds::scenario;
use planodds::simulate::{self, Control, JointSpec, KeptColumn, KeptTrials, RunSpec};

/// Simulates the scenario, writes the files and prints the summary. Nothing is written before everything is known.
pub fn run(asked: &RunArguments) -> Result<Exit, Failure> {
    answer::prepare()?;
    let loaded = scenario::load(&asked.file, &asked.common.sets)?;
    let columns = kept_columns(asked, &loaded.plan)?;
    let spec = run_spec(asked, &loaded.plan);
    let folder = answer::output_folder(asked.common.out.as_deref(), &asked.file);
    let mut staging = Staging::open(&folder)?;

    if !asked.common.quiet {
        answer::mention_warnings(&asked.file, &loaded);
    }
    let (outcome, precision) = match asked.until {
        Some(wanted) => precise(asked, &loaded.plan, &spec, wanted)?,
        None => (simulate(asked, &loaded.plan, &spec, columns.as_deref(), &mut staging)?, None),
    };
    interrupt::check()?;
    let plan = &loaded.plan;
    let sample = outcome.joint.clone();
    let trials = sample.trials();
    let results = Results {
        odds: odds::odds(plan, &outcome),
        bands: bands::bands(plan, &outcome),
        drivers: drivers::driver_summaries(plan),
        outcome,
    };
    files::stage(plan, &results, asked.common.charts, &mut staging)?;
    interrupt::check()?;
    let written = staging.commit()?;

    if !asked.common.quiet {
        let ranking = drivers::ranking(plan, &sample.into_columns());
        let matters = (trials > 1).then(|| summary::matters::section(plan, &results.bands, &ranking, trials));
        let mut summary = summary::build(plan, &results.odds, &results.bands);
        summary.headline.extend(precision);
        summary.sections.extend(matters);
        terminal::summary(&summary)?;
        terminal::print(&files::where_written(&folder, &written, "run"))?;
    }
    Ok(Exit::Fine)
}

/// Trials that tell what matters most: a share of variance to about 1 percentage point.
const RANKED: u64 = 10_000;

/// Trials after which `--until` gives up, unless `--max-trials` says otherwise: odds to 0.03 percentage points.
const MOST_UNTIL: u64 = 10_000_000;

/// Simulates until the answer is as close as wanted; the sentence says whether it is.
fn precise(
    asked: &RunArguments,
    plan: &Plan,
    spec: &RunSpec,
    wanted: Wanted,
) -> Result<(Outcome, Option<String>), Failure> {
    if spec.sampling == Sampling::Lhs {
        let message = "--until needs random sampling: the trials of a Latin hypercube must be known beforehand";
        return Err(Failure::bad_input("until", message.to_string(), &["add --sampling random"]));
    }
    let bar = if asked.common.quiet { terminal::no_progress() } else { terminal::progress("", spec.design_trials) };
    let control = Control { cancelled: &interrupt::asked_to_stop, progress: &|trials| bar.inc(trials) };
    let done = precision::until(plan, spec, &control, wanted);
    bar.finish_and_clear();
    let done = done?;
    let sentence = until::sentence(wanted, &done);
    Ok((done.outcome, Some(sentence)))
}

/// The columns to keep; `None` where no trials are kept.
fn kept_columns(asked: &RunArguments, plan: &Plan) -> Result<Option<Vec<KeptColumn>>, Failure> {
    let Some(columns) = &asked.keep_trials else { return Ok(None) };
    let columns = columns.as_ref().map_or(&[][..], |columns| columns.0.as_slice());
    kept::resolve(columns, plan).map(Some)
}

fn run_spec(asked: &RunArguments, plan: &Plan) -> RunSpec {
    let trials = match asked.until {
        Some(_) => asked.max_trials.unwrap_or(MOST_UNTIL),
        None => asked.common.trials.unwrap_or(plan.run.trials),
    };
    RunSpec {
        sampling: asked.sampling.map_or(plan.run.sampling, Into::into),
        threads: asked.common.threads,
        metrics: asked.metrics.into(),
        joint: JointSpec { trials: RANKED, columns: drivers::columns(plan) },
        ..RunSpec::new(trials, asked.common.seed.unwrap_or(plan.run.seed))
    }
}

fn simulate(
    asked: &RunArguments,
    plan: &Plan,
    spec: &RunSpec,
    columns: Option<&[KeptColumn]>,
    staging: &mut Staging,
) -> Result<Outcome, Failure> {
    let bar = if asked.common.quiet { terminal::no_progress() } else { terminal::progress("", spec.design_trials) };
    let control = Control { cancelled: &interrupt::asked_to_stop, progress: &|trials| bar.inc(trials) };
    let outcome = match columns {
        Some(columns) => simulate_keeping(plan, spec, &control, columns, staging),
        None => simulate::run_one(plan, spec, &control).map_err(Failure::from),
    };
    bar.finish_and_clear();
    outcome
}

fn simulate_keeping(
    plan: &Plan,
    spec: &RunSpec,
    control: &Control<'_>,
    columns: &[KeptColumn],
    staging: &mut Staging,
) -> Result<Outcome, Failure> {
    let file = staging.create(files::TRIALS)?;
    let broken = |error: std::io::Error| staging.broken(files::TRIALS, &error);
    let mut rows = Trials::new(file, &simulate::kept_columns(plan, columns)).map_err(|error| broken(error.into()))?;
    let mut sink = |kept: &KeptTrials| rows.add(kept).map_err(|error| error.to_string());
    let outcome = simulate::run_keeping(plan, spec, control, columns, &mut sink).map_err(Failure::from)?;
    rows.finish().map_err(broken)?;
    Ok(outcome)
}
