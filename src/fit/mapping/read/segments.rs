//! `[segments]`: the rule by which rows are put into segments.

use super::file;
use super::section::{Reading, Section};
use super::value;
use crate::diagnostic::{Diagnostic, Place};
use crate::fit::mapping::{File, SegmentRule, Segments};
use crate::scenario::node::Table;
use crate::scenario::{codes, suggest};

/// Reads the rule; one segment where there is none.
pub fn read(reading: &mut Reading<'_>, section: Option<Section<'_>>, defaults: &File) -> Segments {
    let Some(section) = section else { return Segments::default() };
    contradictions(reading, section);
    let mut segments = Segments { names: Vec::new(), rule: SegmentRule::One, otherwise: None };
    let values = section.table("values").map(|table| values(reading, table, &mut segments));
    let thresholds = section.table("thresholds").map(|table| thresholds(reading, table, &mut segments));
    let accounts = section.section("accounts");
    segments.otherwise = otherwise(reading, section, &mut segments);
    if segments.names.is_empty() {
        segments.names.push(section.text("name").unwrap_or_else(|| "all".to_string()));
    }
    segments.rule = match (values, thresholds, accounts) {
        (Some(values), _, Some(table)) => SegmentRule::Accounts {
            file: file::named(table, defaults),
            id: table.needed("id"),
            segment: table.needed("segment"),
            values,
        },
        (Some(values), ..) => SegmentRule::Values(values),
        (None, Some(thresholds), _) => SegmentRule::Thresholds(thresholds),
        (None, None, _) => SegmentRule::One,
    };
    segments
}

fn contradictions(reading: &mut Reading<'_>, section: Section<'_>) {
    let both = |first: &str, second: &str| {
        Diagnostic::error(codes::ALTERNATIVES, format!("{first} and {second} exclude each other"))
            .at(section.at(second), "")
            .at(section.at(first), "")
            .help("keep the one that you mean and remove the other")
    };
    let pairs = [("values", "thresholds"), ("thresholds", "accounts"), ("values", "name"), ("thresholds", "name")];
    for (first, second) in pairs.into_iter().filter(|(a, b)| section.has(a) && section.has(b)) {
        reading.say(both(first, second));
    }
    let has_rule = section.has("values") || section.has("thresholds");
    if section.has("accounts") && !has_rule {
        let message = "accounts needs values: which value of its segment column means which segment";
        let help = "for example values = { \"Mid-Market\" = \"mid_market\", \"SMB\" = \"smb\" }";
        reading.say(Diagnostic::error(codes::ALTERNATIVES, message).at(section.at("accounts"), "").help(help));
    } else if section.has("otherwise") && !has_rule {
        let message = "otherwise goes with values or thresholds: without them all rows are one segment";
        let help = "name it with name = \"...\" where that is meant";
        reading.say(Diagnostic::error(codes::ALTERNATIVES, message).at(section.at("otherwise"), "").help(help));
    }
}

/// The number of a name among the segments; a new one goes last.
fn number(segments: &mut Segments, name: &str) -> u16 {
    let known = segments.names.iter().position(|n| n == name);
    let place = known.unwrap_or_else(|| {
        segments.names.push(name.to_string());
        segments.names.len() - 1
    });
    u16::try_from(place).unwrap_or(u16::MAX)
}

/// The names by value, in the order in which they are written.
fn values(reading: &mut Reading<'_>, table: &Table, segments: &mut Segments) -> Vec<(String, u16)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(_, entry)| entry.key.span.start);
    if entries.is_empty() {
        reading.say(no_entry("values", "{ \"Mid-Market\" = \"mid_market\", \"SMB\" = \"smb\" }"));
    }
    let mut out = Vec::new();
    for (text, entry) in entries {
        let place = &entry.node.place;
        let mistake = match entry.node.text() {
            Some(name) => value::bad_name(name, place),
            None if entry.node.is_broken() => continue,
            None => {
                Some(wrong_kind(&format!("the segment of {text:?} must be a name in quotes"), entry.node.kind(), place))
            }
        };
        match mistake {
            Some(mistake) => reading.say(mistake),
            None => out.push((text.trim().to_string(), number(segments, entry.node.text().unwrap_or_default()))),
        }
    }
    out
}

/// The least amounts, rising.
fn thresholds(reading: &mut Reading<'_>, table: &Table, segments: &mut Segments) -> Vec<(f64, u16)> {
    let mut found: Vec<(f64, &str, &Place)> = Vec::new();
    if table.is_empty() {
        reading.say(no_entry("thresholds", "{ smb = 0, enterprise = 100_000 }"));
    }
    for (name, entry) in table {
        if let Some(mistake) = value::bad_name(name, &entry.key) {
            reading.say(mistake);
        }
        match entry.node.number() {
            Some(least) => found.push((least, name, &entry.node.place)),
            None if entry.node.is_broken() => {}
            None => {
                let message = format!("the least ARR of {name} must be a number without quotes");
                reading.say(wrong_kind(&message, entry.node.kind(), &entry.node.place));
            }
        }
    }
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    for pair in found.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
        let message = format!("{} and {} begin at the same ARR", pair[0].1, pair[1].1);
        reading.say(
            Diagnostic::error(codes::ALTERNATIVES, message)
                .at(pair[1].2, "")
                .at(pair[0].2, "")
                .help("each segment begins at an ARR of its own"),
        );
    }
    found.into_iter().map(|(least, name, _)| (least, number(segments, name))).collect()
}

fn wrong_kind(message: &str, got: &str, place: &Place) -> Diagnostic {
    Diagnostic::error(codes::WRONG_KIND, format!("{message}, got {got}")).at(place, "")
}

fn no_entry(key: &str, example: &str) -> Diagnostic {
    let message = format!("{key} of [segments] has no entry");
    Diagnostic::error(codes::MISSING_KEY, message).help(format!("for example {key} = {example}"))
}

fn otherwise(reading: &mut Reading<'_>, section: Section<'_>, segments: &mut Segments) -> Option<u16> {
    let name = section.text("otherwise")?;
    let known: Vec<&str> = segments.names.iter().map(String::as_str).collect();
    if !known.contains(&name.as_str())
        && let Some(near) = suggest::nearest(&name, known.iter().copied())
    {
        let message = format!("otherwise names {name}, which no value means");
        let place = section.node("otherwise").map_or(section.place, |node| &node.place);
        reading.say(Diagnostic::error(codes::SEGMENT, message).at(place, "").help(format!("did you mean {near}?")));
    }
    Some(number(segments, &name))
}
