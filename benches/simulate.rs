//! The simulation of scenarios/base.toml on one thread beside its bare random numbers: the times are for 25,600 trials,
//! so divide by 25,600 for a trial.

use divan::{Bencher, black_box, counter::ItemsCount};
use planodds::math::lanes::LANES;
use planodds::math::normal_table::normal_scores;
use planodds::plan::Plan;
use planodds::sampling::stream::Stream;
use planodds::scenario;
use planodds::simulate::{self, Control, MetricSet, RunSpec};
use std::path::Path;

const TRIALS: u64 = 25_600;

/// Uniforms and normal scores that a trial of base.toml takes, counted at the calls (docs/validation.md, "Speed").
const UNIFORMS_A_TRIAL: u32 = 1053;
const NORMALS_A_TRIAL: u32 = 411;

fn main() {
    divan::main();
}

fn base() -> Plan {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/base.toml");
    scenario::load(&path, &[]).expect("the scenario is valid").plan
}

fn simulate_with(bencher: Bencher, metrics: MetricSet, trials: u64, threads: usize) {
    let plan = base();
    let spec = RunSpec { threads: Some(threads), metrics, ..RunSpec::new(trials, 1) };
    bencher
        .counter(ItemsCount::new(trials))
        .bench_local(|| simulate::run(&[black_box(&plan)], &spec, &Control::UNWATCHED).expect("it runs"));
}

/// The same count of uniforms and normal scores, and nothing else.
#[divan::bench(sample_count = 20)]
fn bare_random_numbers(bencher: Bencher) {
    bencher.counter(ItemsCount::new(TRIALS)).bench_local(|| {
        let stream = Stream::new(1, "bench");
        let (mut u, mut z) = ([0.0; LANES], [0.0; LANES]);
        for block in 0..TRIALS / LANES as u64 {
            for i in 0..UNIFORMS_A_TRIAL {
                stream.uniforms(block, i, 0, &mut u);
                if i < NORMALS_A_TRIAL {
                    normal_scores(&mut z, black_box(&u));
                }
            }
            black_box((&u, &z));
        }
    });
}

#[divan::bench(sample_count = 20)]
fn headline_metrics(bencher: Bencher) {
    simulate_with(bencher, MetricSet::Headline, TRIALS, 1);
}

#[divan::bench(sample_count = 20)]
fn all_metrics(bencher: Bencher) {
    simulate_with(bencher, MetricSet::All, TRIALS, 1);
}

#[divan::bench(sample_count = 20)]
fn headline_metrics_on_two_threads(bencher: Bencher) {
    simulate_with(bencher, MetricSet::Headline, TRIALS, 2);
}

#[divan::bench(sample_count = 10)]
fn four_times_the_trials(bencher: Bencher) {
    simulate_with(bencher, MetricSet::Headline, 4 * TRIALS, 1);
}
