//! `[segments.NAME]`.

use super::{At, opening, pipeline, retention, sales_force};
use crate::diagnostic::Diagnostic;
use crate::plan::{Deals, Reconcile, Segment};
use crate::scenario::codes;
use crate::scenario::node::Table;
use crate::scenario::read::Reading;

/// One segment.
pub fn read(reading: &mut Reading<'_>, at: &At<'_>, name: &str, stages: &[String]) -> Segment {
    let capacity = at.inside("capacity");
    let pipeline = at.inside("pipeline");
    parts_fit(reading, at);
    opening::check(reading, at);
    let empty = Table::new();
    let retention =
        at.inside("retention").unwrap_or(At { table: &empty, path: at.path_of("retention"), place: at.place.clone() });
    let sizes = at.inside("deals").and_then(|deals| deals.number("dispersion")).unwrap_or(0.0);
    Segment {
        name: name.to_string(),
        opening_arr: reading.driver_id(&at.path_of("opening_arr")),
        opening_customers: reading.driver_id(&at.path_of("opening_customers")),
        reconcile: reconcile(reading, at),
        deals: at.inside("deals").map(|deals| Deals {
            size: reading.driver_id(&deals.path_of("size")),
            dispersion: reading.driver_id(&deals.path_of("dispersion")),
        }),
        sales_force: capacity.map(|at| sales_force::read(reading, &at)),
        pipeline: pipeline.map(|at| pipeline::read(reading, &at, stages)),
        retention: retention::read(reading, &retention, sizes),
    }
}

fn parts_fit(reading: &mut Reading<'_>, at: &At<'_>) {
    let path = &at.path;
    let path_to_deals = at.inside("pipeline").or_else(|| at.inside("capacity"));
    match (path_to_deals, at.has("deals")) {
        (Some(part), false) => {
            let message = format!("{path} has no deals: what is won needs a size");
            let help = format!("add [{path}.deals] with size = .., the mean ARR of a new deal");
            reading.say(Diagnostic::error(codes::SEGMENT, message).at(&part.place, "wins new deals").help(help));
        }
        (None, true) if !at.has("pipeline") && !at.has("capacity") => {
            let message = format!("the deals of {path} have no effect: it has neither pipeline nor capacity");
            reading.say(Diagnostic::warning(codes::NO_EFFECT, message).at(&at.key_place("deals"), ""));
        }
        _ => {}
    }
}

/// How the paths are joined: as written where the segment has what that needs, else by what it has.
fn reconcile(reading: &mut Reading<'_>, at: &At<'_>) -> Reconcile {
    let default = match (at.has("pipeline"), at.has("capacity")) {
        (true, true) => Reconcile::Constrained,
        (true, false) => Reconcile::Pipeline,
        (false, true) => Reconcile::Capacity,
        (false, false) => Reconcile::BaseOnly,
    };
    let word = match default {
        Reconcile::Constrained => "\"constrained\"",
        Reconcile::Pipeline => "\"pipeline\"",
        Reconcile::Capacity => "\"capacity\"",
        Reconcile::BaseOnly => "none: a base with renewals only",
    };
    reading.settle_default(&at.path_of("reconcile"), word);
    let (written, needs): (Reconcile, &[&str]) = match at.text("reconcile") {
        Some("constrained") => (Reconcile::Constrained, &["pipeline", "capacity"]),
        Some("pipeline") => (Reconcile::Pipeline, &["pipeline"]),
        Some("capacity") => (Reconcile::Capacity, &["capacity"]),
        _ => return default,
    };
    for part in needs.iter().filter(|part| !at.has(part)) {
        let text = at.text("reconcile").unwrap_or_default();
        let message = format!("reconcile = \"{text}\" needs a {part}, which {} does not have", at.path);
        let help = format!("add [{}.{part}], or remove reconcile", at.path);
        reading.say(Diagnostic::error(codes::SEGMENT, message).at(&at.value_place("reconcile"), "").help(help));
    }
    written
}
