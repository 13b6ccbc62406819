//! The plan and the same with the fitted drivers, through the same trials.

use super::exports::Exports;
use crate::cli::answer::Session;
use crate::cli::exit::Failure;
use planodds::analysis::compare::{self, Comparison, Settings};
use planodds::analysis::fit::{self, Against};
use planodds::fit::history::History;
use planodds::fit::text;
use planodds::plan::Plan;
use planodds::scenario;
use std::path::Path;

/// What is known of the plan beside history.
pub struct Beside {
    /// The tables that were laid over the plan; empty where nothing fits.
    pub text: String,
    /// Its inputs against history.
    pub against: Against,
    /// The plan with the fitted drivers.
    pub fitted: Plan,
    /// What the plan and the fitted one are called.
    pub names: Vec<String>,
    /// Both, the plan first.
    pub comparison: Comparison,
}

/// What mistakes in the fitted tables are said to stand in.
const FITTED: &str = "fitted drivers";

/// Holds the session's plan against history and simulates both.
pub fn beside(session: &Session<'_>, file: &Path, exports: &Exports, history: &History) -> Result<Beside, Failure> {
    let plan = session.plan();
    refuse_currency(&exports.mapping.currency, plan)?;
    refuse_other_segments(&exports.mapping.segments.names, plan)?;
    let against = fit::against(plan, history, exports.as_of)?;
    let (text, fitted) = laid_over(session, file, exports, &against)?;
    let settings = Settings::default();
    let plans = [plan, &fitted];
    let work = compare::work(plans.len(), &session.spec, &settings);
    let comparison = session.watched(work, |control| compare::compare(&plans, &session.spec, control, &settings))?;
    let name = file.file_stem().unwrap_or("plan".as_ref()).to_string_lossy().into_owned();
    let other = if name == "history" { "fitted" } else { "history" };
    Ok(Beside { text, against, fitted, names: vec![name, other.to_string()], comparison })
}

/// The plan with the fitted inputs, and their tables. Each keeps the plan's own number as its `plan` value, so the plan
/// as written stays what was planned; its name says whose drivers they are. The target stays the plan's own, also where
/// it is told as growth of an opening ARR that was fitted.
fn laid_over(
    session: &Session<'_>,
    file: &Path,
    exports: &Exports,
    against: &Against,
) -> Result<(String, Plan), Failure> {
    let plan = session.plan();
    if against.taken.is_empty() {
        return Ok((String::new(), plan.clone()));
    }
    let held = |path: &str| against.held.iter().find(|held| held.path == path);
    let planned = |path: &str| held(path).map(|held| held.planned).filter(|planned| planned.is_finite());
    let tables = text::tables(&against.taken.iter().collect::<Vec<_>>(), &planned, exports.as_of);
    let name = format!("{}, with history's drivers as of {}", plan.name, exports.as_of);
    let text = format!("[plan]\nname = {}\n\n{tables}", text::quoted(&name));
    let load = |text: &str| scenario::load_under(file, &session.common.sets, FITTED, text);
    let fitted = load(&text)?.plan;
    if fitted.target.arr == plan.target.arr {
        return Ok((text, fitted));
    }
    let text = format!("[target]\narr = {}\n\n{text}", plan.target.arr);
    let plan = load(&text)?.plan;
    Ok((text, plan))
}

/// With no segment in common nothing of the plan would be held against anything.
fn refuse_other_segments(of_exports: &[String], plan: &Plan) -> Result<(), Failure> {
    if plan.segments.iter().any(|segment| of_exports.contains(&segment.name)) {
        return Ok(());
    }
    let of_plan: Vec<&str> = plan.segments.iter().map(|segment| segment.name.as_str()).collect();
    let message = format!(
        "no segment in common: the exports have {}; the plan has {}",
        of_exports.join(", "),
        of_plan.join(", ")
    );
    let help = "name the plan's segments in [segments] of the mapping: `name` where the exports are of one, `values` where a column tells them";
    Err(Failure::bad_input("segments", message, &[help]))
}

/// Amounts of one currency say nothing of a plan in another.
fn refuse_currency(of_mapping: &str, plan: &Plan) -> Result<(), Failure> {
    if of_mapping.is_empty() || of_mapping == plan.currency {
        return Ok(());
    }
    let message = format!("the mapping is in {of_mapping} and the plan in {}", plan.currency);
    let help = "give the mapping the plan's `currency`, and `rates` for amounts in others";
    Err(Failure::bad_input("currency", message, &[help]))
}
