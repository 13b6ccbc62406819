//! Page 6: what the sales team can close against what the pipeline brings.

use super::estimates::{of_money, of_points, told};
use super::{Block, Exhibit, Page, Results, Template};
use crate::analysis::bands::{self, Columns};
use crate::analysis::gap::paths::QuarterPaths;
use crate::plan::{Metric, Plan, Reconcile};
use crate::report::findings::{P10, P50, P90};
use crate::report::precision::share_error;
use crate::report::table::{Cell, DataTable, missing, money, number, percent, probability, text};
use crate::report::{format, gap, limits};

/// Whether a segment weighs both paths, and so whether there is such a page.
pub fn has_page(plan: &Plan) -> bool {
    plan.segments.iter().any(|segment| segment.reconcile == Reconcile::Constrained)
}

/// The page; `None` where no segment has both paths.
pub fn page(results: &Results<'_>, template: Template) -> Option<Page> {
    let (plan, answer) = (results.plan, results.gap);
    if !has_page(plan) {
        return None;
    }
    let mut segments = limits::constrained_segments(plan, results.bands);
    let smaller = segments.split_off(segments.len().min(limits::SEGMENTS_SHOWN));
    let mut blocks = Vec::new();
    let mut sentences: Vec<String> = gap::lost(plan, answer).into_iter().map(|text| format!("{text}.")).collect();
    sentences.extend(limits::not_shown(plan, results.bands).map(|text| format!("{text}.")));
    blocks.extend((!sentences.is_empty()).then_some(Block::Sentences(sentences)));
    let alt = format!("{}.", limits::paths(plan, results.bands));
    let table = by_quarter(results, "paths_by_quarter", "Both paths by quarter", &segments);
    blocks.push(Block::Exhibit(Exhibit {
        figure: "paths".to_string(),
        alt: alt + &at_the_end(results, &segments),
        table,
    }));
    blocks.push(Block::Table(lifts(results)));
    if template == Template::Working && !smaller.is_empty() {
        let caption = "Both paths by quarter, smaller segments";
        blocks.push(Block::Table(by_quarter(results, "paths_of_smaller_segments", caption, &smaller)));
    }
    Some(Page { id: "paths", name: "Capacity against pipeline", headline: limits::paths(plan, results.bands), blocks })
}

fn column<'a>(results: &Results<'a>, metric: Metric, segment: usize) -> Option<&'a Columns> {
    bands::find(results.bands, metric, Some(segment)).map(|series| &series.quarters)
}

/// " In FY27 Q4 the median capacity of enterprise is $2.2M, its pipeline $1.46M": of the largest segment, for those who
/// do not see the chart.
fn at_the_end(results: &Results<'_>, segments: &[usize]) -> String {
    let said = || {
        let (&segment, plan) = (segments.first()?, results.plan);
        let [capacity, pipeline] =
            [Metric::CapacityArr, Metric::PipelineArr].map(|metric| column(results, metric, segment));
        let last = capacity?.labels.len().checked_sub(1)?;
        let median = |columns: Option<&Columns>| {
            let error = crate::report::percentile_error(columns?, last, results.odds.trials);
            Some(format::money_within(columns?.percentiles[P50].get(last).copied().flatten()?, error, &plan.currency))
        };
        Some(format!(
            " In {} the median of what {} can close is {}, of what its pipeline brings {}.",
            capacity?.labels[last],
            limits::segment_name(plan, segment),
            median(capacity)?,
            median(pipeline)?
        ))
    };
    said().unwrap_or_default()
}

fn by_quarter(results: &Results<'_>, name: &str, caption: &str, segments: &[usize]) -> DataTable {
    let plan = results.plan;
    let headings = [
        "",
        "Quarter",
        "Capacity P10",
        "Capacity P50",
        "Capacity P90",
        "Pipeline P10",
        "Pipeline P50",
        "Pipeline P90",
        "Capacity binds, months",
        "In any month",
        "Wins lost, mean",
    ];
    let mut table = DataTable::new(name, caption, &headings);
    for &segment in segments {
        for (quarter, label) in plan.calendar.quarter_labels().iter().enumerate() {
            let mut row = vec![text(limits::segment_name(plan, segment)), text(label)];
            for metric in [Metric::CapacityArr, Metric::PipelineArr] {
                let columns = column(results, metric, segment);
                let at = |i: usize| columns.and_then(|c| c.percentiles[i].get(quarter).copied().flatten());
                row.extend([P10, P50, P90].map(|i| money(at(i))));
            }
            row.push(binding(results, segment, quarter));
            let found = results.gap.paths.quarters.iter().find(|q| q.segment == segment && q.quarter == quarter);
            row.extend(found.map_or([missing(), missing()], in_trials));
            table.push(row);
        }
    }
    table.notes = vec![
        "Capacity binds: share of simulated months in which deals waited for it; monthly swings mean that this can differ \
         from the quarter's medians. In any month: share of futures in which they did in at least one"
            .to_string(),
    ];
    let last = plan.calendar.quarters().iter().position(|&(_, last)| last >= plan.target.by);
    match last {
        Some(last) if last + 1 < plan.calendar.quarters().len() => {
            table.notes.push("The last two columns end with the quarter of the target date".to_string());
        }
        _ => {}
    }
    table.notes.extend(gap::past_the_target(plan));
    table
}

/// Share of the quarter's months in which capacity is the limit.
fn binding(results: &Results<'_>, segment: usize, quarter: usize) -> Cell {
    let share = column(results, Metric::CapacityBound, segment).and_then(|c| c.mean.get(quarter).copied().flatten());
    let Some(share) = share else { return missing() };
    let error = share_error(share, results.odds.trials).max(0.004);
    percent(share, format::supported_decimals(100.0 * error).min(1) as u8)
}

fn in_trials(quarter: &QuarterPaths) -> [Cell; 2] {
    let bound = match quarter.bound_trials.value {
        Some(_) => probability(&quarter.bound_trials),
        None => missing(),
    };
    [bound, number(quarter.lost.as_ref().and_then(|lost| lost.mean.value), 1)]
}

/// What lifting one path alone would give.
fn lifts(results: &Results<'_>) -> DataTable {
    let (plan, answer) = (results.plan, results.gap);
    let headings = ["", "Mean ARR", "Mean ±", "P50 of ARR", "P50 ±", "P(hit)", "P(hit) ± points", "P(hit) told from 0"];
    let mut table = DataTable::new("path_lifts", "What lifting one path alone would give", &headings);
    for lift in &answer.paths.lifts {
        let mut row = vec![text(gap::lift_name(plan, lift))];
        row.extend(of_money(&lift.mean));
        row.extend(of_money(&lift.p50));
        row.extend(of_points(&lift.hit));
        row.push(told(&lift.hit));
        table.push(row);
    }
    table.notes.push(gap::lift_note(answer));
    table
}
