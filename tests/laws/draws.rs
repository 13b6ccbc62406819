//! Other draws through the same kernel: pinned drivers, a second copy of all random numbers, the plan as written.

use crate::running;
use planodds::plan::{DriverId, Metric, Plan};
use planodds::scenario;
use planodds::simulate::{Chance, Copy, Draws, DriverDraw, KeptColumn};
use std::collections::BTreeMap;

const TWO_TEAMS: &str = "
plan = { name = \"two teams\", start = \"2027-01\", months = 2 }
target = { arr = 1 }
correlations = [ { drivers = [\"segments.a.capacity.attainment\", \"segments.b.capacity.attainment\"], rank = 0.6 } ]
[segments.a]
opening_arr = 0
opening_customers = 0
deals = { size = 1000 }
capacity = { reps = 1, ramp_months = 0, quota_annual = 12, attainment = { p10 = 0.5, p50 = 0.8, p90 = 1.2 } }
[segments.b]
opening_arr = 0
opening_customers = 0
deals = { size = 1000 }
capacity = { reps = 1, ramp_months = 0, quota_annual = 12, attainment = { p10 = 0.6, p50 = 0.8, p90 = 1.0 } }
";

const TRIALS: u64 = 10_000;

fn plan() -> Plan {
    running::plan_of(scenario::parse("two teams", TWO_TEAMS), TWO_TEAMS)
}

/// Capacity in month 1 of both segments, which is their attainment.
fn attainment(plan: &Plan, draws: Draws) -> Vec<Vec<f64>> {
    let columns = [0, 1].map(|s| KeptColumn { metric: Metric::CapacityArr, segment: Some(s), t: 1 });
    let spec = planodds::simulate::RunSpec { draws, ..running::spec(TRIALS, 4) };
    running::sample(plan, &spec, &columns).expect("the trials run")
}

fn driver(plan: &Plan, path: &str) -> DriverId {
    let found = plan.drivers.iter().position(|d| d.path == path);
    DriverId(found.unwrap_or_else(|| panic!("no driver {path}")))
}

#[test]
fn a_pinned_driver_is_its_value_and_leaves_the_others_their_draws() {
    let plan = plan();
    let first = driver(&plan, "segments.a.capacity.attainment");
    let pinned = Draws { drivers: BTreeMap::from([(first, DriverDraw::Pinned(0.9))]), ..Draws::sampled() };
    let (usual, pinned) = (attainment(&plan, Draws::sampled()), attainment(&plan, pinned));
    assert!(pinned[0].iter().all(|&x| (x - 0.9).abs() < 1e-15), "pinned to 0.9");
    assert_eq!(pinned[1], usual[1], "the correlated driver keeps its draws");
    assert_ne!(usual[0], pinned[0]);
}

#[test]
fn the_second_copy_is_independent_of_the_first() {
    let plan = plan();
    let copy_b =
        Draws { all_drivers: DriverDraw::Sampled(Copy::B), drivers: BTreeMap::new(), chance: Chance::Drawn(Copy::B) };
    let (a, b) = (attainment(&plan, Draws::sampled()), attainment(&plan, copy_b));
    let correlation = |x: &[f64], y: &[f64]| {
        let n = x.len() as f64;
        let (mx, my) = (x.iter().sum::<f64>() / n, y.iter().sum::<f64>() / n);
        let sum = |f: &dyn Fn(f64, f64) -> f64| x.iter().zip(y).map(|(&x, &y)| f(x - mx, y - my)).sum::<f64>();
        sum(&|x, y| x * y) / (sum(&|x, _| x * x) * sum(&|_, y| y * y)).sqrt()
    };
    // independent samples correlate by no more than 5 standard errors, 1 / sqrt(n) each
    assert!(correlation(&a[0], &b[0]).abs() < 5.0 / (TRIALS as f64).sqrt(), "{}", correlation(&a[0], &b[0]));
    assert!(correlation(&b[0], &b[1]) > 0.5, "the copy has the same law: {}", correlation(&b[0], &b[1]));
}

#[test]
fn as_written_every_trial_is_the_plan() {
    let plan = plan();
    let written = attainment(&plan, Draws::as_written());
    assert!(written.iter().flatten().all(|&x| (x - 0.8).abs() < 1e-12), "both medians are 0.8");
}
