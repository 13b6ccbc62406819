//! `[[adjust]]`, and what adjustments, risks and levers have in common.

use super::{At, paths};
use crate::calendar::YearMonth;
use crate::diagnostic::Diagnostic;
use crate::plan::adjust::combined;
use crate::plan::{Adjustment, Change, CountsId, Driver, DriverId, Timing, Value, Window};
use crate::scenario::codes;
use crate::scenario::keys::Identity;
use crate::scenario::read::Reading;

/// A probability so near to 1 that its quantile stands for the greatest value that a distribution takes.
const GREATEST: f64 = 1.0 - f64::EPSILON;

/// Applies every `[[adjust]]` to the inputs that it names.
pub fn apply_all(reading: &mut Reading<'_>, root: &At<'_>) {
    for (_, at) in root.items("adjust", Identity::Appended) {
        let Some(pattern) = at.text("driver") else { continue };
        let found = paths::find(reading, pattern, &at.value_place("driver"));
        if refuse_settled(reading, &found, &at) || says_nothing(reading, &at) {
            continue;
        }
        let Some(window) = window(reading, &at) else { continue };
        let change = Change { multiply: at.number("multiply").unwrap_or(1.0), add: at.number("add").unwrap_or(0.0) };
        for id in &found.drivers {
            if !fixed_at_start(reading, *id, &at) {
                let path = reading.drivers[id.0].path.clone();
                reading.note_change(&path, at.value_place("driver"));
                reading.drivers[id.0].adjustments.push(Adjustment { change, window });
            }
        }
        for id in &found.counts {
            if let Some(window) = counts_window(reading, *id, &at, window) {
                reading.counts[id.0].adjustments.push(Adjustment { change, window });
            }
        }
    }
}

/// Reports what a path names that no adjustment changes.
pub fn refuse_settled(reading: &mut Reading<'_>, found: &paths::Found, at: &At<'_>) -> bool {
    let Some(path) = found.settled.first() else { return false };
    let message = format!("{path} cannot be adjusted");
    let help = "names, months, contract_months, weights and words are fixed; change it where it is written, or in a scenario that extends this one";
    reading.say(Diagnostic::error(codes::NOT_ADJUSTABLE, message).at(&at.value_place("driver"), "").help(help));
    true
}

/// Reports an adjustment without an amount.
pub fn says_nothing(reading: &mut Reading<'_>, at: &At<'_>) -> bool {
    let nothing = !at.has("multiply") && !at.has("add");
    if nothing {
        let message = "this adjustment changes nothing: it has neither multiply nor add";
        let help = "for example multiply = 0.9 (10 % less) or add = 2";
        reading.say(Diagnostic::error(codes::ADJUSTMENT, message).at(&at.value_place("driver"), "").help(help));
    }
    nothing
}

/// The window that `from` and `until` say; the whole plan where they are absent.
pub fn window(reading: &mut Reading<'_>, at: &At<'_>) -> Option<Window> {
    let t = |reading: &Reading<'_>, key: &str, open: i32| match (at.has(key), at.month(key)) {
        (false, _) => Some(open),
        (true, month) => month.map(|m: YearMonth| reading.calendar.t_of(m)),
    };
    let from = t(reading, "from", Window::ALWAYS.from)?;
    let until = t(reading, "until", Window::ALWAYS.until)?;
    if from > until {
        let message = "this adjustment ends before it begins";
        reading.say(
            Diagnostic::error(codes::ADJUSTMENT, message)
                .at(&at.value_place("until"), "")
                .at(&at.value_place("from"), ""),
        );
        return None;
    }
    if reading.calendar_known && (from > reading.calendar.months as i32 || until < 1) {
        let message = "this adjustment changes nothing: its months lie outside the plan";
        let key = if until < 1 { "until" } else { "from" };
        reading.say(Diagnostic::warning(codes::NO_EFFECT, message).at(&at.value_place(key), ""));
    }
    Some(Window { from, until })
}

/// Reports a window on an input that is fixed when a group, a cohort or the plan starts.
pub fn fixed_at_start(reading: &mut Reading<'_>, id: DriverId, at: &At<'_>) -> bool {
    let Driver { timing, path, .. } = &reading.drivers[id.0];
    let key = if at.has("from") { "from" } else { "until" };
    if *timing == Timing::AnyMonth || !at.has(key) {
        return false;
    }
    let message = format!(
        "{path} can be adjusted for the whole plan only: it is fixed when the plan, a group or a cohort starts"
    );
    reading.say(
        Diagnostic::error(codes::NOT_ADJUSTABLE, message)
            .at(&at.value_place(key), "")
            .at(&at.value_place("driver"), "")
            .help("remove from and until"),
    );
    true
}

/// The window in which counts change: a count that is added is added in one month unless `until` says more.
pub fn counts_window(reading: &mut Reading<'_>, id: CountsId, at: &At<'_>, window: Window) -> Option<Window> {
    let counts = &reading.counts[id.0];
    let path = counts.path.clone();
    let windowed = at.has("from") || at.has("until");
    let refuse = |key: &str, code, message: String| Diagnostic::error(code, message).at(&at.value_place(key), "");
    if counts.timing == Timing::WholePlan && windowed {
        let key = if at.has("from") { "from" } else { "until" };
        let message = format!("{path} can be adjusted for the whole plan only: it is part of the opening state");
        reading.say(refuse(key, codes::NOT_ADJUSTABLE, message).help("remove from and until"));
        return None;
    }
    if at.has("add") && !at.has("from") {
        let mistake = if counts.timing == Timing::WholePlan {
            refuse("add", codes::NOT_ADJUSTABLE, format!("nothing can be added to {path}: it can only be multiplied"))
                .help("change it where it is written, or in a scenario that extends this one")
        } else {
            refuse("add", codes::ADJUSTMENT, format!("add on {path} needs from: in which month are they added?"))
                .help("add from = \"YYYY-MM\"; until is the same month unless it is given")
        };
        reading.say(mistake);
        return None;
    }
    if at.has("add") && !at.has("until") {
        reading.settle_default(&at.path_of("until"), at.text("from").map_or(String::new(), |m| format!("\"{m}\"")));
        return Some(Window { until: window.from, ..window });
    }
    Some(window)
}

/// Reports inputs that must be above 0 and that adjustments, or a risk with them, bring to 0 for certain. What some trials only
/// can bring there is found by the run.
pub fn check_above_zero(reading: &mut Reading<'_>) {
    let months = reading.calendar.months;
    let mut mistakes = Vec::new();
    for driver in reading.drivers.iter().filter(|d| d.domain.above_min && !reading.is_broken(&d.path)) {
        if (1..=months).any(|t| gets_to_zero(driver, t)) {
            let message = format!("{} must be above 0, but adjustments or risks bring it to 0", driver.path);
            let mistake = reading.point_at_changes(Diagnostic::error(codes::ADJUSTMENT, message), &driver.path);
            mistakes.push(mistake.help("make the factor larger than 0, or the addition smaller"));
        }
    }
    reading.diagnostics.append(&mut mistakes);
}

/// Whether even the greatest value of month `t` is not above the least allowed, with or without one of its risks.
fn gets_to_zero(driver: &Driver, t: usize) -> bool {
    let greatest = match &driver.value {
        Value::Number(x) => *x,
        Value::Schedule(s) => s.at(t as i32),
        Value::Random(random) => random.law.quantile(GREATEST),
    };
    let always = combined(&driver.adjustments, t);
    let none = Change { multiply: 1.0, add: 0.0 };
    let risks = driver.risk_changes.iter().map(|risk| risk.change);
    risks
        .chain([none])
        .any(|risk| greatest * always.multiply * risk.multiply + always.add + risk.add <= driver.domain.min)
}
