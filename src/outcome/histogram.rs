//! Log-linear histograms that merge exactly.
//!
//! A bucket is 1/256 of an octave: its width is at most 1/256 = 0.39 % of the values in it; a fine one is 1/4096 of an
//! octave, 0.025 %. Values below 1e-9 in size count as 0. Octaves are allocated when a value falls into them.

use crate::math::isa::kernel;
use crate::math::lanes::Lanes;
use serde::{Deserialize, Serialize};

/// How narrow buckets are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Resolution {
    /// 256 buckets an octave.
    Usual,
    /// 4096 buckets an octave: for what is held against a target.
    Fine,
}

impl Resolution {
    /// Mantissa bits that a bucket leaves open.
    const fn open_bits(self) -> u32 {
        match self {
            Resolution::Usual => 52 - 8,
            Resolution::Fine => 52 - 12,
        }
    }

    fn index(self, size: f64) -> usize {
        (size.to_bits() >> self.open_bits()) as usize
    }

    fn lower_end(self, index: usize) -> f64 {
        f64::from_bits((index as u64) << self.open_bits())
    }

    /// The first bucket of the octave that a bucket is in.
    fn octave(self, index: usize) -> usize {
        let buckets = self.buckets_an_octave();
        index / buckets * buckets
    }

    const fn buckets_an_octave(self) -> usize {
        1 << (52 - self.open_bits())
    }
}

/// Sizes below this count as 0.
const SMALLEST: f64 = 1e-9;

/// Counts of values by size.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    resolution: Resolution,
    zero: u64,
    positive: Buckets,
    negative: Buckets,
}

/// Counts of sizes, from the first bucket of an octave on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Buckets {
    first: usize,
    counts: Vec<u64>,
}

/// A bucket: the values from `low` up to `high`, and how many they are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bucket {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Values in it.
    pub count: u64,
}

/// What is known of a block's values beforehand.
#[derive(Clone, Copy, Debug)]
pub struct BlockRange {
    /// The least value.
    pub least: f64,
    /// The least value that does not count as 0; infinite where there is none.
    pub least_positive: f64,
    /// The greatest value.
    pub greatest: f64,
}

/// The least and greatest of a block's values; `None` where one is not finite.
pub fn range(values: &Lanes) -> Option<BlockRange> {
    let mut range = BlockRange { least: 0.0, least_positive: 0.0, greatest: 0.0 };
    all_finite(values, &mut range).then_some(range)
}

kernel! {
    fn all_finite(values: &Lanes, range: &mut BlockRange) -> bool {
        const INFINITE: u64 = 0x7FF0_0000_0000_0000;
        let (mut least, mut positive, mut greatest) = ([f64::INFINITY; 16], [f64::INFINITY; 16], [f64::NEG_INFINITY; 16]);
        let mut odd = [0u64; 16];
        for part in values.as_chunks::<16>().0 {
            for i in 0..16 {
                let v = part[i];
                let size = if v >= SMALLEST { v } else { f64::INFINITY };
                least[i] = if v < least[i] { v } else { least[i] };
                positive[i] = if size < positive[i] { size } else { positive[i] };
                greatest[i] = if v > greatest[i] { v } else { greatest[i] };
                odd[i] |= u64::from(v.to_bits() & INFINITE == INFINITE);
            }
        }
        range.least = least.into_iter().fold(f64::INFINITY, f64::min);
        range.least_positive = positive.into_iter().fold(f64::INFINITY, f64::min);
        range.greatest = greatest.into_iter().fold(f64::NEG_INFINITY, f64::max);
        odd.iter().all(|&o| o == 0)
    }
}

impl Buckets {
    /// Makes room for the buckets `low..=high`, by whole octaves.
    fn reserve(&mut self, resolution: Resolution, low: usize, high: usize) {
        let first = resolution.octave(low);
        if self.counts.is_empty() {
            self.first = first;
        }
        if first < self.first {
            self.counts.splice(0..0, std::iter::repeat_n(0, self.first - first));
            self.first = first;
        }
        let end = resolution.octave(high) + resolution.buckets_an_octave() - self.first;
        if end > self.counts.len() {
            self.counts.resize(end, 0);
        }
    }

    fn add(&mut self, resolution: Resolution, size: f64, count: u64) {
        let i = resolution.index(size);
        self.reserve(resolution, i, i);
        self.counts[i - self.first] += count;
    }

    fn merge(&mut self, resolution: Resolution, other: &Self) {
        if other.counts.is_empty() {
            return;
        }
        self.reserve(resolution, other.first, other.first + other.counts.len() - 1);
        let start = other.first - self.first;
        for (sum, count) in self.counts[start..].iter_mut().zip(&other.counts) {
            *sum += count;
        }
    }

    /// Filled buckets by rising size.
    fn filled(&self) -> impl DoubleEndedIterator<Item = (usize, u64)> + '_ {
        self.counts.iter().enumerate().filter(|(_, c)| **c > 0).map(|(i, c)| (self.first + i, *c))
    }
}

impl Histogram {
    /// Empty.
    pub fn new(resolution: Resolution) -> Self {
        Self { resolution, zero: 0, positive: Buckets::default(), negative: Buckets::default() }
    }

    /// Adds one value `count` times.
    pub fn add(&mut self, value: f64, count: u64) {
        let side = if value >= SMALLEST {
            &mut self.positive
        } else if value <= -SMALLEST {
            &mut self.negative
        } else {
            self.zero += count;
            return;
        };
        side.add(self.resolution, value.abs(), count);
    }

    /// Adds all values of a block, each once.
    pub fn add_block(&mut self, values: &Lanes, range: &BlockRange) {
        if range.least <= -SMALLEST {
            values.iter().for_each(|&v| self.add(v, 1));
            return;
        }
        if range.greatest < SMALLEST {
            self.zero += values.len() as u64;
            return;
        }
        let resolution = self.resolution;
        let (low, high) = (resolution.index(range.least_positive), resolution.index(range.greatest));
        self.positive.reserve(resolution, low, high);
        let (first, counts) = (self.positive.first, &mut self.positive.counts[..]);
        for &value in values {
            if value >= SMALLEST {
                counts[resolution.index(value) - first] += 1;
            } else {
                self.zero += 1;
            }
        }
    }

    /// Adds another histogram.
    pub fn merge(&mut self, other: &Self) {
        self.zero += other.zero;
        self.positive.merge(self.resolution, &other.positive);
        self.negative.merge(self.resolution, &other.negative);
    }

    /// Filled buckets by rising value.
    pub fn buckets(&self) -> impl Iterator<Item = Bucket> + '_ {
        let lower_end = |i| self.resolution.lower_end(i);
        let below = self.negative.filled().rev();
        let below = below.map(move |(i, count)| Bucket { low: -lower_end(i + 1), high: -lower_end(i), count });
        let zero = (self.zero > 0).then_some(Bucket { low: 0.0, high: 0.0, count: self.zero });
        let above = self.positive.filled();
        let above = above.map(move |(i, count)| Bucket { low: lower_end(i), high: lower_end(i + 1), count });
        below.chain(zero).chain(above)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_is_at_most_as_wide_as_stated() {
        for (resolution, most) in [(Resolution::Usual, 0.0040), (Resolution::Fine, 0.00025)] {
            for i in 0..2000 {
                let value = 1e-9 * 1.03f64.powi(i);
                let low = resolution.lower_end(resolution.index(value));
                let high = resolution.lower_end(resolution.index(value) + 1);
                assert!(low <= value && value < high && (high - low) / low <= most, "{value}");
            }
        }
    }

    #[test]
    fn merged_parts_equal_the_whole() {
        let values = [3.0, -2.0, 0.0, 1e7, 5e-10, 3.0, -1e-3, 70.0];
        let (mut whole, mut left, mut right) =
            (Histogram::new(Resolution::Usual), Histogram::new(Resolution::Usual), Histogram::new(Resolution::Usual));
        for (i, &v) in values.iter().enumerate() {
            whole.add(v, 1);
            if i % 2 == 0 { left.add(v, 1) } else { right.add(v, 1) }
        }
        left.merge(&right);
        assert_eq!(left, whole);
        right.merge(&Histogram::new(Resolution::Usual));
        assert_eq!(whole.buckets().map(|b| b.count).sum::<u64>(), 8);
        assert!(whole.buckets().zip(whole.buckets().skip(1)).all(|(a, b)| a.high <= b.low));
    }
}
