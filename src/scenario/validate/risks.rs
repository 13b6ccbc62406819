//! `[[risks]]`.

use super::{At, adjust, paths};
use crate::calendar::YearMonth;
use crate::diagnostic::Diagnostic;
use crate::plan::adjust::RiskChange;
use crate::plan::{Change, Risk, Timing, Window};
use crate::scenario::codes;
use crate::scenario::keys::Identity;
use crate::scenario::read::Reading;

const BY_NAME: Identity = Identity::By("name");

/// The risks, sorted by name.
pub fn read(reading: &mut Reading<'_>, root: &At<'_>) -> Vec<Risk> {
    let mut risks = Vec::new();
    for (name, at) in root.items("risks", BY_NAME) {
        if !at.has("adjust") && !at.has("cash") {
            let message = format!("the risk {name} changes nothing: it has neither adjust nor cash");
            reading.say(Diagnostic::warning(codes::NO_EFFECT, message).at(&at.value_place("name"), ""));
        }
        risks.push(Risk {
            probability: reading.driver_id(&at.path_of("probability")),
            window: window(reading, &at),
            duration: at.number("duration").map(|months| months.max(1.0) as usize),
            cash: at.number("cash").unwrap_or(0.0),
            name,
        });
    }
    risks
}

/// The months of which one is drawn.
fn window(reading: &mut Reading<'_>, at: &At<'_>) -> Window {
    let key = if at.has("window") { "window" } else { "month" };
    let months: Vec<YearMonth> = match key {
        "window" => at
            .node(key)
            .map_or(&[][..], |node| node.items())
            .iter()
            .filter_map(|m| YearMonth::parse(m.text()?))
            .collect(),
        _ => at.month("month").into_iter().collect(),
    };
    let (Some(first), Some(last)) = (months.first(), months.last()) else { return Window { from: 1, until: 1 } };
    let window = Window { from: reading.calendar.t_of(*first), until: reading.calendar.t_of(*last) };
    if window.from < 1 && reading.calendar_known {
        let start = reading.calendar.start;
        let message = format!("a risk cannot happen before the plan, which starts with {start}");
        let help = "what has happened belongs in the opening values; what may still happen has a month of the plan";
        reading.say(Diagnostic::error(codes::RISK, message).at(&at.value_place(key), "").help(help));
    }
    if window.from > reading.calendar.months as i32 && reading.calendar_known {
        let message = "this risk can only happen after the plan, so it changes nothing";
        reading.say(Diagnostic::warning(codes::NO_EFFECT, message).at(&at.value_place(key), ""));
    }
    window
}

/// Applies the adjustments of every risk to the inputs that they name.
pub fn apply(reading: &mut Reading<'_>, root: &At<'_>) {
    for (risk, (_, at)) in root.items("risks", BY_NAME).iter().enumerate() {
        for (_, change) in at.items("adjust", Identity::ReplacedWhole) {
            apply_one(reading, risk, &change);
        }
    }
}

fn apply_one(reading: &mut Reading<'_>, risk: usize, at: &At<'_>) {
    let Some(pattern) = at.text("driver") else { return };
    let found = paths::find(reading, pattern, &at.value_place("driver"));
    if adjust::refuse_settled(reading, &found, at) || adjust::says_nothing(reading, at) {
        return;
    }
    let change = Change { multiply: at.number("multiply").unwrap_or(1.0), add: at.number("add").unwrap_or(0.0) };
    for id in &found.drivers {
        if reading.drivers[id.0].timing == Timing::WholePlan {
            let path = reading.drivers[id.0].path.clone();
            refuse_fixed(reading, at, &path);
        } else {
            let path = reading.drivers[id.0].path.clone();
            reading.note_change(&path, at.value_place("driver"));
            reading.drivers[id.0].risk_changes.push(RiskChange { risk, change });
        }
    }
    for id in &found.counts {
        let path = reading.counts[id.0].path.clone();
        if reading.counts[id.0].timing == Timing::WholePlan {
            refuse_fixed(reading, at, &path);
        } else if at.has("add") {
            let message = format!("a risk cannot add to {path}: counts can only be multiplied by a risk");
            let help = "for example multiply = 0 for a hiring freeze";
            reading.say(Diagnostic::error(codes::ADJUSTMENT, message).at(&at.value_place("add"), "").help(help));
        } else {
            reading.counts[id.0].risk_changes.push(RiskChange { risk, change });
        }
    }
}

fn refuse_fixed(reading: &mut Reading<'_>, at: &At<'_>, path: &str) {
    let message = format!("a risk cannot change {path}: it is fixed when the plan, a group or a cohort starts");
    let help = "it can be changed by [[adjust]] for the whole plan";
    reading.say(Diagnostic::error(codes::NOT_ADJUSTABLE, message).at(&at.value_place("driver"), "").help(help));
}
