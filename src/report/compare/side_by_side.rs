//! The scenarios beside each other, each by itself.

use super::Compared;
use crate::analysis::Estimate;
use crate::analysis::compare::Scenario;
use crate::plan::Plan;
use crate::report::findings::{self, P10, P50, P90};
use crate::report::format::{self, MoneyBlock};
use crate::report::month_block;
use crate::report::precision::error_of_percentiles;
use crate::report::summary::{Section, Table, with_fitted_headings};

/// What stands in a row, by scenario.
type Cell<'r> = Box<dyn Fn(&Plan, &Scenario) -> String + 'r>;

fn row<'r>(name: &str, cell: Cell<'r>) -> Row<'r> {
    Row { name: name.to_string(), cell }
}

struct Row<'r> {
    name: String,
    cell: Cell<'r>,
}

/// A row a measure, a column a scenario.
pub(super) fn section(compared: &Compared<'_>) -> Section {
    let block = block(compared);
    let percentile = |i: usize| -> Cell<'_> { Box::new(move |_, s| block.text_or_none(s.odds.arr[i].value)) };
    let money = |of: fn(&Scenario) -> f64| -> Cell<'_> { Box::new(move |_, s| block.text(of(s))) };
    let gap = move |_: &Plan, s: &Scenario| {
        s.odds.gap[P50].value.map_or(format::NOT_AVAILABLE.to_string(), |x| block.signed(x))
    };
    let date = compared.date();
    let one = compared.result.trials == 1;
    let mean = if one { "" } else { ", mean" };
    let mut rows = vec![
        row("Target", Box::new(|plan, s| findings::target(plan, &s.odds).replace(" ARR by ", " by "))),
        row(if one { "Hit" } else { "P(hit)" }, often(compared, |s| Some(s.odds.probability))),
    ];
    rows.extend(match one {
        true => vec![row("ARR then", percentile(P50))],
        false => vec![
            row("ARR then: P10", percentile(P10)),
            row("ARR then: P50", percentile(P50)),
            row("ARR then: P90", percentile(P90)),
        ],
    });
    rows.extend([
        row(if one { "Gap to the target" } else { "Gap of the P50 to the target" }, Box::new(gap)),
        row("Plan as written", money(|s| s.odds.planned.arr)),
        row(&format!("New ARR to {date}{mean}"), money(|s| s.mean_new_arr)),
        row(&format!("Churned ARR to {date}{mean}"), money(|s| s.mean_churned_arr)),
    ]);
    if compared.plans.iter().any(|plan| !plan.goals.is_empty()) {
        rows.push(row("Target and all goals", often(compared, |s| Some(s.odds.joint))));
    }
    if compared.plans.iter().all(|plan| plan.finance.is_some()) {
        rows.push(row("Cash runs out", often(compared, |s| s.odds.cash_out)));
    }
    let cells = |Row { name, cell }: &Row<'_>| {
        let scenarios = compared.plans.iter().zip(&compared.result.scenarios);
        std::iter::once(name.clone()).chain(scenarios.map(|(plan, s)| cell(plan, s))).collect()
    };
    let header = std::iter::once(String::new()).chain(compared.names.iter().cloned()).collect();
    let others: Vec<usize> = (1..=compared.names.len()).collect();
    Section {
        title: "Side by side".to_string(),
        table: Some(with_fitted_headings(Table { header, rows: rows.iter().map(cells).collect() }, &others)),
        notes: notes(compared),
        ..Section::default()
    }
}

/// A probability; for one trial yes or no.
fn often<'c>(compared: &Compared<'c>, of: fn(&Scenario) -> Option<Estimate>) -> Cell<'c> {
    let trials = compared.result.trials;
    Box::new(move |_, s| match (of(s), trials) {
        (None, _) => format::NOT_AVAILABLE.to_string(),
        (Some(e), 1) => if e.value == Some(1.0) { "yes" } else { "no" }.to_string(),
        (Some(e), _) => format::probability(&e),
    })
}

/// One unit and number of decimals for all scenarios.
fn block<'c>(compared: &Compared<'c>) -> MoneyBlock<'c> {
    let scenarios = &compared.result.scenarios;
    let amounts = scenarios.iter().flat_map(|s| [P10, P50, P90].map(|i| s.odds.arr[i].value)).flatten();
    let error = scenarios.iter().map(|s| error_of_percentiles(&s.odds.arr, compared.result.trials)).fold(0.0, f64::max);
    MoneyBlock::new(amounts, error, compared.currency())
}

fn notes(compared: &Compared<'_>) -> Vec<String> {
    own_targets(compared).into_iter().chain(mixed(compared)).collect()
}

/// Said where the scenarios want different targets.
pub(in crate::report) fn own_targets(compared: &Compared<'_>) -> Option<String> {
    let own = "Targets differ: P(hit), ARR then and the gap are each scenario's own";
    (!compared.same_target()).then(|| own.to_string())
}

/// Said where only some scenarios have cash, or where their goals are not the same.
pub(in crate::report) fn mixed(compared: &Compared<'_>) -> Vec<String> {
    let mut out = Vec::new();
    let finance = |has: bool| compared.plans.iter().any(|plan| plan.finance.is_some() == has);
    if finance(true) && finance(false) {
        out.push("Cash is not compared: not every scenario has [finance]".to_string());
    }
    let goals: Vec<usize> = compared.plans.iter().map(|plan| plan.goals.len()).collect();
    if goals.iter().any(|n| *n != goals[0]) {
        out.push("Goals differ: \"target and all goals\" is each scenario's own".to_string());
    }
    out
}

/// Scenarios of which quarters have their ranges too.
const MOST_WITH_RANGES: usize = 3;

/// ARR by fiscal quarter: P50 and, of up to three scenarios, from P10 to P90. Nothing for one trial.
pub(super) fn quarters(compared: &Compared<'_>) -> Section {
    let trials = compared.result.trials;
    let scenarios = &compared.result.scenarios;
    let labels = &scenarios[0].quarters.labels;
    if trials < 2 {
        return Section::default();
    }
    let columns: Vec<_> = scenarios.iter().map(|s| &s.quarters).collect();
    let block = month_block(&columns, &[P10, P50, P90], 0..labels.len(), trials, compared.currency());
    // A page has room for the ranges of three; the CSV has all.
    let has_ranges = columns.len() <= MOST_WITH_RANGES;
    let row = |(q, label): (usize, &String)| {
        let mut cells = vec![label.clone()];
        for columns in &columns {
            let at = |i: usize| block.text_or_none(columns.percentiles[i].get(q).copied().flatten());
            cells.push(at(P50));
            if has_ranges {
                cells.push(format!("{} to {}", at(P10), at(P90)));
            }
        }
        cells
    };
    let range = has_ranges.then(|| "P10 to P90".to_string());
    let header = compared.names.iter().flat_map(|name| std::iter::once(format!("P50 {name}")).chain(range.clone()));
    let header = std::iter::once(String::new()).chain(header).collect();
    let columns_each = if has_ranges { 2 } else { 1 };
    let medians: Vec<usize> = (0..columns.len()).map(|i| columns_each * i + 1).collect();
    let table = with_fitted_headings(Table { header, rows: labels.iter().enumerate().map(row).collect() }, &medians);
    Section { title: "ARR by fiscal quarter".to_string(), table: Some(table), ..Section::default() }
}
