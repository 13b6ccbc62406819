//! `planodds run`: from a scenario file to the odds of its plan.

use super::args::RunArguments;
use super::exit::{Exit, Failure};
use super::files::{self, Results};
use super::write::{INTACT, Staging};
use super::{interrupt, kept, terminal};
use planodds::analysis::{bands, drivers, odds};
use planodds::export::csv::Trials;
use planodds::math::isa;
use planodds::outcome::Outcome;
use planodds::plan::Plan;
use planodds::report::summary;
use planodds::scenario::{self, Loaded};
use planodds::simulate::{self, Control, KeptColumn, KeptTrials, RunError, RunSpec};
use std::path::{Path, PathBuf};

/// Simulates the scenario, writes the files and prints the summary. Nothing is written before everything is known.
pub fn run(asked: &RunArguments) -> Result<Exit, Failure> {
    if let Some(text) = isa::unknown_force() {
        let message = format!("{} is \"{text}\", which is no instruction set", isa::FORCE_VARIABLE);
        return Err(Failure::bad_input("instruction-set", message, &["use baseline, avx2 or avx512, or unset it"]));
    }
    interrupt::listen()?;
    let loaded = scenario::load(&asked.file, &asked.sets)?;
    let columns = kept_columns(asked, &loaded.plan)?;
    let spec = run_spec(asked, &loaded.plan);
    let folder = output_folder(asked);
    let mut staging = Staging::open(&folder)?;

    if !asked.quiet {
        mention_warnings(&asked.file, &loaded);
    }
    let outcome = simulate(asked, &loaded.plan, &spec, columns.as_deref(), &mut staging)?;
    interrupt::check()?;
    let plan = &loaded.plan;
    let results = Results {
        odds: odds::odds(plan, &outcome),
        bands: bands::bands(plan, &outcome),
        drivers: drivers::driver_summaries(plan),
        outcome,
    };
    files::stage(plan, &results, asked.charts, &mut staging)?;
    interrupt::check()?;
    let written = staging.commit()?;

    if !asked.quiet {
        terminal::summary(&summary::build(plan, &results.odds, &results.bands))?;
        terminal::print(&files::where_written(&folder, &written))?;
    }
    Ok(Exit::Fine)
}

/// The columns to keep; `None` where no trials are kept.
fn kept_columns(asked: &RunArguments, plan: &Plan) -> Result<Option<Vec<KeptColumn>>, Failure> {
    let Some(columns) = &asked.keep_trials else { return Ok(None) };
    let columns = columns.as_ref().map_or(&[][..], |columns| columns.0.as_slice());
    kept::resolve(columns, plan).map(Some)
}

fn run_spec(asked: &RunArguments, plan: &Plan) -> RunSpec {
    let trials = asked.trials.unwrap_or(plan.run.trials);
    RunSpec {
        sampling: asked.sampling.map_or(plan.run.sampling, Into::into),
        threads: asked.threads,
        metrics: asked.metrics.into(),
        ..RunSpec::new(trials, asked.seed.unwrap_or(plan.run.seed))
    }
}

/// `--out`, else output/<the scenario's name without .toml>.
fn output_folder(asked: &RunArguments) -> PathBuf {
    let stem = || asked.file.file_stem().unwrap_or("scenario".as_ref());
    asked.out.clone().unwrap_or_else(|| Path::new("output").join(stem()))
}

fn mention_warnings(file: &Path, loaded: &Loaded) {
    if !loaded.warnings.is_empty() {
        let warnings = terminal::counted(loaded.warnings.len(), "warning");
        terminal::remark(&format!("{warnings}: `planodds check {}` shows them", file.display()));
    }
}

fn simulate(
    asked: &RunArguments,
    plan: &Plan,
    spec: &RunSpec,
    columns: Option<&[KeptColumn]>,
    staging: &mut Staging,
) -> Result<Outcome, Failure> {
    let bar = if asked.quiet { terminal::no_progress() } else { terminal::progress(spec.design_trials) };
    let control = Control { cancelled: &interrupt::asked_to_stop, progress: &|trials| bar.inc(trials) };
    let outcome = match columns {
        Some(columns) => simulate_keeping(plan, spec, &control, columns, staging),
        None => simulate::run(&[plan], spec, &control).map_err(failure).map(|mut outcomes| outcomes.remove(0)),
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
    let outcome = simulate::run_keeping(plan, spec, control, columns, &mut sink).map_err(failure)?;
    rows.finish().map_err(broken)?;
    Ok(outcome)
}

/// What a run that yields nothing means for the user.
fn failure(error: RunError) -> Failure {
    match error {
        RunError::Cancelled => Failure::interrupted(),
        RunError::NotPositive { path, trial, month } => {
            let message = format!(
                "adjustments and risks bring {path} to 0 in month {month} of trial {trial}: it must stay above 0"
            );
            Failure::bad_input("not-positive", message, &["weaken the adjustments or risks that change it"])
        }
        RunError::LhsTrials(trials) => {
            let message = format!("sampling = \"lhs\" needs a multiple of 16 trials, at least 160, not {trials}");
            let help = format!("for example --trials {}", trials.max(160).div_ceil(16) * 16);
            Failure::bad_input("lhs-trials", message, &[&help])
        }
        RunError::NotFinite { .. } => {
            Failure::bad_input("not-finite", error.to_string(), &["`planodds check` lists every input in force"])
        }
        RunError::NoPart => Failure::bad_input("trials", error.to_string(), &[]),
        RunError::Threads(message) => {
            let help = "ask for fewer with --threads";
            Failure::saying(Exit::Broken, "threads", format!("cannot start the worker threads: {message}"), &[help])
        }
        RunError::Sink(message) => {
            Failure::saying(Exit::Broken, "output", format!("cannot write {}: {message}", files::TRIALS), &[INTACT])
        }
    }
}
