//! A plan against history, and the scenario that is written.

use super::exports::scratch;
use super::{fitted, json, row};

const ASKED: [&str; 4] = ["--scenario", "plan.toml", "--trials", "4000"];

#[test]
fn a_hopeful_plan_is_seen_to_be_one() {
    let scratch = scratch();
    let ended = fitted(&scratch, &ASKED).code(0);
    for said in ["As planned", "With drivers as history has them", "more hopeful than history", "Plan beats"] {
        assert!(ended.out.contains(said), "no {said:?} in\n{}", ended.out);
    }
    let json = json(&scratch, "output/mapping/fit/fit.json");
    let win_rate = row(&json, "against", "win_rate");
    assert!(win_rate["better_than"].as_f64() > Some(0.99), "{win_rate}");
    assert!((win_rate["planned"].as_f64().unwrap() - 0.42).abs() < 1e-9);
    let odds = json["tables"]["odds"].as_array().unwrap();
    assert!(odds[0]["p_hit"].as_f64() > odds[1]["p_hit"].as_f64(), "{odds:?}");
    assert_eq!(odds[0]["target_arr"], odds[1]["target_arr"]);
    // the only source takes the volume under its own name
    assert!(row(&json, "against", "sources.inbound.volume")["history_mean"].as_f64() > Some(20.0));
    assert!(scratch.read("output/mapping/fit/fit_contributions.csv").lines().count() > 2);
}

#[test]
fn what_is_written_is_a_scenario_that_gives_the_odds_that_were_told() {
    let scratch = scratch();
    let write: Vec<&str> = ASKED.iter().copied().chain(["--write", "fitted.toml"]).collect();
    let ended = fitted(&scratch, &write).code(0);
    assert!(ended.out.contains("Wrote fitted.toml"), "{}", ended.out);
    let text = scratch.read("fitted.toml");
    assert!(text.starts_with("# Drivers fitted by planodds fit from mapping.toml, as of 2026-06-30."), "{text}");
    assert!(
        text.contains("extends = \"plan.toml\"") && text.contains("# Written by: planodds fit mapping.toml"),
        "{text}"
    );
    let again = ended.out.lines().find_map(|line| line.split_once("The odds above again: planodds ")).unwrap().1;
    assert_eq!(again, "run fitted.toml --trials 4000");
    let words: Vec<&str> = again.split(' ').chain(["--charts", "none"]).collect();
    scratch.planodds(&words).code(0);
    let run = json(&scratch, "output/fitted/results.json");
    let told = json(&scratch, "output/mapping/fit/fit.json");
    let hit = |json: &serde_json::Value| json["p_hit"].as_f64();
    let of_run = run["target"]["probability"]["value"].as_f64();
    assert_eq!(of_run, hit(&told["tables"]["odds"][1]), "{}", run["target"]);
    // written over again, since it is one of ours
    fitted(&scratch, &write).code(0);
    assert_eq!(scratch.read("fitted.toml"), text);
}

/// History's drivers change the odds, not what was planned: half a year off no opening figures go in either.
#[test]
fn the_plan_as_written_stays_what_was_planned() {
    let scratch = scratch();
    fitted(&scratch, &[&ASKED[..], &["--as-of", "2025-12-31", "--write", "fitted.toml"]].concat()).code(0);
    let text = scratch.read("fitted.toml");
    assert!(
        text.contains(", plan = 0.42, source = ") && text.contains(", with history's drivers as of 2025-12-31"),
        "{text}"
    );
    let planned = |file: &str| {
        scratch.planodds(&["run", &format!("{file}.toml"), "--trials", "1000", "--charts", "none"]).code(0);
        let results = json(&scratch, &format!("output/{file}/results.json"));
        ["arr", "premium"].map(|key| results["planned"][key].as_f64().unwrap())
    };
    let (plan, fitted) = (planned("plan"), planned("fitted"));
    // history's season moves opportunities between months, and with them wins out of the year
    assert!((fitted[0] / plan[0] - 1.0).abs() < 0.01, "{plan:?} {fitted:?}");
    assert!(fitted[1] > plan[1] + 100_000.0, "{plan:?} {fitted:?}");
}

#[test]
fn no_file_of_others_is_replaced() {
    let scratch = scratch();
    let asked = |file: &'static str| [&ASKED[..], &["--write", file]].concat();
    scratch.put("mine.toml", "# my own\n");
    let before = scratch.files();
    fitted(&scratch, &asked("mine.toml")).code(2).complains_of(&["not replaced"]);
    fitted(&scratch, &asked("plan.toml")).code(2).complains_of(&["the plan itself"]);
    fitted(&scratch, &asked("nowhere/fitted.toml")).code(2);
    std::fs::create_dir(scratch.path("below")).unwrap();
    fitted(&scratch, &asked("below/fitted.toml"))
        .code(2)
        .complains_of(&["in its own folder or below", "--write fitted.toml"]);
    std::fs::remove_dir(scratch.path("below")).unwrap();
    fitted(&scratch, &[&asked("fitted.toml")[..], &["--set", "target.arr=3_000_000"]].concat()).code(2);
    assert!(scratch.files() == before, "something was written");
}

#[test]
fn a_target_told_as_growth_stays_where_it_was() {
    let scratch = scratch();
    scratch.put("plan.toml", &super::exports::PLAN.replace("arr = 2_900_000\n", "growth = 1.0\n"));
    fitted(&scratch, &ASKED).code(0);
    let odds = json(&scratch, "output/mapping/fit/fit.json")["tables"]["odds"].clone();
    assert_eq!((odds[0]["target_arr"].as_f64(), &odds[1]["target_arr"]), (Some(3_000_000.0), &odds[0]["target_arr"]));
}

#[test]
fn opening_figures_of_another_time_are_left_out_and_told() {
    let scratch = scratch();
    let asked = [&ASKED[..], &["--as-of", "2025-12-31"]].concat();
    let ended = fitted(&scratch, &asked).code(0);
    assert!(ended.out.contains("181 days from the plan's start"), "{}", ended.out);
    let json = json(&scratch, "output/mapping/fit/fit.json");
    let left = json["tables"]["left_out"].as_array().unwrap();
    assert!(left.iter().any(|l| l["path"].as_str().unwrap().ends_with("opening_opps")), "{left:?}");
}

/// Nothing in common: no odds "as history has them" that are the plan's own.
#[test]
fn segments_of_the_plan_that_the_exports_lack_are_told_first() {
    let scratch = scratch();
    scratch.put("plan.toml", &super::exports::PLAN.replace("segments.smb", "segments.enterprise"));
    let before = scratch.files();
    fitted(&scratch, &ASKED)
        .code(2)
        .complains_of(&["no segment in common: the exports have smb; the plan has enterprise", "[segments]"]);
    assert!(scratch.files() == before, "something was written");
    let other = "[segments.plg]\nopening_arr = 100_000\nopening_customers = 10\nretention = { churn_annual = 0.1 }\n";
    scratch.put("plan.toml", &format!("{}{other}", super::exports::PLAN));
    let ended = fitted(&scratch, &ASKED).code(0);
    let told = ended.out.find("The exports say nothing of plg").unwrap_or_else(|| panic!("{}", ended.out));
    assert!(told < ended.out.find("As planned").unwrap(), "{}", ended.out);
}

/// The mapping's length differs from the plan's, whose weights are of 12 months: still a scenario, and both sides are
/// told.
#[test]
fn every_input_that_is_put_in_stands_beside_the_plan_s() {
    let scratch = scratch();
    let weights = "contract_months = 6, renewal_weights = [1, 2, 3, 4, 5, 6]";
    let plan = super::exports::PLAN
        .replace("churn_annual = 0.05 }", &format!("churn_annual = 0.05, {weights} }}"))
        .replace("volume = 30 }", "volume = 30, growth_monthly = 0.02 }");
    scratch.put("plan.toml", &plan);
    // half a year off: the fitted weights do not go in
    let asked = [&ASKED[..], &["--as-of", "2025-12-31"]].concat();
    let ended = fitted(&scratch, &asked).code(0);
    for said in ["growth 0 % instead of 2 %", "renewal weights even instead of [1, 2, 3, 4, 5, 6]"] {
        assert!(ended.out.contains(said), "no {said:?} in\n{}", ended.out);
    }
    let json = json(&scratch, "output/mapping/fit/fit.json");
    let contract = row(&json, "against", "contract_months");
    assert_eq!((contract["planned_text"].as_str(), contract["history_text"].as_str()), (Some("6"), Some("12")));
    row(&json, "against", "renewal_weights");
    row(&json, "against", "deals.dispersion");
    let all = |table: &str| json["tables"][table].as_array().unwrap().len();
    // each that was fitted goes in or is left out; key accounts are no driver of a fragment; two are added
    assert!(all("against") + all("left_out") >= all("drivers"), "{json}");
    let odds = json["tables"]["contributions"].to_string();
    assert!(!odds.contains("smb: structure"), "{odds}");
}

/// A plan that begins with more than twice what is billed, and a second source, so that volume goes in as a factor.
#[test]
fn an_opening_arr_that_is_not_billed_is_told_before_the_odds() {
    let scratch = scratch();
    let plan = super::exports::PLAN
        .replace("opening_arr = 1_500_000", "opening_arr = 9_000_000")
        .replace("arr = 2_900_000", "arr = 12_000_000")
        .replace("volume = 30 }", "volume = 30 }, { name = \"events\", volume = 10 }");
    scratch.put("plan.toml", &plan);
    let ended = fitted(&scratch, &ASKED).code(0);
    let place = |said: &str| ended.out.find(said).unwrap_or_else(|| panic!("no {said:?} in\n{}", ended.out));
    assert!(place("Opening ARR: the plan begins 2026-07 with $9.0M, the exports show $") < place("As planned"));
    place("Reconcile the two first");
    // (30 + 10) a month
    place("480 a year");
    place("all other inputs together: mean ARR ");
    scratch.put("plan.toml", super::exports::PLAN);
    let far = [&ASKED[..], &["--as-of", "2025-12-31"]].concat();
    let ended = fitted(&scratch, &far).code(0);
    assert!(!ended.out.contains("Opening ARR: the plan begins"), "{}", ended.out);
}
