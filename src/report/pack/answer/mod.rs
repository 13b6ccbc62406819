//! The answer: how likely the target is, where ARR lands, what must be true, what can be done.

mod figures;
mod levers;
mod things;

pub(super) use figures::ends;
pub use figures::figures;

use super::{Block, Fact, Page, Results, assumptions, goals};
use crate::analysis::odds::Odds;
use crate::plan::Plan;
use crate::report::findings::{self, P10, P50, P90};
use crate::report::{chances, format, summary};

/// The page; every plan has one.
pub fn page(results: &Results<'_>) -> Option<Page> {
    let (plan, odds) = (results.plan, results.odds);
    let blocks = vec![
        Block::Facts(facts(plan, odds)),
        things::block(results),
        levers::block(plan, results.solution),
        Block::Sentences(sentences(results)),
    ];
    Some(Page { id: "answer", name: "The answer", headline: headline(plan, odds), blocks })
}

/// "We reach $20.0M ARR by Dec 2027 in 34 of 100 futures; a typical future ends at $19.3M".
fn headline(plan: &Plan, odds: &Odds) -> String {
    if findings::is_certain(odds) {
        return findings::fan(plan, odds);
    }
    let (reach, median) = (findings::reach(plan, odds), money(plan, odds, P50));
    match odds.by == plan.calendar.months {
        true => format!("{reach}; a typical future ends at {median}"),
        false => format!("{reach}; a typical future is at {median} then"),
    }
}

fn money(plan: &Plan, odds: &Odds, percentile: usize) -> String {
    findings::at_target(plan, odds).text_or_none(odds.arr[percentile].value)
}

/// P(hit), the percentiles of ARR with their gaps, the plan as written.
fn facts(plan: &Plan, odds: &Odds) -> Vec<Fact> {
    let percentile = |label: &str, i: usize| Fact {
        label: label.to_string(),
        value: money(plan, odds, i),
        note: findings::gap(plan, odds, i),
    };
    let mut facts = vec![chance(odds)];
    match findings::is_certain(odds) {
        true => facts.push(percentile("Every future", P50)),
        false => facts.extend([
            percentile("One in ten ends lower (P10)", P10),
            percentile("Typical future (P50)", P50),
            percentile("One in ten ends higher (P90)", P90),
        ]),
    }
    facts.push(Fact {
        label: "Plan as written".to_string(),
        value: findings::at_target(plan, odds).text(odds.planned.arr),
        note: findings::premium_in_short(plan, odds),
    });
    facts
}

/// "P(hit), given these assumptions: 34 %, simulation error: 34 % ± 1 percentage point".
fn chance(odds: &Odds) -> Fact {
    let note = match chances::spread(&odds.probability) {
        Some(interval) if interval.starts_with("95 %") => interval,
        Some(error) => format!("Simulation error: {error}"),
        None => "No interval".to_string(),
    };
    let value = format::probability(&odds.probability);
    Fact { label: "P(hit), given these assumptions".to_string(), value, note }
}

/// Whether the assumptions are right, and where they lean; the plan as written; goals and cash, which the odds say nothing of.
fn sentences(results: &Results<'_>) -> Vec<String> {
    let (plan, odds) = (results.plan, results.odds);
    let caveat =
        "Whether the assumptions are right is not in this; more futures would not tell, other assumptions would";
    let mut lines = vec![format!("{caveat}. {}", assumptions::finding(results))];
    lines.push(findings::premium(plan, odds));
    lines.extend(goals::finding(plan, odds));
    lines.extend(summary::beside_the_odds(plan, odds));
    lines.iter().map(|line| stopped(line)).collect()
}

/// A sentence with a full stop at its end.
pub(super) fn stopped(line: &str) -> String {
    if line.ends_with('.') { line.to_string() } else { format!("{line}.") }
}

/// "Three things that the target hangs on" for three points, "One thing that the target hangs on" for one.
fn counted(points: usize, one: &str, more: &str) -> String {
    match points {
        1 => format!("One {one}"),
        2 => format!("Two {more}"),
        _ => format!("Three {more}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Estimate;
    use crate::report::fixture;

    #[test]
    fn the_headline_follows_the_odds() {
        let plan = fixture::plan(12, 2);
        let mut odds = fixture::odds(&plan, 0.1);
        let said = "We reach $20.0M ARR by Dec 2027 in 30 of 100 futures; a typical future ends at $19.0M";
        assert_eq!(headline(&plan, &odds), said);
        odds.by = 9;
        assert!(headline(&plan, &odds).ends_with("; a typical future is at $19.0M then"));
        odds.probability = Estimate { value: Some(1.0), low: Some(0.9996), high: Some(1.0) };
        assert!(headline(&plan, &odds).contains("in all 10,000 futures simulated; "));
        let certain = fixture::odds(&plan, 0.0);
        assert_eq!(
            headline(&plan, &certain),
            "Every future is at $19.0M ARR at the end of Dec 2027, $1.0M short of the target"
        );
    }

    #[test]
    fn facts_have_their_gap_and_their_error() {
        let plan = fixture::plan(12, 2);
        let said = |odds: &Odds| -> Vec<[String; 3]> {
            facts(&plan, odds).into_iter().map(|f| [f.label, f.value, f.note]).collect()
        };
        let facts = said(&fixture::odds(&plan, 0.1));
        assert_eq!(facts[0][1..], ["30 %", "Simulation error: 30 % ± 0.9 percentage points"]);
        assert_eq!(facts[2], ["Typical future (P50)", "$19.0M", "$1.0M short of the target"]);
        assert_eq!(facts[3][1..], ["$21.4M", "$1.4M above the target"]);
        let written = ["Plan as written", "$20.4M", "$1.4M above the simulated median (the optimism premium)"];
        assert_eq!(facts[4], written);
        let mut none = fixture::odds(&plan, 0.1);
        none.probability = Estimate { value: Some(0.0), low: Some(0.0), high: Some(0.000384) };
        assert_eq!(said(&none)[0][1..], ["0 %", "95 % interval: fewer than 1 in 2,600"]);
        let certain = said(&fixture::odds(&plan, 0.0));
        assert_eq!(certain.len(), 3);
        assert_eq!(certain[1], ["Every future", "$19.0M", "$1.0M short of the target"]);
    }
}
