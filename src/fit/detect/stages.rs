//! The values of a stage column, sorted by what they mean.

use super::headers::Found;
use super::sample::Sample;
use std::collections::BTreeMap;

/// Values that are shown at most.
const MOST_SHOWN: usize = 20;

/// Values that a column of stages, roles, plans or segments has at most; one with more holds names, which are not
/// shown.
const MOST_CATEGORIES: usize = 100;

/// Values of a column that stand on several rows, the most frequent first, and how many more there are.
pub struct Frequent {
    /// The values.
    pub values: Vec<String>,
    /// Distinct values that are not shown.
    pub more: usize,
}

/// The frequent values of a column. A value on one row only may be a single record's, and is never shown.
pub fn frequent<'a>(values: impl Iterator<Item = &'a str>) -> Frequent {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for value in values.filter(|value| !value.is_empty()) {
        *counts.entry(value).or_default() += 1;
    }
    let all = counts.len();
    if all > MOST_CATEGORIES {
        return Frequent { values: Vec::new(), more: all };
    }
    let mut several: Vec<(&str, usize)> = counts.into_iter().filter(|&(_, rows)| rows > 1).collect();
    several.sort_by_key(|&(_, rows)| std::cmp::Reverse(rows));
    let values: Vec<String> = several.into_iter().take(MOST_SHOWN).map(|(value, _)| value.to_string()).collect();
    Frequent { more: all - values.len(), values }
}

/// What a stage means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    /// Won.
    Won,
    /// Lost.
    Lost,
    /// Open.
    Open,
    /// No opportunity yet: its rows have no day of creation.
    TooEarly,
    /// It cannot be told.
    Unknown,
}

const LOST: &[&str] =
    &["lost", "disqualified", "abandoned", "dead", "rejected", "no decision", "unqualified", "declined"];
const WON: &[&str] = &["won", "signed", "booked"];
#[rustfmt::skip] // a table
const OPEN: &[&str] = &[
    "open", "new", "prospect", "qualif", "discover", "demo", "proposal", "quote", "negotiat", "contract", "commit", "engag",
    "evaluat", "presentation", "appointment", "decision", "pipeline", "review", "procurement", "verbal", "analysis",
    "proposition", "trial", "pilot", "scoping", "meeting", "legal", "progress", "working", "decisionmaker",
];

/// What a stage means by its words.
pub fn by_words(stage: &str) -> Means {
    let lower = stage.to_lowercase().replace(['_', '-'], " ");
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    match () {
        () if has(LOST) => Means::Lost,
        () if lower.split(' ').any(|word| WON.contains(&word)) || lower == "closedwon" => Means::Won,
        () if has(OPEN) => Means::Open,
        () => Means::Unknown,
    }
}

/// What a stage means: by the flags of its rows, `is_won` and `is_closed`, where they agree; else by its words.
pub fn meaning(sample: &Sample, found: &Found, stage: &str) -> Means {
    let Some(stages) = found.column("stage") else { return Means::Unknown };
    let rows = || sample.rows.iter().filter(|row| row.get(stages).is_some_and(|value| value == stage));
    let mut flagged: Vec<Means> = Vec::new();
    if let (Some(won), Some(closed)) = (found.column("won_flag"), found.column("closed_flag")) {
        flagged.extend(rows().map(|row| by_flags(row.get(won), row.get(closed))));
        flagged.dedup();
    }
    let means = match flagged[..] {
        [only] if only != Means::Unknown => only,
        _ => by_words(stage),
    };
    let decided = matches!(means, Means::Won | Means::Lost);
    let undated = |created: usize| rows().filter(|row| row.get(created).is_none_or(String::is_empty)).count();
    match found.column("created") {
        Some(created) if !decided && 2 * undated(created) > rows().count() => Means::TooEarly,
        _ => means,
    }
}

fn by_flags(won: Option<&String>, closed: Option<&String>) -> Means {
    match (won.and_then(|text| flag(text)), closed.and_then(|text| flag(text))) {
        (Some(true), _) => Means::Won,
        (Some(false), Some(true)) => Means::Lost,
        (Some(false), Some(false)) => Means::Open,
        _ => Means::Unknown,
    }
}

/// Yes or no, as exports write it.
pub fn flag(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "1" | "y" | "t" => Some(true),
        "false" | "no" | "0" | "n" | "f" => Some(false),
        _ => None,
    }
}
