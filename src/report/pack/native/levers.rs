//! What a budget buys, and until when a lever matters.

use super::{Axis, Mark, Native, Plot, Series, Tone, Unit};
use crate::analysis::Estimate;
use crate::analysis::solve::{LeverCalendar, Solution, Wanted};
use crate::plan::Plan;
use crate::report::format::{self, MoneyBlock};
use crate::report::solve as words;
use crate::report::table::{Cell, DataTable, missing, money, percent, points, text};

/// Levers that a chart of lines can tell apart.
const MOST_LINES: usize = 6;

/// The charts that the depth of the search gives numbers for.
pub fn all(plan: &Plan, solution: &Solution) -> Vec<Native> {
    let mut all = Vec::new();
    if let (Some(title), true) = (words::frontier_title(plan, solution), solution.frontier.len() > 1) {
        all.push(frontier(plan, solution, title));
    }
    if let Some(title) = words::calendar_title(plan, solution) {
        all.push(calendar(plan, solution, title));
    }
    all
}

/// A column a budget, the plan as it stands among them at its place.
fn frontier(plan: &Plan, solution: &Solution, title: String) -> Native {
    let level = solution.settings.level;
    let headings = ["Cost a year", "Amount", "Best mix found", "The plan as it stands", "Wanted", "Top", "Text"];
    let mut data = DataTable::new("chart_frontier", "What a budget buys", &headings);
    let block = MoneyBlock::new(solution.frontier.iter().map(|budget| budget.cost), 0.0, &plan.currency);
    let mut budgets: Vec<(f64, bool, &Estimate)> =
        solution.frontier.iter().map(|budget| (budget.cost, true, &budget.reached.probability)).collect();
    budgets.push((0.0, false, &solution.base.probability));
    budgets.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    for (cost, is_mix, p) in budgets {
        let share = percent(p.value, 1);
        let sides = if is_mix { [share.clone(), missing()] } else { [missing(), share.clone()] };
        let name = if is_mix { block.text(cost) } else { "As it stands".to_string() };
        let before = [text(name), money(cost)].into_iter().chain(sides);
        data.push(before.chain([percent(level, 1), share, text(format::probability(p))]).collect());
    }
    let series = vec![
        Series::new(2, headings[2], Mark::Stacked, Tone::Hit),
        Series::new(3, headings[3], Mark::Stacked, Tone::Total),
        Series::new(4, &format!("Wanted {}", format::percent_exact(level)), Mark::Dashed, Tone::Target),
        Series { labels: Some(6), ..Series::new(5, "", Mark::Line, Tone::Invisible) },
    ];
    let measure = match solution.settings.wanted {
        Wanted::Median(_) => "P(wanted ARR)",
        other => words::measure(other),
    };
    Native {
        page: "levers",
        title,
        data,
        plot: Plot::Upright("Cost a year beside the plan as it stands".to_string()),
        values: Axis::shares(measure, [1.0]),
        series,
    }
}

fn calendar(plan: &Plan, solution: &Solution, title: String) -> Native {
    let shown = &solution.calendars[..solution.calendars.len().min(MOST_LINES)];
    let name = |calendar: &LeverCalendar| {
        let lever = &solution.levers[calendar.lever];
        format!("{} {}", format::shorten(&lever.name, 24), words::amount(plan, lever, Some(calendar.unit)))
    };
    let names: Vec<String> = shown.iter().map(name).collect();
    let headings: Vec<&str> = std::iter::once("Decided in").chain(names.iter().map(String::as_str)).collect();
    let mut data = DataTable::new("chart_calendar", "Until when a lever matters", &headings);
    let gain = |calendar: &LeverCalendar, t: usize| -> Option<f64> {
        let started = calendar.months.iter().find(|started| started.decided == t)?;
        started.gain.as_ref().map_or(Some(0.0), |gain| gain.probability.value)
    };
    let mut values = vec![0.0];
    for t in 1..=plan.calendar.months {
        let gains: Vec<Option<f64>> = shown.iter().map(|calendar| gain(calendar, t)).collect();
        values.extend(gains.iter().flatten());
        let cells = gains.into_iter().map(|x| x.map_or(missing(), |x| points(x, 1)));
        data.push(
            std::iter::once(text(format::month_short(plan.calendar.month(t)))).chain(cells).collect::<Vec<Cell>>(),
        );
    }
    let series = names.iter().enumerate().map(|(i, name)| Series::new(i + 1, name, Mark::Joined, Tone::Line(i)));
    Native {
        page: "levers",
        title,
        plot: Plot::Upright("Month of the decision; it works after its lead time".to_string()),
        values: Axis::over("Percentage points that one more unit adds", Unit::Points, values),
        series: series.collect(),
        data,
    }
}
