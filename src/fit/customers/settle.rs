//! From what each segment shows to what is written: quarters beyond chance, segments that lean on the whole, next year.

use super::rate::{Level, QuarterLevel};
use crate::fit::between::{self, Pooled, Unit};
use crate::fit::driver::FittedValue;
use crate::math::special::normal_quantile;
use statrs::distribution::{Beta, ContinuousCDF, Gamma};

/// Quarters in which fewer events are to be expected say nothing about what lies beyond chance.
const LEAST_EXPECTED: f64 = 5.0;

/// Fewer quarters than this cannot show how quarters differ.
const FEWEST_QUARTERS: usize = 4;

/// How quarters differ beyond chance, relative to the level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quarterly {
    /// Variance of a quarter's level, relative to the level squared.
    pub relative_variance: f64,
    /// Share of a quarter's deviation that stays for the next.
    pub persistence: f64,
}

/// A level with all that is known of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settled {
    /// History's average.
    pub estimate: f64,
    /// Its standard error, with what the quarters happened to be.
    pub standard_error: f64,
    /// Standard deviation of next year's average.
    pub next_year_sd: f64,
    /// Standard deviation from quarter to quarter; `None` where there were too few to look.
    pub quarter_sd: Option<f64>,
    /// Whether that was seen in all segments together only.
    pub quarters_borrowed: Borrowed,
    /// Share that comes from all segments; `None` for one.
    pub pooled: Option<f64>,
}

/// Where a segment's quarterly variation was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Borrowed {
    /// In its own quarters, or nowhere.
    No,
    /// In the quarters of all segments together.
    FromAll,
}

/// How a level's quarters differ; `None` for fewer than 4 with at least 5 events to be expected.
pub fn quarterly(level: &Level) -> Option<Quarterly> {
    let enough: Vec<&QuarterLevel> = level.quarters.iter().filter(|q| q.expected >= LEAST_EXPECTED).collect();
    if enough.len() < FEWEST_QUARTERS {
        return None;
    }
    let units: Vec<Unit> = enough.iter().map(|q| Unit { value: q.value, variance: q.variance }).collect();
    let variance = between::between(&units).between_variance;
    let values: Vec<f64> = units.iter().map(|u| u.value).collect();
    let persistence = between::persistence(&values, variance);
    Some(Quarterly { relative_variance: variance / (level.estimate * level.estimate), persistence })
}

/// All segments' quarters together, each held against its own segment's level: the level is 1.
fn together(levels: &[Option<Level>]) -> Level {
    let mut all: Vec<(QuarterLevel, f64)> =
        levels.iter().flatten().flat_map(|l| l.quarters.iter().map(|q| (*q, l.estimate))).collect();
    all.sort_by_key(|q| q.0.quarter);
    let merge = |same: &[(QuarterLevel, f64)]| {
        let expected: f64 = same.iter().map(|q| q.0.expected).sum();
        let sum = |of: &dyn Fn(&(QuarterLevel, f64)) -> f64| same.iter().map(of).sum::<f64>();
        let value = sum(&|(q, level)| q.expected / expected * q.value / level);
        let variance = sum(&|(q, level)| (q.expected / expected).powi(2) * q.variance / (level * level));
        QuarterLevel { value, variance, expected, of: sum(&|q| q.0.of), ..same[0].0 }
    };
    let quarters = all.chunk_by(|a, b| a.0.quarter == b.0.quarter).map(merge).filter(|q| q.expected > 0.0).collect();
    Level { estimate: 1.0, variance: f64::NAN, quarters }
}

/// Settles the levels of all segments; those without one stay without.
pub fn settle(levels: &[Option<Level>]) -> Vec<Option<Settled>> {
    let all = quarterly(&together(levels));
    let alone: Vec<Option<Settled>> = levels.iter().map(|l| l.as_ref().map(|l| settle_one(l, all))).collect();
    let units: Vec<Unit> = alone
        .iter()
        .flatten()
        .map(|s| Unit { value: s.estimate, variance: s.standard_error * s.standard_error })
        .collect();
    if units.len() < 2 {
        return alone;
    }
    let pooled = between::between(&units).units;
    let mut next = pooled.iter();
    alone.into_iter().map(|s| s.map(|s| next.next().map_or(s, |own| lean(s, own)))).collect()
}

/// The segment with its level leaning on the others; what next year's quarters add stays its own.
fn lean(alone: Settled, own: &Pooled) -> Settled {
    let ahead = alone.next_year_sd.powi(2) - alone.standard_error.powi(2);
    Settled {
        estimate: own.value,
        standard_error: own.variance.sqrt(),
        next_year_sd: (own.variance + ahead).sqrt(),
        pooled: Some(own.pooled),
        ..alone
    }
}

fn settle_one(level: &Level, all: Option<Quarterly>) -> Settled {
    let own = quarterly(level);
    let used = own.or(all);
    let square = level.estimate * level.estimate;
    let (between_variance, persistence) = used.map_or((0.0, 0.0), |q| (q.relative_variance * square, q.persistence));
    let weights: Vec<f64> = level.quarters.iter().map(|q| q.weight).collect();
    let sum: f64 = weights.iter().sum();
    let shares: Vec<f64> = weights.iter().map(|w| w / sum).collect();
    let of_history = between::weighted_variance(&shares, between_variance, persistence);
    Settled {
        estimate: level.estimate,
        standard_error: (level.variance + of_history).sqrt(),
        next_year_sd: between::next_year_sd(level.variance, &weights, between_variance, persistence),
        quarter_sd: used.map(|_| between_variance.sqrt()),
        quarters_borrowed: if own.is_none() && all.is_some() { Borrowed::FromAll } else { Borrowed::No },
        pooled: None,
    }
}

/// 90 % interval of a share with this standard error: Jeffreys' beta with as many records as give that error (Brown, Cai and
/// DasGupta 2001). The ends of 0 to 1 where the error says nothing.
pub fn share_interval(share: f64, standard_error: f64) -> [f64; 2] {
    let records = share * (1.0 - share) / (standard_error * standard_error);
    let events = share * records;
    match Beta::new(events + 0.5, records - events + 0.5) {
        Ok(beta) if records.is_finite() => [beta.inverse_cdf(0.05), beta.inverse_cdf(0.95)],
        _ => [0.0, 1.0],
    }
}

/// 90 % interval of a rate above 0 with this standard error: Jeffreys' gamma with as many events as give that error.
pub fn rate_interval(rate: f64, standard_error: f64) -> [f64; 2] {
    let events = (rate / standard_error).powi(2);
    match Gamma::new(events + 0.5, 1.0) {
        Ok(gamma) if events > 0.0 && events.is_finite() => [0.05, 0.95].map(|p| rate * gamma.inverse_cdf(p) / events),
        _ => [0.0, f64::INFINITY],
    }
}

/// A share as it is written, with its standard deviation held below what a beta can have; the flag says whether it was.
pub fn share(mean: f64, sd: f64) -> (FittedValue, Capped) {
    let most = MOST_OF_BETA * (mean * (1.0 - mean)).sqrt();
    if sd > most {
        (FittedValue::Share { mean, sd: most }, Capped::Yes)
    } else {
        (FittedValue::Share { mean, sd }, Capped::No)
    }
}

/// Share of the largest standard deviation of a beta that is written at most: beyond it most of the probability lies at 0 and 1.
const MOST_OF_BETA: f64 = 0.5;

/// Whether a standard deviation had to be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capped {
    /// It was.
    Yes,
    /// It was not.
    No,
}

/// Mean, 5 % and 95 % point of a share as it is written.
pub fn share_band(mean: f64, sd: f64) -> [f64; 3] {
    let records = mean * (1.0 - mean) / (sd * sd) - 1.0;
    match Beta::new(mean * records, (1.0 - mean) * records) {
        Ok(beta) => [mean, beta.inverse_cdf(0.05), beta.inverse_cdf(0.95)],
        Err(_) => [mean, f64::NAN, f64::NAN],
    }
}

/// Mean, 5 % and 95 % point of a lognormal by its mean and standard deviation.
pub fn positive_band(mean: f64, sd: f64) -> [f64; 3] {
    let variance = (sd / mean).powi(2).ln_1p();
    let at = |z: f64| mean * (z * variance.sqrt() - 0.5 * variance).exp();
    [mean, at(normal_quantile(0.05)), at(normal_quantile(0.95))]
}
