//! What a plan has in a place in which it differs from another, in words.

use crate::calendar::Schedule;
use crate::dist::Law;
use crate::plan::adjust::Adjustment;
use crate::plan::pair::{Difference, Fact, Kind, changes_of_risk, facts};
use crate::plan::{
    Bound, Change, Counts, Driver, Goal, Lever, LeverAmount, LeverChange, Per, Plan, Unit, Value, Window,
};
use crate::report::format;

/// What stands for what a plan does not have.
pub const NOTHING: &str = "-";
/// Entries of a schedule that are said at most.
const MOST_ENTRIES: usize = 4;

/// A part of what is said of a place. What is usual is said only where the other plan says something else.
struct Piece {
    text: String,
    usual: bool,
}

fn piece(text: impl Into<String>) -> Piece {
    Piece { text: text.into(), usual: false }
}

/// A text, or where there is none what that means.
fn or_usual(text: Option<String>, usual: &str) -> Piece {
    let is_usual = text.is_none();
    Piece { text: text.unwrap_or(usual.to_string()), usual: is_usual }
}

/// Both plans' side of a difference: only what differs. Where that would be the same words on both, what was written
/// stands behind them.
pub fn both(a: &Plan, b: &Plan, difference: &Difference) -> [String; 2] {
    let (x, y) = match (pieces(a, difference), pieces(b, difference)) {
        (Some(x), Some(y)) => (x, y),
        (x, y) => {
            return [x, y]
                .map(|pieces| pieces.map_or(NOTHING.to_string(), |all| joined(all.iter().filter(|p| !p.usual))));
        }
    };
    let differs: Vec<bool> = x.iter().zip(&y).map(|(x, y)| x.text != y.text).collect();
    if differs.contains(&true) {
        let only =
            |pieces: &[Piece]| joined(pieces.iter().zip(&differs).filter(|(_, differs)| **differs).map(|(p, _)| p));
        return [only(&x), only(&y)];
    }
    let all = [&x, &y].map(|pieces| joined(pieces.iter().filter(|p| !p.usual)));
    let laws = [a, b].map(|plan| law(plan, &difference.name));
    match laws[0] == laws[1] {
        false => [format!("{} ({})", all[0], laws[0]), format!("{} ({})", all[1], laws[1])],
        true => [all[0].clone(), format!("{} (in what is not shown)", all[1])],
    }
}

fn joined<'p>(pieces: impl Iterator<Item = &'p Piece>) -> String {
    format::one_line(&pieces.map(|p| p.text.as_str()).collect::<Vec<_>>().join(", "))
}

/// As many pieces for every plan; none where a plan has nothing there.
fn pieces(plan: &Plan, difference: &Difference) -> Option<Vec<Piece>> {
    let name = &difference.name;
    match difference.kind {
        Kind::Target => Some(target(plan)),
        Kind::Driver => plan.drivers.iter().find(|d| d.path == *name).map(|d| driver(plan, d)),
        Kind::Counts => plan.counts.iter().find(|c| c.path == *name).map(|c| counts(plan, c)),
        Kind::Risk => plan.risks.iter().position(|r| r.name == *name).map(|i| risk(plan, i)),
        Kind::Structure => facts(plan).get(name).map(|f| vec![piece(fact(plan, f))]),
        Kind::Correlations => Some(vec![piece(correlations(plan))]),
        Kind::Lever => plan.levers.iter().find(|l| l.name == *name).map(|l| lever(plan, l)),
        Kind::Goal(i) => plan.goals.get(i).map(|g| vec![piece(goal(plan, g))]),
    }
}

/// The distribution of a driver as written; empty where there is none.
fn law(plan: &Plan, path: &str) -> String {
    match plan.drivers.iter().find(|d| d.path == path).map(|d| &d.value) {
        Some(Value::Random(random)) => random.law.dist.in_words(),
        _ => String::new(),
    }
}

fn target(plan: &Plan) -> Vec<Piece> {
    let target = &plan.target;
    let arr = format::money_exact(target.arr, &plan.currency);
    let milestone = |m: &crate::plan::Milestone| {
        format!("{} by {}", format::money_exact(m.arr, &plan.currency), month(plan, m.t as i32))
    };
    let milestones = (!target.path.is_empty()).then(|| listed(target.path.iter().map(milestone).collect()));
    let share = |(segment, share): (&String, &f64)| format!("{segment} {}", format::percent_exact(*share));
    let mix = (!target.mix.is_empty()).then(|| listed(target.mix.iter().map(share).collect()));
    vec![
        piece(format!("{arr} by {}", format::month(plan.calendar.month(target.by)))),
        or_usual(milestones.map(|m| format!("milestones {m}")), "no milestones"),
        or_usual(mix.map(|m| format!("mix {m}")), "no mix"),
        or_usual(target.tam.map(|x| format!("TAM {}", format::money_exact(x, &plan.currency))), "no TAM"),
    ]
}

/// "P10 19 %, P50 22 %, P90 25.5 %", "plan 22.5 %", "drawn each quarter", "persistence 0.5", "× 0.94".
fn driver(plan: &Plan, driver: &Driver) -> Vec<Piece> {
    let exact = |x: f64| exact(driver.unit, x, &plan.currency);
    let at = |law: &Law, p: f64| short(driver.unit, law.quantile(p), &plan.currency);
    let random = match &driver.value {
        Value::Random(random) => Some(random),
        Value::Number(_) | Value::Schedule(_) => None,
    };
    let value = match &driver.value {
        Value::Number(x) => exact(*x),
        Value::Schedule(schedule) => self::schedule(plan, schedule, &exact),
        Value::Random(random) => match random.law.constant() {
            Some(x) => exact(x),
            None => {
                let law = &random.law;
                format!("P10 {}, P50 {}, P90 {}", at(law, 0.1), at(law, 0.5), at(law, 0.9))
            }
        },
    };
    let per = random.map(|r| r.per).filter(|per| *per != Per::Plan);
    let persistence = random.map(|r| r.persistence).filter(|rho| *rho > 0.0);
    vec![
        piece(value),
        or_usual(random.and_then(|r| r.plan).map(|x| format!("plan {}", exact(x))), "no plan value"),
        or_usual(per.map(|per| format!("drawn each {}", per.name())), "drawn once"),
        or_usual(persistence.map(|rho| format!("persistence {}", format::ratio(rho))), "no persistence"),
        adjustments(plan, &driver.adjustments, &exact),
    ]
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

/// "× 0.94, + 2 from Feb 27".
fn adjustments(plan: &Plan, all: &[Adjustment], value: &dyn Fn(f64) -> String) -> Piece {
    let said = |a: &Adjustment| format!("{}{}", change(a.change, value), window(plan, a.window));
    or_usual((!all.is_empty()).then(|| listed(all.iter().map(said).collect())), "as written")
}

/// "× 0.94", "+ 2", both where a change does both; an addend in the words of `value`.
pub(in crate::report) fn change(change: Change, value: &dyn Fn(f64) -> String) -> String {
    let factor = (change.multiply != 1.0).then(|| format!("× {}", format::ratio(change.multiply)));
    let sign = if change.add < 0.0 { "-" } else { "+" };
    let addend = (change.add != 0.0).then(|| format!("{sign} {}", value(change.add.abs())));
    let both: Vec<String> = factor.into_iter().chain(addend).collect();
    if both.is_empty() { "× 1".to_string() } else { both.join(" ") }
}

/// " from Feb 27", " in Mar 27"; empty where it is always open.
pub(in crate::report) fn window(plan: &Plan, window: Window) -> String {
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

/// "3 in Jan 27, 2 in Feb 27", "+ 1 in Apr 27".
fn counts(plan: &Plan, counts: &Counts) -> Vec<Piece> {
    let entry = |(t, n): (&usize, &u64)| format!("{} in {}", format::whole(*n), month(plan, *t as i32));
    let entries: Vec<String> = counts.written.counts.iter().filter(|(_, n)| **n > 0).map(entry).collect();
    let written = if entries.is_empty() { "none".to_string() } else { listed(entries) };
    vec![piece(written), adjustments(plan, &counts.adjustments, &format::count)]
}

/// Probability, "Mar 27 to May 27", "for 5 months", "changes 3 inputs (× 0.88)", "-$150k of cash".
fn risk(plan: &Plan, index: usize) -> Vec<Piece> {
    let risk = &plan.risks[index];
    let (from, until) = (month(plan, risk.window.from), month(plan, risk.window.until));
    let when = if from == until { from } else { format!("{from} to {until}") };
    let lasts = risk.duration.map(|months| format!("for {}", format::months(months as f64)));
    let changes = changes_of_risk(plan, index);
    let does = match changes.as_slice() {
        [] => None,
        [(path, one)] => Some(format!("{} {}", format::input_name(path), change(*one, &format::ratio))),
        many => Some(format!("changes {} inputs ({})", many.len(), amounts(many))),
    };
    let cash = (risk.cash != 0.0).then(|| format!("{} of cash", format::money_exact(risk.cash, &plan.currency)));
    let mut out = driver(plan, plan.driver(risk.probability));
    out.extend([piece(when), or_usual(lasts, "to the end"), or_usual(does, "no input"), or_usual(cash, "no cash")]);
    out
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

fn lever(plan: &Plan, lever: &Lever) -> Vec<Piece> {
    let inputs: usize = lever.changes.iter().map(|c| c.drivers.len() + c.counts.len()).sum();
    let fixed = |x: LeverAmount| match x {
        LeverAmount::Number(x) => format::ratio(x),
        LeverAmount::X => "x".to_string(),
    };
    let change = |c: &LeverChange| format!("× {} + {}{}", fixed(c.multiply), fixed(c.add), window(plan, c.window));
    let cost = lever.cost.map(|x| format!("{} a year and unit", format::money_exact(x, &plan.currency)));
    let word = if inputs == 1 { "input" } else { "inputs" };
    let ends = [lever.min, lever.max, lever.step].map(format::ratio);
    vec![
        piece(format!("{} to {} by {}", ends[0], ends[1], ends[2])),
        piece(format!("{inputs} {word}")),
        piece(listed(lever.changes.iter().map(change).collect())),
        or_usual(cost, "no cost"),
        piece(format!("works after {}", format::months(lever.lead_months))),
        or_usual(lever.owner.as_ref().map(|owner| format!("owner {owner}")), "no owner"),
    ]
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
