//! The two build-up paths side by side.

use super::{Section, Table};
use crate::analysis::bands::{self, Columns, Series};
use crate::analysis::odds::Odds;
use crate::plan::{Metric, Plan};
use crate::report::findings::P50;
use crate::report::format::{self, MoneyBlock};
use crate::report::limits::{self, SEGMENTS_SHOWN};
use crate::report::month_block;
use crate::report::precision::share_error;

/// Segments whose medians are further apart than this factor have a unit of their own each.
const COMPARABLE: f64 = 50.0;

/// Capacity and pipeline bookings of the segments that reconcile them, by quarter, and how often each is the limit.
pub(super) fn section(plan: &Plan, odds: &Odds, bands: &[Series]) -> Option<Section> {
    let mut segments = limits::constrained_segments(plan, bands);
    let title = "The two build-up paths".to_string();
    if segments.is_empty() {
        return Some(Section { title, lines: vec![limits::paths(plan, bands)], ..Section::default() });
    }
    segments.truncate(SEGMENTS_SHOWN);
    let mut lines = vec![match odds.trials {
        1 => "What the sales team can close, and what the pipeline brings".to_string(),
        _ => "Medians of what the sales team can close and of what the pipeline brings".to_string(),
    }];
    lines.extend(limits::not_shown(plan, bands));
    let blocks = blocks(plan, odds, bands, &segments);
    let rows: Vec<Vec<String>> =
        segments.iter().zip(blocks).flat_map(|(&s, block)| rows(plan, odds, bands, s, block)).collect();
    let header = match odds.trials {
        1 => ["", "Capacity", "Pipeline", WAITED, HAD_ROOM],
        _ => ["", "Capacity P50", "Pipeline P50", WAITED, HAD_ROOM],
    };
    let table = Some(Table { header: header.map(String::from).to_vec(), rows });
    let notes = vec![
        "Share of simulated months; monthly swings mean that this can differ from the quarter's medians".to_string(),
    ];
    Some(Section { title, lines, table, notes })
}

const WAITED: &str = "Deals waited for capacity";
const HAD_ROOM: &str = "Capacity had room";

fn of_paths(bands: &[Series], segment: usize) -> [Option<&Columns>; 2] {
    [Metric::CapacityArr, Metric::PipelineArr].map(|m| bands::find(bands, m, Some(segment)).map(|s| &s.quarters))
}

/// One unit for all segments, or one each where one of them would be nothing but zeros.
fn blocks<'a>(plan: &'a Plan, odds: &Odds, bands: &[Series], segments: &[usize]) -> Vec<MoneyBlock<'a>> {
    let quarters = 0..plan.calendar.quarters().len();
    let block = |columns: &[&Columns]| month_block(columns, &[P50], quarters.clone(), odds.trials, &plan.currency);
    let columns = |s: usize| of_paths(bands, s).into_iter().flatten().collect::<Vec<&Columns>>();
    let largest = |s: usize| {
        let medians = columns(s).into_iter().flat_map(|c| c.percentiles[P50].iter().flatten().copied());
        medians.fold(0.0f64, |m, x| m.max(x.abs()))
    };
    let sizes: Vec<f64> = segments.iter().map(|&s| largest(s)).collect();
    let most = sizes.iter().fold(0.0f64, |m, x| m.max(*x));
    if sizes.iter().all(|&size| size * COMPARABLE >= most) {
        let all: Vec<&Columns> = segments.iter().flat_map(|&s| columns(s)).collect();
        return vec![block(&all); segments.len()];
    }
    segments.iter().map(|&s| block(&columns(s))).collect()
}

fn rows(plan: &Plan, odds: &Odds, bands: &[Series], segment: usize, block: MoneyBlock<'_>) -> Vec<Vec<String>> {
    let [capacity, pipeline] = of_paths(bands, segment);
    let bound = bands::find(bands, Metric::CapacityBound, Some(segment)).map(|s| &s.quarters);
    let name = limits::segment_name(plan, segment);
    let row = |(q, label): (usize, &String)| {
        let money = |columns: Option<&Columns>| {
            block.text_or_none(columns.and_then(|c| c.percentiles[P50].get(q).copied().flatten()))
        };
        let share = bound.and_then(|b| b.mean.get(q).copied().flatten());
        let percent = |share: Option<f64>| match share {
            Some(share) => format::percent_within(share, share_error(share, odds.trials).max(0.004)),
            None => format::NOT_AVAILABLE.to_string(),
        };
        vec![
            format!("{name} {label}"),
            money(capacity),
            money(pipeline),
            percent(share),
            percent(share.map(|s| 1.0 - s)),
        ]
    };
    plan.calendar.quarter_labels().iter().enumerate().map(row).collect()
}
