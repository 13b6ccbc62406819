//! Contract length: told by the export or the mapping, else read from when customers leave.

use super::lives::Life;
use crate::fit::day::{DAYS_A_MONTH, Day};
use crate::fit::mapping;

/// Days before the end of a term from which a departure counts as one at the renewal: notice that is booked as the
/// departure.
pub const BEFORE_RENEWAL_DAYS: i32 = 15;

/// Days after the end of a term to which a departure counts as one at the renewal: a month of grace and a month until
/// it is booked. Departures are seldom booked before a contract runs out, and often well after.
const AFTER_RENEWAL_DAYS: i32 = 60;

/// Of a short term, a sixth before and a third after its end at most: windows of half of all days still tell renewals
/// from the time between.
const PARTS_OF_TERM: [f64; 2] = [6.0, 3.0];

/// Terms that are looked for, in months: what contracts are sold for. One month is what is left where none shows.
const TERMS: [u16; 5] = [3, 6, 12, 24, 36];

/// Fewer departures than this do not show a term: with 10, half of them near yearly renewals is far beyond chance (8
/// %).
const FEWEST_DEPARTURES: u64 = 10;

/// Least share of departures near renewals with which a contract length is read from them.
const RENEWAL_SHARE: f64 = 0.5;

/// Least gain in log-likelihood over departures at any time: the 0.1 % point of a chi-square with one degree of
/// freedom, halved (five terms are tried).
const LEAST_GAIN: f64 = 5.4;

/// The same where the contract length is told, so that only one is tried and leaving at its end is to be expected: the
/// one-sided 5 % point. An error here costs little: counting by renewals holds for departures at any time too.
const LEAST_GAIN_TOLD: f64 = 1.35;

/// The longest term that a scenario takes, in months.
const LONGEST_MONTHS: u16 = 60;

/// How customers of a segment are bound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contract {
    /// Months.
    pub months: u16,
    /// How that is known.
    pub known: Known,
    /// Whether they leave when it ends, so that churn is counted renewal by renewal.
    pub at_renewals: bool,
    /// Share of departures near its renewals; NaN without departures.
    pub near: f64,
    /// Share that chance would put there.
    pub near_by_chance: f64,
    /// Departures that were looked at.
    pub departures: u64,
}

/// How a contract length is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// The commonest in the export's column, of so many customers out of so many.
    Column(u64, u64),
    /// The mapping says so.
    Mapping,
    /// Departures lie near its multiples.
    Departures,
    /// Departures lie near no term's multiples.
    AtAnyTime,
    /// Nothing says it: the engine's default.
    Default,
}

impl Contract {
    /// Days of a term.
    pub fn days(&self) -> f64 {
        f64::from(self.months) * DAYS_A_MONTH
    }
}

/// Days before and after the end of a term of so many days that are near it.
pub type Window = fn(f64) -> [i32; 2];

/// Days before and after the end of a term in which a departure counts as one at the renewal.
pub fn window(term_days: f64) -> [i32; 2] {
    let [before, after] = PARTS_OF_TERM.map(|part| (term_days / part) as i32);
    [before.min(BEFORE_RENEWAL_DAYS), after.min(AFTER_RENEWAL_DAYS)]
}

/// The same where the term itself is looked for: narrow on both sides, so that few other lengths fit the same
/// departures.
fn narrow_window(_term_days: f64) -> [i32; 2] {
    [BEFORE_RENEWAL_DAYS; 2]
}

/// How often customers leave near the ends of terms, against days on which they could.
#[derive(Clone, Copy, Debug, Default)]
struct Near {
    departures: [u64; 2],
    days: [u64; 2],
}

impl Near {
    fn share(&self) -> f64 {
        self.departures[0] as f64 / (self.departures[0] + self.departures[1]) as f64
    }

    fn share_by_chance(&self) -> f64 {
        self.days[0] as f64 / (self.days[0] + self.days[1]).max(1) as f64
    }

    /// Log-likelihood of two rates of departure, near the renewals and between, over that of a single one (Poisson).
    fn gain(&self) -> f64 {
        let term = |d: u64, days: u64| if d == 0 { 0.0 } else { d as f64 * (d as f64 / days.max(1) as f64).ln() };
        let all = term(self.departures[0] + self.departures[1], self.days[0] + self.days[1]);
        term(self.departures[0], self.days[0]) + term(self.departures[1], self.days[1]) - all
    }

    /// Whether customers leave at the renewals so plainly that the term can be read from it.
    fn shows_term(&self) -> bool {
        self.share() >= RENEWAL_SHARE && self.share() > self.share_by_chance() && self.gain() > LEAST_GAIN
    }

    /// Whether customers leave nearer to the renewals of a term that is told than chance would have them.
    fn keeps_to_term(&self) -> bool {
        self.share() > self.share_by_chance() && self.gain() > LEAST_GAIN_TOLD
    }
}

/// The contract of the customers `own`; `all` stand in where they are too few to show one. `dated` is false for tenures
/// without dates, whose renewals nobody can count.
pub fn contract(own: &[&Life], all: &[&Life], columns: &mapping::Customers, as_of: Day, dated: bool) -> Contract {
    let told = column(own).or_else(|| columns.contract_months.map(|m| (m, Known::Mapping)));
    if let Some((months, known)) = told.filter(|t| t.0 > 0) {
        let near = near(own, months, window, columns, as_of);
        return of(months.min(LONGEST_MONTHS), known, near, dated && months > 1 && near.keeps_to_term());
    }
    let left = |lives: &[&Life]| lives.iter().filter(|l| l.end.is_some()).count() as u64;
    let lives = if left(own) >= FEWEST_DEPARTURES { own } else { all };
    if left(lives) < FEWEST_DEPARTURES || !dated {
        return of(12, Known::Default, near(lives, 12, narrow_window, columns, as_of), false);
    }
    let tried = TERMS.map(|months| (months, near(lives, months, narrow_window, columns, as_of)));
    let seen = tried.into_iter().filter(|t| t.1.shows_term()).max_by(|a, b| a.1.gain().total_cmp(&b.1.gain()));
    match seen {
        Some((months, near)) => of(months, Known::Departures, near, true),
        None => of(1, Known::AtAnyTime, near(lives, 12, narrow_window, columns, as_of), false),
    }
}

fn of(months: u16, known: Known, near: Near, at_renewals: bool) -> Contract {
    let departures = near.departures[0] + near.departures[1];
    Contract { months, known, at_renewals, near: near.share(), near_by_chance: near.share_by_chance(), departures }
}

/// The commonest length in the column, the longer of two that are as common.
fn column(lives: &[&Life]) -> Option<(u16, Known)> {
    let mut terms: Vec<u16> = lives.iter().map(|l| l.term_months).filter(|&m| m > 0).collect();
    terms.sort_unstable();
    let common = terms.chunk_by(|a, b| a == b).max_by_key(|same| same.len())?;
    Some((common[0], Known::Column(common.len() as u64, terms.len() as u64)))
}

/// Departures and days at risk near multiples of `months` (or of the customer's own term) and between.
fn near(lives: &[&Life], months: u16, window: Window, columns: &mapping::Customers, as_of: Day) -> Near {
    let mut near = Near::default();
    for life in lives {
        let term = f64::from(if life.term_months > 0 { life.term_months } else { months }) * DAYS_A_MONTH;
        let entry = columns.observed_from.map_or(0, |from| from.since(life.start).max(0));
        let exit = life.exit(as_of).since(life.start);
        let within = days_near(exit, term, window) - days_near(entry.min(exit), term, window);
        near.days[0] += within as u64;
        near.days[1] += (exit - entry).max(0).saturating_sub(within).max(0) as u64;
        if life.end.is_some() {
            near.departures[usize::from(!is_near(exit, term, window))] += 1;
        }
    }
    near
}

/// Whether a customer of this age is near a renewal.
pub fn is_near(age_days: i32, term_days: f64, window: Window) -> bool {
    let [before, after] = window(term_days);
    let begun = (f64::from(age_days + before) / term_days).floor();
    begun >= 1.0 && f64::from(age_days - after) <= (begun * term_days).round()
}

/// Days of the first `age_days` that lie near a renewal.
fn days_near(age_days: i32, term_days: f64, window: Window) -> i32 {
    let [before, after] = window(term_days);
    let whole = before + after + 1;
    let renewals = (f64::from(age_days + before) / term_days).floor() as i32;
    if renewals < 1 {
        return 0;
    }
    let last = (f64::from(renewals) * term_days).round() as i32;
    (renewals - 1) * whole + (age_days - (last - before) + 1).clamp(0, whole)
}
