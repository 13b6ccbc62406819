//! Single values against the table of keys: unknown keys, missing ones, wrong kinds; all of them at once.

use super::value;
use crate::diagnostic::{Diagnostic, Place};
use crate::fit::mapping::keys::{KEYS, Key, Presence, Takes, keys_of};
use crate::scenario::node::{Content, Node, Table};
use crate::scenario::{codes, suggest};

/// A table of the mapping with the section of the format that it follows.
#[derive(Clone, Copy)]
pub struct Section<'a> {
    /// Name of the section: "customers.changes".
    pub name: &'static str,
    /// The table.
    pub table: &'a Table,
    /// Where it is written.
    pub place: &'a Place,
}

/// What is said of the mapping so far.
pub struct Reading<'a> {
    /// The text.
    pub text: &'a str,
    /// Mistakes and warnings.
    pub diagnostics: Vec<Diagnostic>,
}

impl Reading<'_> {
    /// Adds a mistake or warning.
    pub fn say(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// What is written at a place.
    pub fn typed(&self, place: &Place) -> &str {
        self.text.get(place.span.clone()).unwrap_or("")
    }
}

/// Checks a table and those in it, one value at a time.
pub fn check(reading: &mut Reading<'_>, section: Section<'_>) {
    for (name, entry) in section.table {
        match keys_of(section.name).find(|key| key.name == name) {
            Some(key) => check_value(reading, key, &entry.node),
            None => reading.say(unknown(section.name, name, &entry.node).at(&entry.key, "")),
        }
    }
    let required = keys_of(section.name).filter(|key| key.presence == Presence::Required);
    for key in required.filter(|key| !section.table.contains_key(key.name)) {
        let message = format!("{} needs {}: {}", called(section.name), key.name, uncapitalised(key.doc));
        let missing = Diagnostic::error(codes::MISSING_KEY, message).at(section.place, "");
        reading.say(if key.example.is_empty() {
            missing
        } else {
            missing.help(format!("for example {} = {}", key.name, key.example))
        });
    }
}

fn check_value(reading: &mut Reading<'_>, key: &Key, node: &Node) {
    match (key.takes, &node.content) {
        (_, Content::Broken) => {}
        (Takes::Table(name) | Takes::TableOrTables(name), Content::Table(table)) => {
            check(reading, Section { name, table, place: &node.place })
        }
        (Takes::Tables(name) | Takes::TableOrTables(name), Content::List(items)) => {
            for item in items {
                match &item.content {
                    Content::Table(table) => check(reading, Section { name, table, place: &item.place }),
                    _ => reading.say(value::wrong_kind(reading, key, item)),
                }
            }
        }
        _ => value::check(reading, key, node),
    }
}

fn unknown(section: &str, name: &str, node: &Node) -> Diagnostic {
    let mistake = Diagnostic::error(codes::UNKNOWN_KEY, format!("there is no key {name} in {}", called(section)));
    if let ("opportunities", Some((_, per))) =
        (section, [("mrr", "month"), ("arr", "year")].iter().find(|(n, _)| *n == name))
    {
        let column = node.text().unwrap_or("Amount");
        return mistake.help(format!("did you mean amount = {column:?} with amount_per = {per:?}?"));
    }
    if name == "ignore" && keys_of(section).any(|key| key.name == "ignore_rows") {
        return mistake.help("did you mean ignore_rows?");
    }
    // A key of another table is sooner meant there than as a slip of one here.
    let homes: Vec<String> = KEYS.iter().filter(|key| key.name == name).map(|key| called(key.section)).collect();
    if !homes.is_empty() {
        return mistake.help(format!("{name} belongs to {}", suggest::listed(&homes, "or")));
    }
    if let Some(near) = suggest::nearest(name, keys_of(section).map(|key| key.name)) {
        return mistake.help(format!("did you mean {near}?"));
    }
    let is_column = |key: &&Key| key.takes == Takes::Column;
    if let Some(key) = keys_of(section).filter(is_column).find(|key| node.text() == Some(key.name)) {
        return mistake.help(format!("the key stands first, then the column: did you mean {} = {name:?}?", key.name));
    }
    if section.is_empty() && matches!(name, "plan" | "target") {
        return mistake.help("this looks like a scenario: name the mapping here, and the scenario with --scenario");
    }
    let known: Vec<&str> = keys_of(section).map(|key| key.name).collect();
    mistake.help(format!("keys here: {}", known.join(", ")))
}

/// A section in a sentence.
pub fn called(section: &str) -> String {
    match section {
        "" => "the top of a mapping".to_string(),
        "leads.stages" | "ignore_rows" => format!("an entry of {section}"),
        _ => format!("[{section}]"),
    }
}

/// A doc as the second half of a sentence.
fn uncapitalised(doc: &str) -> String {
    let sentence = doc.split(['.', ';']).next().unwrap_or(doc);
    let mut letters = sentence.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}

impl<'a> Section<'a> {
    /// The value of a key.
    pub fn node(&self, key: &str) -> Option<&'a Node> {
        debug_assert!(keys_of(self.name).any(|known| known.name == key), "{key} of {}", self.name);
        self.table.get(key).map(|entry| &entry.node)
    }

    /// Whether the key is there.
    pub fn has(&self, key: &str) -> bool {
        self.node(key).is_some()
    }

    /// The place of a key; of the table where it is not there.
    pub fn at(&self, key: &str) -> &'a Place {
        self.table.get(key).map_or(self.place, |entry| &entry.key)
    }

    /// The text of a key, without blanks around it.
    pub fn text(&self, key: &str) -> Option<String> {
        self.node(key).and_then(Node::text).map(|text| text.trim().to_string())
    }

    /// The text of a key that must be there; empty where it is not, which has been said.
    pub fn needed(&self, key: &str) -> String {
        self.text(key).unwrap_or_default()
    }

    /// The number of a key.
    pub fn number(&self, key: &str) -> Option<f64> {
        self.node(key).and_then(Node::number)
    }

    /// The values of a key: of a list, or a single one.
    pub fn values(&self, key: &str) -> Vec<String> {
        self.node(key).map_or(Vec::new(), |node| value::texts(node).map(|(text, _)| text.to_string()).collect())
    }

    /// The table of a key.
    pub fn table(&self, key: &str) -> Option<&'a Table> {
        self.node(key).and_then(Node::table)
    }

    /// The sections of a key that takes a table or several.
    pub fn sections(&self, key: &str) -> Vec<Section<'a>> {
        let known = keys_of(self.name).find(|known| known.name == key);
        let (Some(Takes::Tables(name) | Takes::TableOrTables(name)), Some(node)) =
            (known.map(|known| known.takes), self.table.get(key).map(|entry| &entry.node))
        else {
            return Vec::new();
        };
        let items = match &node.content {
            Content::List(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let tables =
            items.iter().filter_map(|item| item.table().map(|table| Section { name, table, place: &item.place }));
        tables.collect()
    }

    /// The section of a key that takes a table.
    pub fn section(&self, key: &str) -> Option<Section<'a>> {
        let known = keys_of(self.name).find(|known| known.name == key)?;
        match (known.takes, self.node(key)) {
            (Takes::Table(name), Some(node)) => node.table().map(|table| Section { name, table, place: &node.place }),
            _ => None,
        }
    }
}
