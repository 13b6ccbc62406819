//! The arguments of `planodds fit`.

use super::CommonArguments;
use crate::cli::values;
use clap::Args;
use planodds::fit::day::Day;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  planodds fit --detect exports/opportunities.csv > mapping.toml    propose a mapping; review every line of it
  planodds fit mapping.toml                                         what the exports say
  planodds fit mapping.toml --as-of 2026-06-30                      as it was known on that day
  planodds fit mapping.toml --scenario plan.toml                    where the plan is more hopeful than history
  planodds fit mapping.toml --scenario plan.toml --write fitted.toml
      and a scenario that extends the plan with the fitted drivers: planodds run fitted.toml --trials 100000

Writes to output/<name of MAPPING>/fit/ unless --out says otherwise:
  fit.json              everything, for programs (same exports, same bytes)
  fitted_drivers.toml   the fitted drivers as tables of a scenario
  fit_drivers.csv       every driver: value, 90 % range of next year, interval, sample, method
  fit_findings.csv      what cannot be said, and what to keep in mind
  fit_bad_rows.csv      what the rules caught, by file, with the first lines
  fit_*.csv             files, checks, quarters, curves, sizes, ramp, volume
  fit_against.csv, fit_odds.csv, fit_paired.csv, fit_contributions.csv, fit_left_out.csv    with --scenario
  charts/fit_*          curves with their fit, levels by quarter, sizes, ramp, volume
No name and no amount of a single row stands in any of them; key accounts stand in the scenario of --write alone.

Exit codes:
  0    done; also where drivers are missing, which the summary says
  1    broke while working (full disk, output that cannot be written to any more)
  2    bad input: arguments, mapping, exports, scenario or output folder; nothing was written
  130  stopped by Ctrl-C; nothing was written (a second Ctrl-C ends at once)";

/// `planodds fit`.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct FitArguments {
    /// The mapping: which file, column and word of the exports means what
    #[arg(value_name = "MAPPING", required_unless_present = "detect")]
    pub mapping: Option<PathBuf>,
    /// The last day that counts, such as 2026-06-30 [default: the mapping's, else the last day in the exports]
    #[arg(long, value_name = "DATE", value_parser = values::day)]
    pub as_of: Option<Day>,
    /// A plan to hold against history
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<PathBuf>,
    /// Write a scenario that extends the plan with the fitted drivers; it must lie in the plan's folder or above
    #[arg(long, value_name = "FILE", requires = "scenario", conflicts_with = "sets")]
    pub write: Option<PathBuf>,
    /// Leave out rows that cannot be used, and count them, instead of refusing the exports
    #[arg(long)]
    pub skip_bad_rows: bool,
    /// Print a proposed mapping for this export instead
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["mapping", "as_of", "scenario", "write", "skip_bad_rows", "sets", "out"]
    )]
    pub detect: Option<PathBuf>,
    /// What every analysis takes; --trials, --seed and --set are for the odds with --scenario [trials: 100_000 unless told
    /// otherwise]
    #[command(flatten)]
    pub common: CommonArguments,
}
