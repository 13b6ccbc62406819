//! Probability bands of every tallied metric, by month, fiscal quarter and plan year.

use super::{PERCENTILES, odds};
use crate::outcome::tally::Column;
use crate::outcome::{Cell, Outcome, Planned, Reading};
use crate::plan::{Metric, Plan};

/// One metric, in total or of one segment.
#[derive(Clone, Debug)]
pub struct Series {
    /// What is measured.
    pub metric: Metric,
    /// Index of the segment in the plan; `None`: the total.
    pub segment: Option<usize>,
    /// By month.
    pub months: Columns,
    /// By fiscal quarter.
    pub quarters: Columns,
    /// By plan year.
    pub years: Columns,
}

/// One entry a period in every column; what is undefined is `None`.
#[derive(Clone, Debug)]
pub struct Columns {
    /// "2027-01", "FY27 Q1" or "Y1".
    pub labels: Vec<String>,
    /// Means over trials (ratios have none).
    pub mean: Vec<Option<f64>>,
    /// Standard deviations over trials, n - 1 (ratios have none; one trial has none).
    pub sd: Vec<Option<f64>>,
    /// Percentiles, in the order of [`super::PERCENTILES`].
    pub percentiles: [Vec<Option<f64>>; 9],
    /// Share of trials in which the metric is undefined.
    pub undefined: Vec<f64>,
    /// The plan as written.
    pub planned: Vec<Option<f64>>,
}

/// The bands of every metric that the outcome tallied, totals first, then by segment.
pub fn bands(plan: &Plan, outcome: &Outcome) -> Vec<Series> {
    let mut bands: Vec<Series> =
        outcome.tally.columns.iter().map(|column| series(plan, &outcome.planned, column)).collect();
    let is_total = |series: &&mut Series| series.metric == Metric::Arr && series.segment.is_none();
    bands.iter_mut().find(is_total).into_iter().for_each(|arr| as_the_odds_say(plan, outcome, arr));
    bands
}

/// ARR at the target date is said by the odds too: the percentiles of both are one.
fn as_the_odds_say(plan: &Plan, outcome: &Outcome, arr: &mut Series) {
    let (calendar, by) = (&plan.calendar, plan.target.by);
    let ends = |periods: Vec<(usize, usize)>| periods.iter().position(|&(_, last)| last == by);
    let places = [Some(by - 1), ends(calendar.quarters()), ends(calendar.years())];
    for (columns, place) in [&mut arr.months, &mut arr.quarters, &mut arr.years].into_iter().zip(places) {
        let Some(place) = place else { continue };
        for (values, p) in columns.percentiles.iter_mut().zip(PERCENTILES) {
            values[place] = odds::percentile_at_target(plan, outcome, p);
        }
    }
}

fn series(plan: &Plan, planned: &Planned, column: &Column) -> Series {
    let calendar = &plan.calendar;
    let months: Vec<(usize, usize)> = (1..=calendar.months).map(|t| (t, t)).collect();
    let columns = |labels: Vec<String>, periods: Vec<(usize, usize)>, own: &[Cell]| {
        // a stock or ratio has the cell of its period's last month
        let cell = |i: usize, last: usize| own.get(i).unwrap_or(&column.months[last - 1]);
        let cells: Vec<&Cell> = periods.iter().enumerate().map(|(i, &(_, last))| cell(i, last)).collect();
        let planned = periods.iter().map(|&(a, b)| planned.period(column.metric, column.segment, a, b)).collect();
        self::columns(labels, &cells, planned, reading(column.metric))
    };
    Series {
        metric: column.metric,
        segment: column.segment,
        quarters: columns(calendar.quarter_labels(), calendar.quarters(), &column.quarters),
        years: columns(calendar.year_labels(), calendar.years(), &column.years),
        months: columns(calendar.month_labels(), months, &column.months),
    }
}

fn columns(labels: Vec<String>, cells: &[&Cell], planned: Vec<Option<f64>>, reading: Reading) -> Columns {
    Columns {
        labels,
        mean: cells.iter().map(|c| c.mean()).collect(),
        sd: cells.iter().map(|c| c.sd()).collect(),
        percentiles: PERCENTILES.map(|p| cells.iter().map(|c| c.percentile(p, reading)).collect()),
        undefined: cells.iter().map(|c| c.undefined()).collect(),
        planned,
    }
}

/// How a metric's percentiles are read.
pub fn reading(metric: Metric) -> Reading {
    Reading { whole: metric.whole(), better: metric.better() }
}

/// The series of one metric among bands.
pub fn find(bands: &[Series], metric: Metric, segment: Option<usize>) -> Option<&Series> {
    bands.iter().find(|s| s.metric == metric && s.segment == segment)
}
