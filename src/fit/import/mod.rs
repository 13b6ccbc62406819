//! Rows of an export to records: every row is checked against the documented rules, and what a rule catches is counted
//! with its line.

use crate::fit::record::{Customers, Leads, Opportunity, Rep};

/// What a rule caught in one file.
#[derive(Clone, Debug, PartialEq)]
pub struct Caught {
    /// The rule's short name: "closed-before-created".
    pub rule: &'static str,
    /// What it says, without the record's own values.
    pub text: String,
    /// Whether such rows cannot be used: they end the fit unless bad rows may be skipped.
    pub refused: bool,
    /// How many rows.
    pub rows: u64,
    /// The first lines, at most 20, counted from 1 with the header.
    pub lines: Vec<u64>,
}

/// What was read from one file.
#[derive(Clone, Debug, PartialEq)]
pub struct FileReport {
    /// The file, as the mapping names it.
    pub file: String,
    /// The mapping's table: "opportunities".
    pub table: &'static str,
    /// Rows after the header.
    pub rows: u64,
    /// Rows that became records.
    pub kept: u64,
    /// What the rules caught, most rows first.
    pub caught: Vec<Caught>,
}

/// All records of all exports.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// Opportunities.
    pub opportunities: Vec<Opportunity>,
    /// Reps.
    pub reps: Vec<Rep>,
    /// Customers.
    pub customers: Customers,
    /// Leads.
    pub leads: Leads,
    /// What was read, a report a file.
    pub files: Vec<FileReport>,
}
