//! The command line's arguments; what their values may be stands in `values`.

pub mod drivers;
pub mod fit;
pub mod gap;
pub mod report;
pub mod solve;

use super::values::{self, AskedColumns};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use planodds::analysis::precision::Wanted;
use planodds::plan::Sampling;
use planodds::simulate::MetricSet;
use std::path::PathBuf;

const ALL_EXAMPLES: &str = "\
Examples:
  planodds init plan.toml             write a commented starter scenario
  planodds check plan.toml            look for mistakes, list every default in force
  planodds run plan.toml              simulate it: the odds, in output/plan/ and here
  planodds solve plan.toml            what it would take to make the target likely

Exit codes:
  0    done
  1    broke while working (full disk, output that cannot be written to any more)
  2    bad input: arguments, scenario or output folder; nothing was written
  130  stopped by Ctrl-C; nothing was written";

const RUN_EXAMPLES: &str = "\
Examples:
  planodds run scenarios/base.toml
  planodds run scenarios/base.toml --trials 1_000_000 --charts none
  planodds run scenarios/base.toml --until \"P(hit) ± 0.5pp\"
  planodds run scenarios/base.toml --sampling lhs --seed 7 --out board/base
  planodds run scenarios/base.toml --set target.arr=22_000_000 \\
      --set 'segments.enterprise.pipeline.win_rate={ p10 = 0.15, p90 = 0.24 }'
  planodds run scenarios/base.toml --keep-trials nrr@2027-12,enterprise:new_arr@2027-06

Writes to output/<name of FILE>/ unless --out says otherwise:
  results.json          everything, for programs (same run, same bytes)
  bands.csv             percentiles of every metric by month, quarter and year
  trials.csv            one row a trial, with --keep-trials
  charts/*.svg, *.png   the charts
Each file is written whole or not at all.

Exit codes:
  0    done; also where the reader of the output closes it early (`| head -1`)
  1    broke while working (full disk, output that cannot be written to any more)
  2    bad input: arguments, scenario or output folder; nothing was written
  130  stopped by Ctrl-C; nothing was written (a second Ctrl-C ends at once)";

const WATCH_EXAMPLES: &str = "\
Examples:
  planodds watch scenarios/base.toml
  planodds watch scenarios/base.toml --monthly --trials 50_000

Writes to output/<name of FILE>/ unless --out says otherwise:
  watch.json            everything, for programs (same run, same bytes)
  watch_readings.csv    every indicator at every check-in: its spread in trials that hit and that miss, its levels
  watch_sample.csv      how many trials hit and miss
  charts/watch_*        the three that tell most, check-in by check-in

Exit codes: as for `run`; 0 also where too few trials hit or miss for a table";

const REPLAY_EXAMPLES: &str = "\
Examples:
  planodds replay scenarios/base.toml --trial 7312
  planodds replay scenarios/base.toml --percentile 10
  planodds replay scenarios/base.toml --percentile 90 --trials 100_000

The trial is the one that `planodds run` with the same --trials, --seed, --sampling and --set writes to trials.csv.

Writes to output/<name of FILE>/ unless --out says otherwise:
  replay.json           everything, for programs (same run, same bytes)
  replay_*.csv          its path, months, drivers, draws, events, flows
  charts/replay_arr     its ARR over the fan of all trials

Exit codes: as for `run`";

const COMPARE_EXAMPLES: &str = "\
Examples:
  planodds compare scenarios/base.toml scenarios/upside.toml
  planodds compare scenarios/base.toml scenarios/upside.toml scenarios/downside.toml --out board/compare

Every further scenario is compared with the first. All must have the same start, length, fiscal year and currency;
targets may differ. --set changes all of them.

Writes to output/<name of the first FILE>/ unless --out says otherwise:
  compare.json                 everything, for programs (same run, same bytes)
  compare_scenarios.csv        the odds of each
  compare_quarters.csv         ARR of each by fiscal quarter
  compare_paired.csv           differences on the same random numbers, with their intervals
  compare_differences.csv      in what the files differ
  compare_contributions.csv    what each of these contributes to the difference in mean ARR and P(hit)
  charts/compare_*             ARR of each, and the way from the first to each other

Exit codes: as for `run`";

const CHECK_EXAMPLES: &str = "\
Examples:
  planodds check plan.toml
  planodds check scenarios/*.toml
  planodds check --schema > planodds.schema.json    for editors that complete TOML

Warnings and mistakes go to the standard error, the list of defaults and the verdict to the standard output.

Exit codes:
  0    every file can be run (warnings or not)
  1    the output cannot be written to
  2    at least one file has mistakes, or the arguments have";

const INIT_EXAMPLES: &str = "\
Examples:
  planodds init                                 writes plan.toml, a sales-led plan
  planodds init growth.toml --template plg

Exit codes:
  0    written
  1    broke while writing
  2    the file exists already (it is never overwritten) or cannot be created there";

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  planodds completions bash > ~/.local/share/bash-completion/completions/planodds
  planodds completions zsh  > ~/.zfunc/_planodds
  planodds completions fish > ~/.config/fish/completions/planodds.fish

Exit codes: 0 done, 1 the output cannot be written to, 2 no such shell";

/// The odds of a B2B SaaS revenue plan.
///
/// Simulates a plan, written down with its uncertainty, thousands of times, and says how likely it is to hit its ARR
/// target: given these assumptions.
#[derive(Parser)]
#[command(name = "planodds", version, after_help = ALL_EXAMPLES)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
}

/// What to do.
#[derive(Subcommand)]
pub enum Verb {
    /// Simulate a scenario: the odds of its target, bands, charts
    Run(RunArguments),
    /// Where the gap is: what the target takes of every team, and why the plan as written will not be what happens
    Gap(gap::GapArguments),
    /// What the outcome hangs on: the drivers that move ARR and the odds, and what knowing them is worth
    Drivers(drivers::DriversArguments),
    /// Scenarios side by side on the same random numbers: the odds of each, and what makes the difference
    Compare(CompareArguments),
    /// What to look out for: the values of leading indicators, quarter by quarter, that tell hit from miss
    Watch(WatchArguments),
    /// One trial as a story, month by month: what it drew, what struck it, why it hit or missed
    Replay(ReplayArguments),
    /// What would it take: amounts of levers that reach a wanted probability, the cheapest mix, until when they matter
    Solve(solve::SolveArguments),
    /// The board pack: everything above as one HTML page, a workbook, Markdown and charts
    Report(report::ReportArguments),
    /// Drivers from a company's own exports, with their honest uncertainty, and where a plan is more hopeful than history
    Fit(fit::FitArguments),
    /// Look for mistakes in scenarios and list every default in force
    Check(CheckArguments),
    /// Write a commented starter scenario
    Init(InitArguments),
    /// Print the completions of a shell
    Completions(CompletionsArguments),
}

/// What `run` and every analysis take.
#[derive(Args)]
pub struct CommonArguments {
    /// Trials to simulate, up to 1_000_000_000 [default: `run` and `replay` the scenario's, else 10_000; the others 100_000]
    #[arg(long, value_name = "N", value_parser = values::trials, allow_negative_numbers = true)]
    pub trials: Option<u64>,
    /// Seed: another gives other random numbers [default: the scenario's, else 1]
    #[arg(long, value_name = "S", value_parser = values::seed, allow_negative_numbers = true)]
    pub seed: Option<u64>,
    /// Threads to simulate with; the results are the same for any number [default: one a core]
    #[arg(long, value_name = "N", value_parser = values::threads, allow_negative_numbers = true)]
    pub threads: Option<usize>,
    /// Change the scenario first; VALUE is TOML; may be given several times
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub sets: Vec<String>,
    /// Folder to write to [default: output/<name of FILE>]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Charts to draw
    #[arg(long, value_enum, value_name = "WHICH", default_value_t = ChartsArgument::SvgAndPng)]
    pub charts: ChartsArgument,
    /// Print nothing but mistakes
    #[arg(long, short)]
    pub quiet: bool,
}

/// `planodds run`.
#[derive(Args)]
#[command(after_help = RUN_EXAMPLES)]
pub struct RunArguments {
    /// The scenario
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// What every analysis takes too.
    #[command(flatten)]
    pub common: CommonArguments,
    /// How drivers that are drawn once a trial are sampled [default: the scenario's, else random]
    #[arg(long, value_name = "METHOD")]
    pub sampling: Option<SamplingArgument>,
    /// Simulate until this is known so closely (95 %): "P(hit) ± 0.5pp", or a percentile of ARR at the target date as
    /// "P50 ± 1%"; +- for ± is fine. Looked at after 1,024 trials and at every doubling
    #[arg(long, value_name = "PRECISION", value_parser = values::until, conflicts_with_all = ["trials", "keep_trials"])]
    pub until: Option<Wanted>,
    /// With --until: the most trials [default: 10_000_000]
    #[arg(long, value_name = "N", value_parser = values::trials, requires = "until")]
    pub max_trials: Option<u64>,
    /// Metrics in results.json and bands.csv
    #[arg(long, value_enum, value_name = "WHICH", default_value_t = MetricsArgument::Headline)]
    pub metrics: MetricsArgument,
    /// Write trials.csv: a row a trial with ARR at the target date, goals, drivers, and these columns:
    /// METRIC@MONTH in total or SEGMENT:METRIC@MONTH, separated by commas
    #[arg(long, value_name = "METRIC@MONTH,...", value_parser = values::columns, num_args = 0..=1)]
    pub keep_trials: Option<Option<AskedColumns>>,
}

/// `planodds compare`.
#[derive(Args)]
#[command(after_help = COMPARE_EXAMPLES)]
pub struct CompareArguments {
    /// The scenarios, at least two; the others are compared with the first
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// What every analysis takes [trials: 100_000 unless told otherwise]
    #[command(flatten)]
    pub common: CommonArguments,
}

/// `planodds watch`.
#[derive(Args)]
#[command(after_help = WATCH_EXAMPLES)]
pub struct WatchArguments {
    /// The scenario
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Look at the end of every month instead of every fiscal quarter
    #[arg(long)]
    pub monthly: bool,
    /// What every analysis takes [trials: 100_000 unless told otherwise]
    #[command(flatten)]
    pub common: CommonArguments,
}

/// `planodds replay`.
#[derive(Args)]
#[command(after_help = REPLAY_EXAMPLES)]
#[command(group(clap::ArgGroup::new("which").required(true).args(["trial", "percentile"])))]
pub struct ReplayArguments {
    /// The scenario
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// This trial, counted from 0
    #[arg(long, value_name = "NUMBER", value_parser = values::trial_number, allow_negative_numbers = true)]
    pub trial: Option<u64>,
    /// The trial whose ARR path is nearest to this percentile's, 0 to 100
    #[arg(long, value_name = "P", value_parser = values::percentile, allow_negative_numbers = true)]
    pub percentile: Option<f64>,
    /// How drivers that are drawn once a trial are sampled [default: the scenario's, else random]
    #[arg(long, value_name = "METHOD")]
    pub sampling: Option<SamplingArgument>,
    /// What every analysis takes [trials: the scenario's, else 10_000, as for `run`]
    #[command(flatten)]
    pub common: CommonArguments,
}

/// `planodds check`.
#[derive(Args)]
#[command(after_help = CHECK_EXAMPLES)]
pub struct CheckArguments {
    /// The scenarios
    #[arg(value_name = "FILE", required_unless_present = "schema")]
    pub files: Vec<PathBuf>,
    /// Change the scenarios first, as for `run`
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub sets: Vec<String>,
    /// Print the JSON Schema of the scenario format instead
    #[arg(long, conflicts_with_all = ["files", "sets"])]
    pub schema: bool,
}

/// `planodds init`.
#[derive(Args)]
#[command(after_help = INIT_EXAMPLES)]
pub struct InitArguments {
    /// The file to write
    #[arg(value_name = "PATH", default_value = "plan.toml")]
    pub path: PathBuf,
    /// The kind of company
    #[arg(long, value_enum, default_value_t = Template::SalesLed)]
    pub template: Template,
}

/// `planodds completions`.
#[derive(Args)]
#[command(after_help = COMPLETIONS_EXAMPLES)]
pub struct CompletionsArguments {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

/// `--sampling`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SamplingArgument {
    /// Pseudo-random
    Random,
    /// 16 Latin hypercubes; trials must be a multiple of 16, at least 160
    Lhs,
}

impl From<SamplingArgument> for Sampling {
    fn from(argument: SamplingArgument) -> Self {
        match argument {
            SamplingArgument::Random => Sampling::Random,
            SamplingArgument::Lhs => Sampling::Lhs,
        }
    }
}

/// `--metrics`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MetricsArgument {
    /// What a board asks for
    Headline,
    /// Every metric, in total and by segment
    All,
}

impl From<MetricsArgument> for MetricSet {
    fn from(argument: MetricsArgument) -> Self {
        match argument {
            MetricsArgument::Headline => MetricSet::Headline,
            MetricsArgument::All => MetricSet::All,
        }
    }
}

/// `--charts`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ChartsArgument {
    /// Both
    #[value(name = "svg+png")]
    SvgAndPng,
    /// SVG only: faster
    Svg,
    /// No charts
    None,
}

/// `--template`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Template {
    /// Reps close deals that marketing and SDRs bring
    SalesLed,
    /// Self-serve sign-ups, with a small sales team on top
    Plg,
    /// Few large customers, long cycles, key accounts
    Enterprise,
}
