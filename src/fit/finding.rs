//! What is worth knowing about the data or a fit, in words.

/// How much weight it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Good to know.
    Note,
    /// A number stands on weak ground, or a rule had to be applied.
    Warning,
    /// A driver cannot be said at all.
    Missing,
}

/// One finding. Its text names files, lines, counts and segments, never a single record's name or amount.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// A stable short name: "survivors-only".
    pub code: &'static str,
    /// Its weight.
    pub weight: Weight,
    /// What it is about: a driver's path, a segment's name or a file.
    pub about: String,
    /// One or two sentences: what was found, what was done about it, what to do.
    pub text: String,
}

impl Finding {
    /// A note.
    pub fn note(code: &'static str, about: impl Into<String>, text: impl Into<String>) -> Self {
        Self { code, weight: Weight::Note, about: about.into(), text: text.into() }
    }

    /// A warning.
    pub fn warning(code: &'static str, about: impl Into<String>, text: impl Into<String>) -> Self {
        Self { weight: Weight::Warning, ..Self::note(code, about, text) }
    }

    /// Why a driver cannot be said.
    pub fn missing(code: &'static str, about: impl Into<String>, text: impl Into<String>) -> Self {
        Self { weight: Weight::Missing, ..Self::note(code, about, text) }
    }
}

/// A share as text in findings: "12.3 %".
pub fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}
