//! Samplers against independent distribution functions, in release: fixed seeds, a million draws, p > 1e-6.
//!
//! A p-value of 1e-6 a test keeps the odds of a false alarm of a right sampler, over all tests here, below 1 in 1,000;
//! seeds are fixed, so that a test which passes keeps passing until the code changes.

#[path = "statistics/comparing.rs"]
mod comparing;
#[path = "statistics/drivers.rs"]
mod drivers;
#[path = "statistics/sensitivity.rs"]
mod sensitivity;
#[path = "statistics/triggers.rs"]
mod triggers;

use planodds::math::lanes::{LANES, Lanes};
use planodds::sampling::counts;
use planodds::sampling::gamma::{self, Address};
use planodds::sampling::stream::Stream;
use rand_distr::Distribution;
use statrs::distribution::{Beta, Binomial, ChiSquared, ContinuousCDF, DiscreteCDF, Gamma, Poisson};

const BLOCKS: u64 = 4000;
const DRAWS: f64 = (BLOCKS * LANES as u64) as f64;
const LEAST_P: f64 = 1e-6;

/// Pearson's chi-square p-value of counts against a distribution function, cells of at least 20 expected.
fn chi_square_p(draws: &[f64], cdf: impl Fn(u64) -> f64) -> f64 {
    let most = draws.iter().fold(0.0, |a: f64, &b| a.max(b)) as usize;
    let mut observed = vec![0.0; most + 2];
    draws.iter().for_each(|&x| observed[x as usize] += 1.0);
    let n = draws.len() as f64;
    let (mut statistic, mut cells, mut seen, mut below) = (0.0, 0.0, 0.0, 0.0);
    for (k, count) in observed.iter().enumerate() {
        seen += count;
        let up_to = if k + 1 == observed.len() { 1.0 } else { cdf(k as u64) };
        let expected = (up_to - below) * n;
        let rest = (1.0 - up_to) * n;
        if (expected >= 20.0 && rest >= 20.0) || k + 1 == observed.len() {
            if expected > 0.0 {
                statistic += (seen - expected) * (seen - expected) / expected;
            }
            (cells, seen, below) = (cells + 1.0, 0.0, up_to);
        }
    }
    if cells < 2.0 { 1.0 } else { ChiSquared::new(cells - 1.0).unwrap().sf(statistic) }
}

/// Kolmogorov-Smirnov p-value (asymptotic) of draws against a continuous distribution function.
fn ks_p(draws: &mut [f64], cdf: impl Fn(f64) -> f64) -> f64 {
    draws.sort_by(f64::total_cmp);
    let n = draws.len() as f64;
    let distance = draws.iter().enumerate().fold(0.0, |worst: f64, (i, &x)| {
        let f = cdf(x);
        worst.max((f - i as f64 / n).abs()).max(((i + 1) as f64 / n - f).abs())
    });
    let t = distance * n.sqrt();
    (1..100).map(|k| 2.0 * (-1f64).powi(k - 1) * (-2.0 * (k * k) as f64 * t * t).exp()).sum::<f64>().clamp(0.0, 1.0)
}

fn draws(name: &str, mut draw: impl FnMut(u64, &Lanes, &mut Lanes)) -> Vec<f64> {
    let stream = Stream::new(2027, name);
    let mut out = Vec::with_capacity(DRAWS as usize);
    for block in 0..BLOCKS {
        let (mut u, mut values) = ([0.0; LANES], [0.0; LANES]);
        stream.uniforms(block, 1, 0, &mut u);
        draw(block, &u, &mut values);
        out.extend_from_slice(&values);
    }
    out
}

/// Small to huge n, p near 0 and 1, and both sides of every change of method.
const BINOMIALS: [(f64, f64); 18] = [
    (1.0, 0.5),
    (1.0, 0.003),
    (2.0, 0.024),
    (7.0, 0.999),
    (30.0, 0.22),
    (79.0, 0.5),
    (80.0, 0.499),
    (81.0, 0.5),
    (82.0, 0.501),
    (100.0, 0.72),
    (100.0, 0.73),
    (1000.0, 0.0203),
    (1000.0, 0.0205),
    (1000.0, 0.98),
    (5000.0, 0.3),
    (1e6, 1e-6),
    (1e6, 3e-5),
    (1e9, 0.1),
];

#[test]
fn binomials_follow_the_binomial_law() {
    for (n, p) in BINOMIALS {
        let sample =
            draws(&format!("binomial {n} {p}"), |_, u, out| counts::binomial(out, &[n; LANES], &[p; LANES], u));
        assert!(
            sample.iter().all(|&k| k >= 0.0 && k <= n && k.fract() == 0.0),
            "n {n} p {p}: not a whole count in range"
        );
        let law = Binomial::new(p, n as u64).unwrap();
        if n <= 1e6 {
            let p_value = chi_square_p(&sample, |k| law.cdf(k));
            assert!(p_value > LEAST_P, "n {n} p {p}: chi-square p {p_value:e}");
        } else {
            let (mean, sd) = (n * p, (n * p * (1.0 - p)).sqrt());
            let p_value = ks_p(&mut sample.clone(), |k| normal_cdf((k + 0.5 - mean) / sd));
            // steps of one are 1e-4 sd here, far below what a million draws resolve
            assert!(p_value > LEAST_P, "n {n} p {p}: KS p {p_value:e}");
        }
    }
}

fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x / std::f64::consts::SQRT_2)
}

const POISSONS: [f64; 9] = [1e-4, 0.3, 1.0, 4.0, 12.0, 19.99, 20.01, 64.0, 1000.0];

#[test]
fn poissons_follow_the_poisson_law() {
    for mean in POISSONS {
        let sample = draws(&format!("poisson {mean}"), |_, u, out| counts::poisson(out, &[mean; LANES], u));
        let law = Poisson::new(mean).unwrap();
        let p_value = chi_square_p(&sample, |k| law.cdf(k));
        assert!(p_value > LEAST_P, "mean {mean}: chi-square p {p_value:e}");
        let mut generator = Stream::new(9, &format!("independent {mean}")).sequence();
        let independent = rand_distr::Poisson::new(mean).unwrap();
        let other: f64 = (0..200_000).map(|_| independent.sample(&mut generator)).sum::<f64>() / 200_000.0;
        let ours = sample.iter().sum::<f64>() / DRAWS;
        assert!((ours - other).abs() < 5.0 * (mean / 200_000.0 + mean / DRAWS).sqrt(), "mean {mean}: {ours} {other}");
    }
}

/// The distribution function that a sampler in fact has: the greatest uniform that gives at most k, by bisection.
fn sampled_cdf(k: &Lanes, draw: impl Fn(&Lanes, &mut Lanes)) -> Lanes {
    let (mut low, mut high) = ([0.0; LANES], [1.0; LANES]);
    for _ in 0..60 {
        let middle: Lanes = std::array::from_fn(|i| 0.5 * (low[i] + high[i]));
        let clamped: Lanes = middle.map(|u| u.clamp(1e-16, 1.0 - 1e-16));
        let mut count = [0.0; LANES];
        draw(&clamped, &mut count);
        for i in 0..LANES {
            if count[i] <= k[i] { low[i] = middle[i] } else { high[i] = middle[i] }
        }
    }
    low
}

/// The greatest error of a sampler's distribution function over the counts within 8 standard deviations.
fn worst_cdf_error(mean: f64, variance: f64, cdf: impl Fn(u64) -> f64, draw: impl Fn(&Lanes, &mut Lanes)) -> f64 {
    let first = (mean - 8.0 * variance.sqrt()).max(0.0).floor();
    let last = mean + 8.0 * variance.sqrt();
    let mut worst: f64 = 0.0;
    let mut start = first;
    while start <= last {
        let k: Lanes = std::array::from_fn(|i| start + i as f64);
        let sampled = sampled_cdf(&k, &draw);
        (0..LANES).for_each(|i| worst = worst.max((sampled[i] - cdf(k[i] as u64)).abs()));
        start += LANES as f64;
    }
    worst
}

#[test]
fn the_stated_error_of_the_count_samplers_holds() {
    let mut worst: f64 = 0.0;
    for (n, p) in [
        (84.0, 0.6),
        (84.0, 0.4),
        (125.0, 0.2),
        (210.0, 0.107),
        (2011.0, 0.01005),
        (1e6, 2.01e-5),
        (1000.0, 0.3),
        (4000.0, 0.9),
    ] {
        let law = Binomial::new(p, n as u64).unwrap();
        let draw = |u: &Lanes, out: &mut Lanes| counts::binomial(out, &[n; LANES], &[p; LANES], u);
        let error = worst_cdf_error(n * p, n * p * (1.0 - p), |k| law.cdf(k), draw);
        println!("binomial n {n} p {p}: npq {:.2}, CDF error {error:.2e}", n * p * (1.0 - p));
        worst = worst.max(error);
    }
    for mean in [20.001, 25.0, 40.0, 100.0, 1000.0] {
        let law = Poisson::new(mean).unwrap();
        let error = worst_cdf_error(mean, mean, |k| law.cdf(k), |u, out| counts::poisson(out, &[mean; LANES], u));
        println!("Poisson mean {mean}: CDF error {error:.2e}");
        worst = worst.max(error);
    }
    assert!(worst < 2e-5, "{worst:e}");
}

#[test]
fn exact_inversion_is_exact() {
    for (n, p) in [(3.0, 0.4), (40.0, 0.5), (79.0, 0.5), (100.0, 0.01), (100.0, 0.99), (1e4, 1.9e-3)] {
        let law = Binomial::new(p, n as u64).unwrap();
        let draw = |u: &Lanes, out: &mut Lanes| counts::binomial(out, &[n; LANES], &[p; LANES], u);
        // what is left is rounding, ours and that of the reference's incomplete beta function
        let error = worst_cdf_error(n * p, n * p * (1.0 - p), |k| law.cdf(k), draw);
        assert!(error < 1e-10, "n {n} p {p}: {error:e}");
    }
}

#[test]
fn under_the_same_uniform_more_is_never_less() {
    let stream = Stream::new(3, "monotone");
    let (mut compared, mut fewer) = (0u64, 0u64);
    for block in 0..400 {
        let (mut u, mut v, mut w) = ([0.0; LANES], [0.0; LANES], [0.0; LANES]);
        stream.uniforms(block, 1, 0, &mut u);
        stream.uniforms(block, 2, 0, &mut v);
        stream.uniforms(block, 3, 0, &mut w);
        let n: Lanes = std::array::from_fn(|i| (v[i] * v[i] * 300.0).floor());
        let p: Lanes = w;
        let more_n: Lanes = n.map(|n| n + 1.0);
        let more_p: Lanes = p.map(|p| p + 0.01 * (1.0 - p));
        let mean: Lanes = n.map(|n| n / 4.0);
        let more_mean: Lanes = mean.map(|m| m * 1.02 + 0.01);
        let (mut a, mut b, mut c, mut d, mut e) =
            ([0.0; LANES], [0.0; LANES], [0.0; LANES], [0.0; LANES], [0.0; LANES]);
        counts::binomial(&mut a, &n, &p, &u);
        counts::binomial(&mut b, &more_n, &p, &u);
        counts::binomial(&mut c, &n, &more_p, &u);
        counts::poisson(&mut d, &mean, &u);
        counts::poisson(&mut e, &more_mean, &u);
        for i in 0..LANES {
            for (less, more) in [(a[i], b[i]), (a[i], c[i]), (d[i], e[i])] {
                compared += 1;
                assert!(more >= less - 1.0, "more than one unit fewer: {less} then {more}");
                fewer += (more < less) as u64;
            }
        }
    }
    assert!((fewer as f64) < 1e-4 * compared as f64, "{fewer} of {compared}");
}

#[test]
fn gammas_follow_the_gamma_law() {
    for shape in [0.05, 0.44, 0.999, 1.0, 1.5625, 7.0, 300.0, 1e6] {
        let stream = Stream::new(11, &format!("gamma {shape}"));
        let mut sample = draws("unused", |block, _, out| {
            gamma::gamma(out, &[shape; LANES], Address { stream, block, time: 4 });
        });
        let law = Gamma::new(shape, 1.0).unwrap();
        let p_value = ks_p(&mut sample, |x| law.cdf(x));
        assert!(p_value > LEAST_P, "shape {shape}: KS p {p_value:e}");
    }
}

#[test]
fn betas_follow_the_beta_law() {
    for (a, b) in [(0.3, 0.5), (1.0, 1.0), (1.5625, 12.5), (40.0, 3.0), (2000.0, 5000.0)] {
        let (first, second) = (Stream::new(12, &format!("a {a} {b}")), Stream::new(12, &format!("b {a} {b}")));
        let mut sample = draws("unused", |block, _, out| {
            let at = |stream| Address { stream, block, time: 9 };
            gamma::beta(out, &[a; LANES], &[b; LANES], at(first), at(second));
        });
        let law = Beta::new(a, b).unwrap();
        let p_value = ks_p(&mut sample, |x| law.cdf(x));
        assert!(p_value > LEAST_P, "a {a} b {b}: KS p {p_value:e}");
    }
}

#[test]
fn tiny_gamma_shapes_neither_fail_nor_stick() {
    let stream = Stream::new(1, "tiny");
    let address = |time| Address { stream, block: 3, time };
    let mut out = [9.0; LANES];
    gamma::gamma(&mut out, &[0.0; LANES], address(1));
    assert_eq!(out, [0.0; LANES]);
    gamma::beta(&mut out, &[1e-4; LANES], &[1e-4; LANES], address(2), address(3));
    assert!(out.iter().all(|&x| (0.0..=1.0).contains(&x)));
    let above = out.iter().filter(|&&x| x > 0.5).count();
    assert!((88..=168).contains(&above), "{above} of 256: five standard errors round a half");
}

#[test]
fn neighbouring_streams_are_uncorrelated() {
    let blocks = 4000;
    let base = Stream::new(1, "segments.a.pipeline.win_rate");
    let others = [
        (Stream::new(2, "segments.a.pipeline.win_rate"), 0, 0),
        (Stream::new(1, "segments.b.pipeline.win_rate"), 0, 0),
        (base, 1, 0),
        (base, 0, 1),
    ];
    for (stream, later, index) in others {
        let (mut sum, mut equal) = (0.0, 0);
        for block in 0..blocks {
            let (mut u, mut v) = ([0.0; LANES], [0.0; LANES]);
            base.uniforms(block, 1, 0, &mut u);
            stream.uniforms(block, 1 + later, index, &mut v);
            sum += (0..LANES).map(|i| (u[i] - 0.5) * (v[i] - 0.5) * 12.0).sum::<f64>();
            equal += (0..LANES).filter(|&i| u[i] == v[i]).count();
        }
        let n = (blocks * LANES as u64) as f64;
        assert!((sum / n).abs() < 5.0 / n.sqrt(), "correlation {}", sum / n);
        assert_eq!(equal, 0);
    }
    let mut lagged = 0.0;
    let uniforms: Vec<f64> = (0..1_000_000).map(|trial| base.uniform(trial, 1, 0)).collect();
    uniforms.windows(2).for_each(|w| lagged += (w[0] - 0.5) * (w[1] - 0.5) * 12.0);
    assert!((lagged / 1e6).abs() < 5e-3, "neighbouring trials: {}", lagged / 1e6);
    let mut pairs: Vec<(u64, u64)> = uniforms.windows(2).map(|w| (w[0].to_bits(), w[1].to_bits())).collect();
    pairs.sort_unstable();
    assert!(pairs.windows(2).all(|w| w[0] != w[1]), "a pair of values occurs twice");
}

#[test]
fn uniforms_are_uniform() {
    let mut sample = draws("uniform", |_, u, out| *out = *u);
    let p_value = ks_p(&mut sample, |x| x);
    assert!(p_value > LEAST_P, "KS p {p_value:e}");
}
