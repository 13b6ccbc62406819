//! `[[goals]]` and `[owners]`: what names metrics.

use super::{At, target};
use crate::diagnostic::{Diagnostic, Place};
use crate::plan::{Bound, Goal, Kind, Metric, Plan, metric::METRICS};
use crate::scenario::keys::Identity;
use crate::scenario::read::Reading;
use crate::scenario::{codes, suggest};

/// Reads the goals into the plan.
pub fn read(reading: &mut Reading<'_>, root: &At<'_>, plan: &mut Plan) {
    for (_, at) in root.items("goals", Identity::ReplacedWhole) {
        if let Some(goal) = read_goal(reading, &at, plan) {
            plan.goals.push(goal);
        }
    }
}

fn read_goal(reading: &mut Reading<'_>, at: &At<'_>, plan: &Plan) -> Option<Goal> {
    let name = at.text("metric");
    let metric = name.and_then(|name| find(reading, plan, name, &at.value_place("metric"), "metric"));
    let segment = match at.text("segment") {
        Some(segment) => Some(find_segment(reading, plan, segment, at)?),
        None => None,
    };
    let by = match at.month("by") {
        Some(month) => target::inside(reading, month, &at.value_place("by"), "a goal's by")?,
        None => plan.target.by,
    };
    let default_by = reading.calendar.month(by).to_string();
    reading.settle_default(&at.path_of("by"), format!("\"{default_by}\""));
    let metric = metric?;
    measured(reading, at, plan, metric, segment)?;
    let from = from(reading, at, metric, by)?;
    inside_year(reading, at, metric, by);
    let bound = match (at.number("at_least"), at.number("at_most")) {
        (Some(least), _) => Bound::AtLeast(least),
        (None, most) => Bound::AtMost(most?),
    };
    Some(Goal { metric, segment, from, by, bound })
}

/// The metric of this name, else a report with the nearest.
fn find(reading: &mut Reading<'_>, plan: &Plan, name: &str, place: &Place, what: &str) -> Option<Metric> {
    let found = Metric::find(name, &plan.stages);
    if found.is_none() {
        let message = format!("there is no {what} called {name:?}");
        let known = METRICS.iter().map(|m| m.name(plan)).chain(plan.stages.iter().map(String::as_str));
        let mistake = Diagnostic::error(codes::UNKNOWN_METRIC, message).at(place, "");
        reading.say(match suggest::nearest(name, known) {
            Some(near) => mistake.help(format!("did you mean {near:?}?")),
            None => mistake.help("metrics are arr, new_arr, nrr, grr, customers, reps, cash and more (see the documentation), and the stages of the funnel"),
        });
    }
    found
}

fn find_segment(reading: &mut Reading<'_>, plan: &Plan, name: &str, at: &At<'_>) -> Option<usize> {
    let found = plan.segments.iter().position(|s| s.name == name);
    if found.is_none() {
        let known: Vec<&str> = plan.segments.iter().map(|s| s.name.as_str()).collect();
        let mistake = Diagnostic::error(codes::GOAL, format!("there is no segment called {name:?}"))
            .at(&at.value_place("segment"), "");
        reading.say(match suggest::nearest(name, known.iter().copied()) {
            Some(near) => mistake.help(format!("did you mean {near:?}?")),
            None => mistake.help(format!("segments: {}", known.join(", "))),
        });
    }
    found
}

/// Whether the plan has the metric there at all.
fn measured(reading: &mut Reading<'_>, at: &At<'_>, plan: &Plan, metric: Metric, segment: Option<usize>) -> Option<()> {
    let has = match segment {
        Some(index) => metric.in_segment(&plan.segments[index]),
        None => metric.in_total(plan),
    };
    // A part of a segment (or finance) that is broken is there all the same.
    let hidden = reading.broken.iter().any(|path| path.split('.').count() <= 3);
    if has || hidden {
        return has.then_some(());
    }
    let name = metric.name(plan);
    let (message, help) = match segment {
        Some(_) if metric.in_total(plan) => (
            format!("{name} is not measured in this segment"),
            "it lacks the part that the metric is about (capacity or pipeline), or the metric is a total only: remove segment",
        ),
        _ => (
            format!("this plan has no {name}"),
            "add what the metric is about: [finance] for costs and cash, a capacity for reps, a pipeline for opportunities",
        ),
    };
    reading.say(Diagnostic::error(codes::GOAL, message).at(&at.value_place("metric"), "").help(help));
    None
}

fn from(reading: &mut Reading<'_>, at: &At<'_>, metric: Metric, by: usize) -> Option<usize> {
    let summed = matches!(metric.kind(), Kind::Flow | Kind::Share);
    let Some(month) = at.month("from") else {
        if summed && !at.has("from") {
            let first = reading.calendar.start;
            reading.note_default(&at.path_of("from"), format!("\"{first}\""));
        }
        return Some(1);
    };
    let place = at.value_place("from");
    if !summed {
        let message = "from is for what is summed over months; this metric is read at the end of by";
        let help = "remove from";
        reading.say(Diagnostic::error(codes::GOAL, message).at(&place, "").help(help));
        return None;
    }
    let from = target::inside(reading, month, &place, "a goal's from")?;
    if from > by {
        let message = format!("from ({month}) comes after by ({})", reading.calendar.month(by));
        reading
            .say(Diagnostic::error(codes::GOAL, message).at(&place, "").help("a goal is summed from `from` to `by`"));
        return None;
    }
    Some(from)
}

fn inside_year(reading: &mut Reading<'_>, at: &At<'_>, metric: Metric, by: usize) {
    if !matches!(metric, Metric::Nrr | Metric::Grr) || by.is_multiple_of(12) || !reading.calendar_known {
        return;
    }
    let month = reading.calendar.month(by);
    let so_far = (by - 1) % 12 + 1;
    let message = format!("this goal reads retention in {month}, {so_far} months into a plan year");
    let help = "nrr and grr count from the start of the plan year: a goal for a whole year is read at its end";
    reading.say(Diagnostic::warning(codes::RETENTION_GOAL, message).at(&at.value_place("metric"), "").help(help));
}

/// `[owners]`.
pub fn owners(reading: &mut Reading<'_>, root: &At<'_>, plan: &mut Plan) {
    let Some(at) = root.inside("owners") else { return };
    for (name, entry) in at.table {
        let known = find(reading, plan, name, &entry.key, "metric").is_some();
        if let Some(owner) = entry.node.text().filter(|_| known) {
            plan.owners.insert(name.clone(), owner.to_string());
        }
    }
}
