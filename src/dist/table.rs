//! Quantile functions as piecewise cubics in the normal score z.

/// The scores that a table spans on each side: those of the smallest and largest uniforms that are drawn, 2^-54 from
/// 0 and 1, lie inside.
pub const REACH: f64 = 8.3;
/// Intervals of the first attempt.
const FEWEST: usize = 1024;
/// Intervals at most; a law that needs more keeps the error that it then has: 3e-9 for beta shapes of 0.01, 2e-7 for a
/// median within a thousandth of the way from one of two far percentiles.
const MOST: usize = 16_384;
/// The error that is aimed at, relative to the value or the spread, whichever is larger; the spread is P90 - P10, or
/// a hundredth of P99.99 - P0.01 where that is more.
pub const TOLERANCE: f64 = 1e-9;

/// A monotone quantile function x(z), z the standard normal score of the probability.
///
/// In interval i = floor((z - `z_min`) `inverse_step`), from 0 to the last, x = c0 + t (c1 + t (c2 + t c3)) with t the
/// share of the interval, clamped to `min`..`max`.
#[derive(Clone, Debug)]
pub struct QuantileTable {
    /// Score at which the first interval starts.
    pub z_min: f64,
    /// Intervals a unit of the score.
    pub inverse_step: f64,
    /// The coefficients of each interval, constants first.
    pub cubics: Vec<[f64; 4]>,
    /// No value is below this.
    pub min: f64,
    /// No value is above this.
    pub max: f64,
}

/// A point of a quantile function.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Knot {
    /// The value.
    pub x: f64,
    /// dx/dz, z the normal score.
    pub slope: f64,
}

impl QuantileTable {
    /// The value at the score z; beyond the ends that of the end.
    pub fn value(&self, z: f64) -> f64 {
        let last = self.cubics.len() - 1;
        let position = ((z - self.z_min) * self.inverse_step).max(0.0).min((last + 1) as f64);
        let i = (position as usize).min(last);
        let [c0, c1, c2, c3] = self.cubics[i];
        let t = position - i as f64;
        (c0 + t * (c1 + t * (c2 + t * c3))).max(self.min).min(self.max)
    }
}

/// The table of a smooth quantile function between `min` and `max`. `knot` gives it at a score, from a guess of the
/// value where there is one; `spread` is the size of differences that matter.
///
/// Cubics that meet value and slope at evenly spaced knots (Hermite; de Boor, A Practical Guide to Splines, 1978),
/// their number doubled from 1,024 until no middle of an interval, where such a cubic errs most, is further off than
/// 1e-9 of the value or spread; slopes limited to what keeps the cubics rising (Fritsch and Carlson 1980).
pub(super) fn tabulate(knot: impl Fn(f64, Option<f64>) -> Knot, min: f64, max: f64, spread: f64) -> QuantileTable {
    let knot = |z: f64, near: Option<f64>| {
        let Knot { x, slope } = knot(z, near);
        Knot { x: x.max(min).min(max), slope: if slope.is_finite() { slope.max(0.0) } else { 0.0 } }
    };
    let mut knots = first_knots(&knot);
    while knots.len() <= MOST {
        let step = 2.0 * REACH / (knots.len() - 1) as f64;
        let guesses: Vec<f64> = knots.windows(2).map(|k| middle(k[0], k[1], step)).collect();
        let z = |i: usize| -REACH + (i as f64 + 0.5) * step;
        let middles: Vec<Knot> = guesses.iter().enumerate().map(|(i, &guess)| knot(z(i), Some(guess))).collect();
        let off = |(guess, exact): (&f64, &Knot)| (guess - exact.x).abs() / exact.x.abs().max(spread);
        if guesses.iter().zip(&middles).map(off).fold(0.0, f64::max) <= TOLERANCE {
            break;
        }
        knots = interleaved(&knots, &middles);
    }
    keep_rising(&mut knots);
    let intervals = knots.len() - 1;
    let step = 2.0 * REACH / intervals as f64;
    let cubics = knots.windows(2).map(|k| cubic(k[0], k[1], step)).collect();
    QuantileTable { z_min: -REACH, inverse_step: intervals as f64 / (2.0 * REACH), cubics, min, max }
}

/// The knots of the first attempt from left to right, each guessed from the two before it.
fn first_knots(knot: &impl Fn(f64, Option<f64>) -> Knot) -> Vec<Knot> {
    let step = 2.0 * REACH / FEWEST as f64;
    let mut knots: Vec<Knot> = Vec::with_capacity(FEWEST + 1);
    for i in 0..=FEWEST {
        let near = match knots[..] {
            [.., before, last] => Some(continued(before, last, step)),
            _ => None,
        };
        knots.push(knot(-REACH + i as f64 * step, near));
    }
    knots
}

fn interleaved(knots: &[Knot], middles: &[Knot]) -> Vec<Knot> {
    let pairs = knots.iter().zip(middles).flat_map(|(&left, &middle)| [left, middle]);
    pairs.chain(knots.last().copied()).collect()
}

/// The coefficients of the cubic with the values and slopes of two knots.
fn cubic(left: Knot, right: Knot, step: f64) -> [f64; 4] {
    let rise = right.x - left.x;
    let (a, b) = (step * left.slope, step * right.slope);
    [left.x, a, 3.0 * rise - 2.0 * a - b, a + b - 2.0 * rise]
}

/// That cubic half-way.
fn middle(left: Knot, right: Knot, step: f64) -> f64 {
    0.5 * (left.x + right.x) + 0.125 * step * (left.slope - right.slope)
}

/// That cubic continued to the next knot (t = 2).
fn continued(left: Knot, right: Knot, step: f64) -> f64 {
    5.0 * left.x - 4.0 * right.x + step * (2.0 * left.slope + 4.0 * right.slope)
}

/// Lifts values that rounding put below their predecessors and limits slopes to three times the rise on either side.
fn keep_rising(knots: &mut [Knot]) {
    for i in 1..knots.len() {
        knots[i].x = knots[i].x.max(knots[i - 1].x);
    }
    let step = 2.0 * REACH / (knots.len() - 1) as f64;
    for i in 0..knots.len() {
        let before = if i > 0 { knots[i].x - knots[i - 1].x } else { f64::INFINITY };
        let after = if i + 1 < knots.len() { knots[i + 1].x - knots[i].x } else { f64::INFINITY };
        knots[i].slope = knots[i].slope.min(3.0 * before.min(after) / step);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_line_is_exact() {
        let table = tabulate(|z, _| Knot { x: 3.0 + 2.0 * z, slope: 2.0 }, f64::NEG_INFINITY, f64::INFINITY, 2.0);
        assert_eq!(table.cubics.len(), FEWEST);
        for k in -830..=830 {
            let z = f64::from(k) / 100.0;
            assert!((table.value(z) - (3.0 + 2.0 * z)).abs() <= 1e-13, "{z}");
        }
    }

    #[test]
    fn knots_are_doubled_where_the_curve_asks_for_it() {
        let steep = |z: f64, _: Option<f64>| {
            let x = libm::exp(9.0 * z);
            Knot { x, slope: 9.0 * x }
        };
        let table = tabulate(steep, 0.0, f64::INFINITY, 1.0);
        assert!(table.cubics.len() > FEWEST && table.cubics.len() < MOST);
        for k in -8299..=8299 {
            let z = f64::from(k) / 1000.0;
            let x = libm::exp(9.0 * z);
            assert!((table.value(z) - x).abs() <= TOLERANCE * x.max(1.0), "{z}");
        }
    }

    #[test]
    fn values_stay_inside_the_ends() {
        let table = tabulate(|z, _| Knot { x: z, slope: 1.0 }, -1.0, 1.0, 1.0);
        assert_eq!((table.value(-9.0), table.value(9.0)), (-1.0, 1.0));
        assert_eq!((table.value(f64::NEG_INFINITY), table.value(f64::INFINITY)), (-1.0, 1.0));
    }
}
