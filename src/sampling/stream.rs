//! A random number is a pure function of its address: (seed, stream name, trial, time, index).
//!
//! The generator is counter-based: Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011) with a key hashed from seed and
//! name. There is no state, so results do not depend on threads, blocks or shards; scenarios share their random
//! numbers; and a single trial can be replayed.
//!
//! One Philox block gives two 64-bit words. They serve two trials that lie 128 apart, so that a block of 256 trials
//! is filled without waste: trial = 256 b + 128 h + l takes word h of the counter (128 b + l, time, index).

use crate::math::isa::kernel;
use crate::math::lanes::{LANES, Lanes};
use sha2::{Digest, Sha256};

/// Name and version of the scheme; a change of sampled values changes it.
pub const SCHEME: &str = "philox4x32-10/sha256/1";

const HALF: usize = LANES / 2;
const MULTIPLIER_0: u64 = 0xD251_1F53;
const MULTIPLIER_1: u64 = 0xCD9E_8D57;
const WEYL_0: u64 = 0x9E37_79B9;
const WEYL_1: u64 = 0xBB67_AE85;
const LOW: u64 = 0xFFFF_FFFF;

/// A stream of random numbers: the hashed key of a seed and a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stream {
    key: u64,
}

impl Stream {
    /// The stream of this name under this seed.
    pub fn new(seed: u64, name: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(SCHEME.as_bytes());
        hash.update(seed.to_le_bytes());
        hash.update(name.as_bytes());
        let digest = hash.finalize();
        let mut key = [0; 8];
        key.copy_from_slice(&digest[..8]);
        Self { key: u64::from_le_bytes(key) }
    }

    /// The 64 random bits at an address.
    pub fn bits(self, trial: u64, time: u32, index: u32) -> u64 {
        let lanes = LANES as u64;
        let (block, lane) = (trial / lanes, trial % lanes);
        let counter = block * HALF as u64 + lane % HALF as u64;
        let [a, b] = philox(self.key, counter, time, index);
        if lane < HALF as u64 { a } else { b }
    }

    /// The uniform at an address, strictly between 0 and 1.
    pub fn uniform(self, trial: u64, time: u32, index: u32) -> f64 {
        unit_interval(self.bits(trial, time, index))
    }

    /// The uniforms of the 256 trials of block `block` at an address.
    pub fn uniforms(self, block: u64, time: u32, index: u32, out: &mut Lanes) {
        fill_uniforms(out, self.key, block, time, index);
    }
}

/// 64 bits to a multiple of 2^-52 plus 2^-53: never 0 or 1, symmetric about 1/2.
#[inline(always)]
fn unit_interval(bits: u64) -> f64 {
    f64::from_bits((bits >> 12) | 0x3FF0_0000_0000_0000) - (1.0 - f64::EPSILON / 2.0)
}

#[inline(always)]
fn philox(key: u64, counter: u64, time: u32, index: u32) -> [u64; 2] {
    let words = [counter & LOW, counter >> 32, time as u64, index as u64];
    let [w0, w1, w2, w3] = philox4x32_10(words, [key & LOW, key >> 32]);
    [w0 | w1 << 32, w2 | w3 << 32]
}

/// Philox4x32-10 on 32-bit words held in 64-bit lanes.
#[inline(always)]
fn philox4x32_10(mut c: [u64; 4], mut key: [u64; 2]) -> [u64; 4] {
    for _ in 0..10 {
        let p0 = MULTIPLIER_0 * c[0];
        let p1 = MULTIPLIER_1 * c[2];
        c = [(p1 >> 32) ^ c[1] ^ key[0], p1 & LOW, (p0 >> 32) ^ c[3] ^ key[1], p0 & LOW];
        key = [(key[0] + WEYL_0) & LOW, (key[1] + WEYL_1) & LOW];
    }
    c
}

kernel! {
    fn fill_uniforms(out: &mut Lanes, key: u64, block: u64, time: u32, index: u32) {
        let (first, second) = out.split_at_mut(HALF);
        let base = block * HALF as u64;
        let low = base & LOW;
        for (lane, (a, b)) in first.iter_mut().zip(second).enumerate() {
            // base is a multiple of 128, so that adding the lane never carries into the high word
            let words = [low | lane as u64, base >> 32, time as u64, index as u64];
            let [w0, w1, w2, w3] = philox4x32_10(words, [key & LOW, key >> 32]);
            *a = unit_interval(w0 | w1 << 32);
            *b = unit_interval(w2 | w3 << 32);
        }
    }
}

/// The numbers of one stream in the order of their trials, for samplers that take a generator (`rand_distr`).
#[derive(Clone, Debug)]
pub struct Sequence {
    stream: Stream,
    next: u64,
}

impl Stream {
    /// The stream's numbers at time 0 and index 0, trial after trial.
    pub fn sequence(self) -> Sequence {
        Sequence { stream: self, next: 0 }
    }
}

impl rand::TryRng for Sequence {
    type Error = std::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        self.try_next_u64().map(|bits| (bits >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        let bits = self.stream.bits(self.next, 0, 0);
        self.next += 1;
        Ok(bits)
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
        for chunk in out.chunks_mut(8) {
            let bytes = self.try_next_u64()?.to_le_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn philox_gives_its_published_answers() {
        let ones = LOW;
        let pi = ([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0]);
        let zero = philox4x32_10([0; 4], [0; 2]);
        assert_eq!(zero, [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
        assert_eq!(philox4x32_10([ones; 4], [ones; 2]), [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]);
        assert_eq!(philox4x32_10(pi.0, pi.1), [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]);
    }

    #[test]
    fn lanes_and_single_draws_have_the_same_bits() {
        let stream = Stream::new(7, "test");
        for block in [0, 1, 0xFFFF_FFFF, 1 << 40] {
            let mut lanes = [0.0; LANES];
            stream.uniforms(block, 3, 9, &mut lanes);
            for (lane, value) in lanes.iter().enumerate() {
                assert_eq!(*value, stream.uniform(block * 256 + lane as u64, 3, 9));
            }
        }
    }

    #[test]
    fn uniforms_never_reach_the_ends() {
        assert_eq!(unit_interval(0), f64::EPSILON / 2.0);
        assert_eq!(unit_interval(u64::MAX), 1.0 - f64::EPSILON / 2.0);
    }

    /// A change here is a change of every sampled value: bump SCHEME and mark the changelog "value-breaking".
    #[test]
    fn the_scheme_is_pinned() {
        let stream = Stream::new(1, "segments.enterprise.pipeline.win_rate");
        let pinned = [stream.bits(0, 1, 0), stream.bits(1, 1, 0), stream.bits(128, 1, 0), stream.bits(300, 12, 5)];
        let expected = [6050275456210954631, 14333667846376855995, 14651714880797185344, 4942885997112368757];
        assert_eq!(pinned, expected);
    }
}
