//! Every key of the table: its example fits, another kind is refused at its place, and slips of it are recognised.

use super::*;
use crate::fit::mapping::keys::{Key, Presence, Takes, keys_of};

/// The header of a section, so that a key can follow.
fn header(section: &str) -> String {
    match section {
        "" => String::new(),
        "leads.stages" => "[[leads.stages]]\n".to_string(),
        "ignore_rows" => "[leads.ignore_rows]\n".to_string(),
        _ => format!("[{section}]\n"),
    }
}

/// The codes of what is said of a key's value or name on the line that it is written on.
fn codes_at(key: &Key, name: &str, value: &str) -> Vec<(&'static str, String)> {
    let start = header(key.section);
    let text = format!("{start}{name} = {value}\n");
    let Err(refused) = read("mapping.toml", text.clone().into()) else { return Vec::new() };
    let here = |d: &&Diagnostic| d.places.first().is_some_and(|(place, _)| place.span.start >= start.len());
    refused.diagnostics.iter().filter(here).map(|d| (d.code, format!("{} {}", d.message, d.help.join(" ")))).collect()
}

#[test]
fn every_example_is_of_its_kind() {
    for key in KEYS.iter().filter(|key| !key.example.is_empty()) {
        let kinds = [codes::WRONG_KIND, codes::OUT_OF_RANGE, codes::BAD_NAME, codes::UNKNOWN_KEY, codes::SYNTAX];
        let found = codes_at(key, key.name, key.example);
        assert!(found.iter().all(|(code, _)| !kinds.contains(code)), "{} {}: {found:?}", key.section, key.name);
    }
}

#[test]
fn every_key_refuses_another_kind_at_its_place() {
    for key in KEYS {
        let wrong = match key.takes {
            Takes::Above0 | Takes::Share | Takes::Whole(..) => "[]",
            Takes::Table(_) | Takes::Tables(_) | Takes::TableOrTables(_) | Takes::Values => "1",
            Takes::NamesByValue | Takes::AmountsByName | Takes::RatesByCurrency => "1",
            _ => "true",
        };
        let found = codes_at(key, key.name, wrong);
        let told = found.iter().any(|(code, text)| *code == codes::WRONG_KIND && text.starts_with(key.name));
        assert!(told, "{} {}: {found:?}", key.section, key.name);
    }
}

#[test]
fn numbers_out_of_range_are_refused() {
    for key in KEYS {
        let wrong: &[&str] = match key.takes {
            Takes::Above0 => &["0", "-1"],
            Takes::Share => &["0", "1.01", "5"],
            Takes::Whole(..) => &["0", "121", "3.5"],
            _ => &[],
        };
        for value in wrong {
            let found = codes_at(key, key.name, value);
            assert!(found.iter().any(|(code, _)| *code == codes::OUT_OF_RANGE), "{} {value}: {found:?}", key.name);
        }
    }
}

#[test]
fn every_required_key_is_missed() {
    for key in KEYS.iter().filter(|key| key.presence == Presence::Required) {
        let Err(refused) = read("mapping.toml", header(key.section).into()) else { panic!("{}", key.section) };
        let wanted = format!(" needs {}: ", key.name);
        let told = refused.diagnostics.iter().any(|d| d.code == codes::MISSING_KEY && d.message.contains(&wanted));
        assert!(told, "{} {}", key.section, key.name);
    }
}

#[test]
fn a_slip_of_any_key_is_recognised() {
    for key in KEYS.iter().filter(|key| key.name.len() >= 4) {
        let doubled = format!("{}{}", key.name, &key.name[key.name.len() - 1..]);
        let dropped = &key.name[..key.name.len() - 1];
        for slip in [doubled.as_str(), dropped] {
            if KEYS.iter().any(|known| known.name == slip) {
                continue;
            }
            let found = codes_at(key, slip, "1");
            // "datee" may as well mean dates
            let hint = format!("did you mean {}", key.name);
            let told = found.iter().any(|(code, text)| *code == codes::UNKNOWN_KEY && text.contains(&hint));
            assert!(told, "{} {slip}: {found:?}", key.section);
        }
    }
}

#[test]
fn no_key_stands_twice_in_a_section() {
    for key in KEYS {
        assert_eq!(keys_of(key.section).filter(|k| k.name == key.name).count(), 1, "{} {}", key.section, key.name);
    }
}
