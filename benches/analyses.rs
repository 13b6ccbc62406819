//! The analyses on scenarios/base.toml at 20,000 trials, beside the plain simulation of as many: what counts are the ratios.

use divan::{Bencher, black_box};
use planodds::analysis::{compare, drivers, gap, solve, watch};
use planodds::outcome::Outcome;
use planodds::plan::Plan;
use planodds::scenario;
use planodds::simulate::{self, Control, RunSpec};
use std::path::Path;

fn main() {
    divan::main();
}

fn plan(name: &str) -> Plan {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
    scenario::load(&path, &[]).expect("the scenario is valid").plan
}

fn spec() -> RunSpec {
    RunSpec::new(20_000, 1)
}

#[divan::bench(sample_count = 10)]
fn plain_simulation(bencher: Bencher) {
    let plan = plan("base.toml");
    bencher.bench_local(|| -> Vec<Outcome> {
        simulate::run(&[black_box(&plan)], &spec(), &Control::UNWATCHED).expect("it runs")
    });
}

#[divan::bench(sample_count = 5)]
fn gap_with_20_000_walks(bencher: Bencher) {
    let plan = plan("base.toml");
    let settings = gap::Settings { shapley_trials: 20_000 };
    bencher.bench_local(|| gap::gap(black_box(&plan), &spec(), &settings, &Control::UNWATCHED).expect("it runs"));
}

#[divan::bench(sample_count = 5)]
fn drivers_first_order(bencher: Bencher) {
    let plan = plan("base.toml");
    bencher.bench_local(|| {
        drivers::drivers(black_box(&plan), &spec(), &Control::UNWATCHED, drivers::Orders::First).expect("it runs")
    });
}

#[divan::bench(sample_count = 5)]
fn compare_of_three(bencher: Bencher) {
    let plans = ["base.toml", "upside.toml", "downside.toml"].map(plan);
    let plans: Vec<&Plan> = plans.iter().collect();
    let settings = compare::Settings::default();
    bencher.bench_local(|| compare::compare(&plans, &spec(), &Control::UNWATCHED, &settings).expect("it runs"));
}

#[divan::bench(sample_count = 5)]
fn watch_quarterly(bencher: Bencher) {
    let plan = plan("base.toml");
    let settings = watch::Settings { check_ins: watch::CheckIns::Quarterly };
    bencher.bench_local(|| watch::watch(black_box(&plan), settings, &spec(), &Control::UNWATCHED).expect("it runs"));
}

#[divan::bench(sample_count = 3)]
fn solve_one_lever(bencher: Bencher) {
    let plan = plan("base.toml");
    let lever = plan.levers.iter().find(|lever| lever.name == "sdrs").expect("a lever").clone();
    let settings = solve::Settings { wanted: solve::Wanted::Target, level: 0.4, depth: solve::Depth::Alone };
    bencher.bench_local(|| {
        let levers = std::slice::from_ref(&lever);
        solve::solve(black_box(&plan), levers, settings, &spec(), &Control::UNWATCHED).expect("it runs")
    });
}
