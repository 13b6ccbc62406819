//! What measures, teams, players and paths are called.

use crate::analysis::drivers::Input;
use crate::analysis::gap::cascade::Measure;
use crate::analysis::gap::needs::{Need, PeriodKind};
use crate::analysis::gap::optimism::Whose;
use crate::analysis::gap::paths::Path;
use crate::plan::{Metric, Plan, SourceKind, owner};
use crate::report::{drivers, format, limits};

/// Longest name of an owner in a table, characters.
const LONGEST_NAME: usize = 60;

/// The teams that have a target of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Team {
    /// Wins, reps, quota.
    Sales,
    /// Stages, opportunities, spend.
    Marketing,
    /// SDRs.
    Sdrs,
    /// What stays and grows.
    CustomerSuccess,
}

impl Team {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Team::Sales => "Sales",
            Team::Marketing => "Marketing",
            Team::Sdrs => "SDRs",
            Team::CustomerSuccess => "Customer success",
        }
    }
}

/// The team that a measure is the target of.
pub fn team(measure: Measure) -> Team {
    match measure {
        Measure::NewArr
        | Measure::Wins
        | Measure::Decisions
        | Measure::Pipeline
        | Measure::Coverage
        | Measure::RampedReps
        | Measure::Quota => Team::Sales,
        Measure::Opportunities | Measure::Stage(_) | Measure::Spend => Team::Marketing,
        Measure::Sdrs => Team::Sdrs,
    }
}

/// Who answers for it: `[owners]`, the owner of the source's drivers, else the team.
pub fn owner<'a>(plan: &'a Plan, need: &Need) -> &'a str {
    match (need.measure, need.measure.metric()) {
        (Measure::Coverage, _) => owner::of_metric(plan, Metric::PipelineCoverage),
        (Measure::Quota, _) => owner::of_metric(plan, Metric::CapacityArr),
        (_, Some(metric)) => owner::of_metric(plan, metric),
        (_, None) => of_source(plan, need).unwrap_or(match need.measure {
            Measure::Sdrs => "SDRs",
            _ => "marketing",
        }),
    }
}

/// Who answers for what a source's money or people bring.
fn of_source<'a>(plan: &'a Plan, need: &Need) -> Option<&'a str> {
    let pipeline = plan.segments[need.segment?].pipeline.as_ref()?;
    match pipeline.sources.get(need.source?)?.kind {
        SourceKind::Spend { cost_per_unit, .. } => Some(owner::of_driver(plan, cost_per_unit)),
        SourceKind::Sdrs { per_sdr, .. } => {
            let name = owner::of_driver(plan, per_sdr);
            (name != "marketing").then_some(name)
        }
        SourceKind::Volume { .. } | SourceKind::PerRep { .. } => None,
    }
}

/// Its name for programs: "new_arr", "stage mql".
pub fn key(plan: &Plan, measure: Measure) -> String {
    match measure {
        Measure::NewArr => "new_arr".to_string(),
        Measure::Wins => "wins".to_string(),
        Measure::Decisions => "decisions".to_string(),
        Measure::Opportunities => "opportunities".to_string(),
        Measure::Stage(i) => format!("stage {}", plan.stages[i]),
        Measure::Pipeline => "pipeline_value".to_string(),
        Measure::Coverage => "pipeline_coverage".to_string(),
        Measure::Spend => "spend".to_string(),
        Measure::Sdrs => "sdrs".to_string(),
        Measure::RampedReps => "ramped_reps".to_string(),
        Measure::Quota => "quota".to_string(),
    }
}

/// Its name for readers, with what it is of: "enterprise: ramped reps, mean".
pub fn label(plan: &Plan, need: &Need) -> String {
    let what = match need.measure {
        Measure::NewArr => "new ARR".to_string(),
        Measure::Wins => "wins".to_string(),
        Measure::Decisions => "decisions".to_string(),
        Measure::Opportunities => "opportunities created".to_string(),
        Measure::Stage(i) => format!("stage {}", format::shorten(&plan.stages[i], 24)),
        Measure::Pipeline => "open pipeline".to_string(),
        Measure::Coverage => "pipeline coverage".to_string(),
        Measure::Spend => "spend".to_string(),
        Measure::Sdrs => "SDRs, mean".to_string(),
        Measure::RampedReps => "ramped reps, mean".to_string(),
        Measure::Quota => "quota to assign".to_string(),
    };
    let source = source_name(plan, need).map_or(String::new(), |name| format!(" ({})", format::shorten(name, 24)));
    match need.segment {
        Some(s) => format!("{}: {what}{source}", limits::segment_name(plan, s)),
        None => format!("All: {what}"),
    }
}

/// The source that a need is of.
pub fn source_name<'a>(plan: &'a Plan, need: &Need) -> Option<&'a str> {
    let pipeline = plan.segments[need.segment?].pipeline.as_ref()?;
    pipeline.sources.get(need.source?).map(|source| source.name.as_str())
}

/// An amount of a measure.
pub fn amount(plan: &Plan, measure: Measure, x: Option<f64>, error: f64) -> String {
    let Some(x) = x else { return format::NOT_AVAILABLE.to_string() };
    match measure {
        Measure::NewArr | Measure::Pipeline | Measure::Spend | Measure::Quota => {
            format::money_within(x, error, &plan.currency)
        }
        Measure::Coverage => format!("{x:.1}x"),
        Measure::Sdrs | Measure::RampedReps => format!("{x:.1}"),
        _ if x >= 100.0 => format::count(x.round()),
        _ => format::count(x),
    }
}

/// "2027-01..2027-12", "FY27 Q1", "2027-03".
pub fn period(plan: &Plan, need: &Need) -> String {
    let month = |t| plan.calendar.month(t).to_string();
    match need.period.kind {
        PeriodKind::ToDate => format!("{}..{}", month(need.period.first), month(need.period.last)),
        PeriodKind::Quarter(q) => plan.calendar.quarter_labels().get(q).cloned().unwrap_or_default(),
        PeriodKind::Month => month(need.period.last),
    }
}

/// The same for readers: of a quarter that the target date cuts off it is said where, "FY27 Q4 to Nov 2027".
pub fn period_or_part(plan: &Plan, need: &Need) -> String {
    let whole = match need.period.kind {
        PeriodKind::Quarter(q) => plan.calendar.quarters().get(q).is_none_or(|&(_, last)| last == need.period.last),
        PeriodKind::ToDate | PeriodKind::Month => true,
    };
    let cut = || format!(" to {}", format::month(plan.calendar.month(need.period.last)));
    format!("{}{}", period(plan, need), if whole { String::new() } else { cut() })
}

/// The kind of period, for programs.
pub fn period_kind(kind: PeriodKind) -> &'static str {
    match kind {
        PeriodKind::ToDate => "to_date",
        PeriodKind::Quarter(_) => "quarter",
        PeriodKind::Month => "month",
    }
}

/// Whose bar it is, for readers.
pub fn whose(plan: &Plan, whose: &Whose) -> String {
    match whose {
        Whose::Owner(name) => format::shorten(name, LONGEST_NAME),
        Whose::Segment(s) => limits::segment_name(plan, *s),
        Whose::Driver(id) => drivers::input_name(plan, Input::Driver(*id)),
        Whose::OtherDrivers => "All other drivers".to_string(),
        Whose::Risks => "Risks and opportunities".to_string(),
        Whose::Chance => "Chance: counts, deal sizes".to_string(),
    }
}

/// Whose bar it is, for programs.
pub fn whose_key(plan: &Plan, whose: &Whose) -> String {
    match whose {
        Whose::Owner(name) => name.clone(),
        Whose::Segment(s) => plan.segments[*s].name.clone(),
        Whose::Driver(id) => plan.driver(*id).path.clone(),
        Whose::OtherDrivers => "other drivers".to_string(),
        Whose::Risks => "risks".to_string(),
        Whose::Chance => "chance".to_string(),
    }
}

/// A path, for programs.
pub fn path(path: Path) -> &'static str {
    match path {
        Path::Capacity => "capacity",
        Path::Pipeline => "pipeline",
    }
}
