//! Other draws through the same kernel: pinned drivers, a second copy of all random numbers, the plan as written.

use crate::running;
use planodds::plan::{DriverId, Metric, Plan};
use planodds::scenario;
use planodds::simulate::segment_walk;
use planodds::simulate::walk::{self, Players};
use planodds::simulate::{Control, Copy, Draws, DriverDraw, KeptColumn, Noted, Off, RunSpec};
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
    let (a, b) = (attainment(&plan, Draws::sampled()), attainment(&plan, Draws::of(Copy::B)));
    // independent samples correlate by no more than 5 standard errors, 1 / sqrt(n) each
    assert!(correlation(&a[0], &b[0]).abs() < 5.0 / (TRIALS as f64).sqrt(), "{}", correlation(&a[0], &b[0]));
    assert!(correlation(&b[0], &b[1]) > 0.5, "the copy has the same law: {}", correlation(&b[0], &b[1]));
}

fn correlation(x: &[f64], y: &[f64]) -> f64 {
    let n = x.len() as f64;
    let (mx, my) = (x.iter().sum::<f64>() / n, y.iter().sum::<f64>() / n);
    let sum = |f: &dyn Fn(f64, f64) -> f64| x.iter().zip(y).map(|(&x, &y)| f(x - mx, y - my)).sum::<f64>();
    sum(&|x, y| x * y) / (sum(&|x, _| x * x) * sum(&|_, y| y * y)).sqrt()
}

#[test]
fn a_walk_leads_from_the_plan_as_written_to_the_simulation() {
    let plan = running::plan_of(scenario::load(std::path::Path::new("scenarios/base.toml"), &[]), "base");
    let spec = RunSpec::new(600, 3);
    let value = Noted::Metric(KeptColumn { metric: Metric::Arr, segment: None, t: plan.target.by });
    let drivers: BTreeMap<DriverId, usize> =
        plan.random_drivers().into_iter().enumerate().map(|(i, id)| (id, i % 2)).collect();
    let players = Players { count: 4, drivers, risks: Some(2), chance: Some(3) };
    let steps =
        walk::walk(&plan, &spec, &Control::UNWATCHED, &players, Off::AsWritten, value, |steps| steps).expect("it runs");
    let ends = |step: usize| -> Vec<f64> {
        steps.iter().flat_map(|s| s.values[step][s.lanes.clone()].iter().copied()).collect()
    };
    let written = running::run(&plan, &spec).planned.month(Metric::Arr, None, plan.target.by);
    assert!(ends(0).iter().all(|&x| Some(x) == written), "nothing on: the plan as written, to the bit");
    let simulated = simulated_arr(&plan, &RunSpec::new(600, 3), value);
    assert_eq!(ends(4), simulated, "everything on: the simulation, to the bit");
    for s in &steps {
        for lane in s.lanes.clone() {
            let gains: f64 = (0..4).map(|player| s.gain(player, lane)).sum();
            // four differences of figures of 2e7 are rounded to 4e-9 each
            assert!((gains - (s.values[4][lane] - s.values[0][lane])).abs() < 1e-7);
        }
    }
}

#[test]
fn segments_that_walk_alone_add_up_to_the_walk_of_all() {
    let plan = running::plan_of(scenario::load(std::path::Path::new("scenarios/base.toml"), &[]), "base");
    // one owner's drivers in several segments, a risk's probability with a player of its own, some drivers without any
    let id_of = |(i, id): (usize, DriverId)| (i % 7 != 0).then_some((id, i % 5));
    let drivers: BTreeMap<DriverId, usize> = plan.random_drivers().into_iter().enumerate().filter_map(id_of).collect();
    let players = Players { count: 7, drivers, risks: Some(5), chance: Some(6) };
    for by in [1, 7, 12] {
        let spec = RunSpec::new(700, 3);
        let value = Noted::Metric(KeptColumn { metric: Metric::Arr, segment: None, t: by });
        let control = Control::UNWATCHED;
        let all = walk::walk(&plan, &spec, &control, &players, Off::AsWritten, value, |s| s).expect("it runs");
        let alone = segment_walk::walk_arr(&plan, &spec, &control, &players, by, |s| s).expect("it runs");
        assert_eq!(all.len(), alone.len());
        for (a, b) in all.iter().zip(&alone) {
            assert_eq!((a.block, &a.lanes, &a.rank), (b.block, &b.lanes, &b.rank));
            assert_eq!(a.values, b.values, "to the bit, month {by}");
        }
    }
}

fn simulated_arr(plan: &Plan, spec: &RunSpec, value: Noted) -> Vec<f64> {
    planodds::simulate::sample(plan, spec, &Control::UNWATCHED, &[value]).expect("it runs").remove(0)
}

#[test]
fn what_is_redrawn_is_drawn_given_what_it_is_correlated_with() {
    let plan = plan();
    let [a, b] = ["segments.a.capacity.attainment", "segments.b.capacity.attainment"].map(|path| driver(&plan, path));
    // the players walk on one by one: after the first step one of the two attainments is copy A's
    let players = Players { count: 2, drivers: BTreeMap::from([(a, 0), (b, 1)]), risks: None, chance: None };
    let spec = RunSpec::new(TRIALS, 4);
    let attainment_of = |segment: usize| {
        let noted = Noted::Metric(KeptColumn { metric: Metric::CapacityArr, segment: Some(segment), t: 1 });
        walk::walk(&plan, &spec, &Control::UNWATCHED, &players, Off::Redrawn, noted, |steps| steps).expect("it runs")
    };
    let (of_a, of_b) = (attainment_of(0), attainment_of(1));
    let usual = attainment(&plan, Draws::sampled());
    let second = attainment(&plan, Draws::of(Copy::B));
    let step = |all: &[walk::Steps], step: usize| -> Vec<f64> {
        all.iter().flat_map(|s| s.values[step][s.lanes.clone()].iter().copied()).collect()
    };
    assert_eq!((step(&of_a, 0), step(&of_b, 0)), (second[0].clone(), second[1].clone()), "all off: copy B");
    assert_eq!((step(&of_a, 2), step(&of_b, 2)), (usual[0].clone(), usual[1].clone()), "all on: copy A");
    let first: Vec<bool> = of_a.iter().flat_map(|s| s.lanes.clone().map(|i| s.rank[0][i] == 0)).collect();
    let where_a_is_on =
        |x: &[f64]| -> Vec<f64> { x.iter().zip(&first).filter(|(_, on)| **on).map(|(x, _)| *x).collect() };
    let (x, y) = (where_a_is_on(&step(&of_a, 1)), where_a_is_on(&step(&of_b, 1)));
    assert_eq!(x, where_a_is_on(&usual[0]), "what is on is copy A's");
    assert!(y.iter().zip(where_a_is_on(&usual[1])).all(|(redrawn, kept)| *redrawn != kept), "what is off is redrawn");
    // the joint law is the plan's: correlations of the two samples differ by 5 standard errors at most, each
    // (1 - 0.6²) / sqrt(n), n about 5,000
    let (redrawn, plain) = (correlation(&x, &y), correlation(&usual[0], &usual[1]));
    let error = 5.0 * 0.64 * (1.0 / 5_000.0_f64 + 1.0 / TRIALS as f64).sqrt();
    assert!((redrawn - plain).abs() < error, "{redrawn} against {plain}");
}

#[test]
fn as_written_every_trial_is_the_plan() {
    let plan = plan();
    let written = attainment(&plan, Draws::as_written());
    assert!(written.iter().flatten().all(|&x| (x - 0.8).abs() < 1e-12), "both medians are 0.8");
}
