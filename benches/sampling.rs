//! The samplers, 256 lanes a call: divide a time by 256 for the cost of one draw.

use divan::{Bencher, black_box, counter::ItemsCount};
use planodds::math::lanes::{LANES, Lanes};
use planodds::math::normal_table::normal_scores;
use planodds::sampling::counts;
use planodds::sampling::gamma::{self, Address};
use planodds::sampling::stream::Stream;

fn main() {
    divan::main();
}

fn uniforms(block: u64) -> Lanes {
    let mut u = [0.0; LANES];
    Stream::new(1, "bench").uniforms(block, 1, 0, &mut u);
    u
}

#[divan::bench]
fn uniform(bencher: Bencher) {
    let (stream, mut out, mut block) = (Stream::new(1, "bench"), [0.0; LANES], 0);
    bencher.counter(ItemsCount::new(LANES)).bench_local(|| {
        block += 1;
        stream.uniforms(black_box(block), 1, 0, &mut out);
    });
}

#[divan::bench]
fn normal(bencher: Bencher) {
    let (u, mut out) = (uniforms(3), [0.0; LANES]);
    bencher.counter(ItemsCount::new(LANES)).bench_local(|| normal_scores(&mut out, black_box(&u)));
}

/// Mean count with n = 10 times the mean.
#[divan::bench(args = [0.05, 0.3, 1.0, 3.0, 10.0, 18.0, 100.0])]
fn binomial(bencher: Bencher, mean: f64) {
    let (n, p, u, mut out) =
        ([(10.0 * mean).ceil(); LANES], [mean / (10.0 * mean).ceil(); LANES], uniforms(5), [0.0; LANES]);
    bencher
        .counter(ItemsCount::new(LANES))
        .bench_local(|| counts::binomial(&mut out, black_box(&n), black_box(&p), &u));
}

#[divan::bench(args = [0.3, 3.0, 15.0, 100.0])]
fn poisson(bencher: Bencher, mean: f64) {
    let (mean, u, mut out) = ([mean; LANES], uniforms(5), [0.0; LANES]);
    bencher.counter(ItemsCount::new(LANES)).bench_local(|| counts::poisson(&mut out, black_box(&mean), &u));
}

/// With its uniforms.
#[divan::bench(args = [0.4, 1.5, 30.0])]
fn gamma_sum(bencher: Bencher, shape: f64) {
    let (stream, shape, mut out, mut block) = (Stream::new(1, "bench"), [shape; LANES], [0.0; LANES], 0);
    bencher.counter(ItemsCount::new(LANES)).bench_local(|| {
        block += 1;
        gamma::gamma(&mut out, black_box(&shape), Address { stream, block, time: 1 });
    });
}
