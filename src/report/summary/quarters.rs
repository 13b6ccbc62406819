//! ARR and new ARR by fiscal quarter.

use super::{Section, Table};
use crate::analysis::bands::{self, Columns, Series};
use crate::analysis::odds::Odds;
use crate::plan::{Metric, Plan};
use crate::report::findings::{P10, P50, P90};
use crate::report::format::{self, MoneyBlock};
use crate::report::month_block;

/// The section; `None` where ARR was not tallied.
pub(super) fn section(plan: &Plan, odds: &Odds, bands: &[Series]) -> Option<Section> {
    let arr = &bands::find(bands, Metric::Arr, None)?.quarters;
    let new_arr = bands::find(bands, Metric::NewArr, None).map(|s| &s.quarters);
    let quarters = 0..arr.labels.len();
    let block = |columns: &[&Columns], percentiles: &[usize]| {
        month_block(columns, percentiles, quarters.clone(), odds.trials, &plan.currency)
    };
    let of_arr = block(&[arr], &[P10, P50, P90]);
    let of_new_arr = block(&new_arr.into_iter().collect::<Vec<&Columns>>(), &[P50]);
    let percentiles: &[(&str, usize)] = match odds.trials {
        1 => &[("ARR", P50)],
        _ => &[("ARR P10", P10), ("ARR P50", P50), ("ARR P90", P90)],
    };
    let row = |(q, label): (usize, &String)| {
        let mut cells = vec![label.clone()];
        cells.extend(percentiles.iter().map(|&(_, i)| cell(Some(&arr.percentiles[i]), q, of_arr)));
        cells.push(cell(Some(&arr.planned), q, of_arr));
        cells.push(cell(new_arr.map(|c| &c.percentiles[P50]), q, of_new_arr));
        cells.push(cell(new_arr.map(|c| &c.planned), q, of_new_arr));
        cells
    };
    let median = if odds.trials == 1 { "New ARR" } else { "New ARR P50" };
    let names = percentiles.iter().map(|&(name, _)| name);
    let header = std::iter::once("").chain(names).chain(["ARR planned", median, "New ARR planned"]);
    let rows = arr.labels.iter().enumerate().map(row).collect();
    let table = Table { header: header.map(String::from).collect(), rows };
    Some(Section { title: "By fiscal quarter".to_string(), table: Some(table), ..Section::default() })
}

fn cell(values: Option<&Vec<Option<f64>>>, quarter: usize, block: MoneyBlock<'_>) -> String {
    let Some(values) = values else { return format::NOT_AVAILABLE.to_string() };
    block.text_or_none(values.get(quarter).copied().flatten())
}
