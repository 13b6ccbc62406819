//! Binomial and Poisson draws in lanes: one uniform, one count, by inversion.
//!
//! Where the variance is at most [`INVERSION_LIMIT`] the distribution function is summed up exactly from 0; above it
//! the quantile is the third-order Cornish-Fisher expansion (Cornish and Fisher 1937) of the lattice variable with
//! Sheppard's corrections, read at its continuity-corrected point; its distribution function is then within 2e-5 of
//! the exact one (measured in docs/validation.md, held by a test). A lane's way depends on its own n and p only.
//! Under the same uniform a larger n, p or mean gives no smaller count, but for one unit where the way changes.

use crate::math::isa::kernel;
use crate::math::lanes::{LANES, Lanes};
use crate::math::normal_table::normal_scores;
use crate::math::vector::{exp, ln};

/// Variance (n p q, or the Poisson mean) up to which counts are drawn by exact inversion.
pub const INVERSION_LIMIT: f64 = 20.0;

/// Counts that exact inversion can reach: at a mean of at most 40 more has a probability far below 2^-53.
const MOST_STEPS: usize = 192;

/// Lanes that step through the distribution function together.
const CHUNK: usize = 16;

/// 1/k for k = 1.., so that a step multiplies where it would divide.
static RECIPROCALS: [f64; MOST_STEPS + 1] = reciprocals();

const fn reciprocals() -> [f64; MOST_STEPS + 1] {
    let mut out = [0.0; MOST_STEPS + 1];
    let mut k = 1;
    while k <= MOST_STEPS {
        out[k] = 1.0 / k as f64;
        k += 1;
    }
    out
}

/// Bin(n, p) by the uniform u, lane by lane. n whole and 0 or more, p in 0..=1.
///
/// Where u <= 1 - n p, which is at most (1 - p)^n, the count is 0: such lanes are left out, and the rest moves together.
pub fn binomial(out: &mut Lanes, n: &Lanes, p: &Lanes, u: &Lanes) {
    let (mut open, mut lanes) = ([0u16; LANES], 0);
    for i in 0..LANES {
        open[lanes] = i as u16;
        lanes += usize::from(u[i] > 1.0 - n[i] * p[i]);
    }
    if lanes > LANES * 3 / 4 {
        binomial_lanes(out, n, p, u, LANES);
        return;
    }
    let gathered = |from: &Lanes| {
        let mut to = [0.0; LANES];
        open[..lanes].iter().zip(&mut to).for_each(|(&i, to)| *to = from[i as usize]);
        to
    };
    let mut counts = [0.0; LANES];
    binomial_lanes(&mut counts, &gathered(n), &gathered(p), &gathered(u), lanes);
    *out = [0.0; LANES];
    open[..lanes].iter().zip(&counts).for_each(|(&i, &count)| out[i as usize] = count);
}

kernel! {
    /// The first `lanes` lanes, by whole chunks.
    fn binomial_lanes(out: &mut Lanes, n: &Lanes, p: &Lanes, u: &Lanes, lanes: usize) {
        let mut many = false;
        for start in (0..lanes).step_by(CHUNK) {
            let mut reflected = [false; CHUNK];
            let (mut level, mut term) = ([0.0; CHUNK], [0.0; CHUNK]);
            let (mut scale, mut odds) = ([0.0; CHUNK], [0.0; CHUNK]);
            let mut chunk_many = false;
            for i in 0..CHUNK {
                let (n, p, u) = (n[start + i], p[start + i], u[start + i]);
                // the smaller of p and 1 - p is drawn: Bin(n, p) by u is n - Bin(n, 1 - p) by 1 - u
                reflected[i] = p > 0.5;
                let smaller = if reflected[i] { 1.0 - p } else { p };
                let kept = 1.0 - smaller;
                let is_many = n * smaller * kept > INVERSION_LIMIT;
                chunk_many |= is_many;
                let exponent = if is_many { 0.0 } else { n * ln(kept) };
                level[i] = if reflected[i] { 1.0 - u } else { u };
                term[i] = exp(exponent);
                odds[i] = smaller / kept;
                scale[i] = (n + 1.0) * odds[i];
            }
            let count = count_up(&level, term, &scale, &odds);
            for i in 0..CHUNK {
                let n = n[start + i];
                let k = if count[i] > n { n } else { count[i] };
                out[start + i] = if reflected[i] { n - k } else { k };
            }
            many |= chunk_many;
        }
        if many {
            binomial_of_many(out, n, p, &scores(u));
        }
    }
}

/// The least k with CDF(k) >= level, where term k is term k-1 times scale / k - odds.
#[inline(always)]
fn count_up(level: &[f64; CHUNK], mut term: [f64; CHUNK], scale: &[f64; CHUNK], odds: &[f64; CHUNK]) -> [f64; CHUNK] {
    let mut cumulative = term;
    let mut count = [0.0; CHUNK];
    for reciprocal in &RECIPROCALS[1..] {
        let mut open = false;
        for i in 0..CHUNK {
            open |= level[i] > cumulative[i];
        }
        if !open {
            break;
        }
        for i in 0..CHUNK {
            count[i] += if level[i] > cumulative[i] { 1.0 } else { 0.0 };
            let next = term[i] * (scale[i] * reciprocal - odds[i]);
            term[i] = if next > 0.0 { next } else { 0.0 };
            cumulative[i] += term[i];
        }
    }
    count
}

kernel! {
    fn binomial_of_many(out: &mut Lanes, n: &Lanes, p: &Lanes, z: &Lanes) {
        for i in 0..LANES {
            let reflected = p[i] > 0.5;
            let smaller = if reflected { 1.0 - p[i] } else { p[i] };
            let kept = 1.0 - smaller;
            let variance = n[i] * smaller * kept;
            let z = if reflected { -z[i] } else { z[i] };
            let skew = kept - smaller;
            let pq = smaller * kept;
            let cumulants = Cumulants {
                mean: n[i] * smaller,
                second: variance,
                third: variance * skew,
                fourth: variance * (1.0 - 6.0 * pq),
                fifth: variance * skew * (1.0 - 12.0 * pq),
            };
            let k = lattice_quantile(z, &cumulants);
            let k = if k < 0.0 { 0.0 } else { k };
            let k = if k > n[i] { n[i] } else { k };
            let count = if reflected { n[i] - k } else { k };
            out[i] = if variance > INVERSION_LIMIT { count } else { out[i] };
        }
    }
}

kernel! {
    /// Poi(mean) by the uniform u, lane by lane. Mean 0 or more.
    pub fn poisson(out: &mut Lanes, mean: &Lanes, u: &Lanes) {
        let mut many = false;
        for start in (0..LANES).step_by(CHUNK) {
            let (mut level, mut term, mut scale) = ([0.0; CHUNK], [0.0; CHUNK], [0.0; CHUNK]);
            for i in 0..CHUNK {
                let mean = mean[start + i];
                let is_many = mean > INVERSION_LIMIT;
                many |= is_many;
                level[i] = u[start + i];
                term[i] = if is_many { 1.0 } else { exp(-mean) };
                scale[i] = if is_many { 0.0 } else { mean };
            }
            let count = count_up(&level, term, &scale, &[0.0; CHUNK]);
            out[start..start + CHUNK].copy_from_slice(&count);
        }
        if many {
            poisson_of_many(out, mean, &scores(u));
        }
    }
}

kernel! {
    fn poisson_of_many(out: &mut Lanes, mean: &Lanes, z: &Lanes) {
        for i in 0..LANES {
            let m = mean[i];
            let cumulants = Cumulants { mean: m, second: m, third: m, fourth: m, fifth: m };
            let k = lattice_quantile(z[i], &cumulants);
            let k = if k < 0.0 { 0.0 } else { k };
            out[i] = if m > INVERSION_LIMIT { k } else { out[i] };
        }
    }
}

fn scores(u: &Lanes) -> Lanes {
    let mut z = [0.0; LANES];
    normal_scores(&mut z, u);
    z
}

/// The first five cumulants of a count.
struct Cumulants {
    mean: f64,
    second: f64,
    third: f64,
    fourth: f64,
    fifth: f64,
}

/// The quantile of a count at normal score z: third-order Cornish-Fisher, rounded at the half-way points.
///
/// The lattice is met by Sheppard's corrections: second cumulant - 1/12, fourth + 1/120, because the distribution
/// function between the lattice points has the count's characteristic function times (t/2) / sin(t/2).
#[inline(always)]
fn lattice_quantile(z: f64, c: &Cumulants) -> f64 {
    let second = c.second - 1.0 / 12.0;
    let sd = second.sqrt();
    let g1 = c.third / (second * sd);
    let g2 = (c.fourth + 1.0 / 120.0) / (second * second);
    let g3 = c.fifth / (second * second * sd);
    let zz = z * z;
    let first = g1 * (zz - 1.0) / 6.0;
    let next = g2 * z * (zz - 3.0) / 24.0 - g1 * g1 * z * (2.0 * zz - 5.0) / 36.0;
    let last = g3 * (zz * (zz - 6.0) + 3.0) / 120.0 - g1 * g2 * (zz * (zz - 5.0) + 2.0) / 24.0
        + g1 * g1 * g1 * (zz * (12.0 * zz - 53.0) + 17.0) / 324.0;
    (c.mean + sd * (z + first + next + last) + 0.5).floor()
}
