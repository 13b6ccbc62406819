//! Normal scores of uniforms from a table: the draws' fast way to the normal quantile.
//!
//! For p = min(u, 1 - u) every octave (2^-k-1 .. 2^-k) is cut into 64 equal intervals, each with the cubic that meets
//! value and slope of the quantile at its ends (Hermite); the error is below 1e-9 everywhere, tails included.

use super::isa::kernel;
use super::lanes::{LANES, Lanes};
use super::special::normal_quantile;
use super::vector::exp;
use std::sync::LazyLock;

/// Intervals in an octave: the first bits of the mantissa.
const INTERVAL_BITS: u32 = 6;
/// Octaves below 1/2: down to 2^-54, below the least uniform.
const OCTAVES: u32 = 54;
const INTERVALS: usize = (OCTAVES << INTERVAL_BITS) as usize;
const OPEN_BITS: u32 = 52 - INTERVAL_BITS;
/// Index bits of the least p in the table, 2^-54.
const FIRST: u64 = (1023 - OCTAVES as u64) << INTERVAL_BITS;
const LEAST: f64 = f64::from_bits(FIRST << OPEN_BITS);

static CUBICS: LazyLock<Vec<[f64; 4]>> = LazyLock::new(|| (0..=INTERVALS as u64).map(cubic).collect());

/// The cubic of interval i in t, the share of the interval.
fn cubic(i: u64) -> [f64; 4] {
    let low = f64::from_bits((FIRST + i) << OPEN_BITS);
    let high = f64::from_bits((FIRST + i + 1) << OPEN_BITS);
    let width = high - low;
    let slope = |z: f64| width * 2.506_628_274_631_000_5 * exp(0.5 * z * z);
    let (a, b) = (normal_quantile(low), normal_quantile(high.min(0.5)));
    let (da, db) = (slope(a), slope(b));
    [a, da, 3.0 * (b - a) - 2.0 * da - db, 2.0 * (a - b) + da + db]
}

/// The normal score of one uniform.
#[inline(always)]
fn score_by(cubics: &[[f64; 4]], u: f64) -> f64 {
    let below = u < 0.5;
    let p = if below { u } else { 1.0 - u };
    let p = if p > LEAST { p } else { LEAST };
    let bits = p.to_bits();
    let i = ((bits >> OPEN_BITS).wrapping_sub(FIRST) as usize).min(INTERVALS);
    let within = f64::from_bits((bits << INTERVAL_BITS) & 0x000F_FFFF_FFFF_FFFF | 0x3FF0_0000_0000_0000) - 1.0;
    let [c0, c1, c2, c3] = cubics[i];
    let z = c0 + within * (c1 + within * (c2 + within * c3));
    if below { z } else { -z }
}

/// The normal score of one uniform; the same bits as [`normal_scores`].
pub fn normal_score(u: f64) -> f64 {
    score_by(&CUBICS, u)
}

kernel! {
    fn fill_scores(out: &mut Lanes, uniforms: &Lanes, cubics: &[[f64; 4]]) {
        for i in 0..LANES {
            out[i] = score_by(cubics, uniforms[i]);
        }
    }
}

/// Normal scores of uniforms strictly between 0 and 1.
pub fn normal_scores(out: &mut Lanes, uniforms: &Lanes) {
    fill_scores(out, uniforms, &CUBICS);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_stays_below_1e_9() {
        let mut worst: f64 = 0.0;
        for i in 0..4_000_000u32 {
            // evenly in the logarithm down to the least uniform, and evenly in u
            let u = if i % 2 == 0 { libm::exp2(-1.0 - 52.0 * (i as f64 / 4e6)) } else { (i as f64 + 0.5) / 4e6 };
            worst = worst.max((normal_score(u) - normal_quantile(u)).abs());
        }
        assert!(worst < 1e-9, "{worst:e}");
    }

    #[test]
    fn scores_are_odd_and_finite_at_the_ends() {
        for u in [f64::EPSILON / 2.0, 0.125, 0.375, 0.5] {
            assert_eq!(normal_score(u), -normal_score(1.0 - u), "{u}");
        }
        assert_eq!(normal_score(0.5), 0.0);
        assert!(normal_score(f64::EPSILON / 2.0) < -8.2);
    }
}
