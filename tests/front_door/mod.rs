//! The front door: what it lets in, and what it says when it does not.

mod cases;
mod digest;
mod documents;
mod extreme;
mod files;
mod format;
mod invalid;
mod links;
mod opening;
mod overlay;
mod readme_snippet;
mod settings;
mod shipped;

use planodds::diagnostic::render;
use planodds::scenario::{Loaded, Refused, load, parse};
use std::path::{Path, PathBuf};

/// A file under tests/.
fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

/// All messages of a refused scenario.
fn text_of(refused: &Refused) -> String {
    let texts: Vec<String> = refused.diagnostics.iter().map(|d| render(d, &refused.sources, false)).collect();
    texts.join("\n\n")
}

/// A scenario that must be let in.
fn loaded(name: &str, sets: &[&str]) -> Loaded {
    let sets: Vec<String> = sets.iter().map(|set| set.to_string()).collect();
    load(&file(name), &sets).unwrap_or_else(|refused| panic!("{name}\n{}", text_of(&refused)))
}

/// A text that must be let in.
fn parsed(text: &str) -> Loaded {
    parse("plan.toml", text).unwrap_or_else(|refused| panic!("{text}\n{}", text_of(&refused)))
}

/// The codes with which a text is refused.
fn refused(text: &str) -> Vec<&'static str> {
    match parse("plan.toml", text) {
        Ok(_) => panic!("let in:\n{text}"),
        Err(refused) => refused.diagnostics.iter().filter(|d| d.is_error()).map(|d| d.code).collect(),
    }
}

/// A whole plan of one segment, with more lines.
fn plan_with(lines: &str) -> String {
    let start = "[plan]\nname = \"p\"\nstart = \"2027-01\"\n[target]\narr = 1\n[segments.a]\nopening_arr = 100\nopening_customers = 1\n";
    format!("{start}{lines}")
}
