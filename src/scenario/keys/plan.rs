//! The whole scenario, `[plan]`, `[target]`, `[[goals]]`, `[run]`.

use super::{Alternatives, Choice, Identity, Key, Kind, Presence, TableSpec, WhenNone, key};
use crate::plan::{Domain, RunDefaults, Unit};
use Presence::{Default, Derived, Optional, Required};

/// The whole scenario.
pub static SCENARIO: TableSpec = TableSpec { keys: SCENARIO_KEYS, alternatives: &[] };

#[rustfmt::skip] // a table
static SCENARIO_KEYS: &[Key] = &[
    key("extends", Kind::File, Optional, "The scenario that this one starts from: a file beside it or below.", "\"base.toml\""),
    key("plan", Kind::Table(&PLAN), Required, "What the plan is called and which months it covers.", ""),
    key("target", Kind::Table(&TARGET), Required, "The ARR that leadership wants, and when.", ""),
    key("goals", Kind::List(&GOAL, Identity::ReplacedWhole), Optional, "Further goals on any metric.", ""),
    key("segments", Kind::Members(&super::segment::SEGMENT), Required, "Customers that buy alike, by name.", ""),
    key("finance", Kind::Table(&super::finance::FINANCE), Optional, "Costs, billing and cash.", ""),
    key("correlations", Kind::List(&super::change::CORRELATION, Identity::ByPair), Optional, "Pairs of drivers that move together.", ""),
    key("factors", Kind::List(&super::change::FACTOR, Identity::By("name")), Optional, "Common causes that move several drivers.", ""),
    key("risks", Kind::List(&super::change::RISK, Identity::By("name")), Optional, "What may or may not happen.", ""),
    key("adjust", Kind::List(&super::change::ADJUST, Identity::Appended), Optional, "Changes that always apply: what-ifs.", ""),
    key("levers", Kind::List(&super::change::LEVER, Identity::By("name")), Optional, "What leadership could do, and at which cost.", ""),
    key("owners", Kind::Owners, Optional, "Who answers for a metric, by metric.", "{ new_arr = \"Ada\" }"),
    key("run", Kind::Table(&RUN), Default(""), "How the plan is run; the command line overrides it.", ""),
];

/// `[plan]`.
pub static PLAN: TableSpec = TableSpec { keys: PLAN_KEYS, alternatives: &[] };

#[rustfmt::skip] // a table
static PLAN_KEYS: &[Key] = &[
    key("name", Kind::Text, Required, "The plan's name, free text.", "\"FY27 operating plan\""),
    key("start", Kind::Month, Required, "The first month of the plan.", "\"2027-01\""),
    key("months", Kind::Whole { min: 1, max: 60 }, Default("12"), "How many months the plan lasts.", "12"),
    key("currency", Kind::Text, Default("\"USD\""), "The currency of all money, by its ISO 4217 code.", "\"USD\""),
    key("fiscal_year_start", Kind::Whole { min: 1, max: 12 }, Derived("the number of the start month"), "The number of the month in which fiscal years begin; it fixes the fiscal quarters.", "1"),
    key("repair_correlations", Kind::Boolean, Default("false"), "Whether correlations that cannot all hold are moved to the nearest that can.", "false"),
];

/// `[target]`.
pub static TARGET: TableSpec = TableSpec {
    keys: TARGET_KEYS,
    alternatives: &[Alternatives {
        choices: &[Choice { key: "arr", with: &[] }, Choice { key: "growth", with: &[] }],
        when_none: WhenNone::Error,
    }],
};

#[rustfmt::skip] // a table
static TARGET_KEYS: &[Key] = &[
    key("arr", Kind::Number(Unit::Money, Domain::NON_NEGATIVE), Required, "ARR wanted at the end of `by`.", "20_000_000"),
    key("growth", Kind::Number(Unit::Ratio, Domain::GROWTH), Required, "In place of `arr`: growth of the opening ARR (before adjustments) until `by`; 1.0 doubles it.", "1.0"),
    key("by", Kind::Month, Derived("the last month of the plan"), "The month at whose end the target is wanted.", "\"2027-12\""),
    key("path", Kind::Milestones, Optional, "Milestones: ARR wanted at the end of months inside the plan.", "{ \"2027-03\" = 12_000_000, \"2027-06\" = 14_500_000 }"),
    key("mix", Kind::Mix, Optional, "How the new ARR that the target requires is to be split between segments; sums to 1.", "{ enterprise = 0.6, smb = 0.4 }"),
    key("tam", Kind::Number(Unit::Money, Domain::POSITIVE), Optional, "Total addressable market a year: the target's share of it is reported.", "2_000_000_000"),
];

/// `[[goals]]`.
pub static GOAL: TableSpec = TableSpec {
    keys: GOAL_KEYS,
    alternatives: &[Alternatives {
        choices: &[Choice { key: "at_least", with: &[] }, Choice { key: "at_most", with: &[] }],
        when_none: WhenNone::Error,
    }],
};

#[rustfmt::skip] // a table
static GOAL_KEYS: &[Key] = &[
    key("metric", Kind::Text, Required, "What is measured: a metric or a stage of the funnel.", "\"nrr\""),
    key("segment", Kind::Text, Optional, "The segment that is measured; the total where none is named.", "\"enterprise\""),
    key("from", Kind::Month, Optional, "The first month of the sum, by default the plan's first; for flows and capacity_bound only.", "\"2027-01\""),
    key("by", Kind::Month, Derived("the target's `by`"), "The month at whose end it is read, or up to which it is summed.", "\"2027-12\""),
    key("at_least", Kind::Number(Unit::Ratio, Domain::ANY), Required, "This or more is wanted.", "1.08"),
    key("at_most", Kind::Number(Unit::Ratio, Domain::ANY), Required, "In place of `at_least`: this or less is wanted.", "500_000"),
];

/// `[run]`.
pub static RUN: TableSpec = TableSpec { keys: RUN_KEYS, alternatives: &[] };

#[rustfmt::skip] // a table
static RUN_KEYS: &[Key] = &[
    key("trials", Kind::Whole { min: 1, max: RunDefaults::MAX_TRIALS }, Default("10_000"), "How many trials are simulated.", "10_000"),
    key("seed", Kind::Whole { min: 0, max: i64::MAX }, Default("1"), "The number that fixes all chance.", "1"),
    key("sampling", Kind::Word(&["random", "lhs"]), Default("\"random\""), "How drivers that are drawn once a trial are sampled; lhs needs a multiple of 16 trials, at least 160.", "\"random\""),
];
