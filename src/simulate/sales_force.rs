//! Sales force: groups of reps who start, ramp and leave together (docs/model.md, "Sales force").

use super::chance::{self, Event, When};
use super::draws::Chance;
use super::inputs::{Derived, Inputs, Slot};
use super::month::Month;
use super::record::{SegmentMonth, UNDEFINED, add};
use crate::math::isa::{each_lane, kernel};
use crate::math::lanes::{LANES, Lanes};
use crate::plan::adjust::combined;
use crate::plan::{Plan, RampCurve, SalesForce, Segment};

/// What does not change from block to block.
#[derive(Clone, Debug)]
pub struct ForceLayout {
    force: SalesForce,
    attrition_monthly: Vec<Slot>,
    groups: Vec<GroupLayout>,
}

#[derive(Clone, Copy, Debug)]
struct GroupLayout {
    kind: GroupKind,
    event: Event,
}

/// Who a group is; the number is what its drivers and its random numbers are addressed by.
#[derive(Clone, Copy, Debug, PartialEq)]
enum GroupKind {
    /// The ramped reps at the start.
    Opening,
    /// An entry of `ramping`, by its index.
    Ramping(usize),
    /// The class planned for a month.
    Hired(usize),
    /// The replacements of those who left at the end of a month.
    Replacing(usize),
}

/// A block's groups.
#[derive(Clone, Debug)]
pub struct ForceState {
    size: Vec<Lanes>,
    start: Vec<Lanes>,
}

impl ForceLayout {
    /// Lays out the groups that a segment can have: opening, ramping, classes, replacements.
    pub fn new(
        plan: &Plan,
        segment: &Segment,
        force: &SalesForce,
        inputs: &mut Inputs,
        chance: Chance,
        seed: u64,
    ) -> Self {
        let months = plan.calendar.months;
        let ramping = (0..force.ramping.len()).map(GroupKind::Ramping);
        let hired = plan.counts(force.hires).months(months).into_iter().map(GroupKind::Hired);
        let replacing = (1..months).filter(|_| force.backfill).map(GroupKind::Replacing);
        let kinds = std::iter::once(GroupKind::Opening).chain(ramping).chain(hired).chain(replacing);
        let group = |kind| GroupLayout { kind, event: Event::new(seed, chance, event_name(kind), &segment.name) };
        let groups = kinds.map(group).collect();
        let monthly = |t| {
            let annual = inputs.slot(force.attrition_annual, t);
            inputs.derive(annual, Derived::LossOver { years: 1.0 / 12.0 })
        };
        Self { force: force.clone(), attrition_monthly: (1..=months).map(monthly).collect(), groups }
    }

    /// Room for one block.
    pub fn state(&self) -> ForceState {
        let lanes = vec![[0.0; LANES]; self.groups.len()];
        ForceState { size: lanes.clone(), start: lanes }
    }
}

fn event_name(kind: GroupKind) -> &'static str {
    match kind {
        GroupKind::Opening => "attrition of opening reps",
        GroupKind::Ramping(_) => "attrition of ramping reps",
        GroupKind::Hired(_) => "attrition of hired reps",
        GroupKind::Replacing(_) => "attrition of replacing reps",
    }
}

/// Sizes and start times at time 0: class of month m starts at m - 1 + slip_m.
pub fn begin(month: Month<'_>, layout: &ForceLayout, state: &mut ForceState) {
    let force = &layout.force;
    for ((group, size), start) in layout.groups.iter().zip(&mut state.size).zip(&mut state.start) {
        match group.kind {
            GroupKind::Opening => {
                *size = *month.value(force.reps);
                *start = [f64::NEG_INFINITY; LANES];
            }
            GroupKind::Ramping(i) => {
                *size = *month.value(force.ramping[i].reps);
                let tenure = month.value(force.ramping[i].tenure);
                each_lane(|lane| start[lane] = -tenure[lane]);
            }
            GroupKind::Hired(m) => {
                class_size(month, force, m, size);
                let slip = month.value_in(force.hiring_slip_months, m);
                each_lane(|lane| start[lane] = (m - 1) as f64 + slip[lane]);
            }
            GroupKind::Replacing(_) => *size = [0.0; LANES],
        }
    }
}

/// The planned hires of month m under their adjustments and the risks that are active then.
fn class_size(month: Month<'_>, force: &SalesForce, m: usize, size: &mut Lanes) {
    let counts = month.plan.counts(force.hires);
    let always = combined(&counts.adjustments, m);
    for (lane, size) in size.iter_mut().enumerate() {
        let mut change = always;
        for risk in counts.risk_changes.iter().filter(|r| month.risks.active(r.risk, m, lane)) {
            change.multiply *= risk.change.multiply;
        }
        *size = counts.under(change, m);
    }
}

/// Reps in seat at mid-month, and their productivity.
pub fn seat_and_ramp(month: Month<'_>, layout: &ForceLayout, state: &mut ForceState, out: &mut SegmentMonth) {
    out.reps = [0.0; LANES];
    out.ramped_reps = [0.0; LANES];
    out.hires_started = [0.0; LANES];
    for ((group, size), start) in layout.groups.iter().zip(&state.size).zip(&state.start) {
        if !present(group.kind, month.t) {
            continue;
        }
        let ramp = ramp_months(month, &layout.force, group.kind);
        seat(size, start, ramp, month.t as f64 - 0.5, layout.force.ramp_curve, &mut out.reps, &mut out.ramped_reps);
        if matches!(group.kind, GroupKind::Hired(_) | GroupKind::Replacing(_)) {
            started(size, start, month.t as f64 - 0.5, &mut out.hires_started);
        }
    }
}

/// Whether a group can be in seat in month `t`: classes and replacements start in or after their own month.
fn present(kind: GroupKind, t: usize) -> bool {
    match kind {
        GroupKind::Opening | GroupKind::Ramping(_) => true,
        GroupKind::Hired(m) => m <= t,
        GroupKind::Replacing(m) => m < t,
    }
}

fn ramp_months<'a>(month: Month<'a>, force: &SalesForce, kind: GroupKind) -> &'a Lanes {
    match kind {
        GroupKind::Opening | GroupKind::Ramping(_) => month.value_in(force.ramp_months, 1),
        GroupKind::Hired(m) | GroupKind::Replacing(m) => month.value_in(force.ramp_months, m),
    }
}

/// The productivity share of a rep in seat since `age` months.
#[inline(always)]
fn productivity(age: f64, ramp: f64, curve: RampCurve) -> f64 {
    let share = age / ramp;
    let x = if share < 1.0 { share } else { 1.0 };
    let s_curve = x * x * (3.0 - 2.0 * x);
    let step = if x == 1.0 { 1.0 } else { 0.0 };
    match curve {
        RampCurve::Linear => x,
        RampCurve::SCurve => s_curve,
        RampCurve::Step => step,
    }
}

kernel! {
    fn seat(size: &Lanes, start: &Lanes, ramp: &Lanes, now: f64, curve: RampCurve, reps: &mut Lanes, ramped: &mut Lanes) {
        for i in 0..LANES {
            let age = now - start[i];
            let seated = if age > 0.0 { size[i] } else { 0.0 };
            // an age of 0 over a ramp of 0 is not a number, but then nobody is in seat
            let share = if age > 0.0 { productivity(age, ramp[i], curve) } else { 0.0 };
            reps[i] += seated;
            ramped[i] += seated * share;
        }
    }
}

kernel! {
    fn started(size: &Lanes, start: &Lanes, now: f64, hires_started: &mut Lanes) {
        for i in 0..LANES {
            let age = now - start[i];
            hires_started[i] += if (age > 0.0) & (age <= 1.0) { size[i] } else { 0.0 };
        }
    }
}

/// C_t = quota_annual / 12 · attainment · seasonality · ramped reps.
pub fn capacity(month: Month<'_>, layout: &ForceLayout, out: &mut SegmentMonth) {
    let force = &layout.force;
    let (quota, attainment) = (month.value(force.quota_annual), month.value(force.attainment));
    let season = force.seasonality[month.plan.calendar.month(month.t).month() as usize - 1];
    each_lane(|i| {
        out.capacity_arr[i] = quota[i] / 12.0 * attainment[i] * season * out.ramped_reps[i];
    });
}

/// Quota attainment and productivity since the plan's start.
pub fn efficiency(month: Month<'_>, layout: &ForceLayout, out: &mut SegmentMonth) {
    let quota = month.value(layout.force.quota_annual);
    for (i, quota) in quota.iter().enumerate() {
        out.capacity_new_arr_to_date[i] += out.new_arr[i];
        out.quota_to_date[i] += quota / 12.0 * out.ramped_reps[i];
        out.ramped_to_date[i] += out.ramped_reps[i];
    }
    efficiency_ratios(out);
}

/// The two ratios from their sums; undefined where there was nothing to divide by.
pub fn efficiency_ratios(out: &mut SegmentMonth) {
    let ratio = |top: f64, bottom: f64| if bottom > 0.0 { top / bottom } else { UNDEFINED };
    each_lane(|i| {
        out.quota_attainment[i] = ratio(out.capacity_new_arr_to_date[i], out.quota_to_date[i]);
        out.productivity[i] = ratio(12.0 * out.capacity_new_arr_to_date[i], out.ramped_to_date[i]);
    });
}

/// Leavers of every group in seat; each is replaced after backfill_months, or the seat is lost.
pub fn attrition(month: Month<'_>, layout: &ForceLayout, state: &mut ForceState, out: &mut SegmentMonth) {
    let t = month.t;
    let rate = month.values.lanes(layout.attrition_monthly[t - 1]);
    out.leavers = [0.0; LANES];
    let (mut seated, mut leavers) = ([0.0; LANES], [0.0; LANES]);
    for (i, group) in layout.groups.iter().enumerate().filter(|(_, g)| present(g.kind, t)) {
        each_lane(|lane| {
            let in_seat = t as f64 - 0.5 > state.start[i][lane];
            seated[lane] = if in_seat { state.size[i][lane] } else { 0.0 };
        });
        let origin = match group.kind {
            GroupKind::Opening => 0,
            GroupKind::Ramping(m) | GroupKind::Hired(m) | GroupKind::Replacing(m) => m,
        };
        chance::binomial(group.event, When { block: month.block, t, origin }, &seated, rate, &mut leavers);
        each_lane(|lane| state.size[i][lane] -= leavers[lane]);
        add(&mut out.leavers, &leavers);
    }
    let replacing = layout.groups.iter().position(|g| g.kind == GroupKind::Replacing(t));
    if let Some(i) = replacing {
        let backfill = month.value(layout.force.backfill_months);
        state.size[i] = out.leavers;
        each_lane(|lane| state.start[i][lane] = t as f64 + backfill[lane]);
    }
}

/// Ramped reps in month 1 of the unadjusted reps, ramping and month-1 hires: the time before the plan.
pub fn ramped_before_plan(month: Month<'_>, force: &SalesForce) -> Lanes {
    let mut ramped = *month.value_before_plan(force.reps);
    let (mut reps, first) = ([0.0; LANES], 0.5);
    let ramp = month.value_before_plan(force.ramp_months);
    for entry in &force.ramping {
        let mut start = *month.value_before_plan(entry.tenure);
        start.iter_mut().for_each(|tenure| *tenure = -*tenure);
        let size = month.value_before_plan(entry.reps);
        seat(size, &start, ramp, first, force.ramp_curve, &mut reps, &mut ramped);
    }
    let hires = [month.plan.counts(force.hires).written.at(1) as f64; LANES];
    let slip = month.value_before_plan(force.hiring_slip_months);
    seat(&hires, slip, ramp, first, force.ramp_curve, &mut reps, &mut ramped);
    ramped
}
