//! Single values: their kinds, and the words and forms that they may have.

use super::section::Reading;
use crate::diagnostic::{Diagnostic, Place};
use crate::fit::day::Day;
use crate::fit::import::YEARS;
use crate::fit::mapping::keys::{Key, Takes};
use crate::fit::mapping::{DateFormat, NumberFormat};
use crate::scenario::node::{Content, Node};
use crate::scenario::{codes, suggest};

/// Checks a value that is no table of other keys.
pub fn check(reading: &mut Reading<'_>, key: &Key, node: &Node) {
    let found = match (key.takes, &node.content) {
        (Takes::Text | Takes::Column | Takes::File, Content::Text(text)) => not_empty(key, text, node),
        (Takes::Name, Content::Text(name)) => bad_name(name, &node.place),
        (Takes::Day, Content::Text(_) | Content::Date) => bad_day(reading, key, node),
        (Takes::Above0 | Takes::Share | Takes::Whole(..), Content::Whole(_) | Content::Number(_)) => {
            out_of_range(key, node)
        }
        (Takes::Word(known), Content::Text(word)) => bad_word(key, word, known, node),
        (Takes::Delimiter, Content::Text(text)) => delimiter(text).is_none().then(|| wrong(key, node)),
        (Takes::Dates, Content::Text(text)) => date_format(text).is_none().then(|| bad_dates(key, text, node)),
        (Takes::Numbers, Content::Text(text)) => number_format(text).is_none().then(|| {
            wrong(key, node)
                .help("write the number 1234.5 as the file would, with a sign for thousands and two decimals")
        }),
        (Takes::Values, Content::Text(_) | Content::List(_)) => bad_values(reading, key, node),
        // Their entries are checked where they are put together.
        (Takes::NamesByValue | Takes::AmountsByName | Takes::RatesByCurrency, Content::Table(_)) => None,
        _ => Some(wrong_kind(reading, key, node)),
    };
    if let Some(mistake) = found {
        reading.say(mistake);
    }
}

/// The mistake of a value of another kind than its key takes.
pub fn wrong_kind(reading: &Reading<'_>, key: &Key, node: &Node) -> Diagnostic {
    let mistake = wrong(key, node);
    let typed = reading.typed(&node.place).trim();
    match (key.takes, &node.content) {
        (Takes::Above0 | Takes::Share | Takes::Whole(..), Content::Text(text)) => match suggest::number_meant(text) {
            Some(meant) => mistake.help(format!("numbers stand without quotes: {} = {meant}", key.name)),
            None => mistake,
        },
        (Takes::Text | Takes::Column, Content::Whole(_) | Content::Boolean(_)) => {
            mistake.help(format!("did you mean {} = \"{typed}\"?", key.name))
        }
        (Takes::Values, Content::Whole(_) | Content::Boolean(_)) => {
            mistake.help(format!("did you mean \"{typed}\"? Values stand in quotes, as the file has them"))
        }
        (Takes::Column, Content::List(_)) => mistake.help("only one column can be named"),
        (Takes::Table(_) | Takes::Tables(_) | Takes::File, _) if key.example.is_empty() => {
            mistake.help(format!("its keys stand under the header [{}]", key.name))
        }
        _ if key.example.is_empty() => mistake,
        _ => mistake.help(format!("for example {} = {}", key.name, key.example)),
    }
}

fn wrong(key: &Key, node: &Node) -> Diagnostic {
    let got = match &node.content {
        Content::Text(text) => format!("{text:?}"),
        _ => node.kind().to_string(),
    };
    let message = format!("{} must be {}, got {got}", key.name, key.takes.words());
    Diagnostic::error(codes::WRONG_KIND, message).at(&node.place, "")
}

/// The mistake of an empty text, or of one in which a backslash made a special sign of a path's letter: "C:\\temp".
fn not_empty(key: &Key, text: &str, node: &Node) -> Option<Diagnostic> {
    let message = format!("{} is empty", key.name);
    let refuse = |message: String| Diagnostic::error(codes::WRONG_KIND, message).at(&node.place, "");
    if text.trim().is_empty() {
        return Some(refuse(message));
    }
    let help = "a backslash begins a special sign: write / in paths, or use 'single quotes'";
    text.contains(char::is_control).then(|| refuse(format!("{} has special signs in it", key.name)).help(help))
}

/// The mistake of a name that is none.
pub fn bad_name(name: &str, place: &Place) -> Option<Diagnostic> {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    if !name.is_empty() && name.bytes().all(allowed) {
        return None;
    }
    let message = format!("the name {name:?} has characters that names cannot have");
    let mistake = Diagnostic::error(codes::BAD_NAME, message).at(place, "");
    let rule = "names have the letters a-z and A-Z, digits, - and _, for the plan's paths are made of them";
    Some(match suggest::name_meant(&name.to_lowercase()) {
        Some(meant) => mistake.help(format!("did you mean {meant}? {rule}")),
        None => mistake.help(rule),
    })
}

/// The day of a value, in quotes or without.
pub fn day(reading: &Reading<'_>, node: &Node) -> Option<Day> {
    let text = node.text().unwrap_or_else(|| reading.typed(&node.place)).trim();
    let date: jiff::civil::Date = text.parse().ok()?;
    let plausible = text.len() == 10 && YEARS.contains(&date.year());
    plausible.then(|| Day::new(date.year(), date.month(), date.day())).flatten()
}

fn bad_day(reading: &Reading<'_>, key: &Key, node: &Node) -> Option<Diagnostic> {
    day(reading, node).is_none().then(|| wrong(key, node).help("year, month and day: YYYY-MM-DD, from 1990 to 2100"))
}

fn out_of_range(key: &Key, node: &Node) -> Option<Diagnostic> {
    let x = node.number().unwrap_or(f64::NAN);
    let fits = match key.takes {
        Takes::Share => x > 0.0 && x <= 1.0,
        Takes::Whole(min, max) => x.fract() == 0.0 && x >= min as f64 && x <= max as f64,
        _ => x > 0.0,
    };
    if fits {
        return None;
    }
    let message = format!("{} must be {}, got {}", key.name, key.takes.words(), suggest::typed(x));
    let mistake = Diagnostic::error(codes::OUT_OF_RANGE, message).at(&node.place, "");
    let percent = key.takes == Takes::Share && x > 1.5 && x < 100.0;
    Some(if percent { mistake.help(format!("did you mean {} = {}?", key.name, x / 100.0)) } else { mistake })
}

fn bad_word(key: &Key, word: &str, known: &[&str], node: &Node) -> Option<Diagnostic> {
    if known.contains(&plain(word).as_str()) {
        return None;
    }
    let mistake = wrong(key, node);
    Some(match suggest::nearest(word, known.iter().copied()) {
        Some(near) => mistake.help(format!("did you mean \"{near}\"?")),
        None => mistake,
    })
}

/// A word as the format knows it, whatever its case; short forms of encodings have their full ones.
pub fn plain(word: &str) -> String {
    match word.trim().to_ascii_lowercase().as_str() {
        "utf8" | "utf-8-sig" => "utf-8",
        "utf-16" | "utf16" => "utf-16le",
        "latin1" | "latin-1" | "iso8859-1" => "iso-8859-1",
        "cp1252" | "ansi" => "windows-1252",
        other => return other.to_string(),
    }
    .to_string()
}

fn bad_values(reading: &Reading<'_>, key: &Key, node: &Node) -> Option<Diagnostic> {
    let stranger = node.items().iter().find(|item| item.text().is_none() && !item.is_broken());
    if let Some(item) = stranger {
        return Some(wrong_kind(reading, key, item));
    }
    let may_be_empty =
        matches!(key.name, "lost" | "open" | "ignore" | "missing" | "roles") || key.section == "customers.changes";
    let none = texts(node).next().is_none() && !node.items().iter().any(Node::is_broken);
    let message = format!("{} names no value", key.name);
    (none && !may_be_empty).then(|| {
        Diagnostic::error(codes::MISSING_KEY, message).at(&node.place, "").help(format!("for example {}", key.example))
    })
}

/// The texts of a value, of a list or a single one, with their places.
pub fn texts(node: &Node) -> impl Iterator<Item = (&str, &Place)> {
    let items = match &node.content {
        Content::List(items) => items.as_slice(),
        _ => std::slice::from_ref(node),
    };
    items.iter().filter_map(|item| item.text().map(|text| (text.trim(), &item.place)))
}

/// The byte of a delimiter.
pub fn delimiter(text: &str) -> Option<u8> {
    match text {
        "tab" | "\\t" => Some(b'\t'),
        "comma" => Some(b','),
        "semicolon" => Some(b';'),
        "pipe" => Some(b'|'),
        _ => match text.as_bytes() {
            &[byte] if (byte.is_ascii_punctuation() && byte != b'"') || byte == b'\t' => Some(byte),
            _ => None,
        },
    }
}

/// How dates are written, from the form that a user writes.
pub fn date_format(text: &str) -> Option<DateFormat> {
    let parts: String = text.trim().to_ascii_uppercase().replace(['-', '.', '/'], "/");
    match parts.as_str() {
        "YYYY/MM/DD" => Some(DateFormat::YearMonthDay),
        "MM/DD/YYYY" | "M/D/YYYY" => Some(DateFormat::MonthDayYear),
        "DD/MM/YYYY" | "D/M/YYYY" => Some(DateFormat::DayMonthYear),
        _ => None,
    }
}

fn bad_dates(key: &Key, text: &str, node: &Node) -> Diagnostic {
    let mistake = wrong(key, node);
    let lower = text.to_lowercase();
    let order: String = lower.chars().filter(|c| matches!(c, 'y' | 'm' | 'd')).collect();
    let meant = match order.chars().next() {
        Some('y') => Some("YYYY-MM-DD"),
        Some('m') => Some("MM/DD/YYYY"),
        Some('d') => Some("DD/MM/YYYY"),
        _ => None,
    };
    match meant {
        Some(meant) => mistake.help(format!("did you mean \"{meant}\"?")),
        None => mistake.help("YYYY is the year, MM the month, DD the day"),
    }
}

/// How numbers are written, from a sample with two decimals.
pub fn number_format(text: &str) -> Option<NumberFormat> {
    let sample = text.trim();
    let numeric = sample.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\'' | '\u{a0}'));
    let (_, decimals) = sample.rsplit_once(['.', ','])?;
    if !numeric || decimals.len() > 2 {
        return None;
    }
    let point = sample.rfind('.') > sample.rfind(',');
    Some(if point { NumberFormat::PointDecimal } else { NumberFormat::CommaDecimal })
}
