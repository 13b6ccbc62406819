//! Months, schedules and count schedules.

use super::{Reading, numbers, texts};
use crate::calendar::{Calendar, CountSchedule, Schedule, YearMonth};
use crate::diagnostic::{Diagnostic, Place};
use crate::plan::{Domain, Timing};
use crate::scenario::document::MAX_NUMBER;
use crate::scenario::keys::{Key, Kind};
use crate::scenario::node::{Content, Node, Table};
use crate::scenario::{codes, suggest};
use std::collections::BTreeMap;

/// The plan's months, where `[plan]` says them rightly.
pub fn calendar(root: &Table) -> Option<Calendar> {
    let plan = root.get("plan")?.node.table()?;
    let start = YearMonth::parse(plan.get("start")?.node.text()?)?;
    let months = match plan.get("months") {
        Some(entry) => entry.node.number().filter(|m| (1.0..=60.0).contains(m) && m.fract() == 0.0)?,
        None => 12.0,
    };
    let fiscal = match plan.get("fiscal_year_start") {
        Some(entry) => entry.node.number().filter(|m| (1.0..=12.0).contains(m) && m.fract() == 0.0).map(|m| m as u32),
        None => None,
    };
    let fiscal_year_start = fiscal.unwrap_or(start.month());
    Some(Calendar { start, months: months as usize, fiscal_year_start })
}

/// The calendar that stands in where the plan has none, so that the rest can be checked.
pub(super) fn stand_in() -> Calendar {
    // Year 1 always has a first month.
    let start = YearMonth::new(2000, 1).or_else(|| YearMonth::new(1, 1));
    match start {
        Some(start) => Calendar { start, months: 12, fiscal_year_start: 1 },
        None => unreachable!("January 2000 is a month"),
    }
}

/// The month that a text says, else a report of what is wrong with it.
pub fn month(reading: &mut Reading<'_>, text: &str, place: &Place) -> Option<YearMonth> {
    let found = YearMonth::parse(text);
    if found.is_none() {
        let mistake = Diagnostic::error(codes::BAD_MONTH, format!("{text:?} is not a month")).at(place, "");
        reading.say(match month_meant(text) {
            Some(meant) => mistake
                .help(format!("did you mean \"{meant}\"? months are written year-month: \"2027-01\" to \"2027-12\"")),
            None => mistake.help("months are written year-month: \"2027-01\" to \"2027-12\""),
        });
    }
    found
}

/// "2027-1", "2027/01", "01/2027", "2027-01-15", "202701".
fn month_meant(text: &str) -> Option<YearMonth> {
    let parts: Vec<&str> = text.split(['-', '/', '.', ' ']).collect();
    let number = |s: &str| s.parse::<u32>().ok().or_else(|| month_of_name(s));
    let (year, month) = match parts[..] {
        [a, b] if a.len() == 4 => (number(a)?, number(b)?),
        [a, b] if b.len() == 4 => (number(b)?, number(a)?),
        [a, b, _] if a.len() == 4 => (number(a)?, number(b)?),
        [only] if only.len() == 6 && only.is_ascii() => (number(&only[..4])?, number(&only[4..])?),
        _ => return None,
    };
    YearMonth::new(year as i32, month)
}

/// 2 for "Feb", "february".
fn month_of_name(name: &str) -> Option<u32> {
    let names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let start = name.get(..3)?.to_lowercase();
    (1..=12).zip(names).find(|(_, n)| *n == start).map(|(number, _)| number)
}

/// Whether a table's keys look like months rather than the keys of a distribution.
pub fn looks_like_schedule(table: &Table) -> bool {
    table.keys().any(|key| key.starts_with(|c: char| c.is_ascii_digit()))
}

/// A table of months to values.
pub fn schedule(
    reading: &mut Reading<'_>,
    table: &Table,
    node: &Node,
    key: &Key,
    allowed: &str,
    domain: Domain,
) -> Option<Schedule> {
    let name = key.name;
    if table.is_empty() {
        let message = format!("{name} lists no month");
        let help = match key.kind {
            Kind::Milestones => {
                "write { \"2027-06\" = 14_500_000 }: the ARR that is wanted at the end of a month; or leave it out"
            }
            _ => "write { \"2027-01\" = 50_000, \"2027-07\" = 80_000 }: each value holds from its month on",
        };
        reading.say(Diagnostic::error(codes::WRONG_KIND, message).at(&node.place, "").help(help));
        return None;
    }
    let mut from = BTreeMap::new();
    let mut whole = true;
    for (key, entry) in table {
        let month = month(reading, key, &entry.key);
        let value = numbers::plain(reading, &entry.node, name, allowed, domain);
        match (month, value) {
            (Some(month), Some(value)) => {
                from.insert(reading.calendar.t_of(month), value);
            }
            _ => whole = false,
        }
    }
    whole.then_some(Schedule { from })
}

/// A count schedule that is not written.
pub fn no_counts(reading: &mut Reading<'_>, path: &str, timing: Timing) {
    reading.add_counts(path, CountSchedule::default(), timing);
}

/// Whole counts for single months.
pub fn counts(reading: &mut Reading<'_>, node: &Node, path: &str, key: &'static Key, timing: Timing) {
    let mut schedule = CountSchedule::default();
    match &node.content {
        Content::Table(table) => {
            for (name, entry) in table {
                let month = month(reading, name, &entry.key);
                let count = count(reading, &entry.node, key.name);
                match (month, count) {
                    (Some(month), Some(count)) => {
                        let entry = Entry { month, count, place: &entry.key, name: key.name, timing };
                        add_count(reading, &mut schedule, &entry);
                    }
                    _ => reading.mark_broken(path),
                }
            }
        }
        _ => texts::wrong_kind(reading, node, path, key),
    }
    reading.add_counts(path, schedule, timing);
}

/// One month of a count schedule.
struct Entry<'a> {
    month: YearMonth,
    count: u64,
    place: &'a Place,
    name: &'a str,
    timing: Timing,
}

fn add_count(reading: &mut Reading<'_>, schedule: &mut CountSchedule, entry: &Entry<'_>) {
    if !reading.calendar_known {
        return;
    }
    let Entry { month, count, place, name, timing } = *entry;
    let (first, last) = (reading.calendar.start, reading.calendar.month(reading.calendar.months));
    match reading.calendar.t_of(month) {
        t if t < 1 => {
            let message = format!("{name} has a month before the plan: {month}; the plan starts with {first}");
            let help = "what happened before belongs in the opening values (for reps: reps and ramping)";
            reading.say(Diagnostic::error(codes::MONTH_OUTSIDE, message).at(place, "").help(help));
        }
        // What is there from the start (opening opportunities) and is decided after the plan is open until its end.
        t if t > reading.calendar.months as i32 && timing == Timing::AnyMonth => {
            let message = format!("{name} in {month} comes after the plan's last month, {last}, and is ignored");
            reading.say(Diagnostic::warning(codes::MONTH_OUTSIDE, message).at(place, ""));
        }
        t => {
            schedule.counts.insert(t as usize, count);
        }
    }
}

fn count(reading: &mut Reading<'_>, node: &Node, name: &str) -> Option<u64> {
    let mistake = match (node.number(), &node.content) {
        (_, Content::Broken) => return None,
        (Some(x), _) if x >= 0.0 && x.fract() == 0.0 && x <= MAX_NUMBER => return Some(x as u64),
        (Some(x), _) if x > MAX_NUMBER => numbers::too_large(name, &node.place),
        _ => {
            let message = format!("{name} must be whole numbers, 0 or more, got {}", numbers::got(reading, node));
            let mistake = Diagnostic::error(codes::NOT_WHOLE, message).at(&node.place, "");
            match hires_help(node).filter(|_| name == "hires") {
                Some(help) => mistake.help(help),
                None => mistake,
            }
        }
    };
    reading.say(mistake);
    None
}

/// What hires that are no whole number were probably to say.
fn hires_help(node: &Node) -> Option<String> {
    match (node.number(), &node.content) {
        (Some(x), _) if x < 0.0 => Some("to lose reps use attrition_annual, or [[adjust]] on hires".to_string()),
        (Some(x), _) => {
            let (fewer, more) = (suggest::typed(x.floor()), suggest::typed(x.ceil()));
            Some(format!(
                "a hire is a person: write {fewer} or {more}; in which month they start may be uncertain: hiring_slip_months"
            ))
        }
        (None, Content::Table(_)) => Some(
            "how many are hired is decided, not drawn; in which month they start may be uncertain: hiring_slip_months"
                .to_string(),
        ),
        _ => None,
    }
}
