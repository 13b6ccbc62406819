//! The table of all keys, for the documentation.

use super::{Identity, Kind, Presence, TableSpec, WhenNone, plan, words};

/// One key as the documentation shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyDoc {
    /// Its path, with NAME, STAGE or INDEX where a name stands: `segments.NAME.pipeline.win_rate`.
    pub path: String,
    /// What it takes: "a share between 0 and 1, or a distribution".
    pub takes: String,
    /// Unit, where it is a number: "money", "share", "ratio", "months", "count".
    pub unit: Option<&'static str>,
    /// Whether it must be given (of alternatives: one of them).
    pub required: bool,
    /// What holds where it is left out; "required" where nothing does.
    pub default: String,
    /// When it may be adjusted: "any months", "whole plan", "no".
    pub adjustable: &'static str,
    /// What it means.
    pub doc: &'static str,
    /// A value as it would be written; empty for tables.
    pub example: &'static str,
}

/// Every key of the format, in its order.
pub fn key_table() -> Vec<KeyDoc> {
    let mut rows = Vec::new();
    add_table(&mut rows, "", &plan::SCENARIO);
    rows
}

fn add_table(rows: &mut Vec<KeyDoc>, path: &str, spec: &'static TableSpec) {
    for key in spec.keys {
        let path = if path.is_empty() { key.name.to_string() } else { format!("{path}.{}", key.name) };
        let unit = match &key.kind {
            Kind::Number(unit, _) | Kind::Schedule(unit, _) => Some(unit.name()),
            Kind::Input(input) => Some(input.unit.name()),
            Kind::Counts(_) => Some("count"),
            _ => None,
        };
        let optional = spec.choice_of(key.name).is_some_and(|(group, _)| group.when_none != WhenNone::Error);
        rows.push(KeyDoc {
            path: path.clone(),
            takes: words::taken(&key.kind),
            unit,
            required: key.presence == Presence::Required && !optional,
            default: words::presence(key),
            adjustable: words::adjustable(&key.kind),
            doc: key.doc,
            example: key.example,
        });
        match &key.kind {
            Kind::Table(inner) => add_table(rows, &path, inner),
            Kind::Members(inner) | Kind::List(inner, Identity::By("name")) => {
                add_table(rows, &format!("{path}.NAME"), inner)
            }
            Kind::List(inner, Identity::By(_)) => add_table(rows, &format!("{path}.STAGE"), inner),
            Kind::List(inner, _) => add_table(rows, &format!("{path}.INDEX"), inner),
            _ => {}
        }
    }
}
