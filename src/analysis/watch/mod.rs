//! Early-warning triggers: what the leading indicators say at each check-in about the target at its date.
//!
//! One joint sample of the simulation has every indicator at every check-in and ARR at the target date; the rest is
//! counting, trial by trial ([`triggers`]). So it holds within the model: nobody reacts to bad news.

pub mod indicators;

pub use indicators::{CheckIns, Indicator};

use super::triggers::{self, Telling};
use super::{Estimate, interval};
use crate::plan::{Metric, Plan};
use crate::sampling::stream::Stream;
use crate::simulate::{self, Control, RunError, RunSpec, keep};

/// Fewer trials that hit, or that miss, than this give no table: percentiles and levels would be guesses.
pub const LEAST_OF_EACH: u64 = 200;

/// Most values (indicators times check-ins times trials) that are held at once: 160 MB.
const MOST_VALUES: usize = 20_000_000;

/// How many are named as the ones to watch.
const TO_WATCH: usize = 3;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// When people look.
    pub check_ins: CheckIns,
}

/// What to look out for.
#[derive(Clone, Debug)]
pub struct Watch {
    /// P(hit).
    pub probability: Estimate,
    /// Trials that hit.
    pub hits: u64,
    /// Trials that miss.
    pub misses: u64,
    /// Most trials whose indicators fit into memory; no more are simulated.
    pub most_trials: u64,
    /// By date; empty where `silence` says why.
    pub check_ins: Vec<CheckIn>,
    /// Why there is no table.
    pub silence: Option<Silence>,
}

/// Why there is no table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    /// No check-in lies before the target date.
    NoCheckIn,
    /// Fewer than 200 trials hit.
    FewHits,
    /// Fewer than 200 trials miss.
    FewMisses,
}

/// One check-in.
#[derive(Clone, Debug)]
pub struct CheckIn {
    /// Month t at whose end it is.
    pub t: usize,
    /// Every indicator, in the order of [`indicators::indicators`].
    pub readings: Vec<Reading>,
    /// Places in `readings` of the ones to watch, the most telling first: of each metric the total or the segment that
    /// tells most, and only what tells more than a coin does. ARR itself is not among them: net new ARR says the same.
    pub to_watch: Vec<usize>,
}

impl CheckIn {
    /// What there is to know of ARR itself.
    pub fn arr(&self) -> Option<&Reading> {
        self.readings.iter().find(|r| r.indicator.is_arr())
    }
}

/// One indicator at a check-in.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Which.
    pub indicator: Indicator,
    /// What it tells.
    pub telling: Telling,
    /// Whether it has the same value in every trial.
    pub is_constant: bool,
}

impl Reading {
    /// Whether it tells more than a coin does, beyond the simulation error.
    pub fn tells(&self) -> bool {
        self.telling.auc.low.is_some_and(|low| low > 0.5)
    }
}

/// Simulates the plan and reads every indicator at every check-in before the target date.
///
/// # Errors
/// See [`RunError`].
pub fn watch(plan: &Plan, settings: Settings, spec: &RunSpec, control: &Control<'_>) -> Result<Watch, RunError> {
    let dates = indicators::check_ins(plan, settings.check_ins);
    let indicators = indicators::indicators(plan);
    let spec = &fitting(plan, settings, spec);
    let noted = dates.iter().flat_map(|&t| indicators.iter().map(move |i| i.noted(t)));
    let columns: Vec<_> = std::iter::once(keep::arr_at_target(plan)).chain(noted).collect();
    let mut columns = simulate::sample(plan, spec, control, &columns)?.into_iter();
    let hit: Vec<bool> = columns.next().unwrap_or_default().iter().map(|&arr| plan.target.is_hit(arr)).collect();
    let hits = hit.iter().filter(|&&hit| hit).count() as u64;
    let misses = hit.len() as u64 - hits;
    let silence = silence(&dates, hits, misses);
    let stream = Stream::new(spec.seed, "analysis watch");
    let mut number = 0;
    let mut reading = |&indicator: &Indicator| {
        number += 1;
        let values = columns.next().unwrap_or_default();
        let telling = triggers::telling(&values, &hit, indicator.metric.better(), stream, number);
        Reading { indicator, telling, is_constant: values.windows(2).all(|w| w[0].to_bits() == w[1].to_bits()) }
    };
    let mut check_in = |&t: &usize| {
        let readings: Vec<Reading> = indicators.iter().map(&mut reading).collect();
        CheckIn { t, to_watch: to_watch(&readings), readings }
    };
    Ok(Watch {
        probability: interval::probability(hits, hits + misses, &[]),
        hits,
        misses,
        most_trials: most_trials(plan, settings),
        check_ins: if silence.is_none() { dates.iter().map(&mut check_in).collect() } else { Vec::new() },
        silence,
    })
}

/// Most trials whose indicators fit into memory.
fn most_trials(plan: &Plan, settings: Settings) -> u64 {
    let columns = 1 + indicators::check_ins(plan, settings.check_ins).len() * indicators::indicators(plan).len();
    (MOST_VALUES / columns) as u64
}

/// The run that is simulated: the trials asked for, or as many as fit into memory.
pub fn fitting(plan: &Plan, settings: Settings, spec: &RunSpec) -> RunSpec {
    let trials = spec.trials.end.min(most_trials(plan, settings));
    RunSpec { trials: 0..trials, design_trials: trials, ..spec.clone() }
}

fn silence(dates: &[usize], hits: u64, misses: u64) -> Option<Silence> {
    if dates.is_empty() {
        Some(Silence::NoCheckIn)
    } else if hits < LEAST_OF_EACH {
        Some(Silence::FewHits)
    } else {
        (misses < LEAST_OF_EACH).then_some(Silence::FewMisses)
    }
}

fn to_watch(readings: &[Reading]) -> Vec<usize> {
    let tells = |i: &usize| !readings[*i].indicator.is_arr() && readings[*i].tells();
    let area = |i: usize| readings[i].telling.auc.value.unwrap_or(0.0);
    let mut places: Vec<usize> = (0..readings.len()).filter(tells).collect();
    places.sort_by(|&a, &b| area(b).total_cmp(&area(a)));
    let mut metrics: Vec<Metric> = Vec::new();
    places.retain(|&i| {
        let metric = readings[i].indicator.metric;
        let is_first = !metrics.contains(&metric);
        metrics.push(metric);
        is_first
    });
    places.truncate(TO_WATCH);
    places
}
