//! Tables: known and unknown keys, required ones, alternatives, lists and names.

use super::{MANY, Reading, lists, months, numbers, texts};
use crate::diagnostic::{Diagnostic, Place};
use crate::scenario::keys::{Alternatives, Choice, Identity, Key, Kind, Presence, TableSpec, WhenNone, words};
use crate::scenario::node::{Content, Entry, Node, Table};
use crate::scenario::{codes, suggest};
use std::collections::BTreeSet;

/// The root table with the description of the whole format.
pub fn walk(reading: &mut Reading<'_>, root: &Table, spec: &'static TableSpec) {
    let place = Place::whole(0);
    table(reading, Some(root), &place, "", spec);
}

/// Checks a table (an absent one has its defaults) against its description.
fn table(reading: &mut Reading<'_>, found: Option<&Table>, place: &Place, path: &str, spec: &'static TableSpec) {
    let empty = Table::new();
    let found = found.unwrap_or(&empty);
    unknown_keys(reading, found, path, spec);
    let idle = alternatives(reading, found, place, path, spec);
    for key in spec.keys {
        let at = under(path, key.name);
        match found.get(key.name) {
            Some(entry) => value(reading, &entry.node, entry, &at, key),
            None if idle.contains(key.name) => {}
            None => absent(reading, place, &at, key),
        }
    }
}

/// The path of something in a table.
pub fn under(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_string() } else { format!("{path}.{name}") }
}

fn unknown_keys(reading: &mut Reading<'_>, found: &Table, path: &str, spec: &'static TableSpec) {
    for (name, entry) in found.iter().filter(|(name, _)| spec.key(name).is_none()) {
        let mistake = Diagnostic::error(codes::UNKNOWN_KEY, format!("there is no key {name} in {}", called(path)));
        let mistake = mistake.at(&entry.key, "");
        if reading.diagnostics.len() > MANY {
            reading.say(mistake);
            continue;
        }
        reading.say(match suggest::nearest(name, spec.keys.iter().map(|key| key.name)) {
            Some(near) => mistake.help(format!("did you mean {near}?")),
            None => mistake.help(elsewhere(name, path, spec)),
        });
    }
}

/// Where a key without a near one belongs, or what there is.
fn elsewhere(name: &str, path: &str, spec: &'static TableSpec) -> String {
    if path.starts_with("risks.") && (name == "from" || name == "until") {
        return "a risk's adjustments begin in its month and last for its duration: remove it".to_string();
    }
    let rows = crate::scenario::keys::key_table();
    let homes: Vec<&str> =
        rows.iter().filter(|row| row.path.ends_with(&format!(".{name}"))).map(|row| row.path.as_str()).collect();
    if homes.is_empty() {
        let known: Vec<&str> = spec.keys.iter().map(|key| key.name).collect();
        return format!("keys here: {}", known.join(", "));
    }
    format!("{name} belongs to {}", suggest::listed(&homes, "or"))
}

/// A table in a sentence.
fn called(path: &str) -> String {
    match path.rsplit_once('.') {
        _ if path.is_empty() => "a scenario".to_string(),
        Some((list, name)) if name.starts_with('#') => format!("an entry of {list}"),
        _ => path.to_string(),
    }
}

/// Checks each group of alternatives; yields the keys of those that were not chosen.
fn alternatives(
    reading: &mut Reading<'_>,
    found: &Table,
    place: &Place,
    path: &str,
    spec: &'static TableSpec,
) -> BTreeSet<&'static str> {
    let mut idle = BTreeSet::new();
    for group in spec.alternatives {
        let chosen: Vec<&Choice> = group.choices.iter().filter(|c| found.contains_key(c.key)).collect();
        let in_force = match (&chosen[..], group.when_none) {
            ([], WhenNone::Take(key)) => Some(key),
            ([], WhenNone::Error) => {
                reading.say(none_chosen(group, place, path));
                reading.mark_broken(path);
                None
            }
            ([only], _) => Some(only.key),
            ([first, second, ..], _) => {
                reading.say(both_chosen(found, first, second));
                reading.mark_broken(path);
                Some(first.key)
            }
        };
        for choice in group.choices.iter().filter(|c| Some(c.key) != in_force) {
            idle.insert(choice.key);
            idle.extend(choice.with);
            if chosen.len() < 2 {
                stray_keys(reading, found, choice, in_force);
            }
        }
    }
    idle
}

fn none_chosen(group: &Alternatives, place: &Place, path: &str) -> Diagnostic {
    let keys: Vec<&str> = group.choices.iter().map(|c| c.key).collect();
    let message = format!("{} needs one of {}", called(path), suggest::listed(&keys, "or"));
    Diagnostic::error(codes::ALTERNATIVES, message).at(place, "").help("give exactly one of them")
}

fn both_chosen(found: &Table, first: &Choice, second: &Choice) -> Diagnostic {
    let message = format!("{} and {} exclude each other", first.key, second.key);
    Diagnostic::error(codes::ALTERNATIVES, message)
        .at(&found[second.key].key, "")
        .at(&found[first.key].key, "")
        .help("keep the one that you mean and remove the other")
}

/// Keys that go only with an alternative that was not chosen.
fn stray_keys(reading: &mut Reading<'_>, found: &Table, choice: &Choice, in_force: Option<&str>) {
    for key in choice.with.iter().filter(|key| found.contains_key(**key)) {
        let message = match in_force {
            Some(chosen) => format!("{key} goes with {}, not with {chosen}", choice.key),
            None => format!("{key} goes with {}, which is missing", choice.key),
        };
        let help = format!("remove {key}, or give {} instead", choice.key);
        reading.say(Diagnostic::error(codes::ALTERNATIVES, message).at(&found[*key].key, "").help(help));
    }
}

/// A key that is not there: a mistake, or its default.
fn absent(reading: &mut Reading<'_>, place: &Place, path: &str, key: &'static Key) {
    match (key.presence, &key.kind) {
        (Presence::Required, kind) => {
            let (table, name) = path.rsplit_once('.').unwrap_or(("", path));
            let message = format!("{name} is missing in {}", called(table));
            reading.say(Diagnostic::error(codes::MISSING_KEY, message).at(place, "").help(add_this(path, key)));
            reading.mark_broken(path);
            if let Kind::Input(input) = kind {
                numbers::placeholder(reading, path, input);
            }
        }
        (Presence::Default(""), Kind::Table(spec)) => table(reading, None, place, path, spec),
        (Presence::Default(value), kind) => {
            reading.note_default(path, value);
            match kind {
                Kind::Input(input) => numbers::default(reading, path, input, value),
                Kind::Counts(timing) => months::no_counts(reading, path, *timing),
                _ => {
                    reading.settled.insert(path.to_string());
                }
            }
        }
        (Presence::Derived(how), kind) => {
            reading.note_default(path, how);
            if !matches!(kind, Kind::Input(_)) {
                reading.settled.insert(path.to_string());
            }
        }
        (Presence::Optional, _) => {}
    }
}

/// What to add for a key that is missing.
fn add_this(path: &str, key: &Key) -> String {
    let doc = words::in_sentence(key.doc);
    match &key.kind {
        Kind::Table(_) => format!("add [{path}]: {doc}"),
        Kind::Members(_) => format!("add [{path}.NAME]: {doc}"),
        kind => format!("add for example {} = {}: {doc} ({})", key.name, key.example, words::taken(kind)),
    }
}

/// Checks one value by its kind.
fn value(reading: &mut Reading<'_>, node: &Node, entry: &Entry, path: &str, key: &'static Key) {
    if node.is_broken() {
        reading.mark_broken(path);
        if let Kind::Input(input) = &key.kind {
            numbers::placeholder(reading, path, input);
        }
        return;
    }
    let place = if matches!(node.content, Content::Table(_)) && !matches!(key.kind, Kind::Input(_)) {
        &entry.key
    } else {
        &node.place
    };
    reading.places.insert(path.to_string(), place.clone());
    match (&key.kind, &node.content) {
        (Kind::Table(spec), Content::Table(inner)) => table(reading, Some(inner), &entry.key, path, spec),
        (Kind::Members(spec), Content::Table(members)) => named_tables(reading, members, entry, path, spec),
        (Kind::List(spec, identity), Content::List(items)) => list(reading, items, path, key, spec, *identity),
        (Kind::Table(_) | Kind::Members(_) | Kind::List(..), _) => wrong_table(reading, node, entry, path, key),
        (Kind::Input(input), _) => numbers::input(reading, node, path, key, input),
        (Kind::Number(unit, domain), _) => {
            numbers::plain(reading, node, key.name, &words::allowed(*unit, *domain), *domain);
            reading.settled.insert(path.to_string());
        }
        (Kind::Counts(timing), _) => months::counts(reading, node, path, key, *timing),
        _ => {
            texts::check(reading, node, path, key);
            reading.settled.insert(path.to_string());
        }
    }
}

fn wrong_table(reading: &mut Reading<'_>, node: &Node, entry: &Entry, path: &str, key: &Key) {
    reading.mark_broken(path);
    let name = key.name;
    let (wanted, help) = match &key.kind {
        Kind::Table(_) => ("a table", format!("write [{path}] and its keys below it")),
        Kind::Members(_) => ("tables by name", format!("write [{path}.NAME] for each and its keys below it")),
        _ => ("a list of tables", format!("write [[{path}]] for each entry, or {name} = [ {{ .. }}, {{ .. }} ]")),
    };
    let message = format!("{name} must be {wanted}, got {}", node.kind());
    reading.say(Diagnostic::error(codes::WRONG_KIND, message).at(&entry.key, "").help(help));
}

fn named_tables(reading: &mut Reading<'_>, members: &Table, entry: &Entry, path: &str, spec: &'static TableSpec) {
    if members.is_empty() {
        let message = format!("{path} is empty: a plan needs at least one");
        reading
            .say(Diagnostic::error(codes::MISSING_KEY, message).at(&entry.key, "").help(format!("add [{path}.NAME]")));
    }
    for (name, member) in members {
        let at = under(path, name);
        if !texts::is_name(name) {
            texts::bad_name(reading, name, &member.key);
            reading.mark_broken(&at);
        }
        match &member.node.content {
            Content::Table(inner) => table(reading, Some(inner), &member.key, &at, spec),
            Content::Broken => reading.mark_broken(&at),
            _ => {
                reading.mark_broken(&at);
                let message = format!("{name} must be a table, got {}", member.node.kind());
                let help = match spec.key(name) {
                    Some(_) => format!("{name} belongs into one of them: [{path}.NAME]"),
                    None => format!("write [{at}] and its keys below it"),
                };
                reading.say(Diagnostic::error(codes::WRONG_KIND, message).at(&member.key, "").help(help));
            }
        }
    }
}

fn list(
    reading: &mut Reading<'_>,
    items: &[Node],
    path: &str,
    key: &'static Key,
    spec: &'static TableSpec,
    identity: Identity,
) {
    for item in lists::named(items, identity) {
        let node = item.node;
        if let Some((name, first)) = &item.repeats {
            reading.say(twice(node, first, name, key, identity));
        }
        match &node.content {
            Content::Table(inner) => table(reading, Some(inner), &node.place, &under(path, &item.name), spec),
            Content::Broken => reading.mark_broken(path),
            _ => {
                reading.mark_broken(path);
                let message = format!("each entry of {} must be a table, got {}", key.name, node.kind());
                let help = format!("write {} = [ {{ .. }}, {{ .. }} ]", key.name);
                reading.say(Diagnostic::error(codes::WRONG_KIND, message).at(&node.place, "").help(help));
            }
        }
    }
}

fn twice(item: &Node, first: &Node, name: &str, key: &Key, identity: Identity) -> Diagnostic {
    let (place, first) = (lists::name_place(item, identity), lists::name_place(first, identity));
    if identity == Identity::ByPair {
        return Diagnostic::error(codes::DUPLICATE_NAME, "the correlation of these two drivers is given twice")
            .at(place, "the second time")
            .at(first, "the first")
            .help("keep one of the two");
    }
    let message = format!("{} has two entries of the name {name}", key.name);
    Diagnostic::error(codes::DUPLICATE_NAME, message)
        .at(place, "")
        .at(first, "the first")
        .help("give each its own name")
}
