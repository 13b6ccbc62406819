//! Wins: the pipeline path, its reconciliation with capacity, and new ARR (docs/model.md, "Reconciliation").

use super::chance::{self, Event, When};
use super::draws::Chance;
use super::month::Month;
use super::record::SegmentMonth;
use crate::math::isa::each_lane;
use crate::math::lanes::{LANES, Lanes};
use crate::plan::{Deals, DriverId, Plan, Reconcile, Segment};

/// What does not change from block to block.
#[derive(Clone, Debug)]
pub struct ClosingLayout {
    reconcile: Reconcile,
    deals: Deals,
    dispersion: f64,
    win_rate: Option<DriverId>,
    backlog_hold: Option<DriverId>,
    due: Event,
    wins: Event,
    backlog: Event,
    sizes: Event,
}

/// A block's deals that wait for capacity.
#[derive(Clone, Debug)]
pub struct ClosingState {
    backlog: Lanes,
    carry: Lanes,
}

impl ClosingLayout {
    /// Lays out a segment's wins; `None` for a base with renewals only.
    pub fn new(plan: &Plan, segment: &Segment, chance: Chance, seed: u64) -> Option<Self> {
        let deals = segment.deals.clone()?;
        let event = |kind| Event::new(seed, chance, kind, &segment.name);
        Some(Self {
            reconcile: segment.reconcile,
            dispersion: plan.driver(deals.dispersion).fixed(),
            deals,
            win_rate: segment.pipeline.as_ref().map(|p| p.win_rate),
            backlog_hold: segment.pipeline.as_ref().map(|p| p.backlog_hold),
            due: event("wins due"),
            wins: event("wins by capacity"),
            backlog: event("backlog held"),
            sizes: event("deal sizes"),
        })
    }

    /// Nothing waits at time 0.
    pub fn state(&self) -> ClosingState {
        ClosingState { backlog: [0.0; LANES], carry: [0.0; LANES] }
    }
}

/// Wins of the month, in `new_customers`.
pub fn win(month: Month<'_>, layout: &ClosingLayout, state: &mut ClosingState, out: &mut SegmentMonth) {
    let size = month.value(layout.deals.size);
    let mut due = [0.0; LANES];
    if let Some(win_rate) = layout.win_rate {
        let when = When::month(month.block, month.t);
        chance::binomial(layout.due, when, &out.opps_decided, month.value(win_rate), &mut due);
        each_lane(|i| out.pipeline_arr[i] = due[i] * size[i]);
        each_lane(|i| out.pipeline_value[i] = out.open_opps[i] * size[i]);
    }
    match layout.reconcile {
        Reconcile::Constrained => constrain(month, layout, state, &due, out),
        Reconcile::Pipeline => out.new_customers = due,
        Reconcile::Capacity => {
            let mut mean = [0.0; LANES];
            each_lane(|i| mean[i] = out.capacity_arr[i] / size[i]);
            let when = When::month(month.block, month.t);
            chance::poisson(layout.wins, when, &mean, &mut out.new_customers);
        }
        Reconcile::BaseOnly => {}
    }
}

/// Deals wait for capacity: wins = min(q, ⌊k + u⌋), backlog ~ Bin(q - wins, backlog_hold), the rest is lost.
fn constrain(month: Month<'_>, layout: &ClosingLayout, state: &mut ClosingState, due: &Lanes, out: &mut SegmentMonth) {
    let size = month.value(layout.deals.size);
    let when = When::month(month.block, month.t);
    // quotas are quarterly: what was not used, or borrowed, ends with the quarter
    let keeps_carry = month.t > 1 && !month.plan.calendar.starts_quarter(month.t);
    let (mut queue, mut capacity, mut room, mut waiting) = ([0.0; LANES], [0.0; LANES], [0.0; LANES], [0.0; LANES]);
    each_lane(|i| {
        queue[i] = due[i] + state.backlog[i];
        let carry = if keeps_carry { state.carry[i] } else { 0.0 };
        capacity[i] = out.capacity_arr[i] / size[i] + carry;
    });
    chance::rounded(layout.wins, when, &capacity, &mut room);
    each_lane(|i| {
        let wins = queue[i].min(room[i]);
        out.new_customers[i] = wins;
        out.capacity_bound[i] = if queue[i] > wins { 1.0 } else { 0.0 };
        waiting[i] = queue[i] - wins;
        state.carry[i] = capacity[i] - wins;
    });
    if let Some(hold) = layout.backlog_hold {
        chance::binomial(layout.backlog, when, &waiting, month.value(hold), &mut state.backlog);
    }
    out.backlog = state.backlog;
    each_lane(|i| out.wins_lost[i] = waiting[i] - state.backlog[i]);
}

/// New ARR: the sum of the wins' deals.
pub fn book(month: Month<'_>, layout: &ClosingLayout, out: &mut SegmentMonth) {
    let (when, size) = (When::month(month.block, month.t), month.value(layout.deals.size));
    chance::sum_of_deals(layout.sizes, when, &out.new_customers, size, layout.dispersion, &mut out.new_arr);
}
