//! `[segments.NAME]` and its parts.

use super::{
    Alternatives, Choice, Identity, Key, Kind, Length, Presence, TableSpec, WhenNone, fixed, fixed_whole, key,
    uncertain, uncertain_at_start, uncertain_lever, uncertain_once,
};
use crate::plan::{Domain, Timing, Unit};
use Presence::{Default, Derived, Optional, Required};

/// `[segments.NAME]`.
pub static SEGMENT: TableSpec = TableSpec { keys: SEGMENT_KEYS, alternatives: &[] };

#[rustfmt::skip] // a table
static SEGMENT_KEYS: &[Key] = &[
    key("opening_arr", fixed(Unit::Money, Domain::NON_NEGATIVE), Required, "ARR at the plan's start.", "6_000_000"),
    key("opening_customers", fixed_whole(), Required, "Customers at the plan's start; above 0 where opening_arr is.", "80"),
    key("reconcile", Kind::Word(&["constrained", "pipeline", "capacity"]), Derived("\"constrained\" where both paths are given, else the one that is"), "Which build-up path decides what is won: deals wait for capacity, pipeline alone, or capacity alone.", "\"constrained\""),
    key("deals", Kind::Table(&DEALS), Optional, "Sizes of new deals; required with a pipeline or a capacity.", ""),
    key("capacity", Kind::Table(&CAPACITY), Optional, "The sales force and what it can close.", ""),
    key("pipeline", Kind::Table(&PIPELINE), Optional, "Where opportunities come from and how they are decided.", ""),
    key("retention", Kind::Table(&RETENTION), Default(""), "Renewals, churn and expansion.", ""),
];

/// `[segments.NAME.deals]`.
pub static DEALS: TableSpec = TableSpec { keys: DEALS_KEYS, alternatives: &[] };

#[rustfmt::skip] // a table
static DEALS_KEYS: &[Key] = &[
    key("size", uncertain(Unit::Money, Domain::POSITIVE), Required, "Mean ARR of a new deal.", "{ p10 = 55_000, p50 = 75_000, p90 = 110_000 }"),
    key("dispersion", fixed(Unit::Ratio, Domain::NON_NEGATIVE), Default("0"), "Spread (coefficient of variation) of single deals round that mean.", "0.8"),
];

/// `[segments.NAME.capacity]`.
pub static CAPACITY: TableSpec = TableSpec { keys: CAPACITY_KEYS, alternatives: &[] };

#[rustfmt::skip] // a table
static CAPACITY_KEYS: &[Key] = &[
    key("reps", fixed_whole(), Default("0"), "Ramped reps at the plan's start.", "10"),
    key("ramping", Kind::List(&RAMPING, Identity::ReplacedWhole), Default("[]"), "Reps who are still ramping at the plan's start.", "[ { reps = 2, tenure = 1.5 } ]"),
    key("hires", Kind::Counts(Timing::AnyMonth), Default("{}"), "Planned hires, by the month in which they are to start.", "{ \"2027-02\" = 2, \"2027-04\" = 3 }"),
    key("hiring_slip_months", uncertain_at_start(Unit::Months, Domain::NON_NEGATIVE), Default("0"), "Months by which a hiring class starts late.", "{ dist = \"pert\", min = 0, mode = 1, max = 4 }"),
    key("ramp_months", uncertain_at_start(Unit::Months, Domain::NON_NEGATIVE), Required, "Months until a new rep is fully productive.", "6"),
    key("ramp_curve", Kind::Word(&["linear", "s-curve", "step"]), Default("\"linear\""), "How productivity grows over the ramp.", "\"linear\""),
    key("quota_annual", uncertain_lever(Unit::Money), Required, "Quota of a ramped rep, a year.", "800_000"),
    key("attainment", uncertain(Unit::Ratio, Domain::NON_NEGATIVE), Required, "What a ramped rep closes when pipeline is not scarce, as a share of quota.", "0.7"),
    key("attrition_annual", uncertain(Unit::Share, Domain::SHARE_BELOW_ONE), Default("0"), "Share of reps who leave in a year.", "0.25"),
    key("backfill", Kind::Boolean, Default("true"), "Whether leavers are replaced.", "true"),
    key("backfill_months", uncertain_at_start(Unit::Months, Domain::NON_NEGATIVE), Default("0"), "Months until a leaver's replacement starts.", "3"),
    key("seasonality", Kind::Weights(Length::Twelve), Derived("even"), "Capacity by calendar month: 12 weights, January first, scaled to mean 1.", "[1, 1, 2, 1, 1, 2, 1, 1, 2, 1, 1, 2]"),
];

/// `ramping = [...]`.
pub static RAMPING: TableSpec = TableSpec { keys: RAMPING_KEYS, alternatives: &[] };

#[rustfmt::skip] // a table
static RAMPING_KEYS: &[Key] = &[
    key("reps", fixed_whole(), Required, "How many reps.", "2"),
    key("tenure", fixed(Unit::Months, Domain::NON_NEGATIVE), Required, "Months since they started, at the plan's start.", "1.5"),
];

/// `[segments.NAME.pipeline]`.
pub static PIPELINE: TableSpec = TableSpec {
    keys: PIPELINE_KEYS,
    alternatives: &[Alternatives {
        choices: &[Choice { key: "opening_opps", with: &[] }, Choice { key: "opening_decisions", with: &[] }],
        when_none: WhenNone::Take("opening_opps"),
    }],
};

#[rustfmt::skip] // a table
static PIPELINE_KEYS: &[Key] = &[
    key("opening_opps", fixed_whole(), Default("0"), "Open opportunities at the plan's start, in mid-cycle.", "120"),
    key("opening_decisions", Kind::Counts(Timing::WholePlan), Required, "In place of `opening_opps`: how many of them are decided, by month.", "{ \"2027-01\" = 30, \"2027-02\" = 40 }"),
    key("win_rate", uncertain(Unit::Share, Domain::SHARE), Required, "Share of decided opportunities that are won.", "0.22"),
    key("sales_cycle_months", uncertain_at_start(Unit::Months, Domain::POSITIVE), Required, "Mean months from an opportunity's creation to its decision.", "4.5"),
    key("cycle_dispersion", fixed(Unit::Ratio, Domain::NON_NEGATIVE), Default("0.5"), "Spread (coefficient of variation) of single cycles round that mean.", "0.6"),
    key("backlog_hold", uncertain(Unit::Share, Domain::SHARE), Default("0.8"), "Share of the deals waiting for capacity that is kept from month to month.", "0.8"),
    key("opps_factor", uncertain(Unit::Ratio, Domain::NON_NEGATIVE), Default("1"), "Multiplies every source's opportunities: 1.2 is 20 % more pipeline.", "1"),
    key("seasonality", Kind::Weights(Length::Twelve), Derived("even"), "Pipeline creation by calendar month: 12 weights, January first, scaled to mean 1.", "[1, 1, 1, 1, 1, 1, 0.8, 0.6, 1, 1, 1, 0.8]"),
    key("sources", Kind::List(&SOURCE, Identity::By("name")), Default("[]"), "Where opportunities come from.", ""),
];

/// `[[segments.NAME.pipeline.sources]]`.
pub static SOURCE: TableSpec = TableSpec {
    keys: SOURCE_KEYS,
    alternatives: &[Alternatives {
        choices: &[
            Choice { key: "volume", with: &["growth_monthly"] },
            Choice { key: "spend", with: &["cost_per_unit", "elasticity", "reference_spend"] },
            Choice { key: "sdrs", with: &["per_sdr"] },
            Choice { key: "per_rep", with: &[] },
        ],
        when_none: WhenNone::Error,
    }],
};

#[rustfmt::skip] // a table
static SOURCE_KEYS: &[Key] = &[
    key("name", Kind::Name, Required, "The source's name.", "\"inbound\""),
    key("volume", uncertain_lever(Unit::Count), Required, "Units that enter, a month.", "400"),
    key("growth_monthly", uncertain(Unit::Ratio, Domain::GROWTH), Default("0"), "Growth of the volume, a month.", "0.01"),
    key("spend", uncertain_lever(Unit::Money), Required, "In place of `volume`: money spent, a month.", "50_000"),
    key("cost_per_unit", uncertain(Unit::Money, Domain::POSITIVE), Required, "Money for one unit, at the reference spend.", "250"),
    key("elasticity", uncertain(Unit::Share, Domain::SHARE), Default("1"), "How units grow with spend: 1 in proportion, 0.5 with its square root.", "0.8"),
    key("reference_spend", Kind::Schedule(Unit::Money, Domain::NON_NEGATIVE), Derived("the spend before adjustments"), "The spend at which cost_per_unit holds, a month.", "50_000"),
    key("sdrs", uncertain_lever(Unit::Count), Required, "In place of `volume`: sales development reps.", "3"),
    key("per_sdr", uncertain(Unit::Count, Domain::NON_NEGATIVE), Required, "Units that one SDR brings, a month.", "12"),
    key("per_rep", uncertain(Unit::Count, Domain::NON_NEGATIVE), Required, "In place of `volume`: units that a ramped rep brings, a month.", "1.5"),
    key("lag_months", uncertain_once(Unit::Months, Domain::NON_NEGATIVE), Default("0"), "Months from entry to opportunity.", "1"),
    key("stages", Kind::List(&STAGE, Identity::By("to")), Default("[]"), "Conversion to opportunities, in order; without stages the units are opportunities.", "[ { to = \"mql\", rate = 0.3 }, { to = \"opportunity\", rate = 0.1 } ]"),
];

/// `stages = [...]`.
pub static STAGE: TableSpec = TableSpec { keys: STAGE_KEYS, alternatives: &[] };

#[rustfmt::skip] // a table
static STAGE_KEYS: &[Key] = &[
    key("to", Kind::Name, Required, "The stage's name.", "\"mql\""),
    key("rate", uncertain(Unit::Share, Domain::SHARE), Required, "Share of the units that get there.", "0.3"),
];

/// `[segments.NAME.retention]`.
pub static RETENTION: TableSpec = TableSpec { keys: RETENTION_KEYS, alternatives: &[] };

#[rustfmt::skip] // a table
static RETENTION_KEYS: &[Key] = &[
    key("contract_months", Kind::Whole { min: 1, max: 60 }, Default("12"), "Months between renewals.", "12"),
    key("churn_annual", uncertain(Unit::Share, Domain::SHARE_BELOW_ONE), Default("0"), "Share of customers lost in a year.", "0.1"),
    key("contraction_annual", uncertain(Unit::Share, Domain::SHARE_BELOW_ONE), Default("0"), "Share of ARR lost to smaller renewals in a year.", "0.02"),
    key("expansion_annual", uncertain(Unit::Ratio, Domain::NON_NEGATIVE), Default("0"), "Growth of the ARR that stays, a year.", "0.15"),
    key("uplift_annual", uncertain(Unit::Ratio, Domain::NON_NEGATIVE), Default("0"), "Price increase a year, taken at renewal.", "0.03"),
    key("size_dispersion", fixed(Unit::Ratio, Domain::NON_NEGATIVE), Derived("deals.dispersion, else 0"), "Spread (coefficient of variation) of customers' sizes.", "0.8"),
    key("renewal_weights", Kind::Weights(Length::ContractMonths), Derived("even"), "How many of the opening customers renew in the plan's months 1, 2, ..: one weight for each of contract_months.", "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3]"),
    key("key_accounts", Kind::List(&KEY_ACCOUNT, Identity::By("name")), Default("[]"), "Big accounts that renew alone; part of the opening ARR and customers.", "[ { name = \"acme\", arr = 400_000, renewal = \"2027-06\", churn_at_renewal = 0.15 } ]"),
];

/// `key_accounts = [...]`.
pub static KEY_ACCOUNT: TableSpec = TableSpec { keys: KEY_ACCOUNT_KEYS, alternatives: &[] };

#[rustfmt::skip] // a table
static KEY_ACCOUNT_KEYS: &[Key] = &[
    key("name", Kind::Name, Required, "The account's name.", "\"acme\""),
    key("arr", fixed(Unit::Money, Domain::POSITIVE), Required, "Its ARR at the plan's start.", "400_000"),
    key("renewal", Kind::Month, Required, "A month in which it renews; before the plan it is moved on by whole terms.", "\"2027-06\""),
    key("churn_at_renewal", uncertain(Unit::Share, Domain::SHARE), Required, "Probability that it leaves at a renewal.", "0.15"),
];
