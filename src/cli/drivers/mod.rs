//! `planodds drivers`: what the outcome hangs on.

mod between;

use super::answer::{Finished, Session, TRIALS};
use super::args::drivers::DriversArguments;
use super::exit::{Exit, Failure};
use planodds::analysis::drivers::{self, Orders};
use planodds::{chart, report, simulate};

/// Samples every driver and says what each does to ARR and to the odds, or what it is worth knowing before a choice.
pub fn drivers(asked: &DriversArguments) -> Result<Exit, Failure> {
    if let Some(choice) = &asked.between {
        return between::between(asked, choice);
    }
    let files = std::slice::from_ref(&asked.file);
    let mut session = Session::open("drivers", files, &asked.common, TRIALS)?;
    let orders = if asked.total { Orders::FirstAndTotal } else { Orders::First };
    let wanted = session.spec.trials.end;
    session.spec = drivers::fitting(session.plan(), &session.spec);
    let effort = drivers::effort(session.plan(), &session.spec, orders);
    let answer = session.watched(effort, |control| drivers::drivers(session.plan(), &session.spec, control, orders))?;
    let plan = session.plan();
    let provenance = simulate::provenance(plan, &session.spec);
    let finished = Finished {
        summary: report::drivers::summary(plan, &answer, wanted),
        settings: vec![("total_orders", asked.total.into()), ("trials_asked", wanted.into())],
        sheets: report::drivers::sheets(plan, &answer),
        figures: chart::drivers::figures(plan, &provenance, &answer),
    };
    session.finish(&finished)
}
