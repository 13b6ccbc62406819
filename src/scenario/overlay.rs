//! One scenario laid over another: what is merged, what is replaced whole, what displaces what.

use super::keys::{Identity, Kind, TableSpec};
use super::node::{Content, Entry, Node, Table};

/// Lays the table `over` on `below`: keys of tables are merged, a key displaces its alternatives.
pub fn lay_over(below: &mut Table, over: Table, spec: &'static TableSpec) {
    displace(below, &over, spec);
    for (name, entry) in over {
        match below.get_mut(&name) {
            Some(old) => lay_entry(old, entry, spec.key(&name).map(|key| &key.kind)),
            None => {
                below.insert(name, entry);
            }
        }
    }
}

/// Removes from `below` what the choices made in `over` exclude: `arr` where `over` has `growth`.
fn displace(below: &mut Table, over: &Table, spec: &'static TableSpec) {
    for group in spec.alternatives {
        if !group.choices.iter().any(|choice| over.contains_key(choice.key)) {
            continue;
        }
        for choice in group.choices.iter().filter(|choice| !over.contains_key(choice.key)) {
            below.remove(choice.key);
            for key in choice.with {
                below.remove(*key);
            }
        }
    }
}

fn lay_entry(old: &mut Entry, new: Entry, kind: Option<&'static Kind>) {
    match (kind, &mut old.node.content, new.node.content) {
        (Some(Kind::Table(spec)), Content::Table(below), Content::Table(over)) => lay_over(below, over, spec),
        (Some(Kind::Members(spec)), Content::Table(below), Content::Table(over)) => lay_members(below, over, spec),
        (Some(Kind::Mix | Kind::Owners | Kind::Loadings), Content::Table(below), Content::Table(over)) => {
            below.extend(over);
        }
        (Some(Kind::List(spec, identity)), Content::List(below), Content::List(over)) => {
            lay_list(below, over, spec, *identity);
        }
        (_, _, content) => *old = Entry { key: new.key, node: Node { content, place: new.node.place } },
    }
}

fn lay_members(below: &mut Table, over: Table, spec: &'static TableSpec) {
    for (name, entry) in over {
        match below.get_mut(&name) {
            Some(old) => match (&mut old.node.content, entry.node.content) {
                (Content::Table(below), Content::Table(over)) => lay_over(below, over, spec),
                (_, content) => {
                    *old = Entry { key: entry.key, node: Node { content, place: entry.node.place } };
                }
            },
            None => {
                below.insert(name, entry);
            }
        }
    }
}

fn lay_list(below: &mut Vec<Node>, over: Vec<Node>, spec: &'static TableSpec, identity: Identity) {
    match identity {
        Identity::Appended => below.extend(over),
        Identity::ReplacedWhole => *below = over,
        Identity::By(_) | Identity::ByPair => {
            let mut seen = Vec::new();
            for item in over {
                let id = identity_of(&item, identity);
                // A name that one file has twice stays there twice, to be reported.
                let repeated = id.is_some() && seen.contains(&id);
                seen.push(id.clone());
                let matching = below.iter_mut().find(|old| id.is_some() && identity_of(old, identity) == id);
                match (matching, repeated, item) {
                    (Some(old), false, item) => lay_item(old, item, spec),
                    (_, _, item) => below.push(item),
                }
            }
        }
    }
}

fn lay_item(old: &mut Node, new: Node, spec: &'static TableSpec) {
    match (&mut old.content, new.content) {
        (Content::Table(below), Content::Table(over)) => lay_over(below, over, spec),
        (_, content) => *old = Node { content, place: new.place },
    }
}

/// What tells the tables of a list apart: the name, or the pair in either order.
pub fn identity_of(item: &Node, identity: Identity) -> Option<Vec<String>> {
    let table = item.table()?;
    match identity {
        Identity::By(key) => Some(vec![table.get(key)?.node.text()?.to_string()]),
        Identity::ByPair => {
            let drivers = table.get("drivers")?.node.items();
            let mut pair: Vec<String> = drivers.iter().filter_map(|d| d.text().map(str::to_string)).collect();
            pair.sort();
            (pair.len() == 2).then_some(pair)
        }
        Identity::Appended | Identity::ReplacedWhole => None,
    }
}
