//! Yearly rates by calendar quarter: what each quarter shows, how sure that is, and what they say together.

use crate::fit::day::{DAYS_A_MONTH, Day, Quarter};
use crate::fit::history::Setting;
use crate::fit::recency;

/// Days of calendar quarters, to tell a day's quarter without a calendar.
#[derive(Clone, Debug)]
pub struct Calendar {
    first: Quarter,
    starts: Vec<Day>,
}

impl Calendar {
    /// The quarters from that of `from` to that of `to`.
    pub fn new(from: Day, to: Day) -> Self {
        let first = from.quarter();
        let last = to.max(from).quarter();
        Self { first, starts: (first.0..=last.0).map(|q| Quarter(q).first_day()).collect() }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Number of the quarter of a day, the first or last for days outside.
    pub fn index(&self, day: Day) -> usize {
        self.starts.partition_point(|&start| start <= day).saturating_sub(1)
    }

    /// The quarter with this number.
    pub fn quarter(&self, index: usize) -> Quarter {
        Quarter(self.first.0 + index as i32)
    }

    /// The part of the days from `from` to before `to` that lies in each quarter, as (number, first day, days).
    pub fn parts(&self, from: Day, to: Day) -> impl Iterator<Item = (usize, i32)> {
        let range = if to > from { self.index(from)..self.index(to.plus(-1)) + 1 } else { 0..0 };
        range.map(move |q| {
            let start = if q == 0 { from } else { self.starts[q].max(from) };
            let end = self.starts.get(q + 1).map_or(to, |&next| next.min(to));
            (q, end.since(start))
        })
    }

    /// Weights of the quarters by their age at the as-of date.
    pub fn weights(&self, setting: &Setting) -> Vec<f64> {
        let middle = |start: &Day| f64::from(setting.as_of.since(*start) - 45).max(0.0) / DAYS_A_MONTH;
        let weight = |start: &Day| recency::weight(setting.half_life_months, middle(start));
        self.starts.iter().map(weight).collect()
    }
}

/// A yearly level and what each quarter shows of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// The level: a share or rate a year.
    pub estimate: f64,
    /// The same without half an event put in where there was none: then 0. By it segments lean on each other.
    pub plain: f64,
    /// Its variance by chance alone.
    pub variance: f64,
    /// The quarters, in order.
    pub quarters: Vec<QuarterLevel>,
}

/// What a quarter shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QuarterLevel {
    /// Which.
    pub quarter: Quarter,
    /// Its level.
    pub value: f64,
    /// Variance of that by chance, at the pooled level.
    pub variance: f64,
    /// Events to be expected in it.
    pub expected: f64,
    /// Its share of the estimate.
    pub weight: f64,
    /// Records at risk in it: renewals, customer-years.
    pub of: f64,
}

/// Events in a quarter: `events` among renewals after `years` each, or over `at_risk` customer-years.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cell {
    /// Number of the quarter.
    pub quarter: usize,
    /// Years of a term; 0 where departures count at any time.
    pub term_years: f64,
    /// Events.
    pub events: f64,
    /// Renewals, or customer-years.
    pub at_risk: f64,
}

impl Cell {
    /// Events to be expected at a yearly rate.
    fn expected(&self, rate: f64) -> f64 {
        if self.term_years > 0.0 { self.at_risk * -(-rate * self.term_years).exp_m1() } else { self.at_risk * rate }
    }

    /// Score of the rate: the derivative of the log-likelihood.
    fn score(&self, rate: f64) -> f64 {
        if self.term_years > 0.0 {
            let chance = -(-rate * self.term_years).exp_m1();
            (self.events - self.at_risk * chance) * self.term_years / chance
        } else {
            self.events / rate - self.at_risk
        }
    }

    /// Information on the rate.
    fn information(&self, rate: f64) -> f64 {
        if self.term_years > 0.0 {
            let chance = -(-rate * self.term_years).exp_m1();
            self.at_risk * self.term_years * self.term_years * (1.0 - chance) / chance
        } else {
            self.at_risk / rate
        }
    }
}

/// The share a year of customers that leave, 1 - exp(-rate), the rate by maximum likelihood: for terms of one length it
/// is that of the share that leaves at a renewal, for departures at any time departures over customer-years. `weights`
/// by quarter. Without any event, or with nothing else, half an event is put in (Jeffreys). `None` without anything at
/// risk.
pub fn departures(cells: &[Cell], weights: &[f64], calendar: &Calendar) -> Option<Level> {
    let weighted = |of: &dyn Fn(&Cell) -> f64| cells.iter().map(|c| weights[c.quarter] * of(c)).sum::<f64>();
    let (events, at_risk) = (weighted(&|c| c.events), weighted(&|c| c.at_risk));
    let years = weighted(&|c| c.at_risk * if c.term_years > 0.0 { c.term_years } else { 1.0 });
    if !(at_risk > 0.0 && years > 0.0) {
        return None;
    }
    let by_renewal = cells.iter().any(|c| c.term_years > 0.0);
    // Records of equal weight that say as much (Kish 1965), over those by weight.
    let kish = at_risk / cells.iter().map(|c| weights[c.quarter].powi(2) * c.at_risk).sum::<f64>();
    let none = events * kish < 0.5;
    let edge = none || by_renewal && (at_risk - events) * kish < 0.5;
    let rate = match (edge, by_renewal) {
        (true, true) => -((-(kish * events + 0.5) / (kish * at_risk + 1.0)).ln_1p()) * at_risk / years,
        (true, false) => 0.5 / (kish * years),
        (false, _) => root(|rate| weighted(&|c| c.score(rate)), events / years),
    };
    let information = weighted(&|c| c.information(rate));
    let noise = cells.iter().map(|c| weights[c.quarter].powi(2) * c.information(rate)).sum::<f64>();
    let left = (-rate).exp();
    let rate_variance = noise / (information * information);
    // 1 - exp(-rate) bends: without this its mean lies half a slope times the variance too low; a share of renewals is
    // unbiased
    let bend = if by_renewal || edge { 0.0 } else { 0.5 * left * rate_variance };
    let estimate = 1.0 - left + bend;
    let quarters = by_quarter(cells, calendar.len()).into_iter().enumerate().filter_map(|(q, cells)| {
        let own: f64 = cells.iter().map(|c| c.information(rate)).sum();
        let score: f64 = cells.iter().map(|c| c.score(rate)).sum();
        (own > 0.0).then(|| QuarterLevel {
            quarter: calendar.quarter(q),
            value: estimate + left * score / own,
            variance: left * left / own,
            expected: cells.iter().map(|c| c.expected(rate)).sum(),
            weight: weights[q] * own / information,
            of: cells.iter().map(|c| c.at_risk).sum(),
        })
    });
    let plain = if none { -(-events / years).exp_m1() } else { estimate };
    let level = Level { estimate, plain, variance: left * left * rate_variance, quarters: quarters.collect() };
    Some(below_one(level, (kish * events).max(0.5)))
}

/// A share that would be 1, all of many leaving at once, as if half an event in one more had not come (Jeffreys).
pub fn below_one(level: Level, events: f64) -> Level {
    let most = 1.0 - 0.5 / (events + 1.0);
    if level.estimate <= most || level.estimate < 0.9 {
        return level;
    }
    let variance = level.variance.max(most * (1.0 - most) / (events + 2.0));
    Level { estimate: most, plain: most, variance, quarters: level.quarters }
}

fn by_quarter(cells: &[Cell], quarters: usize) -> Vec<Vec<Cell>> {
    let mut out = vec![Vec::new(); quarters];
    cells.iter().for_each(|c| out[c.quarter].push(*c));
    out
}

/// Where a falling function of a positive rate is 0, by bisection on the log: from a guess, to 1e-12 of it.
fn root(f: impl Fn(f64) -> f64, guess: f64) -> f64 {
    let (mut low, mut high) = (guess.ln() - 12.0, guess.ln() + 12.0);
    while high - low > 1e-12 {
        let middle = 0.5 * (low + high);
        if middle == low || middle == high {
            break;
        }
        if f(middle.exp()) > 0.0 { low = middle } else { high = middle }
    }
    (0.5 * (low + high)).exp()
}
