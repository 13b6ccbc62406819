//! The trial month by month.

use crate::analysis::bands;
use crate::analysis::replay::Replay;
use crate::plan::{Metric, Plan};
use crate::report::findings::P50;
use crate::report::format::{self, MoneyBlock};
use crate::report::month_block;
use crate::report::summary::{Section, Table};

/// One column of the table.
struct Column {
    heading: &'static str,
    cells: Vec<String>,
}

pub(super) fn section(plan: &Plan, replay: &Replay) -> Section {
    let mut columns = vec![arr(plan, replay), median(plan, replay), rank(replay)];
    columns.extend(money(plan, replay, "New ARR", &[(Metric::NewArr, 1.0)]));
    columns.extend(money(plan, replay, "Expansion", &[(Metric::ExpansionArr, 1.0), (Metric::UpliftArr, 1.0)]));
    columns.extend(money(plan, replay, "Lost", &[(Metric::ChurnedArr, -1.0), (Metric::ContractionArr, -1.0)]));
    columns.extend(count(replay, "Won", Metric::NewCustomers));
    columns.extend(count(replay, "Left", Metric::ChurnedCustomers));
    columns.extend(count(replay, "Opps", Metric::OppsCreated));
    columns.extend(money(plan, replay, "Pipeline", &[(Metric::PipelineValue, 1.0)]));
    columns.extend(count(replay, "Reps", Metric::Reps));
    columns.extend(count(replay, "In", Metric::HiresStarted));
    columns.extend(count(replay, "Out", Metric::Leavers));
    columns.extend(money(plan, replay, "Cash", &[(Metric::Cash, 1.0)]));
    let left_out = fit(&mut columns);
    let row = |t: usize| {
        let month = format::month_short(plan.calendar.month(t));
        std::iter::once(month).chain(columns.iter().map(|c| c.cells[t - 1].clone())).collect()
    };
    let header = std::iter::once("").chain(columns.iter().map(|c| c.heading)).map(String::from).collect();
    let rows = (1..=plan.calendar.months).map(row).collect();
    let mut notes = vec![
        "Median: of all futures; rank: share of futures with a lower ARR. Expansion with price uplift; lost: churn and \
         contraction. Won, left: customers"
            .to_string(),
    ];
    if columns.iter().any(|c| c.heading == "Reps") {
        notes.push(
            "Reps: in seat in the month, those who started (in, replacements too) included and those who leave at its end \
             (out) not yet gone"
                .to_string(),
        );
    }
    if !left_out.is_empty() {
        notes.push(format!("Left out for want of room: {}; replay_months.csv has every metric", left_out.join(", ")));
    }
    Section { title: "Month by month".to_string(), table: Some(Table { header, rows }), notes, ..Section::default() }
}

/// Widest table, characters.
const WIDEST: usize = 118;
/// What is left out of a table that would be wider, the first first.
const LEFT_OUT: [&str; 6] = ["Opps", "Left", "Won", "Pipeline", "Expansion", "Cash"];

/// Takes out columns until the table is no wider than a page; their headings.
fn fit(columns: &mut Vec<Column>) -> Vec<&'static str> {
    let mut left_out = Vec::new();
    for heading in LEFT_OUT {
        let before = columns.len();
        if width(columns) > WIDEST {
            columns.retain(|c| c.heading != heading);
        }
        if columns.len() < before {
            left_out.push(heading);
        }
    }
    left_out
}

/// Of the table with its months ("Jan 27"): a blank on each side of a cell, one between cells, one before the table.
fn width(columns: &[Column]) -> usize {
    let widest =
        |c: &Column| c.cells.iter().map(|cell| cell.chars().count()).chain([c.heading.len()]).max().unwrap_or(0);
    1 + "Jan 27".len() + 2 + columns.iter().map(|c| widest(c) + 3).sum::<usize>()
}

fn arr(plan: &Plan, replay: &Replay) -> Column {
    let months: &[f64] = replay.of(Metric::Arr, None).map_or(&[], |s| &s.months);
    let block = MoneyBlock::new(months.iter().copied(), 0.0, &plan.currency);
    Column { heading: "ARR", cells: months.iter().map(|&x| block.text(x)).collect() }
}

fn median(plan: &Plan, replay: &Replay) -> Column {
    let Some(series) = bands::find(&replay.bands, Metric::Arr, None) else {
        return Column { heading: "Median", cells: vec![format::NOT_AVAILABLE.to_string(); plan.calendar.months] };
    };
    let months = 0..plan.calendar.months;
    let block = month_block(&[&series.months], &[P50], months, replay.provenance.trials, &plan.currency);
    Column { heading: "Median", cells: series.months.percentiles[P50].iter().map(|&x| block.text_or_none(x)).collect() }
}

fn rank(replay: &Replay) -> Column {
    Column { heading: "Rank", cells: replay.rank.iter().map(format::probability).collect() }
}

/// A sum of metrics with their signs; `None` where the plan has none of them.
fn money(plan: &Plan, replay: &Replay, heading: &'static str, parts: &[(Metric, f64)]) -> Option<Column> {
    let series: Vec<(&[f64], f64)> =
        parts.iter().filter_map(|&(metric, sign)| Some((&replay.of(metric, None)?.months[..], sign))).collect();
    let months = series.first()?.0.len();
    let sum = |i: usize| series.iter().map(|(values, sign)| sign * values[i]).sum::<f64>();
    let amounts: Vec<f64> = (0..months).map(sum).collect();
    let block = MoneyBlock::new(amounts.iter().copied(), 0.0, &plan.currency);
    Some(Column { heading, cells: amounts.iter().map(|&x| block.text(x)).collect() })
}

fn count(replay: &Replay, heading: &'static str, metric: Metric) -> Option<Column> {
    let months = &replay.of(metric, None)?.months;
    Some(Column { heading, cells: months.iter().map(|&x| format::count(x)).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_is_too_wide_loses_columns_in_their_order() {
        let column = |heading| Column { heading, cells: vec!["x".repeat(20)] };
        let mut columns: Vec<Column> = ["ARR", "Won", "Opps", "Pipeline", "Reps", "Cash"].map(column).into();
        // 9 for the months and 23 a column: 147 with six, 124 with five, 101 with four
        assert_eq!(fit(&mut columns), ["Opps", "Won"]);
        assert_eq!(columns.iter().map(|c| c.heading).collect::<Vec<_>>(), ["ARR", "Pipeline", "Reps", "Cash"]);
        assert_eq!(fit(&mut columns), [""; 0]);
    }
}
