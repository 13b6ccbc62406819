//! The mapping: which file, column and word of a company's exports means what. A valid one, as plain data.

pub mod keys;
pub mod read;

pub use read::{ReadMapping, read};

use super::day::Day;
use std::path::{Path, PathBuf};

/// A whole mapping file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mapping {
    /// The last day that counts; by default the last day on which something happened in the exports.
    pub as_of: Option<Day>,
    /// Currency of the plan; amounts in others are converted by `rates`.
    pub currency: String,
    /// What one unit of another currency is worth in the plan's: ("EUR", 1.08).
    pub rates: Vec<(String, f64)>,
    /// Half-life of a record's weight in months; `None` counts all alike.
    pub half_life_months: Option<f64>,
    /// How rows are put into segments.
    pub segments: Segments,
    /// Opportunities.
    pub opportunities: Option<Opportunities>,
    /// Reps.
    pub reps: Option<Reps>,
    /// Customers or subscriptions.
    pub customers: Option<Customers>,
    /// Leads.
    pub leads: Option<Leads>,
}

impl Mapping {
    /// The files that it names, relative to its folder.
    pub fn files(&self) -> Vec<&Path> {
        let accounts = match &self.segments.rule {
            SegmentRule::Accounts { file, .. } => Some(file),
            SegmentRule::One | SegmentRule::Values(_) | SegmentRule::Thresholds(_) => None,
        };
        let customers = self.customers.iter().flat_map(|c| {
            let beside = [c.changes.as_ref().map(|t| &t.file), c.flags.as_ref().map(|t| &t.file)];
            let departures = c.departures.as_ref().map(|t| &t.file);
            std::iter::once(&c.file).chain(beside.into_iter().flatten()).chain(departures)
        });
        let opportunities = self.opportunities.iter().map(|o| &o.file);
        let (reps, leads) = (self.reps.iter().map(|r| &r.file), self.leads.iter().map(|l| &l.file));
        let all = accounts.into_iter().chain(opportunities).chain(reps).chain(customers).chain(leads);
        all.map(|file| file.path.as_path()).collect()
    }
}

/// A file and how it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// Its path, relative to the mapping's folder.
    pub path: PathBuf,
    /// Between the values: `,` unless said otherwise.
    pub delimiter: u8,
    /// Label of its encoding as the WHATWG standard has it: "utf-8" unless said otherwise.
    pub encoding: String,
    /// How dates are written.
    pub dates: DateFormat,
    /// How numbers are written.
    pub numbers: NumberFormat,
    /// Texts that mean "nothing", beside the empty one: "N/A", "-", "null" unless said otherwise.
    pub missing: Vec<String>,
    /// Columns with the values whose rows are left out, such as deleted ones or trials.
    pub ignore_rows: Vec<(String, Vec<String>)>,
}

/// How dates are written; a time of day after the date is passed over. Never guessed row by row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateFormat {
    /// 2026-10-31.
    #[default]
    YearMonthDay,
    /// 10/31/2026 (also with `-` or `.`).
    MonthDayYear,
    /// 31/10/2026 (also with `-` or `.`).
    DayMonthYear,
}

/// How numbers are written; a currency sign or code around them is passed over, brackets mean below 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NumberFormat {
    /// 1,234.50.
    #[default]
    PointDecimal,
    /// 1.234,50 or 1 234,50.
    CommaDecimal,
}

/// How rows are put into segments.
#[derive(Clone, Debug, PartialEq)]
pub struct Segments {
    /// Names as in the scenario, in the order of first mention; never empty.
    pub names: Vec<String>,
    /// The rule.
    pub rule: SegmentRule,
    /// Segment of rows that the rule says nothing of; without it they are refused.
    pub otherwise: Option<u16>,
}

impl Default for Segments {
    fn default() -> Self {
        Self { names: vec!["all".to_string()], rule: SegmentRule::One, otherwise: None }
    }
}

/// Rules for segments.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum SegmentRule {
    /// All rows are one segment.
    #[default]
    One,
    /// By the value of the export's `segment` column: (value, segment).
    Values(Vec<(String, u16)>),
    /// By the row's ARR: (least ARR, segment), rising.
    Thresholds(Vec<(f64, u16)>),
    /// By a table of accounts that the export's `account` column points into; an export with a `segment` column instead
    /// goes by its own values.
    Accounts {
        /// The table.
        file: File,
        /// Its column of ids.
        id: String,
        /// Its column of segment values.
        segment: String,
        /// (value, segment).
        values: Vec<(String, u16)>,
    },
}

/// Columns that say where a row belongs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Belongs {
    /// Column of the segment's value, for [`SegmentRule::Values`].
    pub segment: Option<String>,
    /// Column of the account, for [`SegmentRule::Accounts`].
    pub account: Option<String>,
    /// Segment of all rows, where no column says it.
    pub in_segment: Option<u16>,
}

/// Columns of an amount.
#[derive(Clone, Debug, PartialEq)]
pub struct AmountColumn {
    /// The column.
    pub column: String,
    /// What one unit of it is in ARR: 1 for yearly, 12 for monthly, 4 for quarterly amounts.
    pub per_year: f64,
    /// Column of the currency, where rows differ.
    pub currency: Option<String>,
}

/// Columns of a span of time: dates, or a tenure without dates.
#[derive(Clone, Debug, PartialEq)]
pub enum SpanColumns {
    /// Dates.
    Dated {
        /// First day.
        start: String,
        /// Last day; empty while it goes on.
        end: Option<String>,
    },
    /// A tenure and whether it has ended.
    Tenure {
        /// Column of the tenure.
        column: String,
        /// Months that one unit of it has: 1 or 12.
        months: f64,
        /// Column that says whether it has ended.
        ended: String,
        /// Values of that column that mean yes.
        ended_values: Vec<String>,
    },
}

/// The export of opportunities.
#[derive(Clone, Debug, PartialEq)]
pub struct Opportunities {
    /// The file.
    pub file: File,
    /// Id of the row; without it duplicates cannot be seen.
    pub id: Option<String>,
    /// Day of creation.
    pub created: String,
    /// Day of the decision (of open ones the planned one, which is passed over).
    pub closed: String,
    /// Amount.
    pub amount: Option<AmountColumn>,
    /// Stage.
    pub stage: String,
    /// Stages that mean won.
    pub won: Vec<String>,
    /// Stages that mean lost.
    pub lost: Vec<String>,
    /// Stages that mean open.
    pub open: Vec<String>,
    /// Stages whose rows are left out, such as deleted ones or leads that are no opportunity yet.
    pub ignore: Vec<String>,
    /// Owner, as in the reps' `id`.
    pub owner: Option<String>,
    /// Segment and account.
    pub belongs: Belongs,
    /// Name of the source that new opportunities get in the scenario: "all" unless said otherwise.
    pub source_name: String,
    /// Months after which an open deal counts as lost; by default the 99th percentile of won cycles.
    pub stale_months: Option<f64>,
    /// Day from which decisions are in the export: what was decided before it is missing (left truncation).
    pub observed_from: Option<Day>,
}

/// The export of reps.
#[derive(Clone, Debug, PartialEq)]
pub struct Reps {
    /// The file.
    pub file: File,
    /// Id, as in the opportunities' `owner`.
    pub id: String,
    /// From when to when they sell.
    pub span: SpanColumns,
    /// Role.
    pub role: Option<String>,
    /// Roles that count; all where empty.
    pub roles: Vec<String>,
    /// Quota.
    pub quota: Option<AmountColumn>,
    /// Segment and account.
    pub belongs: Belongs,
    /// Day from which leavers are in the export.
    pub observed_from: Option<Day>,
}

/// The export of customers or subscriptions.
#[derive(Clone, Debug, PartialEq)]
pub struct Customers {
    /// The file.
    pub file: File,
    /// Id of the row; without it duplicates cannot be seen.
    pub id: Option<String>,
    /// Customer; without it each row is one.
    pub customer: Option<String>,
    /// From when to when.
    pub span: SpanColumns,
    /// ARR or MRR.
    pub amount: Option<AmountColumn>,
    /// Contract length in months.
    pub term_months: Option<String>,
    /// Contract length of all customers in months, where no column says it.
    pub contract_months: Option<u16>,
    /// Segment and account.
    pub belongs: Belongs,
    /// Day from which departures are in the export.
    pub observed_from: Option<Day>,
    /// Changes of ARR.
    pub changes: Option<Changes>,
    /// Another table that flags customers as gone.
    pub flags: Option<Flags>,
    /// A third table that lists departures.
    pub departures: Option<Departures>,
    /// Share of ARR from which a customer is a key account; `None` names none.
    pub key_account_share: Option<f64>,
}

/// An export of changes of ARR, a row each.
#[derive(Clone, Debug, PartialEq)]
pub struct Changes {
    /// The file.
    pub file: File,
    /// Customer, as in the main table.
    pub customer: String,
    /// Day.
    pub date: String,
    /// Amount by which it changes; its sign is taken from the kind.
    pub amount: AmountColumn,
    /// Kind.
    pub kind: String,
    /// Values of the kind that mean a first purchase.
    pub new: Vec<String>,
    /// Values that mean more.
    pub expansion: Vec<String>,
    /// Values that mean less.
    pub contraction: Vec<String>,
    /// Values that mean that the customer left.
    pub churn: Vec<String>,
}

/// A table that flags customers as gone.
#[derive(Clone, Debug, PartialEq)]
pub struct Flags {
    /// The file.
    pub file: File,
    /// Customer, as in the main table.
    pub customer: String,
    /// The flag.
    pub churned: String,
    /// Values that mean gone.
    pub values: Vec<String>,
}

/// A table that lists departures.
#[derive(Clone, Debug, PartialEq)]
pub struct Departures {
    /// The file.
    pub file: File,
    /// Customer, as in the main table.
    pub customer: String,
    /// Day.
    pub date: String,
}

/// The export of leads.
#[derive(Clone, Debug, PartialEq)]
pub struct Leads {
    /// The file.
    pub file: File,
    /// Id of the row; without it duplicates cannot be seen.
    pub id: Option<String>,
    /// Day on which it came.
    pub created: String,
    /// Source.
    pub source: Option<String>,
    /// The stages after the first, in order; the last is the opportunity.
    pub stages: Vec<LeadStage>,
    /// Column of the status, where stages or losses are told by it.
    pub status: Option<String>,
    /// Statuses that mean that the lead is out.
    pub lost: Vec<String>,
    /// Segment and account.
    pub belongs: Belongs,
    /// Months that a lead gets to move on, where stages have no dates: younger leads are left out of the rates.
    pub mature_months: f64,
}

/// A stage of leads.
#[derive(Clone, Debug, PartialEq)]
pub struct LeadStage {
    /// Its name in the scenario: "mql".
    pub to: String,
    /// How it is told.
    pub by: StageBy,
}

/// How it is told that a lead has reached a stage.
#[derive(Clone, Debug, PartialEq)]
pub enum StageBy {
    /// A column with the day.
    Date(String),
    /// Statuses that mean that it is there or beyond.
    Status(Vec<String>),
}
