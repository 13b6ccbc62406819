//! The ARR bridge, and the bridges from the plan as written to the simulation.

use super::waterfall::{self, Frame, Kind, Step};
use super::{Native, Plot, Unit};
use crate::analysis::Estimate;
use crate::analysis::gap::Gap;
use crate::analysis::gap::bridge::{FLOWS, is_loss};
use crate::analysis::gap::optimism::Bar;
use crate::plan::Plan;
use crate::report::format::{self, MoneyBlock};
use crate::report::gap as words;
use crate::report::table::Show;

/// All of them.
pub fn all(plan: &Plan, gap: &Gap) -> Vec<Native> {
    let lying =
        |name, title, unit, show, axis| Frame { name, title, axis, unit, show, plot: Plot::Lying, target: None };
    let optimism = &gap.optimism;
    let of_arr = |name, title, bars: &[Bar]| {
        let frame = lying(name, title, Unit::Money, Show::Money, "ARR at the target date");
        waterfall::native("bridges", frame, &arr_steps(plan, gap, bars))
    };
    let odds = lying(
        "chart_odds_by_driver",
        words::odds_title(plan, gap),
        Unit::Share,
        Show::Percent(1),
        "Probability of hitting the target",
    );
    vec![
        arr(plan, gap),
        of_arr("chart_arr_by_owner", words::owners_title(plan, gap), &optimism.owners),
        of_arr("chart_arr_by_driver", words::drivers_title(plan, gap), &optimism.drivers),
        waterfall::native("bridges", odds, &odds_steps(plan, gap)),
    ]
}

fn step(label: &str, kind: Kind, value: f64, text: String) -> Step {
    Step { label: label.to_string(), kind, value, text }
}

fn arr(plan: &Plan, gap: &Gap) -> Native {
    let total = &gap.bridges[0];
    let mean = total.arr.mean.value.unwrap_or(f64::NAN);
    let error = format::half_width(&total.arr.mean).unwrap_or(0.0);
    let block = MoneyBlock::new([mean, plan.target.arr], error, &plan.currency);
    let mut steps = vec![step("Opening ARR", Kind::Total, total.opening_arr, block.text(total.opening_arr))];
    for (flow, spread) in FLOWS.into_iter().zip(&total.flows) {
        let sign = if is_loss(flow) { -1.0 } else { 1.0 };
        let value = sign * spread.mean.value.unwrap_or(f64::NAN);
        steps.push(step(&flow.label(plan), Kind::Change, value, block.signed(value)));
    }
    let by = format::month(plan.calendar.month(plan.target.by));
    steps.push(step(&format!("ARR, end of {by}"), Kind::Total, mean, block.text(mean)));
    let short = plan.target.arr - mean;
    let name = if short >= 0.0 { "Short of the target" } else { "Above the target" };
    steps.push(step(name, Kind::Gap, short, block.text(short.abs())));
    let frame = Frame {
        name: "chart_arr_bridge",
        title: words::arr_title(plan, gap),
        axis: "ARR, means over all futures",
        unit: Unit::Money,
        show: Show::Money,
        plot: Plot::Upright(String::new()),
        target: Some(plan.target.arr),
    };
    waterfall::native("bridges", frame, &steps)
}

/// From the plan as written over every bar to the simulation's mean, then to its median.
fn arr_steps(plan: &Plan, gap: &Gap, bars: &[Bar]) -> Vec<Step> {
    let optimism = &gap.optimism;
    let money = |x: f64, e: &Estimate| {
        let error = format::half_width(e).unwrap_or(0.0);
        MoneyBlock::new([x.abs().max(error)], error, &plan.currency).signed(x)
    };
    let total = |x: f64| format::money_within(x, format::half_width(&optimism.arr).unwrap_or(0.0), &plan.currency);
    let mut steps = vec![step("Plan as written", Kind::Total, optimism.written_arr, total(optimism.written_arr))];
    for bar in bars {
        let value = bar.arr.value.unwrap_or(f64::NAN);
        steps.push(step(&words::whose(plan, &bar.whose), Kind::Change, value, money(value, &bar.arr)));
    }
    let mean = optimism.arr.value.unwrap_or(f64::NAN);
    steps.push(step("Simulation, mean", Kind::Total, mean, total(mean)));
    let to_median = optimism.mean_to_median.value.unwrap_or(f64::NAN);
    steps.push(step("From mean to P50", Kind::Change, to_median, money(to_median, &optimism.mean_to_median)));
    steps.push(step("Simulation, P50", Kind::Total, mean + to_median, total(mean + to_median)));
    steps
}

fn odds_steps(plan: &Plan, gap: &Gap) -> Vec<Step> {
    let optimism = &gap.optimism;
    let start = if optimism.written_hits { 1.0 } else { 0.0 };
    let mut steps = vec![step("Plan as written", Kind::Total, start, format::percent(start))];
    for bar in &optimism.drivers {
        let value = bar.hit.value.unwrap_or(f64::NAN);
        steps.push(step(&words::whose(plan, &bar.whose), Kind::Change, value, words::points(&bar.hit)));
    }
    let end = optimism.hit.value.unwrap_or(f64::NAN);
    steps.push(step("Simulation", Kind::Total, end, format::probability(&optimism.hit)));
    steps
}
