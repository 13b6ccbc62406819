//! A scenario as a tree of values, each with the place where it is written.

use crate::diagnostic::Place;
use std::collections::BTreeMap;

/// A value and where it is written.
#[derive(Clone, Debug)]
pub struct Node {
    /// The value.
    pub content: Content,
    /// Its place; of a table under a header, the header.
    pub place: Place,
}

/// What can be written.
#[derive(Clone, Debug)]
pub enum Content {
    /// Text in quotes.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A number with a fraction or an exponent, finite.
    Number(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// A date or time without quotes.
    Date,
    /// Values in brackets.
    List(Vec<Node>),
    /// Keys with values.
    Table(Table),
    /// A value that has been reported already.
    Broken,
}

/// Keys with values, by key.
pub type Table = BTreeMap<String, Entry>;

/// One key with its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where the key is written.
    pub key: Place,
    /// Its value.
    pub node: Node,
}

impl Node {
    /// The number, where it is one.
    pub fn number(&self) -> Option<f64> {
        match self.content {
            Content::Whole(n) => Some(n as f64),
            Content::Number(x) => Some(x),
            _ => None,
        }
    }

    /// The text, where it is one.
    pub fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The table, where it is one.
    pub fn table(&self) -> Option<&Table> {
        match &self.content {
            Content::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The values of a list; none where it is no list.
    pub fn items(&self) -> &[Node] {
        match &self.content {
            Content::List(items) => items,
            _ => &[],
        }
    }

    /// Whether its mistake has been reported already.
    pub fn is_broken(&self) -> bool {
        matches!(self.content, Content::Broken)
    }

    /// What it is, in words.
    pub fn kind(&self) -> &'static str {
        match self.content {
            Content::Text(_) => "text",
            Content::Whole(_) => "a whole number",
            Content::Number(_) => "a number",
            Content::Boolean(_) => "true or false",
            Content::Date => "a date",
            Content::List(_) => "a list",
            Content::Table(_) => "a table",
            Content::Broken => "a broken value",
        }
    }
}
