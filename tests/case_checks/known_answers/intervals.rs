//! F02: the simulation error that is reported, and whether it covers the truth as often as it says.

use super::bookings::COMPOUND_POISSON;
use super::{expected, number, plan};
use crate::running;
use planodds::analysis::odds::{self, Odds};
use planodds::analysis::{Estimate, PERCENTILE_NAMES, interval};
use planodds::simulate::{MetricSet, RunSpec};

#[test]
fn f02_ninety_five_percent_intervals_are_wilsons_and_order_statistics() {
    let expected = expected("F02_mc_error_reporting");
    let (low, high) = interval::wilson(7_300, 10_000);
    let wilson = &expected["wilson95"];
    assert!((low - wilson[0].as_f64().unwrap()).abs() <= 1e-12, "{low}");
    assert!((high - wilson[1].as_f64().unwrap()).abs() <= 1e-12, "{high}");
    for (key, p) in [("p05", 0.05), ("p10", 0.10), ("p50", 0.50), ("p90", 0.90), ("p95", 0.95)] {
        let ranks = &expected["ranks95"][key];
        let right = (ranks[0].as_u64().unwrap(), ranks[1].as_u64().unwrap());
        assert_eq!(interval::percentile_ranks(p, 10_000), Some(right), "{key}");
    }
}

#[test]
fn too_few_trials_give_no_interval_of_a_percentile() {
    // The median of one trial, and the 99th percentile of ten, have no order statistics on both sides.
    assert_eq!(interval::percentile_ranks(0.5, 1), None);
    assert_eq!(interval::percentile_ranks(0.99, 10), None);
}

#[test]
fn f02_intervals_cover_the_truth_as_often_as_they_say() {
    const RUNS: u64 = 1_000;
    let expected = expected("B04_compound_poisson_gamma");
    let plan = plan(12, 900_000.0, COMPOUND_POISSON);
    let spec = |seed: u64| RunSpec { metrics: MetricSet::Headline, ..running::spec(2_000, 1_000 + seed) };
    let outcomes = (0..RUNS).map(|seed| running::run(&plan, &spec(seed)));
    let odds: Vec<Odds> = outcomes.map(|outcome| odds::odds(&plan, &outcome)).collect();
    let percentile = |name: &str| PERCENTILE_NAMES.iter().position(|n| *n == name).expect("a reported percentile");
    let covered = |truth: f64, of: &dyn Fn(&Odds) -> Estimate| {
        let covers = |e: Estimate| e.low.is_some_and(|low| low <= truth) && e.high.is_some_and(|high| truth <= high);
        odds.iter().filter(|o| covers(of(o))).count() as f64 / RUNS as f64
    };
    let mut shares = vec![("p_hit", covered(number(&expected, "p_hit"), &|o| o.probability))];
    for (key, name) in [("p10", "p10"), ("p50", "p50"), ("p90", "p90")] {
        let at = percentile(name);
        shares.push((name, covered(number(&expected, key), &|o| o.arr[at])));
    }
    for (what, share) in shares {
        assert!((0.93..=0.97).contains(&share), "95 % intervals of {what} cover in {share} of {RUNS} seeds");
    }
}
