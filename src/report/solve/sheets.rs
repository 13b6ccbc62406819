//! The tables of the files.

use super::words::per_money;
use crate::analysis::solve::{Alone, Found, Gain, Part, Reached, Shape, Solution};
use crate::plan::{Plan, lever, owner};
use crate::report::sheet::{Sheet, Value, estimate};

/// All tables: levers, curves, calendar; with a mix also mix, frontier and the mixes of the frontier.
pub fn sheets(plan: &Plan, solution: &Solution) -> Vec<Sheet> {
    let mut sheets = vec![summary(solution), levers(plan, solution), curves(plan, solution)];
    if solution.mix.is_some() {
        sheets.extend([mix(plan, solution), frontier(solution), frontier_mixes(solution)]);
    }
    if !solution.calendars.is_empty() {
        sheets.push(calendar(plan, solution));
    }
    sheets
}

fn reached(reached: &Reached) -> impl Iterator<Item = Value> {
    estimate(&reached.probability).into_iter().chain(estimate(&reached.median))
}

/// The plan as it stands and the cheapest mix.
fn summary(solution: &Solution) -> Sheet {
    let mut sheet = Sheet::new(
        "summary",
        &[
            "case",
            "reaches_level",
            "cost_annual",
            "probability",
            "probability_low",
            "probability_high",
            "arr_p50",
            "arr_p50_low",
            "arr_p50_high",
            "trials",
        ],
    );
    let mut push = |case: &str, holds: bool, cost: f64, of: &Reached| {
        let head = [case.into(), holds.into(), cost.into()];
        sheet.push(head.into_iter().chain(reached(of)).chain([solution.trials.into()]).collect());
    };
    let level = solution.settings.level;
    push("plan", solution.base.probability.value.is_some_and(|p| p >= level), 0.0, &solution.base);
    if let Some(mix) = &solution.mix {
        push(if mix.holds { "cheapest mix" } else { "best mix" }, mix.holds, mix.cost, &mix.reached);
    }
    sheet
}

fn shape_name(shape: Shape) -> &'static str {
    match shape {
        Shape::Rising => "rising",
        Shape::Falling => "falling",
        Shape::NotMonotone => "not monotone",
        Shape::NoEffect => "no effect",
        Shape::NotSeen => "no effect seen",
    }
}

/// Each lever alone.
fn levers(plan: &Plan, solution: &Solution) -> Sheet {
    let mut sheet = Sheet::new(
        "levers",
        &[
            "lever",
            "owner",
            "effect",
            "outcome",
            "amount",
            "probability",
            "probability_low",
            "probability_high",
            "arr_p50",
            "arr_p50_low",
            "arr_p50_high",
            "amount_low",
            "amount_high",
            "amount_one_step_less",
            "probability_one_step_less",
            "works_from",
            "decide_by",
            "latest_start",
            "far_amount",
            "far_probability",
            "far_probability_low",
            "far_probability_high",
            "judged_amount",
            "cost_annual",
            "probability_gain",
            "probability_gain_low",
            "probability_gain_high",
            "arr_p50_gain",
            "arr_p50_gain_low",
            "arr_p50_gain_high",
            "probability_gain_per_100k",
            "arr_p50_gain_per_100k",
        ],
    );
    solution.alone.iter().for_each(|alone| sheet.push(lever_row(plan, solution, alone)));
    sheet
}

fn lever_row(plan: &Plan, solution: &Solution, alone: &Alone) -> Vec<Value> {
    let lever = &solution.levers[alone.lever];
    let month = |t: usize| Value::from(plan.calendar.month(t).to_string());
    let works = lever::starts(lever);
    let mut row: Vec<Value> =
        vec![lever.name.clone().into(), owner::of_lever(plan, lever).into(), shape_name(alone.shape).into()];
    let outcome = |found: &str| if alone.already { "already reached" } else { found }.to_string();
    match &alone.found {
        Found::Reached(answer) => {
            row.extend([outcome("reached").into(), answer.at.amount.into()]);
            row.extend(reached(&answer.at.reached));
            row.extend([answer.between.map(|b| b.0).into(), answer.between.and_then(|b| b.1).into()]);
            let less = answer.less.as_ref();
            row.extend([less.map(|l| l.amount).into(), less.and_then(|l| l.reached.probability.value).into()]);
        }
        Found::OutOfReach(best) => {
            row.extend([outcome("out of reach").into(), best.amount.into()]);
            row.extend(reached(&best.reached));
            row.extend(std::iter::repeat_n(Value::Missing, 4));
        }
    }
    let latest = match &alone.found {
        Found::Reached(answer) => answer.latest.map(|t| plan.calendar.month(t).to_string()),
        Found::OutOfReach(_) => None,
    };
    row.extend([month(works), lever::decide_by(plan, lever, works).to_string().into(), latest.into()]);
    row.push(alone.far.amount.into());
    row.extend(estimate(&alone.far.reached.probability));
    row.extend([alone.judged_at.into(), alone.cost.into()]);
    row.extend(gained(&alone.gain).into_iter().take(6));
    let per = |e| per_money(e, alone.cost).and_then(|e| e.value);
    row.extend([per(&alone.gain.probability).into(), per(&alone.gain.median).into()]);
    row
}

/// Probability, median and mean that are gained, each with its interval.
fn gained(gain: &Gain) -> Vec<Value> {
    [&gain.probability, &gain.median, &gain.mean].into_iter().flat_map(estimate).collect()
}

fn curves(plan: &Plan, solution: &Solution) -> Sheet {
    let mut sheet = Sheet::new(
        "curves",
        &[
            "lever",
            "amount",
            "cost_annual",
            "probability",
            "probability_low",
            "probability_high",
            "arr_p50",
            "arr_p50_low",
            "arr_p50_high",
        ],
    );
    for alone in &solution.alone {
        let lever = &solution.levers[alone.lever];
        for point in &alone.curve {
            let cost = lever::cost(plan, lever, point.amount);
            let head = [lever.name.clone().into(), point.amount.into(), cost.into()];
            sheet.push(head.into_iter().chain(reached(&point.reached)).collect());
        }
    }
    sheet
}

fn mix(plan: &Plan, solution: &Solution) -> Sheet {
    let mut sheet = Sheet::new("mix", &["lever", "owner", "amount", "cost_annual", "works_from", "decide_by"]);
    for part in solution.mix.iter().flat_map(|mix| &mix.parts) {
        let lever = &solution.levers[part.lever];
        let works = lever::starts(lever);
        let owner = owner::of_lever(plan, lever);
        let [name, owner] = [lever.name.clone().into(), owner.into()];
        let (from, by) = (plan.calendar.month(works).to_string(), lever::decide_by(plan, lever, works).to_string());
        sheet.push(vec![name, owner, part.amount.into(), part.cost.into(), from.into(), by.into()]);
    }
    sheet
}

fn frontier(solution: &Solution) -> Sheet {
    let mut sheet = Sheet::new(
        "frontier",
        &[
            "budget",
            "cost_annual",
            "probability",
            "probability_low",
            "probability_high",
            "arr_p50",
            "arr_p50_low",
            "arr_p50_high",
        ],
    );
    for (i, budget) in solution.frontier.iter().enumerate() {
        let head = [(i + 1).into(), budget.cost.into()];
        sheet.push(head.into_iter().chain(reached(&budget.reached)).collect());
    }
    sheet
}

fn frontier_mixes(solution: &Solution) -> Sheet {
    let mut sheet = Sheet::new("frontier_mixes", &["budget", "lever", "amount", "cost_annual"]);
    for (i, budget) in solution.frontier.iter().enumerate() {
        for Part { lever, amount, cost } in &budget.parts {
            let name = solution.levers[*lever].name.clone();
            sheet.push(vec![(i + 1).into(), name.into(), (*amount).into(), (*cost).into()]);
        }
    }
    sheet
}

fn calendar(plan: &Plan, solution: &Solution) -> Sheet {
    let mut sheet = Sheet::new(
        "calendar",
        &[
            "lever",
            "unit",
            "decided",
            "works_from",
            "in_time",
            "probability_gain",
            "probability_gain_low",
            "probability_gain_high",
            "arr_p50_gain",
            "arr_p50_gain_low",
            "arr_p50_gain_high",
            "arr_mean_gain",
            "arr_mean_gain_low",
            "arr_mean_gain_high",
            "last_that_matters",
        ],
    );
    for calendar in &solution.calendars {
        let name = &solution.levers[calendar.lever].name;
        for started in &calendar.months {
            let month = |t: usize| Value::from(plan.calendar.month(t).to_string());
            let in_time = started.gain.is_some();
            let mut row = vec![name.clone().into(), calendar.unit.into(), month(started.decided), month(started.works)];
            row.push(in_time.into());
            row.extend(started.gain.map_or(vec![Value::from(0.0); 9], |gain| gained(&gain)));
            row.push((calendar.last == Some(started.decided)).into());
            sheet.push(row);
        }
    }
    sheet
}
