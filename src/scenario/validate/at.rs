//! Where we are in the tree: a table with its path.

use crate::calendar::YearMonth;
use crate::diagnostic::Place;
use crate::scenario::keys::Identity;
use crate::scenario::node::{Content, Node, Table};
use crate::scenario::read::{lists, under};

/// A table and its path. Values of the wrong kind have been reported by the walk and read as absent.
pub struct At<'a> {
    /// The table.
    pub table: &'a Table,
    /// Its path; empty for the whole scenario.
    pub path: String,
    /// Where its header or brackets are.
    pub place: Place,
}

impl<'a> At<'a> {
    /// The whole scenario.
    pub fn root(table: &'a Table) -> Self {
        Self { table, path: String::new(), place: Place::whole(0) }
    }

    /// The path of a key in it.
    pub fn path_of(&self, key: &str) -> String {
        under(&self.path, key)
    }

    /// The value of a key.
    pub fn node(&self, key: &str) -> Option<&'a Node> {
        self.table.get(key).map(|entry| &entry.node)
    }

    /// Whether a key is written.
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Where a key's value is written, else the table itself.
    pub fn value_place(&self, key: &str) -> Place {
        self.table.get(key).map_or(&self.place, |entry| &entry.node.place).clone()
    }

    /// Where a key is written, else the table itself.
    pub fn key_place(&self, key: &str) -> Place {
        self.table.get(key).map_or(&self.place, |entry| &entry.key).clone()
    }

    /// The table under a key.
    pub fn inside(&self, key: &str) -> Option<At<'a>> {
        let entry = self.table.get(key)?;
        let table = entry.node.table()?;
        Some(At { table, path: self.path_of(key), place: entry.key.clone() })
    }

    /// The tables under a key, by name.
    pub fn members(&self, key: &str) -> Vec<(&'a str, At<'a>)> {
        let Some(parent) = self.inside(key) else { return Vec::new() };
        let names = parent.table.keys();
        names.filter_map(|name| parent.inside(name).map(|at| (name.as_str(), at))).collect()
    }

    /// The tables of a list under a key, in the order in which the walk names them; of repeated ones the first.
    pub fn items(&self, key: &str, identity: Identity) -> Vec<(String, At<'a>)> {
        let Some(list) = self.node(key) else { return Vec::new() };
        let path = self.path_of(key);
        let first = lists::named(list.items(), identity).into_iter().filter(|item| item.repeats.is_none());
        first
            .filter_map(|item| {
                let table = item.node.table()?;
                let at = At { table, path: under(&path, &item.name), place: item.node.place.clone() };
                Some((item.name, at))
            })
            .collect()
    }

    /// A key's text.
    pub fn text(&self, key: &str) -> Option<&'a str> {
        self.node(key)?.text()
    }

    /// A key's number.
    pub fn number(&self, key: &str) -> Option<f64> {
        self.node(key)?.number()
    }

    /// A key's `true` or `false`.
    pub fn boolean(&self, key: &str) -> Option<bool> {
        match self.node(key)?.content {
            Content::Boolean(b) => Some(b),
            _ => None,
        }
    }

    /// A key's month.
    pub fn month(&self, key: &str) -> Option<YearMonth> {
        YearMonth::parse(self.text(key)?)
    }

    /// A key's list of numbers.
    pub fn numbers(&self, key: &str) -> Option<Vec<f64>> {
        self.node(key)?.items().iter().map(Node::number).collect()
    }
}
