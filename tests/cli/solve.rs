//! `planodds solve` as its users see it: the answer, the files, and what is said of questions that cannot be asked.

use super::{SMALL, Scratch};
use serde_json::Value;

const LEVERS: &str = r#"
[[levers]]
name = "more-reps"
adjust = [ { driver = "segments.smb.capacity.hires", add = "x", from = "2027-02" } ]
min = 0
max = 4
step = 1
cost = 120_000
lead_months = 2
owner = "VP Sales"

[[levers]]
name = "leads"
adjust = [ { driver = "segments.smb.pipeline.sources.inbound.volume", multiply = "x" } ]
min = 1
max = 2
step = 0.1
cost = 200_000
"#;

fn scratch() -> Scratch {
    let scratch = Scratch::empty();
    // a target that the plan as it stands reaches in some 45 % of trials
    let harder = SMALL.replace("arr = 2_600_000", "arr = 3_200_000");
    scratch.put("plan.toml", &format!("{harder}{LEVERS}"));
    scratch.put("small.toml", SMALL);
    scratch
}

/// Trials enough for answers, few enough for tests.
const FEW: [&str; 4] = ["--trials", "4_000", "--charts", "none"];

fn with<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    ["solve"].iter().chain(arguments).chain(&FEW).copied().collect()
}

#[test]
fn all_levers_are_answered_together_with_files_and_charts() {
    let scratch = scratch();
    let ended = scratch
        .planodds(&["solve", "plan.toml", "--trials", "4_000", "--charts", "svg", "--probability", "0.7"])
        .code(0);
    for text in
        ["Each lever alone", "The cheapest mix found", "What a budget buys", "Until when a lever matters", "VP Sales"]
    {
        assert!(ended.out.contains(text), "no {text} in\n{}", ended.out);
    }
    assert!(!ended.out.contains("NaN") && !ended.out.contains("inf"), "{}", ended.out);
    let files = scratch.files();
    for name in ["solve.json", "solve_levers.csv", "solve_mix.csv", "solve_frontier.csv", "solve_calendar.csv"] {
        assert!(files.contains_key(&format!("output/plan/{name}")), "{name} of {:?}", files.keys());
    }
    for chart in ["solve_frontier", "solve_calendar"] {
        assert!(files.contains_key(&format!("output/plan/charts/{chart}.svg")), "{chart}");
    }
    let json: Value = serde_json::from_str(&scratch.read("output/plan/solve.json")).expect("JSON");
    assert_eq!(json["tables"]["levers"].as_array().map(Vec::len), Some(2));
    assert_eq!(json["settings"]["wanted"], "target");
    let mix = &json["tables"]["summary"][1];
    let level = mix["probability"].as_f64().expect("a probability");
    assert_eq!(mix["reaches_level"], level >= 0.7, "{mix}");
}

#[test]
fn one_lever_says_how_many_and_by_when() {
    let scratch = scratch();
    let ended = scratch.planodds(&with(&["plan.toml", "--lever", "more-reps", "--probability", "0.55"])).code(0);
    let json: Value = serde_json::from_str(&scratch.read("output/plan/solve.json")).expect("JSON");
    let lever = &json["tables"]["levers"][0];
    assert_eq!((lever["outcome"].as_str(), lever["decide_by"].as_str()), (Some("reached"), Some("2026-12")), "{lever}");
    let amount = lever["amount"].as_f64().expect("an amount");
    assert!(amount.fract() == 0.0 && amount >= 1.0);
    assert!(lever["probability"].as_f64() >= Some(0.55) && lever["probability_one_step_less"].as_f64() < Some(0.55));
    let answer = format!("hire {amount} more (more-reps) in Feb 2027, decided by Dec 2026");
    assert!(ended.out.contains(&answer), "no {answer:?} in\n{}", ended.out);
    // the same by its path
    let by_path = with(&[
        "plan.toml",
        "--lever",
        "segments.smb.capacity.hires",
        "--by",
        "add",
        "--min",
        "0",
        "--max",
        "4",
        "--step",
        "1",
        "--from",
        "2027-02",
        "--cost",
        "120_000",
        "--lead-months",
        "2",
        "--probability",
        "0.55",
        "--out",
        "path",
    ]);
    scratch.planodds(&by_path).code(0);
    let again: Value = serde_json::from_str(&scratch.read("path/solve.json")).expect("JSON");
    let again = &again["tables"]["levers"][0];
    for key in ["amount", "probability", "far_probability", "latest_start", "cost_annual"] {
        assert_eq!(again[key], lever[key], "{key}");
    }
}

#[test]
fn other_questions_can_be_asked() {
    let scratch = scratch();
    for (asked, wanted) in [
        (vec!["--p50", "2_700_000"], "median 2700000"),
        (vec!["--goal", "nrr"], "goal nrr"),
        (vec!["--milestone", "2027-06", "--probability", "0.6"], "milestone 2027-06"),
        (vec!["--all-goals", "--probability", "0.5"], "target and goals"),
    ] {
        let asked: Vec<&str> = ["plan.toml", "--quick", "--lever", "leads"].into_iter().chain(asked).collect();
        scratch.planodds(&with(&asked)).code(0);
        let json: Value = serde_json::from_str(&scratch.read("output/plan/solve.json")).expect("JSON");
        assert_eq!(json["settings"]["wanted"], wanted);
        assert!(json["tables"].get("calendar").is_none(), "quick");
    }
}

#[test]
fn what_cannot_be_asked_is_refused_with_a_way_out() {
    let scratch = scratch();
    let lever = |path: &'static str, rest: &[&'static str]| {
        let range = ["--by", "add", "--min", "0", "--max", "10", "--step", "1"];
        let head = ["plan.toml", "--lever", path];
        head.iter().chain(&range).chain(rest).copied().collect::<Vec<&str>>()
    };
    let volume = "segments.smb.pipeline.sources.inbound.volume";
    let cases: Vec<(Vec<&str>, &[&str])> = vec![
        (vec!["small.toml"], &["no [[levers]]", "[[levers]]", "--lever PATH"]),
        (vec!["plan.toml", "--lever", "more-rep"], &["no lever more-rep", "did you mean more-reps?"]),
        (vec!["small.toml", "--lever", "reps"], &["no lever reps", "no [[levers]] at all"]),
        (
            lever("segments.smb.pipeline.winrate", &["--cost", "0"]),
            &["names no input", "did you mean segments.smb.pipeline.win_rate?"],
        ),
        (lever("segments.smb.capacity", &[]), &["names no input", "go on with one of"]),
        (
            lever("segments.smb.capacity.quota_annual", &["--cost", "0"]),
            &["quota_annual is no lever", "raises nothing"],
        ),
        (lever("segments.smb.capacity.attainment", &[]), &["must say what it costs", "--cost"]),
        (lever("segments.smb.opening_arr", &["--cost", "0"]), &["is no lever", "--set"]),
        (lever("segments.smb.capacity.hires", &[]), &["which month", "--from YYYY-MM"]),
        (
            lever("segments.smb.capacity.ramp_months", &["--cost", "1", "--from", "2027-03"]),
            &["fixed when", "leave out --from"],
        ),
        (lever(volume, &["--from", "2028-03"]), &["the lever's months lie outside"]),
        (lever(volume, &["--from", "2027-06", "--until", "2027-03"]), &["--until is before --from"]),
        (vec!["plan.toml", "--lever", volume], &["needs --by"]),
        (vec!["plan.toml", "--lever", volume, "--by", "add", "--min", "0", "--max", "9"], &["needs --step"]),
        (vec!["plan.toml", "--lever", "leads", "--max", "9"], &["--max is said of", "--set levers.leads.max=12"]),
        (vec!["plan.toml", "--min", "1"], &["--min is said of one lever"]),
        (vec!["plan.toml", "--probability", "1"], &["nothing with chance in it is certain"]),
        (vec!["plan.toml", "--probability", "0"], &["between 0 and 1"]),
        (vec!["plan.toml", "--probability", "80"], &["write 0.8"]),
        (vec!["plan.toml", "--probability", "-0.5"], &["between 0 and 1"]),
        (vec!["plan.toml", "--p50", "20M"], &["20_000_000"]),
        (vec!["plan.toml", "--p50", "0"], &["above 0"]),
        (vec!["plan.toml", "--goal", "grr"], &["no goal grr", "nrr@2027-12"]),
        (vec!["plan.toml", "--milestone", "2027-05"], &["no milestone in 2027-05", "2027-06"]),
        (vec!["plan.toml", "--goal", "nrr", "--all-goals"], &["cannot be used with"]),
    ];
    for (asked, texts) in cases {
        scratch.planodds(&with(&asked)).code(2).complains_of(texts);
    }
    assert!(!scratch.files().contains_key("output/"), "nothing is written: {:?}", scratch.files().keys());
}

#[test]
fn ranges_without_amounts_are_refused() {
    let scratch = scratch();
    let volume = "segments.smb.pipeline.sources.inbound.volume";
    let hires = "segments.smb.capacity.hires";
    for (path, [min, max, step], text) in [
        (volume, ["5", "5", "1"], "min must be below max"),
        (volume, ["6", "5", "1"], "min must be below max"),
        (volume, ["0", "5", "0"], "step must be above 0"),
        (volume, ["0", "5", "-1"], "step must be above 0"),
        (volume, ["0", "5", "6"], "larger than the whole range"),
        (volume, ["0", "1e9", "1e-9"], "take larger ones"),
        (hires, ["0", "5", "0.5"], "whole numbers only"),
    ] {
        let asked = ["plan.toml", "--lever", path, "--by", "add", "--min", min, "--max", max, "--step", step];
        let asked: Vec<&str> = asked.into_iter().chain(["--from", "2027-02"]).collect();
        scratch.planodds(&with(&asked)).code(2).complains_of(&[text]);
    }
}

#[test]
fn a_lever_that_breaks_the_plan_says_so() {
    let scratch = scratch();
    let asked = [
        "plan.toml",
        "--lever",
        "segments.smb.deals.size",
        "--by",
        "multiply",
        "--min",
        "0",
        "--max",
        "1",
        "--step",
        "0.5",
        "--cost",
        "0",
    ];
    scratch.planodds(&with(&asked)).code(2).complains_of(&["segments.smb.deals.size", "above 0"]);
}

#[test]
fn setting_an_input_warns_where_risks_multiply_it() {
    let scratch = Scratch::empty();
    let risk = r#"
[[risks]]
name = "downturn"
probability = 0.5
month = "2027-04"
adjust = [ { driver = "segments.smb.pipeline.win_rate", multiply = 0.8 } ]
"#;
    scratch.put("plan.toml", &format!("{SMALL}{risk}"));
    let asked = [
        "plan.toml",
        "--lever",
        "segments.smb.pipeline.win_rate",
        "--by",
        "set",
        "--min",
        "0.15",
        "--max",
        "0.3",
        "--step",
        "0.05",
        "--cost",
        "0",
        "--quick",
    ];
    let ended = scratch.planodds(&with(&asked)).code(0);
    assert!(ended.out.contains("those risks do nothing to it"), "{}", ended.out);
    let adjusted = format!("{SMALL}\n[[adjust]]\ndriver = \"segments.smb.pipeline.win_rate\"\nadd = 0.01\n");
    scratch.put("plan.toml", &adjusted);
    scratch.planodds(&with(&asked)).code(2).complains_of(&["cannot be set", "--by add or --by multiply"]);
}
