//! `planodds report`: the board pack.

mod answers;
mod files;

use super::answer::Session;
use super::args::report::{Format, ReportArguments};
use super::compare;
use super::exit::{Exit, Failure};
use answers::Answers;
use planodds::chart::pack as drawn;
use planodds::plan::Plan;
use planodds::report::pack::Results;
use planodds::report::{build, compare as compared};
use std::path::{Path, PathBuf};

/// Trials of a draft.
const DRAFT_TRIALS: u64 = 10_000;
/// Trials at least: below, the questions that compare shares of trials cannot be asked.
const LEAST_TRIALS: u64 = 1_000;

/// Asks every question of the plan and writes the pack. What can be refused is refused before the long work starts.
pub fn report(asked: &ReportArguments) -> Result<Exit, Failure> {
    refuse_pdf(asked)?;
    let all: Vec<PathBuf> = std::iter::once(&asked.file).chain(&asked.compare).cloned().collect();
    let trials = if asked.quick { DRAFT_TRIALS } else { super::answer::TRIALS };
    let folder = folder(asked.common.out.as_deref(), &asked.file);
    let mut session = Session::open_in("report", &all, &asked.common, trials, folder)?;
    refuse_few(session.spec.trials.end)?;
    // Out of the session, which goes where the files are written while the results still look at the plans.
    let scenarios = std::mem::take(&mut session.scenarios);
    let plans: Vec<&Plan> = scenarios.iter().map(|loaded| &loaded.plan).collect();
    compare::refuse_mismatch(&all, &plans)?;
    let names = compared::names(all.iter().map(PathBuf::as_path));

    let answers = answers::ask(&session, &plans, asked.quick)?;
    let Answers { outcome, odds, bands, arr_at_target, inputs, gap, drivers, solution, watch, comparison } = &answers;
    let origin = files::origin(&scenarios, asked);
    let results = Results {
        plan: plans[0],
        provenance: &outcome.provenance,
        odds,
        bands,
        arr_at_target,
        inputs,
        gap,
        drivers,
        solution: solution.as_ref(),
        watch,
        compared: comparison.as_ref().map(|result| compared::Compared { names: &names, plans: &plans, result }),
        origin: &origin,
    };
    let report = build(&results, asked.template.into());
    let drawings = drawn::drawings(&results, &report);
    files::write(session, asked, &plans, &files::Pack { results: &results, report: &report, drawings: &drawings })
}

/// output/<name>/report, unless `--out` says otherwise: a run's charts have the names of the pack's.
fn folder(out: Option<&Path>, file: &Path) -> PathBuf {
    out.map_or_else(|| super::answer::output_folder(None, file).join("report"), Path::to_path_buf)
}

fn refuse_few(trials: u64) -> Result<(), Failure> {
    if trials >= LEAST_TRIALS {
        return Ok(());
    }
    let message = format!("a report compares shares and percentiles of trials: it needs at least 1_000, got {trials}");
    Err(Failure::bad_input("trials", message, &["--quick takes 10_000, which is seconds"]))
}

/// A build without the feature cannot make PDF; said before anything is simulated.
fn refuse_pdf(asked: &ReportArguments) -> Result<(), Failure> {
    if cfg!(feature = "pdf") || !asked.format.contains(&Format::Pdf) {
        return Ok(());
    }
    let help = "build with it: cargo install --path . --features pdf (some 10 minutes), or print report.html to PDF \
                from a browser: it has a style sheet for paper";
    Err(Failure::bad_input("pdf", "this build cannot write PDF: it lacks the feature pdf".to_string(), &[help]))
}
