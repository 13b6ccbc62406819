//! What a workbook says beside the report itself: the names of its own sheets and columns, and its manifest.

use super::Results;
use crate::report::table::{DataTable, plain, text};

/// The first sheet.
pub const SUMMARY: &str = "Summary";
/// The sheet with what the charts draw.
pub const CHART_DATA: &str = "Chart data";
/// Headings of the key figures.
pub const FIGURE_HEADINGS: [&str; 4] = ["Figure", "Value", "95 % interval, from", "to"];
/// How the figures are to be read, below them.
pub const FIGURE_NOTES: [&str; 2] = [
    "The interval is the error of the simulation alone, given these assumptions. Every figure is a named cell.",
    "Shares and their differences are kept as shares: 31.2 % is 0.312, +5.2 % pts is 0.052.",
];
/// Headings of the list of pages.
pub const PAGE_HEADINGS: [&str; 2] = ["Page", "Finding"];
/// Headings of the list of tables.
pub const DATA_HEADINGS: [&str; 2] = ["Data", "What it is"];
/// What the sheet of chart data is for.
pub const CHART_DATA_NOTE: &str = "What the charts of this workbook draw, a block a chart. Widths of bands and the feet on \
                                   which bars stand are worked out from the results; change a number and its chart follows.";
/// Before the names that series have in a chart.
pub const IN_THE_CHART: &str = "In the chart:";
/// For a series that is not to be seen.
pub const INVISIBLE: &str = "(invisible)";
/// The link back.
pub const BACK: &str = "Back to the summary";
/// The table with what was run.
pub const MANIFEST: &str = "manifest";

/// What was run, a name and a value a row.
pub fn manifest(results: &Results<'_>) -> DataTable {
    let run = results.provenance;
    let mut table = DataTable::new(MANIFEST, "What was run, and with what", &["name", "value"]);
    let mut row = |name: &str, value: &str| table.push(vec![text(name), text(value)]);
    row("program", "planodds");
    row("version", &run.version);
    row("scenario digest", &run.digest);
    row("random scheme", &run.scheme);
    row("seed", &run.seed.to_string());
    row("sampling", &run.sampling);
    row("command", &results.origin.command);
    table.push(vec![text("trials"), plain(run.trials)]);
    for (file, digest) in &results.origin.inputs {
        table.push(vec![text(format!("input {file}")), text(format!("sha256:{digest}"))]);
    }
    table
}
