//! What a run writes, and under which names.

use super::args::ChartsArgument;
use super::exit::{Exit, Failure};
use super::interrupt;
use super::write::Staging;
use planodds::analysis::bands::Series;
use planodds::analysis::drivers::DriverSummary;
use planodds::analysis::odds::Odds;
use planodds::export;
use planodds::outcome::Outcome;
use planodds::plan::Plan;
use std::error::Error;
use std::fs;
use std::path::Path;

/// The single trials, where they are kept.
pub const TRIALS: &str = "trials.csv";

/// Where the charts are.
const CHARTS: &str = "charts/";

/// What is known at the end of a run.
pub struct Results {
    /// The tallies.
    pub outcome: Outcome,
    /// The odds.
    pub odds: Odds,
    /// The bands.
    pub bands: Vec<Series>,
    /// The drivers' distributions.
    pub drivers: Vec<DriverSummary>,
}

/// Writes results.json, bands.csv and the charts.
pub fn stage(plan: &Plan, results: &Results, charts: ChartsArgument, staging: &mut Staging) -> Result<(), Failure> {
    let Results { outcome, odds, bands, drivers } = results;
    let json = export::json::results(plan, &outcome.provenance, odds, bands, drivers);
    staging.write("results.json", &made("results.json", json)?)?;
    staging.write("bands.csv", &made("bands.csv", export::csv::bands(plan, bands))?)?;
    Ok(())
}

/// The bytes of a file, or that they could not be made.
fn made<T>(name: &str, result: Result<T, impl Error>) -> Result<T, Failure> {
    result.map_err(|error| Failure::saying(Exit::Broken, "output", format!("cannot make {name}: {error}"), &[]))
}

/// The last line: "Wrote output/base: results.json, bands.csv, 4 charts as SVG and PNG"; before it what lies there
/// from elsewhere, so that nobody takes it for this run's.
pub fn where_written(folder: &Path, written: &[String]) -> String {
    let (charts, others): (Vec<&str>, Vec<&str>) =
        written.iter().map(String::as_str).partition(|name| name.starts_with(CHARTS));
    let mut parts: Vec<String> = others.iter().map(|name| name.to_string()).collect();
    for (ending, kind) in [(".svg", "SVG"), (".png", "PNG")] {
        let count = charts.iter().filter(|name| name.ends_with(ending)).count();
        if count > 0 {
            parts.push(format!("{count} {kind} in {CHARTS}"));
        }
    }
    let others = not_from_this_run(folder, written);
    let remark = if others.is_empty() { String::new() } else { format!("Not from this run: {}\n", others.join(", ")) };
    format!("\n{remark}Wrote {}: {}\n", folder.display(), parts.join(", "))
}

/// Files with names like a run's that an earlier run (or somebody) left in the folder; never deleted, only named.
fn not_from_this_run(folder: &Path, written: &[String]) -> Vec<String> {
    let in_charts = fs::read_dir(folder.join(CHARTS)).into_iter().flatten().flatten();
    let charts = in_charts.map(|entry| format!("{CHARTS}{}", entry.file_name().to_string_lossy()));
    let trials = folder.join(TRIALS).exists().then(|| TRIALS.to_string());
    let mut others: Vec<String> = trials.into_iter().chain(charts).filter(|name| !written.contains(name)).collect();
    others.sort();
    others
}
