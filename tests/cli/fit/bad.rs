//! What is refused, and that nothing is written then.

use super::exports::{self, opportunities, scratch};
use super::{fitted, json};

/// Refused with this in the message, and nothing written.
fn refused(scratch: &crate::cli::Scratch, more: &[&str], said: &[&str]) {
    let before = scratch.files();
    let ended = fitted(scratch, more).code(2).complains_of(said);
    assert!(ended.out.is_empty(), "{}", ended.out);
    assert!(scratch.files() == before, "something was written");
}

fn with_bad_rows() -> crate::cli::Scratch {
    let scratch = scratch();
    let mut rows = opportunities();
    rows[3].created = "2026-05-05".to_string();
    rows[3].closed = "2026-05-01".to_string();
    rows[3].stage = "Closed Won";
    rows[9].stage = "Wombat";
    scratch.put("opportunities.csv", &exports::csv(&rows));
    scratch
}

#[test]
fn bad_rows_are_named_by_their_lines_and_skipped_on_request_only() {
    let scratch = with_bad_rows();
    refused(&scratch, &[], &["opportunities.csv", "--skip-bad-rows"]);
    let ended = fitted(&scratch, &["--skip-bad-rows"]).code(0);
    assert!(ended.out.contains("Rows that a rule caught"), "{}", ended.out);
    let json = json(&scratch, "output/mapping/fit/fit.json");
    let rows = json["tables"]["bad_rows"].as_array().unwrap();
    let lines: Vec<&str> =
        rows.iter().filter(|r| r["refused"] == true).filter_map(|r| r["first_lines"].as_str()).collect();
    // counted from 1 with the header: the fourth row stands on line 5
    assert!(lines.contains(&"5") && lines.contains(&"11"), "{rows:?}");
    assert_eq!(json["tables"]["files"][0]["kept"].as_u64(), Some(exports::OPPORTUNITIES as u64 - 2));
}

/// Two of 720 are a matter of a line at the end; one of six stands above everything.
#[test]
fn many_skipped_rows_are_told_at_the_top() {
    let scratch = with_bad_rows();
    let said = "rows of opportunities.csv were left out as bad";
    let ended = fitted(&scratch, &["--skip-bad-rows"]).code(0);
    assert!(!ended.out.contains(said), "{}", ended.out);
    let mut rows = opportunities();
    rows.iter_mut().step_by(6).for_each(|row| row.stage = "Wombat");
    scratch.put("opportunities.csv", &exports::csv(&rows));
    let ended = fitted(&scratch, &["--skip-bad-rows"]).code(0);
    let place = ended.out.find(&format!("120 of 720 {said}")).unwrap_or_else(|| panic!("{}", ended.out));
    assert!(place < ended.out.find("Fitted inputs").unwrap());
}

#[test]
fn what_cannot_be_used_is_refused_before_anything_is_written() {
    let scratch = scratch();
    refused(&scratch, &["--as-of", "30.06.2026"], &["no day"]);
    refused(&scratch, &["--set", "plan.months=6"], &["--set"]);
    refused(&scratch, &["--write", "fitted.toml"], &["--scenario"]);
    refused(&scratch, &["--scenario", "nowhere.toml"], &["nowhere.toml"]);
    scratch.put("broken.toml", "[opportunities]\nfile = \"opportunities.csv\"\ncreatd = \"Created\"\n");
    scratch.planodds(&["fit", "broken.toml"]).code(2).complains_of(&["creatd"]);
    scratch.planodds(&["fit", "nowhere.toml"]).code(2).complains_of(&["nowhere.toml"]);
    scratch.planodds(&["fit"]).code(2);
    scratch.planodds(&["fit", "--detect", "nowhere.csv"]).code(2).complains_of(&["nowhere.csv"]);
    scratch.planodds(&["fit", "mapping.toml", "--detect", "opportunities.csv"]).code(2);
}

#[test]
fn missing_and_empty_exports_are_said() {
    let scratch = scratch();
    std::fs::remove_file(scratch.path("customers.csv")).unwrap();
    refused(&scratch, &[], &["customers.csv"]);
    scratch.put("customers.csv", "");
    refused(&scratch, &[], &["customers.csv"]);
    scratch.put("customers.csv", "Customer,Start,End\n");
    refused(&scratch, &[], &["ARR"]);
}

#[test]
fn a_plan_in_another_currency_is_refused() {
    let scratch = scratch();
    scratch.put("plan.toml", &exports::PLAN.replace("months = 12\n", "months = 12\ncurrency = \"EUR\"\n"));
    refused(&scratch, &["--scenario", "plan.toml"], &["USD", "EUR"]);
}

/// Too few rows are no reason to fail: what can be said is said, and what cannot is named.
#[test]
fn one_record_gives_no_driver_but_a_finding() {
    let scratch = scratch();
    let rows = opportunities();
    let one = rows.iter().find(|row| row.stage == "Closed Won").unwrap();
    scratch.put("opportunities.csv", &exports::csv(std::slice::from_ref(one)));
    let ended = fitted(&scratch, &[]).code(0);
    let json = json(&scratch, "output/mapping/fit/fit.json");
    let drivers = json["tables"]["drivers"].as_array().unwrap();
    assert!(drivers.iter().all(|d| !d["path"].as_str().unwrap().ends_with("win_rate")), "{drivers:?}");
    let findings = json["tables"]["findings"].as_array().unwrap();
    assert!(findings.iter().any(|f| f["weight"] == "missing"), "{}", ended.out);
}
