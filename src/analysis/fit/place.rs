//! Where a fitted input goes in a plan.

use super::volume;
use super::{Added, Against, LeftOut, WhyAdded};
use crate::fit::day::Day;
use crate::fit::driver::{Fitted, FittedValue};
use crate::fit::trust::kept_out;
use crate::outcome::planned::Planned;
use crate::plan::{Driver, Plan, Segment, Source, SourceKind, Value};

/// Days between the as-of date and the plan's start up to which opening figures are still those of the start.
pub const MOST_DAYS_APART: i32 = 31;

/// Why a fitted input does not go into a plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Why {
    /// The plan has no such segment.
    NoSegment,
    /// Its segment lacks this part: "pipeline".
    NoPart(&'static str),
    /// Its segment has no source of that name.
    NoSource,
    /// The source is not told by its volume.
    OtherKind,
    /// The source has no stage of that name.
    NoStage,
    /// The as-of date lies so many days from the plan's start.
    FarFromStart(i32),
    /// So many weights for a contract of so many months.
    Weights(usize, usize),
    /// It means nothing without this other input, which was not fitted: "attainment".
    Without(&'static str),
    /// Leads bring the segment's opportunities already.
    LeadsBring,
    /// It is part of the factor of the segment's opportunities.
    InFactor,
    /// The plan as written creates no opportunities that a factor could change.
    NothingToChange,
    /// A finding says that it is nothing for a plan: why not.
    Untrusted(&'static str),
}

/// A plan and one of its segments.
pub struct Beside<'b> {
    /// The plan.
    pub plan: &'b Plan,
    /// The plan as written.
    pub as_written: &'b Planned,
    /// The day up to which history was looked at.
    pub as_of: Day,
    /// The segment's name.
    pub segment: &'b str,
}

/// The segment that a path belongs to.
pub fn segment_of(path: &str) -> Option<&str> {
    path.strip_prefix("segments.")?.split('.').next()
}

/// Names of the segments, each once, sorted.
pub fn segments(fitted: &[Fitted]) -> Vec<&str> {
    let mut names: Vec<&str> = fitted.iter().filter_map(|f| segment_of(&f.path)).collect();
    names.sort();
    names.dedup();
    names
}

/// Sorts the inputs of one segment into those that go into the plan and those that do not.
pub fn place(beside: &Beside<'_>, fitted: &[&Fitted], against: &mut Against) {
    let Some(at) = beside.plan.segments.iter().position(|s| s.name == beside.segment) else {
        against.left_out.extend(fitted.iter().map(|f| LeftOut { path: f.path.clone(), why: Why::NoSegment }));
        return;
    };
    let segment = &beside.plan.segments[at];
    let (volumes, others): (Vec<&Fitted>, Vec<&Fitted>) = fitted.iter().partition(|f| volume::is_of_opportunities(f));
    let mut leads = false;
    for fit in others {
        match why_not(beside, segment, fit, fitted) {
            None => {
                leads |= fit.path.ends_with(".volume");
                against.taken.push(fit.clone());
            }
            Some(why) => against.left_out.push(LeftOut { path: fit.path.clone(), why }),
        }
    }
    if !volumes.is_empty() {
        volume::place(beside, (at, segment), &volumes, leads, against);
    }
    even_renewals(segment, against);
    no_uplift(beside, segment, against);
    volume::no_growth(beside, segment, against);
}

/// Where the contract's length changes and no weights of the new length were fitted, those of the plan fit no more:
/// renewals are spread evenly.
fn even_renewals(segment: &Segment, against: &mut Against) {
    let path = |key: &str| format!("segments.{}.retention.{key}", segment.name);
    let taken = |key: &str| against.taken.iter().find(|fit| fit.path == path(key));
    let Some(contract) = taken("contract_months") else { return };
    let months = crate::fit::ahead::number(&contract.value).map_or(0, |months| months as usize);
    if months == 0 || months == segment.retention.contract_months || taken("renewal_weights").is_some() {
        return;
    }
    let path = path("renewal_weights");
    let value = FittedValue::Weights(vec![1.0; months]);
    let even = Fitted { path: path.clone(), value, method: "even", findings: Vec::new(), ..contract.clone() };
    against.taken.push(even);
    against.added.push(Added { path, why: WhyAdded::EvenRenewals });
}

/// Where history's expansion goes in, the plan's price increases do not stay beside it: they are part of it.
fn no_uplift(beside: &Beside<'_>, segment: &Segment, against: &mut Against) {
    let path = |key: &str| format!("segments.{}.retention.{key}", segment.name);
    let expansion = against.taken.iter().find(|fit| fit.path == path("expansion_annual"));
    let planned = beside.plan.driver(segment.retention.uplift_annual);
    let Some(expansion) = expansion.filter(|_| !is_zero(planned)) else { return };
    let zero = zero(path("uplift_annual"), expansion, "price increases are part of expansion");
    against.added.push(Added { path: zero.path.clone(), why: WhyAdded::PriceInside });
    against.taken.push(zero);
}

/// Whether a plan has 0 for an input, and nothing that would change it.
pub fn is_zero(planned: &Driver) -> bool {
    matches!(planned.value, Value::Number(0.0)) && planned.adjustments.is_empty()
}

/// 0 for the input at a path, on the ground of another one's records.
pub fn zero(path: String, ground: &Fitted, method: &'static str) -> Fitted {
    Fitted {
        path,
        value: FittedValue::Number(0.0),
        estimate: 0.0,
        standard_error: f64::NAN,
        interval: [f64::NAN; 2],
        quarter_sd: None,
        pooled: None,
        method,
        findings: Vec::new(),
        ..ground.clone()
    }
}

/// The path below the segment: "pipeline", "win_rate".
pub fn below(path: &str) -> Vec<&str> {
    path.split('.').skip(2).collect()
}

fn why_not(beside: &Beside<'_>, segment: &Segment, fit: &Fitted, all: &[&Fitted]) -> Option<Why> {
    if let Some(why) = kept_out(fit) {
        return Some(Why::Untrusted(why));
    }
    let parts = below(&fit.path);
    let lacks = |has: bool, part| (!has).then_some(Why::NoPart(part));
    let part = match parts[..] {
        ["deals", ..] => lacks(segment.deals.is_some(), "deals"),
        ["capacity", ..] => lacks(segment.sales_force.is_some(), "capacity"),
        ["pipeline", ..] => lacks(segment.pipeline.is_some(), "pipeline"),
        _ => None,
    };
    part.or_else(|| match parts[..] {
        ["pipeline", "sources", name, ref rest @ ..] => {
            other_stages(beside.plan, segment, name, all).or_else(|| of_source(beside.plan, segment, name, rest))
        }
        ["opening_arr" | "opening_customers"] | ["capacity", "reps" | "ramping"] | ["pipeline", "opening_opps"] => {
            too_far(beside)
        }
        // they take over the segment's churn
        ["retention", "key_accounts"] => {
            let churn = all.iter().find(|f| f.path.ends_with(".retention.churn_annual"));
            too_far(beside).or_else(|| churn.and_then(|churn| kept_out(churn)).map(Why::Untrusted))
        }
        // a rep closes quota times attainment: one of history's with the other of the plan's would be nobody's
        ["capacity", "quota_annual"] => {
            let has = all.iter().any(|f| f.path.ends_with(".capacity.attainment"));
            (!has).then_some(Why::Without("attainment"))
        }
        ["retention", "renewal_weights"] => too_far(beside).or_else(|| of_weights(segment, fit, all)),
        _ => None,
    })
}

/// How far the as-of date lies from the plan's start, where that is too far: openings stand at the end of the day
/// before.
fn too_far(beside: &Beside<'_>) -> Option<Why> {
    let apart = beside.as_of.since(Day::first_of(beside.plan.calendar.start).plus(-1)).abs();
    (apart > MOST_DAYS_APART).then_some(Why::FarFromStart(apart))
}

/// Renewals need one weight a month of the contract, the fitted one where it was fitted.
fn of_weights(segment: &Segment, fit: &Fitted, all: &[&Fitted]) -> Option<Why> {
    let FittedValue::Weights(weights) = &fit.value else { return None };
    let is_taken = |f: &&&Fitted| f.path.ends_with(".retention.contract_months") && kept_out(f).is_none();
    let fitted = all.iter().find(is_taken);
    let months = fitted.and_then(|f| crate::fit::ahead::number(&f.value)).map(|months| months as usize);
    let months = months.unwrap_or(segment.retention.contract_months);
    (weights.len() != months).then_some(Why::Weights(weights.len(), months))
}

/// Leads go into a source whole or not at all: their volume without the rates of their stages would be opportunities.
fn other_stages(plan: &Plan, segment: &Segment, name: &str, all: &[&Fitted]) -> Option<Why> {
    let source = segment.pipeline.as_ref()?.sources.iter().find(|s| s.name == name)?;
    let stage = |fit: &&Fitted| match below(&fit.path)[..] {
        ["pipeline", "sources", of, "stages", stage, ..] if of == name => Some(stage.to_string()),
        _ => None,
    };
    let mut fitted: Vec<String> = all.iter().filter_map(stage).collect();
    let mut planned: Vec<String> = source.stages.iter().map(|s| plan.stages[s.stage].to_string()).collect();
    fitted.sort();
    planned.sort();
    (fitted != planned).then_some(Why::NoStage)
}

fn of_source(plan: &Plan, segment: &Segment, name: &str, rest: &[&str]) -> Option<Why> {
    let sources = segment.pipeline.as_ref().map_or(&[][..], |p| &p.sources);
    let Some(source) = sources.iter().find(|s| s.name == name) else { return Some(Why::NoSource) };
    match rest {
        ["volume" | "growth_monthly"] => (!is_volume(source)).then_some(Why::OtherKind),
        ["stages", stage, ..] => {
            let has = source.stages.iter().any(|s| plan.stages[s.stage] == *stage);
            (!has).then_some(Why::NoStage)
        }
        _ => None,
    }
}

/// Whether a source is told by its volume.
pub fn is_volume(source: &Source) -> bool {
    matches!(source.kind, SourceKind::Volume { .. })
}
