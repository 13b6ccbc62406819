//! What can be done: the levers that gain most, and what each buys.

use super::counted;
use crate::analysis::Estimate;
use crate::analysis::solve::{Alone, Solution};
use crate::plan::Plan;
use crate::report::pack::Block;
use crate::report::pack::levers::NO_LEVERS;
use crate::report::{format, gap, solve};

/// Levers that are named.
const NAMED: usize = 3;

/// The levers with the largest gain of P(hit), then of the median; where there are none, how to write one.
pub fn block(plan: &Plan, solution: Option<&Solution>) -> Block {
    let Some(solution) = solution else {
        let none = format!("{NO_LEVERS}; the page \"What it would take\" says how to write one");
        return Block::Points { title: "What can be done".to_string(), points: vec![none] };
    };
    let helping = helping(solution);
    let mut points: Vec<String> = helping.iter().take(NAMED).map(|alone| bought(plan, solution, alone)).collect();
    let title = match points.len() {
        0 => "What can be done".to_string(),
        n => counted(n, "lever and what it buys", "levers and what each buys"),
    };
    points.extend(none_told(solution, helping.len()));
    Block::Points { title, points }
}

/// Levers that are told to raise P(hit) or the median, by falling gain.
fn helping(solution: &Solution) -> Vec<&Alone> {
    let is_gain = |e: &Estimate| solve::is_told(e) && e.value.is_some_and(|x| x > 0.0);
    let value = |e: &Estimate| if is_gain(e) { e.value.unwrap_or(0.0) } else { 0.0 };
    let helps = |alone: &&Alone| is_gain(&alone.gain.probability) || is_gain(&alone.gain.median);
    let mut helping: Vec<&Alone> = solution.alone.iter().filter(helps).collect();
    helping.sort_by(|a, b| {
        let by_odds = value(&b.gain.probability).total_cmp(&value(&a.gain.probability));
        by_odds.then(value(&b.gain.median).total_cmp(&value(&a.gain.median)))
    });
    helping
}

/// "hire 6 more (enterprise-reps) in Feb 2027, decided by Dec 2026: P(hit) +5.5 ± 0.5 points, median ARR +$230k ± $20k
/// for $1.41M a year; one more unit (+1): decide by Jun 2027; later a unit's effect is not told from none or below a tenth of its best".
fn bought(plan: &Plan, solution: &Solution, alone: &Alone) -> String {
    let lever = &solution.levers[alone.lever];
    let does = solve::pull(plan, lever, alone.judged_at);
    let odds = match solve::points(&alone.gain.probability).as_str() {
        "~0" => "unchanged as far as can be told".to_string(),
        _ => gap::points(&alone.gain.probability),
    };
    let measure = solve::measure(solution.settings.wanted);
    let arr = gap::change(plan, &alone.gain.median);
    let price = match alone.cost {
        None => "; its cost is not stated".to_string(),
        Some(cost) if cost < 0.0 => format!("; it saves {} a year", format::money(-cost, &plan.currency)),
        Some(cost) => format!(" for {} a year", format::money(cost, &plan.currency)),
    };
    let until = solution.calendars.iter().find(|c| c.lever == alone.lever).filter(|c| c.last.is_some());
    let until = until.map_or(String::new(), |calendar| {
        let unit = solve::amount(plan, lever, Some(calendar.unit));
        format!("; one more unit ({unit}): {}", solve::until(plan, solution, calendar))
    });
    format!("{does}: {measure} {odds}, median ARR {arr}{price}{until}")
}

/// Said of the levers that cannot be told to help, where fewer help than are named.
fn none_told(solution: &Solution, helping: usize) -> Option<String> {
    let all = solution.alone.len();
    let trials = format::whole(solution.trials);
    match all - helping {
        _ if helping >= NAMED => None,
        0 => None,
        rest if rest == all && all == 1 => Some(format!("The only lever is not told to help in {trials} trials")),
        rest if rest == all => Some(format!("None of the {all} levers is told to help in {trials} trials")),
        1 => Some(format!("The other lever is not told to help in {trials} trials")),
        rest => Some(format!("The other {rest} levers are not told to help in {trials} trials")),
    }
}
