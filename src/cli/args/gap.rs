//! The arguments of `planodds gap`.

use super::CommonArguments;
use crate::cli::values;
use clap::Args;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  planodds gap scenarios/base.toml
  planodds gap scenarios/base.toml --set target.arr=22_000_000
  planodds gap scenarios/base.toml --trials 20_000 --shapley-trials 5_000

Writes to output/<name of FILE>/ unless --out says otherwise:
  gap.json              everything, for programs (same run, same bytes)
  gap_target.csv        from the target to the new ARR that it takes
  gap_segments.csv      how that is split, and whether pipeline can bring it
  gap_needs.csv         what every team has to do, by month, quarter and to date, beside what the plan gives
  gap_retention.csv     the NRR and GRR that would close the gap
  gap_arr_bridge.csv    from the opening ARR to the target date, in total and by segment
  gap_optimism.csv      from the plan as written to the simulation, by owner, segment and driver
  gap_paths.csv         both build-up paths by quarter
  gap_lifts.csv         what lifting one of them alone would give
  charts/gap_*          the bridges

Exit codes: as for `run`";

/// `planodds gap`.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct GapArguments {
    /// The scenario
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Trials of the walk from the plan as written to the simulation, 2 to 100_000: the first of the run
    #[arg(long, value_name = "N", default_value = "20_000", value_parser = values::shapley_trials, allow_negative_numbers = true)]
    pub shapley_trials: u64,
    /// What every analysis takes [trials: 100_000 unless told otherwise]
    #[command(flatten)]
    pub common: CommonArguments,
}
