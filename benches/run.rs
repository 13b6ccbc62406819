//! The parts of the main job on scenarios/base.toml at 10,000 trials.

use divan::{Bencher, black_box};
use planodds::analysis::{bands, distribution, drivers, odds};
use planodds::outcome::Outcome;
use planodds::plan::{Metric, Plan};
use planodds::simulate::{self, Control, RunSpec};
use planodds::{chart, export, scenario};
use std::path::{Path, PathBuf};

fn main() {
    divan::main();
}

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/base.toml")
}

fn plan() -> Plan {
    scenario::load(&path(), &[]).expect("the scenario is valid").plan
}

fn outcome(plan: &Plan) -> Outcome {
    simulate::run(&[plan], &RunSpec::new(10_000, 1), &Control::UNWATCHED).expect("it runs").remove(0)
}

#[divan::bench]
fn load_scenario() -> Plan {
    plan()
}

#[divan::bench]
fn simulate_10_000_trials(bencher: Bencher) {
    let plan = plan();
    bencher.bench_local(|| outcome(black_box(&plan)));
}

#[divan::bench]
fn results_json(bencher: Bencher) {
    let plan = plan();
    let outcome = outcome(&plan);
    bencher.bench_local(|| {
        let (odds, bands) = (odds::odds(&plan, &outcome), bands::bands(&plan, &outcome));
        let drivers = drivers::driver_summaries(&plan);
        export::json::results(&plan, &outcome.provenance, &odds, &bands, &drivers).expect("it is written")
    });
}

#[divan::bench]
fn charts_svg(bencher: Bencher) {
    with_figures(bencher, |figure| chart::svg(figure).len());
}

#[divan::bench(sample_count = 10)]
fn charts_png(bencher: Bencher) {
    with_figures(bencher, |figure| chart::png(&chart::svg(figure)).expect("it is drawn").len());
}

fn with_figures(bencher: Bencher, draw: impl Fn(&chart::Figure) -> usize) {
    let plan = plan();
    let outcome = outcome(&plan);
    let (odds, bands) = (odds::odds(&plan, &outcome), bands::bands(&plan, &outcome));
    let arr = distribution::distribution(&outcome, Metric::Arr, None, plan.target.by, 40).expect("ARR is tallied");
    let figures = chart::figures(&plan, &outcome.provenance, &odds, &bands, &arr);
    bencher.bench_local(|| figures.iter().map(|(_, figure)| draw(figure)).sum::<usize>());
}
