//! A block of 256 trials of one plan, month by month.

use super::draws::{Draws, Switches};
use super::inputs::{InputBlock, Inputs};
use super::month::{self, Month};
use super::record::{SegmentMonth, TotalMonth};
use super::risks::{RiskBlock, Risks};
use super::segment::{SegmentLayout, SegmentState};
use super::totals::{self, TotalsLayout, TotalsState};
use super::{RunError, RunSpec};
use crate::math::lanes::{LANES, Lanes};
use crate::plan::{DriverId, Metric, Plan, Sampling};
use std::ops::Range;

/// ARR and open opportunities from here on are no plan: a unit slip, not a business.
const LARGEST: f64 = 1e19;

/// A plan made ready to be simulated: all that is the same for every block.
#[derive(Clone, Debug)]
pub struct Program<'a> {
    /// The plan.
    pub plan: &'a Plan,
    inputs: Inputs,
    risks: Risks,
    segments: Vec<SegmentLayout>,
    totals: TotalsLayout,
}

/// A block's memory, used again for block after block.
#[derive(Clone, Debug)]
pub struct Block {
    /// Its number: trials 256 number .. 256 number + 255.
    pub number: u64,
    values: InputBlock,
    risks: RiskBlock,
    state: BlockState,
}

/// What the months change.
#[derive(Clone, Debug)]
pub struct BlockState {
    /// By segment.
    pub segments: Vec<SegmentState>,
    /// By segment: the current month.
    pub months: Vec<SegmentMonth>,
    /// Of the totals.
    pub totals: TotalsState,
    /// The current month in total.
    pub total: TotalMonth,
}

/// Which trials of a block are part of the run, and of which design.
#[derive(Clone, Debug)]
pub struct BlockSpec {
    /// Number of the block.
    pub number: u64,
    /// Its lanes that are part of the run.
    pub lanes: Range<usize>,
    /// All trials of a Latin hypercube run; `None`: random sampling.
    pub lhs_trials: Option<u64>,
    /// Which players are on in which trials, where the draws have switches.
    pub switches: Switches,
}

impl BlockSpec {
    /// Block `number` of a run.
    pub fn new(spec: &RunSpec, number: u64) -> Self {
        let first = number * LANES as u64;
        let lane = |trial: u64| (trial.max(first) - first).min(LANES as u64) as usize;
        Self {
            number,
            lanes: lane(spec.trials.start)..lane(spec.trials.end),
            lhs_trials: (spec.sampling == Sampling::Lhs).then_some(spec.design_trials),
            switches: Switches::default(),
        }
    }
}

/// Numbers of the blocks that hold a run's trials.
pub fn numbers(spec: &RunSpec) -> Range<u64> {
    let lanes = LANES as u64;
    spec.trials.start / lanes..spec.trials.end.div_ceil(lanes)
}

impl<'a> Program<'a> {
    /// Lays out a plan for these draws. `planned_losses_to_come`: see [`TotalsLayout`].
    pub fn new(plan: &'a Plan, draws: &Draws, seed: u64, planned_losses_to_come: Vec<f64>) -> Self {
        let mut inputs = Inputs::new(plan, draws, seed);
        let layout = |segment| SegmentLayout::new(plan, segment, &mut inputs, draws.chance, seed);
        let segments = plan.segments.iter().map(layout).collect();
        let risks = Risks::new(plan, &inputs, draws.risks, seed);
        let has_pipeline = plan.segments.iter().any(|s| s.pipeline.is_some());
        let totals = TotalsLayout { risks: risks.clone(), planned_losses_to_come, has_pipeline };
        Self { plan, inputs, risks, segments, totals }
    }

    /// Memory for one block at a time.
    pub fn block(&self) -> Block {
        let values = self.inputs.block();
        let stages = self.plan.stages.len();
        let state = BlockState {
            segments: self.segments.iter().map(|s| s.state(self.plan, &values)).collect(),
            months: vec![SegmentMonth::new(stages); self.segments.len()],
            totals: TotalsState::new(self.plan.calendar.months),
            total: totals::room(self.plan, stages),
        };
        Block { number: 0, values, risks: self.risks.block(), state }
    }

    /// Simulates a block; `observe` sees it at the end of each month.
    pub fn simulate(
        &self,
        spec: &BlockSpec,
        block: &mut Block,
        observe: &mut dyn FnMut(usize, &Block),
    ) -> Result<(), RunError> {
        self.draw(spec, block);
        self.settle(spec, None, block)?;
        month::begin(self.month(spec, 1, &block.values, &block.risks), &self.segments, &mut block.state);
        for t in 1..=self.plan.calendar.months {
            let month = self.month(spec, t, &block.values, &block.risks);
            month::whole_month(month, &self.segments, &self.totals, &mut block.state);
            self.stay_finite(spec, block, t)?;
            observe(t, block);
        }
        Ok(())
    }

    /// Draws the drivers of a block, whatever is switched on later.
    pub fn draw(&self, spec: &BlockSpec, block: &mut Block) {
        block.number = spec.number;
        self.inputs.draw(self.plan, spec, &mut block.values);
    }

    /// Brings what was drawn, of one segment or of all, to what is switched on.
    fn settle(&self, spec: &BlockSpec, segment: Option<usize>, block: &mut Block) -> Result<(), RunError> {
        self.inputs.switch(self.plan, spec, segment, &mut block.values)?;
        self.risks.draw(&block.values, spec, &mut block.risks);
        self.inputs.settle(self.plan, spec, segment, &block.risks, &mut block.values)
    }

    /// ARR of one segment at the end of month `last`, the other segments left alone: they do not act on it. The block
    /// has been [drawn](Program::draw).
    pub fn segment_arr(
        &self,
        spec: &BlockSpec,
        block: &mut Block,
        segment: usize,
        last: usize,
    ) -> Result<Lanes, RunError> {
        self.settle(spec, Some(segment), block)?;
        let Block { values, risks, state, .. } = block;
        let (layout, of_segment, out) =
            (&self.segments[segment], &mut state.segments[segment], &mut state.months[segment]);
        out.clear();
        month::begin_segment(self.month(spec, 1, values, risks), layout, of_segment, out);
        for t in 1..=last {
            month::segment_month(self.month(spec, t, values, risks), layout, of_segment, out);
            self.refuse(spec, t, |lane| !(out.arr[lane] < LARGEST && out.open_opps[lane] < LARGEST))?;
        }
        Ok(out.arr)
    }

    fn month<'b>(&'b self, block: &'b BlockSpec, t: usize, values: &'b InputBlock, risks: &'b RiskBlock) -> Month<'b> {
        Month { plan: self.plan, inputs: &self.inputs, values, risks, block, t }
    }

    /// Amounts that grow beyond all reason are the scenario's mistake: say where, before sums lose their digits.
    fn stay_finite(&self, spec: &BlockSpec, block: &Block, t: usize) -> Result<(), RunError> {
        let sum = &block.state.total.sum;
        self.refuse(spec, t, |lane| !(sum.arr[lane] < LARGEST && sum.open_opps[lane] < LARGEST))
    }

    fn refuse(&self, spec: &BlockSpec, t: usize, beyond: impl Fn(usize) -> bool) -> Result<(), RunError> {
        match spec.lanes.clone().find(|&lane| beyond(lane)) {
            None => Ok(()),
            Some(lane) => Err(RunError::NotFinite {
                trial: spec.number * LANES as u64 + lane as u64,
                month: self.plan.calendar.month(t).to_string(),
            }),
        }
    }

    /// The values of a driver in month `t` as drawn, before adjustments and risks.
    pub fn driver_drawn<'b>(&self, block: &'b Block, driver: DriverId, t: usize) -> &'b Lanes {
        block.values.lanes(self.inputs.unadjusted(driver, t))
    }

    /// The month in which a risk (by its index) strikes; infinite where it does not.
    pub fn risk_start<'b>(&self, block: &'b Block, risk: usize) -> &'b Lanes {
        block.risks.period(risk).0
    }
}

impl Block {
    /// The current month of a metric, of a segment or in total; `None` where there is no such metric.
    pub fn lanes(&self, metric: Metric, segment: Option<usize>) -> Option<&Lanes> {
        match segment {
            Some(s) => self.state.months.get(s)?.lanes(metric),
            None => self.state.total.lanes(metric),
        }
    }
}
