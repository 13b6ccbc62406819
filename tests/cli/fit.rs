//! `planodds fit`: exports in, drivers out, and nothing of a single row in any of it.

mod bad;
mod exports;
mod inputs;
mod plan;
mod secrets;

use super::{Ended, Scratch};
use exports::{MAPPING, Row, opportunities, scratch};
use serde_json::Value;

/// Runs `fit` on the small exports without charts.
fn fitted(scratch: &Scratch, more: &[&str]) -> Ended {
    let all: Vec<&str> = ["fit", "mapping.toml", "--charts", "none"].iter().chain(more).copied().collect();
    scratch.planodds(&all)
}

fn json(scratch: &Scratch, name: &str) -> Value {
    serde_json::from_str(&scratch.read(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The row of a table whose `path` ends so.
fn row<'j>(json: &'j Value, table: &str, end: &str) -> &'j Value {
    let rows = json["tables"][table].as_array().unwrap_or_else(|| panic!("no table {table}"));
    rows.iter()
        .find(|row| row["path"].as_str().is_some_and(|path| path.ends_with(end)))
        .unwrap_or_else(|| panic!("no {end} in {table}: {rows:?}"))
}

#[test]
fn drivers_come_out_of_exports() {
    let scratch = scratch();
    let ended = scratch.planodds(&["fit", "mapping.toml"]).code(0);
    assert!(ended.out.contains("as of 2026-06-30") && ended.out.contains("smb win rate"), "{}", ended.out);
    assert!(ended.out.lines().all(|line| line.starts_with("Wrote") || line.chars().count() <= 120), "{}", ended.out);
    let json = json(&scratch, "output/mapping/fit/fit.json");
    let win_rate = row(&json, "drivers", "win_rate");
    // 30 % of some 700 decided are won: 0.05 is 3 standard errors
    assert!((win_rate["mean"].as_f64().unwrap() - 0.3).abs() < 0.05, "{win_rate}");
    assert!(win_rate["low_90"].as_f64() < win_rate["mean"].as_f64() && win_rate["records"].as_u64() > Some(600));
    assert!(win_rate["source"].as_str().unwrap().contains("won of"));
    for name in ["fitted_drivers.toml", "fit_drivers.csv", "fit_findings.csv", "fit_quarters.csv", "fit_files.csv"] {
        assert!(!scratch.read(&format!("output/mapping/fit/{name}")).is_empty(), "{name}");
    }
    let charts = scratch.files().into_keys().filter(|name| name.ends_with(".png")).count();
    assert!(charts >= 3, "{charts}");
}

/// With a plan and a target the fitted drivers are a scenario.
#[test]
fn the_fitted_drivers_are_tables_of_a_scenario() {
    let scratch = scratch();
    fitted(&scratch, &[]).code(0);
    let tables = scratch.read("output/mapping/fit/fitted_drivers.toml");
    let head = "plan = { name = \"New\", start = \"2026-07\" }\ntarget = { growth = 0.2 }\n";
    scratch.put("new.toml", &format!("{head}{tables}"));
    scratch.planodds(&["check", "new.toml"]).code(0);
}

/// Ids name the rows, so their order says nothing.
#[test]
fn the_order_of_rows_and_threads_do_not_matter() {
    let [first, second] = [false, true].map(|reversed| {
        let scratch = scratch();
        let mut rows = opportunities();
        if reversed {
            rows.reverse();
        }
        scratch.put("opportunities.csv", &exports::csv(&rows));
        let threads = if reversed { "1" } else { "2" };
        let asked = ["--scenario", "plan.toml", "--trials", "1000", "--threads", threads];
        fitted(&scratch, &asked).code(0);
        scratch.read("output/mapping/fit/fit.json")
    });
    assert!(first == second, "the same exports in another order give another fit.json");
}

#[test]
fn an_earlier_day_knows_less() {
    let scratch = scratch();
    fitted(&scratch, &["--as-of", "2025-12-31"]).code(0);
    let json = json(&scratch, "output/mapping/fit/fit.json");
    assert_eq!(json["settings"]["as_of"], "2025-12-31");
    let records = row(&json, "drivers", "win_rate")["records"].as_u64().unwrap();
    let until = opportunities().iter().filter(|row| row.created.as_str() <= "2025-12-31").count() as u64;
    assert_eq!(records, until);
}

#[test]
fn a_mapping_is_proposed_on_the_standard_output_alone() {
    let scratch = scratch();
    let before = scratch.files();
    let ended = scratch.planodds(&["fit", "--detect", "opportunities.csv"]).code(0);
    assert!(ended.out.contains("[opportunities]") && ended.out.contains("won = [\"Closed Won\"]"), "{}", ended.out);
    assert!(ended.err.is_empty() && scratch.files() == before);
    // the proposal is a mapping as it stands
    scratch.put("proposed.toml", &ended.out);
    scratch.planodds(&["fit", "proposed.toml", "--charts", "none", "--quiet"]).code(0);
}

#[test]
fn quiet_is_quiet() {
    let scratch = scratch();
    let ended = fitted(&scratch, &["--quiet"]).code(0);
    assert_eq!((ended.out.as_str(), ended.err.as_str()), ("", ""));
}

#[test]
fn the_mapping_of_these_tests_is_the_one_that_is_meant() {
    assert!(MAPPING.contains("[opportunities]") && opportunities().len() == exports::OPPORTUNITIES);
    let won = opportunities().iter().filter(|row: &&Row| row.stage == "Closed Won").count();
    assert!(won > 100, "{won}");
}

/// Names are never cut, what weighs most stands first, and no finding has a stray run of blanks.
#[test]
fn the_table_begins_with_what_weighs_most() {
    let scratch = scratch();
    let ended = fitted(&scratch, &[]).code(0);
    let table: Vec<&str> = ended.out.lines().skip_while(|line| !line.starts_with("Fitted inputs")).skip(3).collect();
    assert!(table.first().is_some_and(|row| row.contains("win rate")), "{table:?}");
    assert!(!ended.out.contains('…'), "{}", ended.out);
    let json = json(&scratch, "output/mapping/fit/fit.json");
    for finding in json["tables"]["findings"].as_array().unwrap() {
        assert!(!finding["text"].as_str().unwrap().contains("  "), "{finding}");
    }
}
