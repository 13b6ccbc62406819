//! From what each segment shows to what is written: quarters beyond chance, segments that lean on the whole, next year.

use super::rate::{Level, QuarterLevel};
use crate::fit::assumed;
use crate::fit::between::{self, Pooled, Unit};
use crate::fit::driver::FittedValue;
use crate::math::special::normal_quantile;

/// Quarters in which fewer events are to be expected say nothing about what lies beyond chance.
const LEAST_EXPECTED: f64 = 5.0;

/// Fewer quarters than this cannot show how quarters differ.
const FEWEST_QUARTERS: usize = 4;

/// How quarters differ beyond chance, relative to the level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quarterly {
    /// Variance of a quarter's level, relative to the level squared: the mean over what it may be, which is what next
    /// year needs.
    pub relative_variance: f64,
    /// The same, but 0 where quarters differ no more than by chance, judged by moments (DerSimonian and Laird 1986).
    /// What history's standard error needs, which would else be too wide wherever quarters are alike.
    pub relative_variance_seen: f64,
    /// How many quarters that was seen in.
    pub quarters: usize,
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
    let persistence = if lasts(&values) { between::persistence(&values, variance) } else { 0.0 };
    let square = level.estimate * level.estimate;
    let relative_variance = variance / square;
    let relative_variance_seen = if between::seen_variance(&units) > 0.0 { relative_variance } else { 0.0 };
    Some(Quarterly { relative_variance, relative_variance_seen, quarters: units.len(), persistence })
}

/// Whether successive values are alike beyond chance: lag-1 autocorrelation over 1.645 / sqrt(n), the one-sided 5 %
/// point for independent values (Bartlett 1946). Where quarters hardly differ, their share that lasts is noise over
/// nearly nothing, and would widen everything.
fn lasts(values: &[f64]) -> bool {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let lagged: f64 = values.windows(2).map(|pair| (pair[0] - mean) * (pair[1] - mean)).sum();
    let total: f64 = values.iter().map(|y| (y - mean).powi(2)).sum();
    lagged > 1.645 / n.sqrt() * total
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
    Level { estimate: 1.0, plain: 1.0, variance: f64::NAN, quarters }
}

/// Settles the levels of all segments, which can be `most` at most (1 for shares); those without one stay without.
pub fn settle(levels: &[Option<Level>], most: f64) -> Vec<Option<Settled>> {
    let all = quarterly(&together(levels));
    let alone: Vec<Option<Settled>> = levels.iter().map(|l| l.as_ref().map(|l| settle_one(l, all, most))).collect();
    if alone.iter().flatten().count() < 2 {
        return alone;
    }
    let shows = |(level, settled): (&Level, &Settled)| Shows {
        plain: level.plain,
        records: settled.estimate / settled.standard_error.powi(2),
    };
    let shown: Vec<Shows> = levels.iter().flatten().zip(alone.iter().flatten()).map(shows).collect();
    let pooled = pool(&shown);
    let mut next = pooled.iter();
    alone.into_iter().map(|s| s.map(|s| next.next().map_or(s, |own| lean(s, own)))).collect()
}

/// What a segment shows to the others.
#[derive(Clone, Copy, Debug)]
struct Shows {
    /// Its level, 0 where it has no event: half an event put into each thin segment would lift all.
    plain: f64,
    /// Records at risk: level over variance.
    records: f64,
}

/// Levels leaning on each other. Variances grow with levels, so that a segment that happens to be low would seem sure
/// of it and pull the others down: how far one leans goes by the variance at the mean level, and what it keeps of its
/// own has that of its own. A segment without events comes no lower than half an event among the records that stand
/// behind it then (Jeffreys 1946).
fn pool(shown: &[Shows]) -> Vec<Pooled> {
    let records: f64 = shown.iter().map(|s| s.records).sum();
    let mean = shown.iter().map(|s| s.plain * s.records).sum::<f64>() / records;
    let mean = if mean > 0.0 { mean } else { 0.5 / records };
    let units: Vec<Unit> = shown.iter().map(|s| Unit { value: s.plain, variance: mean / s.records }).collect();
    let at_own_level = |p: &Pooled| {
        let p = between::off_zero(p, mean);
        Pooled { variance: p.variance * (p.pooled + (1.0 - p.pooled) * p.value / mean), ..p }
    };
    between::between_segments(&units).units.iter().map(at_own_level).collect()
}

/// The segment with its level leaning on the others; what next year's quarters add stays its own, relative to the
/// level.
fn lean(alone: Settled, own: &Pooled) -> Settled {
    let scale = own.value / alone.estimate;
    let ahead = scale * scale * (alone.next_year_sd.powi(2) - alone.standard_error.powi(2)).max(0.0);
    Settled {
        estimate: own.value,
        standard_error: own.variance.sqrt(),
        next_year_sd: (own.variance + ahead).sqrt(),
        quarter_sd: alone.quarter_sd.map(|sd| scale * sd),
        pooled: Some(own.pooled),
        ..alone
    }
}

fn settle_one(level: &Level, all: Option<Quarterly>, most: f64) -> Settled {
    let own = quarterly(level);
    let square = level.estimate * level.estimate;
    let used =
        own.or(all).unwrap_or_else(|| assumed_quarters(assumed::quarter_variance(level.estimate, most) / square));
    let weights: Vec<f64> = level.quarters.iter().map(|q| q.weight).collect();
    let sum: f64 = weights.iter().sum();
    let shares: Vec<f64> = weights.iter().map(|w| w / sum).collect();
    let of_history = between::weighted_variance(&shares, used.relative_variance_seen * square, used.persistence);
    let between_variance = used.relative_variance * square;
    let variance = level.variance + of_history * unsure(level.variance, of_history, used.quarters);
    let sd = between::next_year_sd(level.variance, &weights, between_variance, used.persistence);
    let of_quarters = sd * sd - level.variance;
    let next_year = level.variance + of_quarters * unsure(level.variance, of_quarters, used.quarters);
    Settled {
        estimate: level.estimate,
        standard_error: variance.sqrt(),
        next_year_sd: next_year.sqrt(),
        quarter_sd: own.or(all).map(|_| between_variance.sqrt()),
        quarters_borrowed: if own.is_none() && all.is_some() { Borrowed::FromAll } else { Borrowed::No },
        pooled: None,
    }
}

/// Quarters that are assumed: history shows none, and what is assumed is not made less sure by being told from few.
fn assumed_quarters(relative_variance: f64) -> Quarterly {
    Quarterly { relative_variance, relative_variance_seen: 0.0, quarters: usize::MAX, persistence: 0.0 }
}

/// By how much the part of the variance that quarters add is to be raised for being estimated from few of them: so that
/// the normal interval is as wide as Student's, with Satterthwaite's degrees of freedom (1946).
fn unsure(chance: f64, of_history: f64, quarters: usize) -> f64 {
    let (all, own) = (chance + of_history, (quarters.max(2) - 1) as f64);
    if of_history <= 0.0 {
        return 1.0;
    }
    let freedom = own * (all / of_history).powi(2);
    // Student's quantile over the normal one, z (1 + (z² + 1) / (4 freedom)): within 1 % for 3 degrees and more
    // (Fisher 1926)
    let student = 1.0 + (normal_quantile(0.95).powi(2) + 1.0) / (4.0 * freedom);
    1.0 + (student * student - 1.0) * all / of_history
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

/// Share of the largest standard deviation of a beta that is written at most: beyond it most of the probability lies at
/// 0 and 1.
const MOST_OF_BETA: f64 = 0.5;

/// Whether a standard deviation had to be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capped {
    /// It was.
    Yes,
    /// It was not.
    No,
}
