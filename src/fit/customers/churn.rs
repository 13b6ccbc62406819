//! Departures and those who could have departed, by quarter: renewal by renewal, or over time.

use super::lives::Life;
use super::rate::{Calendar, Cell};
use super::terms::{self, Contract};
use crate::fit::day::{DAYS_A_MONTH, DAYS_A_YEAR, Day};

/// Departures over customer-years, a cell a quarter.
pub fn over_time(lives: &[&Life], observed_from: Option<Day>, as_of: Day, calendar: &Calendar) -> Vec<Cell> {
    let mut counts = vec![(0_u64, 0_i64); calendar.len()];
    for life in lives {
        let entry = observed_from.map_or(life.start, |from| from.max(life.start));
        for (quarter, days) in calendar.parts(entry, life.exit(as_of)) {
            counts[quarter].1 += i64::from(days);
        }
        if let Some(end) = life.end {
            counts[calendar.index(end)].0 += 1;
        }
    }
    let cell = |(quarter, &(events, days)): (usize, &(u64, i64))| Cell {
        quarter,
        term_years: 0.0,
        events: events as f64,
        at_risk: days as f64 / DAYS_A_YEAR,
    };
    counts.iter().enumerate().map(cell).filter(|c| c.at_risk > 0.0 || c.events > 0.0).collect()
}

/// Renewals that fell due and customers that left at them, a cell a quarter and term. A term counts once its renewal,
/// with the days around it, has passed by the as-of date, whether the customer was still there or not: so customers who
/// left early in a term that is not over yet do not count without those who stayed. One who leaves between renewals
/// counts at the next.
pub fn at_renewals(
    lives: &[&Life],
    contract: &Contract,
    observed_from: Option<Day>,
    as_of: Day,
    calendar: &Calendar,
) -> Vec<Cell> {
    let mut cells: Vec<(usize, u16, bool)> = Vec::new();
    for life in lives {
        let months = months(life, contract);
        for term in terms(life, months, as_of) {
            if term.is_seen(observed_from) {
                cells.push((calendar.index(term.due), months, term.left));
            }
        }
    }
    cells.sort_unstable();
    let cell = |same: &[(usize, u16, bool)]| Cell {
        quarter: same[0].0,
        term_years: f64::from(same[0].1) / 12.0,
        events: same.iter().filter(|c| c.2).count() as f64,
        at_risk: same.len() as f64,
    };
    cells.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).map(cell).collect()
}

/// Renewals whose days around them had passed by a day.
pub fn renewals_before(lives: &[&Life], contract: &Contract, day: Day, as_of: Day) -> usize {
    lives.iter().flat_map(|life| terms(life, months(life, contract), as_of)).filter(|term| term.to < day).count()
}

/// Months of a customer's term: its own, else those of its contract.
pub fn months(life: &Life, contract: &Contract) -> u16 {
    if life.term_months > 0 { life.term_months } else { contract.months }
}

/// A term of a customer that is over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    /// The day from which departures count for it: after the days around the renewal before.
    pub from: Day,
    /// The first day of those around the renewal.
    pub begins: Day,
    /// Day of its renewal.
    pub due: Day,
    /// The last day of those around the renewal.
    pub to: Day,
    /// Whether the customer left in it.
    pub left: bool,
}

impl Term {
    /// Whether a departure at its renewal is in an export that holds departures from a day on only. Who was there when
    /// the days around the renewal began could be seen to leave at it (delayed entry); the term need not have begun by
    /// then.
    pub fn is_seen(&self, observed_from: Option<Day>) -> bool {
        observed_from.is_none_or(|from| from <= self.begins)
    }
}

/// The terms of a customer that are over by the as-of date, to the one in which it left.
pub fn terms(life: &Life, months: u16, as_of: Day) -> impl Iterator<Item = Term> {
    let due = move |k: u32| life.start.plus((f64::from(k) * f64::from(months) * DAYS_A_MONTH).round() as i32);
    let [before, after] = terms::window(f64::from(months) * DAYS_A_MONTH);
    let over = move |k: u32| if k == 0 { life.start } else { due(k).plus(after) };
    let there = move |k: &u32| over(*k) <= as_of && (*k == 1 || life.end.is_none_or(|end| end > over(*k - 1)));
    let term = move |k: u32| Term {
        from: over(k - 1),
        begins: due(k).plus(-before),
        due: due(k),
        to: over(k),
        left: life.end.is_some_and(|end| end <= over(k)),
    };
    (1..).take_while(there).map(term)
}
