//! A distribution in a scenario: its family or percentiles, how often it is drawn, and the texts it carries.

use super::{Reading, empirical, family, numbers, percentiles, texts};
use crate::diagnostic::Diagnostic;
use crate::dist::{Dist, DistError, Law};
use crate::plan::{Domain, Notes, Per, Randomness};
use crate::scenario::keys::{Input, Key, words};
use crate::scenario::node::{Node, Table};
use crate::scenario::{codes, suggest};
use std::sync::Arc;

/// Keys that any distribution may have.
pub const COMMON: [&str; 7] = ["dist", "per", "persistence", "plan", "note", "source", "owner"];

/// The share of a distribution that its key's domain may cut off; beyond it the distribution is not the one meant.
pub const MAX_CUT: f64 = 0.05;

/// Shares below this are rounding, not a cut.
const NO_CUT: f64 = 1e-12;

/// Reads a table as a distribution of values in the input's domain.
pub fn read(
    reading: &mut Reading<'_>,
    table: &Table,
    node: &Node,
    path: &str,
    key: &'static Key,
    input: &Input,
) -> Option<Randomness> {
    let drawn = drawn(reading, table, key, input);
    let plan = planned(reading, table, input);
    let notes = notes(reading, table);
    let dist = match table.get("dist") {
        Some(entry) => of_family(reading, table, &entry.node, node, path, input),
        None => percentiles::read(reading, table, node, key, input),
    };
    let law = truncated(reading, dist?, node, key, input)?;
    let ((per, persistence), plan, notes) = (drawn?, plan?, notes?);
    Some(Randomness { law: Arc::new(law), per, persistence, plan, notes })
}

/// `per` and `persistence`.
fn drawn(reading: &mut Reading<'_>, table: &Table, key: &Key, input: &Input) -> Option<(Per, f64)> {
    let words = ["plan", "year", "quarter", "month"];
    let per = match table.get("per") {
        None => Per::Plan,
        Some(entry) => match entry.node.text() {
            Some("plan") => Per::Plan,
            Some("year") => Per::Year,
            Some("quarter") => Per::Quarter,
            Some("month") => Per::Month,
            _ if entry.node.is_broken() => return None,
            other => {
                let got = numbers::got(reading, &entry.node);
                let message = format!("per must be \"plan\", \"year\", \"quarter\" or \"month\", got {got}");
                let mistake = Diagnostic::error(codes::PER, message).at(&entry.node.place, "");
                let near = other.and_then(|word| suggest::nearest(word, words));
                reading
                    .say(near.map_or(mistake.clone(), |near| mistake.help(format!("did you mean per = \"{near}\"?"))));
                return None;
            }
        },
    };
    if let (true, Some(entry)) = (input.once && per != Per::Plan, table.get("per")) {
        let message = format!("{} is drawn once a trial: per can only be \"plan\"", key.name);
        reading.say(Diagnostic::error(codes::PER, message).at(&entry.node.place, "").help("remove per"));
        return None;
    }
    let Some(entry) = table.get("persistence") else { return Some((per, 0.0)) };
    let domain = Domain::SHARE_BELOW_ONE;
    let rho = numbers::plain(reading, &entry.node, "persistence", "a number of at least 0 and below 1", domain)?;
    if per == Per::Plan {
        let message =
            "persistence needs per = \"year\", \"quarter\" or \"month\": a value drawn once a trial persists anyway";
        let help = "add per, or remove persistence";
        reading.say(Diagnostic::error(codes::PER, message).at(&entry.key, "").help(help));
        return None;
    }
    Some((per, rho))
}

/// `plan`, inside the domain; the outer `None` is a mistake.
fn planned(reading: &mut Reading<'_>, table: &Table, input: &Input) -> Option<Option<f64>> {
    let Some(entry) = table.get("plan") else { return Some(None) };
    let allowed = words::allowed(input.unit, input.domain);
    numbers::plain(reading, &entry.node, "plan", &allowed, input.domain).map(Some)
}

fn notes(reading: &mut Reading<'_>, table: &Table) -> Option<Notes> {
    let mut whole = true;
    let mut text = |name: &str| {
        let node = &table.get(name)?.node;
        let text = node.text().map(str::to_string);
        if text.is_none() {
            whole = false;
            if !node.is_broken() {
                let message = format!("{name} must be text in quotes, got {}", numbers::got(reading, node));
                reading.say(Diagnostic::error(codes::WRONG_KIND, message).at(&node.place, ""));
            }
        }
        text
    };
    let notes = Notes { note: text("note"), source: text("source"), owner: text("owner") };
    whole.then_some(notes)
}

/// The distribution of a named family.
fn of_family(
    reading: &mut Reading<'_>,
    table: &Table,
    named: &Node,
    node: &Node,
    path: &str,
    input: &Input,
) -> Option<Dist> {
    let family = family::find(reading, named)?;
    let known = family::keys(reading, table, family, named);
    let parameters = parameters(reading, table, family, path);
    known?;
    let parameters = parameters?;
    central_inside(reading, table, &parameters, family.name, input)?;
    match family::build(family, &parameters) {
        Ok(dist) => Some(dist),
        Err(error) => {
            reading.say(refused(table, node, &error));
            None
        }
    }
}

fn refused(table: &Table, node: &Node, error: &DistError) -> Diagnostic {
    let place = table.get(error.parameter).map_or(&node.place, |entry| &entry.node.place);
    Diagnostic::error(codes::DISTRIBUTION, error.message.clone()).at(place, "")
}

/// The parameters that are there, each a number or a list of numbers.
fn parameters(
    reading: &mut Reading<'_>,
    table: &Table,
    family: &'static family::Family,
    path: &str,
) -> Option<family::Parameters> {
    let mut found = family::Parameters::default();
    let mut whole = true;
    for (name, entry) in table.iter().filter(|(name, _)| family.has(name)) {
        match name.as_str() {
            "values" | "weights" => match list(reading, &entry.node, name) {
                Some(list) => found.add_list(name, list),
                None => whole = false,
            },
            "file" | "column" => {}
            _ => match numbers::plain(reading, &entry.node, name, "a number", Domain::ANY) {
                Some(x) => found.add(name, x),
                None => whole = false,
            },
        }
    }
    let from_file = family.name == "empirical" && table.contains_key("column");
    if let Some(entry) = table.get("file").filter(|_| from_file) {
        match empirical::values(reading, table, &entry.node) {
            Some(values) => {
                reading.data.insert(path.to_string(), values.clone());
                found.add_list("values", values);
            }
            None => whole = false,
        }
    }
    whole.then_some(found)
}

fn list(reading: &mut Reading<'_>, node: &Node, name: &str) -> Option<Vec<f64>> {
    if node.is_broken() {
        return None;
    }
    let items = node.items();
    if items.is_empty() {
        let message = format!("{name} must be numbers in brackets, got {}", numbers::got(reading, node));
        reading.say(
            Diagnostic::error(codes::DISTRIBUTION, message)
                .at(&node.place, "")
                .help(format!("for example {name} = [0, 1, 3]")),
        );
        return None;
    }
    let wrong = if name == "weights" { texts::weights_mistake(reading, name, items, node) } else { None };
    if let Some(mistake) = wrong {
        reading.say(mistake);
        return None;
    }
    let found: Vec<Option<f64>> = items
        .iter()
        .map(|item| numbers::plain(reading, item, &format!("each of {name}"), "a number", Domain::ANY))
        .collect();
    found.into_iter().collect()
}

/// A mean, median or mode outside the domain is no matter of cutting a tail: it is a slip, often 22 for 0.22.
fn central_inside(
    reading: &mut Reading<'_>,
    table: &Table,
    parameters: &family::Parameters,
    family: &str,
    input: &Input,
) -> Option<()> {
    let own_scale = family == "beta" && (table.contains_key("min") || table.contains_key("max"));
    let central: &[&str] = if own_scale { &[] } else { &["mean", "median", "mode"] };
    let wide = Domain { above_min: false, below_max: false, ..input.domain };
    let outside = |name: &&&str| parameters.number(name).is_some_and(|x| !wide.contains(x));
    if !central.iter().any(|name| outside(&name)) {
        return Some(());
    }
    let allowed = words::allowed(input.unit, wide);
    for name in ["min", "mode", "mean", "median", "max"].iter().filter(outside) {
        if let (Some(x), Some(entry)) = (parameters.number(name), table.get(*name)) {
            let mistake = numbers::outside(reading, name, &allowed, wide, x, &entry.node.place);
            reading.say(mistake);
        }
    }
    None
}

/// Truncated to the domain: a warning where part is cut, a mistake where too much is.
fn truncated(reading: &mut Reading<'_>, dist: Dist, node: &Node, key: &Key, input: &Input) -> Option<Law> {
    let law = Law::new(dist, input.domain);
    let (below, above, cut) = (law.cut_below, law.cut_above, law.cut());
    if cut <= NO_CUT {
        return Some(law);
    }
    let mut sides = Vec::new();
    if below > NO_CUT {
        sides.push(format!("{} below {}", percent(below), suggest::typed(input.domain.min)));
    }
    if above > NO_CUT {
        sides.push(format!("{} above {}", percent(above), suggest::typed(input.domain.max)));
    }
    let allowed = words::allowed(input.unit, input.domain);
    if cut > MAX_CUT {
        let message = format!("{} of this distribution lies outside what {} can be: {allowed}", percent(cut), key.name);
        let help = "at most 5 % may be cut off; move or narrow it, or take one that stays inside by itself (percentiles, pert, beta, gamma)";
        reading.say(Diagnostic::error(codes::CUT, message).at(&node.place, sides.join(", ")).help(help));
        return None;
    }
    let message = format!("{} of this distribution is cut off, for {} must be {allowed}", percent(cut), key.name);
    let help =
        "the rest is scaled up to 1; a form that stays inside by itself (percentiles, pert, beta, gamma) needs no cut";
    reading.say(Diagnostic::warning(codes::CUT, message).at(&node.place, sides.join(", ")).help(help));
    Some(law)
}

/// A probability in percent, with two digits that count.
pub fn percent(share: f64) -> String {
    let x = share * 100.0;
    match x {
        x if x >= 10.0 => format!("{x:.0} %"),
        x if x >= 1.0 => format!("{x:.1} %"),
        x if x >= 0.01 => format!("{x:.2} %"),
        _ => "less than 0.01 %".to_string(),
    }
}
