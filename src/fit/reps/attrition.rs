//! Attrition: leavers over rep-years, with reps in seat counted until the as-of date (censored) and those who were
//! there before the export knows leavers counted from then on (delayed entry).
//!
//! The engine lets each rep leave with the same chance in every month, so history's average is that of a constant rate:
//! attrition_annual = 1 - exp(-rate). Segments lean on the whole and quarters differ, both on the scale of the rate.

use super::exposure::{Exposure, Rate, Weighted};
use crate::fit::assumed;
use crate::fit::between::{self, Pooled, Unit};
use crate::fit::history::Setting;
use statrs::distribution::{ContinuousCDF, Gamma};

/// Rep-years of all segments together from which on a rate is said at all: below, even the absence of leavers leaves
/// open anything up to about 20 % a year (exp(-10 · 0.2) = 14 %).
pub const LEAST_REP_YEARS: f64 = 10.0;
/// Expected leavers a quarter from which on it counts in the search for differences between quarters: below, the counts
/// are too few and skewed to be told from chance.
const LEAST_EXPECTED_A_QUARTER: f64 = 5.0;
/// Quarters from which on their differences are looked at.
const LEAST_QUARTERS: usize = 4;

/// How rates differ from quarter to quarter beyond chance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quarterly {
    /// Standard deviation as a share of the rate: the mean over what it may be, which is what next year needs.
    pub relative_sd: f64,
    /// The same, but 0 where quarters differ by no more than chance, judged by moments (DerSimonian and Laird 1986):
    /// what history's standard error needs, which would else be too wide wherever quarters are alike.
    pub seen_sd: f64,
    /// Share of one quarter's deviation that stays for the next.
    pub persistence: f64,
}

/// A segment's attrition.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attrition {
    /// Share that leaves in a year.
    pub annual: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// 90 % interval.
    pub interval: [f64; 2],
    /// Standard deviation of next year's average.
    pub next_year_sd: f64,
    /// Standard deviation from quarter to quarter beyond chance.
    pub quarter_sd: Option<f64>,
    /// Share that comes from all segments together.
    pub pooled: Option<f64>,
    /// The rate a year behind `annual`.
    pub per_year: f64,
}

/// How the quarters of all segments together differ; `None` where too few hold enough leavers.
pub fn quarterly(all: &Exposure, rate: &Rate, setting: &Setting) -> Option<Quarterly> {
    let enough = |row: &&Weighted| rate.per_year * row.years / row.weight >= LEAST_EXPECTED_A_QUARTER;
    let rows = all.weighted(setting);
    let rows: Vec<&Weighted> = rows.iter().filter(enough).collect();
    if rows.len() < LEAST_QUARTERS || rate.nobody() {
        return None;
    }
    // A quarter's own weight cancels in its rate: its chance is that of its rep-years as they were.
    let unit =
        |row: &&Weighted| Unit { value: row.leavers / row.years, variance: rate.per_year * row.weight / row.years };
    let units: Vec<Unit> = rows.iter().map(unit).collect();
    let found = between::between(&units).between_variance;
    let values: Vec<f64> = units.iter().map(|unit| unit.value).collect();
    let persistence = between::persistence(&values, found);
    let relative_sd = found.sqrt() / rate.per_year;
    let seen_sd = if between::seen_variance(&units) > 0.0 { relative_sd } else { 0.0 };
    Some(Quarterly { relative_sd, seen_sd, persistence })
}

/// Every segment's attrition, in their order; `None` for a segment without time at risk, and for all where the whole
/// has too little. With one segment it is the whole's own; with several each leans on all.
pub fn attrition(segments: &[Exposure], all: &Exposure, setting: &Setting) -> Vec<Option<Attrition>> {
    let whole = all.rate(setting).filter(|whole| whole.effective_years >= LEAST_REP_YEARS);
    let Some(whole) = whole else { return vec![None; segments.len()] };
    let quarterly = quarterly(all, &whole, setting);
    let rates: Vec<Option<Rate>> = segments.iter().map(|segment| segment.rate(setting)).collect();
    let units: Vec<Option<(f64, f64)>> =
        rates.iter().zip(segments).map(|(rate, e)| rate.map(|r| unit(&r, &whole, e, quarterly, setting))).collect();
    let known: Vec<Unit> = units.iter().flatten().map(|&(value, variance)| Unit { value, variance }).collect();
    if whole.nobody() || known.len() < 2 {
        let alone = |unit: &Option<(f64, f64)>| unit.map(|_| alone(&whole, all, quarterly, setting));
        return units.iter().map(alone).collect();
    }
    let together = between::between_segments(&known);
    let mut leaning = together.units.iter();
    let pooled = |(unit, exposure): (&Option<(f64, f64)>, &Exposure)| {
        let found = unit.and_then(|_| leaning.next())?;
        let lifted = between::off_zero(found, whole.per_year);
        // What was lifted to half a leaver has Jeffreys' posterior for nobody.
        let (found, more) = if lifted.value > found.value {
            (Pooled { variance: lifted.value * found.variance / whole.per_year, ..lifted }, 0.0)
        } else {
            (*found, 0.5)
        };
        let shape = found.value * found.value / found.variance + more;
        let own = (1.0 - found.pooled).powi(2);
        let next = next_year(found.value, own, &exposure.shares(setting), quarterly);
        Some(said(found.value, found.variance, shape, next, Some(found.pooled)))
    };
    units.iter().zip(segments).map(pooled).collect()
}

/// A segment's rate and its variance: chance at the whole's level, and what its quarters happened to be.
fn unit(rate: &Rate, whole: &Rate, exposure: &Exposure, quarterly: Option<Quarterly>, setting: &Setting) -> (f64, f64) {
    (rate.plain, whole.per_year / rate.effective_years + of_quarters(whole.per_year, exposure, quarterly, setting))
}

/// The whole's rate for everybody: one segment, or nobody left.
fn alone(whole: &Rate, all: &Exposure, quarterly: Option<Quarterly>, setting: &Setting) -> Attrition {
    let chance = whole.per_year / whole.effective_years;
    let variance = chance + of_quarters(whole.per_year, all, quarterly, setting);
    let shape = whole.per_year * whole.per_year / variance;
    // Jeffreys' posterior has the shape 1/2 for nobody and leavers + 1/2 else.
    let shape = if whole.nobody() { shape } else { shape + 0.5 };
    let next = next_year(whole.per_year, 1.0, &all.shares(setting), quarterly);
    said(whole.per_year, variance, shape, next, None)
}

/// Variance that quarters bring into a rate.
fn of_quarters(per_year: f64, exposure: &Exposure, quarterly: Option<Quarterly>, setting: &Setting) -> f64 {
    let Some(q) = quarterly else { return 0.0 };
    between::weighted_variance(&exposure.shares(setting), (q.seen_sd * per_year).powi(2), q.persistence)
}

/// What quarters add to next year's average at a rate.
struct NextYear {
    /// Variance: of history's quarters what its standard error leaves out, as far as the rate is its own, and of next
    /// year's four.
    variance: f64,
    /// Standard deviation from quarter to quarter; `None` where it is assumed.
    quarter_sd: Option<f64>,
}

fn next_year(per_year: f64, own: f64, shares: &[f64], quarterly: Option<Quarterly>) -> NextYear {
    let square = |sd: f64| (sd * per_year).powi(2);
    let (tau, counted, rho) = match quarterly {
        Some(q) => (square(q.relative_sd), square(q.seen_sd), q.persistence),
        None => (assumed::quarter_variance(per_year, f64::INFINITY), 0.0, 0.0),
    };
    let unseen = own * between::weighted_variance(shares, tau - counted, rho);
    let variance = unseen + between::mean_variance_ahead(4, tau, rho);
    NextYear { variance, quarter_sd: quarterly.map(|_| tau.sqrt()) }
}

/// A rate and its variance as an annual share. The interval is that of a gamma of this shape (for plain counts
/// Jeffreys'), which keeps its coverage where leavers are few.
fn said(per_year: f64, variance: f64, shape: f64, next: NextYear, pooled: Option<f64>) -> Attrition {
    let slope = libm::exp(-per_year);
    // However fast all leave, half an event in one more has not (Jeffreys): no share is 1.
    let most = 1.0 - 0.5 / (shape + 1.0);
    let annual_of = |rate: f64| -libm::expm1(-rate);
    let least_error = if annual_of(per_year) > most { (most * (1.0 - most) / (shape + 2.0)).sqrt() } else { 0.0 };
    let gamma_rate = per_year / variance;
    let quantile = |p: f64| Gamma::new(shape, gamma_rate).map_or(f64::NAN, |gamma| annual_of(gamma.inverse_cdf(p)));
    Attrition {
        annual: annual_of(per_year).min(most),
        standard_error: (slope * variance.sqrt()).max(least_error),
        interval: [quantile(0.05).min(most), quantile(0.95)],
        next_year_sd: (slope * (variance + next.variance).sqrt()).max(least_error),
        quarter_sd: next.quarter_sd.map(|sd| slope * sd),
        pooled,
        per_year,
    }
}
