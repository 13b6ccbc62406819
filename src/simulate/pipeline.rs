//! Pipeline creation and decision (docs/model.md, "Pipeline creation", "Sales cycle").

use super::chance::{self, Event, When};
use super::cycle::{CycleBlock, CycleLayout};
use super::draws::Chance;
use super::inputs::{InputBlock, Inputs};
use super::month::Month;
use super::record::{self, SegmentMonth, add};
use super::sales_force::ramped_before_plan;
use crate::math::isa::{each_lane, kernel};
use crate::math::lanes::{LANES, Lanes};
use crate::math::vector::{exp, ln};
use crate::plan::{DriverId, OpeningPipeline, Pipeline, Plan, SalesForce, Segment, Source, SourceKind};

/// What does not change from block to block.
#[derive(Clone, Debug)]
pub struct PipelineLayout {
    pipeline: Pipeline,
    force: Option<SalesForce>,
    cycle: CycleLayout,
    created: Event,
    decided: Event,
    opening_decided: Event,
    opening_after_plan: f64,
}

/// A block's pipeline.
#[derive(Clone, Debug)]
pub struct PipelineState {
    /// By source: y before the plan (index 0) and in each month.
    entered: Vec<Vec<Lanes>>,
    /// By source: Π (1 + growth_monthly).
    grown: Vec<Lanes>,
    /// By creation month: still open.
    open: Vec<Lanes>,
    opening_open: Lanes,
    cycle: CycleBlock,
}

impl PipelineLayout {
    /// Lays out a segment's pipeline.
    pub fn new(
        plan: &Plan,
        segment: &Segment,
        pipeline: &Pipeline,
        inputs: &Inputs,
        chance: Chance,
        seed: u64,
    ) -> Self {
        let event = |kind| Event::new(seed, chance, kind, &segment.name);
        let dispersion = plan.driver(pipeline.cycle_dispersion).fixed();
        Self {
            pipeline: pipeline.clone(),
            force: segment.sales_force.clone(),
            cycle: CycleLayout::new(plan, inputs, pipeline.sales_cycle_months, dispersion),
            created: event("opportunities created"),
            decided: event("opportunities decided"),
            opening_decided: event("opening opportunities decided"),
            opening_after_plan: after_plan(plan, pipeline.opening),
        }
    }

    /// Room for one block.
    pub fn state(&self, plan: &Plan, values: &InputBlock) -> PipelineState {
        let (months, sources) = (plan.calendar.months, self.pipeline.sources.len());
        PipelineState {
            entered: vec![vec![[0.0; LANES]; months + 1]; sources],
            grown: vec![[1.0; LANES]; sources],
            open: vec![[0.0; LANES]; months],
            opening_open: [0.0; LANES],
            cycle: self.cycle.block(values),
        }
    }
}

/// Opening opportunities that are decided after the plan: they only stay open.
fn after_plan(plan: &Plan, opening: OpeningPipeline) -> f64 {
    let last = plan.calendar.months;
    match opening {
        OpeningPipeline::Opps(_) => 0.0,
        OpeningPipeline::Decisions(id) => {
            let counts = plan.counts(id);
            counts.written.counts.keys().filter(|&&t| t > last).map(|&t| counts.at(t)).sum()
        }
    }
}

/// The pipeline at time 0, and the time before the plan.
pub fn begin(month: Month<'_>, layout: &PipelineLayout, state: &mut PipelineState, out: &mut SegmentMonth) {
    let pipeline = &layout.pipeline;
    layout.cycle.fill(month.values, &mut state.cycle);
    state.opening_open = match pipeline.opening {
        OpeningPipeline::Opps(opps) => *month.value(opps),
        OpeningPipeline::Decisions(id) => {
            let inside: f64 = (1..=month.plan.calendar.months).map(|t| month.plan.counts(id).at(t)).sum();
            [inside + layout.opening_after_plan; LANES]
        }
    };
    out.open_opps = state.opening_open;
    let before = |driver| month.value_before_plan(driver);
    let ramped = layout.force.as_ref().map_or([0.0; LANES], |force| ramped_before_plan(month, force));
    for ((source, entered), grown) in pipeline.sources.iter().zip(&mut state.entered).zip(&mut state.grown) {
        *grown = [1.0; LANES];
        let y = &mut entered[0];
        units(source, &before, reference_before(month, source), &ramped, grown, y);
        for stage in &source.stages {
            multiply(y, before(stage.rate));
        }
        multiply(y, before(pipeline.opps_factor));
    }
}

/// Units, stages and opportunities of every source; then opps_created ~ Poi(λ).
pub fn create(month: Month<'_>, layout: &PipelineLayout, state: &mut PipelineState, out: &mut SegmentMonth) {
    let (pipeline, t) = (&layout.pipeline, month.t);
    let season = pipeline.seasonality[month.plan.calendar.month(t).month() as usize - 1];
    let value = |driver| month.value(driver);
    let mut intensity = [0.0; LANES];
    out.stages.fill([0.0; LANES]);
    (out.spend, out.sdrs) = ([0.0; LANES], [0.0; LANES]);
    for ((source, entered), grown) in pipeline.sources.iter().zip(&mut state.entered).zip(&mut state.grown) {
        grow(month, source, grown);
        let y = &mut entered[t];
        units(source, &value, reference(month, source, t), &out.ramped_reps, grown, y);
        y.iter_mut().for_each(|y| *y *= season);
        for stage in &source.stages {
            multiply(y, value(stage.rate));
            add(&mut out.stages[stage.stage], y);
        }
        multiply(y, value(pipeline.opps_factor));
        lagged(entered, t, value(source.lag_months), &mut intensity);
        spend_and_sdrs(month, source, out);
    }
    chance::poisson(layout.created, When::month(month.block, t), &intensity, &mut out.opps_created);
}

/// Π_{s=2..t} (1 + growth_monthly_s)
fn grow(month: Month<'_>, source: &Source, grown: &mut Lanes) {
    if let (SourceKind::Volume { growth_monthly, .. }, true) = (&source.kind, month.t > 1) {
        let growth = month.value(*growth_monthly);
        each_lane(|i| grown[i] *= 1.0 + growth[i]);
    }
}

/// The spend at which cost_per_unit holds in month `t`.
fn reference<'a>(month: Month<'a>, source: &Source, t: usize) -> Reference<'a> {
    match &source.kind {
        SourceKind::Spend { reference_spend: Some(schedule), .. } => Reference::Given(schedule.at(t as i32)),
        SourceKind::Spend { spend, .. } => {
            Reference::Unadjusted(month.values.lanes(month.inputs.unadjusted(*spend, t)))
        }
        _ => Reference::Given(0.0),
    }
}

/// The same in the time before the plan.
fn reference_before<'a>(month: Month<'a>, source: &Source) -> Reference<'a> {
    match &source.kind {
        SourceKind::Spend { spend, reference_spend: None, .. } => {
            Reference::Unadjusted(month.value_before_plan(*spend))
        }
        _ => reference(month, source, 1),
    }
}

enum Reference<'a> {
    Given(f64),
    Unadjusted(&'a Lanes),
}

/// What a source brings in a month, before seasonality and stages.
fn units<'a>(
    source: &Source,
    value: &dyn Fn(DriverId) -> &'a Lanes,
    reference: Reference<'_>,
    ramped_reps: &Lanes,
    grown: &Lanes,
    out: &mut Lanes,
) {
    match source.kind {
        SourceKind::Volume { volume, .. } => product(value(volume), grown, out),
        SourceKind::Sdrs { sdrs, per_sdr } => product(value(sdrs), value(per_sdr), out),
        SourceKind::PerRep { per_rep } => product(value(per_rep), ramped_reps, out),
        SourceKind::Spend { spend, cost_per_unit, elasticity, .. } => {
            let (spend, cost, elasticity) = (value(spend), value(cost_per_unit), value(elasticity));
            each_lane(|i| {
                let reference = match reference {
                    Reference::Given(x) => x,
                    Reference::Unadjusted(lanes) => lanes[i],
                };
                out[i] = effective_spend(spend[i], reference, elasticity[i]) / cost[i];
            });
        }
    }
}

/// reference^(1-e) spend^e; spend where the reference is 0; 0⁰ is 1.
fn effective_spend(spend: f64, reference: f64, elasticity: f64) -> f64 {
    if elasticity == 1.0 || reference == 0.0 || spend == reference {
        spend
    } else if spend == 0.0 {
        if elasticity == 0.0 { reference } else { 0.0 }
    } else {
        exp((1.0 - elasticity) * ln(reference) + elasticity * ln(spend))
    }
}

/// λ: (1-φ) y_{t-i} + φ y_{t-i-1}, y before month 1 being the time before the plan.
fn lagged(entered: &[Lanes], t: usize, lag_months: &Lanes, intensity: &mut Lanes) {
    if lag_months.iter().all(|&lag| lag == lag_months[0]) {
        let (later, earlier, part) = record::lagged(t, lag_months[0]);
        add_between(intensity, &entered[later], &entered[earlier], part);
        return;
    }
    each_lane(|i| {
        let (later, earlier, part) = record::lagged(t, lag_months[i]);
        intensity[i] += (1.0 - part) * entered[later][i] + part * entered[earlier][i];
    });
}

kernel! {
    fn add_between(sum: &mut Lanes, later: &Lanes, earlier: &Lanes, part: f64) {
        for i in 0..LANES {
            sum[i] += (1.0 - part) * later[i] + part * earlier[i];
        }
    }
}

fn spend_and_sdrs(month: Month<'_>, source: &Source, out: &mut SegmentMonth) {
    match source.kind {
        SourceKind::Spend { spend, .. } => add(&mut out.spend, month.value(spend)),
        SourceKind::Sdrs { sdrs, .. } => add(&mut out.sdrs, month.value(sdrs)),
        SourceKind::Volume { .. } | SourceKind::PerRep { .. } => {}
    }
}

/// Decisions of what is open: successive binomials by creation month, and of the opening opportunities.
pub fn decide(month: Month<'_>, layout: &PipelineLayout, state: &mut PipelineState, out: &mut SegmentMonth) {
    let (t, block) = (month.t, month.block);
    let mut decided = [0.0; LANES];
    state.open[t - 1] = out.opps_created;
    out.opps_decided = [0.0; LANES];
    for m in 1..=t {
        let share = layout.cycle.decided(&state.cycle, m, t - m);
        let open = &mut state.open[m - 1];
        chance::binomial(layout.decided, When { block, t, origin: m }, open, share, &mut decided);
        each_lane(|i| open[i] -= decided[i]);
        add(&mut out.opps_decided, &decided);
    }
    match layout.pipeline.opening {
        OpeningPipeline::Decisions(id) => decided = [month.plan.counts(id).at(t); LANES],
        OpeningPipeline::Opps(_) => {
            let (when, share) = (When::month(block, t), state.cycle.opening(t));
            chance::binomial(layout.opening_decided, when, &state.opening_open, share, &mut decided);
        }
    }
    each_lane(|i| state.opening_open[i] -= decided[i]);
    add(&mut out.opps_decided, &decided);
    each_lane(|i| {
        out.open_opps[i] += out.opps_created[i] - out.opps_decided[i];
    });
}

kernel! {
    fn multiply(x: &mut Lanes, by: &Lanes) {
        for i in 0..LANES {
            x[i] *= by[i];
        }
    }
}

kernel! {
    fn product(a: &Lanes, b: &Lanes, out: &mut Lanes) {
        for i in 0..LANES {
            out[i] = a[i] * b[i];
        }
    }
}
