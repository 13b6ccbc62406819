//! What a run writes, and under which names.

use super::args::ChartsArgument;
use super::exit::{Exit, Failure};
use super::interrupt;
use super::terminal::counted;
use super::write::Staging;
use planodds::analysis::bands::Series;
use planodds::analysis::distribution;
use planodds::analysis::drivers::DriverSummary;
use planodds::analysis::odds::Odds;
use planodds::chart::{self, Figure};
use planodds::export;
use planodds::outcome::Outcome;
use planodds::plan::{Metric, Plan};
use std::error::Error;
use std::fs;
use std::num::NonZero;
use std::path::Path;
use std::thread;

/// The single trials, where they are kept.
pub const TRIALS: &str = "trials.csv";

/// The questions that write files of their own beside those of a run: their names begin with the question's.
const QUESTIONS: [&str; 8] = ["gap", "drivers", "solve", "compare", "watch", "replay", "report", "fit"];

/// Charts that are drawn at the same time, at most.
const MOST_AT_ONCE: usize = 4;

/// Charts of earlier runs that are named.
const MOST_CHARTS_NAMED: usize = 12;

/// Where the charts are.
const CHARTS: &str = "charts/";
/// Where a pack's results are.
const DATA: &str = "data/";

/// Bins of the chart of ARR at the target date: fine enough for its shape, coarse enough for 1,000 trials.
pub const BINS: usize = 40;

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
    match charts {
        ChartsArgument::None => Ok(()),
        ChartsArgument::Svg | ChartsArgument::SvgAndPng => stage_charts(plan, results, charts, staging),
    }
}

fn stage_charts(plan: &Plan, results: &Results, charts: ChartsArgument, staging: &mut Staging) -> Result<(), Failure> {
    let Results { outcome, odds, bands, .. } = results;
    let arr = distribution::distribution(outcome, Metric::Arr, None, odds.by, BINS);
    let untallied = || Failure::saying(Exit::Broken, "output", "cannot draw: ARR was not tallied".to_string(), &[]);
    let arr = arr.ok_or_else(untallied)?;
    stage_figures(&chart::figures(plan, &outcome.provenance, odds, bands, &arr), charts, staging)
}

/// Draws charts into `charts/`.
pub fn stage_figures(figures: &[(&str, Figure)], charts: ChartsArgument, staging: &mut Staging) -> Result<(), Failure> {
    // A PNG takes a tenth of a second, and some 50 MB while it is made.
    let at_once = thread::available_parallelism().map_or(1, NonZero::get).min(MOST_AT_ONCE);
    for figures in figures.chunks(at_once) {
        interrupt::check()?;
        let drawn: Vec<_> = thread::scope(|scope| {
            let threads: Vec<_> =
                figures.iter().map(|(name, figure)| scope.spawn(|| drawn(name, figure, charts))).collect();
            threads.into_iter().map(|thread| thread.join()).collect()
        });
        for files in drawn {
            for (name, bytes) in files.unwrap_or_else(|panic| std::panic::resume_unwind(panic))? {
                staging.write(&name, &bytes)?;
            }
        }
    }
    Ok(())
}

/// The files of one chart.
fn drawn(name: &str, figure: &Figure, charts: ChartsArgument) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let svg = chart::svg(figure);
    let mut files = Vec::new();
    if charts == ChartsArgument::SvgAndPng {
        let name = format!("{CHARTS}{name}.png");
        let png = made(&name, chart::png(&svg))?;
        files.push((name, png));
    }
    files.insert(0, (format!("{CHARTS}{name}.svg"), svg.into_bytes()));
    Ok(files)
}

/// The bytes of a file, or that they could not be made.
pub fn made<T>(name: &str, result: Result<T, impl Error>) -> Result<T, Failure> {
    result.map_err(|error| Failure::saying(Exit::Broken, "output", format!("cannot make {name}: {error}"), &[]))
}

/// The last line: "Wrote output/base: results.json, bands.csv, 4 charts (SVG and PNG) in output/base/charts/"; before it what lies there
/// from elsewhere, so that nobody takes it for this run's.
pub fn where_written(folder: &Path, written: &[String], question: &str) -> String {
    let (charts, mut others): (Vec<&str>, Vec<&str>) =
        written.iter().map(String::as_str).partition(|name| name.starts_with(CHARTS));
    others.sort_by_key(|name| *name == TRIALS);
    let mut parts: Vec<String> = others.iter().map(|name| name.to_string()).collect();
    let count = |ending: &str| charts.iter().filter(|name| name.ends_with(ending)).count();
    let place = folder.join(CHARTS);
    match (count(".svg"), count(".png")) {
        (0, 0) => {}
        (svg, 0) => parts.push(format!("{} (SVG) in {}", counted(svg, "chart"), place.display())),
        (svg, _) => parts.push(format!("{} (SVG and PNG) in {}", counted(svg, "chart"), place.display())),
    }
    let others = not_from_this_run(folder, written, question);
    let remark = if others.is_empty() { String::new() } else { format!("Not from this run: {}\n", named(&others)) };
    format!("\n{remark}Wrote {}: {}\n", folder.display(), parts.join(", "))
}

/// All of them by name, but for the charts beyond the first few, which are counted.
fn named(others: &[String]) -> String {
    let (charts, files): (Vec<&String>, Vec<&String>) = others.iter().partition(|name| name.starts_with(CHARTS));
    let more = charts.len().saturating_sub(MOST_CHARTS_NAMED);
    let more = (more > 0).then(|| format!("{more} more charts"));
    let shown = charts.into_iter().take(MOST_CHARTS_NAMED).cloned().chain(more).chain(files.into_iter().cloned());
    shown.collect::<Vec<_>>().join(", ")
}

/// Files with names like those of this question that an earlier run (or somebody) left in the folder; never deleted, only
/// named. What belongs to another question is nobody's mistake.
fn not_from_this_run(folder: &Path, written: &[String], question: &str) -> Vec<String> {
    let names = |inside: &'static str| {
        let entries = fs::read_dir(folder.join(inside)).into_iter().flatten().flatten();
        entries.map(move |entry| (inside, entry.file_name().to_string_lossy().into_owned()))
    };
    if question == "report" {
        // A pack has a folder of its own: what lies in it with a pack's name is of another pack.
        let ours = |(inside, name): &(&str, String)| !inside.is_empty() || name.starts_with("report.");
        let found = ["", CHARTS, DATA].into_iter().flat_map(names).filter(ours);
        let mut others: Vec<String> =
            found.map(|(inside, name)| format!("{inside}{name}")).filter(|name| !written.contains(name)).collect();
        others.sort();
        return others;
    }
    let of = |name: &str| QUESTIONS.into_iter().find(|q| name.starts_with(&format!("{q}_"))).unwrap_or("run");
    let like_ours = |(inside, name): &(&str, String)| {
        of(name) == question && (*inside == CHARTS || name == TRIALS || question != "run")
    };
    let found = names("").chain(names(CHARTS)).filter(like_ours).map(|(inside, name)| format!("{inside}{name}"));
    let mut others: Vec<String> = found.filter(|name| !written.contains(name)).collect();
    others.sort();
    others
}
