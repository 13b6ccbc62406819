//! `[target]`.

use super::At;
use crate::calendar::YearMonth;
use crate::diagnostic::{Diagnostic, Place};
use crate::plan::{Milestone, Plan, Value};
use crate::scenario::read::Reading;
use crate::scenario::{codes, suggest};

/// How far the shares of a mix may be from 1 in sum.
const MIX_SLACK: f64 = 1e-9;

/// Reads the target into the plan.
pub fn read(reading: &mut Reading<'_>, root: &At<'_>, plan: &mut Plan) {
    let Some(at) = root.inside("target") else { return };
    if let Some(month) = at.month("by") {
        plan.target.by = inside(reading, month, &at.value_place("by"), "the target's by").unwrap_or(plan.target.by);
    }
    let by = reading.calendar.month(plan.target.by);
    reading.settle_default("target.by", format!("\"{by}\""));
    plan.target.arr = match at.number("growth") {
        Some(growth) => grown(reading, &at, growth),
        None => at.number("arr").unwrap_or(0.0),
    };
    plan.target.tam = at.number("tam");
    milestones(reading, &at, plan);
    mix(reading, &at, plan);
}

/// The opening ARR before adjustments, grown.
fn grown(reading: &mut Reading<'_>, at: &At<'_>, growth: f64) -> f64 {
    let opening = reading.driver_paths().filter(|(path, _)| is_opening_arr(path));
    let arr: f64 = opening
        .map(|(_, id)| match reading.drivers[id.0].value {
            Value::Number(x) => x,
            _ => 0.0,
        })
        .sum();
    if arr == 0.0 && !reading.has_errors() {
        let message = "growth of an opening ARR of 0 is a target of 0";
        let help = "give the target as arr = .. instead";
        reading.say(Diagnostic::warning(codes::TARGET, message).at(&at.value_place("growth"), "").help(help));
    }
    arr * (1.0 + growth)
}

fn is_opening_arr(path: &str) -> bool {
    let parts: Vec<&str> = path.split('.').collect();
    matches!(parts[..], ["segments", _, "opening_arr"])
}

/// The month's t inside the plan, else a report.
pub fn inside(reading: &mut Reading<'_>, month: YearMonth, place: &Place, what: &str) -> Option<usize> {
    if !reading.calendar_known {
        return None;
    }
    let t = reading.calendar.t_inside(month);
    if t.is_none() {
        let (first, last) = (reading.calendar.start, reading.calendar.month(reading.calendar.months));
        let message = format!("{what} must lie inside the plan, got {month}");
        let help = format!("the plan's months are {first} to {last}");
        reading.say(Diagnostic::error(codes::MONTH_OUTSIDE, message).at(place, "").help(help));
    }
    t
}

fn milestones(reading: &mut Reading<'_>, at: &At<'_>, plan: &mut Plan) {
    let Some(path) = at.inside("path") else { return };
    for (name, entry) in path.table {
        let Some(month) = YearMonth::parse(name) else { continue };
        let t = inside(reading, month, &entry.key, "a milestone");
        if let (Some(t), Some(arr)) = (t, entry.node.number()) {
            plan.target.path.push(Milestone { t, arr });
        }
    }
}

fn mix(reading: &mut Reading<'_>, at: &At<'_>, plan: &mut Plan) {
    let Some(mix) = at.inside("mix") else { return };
    let mut whole = true;
    for (name, entry) in mix.table {
        if !plan.segments.iter().any(|s| s.name == *name) {
            whole = false;
            let mistake =
                Diagnostic::error(codes::TARGET, format!("mix names {name}, which is no segment")).at(&entry.key, "");
            let known: Vec<&str> = plan.segments.iter().map(|s| s.name.as_str()).collect();
            reading.say(match suggest::nearest(name, known.iter().copied()) {
                Some(near) => mistake.help(format!("did you mean {near}?")),
                None => mistake.help(format!("segments: {}", known.join(", "))),
            });
        }
        match entry.node.number() {
            Some(share) => {
                plan.target.mix.insert(name.clone(), share);
            }
            None => whole = false,
        }
    }
    let sum: f64 = plan.target.mix.values().sum();
    if whole && (sum - 1.0).abs() > MIX_SLACK {
        let sum = (sum * 1e9).round() / 1e9;
        let message = format!("the shares of mix must sum to 1, they sum to {sum}");
        reading.say(Diagnostic::error(codes::TARGET, message).at(&mix.place, ""));
    }
}
