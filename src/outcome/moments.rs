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
    squares: i128,
    beyond: u64,
}

/// Steps in the scale that a series is measured by: 2^30, so that rounding stays below 5e-10 of it.
const STEPS_A_SCALE: f64 = 1_073_741_824.0;
/// Farthest distance that is summed: 2^48 steps, 262,144 scales. The squares of 2^30 such distances fit in 128 bits.
const FARTHEST: f64 = 281_474_976_710_656.0;
/// Low half of a distance, so that squares of a block add up in 64 bits.
const HALF_BITS: u32 = 25;

impl Moments {
    /// No values yet. `centre`: a typical value; `scale`: a typical size, above 0.
    pub fn new(centre: f64, scale: f64) -> Self {
        Self { centre, steps_a_unit: STEPS_A_SCALE / scale, count: 0, sum: 0, squares: 0, beyond: 0 }
    }

    /// Adds one value `count` times.
    pub fn add(&mut self, value: f64, count: u64) {
        let distance = (value - self.centre) * self.steps_a_unit;
        self.count += count;
        if distance.abs() >= FARTHEST {
            self.beyond += count;
            return;
        }
        let steps = whole_steps(distance) as i128;
        self.sum += steps * count as i128;
        self.squares += steps * steps * count as i128;
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
        self.squares += squares + sums.low_squares as i128;
    }

    /// Adds another sum of the same centre and scale.
    pub fn merge(&mut self, other: &Self) {
        self.count += other.count;
        self.sum += other.sum;
        self.squares += other.squares;
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
        let variance = (self.squares as f64 - self.sum as f64 * mean) / (n - 1.0);
        Some(variance.max(0.0).sqrt() / self.steps_a_unit)
    }
}

/// The nearest whole number of steps of a distance below 2^48: adding 1.5 · 2^52 leaves it in the low bits.
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
            any_far |= distance.abs() >= FARTHEST;
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

/// 128-bit sums are written as text: JSON numbers do not hold them.
mod text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(value: &i128, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i128, D::Error> {
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
    fn too_far_is_said_not_clipped() {
        let mut moments = Moments::new(0.0, 1.0);
        moments.add(300_000.0, 1);
        assert_eq!((moments.mean(), moments.count()), (None, 1));
    }

    #[test]
    fn empty_has_neither_mean_nor_sd() {
        let moments = Moments::new(0.0, 1.0);
        assert_eq!((moments.mean(), moments.sd()), (None, None));
    }
}
