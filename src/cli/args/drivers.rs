//! Arguments of `planodds drivers`.

use super::CommonArguments;
use clap::Args;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  planodds drivers scenarios/base.toml
  planodds drivers scenarios/base.toml --total
  planodds drivers scenarios/base.toml --between as-is sdrs=4
      what is worth knowing before one chooses: no change, or the lever sdrs at 4
  planodds drivers scenarios/base.toml --between enterprise-reps=2 scenarios/upside.toml

Writes to output/<name of FILE>/ unless --out says otherwise:
  drivers.json          everything, for programs (same run, same bytes)
  drivers_inputs.csv    every driver and risk: rank correlation, shares, ends, worth of knowing it
  drivers_wholes.csv    groups of correlated drivers, all risks, chance
  drivers_shares.csv    shares of the variance by source, owner and segment
  drivers_sample.csv    the odds and the median of the trials used
  charts/drivers_*      what ARR and the odds are at the ends of the drivers that matter
With --between instead: drivers_choice.csv, drivers_between.csv

Exit codes: as for `run`";

/// `planodds drivers`.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct DriversArguments {
    /// The scenario
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Also what each source explains together with others (total orders), and Shapley effects inside groups of correlated
    /// drivers: some four times the work
    #[arg(long, conflicts_with = "between")]
    pub total: bool,
    /// What each driver is worth knowing before one chooses A or B: each a lever of the scenario with its amount (NAME=AMOUNT),
    /// another scenario's file, or `as-is` for FILE unchanged
    #[arg(long, num_args = 2, value_names = ["A", "B"])]
    pub between: Option<Vec<String>>,
    /// What every analysis takes [trials: 100_000 unless told otherwise]
    #[command(flatten)]
    pub common: CommonArguments,
}
