//! `planodds fit`: a company's own exports to drivers, and the plan held against them.

mod beside;
mod detect;
mod exports;
mod inputs;
mod written;

use super::answer::{Finished, Session, TRIALS};
use super::args::fit::FitArguments;
use super::exit::{Exit, Failure};
use super::{interrupt, terminal};
use exports::Exports;
use planodds::calendar::YearMonth;
use planodds::chart;
use planodds::fit::driver::{Fitted, FittedValue};
use planodds::fit::finding::Finding;
use planodds::fit::history::{History, Setting};
use planodds::fit::mapping::Mapping;
use planodds::fit::{import, leads, text};
use planodds::plan::Plan;
use planodds::report::compare::Compared;
use planodds::report::fit::{self as report, Told, head};
use planodds::report::sheet::Value;
use std::path::{Path, PathBuf};

/// Reads the exports, fits the drivers, holds the plan against them and writes everything. Nothing is written before
/// all is known.
pub fn fit(asked: &FitArguments) -> Result<Exit, Failure> {
    if let Some(file) = &asked.detect {
        return detect::detect(file);
    }
    let Some(path) = &asked.mapping else {
        return Err(Failure::bad_input("fit", "fit needs a mapping".to_string(), &["planodds fit mapping.toml"]));
    };
    if asked.scenario.is_none() && !asked.common.sets.is_empty() {
        let help = "name the plan with --scenario plan.toml";
        return Err(Failure::bad_input("fit", "--set changes a plan, and there is none".to_string(), &[help]));
    }
    let scenarios: &[PathBuf] = asked.scenario.as_slice();
    let mut session = Session::open_in("fit", scenarios, &asked.common, TRIALS, folder(asked, path))?;
    let mapping = exports::mapping(path, asked)?;
    inputs::refuse_overwriting(&inputs(path, &mapping, &session), &session.folder, asked.write.as_deref())?;
    let place = match (&asked.write, &asked.scenario) {
        (Some(file), Some(scenario)) => Some(written::place(file, scenario)?),
        _ => None,
    };
    let exports = exports::read(path, mapping, asked)?;
    let plan_start = session.scenarios.first().map(|loaded| loaded.plan.calendar.start);
    let history = history(&exports, plan_start)?;
    interrupt::check()?;
    let mapping = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let beside = match &asked.scenario {
        Some(scenario) => Some(beside::beside(&session, scenario, &exports, &history)?),
        None => None,
    };
    let currency = match session.scenarios.first() {
        Some(loaded) => loaded.plan.currency.clone(),
        None => exports.mapping.currency.clone(),
    };
    let plans: Vec<&Plan> =
        session.scenarios.first().map(|l| &l.plan).into_iter().chain(beside.as_ref().map(|b| &b.fitted)).collect();
    let told = Told {
        mapping: &mapping,
        as_of: exports.as_of,
        currency: &currency,
        history: &history,
        files: &exports.records.files,
        beside: beside.as_ref().map(|b| report::Beside {
            plan: plans[0],
            against: &b.against,
            compared: Compared { names: &b.names, plans: &plans, result: &b.comparison },
        }),
    };
    let comment = head::comment(&mapping, &sources(&exports), exports.as_of, &command(asked, path));
    let together = leads::without_double_counting(&without_key_accounts(&history.fitted));
    let fragment =
        format!("{comment}\n{}", text::tables(&together.iter().collect::<Vec<_>>(), &|_| None, exports.as_of));
    session.staging.write(head::FRAGMENT, fragment.as_bytes())?;
    let written = match (place, &beside) {
        (Some(place), Some(beside)) => Some(written::prepare(place, (&comment, &beside.text), &run_options(&session))?),
        _ => None,
    };
    let figures = chart::fit::figures(&told);
    let finished = Finished {
        summary: report::summary(&told),
        settings: settings(&told, asked),
        sheets: report::sheets(&told),
        figures: figures.iter().map(|(name, figure)| (name.as_str(), figure.clone())).collect(),
    };
    let exit = session.finish(&finished)?;
    if let Some(written) = written {
        let said = written.place()?;
        if !asked.common.quiet {
            terminal::print(&said)?;
        }
    }
    Ok(exit)
}

/// All files that are read, with what they are.
fn inputs(path: &Path, mapping: &Mapping, session: &Session<'_>) -> Vec<(&'static str, PathBuf)> {
    let exports = mapping.files().into_iter().map(|file| ("an export", exports::place(path, file)));
    // the plan comes first among its sources, then what it extends
    let sources = session.scenarios.iter().flat_map(|loaded| &loaded.sources).map(|source| PathBuf::from(&source.name));
    let plans = ["the plan itself"].into_iter().chain(std::iter::repeat("a file that the plan extends")).zip(sources);
    std::iter::once(("the mapping", path.to_path_buf())).chain(exports).chain(plans).collect()
}

/// output/<the mapping's name without .toml>/fit, unless `--out` says otherwise.
fn folder(asked: &FitArguments, mapping: &Path) -> PathBuf {
    let stem = mapping.file_stem().unwrap_or("mapping".as_ref());
    asked.common.out.clone().unwrap_or_else(|| Path::new("output").join(stem).join("fit"))
}

/// What all exports say.
fn history(exports: &Exports, plan_start: Option<YearMonth>) -> Result<History, Failure> {
    let Exports { mapping, records, as_of } = exports;
    let after = as_of.month().map(|month| month.plus(1));
    let Some(plan_start) = plan_start.or(after) else {
        return Err(Failure::bad_input("as-of", format!("{as_of} lies in no month that a plan can begin after"), &[]));
    };
    let setting = Setting {
        as_of: *as_of,
        plan_start,
        segments: mapping.segments.names.clone(),
        half_life_months: mapping.half_life_months,
    };
    let mut history = planodds::fit::fit(records, mapping, &setting);
    let later = import::known_at(records, *as_of);
    history.findings.extend(later.into_iter().map(|c| Finding::note(c.rule, "", c.text)));
    let quiet = import::quiet_before(records, *as_of);
    history.findings.extend(quiet.into_iter().map(|c| Finding::warning(c.rule, "", c.text)));
    Ok(history)
}

/// "4,213 rows of opportunities.csv".
fn sources(exports: &Exports) -> Vec<String> {
    exports.records.files.iter().map(|file| format!("{}: {} rows, {} used", file.file, file.rows, file.kept)).collect()
}

/// The command that gives these files again.
fn command(asked: &FitArguments, mapping: &Path) -> String {
    let mut words = vec!["planodds fit".to_string(), mapping.display().to_string()];
    words.extend(asked.as_of.map(|day| format!("--as-of {day}")));
    words.extend(asked.scenario.as_ref().map(|file| format!("--scenario {}", file.display())));
    words.extend(asked.write.as_ref().map(|file| format!("--write {}", file.display())));
    words.extend(asked.skip_bad_rows.then(|| "--skip-bad-rows".to_string()));
    words.join(" ")
}

/// What `run` needs to walk through the same trials.
fn run_options(session: &Session<'_>) -> String {
    let mut words = vec![format!("--trials {}", session.spec.trials.end)];
    words.extend(session.common.seed.map(|seed| format!("--seed {seed}")));
    let sampling = session.scenarios.first().map(|loaded| loaded.plan.run.sampling);
    let other = sampling.filter(|sampling| *sampling != session.spec.sampling);
    words.extend(other.map(|_| format!("--sampling {}", session.spec.sampling.name())));
    words.join(" ")
}

/// Key accounts carry amounts of single customers: they stand where they were asked for and nowhere else.
fn without_key_accounts(fitted: &[Fitted]) -> Vec<&Fitted> {
    fitted.iter().filter(|fit| !matches!(fit.value, FittedValue::KeyAccounts(_))).collect()
}

fn settings<'a>(told: &Told<'_>, asked: &FitArguments) -> Vec<(&'a str, Value)> {
    vec![
        ("version", env!("CARGO_PKG_VERSION").into()),
        ("mapping", told.mapping.into()),
        ("as_of", told.as_of.to_string().into()),
        ("currency", told.currency.into()),
        ("skip_bad_rows", asked.skip_bad_rows.into()),
    ]
}
