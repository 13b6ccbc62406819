//! Both build-up paths by quarter, and what lifting one of them alone would give.

use super::bridge::places;
use super::capacity_needs::quarters_to;
use super::sample::{self, Sample, at, sum};
use crate::analysis::{Estimate, interval};
use crate::outcome::{Cell, Outcome};
use crate::plan::{Metric, Plan, Reconcile};
use crate::simulate::{self, Control, Noted, RunError, RunSpec};

/// Both paths.
#[derive(Clone, Debug)]
pub struct Paths {
    /// By segment and quarter, for segments with a path; the last quarter is the one of the target date.
    pub quarters: Vec<QuarterPaths>,
    /// Wins lost for want of capacity to the target date, by segment that has both paths.
    pub lost: Vec<(usize, Lost)>,
    /// What lifting one path gives, by segment that has both, and for all of them together.
    pub lifts: Vec<Lift>,
    /// Trials that the lifts were simulated with: the first of the run.
    pub lift_trials: usize,
}

/// One quarter of one segment.
#[derive(Clone, Debug)]
pub struct QuarterPaths {
    /// Index of the segment.
    pub segment: usize,
    /// Index of the quarter.
    pub quarter: usize,
    /// Median of what the sales team can close, money.
    pub capacity_p50: Estimate,
    /// Median of what the pipeline brings, money.
    pub pipeline_p50: Estimate,
    /// Share of its months, over all trials, in which deals waited for capacity.
    pub bound_months: Estimate,
    /// Share of trials in which they did in at least one of its months.
    pub bound_trials: Estimate,
    /// Wins lost for want of capacity.
    pub lost: Option<Lost>,
}

/// Wins lost for want of capacity.
#[derive(Clone, Copy, Debug)]
pub struct Lost {
    /// The mean.
    pub mean: Estimate,
    /// 10th percentile.
    pub p10: Estimate,
    /// 90th percentile.
    pub p90: Estimate,
}

/// A path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Path {
    /// What the sales team can close.
    Capacity,
    /// What the pipeline brings.
    Pipeline,
}

/// What it would give if one path never were the limit; differences on the same trials.
#[derive(Clone, Debug)]
pub struct Lift {
    /// Index of the segment; `None`: all segments with both paths together.
    pub segment: Option<usize>,
    /// The path that is lifted.
    pub path: Path,
    /// Mean ARR at the target date, change, money.
    pub mean: Estimate,
    /// Median of it, change, money.
    pub p50: Estimate,
    /// P(hit), change.
    pub hit: Estimate,
}

fn constrained(plan: &Plan) -> impl Iterator<Item = usize> + '_ {
    (0..plan.segments.len()).filter(|&s| plan.segments[s].reconcile == Reconcile::Constrained)
}

/// What has to be noted of single trials.
pub fn columns(plan: &Plan) -> Vec<Noted> {
    let by = plan.target.by;
    let lost = constrained(plan).map(|s| sum(Metric::WinsLost, Some(s), (1, by)));
    places(plan).map(|place| at(Metric::Arr, place, by)).chain(lost).collect()
}

/// Simulations of a part of the plan that [`paths`] makes.
pub fn runs(plan: &Plan) -> u64 {
    2 * constrained(plan).count() as u64
}

/// Both paths of a plan; lifts on the first `trials` trials.
///
/// # Errors
/// See [`RunError`].
pub fn paths(
    plan: &Plan,
    outcome: &Outcome,
    sample: &Sample,
    (spec, control): (&RunSpec, &Control<'_>),
    trials: u64,
) -> Result<Paths, RunError> {
    let first = spec.trials.start;
    let spec = RunSpec { trials: first..spec.trials.end.min(first + trials), ..spec.clone() };
    let by = plan.target.by;
    let lost = constrained(plan).map(|s| (s, lost_of_trials(sample.of(sum(Metric::WinsLost, Some(s), (1, by))))));
    Ok(Paths {
        quarters: quarters(plan, outcome),
        lost: lost.collect(),
        lifts: lifts(plan, sample, &spec, control)?,
        lift_trials: ((spec.trials.end - spec.trials.start) as usize).min(sample.trials()),
    })
}

fn lost_of_trials(values: &[f64]) -> Lost {
    let sorted = sample::sorted(values);
    Lost {
        mean: sample::mean_estimate(values),
        p10: sample::percentile_estimate(&sorted, 0.1),
        p90: sample::percentile_estimate(&sorted, 0.9),
    }
}

fn quarters(plan: &Plan, outcome: &Outcome) -> Vec<QuarterPaths> {
    let count = quarters_to(plan, plan.target.by).len();
    let has_path = |s: &usize| plan.segments[*s].reconcile != Reconcile::BaseOnly;
    let segments = (0..plan.segments.len()).filter(has_path);
    segments.flat_map(|s| (0..count).map(move |q| quarter(outcome, s, q))).collect()
}

fn quarter(outcome: &Outcome, segment: usize, quarter: usize) -> QuarterPaths {
    let cell = |metric| outcome.tally.column(metric, Some(segment)).and_then(|c| c.quarters.get(quarter));
    let of_cell = |c: &Cell, p, metric| sample::cell_percentile(c, p, metric);
    let median = |metric| cell(metric).map(|c| of_cell(c, 0.5, metric)).unwrap_or_default();
    let bound = cell(Metric::CapacityBound);
    let any = bound.map(|c| {
        let hits = (c.share_at_or_above(f64::MIN_POSITIVE) * c.trials() as f64).round();
        interval::probability(hits as u64, c.trials(), &[])
    });
    let lost = cell(Metric::WinsLost).map(|c| Lost {
        mean: sample::cell_mean(c),
        p10: of_cell(c, 0.1, Metric::WinsLost),
        p90: of_cell(c, 0.9, Metric::WinsLost),
    });
    QuarterPaths {
        segment,
        quarter,
        capacity_p50: median(Metric::CapacityArr),
        pipeline_p50: median(Metric::PipelineArr),
        bound_months: bound.map(sample::cell_mean).unwrap_or_default(),
        bound_trials: any.unwrap_or_default(),
        lost,
    }
}

/// Lifts of every segment that has both paths, then of all together where there are several.
fn lifts(plan: &Plan, sample: &Sample, spec: &RunSpec, control: &Control<'_>) -> Result<Vec<Lift>, RunError> {
    let by = plan.target.by;
    let trials = ((spec.trials.end - spec.trials.start) as usize).min(sample.trials());
    let total = &sample.of(at(Metric::Arr, None, by))[..trials];
    let segments: Vec<usize> = constrained(plan).collect();
    let mut out = Vec::new();
    for path in [Path::Capacity, Path::Pipeline] {
        let mut all = vec![0.0; trials];
        for &segment in &segments {
            let own = &sample.of(at(Metric::Arr, Some(segment), by))[..trials];
            let lifted = lifted_arr(plan, (segment, path), spec, control)?;
            let gain: Vec<f64> = lifted.iter().zip(own).map(|(lifted, own)| lifted - own).collect();
            all.iter_mut().zip(&gain).for_each(|(all, gain)| *all += gain);
            out.push(lift(plan, (Some(segment), path), total, &gain));
        }
        if segments.len() > 1 {
            out.push(lift(plan, (None, path), total, &all));
        }
    }
    Ok(out)
}

/// ARR of a segment at the target date if one of its paths never were the limit. Segments do not act on one another, and
/// random numbers have names: so the segment alone has the same trials as in the whole plan.
fn lifted_arr(
    plan: &Plan,
    (segment, path): (usize, Path),
    spec: &RunSpec,
    control: &Control<'_>,
) -> Result<Vec<f64>, RunError> {
    let mut alone = plan.clone();
    alone.segments = vec![plan.segments[segment].clone()];
    alone.segments[0].reconcile = match path {
        Path::Capacity => Reconcile::Pipeline,
        Path::Pipeline => Reconcile::Capacity,
    };
    (alone.finance, alone.goals) = (None, Vec::new());
    let column = at(Metric::Arr, None, plan.target.by);
    Ok(simulate::sample(&alone, spec, control, &[column])?.pop().unwrap_or_default())
}

/// Paired differences between total ARR with a segment's gain and without.
fn lift(plan: &Plan, (segment, path): (Option<usize>, Path), total: &[f64], gain: &[f64]) -> Lift {
    let with: Vec<f64> = total.iter().zip(gain).map(|(total, gain)| total + gain).collect();
    let hit = |arr: f64| f64::from(u8::from(plan.target.is_hit(arr)));
    let hits: Vec<f64> = with.iter().zip(total).map(|(with, total)| hit(*with) - hit(*total)).collect();
    let p50 = sample::by_batches(total.len(), |range| {
        Some(sample::median(&with[range.clone()])? - sample::median(&total[range])?)
    });
    Lift { segment, path, mean: sample::mean_estimate(gain), p50, hit: sample::mean_estimate(&hits) }
}
