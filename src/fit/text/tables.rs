//! Values by path, put together to tables.

use super::value::{list, quoted};
use std::collections::BTreeMap;

/// Tables of a scenario while they are filled.
#[derive(Default)]
pub struct Tables {
    /// By the table's path; a table's keys in the order in which they came.
    plain: BTreeMap<Vec<String>, Vec<Key>>,
    /// By (segment, source): its own keys, and its stages' rates.
    sources: BTreeMap<(String, String), Source>,
}

/// One key with its value and, above it, a comment; without a name it is a comment alone.
struct Key {
    name: String,
    value: String,
    comment: String,
}

#[derive(Default)]
struct Source {
    keys: Vec<Key>,
    stages: Vec<(String, String)>,
}

impl Tables {
    /// Adds the input at this path; a comment stands above it where there is one.
    pub fn add(&mut self, path: &str, value: &str, comment: &str) {
        let parts: Vec<&str> = path.split('.').collect();
        let key = |name: &str| Key { name: name.to_string(), value: value.to_string(), comment: comment.to_string() };
        match parts[..] {
            ["segments", segment, "pipeline", "sources", source, ref rest @ ..] => {
                let source = self.sources.entry((segment.to_string(), source.to_string())).or_default();
                match *rest {
                    ["stages", stage, "rate"] => source.stages.push((stage.to_string(), value.to_string())),
                    _ => source.keys.push(key(&rest.join("."))),
                }
            }
            [ref table @ .., name] => {
                let table = table.iter().map(|part| part.to_string()).collect();
                self.plain.entry(table).or_default().push(key(name));
            }
            [] => {}
        }
    }

    /// Adds the input at this path as a comment: it has no force.
    pub fn add_comment(&mut self, path: &str, value: &str, why: &str) {
        if let Some((table, name)) = path.rsplit_once('.') {
            let table = table.split('.').map(str::to_string).collect();
            let comment = format!("left out: {why}\n# {} = {value}", bare(name));
            let key = Key { name: String::new(), value: String::new(), comment };
            self.plain.entry(table).or_default().push(key);
        }
    }

    /// All of them.
    pub fn text(&self) -> String {
        let mut blocks: Vec<String> = self.plain.iter().map(|(path, keys)| plain(path, keys)).collect();
        blocks.extend(self.sources.iter().map(|((segment, name), source)| of_source(segment, name, source)));
        blocks.join("\n")
    }
}

fn plain(path: &[String], keys: &[Key]) -> String {
    let head = path.iter().map(|part| bare(part)).collect::<Vec<_>>().join(".");
    format!("[{head}]\n{}", lines(keys))
}

fn of_source(segment: &str, name: &str, source: &Source) -> String {
    let head = format!("[[segments.{}.pipeline.sources]]\nname = {}\n", bare(segment), quoted(name));
    let stage = |(to, rate): &(String, String)| format!("{{ to = {}, rate = {rate} }}", quoted(to));
    let stages = match source.stages[..] {
        [] => String::new(),
        _ => format!("stages = {}\n", list(&source.stages.iter().map(stage).collect::<Vec<_>>())),
    };
    format!("{head}{}{stages}", lines(&source.keys))
}

fn lines(keys: &[Key]) -> String {
    let line = |key: &Key| {
        let comment = if key.comment.is_empty() { String::new() } else { format!("# {}\n", key.comment) };
        if key.name.is_empty() { comment } else { format!("{comment}{} = {}\n", bare(&key.name), key.value) }
    };
    keys.iter().map(line).collect()
}

/// A key as it stands where it may, else in quotes.
fn bare(part: &str) -> String {
    let plain = !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if plain { part.to_string() } else { quoted(part) }
}
