//! `[[correlations]]`, `[[factors]]`, `[[risks]]`, `[[adjust]]`, `[[levers]]`.

use super::{
    Alternatives, CORRELATED, Choice, Identity, Key, Kind, Presence, TableSpec, WhenNone, key, uncertain_once,
};
use crate::plan::{Domain, Unit};
use Presence::{Default, Derived, Optional, Required};

/// `[[correlations]]`.
pub static CORRELATION: TableSpec = TableSpec { keys: CORRELATION_KEYS, alternatives: &[] };

#[rustfmt::skip] // a table
static CORRELATION_KEYS: &[Key] = &[
    key("drivers", Kind::Pair, Required, "The paths of two drivers that are drawn equally often.", "[\"segments.smb.pipeline.win_rate\", \"segments.smb.retention.churn_annual\"]"),
    key("rank", Kind::Number(Unit::Ratio, CORRELATED), Required, "Spearman's rank correlation.", "-0.4"),
];

/// `[[factors]]`.
pub static FACTOR: TableSpec = TableSpec { keys: FACTOR_KEYS, alternatives: &[] };

#[rustfmt::skip] // a table
static FACTOR_KEYS: &[Key] = &[
    key("name", Kind::Name, Required, "The factor's name.", "\"macro\""),
    key("loadings", Kind::Loadings, Required, "How strongly each driver hangs on the common cause: its correlation with it, by path; `*` stands for any one part.", "{ \"segments.*.pipeline.win_rate\" = 0.6 }"),
];

/// `[[risks]]`.
pub static RISK: TableSpec = TableSpec {
    keys: RISK_KEYS,
    alternatives: &[Alternatives {
        choices: &[Choice { key: "month", with: &[] }, Choice { key: "window", with: &[] }],
        when_none: WhenNone::Error,
    }],
};

#[rustfmt::skip] // a table
static RISK_KEYS: &[Key] = &[
    key("name", Kind::Name, Required, "The risk's (or opportunity's) name.", "\"recession\""),
    key("probability", uncertain_once(Unit::Share, Domain::SHARE), Required, "Probability that it happens at all.", "0.2"),
    key("month", Kind::Month, Required, "The month in which it happens, if it does.", "\"2027-07\""),
    key("window", Kind::MonthPair, Required, "In place of `month`: first and last month, each as likely.", "[\"2027-03\", \"2027-06\"]"),
    key("duration", Kind::Whole { min: 1, max: 600 }, Derived("to the end of the plan"), "How many months its adjustments last.", "6"),
    key("adjust", Kind::List(&RISK_ADJUST, Identity::ReplacedWhole), Default("[]"), "What it changes while it lasts.", "[ { driver = \"segments.*.pipeline.win_rate\", multiply = 0.8 } ]"),
    key("cash", Kind::Number(Unit::Money, Domain::ANY), Default("0"), "One-off cash in the month in which it happens; negative for cost.", "-500_000"),
];

/// An adjustment inside a risk.
pub static RISK_ADJUST: TableSpec = TableSpec { keys: RISK_ADJUST_KEYS, alternatives: &[] };

#[rustfmt::skip] // a table
static RISK_ADJUST_KEYS: &[Key] = &[
    key("driver", Kind::Pattern, Required, "The path of what is changed; `*` stands for any one part.", "\"segments.*.pipeline.win_rate\""),
    key("multiply", Kind::Number(Unit::Ratio, Domain::ANY), Default("1"), "Factor.", "0.8"),
    key("add", Kind::Number(Unit::Ratio, Domain::ANY), Default("0"), "Addend, after all factors.", "-0.02"),
];

/// `[[adjust]]`.
pub static ADJUST: TableSpec = TableSpec { keys: ADJUST_KEYS, alternatives: &[] };

#[rustfmt::skip] // a table
static ADJUST_KEYS: &[Key] = &[
    key("driver", Kind::Pattern, Required, "The path of what is changed; `*` stands for any one part.", "\"segments.*.pipeline.win_rate\""),
    key("multiply", Kind::Number(Unit::Ratio, Domain::ANY), Default("1"), "Factor.", "1.2"),
    key("add", Kind::Number(Unit::Ratio, Domain::ANY), Default("0"), "Addend, after all factors.", "2"),
    key("from", Kind::Month, Derived("the plan's start"), "First month of the change.", "\"2027-04\""),
    key("until", Kind::Month, Derived("the plan's end; `from` where counts are added"), "Last month of the change.", "\"2027-06\""),
];

/// `[[levers]]`.
pub static LEVER: TableSpec = TableSpec { keys: LEVER_KEYS, alternatives: &[] };

#[rustfmt::skip] // a table
static LEVER_KEYS: &[Key] = &[
    key("name", Kind::Name, Required, "The lever's name.", "\"more_ads\""),
    key("adjust", Kind::List(&LEVER_ADJUST, Identity::ReplacedWhole), Required, "What it changes, with \"x\" in place of a number for its amount.", "[ { driver = \"segments.smb.pipeline.sources.ads.spend\", add = \"x\" } ]"),
    key("min", Kind::Number(Unit::Ratio, Domain::ANY), Required, "Least amount x.", "0"),
    key("max", Kind::Number(Unit::Ratio, Domain::ANY), Required, "Greatest amount x.", "50_000"),
    key("step", Kind::Number(Unit::Ratio, Domain::POSITIVE), Required, "Step of x; whole for counts.", "5_000"),
    key("cost", Kind::Number(Unit::Money, Domain::ANY), Optional, "Money a year and unit of x, where the finance section does not know it.", "12"),
    key("lead_months", Kind::Number(Unit::Months, Domain::NON_NEGATIVE), Default("0"), "Months until it can start.", "2"),
    key("owner", Kind::Text, Optional, "Who decides it.", "\"CMO\""),
];

/// An adjustment inside a lever.
pub static LEVER_ADJUST: TableSpec = TableSpec { keys: LEVER_ADJUST_KEYS, alternatives: &[] };

#[rustfmt::skip] // a table
static LEVER_ADJUST_KEYS: &[Key] = &[
    key("driver", Kind::Pattern, Required, "The path of what is changed; `*` stands for any one part.", "\"segments.enterprise.capacity.hires\""),
    key("multiply", Kind::Amount, Default("1"), "Factor: a number, or \"x\".", "\"x\""),
    key("add", Kind::Amount, Default("0"), "Addend: a number, or \"x\".", "\"x\""),
    key("from", Kind::Month, Derived("the plan's start"), "First month of the change.", "\"2027-04\""),
    key("until", Kind::Month, Derived("the plan's end; `from` where counts are added"), "Last month of the change.", "\"2027-06\""),
];
