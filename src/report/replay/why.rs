//! Why the trial hit or missed: where it left the median, and what accounts for that, in sentences that follow the numbers.

use super::signed;
use crate::analysis::bands;
use crate::analysis::replay::gaps::FlowGap;
use crate::analysis::replay::{DriverStory, Groups, Replay};
use crate::plan::{Kind, Metric, Plan, Reconcile};
use crate::report::findings::P50;
use crate::report::summary::Section;
use crate::report::{format, limits};

/// Flows that are named one by one.
const FLOWS_NAMED: usize = 3;
/// A part of the whole difference that is worth a sentence.
const WORTH_NAMING: f64 = 0.1;

pub(super) fn section(plan: &Plan, replay: &Replay) -> Section {
    let title = if replay.is_hit { "Why it hit" } else { "Why it missed" };
    let mut lines: Vec<String> = share_of_median(plan, replay).into_iter().chain(parting(plan, replay)).collect();
    lines.push(flows(plan, replay));
    lines.extend(largest(plan, replay));
    lines.extend(paths(plan, replay));
    lines.extend(single_months(plan, replay));
    lines.extend(driver(plan, replay));
    lines.push(groups(plan, &replay.groups));
    Section { title: title.to_string(), lines, ..Section::default() }
}

/// How much of the gap to the target the median has already, and what the trial did about it.
fn share_of_median(plan: &Plan, replay: &Replay) -> Option<String> {
    let median = bands::find(&replay.bands, Metric::Arr, None)?.months.percentiles[P50][plan.target.by - 1]?;
    Some(beside_median(plan.target.arr, median, replay.arr, &|x| format::money(x, &plan.currency)))
}

/// Target, median and trial in one sentence: every case of who hits and who is higher.
fn beside_median(target: f64, median: f64, arr: f64, money: &dyn Fn(f64) -> String) -> String {
    let own = money((arr - median).abs());
    let (room, is_hit, is_above) = (money((median - target).abs()), arr >= target, arr >= median);
    match (median >= target, is_hit, is_above) {
        (false, true, _) => format!("The median is {room} short of the target; this trial is {own} above the median"),
        (false, false, true) => format!("The median is {room} short of the target; this trial makes up {own} of it"),
        (false, false, false) => {
            format!("The median is {room} short of the target already; this trial is another {own} lower")
        }
        (true, false, _) => format!("The median hits with {room} to spare; this trial is {own} lower"),
        (true, true, true) => format!("The median hits with {room} to spare; this trial is {own} higher still"),
        (true, true, false) => format!("The median hits with {room} to spare; this trial uses up {own} of that"),
    }
}

/// "Below the median since Apr 2027".
fn parting(plan: &Plan, replay: &Replay) -> Option<String> {
    let parting = replay.parting;
    let month = |t: usize| format::month(plan.calendar.month(t));
    let side = if parting.gap < 0.0 { "below" } else { "above" };
    if parting.gap == 0.0 || !parting.gap.is_finite() {
        return None;
    }
    Some(match parting.since {
        1 => format!("Its ARR is {side} the median from the first month on"),
        t if t == plan.target.by => format!("Its ARR is {side} the median in {} only", month(t)),
        t => format!("Its ARR is {side} the median since {}", month(t)),
    })
}

/// "Beside the mean of all trials ($19.3M) it has $1.2M less: new ARR -$0.9M, expansion and price -$0.1M, churn and
/// contraction -$0.2M".
fn flows(plan: &Plan, replay: &Replay) -> String {
    let sum = |metrics: &[Metric]| {
        replay.flows.iter().filter(|f| metrics.contains(&f.metric)).fold(0.0, |sum, f| sum + f.effect)
    };
    let all: f64 = replay.flows.iter().fold(0.0, |sum, f| sum + f.effect);
    let parts = [
        ("new ARR", sum(&[Metric::NewArr])),
        ("expansion and price", sum(&[Metric::ExpansionArr, Metric::UpliftArr])),
        ("churn and contraction", sum(&[Metric::ChurnedArr, Metric::ContractionArr])),
    ];
    let parts: Vec<String> = parts.iter().map(|(name, x)| format!("{name} {}", signed(plan, *x))).collect();
    let mean = format::money(replay.arr - all, &plan.currency);
    let more = if all < 0.0 { "less" } else { "more" };
    let difference = format::money(all.abs(), &plan.currency);
    format!("Beside the mean of all trials ({mean}) it has {difference} {more} ARR: {}", parts.join(", "))
}

/// "Most of it: new ARR of enterprise, $2.9M against $3.8M on average (-$0.9M); ...".
fn largest(plan: &Plan, replay: &Replay) -> Option<String> {
    let named: Vec<String> = telling(replay).into_iter().take(FLOWS_NAMED).map(|flow| flow_text(plan, flow)).collect();
    (!named.is_empty()).then(|| format!("Where it comes from: {}", named.join("; ")))
}

/// The single months that did most towards the difference.
fn single_months(plan: &Plan, replay: &Replay) -> Option<String> {
    let all: f64 = replay.flows.iter().fold(0.0, |sum, f| sum + f.effect);
    let towards = replay.months.iter().filter(|f| f.effect * all > 0.0).take(FLOWS_NAMED);
    let text = |f: &FlowGap| format!("{}: {}", format::month(plan.calendar.month(f.from)), flow_text(plan, f));
    let named: Vec<String> = towards.map(text).collect();
    (!named.is_empty()).then(|| format!("Months that stand out: {}", named.join("; ")))
}

/// The flows that go the way of the whole difference and are a good part of it.
fn telling(replay: &Replay) -> Vec<&FlowGap> {
    let all: f64 = replay.flows.iter().fold(0.0, |sum, f| sum + f.effect);
    replay.flows.iter().filter(|f| f.effect * all > 0.0 && f.effect.abs() >= WORTH_NAMING * all.abs()).collect()
}

fn flow_text(plan: &Plan, flow: &FlowGap) -> String {
    let (value, mean) = (format::money(flow.value, &plan.currency), format::money(flow.mean, &plan.currency));
    let (label, segment) = (flow_label(flow.metric), limits::segment_name(plan, flow.segment));
    format!("{label} of {segment} {value} against {mean} on average ({})", signed(plan, flow.effect))
}

pub(super) fn flow_label(metric: Metric) -> &'static str {
    match metric {
        Metric::ExpansionArr => "expansion",
        Metric::UpliftArr => "price uplift",
        Metric::ChurnedArr => "churn",
        Metric::ContractionArr => "contraction",
        _ => "new ARR",
    }
}

/// Of the segment whose new ARR differs most: what its pipeline brought, what its team could close, which of them bound.
fn paths(plan: &Plan, replay: &Replay) -> Option<String> {
    let flow = telling(replay).into_iter().find(|f| f.metric == Metric::NewArr)?;
    let segment = flow.segment;
    if plan.segments[segment].reconcile != Reconcile::Constrained {
        return None;
    }
    let until = plan.target.by;
    let own = |metric: Metric| Some(replay.of(metric, Some(segment))?.months[..until].iter().sum::<f64>());
    let mean = |metric: Metric| {
        let means = &bands::find(&replay.bands, metric, Some(segment))?.months.mean[..until];
        means.iter().copied().sum::<Option<f64>>()
    };
    let money = |metric: Metric| {
        debug_assert_eq!(metric.kind(), Kind::Flow);
        let (own, mean) = (format::money(own(metric)?, &plan.currency), format::money(mean(metric)?, &plan.currency));
        Some(format!("{own} ({mean} on average)"))
    };
    let (waited, usual) = (own(Metric::CapacityBound)?, mean(Metric::CapacityBound)?);
    Some(format!(
        "In {} the pipeline brought bookings of {}, the team could close {}; deals waited for capacity in {waited:.0} of \
         {until} months ({usual:.1} on average)",
        limits::segment_name(plan, segment),
        money(Metric::PipelineArr)?,
        money(Metric::CapacityArr)?,
    ))
}

/// The one driver that did most towards the difference.
fn driver(plan: &Plan, replay: &Replay) -> Option<String> {
    let all: f64 = replay.flows.iter().fold(0.0, |sum, f| sum + f.effect);
    let towards = |d: &&DriverStory| d.effect * all > 0.0 && d.effect.abs() >= WORTH_NAMING * all.abs();
    let most = replay.drivers.iter().filter(towards).max_by(|a, b| a.effect.abs().total_cmp(&b.effect.abs()))?;
    let less = if most.effect < 0.0 { "higher" } else { "lower" };
    Some(format!(
        "The driver that did most towards it: {} at {} ({}); at its median ARR would be {} {less}",
        super::drivers::name(plan, most),
        super::drivers::value(plan, most.id, most.value),
        format::percentile(most.percentile),
        format::money(most.effect.abs(), &plan.currency),
    ))
}

/// "Changed alone: every driver at its median +$0.8M, no risks +$0.5M, chance at its expectation -$0.1M".
fn groups(plan: &Plan, groups: &Groups) -> String {
    // what the change would do is the reverse of what the group did
    let change = |effect: f64| signed(plan, 0.0 - effect);
    let mut parts = vec![format!("all drivers at their medians {}", change(groups.drivers))];
    if !plan.risks.is_empty() {
        parts.push(format!("no risks {}", change(groups.risks)));
    }
    parts.push(format!("chance at its expectation {}", change(groups.chance)));
    format!("What would change its ARR at the target date, each alone: {}", parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_of_target_median_and_trial_is_said_as_it_is() {
        let text = |target, median, arr| beside_median(target, median, arr, &|x| format!("{x}"));
        let cases = [
            (20.0, 19.0, 17.0, "The median is 1 short of the target already; this trial is another 2 lower"),
            (20.0, 18.0, 19.0, "The median is 2 short of the target; this trial makes up 1 of it"),
            (20.0, 19.0, 22.0, "The median is 1 short of the target; this trial is 3 above the median"),
            (20.0, 21.0, 18.0, "The median hits with 1 to spare; this trial is 3 lower"),
            (20.0, 22.0, 21.0, "The median hits with 2 to spare; this trial uses up 1 of that"),
            (20.0, 21.0, 24.0, "The median hits with 1 to spare; this trial is 3 higher still"),
        ];
        for (target, median, arr, expected) in cases {
            assert_eq!(text(target, median, arr), expected);
        }
    }
}
