//! What the sales team can close beside what the pipeline brings, by fiscal quarter.

use super::{Axis, Mark, Native, Plot, Series, Tone, Unit, amount};
use crate::analysis::bands::{self, Columns};
use crate::plan::{Metric, Plan};
use crate::report::findings::{P10, P50, P90};
use crate::report::limits::{self, SEGMENTS_SHOWN};
use crate::report::table::{DataTable, missing, text};

/// Quarters of all segments together that have room side by side.
const MOST_COLUMNS: usize = 28;
/// Both paths: what is measured, its name, its tone.
const PATHS: [(Metric, &str, Tone); 2] = [
    (Metric::CapacityArr, "Sales capacity", Tone::Capacity),
    (Metric::PipelineArr, "Pipeline bookings", Tone::Pipeline),
];

/// The largest segments that weigh both paths, as many as have room, else the total with what paths there are; `None`
/// where there is neither path.
pub fn paths(plan: &Plan, bands: &[bands::Series]) -> Option<Native> {
    let quarters = plan.calendar.quarter_labels();
    let room = (MOST_COLUMNS / quarters.len().max(1)).clamp(1, SEGMENTS_SHOWN);
    let mut shown: Vec<Option<usize>> =
        limits::constrained_segments(plan, bands).into_iter().take(room).map(Some).collect();
    if shown.is_empty() {
        shown.push(None);
    }
    let has = |metric: Metric| shown.iter().any(|s| bands::find(bands, metric, *s).is_some());
    let drawn: Vec<(Metric, &str, Tone)> = PATHS.into_iter().filter(|path| has(path.0)).collect();
    let mut headings = vec!["Quarter".to_string()];
    for (_, name, _) in &drawn {
        headings.extend([format!("{name}, P50"), format!("{name}, P50 to P90"), format!("{name}, P10 to P50")]);
    }
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut data = DataTable::new("chart_paths", "Both paths by quarter", &headings);
    for (i, segment) in shown.iter().enumerate() {
        if i > 0 {
            data.push(vec![missing(); headings.len()]);
        }
        for (q, quarter) in quarters.iter().enumerate() {
            let name = match (segment, q) {
                (Some(s), _) if shown.len() > 1 => format!("{} {quarter}", limits::segment_name(plan, *s)),
                _ => quarter.clone(),
            };
            let cells = drawn.iter().flat_map(|path| {
                let columns = bands::find(bands, path.0, *segment).map(|s| &s.quarters);
                whiskers(columns, q).map(amount)
            });
            data.push(std::iter::once(text(name)).chain(cells).collect());
        }
    }
    let ends = shown.iter().flat_map(|s| drawn.iter().filter_map(|path| bands::find(bands, path.0, *s)));
    let values: Vec<f64> = ends.flat_map(|s| s.quarters.percentiles[P90].iter().flatten().copied()).collect();
    let series = (0..drawn.len()).map(|i| Series {
        whiskers: Some([3 * i + 2, 3 * i + 3]),
        ..Series::new(3 * i + 1, drawn[i].1, Mark::Column, drawn[i].2)
    });
    let series: Vec<Series> = series.collect();
    if series.is_empty() {
        return None;
    }
    Some(Native {
        page: "paths",
        title: limits::paths(plan, bands),
        data,
        plot: Plot::Upright(String::new()),
        values: Axis::over(
            "New ARR in the quarter; P50, and from P10 to P90",
            Unit::Money,
            values.into_iter().chain([0.0]),
        ),
        series,
    })
}

/// The median of a quarter, what is from there to P90, and what from P10 to there.
fn whiskers(columns: Option<&Columns>, quarter: usize) -> [Option<f64>; 3] {
    let at = |p: usize| columns.and_then(|c| c.percentiles[p].get(quarter).copied().flatten());
    let between = |low: Option<f64>, high: Option<f64>| Some((high? - low?).max(0.0));
    [at(P50), between(at(P50), at(P90)), between(at(P10), at(P50))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn segments_stand_side_by_side_as_far_as_there_is_room() {
        let plan = fixture::plan(12, 2);
        let native = paths(&plan, &fixture::bands(&plan, 0.1)).unwrap();
        assert_eq!((native.data.rows.len(), native.series.len()), (9, 2));
        let long = fixture::plan(60, 12);
        let native = paths(&long, &fixture::bands(&long, 0.1)).unwrap();
        assert_eq!(native.data.rows.len(), 20);
    }
}
