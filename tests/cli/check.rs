//! `planodds check`.

use super::{SMALL, Scratch};

#[test]
fn a_good_scenario_shows_its_defaults_and_a_verdict() {
    let scratch = Scratch::with_small();
    let out = scratch.planodds(&["check", "small.toml"]).code(0).out;
    let default = |path: &str| {
        let line = out.lines().find(|l| l.trim_start().starts_with(&format!("{path} "))).unwrap_or_default();
        line.split_once(" = ").map(|(_, value)| value.to_string())
    };
    assert_eq!(default("plan.currency").as_deref(), Some("\"USD\""), "{out}");
    assert_eq!(default("segments.smb.pipeline.cycle_dispersion").as_deref(), Some("0.5"), "{out}");
    assert!(out.contains("small.toml: can be run, "), "{out}");
    assert!(out.contains("12 months from 2027-01, 1 segment, "), "{out}");
    assert_eq!(scratch.files().len(), 1, "check writes nothing");
}

#[test]
fn values_of_defaults_stand_under_one_another() {
    let out = Scratch::with_small().planodds(&["check", "small.toml"]).code(0).out;
    let columns: Vec<_> = out.lines().filter(|l| l.starts_with("  ")).filter_map(|l| l.find(" = ")).collect();
    assert!(columns.len() > 5, "{out}");
    assert!(columns.iter().all(|c| *c == columns[0]), "{out}");
}

#[test]
fn every_file_is_checked_and_one_mistake_decides() {
    let scratch = Scratch::with_small();
    scratch.put("bad.toml", &SMALL.replace("reps = 4", "rep = 4"));
    let ended = scratch.planodds(&["check", "bad.toml", "small.toml", "missing.toml"]).code(2);
    assert!(ended.out.contains("bad.toml: cannot be run, 1 mistake, "), "{}", ended.out);
    assert!(ended.out.contains("small.toml: can be run, "), "{}", ended.out);
    ended.complains_of(&["error[", "bad.toml:", "rep", "missing.toml"]);
}

#[test]
fn warnings_are_shown_and_do_not_decide() {
    let scratch = Scratch::empty();
    scratch.put("days.toml", &SMALL.replace("sales_cycle_months = 3", "sales_cycle_months = 25"));
    let ended = scratch.planodds(&["check", "days.toml"]).code(0).complains_of(&["warning[", "sales_cycle_months"]);
    assert!(!ended.out.contains(", 0 warnings"), "{}", ended.out);
}

#[test]
fn set_is_checked_too() {
    let scratch = Scratch::with_small();
    let set = ["check", "small.toml", "--set", "segments.smb.pipeline.win_rate=22"];
    scratch.planodds(&set).code(2).complains_of(&["--set", "0.22"]);
}

#[test]
fn the_schema_is_json() {
    let scratch = Scratch::empty();
    let out = scratch.planodds(&["check", "--schema"]).code(0).out;
    let schema: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert!(schema["$schema"].is_string() && schema["properties"]["plan"].is_object());
    scratch.planodds(&["check", "--schema", "small.toml"]).code(2);
}

#[test]
fn colour_is_for_terminals_and_for_those_who_force_it() {
    let scratch = Scratch::empty();
    scratch.put("bad.toml", &SMALL.replace("reps = 4", "rep = 4"));
    let stderr = |variables: &[(&str, &str)]| {
        let mut command = scratch.command(&["check", "bad.toml"]);
        let output = command.envs(variables.iter().copied()).output().expect("started");
        super::Ended::from(output).code(2).err
    };
    assert!(!stderr(&[]).contains('\u{1b}'));
    assert!(stderr(&[("CLICOLOR_FORCE", "1")]).contains("\u{1b}["));
}
