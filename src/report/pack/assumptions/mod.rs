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
use crate::report::format;
use crate::report::table::DataTable;
use inputs::Uncertain;
use place::Mark;

/// Unusual plan values that are named above the tables.
const UNUSUAL_NAMED: usize = 10;

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
    Some(Page { id: "assumptions", name: "The assumption book", headline: headline(&all), blocks })
}

/// For a workbook: every uncertain driver in one table, and every correlated pair.
pub fn data(results: &Results<'_>) -> Vec<DataTable> {
    std::iter::once(inputs::book(results)).chain(dependence::all_pairs(results.plan)).collect()
}

/// "63 drivers are uncertain; the plan assumes an unusually good value for 9 of them".
fn headline(all: &[Uncertain<'_>]) -> String {
    let marks: Vec<Mark> = all.iter().map(|one| one.mark).collect();
    in_short(&marks)
}

fn in_short(marks: &[Mark]) -> String {
    let count = |mark: Mark| marks.iter().filter(|m| **m == mark).count();
    let [good, bad, unusual] = [Mark::Good, Mark::Bad, Mark::Unusual].map(count);
    let stated = marks.len() - count(Mark::NotStated);
    let uncertain = match marks.len() {
        0 => return "No driver is uncertain: every input is taken as certain".to_string(),
        1 => "One driver is uncertain".to_string(),
        n => format!("{} drivers are uncertain", format::whole(n as u64)),
    };
    if stated == 0 {
        return format!(
            "{uncertain}; the plan states no value of its own for any, so it is taken at the median of each"
        );
    }
    let parts = [("an unusually good value", good), ("an unusually bad one", bad), ("an unusual one", unusual)];
    let said: Vec<String> = parts
        .iter()
        .filter(|(_, n)| *n > 0)
        .map(|(what, n)| format!("{what} for {}", format::whole(*n as u64)))
        .collect();
    match said.as_slice() {
        [] => {
            format!("{uncertain}; the plan assumes nothing unusual: each value lies within P20 to P80 of its own range")
        }
        // the first that is said names the value in full
        [first, rest @ ..] => {
            let first = first.replace(" one for", " value for");
            let (rest, last) = rest.split_at(rest.len().saturating_sub(1));
            let middle: String = rest.iter().map(|part| format!(", {part}")).collect();
            let end: String = last.iter().map(|part| format!(" and {part}")).collect();
            format!("{uncertain}; the plan assumes {first} of them{middle}{end}")
        }
    }
}

fn how_to_read(results: &Results<'_>, all: &[Uncertain<'_>]) -> Vec<String> {
    if all.is_empty() {
        let risks = if results.plan.risks.is_empty() { "" } else { " and the risks" };
        return vec![format!(
            "No range is given for any driver, so only chance{risks} can make futures differ: which opportunities are won, how \
             large deals are, who leaves. Real plans are less certain than that."
        )];
    }
    let stated = all.iter().filter(|one| one.random.plan.is_some()).count();
    let mut lines = vec![
        "Percentiles are of what is drawn, before adjustments and risks: one draw in ten is below P10, one in ten above P90. The \
         small picture has P10 to P90 in the darker shade and the plan's value at the mark."
            .to_string(),
        format!(
            "The plan states a value of its own for {} of {}; for the others it is taken at their median.",
            format::whole(stated as u64),
            if all.len() == 1 { "1 uncertain driver".to_string() } else { format!("{} uncertain drivers", format::whole(all.len() as u64)) }
        ),
    ];
    if stated > 0 {
        lines.push(
            "Unusual is a plan value outside P20 to P80 of the driver's own range. Good and bad are told by the sign of the \
             driver's rank correlation with ARR at the target date, where it is at least twice its 95 % interval; with it go \
             the drivers that it moves together with. Costs and cash move no ARR, so for them neither is said."
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
