//! `planodds run` on good and bad scenarios.

use super::Scratch;
use serde_json::Value;

const QUICK: [&str; 4] = ["--trials", "500", "--charts", "none"];

fn results(scratch: &Scratch, folder: &str) -> Value {
    serde_json::from_str(&scratch.read(&format!("{folder}/results.json"))).expect("results.json parses")
}

#[test]
fn a_run_writes_its_files_and_says_where() {
    let scratch = Scratch::with_small();
    let ended = scratch.planodds(&["run", "small.toml", "--trials", "500"]).code(0);
    let results = results(&scratch, "output/small");
    assert_eq!(results["format"], 1);
    assert_eq!(results["run"]["trials"], 500);
    assert_eq!(results["scenario"]["name"], "Small");
    assert!(results["target"]["probability"]["value"].as_f64().is_some_and(|p| (0.0..=1.0).contains(&p)));
    let files = scratch.files();
    let charts =
        |ending: &str| files.keys().filter(|f| f.starts_with("output/small/charts/") && f.ends_with(ending)).count();
    assert_eq!((charts(".svg"), charts(".png")), (4, 4), "{:?}", files.keys());
    assert!(files.contains_key("output/small/bands.csv"));
    assert!(!files.contains_key("output/small/trials.csv"));
    assert!(!files.keys().any(|f| f.contains(".planodds-")), "{:?}", files.keys());
    let last = ended.out.trim_end().lines().last().unwrap_or_default();
    assert!(last.contains("output/small") && last.contains("results.json"), "{last}");
}

#[test]
fn the_summary_gives_the_odds_with_their_caveat() {
    let scratch = Scratch::with_small();
    let out = scratch.planodds(&["run", "small.toml", "--trials", "500", "--charts", "none"]).code(0).out;
    assert!(out.contains("Given these assumptions, we reach"), "{out}");
    for percentile in ["P10", "P50", "P90"] {
        assert!(out.contains(percentile), "no {percentile} in\n{out}");
    }
}

#[test]
fn piped_output_has_neither_colour_nor_a_progress_bar() {
    let scratch = Scratch::with_small();
    let ended = scratch.planodds(&["run", "small.toml", "--trials", "20000", "--charts", "none"]).code(0);
    for text in [&ended.out, &ended.err] {
        assert!(!text.contains('\u{1b}') && !text.contains('\r'), "{text:?}");
    }
    assert!(!ended.err.contains("a second"), "{}", ended.err);
}

#[test]
fn quiet_prints_nothing_but_writes() {
    let scratch = Scratch::with_small();
    let ended = scratch.planodds(&[&["run", "small.toml", "--quiet"][..], &QUICK].concat()).code(0);
    assert_eq!((ended.out.as_str(), ended.err.as_str()), ("", ""));
    results(&scratch, "output/small");
}

#[test]
fn the_same_run_gives_the_same_bytes_for_any_threads() {
    let scratch = Scratch::with_small();
    // Not a multiple of a block of trials, so that the last one is cut off.
    let files = |arguments: &[&str]| {
        let fixed = ["run", "small.toml", "--trials", "3001", "--keep-trials", "--metrics", "all", "--out", "same"];
        scratch.planodds(&[&fixed[..], arguments].concat()).code(0);
        let files = scratch.files();
        std::fs::remove_dir_all(scratch.path("same")).expect("removable");
        files
    };
    let once = files(&[]);
    assert!(once.keys().any(|f| f.ends_with(".png")) && once.contains_key("same/trials.csv"));
    for again in [&[][..], &["--threads", "1"], &["--threads", "2"], &["--threads", "3"]] {
        assert!(files(again) == once, "other bytes with {again:?}");
    }
    assert!(files(&["--seed", "2"]) != once, "another seed gave the same bytes");
}

#[test]
fn set_changes_the_scenario() {
    let scratch = Scratch::with_small();
    let with = |sets: &[&str]| {
        scratch.planodds(&[&["run", "small.toml"][..], &QUICK, sets].concat()).code(0);
        results(&scratch, "output/small")
    };
    let before = with(&[]);
    let after = with(&["--set", "target.arr=1", "--set", "plan.name=\"Easy\""]);
    assert_eq!(after["target"]["arr"], 1);
    assert_eq!(after["target"]["probability"]["value"], 1.0);
    assert_eq!(after["scenario"]["name"], "Easy");
    assert_ne!(before["scenario"]["digest"], after["scenario"]["digest"]);
}

#[test]
fn a_wrong_set_points_into_the_setting() {
    let scratch = Scratch::with_small();
    let before = scratch.files();
    let wrong = [
        ("segments.smb.pipeline.win_rate=22", "0.22"),
        ("segments.smb.pipeline.win_rat=0.2", "win_rate"),
        ("target.arr", "target.arr"),
        ("target.arr=", "target.arr"),
    ];
    for (set, says) in wrong {
        scratch.planodds(&["run", "small.toml", "--set", set]).code(2).complains_of(&["--set", says]);
    }
    assert_eq!(scratch.files(), before);
}

#[test]
fn metrics_all_has_more_than_headline() {
    let scratch = Scratch::with_small();
    let count = |which: &str| {
        scratch.planodds(&[&["run", "small.toml", "--metrics", which][..], &QUICK].concat()).code(0);
        results(&scratch, "output/small")["metrics"].as_array().map_or(0, Vec::len)
    };
    assert!(count("all") > count("headline"));
}

#[test]
fn lhs_needs_whole_hypercubes() {
    let scratch = Scratch::with_small();
    let before = scratch.files();
    for (trials, offers) in [("100", "--trials 160"), ("161", "--trials 176")] {
        let ended = scratch.planodds(&["run", "small.toml", "--sampling", "lhs", "--trials", trials]);
        ended.code(2).complains_of(&["multiple of 16", offers]);
    }
    assert_eq!(scratch.files(), before);
    scratch.planodds(&["run", "small.toml", "--sampling", "lhs", "--trials", "160", "--charts", "none"]).code(0);
    assert_eq!(results(&scratch, "output/small")["run"]["sampling"], "lhs");
}

#[test]
fn one_trial_runs_without_intervals() {
    let scratch = Scratch::with_small();
    scratch.planodds(&["run", "small.toml", "--trials", "1"]).code(0);
    let results = results(&scratch, "output/small");
    assert_eq!(results["run"]["trials"], 1);
    assert_eq!(results["metrics"][0]["months"]["sd"][0], Value::Null);
}

#[test]
fn mistakes_are_all_reported_and_nothing_is_written() {
    let scratch = Scratch::empty();
    let text = super::SMALL.replace("p50 = 0.22", "p50 = 22").replace("reps = 4", "rep = 4");
    scratch.put("bad.toml", &text);
    let before = scratch.files();
    let ended = scratch.planodds(&["run", "bad.toml"]).code(2);
    let ended = ended.complains_of(&["bad.toml", "22", "rep"]);
    assert!(ended.err.matches("error[").count() >= 2, "{}", ended.err);
    assert_eq!(ended.out, "");
    assert_eq!(scratch.files(), before);
}

#[test]
fn what_is_no_scenario_is_refused() {
    let scratch = Scratch::empty();
    scratch.put("empty.toml", "");
    scratch.put("comments.toml", "# nothing\n");
    scratch.put("junk.toml", &"\u{1}[[[=".repeat(1_000_000));
    std::fs::write(scratch.path("utf16.toml"), [0xff, 0xfe, b'[', 0, b'p', 0]).expect("written");
    let deep = format!("x = {}1{}", "[".repeat(1_000), "]".repeat(1_000));
    scratch.put("deep.toml", &deep);
    let before = scratch.files();
    for file in ["empty.toml", "comments.toml", "junk.toml", "utf16.toml", "deep.toml", "missing.toml", "."] {
        let ended = scratch.planodds(&["run", file]).code(2).complains_of(&["error", file]);
        assert!(ended.err.len() < 20_000, "{file}: {} bytes of complaint", ended.err.len());
    }
    assert_eq!(scratch.files(), before);
}

#[test]
fn warnings_are_counted_and_check_is_named() {
    let scratch = Scratch::empty();
    // A cycle of 25 months is probably meant in days.
    scratch.put("days.toml", &super::SMALL.replace("sales_cycle_months = 3", "sales_cycle_months = 25"));
    let ended = scratch.planodds(&[&["run", "days.toml"][..], &QUICK].concat()).code(0);
    ended.complains_of(&["warning", "`planodds check days.toml` shows them"]);
}

#[test]
fn texts_of_users_stay_texts() {
    let scratch = Scratch::empty();
    let name = r#"Über "plan" <script>alert(1)</script> & Söhne 🚀"#;
    scratch.put("texts.toml", &super::SMALL.replace("\"Small\"", &format!("'{name}'")));
    scratch.planodds(&["run", "texts.toml", "--trials", "500"]).code(0);
    assert_eq!(results(&scratch, "output/texts")["scenario"]["name"], name);
    for (file, bytes) in scratch.files() {
        if file.ends_with(".svg") {
            assert!(!String::from_utf8_lossy(&bytes).contains("<script"), "{file}");
        }
    }
}
