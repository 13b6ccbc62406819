//! Rows of an export to records: every row is checked against the documented rules, and what a rule catches is counted
//! with its line.
//!
//! `source` opens a file and `watch` its raw text, `sheet` reads the header and the rows, `cells`, `amount`, `span` and
//! `segment` read values, and each table has a file of its own. What `rule` lists is counted by `tally`. Rows are read
//! one by one: memory grows with the records (32 bytes an opportunity, and 16 while ids are compared), not with the
//! file.

mod amount;
mod as_of;
mod cells;
mod changes;
mod customers;
mod date;
mod leads;
mod number;
mod opportunities;
mod quiet;
mod reps;
pub mod rule;
mod segment;
mod sheet;
mod source;
mod sources;
mod span;
mod tally;
mod warnings;
mod watch;

#[cfg(test)]
mod tests;

pub use as_of::{AsOfProblem, known_at, last_day};
pub use date::YEARS;
pub use quiet::quiet_before;
pub use warnings::warnings;

use crate::fit::mapping::{self, Mapping};
use crate::fit::record::{Customers, Leads, Opportunity, Rep};
pub use rule::Effect;
use sheet::Finished;
use std::io::{self, Read};
use std::path::Path;

/// Opens a file that a mapping names.
pub type Open<'o> = &'o mut dyn FnMut(&Path) -> io::Result<Box<dyn Read>>;

/// What a rule caught in one file.
#[derive(Clone, Debug, PartialEq)]
pub struct Caught {
    /// The short name of its [`rule::Rule`]: "closed-before-created".
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

impl Caught {
    /// What the rule does with such rows; `None` for what is told of no row of a file, such as a day that lies late.
    pub fn effect(&self) -> Option<Effect> {
        rule::Rule::ALL.iter().find(|r| r.name() == self.rule).map(|r| r.effect())
    }
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

/// What to do with rows that cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadRows {
    /// They end the fit.
    Refuse,
    /// They are left out and counted.
    Skip,
}

/// A mistake in a file that ends the fit.
#[derive(Clone, Debug, PartialEq)]
pub struct FileProblem {
    /// The file, as the mapping names it.
    pub file: String,
    /// The mapping's table: "opportunities".
    pub table: &'static str,
    /// The short name of its [`rule::Rule`].
    pub rule: &'static str,
    /// What it is, what is allowed and what to do, without the records' own values.
    pub text: String,
    /// How many rows; 0 where it is about the whole file.
    pub rows: u64,
    /// The first lines, at most 20, counted from 1 with the header.
    pub lines: Vec<u64>,
}

impl FileProblem {
    /// The whole sentence with its place: file, lines and number of rows.
    pub fn sentence(&self) -> String {
        let lines: Vec<String> = self.lines.iter().map(u64::to_string).collect();
        let place = match (lines.len() as u64, self.rows) {
            (0, _) => String::new(),
            (1, _) => format!(", line {}", lines.join("")),
            (n, rows) if n < rows => format!(", {rows} rows, the first on lines {}", lines.join(", ")),
            (_, rows) => format!(", {rows} rows, on lines {}", lines.join(", ")),
        };
        format!("{} ({}){place}: {}", self.file, self.table, self.text)
    }
}

/// Why the exports cannot be used: every mistake of every file.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportRefused {
    /// The mistakes, file by file.
    pub problems: Vec<FileProblem>,
    /// What was read all the same.
    pub files: Vec<FileReport>,
}

/// Reads all exports that a mapping names; `open` opens a file. Refused with every mistake of every file, in one go.
pub fn read(mapping: &Mapping, open: Open, bad_rows: BadRows) -> Result<Records, ImportRefused> {
    let mut reading = Reading { bad_rows, problems: Vec::new(), files: Vec::new() };
    let accounts = reading.accounts(mapping, open);
    let without_accounts = !reading.problems.is_empty();
    let mut records = Records::default();
    if let Some(m) = &mapping.opportunities {
        records.opportunities = reading.take(opportunities::read(m, mapping, &accounts, open));
    }
    if let Some(m) = &mapping.reps {
        records.reps = reading.take(reps::read(m, mapping, &accounts, open));
    }
    if let Some(m) = &mapping.customers {
        records.customers = reading.customers(m, mapping, &accounts, open);
    }
    if let Some(m) = &mapping.leads {
        records.leads = reading.take(leads::read(m, mapping, &accounts, open));
    }
    if without_accounts {
        // without its table every account is unknown, which says nothing of the rows
        reading.problems.retain(|p| p.rule != rule::Rule::UnknownAccount.name());
    }
    if !reading.problems.is_empty() {
        return Err(ImportRefused { problems: reading.problems, files: reading.files });
    }
    records.files = reading.files;
    Ok(records)
}

/// What has been read so far.
struct Reading {
    bad_rows: BadRows,
    problems: Vec<FileProblem>,
    files: Vec<FileReport>,
}

impl Reading {
    /// The table of accounts, where the rule for segments has one.
    fn accounts(&mut self, mapping: &Mapping, open: Open) -> segment::Accounts {
        match segment::accounts(&mapping.segments, open) {
            Ok((accounts, finished)) => {
                finished.into_iter().for_each(|f| self.finish(f));
                accounts
            }
            Err(problems) => {
                self.problems.extend(problems);
                segment::Accounts::new()
            }
        }
    }

    /// Customers from all tables that tell of them.
    fn customers(
        &mut self,
        m: &mapping::Customers,
        mapping: &Mapping,
        accounts: &segment::Accounts,
        open: Open,
    ) -> Customers {
        let subscriptions = self.take(customers::read(m, mapping, accounts, open));
        let mut customers = Customers { subscriptions, ..Customers::default() };
        if let Some(m) = &m.changes {
            customers.changes = self.take(changes::read(m, mapping, open));
        }
        if let Some(m) = &m.flags {
            customers.flags = self.take(changes::flags(m, open));
        }
        if let Some(m) = &m.departures {
            customers.departures = self.take(changes::departures(m, open));
        }
        customers
    }

    /// The records of a table, or none where it cannot be read.
    fn take<T: Default>(&mut self, table: Result<(T, Finished), Vec<FileProblem>>) -> T {
        match table {
            Ok((records, finished)) => {
                self.finish(finished);
                records
            }
            Err(problems) => {
                self.problems.extend(problems);
                T::default()
            }
        }
    }

    /// Notes a file that was read to its end. What stops a file makes what its rows say worthless.
    fn finish(&mut self, finished: Finished) {
        let (report, stopped) = finished.report();
        match stopped {
            Some(problem) => self.problems.push(problem),
            None => {
                let refused = tally::refused(&report.file, report.table, &report.caught);
                let ends = |p: &FileProblem| self.bad_rows == BadRows::Refuse || stops(p.rule);
                self.problems.extend(refused.into_iter().filter(ends));
            }
        }
        self.files.push(report);
    }
}

/// Whether a rule stops the whole file.
fn stops(name: &str) -> bool {
    rule::Rule::ALL.iter().any(|r| r.name() == name && r.effect() == Effect::Stops)
}
