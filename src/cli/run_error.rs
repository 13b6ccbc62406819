//! What a run that yields nothing means for the user.

use super::exit::{Exit, Failure};
use super::files;
use super::write::INTACT;
use planodds::simulate::RunError;

impl From<RunError> for Failure {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Cancelled => Failure::interrupted(),
            RunError::NotPositive { path, trial, month } => {
                let message = format!(
                    "adjustments and risks bring {path} to 0 in month {month} of trial {trial}: it must stay above 0"
                );
                Failure::bad_input("not-positive", message, &["weaken the adjustments or risks that change it"])
            }
            RunError::LhsTrials(trials) => {
                let message = format!("sampling = \"lhs\" needs a multiple of 16 trials, at least 160, not {trials}");
                let help = format!("for example --trials {}", trials.max(160).div_ceil(16) * 16);
                Failure::bad_input("lhs-trials", message, &[&help])
            }
            RunError::NotFinite { .. } => {
                Failure::bad_input("not-finite", error.to_string(), &["`planodds check` lists every input in force"])
            }
            RunError::NoPart => Failure::bad_input("trials", error.to_string(), &[]),
            RunError::Threads(message) => {
                let help = "ask for fewer with --threads";
                Failure::saying(Exit::Broken, "threads", format!("cannot start the worker threads: {message}"), &[help])
            }
            RunError::Sink(message) => {
                Failure::saying(Exit::Broken, "output", format!("cannot write {}: {message}", files::TRIALS), &[INTACT])
            }
        }
    }
}
