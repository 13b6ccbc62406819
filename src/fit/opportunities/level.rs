//! A level of one segment, what quarters add to its uncertainty, and how segments lean on the whole.

use crate::fit::between::{self, Unit, between};
use crate::fit::day::Quarter;

/// Quarters that it takes to look for variation between them: with fewer, chance alone tells almost any story.
pub const LEAST_QUARTERS: usize = 4;

/// Records that a quarter should have to count: below, its share or mean is far from normal.
pub const LEAST_IN_QUARTER: f64 = 5.0;

/// A level by quarter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QuarterLevel {
    /// Which.
    pub quarter: Quarter,
    /// Its level.
    pub value: f64,
    /// Variance by chance, from the level of all quarters.
    pub variance: f64,
    /// Records behind it.
    pub of: f64,
    /// Its share of the level's sample, up to a factor.
    pub weight: f64,
}

/// How quarters differ beyond chance.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// Variance from quarter to quarter.
    pub between_variance: f64,
    /// Share of one quarter's deviation that stays for the next.
    pub persistence: f64,
    /// Each quarter's share of the sample; empty where the spread is borrowed from other segments.
    pub shares: Vec<f64>,
}

/// What one segment says by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Own {
    /// History's average.
    pub estimate: f64,
    /// Its variance by chance alone.
    pub chance_variance: f64,
    /// How its quarters differ; `None` where too few can tell.
    pub spread: Option<Spread>,
}

impl Own {
    /// Variance of history's average about the long-run level: chance, and what its quarters happened to be.
    fn variance(&self) -> f64 {
        let of_quarters = |s: &Spread| between::weighted_variance(&s.shares, s.between_variance, s.persistence);
        self.chance_variance + self.spread.as_ref().map_or(0.0, of_quarters)
    }
}

/// How the quarters differ, where enough of them can tell.
pub fn spread(quarters: &[QuarterLevel]) -> Option<Spread> {
    if quarters.len() < LEAST_QUARTERS {
        return None;
    }
    let units: Vec<Unit> = quarters.iter().map(|q| Unit { value: q.value, variance: q.variance }).collect();
    let between_variance = between(&units).between_variance;
    let values: Vec<f64> = quarters.iter().map(|q| q.value).collect();
    let total: f64 = quarters.iter().map(|q| q.weight).sum();
    let persistence = between::persistence(&values, between_variance);
    Some(Spread { between_variance, persistence, shares: quarters.iter().map(|q| q.weight / total).collect() })
}

/// A segment's level after leaning on the others.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// History's average.
    pub estimate: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Standard deviation of next year's average about it.
    pub next_year_sd: f64,
    /// Standard deviation from quarter to quarter.
    pub quarter_sd: Option<f64>,
    /// Share that comes from all segments.
    pub pooled: Option<f64>,
}

/// Each segment's level; a segment that says nothing by itself gets what a new segment would get from the others. All `None`
/// where no segment says anything.
pub fn lean(own: &[Option<Own>]) -> Vec<Option<Level>> {
    let telling: Vec<&Own> = own.iter().flatten().collect();
    let units: Vec<Unit> = telling.iter().map(|o| Unit { value: o.estimate, variance: o.variance() }).collect();
    if units.is_empty() {
        return vec![None; own.len()];
    }
    let all = between(&units);
    let relative = relative_spread(&telling);
    let mut pooled = all.units.iter();
    let level = |own: &Option<Own>| match (own, own.as_ref().and_then(|_| pooled.next())) {
        (Some(own), Some(unit)) => {
            let share = (telling.len() > 1).then_some(unit.pooled);
            leaning(unit.value, unit.variance, share, own.spread.as_ref(), relative)
        }
        _ => {
            // How segments differ cannot be told from one: half the level is taken as the standard deviation.
            let differ = if units.len() > 1 { all.between_variance } else { (all.mean / 2.0).powi(2) };
            leaning(all.mean, all.mean_variance + differ, Some(1.0), None, relative)
        }
    };
    own.iter().map(level).map(Some).collect()
}

/// Variance from quarter to quarter over the squared level, and persistence: the mean over the segments that tell them.
fn relative_spread(telling: &[&Own]) -> Option<[f64; 2]> {
    let of = |o: &&Own| o.spread.as_ref().map(|s| [s.between_variance / o.estimate.powi(2), s.persistence]);
    let found: Vec<[f64; 2]> = telling.iter().filter_map(of).collect();
    let mean = |k: usize| found.iter().map(|f| f[k]).sum::<f64>() / found.len() as f64;
    (!found.is_empty()).then(|| [mean(0), mean(1)])
}

fn leaning(
    estimate: f64,
    variance: f64,
    pooled: Option<f64>,
    spread: Option<&Spread>,
    relative: Option<[f64; 2]>,
) -> Level {
    let borrowed = relative.map(|[r, persistence]| (r * estimate * estimate, persistence));
    let quarters = spread.map(|s| (s.between_variance, s.persistence)).or(borrowed);
    let ahead = quarters.map_or(0.0, |(tau, keeps)| between::mean_variance_ahead(4, tau, keeps));
    Level {
        estimate,
        standard_error: variance.sqrt(),
        next_year_sd: (variance + ahead).sqrt(),
        quarter_sd: quarters.map(|(tau, _)| tau.sqrt()),
        pooled,
    }
}
