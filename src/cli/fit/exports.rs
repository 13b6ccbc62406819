//! The mapping and the exports that it names.

use crate::cli::args::fit::FitArguments;
use crate::cli::exit::{Exit, Failure};
use crate::cli::{interrupt, terminal};
use planodds::diagnostic::{Diagnostic, Severity};
use planodds::fit::day::Day;
use planodds::fit::import::{self, BadRows, FileProblem, ImportRefused, Records};
use planodds::fit::mapping::{self, Mapping};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// What was read.
pub struct Exports {
    /// The mapping.
    pub mapping: Mapping,
    /// The records.
    pub records: Records,
    /// The last day that counts.
    pub as_of: Day,
}

/// Reads the mapping.
pub fn mapping(path: &Path, asked: &FitArguments) -> Result<Mapping, Failure> {
    let name = path.display().to_string();
    let bytes = fs::read(path).map_err(|error| {
        let help = "`planodds fit --detect export.csv` proposes one";
        Failure::bad_input("unreadable", format!("cannot read the mapping {name}: {error}"), &[help])
    })?;
    let read = mapping::read(&name, bytes)?;
    if !asked.common.quiet {
        terminal::diagnostics(&read.warnings, &read.sources);
    }
    Ok(read.mapping)
}

/// Where a file lies that a mapping at `path` names.
pub fn place(path: &Path, file: &Path) -> PathBuf {
    path.parent().unwrap_or(Path::new("")).join(file)
}

/// Reads every export that the mapping at `path` names, until Ctrl-C is pressed.
pub fn read(path: &Path, mapping: Mapping, asked: &FitArguments) -> Result<Exports, Failure> {
    let mut open = |file: &Path| -> io::Result<Box<dyn Read>> { Ok(Box::new(Heeding(File::open(place(path, file))?))) };
    let bad_rows = if asked.skip_bad_rows { BadRows::Skip } else { BadRows::Refuse };
    let read = import::read(&mapping, &mut open, bad_rows);
    // a file that was left is no bad one
    interrupt::check()?;
    let records = read.map_err(|refused| refusal(&refused))?;
    let as_of = match asked.as_of.or(mapping.as_of) {
        Some(day) => day,
        None => last_day(&records)?,
    };
    Ok(Exports { mapping, records, as_of })
}

/// A file that fails to be read on once Ctrl-C was pressed: reading takes most of a fit's time.
struct Heeding(File);

impl Read for Heeding {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // not `Interrupted`, after which readers try again
        if interrupt::asked_to_stop() { Err(io::ErrorKind::Other.into()) } else { self.0.read(buffer) }
    }
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
