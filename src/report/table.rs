//! Tables of the report: values with the way in which they are shown, so that a page shows text and a workbook keeps the
//! number.

use super::format;
use super::sheet::{Sheet, Value};
use crate::analysis::Estimate;
use crate::plan::{Metric, Unit};

/// One table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DataTable {
    /// Its name in files: lower case, words joined by `_`; unique in a report.
    pub name: String,
    /// What it shows, for its caption.
    pub caption: String,
    /// Headings of the columns; the first column names the row.
    pub headings: Vec<String>,
    /// As many cells a row as there are headings.
    pub rows: Vec<Vec<Cell>>,
    /// How the numbers are to be read.
    pub notes: Vec<String>,
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Its value.
    pub value: Value,
    /// How it is shown.
    pub show: Show,
}

/// How a value is shown; decimals are those that its error supports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    /// As it stands.
    Plain,
    /// An amount of the plan's currency, to the unit.
    Money,
    /// A share, 0.312, in percent: "31.2 %".
    Percent(u8),
    /// A difference of shares, 0.052, in percentage points with its sign: "+5.2 points".
    Points(u8),
    /// A number.
    Number(u8),
    /// A ratio: "0.82x".
    Multiple(u8),
    /// Months: "4.5 months".
    Months(u8),
    /// The name of a small picture; empty where there are no pictures.
    Picture,
}

impl DataTable {
    /// A table without rows.
    pub fn new(name: &str, caption: &str, headings: &[&str]) -> Self {
        let headings = headings.iter().map(|h| h.to_string()).collect();
        Self { name: name.to_string(), caption: caption.to_string(), headings, ..Self::default() }
    }

    /// Adds a row.
    pub fn push(&mut self, row: Vec<Cell>) {
        debug_assert_eq!(row.len(), self.headings.len(), "a cell for every heading of {}", self.name);
        self.rows.push(row);
    }

    /// A machine-readable table as it stands, its values with all of their digits.
    pub fn of_sheet(sheet: &Sheet, prefix: &str) -> Self {
        let mut table = Self::new(&format!("{prefix}_{}", sheet.name), &sheet.name.replace('_', " "), &sheet.columns);
        table.rows = sheet.rows.iter().map(|row| row.iter().cloned().map(plain).collect()).collect();
        table
    }
}

/// A value as it stands.
pub fn plain(value: impl Into<Value>) -> Cell {
    Cell { value: value.into(), show: Show::Plain }
}

/// A text.
pub fn text(text: impl AsRef<str>) -> Cell {
    plain(format::one_line(text.as_ref()))
}

/// An amount of money.
pub fn money(amount: impl Into<Value>) -> Cell {
    Cell { value: amount.into(), show: Show::Money }
}

/// A share, said in percent.
pub fn percent(share: impl Into<Value>, decimals: u8) -> Cell {
    Cell { value: share.into(), show: Show::Percent(decimals) }
}

/// An estimated probability, with the decimals that its interval supports; whole percents where it has none.
pub fn probability(estimate: &Estimate) -> Cell {
    let error = format::half_width(estimate).unwrap_or(0.01);
    percent(estimate.value, format::supported_decimals(100.0 * error).min(2) as u8)
}

/// A difference of shares, said in percentage points.
pub fn points(difference: impl Into<Value>, decimals: u8) -> Cell {
    Cell { value: difference.into(), show: Show::Points(decimals) }
}

/// A number.
pub fn number(x: impl Into<Value>, decimals: u8) -> Cell {
    Cell { value: x.into(), show: Show::Number(decimals) }
}

/// A value of a metric.
pub fn metric(metric: Metric, x: impl Into<Value>) -> Cell {
    let show = match metric.unit() {
        _ if format::in_percent(metric) => Show::Percent(1),
        Unit::Money => Show::Money,
        Unit::Ratio => Show::Multiple(2),
        Unit::Months => Show::Months(1),
        Unit::Count | Unit::Share => Show::Number(1),
    };
    Cell { value: x.into(), show }
}

/// Nothing.
pub fn missing() -> Cell {
    plain(Value::Missing)
}

/// A small picture by its name.
pub fn picture(name: &str) -> Cell {
    Cell { value: name.into(), show: Show::Picture }
}

/// Whether a cell stands at the right of its column.
pub fn is_number(cell: &Cell) -> bool {
    matches!(cell.value, Value::Number(_) | Value::Whole(_))
}

/// A cell as text; what is undefined is "-".
pub fn cell_text(cell: &Cell, currency: &str) -> String {
    match &cell.value {
        Value::Missing => "-".to_string(),
        Value::Text(_) if cell.show == Show::Picture => String::new(),
        Value::Text(text) => text.clone(),
        Value::Flag(flag) => if *flag { "yes" } else { "no" }.to_string(),
        Value::Whole(n) => shown(*n as f64, cell.show, currency),
        Value::Number(x) => shown(*x, cell.show, currency),
    }
}

fn shown(x: f64, show: Show, currency: &str) -> String {
    match show {
        Show::Plain | Show::Picture => format::number_exact(x),
        Show::Money => format::money_to_the_unit(x, currency),
        Show::Percent(decimals) => format::percent_to(x, decimals.into()),
        Show::Points(decimals) => {
            let text = format::decimals(100.0 * x, decimals.into());
            let is_zero = !text.bytes().any(|b| (b'1'..=b'9').contains(&b));
            let sign = if text.starts_with('-') || is_zero { "" } else { "+" };
            format!("{sign}{text} points")
        }
        Show::Number(decimals) => format::decimals(x, decimals.into()),
        Show::Multiple(decimals) => format!("{}x", format::decimals(x, decimals.into())),
        Show::Months(decimals) => format!("{} months", format::decimals(x, decimals.into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_say_what_they_hold_in_their_unit() {
        let said = |cell: Cell| cell_text(&cell, "USD");
        assert_eq!(said(money(18_212_345.4)), "$18,212,345");
        assert_eq!(said(money(-0.4)), "$0");
        assert_eq!(said(money(-1_250.0)), "-$1,250");
        assert_eq!(said(percent(0.3125, 1)), "31.2 %");
        assert_eq!(said(percent(0.0, 1)), "0 %");
        assert_eq!(said(percent(0.0001, 1)), "<0.1 %");
        assert_eq!(said(percent(0.9999, 1)), ">99.9 %");
        assert_eq!(said(percent(1.0873, 1)), "108.7 %");
        assert_eq!(said(points(0.052, 1)), "+5.2 points");
        assert_eq!(said(points(-0.052, 0)), "-5 points");
        assert_eq!(said(points(0.0004, 1)), "0.0 points");
        assert_eq!(said(number(1_234.56, 1)), "1,234.6");
        assert_eq!(said(plain(true)), "yes");
        assert_eq!(said(missing()), "-");
        assert_eq!(said(money(f64::NAN)), "-");
        assert_eq!(said(text("a\nb\u{202E}c")), "a b c");
    }

    #[test]
    fn a_probability_has_the_decimals_of_its_error() {
        let estimate =
            |half: f64| Estimate { value: Some(0.3125), low: Some(0.3125 - half), high: Some(0.3125 + half) };
        assert_eq!(cell_text(&probability(&estimate(0.003)), "USD"), "31.2 %");
        assert_eq!(cell_text(&probability(&estimate(0.01)), "USD"), "31 %");
    }
}
