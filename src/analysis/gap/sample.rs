//! Single trials of the run: exact columns, and estimates from them.

use crate::analysis::bands::reading;
use crate::analysis::{Estimate, interval};
use crate::outcome::{Cell, Joint};
use crate::plan::Metric;
use crate::simulate::{KeptColumn, Noted};

/// 97.5 % quantile of the normal law.
const Z: f64 = 1.959_963_984_540_054;
/// Parts that the error of a statistic without a formula is judged by.
const BATCHES: usize = 16;
/// Trials a part at least.
const LEAST_BATCH: usize = 50;

/// Columns of single trials, each found by what it holds.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    noted: Vec<Noted>,
    columns: Vec<Vec<f64>>,
}

impl Sample {
    /// The joint sample of a run of these columns.
    pub fn new(noted: Vec<Noted>, joint: Joint) -> Self {
        Self { noted, columns: joint.into_columns() }
    }

    /// The values of a column, trial after trial; empty where it was not asked for.
    pub fn of(&self, noted: Noted) -> &[f64] {
        let place = self.noted.iter().position(|n| *n == noted);
        place.and_then(|i| self.columns.get(i)).map_or(&[], Vec::as_slice)
    }

    /// Trials in it.
    pub fn trials(&self) -> usize {
        self.columns.first().map_or(0, Vec::len)
    }
}

/// A metric at the end of month `t`.
pub fn at(metric: Metric, segment: Option<usize>, t: usize) -> Noted {
    Noted::Metric(KeptColumn { metric, segment, t })
}

/// A metric summed over months.
pub fn sum(metric: Metric, segment: Option<usize>, (first, last): (usize, usize)) -> Noted {
    Noted::Sum(KeptColumn { metric, segment, t: last }, first)
}

/// The mean; 0 without values.
pub fn mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 }
}

/// The mean with its normal 95 % interval, mean ± 1.96 s / √n; one value has no interval, none no mean.
pub fn mean_estimate(values: &[f64]) -> Estimate {
    let n = values.len() as f64;
    if values.is_empty() {
        return Estimate::default();
    }
    let mean = mean(values);
    if values.len() < 2 {
        return Estimate { value: Some(mean), low: None, high: None };
    }
    let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
    around(mean, Z * (variance / n).sqrt())
}

fn around(value: f64, half: f64) -> Estimate {
    Estimate { value: Some(value), low: Some(value - half), high: Some(value + half) }
}

/// Values in rising order; what is undefined is left out.
pub fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|x| x.is_finite()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted
}

/// Percentile p (0..1) of sorted values, type 7; `None` without values.
pub fn percentile(sorted: &[f64], p: f64) -> Option<f64> {
    let position = sorted.len().checked_sub(1)? as f64 * p;
    let (below, part) = (position.floor(), position - position.floor());
    let (low, high) = (sorted[below as usize], sorted[(below as usize + 1).min(sorted.len() - 1)]);
    Some(low + part * (high - low))
}

/// Percentile p of sorted values with its order-statistic interval.
pub fn percentile_estimate(sorted: &[f64], p: f64) -> Estimate {
    let end = |rank: u64| sorted.get(rank as usize - 1).copied();
    let ranks = interval::percentile_ranks(p, sorted.len() as u64);
    Estimate { value: percentile(sorted, p), low: ranks.and_then(|r| end(r.0)), high: ranks.and_then(|r| end(r.1)) }
}

/// The same of a tallied metric.
pub fn cell_percentile(cell: &Cell, p: f64, metric: Metric) -> Estimate {
    let end = |rank| cell.order_statistic(rank, reading(metric));
    let ranks = interval::percentile_ranks(p, cell.trials());
    let value = cell.percentile(p, reading(metric));
    Estimate { value, low: ranks.and_then(|r| end(r.0)), high: ranks.and_then(|r| end(r.1)) }
}

/// The mean of a tallied metric with its normal interval.
pub fn cell_mean(cell: &Cell) -> Estimate {
    match (cell.mean(), cell.sd()) {
        (Some(mean), Some(sd)) => around(mean, Z * sd / (cell.trials() as f64).sqrt()),
        (value, _) => Estimate { value, low: None, high: None },
    }
}

/// The median; `None` without values.
pub fn median(values: &[f64]) -> Option<f64> {
    percentile(&sorted(values), 0.5)
}

/// A statistic of trials with the interval that it has over 16 parts of them: estimate ± t s / 4 (t with 15 degrees of
/// freedom); no interval where the parts would be too small.
pub fn by_batches(trials: usize, statistic: impl Fn(std::ops::Range<usize>) -> Option<f64>) -> Estimate {
    let value = statistic(0..trials);
    if trials < BATCHES * LEAST_BATCH {
        return Estimate { value, low: None, high: None };
    }
    let edge = |i: usize| i * trials / BATCHES;
    let parts: Vec<f64> = (0..BATCHES).filter_map(|i| statistic(edge(i)..edge(i + 1))).collect();
    match value {
        Some(x) if parts.len() == BATCHES => match interval::of_replicates(x, &parts) {
            Some((low, high)) => Estimate { value, low: Some(low), high: Some(high) },
            // all parts agree
            None => Estimate { value, low: Some(x), high: Some(x) },
        },
        _ => Estimate { value, low: None, high: None },
    }
}

/// Share of trials for which something holds, with its Wilson interval.
pub fn share(hits: usize, trials: usize) -> Estimate {
    interval::probability(hits as u64, trials as u64, &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_and_percentiles_are_the_textbooks() {
        let values: Vec<f64> = (1..=5).map(f64::from).collect();
        let estimate = mean_estimate(&values);
        // s = sqrt(2.5), s / sqrt(5) = sqrt(0.5)
        assert_eq!(estimate.value, Some(3.0));
        assert!((estimate.high.unwrap() - 3.0 - Z * 0.5_f64.sqrt()).abs() < 1e-12);
        assert_eq!((percentile(&values, 0.1), percentile(&values, 1.0)), (Some(1.4), Some(5.0)));
        assert_eq!((percentile(&[], 0.5), median(&[f64::NAN, 2.0])), (None, Some(2.0)));
        assert_eq!(mean_estimate(&[]), Estimate::default());
        assert_eq!(mean_estimate(&[7.0]).low, None);
    }

    #[test]
    fn batches_give_the_error_of_the_mean() {
        let values: Vec<f64> = (0..1600).map(|i| ((i * 7919) % 1600) as f64).collect();
        let of_batches = by_batches(1600, |range| Some(mean(&values[range])));
        assert_eq!(of_batches.value, Some(799.5));
        assert!(of_batches.low.unwrap() < 799.5 && of_batches.high.unwrap() > 799.5);
        assert_eq!(by_batches(100, |_| Some(1.0)).low, None);
        assert_eq!(by_batches(1600, |_| Some(1.0)).low, Some(1.0));
    }
}
