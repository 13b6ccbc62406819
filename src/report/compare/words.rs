//! What a plan has in a place in which it differs from another, in words.

use crate::calendar::{CountSchedule, Schedule};
use crate::plan::adjust::Adjustment;
use crate::plan::pair::{Difference, Fact, Kind, changes_of_risk, facts};
use crate::plan::{Bound, Change, Counts, Driver, Goal, LeverAmount, Per, Plan, Unit, Value, Window};
use crate::report::format;

/// What stands for what a plan does not have.
pub const NOTHING: &str = "-";
/// Entries of a schedule that are said at most.
const MOST_ENTRIES: usize = 4;

/// Both plans' side of a difference. Where the same words would stand on both, what was written stands behind them.
pub fn both(a: &Plan, b: &Plan, difference: &Difference) -> [String; 2] {
    let said = [said(a, difference), said(b, difference)];
    if said[0] != said[1] {
        return said;
    }
    let laws = [a, b].map(|plan| law(plan, &difference.name));
    let [first, second] = said;
    match (laws[0] == laws[1], laws) {
        (false, [x, y]) => [format!("{first} ({x})"), format!("{second} ({y})")],
        (true, _) => [first, format!("{second} (in digits that are not shown)")],
    }
}

fn said(plan: &Plan, difference: &Difference) -> String {
    let name = &difference.name;
    let words = match difference.kind {
        Kind::Target => Some(target(plan)),
        Kind::Driver => plan.drivers.iter().find(|d| d.path == *name).map(|d| driver(plan, d)),
        Kind::Counts => plan.counts.iter().find(|c| c.path == *name).map(|c| counts(plan, c)),
        Kind::Risk => plan.risks.iter().position(|r| r.name == *name).map(|i| risk(plan, i)),
        Kind::Structure => facts(plan).get(name).map(|f| fact(plan, f)),
        Kind::Correlations => Some(correlations(plan)),
        Kind::Lever => plan.levers.iter().find(|l| l.name == *name).map(|l| lever(plan, l)),
        Kind::Goal(i) => plan.goals.get(i).map(|g| goal(plan, g)),
    };
    words.map_or(NOTHING.to_string(), |words| format::one_line(&words))
}

/// The distribution of a driver as written; empty where there is none.
fn law(plan: &Plan, path: &str) -> String {
    match plan.drivers.iter().find(|d| d.path == path).map(|d| &d.value) {
        Some(Value::Random(random)) => random.law.dist.in_words(),
        _ => String::new(),
    }
}

fn target(plan: &Plan) -> String {
    let target = &plan.target;
    let arr = format::money_exact(target.arr, &plan.currency);
    let milestones = match target.path.len() {
        0 => String::new(),
        1 => ", 1 milestone".to_string(),
        n => format!(", {n} milestones"),
    };
    format!("{arr} by {}{milestones}", format::month(plan.calendar.month(target.by)))
}

/// "P10 19 %, P50 22 %, P90 25.5 %, plan 22.5 %; x 0.94".
fn driver(plan: &Plan, driver: &Driver) -> String {
    let exact = |x: f64| exact(driver.unit, x, &plan.currency);
    let value = match &driver.value {
        Value::Number(x) => exact(*x),
        Value::Schedule(schedule) => self::schedule(plan, schedule, &exact),
        Value::Random(random) => {
            let at = |p: f64| short(driver.unit, random.law.quantile(p), &plan.currency);
            let law = match random.law.constant() {
                Some(x) => exact(x),
                None => format!("P10 {}, P50 {}, P90 {}", at(0.1), at(0.5), at(0.9)),
            };
            let planned = random.plan.map_or(String::new(), |x| format!(", plan {}", exact(x)));
            let per = match random.per {
                Per::Plan => String::new(),
                per => format!(", drawn each {}", per.name()),
            };
            let persistence = match random.persistence {
                0.0 => String::new(),
                rho => format!(", persistence {}", format::ratio(rho)),
            };
            format!("{law}{planned}{per}{persistence}")
        }
    };
    format!("{value}{}", adjustments(plan, &driver.adjustments, &exact))
}

fn exact(unit: Unit, x: f64, currency: &str) -> String {
    match unit {
        Unit::Money => format::money_exact(x, currency),
        Unit::Share => format::percent_exact(x),
        Unit::Months => format::months(x),
        Unit::Ratio => format::ratio(x),
        Unit::Count => format::count(x),
    }
}

fn short(unit: Unit, x: f64, currency: &str) -> String {
    match unit {
        Unit::Money => format::money(x, currency),
        Unit::Share => format::percent(x),
        Unit::Months | Unit::Count => format::count(x),
        Unit::Ratio => format::ratio(x),
    }
}

fn schedule(plan: &Plan, schedule: &Schedule, value: &dyn Fn(f64) -> String) -> String {
    let entry = |(t, x): (&i32, &f64)| format!("{} from {}", value(*x), month(plan, *t));
    listed(schedule.from.iter().map(entry).collect())
}

fn month(plan: &Plan, t: i32) -> String {
    format::month_short(plan.calendar.start.plus(t - 1))
}

fn listed(entries: Vec<String>) -> String {
    let more = entries.len().saturating_sub(MOST_ENTRIES);
    let shown = entries[..entries.len() - more].join(", ");
    if more > 0 { format!("{shown} and {more} more") } else { shown }
}

/// "; x 0.94, + 2 from Feb 27".
fn adjustments(plan: &Plan, all: &[Adjustment], value: &dyn Fn(f64) -> String) -> String {
    let said = |a: &Adjustment| format!("{}{}", change(a.change, value), window(plan, a.window));
    match all.len() {
        0 => String::new(),
        _ => format!("; {}", listed(all.iter().map(said).collect())),
    }
}

fn change(change: Change, value: &dyn Fn(f64) -> String) -> String {
    let factor = (change.multiply != 1.0).then(|| format!("× {}", format::ratio(change.multiply)));
    let sign = if change.add < 0.0 { "-" } else { "+" };
    let addend = (change.add != 0.0).then(|| format!("{sign} {}", value(change.add.abs())));
    let both: Vec<String> = factor.into_iter().chain(addend).collect();
    if both.is_empty() { "× 1".to_string() } else { both.join(" ") }
}

fn window(plan: &Plan, window: Window) -> String {
    let from = (window.from != Window::ALWAYS.from).then(|| month(plan, window.from));
    let until = (window.until != Window::ALWAYS.until).then(|| month(plan, window.until));
    match (from, until) {
        (Some(from), Some(until)) if from == until => format!(" in {from}"),
        (Some(from), Some(until)) => format!(" from {from} to {until}"),
        (Some(from), None) => format!(" from {from}"),
        (None, Some(until)) => format!(" to {until}"),
        (None, None) => String::new(),
    }
}

/// "3 in Jan 27, 2 in Feb 27".
fn counts(plan: &Plan, counts: &Counts) -> String {
    let CountSchedule { counts: written } = &counts.written;
    let entry = |(t, n): (&usize, &u64)| format!("{} in {}", format::whole(*n), month(plan, *t as i32));
    let entries: Vec<String> = written.iter().filter(|(_, n)| **n > 0).map(entry).collect();
    let written = if entries.is_empty() { "none".to_string() } else { listed(entries) };
    format!("{written}{}", adjustments(plan, &counts.adjustments, &format::count))
}

/// "75 %, Mar 27 to May 27, for 5 months, 3 inputs changed, -$150k".
fn risk(plan: &Plan, index: usize) -> String {
    let risk = &plan.risks[index];
    let (from, until) = (month(plan, risk.window.from), month(plan, risk.window.until));
    let when = if from == until { from } else { format!("{from} to {until}") };
    let lasts = risk.duration.map_or(String::new(), |months| format!(", for {}", format::months(months as f64)));
    let changes = changes_of_risk(plan, index);
    let plain = |x: f64| format::ratio(x);
    let does = match changes.as_slice() {
        [] => String::new(),
        [(path, one)] => format!(", {} {}", super::labels::input(path), change(*one, &plain)),
        many => format!(", changes {} inputs ({})", many.len(), amounts(many)),
    };
    let cash = match risk.cash {
        0.0 => String::new(),
        cash => format!(", {} of cash", format::money_exact(cash, &plan.currency)),
    };
    format!("{}, {when}{lasts}{does}{cash}", driver(plan, plan.driver(risk.probability)))
}

/// The different amounts of a risk's changes, in the order of their inputs.
fn amounts(changes: &[(String, Change)]) -> String {
    let mut said: Vec<String> = Vec::new();
    for (_, one) in changes {
        let text = change(*one, &|x| format::ratio(x));
        if !said.contains(&text) {
            said.push(text);
        }
    }
    listed(said)
}

fn fact(plan: &Plan, fact: &Fact) -> String {
    match fact {
        Fact::There => "there".to_string(),
        Fact::Word(word) => (*word).to_string(),
        Fact::Number(x) => format::count(*x),
        Fact::Month(t) => month(plan, *t),
        Fact::Weights(weights) => {
            let total: f64 = weights.iter().sum();
            let most = weights.iter().enumerate().fold(0, |most, (i, w)| if *w > weights[most] { i } else { most });
            let share = format::percent(weights[most] / total);
            format!("{} weights, the largest {share} in place {}", weights.len(), most + 1)
        }
        Fact::Schedule(schedule) => self::schedule(plan, schedule, &|x| format::count(x)),
        Fact::Names(names) => names.join(", "),
    }
}

fn correlations(plan: &Plan) -> String {
    let drivers: usize = plan.dependence.iter().map(|d| d.drivers.len()).sum();
    match plan.dependence.len() {
        0 => "none".to_string(),
        1 => format!("{drivers} drivers in one group"),
        n => format!("{drivers} drivers in {n} groups"),
    }
}

fn lever(plan: &Plan, lever: &crate::plan::Lever) -> String {
    let inputs: usize = lever.changes.iter().map(|c| c.drivers.len() + c.counts.len()).sum();
    let fixed = lever.changes.iter().filter(|c| c.multiply != LeverAmount::X && c.add != LeverAmount::X).count();
    let cost =
        lever.cost.map_or(String::new(), |x| format!(", {} a year and unit", format::money_exact(x, &plan.currency)));
    let beside = if fixed > 0 { format!(", {fixed} changes of a fixed amount") } else { String::new() };
    let range =
        format!("{} to {} by {}", format::ratio(lever.min), format::ratio(lever.max), format::ratio(lever.step));
    let lead = format::months(lever.lead_months);
    let word = if inputs == 1 { "input" } else { "inputs" };
    format!("{range}, {inputs} {word}{beside}{cost}, works after {lead}")
}

fn goal(plan: &Plan, goal: &Goal) -> String {
    let segment = goal.segment.map_or(String::new(), |s| format!(", {}", plan.segments[s].name));
    let (side, value) = match goal.bound {
        Bound::AtLeast(x) => ("at least", x),
        Bound::AtMost(x) => ("at most", x),
    };
    let value = format::metric_exact(goal.metric, value, &plan.currency);
    let by = format::month(plan.calendar.month(goal.by));
    format!("{}{segment} {side} {value} by {by}", goal.metric.label(plan))
}
