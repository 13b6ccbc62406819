//! `run --until`: as many trials as an answer needs.

use super::Scratch;
use serde_json::Value;

fn trials(scratch: &Scratch, folder: &str) -> u64 {
    let results: Value = serde_json::from_str(&scratch.read(&format!("{folder}/results.json"))).expect("it parses");
    results["run"]["trials"].as_u64().expect("a number of trials")
}

fn half_width(scratch: &Scratch, folder: &str) -> f64 {
    let results: Value = serde_json::from_str(&scratch.read(&format!("{folder}/results.json"))).expect("it parses");
    let p = |key: &str| results["target"]["probability"][key].as_f64().expect("an interval");
    (p("value") - p("low")).max(p("high") - p("value"))
}

#[test]
fn it_stops_at_the_first_doubling_that_is_close_enough() {
    let scratch = Scratch::with_small();
    let until = ["run", "small.toml", "--until", "P(hit) ± 2pp", "--charts", "none", "--out", "until"];
    let ended = scratch.planodds(&until).code(0);
    let taken = trials(&scratch, "until");
    assert!(taken >= 1_024 && (taken / 1_024).is_power_of_two() && taken.is_multiple_of(1_024), "{taken}");
    assert!(ended.out.contains("P(hit) is known to ± "), "{}", ended.out);
    assert!(half_width(&scratch, "until") <= 0.02);
    let at_once = |n: u64, out: &str| {
        let n = n.to_string();
        scratch.planodds(&["run", "small.toml", "--trials", &n, "--charts", "none", "--out", out]).code(0);
    };
    at_once(taken, "at-once");
    assert_eq!(scratch.read("until/results.json"), scratch.read("at-once/results.json"), "as if asked for at once");
    assert_eq!(scratch.read("until/bands.csv"), scratch.read("at-once/bands.csv"));
    if taken > 1_024 {
        at_once(taken / 2, "half");
        assert!(half_width(&scratch, "half") > 0.02, "half of them would have been enough");
    }
}

#[test]
fn it_says_so_where_the_most_allowed_are_too_few() {
    let scratch = Scratch::with_small();
    let arguments =
        ["run", "small.toml", "--until", "P90 +- 0.01%", "--max-trials", "1500", "--charts", "none", "--out", "o"];
    let ended = scratch.planodds(&arguments).code(0);
    assert_eq!(trials(&scratch, "o"), 1_500);
    assert!(ended.out.contains("1,500 trials, the most allowed, leave P90"), "{}", ended.out);
}

#[test]
fn what_cannot_be_asked_for_is_refused() {
    let scratch = Scratch::with_small();
    let refused = |more: &[&str], said: &[&str]| {
        let arguments: Vec<&str> = ["run", "small.toml"].iter().chain(more).copied().collect();
        scratch.planodds(&arguments).code(2).complains_of(said);
    };
    refused(&["--until", "P(hit) ± 0pp"], &["above 0"]);
    refused(&["--until", "P33 ± 1%"], &["neither P(hit) nor one of p1, p5"]);
    refused(&["--until", "P(hit) ± 1pp", "--trials", "10"], &["cannot be used with"]);
    refused(&["--until", "P(hit) ± 1pp", "--sampling", "lhs"], &["random sampling", "--sampling random"]);
    refused(&["--max-trials", "10"], &["--until"]);
    assert!(!scratch.files().keys().any(|f| f.starts_with("output")), "nothing was written");
}
