//! `planodds compare` on good and bad input.

use super::{SMALL, Scratch};
use serde_json::Value;

const QUICK: [&str; 4] = ["--trials", "2000", "--charts", "svg"];

/// `small.toml`, and `more.toml`, in which this text stands in the place of that.
fn two(from: &str, to: &str) -> Scratch {
    let scratch = Scratch::with_small();
    assert!(SMALL.contains(from), "{from}");
    scratch.put("more.toml", &SMALL.replace(from, to));
    scratch
}

fn answer(scratch: &Scratch, folder: &str) -> Value {
    serde_json::from_str(&scratch.read(&format!("{folder}/compare.json"))).expect("compare.json parses")
}

#[test]
fn it_says_what_makes_the_difference_and_writes_its_files() {
    let scratch = two("volume = 25", "volume = 35");
    let out = scratch.planodds(&[&["compare", "small.toml", "more.toml"][..], &QUICK].concat()).code(0).out;
    for text in [
        "small compared with more",
        "more against small: the same futures",
        "In what more differs from small",
        "smb inbound volume",
        "What each difference contributes, from small to more",
        "All together",
    ] {
        assert!(out.contains(text), "no {text:?} in\n{out}");
    }
    let files = scratch.files();
    for name in
        ["compare_scenarios", "compare_quarters", "compare_paired", "compare_differences", "compare_contributions"]
    {
        assert!(files.contains_key(&format!("output/small/{name}.csv")), "{name}: {:?}", files.keys());
    }
    for name in ["compare_arr", "compare_to_more"] {
        assert!(files.contains_key(&format!("output/small/charts/{name}.svg")), "{name}: {:?}", files.keys());
    }
    let answer = answer(&scratch, "output/small");
    let tables = &answer["tables"];
    assert_eq!(answer["scenarios"].as_array().map(Vec::len), Some(2));
    assert_eq!(tables["differences"][0]["path"], "segments.smb.pipeline.sources.inbound.volume");
    assert_eq!(
        (&tables["differences"][0]["first_value"], &tables["differences"][0]["scenario_value"]),
        (&"25".into(), &"35".into())
    );
    let arr = |row: &Value| row["arr"].as_f64().expect("a number");
    let whole = tables["paired"].as_array().unwrap().iter().find(|row| row["measure"] == "arr_mean").expect("a row");
    assert!((arr(&tables["contributions"][0]) / whole["difference"].as_f64().unwrap() - 1.0).abs() < 1e-9);
}

#[test]
fn other_goals_are_not_said_to_be_the_same() {
    let scratch = two("at_least = 1.0", "at_least = 1.05");
    let out = scratch.planodds(&[&["compare", "small.toml", "more.toml"][..], &QUICK].concat()).code(0).out;
    assert!(out.contains("every difference in ARR and P(hit) is exactly 0"), "{out}");
    assert!(!out.contains("every difference is exactly 0") && out.contains("goal 1 *:"), "{out}");
    let both = out.lines().find(|line| line.contains("Target and all goals")).expect("goals side by side");
    let shares: Vec<&str> = both.split_whitespace().filter(|w| w.parse::<f64>().is_ok()).collect();
    assert!(shares.len() == 2 && shares[0] != shares[1], "{both}");
}

#[test]
fn what_a_contribution_shows_its_trials_support() {
    let scratch = two("volume = 25", "volume = 35");
    // two blocks of trials: too few for intervals of contributions
    let asked = ["compare", "small.toml", "more.toml", "--trials", "500", "--charts", "none"];
    let out = scratch.planodds(&asked).code(0).out;
    let after = |text: &str| out.split(text).nth(1).unwrap_or_else(|| panic!("no {text} in {out}")).to_string();
    let whole = after("mean ARR ").split(" ±").next().expect("an amount").to_string();
    let only = after("What each difference contributes");
    let row = only.lines().find(|line| line.contains("smb inbound volume")).or_else(|| only.lines().nth(3));
    assert!(row.is_some_and(|row| row.contains(&whole)), "no {whole} in {row:?} of\n{out}");
}

#[test]
fn long_names_of_scenarios_leave_lines_within_a_page() {
    let scratch = two("volume = 25", "volume = 35");
    let mut asked = vec!["compare".to_string(), "small.toml".to_string()];
    for i in 0..3 {
        let name = format!("a-scenario-with-a-long-name-{i}.toml");
        scratch.put(&name, &scratch.read("more.toml"));
        asked.push(name);
    }
    let asked: Vec<&str> = asked.iter().map(String::as_str).chain(QUICK).collect();
    let out = scratch.planodds(&asked).code(0).out;
    // The list of files is one line, to be copied; the rule under headings ends a column after the cells.
    let told = out.lines().filter(|line| !line.starts_with("Wrote") && !line.contains('─'));
    let wide: Vec<&str> = told.filter(|line| line.trim_end().chars().count() > 118).collect();
    assert!(wide.is_empty(), "{wide:#?}");
}

#[test]
fn the_same_file_twice_differs_in_nothing() {
    let scratch = Scratch::with_small();
    let out = scratch.planodds(&[&["compare", "small.toml", "small.toml"][..], &QUICK].concat()).code(0).out;
    assert!(
        out.contains(
            "small-2 against small: the same ARR in every future, so every difference in ARR and P(hit) is exactly 0"
        ),
        "{out}"
    );
    let answer = answer(&scratch, "output/small");
    for row in answer["tables"]["paired"].as_array().unwrap().iter().filter(|row| row["measure"] != "p_same_arr") {
        assert_eq!((&row["difference"], &row["low"], &row["high"]), (&0.into(), &0.into(), &0.into()), "{row}");
    }
    assert!(answer["tables"]["contributions"].as_array().is_some_and(Vec::is_empty));
}

#[test]
fn targets_may_differ_and_it_is_said() {
    let scratch = two("arr = 2_600_000", "arr = 2_800_000\nby = \"2027-11\"");
    let out = scratch.planodds(&[&["compare", "small.toml", "more.toml"][..], &QUICK].concat()).code(0).out;
    for text in ["Targets differ", "$2.8M by Nov 2027", "P(hit) of each at its own target date", "target"] {
        assert!(out.contains(text), "no {text:?} in\n{out}");
    }
}

#[test]
fn what_cannot_be_compared_is_refused_by_name() {
    let cases = [
        ("start = \"2027-01\"", "start = \"2027-02\"", "it starts in 2027-02, small.toml starts in 2027-01"),
        ("months = 12", "months = 18", "it has 18 months, small.toml has 12 months"),
        ("months = 12", "months = 12\nfiscal_year_start = 4", "it has fiscal_year_start = 4"),
        ("months = 12", "months = 12\ncurrency = \"EUR\"", "it is in EUR, small.toml is in USD"),
    ];
    for (from, to, text) in cases {
        let scratch = two(from, &to.replace("months = 18", "months = 18\n"));
        let ended = scratch.planodds(&["compare", "small.toml", "more.toml", "--trials", "100"]);
        ended.code(2).complains_of(&[
            "more.toml cannot be compared with small.toml",
            text,
            "fiscal_year_start and currency",
        ]);
        assert!(!scratch.files().keys().any(|f| f.starts_with("output")), "{:?}", scratch.files().keys());
    }
}

#[test]
fn one_scenario_is_none_to_compare() {
    let scratch = Scratch::with_small();
    scratch
        .planodds(&["compare", "small.toml"])
        .code(2)
        .complains_of(&["nothing to compare small.toml with", "at least two"]);
    scratch.planodds(&["compare"]).code(2).complains_of(&["FILE"]);
    scratch.planodds(&["compare", "small.toml", "absent.toml"]).code(2).complains_of(&["absent.toml"]);
}

#[test]
fn one_trial_claims_nothing() {
    let scratch = two("volume = 25", "volume = 35");
    let out = scratch.planodds(&["compare", "small.toml", "more.toml", "--trials", "1"]).code(0).out;
    assert!(!out.contains("NaN") && !out.contains("inf") && !out.contains('±'), "{out}");
}
