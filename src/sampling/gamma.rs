//! Gamma and beta draws in lanes: Marsaglia and Tsang (2000) on addressed attempts.
//!
//! Attempt k of a draw takes its normal score and its uniform from indices 2k and 2k + 1 of the draw's address, so
//! that a trial's draw does not depend on how often other trials had to try.

use super::stream::Stream;
use crate::math::isa::kernel;
use crate::math::lanes::{LANES, Lanes};
use crate::math::normal_table::{normal_score, normal_scores};
use crate::math::vector::{exp, ln};

/// Where a draw's numbers come from: a stream, the block of trials, and a time.
#[derive(Clone, Copy, Debug)]
pub struct Address {
    /// The stream.
    pub stream: Stream,
    /// The block of 256 trials.
    pub block: u64,
    /// The time (month).
    pub time: u32,
}

/// Index of the uniform that lowers a draw of shape + 1 to one of shape below 1.
const BOOST: u32 = u32::MAX;

/// Gamma(shape, scale 1), lane by lane; 0 where shape is 0.
pub fn gamma(out: &mut Lanes, shape: &Lanes, at: Address) {
    let lowering = draw(out, shape, at);
    if let Some(lowering) = lowering {
        lower(out, &lowering);
    }
}

/// Beta(a, b) lane by lane, for positive a and b: one gamma draw's share of two.
pub fn beta(out: &mut Lanes, a: &Lanes, b: &Lanes, at_a: Address, at_b: Address) {
    let mut other = [0.0; LANES];
    let lowering = draw(out, a, at_a);
    let other_lowering = draw(&mut other, b, at_b);
    match (lowering, other_lowering) {
        (None, None) => share(out, &other),
        (lowering, other_lowering) => {
            let none = [0.0; LANES];
            lowered_share(out, &other, &lowering.unwrap_or(none), &other_lowering.unwrap_or(none));
        }
    }
}

/// Gamma(shape), or Gamma(shape + 1) where shape is below 1 together with the logs of the factors that lower it: those
/// are so small for tiny shapes that a share must be formed before they are applied. -inf where shape is 0.
fn draw(out: &mut Lanes, shape: &Lanes, at: Address) -> Option<Lanes> {
    let (mut first, mut second) = ([0.0; LANES], [0.0; LANES]);
    at.stream.uniforms(at.block, at.time, 0, &mut first);
    at.stream.uniforms(at.block, at.time, 1, &mut second);
    let (mut scores, mut rejected) = ([0.0; LANES], [0.0; LANES]);
    normal_scores(&mut scores, &first);
    first_attempt(out, &mut rejected, shape, &scores, &second);
    for lane in 0..LANES {
        if rejected[lane] != 0.0 {
            out[lane] = later_attempts(boosted(shape[lane]), at, lane);
        }
    }
    if shape.iter().all(|&a| a >= 1.0) {
        return None;
    }
    at.stream.uniforms(at.block, at.time, BOOST, &mut first);
    let mut lowering = [0.0; LANES];
    ln_lowering(&mut lowering, shape, &first);
    Some(lowering)
}

#[inline(always)]
fn boosted(shape: f64) -> f64 {
    if shape < 1.0 { shape + 1.0 } else { shape }
}

kernel! {
    fn first_attempt(out: &mut Lanes, rejected: &mut Lanes, shape: &Lanes, z: &Lanes, v: &Lanes) {
        for i in 0..LANES {
            let z = z[i];
            let d = boosted(shape[i]) - 1.0 / 3.0;
            let base = 1.0 + z / (9.0 * d).sqrt();
            out[i] = d * base * base * base;
            rejected[i] = if accepted(z, d, base, v[i]) { 0.0 } else { 1.0 };
        }
    }
}

/// Whether an attempt is accepted.
#[inline(always)]
fn accepted(z: f64, d: f64, base: f64, v: f64) -> bool {
    let positive = if base > 0.0 { base } else { 1.0 };
    let cube = positive * positive * positive;
    (base > 0.0) & (ln(v) < 0.5 * z * z + d - d * cube + d * 3.0 * ln(positive))
}

fn later_attempts(shape: f64, at: Address, lane: usize) -> f64 {
    let trial = at.block * LANES as u64 + lane as u64;
    let d = shape - 1.0 / 3.0;
    let mut index = 2;
    loop {
        let z = normal_score(at.stream.uniform(trial, at.time, index));
        let v = at.stream.uniform(trial, at.time, index + 1);
        let base = 1.0 + z / (9.0 * d).sqrt();
        if accepted(z, d, base, v) {
            return d * base * base * base;
        }
        index += 2;
    }
}

kernel! {
    /// ln of U^(1/shape), which makes a draw of shape + 1 one of shape; 0 where shape is 1 or more.
    fn ln_lowering(out: &mut Lanes, shape: &Lanes, u: &Lanes) {
        for i in 0..LANES {
            let lowering = ln(u[i]) / shape[i];
            out[i] = if shape[i] < 1.0 { lowering } else { 0.0 };
        }
    }
}

kernel! {
    fn lower(x: &mut Lanes, lowering: &Lanes) {
        for i in 0..LANES {
            let lowered = x[i] * exp(lowering[i]);
            x[i] = if lowering[i] < 0.0 { lowered } else { x[i] };
        }
    }
}

kernel! {
    fn share(a: &mut Lanes, b: &Lanes) {
        for i in 0..LANES {
            a[i] /= a[i] + b[i];
        }
    }
}

kernel! {
    /// The share of a in a and b, both still to be lowered: formed from the difference of the logs.
    fn lowered_share(a: &mut Lanes, b: &Lanes, lowering_a: &Lanes, lowering_b: &Lanes) {
        for i in 0..LANES {
            let difference = lowering_b[i] - lowering_a[i];
            let lowered = 1.0 / (1.0 + b[i] / a[i] * exp(difference));
            let direct = a[i] / (a[i] + b[i]);
            a[i] = if difference == 0.0 { direct } else { lowered };
        }
    }
}
