//! One month of a block of trials, in the order of docs/model.md, section 4.

use super::block::{BlockSpec, BlockState};
use super::inputs::{InputBlock, Inputs};
use super::record::{SegmentMonth, add};
use super::risks::RiskBlock;
use super::segment::{SegmentLayout, SegmentState};
use super::{closing, pipeline, renewals, sales_force, totals};
use crate::math::lanes::{LANES, Lanes};
use crate::plan::{DriverId, Plan};

/// What every step of a month sees.
#[derive(Clone, Copy)]
pub struct Month<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The layout of its drivers.
    pub inputs: &'a Inputs,
    /// Their values in this block.
    pub values: &'a InputBlock,
    /// The risks that struck.
    pub risks: &'a RiskBlock,
    /// The block of 256 trials.
    pub block: &'a BlockSpec,
    /// Month t.
    pub t: usize,
}

impl<'a> Month<'a> {
    /// A driver's values in this month.
    pub fn value(&self, driver: DriverId) -> &'a Lanes {
        self.value_in(driver, self.t)
    }

    /// A driver's values in month `t`.
    pub fn value_in(&self, driver: DriverId, t: usize) -> &'a Lanes {
        self.values.lanes(self.inputs.slot(driver, t))
    }

    /// A driver's values in month 1 without adjustments and risks, varying ones at their median.
    pub fn value_before_plan(&self, driver: DriverId) -> &'a Lanes {
        self.values.lanes(self.inputs.before_plan(driver))
    }
}

/// The steps of one segment's month.
pub fn segment_month(month: Month<'_>, layout: &SegmentLayout, state: &mut SegmentState, out: &mut SegmentMonth) {
    out.opening_arr = out.arr;
    if let (Some(force), Some(layout)) = (&mut state.force, &layout.force) {
        sales_force::seat_and_ramp(month, layout, force, out);
        sales_force::capacity(month, layout, out);
    }
    if let (Some(pipeline), Some(layout)) = (&mut state.pipeline, &layout.pipeline) {
        pipeline::create(month, layout, pipeline, out);
        pipeline::decide(month, layout, pipeline, out);
    }
    if let (Some(closing), Some(layout)) = (&mut state.closing, &layout.closing) {
        closing::win(month, layout, closing, out);
        closing::book(month, layout, out);
    }
    renewals::renew(month, &layout.renewals, &mut state.renewals, out);
    renewals::expand(month, &layout.renewals, &mut state.renewals, out);
    renewals::welcome(month, &layout.renewals, &mut state.renewals, out);
    renewals::measure(month, &layout.renewals, &mut state.renewals, out);
    if let (Some(force), Some(layout)) = (&mut state.force, &layout.force) {
        sales_force::efficiency(month, layout, out);
        sales_force::attrition(month, layout, force, out);
    }
}

/// All segments of a month, then the totals.
pub fn whole_month(month: Month<'_>, layouts: &[SegmentLayout], totals: &totals::TotalsLayout, state: &mut BlockState) {
    for ((layout, segment), out) in layouts.iter().zip(&mut state.segments).zip(&mut state.months) {
        segment_month(month, layout, segment, out);
    }
    state.total.sum.sum_of(&state.months);
    totals::complete(month, totals, &mut state.totals, &mut state.total);
}

/// The state of every segment at time 0.
pub fn begin(month: Month<'_>, layouts: &[SegmentLayout], state: &mut BlockState) {
    let mut opening_arr = [0.0; LANES];
    for ((layout, segment), out) in layouts.iter().zip(&mut state.segments).zip(&mut state.months) {
        out.clear();
        begin_segment(month, layout, segment, out);
        add(&mut opening_arr, &out.arr);
    }
    totals::begin(month, &mut state.totals, &opening_arr);
}

/// The state of one segment at time 0; its month is all zero before.
pub fn begin_segment(month: Month<'_>, layout: &SegmentLayout, state: &mut SegmentState, out: &mut SegmentMonth) {
    if let (Some(force), Some(layout)) = (&mut state.force, &layout.force) {
        sales_force::begin(month, layout, force);
    }
    if let (Some(pipeline), Some(layout)) = (&mut state.pipeline, &layout.pipeline) {
        pipeline::begin(month, layout, pipeline, out);
    }
    if let (Some(closing), Some(layout)) = (&mut state.closing, &layout.closing) {
        *closing = layout.state();
    }
    renewals::begin(&layout.renewals, &mut state.renewals, out);
}
