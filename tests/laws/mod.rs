//! Laws of the model and of the bits, over random valid scenarios.

mod accounting;
mod between;
mod bits;
mod draws;
mod extremes;
mod gap;
mod inputs;
mod monotone;
mod neighbours;
mod scenario;
mod tape;
mod tree;

use crate::running;
use planodds::plan::{Metric, Plan};
use planodds::scenario as front_door;
use planodds::simulate::KeptColumn;
use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, Strategy, any};
use proptest::test_runner::RngSeed;
use tape::Tape;
use tree::Entries;

/// Two whole blocks and a part of one.
const TRIALS: u64 = 600;

/// This many scenarios, always the same ones.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_270_101),
        max_shrink_iters: 200,
        ..ProptestConfig::default()
    }
}

/// The random choices of one scenario.
fn choices() -> impl Strategy<Value = Vec<u32>> {
    vec(any::<u32>(), 400)
}

/// The scenario of these choices.
fn scenario_of(choices: &[u32]) -> Entries {
    scenario::scenario(&mut Tape::new(choices))
}

/// The plan of a tree; a panic where it is refused: these scenarios are valid.
fn plan_of(root: &Entries) -> Plan {
    let text = tree::render(root);
    running::plan_of(front_door::parse("random", &text), &format!("this valid scenario\n{text}\n"))
}

/// All months of these metrics of a segment (or in total), metric by metric.
fn columns(plan: &Plan, segment: Option<usize>, metrics: &[Metric]) -> Vec<KeptColumn> {
    let months = |&metric: &Metric| (1..=plan.calendar.months).map(move |t| KeptColumn { metric, segment, t });
    metrics.iter().flat_map(months).collect()
}

/// Every metric that the segment (or the total) has.
fn metrics_of(plan: &Plan, segment: Option<usize>) -> Vec<Metric> {
    let has = |metric: &Metric| match segment {
        Some(s) => metric.in_segment(&plan.segments[s]),
        None => metric.in_total(plan),
    };
    Metric::all(plan).filter(has).collect()
}

/// The total and every segment.
fn places(plan: &Plan) -> Vec<Option<usize>> {
    std::iter::once(None).chain((0..plan.segments.len()).map(Some)).collect()
}

/// Every column of the plan.
fn all_columns(plan: &Plan) -> Vec<KeptColumn> {
    places(plan).into_iter().flat_map(|place| columns(plan, place, &metrics_of(plan, place))).collect()
}
