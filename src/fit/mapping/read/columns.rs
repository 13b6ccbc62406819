//! What several exports have alike: an amount, a span of time, where a row belongs; and keys that go with others.

use super::section::{Reading, Section, called};
use crate::diagnostic::Diagnostic;
use crate::fit::mapping::keys::PERIODS;
use crate::fit::mapping::{AmountColumn, Belongs, File, SegmentRule, Segments, SpanColumns};
use crate::scenario::{codes, suggest};

/// What all exports share.
pub struct Common {
    /// How files are written where their table does not say.
    pub files: File,
    /// The segments.
    pub segments: Segments,
}

/// Says that two keys exclude each other, where both are there.
pub fn exclusive(reading: &mut Reading<'_>, section: Section<'_>, first: &str, second: &str) {
    if section.has(first) && section.has(second) {
        let message = format!("{first} and {second} exclude each other");
        reading.say(
            Diagnostic::error(codes::ALTERNATIVES, message)
                .at(section.at(second), "")
                .at(section.at(first), "")
                .help("keep the one that you mean and remove the other"),
        );
    }
}

/// Says that a key goes only with another, where that is missing.
pub fn goes_with(reading: &mut Reading<'_>, section: Section<'_>, key: &str, with: &str) {
    if section.has(key) && !section.has(with) {
        let message = format!("{key} goes with {with}, which is missing");
        let help = format!("give {with} too, or remove {key}");
        reading.say(Diagnostic::error(codes::ALTERNATIVES, message).at(section.at(key), "").help(help));
    }
}

/// Says that a key needs another, where that is missing.
pub fn needs(reading: &mut Reading<'_>, section: Section<'_>, key: &str, needed: &str, example: &str) {
    if section.has(key) && !section.has(needed) {
        let message = format!("{key} needs {needed}");
        let help = format!("for example {needed} = {example}");
        reading.say(Diagnostic::error(codes::MISSING_KEY, message).at(section.at(key), "").help(help));
    }
}

/// How many of the stretches that a key names make a year.
pub fn per_year(section: Section<'_>, key: &str) -> Option<f64> {
    let word = section.text(key)?.to_lowercase();
    PERIODS.iter().find(|(name, _)| *name == word).map(|&(_, times)| times)
}

/// The amount in a column, for the stretch that `per` names (a year where it names none).
pub fn amount(reading: &mut Reading<'_>, section: Section<'_>, column: &str, per: &str) -> Option<AmountColumn> {
    goes_with(reading, section, per, column);
    goes_with(reading, section, "currency_column", column);
    let per_year = per_year(section, per).unwrap_or(1.0);
    Some(AmountColumn { column: section.text(column)?, per_year, currency: section.text("currency_column") })
}

/// The span of a row, by dates or by a tenure; `ended` and `ended_values` say whether a tenure has ended.
pub fn span(reading: &mut Reading<'_>, section: Section<'_>, ended: &str, ended_values: &str) -> SpanColumns {
    exclusive(reading, section, "start", "tenure");
    if section.has("tenure") {
        needs(reading, section, "tenure", "tenure_unit", "\"months\"");
        needs(reading, section, "tenure", ended, "\"Churn\"");
        needs(reading, section, "tenure", ended_values, "[\"Yes\"]");
        if !section.has("start") {
            goes_with(reading, section, "end", "start");
        }
        let months =
            if section.text("tenure_unit").is_some_and(|unit| unit.to_lowercase() == "years") { 12.0 } else { 1.0 };
        let (column, ended) = (section.needed("tenure"), section.needed(ended));
        return SpanColumns::Tenure { column, months, ended, ended_values: section.values(ended_values) };
    }
    for key in ["tenure_unit", ended, ended_values] {
        goes_with(reading, section, key, "tenure");
    }
    if !section.has("start") {
        let message = format!("{} needs start, or tenure where the export has no dates", called(section.name));
        let help = "for example start = \"start_date\"";
        reading.say(Diagnostic::error(codes::MISSING_KEY, message).at(section.place, "").help(help));
    }
    SpanColumns::Dated { start: section.needed("start"), end: section.text("end") }
}

/// Where rows belong; `amount` names the keys of the amount that thresholds need, none where the export has none.
pub fn belongs(reading: &mut Reading<'_>, section: Section<'_>, common: &Common, amount: &[&str]) -> Belongs {
    exclusive(reading, section, "segment", "in_segment");
    exclusive(reading, section, "account", "in_segment");
    exclusive(reading, section, "segment", "account");
    match &common.segments.rule {
        SegmentRule::One => {
            for key in ["segment", "account"] {
                idle(
                    reading,
                    section,
                    key,
                    "[segments] has no values",
                    "for example [segments] values = { \"SMB\" = \"smb\" }",
                );
            }
        }
        SegmentRule::Values(_) => {
            idle(reading, section, "account", "[segments] has no accounts", "name the table of accounts there");
            told(reading, section, common, &["segment"]);
        }
        SegmentRule::Accounts { .. } => told(reading, section, common, &["account", "segment"]),
        SegmentRule::Thresholds(_) => {
            for key in ["segment", "account"] {
                idle(
                    reading,
                    section,
                    key,
                    "[segments] goes by thresholds of ARR",
                    "remove it, or give values instead of thresholds",
                );
            }
            told(reading, section, common, amount);
        }
    }
    Belongs {
        segment: section.text("segment"),
        account: section.text("account"),
        in_segment: in_segment(reading, section, common),
    }
}

/// Says that a key changes nothing, where it is there.
fn idle(reading: &mut Reading<'_>, section: Section<'_>, key: &str, why: &str, help: &str) {
    if section.has(key) {
        let message = format!("{key} of {} changes nothing: {why}", called(section.name));
        reading.say(Diagnostic::error(codes::SEGMENT, message).at(section.at(key), "").help(help));
    }
}

/// Says that nothing tells the segment of the rows, where none of the keys is there.
fn told(reading: &mut Reading<'_>, section: Section<'_>, common: &Common, by: &[&str]) {
    let is_told = by.iter().any(|key| section.has(key)) || section.has("in_segment");
    if is_told || common.segments.otherwise.is_some() {
        return;
    }
    let message = format!("nothing says which segment the rows of {} belong to", called(section.name));
    let first = common.segments.names.first().map_or("smb", String::as_str);
    let all = format!("in_segment = {first:?} where all belong to one");
    let help = match by {
        [] => all,
        keys => format!("give {}, or {all}", suggest::listed(keys, "or")),
    };
    let mistake = Diagnostic::error(codes::SEGMENT, message).at(section.place, "").help(help);
    let accounts = "where a table of accounts says it: account = \"account_id\" here and accounts = { file = \"accounts.csv\", id = \"account_id\", segment = \"segment\" } in [segments]";
    let others = "rows that nothing tells may go into one: otherwise = \"...\" in [segments]";
    reading.say(match common.segments.rule {
        SegmentRule::Values(_) => mistake.help(accounts).help(others),
        _ => mistake.help(others),
    });
}

fn in_segment(reading: &mut Reading<'_>, section: Section<'_>, common: &Common) -> Option<u16> {
    let name = section.text("in_segment")?;
    let names = &common.segments.names;
    let found = names.iter().position(|known| *known == name);
    if found.is_none() {
        let mistake = Diagnostic::error(codes::SEGMENT, format!("there is no segment {name}"));
        let place = section.node("in_segment").map_or(section.place, |node| &node.place);
        let help = match suggest::nearest(&name, names.iter().map(String::as_str)) {
            Some(near) => format!("did you mean {near}?"),
            None => format!("[segments] names {}", suggest::listed(names, "and")),
        };
        reading.say(mistake.at(place, "").help(help));
    }
    found.and_then(|place| u16::try_from(place).ok())
}

/// Says that a value stands in two lists that exclude each other.
pub fn in_two_lists(reading: &mut Reading<'_>, section: Section<'_>, lists: &[&str]) {
    let mut seen: Vec<(&str, &str, &crate::diagnostic::Place)> = Vec::new();
    for list in lists {
        for (text, place) in section.node(list).into_iter().flat_map(super::value::texts) {
            match seen.iter().find(|(other, word, _)| word == &text && other != list) {
                Some((other, _, first)) => {
                    let message = format!("{text:?} stands in both {other} and {list}");
                    let mistake = Diagnostic::error(codes::ALTERNATIVES, message).at(place, "").at(first, "");
                    reading.say(mistake.help("it can mean only one of them: remove it from the other"));
                }
                None => seen.push((list, text, place)),
            }
        }
    }
}
