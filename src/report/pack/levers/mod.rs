//! What it would take: every lever alone, the cheapest mix, what a budget buys, and until when a lever still helps.

mod tables;
#[cfg(test)]
mod tests;

use super::{Block, Exhibit, Fact, Page, Results, Template};
use crate::analysis::solve::{Depth, Mix, Solution};
use crate::plan::{Lever, Plan, lever, owner};
use crate::report::solve as words;
use crate::report::{format, table};

const ID: &str = "levers";
const NAME: &str = "What it would take";
/// Said where there are no levers.
pub(super) const NO_LEVERS: &str = "The scenario names no levers, so nothing can be said of what it would take";

/// The page; without levers it says how to get one, since a board asks for what can be done.
pub fn page(results: &Results<'_>, template: Template) -> Option<Page> {
    let plan = results.plan;
    Some(match results.solution {
        Some(solution) if !solution.alone.is_empty() => answered(plan, solution, template),
        _ => without_levers(plan),
    })
}

fn without_levers(plan: &Plan) -> Page {
    let why = "A lever is what leadership can decide: hires, SDRs, spend. For every lever that the scenario names this page \
               says which amount reaches the wanted odds, what it costs, by when it must be decided, and until when it helps.";
    let points = words::first_lever(plan);
    Page {
        id: ID,
        name: NAME,
        headline: NO_LEVERS.to_string(),
        blocks: vec![
            Block::Sentences(vec![why.to_string()]),
            Block::Points { title: "A lever in the scenario, line by line".to_string(), points },
        ],
    }
}

fn answered(plan: &Plan, solution: &Solution, template: Template) -> Page {
    let mut blocks = vec![Block::Facts(facts(plan, solution))];
    blocks.extend(curve(plan, solution).map(Block::Exhibit));
    blocks.extend(frontier(plan, solution).map(Block::Exhibit));
    blocks.push(Block::Sentences(remarks(plan, solution)));
    blocks.extend(tables::mix(plan, solution).map(Block::Table));
    blocks.push(Block::Table(tables::alone(plan, solution)));
    blocks.extend(until_when(plan, solution));
    if template == Template::Working {
        blocks.extend(solution.alone.iter().map(|alone| Block::Points {
            title: format!("{} alone", format::one_line(&solution.levers[alone.lever].name)),
            points: words::one_lever(plan, solution, alone),
        }));
    }
    Page { id: ID, name: NAME, headline: words::finding(plan, solution), blocks }
}

/// How it stands, what the mix reaches, costs, and which decision is due first.
fn facts(plan: &Plan, solution: &Solution) -> Vec<Fact> {
    let wanted = solution.settings.wanted;
    let measure = words::measure(wanted);
    let fact = |label: &str, value: String, note: String| Fact { label: label.to_string(), value, note };
    let with_error = |reached| format!("{measure} {}", words::score_with_error(plan, wanted, reached));
    let now = words::score(plan, wanted, &solution.base);
    let mut facts = vec![fact("As the plan stands", now, with_error(&solution.base))];
    let already = solution.alone.first().is_some_and(|a| a.already);
    let Some(mix) = solution.mix.as_ref().filter(|_| !already) else { return facts };
    let label = if mix.holds { "With the cheapest mix found" } else { "With the best mix found" };
    facts.push(fact(label, words::score(plan, wanted, &mix.reached), with_error(&mix.reached)));
    let verb = if mix.cost < 0.0 { "It saves a year" } else { "It costs a year" };
    let mix_in_words = words::mix_in_words(plan, solution, &mix.parts);
    facts.push(fact(verb, format::money(mix.cost.abs(), &plan.currency), format::shorten(&mix_in_words, 160)));
    facts.extend(first_decision(plan, solution, mix));
    facts
}

/// The pulled lever that must be decided first.
fn first_decision(plan: &Plan, solution: &Solution, mix: &Mix) -> Option<Fact> {
    let pulled = mix.parts.iter().filter(|part| part.amount.is_some()).map(|part| &solution.levers[part.lever]);
    let due = |lever: &&Lever| lever::decide_by(plan, lever, lever::starts(lever));
    let first = pulled.min_by_key(due)?;
    let (name, owner) = (format::shorten(&first.name, 60), format::shorten(owner::of_lever(plan, first), 40));
    Some(Fact {
        label: "First decision".to_string(),
        value: words::decide_by(plan, first),
        note: format!("{name} ({owner})"),
    })
}

/// The chart of the only lever.
fn curve(plan: &Plan, solution: &Solution) -> Option<Exhibit> {
    let [only] = &solution.alone[..] else { return None };
    let table = tables::curve(plan, solution, only);
    let alt = format!(
        "{}. {}",
        words::curve_title(plan, solution, only),
        ends(plan, &table, words::measure(solution.settings.wanted))
    );
    Some(Exhibit { figure: "solve_curve".to_string(), alt, table })
}

fn frontier(plan: &Plan, solution: &Solution) -> Option<Exhibit> {
    words::frontier_title(plan, solution).filter(|_| words::has_frontier(solution)).map(|title| {
        let table = tables::frontier(plan, solution);
        let alt = format!("{title}. {}", ends(plan, &table, "the odds"));
        Exhibit { figure: "solve_frontier".to_string(), alt, table }
    })
}

/// "From -$638k with 28 % to $4.4M with 80 %": the first and the last row.
fn ends(plan: &Plan, table: &table::DataTable, measure: &str) -> String {
    let at = |row: Option<&Vec<table::Cell>>, i: usize| {
        row.and_then(|row| row.get(i)).map_or(String::new(), |cell| table::cell_text(cell, &plan.currency))
    };
    let (first, last) = (table.rows.first(), table.rows.last());
    format!("From {} to {} {measure} goes from {} to {}", at(first, 0), at(last, 0), at(first, 1), at(last, 1))
}

/// What the figures do not say.
fn remarks(plan: &Plan, solution: &Solution) -> Vec<String> {
    let mut lines: Vec<String> =
        words::better_spent(plan, solution).map(|line| format!("{line}.")).into_iter().collect();
    if solution.mix.is_none() && solution.alone.len() > 1 {
        lines.push("A mix takes at least two levers that say what they cost.".to_string());
    }
    if solution.settings.depth == Depth::WithoutFrontier && solution.mix.is_some() {
        lines.push("This is a draft: what other budgets buy is left out; the full report has it.".to_string());
    }
    lines.extend(words::to_mind(plan, solution).iter().map(|line| format!("{line}.")));
    lines.push(words::caveat(solution));
    lines
}

/// The calendar: its chart, then until when each lever matters.
fn until_when(plan: &Plan, solution: &Solution) -> Vec<Block> {
    let Some(title) = words::calendar_title(plan, solution) else {
        let none = "No lever here can start in another month, so there is no last month of decision.";
        return vec![Block::Sentences(vec![none.to_string()])];
    };
    let points: Vec<String> = solution.calendars.iter().map(|c| words::until_when(plan, solution, c)).collect();
    let alt = format!("{title}. {}", points.iter().take(3).cloned().collect::<Vec<_>>().join("; "));
    let exhibit = Exhibit { figure: "solve_calendar".to_string(), alt, table: tables::calendar(plan, solution) };
    vec![Block::Exhibit(exhibit), Block::Points { title: "Until when a lever matters".to_string(), points }]
}
