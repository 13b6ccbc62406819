//! Machine-readable tables: what the JSON and CSV files of an answer hold, and later a workbook's sheets.

use crate::analysis::Estimate;

/// One table.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Its name in files: lower case, words joined by `_`.
    pub name: &'static str,
    /// Names of the columns, in the same manner, with units where the name does not tell them.
    pub columns: Vec<&'static str>,
    /// As many values a row as there are columns.
    pub rows: Vec<Vec<Value>>,
}

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text.
    Text(String),
    /// A number; what is not finite is missing.
    Number(f64),
    /// A whole number.
    Whole(i64),
    /// Yes or no.
    Flag(bool),
    /// Nothing: undefined, or it does not apply.
    Missing,
}

impl Sheet {
    /// An empty table.
    pub fn new(name: &'static str, columns: &[&'static str]) -> Self {
        Self { name, columns: columns.to_vec(), rows: Vec::new() }
    }

    /// Adds a row.
    pub fn push(&mut self, row: Vec<Value>) {
        debug_assert_eq!(row.len(), self.columns.len(), "a value for every column of {}", self.name);
        self.rows.push(row);
    }
}

/// An estimate as three values: itself, and the ends of its 95 % interval.
pub fn estimate(e: &Estimate) -> [Value; 3] {
    [e.value.into(), e.low.into(), e.high.into()]
}

impl From<f64> for Value {
    fn from(x: f64) -> Self {
        if x.is_finite() { Value::Number(x) } else { Value::Missing }
    }
}

impl From<usize> for Value {
    fn from(n: usize) -> Self {
        Value::Whole(n as i64)
    }
}

impl From<u64> for Value {
    fn from(n: u64) -> Self {
        Value::Whole(n as i64)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Value::Flag(flag)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_string())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Missing, Into::into)
    }
}
