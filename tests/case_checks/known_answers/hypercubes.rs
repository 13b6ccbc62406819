//! Latin hypercubes: 16 of them, each with one value of every driver in each of its strata, paired at random.

use super::dependence::pearson;
use super::plan;
use crate::case_checks::judge;
use crate::running;
use planodds::analysis::odds;
use planodds::plan::{Metric, Plan, Sampling};
use planodds::simulate::{KeptColumn, RunSpec};

const HYPERCUBES: usize = 16;
const STRATA: usize = 1_000;
const TRIALS: usize = HYPERCUBES * STRATA;
const LOW: f64 = 900.0;
const WIDTH: f64 = 200.0;

/// Two segments whose month is Poi(attainment) deals of 1, the attainment uniform on 900 to 1100.
fn two_uniforms() -> Plan {
    let segment = |name: &str| {
        format!(
            "[segments.{name}]\nopening_arr = 0\nopening_customers = 0\n[segments.{name}.deals]\nsize = 1\n\
             [segments.{name}.capacity]\nreps = 1\nramp_months = 0\nquota_annual = 12\n\
             attainment = {{ dist = \"uniform\", min = {LOW:?}, max = {:?} }}\n",
            LOW + WIDTH
        )
    };
    plan(1, 2_040.0, &[segment("a"), segment("b")].concat())
}

fn spec() -> RunSpec {
    RunSpec { sampling: Sampling::Lhs, ..running::spec(TRIALS as u64, 13) }
}

/// Both attainments and the total ARR, every trial.
fn trials(plan: &Plan) -> [Vec<f64>; 3] {
    let column = |metric, segment| KeptColumn { metric, segment, t: 1 };
    let columns =
        [column(Metric::CapacityArr, Some(0)), column(Metric::CapacityArr, Some(1)), column(Metric::Arr, None)];
    let values = running::sample(plan, &spec(), &columns).expect("the trials run");
    values.try_into().expect("three columns")
}

/// Trial i belongs to hypercube i mod 16.
fn of_hypercube(values: &[f64], c: usize) -> Vec<f64> {
    values.iter().skip(c).step_by(HYPERCUBES).copied().collect()
}

#[test]
fn every_hypercube_has_one_value_in_each_stratum() {
    let [a, b, _] = trials(&two_uniforms());
    for values in [&a, &b] {
        for c in 0..HYPERCUBES {
            let mut cube = of_hypercube(values, c);
            cube.sort_by(f64::total_cmp);
            for (i, x) in cube.iter().enumerate() {
                // a score is right to 1e-9, and so is its uniform: 1e-6 of a stratum
                let stratum = (x - LOW) / WIDTH * STRATA as f64 - i as f64;
                assert!((-1e-6..=1.0 + 1e-6).contains(&stratum), "hypercube {c}: {x} is not in stratum {i}");
            }
        }
    }
}

#[test]
fn the_mean_of_a_stratified_driver_is_far_better_than_a_random_one_s() {
    let [a, b, _] = trials(&two_uniforms());
    // A value varies within its stratum only: WIDTH / STRATA / √12.
    let error = WIDTH / STRATA as f64 / 12.0_f64.sqrt() / (TRIALS as f64).sqrt();
    for values in [&a, &b] {
        let mean = values.iter().sum::<f64>() / TRIALS as f64;
        assert!((mean - LOW - WIDTH / 2.0).abs() <= 5.0 * error, "{mean}");
    }
}

/// Two permutations are uncorrelated with a standard error of 1 / √(n - 1): those of two drivers and those of two
/// hypercubes of one driver.
#[test]
fn drivers_and_hypercubes_are_permuted_independently() {
    let [a, b, _] = trials(&two_uniforms());
    let of_drivers = pearson(&a, &b);
    assert!(of_drivers.abs() <= 5.0 / (TRIALS as f64).sqrt(), "{of_drivers}");
    for c in 1..HYPERCUBES {
        let of_cubes = pearson(&of_hypercube(&a, 0), &of_hypercube(&a, c));
        assert!(of_cubes.abs() <= 5.0 / ((STRATA - 1) as f64).sqrt(), "hypercubes 0 and {c}: {of_cubes}");
    }
}

#[test]
fn the_interval_of_the_odds_is_that_of_sixteen_estimates() {
    let plan = two_uniforms();
    let [_, _, arr] = trials(&plan);
    let hit = |values: &[f64]| super::share(values, |x| x >= 2_040.0);
    let cubes: Vec<f64> = (0..HYPERCUBES).map(|c| hit(&of_hypercube(&arr, c))).collect();
    let value = hit(&arr);
    let variance = cubes.iter().map(|x| (x - value) * (x - value)).sum::<f64>() / 15.0;
    // t with 15 degrees of freedom, 97.5 %
    let half = 2.131 * variance.sqrt() / 4.0;
    let outcome = running::run(&plan, &spec());
    assert_eq!(outcome.tally.hypercubes.len(), HYPERCUBES);
    let told = odds::odds(&plan, &outcome).probability;
    assert!(half > 0.0);
    assert_eq!(judge::optional(told.value, Some(value)), Ok(()));
    assert_eq!(judge::optional(told.low, Some(value - half)), Ok(()));
    assert_eq!(judge::optional(told.high, Some(value + half)), Ok(()));
}
