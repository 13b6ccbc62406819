//! Hires under adjustments and risks, and risks whose probability is uncertain itself.

use super::{plan, sample, share};
use crate::case_checks::judge;
use crate::running;
use planodds::plan::{Metric, Plan};
use planodds::simulate::{self, Control, KeptColumn, KeptTrials, RunSpec};

const TRIALS: u64 = 200_000;
const SEED: u64 = 14;

fn segment(name: &str, hires: &str) -> String {
    format!(
        "[segments.{name}]\nopening_arr = 0\nopening_customers = 0\n[segments.{name}.deals]\nsize = 1\n\
         [segments.{name}.capacity]\nreps = 10\nhires = {hires}\nramp_months = 0\nquota_annual = 12\nattainment = 1\n"
    )
}

fn risk(name: &str, when: &str, adjust: &[(&str, f64)]) -> String {
    let changes: Vec<String> = adjust
        .iter()
        .map(|(segment, factor)| format!("{{ driver = \"segments.{segment}.capacity.hires\", multiply = {factor:?} }}"))
        .collect();
    format!("[[risks]]\nname = \"{name}\"\nprobability = 1\n{when}\nadjust = [ {} ]\n", changes.join(", "))
}

#[test]
fn a_certain_risk_halves_the_classes_of_its_months() {
    let text = segment("a", "{ 2027-02 = 4, 2027-03 = 4, 2027-04 = 4 }")
        + &risk("freeze", "window = [\"2027-03\", \"2027-03\"]\nduration = 1", &[("a", 0.5)]);
    let plan = plan(5, 1.0, &text);
    for (t, reps) in [(1, 10.0), (2, 14.0), (3, 16.0), (4, 20.0), (5, 20.0)] {
        let values = sample(&plan, 1_000, SEED, &[(Metric::Reps, "a", t)]).remove(0);
        assert_eq!(judge::every_trial(&values, reps), Ok(()), "reps in month {t}");
    }
}

/// It strikes in February or in March, for one month: one of the two classes is halved, either as likely.
#[test]
fn a_risk_strikes_evenly_over_its_window() {
    let text = segment("a", "{ 2027-02 = 4, 2027-03 = 4 }")
        + &risk("freeze", "window = [\"2027-02\", \"2027-03\"]\nduration = 1", &[("a", 0.5)]);
    let values = sample(&plan(3, 1.0, &text), TRIALS, SEED, &[(Metric::Reps, "a", 2), (Metric::Reps, "a", 3)]);
    assert_eq!(judge::every_trial(&values[1], 16.0), Ok(()));
    assert!(values[0].iter().all(|&reps| reps == 12.0 || reps == 14.0));
    assert_eq!(judge::probability(share(&values[0], |reps| reps == 12.0), 0.5, TRIALS), Ok(()));
}

/// All factors, then all additions, then one rounding, halves up. By segment: the class of February.
#[test]
fn adjustments_and_risks_of_hires_are_rounded_once() {
    let adjust =
        |segment: &str, change: &str| format!("[[adjust]]\ndriver = \"segments.{segment}.capacity.hires\"\n{change}\n");
    let february = "month = \"2027-02\"";
    let text = [
        segment("added", "{ 2027-02 = 3 }"),
        segment("cut", "{ 2027-02 = 1 }"),
        segment("raised", "{ 2027-02 = 1 }"),
        segment("two_risks", "{ 2027-02 = 5 }"),
        segment("only_added", "{ 2027-03 = 1 }"),
        adjust("added", "add = 2\nfrom = \"2027-02\""),
        adjust("cut", "multiply = 0.6"),
        adjust("raised", "multiply = 0.4"),
        adjust("only_added", "add = 2\nfrom = \"2027-02\""),
        risk("half", february, &[("added", 0.5), ("cut", 0.5), ("two_risks", 0.5), ("only_added", 0.5)]),
        risk("half_again", february, &[("two_risks", 0.5)]),
        risk("boom", february, &[("raised", 6.0)]),
    ];
    let plan = plan(2, 1.0, &text.concat());
    let right = [
        ("added", 4.0),      // 3 · 0.5 + 2 = 3.5
        ("cut", 0.0),        // 1 · 0.6 · 0.5 = 0.3
        ("raised", 2.0),     // 1 · 0.4 · 6 = 2.4
        ("two_risks", 1.0),  // 5 · 0.5 · 0.5 = 1.25
        ("only_added", 2.0), // 0 · 0.5 + 2
    ];
    let mut wrong = Vec::new();
    for (name, hired) in right {
        let reps = sample(&plan, 1_000, SEED, &[(Metric::Reps, name, 2)]).remove(0);
        if let Err(miss) = judge::every_trial(&reps, 10.0 + hired) {
            wrong.push(format!("{name}: {hired} hired, got {}", miss.got - 10.0));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A windfall of 1000 in month 1, with a probability between 0.1 and 0.3 as written that is then doubled.
const UNCERTAIN_RISK: &str = "
[segments.a]
opening_arr = 0
opening_customers = 0
[finance]
gross_margin = 1
[[risks]]
name = \"windfall\"
probability = { dist = \"uniform\", min = 0.1, max = 0.3 }
month = \"2027-01\"
cash = 1000
[[adjust]]
driver = \"risks.windfall.probability\"
multiply = 2
";

/// The drawn probability and the cash of month 1, every trial; and all that came out, written.
fn drawn_and_struck(plan: &Plan, threads: usize) -> (Vec<f64>, Vec<f64>, String) {
    let spec = RunSpec { threads: Some(threads), ..running::spec(TRIALS, SEED) };
    let asked = [KeptColumn { metric: Metric::Cash, segment: None, t: 1 }];
    let names = simulate::kept_columns(plan, &asked);
    let place = |name: &str| names.iter().position(|n| n == name).unwrap_or_else(|| panic!("no {name} in {names:?}"));
    let (at_drawn, at_cash) = (place("risks.windfall.probability"), place("cash@2027-01"));
    let (mut drawn, mut cash) = (Vec::new(), Vec::new());
    let mut keep = |kept: &KeptTrials| {
        drawn.extend_from_slice(&kept.columns[at_drawn]);
        cash.extend_from_slice(&kept.columns[at_cash]);
        Ok(())
    };
    let outcome = simulate::run_keeping(plan, &spec, &Control::UNWATCHED, &asked, &mut keep).expect("the trials run");
    (drawn, cash, serde_json::to_string(&outcome).expect("an outcome is written"))
}

#[test]
fn an_adjusted_uncertain_risk_strikes_as_often_as_its_own_trial_says() {
    let plan = plan(1, 1.0, UNCERTAIN_RISK);
    let (drawn, cash, _) = drawn_and_struck(&plan, 2);
    assert_eq!(judge::mean(&drawn, 0.2), Ok(()), "the drawn probability is kept as drawn");
    let struck = |keep: &dyn Fn(f64) -> bool| -> Vec<f64> {
        let trials = drawn.iter().zip(&cash).filter(|&(&p, _)| keep(p));
        trials.map(|(_, &cash)| if cash == 1000.0 { 1.0 } else { 0.0 }).collect()
    };
    assert!(cash.iter().all(|&x| x == 0.0 || x == 1000.0));
    // Twice the mean of a uniform on 0.1..0.3, on its lower half and on its upper half.
    for (what, strikes, right) in [
        ("all trials", struck(&|_| true), 0.4),
        ("low probabilities", struck(&|p| p < 0.2), 0.3),
        ("high probabilities", struck(&|p| p >= 0.2), 0.5),
    ] {
        assert_eq!(judge::mean(&strikes, right), Ok(()), "{what}");
    }
}

#[test]
fn an_adjusted_uncertain_risk_is_the_same_for_any_number_of_threads() {
    let plan = plan(1, 1.0, UNCERTAIN_RISK);
    let (one, three) = (drawn_and_struck(&plan, 1), drawn_and_struck(&plan, 3));
    assert!(one.0 == three.0, "other probabilities are drawn");
    assert!(one.1 == three.1, "the risk strikes in other trials");
    assert!(one.2 == three.2, "other tallies");
}
