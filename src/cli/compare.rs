//! `planodds compare`: scenarios side by side on the same random numbers.

use super::answer::{Finished, Session, TRIALS};
use super::args::CompareArguments;
use super::exit::{Exit, Failure};
use planodds::analysis::compare::{self, Settings};
use planodds::chart;
use planodds::plan::Plan;
use planodds::report::compare::{self as report, Compared};
use planodds::simulate;
use std::path::PathBuf;

/// Simulates all scenarios through the same trials and says what makes the difference.
pub fn compare(asked: &CompareArguments) -> Result<Exit, Failure> {
    if let [only] = asked.files.as_slice() {
        let message = format!("there is nothing to compare {} with", only.display());
        let help = "name at least two scenarios: planodds compare base.toml upside.toml";
        return Err(Failure::bad_input("compare", message, &[help]));
    }
    let session = Session::open("compare", &asked.files, &asked.common, TRIALS)?;
    let plans: Vec<&Plan> = session.scenarios.iter().map(|loaded| &loaded.plan).collect();
    refuse_mismatch(&asked.files, &plans)?;
    let settings = Settings::default();
    let work = compare::work(plans.len(), &session.spec, &settings);
    let result = session.watched(work, |control| compare::compare(&plans, &session.spec, control, &settings))?;
    let names = report::names(asked.files.iter().map(PathBuf::as_path));
    let compared = Compared { names: &names, plans: &plans, result: &result };
    let figures = chart::compare::figures(&compared, &simulate::provenance(plans[0], &session.spec));
    let finished = Finished {
        summary: report::summary(&compared),
        settings: vec![("contribution_trials", settings.contribution_trials.into())],
        sheets: report::sheets(&compared),
        figures: figures.iter().map(|(name, figure)| (name.as_str(), figure.clone())).collect(),
    };
    session.finish(&finished)
}

/// Scenarios that have no months or money in common cannot be compared.
pub fn refuse_mismatch(files: &[PathBuf], plans: &[&Plan]) -> Result<(), Failure> {
    let name = |i: usize| files[i].display().to_string();
    for (i, plan) in plans.iter().enumerate().skip(1) {
        if let Some(found) = compare::mismatch(plans[0], plan) {
            let message = report::mismatch(found, (&name(0), plans[0]), (&name(i), plan));
            let help = "scenarios are compared month by month: give all of them the same [plan] start, months, \
                        fiscal_year_start and currency";
            return Err(Failure::bad_input("compare", message, &[help]));
        }
    }
    Ok(())
}
