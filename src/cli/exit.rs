//! How a command ends: its exit code, and what is said when it fails.

use planodds::diagnostic::{Diagnostic, Severity, Source};
use planodds::scenario::Refused;
use std::io;
use std::path::Path;

/// The exit codes, as documented in `--help`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done. A reader who closes the output early (`| head -1`) counts as done.
    Fine = 0,
    /// It broke while working: a full disk, an output that cannot be written to any more.
    Broken = 1,
    /// The arguments, a scenario or the output folder cannot be used; nothing was written.
    BadInput = 2,
    /// Ctrl-C.
    Interrupted = 130,
}

/// Why a command ends without having done what was asked.
#[derive(Debug)]
pub struct Failure {
    /// Its exit code.
    pub exit: Exit,
    /// What is said.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that the diagnostics point into.
    pub sources: Vec<Source>,
}

impl Failure {
    /// Something in the command line (or what it names) cannot be used.
    pub fn bad_input(code: &'static str, message: String, help: &[&str]) -> Self {
        Self::saying(Exit::BadInput, code, message, help)
    }

    /// Something in a scenario, or that is asked of one, cannot be used.
    pub fn refusing(diagnostic: Diagnostic) -> Self {
        Self { exit: Exit::BadInput, diagnostics: vec![diagnostic], sources: Vec::new() }
    }

    /// Writing `path` failed.
    pub fn broken(path: &Path, error: &io::Error, help: &[&str]) -> Self {
        Self::saying(Exit::Broken, "output", format!("cannot write {}: {error}", path.display()), help)
    }

    /// Stopped by Ctrl-C.
    pub fn interrupted() -> Self {
        let message = "stopped by Ctrl-C: nothing was written".to_string();
        Self::saying(Exit::Interrupted, "interrupted", message, &[])
    }

    /// A failure with one message that points into no source.
    pub fn saying(exit: Exit, code: &'static str, message: String, help: &[&str]) -> Self {
        let help = help.iter().map(|h| h.to_string()).collect();
        let diagnostic = Diagnostic { code, severity: Severity::Error, message, places: Vec::new(), help };
        Self { exit, diagnostics: vec![diagnostic], sources: Vec::new() }
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        Self { exit: Exit::BadInput, diagnostics: refused.diagnostics, sources: refused.sources }
    }
}
