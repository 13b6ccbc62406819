//! Inputs that are numbers or schedules, and every default in force.

use super::inputs::segment_name;
use super::words;
use crate::plan::pair::{Fact, facts};
use crate::plan::{Counts, Driver, DriverId, Plan, Unit, Value};
use crate::report::format;
use crate::report::pack::Results;
use crate::report::table::{self, Cell, DataTable, Show};

/// A table for each segment, then for what belongs to none; defaults are left to a table of their own.
pub fn tables(results: &Results<'_>) -> Vec<DataTable> {
    let plan = results.plan;
    let is_default = |path: &str| results.origin.defaults.iter().any(|(default, _)| default == path);
    let owners = (0..plan.segments.len()).map(Some).chain([None]);
    let table = |(number, segment): (usize, Option<usize>)| {
        let mut rows = rows(plan, segment);
        rows.retain(|(path, _)| !is_default(path.as_str()));
        let caption = format!("{}: inputs that are taken as certain", segment_name(plan, segment));
        let mut table = DataTable::new(&format!("assumption_certain_{}", number + 1), &caption, &["Input", "Value"]);
        rows.into_iter().for_each(|(path, value)| table.push(vec![table::text(path), value]));
        (!table.rows.is_empty()).then_some(table)
    };
    owners.enumerate().filter_map(table).collect()
}

/// Path and value of every certain input of a segment, sorted by path. Probabilities of risks stand with the risks, and
/// key accounts in a table of their own.
fn rows(plan: &Plan, segment: Option<usize>) -> Vec<(String, Cell)> {
    let certain = |(i, driver): (usize, &'_ Driver)| {
        let elsewhere = driver.path.starts_with("risks.") || driver.path.contains(".key_accounts.");
        plan.segment_of(DriverId(i)) == segment && !elsewhere && !matches!(driver.value, Value::Random(_))
    };
    let drivers = plan.drivers.iter().enumerate().filter(|(i, d)| certain((*i, d)));
    let mut rows: Vec<(String, Cell)> = drivers.map(|(_, d)| (d.path.clone(), driver(plan, d))).collect();
    let own = plan.counts.iter().filter(|c| segment_of(plan, &c.path) == segment);
    rows.extend(own.map(|c| (c.path.clone(), table::text(counts(plan, c)))));
    let structure = facts(plan).into_iter().filter(|(path, _)| segment_of(plan, path) == segment);
    rows.extend(structure.filter_map(|(path, fact)| said(plan, &path, &fact).map(|said| (path, said))));
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    rows
}

/// What a segment is made of beside its inputs; `None` for what the inputs tell.
fn said(plan: &Plan, path: &str, fact: &Fact) -> Option<Cell> {
    let told = ["kind", "opening", "ramping"].into_iter().any(|key| path.ends_with(&format!(".{key}")));
    match fact {
        _ if told => None,
        Fact::There | Fact::Month(_) => None,
        Fact::Word(word) => Some(table::text(word)),
        Fact::Number(x) => Some(table::number(*x, 0)),
        Fact::Weights(weights) => Some(table::text(self::weights(weights))),
        Fact::Schedule(schedule) => Some(table::text(words::steps(plan, schedule, &|x| words::money(plan, x)))),
        Fact::Names(names) if names.is_empty() => None,
        Fact::Names(names) => Some(table::text(names.join(", then "))),
    }
}

/// "even", or every weight in three digits.
fn weights(weights: &[f64]) -> String {
    let first = weights.first().copied().unwrap_or(1.0);
    match weights.iter().all(|x| *x == first) {
        true => "even".to_string(),
        false => weights.iter().map(|x| format::ratio(*x)).collect::<Vec<_>>().join(", "),
    }
}

/// The segment that a path belongs to.
fn segment_of(plan: &Plan, path: &str) -> Option<usize> {
    let name = path.strip_prefix("segments.")?.split('.').next()?;
    plan.segments.iter().position(|segment| segment.name == name)
}

/// A number stays one; a schedule or what adjustments change is said.
fn driver(plan: &Plan, driver: &Driver) -> Cell {
    let exact = |x: f64| words::value(plan, driver, x);
    let changed = words::adjustments(plan, &driver.adjustments, &exact);
    match &driver.value {
        Value::Number(x) if changed.is_empty() => number(plan, driver, *x),
        Value::Number(x) => table::text(format!("{}{changed}", exact(*x))),
        Value::Schedule(schedule) => table::text(format!("{}{changed}", words::schedule(plan, driver, schedule))),
        Value::Random(_) => table::missing(),
    }
}

/// A number with all of its digits; as text where no way to show a number has them.
fn number(plan: &Plan, driver: &Driver, x: f64) -> Cell {
    let percent = words::in_percent(driver.unit, &driver.path);
    let decimals = |x: f64| (0..=4).find(|d| ((x * 10f64.powi(*d)).round() - x * 10f64.powi(*d)).abs() < 1e-6);
    let show = match (driver.unit, decimals(if percent { 100.0 * x } else { x })) {
        (_, Some(d)) if percent => Some(Show::Percent(d as u8)),
        (Unit::Money, Some(0)) => Some(Show::Money),
        (Unit::Money, _) | (_, None) => None,
        (Unit::Months, Some(d)) if x != 1.0 => Some(Show::Months(d as u8)),
        (Unit::Months, _) => None,
        (_, Some(d)) => Some(Show::Number(d as u8)),
    };
    match show {
        Some(show) => Cell { value: x.into(), show },
        None => table::text(words::value(plan, driver, x)),
    }
}

fn counts(plan: &Plan, counts: &Counts) -> String {
    let changed = words::adjustments(plan, &counts.adjustments, &format::count);
    format!("{}{changed}", words::counts(plan, counts))
}

/// What the scenario leaves out, and what holds instead.
pub fn defaults(results: &Results<'_>) -> Option<DataTable> {
    let mut table = DataTable::new(
        "assumption_defaults",
        "Keys that the scenario leaves out, and what holds instead",
        &["Key", "Value"],
    );
    // trials, seed and sampling may be the command line's: "How it was made" has them
    let all = results.origin.defaults.iter().filter(|(path, _)| !path.starts_with("run."));
    all.for_each(|(path, value)| table.push(vec![table::text(path), table::text(value)]));
    (!table.rows.is_empty()).then_some(table)
}
