//! What every analysis has in common: from scenario files to a plan and a run, and from an answer to files and terminal.

use super::args::{ChartsArgument, CommonArguments};
use super::exit::{Exit, Failure};
use super::write::Staging;
use super::{files, interrupt, terminal};
use planodds::chart::Figure;
use planodds::export::answer::{self, Answer};
use planodds::math::isa;
use planodds::plan::Plan;
use planodds::report::sheet::{Sheet, Value};
use planodds::report::summary::Summary;
use planodds::scenario::{self, Loaded};
use planodds::simulate::{self, Control, RunSpec};
use std::path::{Path, PathBuf};

/// Trials of an analysis unless `--trials` says otherwise.
pub const TRIALS: u64 = 100_000;

/// A question that is being answered.
pub struct Session<'a> {
    /// The command: "gap".
    pub question: &'static str,
    /// The common arguments.
    pub common: &'a CommonArguments,
    /// The scenarios, in the order in which they were named.
    pub scenarios: Vec<Loaded>,
    /// What is run: all trials, pseudo-random, since plans are compared on the same random numbers.
    pub spec: RunSpec,
    /// Where it goes.
    pub folder: PathBuf,
    /// What is on its way there.
    pub staging: Staging,
}

/// An answer in all of its forms.
pub struct Finished<'a> {
    /// What the terminal says.
    pub summary: Summary,
    /// What was asked for beyond the usual.
    pub settings: Vec<(&'a str, Value)>,
    /// The tables.
    pub sheets: Vec<Sheet>,
    /// The charts, by the name of their files.
    pub figures: Vec<(&'a str, Figure)>,
}

/// Refuses an instruction set that does not exist and listens for Ctrl-C: before anything else is done.
pub fn prepare() -> Result<(), Failure> {
    if let Some(text) = isa::unknown_force() {
        let message = format!("{} is \"{text}\", which is no instruction set", isa::FORCE_VARIABLE);
        return Err(Failure::bad_input("instruction-set", message, &["use baseline, avx2 or avx512, or unset it"]));
    }
    interrupt::listen()
}

/// output/<the scenario's name without .toml>, unless `--out` says otherwise.
pub fn output_folder(out: Option<&Path>, file: &Path) -> PathBuf {
    let stem = || file.file_stem().unwrap_or("scenario".as_ref());
    out.map_or_else(|| Path::new("output").join(stem()), Path::to_path_buf)
}

/// Says that a scenario has warnings.
pub fn mention_warnings(file: &Path, loaded: &Loaded) {
    if !loaded.warnings.is_empty() {
        let warnings = terminal::counted(loaded.warnings.len(), "warning");
        terminal::remark(&format!("{warnings}: `planodds check {}` shows them", file.display()));
    }
}

impl<'a> Session<'a> {
    /// Loads the scenarios and opens the output folder. Seeds are the first scenario's unless `--seed` says otherwise.
    pub fn open(
        question: &'static str,
        files: &[PathBuf],
        common: &'a CommonArguments,
        trials: u64,
    ) -> Result<Self, Failure> {
        let first = files.first().map_or(Path::new("scenario"), PathBuf::as_path);
        Self::open_in(question, files, common, trials, output_folder(common.out.as_deref(), first))
    }

    /// The same with another output folder.
    pub fn open_in(
        question: &'static str,
        files: &[PathBuf],
        common: &'a CommonArguments,
        trials: u64,
        folder: PathBuf,
    ) -> Result<Self, Failure> {
        prepare()?;
        let load = |file: &PathBuf| scenario::load(file, &common.sets).map_err(Failure::from);
        let scenarios = files.iter().map(load).collect::<Result<Vec<Loaded>, Failure>>()?;
        if !common.quiet {
            files.iter().zip(&scenarios).for_each(|(file, loaded)| mention_warnings(file, loaded));
        }
        let seed = scenarios.first().map_or(1, |first| first.plan.run.seed);
        let spec = RunSpec {
            threads: common.threads,
            ..RunSpec::new(common.trials.unwrap_or(trials), common.seed.unwrap_or(seed))
        };
        let staging = Staging::open(&folder)?;
        Ok(Self { question, common, scenarios, spec, folder, staging })
    }

    /// The first plan.
    pub fn plan(&self) -> &Plan {
        &self.scenarios[0].plan
    }

    /// Runs something of about `trials` trials in all, with a progress bar, until it is done or Ctrl-C is pressed.
    pub fn watched<T, E: Into<Failure>>(
        &self,
        trials: u64,
        work: impl FnOnce(&Control<'_>) -> Result<T, E>,
    ) -> Result<T, Failure> {
        self.step("", trials, work)
    }

    /// The same for one step of several, which the bar names.
    pub fn step<T, E: Into<Failure>>(
        &self,
        name: &str,
        trials: u64,
        work: impl FnOnce(&Control<'_>) -> Result<T, E>,
    ) -> Result<T, Failure> {
        let bar = if self.common.quiet { terminal::no_progress() } else { terminal::progress(name, trials) };
        let control = Control { cancelled: &interrupt::asked_to_stop, progress: &|trials| bar.inc(trials) };
        let done = work(&control).map_err(Into::into);
        bar.finish_and_clear();
        interrupt::check()?;
        done
    }

    /// Writes QUESTION.json, a CSV a table and the charts, and prints the summary.
    pub fn finish(mut self, finished: &Finished<'_>) -> Result<Exit, Failure> {
        let plans: Vec<_> =
            self.scenarios.iter().map(|l| (&l.plan, simulate::provenance(&l.plan, &self.spec))).collect();
        let Finished { summary, settings, sheets, figures } = finished;
        let answer = Answer { question: self.question, plans: &plans, settings, sheets };
        let name = format!("{}.json", self.question);
        self.staging.write(&name, &files::made(&name, answer::json(&answer))?)?;
        for sheet in sheets {
            let name = format!("{}_{}.csv", self.question, sheet.name);
            self.staging.write(&name, &files::made(&name, answer::csv(sheet))?)?;
        }
        if self.common.charts != ChartsArgument::None {
            files::stage_figures(figures, self.common.charts, &mut self.staging)?;
        }
        interrupt::check()?;
        let written = self.staging.commit()?;
        if !self.common.quiet {
            terminal::summary(summary)?;
            terminal::print(&files::where_written(&self.folder, &written, self.question))?;
        }
        Ok(Exit::Fine)
    }
}
