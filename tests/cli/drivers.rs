//! `planodds drivers`.

use super::Scratch;
use serde_json::Value;
use std::collections::BTreeMap;

type Row = BTreeMap<String, String>;

fn rows(scratch: &Scratch, name: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(scratch.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

fn number(text: &str) -> f64 {
    text.parse().unwrap_or_else(|_| panic!("`{text}` is no number"))
}

const WIN_RATE: &str = "segments.smb.pipeline.win_rate";

#[test]
fn ends_and_ranks_are_those_of_the_kept_trials() {
    let scratch = Scratch::with_small();
    let run = ["run", "small.toml", "--trials", "3000", "--charts", "none", "--keep-trials", "--out", "run"];
    scratch.planodds(&run).code(0);
    scratch.planodds(&["drivers", "small.toml", "--trials", "3000", "--charts", "none", "--out", "o"]).code(0);
    let mut trials: Vec<[f64; 2]> = rows(&scratch, "run/trials.csv")
        .iter()
        .map(|trial| [number(&trial[WIN_RATE]), number(&trial["arr@2027-12"])])
        .collect();
    trials.sort_by(|a, b| a[0].total_cmp(&b[0]));
    let inputs = rows(&scratch, "o/drivers_inputs.csv");
    let found = inputs.iter().find(|row| row["name"] == WIN_RATE).expect("the win rate is a driver");
    for (end, part) in [("low", &trials[..300]), ("high", &trials[2700..])] {
        let mut arr: Vec<f64> = part.iter().map(|trial| trial[1]).collect();
        arr.sort_by(f64::total_cmp);
        let median = (arr[149] + arr[150]) / 2.0;
        let hit = arr.iter().filter(|arr| **arr >= 2_600_000.0).count() as f64 / 300.0;
        assert!((number(&found[&format!("{end}_p50_arr")]) - median).abs() < 1e-6 * median, "{found:?}");
        assert!((number(&found[&format!("{end}_hit")]) - hit).abs() < 1e-9);
        assert_eq!(found[&format!("{end}_trials")], "300");
    }
    // Spearman by its sum of squared differences of ranks (no ties: both are continuous)
    let mut by_arr: Vec<usize> = (0..3000).collect();
    by_arr.sort_by(|&a, &b| trials[a][1].total_cmp(&trials[b][1]));
    let squares: f64 = by_arr.iter().enumerate().map(|(rank, &i)| (rank as f64 - i as f64).powi(2)).sum();
    let n = 3000.0f64;
    let spearman = 1.0 - 6.0 * squares / (n * (n * n - 1.0));
    assert!((number(&found["rank_correlation_arr"]) - spearman).abs() < 1e-9, "{found:?} {spearman}");
}

#[test]
fn it_writes_tables_and_charts_and_says_what_matters() {
    let scratch = Scratch::with_small();
    let ended =
        scratch.planodds(&["drivers", "small.toml", "--trials", "2000", "--charts", "svg", "--out", "o"]).code(0);
    for said in ["What ARR and the odds hang on", "Chance: counts and deal sizes", "Driver by driver", "How to read it"]
    {
        assert!(ended.out.contains(said), "no {said:?} in\n{}", ended.out);
    }
    for hidden in ["NaN", "inf", "Shapley"] {
        assert!(!ended.out.contains(hidden), "{hidden} in\n{}", ended.out);
    }
    let json: Value = serde_json::from_str(&scratch.read("o/drivers.json")).expect("JSON");
    for table in ["sample", "inputs", "wholes", "shares"] {
        assert!(json["tables"][table].as_array().is_some_and(|rows| !rows.is_empty()), "{table}");
    }
    let files = scratch.files();
    assert!(files.contains_key("o/charts/drivers_arr.svg") && files.contains_key("o/charts/drivers_odds.svg"));
    // the same run gives the same bytes, with any number of threads
    scratch
        .planodds(&["drivers", "small.toml", "--trials", "2000", "--charts", "svg", "--out", "p", "--threads", "1"])
        .code(0);
    assert_eq!(scratch.read("o/drivers.json"), scratch.read("p/drivers.json"));
}

#[test]
fn total_orders_are_there_where_asked_for() {
    let scratch = Scratch::with_small();
    let asked = ["drivers", "small.toml", "--trials", "2000", "--charts", "none", "--out", "o", "--total"];
    let ended = scratch.planodds(&asked).code(0);
    assert!(ended.out.contains("With others, ARR"), "{}", ended.out);
    let inputs = rows(&scratch, "o/drivers_inputs.csv");
    assert!(inputs.iter().all(|row| number(&row["total_order_arr"]) >= 0.0));
}

#[test]
fn certain_or_hardly_simulated_plans_get_a_sentence() {
    let scratch = Scratch::with_small();
    let of = |more: &[&str]| {
        let base = ["drivers", "small.toml", "--charts", "svg+png", "--out", "o"];
        let arguments: Vec<&str> = base.iter().chain(more).copied().collect();
        let out = scratch.planodds(&arguments).code(0).out;
        assert!(!out.contains("NaN") && !out.contains("inf "), "{out}");
        out
    };
    assert!(of(&["--trials", "1"]).contains("too few to tell"));
    assert!(of(&["--trials", "2000", "--set", "target.arr=90_000_000"]).contains("Every trial misses"));
    assert!(of(&["--trials", "2000", "--set", "target.arr=1"]).contains("Every trial hits"));
}

/// The small plan with a lever.
fn with_lever() -> Scratch {
    let scratch = Scratch::with_small();
    let lever = "[[levers]]\nname = \"leads\"\nadjust = [ { driver = \"segments.smb.pipeline.sources.inbound.volume\", \
                 multiply = \"x\" } ]\nmin = 1\nmax = 2\nstep = 0.1\ncost = 500_000\n";
    scratch.put("small.toml", &format!("{}\n{lever}", super::SMALL));
    scratch
}

#[test]
fn a_choice_is_between_levers_and_files() {
    let scratch = with_lever();
    scratch.put(
        "other.toml",
        "extends = \"small.toml\"\n[plan]\nname = \"Other\"\n[segments.smb.retention]\nchurn_annual = 0.05\n",
    );
    let of = |a: &str, b: &str| {
        let asked = ["drivers", "small.toml", "--trials", "2000", "--out", "o", "--between", a, b];
        scratch.planodds(&asked).code(0).out
    };
    let out = of("as-is", "leads=1.5");
    assert!(out.contains("leads = 1.5") && out.contains("$250k"), "{out}");
    let choice = rows(&scratch, "o/drivers_choice.csv");
    assert_eq!((choice[0]["cost"].as_str(), choice[1]["cost"].as_str()), ("0", "250000"));
    let difference = number(&choice[1]["arr_less_cost"]) - number(&choice[0]["arr_less_cost"]);
    assert!((number(&choice[2]["arr_less_cost"]) - difference).abs() < 1e-3);
    assert_eq!(rows(&scratch, "o/drivers_between.csv").len(), 3);
    assert!(of("leads=2", "other.toml").contains("A cost that is not given counts as nothing"));
}

#[test]
fn what_cannot_be_chosen_is_refused() {
    let scratch = with_lever();
    scratch.put("longer.toml", "extends = \"small.toml\"\n[plan]\nmonths = 18\n");
    let refused = |a: &str, b: &str, said: &[&str]| {
        scratch.planodds(&["drivers", "small.toml", "--between", a, b]).code(2).complains_of(said);
    };
    refused("as-is", "as-is", &["nothing to choose between"]);
    refused("as-is", "leads", &["needs an amount", "leads=2"]);
    refused("as-is", "leads=7", &["goes from 1 to 2", "levers.leads.max=7"]);
    refused("as-is", "leads=many", &["`many` is no amount"]);
    refused("as-is", "leads=NaN", &["`NaN` is no amount"]);
    refused("as-is", "laeds=2", &["no lever laeds", "leads"]);
    refused("as-is", "missing.toml", &["missing.toml"]);
    refused("as-is", "longer.toml", &["18 months"]);
    scratch.planodds(&["drivers", "small.toml", "--between", "as-is"]).code(2).complains_of(&["2"]);
    let both = ["drivers", "small.toml", "--between", "as-is", "leads=2", "--total"];
    scratch.planodds(&both).code(2).complains_of(&["--total"]);
}
