//! The tables of `watch`: at each check-in ARR and the three that tell most.

use super::{date, milestone, name, values};
use crate::analysis::watch::{CheckIn, Reading, Watch};
use crate::plan::{Plan, owner};
use crate::report::format;
use crate::report::summary::{Section, Table};

/// Longest name of an owner in a table, characters.
const LONGEST_OWNER: usize = 16;
/// Widest table, characters.
const WIDEST: usize = 118;
/// Shortest that a name is cut to, characters.
const SHORTEST_NAME: usize = 12;
/// More check-ins than this stand in one table.
const MOST_SECTIONS: usize = 4;
/// What "Tells" means, in the heading itself.
const TELLS: &str = "Tells: 0.5\ncoin, 1 sure";

/// A table for each check-in, or one for all where there are many; then how to read them.
pub(super) fn sections(plan: &Plan, watch: &Watch) -> Vec<Section> {
    let mut sections: Vec<Section> = match watch.check_ins.len() {
        0..=MOST_SECTIONS => watch.check_ins.iter().map(|check_in| section(plan, check_in)).collect(),
        _ => vec![all_together(plan, watch)],
    };
    sections.push(how_to_read(watch));
    sections
}

fn section(plan: &Plan, check_in: &CheckIn) -> Section {
    let title = format!("Watch at the end of {}", date(plan, check_in.t));
    let shown = shown(check_in);
    if shown.is_empty() {
        let lines = vec!["Nothing tells more than a coin does at this date".to_string()];
        return Section { title, lines, ..Section::default() };
    }
    let spread = |reading: &Reading| {
        let metric = reading.indicator.metric;
        let telling = &reading.telling;
        [values::range(plan, metric, &telling.in_hits), values::range(plan, metric, &telling.in_misses)]
    };
    let row = |reading: &Reading| {
        let mut row = vec![label(plan, check_in, reading)];
        row.extend(spread(reading));
        row.extend(told(plan, reading));
        row
    };
    let rows = shown.into_iter().map(row).collect();
    let header =
        ["", "Futures that hit,\nP10 to P90", "Futures that miss,\nP10 to P90", "Even odds", "80 %", TELLS, "Owner"];
    Section {
        title,
        table: Some(fitted(Table { header: header.map(String::from).to_vec(), rows })),
        notes: order(check_in).into_iter().collect(),
        ..Section::default()
    }
}

/// Every check-in in one table: ARR where the plan has a milestone, and the three.
fn all_together(plan: &Plan, watch: &Watch) -> Section {
    let rows_at = |check_in: &CheckIn| {
        let has_milestone = milestone(plan, check_in.t).is_some();
        let arr = check_in.arr().filter(|r| r.tells() && has_milestone);
        let month = |i: usize| match i {
            0 => format::month_short(plan.calendar.month(check_in.t)),
            _ => String::new(),
        };
        let row = |(i, reading): (usize, &Reading)| {
            // the month goes before the name: one column less to line up
            let mut row = vec![format!("{:<8}{}", month(i), label(plan, check_in, reading))];
            row.extend(told(plan, reading));
            row
        };
        arr.into_iter().chain(three(check_in)).enumerate().map(row).collect::<Vec<_>>()
    };
    let rows: Vec<Vec<String>> = watch.check_ins.iter().flat_map(rows_at).collect();
    let title = "Watch at the end of each month named".to_string();
    if rows.is_empty() {
        let lines = vec!["Nothing tells more than a coin does at any check-in".to_string()];
        return Section { title, lines, ..Section::default() };
    }
    let header = ["", "Even odds", "80 %", TELLS, "Owner"].map(String::from).to_vec();
    Section { title, table: Some(fitted(Table { header, rows })), ..Section::default() }
}

/// The ones to watch, the most telling first.
pub(in crate::report) fn three(check_in: &CheckIn) -> impl Iterator<Item = &Reading> {
    check_in.to_watch.iter().map(|&i| &check_in.readings[i])
}

/// Its name; ARR with the plan's milestone: "ARR (milestone $12.0M)".
pub(in crate::report) fn label(plan: &Plan, check_in: &CheckIn, reading: &Reading) -> String {
    match milestone(plan, check_in.t) {
        Some(wanted) if reading.indicator.is_arr() => {
            format!("{} (milestone {})", name(plan, reading), format::money_exact(wanted, &plan.currency))
        }
        _ => name(plan, reading),
    }
}

/// Levels, how well it tells, and who answers for it.
fn told(plan: &Plan, reading: &Reading) -> [String; 4] {
    let metric = reading.indicator.metric;
    let [even, most] = &reading.telling.triggers;
    [
        values::level(plan, metric, even),
        values::level(plan, metric, most),
        values::area(&reading.telling.auc),
        format::shorten(owner::of_metric(plan, metric), LONGEST_OWNER),
    ]
}

/// The table with the names in its first column cut so that it is no wider than a page.
fn fitted(mut table: Table) -> Table {
    let width = |column: usize| {
        let cells = table.rows.iter().chain([&table.header]).filter_map(|row| row.get(column));
        cells.flat_map(|cell| cell.lines()).map(|line| line.chars().count()).max().unwrap_or(0)
    };
    // three blanks between columns, two before the table, one of a cell behind it
    let others: usize = (1..table.header.len()).map(|column| width(column) + 3).sum();
    let room = WIDEST.saturating_sub(others + 3).max(SHORTEST_NAME);
    for row in &mut table.rows {
        row[0] = format::shorten(&row[0], room);
    }
    table
}

/// Said where the futures cannot tell which of the ones to watch tells more.
pub(in crate::report) fn order(check_in: &CheckIn) -> Option<String> {
    let auc = |at: usize| check_in.readings[at].telling.auc;
    let unclear = check_in.to_watch.windows(2).any(|pair| auc(pair[0]).low <= auc(pair[1]).high);
    unclear.then(|| "The order of these is within the simulation error: more trials would settle it".to_string())
}

/// The rows that are shown at a check-in: ARR where it tells anything, then the ones to watch.
pub(in crate::report) fn shown(check_in: &CheckIn) -> Vec<&Reading> {
    check_in.arr().filter(|r| r.tells()).into_iter().chain(three(check_in)).collect()
}

/// How the table is to be read.
pub(in crate::report) fn reading(watch: &Watch) -> Vec<String> {
    let (hits, misses) = (format::whole(watch.hits), format::whole(watch.misses));
    let unsure = values::UNSURE;
    vec![
        format!("{hits} futures hit and {misses} miss; P10 to P90 is the middle 80 of 100 of each"),
        format!(
            "Even odds, 80 %: from this value on (≥; ≤ where less is better) at least that share of the futures hits. {unsure}: \
             too few futures to be sure; not told: fewer than 2 of 100 get there; never: at no value"
        ),
        "Tells: how often a future that hits has the better value than one that misses; what tells no more than a coin is \
         left out"
            .to_string(),
        "Signs, not causes: each is read alone, nobody in the model reacts to it, and moving it alone need not move the odds"
            .to_string(),
    ]
}

fn how_to_read(watch: &Watch) -> Section {
    let mut lines = reading(watch);
    lines.insert(
        lines.len() - 1,
        "Shown are ARR and the three that tell most; watch_readings.csv has every indicator and segment, with its 95 % intervals"
            .to_string(),
    );
    Section { title: "How to read it".to_string(), lines, ..Section::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_no_wider_than_a_page() {
        let row = vec!["x".repeat(90), "y".repeat(40), "z".repeat(30)];
        let table = fitted(Table { header: vec![String::new(), "a\nb".into(), "c".into()], rows: vec![row] });
        // 1 before, a blank on each side of a cell, one between cells
        let width: usize = table.rows[0].iter().map(|cell| cell.chars().count() + 2).sum();
        assert_eq!(1 + width + 2, WIDEST);
        assert!(table.rows[0][0].ends_with('…'));
    }
}
