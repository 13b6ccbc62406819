//! Where the volume of opportunities goes: into the segment's only source where it is told by opportunities a month,
//! else into a factor of all of its sources.

use super::place::{Beside, Why, below, is_volume, is_zero, segment_of, zero};
use super::{Added, Against, LeftOut, WhyAdded};
use crate::fit::ahead;
use crate::fit::driver::{Fitted, FittedValue, RecordKind};
use crate::fit::leads::without_double_counting;
use crate::fit::volume::GROWTH_CHECK;
use crate::plan::{Metric, Pipeline, Segment, SourceKind};

/// Months of the plan that its opportunities are counted over, where it has as many.
pub const MONTHS: usize = 12;
/// The check that says how many opportunities the plan as written creates in these months.
pub const OPPORTUNITIES_PLANNED: &str = "opportunities of the plan as written";

/// Whether it is volume or growth of opportunities, not of leads.
pub fn is_of_opportunities(fit: &Fitted) -> bool {
    let parts = below(&fit.path);
    matches!(parts[..], ["pipeline", "sources", _, "volume" | "growth_monthly"])
        && fit.sample.record == RecordKind::Opportunities
}

/// Places volume and growth of a segment's opportunities.
pub fn place(
    beside: &Beside<'_>,
    (at, segment): (usize, &Segment),
    volumes: &[&Fitted],
    leads: bool,
    against: &mut Against,
) {
    let leave = |fit: &Fitted, why| LeftOut { path: fit.path.clone(), why };
    let why = |why| volumes.iter().map(|fit| leave(fit, why)).collect::<Vec<_>>();
    let Some(pipeline) = &segment.pipeline else { return against.left_out.extend(why(Why::NoPart("pipeline"))) };
    if leads {
        return beside_leads(segment, pipeline, volumes, against);
    }
    if let [only] = &pipeline.sources[..]
        && is_volume(only)
        && only.stages.is_empty()
    {
        let named = |fit: &&Fitted| {
            let key = fit.path.rsplit('.').next().unwrap_or_default();
            let path = format!("segments.{}.pipeline.sources.{}.{key}", segment.name, only.name);
            Fitted { path, ..(*fit).clone() }
        };
        return against.taken.extend(volumes.iter().map(named));
    }
    match factor(beside, at, pipeline, volumes, &against.taken) {
        Some(factor) => {
            against.left_out.extend(why(Why::InFactor));
            against.taken.push(factor);
        }
        None => against.left_out.extend(why(Why::NothingToChange)),
    }
}

/// Where a source takes history's volume and history shows no growth beyond chance, the plan's own growth does not stay
/// in: a level without growth goes with none. In a history too short to look for growth the plan's stays.
pub fn no_growth(beside: &Beside<'_>, segment: &Segment, against: &mut Against) {
    for source in segment.pipeline.iter().flat_map(|pipeline| &pipeline.sources) {
        let SourceKind::Volume { growth_monthly, .. } = source.kind else { continue };
        let path = |key: &str| format!("segments.{}.pipeline.sources.{}.{key}", segment.name, source.name);
        let taken = |key: &str| against.taken.iter().find(|fit| fit.path == path(key));
        let planned = beside.plan.driver(growth_monthly);
        let Some(volume) = taken("volume").filter(|_| !is_zero(planned) && taken("growth_monthly").is_none()) else {
            continue;
        };
        if !volume.checks.iter().any(|(what, _)| *what == GROWTH_CHECK) {
            continue;
        }
        let zero = zero(path("growth_monthly"), volume, "no growth beyond chance");
        against.added.push(Added { path: zero.path.clone(), why: WhyAdded::NoGrowth });
        against.taken.push(zero);
    }
}

/// Beside sources of leads: what they leave of the opportunities is a source of its own, where the plan has no others
/// that could bring them.
fn beside_leads(segment: &Segment, pipeline: &Pipeline, volumes: &[&Fitted], against: &mut Against) {
    let path = |name: &str| format!("segments.{}.pipeline.sources.{name}.volume", segment.name);
    let fitted = |name: &str| against.taken.iter().any(|fit| fit.path == path(name));
    let all_are_fitted = pipeline.sources.iter().all(|source| fitted(&source.name));
    let own = against.taken.iter().filter(|fit| segment_of(&fit.path) == Some(&segment.name));
    let together: Vec<&Fitted> = own.chain(volumes.iter().copied()).collect();
    let rest: Vec<Fitted> = without_double_counting(&together).into_iter().filter(is_of_opportunities).collect();
    if !all_are_fitted || rest.is_empty() {
        let left_out = volumes.iter().map(|fit| LeftOut { path: fit.path.clone(), why: Why::LeadsBring });
        return against.left_out.extend(left_out);
    }
    against.taken.extend(rest);
}

/// The factor that turns the plan's opportunities as written into history's forecast of the same months, with history's
/// relative spread. `None` where there is no volume, or nothing to change.
fn factor(
    beside: &Beside<'_>,
    at: usize,
    pipeline: &Pipeline,
    volumes: &[&Fitted],
    taken: &[Fitted],
) -> Option<Fitted> {
    let of = |key: &str| volumes.iter().find(|f| f.path.ends_with(key)).copied();
    let volume = of(".volume")?;
    let months = MONTHS.min(beside.plan.calendar.months);
    let planned = beside.as_written.period(Metric::OppsCreated, Some(at), 1, months)?;
    let now = beside.plan.driver(pipeline.opps_factor).stated(1);
    if !(planned > 0.0 && now > 0.0) {
        return None;
    }
    let growth = of(".growth_monthly").map(|f| &f.value);
    let season = seasonality(beside.segment, taken).unwrap_or(pipeline.seasonality);
    let rate = growth.and_then(ahead::number).unwrap_or(0.0);
    let first = beside.plan.calendar.start;
    let month = |s: usize| (1.0 + rate).powi(s as i32) * season[first.plus(s as i32).month() as usize - 1];
    let forecast = ahead::number(&volume.value)? * (0..months).map(month).sum::<f64>();
    let mean = forecast / planned * now;
    let sd = mean * relative_spread(&volume.value, growth, months);
    let value = if sd > 0.0 { FittedValue::Positive { mean, sd } } else { FittedValue::Number(mean) };
    let path = format!("segments.{}.pipeline.opps_factor", beside.segment);
    let method = "history's forecast over the plan's opportunities as written";
    let none = [f64::NAN; 2];
    let quarters = Fitted { estimate: mean, standard_error: f64::NAN, interval: none, ..volume.clone() };
    Some(Fitted { path, value, method, checks: vec![(OPPORTUNITIES_PLANNED, planned)], ..quarters })
}

/// Standard deviation over mean of the months' sum: that of the level, and of growth, which moves the sum by about the
/// mean number of months that have gone by.
fn relative_spread(volume: &FittedValue, growth: Option<&FittedValue>, months: usize) -> f64 {
    let level = ahead::next_year(volume).map_or(0.0, |law| law.sd() / law.mean());
    let growth = growth.and_then(ahead::next_year).map_or(0.0, |law| law.sd() / (1.0 + law.mean()));
    level.hypot(growth * (months as f64 - 1.0) / 2.0)
}

/// The fitted season, mean 1, January first.
fn seasonality(segment: &str, taken: &[Fitted]) -> Option<[f64; 12]> {
    let path = format!("segments.{segment}.pipeline.seasonality");
    let FittedValue::Weights(weights) = &taken.iter().find(|f| f.path == path)?.value else { return None };
    let weights: [f64; 12] = weights.clone().try_into().ok()?;
    let mean = weights.iter().sum::<f64>() / 12.0;
    (mean > 0.0).then(|| weights.map(|w| w / mean))
}
