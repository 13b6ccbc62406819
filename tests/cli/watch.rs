//! `planodds watch`.

use super::Scratch;

/// Rows of a CSV file as maps from heading to text.
fn rows(scratch: &Scratch, name: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(scratch.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

fn number(text: &str) -> f64 {
    text.parse().unwrap_or_else(|_| panic!("`{text}` is no number"))
}

const TRIALS: &str = "3000";
/// A target that about half of the trials hit.
const TARGET: f64 = 3_200_000.0;
const SET_TARGET: &str = "target.arr=3_200_000";

/// The values of one indicator in trials that hit and in trials that miss, from trials.csv.
fn split(trials: &[std::collections::BTreeMap<String, String>], columns: &[&str]) -> [Vec<f64>; 2] {
    let mut sides = [Vec::new(), Vec::new()];
    for trial in trials {
        let hit = number(&trial["arr@2027-12"]) >= TARGET;
        sides[usize::from(!hit)].push(columns.iter().map(|c| number(&trial[*c])).sum());
    }
    sides.iter_mut().for_each(|side| side.sort_by(f64::total_cmp));
    sides
}

/// Type 7.
fn percentile(sorted: &[f64], p: f64) -> f64 {
    let position = (sorted.len() - 1) as f64 * p;
    let (low, part) = (sorted[position as usize], position.fract());
    if part > 0.0 { low + part * (sorted[position as usize + 1] - low) } else { low }
}

/// The share of pairs of a hit and a miss in which the hit has more, ties counting half.
fn area([hits, misses]: &[Vec<f64>; 2]) -> f64 {
    let wins =
        |h: &f64| misses.iter().map(|m| f64::from(u8::from(h > m)) + 0.5 * f64::from(u8::from(h == m))).sum::<f64>();
    hits.iter().map(wins).sum::<f64>() / (hits.len() * misses.len()) as f64
}

#[test]
fn conditional_tables_are_those_of_the_kept_trials() {
    let scratch = Scratch::with_small();
    let asked = "new_arr@2027-01,new_arr@2027-02,new_arr@2027-03,churned_arr@2027-01,churned_arr@2027-02,\
                 churned_arr@2027-03,pipeline_value@2027-03";
    scratch
        .planodds(&[
            "run",
            "small.toml",
            "--trials",
            TRIALS,
            "--set",
            SET_TARGET,
            "--charts",
            "none",
            "--keep-trials",
            asked,
        ])
        .code(0);
    scratch.planodds(&["watch", "small.toml", "--trials", TRIALS, "--set", SET_TARGET, "--charts", "none"]).code(0);
    let trials = rows(&scratch, "output/small/trials.csv");
    let readings = rows(&scratch, "output/small/watch_readings.csv");
    let months = |metric: &str| ["01", "02", "03"].map(|m| format!("{metric}@2027-{m}"));
    let cases = [
        ("new_arr", months("new_arr").to_vec(), 1.0),
        ("churned_arr", months("churned_arr").to_vec(), -1.0),
        ("pipeline_value", vec!["pipeline_value@2027-03".to_string()], 1.0),
    ];
    for (metric, columns, sign) in cases {
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        let sides = split(&trials, &columns);
        let reading = readings.iter().find(|r| r["metric"] == metric && r["month"] == "2027-03").expect(metric);
        for (side, values) in ["hit", "miss"].iter().zip(&sides) {
            for (name, p) in [("p10", 0.1), ("p50", 0.5), ("p90", 0.9)] {
                let (told, own) = (number(&reading[&format!("{side}_{name}")]), percentile(values, p));
                // trials.csv has months, the indicator is their sum: the order of adding may cost a last digit
                assert!((told - own).abs() <= 1e-12 * own.abs().max(1.0), "{metric} {side} {name}: {told} for {own}");
            }
        }
        let better = sides.each_ref().map(|side| side.iter().map(|x| sign * x).collect::<Vec<f64>>());
        let (told, own) = (number(&reading["auc"]), area(&better));
        assert!((told - own).abs() < 1e-9, "{metric}: AUC {told} for {own}");
        at_level(reading, &better, sign, metric);
    }
}

/// At a level and beyond the share of hits is at least what was wanted, and the share of trials is as said.
fn at_level(
    reading: &std::collections::BTreeMap<String, String>,
    [hits, misses]: &[Vec<f64>; 2],
    sign: f64,
    metric: &str,
) {
    if reading["odds_50"] != "value" {
        return;
    }
    let level = sign * number(&reading["odds_50_at"]);
    let slack = 1e-9 * level.abs();
    let beyond = |side: &[f64]| side.iter().filter(|&&x| x >= level - slack).count() as f64;
    let share = beyond(hits) / (beyond(hits) + beyond(misses));
    assert!(share >= 0.5, "{metric}: {share} of the trials beyond the level hit");
    let trials = (beyond(hits) + beyond(misses)) / (hits.len() + misses.len()) as f64;
    assert!((trials - number(&reading["odds_50_share_of_trials"])).abs() < 1e-9, "{metric}");
}

#[test]
fn three_are_named_at_each_quarter_end_before_the_target() {
    let scratch = Scratch::with_small();
    let said = scratch.planodds(&["watch", "small.toml", "--trials", TRIALS, "--set", SET_TARGET]).code(0).out;
    for quarter in ["Mar 2027 (FY27 Q1)", "Jun 2027 (FY27 Q2)", "Sep 2027 (FY27 Q3)"] {
        assert!(said.contains(&format!("Watch at the end of {quarter}")), "{said}");
    }
    assert!(!said.contains("Dec 2027 (FY27 Q4)"), "the target's own date is no warning");
    let readings = rows(&scratch, "output/small/watch_readings.csv");
    for month in ["2027-03", "2027-06", "2027-09"] {
        let ranks = readings.iter().filter(|r| r["month"] == month && !r["rank_to_watch"].is_empty());
        let mut ranks: Vec<(String, String)> =
            ranks.map(|r| (r["rank_to_watch"].clone(), r["metric"].clone())).collect();
        ranks.sort();
        let metrics: std::collections::BTreeSet<&String> = ranks.iter().map(|r| &r.1).collect();
        assert!(ranks.len() == 3 && metrics.len() == 3, "{month}: {ranks:?}");
    }
    assert!(scratch.path("output/small/charts/watch_indicators.svg").exists());
}

#[test]
fn months_are_looked_at_where_asked() {
    let scratch = Scratch::with_small();
    let asked = ["watch", "small.toml", "--trials", TRIALS, "--set", SET_TARGET, "--monthly", "--charts", "none"];
    scratch.planodds(&asked).code(0);
    let readings = rows(&scratch, "output/small/watch_readings.csv");
    let months: std::collections::BTreeSet<&String> = readings.iter().map(|r| &r["month"]).collect();
    assert_eq!(months.len(), 11);
}

#[test]
fn too_few_hits_or_misses_give_no_table_and_say_why() {
    let scratch = Scratch::with_small();
    let run = |arguments: &[&str]| {
        let fixed = ["watch", "small.toml", "--charts", "none"];
        scratch.planodds(&[&fixed[..], arguments].concat()).code(0).out
    };
    let few = run(&["--trials", "400", "--set", SET_TARGET]);
    assert!(few.contains("No triggers: only ") && few.contains("--trials "), "{few}");
    assert_eq!(rows(&scratch, "output/small/watch_readings.csv").len(), 0);
    assert_eq!(rows(&scratch, "output/small/watch_sample.csv")[0]["no_table"], "few_hits");
    let out_of_reach = run(&["--trials", "100000", "--set", "target.arr=26_000_000"]);
    assert!(out_of_reach.contains("far out of reach"), "{out_of_reach}");
    let certain =
        run(&["--trials", "100000", "--set", "target.arr=2_100_000", "--set", "target.path={\"2027-01\"=2_000_000}"]);
    assert!(certain.contains("so near to certain"), "{certain}");
    let at_once =
        run(&["--trials", "3000", "--set", "target.by=\"2027-03\"", "--set", "target.path={\"2027-01\"=2_000_000}"]);
    assert!(at_once.contains("No check-in lies before the target date") && at_once.contains("--monthly"), "{at_once}");
    let one = run(&["--trials", "1"]);
    assert!(one.contains("No triggers"), "{one}");
}

#[test]
fn the_bytes_are_the_same_for_any_number_of_threads() {
    let scratch = Scratch::with_small();
    let run = |threads: &str| {
        let fixed = [
            "watch",
            "small.toml",
            "--trials",
            TRIALS,
            "--set",
            SET_TARGET,
            "--charts",
            "svg",
            "--quiet",
            "--threads",
            threads,
        ];
        scratch.planodds(&fixed).code(0);
        scratch.files()
    };
    assert_eq!(run("1"), run("3"));
}

#[test]
fn the_worked_reading_is_what_the_program_says() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(folder.join("docs/watch.md")).expect("the page");
    let scenario = folder.join("scenarios/base.toml");
    let scratch = Scratch::empty();
    let asked = ["watch", scenario.to_str().expect("a path in UTF-8"), "--charts", "none"];
    let said = scratch.planodds(&asked).code(0).out;
    // the first block of the page is the command, the second its output
    let reading = page.split("```").nth(3).expect("a reading");
    assert!(reading.lines().count() > 10);
    for line in reading.lines() {
        assert!(said.lines().any(|l| l.trim_end() == line), "docs/watch.md has\n{line}\nin\n{said}");
    }
}
