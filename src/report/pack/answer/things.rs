//! What must be true: the driver that the outcome hangs on most, the path that holds growth back, what new ARR or
//! retention would have to be; then further drivers. Each is a condition with its numbers, and none that cannot be told from noise.

use super::counted;
use crate::analysis::Estimate;
use crate::analysis::drivers::{Drivers, Input, Told};
use crate::analysis::gap::Gap;
use crate::analysis::gap::cascade::Measure;
use crate::analysis::gap::needs::{Need, PeriodKind};
use crate::analysis::gap::paths::{Lift, Path};
use crate::analysis::sensitivity::tornado::{End, Tornado};
use crate::plan::{DriverId, Metric, Plan};
use crate::report::pack::{Block, Results};
use crate::report::{drivers, format, gap, limits, replay};

/// Conditions that are named.
const NAMED: usize = 3;

/// The conditions, most telling first; a sentence where there is none.
pub fn block(results: &Results<'_>) -> Block {
    let points = points(results);
    if !points.is_empty() {
        return Block::Points {
            title: counted(points.len(), "thing that the target hangs on", "things that the target hangs on"),
            points,
        };
    }
    let why = match drivers::is_uncertain(results.drivers) {
        true => drivers::finding(results.plan, results.drivers),
        false => format!(
            "{} Every assumption has to hold as it is written",
            drivers::why_silent(results.plan, results.drivers)
        ),
    };
    Block::Points { title: "What the target hangs on".to_string(), points: vec![why] }
}

fn points(results: &Results<'_>) -> Vec<String> {
    let plan = results.plan;
    if !drivers::is_uncertain(results.drivers) {
        return Vec::new();
    }
    let mut from_drivers = of_drivers(results).into_iter();
    let others = [path(results), growth(plan, results.gap)].into_iter().flatten();
    let first: Vec<String> = from_drivers.next().into_iter().chain(others).collect();
    first.into_iter().chain(from_drivers).take(NAMED).collect()
}

/// A condition of each driver or risk that ARR hangs on, by falling share of its variance; of correlated drivers, which
/// move together, the first only.
fn of_drivers(results: &Results<'_>) -> Vec<String> {
    let mut blocks: Vec<usize> = Vec::new();
    let mut out = Vec::new();
    for told in results.drivers.inputs.iter().filter(|told| !told.is_noise()) {
        if told.block.is_some_and(|block| blocks.contains(&block)) {
            continue;
        }
        let Some(text) = of_input(results, told) else { continue };
        blocks.extend(told.block);
        out.push(text);
        if out.len() == NAMED {
            break;
        }
    }
    out
}

/// "enterprise win rate at its median of 22 % or above: ..."; `None` where its two ends cannot be told apart.
fn of_input(results: &Results<'_>, told: &Told) -> Option<String> {
    let (plan, ends) = (results.plan, told.tornado.as_ref()?);
    let outcome = outcome(plan, results.drivers, ends)?;
    let rises = ends.high.median.value? > ends.low.median.value?;
    let name = drivers::input_name(plan, told.input);
    Some(match told.input {
        Input::Risk(_) => risk(&name, rises, &outcome, ends),
        Input::Driver(id) => {
            let [lowest, .., highest] = results.inputs.iter().find(|summary| summary.id == id)?.percentiles;
            let median = results.inputs.iter().find(|summary| summary.id == id)?.percentiles[4];
            // Where the median is an end of the range, every future is on its good side.
            if median == if rises { lowest } else { highest } {
                return None;
            }
            let condition = format!("{name} {}", side(plan, id, median, rises));
            let text = |end: &End| format!("{} on average", replay::driver_value(plan, id, three_digits(end.input)));
            let [low, high] = [("lowest", text(&ends.low), &outcome.low), ("highest", text(&ends.high), &outcome.high)];
            let (bad, good) = if rises { (low, high) } else { (high, low) };
            let together = moves_with(plan, told);
            format!(
                "{condition}: in the tenth of futures where it is {} ({}) {} is {}, where it is {} ({}) {}{together}",
                bad.0, bad.1, outcome.what, bad.2, good.0, good.1, good.2
            )
        }
    })
}

/// "at its median of 22 % or above".
fn side(plan: &Plan, id: DriverId, median: f64, rises: bool) -> String {
    let side = if rises { "above" } else { "below" };
    format!("at its median of {} or {side}", replay::driver_value(plan, id, three_digits(median)))
}

fn three_digits(x: f64) -> f64 {
    if x == 0.0 {
        return x;
    }
    let unit = 10f64.powi(x.abs().log10().floor() as i32 - 2);
    (x / unit).round() * unit
}

/// "; it moves together with 14 other drivers".
fn moves_with(plan: &Plan, told: &Told) -> String {
    match told.block.map_or(0, |block| plan.dependence[block].drivers.len().saturating_sub(1)) {
        0 => String::new(),
        1 => "; it moves together with 1 other driver, and alone does less".to_string(),
        others => format!("; it moves together with {others} other drivers, and alone does less"),
    }
}

/// "risk downturn does not strike: where it does (28 % of futures) P(hit) is 17 %, where it does not 37 %".
fn risk(name: &str, rises: bool, outcome: &Outcome, ends: &Tornado) -> String {
    let all = (ends.low.trials + ends.high.trials) as f64;
    let struck = format::percent_within(ends.high.trials as f64 / all, 0.01);
    let Outcome { what, low, high } = outcome;
    match rises {
        false => format!(
            "{name} does not strike: where it does ({struck} of futures) {what} is {high}, where it does not {low}"
        ),
        true => {
            format!("{name} comes about: where it does ({struck} of futures) {what} is {high}, where it does not {low}")
        }
    }
}

/// What comes of an input's two ends: the odds where they can be told apart, else median ARR.
struct Outcome {
    what: &'static str,
    low: String,
    high: String,
}

fn outcome(plan: &Plan, drivers: &Drivers, ends: &Tornado) -> Option<Outcome> {
    let (low, high) = (&ends.low, &ends.high);
    if drivers.hit.value.is_some_and(|p| 0.0 < p && p < 1.0) && are_apart(&low.hit, &high.hit) {
        let [low, high] = [low, high].map(|end| format::probability(&end.hit));
        return Some(Outcome { what: "P(hit)", low, high });
    }
    let money = |e: &Estimate| Some(format::money_within(e.value?, format::half_width(e)?, &plan.currency));
    match are_apart(&low.median, &high.median) {
        true => Some(Outcome { what: "median ARR", low: money(&low.median)?, high: money(&high.median)? }),
        false => None,
    }
}

/// Whether two intervals do not touch.
fn are_apart(a: &Estimate, b: &Estimate) -> bool {
    matches!((a.low, a.high, b.low, b.high), (Some(al), Some(ah), Some(bl), Some(bh)) if ah < bl || bh < al)
}

/// "enterprise brings the pipeline that its sales team can close: it lacks pipeline in 72 % of months; never short of it,
/// P(hit) would move by +25 ± 1 points": of the path that gains most where it is lifted.
fn path(results: &Results<'_>) -> Option<String> {
    let plan = results.plan;
    let lifts = &results.gap.paths.lifts;
    let gains = |lift: &&Lift| lift.segment.is_some() && lift.hit.low.is_some_and(|low| low > 0.0);
    // By what it adds to ARR: where few futures are near the target, P(hit) tells the paths apart by a handful of trials.
    let value = |lift: &Lift| lift.mean.value.unwrap_or(0.0);
    let lift = lifts.iter().filter(gains).max_by(|a, b| value(a).total_cmp(&value(b)))?;
    let segment = lift.segment?;
    let bound = limits::capacity_bound(results.bands, segment)?;
    let name = limits::segment_name(plan, segment);
    let months = |share: f64| format::percent_within(share, 0.01);
    let condition = match lift.path {
        Path::Pipeline => {
            format!(
                "{name} has the pipeline that its sales team can close: it lacks it in {} of months",
                months(1.0 - bound)
            )
        }
        Path::Capacity => {
            format!("{name} has the sales capacity that its pipeline needs: it lacks it in {} of months", months(bound))
        }
    };
    Some(format!("{condition}; never short of it, P(hit) would move by {}", gap::points(&lift.hit)))
}

/// "New ARR to Dec 2027 is $9.7M or more with the base at its mean (38 % of futures have that; median $9.0M); with new ARR
/// at its median it takes NRR, plan year to date, of 106.6 % or more (8 % of futures have that; median 99.6 %)"; `None`
/// where nothing has to be won or every future has it.
fn growth(plan: &Plan, gap: &Gap) -> Option<String> {
    let total = |need: &&Need| {
        need.measure == Measure::NewArr && need.segment.is_none() && need.period.kind == PeriodKind::ToDate
    };
    let need = gap.needs.iter().find(total)?;
    let needed = need.needed.filter(|needed| *needed > 0.0)?;
    if need.enough.value? == 1.0 {
        return None;
    }
    let money = |x: f64, e: &Estimate| format::money_within(x, format::half_width(e).unwrap_or(0.0), &plan.currency);
    let required = money(needed, &gap.cascade.required_new_arr);
    let by = format::month(plan.calendar.month(plan.target.by));
    let median = money(need.p50.value?, &need.p50);
    let kept = nrr(plan, gap).map_or(String::new(), |text| format!("; with new ARR at its median it takes {text}"));
    Some(format!(
        "New ARR to {by} is {required} or more with the base at its mean ({} of futures have that; median {median}){kept}",
        format::probability(&need.enough)
    ))
}

/// "NRR, plan year to date, of 106.6 % or more (8 % of futures have that; median 99.6 %)".
fn nrr(plan: &Plan, gap: &Gap) -> Option<String> {
    let rate = &gap.retention.nrr;
    // What no future has is no condition but another way to say that it cannot be done.
    let needed = rate.needed.filter(|needed| *needed > 0.0 && rate.enough.value != Some(0.0))?;
    let error = format::half_width(&rate.p50)?;
    let percent = |x: f64| format::percent_to(x, format::supported_decimals(100.0 * error).min(1));
    let (name, median) = (Metric::Nrr.label(plan), percent(rate.p50.value?));
    let enough = format::probability(&rate.enough);
    Some(format!("{name}, of {} or more ({enough} of futures have that; median {median})", percent(needed)))
}
