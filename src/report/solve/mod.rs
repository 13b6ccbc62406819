//! What it would take, in words and tables.

mod alone;
mod calendar;
mod first_lever;
mod sheets;
mod together;
mod words;

#[cfg(test)]
mod tests;

pub(in crate::report) use alone::{headline as one_lever, outcome_in_words};
pub use calendar::title as calendar_title;
pub(in crate::report) use calendar::{MOST_LEVERS, last as until_when, until};
pub use first_lever::first_lever;
pub use sheets::sheets;
pub(in crate::report) use together::{FRESH, MIX_NOTE, better_spent, chance};
pub use together::{frontier_title, mix_in_words};
pub use words::{amount, level, measure, points, score, wanted_id};
pub(in crate::report) use words::{decide_by, is_told, pull, score_with_error, wanted};

use super::format;
use super::summary::{Section, Summary, title};
use crate::analysis::solve::{Depth, Solution};
use crate::plan::Plan;

pub use alone::title as curve_title;

/// The summary of an answer.
pub fn summary(plan: &Plan, solution: &Solution) -> Summary {
    let mut headline = match (&solution.mix, &solution.alone[..]) {
        (Some(mix), _) => together::headline(plan, solution, mix),
        (None, [only]) => alone::headline(plan, solution, only),
        (None, _) => alone::headline_of_all(plan, solution),
    };
    headline.push(caveat(solution));
    let sections = match (&solution.alone[..], solution.settings.depth) {
        ([only], Depth::Alone | Depth::Quick) => vec![Some(alone::by_amount(plan, solution, only))],
        _ => {
            vec![Some(alone::table(plan, solution)), together::mix(plan, solution), together::frontier(plan, solution)]
        }
    };
    let sections = sections.into_iter().chain([calendar::section(plan, solution)]).flatten();
    Summary { title: title(plan), headline, sections: sections.chain(remarks(plan, solution)).collect() }
}

/// What all of it comes to, a sentence without a full stop at its end.
pub fn finding(plan: &Plan, solution: &Solution) -> String {
    let first = |sentences: Vec<String>| sentences.into_iter().next().unwrap_or_default();
    let sentence = match (&solution.mix, &solution.alone[..]) {
        (Some(mix), _) => together::finding(plan, solution, mix),
        (None, [only]) => first(alone::headline(plan, solution, only)),
        (None, _) => first(alone::headline_of_all(plan, solution)),
    };
    sentence.trim_end_matches('.').to_string()
}

/// Whether there is a chart of what budgets buy.
pub fn has_frontier(solution: &Solution) -> bool {
    solution.mix.is_some() && solution.frontier.len() > 1
}

/// Said of every answer: what it was simulated with, and what is not in it.
pub(in crate::report) fn caveat(solution: &Solution) -> String {
    let trials = format::whole(solution.trials);
    let others = if solution.mix.is_some() { ", mixes told on as many others" } else { "" };
    format!(
        "All amounts on the same {trials} trials{others}, given these assumptions; whether those are right is not in this."
    )
}

/// What a reader must know of single levers.
fn remarks(plan: &Plan, solution: &Solution) -> Option<Section> {
    let lines = to_mind(plan, solution);
    (!lines.is_empty()).then_some(Section { title: "Mind".to_string(), lines, ..Section::default() })
}

/// What a reader must know of single levers, a sentence each.
pub(in crate::report) fn to_mind(plan: &Plan, solution: &Solution) -> Vec<String> {
    let muted = solution.levers.iter().filter(|lever| crate::plan::lever::mutes_risks(plan, lever));
    muted
        .map(|lever| {
            let name = format::one_line(&lever.name);
            format!("{name} sets an input that risks multiply: while it is set, those risks do nothing to it")
        })
        .collect()
}
