//! The drivers of the trial as tables.

use super::effects;
use crate::analysis::replay::{DriverStory, Replay};
use crate::plan::{DriverId, Plan, Unit};
use crate::report::format;
use crate::report::summary::{Section, Table};

/// Rows of the table of unusual drivers.
const UNUSUAL_SHOWN: usize = 10;
/// Rows of the table of drivers that moved ARR.
const MOVING_SHOWN: usize = 6;
/// Percentiles outside of which a draw is called unusual.
const UNUSUAL: f64 = 0.05;

/// What was drawn, the most unusual first.
pub(super) fn unusual(plan: &Plan, replay: &Replay) -> Section {
    let title = "What it drew, the most unusual first".to_string();
    let drivers = &replay.drivers;
    if drivers.is_empty() {
        return Section { title, lines: vec!["No driver of the plan is uncertain".to_string()], ..Section::default() };
    }
    let outside = drivers.iter().filter(|d| d.percentile < UNUSUAL || d.percentile > 1.0 - UNUSUAL).count();
    let expected = 2.0 * UNUSUAL * drivers.len() as f64;
    let lines = vec![format!(
        "{outside} of {} drivers are below P5 or above P95; in a usual trial about {expected:.0} are",
        drivers.len()
    )];
    Section {
        title,
        lines,
        table: Some(table(plan, replay, drivers.iter().take(UNUSUAL_SHOWN).collect())),
        ..Section::default()
    }
}

/// The drivers that moved ARR most, up or down.
pub(super) fn moving(plan: &Plan, replay: &Replay) -> Section {
    let mut drivers: Vec<&DriverStory> = replay.drivers.iter().filter(|d| d.effect != 0.0).collect();
    drivers.sort_by(|a, b| b.effect.abs().total_cmp(&a.effect.abs()));
    let title = "The drivers that moved its ARR most".to_string();
    if drivers.is_empty() {
        return Section { title, lines: vec!["None did".to_string()], ..Section::default() };
    }
    let varying = drivers.iter().take(MOVING_SHOWN).any(|d| !d.draws.is_empty());
    let mut notes = vec![
        "Effect: ARR at the target date less what the same trial would have with the driver at its median; the effects of \
         single drivers do not add up"
            .to_string(),
    ];
    if varying {
        notes.push("A driver that varies within the plan stands with its average".to_string());
    }
    Section {
        title,
        table: Some(table(plan, replay, drivers.into_iter().take(MOVING_SHOWN).collect())),
        notes,
        ..Section::default()
    }
}

fn table(plan: &Plan, replay: &Replay, drivers: Vec<&DriverStory>) -> Table {
    let block = effects(plan, replay, drivers.iter().map(|d| d.effect));
    let row = |d: &DriverStory| {
        vec![
            name(plan, d),
            value(plan, d.id, d.value),
            value(plan, d.id, d.median),
            format::percentile(d.percentile),
            block.signed(d.effect),
        ]
    };
    let header = ["", "Drawn", "Median", "Percentile", "Effect on ARR"].map(String::from).to_vec();
    Table { header, rows: drivers.into_iter().map(row).collect() }
}

/// "enterprise win rate".
pub(super) fn name(plan: &Plan, driver: &DriverStory) -> String {
    format::input_name(&plan.driver(driver.id).path)
}

/// Whether a plain number is a share of something in a time, as growth and price uplift are: said in percent.
pub(in crate::report) fn is_rate(path: &str) -> bool {
    ["_annual", "_monthly", "rate"].into_iter().any(|ending| path.ends_with(ending))
}

/// A driver's value in its unit.
pub(in crate::report) fn value(plan: &Plan, id: DriverId, x: f64) -> String {
    let driver = plan.driver(id);
    match driver.unit {
        Unit::Money => format::money(x, &plan.currency),
        Unit::Share => format::percent(x),
        Unit::Ratio if is_rate(&driver.path) => format::percent(x),
        Unit::Months => format!("{} months", format::ratio(x)),
        Unit::Count if x.abs() >= 100.0 => format::count(x),
        Unit::Count => format::ratio(x),
        Unit::Ratio => format::ratio(x),
    }
}
