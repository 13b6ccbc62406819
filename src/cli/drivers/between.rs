//! `planodds drivers --between A B`: what a driver is worth knowing before one chooses.

use crate::cli::answer::{Finished, Session, TRIALS};
use crate::cli::args::drivers::DriversArguments;
use crate::cli::exit::{Exit, Failure};
use planodds::analysis::compare;
use planodds::analysis::drivers::between::{self, Choice};
use planodds::analysis::drivers::fitting;
use planodds::plan::{Plan, lever};
use planodds::report;
use planodds::report::drivers::between::Named;
use planodds::scenario::lever::named;
use std::path::{Path, PathBuf};

/// What stands for the scenario unchanged.
const AS_IS: &str = "as-is";

/// One of the plans to choose from.
struct Chosen {
    name: String,
    plan: Plan,
    /// Money a year; `None`: nothing says.
    cost: Option<f64>,
}

impl Chosen {
    fn choice(&self) -> Choice<'_> {
        Choice { plan: &self.plan, cost: self.cost.unwrap_or(0.0) }
    }

    fn named(&self) -> Named<'_> {
        Named { plan: &self.plan, name: &self.name, cost: self.cost }
    }
}

/// Runs both plans through the same trials and says what each driver is worth.
pub fn between(asked: &DriversArguments, choice: &[String]) -> Result<Exit, Failure> {
    let [a, b] = choice else {
        return Err(Failure::bad_input("between", "--between takes two plans".to_string(), &[FORMS]));
    };
    if a == b {
        let message = format!("there is nothing to choose between {a} and {b}");
        return Err(Failure::bad_input("between", message, &[FORMS]));
    }
    let others = [a, b].into_iter().filter(|text| is_file(text)).map(PathBuf::from);
    let files: Vec<PathBuf> = std::iter::once(asked.file.clone()).chain(others).collect();
    let mut session = Session::open("drivers", &files, &asked.common, TRIALS)?;
    let first = chosen(&session, &files, a)?;
    let second = chosen(&session, &files, b)?;
    let wanted = session.spec.trials.end;
    session.spec = [&first, &second].iter().fold(session.spec.clone(), |spec, chosen| fitting(&chosen.plan, &spec));
    let trials = 2 * session.spec.trials.end;
    let answer =
        session.watched(trials, |control| between::between(first.choice(), second.choice(), &session.spec, control))?;
    let settings = vec![("first", a.as_str().into()), ("second", b.as_str().into()), ("trials_asked", wanted.into())];
    let finished = Finished {
        summary: report::drivers::between::summary(first.named(), second.named(), &answer, wanted),
        settings,
        sheets: report::drivers::between::sheets(first.named(), second.named(), &answer),
        figures: Vec::new(),
    };
    session.finish(&finished)
}

const FORMS: &str = "each is a lever with its amount (NAME=AMOUNT), another scenario's file, or as-is";

fn is_file(text: &str) -> bool {
    text != AS_IS && !text.contains('=') && (text.ends_with(".toml") || Path::new(text).is_file())
}

fn chosen(session: &Session<'_>, files: &[PathBuf], text: &str) -> Result<Chosen, Failure> {
    let plan = session.plan();
    if text == AS_IS {
        return Ok(Chosen { name: AS_IS.to_string(), plan: plan.clone(), cost: Some(0.0) });
    }
    if is_file(text) {
        return of_file(session, files, text);
    }
    let (name, amount) = text.split_once('=').map_or((text, None), |(name, amount)| (name, Some(amount)));
    let pulled = named(plan, name.trim()).map_err(Failure::refusing)?;
    let example = format!("such as {}={}", pulled.name, pulled.max);
    let Some(amount) = amount else {
        let message = format!("the lever {} needs an amount", pulled.name);
        return Err(Failure::bad_input("between", message, &[&example]));
    };
    let amount: f64 = amount.trim().replace('_', "").parse().ok().filter(|x: &f64| x.is_finite()).ok_or_else(|| {
        Failure::bad_input("between", format!("`{amount}` is no amount of the lever {}", pulled.name), &[&example])
    })?;
    if !(pulled.min..=pulled.max).contains(&amount) {
        let message = format!("the lever {} goes from {} to {}, not to {amount}", pulled.name, pulled.min, pulled.max);
        let help = format!("change its range with --set, such as --set levers.{}.max={amount}", pulled.name);
        return Err(Failure::bad_input("between", message, &[&help]));
    }
    Ok(Chosen {
        name: format!("{} = {amount}", pulled.name),
        plan: lever::pulled(plan, pulled, amount),
        cost: lever::cost(plan, pulled, amount),
    })
}

fn of_file(session: &Session<'_>, files: &[PathBuf], text: &str) -> Result<Chosen, Failure> {
    let at = files.iter().skip(1).position(|file| file.as_path() == Path::new(text)).map_or(0, |i| i + 1);
    let plan = &session.scenarios[at].plan;
    if let Some(found) = compare::mismatch(session.plan(), plan) {
        let first = files[0].display().to_string();
        let message = report::compare::mismatch(found, (&first, session.plan()), (text, plan));
        let help = "give both the same [plan] start, months, fiscal_year_start and currency";
        return Err(Failure::bad_input("between", message, &[help]));
    }
    if plan.target.by != session.plan().target.by {
        let message = format!("{text} has its target at another date than {}", files[0].display());
        return Err(Failure::bad_input("between", message, &["give both the same [target] by"]));
    }
    Ok(Chosen { name: text.to_string(), plan: plan.clone(), cost: None })
}
