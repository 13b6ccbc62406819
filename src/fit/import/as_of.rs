//! The last day that counts, and what happened after it.

use super::{Caught, Records};
use crate::fit::day::Day;
use crate::fit::finding::counted;
use crate::fit::record::{Outcome, Span};

/// A pause before the last few days that makes them look like slips: as many days at least...
const PAUSE_DAYS: i32 = 60;

/// ...and so many times the mean distance of two days, since days of a small export lie far apart by chance: with
/// twenty, one pause in e²⁰ is as long.
const PAUSE_TIMES: f64 = 20.0;

/// Days after such a pause that are too many to be slips: this share of all, or this many.
const MOST_SHARE: f64 = 0.005;
const MOST_DAYS: usize = 3;

/// Why the last day that counts is not guessed.
#[derive(Clone, Debug, PartialEq)]
pub struct AsOfProblem {
    /// What was found and what to do.
    pub text: String,
}

/// The last day on which something happened in the exports: an opportunity was created, won or lost, a rep or a
/// customer came or went, a customer's ARR changed, a lead came or moved on. `None` where there is no day at all.
/// Fails where the last few days lie behind a pause as no other: a slip such as 2062 would end history there.
pub fn last_day(records: &Records) -> Result<Option<Day>, AsOfProblem> {
    let tables = days(records, |_| true);
    let mut all: Vec<Day> = tables.iter().flat_map(|(_, days)| days.iter().copied()).collect();
    all.sort_unstable();
    let Some(last) = all.last().copied() else { return Ok(None) };
    let Some(before) = before_pause(&all) else { return Ok(Some(last)) };
    let late = |(table, days): &(&str, Vec<Day>)| match days.iter().filter(|day| **day > before).count() {
        0 => None,
        n => Some(format!("{n} in {table}")),
    };
    let late: Vec<String> = tables.iter().filter_map(late).collect();
    let text = format!(
        "The last days in the exports ({}) come {} days after all others, which end on {before}: this looks like slips in \
         dates. To do: mend them, or say the last day that counts with `as_of` in the mapping or --as-of.",
        late.join(", "),
        last.since(before)
    );
    Err(AsOfProblem { text })
}

/// The last day before a pause with too few days behind it to be real; `None` where there is none.
fn before_pause(sorted: &[Day]) -> Option<Day> {
    let n = sorted.len();
    let most = MOST_DAYS.max((MOST_SHARE * n as f64) as usize).min(n.saturating_sub(2));
    (n - most - 1..n - 1).find_map(|i| {
        let (before, after) = (sorted[i], sorted[i + 1]);
        let usual = f64::from(before.since(sorted[0])) / i.max(1) as f64;
        let pause = after.since(before);
        (pause > PAUSE_DAYS && f64::from(pause) > PAUSE_TIMES * usual).then_some(before)
    })
}

/// All days on which something happened, by the mapping's table; of the ends of reps and customers those that count.
pub(super) fn days(records: &Records, counts: impl Fn(Day) -> bool) -> Vec<(&'static str, Vec<Day>)> {
    let decided = |o: &Outcome| match o {
        Outcome::Won(day) | Outcome::Lost(day) => Some(*day),
        Outcome::Open => None,
    };
    let ends = |span: &Span| match span {
        Span::Dated { start, end } => [Some(*start), end.filter(|end| counts(*end))],
        Span::Tenure { .. } => [None, None],
    };
    let customers = &records.customers;
    let of_deals = records.opportunities.iter().flat_map(|o| [Some(o.created), decided(&o.outcome)]);
    let of_reps = records.reps.iter().flat_map(|r| ends(&r.span));
    let of_customers = customers.subscriptions.iter().flat_map(|s| ends(&s.span));
    let (leads, stages) = (records.leads.rows.iter().map(|l| l.created), records.leads.days.iter().flatten());
    vec![
        ("opportunities", of_deals.flatten().collect()),
        ("reps", of_reps.flatten().collect()),
        ("customers", of_customers.flatten().collect()),
        ("customers.changes", customers.changes.iter().map(|c| c.day).collect()),
        ("customers.departures", customers.departures.iter().map(|(_, day)| *day).collect()),
        ("leads", leads.chain(stages.copied()).collect()),
    ]
}

/// How many records the exports hold of what happened after `as_of`, a note each; they are fitted as what was known at
/// `as_of`: what came later does not exist yet, and what ended later still goes on.
pub fn known_at(records: &Records, as_of: Day) -> Vec<Caught> {
    let later = |day: Day| day > as_of;
    let decided = |o: &Outcome| matches!(o, Outcome::Won(day) | Outcome::Lost(day) if later(*day));
    let begins = |span: &Span| matches!(span, Span::Dated { start, .. } if later(*start));
    let ends = |span: &Span| matches!(span, Span::Dated { start, end: Some(end) } if later(*end) && !later(*start));
    let opportunities = &records.opportunities;
    let customers = &records.customers;
    let (reps, subscriptions) = (&records.reps, &customers.subscriptions);
    let created = opportunities.iter().filter(|o| later(o.created)).count();
    let closed = opportunities.iter().filter(|o| !later(o.created) && decided(&o.outcome)).count();
    let moves = records.leads.days.iter().flatten().filter(|d| later(**d)).count();
    let notes = [
        (
            "created-after-as-of",
            ["opportunity was", "opportunities were"],
            "created after the as-of day: left out",
            created,
        ),
        (
            "decided-after-as-of",
            ["opportunity was", "opportunities were"],
            "decided after the as-of day: open at it",
            closed,
        ),
        (
            "hired-after-as-of",
            ["rep", "reps"],
            "started after the as-of day: left out",
            count(reps, |r| begins(&r.span)),
        ),
        (
            "left-after-as-of",
            ["rep", "reps"],
            "left after the as-of day: in seat at it",
            count(reps, |r| ends(&r.span)),
        ),
        (
            "started-after-as-of",
            ["customer or subscription", "customers or subscriptions"],
            "started after the as-of day: left out",
            count(subscriptions, |s| begins(&s.span)),
        ),
        (
            "ended-after-as-of",
            ["customer or subscription", "customers or subscriptions"],
            "ended after the as-of day: still going on at it",
            count(subscriptions, |s| ends(&s.span)),
        ),
        (
            "changed-after-as-of",
            ["change of ARR lies", "changes of ARR lie"],
            "after the as-of day: left out",
            count(&customers.changes, |c| later(c.day)),
        ),
        (
            "departed-after-as-of",
            ["listed departure lies", "listed departures lie"],
            "after the as-of day: left out",
            count(&customers.departures, |(_, day)| later(*day)),
        ),
        (
            "lead-after-as-of",
            ["lead came", "leads came"],
            "after the as-of day: left out",
            count(&records.leads.rows, |l| later(l.created)),
        ),
        (
            "moved-after-as-of",
            ["stage of a lead was", "stages of leads were"],
            "reached after the as-of day: not reached at it",
            moves,
        ),
    ];
    let found = notes.into_iter().filter(|(.., rows)| *rows > 0);
    found.map(|(rule, what, text, rows)| note(rule, what, text, rows)).collect()
}

/// How many records fit.
fn count<T>(records: &[T], fits: impl Fn(&T) -> bool) -> usize {
    records.iter().filter(|r| fits(r)).count()
}

/// A note without lines.
fn note(rule: &'static str, [one, many]: [&str; 2], text: &str, rows: usize) -> Caught {
    let text = format!("{} {text}.", counted(rows as u64, one, many));
    Caught { rule, text, refused: false, rows: rows as u64, lines: Vec::new() }
}
