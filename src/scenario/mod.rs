//! The front door: scenario files to a valid plan, or every mistake in them.
use crate::diagnostic::{Diagnostic, Source};
use crate::plan::Plan;
use std::path::Path;

/// A valid plan and what was noticed on the way.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The plan.
    pub plan: Plan,
    /// The texts that diagnostics point into.
    pub sources: Vec<Source>,
    /// What is probably wrong though valid.
    pub warnings: Vec<Diagnostic>,
    /// Every default in force, in the order of the format.
    pub defaults: Vec<DefaultInForce>,
}

/// A key that the scenario leaves out, and what holds instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefaultInForce {
    /// The key's path.
    pub path: String,
    /// Its default as it would be written.
    pub value: String,
}

/// A scenario with mistakes.
#[derive(Clone, Debug)]
pub struct Refused {
    /// The texts that diagnostics point into.
    pub sources: Vec<Source>,
    /// Every mistake (and warning).
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a scenario file with what it extends, and `PATH=VALUE` settings over it.
pub fn load(path: &Path, sets: &[String]) -> Result<Loaded, Refused> {
    let _ = (path, sets);
    todo!()
}

/// Reads a scenario from text that extends nothing and names no files.
pub fn parse(name: &str, text: &str) -> Result<Loaded, Refused> {
    let _ = (name, text);
    todo!()
}

/// The JSON Schema of the scenario format, for editors.
pub fn schema() -> serde_json::Value {
    todo!()
}
