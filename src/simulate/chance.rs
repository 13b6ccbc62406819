//! The model's own chance events: drawn, or at their expectation (the plan as written), or in each trial as a switch
//! says.

use super::block::BlockSpec;
use super::draws::{self, Copy, Player};
use crate::math::isa::{each_lane, kernel};
use crate::math::lanes::{LANES, Lanes};
use crate::sampling::counts;
use crate::sampling::gamma::{self, Address};
use crate::sampling::stream::Stream;

/// A kind of event of one segment: where its random numbers come from.
#[derive(Clone, Copy, Debug)]
pub struct Event {
    stream: Option<Stream>,
    /// Drawn in the trials only in which this player is on.
    player: Option<Player>,
}

impl Event {
    /// The event `kind` of `segment`, such as "attrition of hired" of "enterprise".
    pub fn new(seed: u64, chance: draws::Chance, kind: &str, segment: &str) -> Self {
        let stream = |copy: Copy| Some(Stream::new(seed, &format!("event {kind} / {segment}{}", copy.suffix())));
        match chance {
            draws::Chance::Drawn(copy) => Self { stream: stream(copy), player: None },
            draws::Chance::Switched(player) => Self { stream: stream(Copy::A), player: Some(player) },
            draws::Chance::Expected => Self { stream: None, player: None },
        }
    }
}

/// When an event takes place: the block of trials, the month, and the planned or creation month where there are
/// several in a month.
#[derive(Clone, Copy, Debug)]
pub struct When<'a> {
    /// The block of 256 trials.
    pub block: &'a BlockSpec,
    /// Month t.
    pub t: usize,
    /// Planned or creation month; 0 where there is only one.
    pub origin: usize,
}

impl<'a> When<'a> {
    /// The only event of its kind in month `t`.
    pub fn month(block: &'a BlockSpec, t: usize) -> Self {
        Self { block, t, origin: 0 }
    }

    fn uniforms(self, stream: Stream) -> Lanes {
        let mut u = [0.0; LANES];
        stream.uniforms(self.block.number, self.t as u32, self.origin as u32, &mut u);
        u
    }

    /// The lanes in which an event is drawn; `None`: in all.
    fn on(self, event: Event) -> Option<&'a [bool; LANES]> {
        event.player.map(|player| self.block.switches.of(player))
    }
}

/// Bin(n, p); expected n p.
pub fn binomial(event: Event, when: When<'_>, n: &Lanes, p: &Lanes, out: &mut Lanes) {
    if all_zero(n) {
        *out = [0.0; LANES];
        return;
    }
    match (event.stream, when.on(event)) {
        (Some(stream), None) => counts::binomial(out, n, p, &when.uniforms(stream)),
        (Some(stream), Some(on)) => {
            // an expected count need not be whole, so it is kept from the sampler
            let whole = lanes(|i| if on[i] { n[i] } else { 0.0 });
            counts::binomial(out, &whole, p, &when.uniforms(stream));
            expect(on, out, |i| n[i] * p[i]);
        }
        (None, _) => each_lane(|i| out[i] = n[i] * p[i]),
    }
}

/// Poi(mean); expected mean.
pub fn poisson(event: Event, when: When<'_>, mean: &Lanes, out: &mut Lanes) {
    let Some(stream) = event.stream else {
        *out = *mean;
        return;
    };
    counts::poisson(out, mean, &when.uniforms(stream));
    if let Some(on) = when.on(event) {
        expect(on, out, |i| mean[i]);
    }
}

/// ⌊x + u⌋, never below 0; expected max(x, 0).
pub fn rounded(event: Event, when: When<'_>, x: &Lanes, out: &mut Lanes) {
    let Some(stream) = event.stream else {
        each_lane(|i| out[i] = x[i].max(0.0));
        return;
    };
    round_down(out, x, &when.uniforms(stream));
    if let Some(on) = when.on(event) {
        expect(on, out, |i| x[i].max(0.0));
    }
}

/// The sum of n gamma deals of a mean size and a coefficient of variation: κ² size Gamma(n / κ²); n size where κ is 0
/// and in expectation.
pub fn sum_of_deals(event: Event, when: When<'_>, n: &Lanes, size: &Lanes, dispersion: f64, out: &mut Lanes) {
    let Some(stream) = event.stream.filter(|_| dispersion > 0.0 && !all_zero(n)) else {
        each_lane(|i| out[i] = n[i] * size[i]);
        return;
    };
    let variance = dispersion * dispersion;
    let mut shape = [0.0; LANES];
    each_lane(|i| shape[i] = n[i] / variance);
    gamma::gamma(out, &shape, Address { stream, block: when.block.number, time: when.t as u32 });
    each_lane(|i| out[i] *= variance * size[i]);
    if let Some(on) = when.on(event) {
        expect(on, out, |i| n[i] * size[i]);
    }
}

/// The share of a pool's ARR that x of its n customers hold: x / n where κ is 0 and in expectation, else where
/// 0 < x < n a Beta(x / κ², (n - x) / κ²) draw. 0 where n is 0.
pub fn share_of_sizes(events: [Event; 2], when: When<'_>, x: &Lanes, n: &Lanes, dispersion: f64, out: &mut Lanes) {
    each_lane(|i| out[i] = if n[i] > 0.0 { x[i] / n[i] } else { 0.0 });
    let on = when.on(events[0]);
    let drawn = |i: usize| 0.0 < x[i] && x[i] < n[i] && on.is_none_or(|on| on[i]);
    let (Some(first), Some(second)) = (events[0].stream, events[1].stream) else { return };
    if dispersion == 0.0 || !(0..LANES).any(drawn) {
        return;
    }
    let variance = dispersion * dispersion;
    let (mut a, mut b) = ([1.0; LANES], [1.0; LANES]);
    for i in (0..LANES).filter(|&i| drawn(i)) {
        (a[i], b[i]) = (x[i] / variance, (n[i] - x[i]) / variance);
    }
    let time = (when.t + (when.origin << 8)) as u32;
    let address = |stream| Address { stream, block: when.block.number, time };
    let mut share = [0.0; LANES];
    gamma::beta(&mut share, &a, &b, address(first), address(second));
    for i in (0..LANES).filter(|&i| drawn(i)) {
        out[i] = share[i];
    }
}

/// Puts the expected value where nothing is drawn.
fn expect(on: &[bool; LANES], out: &mut Lanes, expected: impl Fn(usize) -> f64) {
    each_lane(|i| out[i] = if on[i] { out[i] } else { expected(i) });
}

fn lanes(value: impl Fn(usize) -> f64) -> Lanes {
    let mut out = [0.0; LANES];
    each_lane(|i| out[i] = value(i));
    out
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
