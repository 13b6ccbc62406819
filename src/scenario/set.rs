//! `--set PATH=VALUE`: one more scenario on top, written as a path.

use super::document;
use super::files::Files;
use super::keys::{Identity, Key, Kind, TableSpec, plan, words};
use super::node::{Content, Entry, Node, Table};
use super::{codes, overlay, suggest};
use crate::diagnostic::{Diagnostic, Place, Source};

/// What the source of a setting is called.
pub const NAME: &str = "--set";

/// One part of a path, and where it is written.
struct Part {
    name: String,
    place: Place,
}

/// Lays one `PATH=VALUE` over the scenario; a mistake in it is added to the others.
pub fn apply(files: &mut Files, root: &mut Table, setting: &str) {
    let source = files.sources.len();
    files.sources.push(Source { name: NAME.to_string(), text: setting.to_string() });
    // Files that a setting names lie beside the scenario.
    let folder = files.folders.first().cloned().flatten();
    files.folders.push(folder);
    let whole = Place { source, span: 0..setting.len() };
    let laid = parse(source, setting, &whole).and_then(|(parts, value)| {
        let entry = Entry { key: parts.last().map_or(whole.clone(), |p| p.place.clone()), node: value };
        as_table(&parts, entry, &plan::SCENARIO, Some(root))
    });
    match laid {
        Ok(over) => overlay::lay_over(root, over, &plan::SCENARIO),
        Err(mut mistakes) => files.mistakes.append(&mut mistakes),
    }
}

type Mistakes = Vec<Diagnostic>;

fn parse(source: usize, setting: &str, whole: &Place) -> Result<(Vec<Part>, Node), Mistakes> {
    let refuse = |message: &str| Diagnostic::error(codes::SET, message).at(whole, "");
    let example = "for example --set 'segments.smb.pipeline.win_rate=0.25'";
    let Some(equals) = outer_equals(setting) else {
        return Err(vec![refuse("a setting is PATH=VALUE").help(example)]);
    };
    if setting.contains('\n') {
        return Err(vec![refuse("a setting is one PATH=VALUE on one line").help("give --set once for each")]);
    }
    let (path, value) = (setting[..equals].trim(), setting[equals + 1..].trim());
    if path.is_empty() || value.is_empty() {
        return Err(vec![refuse("a setting is PATH=VALUE, both given").help(example)]);
    }
    let parts = parts_of(source, setting, equals)
        .ok_or_else(|| vec![refuse("the path before = is not one: names with dots between them").help(example)])?;
    let document = document::read(source, setting);
    let Some(root) = document.root else {
        let start = equals + 1 + (setting[equals + 1..].len() - setting[equals + 1..].trim_start().len());
        let place = Place { source, span: start..start + value.len() };
        return Err(value_mistakes(document.mistakes, path, value, &place));
    };
    if !document.mistakes.is_empty() {
        return Err(document.mistakes);
    }
    let mut node = root;
    for part in &parts {
        node = match node.content {
            Content::Table(mut table) => match table.remove(&part.name) {
                Some(entry) => entry.node,
                None => return Err(vec![refuse("a setting is PATH=VALUE").help(example)]),
            },
            _ => return Err(vec![refuse("a setting is PATH=VALUE").help(example)]),
        };
    }
    Ok((parts, node))
}

/// The mistakes of a value, with what was probably meant.
fn value_mistakes(mistakes: Mistakes, path: &str, value: &str, place: &Place) -> Mistakes {
    let word = value.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-. ".contains(&b));
    if let Some(number) = suggest::number_meant(value) {
        let message = format!("{value} is not a number as scenarios write them");
        let help = format!("did you mean --set '{path}={number}'?");
        return vec![Diagnostic::error(codes::SET, message).at(place, "").help(help)];
    }
    if word {
        let message = format!("the value {value} is text without quotes");
        let help = format!("text and months stand in quotes: --set '{path}=\"{value}\"'");
        return vec![Diagnostic::error(codes::SET, message).at(place, "").help(help)];
    }
    let mut mistakes = mistakes;
    for mistake in &mut mistakes {
        mistake.help = vec![format!(
            "a value is written as in the file; put the whole setting in single quotes: --set '{path}=..'"
        )];
    }
    mistakes
}

/// The `=` between path and value: the first outside quotes.
fn outer_equals(setting: &str) -> Option<usize> {
    let mut quote = None;
    for (i, c) in setting.char_indices() {
        match (quote, c) {
            (None, '=') => return Some(i),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    None
}

/// The names in the path, read as TOML reads dotted keys.
fn parts_of(source: usize, setting: &str, equals: usize) -> Option<Vec<Part>> {
    let document = document::read(source, &format!("{}=0", &setting[..equals]));
    let mut node = document.root?;
    let mut parts = Vec::new();
    while let Content::Table(table) = node.content {
        let (name, entry) = table.into_iter().next()?;
        parts.push(Part { name, place: entry.key });
        node = entry.node;
    }
    Some(parts)
}

/// The setting as tables and lists, down the format; `below` is what the scenario has there.
fn as_table(parts: &[Part], value: Entry, spec: &'static TableSpec, below: Option<&Table>) -> Result<Table, Mistakes> {
    let Some((part, rest)) = parts.split_first() else { return Ok(Table::new()) };
    let key = spec.key(&part.name).filter(|key| !matches!(key.kind, Kind::File));
    let Some(key) = key else { return Err(vec![unknown(part, spec)]) };
    let old = below.and_then(|table| table.get(&part.name)).map(|entry| &entry.node);
    let entry = if rest.is_empty() { value } else { inside(part, rest, value, key, old)? };
    Ok(Table::from([(part.name.clone(), entry)]))
}

/// What stands under `key`, for a path that goes on with `rest`.
fn inside(part: &Part, rest: &[Part], value: Entry, key: &'static Key, old: Option<&Node>) -> Result<Entry, Mistakes> {
    let content = match &key.kind {
        Kind::Table(spec) => Content::Table(as_table(rest, value, spec, old.and_then(Node::table))?),
        Kind::Members(spec) => {
            let members: Vec<&str> =
                old.and_then(Node::table).into_iter().flat_map(|t| t.keys().map(String::as_str)).collect();
            let name = known_name(rest, &members)?;
            let member = old.and_then(Node::table).and_then(|t| t.get(&name.name)).map(|e| &e.node);
            Content::Table(Table::from([(name.name.clone(), member_entry(rest, value, spec, member)?)]))
        }
        Kind::List(spec, identity @ Identity::By(by)) => {
            let items = old.map_or(&[][..], Node::items);
            let names: Vec<String> =
                items.iter().filter_map(|i| overlay::identity_of(i, *identity)).flatten().collect();
            let name = known_name(rest, &names.iter().map(String::as_str).collect::<Vec<_>>())?;
            let is_it = |item: &&Node| overlay::identity_of(item, *identity).is_some_and(|id| id[0] == name.name);
            let mut entry = member_entry(rest, value, spec, items.iter().find(is_it))?;
            if let Content::Table(table) = &mut entry.node.content {
                let text = Node { content: Content::Text(name.name.clone()), place: name.place.clone() };
                table.insert(by.to_string(), Entry { key: name.place.clone(), node: text });
            }
            Content::List(vec![entry.node])
        }
        Kind::List(spec, Identity::ReplacedWhole) => by_index(rest, value, spec, old.map_or(&[][..], Node::items))?,
        Kind::Mix | Kind::Owners => Content::Table(Table::from([(rest[0].name.clone(), value)])),
        _ => return Err(vec![set_whole(&rest[0], key)]),
    };
    Ok(Entry { key: part.place.clone(), node: Node { content, place: part.place.clone() } })
}

/// The table of one member of a list or of named tables.
fn member_entry(rest: &[Part], value: Entry, spec: &'static TableSpec, old: Option<&Node>) -> Result<Entry, Mistakes> {
    let name = &rest[0];
    if rest.len() == 1 {
        return Ok(value);
    }
    let table = as_table(&rest[1..], value, spec, old.and_then(Node::table))?;
    Ok(Entry { key: name.place.clone(), node: Node { content: Content::Table(table), place: name.place.clone() } })
}

/// A list whose entries have numbers, from 0, with one entry changed.
fn by_index(rest: &[Part], value: Entry, spec: &'static TableSpec, items: &[Node]) -> Result<Content, Mistakes> {
    let part = &rest[0];
    let mut changed = items.to_vec();
    let last = items.len();
    let Some(item) = part.name.parse::<usize>().ok().and_then(|i| changed.get_mut(i)) else {
        let message = format!("there is no entry {} here", part.name);
        let help = if last == 0 {
            "the list is empty".to_string()
        } else {
            format!("entries are numbered from 0 to {}", last - 1)
        };
        return Err(vec![Diagnostic::error(codes::SET, message).at(&part.place, "").help(help)]);
    };
    let over = member_entry(rest, value, spec, Some(item))?;
    match (&mut item.content, over.node.content) {
        (Content::Table(below), Content::Table(over)) => overlay::lay_over(below, over, spec),
        (_, content) => *item = Node { content, place: over.node.place },
    }
    Ok(Content::List(changed))
}

/// The name that the path goes on with, which the scenario must have: a slip must not add a segment or a source.
fn known_name<'a>(rest: &'a [Part], known: &[&str]) -> Result<&'a Part, Mistakes> {
    let part = &rest[0];
    if known.contains(&part.name.as_str()) {
        return Ok(part);
    }
    let mistake =
        Diagnostic::error(codes::SET, format!("the scenario has nothing named {} here", part.name)).at(&part.place, "");
    let help = match suggest::nearest(&part.name, known.iter().copied()) {
        Some(near) => format!("did you mean {near}?"),
        None if known.is_empty() => "there are none to change".to_string(),
        None => format!("there are: {}", known.join(", ")),
    };
    Err(vec![mistake.help(help)])
}

fn unknown(part: &Part, spec: &'static TableSpec) -> Diagnostic {
    if spec.key(&part.name).is_some() {
        let message = format!("{} cannot be set: it belongs in the scenario file", part.name);
        return Diagnostic::error(codes::SET, message).at(&part.place, "");
    }
    let mistake =
        Diagnostic::error(codes::UNKNOWN_KEY, format!("there is no key {} here", part.name)).at(&part.place, "");
    match suggest::nearest(&part.name, spec.keys.iter().map(|key| key.name)) {
        Some(near) => mistake.help(format!("did you mean {near}?")),
        None => {
            mistake.help(format!("keys here: {}", spec.keys.iter().map(|key| key.name).collect::<Vec<_>>().join(", ")))
        }
    }
}

fn set_whole(part: &Part, key: &'static Key) -> Diagnostic {
    let message = format!("{} is set whole, not by its parts", key.name);
    Diagnostic::error(codes::SET, message).at(&part.place, "").help(format!(
        "it takes {}; for example {}={}",
        words::taken(&key.kind),
        key.name,
        key.example
    ))
}
