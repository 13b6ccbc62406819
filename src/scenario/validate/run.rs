//! `[run]`.

use super::At;
use crate::diagnostic::Diagnostic;
use crate::plan::{RunDefaults, Sampling};
use crate::scenario::codes;
use crate::scenario::node::Table;
use crate::scenario::read::Reading;

/// How the plan is run unless the command line says otherwise.
pub fn read(reading: &mut Reading<'_>, root: &At<'_>) -> RunDefaults {
    let empty = Table::new();
    let at = root.inside("run").unwrap_or(At { table: &empty, path: "run".to_string(), place: root.place.clone() });
    let trials = at.number("trials").unwrap_or(10_000.0).max(0.0) as u64;
    let seed = match at.node("seed").map(|node| &node.content) {
        Some(crate::scenario::node::Content::Whole(seed)) => *seed as u64,
        _ => at.number("seed").unwrap_or(1.0).max(0.0) as u64,
    };
    let sampling = if at.text("sampling") == Some("lhs") { Sampling::Lhs } else { Sampling::Random };
    if sampling == Sampling::Lhs && (trials < 160 || !trials.is_multiple_of(16)) && !reading.is_broken("run.trials") {
        let nearest = (trials.div_ceil(16) * 16).max(160);
        let message = format!("sampling = \"lhs\" needs a multiple of 16 trials, at least 160, got {trials}");
        let help = format!("did you mean trials = {nearest}? the trials form 16 independent Latin hypercubes");
        reading.say(Diagnostic::error(codes::TRIALS, message).at(&at.value_place("trials"), "").help(help));
    }
    RunDefaults { trials, seed, sampling }
}
