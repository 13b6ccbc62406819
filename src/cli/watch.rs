//! `planodds watch`: what to look out for at the check-ins.

use super::answer::{Finished, Session, TRIALS};
use super::args::WatchArguments;
use super::exit::{Exit, Failure};
use planodds::analysis::watch::{self, CheckIns, Settings};
use planodds::{chart, report, simulate};

/// Reads the indicators of every trial and says what they tell.
pub fn watch(asked: &WatchArguments) -> Result<Exit, Failure> {
    let files = std::slice::from_ref(&asked.file);
    let mut session = Session::open("watch", files, &asked.common, TRIALS)?;
    let settings = Settings { check_ins: if asked.monthly { CheckIns::Monthly } else { CheckIns::Quarterly } };
    let wanted = session.spec.trials.end;
    session.spec = watch::fitting(session.plan(), settings, &session.spec);
    let trials = session.spec.trials.end;
    let watch = session.watched(trials, |control| watch::watch(session.plan(), settings, &session.spec, control))?;
    let plan = session.plan();
    let provenance = simulate::provenance(plan, &session.spec);
    let check_ins = if asked.monthly { "monthly" } else { "quarterly" };
    let finished = Finished {
        summary: report::watch::summary(plan, &watch, wanted),
        settings: vec![("check_ins", check_ins.into()), ("trials_asked", wanted.into())],
        sheets: report::watch::sheets(plan, &watch),
        figures: chart::watch::figures(plan, &watch, &provenance),
    };
    session.finish(&finished)
}
