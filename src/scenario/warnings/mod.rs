//! Plans that are probably wrong though valid. The thresholds are rules of thumb: where a plan crosses one, a slip is likelier
//! than a plan that is really so.

mod sizes;
mod targets;

use super::suggest::{listed, typed};
use super::{codes, read};
use crate::diagnostic::{Diagnostic, Place};
use crate::plan::{
    DriverId, OpeningPipeline, Per, Pipeline, Plan, Reconcile, SalesForce, Segment, Source, SourceKind, Value,
};
use std::collections::BTreeMap;

/// A sales cycle of more months than this was probably written in days.
pub const LONG_CYCLE_MONTHS: f64 = 24.0;

/// An annual churn above 0 and below this was probably meant a month.
pub const MONTHLY_CHURN: f64 = 0.03;

/// Where decisions take longer than this, a company with customers has opportunities that are already open.
pub const SHORT_CYCLE_MONTHS: f64 = 1.0;

/// Win rates below this or above [`HIGH_WIN_RATE`] are unusual: opportunities counted too early, or too late.
pub const LOW_WIN_RATE: f64 = 0.05;

/// See [`LOW_WIN_RATE`].
pub const HIGH_WIN_RATE: f64 = 0.6;

/// Where each input is written, by path.
type Places = BTreeMap<String, Place>;

/// Everything in the plan that looks wrong; `places` says where each input is written.
pub fn find(plan: &Plan, places: &Places) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    found.extend(independence(plan));
    found.extend(plan.random_drivers().into_iter().filter_map(|id| no_persistence(plan, places, id)));
    found.extend(plan.random_drivers().into_iter().filter_map(|id| targets::far_plan(plan, places, id)));
    found.extend(targets::of_target(plan, places));
    found.extend(plan.goals.iter().enumerate().filter_map(|goal| sizes::of_goal(plan, places, goal)));
    for segment in &plan.segments {
        found.extend(sizes::of_segment(plan, places, segment));
        if let Some(force) = &segment.sales_force {
            found.extend(late_hires(plan, places, segment, force));
            found.extend(no_attrition(plan, places, segment, force));
            found.extend(long_ramp(plan, places, force));
        }
        if let Some(pipeline) = &segment.pipeline {
            found.extend(long_cycle(plan, places, pipeline));
            found.extend(win_rate(plan, places, pipeline));
            found.extend(no_pipeline(plan, places, segment, pipeline));
            found.extend(nothing_open(plan, places, segment, pipeline));
            found.extend(pipeline.sources.iter().filter_map(|source| dry_source(plan, places, segment, source)));
        }
        found.extend(monthly_churn(plan, places, segment.retention.churn_annual));
    }
    found.extend(no_collection_delay(plan, places));
    found
}

/// A warning at where the path is written, or at what stands above it.
fn warn(code: &'static str, places: &Places, path: &str, message: String) -> Diagnostic {
    let above = path.match_indices('.').rev().map(|(dot, _)| &path[..dot]);
    let place = std::iter::once(path).chain(above).find_map(|path| places.get(path));
    let warning = Diagnostic::warning(code, message);
    match place {
        Some(place) => warning.at(place, ""),
        None => warning,
    }
}

/// The input's usual value: as written, after adjustments for the whole plan.
fn usual(plan: &Plan, id: DriverId) -> f64 {
    plan.driver(id).fixed()
}

fn path(plan: &Plan, id: DriverId) -> &str {
    &plan.driver(id).path
}

fn independence(plan: &Plan) -> Option<Diagnostic> {
    let drivers = plan.random_drivers().len();
    let alone = drivers >= 2 && plan.dependence.is_empty();
    alone.then(|| {
        let message = format!("all {drivers} drivers are independent of one another: bad luck in one is evened out by good luck in others");
        Diagnostic::warning(codes::ALL_INDEPENDENT, message)
            .help("in life a weak market hits win rates, cycles and churn together; say so with [[factors]] or [[correlations]], or the odds look surer than they are")
    })
}

fn no_persistence(plan: &Plan, places: &Places, id: DriverId) -> Option<Diagnostic> {
    let driver = plan.driver(id);
    let Value::Random(random) = &driver.value else { return None };
    let often = matches!(random.per, Per::Month | Per::Quarter);
    (often && random.persistence == 0.0).then(|| {
        let each = random.per.name();
        let message = format!("{} is drawn anew each {each} without persistence: its risk averages away over the plan", driver.path);
        let help = format!("add persistence (0.7: most of a bad {each} stays), or remove per where the uncertainty is of the whole plan");
        warn(codes::NO_PERSISTENCE, places, &driver.path, message).help(help)
    })
}

fn late_hires(plan: &Plan, places: &Places, segment: &Segment, force: &SalesForce) -> Option<Diagnostic> {
    let cycle = segment.pipeline.as_ref().map_or(0.0, |p| usual(plan, p.sales_cycle_months));
    let wait = usual(plan, force.hiring_slip_months) + usual(plan, force.ramp_months) + cycle;
    let counts = plan.counts(force.hires);
    let late = |t: &usize| *t as f64 - 1.0 + wait >= plan.target.by as f64;
    let months: Vec<String> =
        counts.months(plan.target.by).into_iter().filter(late).map(|t| plan.calendar.month(t).to_string()).collect();
    if months.is_empty() {
        return None;
    }
    let by = plan.calendar.month(plan.target.by);
    let months = listed(&months, "and");
    let path = &counts.path;
    let message = format!("the hires of {months} in {} come too late to matter much by {by}", segment.name);
    let parts = if cycle > 0.0 { "slip, ramp and one sales cycle" } else { "slip and ramp" };
    let help = format!(
        "{parts} take {} months together: only then they close what they start",
        typed((wait * 10.0).round() / 10.0)
    );
    Some(warn(codes::LATE_HIRES, places, path, message).help(help))
}

fn no_attrition(plan: &Plan, places: &Places, segment: &Segment, force: &SalesForce) -> Option<Diagnostic> {
    let none = matches!(plan.driver(force.attrition_annual).value, Value::Number(0.0))
        && plan.driver(force.attrition_annual).adjustments.is_empty();
    let ramping: f64 = force.ramping.iter().map(|r| usual(plan, r.reps)).sum();
    let reps =
        usual(plan, force.reps) + ramping > 0.0 || !plan.counts(force.hires).months(plan.calendar.months).is_empty();
    (none && reps).then(|| {
        let message = format!("no rep of {} ever leaves: attrition_annual is 0", segment.name);
        let help = "people leave, and who takes their seat ramps anew; if it is meant, nothing need be changed";
        warn(codes::NO_ATTRITION, places, path(plan, force.attrition_annual), message).help(help)
    })
}

fn long_ramp(plan: &Plan, places: &Places, force: &SalesForce) -> Option<Diagnostic> {
    let ramp = usual(plan, force.ramp_months);
    let months = plan.calendar.months;
    (ramp > months as f64).then(|| {
        let message = format!("a ramp of {} months is longer than the whole plan of {months}", typed(ramp));
        let help = "no new rep becomes fully productive inside it; ramp_months is in months, not weeks or days";
        warn(codes::LONG_RAMP, places, path(plan, force.ramp_months), message).help(help)
    })
}

fn long_cycle(plan: &Plan, places: &Places, pipeline: &Pipeline) -> Option<Diagnostic> {
    let cycle = usual(plan, pipeline.sales_cycle_months);
    (cycle > LONG_CYCLE_MONTHS).then(|| {
        let months = (cycle / 30.4 * 10.0).round() / 10.0;
        let message = format!("a sales cycle of {} months is over two years: are these days?", typed(cycle));
        let help = format!("sales_cycle_months is in months: {} days are about {months}", typed(cycle));
        warn(codes::LONG_CYCLE, places, path(plan, pipeline.sales_cycle_months), message).help(help)
    })
}

fn win_rate(plan: &Plan, places: &Places, pipeline: &Pipeline) -> Option<Diagnostic> {
    let rate = usual(plan, pipeline.win_rate);
    (!(LOW_WIN_RATE..=HIGH_WIN_RATE).contains(&rate)).then(|| {
        let message = format!("a win rate of {} is unusual: it is outside 5 % to 60 %", read::percent(rate));
        let help = if rate < LOW_WIN_RATE {
            "are these wins of leads rather than of opportunities?"
        } else {
            "are opportunities counted only once they are nearly won? then the losses before are missing"
        };
        warn(codes::WIN_RATE, places, path(plan, pipeline.win_rate), message).help(help)
    })
}

fn no_pipeline(plan: &Plan, places: &Places, segment: &Segment, pipeline: &Pipeline) -> Option<Diagnostic> {
    (opens_empty(plan, pipeline) && pipeline.sources.is_empty()).then(|| {
        let path = format!("segments.{}.pipeline", segment.name);
        let message =
            format!("the pipeline of {} is empty: it has neither open opportunities nor sources", segment.name);
        warn(codes::NO_EFFECT, places, &path, message).help(format!("add [[{path}.sources]] or opening_opps"))
    })
}

fn opens_empty(plan: &Plan, pipeline: &Pipeline) -> bool {
    match pipeline.opening {
        OpeningPipeline::Opps(id) => usual(plan, id) == 0.0,
        OpeningPipeline::Decisions(id) => plan.counts(id).written.counts.values().all(|count| *count == 0),
    }
}

fn nothing_open(plan: &Plan, places: &Places, segment: &Segment, pipeline: &Pipeline) -> Option<Diagnostic> {
    let sells = segment.reconcile != Reconcile::Capacity && !pipeline.sources.is_empty();
    let customers = usual(plan, segment.opening_customers);
    let cycle = usual(plan, pipeline.sales_cycle_months);
    let missing = opens_empty(plan, pipeline) && customers > 0.0 && cycle > SHORT_CYCLE_MONTHS;
    (sells && missing).then(|| {
        let name = &segment.name;
        let message =
            format!("the pipeline of {name} opens empty: nothing that was in the pipeline closes in the first months");
        let help = "who has customers has open opportunities: give opening_opps, or opening_decisions by month";
        let path = format!("segments.{name}.pipeline.opening_opps");
        warn(codes::EMPTY_OPENING, places, &path, message).help(help)
    })
}

fn dry_source(plan: &Plan, places: &Places, segment: &Segment, source: &Source) -> Option<Diagnostic> {
    let path = format!("segments.{}.pipeline.sources.{}", segment.name, source.name);
    if let Some(stage) = source.stages.iter().find(|stage| usual(plan, stage.rate) == 0.0) {
        let name = &plan.stages[stage.stage];
        let message =
            format!("the source {} of {} brings no opportunities: nothing gets to {name}", source.name, segment.name);
        return Some(warn(codes::DRY_SOURCE, places, &format!("{path}.stages.{name}.rate"), message));
    }
    let (units, entry) = match source.kind {
        SourceKind::Volume { volume, .. } => ("unit of its volume", volume),
        SourceKind::Spend { spend, .. } => ("unit that it buys", spend),
        SourceKind::Sdrs { .. } | SourceKind::PerRep { .. } => return None,
    };
    source.stages.is_empty().then(|| {
        let message = format!("the source {} of {} has no stages: each {units} counts as an opportunity", source.name, segment.name);
        let help = "if they are leads, add the stages that turn them into opportunities: stages = [ { to = \"opportunity\", rate = .. } ]";
        warn(codes::DRY_SOURCE, places, self::path(plan, entry), message).help(help)
    })
}

fn monthly_churn(plan: &Plan, places: &Places, id: DriverId) -> Option<Diagnostic> {
    let churn = usual(plan, id);
    (churn > 0.0 && churn < MONTHLY_CHURN).then(|| {
        let year = 1.0 - libm::pow(1.0 - churn, 12.0);
        let message = format!("churn of {} a year is very low: is it a month?", read::percent(churn));
        let help =
            format!("churn_annual is a year: {} a month are {} a year", read::percent(churn), read::percent(year));
        warn(codes::MONTHLY_CHURN, places, path(plan, id), message).help(help)
    })
}

fn no_collection_delay(plan: &Plan, places: &Places) -> Option<Diagnostic> {
    let finance = plan.finance.as_ref()?;
    let at_once = usual(plan, finance.collection_months) == 0.0;
    at_once.then(|| {
        let message = "cash comes in on the day it is billed: collection_months is 0".to_string();
        let help = "customers pay later than they are billed; without the delay cash looks better than it will be";
        warn(codes::NO_COLLECTION_DELAY, places, path(plan, finance.collection_months), message).help(help)
    })
}
