//! How the uniforms of per-plan drivers are spread over the trials.
//!
//! Latin hypercube sampling (McKay, Beckman and Conover 1979): trial i belongs to hypercube i mod 16, so that the 16
//! hypercubes are independent replicates; in each, every driver has one value in each of n equal strata. The strata
//! are permuted by a keyed Feistel network with cycle walking (Black and Rogaway 2002), so that a trial's stratum is a
//! function of its address, like every other random number.

use super::stream::Stream;
use crate::math::lanes::{LANES, Lanes};

/// Independent hypercubes in a Latin hypercube run.
pub const HYPERCUBES: u64 = 16;

const ROUNDS: u32 = 6;
/// Time under which the permutation's keys are addressed; no draw uses it.
const KEY_TIME: u32 = u32::MAX;

/// Moves the uniforms of a block into the trials' strata.
///
/// `design_trials`: all trials of the run, a multiple of 16.
pub fn stratify(uniforms: &mut Lanes, stream: Stream, block: u64, design_trials: u64) {
    let strata = design_trials / HYPERCUBES;
    for (lane, u) in uniforms.iter_mut().enumerate() {
        let trial = block * LANES as u64 + lane as u64;
        if trial < design_trials {
            let stratum = permuted(trial / HYPERCUBES, strata, stream, trial % HYPERCUBES);
            let moved = (stratum as f64 + *u) / strata as f64;
            *u = moved.clamp(f64::EPSILON / 2.0, 1.0 - f64::EPSILON / 2.0);
        }
    }
}

/// Position `i` of a random permutation of 0..n.
fn permuted(i: u64, n: u64, stream: Stream, hypercube: u64) -> u64 {
    let half_bits = (u64::BITS - (n - 1).leading_zeros()).div_ceil(2).max(1);
    let mut x = i;
    loop {
        x = feistel(x, half_bits, stream, hypercube);
        if x < n {
            return x;
        }
    }
}

fn feistel(x: u64, half_bits: u32, stream: Stream, hypercube: u64) -> u64 {
    let mask = (1 << half_bits) - 1;
    let (mut left, mut right) = (x >> half_bits, x & mask);
    for round in 0..ROUNDS {
        let key = stream.bits(hypercube, KEY_TIME, round);
        (left, right) = (right, left ^ (mixed(right ^ key) & mask));
    }
    left << half_bits | right
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood 2014).
fn mixed(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stratum_of_every_hypercube_is_hit_once() {
        let stream = Stream::new(5, "driver");
        for strata in [10, 37, 64, 1000] {
            let trials = strata * HYPERCUBES;
            let mut hits = vec![0; trials as usize];
            for block in 0..trials.div_ceil(LANES as u64) {
                let mut u = [0.0; LANES];
                stream.uniforms(block, 1, 0, &mut u);
                stratify(&mut u, stream, block, trials);
                let first = block * LANES as u64;
                for (trial, u) in (first..trials.min(first + LANES as u64)).zip(u) {
                    let stratum = (u * strata as f64) as u64;
                    hits[(trial % HYPERCUBES * strata + stratum) as usize] += 1;
                }
            }
            assert!(hits.iter().all(|&h| h == 1), "{strata}");
        }
    }
}
