//! `planodds gap`.

use super::Scratch;

const FILES: [&str; 9] = [
    "gap.json",
    "gap_target.csv",
    "gap_segments.csv",
    "gap_needs.csv",
    "gap_retention.csv",
    "gap_arr_bridge.csv",
    "gap_optimism.csv",
    "gap_paths.csv",
    "gap_lifts.csv",
];

#[test]
fn the_gap_is_said_first_and_every_table_is_written() {
    let scratch = Scratch::with_small();
    let asked = ["gap", "small.toml", "--trials", "600", "--charts", "svg", "--set", "target.arr=3_500_000"];
    let ended = scratch.planodds(&asked).code(0);
    assert!(ended.out.contains("short of the target"), "{}", ended.out);
    let sections = [
        "From the target to new ARR",
        "What the target takes of each team, to the end of Dec 2027",
        "The ARR bridge",
        "From the plan as written to the simulation, by who answers for the drivers",
        "The two build-up paths",
        "What lifting one path alone would give",
    ];
    for section in sections {
        assert!(ended.out.contains(section), "no {section} in\n{}", ended.out);
    }
    assert!(!ended.out.contains("NaN") && !ended.out.contains("inf"), "{}", ended.out);
    let files = scratch.files();
    for name in FILES.map(|name| format!("output/small/{name}")) {
        assert!(files.contains_key(&name), "no {name}");
    }
    let charts = files.keys().filter(|name| name.starts_with("output/small/charts/gap_") && name.ends_with(".svg"));
    assert_eq!(charts.count(), 4);
    let json: serde_json::Value = serde_json::from_str(&scratch.read("output/small/gap.json")).expect("JSON");
    assert_eq!(json["settings"]["shapley_trials"], 600, "never more than the run has");
    let target = &json["tables"]["target"];
    assert_eq!((&target[0]["item"], target[0]["arr"].as_f64()), (&"target".into(), Some(3_500_000.0)));
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    let scratch = Scratch::with_small();
    let run = |out: &str, threads: &str| {
        let asked =
            ["gap", "small.toml", "-q", "--trials", "500", "--charts", "none", "--out", out, "--threads", threads];
        scratch.planodds(&asked).code(0);
        FILES.map(|name| scratch.read(&format!("{out}/{name}")))
    };
    assert_eq!(run("a", "1"), run("b", "3"));
}

#[test]
fn what_cannot_be_asked_is_refused_with_its_reason() {
    let scratch = Scratch::with_small();
    let refused = |arguments: &[&str], texts: &[&str]| {
        let all: Vec<&str> = ["gap", "small.toml"].iter().chain(arguments).copied().collect();
        scratch.planodds(&all).code(2).complains_of(texts);
    };
    refused(&["--trials", "99"], &["at least 100, got 99"]);
    refused(&["--shapley-trials", "1"], &["2 to 100_000"]);
    refused(&["--shapley-trials", "200_000"], &["2 to 100_000"]);
    refused(&["--shapley-trials", "many"], &["2 to 100_000"]);
    refused(&["--set", "target.arr=-1"], &["target.arr"]);
    scratch.planodds(&["gap", "none.toml"]).code(2).complains_of(&["none.toml"]);
    assert_eq!(scratch.files().len(), 1, "nothing was written");
}
