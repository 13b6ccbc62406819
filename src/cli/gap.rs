//! `planodds gap`: where the gap to the target is.

use super::answer::{Finished, Session, TRIALS};
use super::args::gap::GapArguments;
use super::exit::{Exit, Failure};
use planodds::analysis::gap::{self, Settings};
use planodds::{chart, report};

/// Trials at least.
const LEAST_TRIALS: u64 = 100;

/// Simulates the plan, walks to it from the plan as written, and says what the target takes.
pub fn gap(asked: &GapArguments) -> Result<Exit, Failure> {
    let files = std::slice::from_ref(&asked.file);
    let session = Session::open("gap", files, &asked.common, TRIALS)?;
    let trials = session.spec.trials.end;
    if trials < LEAST_TRIALS {
        let message =
            format!("gap compares shares and percentiles of trials: it needs at least {LEAST_TRIALS}, got {trials}");
        return Err(Failure::bad_input("trials", message, &["give --trials 100 or more, or leave it out for 100_000"]));
    }
    let settings = Settings { shapley_trials: asked.shapley_trials };
    let work = gap::work(session.plan(), &session.spec, &settings);
    let answer = session.watched(work, |control| gap::gap(session.plan(), &session.spec, &settings, control))?;
    let plan = session.plan();
    let finished = Finished {
        summary: report::gap::summary(plan, &answer),
        settings: vec![("shapley_trials", answer.optimism.trials.into()), ("joint_trials", answer.joint_trials.into())],
        sheets: report::gap::sheets(plan, &answer),
        figures: chart::gap::figures(plan, &answer),
    };
    session.finish(&finished)
}
