//! Attainment: what reps booked over what their quota asks for, months on the ramp counting by their share.

use super::bookings::{Bookings, RepMonth};
use super::panel::Ramp;
use super::ramp;
use super::seats::weight;
use crate::calendar::YearMonth;
use crate::fit::assumed;
use crate::fit::between::{self, Pooled, Unit};
use crate::fit::day::{Day, Quarter};
use crate::fit::history::Setting;
use statrs::distribution::{ContinuousCDF, StudentsT};
use std::collections::BTreeMap;

/// Reps (of equal weight, but for rounding 3) from which on a segment's attainment is said: its standard error stands
/// on how they differ.
const LEAST_REPS: f64 = 2.999;
/// Ramped rep-months from which on it is said: one year of one rep.
const LEAST_REP_MONTHS: f64 = 12.0;
/// Quarters from which on their differences are looked at.
const LEAST_QUARTERS: usize = 4;
/// Bookings of a quarter in units of their dispersion (deals, roughly) from which on it counts for that.
const LEAST_DEALS_A_QUARTER: f64 = 5.0;

/// Least standard error as a share of the level: reps who all book the same to the cent are made up or rounded, not
/// certain.
const LEAST_RELATIVE_ERROR: f64 = 0.005;

/// A rep-month against its quota.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Row {
    person: usize,
    month: YearMonth,
    quarter: Quarter,
    age: f64,
    booked: f64,
    /// Quota of the month.
    quota: f64,
    /// Quota of the month times productivity.
    asked: f64,
    weight: f64,
}

/// A segment's attainment.
#[derive(Clone, Debug, PartialEq)]
pub struct Attainment {
    /// Bookings over quota.
    pub level: f64,
    /// Its standard error, by rep, with what quarters happened to be and how sure the ramp is.
    pub standard_error: f64,
    /// 90 % interval.
    pub interval: [f64; 2],
    /// Standard deviation of next year's average.
    pub next_year_sd: f64,
    /// Standard deviation from quarter to quarter beyond chance.
    pub quarter_sd: Option<f64>,
    /// Share that comes from all segments together.
    pub pooled: Option<f64>,
    /// Persons.
    pub persons: usize,
    /// Rep-months.
    pub rep_months: usize,
    /// First month that counts and the last.
    pub seen: [Day; 2],
    /// By quarter: level, standard error by chance, rep-months.
    pub quarters: Vec<(Quarter, f64, f64, usize)>,
}

/// How quarters differ, relative to the level.
struct Quarterly {
    relative_sd: f64,
    /// The same as history happens to show it, 0 where quarters differ by no more than chance.
    seen_sd: f64,
    persistence: f64,
    dispersion: f64,
}

/// Every segment's attainment; `None` where too few reps or months with a quota stand behind it. The ramp is each
/// segment's with its months in the resamples, none where there is no ramp.
pub fn attainment(bookings: &Bookings, ramps: &[(Ramp, &[f64])], setting: &Setting) -> Vec<Option<Attainment>> {
    let rows: Vec<Vec<Row>> = ramps.iter().enumerate().map(|(s, ramp)| rows(bookings, s, ramp.0, setting)).collect();
    let known: Vec<bool> = rows.iter().map(|rows| enough(rows)).collect();
    let quarterly = quarterly(&rows, &known);
    let resamples = ramp::resamples(bookings.persons);
    let own = |s: usize| known[s].then(|| unit(&rows[s], ramps[s], &resamples, &quarterly));
    let own: Vec<Option<Unit>> = (0..rows.len()).map(own).collect();
    let units: Vec<Unit> = own.iter().flatten().copied().collect();
    let several = units.len() > 1;
    let mut leaning = between::between_segments(&units).units.into_iter();
    let one = |(s, own): (usize, &Option<Unit>)| {
        own.as_ref()?;
        let unit = leaning.next()?;
        Some(said(&rows[s], unit, several, &quarterly))
    };
    own.iter().enumerate().map(one).collect()
}

fn rows(bookings: &Bookings, segment: usize, ramp: Ramp, setting: &Setting) -> Vec<Row> {
    let row = |m: &RepMonth| {
        let quota = m.quota? / 12.0;
        let day = Day::first_of(m.month).plus(15);
        let (asked, weight) = (quota * ramp.share(m.age), weight(setting, day));
        let (quarter, age, booked) = (day.quarter(), m.age, m.booked);
        Some(Row { person: m.person, month: m.month, quarter, age, booked, quota, asked, weight })
    };
    let counts =
        |m: &&RepMonth| usize::from(m.segment) == segment && bookings.ripe_from.is_some_and(|from| m.month >= from);
    bookings.months.iter().filter(counts).filter_map(row).collect()
}

fn enough(rows: &[Row]) -> bool {
    let most = rows.iter().map(|row| row.asked).fold(0.0, f64::max);
    let squares: f64 = rows.iter().map(|row| row.weight * row.weight * row.asked).sum();
    let months = asked(rows).powi(2) / squares / most;
    let booked = rows.iter().any(|row| row.booked > 0.0);
    booked && months >= LEAST_REP_MONTHS && effective_persons(rows) >= LEAST_REPS
}

/// How many persons of equal weight say as much, each by the mean weight of its months (Kish 1965).
fn effective_persons(rows: &[Row]) -> f64 {
    let mut persons: BTreeMap<usize, [f64; 2]> = BTreeMap::new();
    for row in rows {
        let own = persons.entry(row.person).or_default();
        *own = [own[0] + row.weight * row.asked, own[1] + row.asked];
    }
    let weights = || persons.values().filter(|own| own[1] > 0.0).map(|own| own[0] / own[1]);
    weights().sum::<f64>().powi(2) / weights().map(|w| w * w).sum::<f64>()
}

fn level(rows: &[Row]) -> f64 {
    rows.iter().map(|r| r.weight * r.booked).sum::<f64>() / asked(rows)
}

fn asked(rows: &[Row]) -> f64 {
    rows.iter().map(|r| r.weight * r.asked).sum()
}

/// What each person booked beyond the level.
fn by_person(rows: &[Row], level: f64) -> Vec<f64> {
    let mut sums: BTreeMap<usize, f64> = BTreeMap::new();
    for row in rows {
        *sums.entry(row.person).or_default() += row.weight * (row.booked - level * row.asked);
    }
    sums.into_values().collect()
}

/// A segment's own level and its variance by chance and by its quarters.
fn unit(rows: &[Row], ramp: (Ramp, &[f64]), resamples: &[Vec<f64>], quarterly: &Option<Quarterly>) -> Unit {
    let level = level(rows);
    let by_chance = if ramp.1.is_empty() { of_ratio(rows, level) } else { of_resamples(rows, ramp, resamples) };
    let variance = by_chance + of_quarters(rows, level, quarterly);
    Unit { value: level, variance: variance.max((LEAST_RELATIVE_ERROR * level).powi(2)) }
}

/// Variance of a ratio of sums over reps (Cochran 1977, section 6.3).
fn of_ratio(rows: &[Row], level: f64) -> f64 {
    let beyond = by_person(rows, level);
    let n = beyond.len() as f64;
    n / (n - 1.0) * beyond.iter().map(|b| b * b).sum::<f64>() / asked(rows).powi(2)
}

/// Variance over resampled reps, each with the ramp found among them: slow new reps lengthen the ramp and hardly move
/// the level.
fn of_resamples(rows: &[Row], (ramp, months): (Ramp, &[f64]), resamples: &[Vec<f64>]) -> f64 {
    let level = |(times, &months): (&Vec<f64>, &f64)| {
        let ramp = Ramp { months, ..ramp };
        let sums = rows.iter().fold((0.0, 0.0), |sum, row| {
            let n = times[row.person] * row.weight;
            (sum.0 + n * row.booked, sum.1 + n * row.quota * ramp.share(row.age))
        });
        sums.0 / sums.1
    };
    let mut levels: Vec<f64> = resamples.iter().zip(months).map(level).filter(|level| level.is_finite()).collect();
    levels.sort_by(f64::total_cmp);
    // A few resamples with hardly a ramped rep would rule the variance: the middle 90 % says the same without them.
    let at = |share: f64| levels[(share * (levels.len() - 1) as f64).round() as usize];
    if levels.is_empty() { f64::NAN } else { ((at(0.95) - at(0.05)) / (2.0 * 1.645)).powi(2) }
}

fn of_quarters(rows: &[Row], level: f64, quarterly: &Option<Quarterly>) -> f64 {
    let Some(q) = quarterly else { return 0.0 };
    between::weighted_variance(&shares(rows), (q.seen_sd * level).powi(2), q.persistence)
}

/// Shares of the quarters.
fn shares(rows: &[Row]) -> Vec<f64> {
    let total = asked(rows);
    by_quarter(rows).values().map(|rows| asked(rows) / total).collect()
}

/// What quarters add to the variance of next year's average: of history's what its standard error leaves out, as far as
/// the level is its own, and of next year's four; assumed where too few could be compared.
fn next_year(rows: &[Row], level: f64, own: f64, quarterly: &Option<Quarterly>) -> f64 {
    let square = |sd: f64| (sd * level).powi(2);
    let (tau, counted, rho) = match quarterly {
        Some(q) => (square(q.relative_sd), square(q.seen_sd), q.persistence),
        None => (assumed::quarter_variance(level, f64::INFINITY), 0.0, 0.0),
    };
    let unseen = (tau - counted).max(0.0);
    own * own * between::weighted_variance(&shares(rows), unseen, rho) + between::mean_variance_ahead(4, tau, rho)
}

fn by_quarter(rows: &[Row]) -> BTreeMap<Quarter, Vec<Row>> {
    let mut out: BTreeMap<Quarter, Vec<Row>> = BTreeMap::new();
    rows.iter().for_each(|row| out.entry(row.quarter).or_default().push(*row));
    out
}

/// How the quarters of all segments together differ from each segment's own level; `None` where too few hold enough.
fn quarterly(segments: &[Vec<Row>], known: &[bool]) -> Option<Quarterly> {
    let mut rows: Vec<Row> = Vec::new();
    for (segment, _) in segments.iter().zip(known).filter(|(_, known)| **known) {
        let level = level(segment);
        rows.extend(segment.iter().map(|row| Row { asked: level * row.asked, weight: 1.0, ..*row }));
    }
    let quarters = by_quarter(&rows);
    let dispersion = dispersion(&quarters)?;
    let enough: Vec<&Vec<Row>> =
        quarters.values().filter(|rows| asked(rows) / dispersion >= LEAST_DEALS_A_QUARTER).collect();
    if enough.len() < LEAST_QUARTERS {
        return None;
    }
    let units: Vec<Unit> =
        enough.iter().map(|rows| Unit { value: level(rows), variance: dispersion / asked(rows) }).collect();
    let variance = between::between(&units).between_variance;
    let values: Vec<f64> = units.iter().map(|unit| unit.value).collect();
    let (relative_sd, seen_sd) = (variance.sqrt(), between::seen_variance(&units).sqrt());
    Some(Quarterly { relative_sd, seen_sd, persistence: between::persistence(&values, variance), dispersion })
}

/// Pearson's dispersion of a rep's bookings in a quarter about the quarter's level, in money.
fn dispersion(quarters: &BTreeMap<Quarter, Vec<Row>>) -> Option<f64> {
    let (mut sum, mut free) = (0.0, -(quarters.len() as f64));
    for rows in quarters.values() {
        let level = level(rows);
        let mut persons: BTreeMap<usize, [f64; 2]> = BTreeMap::new();
        for row in rows {
            let own = persons.entry(row.person).or_default();
            *own = [own[0] + row.booked, own[1] + level * row.asked];
        }
        let expected = persons.values().filter(|own| own[1] > 0.0);
        free += persons.len() as f64;
        sum += expected.map(|own| (own[0] - own[1]).powi(2) / own[1]).sum::<f64>();
    }
    (free > 0.0 && sum > 0.0).then_some(sum / free)
}

fn said(rows: &[Row], unit: Pooled, several: bool, quarterly: &Option<Quarterly>) -> Attainment {
    let (level, variance) = (unit.value, unit.variance);
    let persons = by_person(rows, level).len();
    let standard_error = variance.sqrt();
    let t = student_95(persons.max(2) - 1);
    let quarter_sd = quarterly.as_ref().map(|q| q.relative_sd * level);
    let ahead = next_year(rows, level, 1.0 - unit.pooled, quarterly);
    let dispersion = quarterly.as_ref().map_or(f64::NAN, |q| q.dispersion);
    let quarters = by_quarter(rows);
    let point = |(&quarter, rows): (&Quarter, &Vec<Row>)| {
        let asked: f64 = rows.iter().map(|r| r.asked).sum();
        let booked: f64 = rows.iter().map(|r| r.booked).sum();
        (asked > 0.0).then(|| (quarter, booked / asked, (dispersion * level / asked).sqrt(), rows.len()))
    };
    let months = rows.iter().map(|row| row.month);
    let first = months.clone().min().map_or(Day(0), Day::first_of);
    let last = months.max().map_or(Day(0), |month| Day::first_of(month.plus(1)).plus(-1));
    Attainment {
        level,
        standard_error,
        interval: [(level - t * standard_error).max(0.0), level + t * standard_error],
        next_year_sd: (variance + ahead).sqrt(),
        quarter_sd,
        pooled: several.then_some(unit.pooled),
        persons,
        rep_months: rows.len(),
        seen: [first, last],
        quarters: quarters.iter().filter_map(point).collect(),
    }
}

/// 95 % point of Student's t with these degrees of freedom, 1 and above.
pub fn student_95(free: usize) -> f64 {
    StudentsT::new(0.0, 1.0, free as f64).map_or(f64::NAN, |t| t.inverse_cdf(0.95))
}
