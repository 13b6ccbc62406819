//! The front door: scenario files to a valid plan, or every mistake in them.
//!
//! Text becomes a tree with places (`document`), trees are laid over one another (`files`, `overlay`, `set`), one walk along
//! the description of the format (`keys`) checks every value (`read`), and `validate` puts the plan together.

pub(crate) mod codes;
mod digest;
pub(crate) mod document;
mod files;
pub mod keys;
pub mod lever;
pub(crate) mod node;
mod overlay;
mod read;
mod schema;
mod set;
pub(crate) mod suggest;
mod syntax;
mod validate;
mod warnings;

pub use keys::{KeyDoc, key_table};
pub use schema::schema;

use crate::diagnostic::{Diagnostic, Source};
use crate::plan::Plan;
use files::Files;
use node::Table;
use read::Reading;
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
    /// Every default in force, in the order of the format's sections.
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

impl DefaultInForce {
    /// Whether it changes nothing by itself: a factor of 1, an addend of 0, no key accounts, no cash of a risk.
    pub fn changes_nothing(&self) -> bool {
        let parts: Vec<&str> = self.path.split('.').collect();
        matches!(
            (&parts[..], self.value.as_str()),
            ([.., "adjust", _, "multiply"] | ["segments", _, "pipeline", "opps_factor"], "1")
                | ([.., "adjust", _, "add"] | ["risks", _, "cash"], "0")
                | ([.., "key_accounts"] | ["risks", _, "adjust"], "[]")
        )
    }

    /// Where its section stands in the format, and its entry in a list without names.
    fn order(&self) -> (usize, usize) {
        let mut parts = self.path.split('.');
        let section = parts.next().unwrap_or("");
        let entry = parts.next().and_then(|part| part.parse().ok()).unwrap_or(0);
        let sections = keys::plan::SCENARIO.keys;
        (sections.iter().position(|key| key.name == section).unwrap_or(sections.len()), entry)
    }
}

/// A scenario with mistakes.
#[derive(Clone, Debug)]
pub struct Refused {
    /// The texts that diagnostics point into.
    pub sources: Vec<Source>,
    /// Every mistake (and warning).
    pub diagnostics: Vec<Diagnostic>,
}

/// Every code that a diagnostic can have.
pub fn diagnostic_codes() -> &'static [&'static str] {
    &codes::ALL
}

/// Reads a scenario file with what it extends, and `PATH=VALUE` settings over it.
///
/// # Errors
/// All mistakes at once, each with its place; a scenario with a mistake is never used in part.
pub fn load(path: &Path, sets: &[String]) -> Result<Loaded, Refused> {
    resolve(files::read_all(path), sets, None)
}

/// Reads a scenario file as [`load`] does and lays `text` over it and over the settings, as a child that extends it would
/// be. `name` is what mistakes in the text are said to stand in.
///
/// # Errors
/// As [`load`].
pub fn load_under(path: &Path, sets: &[String], name: &str, text: &str) -> Result<Loaded, Refused> {
    let mut files = files::read_all(path);
    let before = files.roots.len();
    files.take(name, text.to_string(), None);
    let over = if files.roots.len() > before { files.roots.pop() } else { None };
    resolve(files, sets, over)
}

/// Reads a scenario from text that extends nothing and names no files.
///
/// # Errors
/// As [`load`].
pub fn parse(name: &str, text: &str) -> Result<Loaded, Refused> {
    let mut files = Files::default();
    match document::decode(name, text.as_bytes().to_vec()) {
        Ok(text) => {
            files.take(name, text, None);
        }
        Err(mistake) => files.mistakes.push(mistake),
    }
    if let Some(entry) = files.roots.first().and_then(|root| root.get("extends")) {
        let message = "a scenario that is not read from a file cannot extend one";
        files.mistakes.push(Diagnostic::error(codes::EXTENDS, message).at(&entry.node.place, ""));
    }
    resolve(files, &[], None)
}

/// Lays the files, the settings and what stands over all of them over one another, walks the result, and puts the plan together.
fn resolve(mut files: Files, sets: &[String], over: Option<Table>) -> Result<Loaded, Refused> {
    let spec = &keys::plan::SCENARIO;
    let fatal = files.mistakes.iter().any(|m| m.code != codes::DUPLICATE_KEY && m.code != codes::BAD_NUMBER);
    let mut layers = std::mem::take(&mut files.roots).into_iter().rev();
    let Some(mut root): Option<Table> = layers.next().filter(|_| !fatal) else {
        sort(&mut files.mistakes);
        return Err(Refused { sources: files.sources, diagnostics: files.mistakes });
    };
    for layer in layers {
        overlay::lay_over(&mut root, layer, spec);
    }
    for setting in sets {
        set::apply(&mut files, &mut root, setting);
    }
    if let Some(over) = over {
        overlay::lay_over(&mut root, over, spec);
    }
    let mut reading = Reading::new(&files.sources, &files.folders, read::calendar(&root));
    reading.diagnostics.append(&mut files.mistakes);
    read::walk(&mut reading, &root, spec);
    let digest = digest::digest(&root, spec, &reading.data);
    let plan = validate::plan(&mut reading, &root, digest);
    if !reading.has_errors() {
        let mut found = warnings::find(&plan, &reading.places);
        reading.diagnostics.append(&mut found);
    }
    finish(plan, reading)
}

/// In the order of the texts; those without a place first.
fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by_key(|d| d.places.first().map(|(place, _)| (place.source, place.span.start)));
}

fn finish(plan: Plan, reading: Reading<'_>) -> Result<Loaded, Refused> {
    let refused = reading.has_errors();
    let sources = reading.sources.to_vec();
    let mut diagnostics = reading.diagnostics;
    sort(&mut diagnostics);
    if refused {
        return Err(Refused { sources, diagnostics });
    }
    let mut defaults = reading.defaults;
    defaults.sort_by_key(DefaultInForce::order);
    // Of adjustments only those that add to counts end elsewhere, and they have said so.
    for until in defaults.iter_mut().filter(|d| d.path.ends_with(".until") && !d.value.starts_with('"')) {
        until.value = "to the end of the plan".to_string();
    }
    Ok(Loaded { plan, sources, warnings: diagnostics, defaults })
}
