//! Goals: how likely each is, beside the plan as written and the median.

use super::{Section, Table, how_often, how_often_heading};
use crate::analysis::bands::{self, Columns, Series};
use crate::analysis::odds::{GoalOdds, Odds};
use crate::plan::{Bound, Goal, Kind, Metric, Plan};
use crate::report::findings::P50;
use crate::report::format::{self, MoneyBlock};
use crate::report::{limits, percentile_error};

/// What stands for a figure that was not tallied.
pub const UNKNOWN: &str = "-";
/// Why it was not.
pub const WHY_UNKNOWN: &str = "not tallied (try --metrics all), or a sum over months that make no quarter or plan year";
/// Relative slack of goals, as in the simulation.
const SLACK: f64 = 1e-9;
/// Most decimals that are shown so that a figure can be told from its goal.
const MOST_DECIMALS: usize = 6;

/// The section; `None` for a plan without goals.
pub(super) fn section(plan: &Plan, odds: &Odds, bands: &[Series]) -> Option<Section> {
    let figures: Vec<Figures> = odds.goals.iter().map(|g| figures(plan, odds, bands, g)).collect();
    let row = |(goal, figures): (&GoalOdds, &Figures)| {
        let often = how_often(&goal.probability, odds.trials);
        vec![wanted(plan, goal), figures.planned.clone(), figures.median.clone(), often]
    };
    let rows: Vec<Vec<String>> = odds.goals.iter().zip(&figures).map(row).collect();
    let mut lines = vec![format!("Target and all goals together: {}", how_often(&odds.joint, odds.trials))];
    lines.extend(plan_misses(plan, odds, bands));
    let median = if odds.trials == 1 { "That trial" } else { "Median" };
    let header = ["", "Plan as written", median, how_often_heading(odds.trials)].map(String::from).to_vec();
    let any_unknown = figures.iter().any(|f| f.planned == UNKNOWN || f.median == UNKNOWN);
    let notes = if any_unknown { vec![format!("{UNKNOWN}  {WHY_UNKNOWN}")] } else { Vec::new() };
    let table = Some(Table { header, rows });
    (!odds.goals.is_empty()).then_some(Section { title: "Goals".to_string(), lines, table, notes })
}

/// How many goals the plan as written misses: "The plan as written itself misses 1 of 4"; `None` where none.
pub fn plan_misses(plan: &Plan, odds: &Odds, bands: &[Series]) -> Option<String> {
    let misses = |goal: &&GoalOdds| values(plan, odds, bands, goal).0.is_some_and(|x| !is_met(goal, x));
    let missed = odds.goals.iter().filter(misses).count();
    let all = format::whole(odds.goals.len() as u64);
    (missed > 0).then(|| format!("The plan as written itself misses {missed} of {all}"))
}

/// The plan as written and the median beside a goal, where they are known.
pub fn values(plan: &Plan, odds: &Odds, bands: &[Series], goal: &GoalOdds) -> (Option<f64>, Option<f64>) {
    let series = bands::find(bands, goal.metric, goal.segment);
    let median = series.and_then(|s| median(plan, s, goal, odds.trials));
    (series.and_then(|s| planned(s, goal)), median.map(|m| m.0))
}

/// A goal in words.
pub fn wanted(plan: &Plan, goal: &GoalOdds) -> String {
    let GoalOdds { metric, segment, from, by, bound, .. } = *goal;
    in_words(plan, &Goal { metric, segment, from, by, bound })
}

/// "NRR, plan year to date, enterprise: at least 108 % by Dec 2027".
pub fn in_words(plan: &Plan, goal: &Goal) -> String {
    let owner = goal.segment.map_or(String::new(), |s| format!(", {}", limits::segment_name(plan, s)));
    let (side, value) = match goal.bound {
        Bound::AtLeast(value) => ("at least", value),
        Bound::AtMost(value) => ("at most", value),
    };
    let value = format::metric_exact(goal.metric, value, &plan.currency);
    let label = format::one_line(&goal.metric.label(plan));
    let month = |t: usize| format::month(plan.calendar.month(t));
    let when = match goal.metric.kind() {
        Kind::Flow | Kind::Share => format!("from {} to {}", month(goal.from), month(goal.by)),
        Kind::Stock | Kind::Ratio => format!("by {}", month(goal.by)),
    };
    format!("{label}{owner}: {side} {value} {when}")
}

/// What is known beside a goal.
struct Figures {
    planned: String,
    median: String,
}

fn figures(plan: &Plan, odds: &Odds, bands: &[Series], goal: &GoalOdds) -> Figures {
    let series = bands::find(bands, goal.metric, goal.segment);
    let planned = series.and_then(|s| planned(s, goal));
    let median = series.and_then(|s| median(plan, s, goal, odds.trials));
    let error = median.map_or(0.0, |m| m.1);
    let misses = |x: f64| !is_met(goal, x);
    Figures {
        planned: planned.map_or(UNKNOWN.to_string(), |x| {
            let miss = if misses(x) { ", misses" } else { "" };
            format!("{}{miss}", told_apart(plan, goal, x, error))
        }),
        median: median.map_or(UNKNOWN.to_string(), |(x, error)| shown(plan, goal, x, error).0),
    }
}

/// Whether a value meets a goal.
pub fn is_met(goal: &GoalOdds, x: f64) -> bool {
    match goal.bound {
        Bound::AtLeast(least) => x >= least - SLACK * least.abs(),
        Bound::AtMost(most) => x <= most + SLACK * most.abs(),
    }
}

/// The plan as written, over the goal's months as the simulation reads it.
fn planned(series: &Series, goal: &GoalOdds) -> Option<f64> {
    let months = series.months.planned.get(goal.from - 1..goal.by)?;
    match goal.metric.kind() {
        Kind::Stock | Kind::Ratio => months.last().copied().flatten(),
        Kind::Flow => months.iter().copied().sum(),
        Kind::Share => months.iter().copied().sum::<Option<f64>>().map(|sum| sum / months.len() as f64),
    }
}

/// The median and half the width of its interval, where a month, quarter or plan year has just the goal's months.
fn median(plan: &Plan, series: &Series, goal: &GoalOdds, trials: u64) -> Option<(f64, f64)> {
    let calendar = &plan.calendar;
    let first = match goal.metric.kind() {
        Kind::Stock | Kind::Ratio => goal.by,
        Kind::Flow | Kind::Share => goal.from,
    };
    let span = |(a, b): &(usize, usize)| (*a, *b) == (first, goal.by);
    let months = (first == goal.by).then(|| (&series.months, goal.by - 1));
    let of = |columns, periods: Vec<(usize, usize)>| periods.iter().position(span).map(|i| (columns, i));
    let years = || of(&series.years, calendar.years());
    let (columns, i): (&Columns, usize) =
        months.or_else(|| of(&series.quarters, calendar.quarters())).or_else(years)?;
    let value = columns.percentiles[P50].get(i).copied().flatten()?;
    Some((value, percentile_error(columns, i, trials)))
}

/// A figure with the digits that the error supports, and what that text stands for.
fn shown(plan: &Plan, goal: &GoalOdds, x: f64, error: f64) -> (String, f64) {
    let bound = bound(goal);
    if goal.metric.unit() == crate::plan::Unit::Money {
        let block = MoneyBlock::new([x, bound], error, &plan.currency).beside(bound);
        return (block.text(x), block.rounded(x));
    }
    let (scale, most) = match () {
        () if format::in_percent(goal.metric) => (100.0, 1),
        () if matches!(goal.metric, Metric::CacPayback | Metric::RunwayMonths) => (1.0, 1),
        () => (1.0, 2),
    };
    let decimals = format::supported_decimals(error * scale).min(most);
    with_decimals(plan, goal, x, decimals)
}

fn with_decimals(plan: &Plan, goal: &GoalOdds, x: f64, decimals: usize) -> (String, f64) {
    let scale = if format::in_percent(goal.metric) { 100.0 } else { 1.0 };
    let unit = 10f64.powi(decimals as i32) * scale;
    (format::metric_value(goal.metric, x, decimals, &plan.currency), (x * unit).round() / unit)
}

fn bound(goal: &GoalOdds) -> f64 {
    match goal.bound {
        Bound::AtLeast(x) | Bound::AtMost(x) => x,
    }
}

/// The plan's figure, which has no simulation error: with the median's digits, or as many more as it takes to see on
/// which side of the goal it is.
fn told_apart(plan: &Plan, goal: &GoalOdds, x: f64, error: f64) -> String {
    let agrees = |(_, rounded): &(String, f64)| is_met(goal, *rounded) == is_met(goal, x);
    let first = shown(plan, goal, x, error);
    if agrees(&first) {
        return first.0;
    }
    let finer = (0..=MOST_DECIMALS).map(|decimals| with_decimals(plan, goal, x, decimals));
    finer.into_iter().find(agrees).map_or(first.0, |(text, _)| text)
}
