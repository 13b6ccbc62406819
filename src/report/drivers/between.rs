//! What knowing a driver is worth before one chooses between two plans, in words and tables.

use super::names;
use super::values::{at_most, worth};
use crate::analysis::Estimate;
use crate::analysis::drivers::between::{Between, Informed, Which};
use crate::analysis::drivers::{Outcomes, is_told};
use crate::plan::Plan;
use crate::report::format::{self, NOT_AVAILABLE};
use crate::report::sheet::{Sheet, Value, estimate};
use crate::report::summary::{self, Section, Summary, Table};

/// Rows of the table.
const SHOWN: usize = 10;

/// A plan that one may choose, and what it is called.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// "sdrs = 4", "upside.toml".
    pub name: &'a str,
    /// What it costs, money a year; `None`: not said anywhere, taken as 0.
    pub cost: Option<f64>,
}

/// The summary of `drivers --between`; `asked` trials were asked for.
pub fn summary(first: Named<'_>, second: Named<'_>, between: &Between, asked: u64) -> Summary {
    let plan = first.plan;
    let mut headline = vec![by_arr(first, second, between), by_odds(first, second, between)];
    headline.extend(super::fewer_trials(between.trials, asked));
    let sections = vec![choice(first, second, between), worths(first, second, between), how_to_read(between)];
    Summary { title: summary::title(plan), headline, sections }
}

fn money(plan: &Plan, e: &Estimate) -> String {
    match e.value {
        Some(x) => format::money_within(x, format::half_width(e).unwrap_or(0.0), &plan.currency),
        None => NOT_AVAILABLE.to_string(),
    }
}

/// Which of the two has the greater mean, if that can be told.
fn better<'a>(first: Named<'a>, second: Named<'a>, difference: &Estimate) -> Option<(&'a str, &'a str, Estimate)> {
    let value = difference.value.filter(|_| is_told(difference))?;
    let turned =
        |e: &Estimate| Estimate { value: e.value.map(|x| -x), low: e.high.map(|x| -x), high: e.low.map(|x| -x) };
    Some(match value > 0.0 {
        true => (second.name, first.name, *difference),
        false => (first.name, second.name, turned(difference)),
    })
}

fn by_arr(first: Named<'_>, second: Named<'_>, between: &Between) -> String {
    let by = format::month(first.plan.calendar.month(first.plan.target.by));
    match better(first, second, &between.difference.arr) {
        Some((name, other, by_how_much)) => format!(
            "By ARR at the end of {by} less cost, {name} is better than {other} by {} on average.",
            money(first.plan, &by_how_much)
        ),
        None => format!(
            "By ARR at the end of {by} less cost, {} and {} cannot be told apart on average.",
            first.name, second.name
        ),
    }
}

fn by_odds(first: Named<'_>, second: Named<'_>, between: &Between) -> String {
    match better(first, second, &between.difference.hit) {
        Some((name, _, by_how_much)) => {
            format!("By the odds of the target, {name} is better by {}.", worth(&by_how_much))
        }
        None => "By the odds of the target they cannot be told apart.".to_string(),
    }
}

fn texts<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(String::from).to_vec()
}

fn choice(first: Named<'_>, second: Named<'_>, between: &Between) -> Section {
    let row = |name: &str, cost: Option<f64>, value: &Outcomes<Estimate>| {
        let cost = cost.map_or("not given".to_string(), |cost| format::money(cost, &first.plan.currency));
        vec![name.to_string(), cost, money(first.plan, &value.arr), format::probability(&value.hit)]
    };
    let rows = vec![
        row(first.name, first.cost, &between.first),
        row(second.name, second.cost, &between.second),
        vec![
            "Second less first".to_string(),
            String::new(),
            signed(first.plan, &between.difference.arr),
            points(&between.difference.hit),
        ],
    ];
    let mut notes = vec!["Means over the same trials; cost is a year's, at its full rate".to_string()];
    if first.cost.is_none() || second.cost.is_none() {
        notes.push("A cost that is not given counts as nothing".to_string());
    }
    let header = texts(["", "Cost", "ARR less cost", "Odds"]);
    Section { title: "The choice".to_string(), table: Some(Table { header, rows }), notes, ..Section::default() }
}

fn signed(plan: &Plan, e: &Estimate) -> String {
    let text = money(plan, e);
    if e.value.is_some_and(|x| x > 0.0) { format!("+{text}") } else { text }
}

fn points(e: &Estimate) -> String {
    match e.value {
        Some(x) => {
            let decimals = format::supported_decimals(100.0 * format::half_width(e).unwrap_or(0.01)).min(2);
            format!("{:+.decimals$} pp", 100.0 * x)
        }
        None => NOT_AVAILABLE.to_string(),
    }
}

fn worths(first: Named<'_>, second: Named<'_>, between: &Between) -> Section {
    let title = "What it is worth to know a driver before one chooses".to_string();
    let is_worth = |informed: &&Informed| is_told(&informed.worth.arr) || is_told(&informed.worth.hit);
    let told: Vec<&Informed> = between.inputs.iter().filter(is_worth).collect();
    let everything = format!(
        "To know everything, chance too: {} of ARR less cost, or {} of the odds; no knowledge is worth more",
        money_worth(first.plan, &between.everything.arr),
        worth(&between.everything.hit)
    );
    let mut lines = vec![everything];
    let all = between.inputs.len();
    if told.is_empty() {
        lines.push(format!(
            "None of the {all} drivers and risks, known alone, would change the choice as far as can be told"
        ));
        return Section { title, lines, ..Section::default() };
    }
    lines.push(format!(
        "{} of {all} drivers and risks are worth something; the others cannot be told from nothing",
        told.len()
    ));
    let row = |informed: &&Informed| {
        let plan = match informed.of {
            Which::First => first.plan,
            Which::Second => second.plan,
        };
        vec![names::input(plan, informed.input), money_worth(plan, &informed.worth.arr), worth(&informed.worth.hit)]
    };
    let rows = told.iter().take(SHOWN).map(row).collect();
    let header = texts(["", "ARR less cost", "Odds"]);
    Section { title, lines, table: Some(Table { header, rows }), ..Section::default() }
}

/// "$12.3k", "≤$1.2k".
fn money_worth(plan: &Plan, e: &Estimate) -> String {
    match e.high {
        Some(high) if !is_told(e) => {
            if high <= 0.0 {
                format::money(0.0, &plan.currency)
            } else {
                format!("≤{}", format::money(at_most(high), &plan.currency))
            }
        }
        _ => money(plan, e),
    }
}

fn how_to_read(between: &Between) -> Section {
    let lines = vec![
        "Worth: what is gained on average if one may choose after the driver is known instead of now (expected value of partial \
         perfect information); ≤: not told from nothing, at most this"
            .to_string(),
        "A driver may matter a lot and be worth nothing here: where the same plan is better whatever it turns out to be"
            .to_string(),
        format!("From {} trials of both plans; every number with its interval is in drivers_between.csv", format::whole(between.trials)),
    ];
    Section { title: "How to read it".to_string(), lines, ..Section::default() }
}

/// `choice`: the two plans and their difference; `between`: what every driver is worth.
pub fn sheets(first: Named<'_>, second: Named<'_>, between: &Between) -> Vec<Sheet> {
    let columns =
        ["plan", "cost", "arr_less_cost", "arr_less_cost_low", "arr_less_cost_high", "hit", "hit_low", "hit_high"];
    let mut choice = Sheet::new("choice", &columns);
    let mut add = |name: &str, cost: Option<f64>, value: &Outcomes<Estimate>| {
        let mut row: Vec<Value> = vec![name.into(), cost.into()];
        row.extend(estimate(&value.arr).into_iter().chain(estimate(&value.hit)));
        choice.push(row);
    };
    add(first.name, first.cost, &between.first);
    add(second.name, second.cost, &between.second);
    add("difference", None, &between.difference);
    add("worth_of_knowing_everything", None, &between.everything);
    let columns = [
        "kind",
        "name",
        "worth_arr_less_cost",
        "worth_arr_less_cost_low",
        "worth_arr_less_cost_high",
        "worth_hit",
        "worth_hit_low",
        "worth_hit_high",
    ];
    let mut worths = Sheet::new("between", &columns);
    for informed in &between.inputs {
        let plan = match informed.of {
            Which::First => first.plan,
            Which::Second => second.plan,
        };
        let mut row = super::sheets::kind_and_name(plan, informed.input);
        row.extend(estimate(&informed.worth.arr).into_iter().chain(estimate(&informed.worth.hit)));
        worths.push(row);
    }
    vec![choice, worths]
}
