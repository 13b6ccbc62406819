//! Opportunities as they stood at the as-of date.

use crate::fit::day::{DAYS_A_MONTH, Day};
use crate::fit::recency;
use crate::fit::record::{Amount, Opportunity, Outcome};
use crate::fit::survival::{Cause, Timeline};

/// One opportunity as it stood then.
#[derive(Clone, Copy, Debug)]
pub struct Deal {
    /// When it was opened.
    pub created: Day,
    /// Days from then to its decision, or to the as-of date.
    pub age: u32,
    /// Won (first), lost (second) or open.
    pub fate: Option<Cause>,
    /// Its ARR.
    pub amount: Amount,
}

impl Deal {
    /// The day of its decision, or the as-of date.
    pub fn last(&self) -> Day {
        self.created.plus(self.age as i32)
    }
}

/// From where the exports are looked at.
#[derive(Clone, Copy, Debug)]
pub struct Standpoint {
    /// The last day that counts.
    pub as_of: Day,
    /// Day from which decisions are in the export.
    pub observed_from: Option<Day>,
    /// Half-life of a record's weight in months.
    pub half_life_months: Option<f64>,
}

impl Standpoint {
    /// Weight of what was created on a day: 0.5^(age in months / half-life).
    pub fn weight(&self, created: Day) -> f64 {
        let months = f64::from(self.as_of.since(created)) / DAYS_A_MONTH;
        recency::weight(self.half_life_months, months)
    }

    /// Days after its creation from which on a decision would be in the export; 0 for all that it shows from the start.
    /// (Seen is who is decided *after* the entry day: a decision on `observed_from` itself is in the export.)
    pub fn entry(&self, created: Day) -> u32 {
        self.observed_from.map_or(0, |from| (from.since(created) - 1).max(0) as u32)
    }
}

/// All opportunities of an export at the as-of date.
#[derive(Debug, Default)]
pub struct View {
    /// By segment; each in one order whatever the rows' order, so that sums do not depend on that.
    pub segments: Vec<Vec<Deal>>,
    /// Rows created after the as-of date, which are left out.
    pub later: u64,
    /// Rows decided before `observed_from`, which are left out.
    pub before: u64,
}

/// What was known at the standpoint: created later does not exist, decided later is open.
pub fn view(rows: &[Opportunity], segments: usize, from: &Standpoint) -> View {
    let mut view = View { segments: vec![Vec::new(); segments], ..View::default() };
    for row in rows {
        if row.created > from.as_of {
            view.later += 1;
            continue;
        }
        let (fate, last) = match row.outcome {
            Outcome::Won(day) if day <= from.as_of => (Some(Cause::First), day),
            Outcome::Lost(day) if day <= from.as_of => (Some(Cause::Second), day),
            _ => (None, from.as_of),
        };
        if fate.is_some() && from.observed_from.is_some_and(|observed| last < observed) {
            view.before += 1;
            continue;
        }
        let age = last.since(row.created).max(0) as u32;
        if let Some(deals) = view.segments.get_mut(usize::from(row.segment)) {
            deals.push(Deal { created: row.created, age, fate, amount: row.amount });
        }
    }
    for deals in &mut view.segments {
        deals.sort_unstable_by_key(|d| {
            let amount = d.amount.get().map(|x| x.to_bits() as i64);
            (d.created, d.age, d.fate.map(|cause| cause as u8), amount)
        });
    }
    view
}

/// Deals counted by age. With `stale_days`, a deal that is open for longer counts as lost at that age.
pub fn timeline(deals: &[Deal], from: &Standpoint, stale_days: Option<u32>) -> Timeline {
    let (_, scale) = recency::kish(deals.iter().map(|d| from.weight(d.created)));
    let mut timeline = Timeline::default();
    for deal in deals {
        let weight = scale * from.weight(deal.created);
        let (age, fate) = match (deal.fate, stale_days) {
            (None, Some(stale)) if deal.age > stale => (stale, Some(Cause::Second)),
            _ => (deal.age, deal.fate),
        };
        timeline.add(from.entry(deal.created), age, fate, weight);
    }
    timeline
}

/// How many were won, lost, are open, and are open for longer than `stale_days`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counts {
    /// Won.
    pub won: u64,
    /// Lost.
    pub lost: u64,
    /// Open, stale ones too.
    pub open: u64,
    /// Of the open ones, stale.
    pub stale: u64,
}

/// Counts the deals.
pub fn counts(deals: &[Deal], stale_days: u32) -> Counts {
    let mut counts = Counts::default();
    for deal in deals {
        match deal.fate {
            Some(Cause::First) => counts.won += 1,
            Some(Cause::Second) => counts.lost += 1,
            None => {
                counts.open += 1;
                counts.stale += u64::from(deal.age > stale_days);
            }
        }
    }
    counts
}
