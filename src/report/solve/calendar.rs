//! The lever calendar in words: what one more unit still does, by the month of its decision.

use super::together::chance;
use super::words::{amount, points};
use crate::analysis::Estimate;
use crate::analysis::solve::{LeverCalendar, Solution};
use crate::plan::{Plan, lever};
use crate::report::format;
use crate::report::summary::{Section, Table, WIDTH};

/// Levers that have room in a table.
pub(in crate::report) const MOST_LEVERS: usize = 6;

/// The section; `None` where no lever can be started in any month.
pub(super) fn section(plan: &Plan, solution: &Solution) -> Option<Section> {
    let shown = &solution.calendars[..solution.calendars.len().min(MOST_LEVERS)];
    let first = shown.first()?;
    // the months' column, then as much for each lever as a page has left
    let room = (WIDTH - 2 - "Decided in".len()) / shown.len() - 3;
    let name = |c: &LeverCalendar| {
        let lever = &solution.levers[c.lever];
        let unit = amount(plan, lever, Some(c.unit));
        format!("{} {unit}", format::shorten(&lever.name, room.saturating_sub(unit.chars().count() + 1).max(4)))
    };
    let cell = |c: &LeverCalendar, i: usize| c.months[i].gain.map_or("-".to_string(), |g| points(&g.probability));
    let row = |i: usize| {
        let month = format::month(plan.calendar.month(first.months[i].decided));
        std::iter::once(month).chain(shown.iter().map(|c| cell(c, i))).collect()
    };
    let rows = (0..first.months.len()).map(row).collect();
    let header = std::iter::once("Decided in".to_string()).chain(shown.iter().map(name)).collect();
    let lines = solution.calendars.iter().map(|c| last(plan, solution, c)).collect();
    let notes = vec![
        format!(
            "Points of {} that one unit adds to the plan as it stands, at work after its lead time",
            chance(solution.settings.wanted)
        ),
        format!(
            "~0  cannot be told from nothing in {} trials;  -  too late by definition",
            format::whole(solution.curve_trials)
        ),
    ];
    Some(Section { title: "Until when a lever matters".to_string(), lines, table: Some(Table { header, rows }), notes })
}

/// "enterprise-reps: decide by Jun 2027, at work from Aug 2027; later a unit's effect is not told from none or below a tenth of its best".
pub(in crate::report) fn last(plan: &Plan, solution: &Solution, calendar: &LeverCalendar) -> String {
    let name = format::one_line(&solution.levers[calendar.lever].name);
    format!("{name}: {}", until(plan, solution, calendar))
}

/// "decide by Jun 2027, at work from Aug 2027; later a unit's effect is not told from none or below a tenth of its best".
pub(in crate::report) fn until(plan: &Plan, solution: &Solution, calendar: &LeverCalendar) -> String {
    let lever = &solution.levers[calendar.lever];
    let unit = amount(plan, lever, Some(calendar.unit));
    match calendar.last.and_then(|m| calendar.months.get(m - 1)) {
        None => match worst(calendar) {
            Some(gain) => {
                let (points, of) = (points(gain), chance(solution.settings.wanted));
                format!("one more unit ({unit}) harms: up to {points} points of {of}, and it helps in no month")
            }
            None => format!("no month in which one more unit ({unit}) is told to help"),
        },
        Some(started) => {
            let month = |t: usize| format::month(plan.calendar.month(t));
            let works = match lever::lead(lever) {
                0 => String::new(),
                _ => format!(", at work from {}", month(started.works)),
            };
            format!(
                "decide by {}{works}; later a unit's effect is not told from none or below a tenth of its best",
                month(started.decided)
            )
        }
    }
}

/// The largest loss of probability that is told from none.
fn worst(calendar: &LeverCalendar) -> Option<&Estimate> {
    let gains = calendar.months.iter().filter_map(|m| m.gain.as_ref()).map(|g| &g.probability);
    let harms = gains.filter(|p| p.high.is_some_and(|high| high < 0.0));
    let value = |p: &Estimate| p.value.unwrap_or(0.0);
    harms.min_by(|a, b| value(a).total_cmp(&value(b)))
}

/// Title of the chart: which lever matters longest, and which shortest.
pub fn title(plan: &Plan, solution: &Solution) -> Option<String> {
    let month = |t: usize| format::month(plan.calendar.month(t));
    let name = |c: &LeverCalendar| format::one_line(&solution.levers[c.lever].name);
    let mut ends: Vec<(usize, &LeverCalendar)> = solution.calendars.iter().filter_map(|c| Some((c.last?, c))).collect();
    ends.sort_by_key(|(last, _)| *last);
    let (Some(first), Some(last)) = (ends.first(), ends.last()) else {
        return solution
            .calendars
            .first()
            .map(|_| "No month in which one more unit of a lever is told to help".to_string());
    };
    Some(match ends.len() {
        1 => format!("{} is told to help if it is decided by {}", name(first.1), month(first.0)),
        _ if first.0 == last.0 => format!("Every lever that helps is told to do so until {}", month(first.0)),
        _ => format!(
            "{} is told to help until {}, {} until {}",
            name(first.1),
            month(first.0),
            name(last.1),
            month(last.0)
        ),
    })
}
