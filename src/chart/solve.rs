//! The charts of `solve`: the probability by amount, what a budget buys, until when a lever matters.

use super::axis::{Axis, Level};
use super::curve::{Answer, Curve, Line, Point, Shape};
use super::{Content, Figure};
use crate::analysis::Estimate;
use crate::analysis::solve::{Alone, Budget, Found, LeverCalendar, Reached, Solution, Wanted};
use crate::outcome::Provenance;
use crate::plan::lever::{self, Acts};
use crate::plan::{Lever, Plan};
use crate::report::solve as words;
use crate::report::{findings, format};

/// Levers that a chart of lines can tell apart.
const MOST_LINES: usize = 6;
/// Amounts of whole things up to which each stands for itself.
const MOST_POINTS: usize = 30;

/// The charts, each with the name of its files.
pub fn figures(plan: &Plan, provenance: &Provenance, solution: &Solution) -> Vec<(&'static str, Figure)> {
    let subtitle = findings::subtitle(plan, provenance);
    let figure = |name, title: String, content| (name, Figure { title, subtitle: subtitle.clone(), content });
    let mut figures = Vec::new();
    if let [only] = &solution.alone[..] {
        let title = words::curve_title(plan, solution, only);
        figures.push(figure("solve_curve", title, Content::Curve(curve(plan, solution, only))));
    }
    if let Some(title) = words::frontier_title(plan, solution).filter(|_| words::has_frontier(solution)) {
        figures.push(figure("solve_frontier", title, Content::Curve(frontier(plan, solution))));
    }
    if let Some(title) = words::calendar_title(plan, solution) {
        figures.push(figure("solve_calendar", title, Content::Curve(calendar(plan, solution))));
    }
    figures
}

fn interval(e: &Estimate) -> Option<(f64, f64)> {
    Some((e.low?, e.high?))
}

/// What is measured: the probability, or the median where that is wanted.
fn measured(wanted: Wanted, reached: &Reached) -> Estimate {
    match wanted {
        Wanted::Median(_) => reached.median,
        _ => reached.probability,
    }
}

fn y_axis(plan: &Plan, wanted: Wanted) -> Axis {
    match wanted {
        Wanted::Median(_) => Axis::Money(plan.currency.clone()),
        _ => Axis::Percent,
    }
}

fn wanted_level(plan: &Plan, solution: &Solution) -> Level {
    let settings = &solution.settings;
    let value = match settings.wanted {
        Wanted::Median(arr) => arr,
        _ => settings.level,
    };
    Level { value, text: format!("Wanted {}", words::level(plan, settings.wanted, settings.level)) }
}

fn curve(plan: &Plan, solution: &Solution, alone: &Alone) -> Curve {
    let (wanted, lever) = (solution.settings.wanted, &solution.levers[alone.lever]);
    let whole = [lever.min, lever.max, lever.step].iter().all(|x| x.fract() == 0.0);
    let few = lever::amounts(lever).len() <= MOST_POINTS;
    let point = |p: &crate::analysis::solve::OnCurve| {
        let measured = measured(wanted, &p.reached);
        Point { x: p.amount, y: measured.value.unwrap_or(f64::NAN), interval: interval(&measured), text: None }
    };
    let line = Line {
        label: String::new(),
        shape: if whole && few { Shape::Points } else { Shape::Smooth },
        points: alone.curve.iter().map(point).collect(),
    };
    let at = match &alone.found {
        Found::Reached(answer) => &answer.at,
        Found::OutOfReach(best) => best,
    };
    let what = if matches!(alone.found, Found::Reached(_)) { "" } else { "best " };
    let text =
        format!("{what}{}: {}", words::amount(plan, lever, Some(at.amount)), words::score(plan, wanted, &at.reached));
    Curve {
        x: if whole { Axis::Whole } else { Axis::Number },
        x_title: x_title(lever),
        x_labels: Vec::new(),
        y: y_axis(plan, wanted),
        y_title: words::measure(wanted).to_string(),
        lines: vec![line],
        level: Some(wanted_level(plan, solution)),
        answer: Some(Answer { x: at.amount, y: measured(wanted, &at.reached).value.unwrap_or(f64::NAN), text }),
        note: "Every amount on the same trials; bars and band are 95 % intervals of simulation error.".to_string(),
    }
}

/// "enterprise-reps: added", "smb-ads: times".
fn x_title(lever: &Lever) -> String {
    let name = format::shorten(&lever.name, 60);
    match lever::acts(lever) {
        Acts::Adds => format!("{name}: added"),
        Acts::Multiplies => format!("{name}: times what is planned"),
        Acts::Sets => format!("{name}: set to"),
    }
}

fn frontier(plan: &Plan, solution: &Solution) -> Curve {
    let point = |cost: f64, p: &Estimate, text: String| Point {
        x: cost,
        y: p.value.unwrap_or(f64::NAN),
        interval: interval(p),
        text: Some(text),
    };
    let odds = |p: &Estimate| format::probability(p);
    let of_budget = |b: &Budget| point(b.cost, &b.reached.probability, odds(&b.reached.probability));
    let mixes =
        Line { label: String::new(), shape: Shape::Steps, points: solution.frontier.iter().map(of_budget).collect() };
    let now = &solution.base.probability;
    let plan_now = format!("The plan as it stands: {}", odds(now));
    let stands = Line { label: String::new(), shape: Shape::Points, points: vec![point(0.0, now, plan_now)] };
    let level = solution.settings.level;
    let median = matches!(solution.settings.wanted, Wanted::Median(_));
    let text = if median {
        format!("As likely as not {}", format::percent_exact(level))
    } else {
        wanted_level(plan, solution).text
    };
    let answer = solution.mix.as_ref().map(|mix| Answer {
        x: mix.cost,
        y: mix.reached.probability.value.unwrap_or(f64::NAN),
        text: format!("{}: {}", format::money(mix.cost, &plan.currency), format::probability(&mix.reached.probability)),
    });
    Curve {
        x: Axis::Money(plan.currency.clone()),
        x_title: "Cost a year beside the plan as it stands".to_string(),
        x_labels: Vec::new(),
        y: Axis::Percent,
        y_title: if median { "P(wanted ARR)" } else { words::measure(solution.settings.wanted) }.to_string(),
        lines: vec![mixes, stands],
        level: Some(Level { value: level, text }),
        answer,
        note:
            "The best mixes that were found, each told on trials that it was not chosen with; bars are 95 % intervals."
                .to_string(),
    }
}

fn calendar(plan: &Plan, solution: &Solution) -> Curve {
    let shown = &solution.calendars[..solution.calendars.len().min(MOST_LINES)];
    let line = |calendar: &LeverCalendar| {
        let lever = &solution.levers[calendar.lever];
        let unit = words::amount(plan, lever, Some(calendar.unit));
        let point = |started: &crate::analysis::solve::Started| {
            let gain = started.gain.map(|g| g.probability);
            Point {
                x: started.decided as f64,
                y: gain.map_or(0.0, |g| g.value.unwrap_or(f64::NAN)),
                interval: gain.as_ref().and_then(interval),
                text: None,
            }
        };
        Line {
            label: format!("{} {unit}", format::shorten(&lever.name, 24)),
            shape: Shape::Points,
            points: calendar.months.iter().map(point).collect(),
        }
    };
    let label = |t: usize| (t as f64, format::month_short(plan.calendar.month(t)));
    Curve {
        x: Axis::Whole,
        x_title: "Month of the decision; it works after its lead time".to_string(),
        x_labels: (1..=plan.calendar.months).map(label).collect(),
        y: Axis::Points,
        y_title: "Percentage points that one more unit adds".to_string(),
        lines: shown.iter().map(line).collect(),
        level: None,
        answer: None,
        note: "Beside the plan as it stands, on the same trials; bars are 95 % intervals of simulation error."
            .to_string(),
    }
}
