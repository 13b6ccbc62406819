//! The mapping and the exports that it names.

use crate::cli::args::fit::FitArguments;
use crate::cli::exit::{Exit, Failure};
use crate::cli::terminal;
use planodds::diagnostic::{Diagnostic, Severity};
use planodds::fit::day::Day;
use planodds::fit::import::{self, BadRows, FileProblem, ImportRefused, Records};
use planodds::fit::mapping::{self, Mapping};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// What was read.
pub struct Exports {
    /// The mapping.
    pub mapping: Mapping,
    /// The records.
    pub records: Records,
    /// The last day that counts.
    pub as_of: Day,
}

/// Reads the mapping and every export that it names; files lie relative to the mapping's folder.
pub fn read(path: &Path, asked: &FitArguments) -> Result<Exports, Failure> {
    let name = path.display().to_string();
    let bytes = fs::read(path).map_err(|error| {
        let help = "`planodds fit --detect export.csv` proposes one";
        Failure::bad_input("unreadable", format!("cannot read the mapping {name}: {error}"), &[help])
    })?;
    let read = mapping::read(&name, bytes)?;
    if !asked.common.quiet {
        terminal::diagnostics(&read.warnings, &read.sources);
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut open = |file: &Path| -> io::Result<Box<dyn Read>> { Ok(Box::new(File::open(folder.join(file))?)) };
    let bad_rows = if asked.skip_bad_rows { BadRows::Skip } else { BadRows::Refuse };
    let records = import::read(&read.mapping, &mut open, bad_rows).map_err(|refused| refusal(&refused))?;
    let as_of = match asked.as_of.or(read.mapping.as_of) {
        Some(day) => day,
        None => last_day(&records)?,
    };
    Ok(Exports { mapping: read.mapping, records, as_of })
}

/// The last day on which something happened in the exports.
fn last_day(records: &Records) -> Result<Day, Failure> {
    let refuse = |message: String, help: &[&str]| Failure::bad_input("as-of", message, help);
    match import::last_day(records) {
        Ok(Some(day)) => Ok(day),
        Ok(None) => Err(refuse(
            "the exports hold no day, so nobody knows as of when they are".to_string(),
            &["say it with --as-of, such as --as-of 2026-06-30, or as `as_of` in the mapping"],
        )),
        Err(problem) => Err(refuse(problem.text, &[])),
    }
}

/// Every mistake of every file, and what can be done about bad rows.
fn refusal(refused: &ImportRefused) -> Failure {
    let diagnostic = |problem: &FileProblem| Diagnostic {
        code: problem.rule,
        severity: Severity::Error,
        message: problem.sentence(),
        places: Vec::new(),
        help: Vec::new(),
    };
    let mut diagnostics: Vec<Diagnostic> = refused.problems.iter().map(diagnostic).collect();
    let rows: u64 = refused.problems.iter().map(|problem| problem.rows).sum();
    if let Some(last) = diagnostics.last_mut().filter(|_| rows > 0) {
        let help = "mend the rows, or leave them out with --skip-bad-rows: they are counted and listed";
        last.help.push(help.to_string());
    }
    Failure { exit: Exit::BadInput, diagnostics, sources: Vec::new() }
}
