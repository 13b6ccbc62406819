//! What it would take, in words and tables.

mod alone;
mod calendar;
mod sheets;
mod together;
mod words;

#[cfg(test)]
mod tests;

pub use calendar::title as calendar_title;
pub(super) use calendar::until;
pub use sheets::sheets;
pub use together::{frontier_title, mix_in_words};
pub use words::{amount, level, measure, score, wanted_id};
pub(super) use words::{points, pull, wanted};

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

fn caveat(solution: &Solution) -> String {
    let trials = format::whole(solution.trials);
    format!("All amounts on the same {trials} trials, given these assumptions; whether those are right is not in this.")
}

/// What a reader must know of single levers.
fn remarks(plan: &Plan, solution: &Solution) -> Option<Section> {
    let muted = solution.levers.iter().filter(|lever| crate::plan::lever::mutes_risks(plan, lever));
    let lines: Vec<String> = muted
        .map(|lever| {
            let name = format::one_line(&lever.name);
            format!("{name} sets an input that risks multiply: while it is set, those risks do nothing to it")
        })
        .collect();
    (!lines.is_empty()).then_some(Section { title: "Mind".to_string(), lines, ..Section::default() })
}
