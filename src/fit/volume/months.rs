//! From days to counts by complete calendar month.

use crate::calendar::YearMonth;
use crate::fit::day::Day;
use crate::fit::driver::RecordKind;
use crate::fit::finding::Finding;

/// History is at most ten years: what is older says nothing of next year.
pub const MOST_MONTHS: usize = 120;

/// The first month counts as complete where its first record came by this day of the month: an export that begins in
/// mid-month would otherwise pass for growth.
const FIRST_DAY_BY: i32 = 3;

/// Records before the first hundredth of all do not begin a history: single rows with a mistyped year.
const STRAY_SHARE: f64 = 0.01;

/// Leading months below this share of the typical month that rise one after the other are an export that was being
/// filled...
const START_UP_SHARE: f64 = 0.5;

/// ...where the typical month has this many: two rising months in a row below half of 10 come by chance once in 2,000
/// times.
const START_UP_LEAST: f64 = 10.0;

/// An export ends before the as-of date where nothing came for so many days...
const SILENT_DAYS: std::ops::RangeInclusive<i32> = 10..=45;

/// ...in which at least this many records were due: chance leaves out 7 once in 1,000 times. A longer silence is
/// counted as months with nothing.
const SILENT_RECORDS: f64 = 7.0;

/// Counts by month, without gaps.
#[derive(Clone, Debug, PartialEq)]
pub struct Months {
    /// First month.
    pub first: YearMonth,
    /// Counts from it on, 0 where nothing came.
    pub counts: Vec<f64>,
    /// First and last day on which something came within these months.
    pub seen: [Day; 2],
    /// Records outside them: in months that are cut off, or too old.
    pub left_out: u64,
    /// Leading months that were left out as an export being filled.
    pub start_up: Vec<f64>,
}

impl Months {
    /// The month of a count.
    pub fn month(&self, index: usize) -> YearMonth {
        self.first.plus(index as i32)
    }

    /// Records in these months.
    pub fn total(&self) -> f64 {
        self.counts.iter().sum()
    }
}

/// Counts of these days by complete calendar month up to `as_of`; `None` where no complete month is left. Days after
/// `as_of` do not exist yet. The last month is complete where `as_of` is its last day.
pub fn complete_months(days: &[Day], as_of: Day) -> Option<Months> {
    let by_day = count_by_day(days, as_of)?;
    let end = as_of.plus(1).month()?;
    let all = by_month(&by_day);
    let known: u64 = all.iter().map(|m| m.count).sum();
    let first = first_month(&all, known)?;
    let last = end.plus(-1);
    let oldest = last.plus(1 - MOST_MONTHS as i32);
    let first = first.max(oldest);
    let length = usize::try_from(last.since(first) + 1).ok().filter(|&n| n > 0)?;
    let mut counts = vec![0.0; length];
    let inside = || all.iter().filter(|m| m.month >= first && m.month <= last);
    inside().for_each(|m| counts[m.month.since(first) as usize] = m.count as f64);
    let cut = start_up(&counts);
    let start_up: Vec<f64> = counts.drain(..cut).collect();
    let first = first.plus(cut as i32);
    let mut kept = all.iter().filter(|m| m.month >= first && m.month <= last);
    let seen_first = kept.next()?;
    let seen_last = kept.next_back().unwrap_or(seen_first);
    let left_out = known - counts.iter().sum::<f64>() as u64;
    Some(Months { first, counts, seen: [seen_first.seen[0], seen_last.seen[1]], left_out, start_up })
}

/// The day up to which these days seem to have been recorded: `as_of`, or the last of them (at a month's end, the end
/// of the month) where the export ends before.
pub fn seen_until(days: &[Day], as_of: Day) -> Day {
    let known = || days.iter().filter(|&&d| d <= as_of);
    let (Some(&first), Some(&last)) = (known().min(), known().max()) else { return as_of };
    let silent = as_of.since(last);
    let due = f64::from(silent) * known().count() as f64 / f64::from(last.since(first) + 1);
    if !SILENT_DAYS.contains(&silent) || due < SILENT_RECORDS {
        return as_of;
    }
    // The mirror of a first record that came by the third.
    let near = (1..FIRST_DAY_BY).map(|k| last.plus(k)).find(|d| d.plus(1).month() != d.month());
    near.unwrap_or(last)
}

/// Of one month with records: how many, and the first and last day of them.
struct Month {
    month: YearMonth,
    count: u64,
    seen: [Day; 2],
}

/// Counts of the days from the first one on: a million records become a few thousand days before any calendar is asked.
fn count_by_day(days: &[Day], as_of: Day) -> Option<(Day, Vec<u64>)> {
    let known = || days.iter().filter(|&&d| d <= as_of);
    let first = *known().min()?;
    let mut counts = vec![0; usize::try_from(as_of.since(first)).ok()? + 1];
    known().for_each(|d| counts[d.since(first) as usize] += 1);
    Some((first, counts))
}

fn by_month((first, counts): &(Day, Vec<u64>)) -> Vec<Month> {
    let mut months: Vec<Month> = Vec::new();
    for (i, &count) in counts.iter().enumerate().filter(|(_, c)| **c > 0) {
        let day = first.plus(i as i32);
        let Some(month) = day.month() else { continue };
        match months.last_mut().filter(|last| last.month == month) {
            Some(last) => (last.count, last.seen[1]) = (last.count + count, day),
            None => months.push(Month { month, count, seen: [day, day] }),
        }
    }
    months
}

/// The first month that is whole.
fn first_month(months: &[Month], known: u64) -> Option<YearMonth> {
    let mut before = 0;
    let first = months.iter().find(|m| {
        before += m.count;
        before as f64 > STRAY_SHARE * known as f64
    })?;
    let whole = first.seen[0].since(Day::first_of(first.month)) < FIRST_DAY_BY;
    Some(first.month.plus(i32::from(!whole)))
}

/// How many leading months are an export that was being filled: two or more, rising, each below half of the typical
/// (median) month, at most a third of all.
fn start_up(counts: &[f64]) -> usize {
    let mut sorted = counts.to_vec();
    sorted.sort_by(f64::total_cmp);
    let typical = sorted[sorted.len() / 2];
    let low = |&i: &usize| counts[i] < START_UP_SHARE * typical && counts[i] <= counts[i + 1];
    let leading = (0..counts.len() - 1).take_while(low).count();
    if typical < START_UP_LEAST || leading < 2 { 0 } else { leading.min(counts.len() / 3) }
}

/// What the reader has to know of the months that were chosen.
pub fn findings(months: &Months, path: &str, what: RecordKind) -> Vec<Finding> {
    let mut found = Vec::new();
    if !months.start_up.is_empty() {
        let counts: Vec<String> = months.start_up.iter().map(|c| format!("{c:.0}")).collect();
        let text = format!(
            "The first {} months have {} {what} against {:.0} in an average month after them: this looks like an export that \
             was being filled, not like growth, and these months are left out.",
            counts.len(),
            counts.join(", "),
            months.total() / months.counts.len() as f64
        );
        found.push(Finding::warning("volume-start-up", path, text));
    }
    if months.left_out > 0 {
        let text = format!(
            "{} {what} lie outside the {} whole months from {} to {} and are not counted: a month that the export or the \
             as-of date cuts off would look like a fall.",
            months.left_out,
            months.counts.len(),
            months.first,
            months.month(months.counts.len() - 1)
        );
        found.push(Finding::note("volume-part-months", path, text));
    }
    found
}
