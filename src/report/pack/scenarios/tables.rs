//! The tables of the page.

use crate::analysis::Estimate;
use crate::analysis::compare::{Against, Contribution, Contributions, Difference, Measure, Scenario};
use crate::plan::Plan;
use crate::report::compare::differences::{Differing, MARK, title};
use crate::report::compare::{self, Compared};
use crate::report::findings::{self, P10, P50, P90};
use crate::report::format;
use crate::report::table::{Cell, DataTable, missing, money, points, probability, text};

/// The target of each scenario and how it stands to it, as the chart has it.
pub fn arr(compared: &Compared<'_>) -> DataTable {
    let headings =
        ["Scenario", "P10", "P50", "P90", "Target", "P50 less target", "Plan as written", "P(hit)", "95 % from", "to"];
    let mut table = DataTable::new("scenarios_arr", "ARR at the target date", &headings);
    for (name, (plan, s)) in each(compared) {
        let [p10, p50, p90] = [P10, P50, P90].map(|i| money(s.odds.arr[i].value));
        let target = text(findings::target(plan, &s.odds).replace(" ARR by ", " by "));
        let beside = [money(s.odds.gap[P50].value), money(s.odds.planned.arr)];
        let row = [text(name), p10, p50, p90, target].into_iter().chain(beside);
        table.push(row.chain(with_interval(&s.odds.probability)).collect());
    }
    table.notes.extend(compare::own_targets(compared));
    table.notes.push("The interval is of the simulation error, given each scenario's assumptions".to_string());
    table
}

fn each<'c>(compared: &Compared<'c>) -> impl Iterator<Item = (&'c String, (&'c Plan, &'c Scenario))> {
    compared.names.iter().zip(compared.plans.iter().copied().zip(&compared.result.scenarios))
}

/// Each scenario by itself.
pub fn scenarios(compared: &Compared<'_>) -> DataTable {
    let mut headings = vec!["Scenario", "P(hit)", "P10", "P50", "P90", "Mean new ARR", "Mean churned ARR"];
    let has_goals = compared.plans.iter().any(|plan| !plan.goals.is_empty());
    let has_cash = compared.plans.iter().all(|plan| plan.finance.is_some());
    headings.extend(has_goals.then_some("Target and all goals"));
    headings.extend(has_cash.then_some("Cash runs out"));
    let caption = format!("ARR at the target date; new and churned ARR to the end of {}", compared.date());
    let mut table = DataTable::new("scenarios", &caption, &headings);
    for (name, (_, s)) in each(compared) {
        let mut row = vec![text(name), probability(&s.odds.probability)];
        row.extend([P10, P50, P90].map(|i| money(s.odds.arr[i].value)));
        row.extend([s.mean_new_arr, s.mean_churned_arr].map(money));
        row.extend(has_goals.then(|| probability(&s.odds.joint)));
        row.extend(has_cash.then(|| s.odds.cash_out.map_or(missing(), |e| probability(&e))));
        table.push(row);
    }
    table.notes = compare::own_targets(compared).into_iter().chain(compare::mixed(compared)).collect();
    table
}

/// A probability and the ends of its interval.
fn with_interval(e: &Estimate) -> [Cell; 3] {
    let all = probability(e);
    let alike = |x: Option<f64>| Cell { value: x.into(), show: all.show };
    [all.clone(), alike(e.low), alike(e.high)]
}

/// The differences of one scenario from the first, from the same futures.
pub fn paired(compared: &Compared<'_>, against: &Against) -> DataTable {
    let (first, other) = (compared.first(), compared.other(against));
    let name = format!("scenarios_paired_{}", against.scenario + 1);
    let caption = format!("{other} less {first}, from the same futures");
    // What each of the two has stands in the table side by side.
    let mut table = DataTable::new(&name, &caption, &["", "Difference", "95 % from", "to"]);
    for d in &against.paired.measures {
        let [value, low, high] = difference(d);
        table.push(vec![text(compare::measure(d.measure, compared)), value, low, high]);
    }
    let error = "The interval is of the difference's simulation error, from trials on the same random numbers";
    table.notes = std::iter::once(error.to_string()).chain(compare::how_compared(compared, against)).collect();
    table
}

/// As many decimals as the difference of the two has.
fn share_decimals(d: &Difference) -> u8 {
    format::half_width(&d.difference).map_or(0, format::points_decimals) as u8
}

/// A difference with the ends of its interval; nothing where there is none.
fn difference(d: &Difference) -> [Cell; 3] {
    match d.measure {
        Measure::Hit => in_points(&d.difference, share_decimals(d)),
        _ => in_money(&d.difference),
    }
}

fn in_points(e: &Estimate, decimals: u8) -> [Cell; 3] {
    [e.value, e.low, e.high].map(|x| points(x, decimals))
}

fn in_money(e: &Estimate) -> [Cell; 3] {
    [e.value, e.low, e.high].map(money)
}

/// What each difference contributes.
pub fn contributions(compared: &Compared<'_>, against: &Against, found: &Contributions) -> DataTable {
    let (first, other) = (compared.first(), compared.other(against));
    let name = format!("scenarios_contributions_{}", against.scenario + 1);
    let caption = format!("What each difference contributes, from {first} to {other}");
    let headings = ["Difference", "Mean ARR", "95 % from", "to", "P(hit)", "95 % from", "to"];
    let mut table = DataTable::new(&name, &caption, &headings);
    let decimals = compare::least_error(found, |c| &c.hit).map_or(0, format::points_decimals) as u8;
    let row = |label: String, arr: &Estimate, hit: &Estimate| {
        std::iter::once(text(label)).chain(in_money(arr)).chain(in_points(hit, decimals)).collect::<Vec<Cell>>()
    };
    let named = |c: &Contribution| compare::player(compared, against.scenario, &c.parts);
    found.players.iter().for_each(|c| table.push(row(named(c), &c.arr, &c.hit)));
    let exact = |x: f64| Estimate { value: Some(x), ..Estimate::default() };
    table.push(row("All together".to_string(), &exact(found.arr), &exact(found.hit)));
    table.notes.push(compare::parts_note(found));
    table
}

/// In what the files differ, all of it.
pub fn inputs(compared: &Compared<'_>, against: &Against, all: &[Differing<'_>]) -> DataTable {
    let name = format!("scenarios_inputs_{}", against.scenario + 1);
    let headings = ["Input", compared.first(), compared.other(against)];
    let mut table = DataTable::new(&name, &title(compared, against), &headings);
    for one in all {
        let [x, y] = &one.both;
        table.push(vec![text(&one.title), text(x), text(y)]);
    }
    if all.iter().any(|one| one.title.ends_with('*')) {
        table.notes.push(MARK.to_string());
    }
    table
}
