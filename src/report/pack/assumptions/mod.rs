//! The assumption book: every input, what it is drawn from, what the plan assumes of it and how unusual that is.

mod dependence;
mod events;
mod fixed;
mod inputs;
mod place;
pub mod shape;
mod words;

use super::{Block, Page, Results};
use crate::plan::metric::Better;
use crate::report::table::DataTable;
use crate::report::{findings, format};
use inputs::Uncertain;
use place::Mark;

/// Unusual plan values that are named above the tables.
const UNUSUAL_NAMED: usize = 10;
/// Plan values whose better side is told, at least, for the headline to count them.
const LEAST_TOLD: usize = 3;

/// The page; every plan has inputs.
pub fn page(results: &Results<'_>) -> Option<Page> {
    let plan = results.plan;
    let all = inputs::uncertain(results);
    let mut blocks = vec![Block::Sentences(how_to_read(results, &all))];
    blocks.extend(unusual(results, &all));
    let tables = inputs::tables(plan, &all)
        .into_iter()
        .chain(events::risks(results))
        .chain(dependence::tables(plan))
        .chain(events::levers(plan))
        .chain(events::key_accounts(plan))
        .chain(fixed::tables(results))
        .chain(fixed::defaults(results));
    blocks.extend(tables.map(Block::Table));
    Some(Page { id: "assumptions", name: "The assumption book", headline: headline(&counted(&all)), blocks })
}

/// How many drivers are uncertain, and on which side of their ranges the plan's values lie.
pub(super) fn finding(results: &Results<'_>) -> String {
    headline(&counted(&inputs::uncertain(results)))
}

/// For a workbook: every uncertain driver in one table, and every correlated pair.
pub fn data(results: &Results<'_>) -> Vec<DataTable> {
    std::iter::once(inputs::book(results)).chain(dependence::all_pairs(results.plan)).collect()
}

/// What the headline is made from.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Counted {
    /// Uncertain drivers.
    all: usize,
    /// Those for which the plan states a value.
    stated: usize,
    /// Those whose plan value is better, and worse, than the median.
    sides: [usize; 2],
    /// Those whose plan value is unusual: good, bad, and not told which.
    unusual: [usize; 3],
}

fn counted(all: &[Uncertain<'_>]) -> Counted {
    let marked = |mark: Mark| all.iter().filter(|one| one.mark == mark).count();
    let side = |is_hopeful: bool| all.iter().filter(|one| one.is_hopeful == Some(is_hopeful)).count();
    Counted {
        all: all.len(),
        stated: all.iter().filter(|one| one.random.plan.is_some()).count(),
        sides: [side(true), side(false)],
        unusual: [Mark::Good, Mark::Bad, Mark::Unusual].map(marked),
    }
}

/// "63 drivers are uncertain; the plan is better than the median for 33 of the 34 where that can be told, unusually good
/// for 9".
fn headline(counted: &Counted) -> String {
    let number = |n: usize| format::whole(n as u64);
    let uncertain = match counted.all {
        0 => return "No driver is uncertain: every input is taken as certain".to_string(),
        1 => "One driver is uncertain".to_string(),
        n => format!("{} drivers are uncertain", number(n)),
    };
    if counted.stated == 0 {
        return format!("{uncertain}; the plan states no value of its own for any, so the median of each is taken");
    }
    let unusual = unusual_ones(counted);
    let [better, worse] = counted.sides;
    if better + worse < LEAST_TOLD {
        return format!("{uncertain}; the plan's value is {}", unusual.join(" and "));
    }
    let told = number(better + worse);
    let share = match (better, worse) {
        (_, 0) => format!("all {told}"),
        (0, _) => format!("none of the {told}"),
        _ => format!("{} of the {told}", number(better)),
    };
    let and = if unusual.len() == 1 { "and " } else { "" };
    format!(
        "{uncertain}; the plan's value is better than the median for {share} where that can be told, {and}{}",
        unusual.join(" and ")
    )
}

/// "unusually good for 2, unusually bad for 1", "unusual for 3"; one text or two.
fn unusual_ones(counted: &Counted) -> Vec<String> {
    let words = ["unusually good", "unusually bad", "unusual"].into_iter().zip(counted.unusual);
    let mut said: Vec<String> =
        words.filter(|(_, n)| *n > 0).map(|(words, n)| format!("{words} for {}", format::whole(n as u64))).collect();
    match said.pop() {
        None => vec!["unusual for none".to_string()],
        Some(last) if said.is_empty() => vec![last],
        Some(last) => vec![said.join(", "), last],
    }
}

fn how_to_read(results: &Results<'_>, all: &[Uncertain<'_>]) -> Vec<String> {
    if all.is_empty() {
        let range = "No range is given for any driver";
        let risks = if results.plan.risks.is_empty() { "" } else { " and the risks" };
        return vec![match findings::is_certain(results.odds) {
            true => format!(
                "{range}, and nothing else moves ARR: it is the same in every future. Real plans are not so certain."
            ),
            false => format!(
                "{range}, so only chance{risks} can make futures differ: which opportunities are won, how large deals are, who \
                 leaves. Real plans are less certain than that."
            ),
        }];
    }
    let stated = counted(all).stated;
    let of_all = match all.len() {
        1 => "the one uncertain driver".to_string(),
        n => format!("{} of {} uncertain drivers", format::whole(stated as u64), format::whole(n as u64)),
    };
    let mut lines = vec![
        "Percentiles are of what is drawn, before adjustments and risks: one draw in ten is below P10, one in ten above P90. The \
         small picture has P10 to P90 in the darker shade and the plan's value at the mark."
            .to_string(),
    ];
    lines.push(match stated {
        0 => "The plan states no value of its own for any of them: the plan as written takes the median of each."
            .to_string(),
        n if n == all.len() => format!("The plan states a value of its own for {of_all}."),
        _ => format!("The plan states a value of its own for {of_all}; the others are taken at their median."),
    });
    if stated > 0 {
        lines.push(
            "Unusual is a plan value outside P20 to P80 of the driver's own range. Better and worse, good and bad are told by the \
             way in which ARR at the target date goes with the driver in the simulation (the sign of their rank correlation), \
             where that is beyond doubt (twice its 95 % interval); what the driver moves together with is in it. Costs and cash \
             move no ARR: for them neither is said."
                .to_string(),
        );
    }
    lines
}

/// The most unusual plan values, good ones first.
fn unusual(results: &Results<'_>, all: &[Uncertain<'_>]) -> Option<Block> {
    let distance = |one: &Uncertain<'_>| one.random.plan.map_or(0.0, |x| place::Place::of(one.random, x).distance());
    let rank = |mark: Mark| match mark {
        Mark::Good => 0,
        Mark::Unusual => 1,
        _ => 2,
    };
    let mut chosen: Vec<&Uncertain<'_>> = all.iter().filter(|one| one.mark.is_unusual()).collect();
    chosen.sort_by(|a, b| rank(a.mark).cmp(&rank(b.mark)).then(distance(b).total_cmp(&distance(a))));
    let left = chosen.len().saturating_sub(UNUSUAL_NAMED);
    let mut points: Vec<String> = chosen.iter().take(UNUSUAL_NAMED).map(|one| point(results, one)).collect();
    if left > 0 {
        points.push(format!("{} more are marked in the tables", format::whole(left as u64)));
    }
    let title = "Plan values that are unusual".to_string();
    (!points.is_empty()).then_some(Block::Points { title, points })
}

/// "segments.smb.retention.churn_annual: the plan has 14.5 %, the median is 16 % (P31: ...); lower is better".
fn point(results: &Results<'_>, one: &Uncertain<'_>) -> String {
    let side = match place::better(results.plan, results.drivers, one.id) {
        Some(Better::Higher) => "; higher goes with more ARR",
        Some(Better::Lower) => "; lower goes with more ARR",
        None => "",
    };
    let path = format::one_line(&one.driver.path);
    let plan = words::value(results.plan, one.driver, one.random.as_written());
    format!("{path}: the plan has {plan}. {}{side}", one.place)
}

#[cfg(test)]
mod tests;
