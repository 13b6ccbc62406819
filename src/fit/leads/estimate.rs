//! From what stages show to estimates: chance, quarters, and leaning on other sources and segments.

use super::lag::Lag;
use super::rate::Shown;
use crate::fit::assumed;
use crate::fit::between::{
    Between, Pooled, Unit, between, between_segments, mean_variance_ahead, persistence, seen_variance,
    weighted_variance,
};

/// With fewer leads (or, for a lag, arrivals) a source says next to nothing alone: it leans on the others as a thin one
/// does.
pub const FEWEST: f64 = 10.0;

/// Expected leads of both outcomes that a quarter needs to be compared with others.
const FEWEST_IN_QUARTER: f64 = 5.0;

/// Quarters needed to say how much they differ.
const FEWEST_QUARTERS: usize = 4;

/// A source from which nobody came this far yet counts as this part of a lead.
const NEXT_TO_NOTHING: f64 = 0.1;

/// An estimate of one source.
///
/// Two variances: how far it leans on others goes by the one at the level of all, for a source that chance has put low
/// would else seem surer than one it has put high, and pull the mean down with it; its interval goes by its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Its value, and the variance that it would have as history's average at the level of all sources.
    pub unit: Unit,
    /// The variance at its own level.
    pub variance: f64,
    /// Variance that a single record has at the level of all sources.
    pub single: f64,
    /// Variance from quarter to quarter beyond chance and its persistence, where it was looked for.
    pub quarters: Option<[f64; 2]>,
    /// What history's quarters may add to its variance beyond what they show; where they were not looked for, over the
    /// variance from quarter to quarter.
    pub unseen: f64,
    /// Whether it is a share that shows 0 or 1.
    pub edge: bool,
    /// What it stands on.
    pub ground: Ground,
}

/// What an estimate stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Enough records.
    Firm,
    /// Nobody or everybody moved on.
    Edge,
    /// Too few records of its own.
    Thin,
}

impl Estimate {
    /// What quarters add to the variance of next year's average at this level, from 0 to `most`: those of history, as
    /// far as the level is the source's own, and next year's four. Assumed where they were not looked for.
    pub fn year_ahead(&self, leaning: &Leaning, most: f64) -> f64 {
        let own = (1.0 - leaning.pooled.unwrap_or(0.0)).powi(2);
        let assumed = assumed::quarter_variance(leaning.value, most);
        match self.quarters {
            Some([variance, rho]) => own * self.unseen + mean_variance_ahead(4, variance, rho),
            None => own * self.unseen * assumed + mean_variance_ahead(4, assumed, 0.0),
        }
    }
}

/// The rate over all sources and segments, Jeffreys' where nobody or everybody moved on; `None` where all of them
/// together are too few.
pub fn overall(all: &[&Shown]) -> Option<f64> {
    let of: f64 = all.iter().map(|s| s.of).sum();
    let reached: f64 = all.iter().filter(|s| s.of > 0.0).map(|s| s.rate * s.of).sum();
    (of >= FEWEST).then(|| off_the_edge(reached / of, of))
}

/// A share of `of` records, (k + 1/2) / (n + 1) where it is 0 or 1 but for less than half a record (Jeffreys 1946).
fn off_the_edge(share: f64, of: f64) -> f64 {
    if share.min(1.0 - share) * of < 0.5 { (share.clamp(0.0, 1.0) * of + 0.5) / (of + 1.0) } else { share }
}

/// The rate of one source, `overall` being that of all. Where chance has shown one outcome only it is 0 or 1 here: half
/// an event put into each thin source would lift the level of all; see [`pool`].
pub fn rate(shown: &Shown, overall: f64) -> Estimate {
    let n = shown.of;
    let shares = shown.shares();
    if n < FEWEST {
        let value = if n > 0.0 { shown.rate } else { overall };
        let single = overall * (1.0 - overall);
        let variance = single / n.max(NEXT_TO_NOTHING);
        let (unit, unseen) = (Unit { value, variance }, squares(&shares));
        let edge = value.min(1.0 - value) * n < 0.5;
        return Estimate { unit, variance, single, quarters: None, unseen, edge, ground: Ground::Thin };
    }
    let edge = shown.rate.min(1.0 - shown.rate) * n < 0.5;
    let own = off_the_edge(shown.rate, n);
    let variance = own * (1.0 - own) / if edge { n + 2.0 } else { n };
    let quarters = quarters(shown, shown.rate);
    let history = quarters.map_or(0.0, |(_, seen)| seen * squares(&shares));
    let unseen = match quarters {
        Some(([variance, rho], _)) => (weighted_variance(&shares, variance, rho) - history).max(0.0),
        None => squares(&shares),
    };
    let ground = if edge { Ground::Edge } else { Ground::Firm };
    let single = overall * (1.0 - overall);
    let unit = Unit { value: shown.rate.clamp(0.0, 1.0), variance: single / n };
    let quarters = quarters.map(|(ahead, _)| ahead);
    Estimate { unit, variance: variance + history, single, quarters, unseen, edge, ground }
}

/// What independent quarters with these shares of a sample add to its variance, over their own.
fn squares(shares: &[f64]) -> f64 {
    weighted_variance(shares, 1.0, 0.0)
}

/// Gives each source's variance at the level of all the part that quarters add on average: its own would again make
/// sources seem surer that chance has put low.
pub fn add_quarters(estimates: &mut [Vec<Option<Estimate>>], overall: f64) {
    let firm = || estimates.iter().flatten().flatten().filter(|e| e.ground == Ground::Firm);
    let own = |e: &Estimate| e.unit.variance * e.unit.value * (1.0 - e.unit.value) / (overall * (1.0 - overall));
    let chance: f64 = firm().map(own).sum();
    if chance > 0.0 {
        let factor = firm().map(|e| e.variance).sum::<f64>() / chance;
        let firm = estimates.iter_mut().flatten().flatten().filter(|e| e.ground != Ground::Thin);
        firm.for_each(|e| e.unit.variance *= factor);
    }
}

/// What quarters differ by beyond chance, and how long it lasts; and that difference as history happens to show it.
fn quarters(shown: &Shown, rate: f64) -> Option<([f64; 2], f64)> {
    let enough = |n: f64| n * rate.min(1.0 - rate) >= FEWEST_IN_QUARTER;
    let units: Vec<Unit> = shown
        .quarters
        .values()
        .filter(|q| enough(q[1]))
        .map(|q| Unit { value: q[0] / q[1], variance: rate * (1.0 - rate) / q[1] })
        .collect();
    if units.len() < FEWEST_QUARTERS {
        return None;
    }
    let variance = between(&units).between_variance;
    let values: Vec<f64> = units.iter().map(|u| u.value).collect();
    // Where chance makes most of what is seen, what lasts beyond it is noise: it counts as far as quarters are
    // reliable.
    let chance = units.iter().map(|u| u.variance).sum::<f64>() / units.len() as f64;
    let lasts = persistence(&values, variance) * variance / (variance + chance);
    Some(([variance, lasts], seen_variance(&units)))
}

/// Lags of sources; a thin one has the variance that an arrival has elsewhere. All `None` where none is firm.
pub fn lags(lags: &[Option<Lag>]) -> Vec<Option<Estimate>> {
    let firm: Vec<&Lag> = lags.iter().flatten().filter(|l| l.effective >= FEWEST).collect();
    if firm.is_empty() {
        return vec![None; lags.len()];
    }
    let count = firm.len() as f64;
    let single = firm.iter().map(|l| l.variance * l.effective).sum::<f64>() / count;
    let mean = firm.iter().map(|l| l.mean).sum::<f64>() / count;
    let estimate = |l: &Option<Lag>| {
        let (value, n) = l.map_or((mean, NEXT_TO_NOTHING), |l| (l.mean, l.effective));
        let unit = Unit { value, variance: single / n };
        let own = l.filter(|_| n >= FEWEST).map(|l| l.variance);
        let ground = if own.is_some() { Ground::Firm } else { Ground::Thin };
        let unseen = l.as_ref().map_or(1.0, |l| l.squares);
        Estimate { unit, variance: own.unwrap_or(unit.variance), single, quarters: None, unseen, edge: false, ground }
    };
    lags.iter().map(|l| Some(estimate(l))).collect()
}

/// Sources that lean on their segment, and segments on all: `estimates` by segment and source. A source's degree is the
/// share that comes from others; `None` where there are no others.
pub fn pool(estimates: &[Vec<Option<Estimate>>]) -> Vec<Vec<Option<Leaning>>> {
    let sources: Vec<Option<Between>> = estimates.iter().map(|row| together(row)).collect();
    let means: Vec<Unit> =
        sources.iter().flatten().map(|b| Unit { value: b.mean, variance: b.mean_variance }).collect();
    let mut segments = between_segments(&means).units.into_iter();
    let alone = means.len() < 2;
    let mut out = Vec::new();
    for (row, together) in estimates.iter().zip(&sources) {
        let Some(together) = together else {
            out.push(vec![None; row.len()]);
            continue;
        };
        let Some(segment) = segments.next() else { break };
        let mut pooled = together.units.iter();
        let mut lean = |estimate: &Option<Estimate>| {
            let estimate = estimate.as_ref()?;
            pooled.next().map(|own| {
                let found = leaning(own, together, &segment, alone);
                if estimate.edge { half_an_event(found, estimate.single) } else { at_own_level(found, estimate) }
            })
        };
        out.push(row.iter().map(&mut lean).collect());
    }
    out
}

/// An estimate after leaning on the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Leaning {
    /// Value.
    pub value: f64,
    /// Variance of it as history's average.
    pub variance: f64,
    /// Share that comes from others.
    pub pooled: Option<f64>,
}

/// After leaning on the others, a source that shows 0 or 1 alone comes no nearer to it than half an event among the
/// records that stand behind it then, n = variance of one over its variance: never 0 or 1 (Jeffreys 1946).
fn half_an_event(leaning: Leaning, single: f64) -> Leaning {
    let of = single / leaning.variance;
    let least = 0.5 / (of + 1.0);
    let value = leaning.value.clamp(least, 1.0 - least);
    let of = if value == leaning.value { of } else { of + 2.0 };
    Leaning { value, variance: value * (1.0 - value) / of, ..leaning }
}

/// With the variance at the source's own level for the share that is its own.
fn at_own_level(leaning: Leaning, estimate: &Estimate) -> Leaning {
    let own = 1.0 - leaning.pooled.unwrap_or(0.0);
    let change = own * (estimate.variance - estimate.unit.variance);
    Leaning { variance: (leaning.variance + change).max(0.1 * leaning.variance), ..leaning }
}

fn together(row: &[Option<Estimate>]) -> Option<Between> {
    let units: Vec<Unit> = row.iter().flatten().map(|e| e.unit).collect();
    (!units.is_empty()).then(|| between_segments(&units))
}

/// A source's own lean on its segment, with the segment's mean replaced by what it is after leaning on all segments.
fn leaning(own: &Pooled, sources: &Between, segment: &Pooled, one_segment: bool) -> Leaning {
    if sources.units.len() == 1 {
        return Leaning {
            value: segment.value,
            variance: segment.variance,
            pooled: (!one_segment).then_some(segment.pooled),
        };
    }
    let value = own.value + own.pooled * (segment.value - sources.mean);
    let change = own.pooled * own.pooled * (segment.variance - sources.mean_variance);
    Leaning { value, variance: (own.variance + change).max(0.5 * own.variance), pooled: Some(own.pooled) }
}
