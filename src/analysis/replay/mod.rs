//! One trial of a run as a story: what it drew, what struck it, what came of that month by month, and why it hit or
//! missed.
//!
//! A trial's random numbers are a pure function of its number, so it is simulated again alone, and again with one thing
//! changed at a time ([`whatif`]): the same kernel with other draws.

pub mod draws;
pub mod gaps;
pub mod nearest;
pub mod whatif;

pub use draws::DriverStory;
pub use gaps::{FlowGap, Parting};
pub use whatif::{Event, EventKind, Groups};

use super::bands::{self, Series};
use super::odds::{self, Odds};
use super::{Estimate, interval};
use crate::outcome::Provenance;
use crate::plan::{Metric, Plan};
use crate::simulate::{self, Control, JointSpec, KeptColumn, MetricSet, Noted, RunError, RunSpec};
use nearest::Nearest;

/// Most values that are held of all trials: 160 MB.
const MOST_VALUES: usize = 20_000_000;

/// Which trial.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Which {
    /// This one, counted from 0; it may lie beyond the run's trials where sampling is random.
    Trial(u64),
    /// The one whose ARR path is nearest to this percentile's path (0..1).
    Percentile(f64),
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Which trial.
    pub which: Which,
}

/// The story of one trial.
#[derive(Clone, Debug)]
pub struct Replay {
    /// Its number.
    pub trial: u64,
    /// Why it was chosen, where a percentile was asked for.
    pub nearest: Option<Nearest>,
    /// Its ARR at the target date, money.
    pub arr: f64,
    /// Whether that hits the target.
    pub is_hit: bool,
    /// P(ARR lower) among the run's trials at the end of each month: where the trial stands, ties counting half.
    pub rank: Vec<Estimate>,
    /// Where its ARR parted from the median.
    pub parting: Parting,
    /// Everything that the trial yields, metric by metric; totals first, then by segment.
    pub series: Vec<TrialSeries>,
    /// Flows to the target date beside their means, the largest difference first: they add up to ARR less its mean.
    pub flows: Vec<FlowGap>,
    /// Single months' flows beside their means, the largest difference first.
    pub months: Vec<FlowGap>,
    /// What it drew, the most unusual first.
    pub drivers: Vec<DriverStory>,
    /// What struck it, by month.
    pub events: Vec<Event>,
    /// ARR at the target date had all drivers, all risks or all chance been as usual.
    pub groups: Groups,
    /// All trials, for the medians and means beside it.
    pub bands: Vec<Series>,
    /// Their odds.
    pub odds: Odds,
    /// What bands and odds are of.
    pub provenance: Provenance,
    /// Trials that the rank, the percentile's path and varying drivers' percentiles are of: the run's first ones, all
    /// where they fit into memory.
    pub compared: u64,
}

/// One metric of the trial, in total or of one segment.
#[derive(Clone, Debug, PartialEq)]
pub struct TrialSeries {
    /// What is measured.
    pub metric: Metric,
    /// Index of the segment; `None`: the total.
    pub segment: Option<usize>,
    /// By month; not finite where undefined.
    pub months: Vec<f64>,
}

/// Replays one trial beside the run of `spec`.
///
/// # Errors
/// See [`RunError`]; [`RunError::NoPart`] for a trial beyond the run's where hypercubes are sampled.
pub fn replay(plan: &Plan, settings: Settings, spec: &RunSpec, control: &Control<'_>) -> Result<Replay, RunError> {
    let months = plan.calendar.months;
    let arr = |t: usize| KeptColumn { metric: Metric::Arr, segment: None, t };
    let varying = draws::varying(plan);
    let paths = (1..=months).map(|t| Noted::Metric(arr(t)));
    let noted: Vec<Noted> = paths.chain(varying.iter().map(|&id| Noted::Driver(id))).collect();
    let most = (MOST_VALUES / noted.len()) as u64;
    let joint = JointSpec { trials: most, columns: noted };
    let spec = RunSpec { metrics: MetricSet::All, joint, ..spec.clone() };
    let mut outcome = simulate::run_one(plan, &spec, control)?;
    let compared = outcome.joint.trials() as u64;
    let mut paths = std::mem::take(&mut outcome.joint).into_columns();
    let averages = paths.split_off(months);
    let (trial, nearest) = match settings.which {
        Which::Trial(trial) => (trial, None),
        Which::Percentile(p) => {
            let nearest = nearest::to_percentile(&paths, p);
            (nearest.trial, Some(nearest))
        }
    };
    let one = whatif::alone(&spec, trial);
    let series = trial_series(plan, &one, control)?;
    let path = &series[0].months;
    let bands = bands::bands(plan, &outcome);
    Ok(Replay {
        trial,
        nearest,
        arr: path[plan.target.by - 1],
        is_hit: plan.target.is_hit(path[plan.target.by - 1]),
        rank: paths.iter().zip(path).map(|(all, &arr)| rank(all, arr)).collect(),
        parting: gaps::parting(plan, path, &bands),
        flows: gaps::flows(plan, &series, &bands),
        months: gaps::months(plan, &series, &bands),
        drivers: draws::drivers(plan, &one, &varying, &averages, control)?,
        events: whatif::events(plan, &one, control)?,
        groups: whatif::groups(plan, &one, control)?,
        series,
        bands,
        odds: odds::odds(plan, &outcome),
        provenance: outcome.provenance,
        compared,
    })
}

/// Share of values below x, ties counting half, with the Wilson interval.
fn rank(all: &[f64], x: f64) -> Estimate {
    let below = all.iter().filter(|&&y| y < x).count() as f64 + 0.5 * all.iter().filter(|&&y| y == x).count() as f64;
    let (low, high) = interval::wilson(below.round() as u64, all.len() as u64);
    let value = below / all.len().max(1) as f64;
    Estimate { value: Some(value), low: Some(low.min(value)), high: Some(high.max(value)) }
}

/// Every metric of the trial in every month: total ARR first.
fn trial_series(plan: &Plan, one: &RunSpec, control: &Control<'_>) -> Result<Vec<TrialSeries>, RunError> {
    let months = plan.calendar.months;
    let everywhere: Vec<(Metric, Option<usize>)> = Metric::everywhere(plan).collect();
    let columns: Vec<Noted> = everywhere
        .iter()
        .flat_map(|&(metric, segment)| (1..=months).map(move |t| Noted::Metric(KeptColumn { metric, segment, t })))
        .collect();
    let values = whatif::values(plan, one, &columns, control)?;
    let series = |(&(metric, segment), months): (&(Metric, Option<usize>), &[f64])| TrialSeries {
        metric,
        segment,
        months: months.to_vec(),
    };
    Ok(everywhere.iter().zip(values.chunks(months)).map(series).collect())
}

impl Replay {
    /// A metric of the trial.
    pub fn of(&self, metric: Metric, segment: Option<usize>) -> Option<&TrialSeries> {
        find(&self.series, metric, segment)
    }
}

/// A metric among those of a trial.
fn find(series: &[TrialSeries], metric: Metric, segment: Option<usize>) -> Option<&TrialSeries> {
    series.iter().find(|s| s.metric == metric && s.segment == segment)
}
