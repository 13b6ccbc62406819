//! Names of files, and what stands at the top of the scenarios that are written.

use crate::fit::day::Day;

/// The table of fitted inputs.
pub const DRIVERS: &str = "fit_drivers.csv";
/// The table of findings.
pub const FINDINGS: &str = "fit_findings.csv";
/// The table of rows that a rule caught.
pub const BAD_ROWS: &str = "fit_bad_rows.csv";
/// The plan against history.
pub const AGAINST: &str = "fit_against.csv";
/// The fitted inputs as tables of a scenario.
pub const FRAGMENT: &str = "fitted_drivers.toml";

/// The numbers behind the charts: quarters, curves, sizes, the ramp, volume.
pub const EVIDENCE: [&str; 5] =
    ["fit_quarters.csv", "fit_curves.csv", "fit_sizes.csv", "fit_ramp.csv", "fit_volume.csv"];

/// What the first line of every scenario begins with that `fit` has written: no other file is written over.
pub const OURS: &str = "# Drivers fitted by planodds fit";

/// The comment at the top: from what, as of when, by which command.
pub fn comment(mapping: &str, files: &[String], as_of: Day, command: &str) -> String {
    let mut text = format!("{OURS} from {mapping}, as of {as_of}.\n");
    for file in files {
        text.push_str(&format!("# From {}\n", crate::report::format::one_line(file)));
    }
    text.push_str(&format!("# Written by: {}\n", crate::report::format::one_line(command)));
    text
}
