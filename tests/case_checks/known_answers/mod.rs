//! Known answers of the mathematics (tests/cases/math.json), simulated through the scenarios that express them.

mod before_plan;
mod bookings;
mod constrained;
mod dependence;
mod force;
mod hypercubes;
mod intervals;
mod persistence;
mod retention;
mod undefined;
mod wins;

use super::{expectation, judge};
use crate::running;
use planodds::plan::{Metric, Plan};
use planodds::scenario;
use planodds::simulate::KeptColumn;
use serde_json::Value;

/// Trials and seeds that the cases ask for.
const TRIALS: u64 = 1_000_000;
const SEEDS: [u64; 3] = [1, 2, 3];

/// The `expected` of one case.
fn expected(id: &str) -> Value {
    let text = std::fs::read_to_string(expectation::folder().join("math.json")).expect("math.json is readable");
    let known: Value = serde_json::from_str(&text).expect("math.json is JSON");
    let cases = known["cases"].as_array().expect("a list of cases");
    let case = cases.iter().find(|c| c["id"] == id).unwrap_or_else(|| panic!("math.json has no {id}"));
    case["expected"].clone()
}

/// A number of an `expected`.
fn number(expected: &Value, key: &str) -> f64 {
    expected[key].as_f64().unwrap_or_else(|| panic!("no number {key} in {expected}"))
}

/// The plan of a text: a plan of `months` months from 2027-01 with this target, and these segments.
fn plan(months: usize, target: f64, rest: &str) -> Plan {
    let head = format!("[plan]\nname = \"known answer\"\nstart = \"2027-01\"\nmonths = {months}\n");
    let text = format!("{head}[target]\narr = {target:?}\n{rest}");
    running::plan_of(scenario::parse("known answer", &text), &text)
}

/// One metric of one segment (by name; "" is the total) in one month, every trial.
fn sample(plan: &Plan, trials: u64, seed: u64, columns: &[(Metric, &str, usize)]) -> Vec<Vec<f64>> {
    let segment = |name: &str| plan.segments.iter().position(|s| s.name == name);
    let kept: Vec<KeptColumn> =
        columns.iter().map(|&(metric, name, t)| KeptColumn { metric, segment: segment(name), t }).collect();
    running::sample(plan, &running::spec(trials, seed), &kept).expect("the trials run")
}

/// The share of trials of which this holds.
fn share(values: &[f64], holds: impl Fn(f64) -> bool) -> f64 {
    values.iter().filter(|&&x| holds(x)).count() as f64 / values.len() as f64
}

/// Percentiles `p05`, `p10`, ... of an `expected`, judged in probability.
fn holds_percentiles(values: &[f64], expected: &Value, what: &str) {
    for (key, p) in
        [("p05", 0.05), ("p10", 0.10), ("p25", 0.25), ("p50", 0.50), ("p75", 0.75), ("p90", 0.90), ("p95", 0.95)]
    {
        if let Some(x) = expected[key].as_f64() {
            assert_eq!(judge::percentile(values, p, x), Ok(()), "{what}: {key}, expected {x}");
        }
    }
}
