//! The same bytes whatever instruction set the machine's vectors are computed with.
//!
//! A process chooses its set once, so each runs in its own. On a machine without the wider sets two or all three of the
//! runs use the same one.

use super::Scratch;
use std::collections::BTreeMap;

/// Names a narrower set than the machine's widest.
const VARIABLE: &str = "PLANODDS_INSTRUCTION_SET";

fn files(scratch: &Scratch, arguments: &[&str], set: Option<&str>) -> BTreeMap<String, Vec<u8>> {
    let mut command = scratch.command(arguments);
    match set {
        Some(set) => command.env(VARIABLE, set),
        None => command.env_remove(VARIABLE),
    };
    super::Ended::from(command.output().expect("the program starts")).code(0);
    let files = scratch.files();
    std::fs::remove_dir_all(scratch.path("same")).expect("removable");
    files
}

fn same_for_every_set(scenario: &str, trials: &str) {
    let scratch = Scratch::with_small();
    let fixed = ["run", scenario, "--trials", trials, "--metrics", "all", "--keep-trials", "--charts", "none"];
    let arguments = [&fixed[..], &["--out", "same"]].concat();
    let widest = files(&scratch, &arguments, None);
    for set in ["baseline", "avx2"] {
        let narrower = files(&scratch, &arguments, Some(set));
        for file in ["same/results.json", "same/bands.csv", "same/trials.csv"] {
            assert!(widest[file] == narrower[file], "{file} of {scenario} has other bytes with {set}");
        }
    }
}

#[test]
fn a_small_plan_gives_the_same_bytes_with_every_instruction_set() {
    // Not a multiple of a block of trials, so that the last one is cut off.
    same_for_every_set("small.toml", "3001");
}

#[test]
fn the_base_plan_gives_the_same_bytes_with_every_instruction_set() {
    same_for_every_set(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/base.toml"), "2000");
}
