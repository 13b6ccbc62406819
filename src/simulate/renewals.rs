//! Renewals, expansion and retention of pools of customers (docs/model.md, "Renewals", "Expansion").
//!
//! Every pool grows by the same monthly expansion, so a pool holds units: its ARR over the growth index since time 0.

use super::chance::{self, Event, When};
use super::draws::Chance;
use super::inputs::{Derived, Inputs, Slot};
use super::month::Month;
use super::record::SegmentMonth;
use crate::math::isa::{each_lane, kernel};
use crate::math::lanes::{LANES, Lanes};
use crate::plan::{Plan, Retention, Segment};

/// What does not change from block to block.
#[derive(Clone, Debug)]
pub struct RenewalsLayout {
    retention: Retention,
    pools: Vec<PoolLayout>,
    opening: Vec<Opening>,
    size_dispersion: f64,
    churn: Vec<Slot>,
    contraction: Vec<Slot>,
    uplift: Vec<Slot>,
    expansion: Vec<Slot>,
}

/// Customers that renew together.
#[derive(Clone, Debug)]
struct PoolLayout {
    who: Pool,
    /// The month in which it renews next (or was won): it renews every contract_months from there.
    anchor: i32,
    /// Month in which its first customers were won; 0 for the opening base.
    created: usize,
    churned: Event,
    shares: [Event; 2],
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Pool {
    /// Opening customers due in this month.
    Opening,
    /// A key account, by its index.
    KeyAccount(usize),
    /// Customers won in this month (contracts of 1 month: in the plan year that starts with it).
    Won,
}

#[derive(Clone, Copy, Debug)]
struct Opening {
    customers: f64,
    arr: f64,
}

/// A block's pools.
#[derive(Clone, Debug)]
pub struct RenewalsState {
    customers: Vec<Lanes>,
    units: Vec<Lanes>,
    /// Units that stay of those at the start of the plan year, price and expansion aside: Γ over the index then.
    gross: Vec<Lanes>,
    index: Lanes,
    index_before: Lanes,
    year_index: Lanes,
    year_opening_arr: Lanes,
}

impl RenewalsLayout {
    /// Lays out a segment's pools.
    pub fn new(plan: &Plan, segment: &Segment, inputs: &mut Inputs, chance: Chance, seed: u64) -> Self {
        let retention = &segment.retention;
        let opening = opening_pools(plan, segment);
        let term = retention.contract_months as f64 / 12.0;
        let months = 1..=plan.calendar.months;
        let mut rates = |driver, how| -> Vec<Slot> {
            let annual: Vec<Slot> = months.clone().map(|t| inputs.slot(driver, t)).collect();
            annual.into_iter().map(|slot| inputs.derive(slot, how)).collect()
        };
        Self {
            pools: pools(plan, segment, chance, seed),
            opening,
            size_dispersion: plan.driver(retention.size_dispersion).fixed(),
            churn: rates(retention.churn_annual, Derived::LossOver { years: term }),
            contraction: rates(retention.contraction_annual, Derived::LossOver { years: term }),
            uplift: rates(retention.uplift_annual, Derived::GrowthOver { years: term }),
            expansion: rates(retention.expansion_annual, Derived::GrowthOver { years: 1.0 / 12.0 }),
            retention: retention.clone(),
        }
    }

    /// Room for one block.
    pub fn state(&self) -> RenewalsState {
        let lanes = vec![[0.0; LANES]; self.pools.len()];
        RenewalsState {
            customers: lanes.clone(),
            units: lanes.clone(),
            gross: lanes,
            index: [1.0; LANES],
            index_before: [1.0; LANES],
            year_index: [1.0; LANES],
            year_opening_arr: [0.0; LANES],
        }
    }
}

/// Pools in the order of their creation: opening by due month, key accounts, won by month.
fn pools(plan: &Plan, segment: &Segment, chance: Chance, seed: u64) -> Vec<PoolLayout> {
    let retention = &segment.retention;
    let term = retention.contract_months;
    let event = |kind: &str| Event::new(seed, chance, kind, &segment.name);
    let pool = |who, anchor, created, name: &str| PoolLayout {
        who,
        anchor,
        created,
        churned: event(&format!("churn of {name}")),
        shares: [event(&format!("size of those lost of {name}")), event(&format!("size of those kept of {name}"))],
    };
    let mut pools: Vec<PoolLayout> =
        (1..=term).map(|due| pool(Pool::Opening, due as i32, 0, "opening customers")).collect();
    for (i, account) in retention.key_accounts.iter().enumerate() {
        let anchor = moved_into_plan(account.renewal, term as i32);
        pools.push(pool(Pool::KeyAccount(i), anchor, 0, &format!("key account {}", account.name)));
    }
    if segment.deals.is_some() {
        let step = if term == 1 { 12 } else { 1 };
        let won = (1..=plan.calendar.months).step_by(step);
        pools.extend(won.map(|m| pool(Pool::Won, m as i32, m, "customers won")));
    }
    pools
}

/// A renewal before the plan is moved on by whole terms to month 1 or later.
fn moved_into_plan(renewal: i32, term: i32) -> i32 {
    if renewal >= 1 { renewal } else { renewal + (1 - renewal + term - 1) / term * term }
}

/// The opening base in pools, as `pools` orders them: whole customers by largest remainder, ARR in proportion.
fn opening_pools(plan: &Plan, segment: &Segment) -> Vec<Opening> {
    let accounts = &segment.retention.key_accounts;
    let account_arr = |a: &crate::plan::KeyAccount| plan.driver(a.arr).fixed();
    let in_accounts: f64 = accounts.iter().map(account_arr).sum();
    let customers = (plan.driver(segment.opening_customers).fixed() - accounts.len() as f64).max(0.0);
    let arr = (plan.driver(segment.opening_arr).fixed() - in_accounts).max(0.0);
    let each = if customers > 0.0 { arr / customers } else { 0.0 };
    let split = split_by_largest_remainder(customers, &segment.retention.renewal_weights);
    let pools = split.into_iter().map(|customers| Opening { customers, arr: customers * each });
    let single = |a: &crate::plan::KeyAccount| Opening { customers: 1.0, arr: account_arr(a) };
    pools.chain(accounts.iter().map(single)).collect()
}

/// Whole parts of a whole number by weight: the largest remainders are rounded up, those within 1e-9 tie, ties to the
/// earlier.
fn split_by_largest_remainder(total: f64, weights: &[f64]) -> Vec<f64> {
    let sum: f64 = weights.iter().sum();
    let exact: Vec<f64> = weights.iter().map(|w| total * w / sum).collect();
    // a share that is whole but for rounding is whole
    let mut parts: Vec<f64> = exact.iter().map(|x| (x + 1e-9).floor()).collect();
    let mut left = total - parts.iter().sum::<f64>();
    let mut remainders: Vec<(usize, f64)> = exact.iter().zip(&parts).map(|(x, part)| x - part).enumerate().collect();
    while left >= 1.0 && !remainders.is_empty() {
        let largest = remainders.iter().map(|r| r.1).fold(f64::NEG_INFINITY, f64::max);
        let Some(at) = remainders.iter().position(|r| r.1 >= largest - 1e-9) else { break };
        parts[remainders.remove(at).0] += 1.0;
        left -= 1.0;
    }
    parts
}

/// The pools at time 0.
pub fn begin(layout: &RenewalsLayout, state: &mut RenewalsState, out: &mut SegmentMonth) {
    (state.index, state.index_before, state.year_index) = ([1.0; LANES], [1.0; LANES], [1.0; LANES]);
    for (i, pool) in layout.pools.iter().enumerate() {
        let opening = layout.opening.get(i).copied().filter(|_| pool.who != Pool::Won);
        let opening = opening.unwrap_or(Opening { customers: 0.0, arr: 0.0 });
        state.customers[i] = [opening.customers; LANES];
        state.units[i] = [opening.arr; LANES];
        state.gross[i] = [0.0; LANES];
    }
    out.arr = [layout.opening.iter().map(|o| o.arr).sum(); LANES];
    out.customers = [layout.opening.iter().map(|o| o.customers).sum(); LANES];
}

/// Churn, contraction and price of the pools that are due.
pub fn renew(month: Month<'_>, layout: &RenewalsLayout, state: &mut RenewalsState, out: &mut SegmentMonth) {
    let t = month.t;
    if (t - 1).is_multiple_of(12) {
        start_plan_year(state);
    }
    (out.churned_arr, out.contraction_arr, out.uplift_arr) = ([0.0; LANES], [0.0; LANES], [0.0; LANES]);
    out.churned_customers = [0.0; LANES];
    state.index_before = state.index;
    let (mut lost, mut share) = ([0.0; LANES], [0.0; LANES]);
    let rate = |slots: &[Slot]| month.values.lanes(slots[t - 1]);
    for (i, pool) in layout.pools.iter().enumerate().filter(|(_, p)| is_due(p, layout, t)) {
        let churn = match pool.who {
            Pool::KeyAccount(k) => month.value(layout.retention.key_accounts[k].churn_at_renewal),
            Pool::Opening | Pool::Won => rate(&layout.churn),
        };
        let when = When { block: month.block, t, origin: pool.created };
        let customers = &mut state.customers[i];
        chance::binomial(pool.churned, when, customers, churn, &mut lost);
        chance::share_of_sizes(pool.shares, when, &lost, customers, layout.size_dispersion, &mut share);
        each_lane(|lane| customers[lane] -= lost[lane]);
        each_lane(|lane| out.churned_customers[lane] += lost[lane]);
        let (contraction, uplift) = (rate(&layout.contraction), rate(&layout.uplift));
        let flows =
            Flows { churned: &mut out.churned_arr, contraction: &mut out.contraction_arr, uplift: &mut out.uplift_arr };
        renew_pool(&mut state.units[i], &mut state.gross[i], &share, contraction, uplift, &state.index, flows);
    }
}

/// A pool is due first in its anchor's month (what was won, a term after it), and every term from there.
fn is_due(pool: &PoolLayout, layout: &RenewalsLayout, t: usize) -> bool {
    let reached = t as i32 >= pool.anchor && t > pool.created;
    reached && since_renewal(pool, layout, t) == 0
}

/// Months since the pool last renewed or was won; before its anchor counted from whole terms before it, as billing is.
fn since_renewal(pool: &PoolLayout, layout: &RenewalsLayout, t: usize) -> i32 {
    (t as i32 - pool.anchor).rem_euclid(layout.retention.contract_months as i32)
}

struct Flows<'a> {
    churned: &'a mut Lanes,
    contraction: &'a mut Lanes,
    uplift: &'a mut Lanes,
}

kernel! {
    fn renew_pool(units: &mut Lanes, gross: &mut Lanes, share: &Lanes, contraction: &Lanes, uplift: &Lanes, index: &Lanes, flows: Flows<'_>) {
        for i in 0..LANES {
            let arr = units[i] * index[i];
            let churned = arr * share[i];
            let contracted = (arr - churned) * contraction[i];
            let uplifted = (arr - churned - contracted) * uplift[i];
            flows.churned[i] += churned;
            flows.contraction[i] += contracted;
            flows.uplift[i] += uplifted;
            let kept = (1.0 - share[i]) * (1.0 - contraction[i]);
            units[i] *= kept * (1.0 + uplift[i]);
            gross[i] *= kept;
        }
    }
}

fn start_plan_year(state: &mut RenewalsState) {
    state.gross.clone_from(&state.units);
    state.year_index = state.index;
    let units = total(&state.units);
    each_lane(|i| state.year_opening_arr[i] = units[i] * state.index[i]);
}

fn total(pools: &[Lanes]) -> Lanes {
    let mut sum = [0.0; LANES];
    pools.iter().for_each(|pool| super::record::add(&mut sum, pool));
    sum
}

/// Expansion of what was there at the end of the month before, after its renewals.
pub fn expand(month: Month<'_>, layout: &RenewalsLayout, state: &mut RenewalsState, out: &mut SegmentMonth) {
    let rate = month.values.lanes(layout.expansion[month.t - 1]);
    let units = total(&state.units);
    each_lane(|i| {
        out.expansion_arr[i] = rate[i] * units[i] * state.index[i];
        state.index[i] *= 1.0 + rate[i];
    });
}

/// The month's wins become customers; they renew and expand from later months on.
pub fn welcome(month: Month<'_>, layout: &RenewalsLayout, state: &mut RenewalsState, out: &mut SegmentMonth) {
    let t = month.t;
    let Some(i) = layout.pools.iter().rposition(|p| p.who == Pool::Won && p.created <= t) else { return };
    each_lane(|lane| {
        state.customers[i][lane] += out.new_customers[lane];
        state.units[i][lane] += out.new_arr[lane] / state.index[lane];
    });
}

/// ARR, customers, retention of the plan year, and what prepaid contracts are billed.
pub fn measure(month: Month<'_>, layout: &RenewalsLayout, state: &mut RenewalsState, out: &mut SegmentMonth) {
    let t = month.t;
    let year_start = (t - 1) / 12 * 12;
    let (mut kept, mut gross, mut won) = ([0.0; LANES], [0.0; LANES], [0.0; LANES]);
    for (i, pool) in layout.pools.iter().enumerate().filter(|(_, p)| p.created <= t) {
        if pool.created <= year_start {
            super::record::add(&mut kept, &state.units[i]);
            super::record::add(&mut gross, &state.gross[i]);
        } else {
            super::record::add(&mut won, &state.units[i]);
        }
    }
    each_lane(|i| {
        out.arr[i] = (kept[i] + won[i]) * state.index[i];
        out.net_new_arr[i] =
            out.new_arr[i] + out.expansion_arr[i] + out.uplift_arr[i] - out.churned_arr[i] - out.contraction_arr[i];
        out.customers[i] += out.new_customers[i] - out.churned_customers[i];
        out.year_kept_arr[i] = kept[i] * state.index[i];
        out.year_kept_gross[i] = gross[i] * state.year_index[i];
    });
    out.year_opening_arr = state.year_opening_arr;
    retention_ratios(out);
    let churn = month.value(layout.retention.churn_annual);
    each_lane(|i| out.arr_times_churn[i] = out.arr[i] * churn[i]);
    if month.plan.finance.is_some() {
        bill(layout, state, t, out);
    }
}

/// NRR and GRR of the plan year to date; 1 where there was nothing to retain.
pub fn retention_ratios(out: &mut SegmentMonth) {
    let ratio = |top: f64, bottom: f64| if bottom > 0.0 { top / bottom } else { 1.0 };
    each_lane(|i| {
        out.nrr[i] = ratio(out.year_kept_arr[i], out.year_opening_arr[i]);
        out.grr[i] = ratio(out.year_kept_gross[i], out.year_opening_arr[i]);
    });
}

/// Prepaid contracts: billed at signing and renewal, and every 12 months between, for the months to the next billing
/// or renewal; in other months their expansion is billed for the months that are left to it.
fn bill(layout: &RenewalsLayout, state: &RenewalsState, t: usize, out: &mut SegmentMonth) {
    let term = layout.retention.contract_months as i32;
    let (mut billed, mut between) = ([0.0; LANES], [0.0; LANES]);
    for (i, pool) in layout.pools.iter().enumerate().filter(|(_, p)| p.created <= t) {
        let age = since_renewal(pool, layout, t);
        let next = (age / 12 * 12 + 12).min(term);
        let years = (next - age) as f64 / 12.0;
        let sum = if age % 12 == 0 { &mut billed } else { &mut between };
        each_lane(|lane| sum[lane] += state.units[i][lane] * years);
    }
    each_lane(|i| {
        let expansion = state.index[i] - state.index_before[i];
        out.prepaid_billing[i] = billed[i] * state.index[i] + between[i] * expansion;
    });
}
