//! Leavers and the time that reps were at risk of leaving, by segment and calendar quarter.

use super::seats::{Seat, weight};
use crate::fit::day::{DAYS_A_YEAR, Day, Quarter};
use crate::fit::history::Setting;
use std::collections::BTreeMap;

/// Leavers and days at risk: whole numbers, so that sums do not depend on the order of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct AtRisk {
    /// Leavers.
    pub leavers: u64,
    /// Days in seat.
    pub days: i64,
}

/// A segment's (or everybody's) leavers and time at risk by calendar quarter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Exposure {
    /// By quarter.
    pub quarters: BTreeMap<Quarter, AtRisk>,
    /// Whether the quarters are not when it happened, all of it lying in that of the as-of date.
    pub undated: bool,
}

/// A quarter's leavers and rep-years, both times the quarter's weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weighted {
    /// Leavers times the weight.
    pub leavers: f64,
    /// Rep-years times the weight.
    pub years: f64,
    /// The weight by recency.
    pub weight: f64,
}

/// A rate of leaving from weighted counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// Leavers a year and rep; (1/2) / years where nobody left (Jeffreys), or only someone who hardly counts any more.
    pub per_year: f64,
    /// The same without that half leaver.
    pub plain: f64,
    /// Rep-years, each by its weight.
    pub years: f64,
    /// Rep-years that would say as much if all counted alike: (Σ w T)² / Σ w² T (Kish 1965).
    pub effective_years: f64,
    /// Leavers, each as one.
    pub leavers: u64,
}

/// First day on which a spell is watched: its start, or the day from which leavers are in the export; `None` where it
/// was over by then.
pub fn watched_from(seat: &Seat, observed_from: Option<Day>, as_of: Day) -> Option<Day> {
    let from = observed_from.map_or(seat.start, |day| day.max(seat.start));
    let until = seat.until(as_of);
    (from < until || (from == seat.start && from == until)).then_some(from)
}

impl Rate {
    /// Whether as good as nobody left.
    pub fn nobody(&self) -> bool {
        self.plain < self.per_year
    }
}

impl Exposure {
    /// Of spells, counted from `observed_from` on (delayed entry), to the as-of date.
    pub fn of(seats: &[Seat], observed_from: Option<Day>, as_of: Day) -> Self {
        let mut out = Self::default();
        for seat in seats {
            let Some(from) = watched_from(seat, observed_from, as_of) else { continue };
            out.add(from, seat.until(as_of), seat.end.is_some());
        }
        out
    }

    fn add(&mut self, from: Day, until: Day, left: bool) {
        for number in from.quarter().0..=until.quarter().0 {
            let quarter = Quarter(number);
            let (first, next) = (quarter.first_day().max(from), Quarter(number + 1).first_day().min(until));
            self.quarters.entry(quarter).or_default().days += i64::from(next.since(first).max(0));
        }
        self.quarters.entry(until.quarter()).or_default().leavers += u64::from(left);
    }

    /// Rep-years, each counted as it is.
    pub fn years(&self) -> f64 {
        self.quarters.values().map(|q| q.days).sum::<i64>() as f64 / DAYS_A_YEAR
    }

    /// Leavers.
    pub fn leavers(&self) -> u64 {
        self.quarters.values().map(|q| q.leavers).sum()
    }

    /// Each quarter's leavers and rep-years times its weight.
    pub fn weighted(&self, setting: &Setting) -> Vec<Weighted> {
        let row = |(&quarter, at_risk): (&Quarter, &AtRisk)| {
            let weight = weight(setting, middle(quarter, setting.as_of));
            let (leavers, years) = (at_risk.leavers as f64, at_risk.days as f64 / DAYS_A_YEAR);
            Weighted { leavers: weight * leavers, years: weight * years, weight }
        };
        self.quarters.iter().map(row).collect()
    }

    /// Shares of the quarters in the weighted rep-years; empty without any, or without dates.
    pub fn shares(&self, setting: &Setting) -> Vec<f64> {
        let rows = self.weighted(setting);
        let years: f64 = rows.iter().map(|row| row.years).sum();
        if years > 0.0 && !self.undated { rows.iter().map(|row| row.years / years).collect() } else { Vec::new() }
    }

    /// Leavers over rep-years; `None` without time at risk.
    pub fn rate(&self, setting: &Setting) -> Option<Rate> {
        let rows = self.weighted(setting);
        let leavers: f64 = rows.iter().map(|row| row.leavers).sum();
        let years: f64 = rows.iter().map(|row| row.years).sum();
        let squared: f64 = rows.iter().map(|row| row.years * row.weight).sum();
        let effective_years = years * years / squared;
        let plain = leavers / years;
        let per_year = plain.max(0.5 / effective_years);
        (years > 0.0).then_some(Rate { per_year, plain, years, effective_years, leavers: self.leavers() })
    }
}

/// The middle of what has passed of a quarter.
fn middle(quarter: Quarter, as_of: Day) -> Day {
    let (first, last) = (quarter.first_day(), Quarter(quarter.0 + 1).first_day().min(as_of));
    first.plus(last.since(first) / 2)
}
