//! Whether an export can say anything of shares and times: not where open deals were deleted, and less where it begins
//! late.

use super::view::Deal;
use crate::fit::day::Day;
use crate::fit::finding::Finding;
use crate::fit::survival::{Timeline, kaplan_meier, share_at};

/// Open deals that an honest export of this history should have for their lack to be a sign: with 5 expected, none at
/// all happens once in 150 by chance (e^-5).
const EXPECTED: f64 = 5.0;

/// Share of the expected open deals below which open ones were surely left out: the number expected is rather low, so
/// an honest export has more of them than that, not a quarter.
const FAR_TOO_FEW: f64 = 0.25;

/// Share below which it is said and no more: a clean-up of old deals before the as-of date can close so many.
const TOO_FEW: f64 = 0.5;

/// Standard deviations that make chance negligible where there are some open deals: 1 export in 700.
const BEYOND_CHANCE: f64 = 3.0;

/// Share closed from which a deal's age counts: younger ones stand for many open ones each, by a handful of fast
/// closings.
const LEAST_CLOSED: f64 = 0.1;

/// The open deals of an export beside those that its closed deals call for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OpenDeals {
    /// How many are there.
    pub open: f64,
    /// How many should be: Σ (1 - F) / F at the age that each closed deal has at the as-of date, F the share closed by
    /// an age. F is from closed deals alone and so too fast: the number is rather low.
    pub expected: f64,
    /// Variance of the difference by chance: a closed deal that stands for x open ones brings x² and x.
    pub variance: f64,
}

/// How the open deals stand to those that should be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completeness {
    /// As many as should be, or as chance allows.
    Whole,
    /// Below a half.
    Doubtful,
    /// None, or below a quarter.
    SurvivorsOnly,
}

impl OpenDeals {
    /// Counts them.
    pub fn of<'a>(deals: impl Iterator<Item = &'a Deal>, as_of: Day) -> Self {
        let (mut closed_after, mut aged) = (Vec::new(), Vec::new());
        let (mut total, mut open) = (0.0, 0.0);
        for deal in deals {
            if deal.fate.is_none() {
                open += 1.0;
                continue;
            }
            count(&mut closed_after, deal.age);
            count(&mut aged, as_of.since(deal.created).max(0) as u32);
            total += 1.0;
        }
        let (mut closed, mut expected, mut variance) = (0.0, 0.0, 0.0);
        for (age, n) in aged.iter().enumerate() {
            closed += closed_after.get(age).copied().unwrap_or(0.0);
            let share: f64 = closed / total;
            if share >= LEAST_CLOSED {
                let beside = (1.0 - share) / share;
                expected += n * beside;
                variance += n * beside * (1.0 + beside);
            }
        }
        Self { open, expected, variance }
    }

    /// Whether enough are there.
    pub fn completeness(&self) -> Completeness {
        let by_chance = self.expected - self.open <= BEYOND_CHANCE * self.variance.sqrt();
        match self.open / self.expected {
            _ if self.expected < EXPECTED => Completeness::Whole,
            0.0 => Completeness::SurvivorsOnly,
            _ if by_chance => Completeness::Whole,
            share if share < FAR_TOO_FEW => Completeness::SurvivorsOnly,
            share if share < TOO_FEW => Completeness::Doubtful,
            _ => Completeness::Whole,
        }
    }

    /// What is said of them; `None` where they are whole.
    pub fn finding(&self) -> Option<Finding> {
        let Self { open, expected, .. } = *self;
        let there = match open as u64 {
            0 => "There is no open deal".to_string(),
            1 => "There is only 1 open deal".to_string(),
            n => format!("There are only {n} open deals"),
        };
        let should = format!(
            "{there}, though by the closed deals' own times about {expected:.0} or more should be open at the as-of date"
        );
        match self.completeness() {
            Completeness::Whole => None,
            Completeness::Doubtful => {
                let text = format!(
                    "{should}. Either old deals were closed in a clean-up shortly before, or part of the open ones was left \
                     out of the export; then the win rate is too high and the cycle too short. Check that the export holds \
                     all deals whatever their stage."
                );
                Some(Finding::warning("few-open-deals", "opportunities", text))
            }
            Completeness::SurvivorsOnly => {
                let text = format!(
                    "{should}: open deals were left out of the export. Win rate and cycle of closed deals alone are biased \
                     (what closes fast is seen first), so nothing is said; export all deals whatever their stage."
                );
                Some(Finding::missing("survivors-only", "opportunities", text))
            }
        }
    }
}

fn count(by_day: &mut Vec<f64>, day: u32) {
    let day = day as usize;
    if by_day.len() <= day {
        by_day.resize(day + 1, 0.0);
    }
    by_day[day] += 1.0;
}

/// Whether only closed deals are left though open ones should stand beside them.
pub fn survivors_only<'a>(deals: impl Iterator<Item = &'a Deal>, as_of: Day) -> bool {
    OpenDeals::of(deals, as_of).completeness() == Completeness::SurvivorsOnly
}

/// A warning where the export seems to begin late: no decision before some day, though many deals had been open for
/// long. It is only said, never assumed: a company that began to sell then looks the same.
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
