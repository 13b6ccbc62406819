//! The target set for each team: required new ARR, split over segments, and what each of them has to do for it.

use super::bridge::{Bridge, FLOWS, is_loss};
use super::capacity_needs;
use super::pipeline_needs::{self, WithoutNew};
use super::sample::Sample;
use crate::analysis::Estimate;
use crate::outcome::{Outcome, Planned};
use crate::plan::{Metric, Plan, Reconcile};
use crate::simulate::RunError;

/// From the target down to what every segment has to win.
#[derive(Clone, Debug)]
pub struct Cascade {
    /// Target less opening ARR, money.
    pub required_net_new_arr: f64,
    /// That less mean expansion and uplift, plus mean churn and contraction; its interval is the means'.
    pub required_new_arr: Estimate,
    /// By what it is split over the segments.
    pub split: Split,
    /// One a segment, in the order of the plan; empty where nothing has to be won or nobody can win.
    pub segments: Vec<SegmentNeeds>,
}

/// By what required new ARR is split over the segments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// `[target] mix`.
    Mix,
    /// The plan as written's new ARR to the target date.
    PlanAsWritten,
}

/// What one segment has to do.
#[derive(Clone, Debug)]
pub struct SegmentNeeds {
    /// Index of the segment.
    pub segment: usize,
    /// Its share of required new ARR.
    pub share: f64,
    /// Required new ARR to the target date, money.
    pub required_new_arr: f64,
    /// The plan as written's, money.
    pub planned_new_arr: f64,
    /// Whether pipeline can bring it.
    pub pipeline: Reach,
    /// What has to be done, month by month.
    pub rows: Vec<Row>,
}

/// Whether more pipeline brings what a segment needs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reach {
    /// It has no pipeline that decides its wins.
    NoPipeline,
    /// Its sources have to create this multiple of what they do as written (0: what is open already is enough).
    Factor(f64),
    /// Nothing that is created is decided by the target date.
    TooLate,
    /// It wins no customers at all, or none of its opportunities is won.
    NoMotion,
}

/// Something that a segment needs.
#[derive(Clone, Debug)]
pub struct Row {
    /// What.
    pub measure: Measure,
    /// Index of the source, where it is one source's.
    pub source: Option<usize>,
    /// By month from 1 to the target date; `None`: cannot be said.
    pub needed: Vec<Option<f64>>,
    /// The plan as written.
    pub planned: Vec<Option<f64>>,
}

/// What is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// New ARR, money.
    NewArr,
    /// New customers.
    Wins,
    /// Opportunities decided.
    Decisions,
    /// Opportunities created.
    Opportunities,
    /// Units of a named stage (index into [`Plan::stages`]).
    Stage(usize),
    /// Open pipeline at deal size, money.
    Pipeline,
    /// Open pipeline over the new ARR that is still to come.
    Coverage,
    /// Spend of a source, money.
    Spend,
    /// SDRs of a source.
    Sdrs,
    /// Ramped reps.
    RampedReps,
    /// Quota to assign, money.
    Quota,
}

/// How the months of a measure make a longer period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    /// Added up.
    Summed,
    /// The mean of the months: people.
    Averaged,
    /// As at the end.
    AtEnd,
}

impl Measure {
    /// How months make a longer period.
    pub fn joined(self) -> Joined {
        match self {
            Measure::Sdrs | Measure::RampedReps => Joined::Averaged,
            Measure::Pipeline | Measure::Coverage => Joined::AtEnd,
            _ => Joined::Summed,
        }
    }

    /// The metric of a trial that it is held against; `None`: it is decided, not simulated.
    pub fn metric(self) -> Option<Metric> {
        match self {
            Measure::NewArr => Some(Metric::NewArr),
            Measure::Wins => Some(Metric::NewCustomers),
            Measure::Decisions => Some(Metric::OppsDecided),
            Measure::Opportunities => Some(Metric::OppsCreated),
            Measure::Stage(i) => Some(Metric::Stage(i)),
            Measure::Pipeline | Measure::Coverage => Some(Metric::PipelineValue),
            Measure::RampedReps => Some(Metric::RampedReps),
            Measure::Spend | Measure::Sdrs | Measure::Quota => None,
        }
    }
}

impl Row {
    /// Needed from month `first` to `last`.
    pub fn needed_in(&self, (first, last): (usize, usize)) -> Option<f64> {
        joined(&self.needed, self.measure.joined(), (first, last))
    }

    /// As written from month `first` to `last`.
    pub fn planned_in(&self, (first, last): (usize, usize)) -> Option<f64> {
        joined(&self.planned, self.measure.joined(), (first, last))
    }
}

/// Months as one period; `None` where a month that counts cannot be said.
pub fn joined(months: &[Option<f64>], how: Joined, (first, last): (usize, usize)) -> Option<f64> {
    let months = months.get(first - 1..last)?;
    let sum = || months.iter().copied().sum::<Option<f64>>();
    match how {
        Joined::Summed => sum(),
        Joined::Averaged => sum().map(|sum| sum / months.len() as f64),
        Joined::AtEnd => months.last().copied().flatten(),
    }
}

/// The cascade of the target.
///
/// # Errors
/// Where the plan as written without new opportunities cannot be walked through; it can where the plan can.
pub fn cascade(plan: &Plan, outcome: &Outcome, sample: &Sample, total: &Bridge) -> Result<Cascade, RunError> {
    let (required_net_new_arr, required_new_arr) = required(plan, sample, total);
    let (split, shares) = shares(plan, &outcome.planned);
    let mut cascade = Cascade { required_net_new_arr, required_new_arr, split, segments: Vec::new() };
    let required = required_new_arr.value.unwrap_or(0.0);
    if required <= 0.0 || shares.iter().sum::<f64>() <= 0.0 {
        return Ok(cascade);
    }
    let without_new = pipeline_needs::without_new(plan)?;
    let needs = |(segment, &share): (usize, &f64)| {
        segment_needs(plan, &outcome.planned, &without_new, (segment, share, share * required))
    };
    cascade.segments = shares.iter().enumerate().map(needs).collect();
    Ok(cascade)
}

/// Net new ARR that the target takes, and new ARR once the base has grown and shrunk as it does on average.
fn required(plan: &Plan, sample: &Sample, total: &Bridge) -> (f64, Estimate) {
    let net_new = plan.target.arr - total.opening_arr;
    let column = |flow| sample.of(super::sample::sum(flow, None, (1, plan.target.by)));
    let base: Vec<&[f64]> = FLOWS.iter().filter(|f| **f != Metric::NewArr).map(|f| column(*f)).collect();
    let signs: Vec<f64> =
        FLOWS.iter().filter(|f| **f != Metric::NewArr).map(|f| if is_loss(*f) { 1.0 } else { -1.0 }).collect();
    let of_trial = |i: usize| net_new + base.iter().zip(&signs).map(|(column, sign)| sign * column[i]).sum::<f64>();
    let values: Vec<f64> = (0..sample.trials()).map(of_trial).collect();
    (net_new, super::sample::mean_estimate(&values))
}

/// Every segment's share of required new ARR; all 0 where nobody wins as written and no mix is given.
fn shares(plan: &Plan, planned: &Planned) -> (Split, Vec<f64>) {
    let mix = &plan.target.mix;
    if !mix.is_empty() {
        let share = |s: &crate::plan::Segment| mix.get(&s.name).copied().unwrap_or(0.0);
        return (Split::Mix, plan.segments.iter().map(share).collect());
    }
    let planned: Vec<f64> = (0..plan.segments.len()).map(|s| new_arr(plan, planned, s)).collect();
    let total: f64 = planned.iter().sum();
    let share = |x: &f64| if total > 0.0 { x / total } else { 0.0 };
    (Split::PlanAsWritten, planned.iter().map(share).collect())
}

fn new_arr(plan: &Plan, planned: &Planned, segment: usize) -> f64 {
    planned.period(Metric::NewArr, Some(segment), 1, plan.target.by).unwrap_or(0.0)
}

/// Shares of the months in a segment's new ARR: the plan as written's; where it wins nothing there, the whole company's;
/// where nobody wins, even ones.
fn profile(planned: &Planned, by: usize, segment: usize) -> Vec<f64> {
    let months =
        |place| -> Vec<f64> { (1..=by).map(|t| planned.month(Metric::NewArr, place, t).unwrap_or(0.0)).collect() };
    let found = [months(Some(segment)), months(None)].into_iter().find(|m| m.iter().sum::<f64>() > 0.0);
    let months = found.unwrap_or(vec![1.0; by]);
    let sum: f64 = months.iter().sum();
    months.iter().map(|x| x / sum).collect()
}

/// A segment's needs: new ARR by month as the plan as written's, wins at its deal size, then what each path takes.
fn segment_needs(
    plan: &Plan,
    planned: &Planned,
    without_new: &WithoutNew,
    (index, share, required): (usize, f64, f64),
) -> SegmentNeeds {
    let (segment, by) = (&plan.segments[index], plan.target.by);
    let months = |metric| (1..=by).map(|t| planned.month(metric, Some(index), t)).collect::<Vec<Option<f64>>>();
    let planned_new_arr = new_arr(plan, planned, index);
    let mut needs = SegmentNeeds {
        segment: index,
        share,
        required_new_arr: required,
        planned_new_arr,
        pipeline: Reach::NoPipeline,
        rows: Vec::new(),
    };
    let new_arr: Vec<f64> = profile(planned, by, index).iter().map(|share| share * required).collect();
    let row = |measure, needed: &[f64], metric| Row {
        measure,
        source: None,
        needed: needed.iter().copied().map(Some).collect(),
        planned: months(metric),
    };
    needs.rows.push(row(Measure::NewArr, &new_arr, Metric::NewArr));
    let Some(deals) = &segment.deals else {
        needs.pipeline = Reach::NoMotion;
        return needs;
    };
    let size: Vec<f64> = (1..=by).map(|t| plan.driver(deals.size).as_written(t)).collect();
    let wins: Vec<f64> = new_arr.iter().zip(&size).map(|(arr, size)| arr / size).collect();
    needs.rows.push(row(Measure::Wins, &wins, Metric::NewCustomers));
    let has_pipeline = matches!(segment.reconcile, Reconcile::Constrained | Reconcile::Pipeline);
    if let Some(pipeline) = segment.pipeline.as_ref().filter(|_| has_pipeline) {
        let (reach, rows) = pipeline_needs::rows(plan, planned, without_new, (index, pipeline), (&wins, &size));
        needs.pipeline = reach;
        needs.rows.extend(rows);
    }
    let has_capacity = matches!(segment.reconcile, Reconcile::Constrained | Reconcile::Capacity);
    if let Some(force) = segment.sales_force.as_ref().filter(|_| has_capacity) {
        needs.rows.extend(capacity_needs::rows(plan, planned, (index, force), &new_arr));
    }
    needs
}
