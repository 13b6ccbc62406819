//! How a run that was to be precise ended, in a sentence.

use super::format;
use crate::analysis::PERCENTILE_NAMES;
use crate::analysis::precision::{Precise, Wanted};

/// "It took 40,960 trials: P(hit) is known to 0.5 percentage points, as asked", or how close it came.
pub fn sentence(wanted: Wanted, precise: &Precise) -> String {
    let trials = format::whole(precise.outcome.provenance.trials);
    let (what, unit, asked) = match wanted {
        Wanted::Hit { half_width } => ("P(hit)".to_string(), "percentage points", half_width),
        Wanted::Percentile { index, relative } => {
            let name = PERCENTILE_NAMES.get(index).map_or(String::new(), |name| name.to_uppercase());
            (format!("{name} of ARR at the target date"), "% of it", relative)
        }
    };
    let Some(reached) = precise.reached else {
        return format!("{trials} trials are too few for an interval of {what}: allow more with --max-trials");
    };
    let reached = format::points_closely(reached);
    let asked = format::points_closely(asked);
    match precise.enough {
        true => format!("It took {trials} trials: {what} is known to ± {reached} {unit} (asked: {asked})"),
        false => format!(
            "{trials} trials, the most allowed, leave {what} at ± {reached} {unit} (asked: {asked}): allow more with \
             --max-trials"
        ),
    }
}
