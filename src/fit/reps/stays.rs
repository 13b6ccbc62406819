//! How long reps stayed, counted from their first day: Kaplan-Meier beside the constant rate, and whether tenure
//! matters.

use super::exposure::watched_from;
use super::seats::Seat;
use crate::fit::day::{DAYS_A_MONTH, DAYS_A_YEAR, Day};
use crate::fit::evidence::Survival;
use crate::fit::survival::{Cause, Step, Timeline, kaplan_meier};
use statrs::distribution::{Binomial, DiscreteCDF};

/// Points of a curve at most.
const MOST_POINTS: usize = 200;
/// Reps at risk from which on Kaplan-Meier's distance to the constant rate is looked at: with fewer a single leaver
/// moves it by more than 10 points.
const LEAST_AT_RISK: f64 = 10.0;
/// Probability below which leavers in the first year are taken to differ from later ones by more than chance.
const EARLY_CHANCE: f64 = 0.01;
/// Days of the first year.
const FIRST_YEAR_DAYS: u32 = 365;

/// A stay in days since the first day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stay {
    /// Day after which it is watched.
    pub entry: u32,
    /// Last day watched.
    pub exit: u32,
    /// Whether it ended then.
    pub left: bool,
}

/// Stays of dated seats that are watched at all.
pub fn of_seats(seats: &[Seat], observed_from: Option<Day>, as_of: Day) -> Vec<Stay> {
    let stay = |seat: &Seat| {
        let from = watched_from(seat, observed_from, as_of)?;
        let days = |day: Day| day.since(seat.start).unsigned_abs();
        Some(Stay { entry: days(from), exit: days(seat.until(as_of)), left: seat.end.is_some() })
    };
    seats.iter().filter_map(stay).collect()
}

/// The share still in seat by Kaplan and Meier (1958).
pub fn in_seat(stays: &[Stay]) -> Vec<Step> {
    let mut timeline = Timeline::default();
    stays.iter().for_each(|s| timeline.add(s.entry, s.exit, s.left.then_some(Cause::First), 1.0));
    kaplan_meier(&timeline)
}

/// Largest distance between Kaplan-Meier and a constant rate a year, just before and after its steps, where at least
/// [`LEAST_AT_RISK`] reps are at risk; 0 where there are none.
pub fn largest_distance(steps: &[Step], per_year: f64) -> f64 {
    let mut before = 1.0;
    let mut largest: f64 = 0.0;
    for step in steps {
        let fitted = libm::exp(-per_year * f64::from(step.days) / DAYS_A_YEAR);
        if step.at_risk >= LEAST_AT_RISK {
            largest = largest.max((step.share - fitted).abs()).max((before - fitted).abs());
        }
        before = step.share;
    }
    largest
}

/// The picture of both.
pub fn picture(steps: &[Step], stays: &[Stay], per_year: f64) -> Survival {
    let every = steps.len().div_ceil(MOST_POINTS).max(1);
    let point = |step: &Step| {
        let half = 1.645 * step.variance.sqrt();
        let months = f64::from(step.days) / DAYS_A_MONTH;
        [months, step.share, (step.share - half).max(0.0), (step.share + half).min(1.0)]
    };
    let longest = stays.iter().map(|stay| stay.exit).max().map_or(0.0, |days| f64::from(days) / DAYS_A_MONTH);
    let fitted = (0..=60).map(|i| longest * f64::from(i) / 60.0);
    Survival {
        what: "still in seat",
        counted: steps.iter().step_by(every).map(point).collect(),
        fitted: fitted.map(|months| [months, libm::exp(-per_year * months / 12.0)]).collect(),
    }
}

/// Leavers a rep-year in the first year and later, where they differ by more than chance: given the leavers in all,
/// those of the first year are binomial with its share of the rep-years.
pub fn first_year_against_later(stays: &[Stay]) -> Option<[f64; 2]> {
    let early_days = |stay: &Stay| stay.exit.min(FIRST_YEAR_DAYS) - stay.entry.min(FIRST_YEAR_DAYS);
    let days = stays.iter().map(|stay| u64::from(stay.exit - stay.entry)).sum::<u64>() as f64;
    let early = stays.iter().map(|stay| u64::from(early_days(stay))).sum::<u64>() as f64;
    let leavers = stays.iter().filter(|stay| stay.left).count() as u64;
    let early_leavers = stays.iter().filter(|stay| stay.left && stay.exit <= FIRST_YEAR_DAYS).count() as u64;
    if early <= 0.0 || early >= days || leavers == 0 {
        return None;
    }
    let law = Binomial::new(early / days, leavers).ok()?;
    let as_many = if early_leavers == 0 { 1.0 } else { law.sf(early_leavers - 1) };
    let differs = as_many < 0.5 * EARLY_CHANCE || law.cdf(early_leavers) < 0.5 * EARLY_CHANCE;
    let per_year = |leavers: u64, days: f64| leavers as f64 * DAYS_A_YEAR / days;
    differs.then_some([per_year(early_leavers, early), per_year(leavers - early_leavers, days - early)])
}
