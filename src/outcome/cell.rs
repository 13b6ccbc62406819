//! All that is kept of one metric in one period: a histogram, the exact extremes, moments, undefined trials.

use super::histogram::{self, Histogram, Resolution};
use super::moments::Moments;
use crate::math::lanes::{LANES, Lanes};
use crate::plan::metric::Better;
use serde::{Deserialize, Serialize};

/// The distribution of one value over trials.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    histogram: Histogram,
    moments: Option<Moments>,
    range: Option<(f64, f64)>,
    undefined_worst: u64,
    undefined_best: u64,
}

/// What reading a percentile needs to know of the metric.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// Values are whole numbers.
    pub whole: bool,
    /// At which end undefined trials rank.
    pub better: Better,
}

impl Cell {
    /// Nothing yet; `moments` as made by [`Moments::new`], or `None` for ratios.
    pub fn new(moments: Option<Moments>, resolution: Resolution) -> Self {
        Self { histogram: Histogram::new(resolution), moments, range: None, undefined_worst: 0, undefined_best: 0 }
    }

    /// Adds one value `count` times: not-a-number is undefined at the worst end, infinity at the best.
    pub fn add(&mut self, value: f64, count: u64) {
        if count == 0 {
        } else if value.is_nan() {
            self.undefined_worst += count;
        } else if value.is_infinite() {
            self.undefined_best += count;
        } else {
            self.histogram.add(value, count);
            self.widen(value, value);
            if let Some(moments) = &mut self.moments {
                moments.add(value, count);
            }
        }
    }

    /// Adds all values of a block, each once.
    pub fn add_block(&mut self, values: &Lanes) {
        let Some(range) = histogram::range(values) else {
            values.iter().for_each(|&v| self.add(v, 1));
            return;
        };
        self.histogram.add_block(values, &range);
        self.widen(range.least, range.greatest);
        if let Some(moments) = &mut self.moments {
            moments.add_block(values);
        }
    }

    /// Adds a block's values as often as their weights say.
    pub fn add_weighted(&mut self, values: &Lanes, weights: &[u32; LANES]) {
        for (value, weight) in values.iter().zip(weights) {
            self.add(*value, *weight as u64);
        }
    }

    fn widen(&mut self, min: f64, max: f64) {
        // adding 0 makes -0 a 0
        let (low, high) = self.range.unwrap_or((min, max));
        self.range = Some((low.min(min) + 0.0, high.max(max) + 0.0));
    }

    /// Adds another cell of the same metric and period.
    pub fn merge(&mut self, other: &Self) {
        self.histogram.merge(&other.histogram);
        self.undefined_worst += other.undefined_worst;
        self.undefined_best += other.undefined_best;
        if let (Some(moments), Some(others)) = (&mut self.moments, &other.moments) {
            moments.merge(others);
        }
        if let Some((min, max)) = other.range {
            self.widen(min, max);
        }
    }

    /// Trials, defined or not.
    pub fn trials(&self) -> u64 {
        self.defined() + self.undefined_worst + self.undefined_best
    }

    fn defined(&self) -> u64 {
        self.histogram.buckets().map(|b| b.count).sum()
    }

    /// Share of trials in which the metric is undefined; 0 without trials.
    pub fn undefined(&self) -> f64 {
        let undefined = self.undefined_worst + self.undefined_best;
        if undefined == 0 { 0.0 } else { undefined as f64 / self.trials() as f64 }
    }

    /// Least and greatest value; `None` where none is defined.
    pub fn range(&self) -> Option<(f64, f64)> {
        self.range
    }

    /// The mean; ratios have none. A constant comes out as itself.
    pub fn mean(&self) -> Option<f64> {
        let mean = self.moments.as_ref()?.mean()?;
        self.range.map(|(min, max)| mean.clamp(min, max))
    }

    /// The standard deviation (n - 1); ratios and single trials have none.
    pub fn sd(&self) -> Option<f64> {
        let sd = self.moments.as_ref()?.sd()?;
        self.range.map(|(min, max)| if min == max { 0.0 } else { sd })
    }

    /// The percentile p (0..1), type 7: between the order statistics around (n - 1) p. `None` where one of them is
    /// undefined, or without trials.
    pub fn percentile(&self, p: f64, reading: Reading) -> Option<f64> {
        let n = self.trials();
        if n == 0 {
            return None;
        }
        let position = (n - 1) as f64 * p;
        let (below, part) = (position.floor(), position - position.floor());
        let low = self.order_statistic(below as u64 + 1, reading)?;
        let value =
            if part > 0.0 { low + part * (self.order_statistic(below as u64 + 2, reading)? - low) } else { low };
        Some(if reading.whole { (value + 0.5).floor() + 0.0 } else { value })
    }

    /// The value of this rank (1 is the least), as near as its bucket tells. `None` where that trial is undefined.
    pub fn order_statistic(&self, rank: u64, reading: Reading) -> Option<f64> {
        let low_end = match reading.better {
            Better::Higher => self.undefined_worst,
            Better::Lower => self.undefined_best,
        };
        let mut left = rank.checked_sub(low_end + 1)?;
        let (min, max) = self.range?;
        for bucket in self.histogram.buckets() {
            if left < bucket.count {
                return Some(inside(bucket, left, reading.whole).clamp(min, max));
            }
            left -= bucket.count;
        }
        None
    }

    /// Share of all trials that have a defined value at or above x, as near as the buckets tell.
    pub fn share_at_or_above(&self, x: f64) -> f64 {
        let Some((min, max)) = self.range else { return 0.0 };
        let mut above = 0.0;
        for bucket in self.histogram.buckets() {
            let (low, high) = (bucket.low.max(min), bucket.high.min(max));
            let part = if x <= low {
                1.0
            } else if x >= high {
                0.0
            } else {
                (high - x) / (high - low)
            };
            above += part * bucket.count as f64;
        }
        above / self.trials() as f64
    }
}

/// The j-th (from 0) of a bucket's values, taken as evenly spread over it; whole numbers over its whole numbers.
fn inside(bucket: histogram::Bucket, j: u64, whole: bool) -> f64 {
    let part = (j as f64 + 0.5) / bucket.count as f64;
    if !whole || bucket.low == bucket.high {
        return bucket.low + part * (bucket.high - bucket.low);
    }
    // a positive bucket holds its lower end, a negative one its upper
    let (first, last) = if bucket.low >= 0.0 {
        (bucket.low.ceil(), (bucket.high - 1.0).ceil())
    } else {
        ((bucket.low + 1.0).floor(), bucket.high.floor())
    };
    if first > last { bucket.low.round() } else { first + (part * (last - first + 1.0)).floor() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Reading = Reading { whole: false, better: Better::Higher };
    const WHOLE: Reading = Reading { whole: true, better: Better::Higher };

    #[test]
    fn a_constant_comes_out_as_itself() {
        let mut cell = Cell::new(Some(Moments::new(0.3, 1.0)), Resolution::Usual);
        (0..10).for_each(|_| cell.add(0.1, 1));
        assert_eq!((cell.mean(), cell.sd(), cell.percentile(0.9, PLAIN)), (Some(0.1), Some(0.0), Some(0.1)));
    }

    #[test]
    fn percentiles_are_type_7_within_a_bucket() {
        let mut cell = Cell::new(None, Resolution::Usual);
        let values: Vec<f64> = (0..1001).map(|i| -500.0 + i as f64 * 1.7).collect();
        values.iter().for_each(|&v| cell.add(v, 1));
        for p in [0.0, 0.01, 0.25, 0.295, 0.5, 0.99, 1.0] {
            let position: f64 = 1000.0 * p;
            let exact = values[position as usize] + position.fract() * 1.7;
            let got = cell.percentile(p, PLAIN).unwrap();
            assert!((got - exact).abs() <= 0.004 * exact.abs() + 1e-9, "{p}: {got} for {exact}");
        }
    }

    #[test]
    fn whole_numbers_stay_exact_below_512() {
        let mut cell = Cell::new(None, Resolution::Usual);
        (0..500).for_each(|v| cell.add(v as f64, 2));
        for rank in 1..=1000 {
            assert_eq!(cell.order_statistic(rank, WHOLE), Some(((rank - 1) / 2) as f64));
        }
    }

    #[test]
    fn undefined_trials_rank_at_their_end() {
        let mut cell = Cell::new(None, Resolution::Usual);
        (1..=6).for_each(|v| cell.add(v as f64, 1));
        cell.add(f64::NAN, 3);
        cell.add(f64::INFINITY, 1);
        assert_eq!(cell.undefined(), 0.4);
        assert_eq!(cell.order_statistic(3, PLAIN), None);
        assert!((cell.order_statistic(4, PLAIN).unwrap() - 1.0).abs() < 0.005);
        assert_eq!(cell.order_statistic(10, PLAIN), None);
        let lower = Reading { whole: false, better: Better::Lower };
        assert_eq!(cell.order_statistic(1, lower), None);
        assert!(cell.order_statistic(2, lower).is_some() && cell.order_statistic(8, lower).is_none());
    }

    #[test]
    fn empty_cells_know_nothing() {
        let cell = Cell::new(None, Resolution::Usual);
        assert_eq!((cell.percentile(0.5, PLAIN), cell.mean(), cell.undefined()), (None, None, 0.0));
    }
}
