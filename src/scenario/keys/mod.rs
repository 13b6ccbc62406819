//! Every table and key of the scenario format, described once.
//!
//! From here come the checks of single values, the hints for unknown keys, the rules by which scenarios are laid over
//! one another, the list of defaults in force, the JSON Schema and the table in the documentation.

pub mod change;
pub mod finance;
pub mod plan;
pub mod segment;
mod table;
pub mod words;

pub use table::{KeyDoc, key_table};

use crate::plan::{Domain, Timing, Unit};

/// -1 to 1: correlations and loadings.
pub const CORRELATED: Domain = Domain { min: -1.0, above_min: false, max: 1.0, below_max: false };

/// A table of the format.
#[derive(Debug)]
pub struct TableSpec {
    /// Its keys, in the order of the format.
    pub keys: &'static [Key],
    /// Groups of keys that exclude each other.
    pub alternatives: &'static [Alternatives],
}

/// Keys of which at most one may be given.
#[derive(Debug)]
pub struct Alternatives {
    /// The choices.
    pub choices: &'static [Choice],
    /// What holds where none is given.
    pub when_none: WhenNone,
}

/// One of several alternatives: a key, and keys that go only with it.
#[derive(Debug)]
pub struct Choice {
    /// The key that makes the choice.
    pub key: &'static str,
    /// Keys that go only with it.
    pub with: &'static [&'static str],
}

/// What holds where no alternative is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenNone {
    /// A mistake.
    Error,
    /// As if this one were given its default.
    Take(&'static str),
}

/// A key of a table.
#[derive(Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// Whether it must be there, and what holds where it is not.
    pub presence: Presence,
    /// What it means, in one line.
    pub doc: &'static str,
    /// A value as it would be written.
    pub example: &'static str,
}

/// Whether a key must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It must.
    Required,
    /// It need not; this holds where it is not.
    Default(&'static str),
    /// It need not; what holds where it is not follows from other keys, as said here.
    Derived(&'static str),
    /// It need not, and nothing holds where it is not.
    Optional,
}

/// What a key takes.
#[derive(Debug)]
pub enum Kind {
    /// Free text.
    Text,
    /// A name: ASCII letters, digits, `-` and `_`.
    Name,
    /// `true` or `false`.
    Boolean,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A calendar month, "2027-01".
    Month,
    /// First and last month.
    MonthPair,
    /// A whole number that no adjustment changes.
    Whole {
        /// Least.
        min: i64,
        /// Greatest.
        max: i64,
    },
    /// A number that no adjustment changes.
    Number(Unit, Domain),
    /// A numeric input that may be adjusted: a driver or lever.
    Input(Input),
    /// Whole counts by month.
    Counts(Timing),
    /// A schedule that no adjustment changes.
    Schedule(Unit, Domain),
    /// ARR by month.
    Milestones,
    /// Shares by segment.
    Mix,
    /// Weights.
    Weights(Length),
    /// A path with `*` for any one part.
    Pattern,
    /// A number, or "x" for the lever's amount.
    Amount,
    /// Two paths.
    Pair,
    /// Loadings by path.
    Loadings,
    /// Names by metric.
    Owners,
    /// The file that this one starts from.
    File,
    /// A table.
    Table(&'static TableSpec),
    /// Tables by name.
    Members(&'static TableSpec),
    /// A list of tables.
    List(&'static TableSpec, Identity),
}

/// How the tables of a list are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identity {
    /// By the text of this key ("name", "to").
    By(&'static str),
    /// By their pair of drivers.
    ByPair,
    /// Not at all: a scenario on top appends its own.
    Appended,
    /// Not at all: a scenario on top replaces the list.
    ReplacedWhole,
}

/// How many weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// January first.
    Twelve,
    /// As many as `contract_months`.
    ContractMonths,
}

/// A numeric input that may be adjusted.
#[derive(Clone, Copy, Debug)]
pub struct Input {
    /// What it is measured in.
    pub unit: Unit,
    /// What it may be.
    pub domain: Domain,
    /// In which forms it may be written.
    pub forms: Forms,
    /// When it may be adjusted.
    pub timing: Timing,
    /// Whether it is a whole number.
    pub whole: bool,
    /// Whether a distribution is drawn once a trial only.
    pub once: bool,
}

/// In which forms a numeric input may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forms {
    /// A number.
    Number,
    /// A number or a distribution: (D).
    Uncertain,
    /// A number or a schedule: (L).
    Lever,
    /// A number, a schedule or a distribution: (L)(D).
    UncertainLever,
}

impl Forms {
    /// Whether it takes a distribution.
    pub fn distribution(self) -> bool {
        matches!(self, Forms::Uncertain | Forms::UncertainLever)
    }

    /// Whether it takes a schedule.
    pub fn schedule(self) -> bool {
        matches!(self, Forms::Lever | Forms::UncertainLever)
    }
}

impl TableSpec {
    /// The key of this name.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// The choice of which this key is part (its main key or one that goes with it), with its group.
    pub fn choice_of(&self, name: &str) -> Option<(&'static Alternatives, &'static Choice)> {
        let all = self.alternatives.iter().flat_map(|group| group.choices.iter().map(move |choice| (group, choice)));
        all.into_iter().find(|(_, choice)| choice.key == name || choice.with.contains(&name))
    }
}

const fn key(name: &'static str, kind: Kind, presence: Presence, doc: &'static str, example: &'static str) -> Key {
    Key { name, kind, presence, doc, example }
}

/// (D), adjustable in any month.
const fn uncertain(unit: Unit, domain: Domain) -> Kind {
    input(unit, domain, Forms::Uncertain, Timing::AnyMonth)
}

/// (D), fixed when a group, a cohort or the plan starts.
const fn uncertain_at_start(unit: Unit, domain: Domain) -> Kind {
    input(unit, domain, Forms::Uncertain, Timing::WholePlan)
}

/// (D), fixed when the plan starts and drawn once a trial.
const fn uncertain_once(unit: Unit, domain: Domain) -> Kind {
    let (forms, timing) = (Forms::Uncertain, Timing::WholePlan);
    Kind::Input(Input { unit, domain, forms, timing, whole: false, once: true })
}

/// A plain number that is fixed when the plan starts.
const fn fixed(unit: Unit, domain: Domain) -> Kind {
    input(unit, domain, Forms::Number, Timing::WholePlan)
}

/// A plain whole number that is fixed when the plan starts.
const fn fixed_whole() -> Kind {
    let (forms, timing, domain) = (Forms::Number, Timing::WholePlan, Domain::NON_NEGATIVE);
    Kind::Input(Input { unit: Unit::Count, domain, forms, timing, whole: true, once: false })
}

/// (L)(D)
const fn uncertain_lever(unit: Unit) -> Kind {
    input(unit, Domain::NON_NEGATIVE, Forms::UncertainLever, Timing::AnyMonth)
}

/// (L)
const fn lever(unit: Unit) -> Kind {
    input(unit, Domain::NON_NEGATIVE, Forms::Lever, Timing::AnyMonth)
}

const fn input(unit: Unit, domain: Domain, forms: Forms, timing: Timing) -> Kind {
    Kind::Input(Input { unit, domain, forms, timing, whole: false, once: false })
}
