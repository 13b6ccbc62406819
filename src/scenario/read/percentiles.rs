//! A distribution by its percentiles: p10, p50, p90.

use super::distribution::COMMON;
use super::{Reading, family, numbers};
use crate::diagnostic::{Diagnostic, Place};
use crate::dist::{self, Dist};
use crate::plan::{Domain, Unit};
use crate::scenario::keys::{Input, Key, words};
use crate::scenario::node::{Node, Table};
use crate::scenario::{codes, suggest};

/// A distribution by its percentiles.
pub fn read(reading: &mut Reading<'_>, table: &Table, node: &Node, key: &Key, input: &Input) -> Option<Dist> {
    let mut found: Vec<(f64, &str, f64)> = Vec::new();
    let mut whole = true;
    for (name, entry) in table.iter().filter(|(name, _)| !COMMON.contains(&name.as_str())) {
        match level(name) {
            Some(p) => match percentile(reading, &entry.node, name, input) {
                Some(x) => found.push((p, name, x)),
                None => whole = false,
            },
            None => {
                reading.say(not_a_percentile(name, &entry.key, table));
                whole = false;
            }
        }
    }
    if !whole {
        return None;
    }
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    let refuse = |message: String| Diagnostic::error(codes::PERCENTILES, message).at(&node.place, "");
    let symmetric = |low: f64, high: f64| (low + high - 1.0).abs() < 1e-9 && low < 0.5;
    let (alpha, low, median, high) = match found[..] {
        [] => {
            let message = format!("{} has neither percentiles nor a dist", key.name);
            reading.say(refuse(message).help(format!("for example {} = {{ p10 = .., p50 = .., p90 = .. }}", key.name)));
            return None;
        }
        [(low, _, x), (high, _, y)] if symmetric(low, high) => (low, x, None, y),
        [(low, _, x), (mid, _, m), (high, _, y)] if symmetric(low, high) && mid == 0.5 => (low, x, Some(m), y),
        _ => {
            let message = "percentiles are given as a pair that lies evenly round the middle, with or without p50";
            reading.say(refuse(message.to_string()).help("for example p10 and p90, or p5, p50 and p95"));
            return None;
        }
    };
    if let Some(pair) = found.windows(2).find(|pair| pair[0].2 >= pair[1].2) {
        let ((_, a, x), (_, b, y)) = (pair[0], pair[1]);
        let message = format!("{a} must be below {b}, got {} and {}", suggest::typed(x), suggest::typed(y));
        let places =
            Diagnostic::error(codes::PERCENTILES, message).at(&table[a].node.place, "").at(&table[b].node.place, "");
        reading.say(places.help("percentiles rise; where there is no spread, write the number alone"));
        return None;
    }
    match dist::percentiles(alpha, low, median, high, input.domain) {
        Ok(dist) => Some(dist),
        Err(error) => {
            let key = match error.parameter {
                "low" => found[0].1,
                "median" => "p50",
                _ => found[found.len() - 1].1,
            };
            let place = table.get(key).map_or(&node.place, |entry| &entry.node.place);
            reading.say(Diagnostic::error(codes::PERCENTILES, error.message).at(place, ""));
            None
        }
    }
}

/// The probability that a key like "p10" or "p2.5" names.
fn level(name: &str) -> Option<f64> {
    let digits = name.strip_prefix('p')?;
    let plain = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.') && !digits.is_empty();
    let p: f64 = digits.parse().ok().filter(|_| plain)?;
    (p > 0.0 && p < 100.0).then_some(p / 100.0)
}

/// A percentile strictly inside the domain.
fn percentile(reading: &mut Reading<'_>, node: &Node, name: &str, input: &Input) -> Option<f64> {
    if node.is_broken() {
        return None;
    }
    let wide = Domain { above_min: false, below_max: false, ..input.domain };
    let x = numbers::plain(reading, node, name, &words::allowed(input.unit, wide), wide)?;
    if x > wide.min && x < wide.max {
        return Some(x);
    }
    let edge = suggest::typed(x);
    let message = format!("{name} cannot be {edge}, the very end of what is allowed: percentiles lie strictly inside");
    let mistake = Diagnostic::error(codes::PERCENTILES, message).at(&node.place, "");
    reading.say(match input.unit {
        Unit::Months => mistake.help(
            "for a delay that may be 0 write { dist = \"pert\", min = 0, mode = .., max = .. } or { dist = \"discrete\", values = [0, ..], weights = [.., ..] }",
        ),
        _ => mistake.help(format!("write a value a little off {edge}, or {{ dist = \"pert\", min = .., mode = .., max = .. }}")),
    });
    None
}

fn not_a_percentile(name: &str, place: &Place, table: &Table) -> Diagnostic {
    let mistake =
        Diagnostic::error(codes::UNKNOWN_KEY, format!("there is no key {name} in a distribution")).at(place, "");
    let families = family::with_key(name);
    if !families.is_empty() {
        return mistake.help(format!("{name} goes with dist = {}: add dist", suggest::listed(&families, "or")));
    }
    let known = COMMON.into_iter().chain(["p10", "p50", "p90"]).filter(|key| !table.contains_key(*key));
    let usual = match name {
        "low" | "worst" | "pessimistic" => Some("p10"),
        "mid" | "base" | "likely" | "expected" => Some("p50"),
        "high" | "best" | "optimistic" => Some("p90"),
        _ => None,
    };
    match usual.or_else(|| suggest::nearest(name, known)) {
        Some(near) => mistake.help(format!("did you mean {near}?")),
        None => mistake.help(
            "a distribution has percentiles (p10, p50, p90) or dist, and per, persistence, plan, note, source, owner",
        ),
    }
}
