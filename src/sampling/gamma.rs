//! Gamma and beta draws in lanes: Marsaglia and Tsang (2000) on addressed attempts.
//!
//! Attempt k of a draw takes its normal score and its uniform from indices 2k and 2k + 1 of the draw's address, so
//! that a trial's draw does not depend on how often other trials had to try.

use super::stream::Stream;
use crate::math::isa::kernel;
use crate::math::lanes::{LANES, Lanes};
use crate::math::vector::{exp, ln, normal_quantile};

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
    ln_gamma(out, shape, at);
    exp_lanes(out);
}

/// Beta(a, b) lane by lane, for positive a and b: one gamma draw's share of two.
pub fn beta(out: &mut Lanes, a: &Lanes, b: &Lanes, at_a: Address, at_b: Address) {
    let mut other = [0.0; LANES];
    ln_gamma(out, a, at_a);
    ln_gamma(&mut other, b, at_b);
    logistic_of_difference(out, &other);
}

/// ln of a gamma draw: in logs, so that tiny shapes do not underflow. -inf where shape is 0.
fn ln_gamma(out: &mut Lanes, shape: &Lanes, at: Address) {
    let (mut first, mut second) = ([0.0; LANES], [0.0; LANES]);
    at.stream.uniforms(at.block, at.time, 0, &mut first);
    at.stream.uniforms(at.block, at.time, 1, &mut second);
    let mut rejected = [0.0; LANES];
    first_attempt(out, &mut rejected, shape, &first, &second);
    for lane in 0..LANES {
        if rejected[lane] != 0.0 {
            out[lane] = later_attempts(boosted(shape[lane]), at, lane);
        }
    }
    if shape.iter().any(|&a| a < 1.0) {
        at.stream.uniforms(at.block, at.time, BOOST, &mut first);
        lower(out, shape, &first);
    }
}

#[inline(always)]
fn boosted(shape: f64) -> f64 {
    if shape < 1.0 { shape + 1.0 } else { shape }
}

kernel! {
    fn first_attempt(out: &mut Lanes, rejected: &mut Lanes, shape: &Lanes, u: &Lanes, v: &Lanes) {
        for i in 0..LANES {
            let (value, accepted) = attempt(boosted(shape[i]), u[i], v[i]);
            out[i] = value;
            rejected[i] = if accepted { 0.0 } else { 1.0 };
        }
    }
}

/// One attempt at ln Gamma(shape), shape at least 1: the value, and whether it is accepted.
#[inline(always)]
fn attempt(shape: f64, u: f64, v: f64) -> (f64, bool) {
    let d = shape - 1.0 / 3.0;
    let z = normal_quantile(u);
    let base = 1.0 + z / (9.0 * d).sqrt();
    let positive = if base > 0.0 { base } else { 1.0 };
    let ln_cube = 3.0 * ln(positive);
    let cube = positive * positive * positive;
    let accepted = (base > 0.0) & (ln(v) < 0.5 * z * z + d - d * cube + d * ln_cube);
    (ln(d) + ln_cube, accepted)
}

fn later_attempts(shape: f64, at: Address, lane: usize) -> f64 {
    let trial = at.block * LANES as u64 + lane as u64;
    let mut index = 2;
    loop {
        let u = at.stream.uniform(trial, at.time, index);
        let v = at.stream.uniform(trial, at.time, index + 1);
        let (value, accepted) = attempt(shape, u, v);
        if accepted {
            return value;
        }
        index += 2;
    }
}

kernel! {
    fn lower(out: &mut Lanes, shape: &Lanes, u: &Lanes) {
        for i in 0..LANES {
            let lowered = out[i] + ln(u[i]) / shape[i];
            out[i] = if shape[i] < 1.0 { lowered } else { out[i] };
        }
    }
}

kernel! {
    fn exp_lanes(x: &mut Lanes) {
        for value in x {
            *value = exp(*value);
        }
    }
}

kernel! {
    fn logistic_of_difference(a: &mut Lanes, b: &Lanes) {
        for i in 0..LANES {
            a[i] = 1.0 / (1.0 + exp(b[i] - a[i]));
        }
    }
}
