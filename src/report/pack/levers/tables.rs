//! The tables of the page: what stands behind the charts, and the levers side by side.

use crate::analysis::Estimate;
use crate::analysis::solve::{Alone, Budget, LeverCalendar, OnCurve, Part, Solution, Wanted};
use crate::plan::{Plan, lever, owner};
use crate::report::format;
use crate::report::solve::{self as words, FRESH, MIX_NOTE, MOST_LEVERS};
use crate::report::table::{Cell, DataTable, missing, money, points, probability, text};

/// Every lever alone: what reaches the level, the best it can do, and what it buys.
pub fn alone(plan: &Plan, solution: &Solution) -> DataTable {
    let settings = &solution.settings;
    let (level, measure) = (words::level(plan, settings.wanted, settings.level), words::measure(settings.wanted));
    let headings = [
        "Lever".to_string(),
        format!("Reaches {level} at"),
        format!("{measure} at most"),
        "with".to_string(),
        "Cost a year".to_string(),
        "Points gained".to_string(),
        "P50 of ARR gained".to_string(),
        "Decide by".to_string(),
        "Owner".to_string(),
    ];
    let mut table = DataTable::new("levers_alone", "Each lever alone", &headings.each_ref().map(String::as_str));
    for alone in &solution.alone {
        let lever = &solution.levers[alone.lever];
        let (reaches, best) = words::outcome_in_words(plan, solution, alone);
        table.push(vec![
            text(&lever.name),
            text(reaches),
            score(settings.wanted, best),
            text(words::amount(plan, lever, Some(best.amount))),
            money(alone.cost),
            points_gained(&alone.gain.probability),
            money_gained(&alone.gain.median),
            text(words::decide_by(plan, lever)),
            text(owner::of_lever(plan, lever)),
        ]);
    }
    table.notes = vec![
        "Cost and gains are those of the amount that reaches the level, else of the most that helps; against the plan as it stands, on the same trials".to_string(),
        "~0: cannot be told from nothing".to_string(),
    ];
    table
}

/// What is measured: the probability, or the median where that is wanted.
fn score(wanted: Wanted, at: &OnCurve) -> Cell {
    match wanted {
        Wanted::Median(_) => money(at.reached.median.value),
        _ => probability(&at.reached.probability),
    }
}

fn points_gained(gain: &Estimate) -> Cell {
    match (gain.value, format::half_width(gain)) {
        (Some(value), Some(error)) if words::is_told(gain) => points(value, format::points_decimals(error) as u8),
        (Some(_), _) => text("~0"),
        (None, _) => missing(),
    }
}

fn money_gained(gain: &Estimate) -> Cell {
    match gain.value {
        Some(value) if words::is_told(gain) => money(value),
        Some(_) => text("~0"),
        None => missing(),
    }
}

/// The mix, lever by lever.
pub fn mix(plan: &Plan, solution: &Solution) -> Option<DataTable> {
    let mix = solution.mix.as_ref()?;
    let caption = if mix.holds { "The cheapest mix found" } else { "The best mix found" };
    let mut table = DataTable::new("levers_mix", caption, &["Lever", "Amount", "Cost a year", "Decide by", "Owner"]);
    let mut push = |part: &Part| {
        let lever = &solution.levers[part.lever];
        let when = if part.amount.is_some() { text(words::decide_by(plan, lever)) } else { missing() };
        let amount = text(words::amount(plan, lever, part.amount));
        table.push(vec![text(&lever.name), amount, money(part.cost), when, text(owner::of_lever(plan, lever))]);
    };
    mix.parts.iter().for_each(&mut push);
    table.push(vec![text("Together"), text(""), money(mix.cost), text(""), text("")]);
    table.notes.push(MIX_NOTE.to_string());
    Some(table)
}

/// What budgets buy.
pub fn frontier(plan: &Plan, solution: &Solution) -> DataTable {
    let headings = ["Budget a year", words::chance(solution.settings.wanted), "P50 of ARR", "Mix"];
    let mut table = DataTable::new("levers_frontier", "What a budget buys", &headings);
    let row = |budget: &Budget| {
        let mix = words::mix_in_words(plan, solution, &budget.parts);
        vec![
            money(budget.cost),
            probability(&budget.reached.probability),
            money(budget.reached.median.value),
            text(mix),
        ]
    };
    table.rows = solution.frontier.iter().map(row).collect();
    table.notes = vec!["Budgets are against the plan as it stands; below 0 is saved".to_string(), FRESH.to_string()];
    table
}

/// One lever by its amount.
pub fn curve(plan: &Plan, solution: &Solution, alone: &Alone) -> DataTable {
    let (lever, wanted) = (&solution.levers[alone.lever], solution.settings.wanted);
    let headings = ["Amount", words::chance(wanted), "P50 of ARR", "Cost a year"];
    let caption = format!("{} by amount", format::one_line(&lever.name));
    let mut table = DataTable::new("levers_curve", &caption, &headings);
    for point in &alone.curve {
        table.push(vec![
            text(words::amount(plan, lever, Some(point.amount))),
            probability(&point.reached.probability),
            money(point.reached.median.value),
            money(lever::cost(plan, lever, point.amount)),
        ]);
    }
    table
}

/// What one more unit adds, by the month of its decision.
pub fn calendar(plan: &Plan, solution: &Solution) -> DataTable {
    let shown = &solution.calendars[..solution.calendars.len().min(MOST_LEVERS)];
    let name = |c: &LeverCalendar| {
        let lever = &solution.levers[c.lever];
        format!("{} {}", format::one_line(&lever.name), words::amount(plan, lever, Some(c.unit)))
    };
    let names: Vec<String> = std::iter::once("Decided in".to_string()).chain(shown.iter().map(name)).collect();
    let headings: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut table = DataTable::new("levers_calendar", "What one more unit adds, by month of decision", &headings);
    let months = shown.first().map_or(0, |c| c.months.len());
    for i in 0..months {
        let month = plan.calendar.month(i + 1);
        let cell = |c: &LeverCalendar| c.months[i].gain.map_or(missing(), |gain| points_gained(&gain.probability));
        table.push(std::iter::once(text(format::month(month))).chain(shown.iter().map(cell)).collect());
    }
    table.notes = vec![
        format!(
            "Percentage points of {} that one unit adds to the plan as it stands, at work after its lead time",
            words::chance(solution.settings.wanted)
        ),
        format!(
            "~0: cannot be told from nothing in {} trials; -: too late by definition",
            format::whole(solution.curve_trials)
        ),
    ];
    table
}
