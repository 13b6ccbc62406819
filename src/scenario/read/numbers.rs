//! Single numbers, and inputs that are a number, a schedule or a distribution.

use super::{Reading, distribution, months};
use crate::diagnostic::{Diagnostic, Place};
use crate::plan::{Domain, Value};
use crate::scenario::document::MAX_NUMBER;
use crate::scenario::keys::{Input, Key, words};
use crate::scenario::node::{Content, Node, Table};
use crate::scenario::{codes, suggest};

/// What was typed, short enough for a sentence.
pub fn got(reading: &Reading<'_>, node: &Node) -> String {
    let typed = reading.typed(&node.place);
    match &node.content {
        Content::Table(table) if table.is_empty() => "an empty table".to_string(),
        Content::List(items) if items.is_empty() => "an empty list".to_string(),
        Content::Text(text) if text.chars().count() <= 24 => format!("the text {text:?}"),
        Content::Whole(_) | Content::Number(_) | Content::Boolean(_) if !typed.is_empty() => typed.to_string(),
        _ => node.kind().to_string(),
    }
}

/// A number beyond what any plan has.
pub fn too_large(name: &str, place: &Place) -> Diagnostic {
    let message = format!("{name} is too large: numbers go up to {}", suggest::typed(MAX_NUMBER));
    Diagnostic::error(codes::BAD_NUMBER, message).at(place, "")
}

/// A number in its domain, else a report of what is wrong with it.
pub fn plain(reading: &mut Reading<'_>, node: &Node, name: &str, allowed: &str, domain: Domain) -> Option<f64> {
    if node.is_broken() {
        return None;
    }
    let mistake = match node.number() {
        Some(x) if x.abs() > MAX_NUMBER => too_large(name, &node.place),
        Some(x) if domain.contains(x) => return Some(x),
        Some(x) => outside(reading, name, allowed, domain, x, &node.place),
        None => not_a_number(reading, name, allowed, node),
    };
    reading.say(mistake);
    None
}

/// "win_rate must be a share between 0 and 1, got 22: did you mean 0.22?"
pub fn outside(reading: &Reading<'_>, name: &str, allowed: &str, domain: Domain, x: f64, place: &Place) -> Diagnostic {
    let typed = reading.typed(place);
    let typed = if typed.is_empty() { suggest::typed(x) } else { typed.to_string() };
    let message = format!("{name} must be {allowed}, got {typed}");
    match suggest::share_meant(x, domain) {
        Some(share) => {
            let message = format!("{message}: did you mean {share}?");
            let help = if x > 0.0 {
                format!("shares are written as parts of 1: {typed} % is {share}")
            } else {
                format!("write {share}")
            };
            Diagnostic::error(codes::OUT_OF_RANGE, message).at(place, "").help(help)
        }
        None => Diagnostic::error(codes::OUT_OF_RANGE, message).at(place, ""),
    }
}

fn not_a_number(reading: &Reading<'_>, name: &str, allowed: &str, node: &Node) -> Diagnostic {
    let message = format!("{name} must be {allowed}, got {}", got(reading, node));
    let mistake = Diagnostic::error(codes::WRONG_KIND, message).at(&node.place, "");
    match node.text().and_then(suggest::number_meant) {
        Some(number) => mistake.help(format!("did you mean {number}? numbers stand without quotes")),
        None => mistake,
    }
}

/// An input: a number, a schedule or a distribution, as its key allows.
pub fn input(reading: &mut Reading<'_>, node: &Node, path: &str, key: &'static Key, input: &Input) {
    let read = match &node.content {
        Content::Whole(_) | Content::Number(_) => number(reading, node, key, input),
        Content::Table(table) if months::looks_like_schedule(table) => by_month(reading, table, node, key, input),
        Content::Table(table) => uncertain(reading, table, node, path, key, input),
        _ => {
            let mistake = not_a_number(reading, key.name, &words::taken(&key.kind), node);
            let has_meant = !mistake.help.is_empty();
            let example = format!("for example {} = {}", key.name, key.example);
            reading.say(if has_meant { mistake } else { mistake.help(example) });
            None
        }
    };
    match read {
        Some(value) => {
            reading.add_driver(path, input, value);
        }
        None => {
            reading.mark_broken(path);
            placeholder(reading, path, input);
        }
    }
}

fn number(reading: &mut Reading<'_>, node: &Node, key: &'static Key, input: &Input) -> Option<Value> {
    let allowed = if input.whole { words::taken(&key.kind) } else { words::allowed(input.unit, input.domain) };
    let x = plain(reading, node, key.name, &allowed, input.domain)?;
    if input.whole && x.fract() != 0.0 {
        let message = format!("{} must be {allowed}, got {}", key.name, reading.typed(&node.place));
        reading.say(Diagnostic::error(codes::NOT_WHOLE, message).at(&node.place, ""));
        return None;
    }
    Some(Value::Number(x))
}

fn by_month(reading: &mut Reading<'_>, table: &Table, node: &Node, key: &'static Key, input: &Input) -> Option<Value> {
    if !input.forms.schedule() {
        let message = format!("{} cannot change by month: it must be {}", key.name, words::taken(&key.kind));
        let help = match input.timing {
            crate::plan::Timing::AnyMonth => "a change inside the plan is written as [[adjust]] with from and until",
            crate::plan::Timing::WholePlan => "it is fixed when the plan, a group or a cohort starts",
        };
        reading.say(Diagnostic::error(codes::WRONG_KIND, message).at(&node.place, "").help(help));
        return None;
    }
    let allowed = words::allowed(input.unit, input.domain);
    months::schedule(reading, table, node, key, &allowed, input.domain).map(Value::Schedule)
}

fn uncertain(
    reading: &mut Reading<'_>,
    table: &Table,
    node: &Node,
    path: &str,
    key: &'static Key,
    input: &Input,
) -> Option<Value> {
    if !input.forms.distribution() {
        let message = format!("{} takes no distribution: it must be {}", key.name, words::taken(&key.kind));
        let help = format!("for example {} = {}", key.name, key.example);
        reading.say(Diagnostic::error(codes::WRONG_KIND, message).at(&node.place, "").help(help));
        return None;
    }
    distribution::read(reading, table, node, path, key, input).map(|random| Value::Random(Box::new(random)))
}

/// A default in force as a driver.
pub fn default(reading: &mut Reading<'_>, path: &str, input: &Input, written: &str) {
    let x = written.replace('_', "").parse().unwrap_or(0.0);
    reading.add_driver(path, input, Value::Number(x));
}

/// A driver where the written value is broken: any number of the domain, for the plan is refused anyway.
pub fn placeholder(reading: &mut Reading<'_>, path: &str, input: &Input) {
    let x = if input.domain.contains(1.0) { 1.0 } else { 0.5 };
    reading.add_driver(path, input, Value::Number(x));
}
