//! `[finance]`.

use super::{Key, Presence, TableSpec, fixed, key, lever, uncertain, uncertain_once};
use crate::plan::{Domain, Unit};
use Presence::{Default, Required};

/// `[finance]`.
pub static FINANCE: TableSpec = TableSpec { keys: FINANCE_KEYS, alternatives: &[] };

#[rustfmt::skip] // a table
static FINANCE_KEYS: &[Key] = &[
    key("gross_margin", uncertain(Unit::Share, Domain::SHARE), Required, "Share of revenue that is left after the cost of revenue.", "0.78"),
    key("rep_cost_annual", uncertain(Unit::Money, Domain::NON_NEGATIVE), Default("0"), "Cost of a rep in seat, a year.", "240_000"),
    key("sdr_cost_annual", uncertain(Unit::Money, Domain::NON_NEGATIVE), Default("0"), "Cost of an SDR, a year.", "95_000"),
    key("commission", uncertain(Unit::Share, Domain::SHARE), Default("0"), "Share of new ARR that is paid as commission.", "0.10"),
    key("marketing_fixed", lever(Unit::Money), Default("0"), "Marketing cost beside the sources' spend, a month.", "40_000"),
    key("customer_success_annual", uncertain(Unit::Share, Domain::SHARE), Default("0"), "Cost of customer success, as a share of ARR a year.", "0.08"),
    key("other_opex", lever(Unit::Money), Default("0"), "R&D and G&A, a month.", "450_000"),
    key("opening_cash", fixed(Unit::Money, Domain::ANY), Default("0"), "Cash at the plan's start, any sign.", "9_000_000"),
    key("prepaid", uncertain(Unit::Share, Domain::SHARE), Default("0"), "Share of contracts billed yearly in advance; the rest is billed monthly.", "0.7"),
    key("collection_months", uncertain_once(Unit::Months, Domain::NON_NEGATIVE), Default("0"), "Months from billing to cash.", "1.5"),
];
