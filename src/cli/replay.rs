//! `planodds replay`: one trial as a story.

use super::answer::{Finished, Session};
use super::args::ReplayArguments;
use super::exit::{Exit, Failure};
use planodds::analysis::replay::{self, Settings, Which};
use planodds::chart;
use planodds::plan::Sampling;
use planodds::report;
use planodds::report::sheet::Value;
use planodds::simulate::RunSpec;

/// Replays one trial beside the run that `planodds run` would make with the same arguments.
pub fn replay(asked: &ReplayArguments) -> Result<Exit, Failure> {
    let files = std::slice::from_ref(&asked.file);
    let mut session = Session::open("replay", files, &asked.common, 1)?;
    session.spec = run_spec(asked, &session);
    let which = match (asked.trial, asked.percentile) {
        (Some(trial), _) => Which::Trial(trial),
        (None, Some(percentile)) => Which::Percentile(percentile / 100.0),
        // clap lets nobody through without one of them
        (None, None) => Which::Percentile(0.5),
    };
    must_exist(which, &session.spec)?;
    let settings = Settings { which };
    let trials = session.spec.trials.end;
    let replay = session.watched(trials, |control| replay::replay(session.plan(), settings, &session.spec, control))?;
    let plan = session.plan();
    let finished = Finished {
        summary: report::replay::summary(plan, &replay),
        settings: vec![
            ("trial", asked.trial.map_or(Value::Missing, Value::from)),
            ("percentile", asked.percentile.map_or(Value::Missing, Value::from)),
        ],
        sheets: report::replay::sheets(plan, &replay),
        figures: chart::replay::figures(plan, &replay),
    };
    session.finish(&finished)
}

/// The trials and the sampling of `run`, so that a trial is the one that `run --keep-trials` writes.
fn run_spec(asked: &ReplayArguments, session: &Session<'_>) -> RunSpec {
    let defaults = &session.plan().run;
    let trials = asked.common.trials.unwrap_or(defaults.trials);
    RunSpec {
        trials: 0..trials,
        design_trials: trials,
        sampling: asked.sampling.map_or(defaults.sampling, Into::into),
        ..session.spec.clone()
    }
}

/// A trial of hypercubes is only what it is among all the others.
fn must_exist(which: Which, spec: &RunSpec) -> Result<(), Failure> {
    match which {
        Which::Trial(trial) if spec.sampling == Sampling::Lhs && trial >= spec.trials.end => {
            let last = spec.trials.end - 1;
            let message = format!("--trial {trial}: with sampling = \"lhs\" this run has the trials 0 to {last} only");
            let help =
                "ask for one of them, for more with --trials N, or for --sampling random, where any number will do";
            Err(Failure::bad_input("trial", message, &[help]))
        }
        _ => Ok(()),
    }
}
