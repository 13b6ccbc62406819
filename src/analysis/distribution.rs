//! The distribution of one metric at one month: bins and exceedance curve, for charts.

use super::bands::reading;
use crate::outcome::Outcome;
use crate::plan::Metric;

/// Shares of trials by value.
#[derive(Clone, Debug)]
pub struct Distribution {
    /// Bins of equal width covering percentiles 0.1 to 99.9: lower end, upper end, share of trials. A constant has
    /// one bin of width 0 (low = high).
    pub bins: Vec<(f64, f64, f64)>,
    /// (x, share of trials at or above x), falling over the bins' range.
    pub exceedance: Vec<(f64, f64)>,
    /// Round values inside the bins' range and the share of trials at or above each: at least 8, hardly more than 16. A
    /// constant has none.
    pub levels: Vec<(f64, f64)>,
}

/// Round values that there are at least.
const LEVELS: f64 = 8.0;

impl Distribution {
    /// Whether all trials (but for one in a thousand at either end) have the same value.
    pub fn is_constant(&self) -> bool {
        matches!(self.bins[..], [(low, high, _)] if low == high)
    }
}

/// Points of the exceedance curve in a bin: deals of one size make steps that wide bins would smooth away.
const POINTS_A_BIN: usize = 8;

/// The distribution of a metric at the end of month `t` in about `bins` bins; `None` where it was not tallied or has no
/// defined value.
pub fn distribution(
    outcome: &Outcome,
    metric: Metric,
    segment: Option<usize>,
    t: usize,
    bins: usize,
) -> Option<Distribution> {
    let cell = outcome.tally.column(metric, segment)?.months.get(t.checked_sub(1)?)?;
    let (low, high) = (cell.percentile(0.001, reading(metric))?, cell.percentile(0.999, reading(metric))?);
    let at_or_above = |x: f64| cell.share_at_or_above(x);
    if low == high {
        return Some(Distribution {
            bins: vec![(low, high, 1.0)],
            exceedance: vec![(low, 1.0), (low, 0.0)],
            levels: Vec::new(),
        });
    }
    let point = |i: usize, of: usize| low + (high - low) * i as f64 / of as f64;
    let edge = |i: usize| point(i, bins);
    let points = POINTS_A_BIN * bins;
    let bin = |i: usize| (edge(i), edge(i + 1), at_or_above(edge(i)) - at_or_above(edge(i + 1)));
    Some(Distribution {
        bins: (0..bins).map(bin).collect(),
        exceedance: (0..=points).map(|i| (point(i, points), at_or_above(point(i, points)))).collect(),
        levels: round_values(low, high).into_iter().map(|x| (x, at_or_above(x))).collect(),
    })
}

/// Multiples of 1, 2, 2.5 or 5 times a power of ten between two values.
pub(crate) fn round_values(low: f64, high: f64) -> Vec<f64> {
    let widest = (high - low) / LEVELS;
    let power = 10f64.powf(widest.log10().floor());
    let step = [10.0, 5.0, 2.5, 2.0].into_iter().map(|m| m * power).find(|s| *s <= 1.001 * widest).unwrap_or(power);
    let (from, to) = ((low / step).ceil() as i64, (high / step).floor() as i64);
    (from..=to).map(|i| i as f64 * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn levels_are_round_at_every_size() {
        for size in [1e4, 2e7, 1e10] {
            let levels = round_values(0.7 * size, 1.3 * size);
            assert!((8..=17).contains(&levels.len()), "{levels:?}");
            let step = levels[1] - levels[0];
            assert!(levels.iter().all(|x| ((x / step).round() - x / step).abs() < 1e-9), "{levels:?}");
        }
    }
}
