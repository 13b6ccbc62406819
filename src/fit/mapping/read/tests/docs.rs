//! The documentation against the table of keys and the reader.

use super::*;
use crate::fit::mapping::keys::{Key, Presence};

const DOCS: &str = include_str!("../../../../../docs/fit_mapping.md");

/// A key as a row of the documentation.
fn row(key: &Key) -> String {
    let holds = match key.presence {
        Presence::Required => "required".to_string(),
        Presence::Default(value)
            if (value.starts_with(['"', '[']) && !value.contains('`')) || value.parse::<f64>().is_ok() =>
        {
            format!("`{value}`")
        }
        Presence::Default(value) => value.to_string(),
        Presence::Optional | Presence::Depends => String::new(),
    };
    let example = if key.example.is_empty() { String::new() } else { format!("`{}`", key.example) };
    format!("| `{}` | {} | {holds} | {} | {example} |", key.name, key.takes.words(), key.doc)
}

#[test]
fn every_key_has_its_row_in_its_order() {
    let rows: Vec<String> = KEYS.iter().map(row).collect();
    let shown: Vec<&str> = DOCS.lines().filter(|line| line.starts_with("| `")).collect();
    for (row, shown) in rows.iter().zip(&shown) {
        assert_eq!(row, shown, "all rows:\n{}", rows.join("\n"));
    }
    assert_eq!(rows.len(), shown.len());
}

#[test]
fn every_example_is_a_mapping() {
    let blocks: Vec<&str> = DOCS.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(blocks.len() >= 6, "{}", blocks.len());
    for block in blocks {
        assert_eq!(said(block), "", "{block}");
    }
}

#[test]
fn the_example_of_a_mistake_is_what_is_said() {
    let text = "[opportunities]\nfile = \"opportunities.csv\"\ncreated = \"Created Date\"\nclosed = \"Close Date\"\nstage = \"Stage\"\nwon = [\"Closed Won\"]\nlost = [\"Closed Lost\", \"Closed Won\"]\n";
    assert!(DOCS.contains(&said(text)), "{}", said(text));
}
