//! Expansion and contraction of customers that stay, as yearly shares of the ARR that is there.

use super::churn;
use super::lives::Life;
use super::paths::Move;
use super::rate::{Calendar, Level, QuarterLevel};
use super::terms::Contract;
use crate::fit::day::{DAYS_A_YEAR, Day};
use crate::fit::record::Key;
use crate::sampling::stream::Stream;
use rand_distr::{Distribution, Poisson};

/// Groups of customers that are resampled as one: enough for a standard error, few enough for millions of customers.
const GROUPS: u64 = 1000;

/// Resamples. The standard error's own error is then 1 / sqrt(800), below 4 %.
const REPLICATES: usize = 400;

/// Which way ARR moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Expansion.
    Up,
    /// Contraction.
    Down,
}

/// ARR that moved and the ARR-years over which it could have.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Flow {
    /// Moves.
    pub events: u64,
    /// ARR moved, above 0.
    pub moved: f64,
    /// ARR-years.
    pub arr_years: f64,
}

impl Direction {
    /// The most that a yearly share can be.
    pub fn most(self) -> f64 {
        if self == Self::Up { f64::INFINITY } else { 1.0 }
    }
}

/// Contraction of nearly all ARR in a year, or expansion to more than its hundredfold, is no share but a mistake of
/// units or dates.
const IMPLAUSIBLE: [f64; 2] = [0.99, 99.0];

/// Standard errors over the rate beyond which nothing is said: one customer decides it, there or not.
const MOST_ERROR: f64 = 2.0;

impl Flow {
    fn add(&mut self, other: Flow) {
        self.events += other.events;
        self.moved += other.moved;
        self.arr_years += other.arr_years;
    }
}

/// What moved, in all and by quarter.
#[derive(Clone, Debug, PartialEq)]
pub struct Movement {
    /// In all, unweighted.
    pub all: Flow,
    /// Customers with ARR that were seen.
    pub customers: u64,
    /// The yearly share; `None` where nothing moved or nothing was there, or more moved than can be.
    pub level: Option<Level>,
}

/// What a movement is counted over.
#[derive(Clone, Copy, Debug)]
pub struct Over<'a> {
    /// The customers.
    pub lives: &'a [&'a Life],
    /// How they are bound. Where they leave at renewals they contract there too, so that contraction is counted over
    /// terms that are over and that the customer outlived: a young customer could not contract yet.
    pub contract: &'a Contract,
    /// Day from which departures are known.
    pub observed_from: Option<Day>,
    /// The last day that counts.
    pub as_of: Day,
    /// The quarters.
    pub calendar: &'a Calendar,
    /// Their weights.
    pub weights: &'a [f64],
}

/// The yearly share of ARR that moves this way: ratio of sums, its standard error by a Poisson bootstrap over customers
/// (Chamandy et al. 2012). Expansion: exp(r) - 1 with r = ARR added over ARR-years; contraction: 1 - (1 - r
/// c/12)^(12/c), the engine's share at a renewal turned to a year.
pub fn movement(over: &Over<'_>, direction: Direction) -> Movement {
    let mut quarters = vec![Flow::default(); over.calendar.len()];
    let mut groups: Vec<(u64, Flow)> = Vec::new();
    let mut customers = 0;
    for life in over.lives {
        let flows = flows(life, over, direction);
        customers += u64::from(flows.iter().any(|f| f.1.arr_years > 0.0));
        let mut own = Flow::default();
        for (quarter, flow) in flows {
            quarters[quarter].add(flow);
            let weight = over.weights[quarter];
            own.add(Flow { events: flow.events, moved: weight * flow.moved, arr_years: weight * flow.arr_years });
        }
        groups.push((group(life.customer), own));
    }
    let mut all = Flow::default();
    quarters.iter().for_each(|q| all.add(*q));
    groups.sort_by_key(|g| g.0);
    let level = (all.moved > 0.0 && all.arr_years > 0.0).then(|| level(&quarters, &groups, over, direction)).flatten();
    Movement { all, customers, level }
}

/// The number of a customer's group: Fibonacci hashing, so that keys that count upwards are spread too.
fn group(key: Key) -> u64 {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) % GROUPS
}

/// What moved at one customer, by quarter.
fn flows(life: &Life, over: &Over<'_>, direction: Direction) -> Vec<(usize, Flow)> {
    let entry = over.observed_from.map_or(life.start, |from| from.max(life.start));
    let exit = life.exit(over.as_of);
    if direction == Direction::Up || !over.contract.at_renewals {
        let parts: Vec<(usize, i32)> = over.calendar.parts(entry, exit).collect();
        let mut from = entry;
        let part = |(quarter, days): (usize, i32)| {
            let to = from.plus(days);
            let flow = flow(life, from, if to == exit { to.plus(1) } else { to }, to, direction);
            from = to;
            (quarter, flow)
        };
        return parts.into_iter().map(part).collect();
    }
    let months = churn::months(life, over.contract);
    let outlived = churn::terms(life, months, over.as_of).filter(|t| !t.left && t.from >= entry);
    let years = f64::from(months) / 12.0;
    let term = |t: churn::Term| {
        let seen = flow(life, t.from, t.to, t.to, direction);
        // the first term has the days after its renewal on top: it counts as one term like the others
        let arr_years = seen.arr_years * years * DAYS_A_YEAR / f64::from(t.to.since(t.from));
        (over.calendar.index(t.due), Flow { arr_years, ..seen })
    };
    outlived.map(term).collect()
}

/// What moved from day `from` to before `before`, over the ARR that was there from `from` to `to`.
fn flow(life: &Life, from: Day, before: Day, to: Day, direction: Direction) -> Flow {
    let sign = if direction == Direction::Up { 1.0 } else { -1.0 };
    let (mut arr, mut day, mut out) = (life.path.opening, from, Flow::default());
    for &Move { day: when, arr: change } in &life.path.moves {
        if when >= before {
            break;
        }
        if when >= from {
            out.arr_years += arr.max(0.0) * f64::from(when.min(to).since(day)) / DAYS_A_YEAR;
            day = when.min(to);
            if sign * change > 0.0 {
                out.events += 1;
                // nobody gives up more than there is
                out.moved += if sign > 0.0 { change } else { (-change).min(arr.max(0.0)) };
            }
        }
        arr += change;
    }
    out.arr_years += arr.max(0.0) * f64::from(to.since(day)) / DAYS_A_YEAR;
    out
}

fn level(quarters: &[Flow], groups: &[(u64, Flow)], over: &Over<'_>, direction: Direction) -> Option<Level> {
    let sum = |of: &dyn Fn(usize, &Flow) -> f64| quarters.iter().enumerate().map(|(q, f)| of(q, f)).sum::<f64>();
    let at_risk = sum(&|q, f| over.weights[q] * f.arr_years);
    let rate = sum(&|q, f| over.weights[q] * f.moved) / at_risk;
    let (estimate, slope) = yearly(rate, over.contract, direction);
    let most = IMPLAUSIBLE[usize::from(direction == Direction::Up)];
    if !(rate > 0.0 && estimate > 0.0 && estimate < most) {
        return None;
    }
    // Customers that all move alike, or one alone, leave at least what as many events leave by chance.
    let least = rate * rate / sum(&|_, f| f.events as f64);
    let variance = bootstrap_variance(groups).max(least);
    if variance.is_nan() || variance > MOST_ERROR * MOST_ERROR * rate * rate {
        return None;
    }
    let noise = variance * at_risk * at_risk / sum(&|q, f| over.weights[q].powi(2) * f.arr_years);
    let events = sum(&|_, f| f.events as f64) / sum(&|_, f| f.arr_years);
    let shown = quarters.iter().enumerate().filter(|(_, f)| f.arr_years > 0.0).map(|(q, f)| QuarterLevel {
        quarter: over.calendar.quarter(q),
        value: estimate + slope * (f.moved / f.arr_years - rate),
        variance: slope * slope * noise / f.arr_years,
        expected: events * f.arr_years,
        weight: over.weights[q] * f.arr_years / at_risk,
        of: f.arr_years,
    });
    Some(Level { estimate, plain: estimate, variance: slope * slope * variance, quarters: shown.collect() })
}

/// A rate a year to the engine's yearly share, with the slope.
fn yearly(rate: f64, contract: &Contract, direction: Direction) -> (f64, f64) {
    if direction == Direction::Up {
        return (rate.exp_m1(), rate.exp());
    }
    let renewals = 12.0 / f64::from(if contract.at_renewals { contract.months } else { 1 });
    let stays = (1.0 - rate / renewals).max(0.0);
    (1.0 - stays.powf(renewals), stays.powf(renewals - 1.0))
}

/// Variance of the ratio of sums over customers.
fn bootstrap_variance(groups: &[(u64, Flow)]) -> f64 {
    let mut sums = vec![[0.0; 2]; REPLICATES];
    let Ok(poisson) = Poisson::new(1.0) else { return f64::NAN };
    for same in groups.chunk_by(|a, b| a.0 == b.0) {
        let mut of_group = Flow::default();
        same.iter().for_each(|g| of_group.add(g.1));
        // a group's draws are its own, whatever other groups there are
        let mut rng = Stream::new(same[0].0, "fit customers bootstrap").sequence();
        for sum in &mut sums {
            let times: f64 = poisson.sample(&mut rng);
            sum[0] += times * of_group.moved;
            sum[1] += times * of_group.arr_years;
        }
    }
    let ratios: Vec<f64> = sums.iter().filter(|s| s[1] > 0.0).map(|s| s[0] / s[1]).collect();
    let n = ratios.len() as f64;
    let mean = ratios.iter().sum::<f64>() / n;
    ratios.iter().map(|r| (r - mean).powi(2)).sum::<f64>() / (n - 1.0)
}
