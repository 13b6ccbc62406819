//! The charts of `gap`: the ARR bridge, and the bridge from the plan as written to the simulation.

use super::axis::{Axis, Level};
use super::waterfall::{Kind, Step, Waterfall};
use super::{Content, Figure};
use crate::analysis::Estimate;
use crate::analysis::gap::Gap;
use crate::analysis::gap::bridge::{FLOWS, is_loss};
use crate::analysis::gap::optimism::Bar;
use crate::plan::Plan;
use crate::report::format::{self, MoneyBlock};
use crate::report::{findings, gap as words};

/// Owners with a bar of their own; the rest is one.
const OWNERS: usize = 9;

/// The charts, each with the name that its files have.
pub fn figures(plan: &Plan, gap: &Gap) -> Vec<(&'static str, Figure)> {
    let subtitle = findings::subtitle(plan, &gap.provenance);
    let bridged = format!("{subtitle} · bridge of the first {}", format::whole(gap.optimism.trials as u64));
    let (optimism, arr) = (&gap.optimism, words::arr_title(plan, gap));
    let figure = |title: String, subtitle: &String, content| Figure {
        title,
        subtitle: subtitle.clone(),
        content: Content::Waterfall(content),
    };
    vec![
        ("gap_arr_bridge", figure(arr, &subtitle, arr_bridge(plan, gap))),
        ("gap_by_owner", figure(words::owners_title(plan, gap), &bridged, bridge(plan, gap, &optimism.owners))),
        ("gap_by_driver", figure(words::drivers_title(plan, gap), &bridged, bridge(plan, gap, &optimism.drivers))),
        ("gap_odds_by_driver", figure(words::odds_title(plan, gap), &bridged, odds(plan, gap, &optimism.drivers))),
    ]
}

fn step(label: &str, kind: Kind, value: f64, text: String) -> Step {
    Step { label: label.to_string(), kind, value, text, interval: None }
}

fn target(plan: &Plan) -> Level {
    let text = format!("Target {}", format::money_exact(plan.target.arr, &plan.currency));
    Level { value: plan.target.arr, text }
}

fn arr_bridge(plan: &Plan, gap: &Gap) -> Waterfall {
    let total = &gap.bridges[0];
    let mean = total.arr.mean.value.unwrap_or(f64::NAN);
    let block = words::block(plan, gap);
    let mut steps = vec![step("Opening ARR", Kind::Total, total.opening_arr, block.text(total.opening_arr))];
    for (flow, spread) in FLOWS.into_iter().zip(&total.flows) {
        let sign = if is_loss(flow) { -1.0 } else { 1.0 };
        let value = sign * spread.mean.value.unwrap_or(f64::NAN);
        let ends =
            spread.p10.value.zip(spread.p90.value).map(|(a, b)| ((sign * a).min(sign * b), (sign * a).max(sign * b)));
        steps.push(Step { interval: ends, ..step(&flow.label(plan), Kind::Change, value, block.signed(value)) });
    }
    let by = format::month(plan.calendar.month(plan.target.by));
    let ends = total.arr.p10.value.zip(total.arr.p90.value);
    steps.push(Step { interval: ends, ..step(&format!("ARR, end of {by}"), Kind::Total, mean, block.text(mean)) });
    let short = plan.target.arr - mean;
    let name = if short >= 0.0 { "Short of the target" } else { "Above the target" };
    steps.push(step(name, Kind::Gap, short, block.text(short.abs())));
    let note = "Columns: means, which add up. Thin lines: P10 to P90, which do not add up.".to_string();
    Waterfall { axis: Axis::Money(plan.currency.clone()), steps, level: Some(target(plan)), note }
}

/// The first bars, the others as one, then the last two: risks and chance.
fn shown(bars: &[Bar]) -> (Vec<&Bar>, Vec<&Bar>, Vec<&Bar>) {
    let (bars, ends): (Vec<&Bar>, Vec<&Bar>) = bars.iter().partition(|b| b.drivers > 0);
    let first = if bars.len() > OWNERS + 2 { OWNERS } else { bars.len() };
    let rest = bars[first..].to_vec();
    (bars[..first].to_vec(), rest, ends)
}

fn sum(bars: &[&Bar], of: fn(&Bar) -> &Estimate) -> f64 {
    bars.iter().filter_map(|b| of(b).value).sum()
}

fn bridge(plan: &Plan, gap: &Gap, bars: &[Bar]) -> Waterfall {
    let optimism = &gap.optimism;
    let money = |x: f64, e: &Estimate| {
        let error = format::half_width(e).unwrap_or(0.0);
        MoneyBlock::new([x.abs().max(error)], error, &plan.currency).signed(x)
    };
    let total = |x: f64| format::money_within(x, format::half_width(&optimism.arr).unwrap_or(0.0), &plan.currency);
    let mut steps = vec![step("Plan as written", Kind::Total, optimism.written_arr, total(optimism.written_arr))];
    let (first, rest, ends) = shown(bars);
    let of = |bar: &&Bar| {
        let value = bar.arr.value.unwrap_or(f64::NAN);
        Step {
            interval: bar.arr.low.zip(bar.arr.high),
            ..step(&words::whose(plan, &bar.whose), Kind::Change, value, money(value, &bar.arr))
        }
    };
    steps.extend(first.iter().map(of));
    if !rest.is_empty() {
        let value = sum(&rest, |b| &b.arr);
        steps.push(step(&format!("{} others", rest.len()), Kind::Change, value, money(value, &rest[0].arr)));
    }
    steps.extend(ends.iter().map(of));
    let mean = optimism.arr.value.unwrap_or(f64::NAN);
    steps.push(step("Simulation, mean", Kind::Total, mean, total(mean)));
    let to_median = optimism.mean_to_median.value.unwrap_or(f64::NAN);
    steps.push(step("From mean to P50", Kind::Change, to_median, money(to_median, &optimism.mean_to_median)));
    steps.push(step("Simulation, P50", Kind::Total, mean + to_median, total(mean + to_median)));
    let note = "Shapley values, which add up. Thin lines: 95 % interval of the simulation.".to_string();
    Waterfall { axis: Axis::Money(plan.currency.clone()), steps, level: Some(target(plan)), note }
}

fn odds(plan: &Plan, gap: &Gap, bars: &[Bar]) -> Waterfall {
    let optimism = &gap.optimism;
    let start = if optimism.written_hits { 1.0 } else { 0.0 };
    let mut steps = vec![step("Plan as written", Kind::Total, start, format::percent(start))];
    let (first, rest, ends) = shown(bars);
    let of = |bar: &&Bar| {
        let value = bar.hit.value.unwrap_or(f64::NAN);
        Step {
            interval: bar.hit.low.zip(bar.hit.high),
            ..step(&words::whose(plan, &bar.whose), Kind::Change, value, words::points(&bar.hit))
        }
    };
    steps.extend(first.iter().chain(&rest).chain(&ends).map(of));
    let end = optimism.hit.value.unwrap_or(f64::NAN);
    steps.push(step("Simulation", Kind::Total, end, format::probability(&optimism.hit)));
    let note =
        "Probability of hitting the target. Shapley values, which add up. Thin lines: 95 % interval of the simulation."
            .to_string();
    Waterfall { axis: Axis::Percent, steps, level: None, note }
}
