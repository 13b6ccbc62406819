//! The model's own chance events: drawn, or at their expectation (the plan as written).

use super::draws;
use crate::math::isa::{each_lane, kernel};
use crate::math::lanes::{LANES, Lanes};
use crate::sampling::counts;
use crate::sampling::gamma::{self, Address};
use crate::sampling::stream::Stream;

/// A kind of event of one segment: where its random numbers come from.
#[derive(Clone, Copy, Debug)]
pub struct Event {
    stream: Option<Stream>,
}

impl Event {
    /// The event `kind` of `segment`, such as "attrition of hired" of "enterprise".
    pub fn new(seed: u64, chance: draws::Chance, kind: &str, segment: &str) -> Self {
        let name = |suffix| format!("event {kind} / {segment}{suffix}");
        match chance {
            draws::Chance::Drawn(copy) => Self { stream: Some(Stream::new(seed, &name(copy.suffix()))) },
            draws::Chance::Expected => Self { stream: None },
        }
    }
}

/// When an event takes place: the block of trials, the month, and the planned or creation month where there are
/// several in a month.
#[derive(Clone, Copy, Debug)]
pub struct When {
    /// The block of 256 trials.
    pub block: u64,
    /// Month t.
    pub t: usize,
    /// Planned or creation month; 0 where there is only one.
    pub origin: usize,
}

impl When {
    /// The only event of its kind in month `t`.
    pub fn month(block: u64, t: usize) -> Self {
        Self { block, t, origin: 0 }
    }

    fn uniforms(self, stream: Stream) -> Lanes {
        let mut u = [0.0; LANES];
        stream.uniforms(self.block, self.t as u32, self.origin as u32, &mut u);
        u
    }
}

/// Bin(n, p); expected n p.
pub fn binomial(event: Event, when: When, n: &Lanes, p: &Lanes, out: &mut Lanes) {
    if all_zero(n) {
        *out = [0.0; LANES];
        return;
    }
    match event.stream {
        Some(stream) => counts::binomial(out, n, p, &when.uniforms(stream)),
        None => each_lane(|i| out[i] = n[i] * p[i]),
    }
}

/// Poi(mean); expected mean.
pub fn poisson(event: Event, when: When, mean: &Lanes, out: &mut Lanes) {
    match event.stream {
        Some(stream) => counts::poisson(out, mean, &when.uniforms(stream)),
        None => *out = *mean,
    }
}

/// ⌊x + u⌋, never below 0; expected max(x, 0).
pub fn rounded(event: Event, when: When, x: &Lanes, out: &mut Lanes) {
    match event.stream {
        Some(stream) => {
            let u = when.uniforms(stream);
            round_down(out, x, &u);
        }
        None => each_lane(|i| out[i] = x[i].max(0.0)),
    }
}

/// The sum of n gamma deals of a mean size and a coefficient of variation: κ² size Gamma(n / κ²); n size where κ is 0
/// and in expectation.
pub fn sum_of_deals(event: Event, when: When, n: &Lanes, size: &Lanes, dispersion: f64, out: &mut Lanes) {
    let Some(stream) = event.stream.filter(|_| dispersion > 0.0 && !all_zero(n)) else {
        each_lane(|i| out[i] = n[i] * size[i]);
        return;
    };
    let variance = dispersion * dispersion;
    let mut shape = [0.0; LANES];
    each_lane(|i| shape[i] = n[i] / variance);
    gamma::gamma(out, &shape, Address { stream, block: when.block, time: when.t as u32 });
    each_lane(|i| out[i] *= variance * size[i]);
}

/// The share of a pool's ARR that x of its n customers hold: x / n where κ is 0 and in expectation, else where
/// 0 < x < n a Beta(x / κ², (n - x) / κ²) draw. 0 where n is 0.
pub fn share_of_sizes(events: [Event; 2], when: When, x: &Lanes, n: &Lanes, dispersion: f64, out: &mut Lanes) {
    each_lane(|i| out[i] = if n[i] > 0.0 { x[i] / n[i] } else { 0.0 });
    let some_but_not_all = |i: usize| 0.0 < x[i] && x[i] < n[i];
    let (Some(first), Some(second)) = (events[0].stream, events[1].stream) else { return };
    if dispersion == 0.0 || !(0..LANES).any(some_but_not_all) {
        return;
    }
    let variance = dispersion * dispersion;
    let (mut a, mut b) = ([1.0; LANES], [1.0; LANES]);
    for i in (0..LANES).filter(|&i| some_but_not_all(i)) {
        (a[i], b[i]) = (x[i] / variance, (n[i] - x[i]) / variance);
    }
    let address = |stream| Address { stream, block: when.block, time: (when.t + (when.origin << 8)) as u32 };
    let mut share = [0.0; LANES];
    gamma::beta(&mut share, &a, &b, address(first), address(second));
    for i in (0..LANES).filter(|&i| some_but_not_all(i)) {
        out[i] = share[i];
    }
}

kernel! {
    fn round_down(out: &mut Lanes, x: &Lanes, u: &Lanes) {
        for i in 0..LANES {
            let whole = (x[i] + u[i]).floor();
            out[i] = if whole > 0.0 { whole } else { 0.0 };
        }
    }
}

fn all_zero(x: &Lanes) -> bool {
    x.iter().all(|&x| x == 0.0)
}
