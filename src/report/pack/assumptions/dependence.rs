//! What moves together: groups of correlated drivers, and their pairs.

use super::words;
use crate::analysis::compare::without_names;
use crate::plan::{Dependence, Plan};
use crate::report::drivers::block_name;
use crate::report::format;
use crate::report::table::{self, DataTable};

/// Rows of pairs that a page shows; the workbook has them all.
const ROWS_SHOWN: usize = 30;
/// A correlation closer to 0 than this is none.
const NONE: f64 = 0.0005;

/// One correlated pair.
struct Pair<'a> {
    group: usize,
    drivers: [&'a str; 2],
    rank: f64,
}

/// Pairs of the same two inputs, in whatever segments and sources, that are correlated alike.
struct Alike<'a> {
    first: Pair<'a>,
    patterns: [String; 2],
    pairs: usize,
}

/// The groups, then the pairs by what they are; empty where every driver stands alone.
pub fn tables(plan: &Plan) -> Vec<DataTable> {
    let mut strongest = alike(pairs(plan));
    if strongest.is_empty() {
        return Vec::new();
    }
    let all = strongest.len();
    strongest.truncate(ROWS_SHOWN);
    let caption = match all > ROWS_SHOWN {
        true => format!("What is correlated: the {ROWS_SHOWN} most correlated rows of {}", format::whole(all as u64)),
        false => "What is correlated".to_string(),
    };
    let headings = ["Driver", "Moves with", "Rank correlation", "Pairs", "Group"];
    let mut table = DataTable::new("assumption_pairs", &caption, &headings);
    for row in &strongest {
        let names = match row.pairs {
            1 => row.first.drivers.map(str::to_string),
            _ => row.patterns.clone(),
        };
        table.push(vec![
            table::text(&names[0]),
            table::text(&names[1]),
            table::number(row.first.rank, 2),
            table::plain(row.pairs),
            table::plain(row.first.group + 1),
        ]);
    }
    table.notes.push(
        "Spearman's rank correlation of what is drawn, from the scenario's factors and correlations together, as used: 1 always \
         together, -1 always opposite. * stands for any segment, source or stage where several pairs are correlated alike; the \
         workbook has every pair. Had they contradicted each other and been repaired, the warnings in \"How it was made\" would \
         say so"
            .to_string(),
    );
    vec![groups(plan), table]
}

/// Pairs put together that one row can tell: of the same inputs, group and correlation to two digits.
fn alike(pairs: Vec<Pair<'_>>) -> Vec<Alike<'_>> {
    let mut rows: Vec<Alike<'_>> = Vec::new();
    for pair in pairs {
        let mut patterns = pair.drivers.map(without_names);
        patterns.sort();
        let digits = |pair: &Pair<'_>| (100.0 * pair.rank).round();
        let same = |row: &&mut Alike<'_>| {
            row.patterns == patterns && row.first.group == pair.group && digits(&row.first) == digits(&pair)
        };
        match rows.iter_mut().find(same) {
            Some(row) => row.pairs += 1,
            None => rows.push(Alike { first: pair, patterns, pairs: 1 }),
        }
    }
    rows
}

/// Every pair, for a workbook; `None` where there are none.
pub fn all_pairs(plan: &Plan) -> Option<DataTable> {
    let pairs = pairs(plan);
    let headings = ["Driver", "Moves with", "Rank correlation", "Group"];
    let mut table = DataTable::new("correlated_pairs", "Every correlated pair of drivers", &headings);
    for pair in &pairs {
        let [a, b] = pair.drivers;
        let (rank, group) = (table::number(pair.rank, 2), table::plain(pair.group + 1));
        table.push(vec![table::text(a), table::text(b), rank, group]);
    }
    (!pairs.is_empty()).then_some(table)
}

fn groups(plan: &Plan) -> DataTable {
    let headings = ["Group", "Drivers", "How often"];
    let mut table = DataTable::new("assumption_groups", "Groups of drivers that move together", &headings);
    let own = plan.dependence.iter().enumerate().filter(|(_, group)| group.drivers.len() > 1);
    for (number, group) in own {
        table.push(vec![
            table::text(block_name(plan, number)),
            table::plain(group.drivers.len()),
            table::text(words::drawn(group.per, 0.0).replace(" anew", "")),
        ]);
    }
    table.notes.push("A driver of one group moves with no driver outside of it".to_string());
    table
}

/// All pairs, the most correlated first, then by path.
fn pairs(plan: &Plan) -> Vec<Pair<'_>> {
    let of_group = |(group, dependence): (usize, &'_ Dependence)| -> Vec<(usize, usize, usize)> {
        let n = dependence.drivers.len();
        (0..n).flat_map(move |i| (i + 1..n).map(move |j| (group, i, j))).collect()
    };
    let pair = |(group, i, j): (usize, usize, usize)| {
        let dependence = &plan.dependence[group];
        let drivers = [i, j].map(|k| plan.driver(dependence.drivers[k]).path.as_str());
        Pair { group, drivers, rank: rank(dependence.correlation[i][j]) }
    };
    let mut pairs: Vec<Pair<'_>> =
        plan.dependence.iter().enumerate().flat_map(of_group).map(pair).filter(|p| p.rank.abs() >= NONE).collect();
    pairs.sort_by(|a, b| b.rank.abs().total_cmp(&a.rank.abs()).then(a.drivers.cmp(&b.drivers)));
    pairs
}

/// Spearman's rank correlation of two normal scores with this Pearson correlation: 6/π asin(r/2).
fn rank(pearson: f64) -> f64 {
    6.0 / std::f64::consts::PI * (0.5 * pearson).asin()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{DriverId, Per};
    use crate::report::fixture;
    use crate::report::table::cell_text;

    fn plan_with(correlation: Vec<Vec<f64>>) -> Plan {
        let mut plan = fixture::plan(12, 3);
        let drivers = (0..correlation.len()).map(|i| DriverId(2 * i)).collect();
        plan.dependence.push(Dependence { per: Per::Quarter, drivers, factor: correlation.clone(), correlation });
        plan
    }

    #[test]
    fn pairs_are_sorted_by_strength_and_independent_ones_left_out() {
        let matrix = vec![vec![1.0, 0.2, 0.0], vec![0.2, 1.0, -0.6], vec![0.0, -0.6, 1.0]];
        let plan = plan_with(matrix);
        let tables = tables(&plan);
        let ranks: Vec<String> = tables[1].rows.iter().map(|row| cell_text(&row[2], "USD")).collect();
        // 6/pi asin(0.3) = 0.582, 6/pi asin(0.1) = 0.191
        assert_eq!(ranks, ["-0.58", "0.19"]);
        assert_eq!(cell_text(&tables[0].rows[0][2], "USD"), "drawn each fiscal quarter");
        assert!(super::tables(&fixture::plan(12, 3)).is_empty() && all_pairs(&fixture::plan(12, 3)).is_none());
    }

    #[test]
    fn a_rank_correlation_that_was_put_in_comes_out() {
        let pearson = 2.0 * (std::f64::consts::PI * -0.25 / 6.0).sin();
        assert!((rank(pearson) + 0.25).abs() < 1e-12);
    }

    #[test]
    fn pairs_of_the_same_inputs_are_one_row_on_the_page_and_each_one_in_the_workbook() {
        let matrix = (0..6).map(|i| (0..6).map(|j| if i == j { 1.0 } else { 0.3 }).collect()).collect();
        let mut plan = fixture::plan(12, 3);
        // opening_arr and any of three segments
        let drivers = (0..6).map(DriverId).collect();
        plan.dependence.push(Dependence { per: Per::Plan, drivers, factor: Vec::new(), correlation: matrix });
        let rows: Vec<Vec<String>> =
            tables(&plan)[1].rows.iter().map(|row| row.iter().map(|cell| cell_text(cell, "USD")).collect()).collect();
        let (any, arr) = ("segments.*.any", "segments.*.opening_arr");
        let expected = [[arr, any, "0.29", "9", "1"], [any, any, "0.29", "3", "1"], [arr, arr, "0.29", "3", "1"]];
        assert_eq!(rows.len(), 3);
        for row in expected {
            let turned = [row[1], row[0], row[2], row[3], row[4]];
            assert!(rows.iter().any(|r| r == &row || r == &turned), "{row:?} in {rows:?}");
        }
        assert_eq!(all_pairs(&plan).unwrap().rows.len(), 15);
    }
}
