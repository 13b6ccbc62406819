//! The README's example of the library, letter by letter, so that it compiles and runs.

use planodds::analysis::odds::odds;
use planodds::scenario;
use planodds::simulate::{Control, RunSpec, run};
use std::error::Error;
use std::path::Path;

/// The probability that the plan of a scenario file hits its target.
pub fn probability(file: &Path, trials: u64, seed: u64) -> Result<Option<f64>, Box<dyn Error>> {
    let loaded = scenario::load(file, &[]).map_err(|refused| format!("{} mistakes", refused.diagnostics.len()))?;
    let outcomes = run(&[&loaded.plan], &RunSpec::new(trials, seed), &Control::UNWATCHED)?;
    Ok(odds(&loaded.plan, &outcomes[0]).probability.value)
}
