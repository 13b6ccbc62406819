//! The target set for each team.

use super::words::{self, Team};
use super::{by, section, texts};
use crate::analysis::gap::Gap;
use crate::analysis::gap::cascade::{Measure, Reach, Split};
use crate::analysis::gap::needs::{Need, PeriodKind};
use crate::analysis::gap::retention::Rate;
use crate::plan::{Metric, Plan, owner};
use crate::report::format;
use crate::report::limits;
use crate::report::summary::Section;

/// What marketing's and the SDRs' needs leave open.
const CONVERSION: &str = "What marketing and SDRs need stands at the plan's own conversion rates and deal sizes; P50 and \"enough in\" are \
                          simulated. Enough opportunities need not make enough new ARR: how often that is enough, the first row says";

/// Quarter ends of which the coverage is shown.
const QUARTERS_SHOWN: usize = 4;

/// What each team has to do to the target date.
pub fn needed(plan: &Plan, gap: &Gap) -> Option<Section> {
    let to_date = to_date(plan, gap);
    let mut rows = Vec::new();
    for team in [Team::Sales, Team::Marketing, Team::Sdrs] {
        let own: Vec<&&Need> = to_date.iter().filter(|n| words::team(n.measure) == team).collect();
        if !own.is_empty() {
            rows.push(heading(team.name()));
            rows.extend(own.iter().map(|need| row(plan, need)));
        }
    }
    let retention = &gap.retention;
    rows.push(heading(Team::CustomerSuccess.name()));
    rows.push(rate_row(plan, Metric::Nrr, &retention.nrr));
    rows.push(rate_row(plan, Metric::Grr, &retention.grr));
    let title = format!("What the target takes of each team, to the end of {}", by(plan));
    let header = texts(["", "Needed", "Plan as written", "P50", "Enough in"]);
    Some(section(title, header, rows, notes(plan, gap)))
}

/// What each team has to do to the target date: of all that is known the rows that are shown.
pub fn to_date<'a>(plan: &Plan, gap: &'a Gap) -> Vec<&'a Need> {
    gap.needs.iter().filter(|n| n.period.kind == PeriodKind::ToDate && is_shown(plan, n)).collect()
}

/// Of the total new ARR alone: what else is added up over segments says little. Units of a source's last stage are its
/// opportunities, but for time and factor: those are shown.
fn is_shown(plan: &Plan, need: &Need) -> bool {
    match (need.measure, need.segment) {
        (Measure::Decisions | Measure::Pipeline | Measure::Coverage, _) => false,
        (Measure::Stage(stage), Some(s)) => !is_last(plan, s, stage),
        (measure, segment) => segment.is_some() || measure == Measure::NewArr,
    }
}

/// Whether a stage is the last of every source that has it.
fn is_last(plan: &Plan, segment: usize, stage: usize) -> bool {
    let sources = plan.segments[segment].pipeline.iter().flat_map(|p| &p.sources);
    sources.flat_map(|s| s.stages.iter().rev().skip(1)).all(|earlier| earlier.stage != stage)
}

fn heading(name: &str) -> Vec<String> {
    [name, "", "", "", ""].map(String::from).to_vec()
}

fn row(plan: &Plan, need: &Need) -> Vec<String> {
    let amount = |x: Option<f64>, error| words::amount(plan, need.measure, x, error);
    let (p50, enough) = match need.measure.metric() {
        None => ("decided".to_string(), String::new()),
        Some(_) => {
            let error = format::half_width(&need.p50).unwrap_or(0.0);
            (amount(need.p50.value, error), format::probability(&need.enough))
        }
    };
    vec![format!("  {}", words::label(plan, need)), amount(need.needed, 0.0), amount(need.planned, 0.0), p50, enough]
}

fn rate_row(plan: &Plan, metric: Metric, rate: &Rate) -> Vec<String> {
    let percent = |x: Option<f64>| {
        x.map_or(format::NOT_AVAILABLE.to_string(), |x| format::metric_value(metric, x, 1, &plan.currency))
    };
    let who = owner::of_metric(plan, metric);
    let name = format!("  {} ({})", if metric == Metric::Nrr { "NRR" } else { "GRR" }, format::shorten(who, 28));
    vec![name, percent(rate.needed), String::new(), percent(rate.p50.value), format::probability(&rate.enough)]
}

/// How the rows are to be read.
pub fn notes(plan: &Plan, gap: &Gap) -> Vec<String> {
    let mut notes = Vec::new();
    if to_date(plan, gap).iter().any(|need| matches!(words::team(need.measure), Team::Marketing | Team::Sdrs)) {
        notes.push(CONVERSION.to_string());
    }
    if !gap.cascade.segments.is_empty() {
        notes.push(match gap.cascade.split {
            Split::Mix => "Required new ARR is split over the segments by the target's mix".to_string(),
            Split::PlanAsWritten => "Required new ARR is split over the segments as in the plan as written".to_string(),
        });
    }
    notes.extend(gap.cascade.segments.iter().filter_map(|s| {
        let name = limits::segment_name(plan, s.segment);
        match s.pipeline {
            _ if s.share > 0.0 && s.planned_new_arr <= 0.0 => {
                Some(format!("{name}: wins nothing as written; its months are those of the other segments"))
            }
            Reach::TooLate => {
                Some(format!("{name}: what is created now is decided too late; more pipeline does not get there"))
            }
            _ => None,
        }
    }));
    if gap.cascade.segments.len() > 1 {
        notes.push("Each row is one share of the target: where one falls short another can make up for it".to_string());
    }
    notes.extend(over_assignment(plan, gap));
    notes.push(retention_note(plan, gap));
    notes
}

/// Assigned quota over the new ARR that it is for.
fn over_assignment(plan: &Plan, gap: &Gap) -> Vec<String> {
    let note = |s: &crate::analysis::gap::cascade::SegmentNeeds| {
        let quota = s.rows.iter().find(|r| r.measure == Measure::Quota && s.required_new_arr > 0.0)?;
        let all = (1, plan.target.by);
        let (needed, planned) = (quota.needed_in(all)?, quota.planned_in(all)?);
        let as_written = match s.planned_new_arr > 0.0 {
            true => format!("; as written {:.2} times", planned / s.planned_new_arr),
            false => String::new(),
        };
        Some(format!(
            "{}: {} of quota for {} of new ARR is {:.2} times (over-assignment){as_written}",
            limits::segment_name(plan, s.segment),
            format::money(needed, &plan.currency),
            format::money(s.required_new_arr, &plan.currency),
            needed / s.required_new_arr
        ))
    };
    gap.cascade.segments.iter().filter_map(note).collect()
}

/// What is left for customer success once new ARR is at its median.
fn retention_note(plan: &Plan, gap: &Gap) -> String {
    let (retention, money) = (&gap.retention, |x: f64| format::money(x, &plan.currency));
    let new_arr = money(retention.new_arr_p50);
    if retention.gap_left <= 0.0 {
        return format!("With new ARR at its P50 ({new_arr}) no gap is left for customer success to close");
    }
    let gap_left = format!(
        "With new ARR at its P50 ({new_arr}) {} are left: NRR or GRR as above would close it",
        money(retention.gap_left)
    );
    match retention.grr.needed {
        Some(needed) if needed > 1.0 => {
            format!("{gap_left}; a GRR above 100 % cannot be had: retention alone does not close it")
        }
        _ => gap_left,
    }
}

/// How open pipeline is to be read.
pub const COVERAGE_NOTE: &str =
    "At the end of the quarter, at deal size; coverage: over the required new ARR that is still to come";

/// Open pipeline at the ends of the first quarters, and what it covers.
pub fn coverage(plan: &Plan, gap: &Gap) -> Option<Section> {
    let at_end =
        |n: &&Need| matches!(n.period.kind, PeriodKind::Quarter(q) if q < QUARTERS_SHOWN) && n.segment.is_some();
    let of = |measure: Measure| gap.needs.iter().filter(at_end).filter(move |n| n.measure == measure);
    let row = |coverage: &Need| {
        let value = of(Measure::Pipeline).find(|n| n.segment == coverage.segment && n.period == coverage.period)?;
        let amount = |need: &Need, x, error| words::amount(plan, need.measure, x, error);
        let error = format::half_width(&value.p50).unwrap_or(0.0);
        Some(vec![
            format!("{} {}", limits::segment_name(plan, coverage.segment?), words::period_or_part(plan, coverage)),
            amount(value, value.needed, 0.0),
            amount(value, value.p50.value, error),
            amount(coverage, coverage.needed, 0.0),
            amount(coverage, coverage.p50.value, 0.0),
            format::probability(&coverage.enough),
        ])
    };
    let mut found: Vec<&Need> = of(Measure::Coverage).collect();
    found.sort_by_key(|n| (n.segment, n.period.first));
    let rows: Vec<Vec<String>> = found.into_iter().filter_map(row).collect();
    let header = texts(["", "Open pipeline needed", "P50", "Coverage needed", "P50", "Enough in"]);
    let notes = vec![COVERAGE_NOTE.to_string()];
    (!rows.is_empty()).then(|| section("Pipeline that has to be open".to_string(), header, rows, notes))
}
