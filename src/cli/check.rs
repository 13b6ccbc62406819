//! `planodds check`: mistakes, warnings, defaults in force, and the schema.

use super::args::CheckArguments;
use super::exit::{Exit, Failure};
use super::terminal;
use planodds::diagnostic::{Diagnostic, Severity};
use planodds::plan::Plan;
use planodds::scenario::{self, DefaultInForce, Loaded, Refused};
use std::fmt::Write;
use std::path::Path;

/// Checks every file, also after one with mistakes, or prints the schema.
pub fn check(asked: &CheckArguments) -> Result<Exit, Failure> {
    if asked.schema {
        terminal::print(&format!("{:#}\n", scenario::schema()))?;
        return Ok(Exit::Fine);
    }
    let mut exit = Exit::Fine;
    for file in &asked.files {
        match scenario::load(file, &asked.sets) {
            Ok(loaded) => valid(file, &loaded)?,
            Err(refused) => {
                mistaken(file, &refused)?;
                exit = Exit::BadInput;
            }
        }
    }
    Ok(exit)
}

fn valid(file: &Path, loaded: &Loaded) -> Result<(), Failure> {
    terminal::diagnostics(&loaded.warnings, &loaded.sources);
    let verdict = format!(
        "{}: can be run, {}, {} in force\n  {}\n",
        file.display(),
        terminal::counted(loaded.warnings.len(), "warning"),
        terminal::counted(loaded.defaults.len(), "default"),
        size(&loaded.plan),
    );
    terminal::print(&(defaults(file, &loaded.defaults) + &verdict))
}

fn mistaken(file: &Path, refused: &Refused) -> Result<(), Failure> {
    terminal::diagnostics(&refused.diagnostics, &refused.sources);
    let count = |severity| refused.diagnostics.iter().filter(|d: &&Diagnostic| d.severity == severity).count();
    let errors = terminal::counted(count(Severity::Error), "mistake");
    let warnings = terminal::counted(count(Severity::Warning), "warning");
    terminal::print(&format!("{}: cannot be run, {errors}, {warnings}\n", file.display()))
}

/// The defaults, one a line, values aligned.
fn defaults(file: &Path, defaults: &[DefaultInForce]) -> String {
    if defaults.is_empty() {
        return String::new();
    }
    let width = defaults.iter().map(|d| d.path.chars().count()).max().unwrap_or(0);
    let mut text = format!("{}: left out, so these hold:\n", file.display());
    for DefaultInForce { path, value } in defaults {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  {path:width$} = {value}");
    }
    text
}

fn size(plan: &Plan) -> String {
    format!(
        "{} from {}, {}, {} of which {} uncertain",
        terminal::counted(plan.calendar.months, "month"),
        plan.calendar.start,
        terminal::counted(plan.segments.len(), "segment"),
        terminal::counted(plan.drivers.len(), "input"),
        plan.random_drivers().len(),
    )
}
