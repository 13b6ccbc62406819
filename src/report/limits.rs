//! Which of the two build-up paths holds growth back, in words.

use super::findings::P50;
use super::format;
use crate::analysis::bands::{self, Columns, Series};
use crate::plan::{Metric, Plan, Reconcile, Segment};

/// Most segments whose paths are shown; of the rest bands.csv has the numbers.
pub const SEGMENTS_SHOWN: usize = 4;
/// Longest name of a segment inside a sentence, characters.
const LONGEST_NAME: usize = 28;
/// The same where a sentence has more than two of them.
const LONGEST_OF_MANY: usize = 16;
/// Most segments of which it is said why they are not shown.
const MOST_REASONS: usize = 4;

/// Segments whose two paths are reconciled, by median ARR at the end of the plan, largest first.
pub fn constrained_segments(plan: &Plan, bands: &[Series]) -> Vec<usize> {
    let mut segments: Vec<usize> =
        (0..plan.segments.len()).filter(|&i| plan.segments[i].reconcile == Reconcile::Constrained).collect();
    let size = |i: usize| {
        let arr = bands::find(bands, Metric::Arr, Some(i));
        arr.and_then(|s| s.months.percentiles[P50].last().copied().flatten()).unwrap_or(0.0)
    };
    segments.sort_by(|&a, &b| size(b).total_cmp(&size(a)));
    segments
}

/// A segment's name, short enough for a sentence.
pub fn segment_name(plan: &Plan, segment: usize) -> String {
    format::shorten(&plan.segments[segment].name, LONGEST_NAME)
}

/// What a segment lacks more often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lack {
    Pipeline,
    Capacity,
}

impl Lack {
    fn name(self) -> &'static str {
        match self {
            Lack::Pipeline => "pipeline",
            Lack::Capacity => "sales capacity",
        }
    }

    fn other(self) -> Self {
        match self {
            Lack::Pipeline => Lack::Capacity,
            Lack::Capacity => Lack::Pipeline,
        }
    }
}

/// One shown segment: its name, what it lacks more often, and in what share of months.
struct Finding {
    name: String,
    lack: Lack,
    share: f64,
}

/// Title of the chart of the two paths: what every shown segment lacks more often.
pub fn paths(plan: &Plan, bands: &[Series]) -> String {
    let mut segments = constrained_segments(plan, bands);
    segments.truncate(SEGMENTS_SHOWN);
    if segments.is_empty() {
        return no_paths_meet(plan);
    }
    let longest = if segments.len() > 2 { LONGEST_OF_MANY } else { LONGEST_NAME };
    let name = |i: usize| format::shorten(&plan.segments[i].name, longest);
    match segments.iter().map(|&i| finding(bands, i, name(i))).collect::<Option<Vec<Finding>>>() {
        Some(findings) => said_together(&findings),
        None => {
            let names: Vec<String> = segments.iter().map(|&i| name(i)).collect();
            format!("{}: what the sales team can close, and what the pipeline brings", names.join(", "))
        }
    }
}

fn finding(bands: &[Series], segment: usize, name: String) -> Option<Finding> {
    let bound = capacity_bound(bands, segment)?;
    let (lack, share) = if bound >= 0.5 { (Lack::Capacity, bound) } else { (Lack::Pipeline, 1.0 - bound) };
    Some(Finding { name, lack, share })
}

/// "lacks pipeline in 72 % of months".
fn clause(finding: &Finding) -> String {
    let months = match finding.share {
        1.0 => "all months".to_string(),
        share => format!("{} of months", format::percent_within(share, 0.01)),
    };
    format!("lacks {} in {months}", finding.lack.name())
}

/// "enterprise lacks pipeline in 72 % of months, smb in 69 %; otherwise sales capacity is the limit".
fn said_together(findings: &[Finding]) -> String {
    let first = findings[0].lack;
    let alike = findings.iter().all(|f| f.lack == first);
    let clause = |(i, f): (usize, &Finding)| {
        let months = if i == 0 { " of months" } else { "" };
        let verb =
            if i == 0 || f.lack != findings[i - 1].lack { format!(" lacks {}", f.lack.name()) } else { String::new() };
        match f.share {
            1.0 => format!("{}{verb} in all months", f.name),
            share => format!("{}{verb} in {}{months}", f.name, format::percent_within(share, 0.01)),
        }
    };
    let text = findings.iter().enumerate().map(clause).collect::<Vec<_>>().join(", ");
    match alike && findings.iter().any(|f| f.share < 1.0) {
        true => format!("{text}; otherwise {} is the limit", first.other().name()),
        false => text,
    }
}

/// What to say where no segment has both paths.
fn no_paths_meet(plan: &Plan) -> String {
    let has_capacity = plan.segments.iter().any(|s| s.sales_force.is_some());
    let has_pipeline = plan.segments.iter().any(|s| s.pipeline.is_some());
    match (has_capacity, has_pipeline) {
        (true, true) => "No segment weighs both paths: capacity and pipeline bookings stand side by side",
        (true, false) => "Bookings follow sales capacity alone: no segment has a pipeline",
        (false, true) => "Bookings follow the pipeline alone: no segment has a sales team's capacity",
        (false, false) => "Neither sales capacity nor a pipeline is planned: ARR moves by renewals only",
    }
    .to_string()
}

/// Which segments are not shown, and why: "Not shown: selfserve (no sales team)"; `None` where all are, or none is.
pub fn not_shown(plan: &Plan, bands: &[Series]) -> Option<String> {
    let constrained = constrained_segments(plan, bands);
    let smaller = constrained.len().saturating_sub(SEGMENTS_SHOWN);
    let others = plan.segments.iter().enumerate().filter(|(_, s)| s.reconcile != Reconcile::Constrained);
    let mut reasons: Vec<String> = others.map(|(i, s)| format!("{} ({})", segment_name(plan, i), why_not(s))).collect();
    if constrained.is_empty() || smaller + reasons.len() == 0 {
        return None;
    }
    if reasons.len() > MOST_REASONS {
        let more = reasons.len() - MOST_REASONS;
        reasons.truncate(MOST_REASONS);
        reasons.push(format!("{more} more without both paths"));
    }
    if smaller > 0 {
        let word = if smaller == 1 { "segment" } else { "segments" };
        reasons.insert(0, format!("{smaller} smaller {word} (in bands.csv)"));
    }
    Some(format!("Not shown: {}", reasons.join(", ")))
}

/// What holds one segment back: "lacks pipeline in 72 % of months", or why that is not asked: "renewals only".
pub fn of_segment(plan: &Plan, bands: &[Series], segment: usize) -> String {
    match finding(bands, segment, String::new()) {
        Some(finding) if plan.segments[segment].reconcile == Reconcile::Constrained => clause(&finding),
        _ => why_not(&plan.segments[segment]).to_string(),
    }
}

fn why_not(segment: &Segment) -> &'static str {
    match (&segment.reconcile, &segment.sales_force, &segment.pipeline) {
        (Reconcile::BaseOnly, ..) => "renewals only",
        (Reconcile::Pipeline, None, _) => "no sales team",
        (Reconcile::Capacity, _, None) => "no pipeline",
        (Reconcile::Pipeline, Some(_), _) => "its bookings follow the pipeline alone",
        (Reconcile::Capacity, _, Some(_)) => "its bookings follow sales capacity alone",
        (Reconcile::Constrained, ..) => "both paths",
    }
}

/// Share of simulated months in which deals of a segment waited for capacity; `None` where that was not tallied.
pub(super) fn capacity_bound(bands: &[Series], segment: usize) -> Option<f64> {
    bands::find(bands, Metric::CapacityBound, Some(segment)).and_then(|s| mean(&s.months))
}

/// The mean over all months of a column's means; `None` where one of them is missing.
fn mean(columns: &Columns) -> Option<f64> {
    let values: Option<Vec<f64>> = columns.mean.iter().copied().collect();
    values.filter(|v| !v.is_empty()).map(|v| v.iter().sum::<f64>() / v.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    /// Sets the share of months in which capacity is the limit, by segment.
    fn title(plan: &Plan, bound: &[f64]) -> String {
        let mut bands = fixture::bands(plan, 0.1);
        for series in bands.iter_mut().filter(|s| s.metric == Metric::CapacityBound) {
            let Some(share) = series.segment.and_then(|i| bound.get(i)) else { continue };
            series.months.mean.iter_mut().for_each(|m| *m = Some(*share));
        }
        paths(plan, &bands)
    }

    #[test]
    fn the_title_covers_every_shown_segment() {
        let plan = fixture::plan(12, 2);
        assert_eq!(
            title(&plan, &[0.28, 0.31]),
            "segment-0 lacks pipeline in 72 % of months, segment-1 in 69 %; otherwise sales capacity is the limit"
        );
        assert_eq!(
            title(&plan, &[0.28, 0.6]),
            "segment-0 lacks pipeline in 72 % of months, segment-1 lacks sales capacity in 60 %"
        );
        assert_eq!(title(&plan, &[1.0, 1.0]), "segment-0 lacks sales capacity in all months, segment-1 in all months");
        let one = fixture::plan(12, 1);
        assert_eq!(
            title(&one, &[0.8]),
            "segment-0 lacks sales capacity in 80 % of months; otherwise pipeline is the limit"
        );
    }

    #[test]
    fn segments_that_are_not_shown_are_named_with_the_reason() {
        let mut plan = fixture::plan(12, 7);
        (plan.segments[6].reconcile, plan.segments[6].sales_force) = (Reconcile::Pipeline, None);
        let text = not_shown(&plan, &fixture::bands(&plan, 0.1));
        assert_eq!(text.as_deref(), Some("Not shown: 2 smaller segments (in bands.csv), segment-6 (no sales team)"));
        let plan = fixture::plan(12, 4);
        assert_eq!(not_shown(&plan, &fixture::bands(&plan, 0.1)), None);
    }

    #[test]
    fn plans_without_both_paths_say_so() {
        let mut plan = fixture::plan(12, 1);
        plan.segments[0].reconcile = Reconcile::BaseOnly;
        plan.segments[0].sales_force = None;
        plan.segments[0].pipeline = None;
        let text = paths(&plan, &fixture::bands(&plan, 0.1));
        assert_eq!(text, "Neither sales capacity nor a pipeline is planned: ARR moves by renewals only");
    }
}
