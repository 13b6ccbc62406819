//! A level of one segment, what quarters add to its uncertainty, and how segments lean on the whole.

use super::driver::Domain;
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
    /// Variance from quarter to quarter, as the plan should fear it: averaged over all that the quarters leave open, so above
    /// 0 also where they look alike.
    pub between_variance: f64,
    /// The same as the quarters show it (DerSimonian and Laird 1986): 0 where they differ by no more than chance.
    pub shown_variance: f64,
    /// Share of one quarter's deviation that stays for the next.
    pub persistence: f64,
    /// Each quarter's share of the sample.
    pub shares: Vec<f64>,
}

impl Spread {
    /// What it adds to the variance of history's average, of a variance from quarter to quarter.
    fn of_history(&self, between_variance: f64) -> f64 {
        between::weighted_variance(&self.shares, between_variance, self.persistence)
    }
}

/// What one segment says by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Own {
    /// History's average.
    pub estimate: f64,
    /// Its variance by chance alone.
    pub chance_variance: f64,
    /// How many events it was counted from, by effective number.
    pub events: f64,
    /// How its quarters differ; `None` where too few can tell.
    pub spread: Option<Spread>,
}

impl Own {
    /// What its quarters happened to be, where they differ.
    fn of_quarters(&self) -> f64 {
        self.spread.as_ref().map_or(0.0, |s| s.of_history(s.shown_variance))
    }
}

/// A segment's own spread of single records is told by its own events, and by as many of all segments' as this: a standard
/// deviation from 20 has a standard error of a sixth to a half of it, and it is low where the mean happens to be.
const EVENTS_OF_ALL: f64 = 20.0;

/// Variances of the segments' estimates at the level of all, by chance and by quarters.
fn variances_at(common: f64, telling: &[&Own], domain: Domain) -> Vec<f64> {
    let single = |o: &&Own| o.events * o.chance_variance / scale(domain, o.estimate);
    let events: f64 = telling.iter().map(|o| o.events).sum();
    let of_all = telling.iter().map(|o| o.events * single(o)).sum::<f64>() / events;
    let variance = |o: &&Own| {
        let blended = (o.events * single(o) + EVENTS_OF_ALL * of_all) / (o.events + EVENTS_OF_ALL);
        (blended / o.events + o.of_quarters() / scale(domain, o.estimate)) * scale(domain, common)
    };
    telling.iter().map(variance).collect()
}

/// How the quarters differ, where enough of them can tell.
pub fn spread(quarters: &[QuarterLevel]) -> Option<Spread> {
    if quarters.len() < LEAST_QUARTERS {
        return None;
    }
    let units: Vec<Unit> = quarters.iter().map(|q| Unit { value: q.value, variance: q.variance }).collect();
    let between_variance = between(&units).between_variance;
    let values: Vec<f64> = quarters.iter().map(|q| q.value).collect();
    let chance = units.iter().map(|u| u.variance).sum::<f64>() / units.len() as f64;
    // Where chance makes most of what is seen, a correlation of what is beyond it is noise over next to nothing: it counts as
    // far as the quarters' own values are reliable.
    let reliable = between_variance / (between_variance + chance);
    let persistence = reliable * between::persistence(&values, between_variance);
    let total: f64 = quarters.iter().map(|q| q.weight).sum();
    let shares = quarters.iter().map(|q| q.weight / total).collect();
    Some(Spread { between_variance, shown_variance: shown_variance(&units), persistence, shares })
}

/// max(0, (Q - (k - 1)) / (Σ w - Σ w² / Σ w)), w = 1 / v, Q = Σ w (y - ȳ)² (DerSimonian and Laird 1986).
fn shown_variance(units: &[Unit]) -> f64 {
    let sum: f64 = units.iter().map(|u| 1.0 / u.variance).sum();
    let squares: f64 = units.iter().map(|u| u.variance.powi(-2)).sum();
    let mean = units.iter().map(|u| u.value / u.variance).sum::<f64>() / sum;
    let q: f64 = units.iter().map(|u| (u.value - mean).powi(2) / u.variance).sum();
    ((q - (units.len() as f64 - 1.0)) / (sum - squares / sum)).max(0.0)
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

/// How a variance by chance goes with the level.
fn scale(domain: Domain, level: f64) -> f64 {
    match domain {
        Domain::Share => level * (1.0 - level),
        Domain::Positive => level * level,
    }
}

/// Each segment's level; a segment that says nothing by itself gets what a new segment would get from the others. All `None`
/// where no segment says anything.
///
/// How far a segment leans is judged by the variance that it would have at the level of all: its own goes with its own level,
/// and then low ones by chance would seem the surer ones and pull the others down.
pub fn lean(own: &[Option<Own>], domain: Domain) -> Vec<Option<Level>> {
    let telling: Vec<&Own> = own.iter().flatten().collect();
    if telling.is_empty() {
        return vec![None; own.len()];
    }
    let common = common_level(&telling, domain);
    let variances = match telling[..] {
        [alone] => vec![alone.chance_variance + alone.of_quarters()],
        _ => variances_at(common, &telling, domain),
    };
    let unit = |(o, variance): (&&Own, f64)| Unit { value: o.estimate, variance };
    let units: Vec<Unit> = telling.iter().zip(variances).map(unit).collect();
    let all = between(&units);
    let relative = relative_spread(&telling);
    let mut pooled = all.units.iter();
    let level = |own: &Option<Own>| match (own, own.as_ref().and_then(|_| pooled.next())) {
        (Some(own), Some(unit)) if telling.len() > 1 => {
            // What it keeps of its own has the variance of its own level.
            let back = scale(domain, unit.value) / scale(domain, common);
            let variance = unit.variance * (unit.pooled + (1.0 - unit.pooled) * back);
            leaning([unit.value, variance], Some(unit.pooled), own.spread.as_ref(), relative)
        }
        (Some(own), Some(unit)) => leaning([unit.value, unit.variance], None, own.spread.as_ref(), relative),
        _ => {
            // How segments differ cannot be told from one: half the level is taken as the standard deviation.
            let differ = if units.len() > 1 { all.between_variance } else { (all.mean / 2.0).powi(2) };
            leaning([all.mean, all.mean_variance + differ], Some(1.0), None, relative)
        }
    };
    own.iter().map(level).map(Some).collect()
}

/// The level of all, each segment counting by its events.
fn common_level(telling: &[&Own], domain: Domain) -> f64 {
    let sum: f64 = telling.iter().map(|o| o.events).sum();
    let level = telling.iter().map(|o| o.events * o.estimate).sum::<f64>() / sum;
    if domain == Domain::Share { level.clamp(0.001, 0.999) } else { level }
}

/// Variance from quarter to quarter over the squared level, and persistence: the mean over the segments that tell them.
fn relative_spread(telling: &[&Own]) -> Option<[f64; 2]> {
    let of = |o: &&Own| o.spread.as_ref().map(|s| [s.between_variance / o.estimate.powi(2), s.persistence]);
    let found: Vec<[f64; 2]> = telling.iter().filter_map(of).collect();
    let mean = |k: usize| found.iter().map(|f| f[k]).sum::<f64>() / found.len() as f64;
    (!found.is_empty()).then(|| [mean(0), mean(1)])
}

/// The level of an estimate and its variance, with next year's quarters; those are borrowed where the segment tells none.
fn leaning(
    [estimate, variance]: [f64; 2],
    pooled: Option<f64>,
    spread: Option<&Spread>,
    relative: Option<[f64; 2]>,
) -> Level {
    let borrowed = relative.map(|[r, persistence]| (r * estimate * estimate, persistence));
    let quarters = spread.map(|s| (s.between_variance, s.persistence)).or(borrowed);
    let ahead = quarters.map_or(0.0, |(tau, keeps)| between::mean_variance_ahead(4, tau, keeps));
    let own_share = 1.0 - pooled.unwrap_or(0.0);
    let feared = |s: &Spread| (s.of_history(s.between_variance) - s.of_history(s.shown_variance)).max(0.0);
    let unseen = spread.map_or(0.0, feared) * own_share * own_share;
    Level {
        estimate,
        standard_error: variance.sqrt(),
        next_year_sd: (variance + unseen + ahead).sqrt(),
        quarter_sd: quarters.map(|(tau, _)| tau.sqrt()),
        pooled,
    }
}
