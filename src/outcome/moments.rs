//! Mean and standard deviation from exact fixed-point sums: the same bits in any order.

use crate::math::isa::kernel;
use crate::math::lanes::{LANES, Lanes};
use serde::{Deserialize, Serialize};

/// Sums of distances from a centre, in steps of a fixed size.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Moments {
    centre: f64,
    steps_a_unit: f64,
    count: u64,
    #[serde(with = "text")]
    sum: i128,
    #[serde(with = "text")]
    squares: Squares,
    beyond: u64,
}

/// Steps in the scale that a series is measured by: 2^34, so that rounding stays below 3e-11 of it.
const STEPS_A_SCALE: f64 = 17_179_869_184.0;
/// Farthest distance that is summed: 2^62 steps, 2^28 = 268 million scales.
const FARTHEST: f64 = 4_611_686_018_427_387_904.0;
/// Distances below this, 2^48 steps, are summed a block at a time in 64 bits.
const NEAR: f64 = 281_474_976_710_656.0;
/// Low half of a near distance, so that squares of a block add up in 64 bits.
const HALF_BITS: u32 = 25;

impl Moments {
    /// No values yet. `centre`: a typical value; `scale`: a typical size, above 0.
    pub fn new(centre: f64, scale: f64) -> Self {
        Self { centre, steps_a_unit: STEPS_A_SCALE / scale, count: 0, sum: 0, squares: Squares::default(), beyond: 0 }
    }

    /// Adds one value `count` times.
    pub fn add(&mut self, value: f64, count: u64) {
        let distance = (value - self.centre) * self.steps_a_unit;
        self.count += count;
        if distance.abs() >= FARTHEST {
            self.beyond += count;
            return;
        }
        let steps = distance.round_ties_even() as i128;
        self.sum += steps * count as i128;
        self.squares.add(steps.unsigned_abs().pow(2), count);
    }

    /// Adds all values of a block, each once.
    pub fn add_block(&mut self, values: &Lanes) {
        let (mut sums, mut far) = (BlockSums::default(), false);
        sum_block(values, self.centre, self.steps_a_unit, &mut sums, &mut far);
        if far {
            values.iter().for_each(|&v| self.add(v, 1));
            return;
        }
        self.count += LANES as u64;
        self.sum += sums.steps as i128;
        let squares = ((sums.high_squares as i128) << (2 * HALF_BITS)) + ((sums.mixed as i128) << (HALF_BITS + 1));
        self.squares.add((squares + sums.low_squares as i128).unsigned_abs(), 1);
    }

    /// Adds another sum of the same centre and scale.
    pub fn merge(&mut self, other: &Self) {
        self.count += other.count;
        self.sum += other.sum;
        self.squares.merge(other.squares);
        self.beyond += other.beyond;
    }

    /// Values added.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The mean; `None` without values, or where one was too far from the centre to be summed exactly.
    pub fn mean(&self) -> Option<f64> {
        let known = self.count > 0 && self.beyond == 0;
        known.then(|| self.centre + self.sum as f64 / self.count as f64 / self.steps_a_unit)
    }

    /// The standard deviation (n - 1); `None` with fewer than two values, or as for the mean.
    pub fn sd(&self) -> Option<f64> {
        if self.count < 2 || self.beyond > 0 {
            return None;
        }
        let n = self.count as f64;
        let mean = self.sum as f64 / n;
        let variance = (self.squares.value() - self.sum as f64 * mean) / (n - 1.0);
        Some(variance.max(0.0).sqrt() / self.steps_a_unit)
    }
}

/// The nearest whole number of steps of a near distance: adding 1.5 · 2^52 leaves it in the low bits.
#[inline(always)]
fn whole_steps(distance: f64) -> i64 {
    const ROUND: f64 = 6755399441055744.0;
    ((distance + ROUND).to_bits() as i64).wrapping_sub(ROUND.to_bits() as i64)
}

/// Sums over a block in 64 bits, a distance being high · 2^25 + low.
#[derive(Default)]
struct BlockSums {
    steps: i64,
    high_squares: i64,
    mixed: i64,
    low_squares: i64,
}

kernel! {
    fn sum_block(values: &Lanes, centre: f64, steps_a_unit: f64, sums: &mut BlockSums, far: &mut bool) {
        let (mut steps, mut high_squares, mut mixed, mut low_squares) = (0i64, 0i64, 0i64, 0i64);
        let mut any_far = false;
        for value in values {
            let distance = (value - centre) * steps_a_unit;
            any_far |= distance.abs() >= NEAR;
            let s = whole_steps(distance);
            // both halves fit in 32 bits where the distance is near enough to count
            let high = (s >> HALF_BITS) as i32 as i64;
            let low = (s & ((1 << HALF_BITS) - 1)) as i32 as i64;
            steps = steps.wrapping_add(s);
            high_squares = high_squares.wrapping_add(high * high);
            mixed = mixed.wrapping_add(high * low);
            low_squares = low_squares.wrapping_add(low * low);
        }
        *far = any_far;
        *sums = BlockSums { steps, high_squares, mixed, low_squares };
    }
}

/// A sum of squares in two parts of 64 bits and their carries: exact for 2^30 distances of 2^62.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Squares {
    high: u128,
    low: u128,
}

impl Squares {
    fn add(&mut self, square: u128, count: u64) {
        self.high += (square >> 64) * count as u128;
        self.low += (square & u64::MAX as u128) * count as u128;
        self.carry();
    }

    fn merge(&mut self, other: Self) {
        self.high += other.high;
        self.low += other.low;
        self.carry();
    }

    /// Keeps the low part below 2^64, so that equal sums are equal however they came about.
    fn carry(&mut self) {
        self.high += self.low >> 64;
        self.low &= u64::MAX as u128;
    }

    fn value(self) -> f64 {
        self.high as f64 * 18_446_744_073_709_551_616.0 + self.low as f64
    }
}

impl std::fmt::Display for Squares {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.high, self.low)
    }
}

impl std::str::FromStr for Squares {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let part = |text: &str| text.parse().map_err(|e: std::num::ParseIntError| e.to_string());
        let (high, low) = text.split_once(':').ok_or("a sum of squares has two parts")?;
        Ok(Self { high: part(high)?, low: part(low)? })
    }
}

/// 128-bit sums are written as text: JSON numbers do not hold them.
mod text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use std::fmt::Display;
    use std::str::FromStr;

    pub fn serialize<T: Display, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }

    pub fn deserialize<'de, T: FromStr<Err: Display>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_and_single_values_have_the_same_bits() {
        let values: Lanes = std::array::from_fn(|i| 1e6 + (i as f64 - 77.3) * 1234.567);
        let (mut block, mut single) = (Moments::new(9e5, 1e6), Moments::new(9e5, 1e6));
        block.add_block(&values);
        values.iter().rev().for_each(|&v| single.add(v, 1));
        assert_eq!(block, single);
        let mean = values.iter().sum::<f64>() / 256.0;
        let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / 255.0;
        assert!((block.mean().unwrap() - mean).abs() < 1e-5);
        assert!((block.sd().unwrap() - variance.sqrt()).abs() < 1e-5);
    }

    #[test]
    fn far_values_are_summed_exactly_too() {
        let mut moments = Moments::new(0.0, 1.0);
        for value in [2e8, -2e8, 1e5, 0.25] {
            moments.add(value, 3);
        }
        let mean = (1e5 + 0.25) / 4.0;
        let variance = 3.0 * (8e16 + 1e10 + 0.0625 - 4.0 * mean * mean) / 11.0;
        assert!((moments.mean().unwrap() - mean).abs() < 1e-9);
        assert!((moments.sd().unwrap() / variance.sqrt() - 1.0).abs() < 1e-12);
        let written = serde_json::to_string(&moments).unwrap();
        assert_eq!(serde_json::from_str::<Moments>(&written).unwrap(), moments);
    }

    #[test]
    fn too_far_is_said_not_clipped() {
        let mut moments = Moments::new(0.0, 1.0);
        moments.add(300_000_000.0, 1);
        assert_eq!((moments.mean(), moments.count()), (None, 1));
    }

    #[test]
    fn empty_has_neither_mean_nor_sd() {
        let moments = Moments::new(0.0, 1.0);
        assert_eq!((moments.mean(), moments.sd()), (None, None));
    }
}
