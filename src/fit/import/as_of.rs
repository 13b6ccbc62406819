//! The last day that counts, and what happened after it.

use super::{Caught, Records};
use crate::fit::day::Day;
use crate::fit::record::{Outcome, Span};

/// Share of all days from whose point the last one may not lie far away.
const BULK_SHARE: f64 = 0.999;

/// Days by which the last day may lie behind nearly all others: one that lies further is likely to be a slip.
const FAR_DAYS: i32 = 366;

/// Why the last day that counts is not guessed.
#[derive(Clone, Debug, PartialEq)]
pub struct AsOfProblem {
    /// What was found and what to do.
    pub text: String,
}

/// The last day on which something happened in the exports: an opportunity was created, won or lost, a rep or a
/// customer came or went, a customer's ARR changed, a lead came or moved on. `None` where there is no day at all.
/// Fails where that day lies more than 366 days behind 99.9 % of all days: a slip such as 2062 would end history there.
pub fn last_day(records: &Records) -> Result<Option<Day>, AsOfProblem> {
    let mut days = days(records);
    let Some(last) = days.iter().max().copied() else { return Ok(None) };
    let place = (BULK_SHARE * (days.len() - 1) as f64).floor() as usize;
    let (_, bulk, _) = days.select_nth_unstable(place);
    if last.since(*bulk) <= FAR_DAYS {
        return Ok(Some(last));
    }
    let text = format!(
        "The last day in the exports lies {} days behind the day by which 99.9 % of everything has happened ({bulk}), \
         which looks like a slip in a date. To do: mend the date, or say the last day that counts with `as_of` in the \
         mapping or --as-of.",
        last.since(*bulk)
    );
    Err(AsOfProblem { text })
}

/// All days on which something happened.
fn days(records: &Records) -> Vec<Day> {
    let decided = |o: &Outcome| match o {
        Outcome::Won(day) | Outcome::Lost(day) => Some(*day),
        Outcome::Open => None,
    };
    let ends = |span: &Span| match span {
        Span::Dated { start, end } => [Some(*start), *end],
        Span::Tenure { .. } => [None, None],
    };
    let customers = &records.customers;
    let mut days: Vec<Day> = Vec::with_capacity(2 * records.opportunities.len());
    days.extend(records.opportunities.iter().flat_map(|o| [Some(o.created), decided(&o.outcome)]).flatten());
    days.extend(records.reps.iter().flat_map(|r| ends(&r.span)).flatten());
    days.extend(customers.subscriptions.iter().flat_map(|s| ends(&s.span)).flatten());
    days.extend(customers.changes.iter().map(|c| c.day));
    days.extend(customers.departures.iter().map(|(_, day)| *day));
    days.extend(records.leads.rows.iter().map(|l| l.created));
    days.extend(records.leads.days.iter().flatten());
    days
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
        ("created-after-as-of", "opportunities were created after the as-of day: left out", created),
        ("decided-after-as-of", "opportunities were decided after the as-of day: open at it", closed),
        ("hired-after-as-of", "reps started after the as-of day: left out", count(reps, |r| begins(&r.span))),
        ("left-after-as-of", "reps left after the as-of day: in seat at it", count(reps, |r| ends(&r.span))),
        (
            "started-after-as-of",
            "customers or subscriptions started after the as-of day: left out",
            count(subscriptions, |s| begins(&s.span)),
        ),
        (
            "ended-after-as-of",
            "customers or subscriptions ended after the as-of day: still going on at it",
            count(subscriptions, |s| ends(&s.span)),
        ),
        (
            "changed-after-as-of",
            "changes of ARR lie after the as-of day: left out",
            count(&customers.changes, |c| later(c.day)),
        ),
        (
            "departed-after-as-of",
            "listed departures lie after the as-of day: left out",
            count(&customers.departures, |(_, day)| later(*day)),
        ),
        (
            "lead-after-as-of",
            "leads came after the as-of day: left out",
            count(&records.leads.rows, |l| later(l.created)),
        ),
        ("moved-after-as-of", "stages of leads were reached after the as-of day: not reached at it", moves),
    ];
    let found = notes.into_iter().filter(|(_, _, rows)| *rows > 0);
    found.map(|(rule, text, rows)| note(rule, text, rows)).collect()
}

/// How many records fit.
fn count<T>(records: &[T], fits: impl Fn(&T) -> bool) -> usize {
    records.iter().filter(|r| fits(r)).count()
}

/// A note without lines.
fn note(rule: &'static str, text: &str, rows: usize) -> Caught {
    Caught { rule, text: format!("{rows} {text}."), refused: false, rows: rows as u64, lines: Vec::new() }
}
