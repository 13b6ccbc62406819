//! Exports in which nothing happens any more before the last day that counts.

use super::{Caught, Records, as_of};
use crate::fit::day::Day;

/// Days without anything before the as-of day that are no cause for remark: exports are made at least once a month, so
/// that a last month without a record is not yet a month that is missing.
const QUIET_DAYS: i32 = 31;

/// ...and so many times the mean distance of two days on which something happened, since in a small export, such as one
/// of twenty reps, months without anything are the rule: by chance one pause in e⁵ = 148 is as long.
const QUIET_TIMES: f64 = 5.0;

/// Different days that are needed to tell how often something happens.
const LEAST_DAYS: usize = 5;

/// The exports whose last day lies long before `as_of`, a sentence each: what came after it is not known, and the fit
/// takes it for nothing. What happens after `as_of` does not count as known at it, but shows that the export goes on.
pub fn quiet_before(records: &Records, as_of: Day) -> Vec<Caught> {
    // an end that lies ahead is a planned one, which says nothing of when the export was made
    let days = as_of::days(records, |end| end <= as_of);
    let quiet = days.into_iter().filter_map(|(table, days)| Some((table, last(days, as_of)?)));
    quiet.map(|(table, last)| told(records, table, last, as_of)).collect()
}

/// The last day, where the pause behind it is long.
fn last(mut days: Vec<Day>, as_of: Day) -> Option<Day> {
    days.sort_unstable();
    days.dedup();
    let (first, last) = (*days.first()?, *days.last()?);
    let usual = f64::from(last.since(first)) / (days.len() - 1).max(1) as f64;
    let pause = as_of.since(last);
    let is_long = pause > QUIET_DAYS && f64::from(pause) > QUIET_TIMES * usual;
    (days.len() >= LEAST_DAYS && is_long).then_some(last)
}

fn told(records: &Records, table: &'static str, last: Day, as_of: Day) -> Caught {
    let file = records.files.iter().find(|file| file.table == table).map_or(table, |file| file.file.as_str());
    let text = format!(
        "{file} ({table}) ends {} days before the as-of day {as_of}: its last day is {last}. {} To do: export it again, or say \
         the day of the export with `as_of` in the mapping or --as-of.",
        as_of.since(last),
        consequence(table)
    );
    Caught { rule: "quiet-before-as-of", text, refused: false, rows: 0, lines: Vec::new() }
}

/// What the fit makes of days that are missing.
fn consequence(table: &str) -> &'static str {
    match table {
        "opportunities" => {
            "The days after it count as days without new opportunities and without wins, and open deals look older than they were."
        }
        "reps" => "The days after it count as days on which nobody came or left, so that attrition looks lower.",
        "leads" => "The days after it count as days without new leads, and leads look slower to move on.",
        "customers.changes" => "The days after it count as days without expansion, contraction or churn.",
        _ => "The days after it count as days on which nobody came or left, so that churn looks lower.",
    }
}
