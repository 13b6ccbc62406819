//! For programs: what pages show that no question's own tables hold.

use super::{Results, answer};
use crate::analysis::PERCENTILE_NAMES;
use crate::report::sheet::{Sheet, Value, estimate};
use crate::report::table::Cell;

/// The figures that are read out, the distribution of ARR at the target date, and the path to the target.
pub fn sheets(results: &Results<'_>) -> Vec<Sheet> {
    let arr = results.arr_at_target;
    vec![
        figures(results),
        percentiles(results),
        bins(results),
        at_or_above("arr_levels", &arr.levels),
        at_or_above("arr_exceedance", &arr.exceedance),
        on_path(results),
    ]
}

fn figures(results: &Results<'_>) -> Sheet {
    let mut sheet = Sheet::new("figures", &["name", "value", "low", "high"]);
    let value = |cell: Cell| cell.value;
    for figure in answer::figures(results) {
        let [low, high] = figure.interval.map_or([Value::Missing, Value::Missing], |ends| ends.map(value));
        sheet.push(vec![figure.name.into(), figure.value.value, low, high]);
    }
    sheet
}

fn percentiles(results: &Results<'_>) -> Sheet {
    let mut sheet = Sheet::new("arr_percentiles", &["percentile", "value", "low", "high"]);
    for (name, arr) in PERCENTILE_NAMES.iter().zip(&results.odds.arr) {
        sheet.push([vec![(*name).into()], estimate(arr).to_vec()].concat());
    }
    sheet
}

fn bins(results: &Results<'_>) -> Sheet {
    let mut sheet = Sheet::new("arr_at_target", &["from", "to", "share"]);
    for &(low, high, share) in &results.arr_at_target.bins {
        sheet.push(vec![low.into(), high.into(), share.into()]);
    }
    sheet
}

fn at_or_above(name: &'static str, levels: &[(f64, f64)]) -> Sheet {
    let mut sheet = Sheet::new(name, &["arr", "share_at_or_above"]);
    for &(arr, share) in levels {
        sheet.push(vec![arr.into(), share.into()]);
    }
    sheet
}

fn on_path(results: &Results<'_>) -> Sheet {
    let (plan, odds) = (results.plan, results.odds);
    let mut sheet = Sheet::new("on_path", &["month", "path", "probability", "low", "high"]);
    for (i, (share, path)) in odds.on_path.iter().zip(&odds.path).enumerate() {
        let month = plan.calendar.month(i + 1).to_string();
        sheet.push([vec![month.into(), (*path).into()], estimate(share).to_vec()].concat());
    }
    sheet
}
