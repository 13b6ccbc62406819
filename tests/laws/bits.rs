//! The same bits however the work is cut up, however the file is ordered, and for a trial alone.

use super::tape::Tape;
use super::{TRIALS, all_columns, choices, config, plan_of, scenario_of, tree};
use crate::running;
use planodds::outcome::{self, Outcome};
use planodds::plan::Sampling;
use planodds::simulate::RunSpec;
use proptest::collection::vec;
use proptest::prelude::*;

/// A multiple of 16, not of a block's 256.
const TRIALS_LHS: u64 = 592;

fn bytes(outcome: &Outcome) -> String {
    serde_json::to_string(outcome).expect("an outcome is written")
}

/// Panics without printing megabytes.
fn same_bytes(a: &str, b: &str) -> Result<(), TestCaseError> {
    let differ = a.bytes().zip(b.bytes()).position(|(a, b)| a != b);
    let at = differ.unwrap_or(a.len().min(b.len()));
    let around = |text: &str| text.get(at.saturating_sub(80)..(at + 80).min(text.len())).unwrap_or("").to_string();
    prop_assert!(a == b, "they differ at byte {at}: ...{}... and ...{}...", around(a), around(b));
    Ok(())
}

fn part(spec: &RunSpec, from: u64, until: u64) -> RunSpec {
    RunSpec { trials: from..until, ..spec.clone() }
}

/// The runs between the cuts, written, read back and merged starting from the part of number `first`.
fn merged(plan: &planodds::plan::Plan, spec: &RunSpec, cuts: &[u64], first: usize) -> Outcome {
    let mut ends: Vec<u64> = cuts.iter().copied().chain([0, spec.trials.end]).collect();
    ends.sort_unstable();
    ends.dedup();
    let mut parts: Vec<Outcome> = ends
        .windows(2)
        .map(|ends| bytes(&running::run(plan, &part(spec, ends[0], ends[1]))))
        .map(|text| serde_json::from_str(&text).expect("a part is read back"))
        .collect();
    let first = first % parts.len();
    parts.rotate_left(first);
    let start = parts.remove(0);
    parts.iter().fold(start, |whole, part| outcome::merge(whole, part).expect("parts of one run merge"))
}

proptest! {
    #![proptest_config(config(12))]

    #[test]
    fn any_number_of_threads_gives_the_same_bytes(choices in choices()) {
        let plan = plan_of(&scenario_of(&choices));
        let on = |threads: usize| running::run(&plan, &RunSpec { threads: Some(threads), ..running::spec(TRIALS, 3) });
        let one = bytes(&on(1));
        for threads in [2, 3, 7] {
            same_bytes(&one, &bytes(&on(threads)))?;
        }
    }

    #[test]
    fn merged_parts_are_the_whole(choices in choices(), cuts in vec(1..TRIALS, 1..4), first in 0usize..4) {
        let plan = plan_of(&scenario_of(&choices));
        let spec = running::spec(TRIALS, 4);
        same_bytes(&bytes(&running::run(&plan, &spec)), &bytes(&merged(&plan, &spec, &cuts, first)))?;
    }

    #[test]
    fn merged_parts_of_hypercubes_are_the_whole(choices in choices(), cuts in vec(1..TRIALS_LHS, 1..3), first in 0usize..3) {
        let plan = plan_of(&scenario_of(&choices));
        let spec = RunSpec { sampling: Sampling::Lhs, ..running::spec(TRIALS_LHS, 4) };
        same_bytes(&bytes(&running::run(&plan, &spec)), &bytes(&merged(&plan, &spec, &cuts, first)))?;
    }

    #[test]
    fn keys_and_tables_in_another_order_give_the_same_bytes(choices in choices(), order in vec(any::<u32>(), 300)) {
        let root = scenario_of(&choices);
        let (plan, other) = (plan_of(&root), plan_of(&tree::reordered(&root, &mut Tape::new(&order))));
        prop_assert_eq!(&plan.digest, &other.digest);
        let spec = running::spec(TRIALS, 6);
        same_bytes(&bytes(&running::run(&plan, &spec)), &bytes(&running::run(&other, &spec)))?;
    }

    #[test]
    fn a_trial_replays_alone(choices in choices(), k in 0..TRIALS_LHS) {
        let plan = plan_of(&scenario_of(&choices));
        let columns = all_columns(&plan);
        for sampling in [Sampling::Random, Sampling::Lhs] {
            let spec = RunSpec { sampling, ..running::spec(TRIALS_LHS, 7) };
            let whole = running::sample(&plan, &spec, &columns).expect("the trials run");
            let alone = running::sample(&plan, &part(&spec, k, k + 1), &columns).expect("the trial runs");
            for (column, (all, one)) in columns.iter().zip(whole.iter().zip(&alone)) {
                let (all, one) = (all[k as usize], one[0]);
                prop_assert_eq!(all.to_bits(), one.to_bits(), "{:?}: {} in the run, {} alone", column, all, one);
            }
        }
    }
}
