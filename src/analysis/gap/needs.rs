//! What is needed beside what the plan gives: to the target date, by fiscal quarter and by month.

use super::bridge::places;
use super::capacity_needs::quarters_to;
use super::cascade::{Cascade, Joined, Measure, Row};
use super::pipeline_needs::to_come;
use super::sample::{self, Sample, sum};
use crate::analysis::{Estimate, interval};
use crate::outcome::{Cell, Outcome};
use crate::plan::target::at_least;
use crate::plan::{Kind, Metric, Plan};
use crate::simulate::Noted;

/// A period up to the target date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Its kind.
    pub kind: PeriodKind,
    /// First month.
    pub first: usize,
    /// Last month.
    pub last: usize,
}

/// A kind of period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodKind {
    /// From the plan's start to the target date.
    ToDate,
    /// A fiscal quarter, by its index; the last is cut off at the target date.
    Quarter(usize),
    /// A month.
    Month,
}

/// One thing that is needed in a period.
#[derive(Clone, Debug)]
pub struct Need {
    /// What.
    pub measure: Measure,
    /// Index of the segment; `None`: the total.
    pub segment: Option<usize>,
    /// Index of the source, where it is one source's.
    pub source: Option<usize>,
    /// When.
    pub period: Period,
    /// How much; `None`: cannot be said, or cannot be had.
    pub needed: Option<f64>,
    /// The plan as written.
    pub planned: Option<f64>,
    /// The simulated median; of what is decided, not simulated, there is none.
    pub p50: Estimate,
    /// Share of trials that give at least this much.
    pub enough: Estimate,
}

/// Metrics of a place that needs are held against.
fn metrics(plan: &Plan, place: Option<usize>) -> impl Iterator<Item = Metric> + '_ {
    let has = move |metric: &Metric| match place {
        Some(s) => metric.in_segment(&plan.segments[s]),
        None => metric.in_total(plan),
    };
    let listed = [Metric::NewArr, Metric::NewCustomers, Metric::OppsDecided, Metric::OppsCreated, Metric::RampedReps];
    listed.into_iter().chain((0..plan.stages.len()).map(Metric::Stage)).filter(has)
}

/// What has to be noted of single trials: sums to the target date, of a quarter that it cuts off, and ramped reps of
/// every quarter, whose mean nobody tallies.
pub fn columns(plan: &Plan) -> Vec<Noted> {
    let by = plan.target.by;
    let quarters = quarters_to(plan, by);
    let mut out = Vec::new();
    for place in places(plan) {
        for metric in metrics(plan, place) {
            let own = quarters.iter().filter(|q| metric.kind() == Kind::Stock || !is_whole(plan, **q));
            out.extend([(1, by)].iter().chain(own).map(|period| sum(metric, place, *period)));
        }
    }
    out
}

fn is_whole(plan: &Plan, quarter: (usize, usize)) -> bool {
    plan.calendar.quarters().contains(&quarter)
}

/// The periods of a plan: the whole, the quarters, the months.
pub fn periods(plan: &Plan) -> Vec<Period> {
    let by = plan.target.by;
    let to_date = Period { kind: PeriodKind::ToDate, first: 1, last: by };
    let quarter = |(i, (first, last)): (usize, (usize, usize))| Period { kind: PeriodKind::Quarter(i), first, last };
    let quarters = quarters_to(plan, by).into_iter().enumerate().map(quarter);
    let month = |t| Period { kind: PeriodKind::Month, first: t, last: t };
    std::iter::once(to_date).chain(quarters).chain((1..=by).map(month)).collect()
}

/// All needs, period by period: the total first, then every segment.
pub fn needs(plan: &Plan, outcome: &Outcome, sample: &Sample, cascade: &Cascade) -> Vec<Need> {
    let total = total_rows(cascade);
    let of_segments = cascade.segments.iter().map(|s| (Some(s.segment), &s.rows));
    let all: Vec<(Option<usize>, &Vec<Row>)> = std::iter::once((None, &total)).chain(of_segments).collect();
    let mut out = Vec::new();
    for period in periods(plan) {
        for (segment, rows) in &all {
            // at the target date no new ARR is to come that coverage could be of
            let said = rows.iter().filter(|r| r.measure != Measure::Coverage || period.last < plan.target.by);
            out.extend(said.map(|row| need(plan, outcome, sample, cascade, (*segment, rows, row), period)));
        }
    }
    out
}

/// The sums of all segments' rows; coverage from its parts.
fn total_rows(cascade: &Cascade) -> Vec<Row> {
    let mut total: Vec<Row> = Vec::new();
    let all = || cascade.segments.iter().flat_map(|s| &s.rows);
    for row in all().filter(|row| row.measure != Measure::Coverage) {
        match total.iter_mut().find(|t| t.measure == row.measure) {
            None => total.push(Row { source: None, ..row.clone() }),
            Some(sum) => {
                add(&mut sum.needed, &row.needed);
                add(&mut sum.planned, &row.planned);
            }
        }
    }
    total.sort_by_key(|row| row.measure);
    total
}

fn add(sum: &mut [Option<f64>], more: &[Option<f64>]) {
    sum.iter_mut().zip(more).for_each(|(sum, x)| *sum = sum.zip(*x).map(|(a, b)| a + b));
}

fn need(
    plan: &Plan,
    outcome: &Outcome,
    sample: &Sample,
    cascade: &Cascade,
    (segment, rows, row): (Option<usize>, &[Row], &Row),
    period: Period,
) -> Need {
    let months = (period.first, period.last);
    let need = Need {
        measure: row.measure,
        segment,
        source: row.source,
        period,
        needed: row.needed_in(months),
        planned: row.planned_in(months),
        p50: Estimate::default(),
        enough: Estimate::default(),
    };
    let Some(metric) = row.measure.metric().filter(|m| segment.is_some() || runs_over_all(plan, cascade, row, *m))
    else {
        return need;
    };
    // coverage is held against its pipeline value, over the same new ARR
    let new_arr = rows.iter().find(|r| r.measure == Measure::NewArr);
    let rest = new_arr.map(|r| to_come(&r.needed.iter().map(|x| x.unwrap_or(0.0)).collect::<Vec<f64>>(), period.last));
    let scale = if row.measure == Measure::Coverage { rest.filter(|rest| *rest > 0.0) } else { Some(1.0) };
    let Some(scale) = scale else { return need };
    let given = given(plan, outcome, sample, (metric, segment, row.measure.joined()), period);
    let (p50, enough) = given.against(metric, need.needed.map(|x| x * scale));
    let p50 = [p50.value, p50.low, p50.high].map(|x| x.map(|x| x / scale));
    Need { p50: Estimate { value: p50[0], low: p50[1], high: p50[2] }, enough, ..need }
}

/// Whether a total metric runs over the very segments whose rows are added up.
fn runs_over_all(plan: &Plan, cascade: &Cascade, row: &Row, metric: Metric) -> bool {
    let asked =
        |s: usize| cascade.segments.iter().any(|n| n.segment == s && n.rows.iter().any(|r| r.measure == row.measure));
    let wins = |s: &crate::plan::Segment| s.deals.is_some() && metric.in_segment(s);
    plan.segments.iter().enumerate().all(|(i, s)| !wins(s) || asked(i))
}

/// What the trials give in a period: a tallied cell, or single trials.
enum Given<'a> {
    Cell(&'a Cell),
    Trials(Vec<f64>),
    Unknown,
}

fn given<'a>(
    plan: &Plan,
    outcome: &'a Outcome,
    sample: &Sample,
    (metric, segment, how): (Metric, Option<usize>, Joined),
    period: Period,
) -> Given<'a> {
    let column = outcome.tally.column(metric, segment);
    let months = (period.first, period.last);
    let cell = match (period.kind, how) {
        (PeriodKind::Month, _) | (_, Joined::AtEnd) => column.and_then(|c| c.months.get(period.last - 1)),
        (PeriodKind::Quarter(q), Joined::Summed) if is_whole(plan, months) => column.and_then(|c| c.quarters.get(q)),
        _ => None,
    };
    if let Some(cell) = cell {
        return Given::Cell(cell);
    }
    let length = if how == Joined::Averaged { (period.last + 1 - period.first) as f64 } else { 1.0 };
    match sample.of(sum(metric, segment, months)) {
        [] => Given::Unknown,
        values => Given::Trials(values.iter().map(|x| x / length).collect()),
    }
}

impl Given<'_> {
    /// The median, and the share of trials that have at least this much.
    fn against(&self, metric: Metric, needed: Option<f64>) -> (Estimate, Estimate) {
        match self {
            Given::Unknown => (Estimate::default(), Estimate::default()),
            Given::Cell(cell) => {
                let enough = needed.map(|needed| {
                    let hits = (cell.share_at_or_above(needed) * cell.trials() as f64).round();
                    interval::probability(hits as u64, cell.trials(), &[])
                });
                (sample::cell_percentile(cell, 0.5, metric), enough.unwrap_or_default())
            }
            Given::Trials(values) => {
                let enough = needed.map(|needed| {
                    let hits = values.iter().filter(|x| at_least(**x, needed)).count();
                    sample::share(hits, values.len())
                });
                (sample::percentile_estimate(&sample::sorted(values), 0.5), enough.unwrap_or_default())
            }
        }
    }
}
