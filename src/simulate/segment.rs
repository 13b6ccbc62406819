//! One segment's layout and state.

use super::closing::{ClosingLayout, ClosingState};
use super::draws::Chance;
use super::inputs::{InputBlock, Inputs};
use super::pipeline::{PipelineLayout, PipelineState};
use super::renewals::{RenewalsLayout, RenewalsState};
use super::sales_force::{ForceLayout, ForceState};
use crate::plan::{Plan, Segment};

/// What does not change from block to block.
#[derive(Clone, Debug)]
pub struct SegmentLayout {
    /// The capacity path.
    pub force: Option<ForceLayout>,
    /// The pipeline path.
    pub pipeline: Option<PipelineLayout>,
    /// Wins.
    pub closing: Option<ClosingLayout>,
    /// Renewals.
    pub renewals: RenewalsLayout,
}

/// The state of a block's trials.
#[derive(Clone, Debug)]
pub struct SegmentState {
    /// The capacity path.
    pub force: Option<ForceState>,
    /// The pipeline path.
    pub pipeline: Option<PipelineState>,
    /// Wins.
    pub closing: Option<ClosingState>,
    /// Renewals.
    pub renewals: RenewalsState,
}

impl SegmentLayout {
    /// Lays out a segment.
    pub fn new(plan: &Plan, segment: &Segment, inputs: &mut Inputs, chance: Chance, seed: u64) -> Self {
        let force = segment.sales_force.as_ref();
        let pipeline = segment.pipeline.as_ref();
        Self {
            force: force.map(|f| ForceLayout::new(plan, segment, f, inputs, chance, seed)),
            pipeline: pipeline.map(|p| PipelineLayout::new(plan, segment, p, inputs, chance, seed)),
            closing: ClosingLayout::new(plan, segment, chance, seed),
            renewals: RenewalsLayout::new(plan, segment, inputs, chance, seed),
        }
    }

    /// Room for one block.
    pub fn state(&self, plan: &Plan, values: &InputBlock) -> SegmentState {
        SegmentState {
            force: self.force.as_ref().map(ForceLayout::state),
            pipeline: self.pipeline.as_ref().map(|p| p.state(plan, values)),
            closing: self.closing.as_ref().map(ClosingLayout::state),
            renewals: self.renewals.state(),
        }
    }
}
