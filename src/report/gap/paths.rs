//! Both build-up paths, and what lifting one alone would give.

use super::optimism::{change, points};
use super::{section, texts};
use crate::analysis::Estimate;
use crate::analysis::gap::Gap;
use crate::analysis::gap::paths::{Lift, Lost, Path, QuarterPaths};
use crate::plan::{Plan, Reconcile};
use crate::report::format;
use crate::report::limits;
use crate::report::summary::Section;

/// Quarters of a segment that are shown.
const QUARTERS_SHOWN: usize = 8;

/// The paths by quarter, and the lifts; nothing where no segment has both.
pub fn sections(plan: &Plan, gap: &Gap) -> Vec<Section> {
    let constrained = |q: &&QuarterPaths| plan.segments[q.segment].reconcile == Reconcile::Constrained;
    let shown = gap.paths.quarters.iter().filter(constrained).filter(|q| q.quarter < QUARTERS_SHOWN);
    let rows: Vec<Vec<String>> = shown.map(|q| quarter(plan, q)).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let header =
        texts(["", "Capacity P50", "Pipeline P50", "Capacity binds, months", "In any month", "Wins lost, mean"]);
    let mut notes = vec![
        "Share of months over all trials; share of trials in which deals waited for capacity in any month".to_string(),
    ];
    notes.extend(past_the_target(plan));
    notes.extend(lost(plan, gap));
    let mut sections = vec![section("The two build-up paths".to_string(), header, rows, notes)];
    sections.push(lifts(plan, gap));
    sections
}

/// "FY27 Q4 is shown whole, past the target date": said where that is within a quarter.
pub fn past_the_target(plan: &Plan) -> Option<String> {
    let by = plan.target.by;
    let at = plan.calendar.quarters().iter().position(|&(first, last)| first <= by && by < last)?;
    let label = plan.calendar.quarter_labels().get(at).cloned()?;
    Some(format!("{label} is shown whole, past the target date (end of {})", super::by(plan)))
}

/// A sentence for each segment that has both paths: "smb: 7.5 wins on average (P10 0, P90 22) lost for want ...".
pub fn lost(plan: &Plan, gap: &Gap) -> Vec<String> {
    let sentence = |(s, lost): &(usize, Lost)| {
        format!("{}: {} lost for want of capacity to the target date", limits::segment_name(plan, *s), lost_text(lost))
    };
    gap.paths.lost.iter().map(sentence).collect()
}

fn quarter(plan: &Plan, q: &QuarterPaths) -> Vec<String> {
    let money = |e: &Estimate| match e.value {
        Some(x) => format::money_within(x, format::half_width(e).unwrap_or(0.0), &plan.currency),
        None => format::NOT_AVAILABLE.to_string(),
    };
    let label = plan.calendar.quarter_labels().get(q.quarter).cloned().unwrap_or_default();
    vec![
        format!("{} {label}", limits::segment_name(plan, q.segment)),
        money(&q.capacity_p50),
        money(&q.pipeline_p50),
        format::probability(&q.bound_months),
        format::probability(&q.bound_trials),
        q.lost.as_ref().and_then(|l| l.mean.value).map_or(format::NOT_AVAILABLE.to_string(), format::count),
    ]
}

fn lost_text(lost: &Lost) -> String {
    let count = |e: &Estimate| e.value.map_or(format::NOT_AVAILABLE.to_string(), format::count);
    format!("{} wins on average (P10 {}, P90 {})", count(&lost.mean), count(&lost.p10), count(&lost.p90))
}

fn lifts(plan: &Plan, gap: &Gap) -> Section {
    let row =
        |lift: &Lift| vec![lift_name(plan, lift), change(plan, &lift.mean), change(plan, &lift.p50), points(&lift.hit)];
    let rows = gap.paths.lifts.iter().map(row).collect();
    let notes = vec![lift_note(gap)];
    section(
        "What lifting one path alone would give".to_string(),
        texts(["", "Mean ARR", "P50 of ARR", "P(hit)"]),
        rows,
        notes,
    )
}

/// What the lifts are of, and what each means.
pub fn lift_note(gap: &Gap) -> String {
    format!(
        "On the same {} trials. Capacity never short: every deal that is won on the pipeline is closed; pipeline never short: reps close their capacity",
        format::whole(gap.paths.lift_trials as u64)
    )
}

/// "enterprise: capacity never short".
pub fn lift_name(plan: &Plan, lift: &Lift) -> String {
    let who = lift.segment.map_or("All segments".to_string(), |s| limits::segment_name(plan, s));
    let path = match lift.path {
        Path::Capacity => "capacity",
        Path::Pipeline => "pipeline",
    };
    format!("{who}: {path} never short")
}
