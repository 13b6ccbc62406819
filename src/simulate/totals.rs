//! What only the total has: quick ratio, pipeline coverage, and the finance metrics (docs/model.md, section 6).

use super::month::Month;
use super::record::{self, INFINITELY_GOOD, SegmentMonth, TotalMonth, UNDEFINED};
use super::risks::Risks;
use super::{renewals, sales_force};
use crate::math::isa::each_lane;
use crate::math::lanes::{LANES, Lanes};
use crate::plan::{Finance, Metric, Plan};

/// What does not change from block to block.
#[derive(Clone, Debug)]
pub struct TotalsLayout {
    /// The risks, for their one-off cash.
    pub risks: Risks,
    /// By month: what the plan as written still loses less expands from the next month to the target date.
    pub planned_losses_to_come: Vec<f64>,
    /// Whether a segment has a pipeline.
    pub has_pipeline: bool,
}

/// Sums since the plan's start, billings and cash of a block.
#[derive(Clone, Debug)]
pub struct TotalsState {
    gained: Lanes,
    lost: Lanes,
    billings: Vec<Lanes>,
    burn: Vec<Lanes>,
    cash: Lanes,
    sm_cost: Lanes,
    new_customers: Lanes,
    new_margin: Lanes,
    burned: Lanes,
    net_new_arr: Lanes,
}

impl TotalsState {
    /// Room for one block.
    pub fn new(months: usize) -> Self {
        let zero = [0.0; LANES];
        Self {
            gained: zero,
            lost: zero,
            billings: vec![zero; months + 1],
            burn: vec![zero; months + 1],
            cash: zero,
            sm_cost: zero,
            new_customers: zero,
            new_margin: zero,
            burned: zero,
            net_new_arr: zero,
        }
    }
}

/// The state at time 0.
pub fn begin(month: Month<'_>, state: &mut TotalsState, opening_arr: &Lanes) {
    let (billings, burn) = (std::mem::take(&mut state.billings), std::mem::take(&mut state.burn));
    *state = TotalsState { billings, burn, ..TotalsState::new(0) };
    each_lane(|i| state.billings[0][i] = opening_arr[i] / 12.0);
    if let Some(finance) = &month.plan.finance {
        state.cash = *month.value(finance.opening_cash);
    }
}

/// Room for the metrics that only the total has.
pub fn room(plan: &Plan, stages: usize) -> TotalMonth {
    let segment_has = SegmentMonth::new(stages);
    let only = Metric::all(plan).filter(|m| m.in_total(plan) && segment_has.lanes(*m).is_none());
    TotalMonth { only: only.map(|m| (m, [0.0; LANES])).collect(), sum: segment_has }
}

/// Completes a month's totals from the sum of its segments.
pub fn complete(month: Month<'_>, layout: &TotalsLayout, state: &mut TotalsState, total: &mut TotalMonth) {
    let sum = &mut total.sum;
    renewals::retention_ratios(sum);
    sales_force::efficiency_ratios(sum);
    sum.capacity_bound.iter_mut().for_each(|bound| *bound = bound.min(1.0));
    each_lane(|i| {
        state.gained[i] += sum.new_arr[i] + sum.expansion_arr[i] + sum.uplift_arr[i];
        state.lost[i] += sum.churned_arr[i] + sum.contraction_arr[i];
    });
    set(&mut total.only, Metric::QuickRatio, |i| or_good(state.gained[i], state.lost[i]));
    if layout.has_pipeline {
        let sum = &total.sum;
        set(&mut total.only, Metric::PipelineCoverage, |i| coverage(month, layout, sum, i));
    }
    if let Some(finance) = &month.plan.finance {
        run_finance(month, layout, finance, state, total);
    }
}

/// Pipeline value over the new ARR still needed; there is none to need from the target date on.
fn coverage(month: Month<'_>, layout: &TotalsLayout, sum: &SegmentMonth, i: usize) -> f64 {
    let target = &month.plan.target;
    if month.t >= target.by {
        return UNDEFINED;
    }
    or_good(sum.pipeline_value[i], target.arr - sum.arr[i] + layout.planned_losses_to_come[month.t - 1])
}

fn run_finance(
    month: Month<'_>,
    layout: &TotalsLayout,
    finance: &Finance,
    state: &mut TotalsState,
    total: &mut TotalMonth,
) {
    let (t, sum) = (month.t, &total.sum);
    let value = |driver| month.value(driver);
    let (margin, prepaid) = (value(finance.gross_margin), value(finance.prepaid));
    let revenue = lanes(|i| (sum.opening_arr[i] + sum.arr[i]) / 2.0 / 12.0);
    let sm_cost = sales_and_marketing(month, finance, sum);
    let (success, opex) = (value(finance.customer_success_annual), value(finance.other_opex));
    let cost =
        lanes(|i| revenue[i] * (1.0 - margin[i]) + sm_cost[i] + success[i] / 12.0 * sum.opening_arr[i] + opex[i]);
    state.billings[t] = lanes(|i| (1.0 - prepaid[i]) * revenue[i] + prepaid[i] * sum.prepaid_billing[i]);
    let collections = collect(month, finance, state);
    let mut one_off = [0.0; LANES];
    layout.risks.add_cash(month.risks, t, &mut one_off);
    let burn = lanes(|i| cost[i] - collections[i] - one_off[i]);
    state.burn[t] = burn;
    each_lane(|i| {
        state.cash[i] -= burn[i];
        state.sm_cost[i] += sm_cost[i];
        state.new_customers[i] += sum.new_customers[i];
        state.new_margin[i] += sum.new_arr[i] * margin[i];
        state.burned[i] += burn[i];
        state.net_new_arr[i] += sum.net_new_arr[i];
    });
    let only = &mut total.only;
    set(only, Metric::Revenue, |i| revenue[i]);
    set(only, Metric::Billings, |i| state.billings[t][i]);
    set(only, Metric::SmCost, |i| sm_cost[i]);
    set(only, Metric::Collections, |i| collections[i]);
    set(only, Metric::Burn, |i| burn[i]);
    set(only, Metric::Cash, |i| state.cash[i]);
    finance_ratios(t, margin, state, &total.sum, only);
}

fn finance_ratios(t: usize, margin: &Lanes, state: &TotalsState, sum: &SegmentMonth, only: &mut [(Metric, Lanes)]) {
    let recent = t.min(3);
    let mean_burn = |i: usize| (t + 1 - recent..=t).map(|m| state.burn[m][i]).sum::<f64>() / recent as f64;
    let cac = |i: usize| ratio(state.sm_cost[i], state.new_customers[i]);
    let ltv = |i: usize| {
        let arr_a_customer = ratio(sum.arr[i], sum.customers[i]);
        let churn = ratio(sum.arr_times_churn[i], sum.arr[i]);
        if arr_a_customer.is_nan() || churn.is_nan() { UNDEFINED } else { or_good(margin[i] * arr_a_customer, churn) }
    };
    set(only, Metric::RunwayMonths, |i| or_good(state.cash[i], mean_burn(i)));
    set(only, Metric::Cac, cac);
    set(only, Metric::CacPayback, |i| ratio(12.0 * state.sm_cost[i], state.new_margin[i]));
    set(only, Metric::Ltv, ltv);
    set(only, Metric::LtvCac, |i| ratio(ltv(i), cac(i)));
    set(only, Metric::NetSalesEfficiency, |i| ratio(state.net_new_arr[i], state.sm_cost[i]));
    set(only, Metric::BurnMultiple, |i| ratio(state.burned[i], state.net_new_arr[i]));
}

/// Reps, SDRs, spend, fixed marketing and commission.
fn sales_and_marketing(month: Month<'_>, finance: &Finance, sum: &SegmentMonth) -> Lanes {
    let (rep_cost, sdr_cost) = (month.value(finance.rep_cost_annual), month.value(finance.sdr_cost_annual));
    let (fixed, commission) = (month.value(finance.marketing_fixed), month.value(finance.commission));
    lanes(|i| {
        let people = rep_cost[i] / 12.0 * sum.reps[i] + sdr_cost[i] / 12.0 * sum.sdrs[i];
        people + sum.spend[i] + fixed[i] + commission[i] * sum.new_arr[i]
    })
}

/// Billings of collection_months ago, between two months in proportion; before month 1 opening ARR / 12.
fn collect(month: Month<'_>, finance: &Finance, state: &TotalsState) -> Lanes {
    let (t, lag) = (month.t, month.value(finance.collection_months));
    lanes(|i| {
        let (later, earlier, part) = record::lagged(t, lag[i]);
        (1.0 - part) * state.billings[later][i] + part * state.billings[earlier][i]
    })
}

fn lanes(f: impl Fn(usize) -> f64) -> Lanes {
    let mut out = [0.0; LANES];
    each_lane(|i| out[i] = f(i));
    out
}

/// A ratio; undefined where the denominator is not above 0.
fn ratio(top: f64, bottom: f64) -> f64 {
    if bottom > 0.0 { top / bottom } else { UNDEFINED }
}

/// A ratio that is infinitely good where the denominator is not above 0.
fn or_good(top: f64, bottom: f64) -> f64 {
    if bottom > 0.0 { top / bottom } else { INFINITELY_GOOD }
}

fn set(only: &mut [(Metric, Lanes)], metric: Metric, value: impl Fn(usize) -> f64) {
    if let Some((_, out)) = only.iter_mut().find(|(m, _)| *m == metric) {
        *out = lanes(value);
    }
}
