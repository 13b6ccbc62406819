//! Risks and opportunities, levers and key accounts.

use super::{place, words};
use crate::analysis::drivers::Input;
use crate::plan::metric::Better;
use crate::plan::pair::changes_of_risk;
use crate::plan::{Change, Driver, DriverId, Lever, LeverAmount, LeverChange, Plan, Risk, Value, Window, lever, owner};
use crate::report::format;
use crate::report::pack::Results;
use crate::report::table::{self, Cell, DataTable};
use crate::report::{compare, solve};

/// What may happen, how likely, when, and what it does; `None` without risks.
pub fn risks(results: &Results<'_>) -> Option<DataTable> {
    let plan = results.plan;
    let headings =
        ["Name", "Probability", "When", "How long", "What it changes", "Cash at once", "ARR with it", "Owner", "Note"];
    let mut table = DataTable::new("assumption_risks", "Risks and opportunities", &headings);
    for (index, risk) in plan.risks.iter().enumerate() {
        let notes = match &plan.driver(risk.probability).value {
            Value::Random(random) => Some(&random.notes),
            Value::Number(_) | Value::Schedule(_) => None,
        };
        let said = |text: Option<&String>| table::text(text.map_or("", String::as_str));
        table.push(vec![
            table::text(&risk.name),
            table::text(probability(plan, risk)),
            table::text(when(plan, risk)),
            table::text(risk.duration.map_or("to the plan's end".to_string(), |d| format::months(d as f64))),
            table::text(what_it_changes(plan, index)),
            if risk.cash == 0.0 { table::text("none") } else { table::money(risk.cash) },
            table::text(arr_with(results, index)),
            said(notes.and_then(|n| n.owner.as_ref())),
            said(notes.and_then(|n| n.note.as_ref())),
        ]);
    }
    table.notes.push(
        "Whether a risk strikes is drawn once a future, then its month, each of the window as likely as another. ARR with it: \
         whether futures with it end higher or lower, where the simulation tells"
            .to_string(),
    );
    (!table.rows.is_empty()).then_some(table)
}

/// "15 %", or the mean of what it is drawn from: "55 % (P10 42 % to P90 68 %)".
fn probability(plan: &Plan, risk: &Risk) -> String {
    let driver = plan.driver(risk.probability);
    match &driver.value {
        Value::Random(random) if random.law.constant().is_none() => {
            let law = &random.law;
            let whole = |share: f64| format::percent_to(share, 0);
            format!("{} (P10 {} to P90 {})", whole(law.mean()), whole(law.quantile(0.1)), whole(law.quantile(0.9)))
        }
        _ => words::value(plan, driver, driver.fixed()),
    }
}

fn when(plan: &Plan, risk: &Risk) -> String {
    let Window { from, until } = risk.window;
    match from == until {
        true => format!("in {}", words::month(plan, from)),
        false => format!("{} to {}", words::month(plan, from), words::month(plan, until)),
    }
}

fn arr_with(results: &Results<'_>, index: usize) -> &'static str {
    let told = results.drivers.inputs.iter().find(|told| told.input == Input::Risk(index));
    match told.and_then(|told| place::side(&told.rank_correlation.arr)) {
        Some(Better::Higher) => "higher",
        Some(Better::Lower) => "lower",
        None => "not told",
    }
}

/// "pipeline.win_rate of all segments × 0.88; capacity.attainment of enterprise × 0.85".
fn what_it_changes(plan: &Plan, index: usize) -> String {
    let said = |(path, change): (String, Change)| {
        let driver = plan.drivers.iter().find(|driver| driver.path == path);
        let addend = |x: f64| driver.map_or(format::count(x), |driver| words::value(plan, driver, x));
        let text = words::change(change, &addend);
        (path, text)
    };
    together(plan, changes_of_risk(plan, index).into_iter().map(said).collect())
}

/// The same change of the same input of several segments is said once.
fn together(plan: &Plan, all: Vec<(String, String)>) -> String {
    let mut said: Vec<(String, String, Vec<String>)> = Vec::new();
    for (path, change) in all {
        let (segment, rest) = apart(&path);
        let same = said.iter_mut().find(|(other, of, _)| *other == rest && *of == change);
        match (same, segment) {
            (Some((_, _, segments)), Some(segment)) => segments.push(segment),
            (_, segment) => said.push((rest, change, segment.into_iter().collect())),
        }
    }
    let text = |(rest, change, segments): (String, String, Vec<String>)| match segments.len() {
        0 => format!("{rest} {change}"),
        n if n == plan.segments.len() && n > 1 => format!("{rest} of all segments {change}"),
        _ => format!("{rest} of {} {change}", segments.join(", ")),
    };
    match said.is_empty() {
        true => "nothing but cash".to_string(),
        false => said.into_iter().map(text).collect::<Vec<_>>().join("; "),
    }
}

/// The segment of a path and what is left of it.
fn apart(path: &str) -> (Option<String>, String) {
    let inner = path.strip_prefix("segments.").and_then(|rest| rest.split_once('.'));
    inner.map_or((None, path.to_string()), |(segment, rest)| (Some(segment.to_string()), rest.to_string()))
}

/// What leadership could do: range, step, cost, lead; `None` without levers.
pub fn levers(plan: &Plan) -> Option<DataTable> {
    let headings =
        ["Lever", "What x changes", "x from", "x to", "Step", "Cost a year of one x", "Lead", "Works from", "Owner"];
    let mut table = DataTable::new("assumption_levers", "Levers: what leadership could do beside the plan", &headings);
    for lever in &plan.levers {
        table.push(vec![
            table::text(&lever.name),
            table::text(what_x_does(plan, lever)),
            amount(plan, lever, lever.min),
            amount(plan, lever, lever.max),
            table::text(format::number_exact(lever.step)),
            lever.cost.map_or(table::text("not stated"), table::money),
            table::text(format::months(lever.lead_months)),
            table::text(format::month(plan.calendar.month(lever::starts(lever)))),
            table::text(owner::of_lever(plan, lever)),
        ]);
    }
    table.notes.push("No lever is pulled in any figure of this report unless it is said".to_string());
    (!table.rows.is_empty()).then_some(table)
}

fn amount(plan: &Plan, lever: &Lever, x: f64) -> Cell {
    table::text(solve::amount(plan, lever, Some(x)))
}

/// "capacity.hires of enterprise + x from Feb 27".
fn what_x_does(plan: &Plan, lever: &Lever) -> String {
    let paths = |change: &LeverChange| -> Vec<String> {
        let drivers = change.drivers.iter().map(|&id| plan.driver(id).path.clone());
        drivers.chain(change.counts.iter().map(|&id| plan.counts(id).path.clone())).collect()
    };
    let one = |change: &LeverChange| -> Vec<(String, String)> {
        let text = format!("{}{}", of_x(change), compare::window(plan, change.window));
        paths(change).into_iter().map(|path| (path, text.clone())).collect()
    };
    together(plan, lever.changes.iter().flat_map(one).collect())
}

/// "+ x", "× x", "set to x", "× 0.9 + x".
fn of_x(change: &LeverChange) -> String {
    let text = |amount: LeverAmount| match amount {
        LeverAmount::X => "x".to_string(),
        LeverAmount::Number(number) => format::number_exact(number),
    };
    let (multiply, add) = (text(change.multiply), text(change.add));
    match (change.multiply, change.add) {
        (LeverAmount::Number(0.0), _) => format!("set to {add}"),
        (LeverAmount::Number(1.0), _) => format!("+ {add}"),
        (_, LeverAmount::Number(0.0)) => format!("× {multiply}"),
        _ => format!("× {multiply} + {add}"),
    }
}

/// Accounts that renew alone; `None` where there are none.
pub fn key_accounts(plan: &Plan) -> Option<DataTable> {
    let headings = ["Account", "Segment", "ARR at the start", "Next renewal", "Chance that it leaves", "Owner", "Note"];
    let mut table =
        DataTable::new("assumption_key_accounts", "Key accounts: they renew alone, whole or not at all", &headings);
    for segment in &plan.segments {
        for account in &segment.retention.key_accounts {
            let churn = plan.driver(account.churn_at_renewal);
            table.push(vec![
                table::text(&account.name),
                table::text(&segment.name),
                table::money(plan.driver(account.arr).fixed()),
                table::text(words::month(plan, next_renewal(account.renewal, segment.retention.contract_months))),
                table::text(chance(plan, churn)),
                table::text(owner::of_driver(plan, account.churn_at_renewal)),
                table::text(note(plan, account.churn_at_renewal)),
            ]);
        }
    }
    (!table.rows.is_empty()).then_some(table)
}

/// A month before the plan is moved on by whole terms.
fn next_renewal(written: i32, contract_months: usize) -> i32 {
    let term = (contract_months as i32).max(1);
    // as simulate::renewals moves it
    if written >= 1 { written } else { written + (1 - written + term - 1) / term * term }
}

fn chance(plan: &Plan, driver: &Driver) -> String {
    match &driver.value {
        Value::Random(random) => words::distribution(plan, driver, random),
        Value::Schedule(schedule) => words::schedule(plan, driver, schedule),
        Value::Number(x) => words::value(plan, driver, *x),
    }
}

fn note(plan: &Plan, id: DriverId) -> &str {
    match &plan.driver(id).value {
        Value::Random(random) => random.notes.note.as_deref().unwrap_or(""),
        Value::Number(_) | Value::Schedule(_) => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn the_same_change_of_several_segments_is_said_once() {
        let plan = fixture::plan(12, 3);
        let of = |paths: &[(&str, &str)]| {
            together(&plan, paths.iter().map(|(path, change)| (path.to_string(), change.to_string())).collect())
        };
        let win = |segment: &'static str| (segment, "× 0.9");
        assert_eq!(
            of(&[win("segments.segment-0.w"), win("segments.segment-1.w"), win("segments.segment-2.w")]),
            "w of all segments × 0.9"
        );
        assert_eq!(
            of(&[win("segments.segment-0.w"), ("segments.segment-1.w", "+ 1"), win("finance.margin")]),
            "w of segment-0 × 0.9; w of segment-1 + 1; finance.margin × 0.9"
        );
        assert_eq!(of(&[]), "nothing but cash");
    }

    #[test]
    fn a_renewal_before_the_plan_is_moved_on_by_whole_terms() {
        let cases = [(5, 12, 5), (0, 12, 12), (-7, 12, 5), (-12, 12, 12), (-11, 12, 1), (0, 1, 1), (-30, 24, 18)];
        for (written, term, next) in cases {
            assert_eq!(next_renewal(written, term), next, "{written} by {term}");
        }
    }

    #[test]
    fn what_x_does_is_said_as_one_would_write_it() {
        let change = |multiply, add| LeverChange {
            drivers: Vec::new(),
            counts: Vec::new(),
            multiply,
            add,
            window: Window::ALWAYS,
        };
        let (one, none) = (LeverAmount::Number(1.0), LeverAmount::Number(0.0));
        assert_eq!(of_x(&change(one, LeverAmount::X)), "+ x");
        assert_eq!(of_x(&change(LeverAmount::X, none)), "× x");
        assert_eq!(of_x(&change(none, LeverAmount::X)), "set to x");
        assert_eq!(of_x(&change(LeverAmount::Number(0.9), LeverAmount::X)), "× 0.9 + x");
    }
}
