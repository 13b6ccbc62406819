//! What a workbook's own charts draw: numbers in columns, and how each column looks. Helper columns (the width of a band,
//! the invisible foot of a bridge's step) are made here, since exporters compute nothing.

use super::Results;
use crate::report::table::DataTable;

/// One native chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Native {
    /// The page that it belongs to, by its id.
    pub page: &'static str,
    /// The finding.
    pub title: String,
    /// What is drawn, a column a series; the first column has the categories.
    pub data: DataTable,
}

/// All native charts.
pub fn natives(_results: &Results<'_>) -> Vec<Native> {
    Vec::new()
}
