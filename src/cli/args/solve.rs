//! Arguments of `planodds solve`.

use super::CommonArguments;
use clap::{Args, ValueEnum};
use planodds::calendar::YearMonth;
use planodds::scenario::lever::By;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  planodds solve scenarios/base.toml
      every lever of the scenario alone, the cheapest mix, what a budget buys, until when a lever matters
  planodds solve scenarios/base.toml --lever enterprise-reps --probability 0.4
      how many reps to hire, and by when
  planodds solve scenarios/base.toml --lever segments.smb.pipeline.sources.ads.spend --by multiply \\
      --min 1 --max 3 --step 0.05 --from 2027-02 --p50 19_500_000
  planodds solve scenarios/base.toml --all-goals --probability 0.5 --quick

Writes to output/<name of FILE>/ unless --out says otherwise:
  solve.json            everything, for programs
  solve_*.csv           a file a table: levers, curves, mix, frontier, calendar
  charts/solve_*        the probability by amount, what a budget buys, the calendar

Exit codes:
  0    done, also where the wanted level cannot be reached (it says so, with the best that can be had)
  1    broke while working
  2    bad input: arguments, scenario or output folder; nothing was written
  130  stopped by Ctrl-C; nothing was written";

/// `planodds solve`.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct SolveArguments {
    /// The scenario
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// What every analysis takes too.
    #[command(flatten)]
    pub common: CommonArguments,
    /// What is to be reached.
    #[command(flatten)]
    pub wanted: WantedArguments,
    /// One lever: the NAME of one of the scenario's [[levers]], or the PATH of an input [default: all levers of the
    /// scenario]
    #[arg(long, value_name = "NAME|PATH", help_heading = "Lever")]
    pub lever: Option<String>,
    /// What else is said of a lever that is named by its path.
    #[command(flatten)]
    pub range: RangeArguments,
    /// Only each lever alone: no mix, no frontier, no calendar
    #[arg(long)]
    pub quick: bool,
}

/// What is to be reached, and with which probability.
#[derive(Args)]
pub struct WantedArguments {
    /// The wanted probability, between 0 and 1 [default: 0.8]
    #[arg(long, value_name = "P", value_parser = probability, allow_negative_numbers = true, help_heading = "What is wanted")]
    pub probability: Option<f64>,
    /// Not the target: this ARR at the target date as the median
    #[arg(long, value_name = "ARR", value_parser = amount, help_heading = "What is wanted", conflicts_with_all = ["probability", "goal", "milestone", "all_goals"])]
    pub p50: Option<f64>,
    /// Not the target: the scenario's goal on this metric
    #[arg(long, value_name = "METRIC|SEGMENT:METRIC", help_heading = "What is wanted", conflicts_with_all = ["milestone", "all_goals"])]
    pub goal: Option<String>,
    /// Not the target: the milestone of this month
    #[arg(long, value_name = "YYYY-MM", value_parser = month, help_heading = "What is wanted", conflicts_with = "all_goals")]
    pub milestone: Option<YearMonth>,
    /// The target and all goals together
    #[arg(long, help_heading = "What is wanted")]
    pub all_goals: bool,
}

/// A lever on a path.
#[derive(Args)]
pub struct RangeArguments {
    /// What the amount does to the input
    #[arg(long, value_enum, value_name = "HOW", help_heading = "Lever")]
    pub by: Option<ByArgument>,
    /// Least amount
    #[arg(long, value_name = "X", value_parser = amount, allow_negative_numbers = true, help_heading = "Lever")]
    pub min: Option<f64>,
    /// Greatest amount
    #[arg(long, value_name = "X", value_parser = amount, allow_negative_numbers = true, help_heading = "Lever")]
    pub max: Option<f64>,
    /// Step of the amount
    #[arg(long, value_name = "X", value_parser = amount, allow_negative_numbers = true, help_heading = "Lever")]
    pub step: Option<f64>,
    /// First month in which it works [default: the whole plan]
    #[arg(long, value_name = "YYYY-MM", value_parser = month, help_heading = "Lever")]
    pub from: Option<YearMonth>,
    /// Last month [default: to the end; of hires and other counts that are added: the same month]
    #[arg(long, value_name = "YYYY-MM", value_parser = month, help_heading = "Lever")]
    pub until: Option<YearMonth>,
    /// Money a year for each unit of the amount
    #[arg(long, value_name = "MONEY", value_parser = amount, allow_negative_numbers = true, help_heading = "Lever")]
    pub cost: Option<f64>,
    /// Months from the decision until it works
    #[arg(long, value_name = "MONTHS", value_parser = amount, allow_negative_numbers = true, help_heading = "Lever")]
    pub lead_months: Option<f64>,
}

impl RangeArguments {
    /// The first option that was given.
    pub fn given(&self) -> Option<&'static str> {
        let numbers = [("--min", self.min), ("--max", self.max), ("--step", self.step), ("--cost", self.cost)];
        let number = numbers.iter().chain(&[("--lead-months", self.lead_months)]).find(|n| n.1.is_some()).map(|n| n.0);
        let months = [("--from", self.from), ("--until", self.until)];
        let month = || months.iter().find(|m| m.1.is_some()).map(|m| m.0);
        self.by.map(|_| "--by").or(number).or_else(month)
    }
}

/// `--by`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ByArgument {
    /// It is added
    Add,
    /// The input is multiplied by it
    Multiply,
    /// The input becomes it
    Set,
}

impl From<ByArgument> for By {
    fn from(argument: ByArgument) -> Self {
        match argument {
            ByArgument::Add => By::Add,
            ByArgument::Multiply => By::Multiply,
            ByArgument::Set => By::Set,
        }
    }
}

/// Reads a probability between 0 and 1, neither of them.
fn probability(text: &str) -> Result<f64, String> {
    let form = "a wanted probability lies between 0 and 1 and is neither, such as 0.8";
    let read = number(text.trim().trim_end_matches('%').trim());
    match read {
        Some(p) if text.contains('%') || (1.0..100.0).contains(&p) && p > 1.0 => {
            Err(format!("{form}: write {}", p / 100.0))
        }
        Some(p) if 0.0 < p && p < 1.0 => Ok(p),
        Some(1.0) => Err(format!("{form}: nothing with chance in it is certain")),
        _ => Err(form.to_string()),
    }
}

/// Reads a number, also with `_` between digits.
fn amount(text: &str) -> Result<f64, String> {
    number(text).ok_or_else(|| "a number such as 20_000_000 or 0.5, without signs, commas or units".to_string())
}

/// A finite number as a scenario writes it.
fn number(text: &str) -> Option<f64> {
    let plain = !text.starts_with('_') && !text.ends_with('_') && !text.contains("__");
    let digits = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'_' | b'.' | b'-' | b'+' | b'e' | b'E'));
    let x: f64 = text.replace('_', "").parse().ok().filter(|_| plain && digits)?;
    x.is_finite().then_some(x)
}

fn month(text: &str) -> Result<YearMonth, String> {
    YearMonth::parse(text).ok_or_else(|| "a month is written like 2027-06".to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_lie_between_0_and_1() {
        assert_eq!(probability("0.8"), Ok(0.8));
        for bad in ["0", "1", "-0.1", "1.5", "80", "80%", "80 %", "nan", "inf", "", "high"] {
            assert!(probability(bad).is_err(), "{bad}");
        }
        assert!(probability("80 %").unwrap_err().ends_with("write 0.8"));
    }

    #[test]
    fn amounts_are_written_as_in_a_scenario() {
        assert_eq!((amount("20_000_000"), amount("-0.5")), (Ok(20e6), Ok(-0.5)));
        for bad in ["", "1__0", "_1", "1,000", "nan", "inf", "20M", "$5"] {
            assert!(amount(bad).is_err(), "{bad}");
        }
    }
}
