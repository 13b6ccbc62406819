//! Arguments of `planodds report`.

use super::CommonArguments;
use crate::cli::values;
use clap::{Args, ValueEnum};
use planodds::report::pack::Template;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  planodds report scenarios/base.toml
      the board pack: HTML, workbook and Markdown, with every chart as SVG and PNG
  planodds report scenarios/base.toml --compare scenarios/upside.toml scenarios/downside.toml
  planodds report scenarios/base.toml --quick --format html --out /tmp/draft
  planodds report scenarios/base.toml --template working --title \"FY27 plan, risk review\"

Writes to output/<name of FILE>/report/ unless --out says otherwise:
  report.html           the pack in one file, for screens and paper
  report.xlsx           the same in a workbook, with native charts
  report.md             the findings for a memo or a chat
  report.pdf            a deck, with --format pdf
  charts/               every chart as SVG and PNG
  data/                 all results for programs: the numbers behind every page
  manifest.json         every file with its SHA-256, what it was made from, and how

Exit codes:
  0    done
  1    broke while working
  2    bad input: arguments, a scenario or the output folder; nothing was written
  130  stopped by Ctrl-C; nothing was written";

/// `planodds report`.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct ReportArguments {
    /// The scenario
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Scenarios to be put beside it, of the same months and currency
    #[arg(long, value_name = "OTHER", num_args = 1..)]
    pub compare: Vec<PathBuf>,
    /// What to write, separated by commas
    #[arg(long, value_enum, value_name = "FORMAT,...", value_delimiter = ',', default_values_t = [Format::Html, Format::Xlsx, Format::Md])]
    pub format: Vec<Format>,
    /// The pack's title [default: the plan's name]
    #[arg(long, value_name = "TEXT", value_parser = values::title)]
    pub title: Option<String>,
    /// Who it is for
    #[arg(long, value_enum, value_name = "WHO", default_value_t = TemplateArgument::Board)]
    pub template: TemplateArgument,
    /// A draft: 10_000 trials unless --trials says otherwise, and no frontier of what a budget buys
    #[arg(long)]
    pub quick: bool,
    /// What every analysis takes [trials: 100_000 unless told otherwise]
    #[command(flatten)]
    pub common: CommonArguments,
}

/// `--format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One self-contained page
    Html,
    /// A workbook
    Xlsx,
    /// A deck; only in a build with the feature pdf
    Pdf,
    /// Markdown
    Md,
}

/// `--template`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TemplateArgument {
    /// The board: one finding a page
    Board,
    /// Those who work with it: all tables too
    Working,
}

impl From<TemplateArgument> for Template {
    fn from(argument: TemplateArgument) -> Self {
        match argument {
            TemplateArgument::Board => Template::Board,
            TemplateArgument::Working => Template::Working,
        }
    }
}
