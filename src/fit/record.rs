//! What the rows of the exports become: plain records without names, 10 million of which fit in memory.

use super::day::Day;

/// A hash of an id or name, which joins the exports; the text itself is not kept.
pub type Key = u64;

/// Number of a segment in the mapping's order.
pub type SegmentIndex = u16;

/// One opportunity as the export has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Opportunity {
    /// When it was opened.
    pub created: Day,
    /// Where it stands.
    pub outcome: Outcome,
    /// ARR, in the mapping's currency; `None` where the row has none. Any sign, as exported.
    pub amount: Amount,
    /// Who owns it; 0 where nobody is named.
    pub owner: Key,
    /// Its segment.
    pub segment: SegmentIndex,
}

/// Money that may be missing, in 8 bytes.
#[derive(Clone, Copy, Debug)]
pub struct Amount(f64);

impl Amount {
    /// No amount.
    pub const MISSING: Self = Self(f64::NAN);

    /// An amount; missing where it is not finite.
    pub fn of(x: f64) -> Self {
        if x.is_finite() { Self(x) } else { Self::MISSING }
    }

    /// The amount, where there is one.
    pub fn get(self) -> Option<f64> {
        (!self.0.is_nan()).then_some(self.0)
    }
}

impl PartialEq for Amount {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

/// Where an opportunity stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Won on this day.
    Won(Day),
    /// Lost on this day.
    Lost(Day),
    /// Not decided.
    Open,
}

/// How long something lasted: between dates, or as a tenure without any (a cross-section).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Span {
    /// From a first day to a last one; still going on where there is none.
    Dated {
        /// First day.
        start: Day,
        /// Last day.
        end: Option<Day>,
    },
    /// So many months, and whether it has ended.
    Tenure {
        /// Months.
        months: f64,
        /// Whether it has ended.
        ended: bool,
    },
}

/// One person who sells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rep {
    /// As opportunities name the owner.
    pub key: Key,
    /// In seat.
    pub span: Span,
    /// Quota a year; missing where the row has none.
    pub quota_annual: Amount,
    /// Their segment.
    pub segment: SegmentIndex,
}

/// One subscription, or one customer where the export has a row for each.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Subscription {
    /// Whose it is.
    pub customer: Key,
    /// How long it has run.
    pub span: Span,
    /// ARR as the row has it: now, or at its end.
    pub arr: Amount,
    /// Contract length in months, 0 where the row has none.
    pub term_months: u16,
    /// Its segment.
    pub segment: SegmentIndex,
    /// Its line in the export, counted from 1 with the header.
    pub line: u32,
}

/// A change of a customer's ARR on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// Whose.
    pub customer: Key,
    /// When.
    pub day: Day,
    /// By how much ARR changes, signed: churn and contraction are below 0.
    pub arr: f64,
    /// What it is.
    pub kind: ChangeKind,
}

/// Kinds of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// A first purchase.
    New,
    /// More.
    Expansion,
    /// Less.
    Contraction,
    /// The customer left.
    Churn,
}

/// Customers as all their exports tell of them.
#[derive(Clone, Debug, Default)]
pub struct Customers {
    /// The main table.
    pub subscriptions: Vec<Subscription>,
    /// Changes of ARR, where there is such an export.
    pub changes: Vec<Change>,
    /// Customers that another table flags as gone, where there is one: (customer, flagged).
    pub flags: Vec<(Key, bool)>,
    /// Departures that a third table lists, where there is one.
    pub departures: Vec<(Key, Day)>,
}

/// One lead.
#[derive(Clone, Debug, PartialEq)]
pub struct Lead {
    /// When it came.
    pub created: Day,
    /// Number of its source in [`Leads::sources`].
    pub source: u16,
    /// Its segment.
    pub segment: SegmentIndex,
    /// How many stages it has reached.
    pub reached: u8,
    /// Whether it is out: no further stage will be reached.
    pub lost: bool,
}

/// Leads with their stages.
#[derive(Clone, Debug, Default)]
pub struct Leads {
    /// Names of the stages after the first, in order ("mql", "opportunity").
    pub stages: Vec<String>,
    /// Names of the sources, as they can stand in a scenario; one where no column tells them apart.
    pub sources: Vec<String>,
    /// The leads.
    pub rows: Vec<Lead>,
    /// For each lead and stage the day on which it was reached, lead by lead; `None` where it was not. Empty where the
    /// export has no stage dates.
    pub days: Vec<Option<Day>>,
}
