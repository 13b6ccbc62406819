//! `[[levers]]`: what leadership could do; read and checked here, used by the analyses.

use super::{At, adjust, paths};
use crate::diagnostic::Diagnostic;
use crate::plan::lever::has_room;
use crate::plan::{CountsId, DriverId, Lever, LeverAmount, LeverChange};
use crate::scenario::codes;
use crate::scenario::keys::Identity;
use crate::scenario::read::Reading;

/// Keys whose inputs leadership decides; their cost follows from the plan itself.
const DECIDED: [&str; 6] = ["hires", "volume", "spend", "sdrs", "marketing_fixed", "other_opex"];

/// The levers, sorted by name.
pub fn read(reading: &mut Reading<'_>, root: &At<'_>) -> Vec<Lever> {
    let levers = root.items("levers", Identity::By("name"));
    levers.into_iter().map(|(name, at)| read_one(reading, &at, name)).collect()
}

fn read_one(reading: &mut Reading<'_>, at: &At<'_>, name: String) -> Lever {
    let mut changes = Vec::new();
    let mut whole = false;
    let entries = at.items("adjust", Identity::ReplacedWhole);
    for (_, entry) in &entries {
        if let Some(change) = change(reading, at, entry) {
            whole |= change.add == LeverAmount::X && adds_whole(reading, &change);
            changes.push(change);
        }
    }
    // Another text than "x" has been reported already.
    let uses_x = entries.iter().any(|(_, entry)| ["multiply", "add"].iter().any(|key| entry.text(key).is_some()));
    if !uses_x && at.has("adjust") && !reading.is_broken(&at.path_of("adjust")) {
        let message = format!("the lever {name} has no amount: none of its adjustments says \"x\"");
        let help = "write add = \"x\" or multiply = \"x\" where the lever's amount goes";
        reading.say(Diagnostic::error(codes::LEVER, message).at(&at.key_place("adjust"), "").help(help));
    }
    range(reading, at);
    if whole {
        whole_range(reading, at);
    }
    Lever {
        changes,
        min: at.number("min").unwrap_or(0.0),
        max: at.number("max").unwrap_or(0.0),
        step: at.number("step").unwrap_or(1.0),
        cost: at.number("cost"),
        lead_months: at.number("lead_months").unwrap_or(0.0),
        owner: at.text("owner").map(str::to_string),
        name,
    }
}

fn adds_whole(reading: &Reading<'_>, change: &LeverChange) -> bool {
    !change.counts.is_empty() || change.drivers.iter().any(|id| reading.drivers[id.0].whole)
}

fn range(reading: &mut Reading<'_>, at: &At<'_>) {
    if let (Some(min), Some(max)) = (at.number("min"), at.number("max")) {
        if min >= max {
            let message = "min must be below max";
            reading.say(
                Diagnostic::error(codes::LEVER, message).at(&at.value_place("min"), "").at(&at.value_place("max"), ""),
            );
        } else if at.number("step").is_some_and(|step| !has_room(min, max, step)) {
            let message = "step is larger than the whole range from min to max";
            reading.say(Diagnostic::error(codes::LEVER, message).at(&at.value_place("step"), ""));
        }
    }
}

/// Counts change by whole amounts.
fn whole_range(reading: &mut Reading<'_>, at: &At<'_>) {
    for key in ["min", "max", "step"] {
        if at.number(key).is_some_and(|x| x.fract() != 0.0) {
            let message = format!("{key} must be whole, for the lever changes whole counts");
            reading.say(Diagnostic::error(codes::LEVER, message).at(&at.value_place(key), ""));
        }
    }
}

fn change(reading: &mut Reading<'_>, lever: &At<'_>, at: &At<'_>) -> Option<LeverChange> {
    let pattern = at.text("driver")?;
    let found = paths::find(reading, pattern, &at.value_place("driver"));
    if adjust::refuse_settled(reading, &found, at) || adjust::says_nothing(reading, at) {
        return None;
    }
    let mut window = adjust::window(reading, at)?;
    undecided(reading, lever, at, &found.drivers);
    let drivers: Vec<DriverId> =
        found.drivers.into_iter().filter(|id| !adjust::fixed_at_start(reading, *id, at)).collect();
    let mut counts: Vec<CountsId> = Vec::new();
    for id in found.counts {
        if let Some(narrowed) = adjust::counts_window(reading, id, at, window) {
            window = narrowed;
            counts.push(id);
        }
    }
    let amount = |key: &str, none: f64| match at.text(key) {
        Some("x") => LeverAmount::X,
        _ => LeverAmount::Number(at.number(key).unwrap_or(none)),
    };
    Some(LeverChange { drivers, counts, multiply: amount("multiply", 1.0), add: amount("add", 0.0), window })
}

/// Whether leadership decides the input of this path.
pub fn is_decided(path: &str) -> bool {
    path.rsplit('.').next().is_some_and(|key| DECIDED.contains(&key))
}

/// What cannot be decided, and quota, may be a lever only where the scenario says what it costs.
fn undecided(reading: &mut Reading<'_>, lever: &At<'_>, at: &At<'_>, drivers: &[DriverId]) {
    let first = drivers.iter().map(|id| reading.drivers[id.0].path.clone()).find(|path| !is_decided(path));
    if let Some(path) = first.filter(|_| !lever.has("cost")) {
        let message = format!("{path} is not decided but comes about: a lever on it must say what it costs");
        let help = "add cost = .., money a year for each unit of x (0 if it is really free)";
        reading.say(Diagnostic::error(codes::LEVER, message).at(&at.value_place("driver"), "").help(help));
    }
}
