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

/// The verdict, then the warnings, then the defaults: the longest last.
fn valid(file: &Path, loaded: &Loaded) -> Result<(), Failure> {
    let verdict = format!(
        "{}: can be run, {}, {} in force\n  {}\n",
        file.display(),
        terminal::counted(loaded.warnings.len(), "warning"),
        terminal::counted(loaded.defaults.len(), "default"),
        size(&loaded.plan),
    );
    terminal::print(&verdict)?;
    terminal::diagnostics(&loaded.warnings, &loaded.sources);
    terminal::print(&defaults(&loaded.defaults))
}

fn mistaken(file: &Path, refused: &Refused) -> Result<(), Failure> {
    let count = |severity| refused.diagnostics.iter().filter(|d: &&Diagnostic| d.severity == severity).count();
    let errors = terminal::counted(count(Severity::Error), "mistake");
    let warnings = terminal::counted(count(Severity::Warning), "warning");
    terminal::print(&format!("{}: cannot be run, {errors}, {warnings}\n", file.display()))?;
    terminal::diagnostics(&refused.diagnostics, &refused.sources);
    Ok(())
}

/// The defaults that matter, one a line, values aligned; of those that change nothing how many they are.
fn defaults(defaults: &[DefaultInForce]) -> String {
    let (idle, shown): (Vec<_>, Vec<_>) = defaults.iter().partition(|d| d.changes_nothing());
    let width = shown.iter().map(|d| d.path.chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    if !shown.is_empty() {
        text.push_str("  Left out of the file, so these hold:\n");
    }
    for DefaultInForce { path, value } in shown {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  {path:width$} = {value}");
    }
    if !idle.is_empty() {
        let count = terminal::counted(idle.len(), "default");
        let _ = writeln!(
            text,
            "  and {count} that change nothing by themselves (a factor of 1, an addend of 0, an empty list)"
        );
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
