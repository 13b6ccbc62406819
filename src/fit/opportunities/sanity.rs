//! Whether an export can say anything of shares and times: not where open deals were deleted, and less where it begins late.

use super::view::Deal;
use crate::fit::day::Day;
use crate::fit::finding::Finding;
use crate::fit::survival::{Timeline, kaplan_meier, share_at};

/// Open deals that an honest export of this history should have for their lack to be a sign: with 5 expected, none at all
/// happens once in 150 by chance (e^-5).
const EXPECTED: f64 = 5.0;

/// Share closed from which a deal's age counts: younger ones stand for many open ones each, by a handful of fast closings.
const LEAST_CLOSED: f64 = 0.1;

/// Open deals that should stand beside the closed ones, by the closed ones' own times: Σ (1 - F) / F at the age that each has
/// at the as-of date, F the share closed by an age. F is from closed deals alone and so too fast: the number is rather low.
pub fn expected_open<'a>(deals: impl Iterator<Item = &'a Deal>, as_of: Day) -> f64 {
    let (mut closed_after, mut aged) = (Vec::new(), Vec::new());
    let mut total = 0.0;
    for deal in deals.filter(|d| d.fate.is_some()) {
        count(&mut closed_after, deal.age);
        count(&mut aged, as_of.since(deal.created).max(0) as u32);
        total += 1.0;
    }
    let mut closed = 0.0;
    let mut expected = 0.0;
    for (age, n) in aged.iter().enumerate() {
        closed += closed_after.get(age).copied().unwrap_or(0.0);
        let share: f64 = closed / total;
        if share >= LEAST_CLOSED {
            expected += n * (1.0 - share) / share;
        }
    }
    expected
}

fn count(by_day: &mut Vec<f64>, day: u32) {
    let day = day as usize;
    if by_day.len() <= day {
        by_day.resize(day + 1, 0.0);
    }
    by_day[day] += 1.0;
}

/// Whether only closed deals are left though open ones should stand beside them, and how many.
pub fn survivors_only<'a>(deals: impl Iterator<Item = &'a Deal> + Clone, as_of: Day) -> Option<f64> {
    let any_open = deals.clone().any(|d| d.fate.is_none());
    let expected = if any_open { 0.0 } else { expected_open(deals, as_of) };
    (expected >= EXPECTED).then_some(expected)
}

/// Why nothing is said of shares and times.
pub fn survivors_text(expected: f64) -> String {
    format!(
        "There is no open deal, though by the closed deals' own times about {expected:.0} or more should be open at the as-of \
         date: open deals were left out of the export. Win rate and cycle of closed deals alone are biased (what closes \
         fast is seen first), so nothing is said; export all deals whatever their stage."
    )
}

/// A warning where the export seems to begin late: no decision before some day, though many deals had been open for long. It
/// is only said, never assumed: a company that began to sell then looks the same.
pub fn late_start<'a>(deals: impl Iterator<Item = &'a Deal> + Clone) -> Option<Finding> {
    let first = deals.clone().filter(|d| d.fate.is_some()).map(Deal::last).min()?;
    let mut timeline = Timeline::default();
    let mut ages = Vec::new();
    let mut begin = first;
    for deal in deals {
        timeline.add(0, deal.age, deal.fate, 1.0);
        begin = begin.min(deal.created);
        if deal.created < first {
            count(&mut ages, first.since(deal.created) as u32 - 1);
        }
    }
    let open = kaplan_meier(&timeline);
    let closed = |age: usize| 1.0 - share_at(&open, age as u32, 1.0);
    let expected: f64 = ages.iter().enumerate().map(|(age, n)| n * closed(age)).sum();
    (expected >= EXPECTED).then(|| {
        let text = format!(
            "The first deal was opened on {begin}, but the first decision is of {first}, {} days later, though about \
             {expected:.0} decisions would be expected by then. If deals decided before {first} were not exported, set \
             observed_from = \"{first}\" in the mapping: early deals then count from that day on only. Nothing was assumed.",
            first.since(begin)
        );
        Finding::warning("late-start", "opportunities", text)
    })
}
