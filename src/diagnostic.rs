//! What is wrong, where, and what to do about it.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::ops::Range;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The input cannot be used.
    Error,
    /// The input can be used, but is probably not what was meant.
    Warning,
}

/// A text that diagnostics point into: a file, or one `--set` of the command line.
#[derive(Clone, Debug)]
pub struct Source {
    /// What to call it: the file's path as the user gave it, or "--set".
    pub name: String,
    /// Its whole text.
    pub text: String,
}

/// A place in a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Index of the source in its list.
    pub source: usize,
    /// Byte range in its text; 0..0 is the source as a whole.
    pub span: Range<usize>,
}

impl Place {
    /// A source as a whole.
    pub fn whole(source: usize) -> Self {
        Self { source, span: 0..0 }
    }
}

/// One mistake or warning.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// A stable short name: "unknown-key".
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Where: the first is the main place, each with a short text under the underline (may be empty).
    pub places: Vec<(Place, String)>,
    /// What is allowed, and what to do or type instead.
    pub help: Vec<String>,
}

impl Diagnostic {
    /// A mistake without a place yet.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, severity: Severity::Error, message: message.into(), places: Vec::new(), help: Vec::new() }
    }

    /// A warning without a place yet.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    /// With one more place, and a short text under its underline (may be empty).
    pub fn at(mut self, place: &Place, label: impl Into<String>) -> Self {
        self.places.push((place.clone(), label.into()));
        self
    }

    /// With one more line on what is allowed, or what to do or type instead.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(visible(&text.into()));
        self
    }

    /// With several lines that belong together, such as what a file should say.
    pub fn help_lines(mut self, lines: &[String]) -> Self {
        let lines: Vec<String> = lines.iter().map(|line| visible(line)).collect();
        self.help.push(lines.join("\n"));
        self
    }

    /// Whether it is an error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// The diagnostic as text with its source lines underlined, in colour where `colour`.
pub fn render(diagnostic: &Diagnostic, sources: &[Source], colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(visible(&diagnostic.message)).id(diagnostic.code);
    let mut group = Group::with_title(title);
    for (source, places) in by_source(&diagnostic.places) {
        let Some(text) = sources.get(source) else { continue };
        if places.iter().all(|(_, place, _)| place.span == (0..0)) {
            group = group.element(Origin::path(text.name.as_str()));
            continue;
        }
        let annotations = places.iter().map(|&(i, place, label)| {
            let kind = if i == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            let annotation = kind.span(place.span.clone());
            if label.is_empty() { annotation } else { annotation.label(label) }
        });
        let snippet = Snippet::source(text.text.as_str()).path(text.name.as_str());
        group = group.element(snippet.annotations(annotations));
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(help.split('\n').map(visible).collect::<Vec<_>>().join("\n")));
    }
    renderer.render(&[group]).to_string()
}

/// Text with control characters spelled out, so that a scenario cannot steer the terminal.
fn visible(text: &str) -> String {
    text.chars().flat_map(|c| if c.is_control() { c.escape_default().collect() } else { vec![c] }).collect()
}

type Indexed<'a> = (usize, &'a Place, &'a str);

/// Places grouped by source, in the order in which the sources first occur.
fn by_source(places: &[(Place, String)]) -> Vec<(usize, Vec<Indexed<'_>>)> {
    let mut groups: Vec<(usize, Vec<Indexed<'_>>)> = Vec::new();
    for (i, (place, label)) in places.iter().enumerate() {
        let entry = (i, place, label.as_str());
        match groups.iter_mut().find(|(source, _)| *source == place.source) {
            Some((_, group)) => group.push(entry),
            None => groups.push((place.source, vec![entry])),
        }
    }
    groups
}
