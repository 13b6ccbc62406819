//! `planodds solve`: what would it take?

use super::answer::{Finished, Session, TRIALS};
use super::args::solve::{RangeArguments, SolveArguments, WantedArguments};
use super::exit::{Exit, Failure};
use planodds::analysis::solve::{self, Depth, Settings, Wanted};
use planodds::chart;
use planodds::diagnostic::Diagnostic;
use planodds::plan::{Goal, Lever, Plan};
use planodds::report;
use planodds::report::sheet::Value;
use planodds::scenario::lever::{self, AskedLever};
use planodds::simulate;

/// The probability that is wanted unless `--probability` says otherwise.
const WANTED_PROBABILITY: f64 = 0.8;

/// Finds the amounts of levers that reach what is wanted.
pub fn solve(asked: &SolveArguments) -> Result<Exit, Failure> {
    let session = Session::open("solve", std::slice::from_ref(&asked.file), &asked.common, TRIALS)?;
    let plan = session.plan();
    let levers = levers(plan, asked)?;
    let settings = settings(plan, asked)?;
    let effort = solve::effort(plan, levers.len(), settings.depth, session.spec.design_trials);
    let solution = session.watched(effort, |control| solve::solve(plan, &levers, settings, &session.spec, control))?;
    let provenance = simulate::provenance(plan, &session.spec);
    let finished = Finished {
        summary: report::solve::summary(plan, &solution),
        settings: vec![
            ("wanted", Value::from(report::solve::wanted_id(plan, settings.wanted))),
            ("level", Value::from(settings.level)),
            ("lever", Value::from(asked.lever.clone())),
        ],
        sheets: report::solve::sheets(plan, &solution),
        figures: chart::solve::figures(plan, &provenance, &solution),
    };
    session.finish(&finished)
}

/// The levers that are asked for: one by its name or path, or all of the scenario.
fn levers(plan: &Plan, asked: &SolveArguments) -> Result<Vec<Lever>, Failure> {
    let Some(name) = &asked.lever else {
        if let Some(option) = asked.range.given() {
            let message = format!("{option} is said of one lever, but none is named");
            return Err(Failure::bad_input("lever", message, &["name an input by its path with --lever"]));
        }
        return all_levers(plan);
    };
    if name.contains(['.', '*']) {
        return Ok(vec![lever::lever(plan, &asked_lever(name, &asked.range)?).map_err(refused)?]);
    }
    let lever = lever::named(plan, name).map_err(refused)?;
    if let Some(option) = asked.range.given() {
        let message =
            format!("{option} is said of a lever that is named by its path; {name} has its own in the scenario");
        let help = format!("change it with --set, such as --set levers.{name}.max=12");
        return Err(Failure::bad_input("lever", message, &[&help]));
    }
    lever::check_range(lever).map_err(refused)?;
    Ok(vec![lever.clone()])
}

fn all_levers(plan: &Plan) -> Result<Vec<Lever>, Failure> {
    if plan.levers.is_empty() {
        let message = "the scenario has no [[levers]], and none is named".to_string();
        let or = "or name an input: --lever PATH --by add|multiply|set --min X --max X --step X";
        let written = std::iter::once("write one, for example".to_string()).chain(report::solve::first_lever(plan));
        let written: Vec<String> = written.collect();
        return Err(refused(Diagnostic::error("lever", message).help_lines(&written).help(or)));
    }
    plan.levers.iter().try_for_each(lever::check_range).map_err(refused)?;
    Ok(plan.levers.clone())
}

fn asked_lever(path: &str, range: &RangeArguments) -> Result<AskedLever, Failure> {
    let missing = |option: &str| {
        let message = format!("a lever that is named by its path needs {option}");
        let help = "for example --by add --min 0 --max 10 --step 1";
        Failure::bad_input("lever", message, &[help])
    };
    Ok(AskedLever {
        path: path.to_string(),
        by: range.by.ok_or_else(|| missing("--by add|multiply|set"))?.into(),
        min: range.min.ok_or_else(|| missing("--min"))?,
        max: range.max.ok_or_else(|| missing("--max"))?,
        step: range.step.ok_or_else(|| missing("--step"))?,
        from: range.from,
        until: range.until,
        cost: range.cost,
        lead_months: range.lead_months.unwrap_or(0.0),
    })
}

fn refused(diagnostic: Diagnostic) -> Failure {
    Failure { exit: Exit::BadInput, diagnostics: vec![diagnostic], sources: Vec::new() }
}

fn settings(plan: &Plan, asked: &SolveArguments) -> Result<Settings, Failure> {
    let wanted = wanted(plan, &asked.wanted)?;
    let level = match wanted {
        Wanted::Median(_) => 0.5,
        _ => asked.wanted.probability.unwrap_or(WANTED_PROBABILITY),
    };
    let depth = match (asked.quick, asked.lever.is_some()) {
        (true, _) => Depth::Quick,
        (false, true) => Depth::Alone,
        (false, false) => Depth::Together,
    };
    Ok(Settings { wanted, level, depth })
}

fn wanted(plan: &Plan, asked: &WantedArguments) -> Result<Wanted, Failure> {
    if let Some(arr) = asked.p50 {
        return match arr > 0.0 {
            true => Ok(Wanted::Median(arr)),
            false => Err(Failure::bad_input("p50", "the wanted median must be above 0".to_string(), &[])),
        };
    }
    if let Some(name) = &asked.goal {
        return goal(plan, name);
    }
    if let Some(month) = asked.milestone {
        let known = plan.target.path.iter().map(|m| plan.calendar.month(m.t).to_string()).collect::<Vec<_>>();
        let found = plan.target.path.iter().position(|m| plan.calendar.month(m.t) == month);
        return found.map(Wanted::Milestone).ok_or_else(|| {
            let message = format!("the plan has no milestone in {month}");
            let help = match known.is_empty() {
                true => "write milestones as [target] path = { \"2027-06\" = 14_400_000 }".to_string(),
                false => format!("its milestones: {}", known.join(", ")),
            };
            Failure::bad_input("milestone", message, &[&help])
        });
    }
    if asked.all_goals && plan.goals.is_empty() {
        let message = "the scenario has no [[goals]]".to_string();
        return Err(Failure::bad_input("goal", message, &["leave out --all-goals to ask for the target alone"]));
    }
    Ok(if asked.all_goals { Wanted::Joint } else { Wanted::Target })
}

/// The goal on a metric: METRIC or SEGMENT:METRIC, @MONTH behind it where there are several.
fn goal(plan: &Plan, asked: &str) -> Result<Wanted, Failure> {
    let name = |goal: &Goal| {
        let segment = goal.segment.map_or(String::new(), |s| format!("{}:", plan.segments[s].name));
        format!("{segment}{}", goal.metric.name(plan))
    };
    let dated = |goal: &Goal| format!("{}@{}", name(goal), plan.calendar.month(goal.by));
    let found: Vec<usize> = (0..plan.goals.len())
        .filter(|&i| [name(&plan.goals[i]), dated(&plan.goals[i])].contains(&asked.to_string()))
        .collect();
    let known = || plan.goals.iter().map(dated).collect::<Vec<_>>().join(", ");
    match found[..] {
        [one] => Ok(Wanted::Goal(one)),
        [] if plan.goals.is_empty() => Err(Failure::bad_input(
            "goal",
            "the scenario has no [[goals]]".to_string(),
            &["write one, then ask for it"],
        )),
        [] => {
            let help = format!("its goals: {}", known());
            Err(Failure::bad_input("goal", format!("the scenario has no goal {asked}"), &[&help]))
        }
        _ => {
            let help = format!("say which, with its month: {}", known());
            Err(Failure::bad_input("goal", format!("the scenario has several goals {asked}"), &[&help]))
        }
    }
}
