//! What holds for every family: quantile against distribution function, table against quantile, truncation, moments.

mod percentiles;

use super::moments::moments_by_score;
use super::table::{REACH, TOLERANCE};
use super::*;
use statrs::distribution::{ContinuousCDF, Normal as StatrsNormal};

const WIDE: Domain = Domain::ANY;

fn interval(min: f64, max: f64) -> Domain {
    Domain { min, above_min: false, max, below_max: false }
}

/// Laws of every smooth family, plain and extreme, each with the domain of a field that it could stand in.
fn smooth_laws() -> Vec<Law> {
    let ok = |dist: Result<Dist, DistError>| dist.expect("valid");
    let quantiles =
        |alpha, low, median, high, domain| Law::new(ok(percentiles(alpha, low, median, high, domain)), domain);
    let mut laws = vec![
        Law::new(ok(normal(400.0, 60.0)), Domain::NON_NEGATIVE),
        Law::new(ok(normal(1.0, 0.7)), Domain::NON_NEGATIVE),
        Law::new(ok(normal(-3.0, 1.0)), Domain::NON_NEGATIVE),
        Law::new(ok(normal(0.2, 0.05)), Domain::SHARE),
        Law::new(ok(normal(100.0, 30.0)), interval(80.0, 150.0)),
        Law::new(ok(normal(1e9, 1e-3)), WIDE),
        Law::new(ok(lognormal(50_000.0, 40_000.0)), Domain::POSITIVE),
        Law::new(ok(lognormal(0.3, 0.2)), Domain::SHARE),
        Law::new(ok(lognormal(7e-7, 4e-6)), Domain::SHARE_BELOW_ONE),
        Law::new(ok(lognormal_from_median(1.0, 3.0)), Domain::NON_NEGATIVE),
        Law::new(ok(lognormal_from_median(1.0, 10.0)), Domain::NON_NEGATIVE),
        Law::new(ok(pert(3.0, 4.5, 9.0, 4.0)), Domain::NON_NEGATIVE),
        Law::new(ok(pert(-1.0, 0.0, 9.0, 4.0)), Domain::NON_NEGATIVE),
        Law::new(ok(pert(0.0, 0.0, 9.0, 4.0)), Domain::NON_NEGATIVE),
        Law::new(ok(pert(0.0, 9.0, 9.0, 100.0)), Domain::NON_NEGATIVE),
        quantiles(0.1, 0.17, Some(0.22), 0.31, Domain::SHARE),
        quantiles(0.2, 0.01, Some(0.03), 0.05, Domain::SHARE),
        quantiles(0.1, 0.5, Some(0.8), 0.9, Domain::SHARE_BELOW_ONE),
        quantiles(0.05, 0.1, None, 0.4, Domain::SHARE),
        quantiles(0.1, 2.0, None, 6.0, Domain::POSITIVE),
        quantiles(0.1, 20.0, Some(75.0), 110.0, Domain::NON_NEGATIVE),
        quantiles(0.05, 1.0, Some(3.0), 20.0, Domain::NON_NEGATIVE),
        quantiles(0.1, -0.5, Some(0.2), 1.5, Domain::GROWTH),
        quantiles(0.1, 1.0, Some(1.01), 30.0, Domain::NON_NEGATIVE),
        quantiles(0.1, 5.0, None, 9.0, WIDE),
        quantiles(0.025, 0.999, Some(0.9995), 0.9999, Domain::SHARE),
    ];
    for shape in [0.05, 0.3, 1.0, 3.6, 50.0] {
        laws.push(Law::new(ok(weibull(shape, 12.0)), Domain::NON_NEGATIVE));
    }
    for ratio in [10.0, 3.0, 1.0, 0.6, 0.2, 0.0707, 0.01, 1e-3, 1e-6, 4e-8] {
        laws.push(Law::new(ok(gamma(800.0, 800.0 * ratio)), Domain::POSITIVE));
    }
    for (mean, sd) in
        [(0.25, 0.08), (0.2, 0.04), (0.02, 0.01), (0.9, 0.2), (0.5, 0.45), (0.5, 1e-3), (0.001, 1e-4), (0.3, 1e-7)]
    {
        laws.push(Law::new(ok(beta(mean, sd, 0.0, 1.0)), Domain::SHARE_BELOW_ONE));
    }
    for (a, b) in [(0.01, 0.02), (0.05, 3.0), (5.0, 1e6), (150.0, 1e9), (1e6, 1e6)] {
        laws.push(Law::new(ok(beta_from_shapes(a, b, 0.0, 1.0)), Domain::SHARE));
    }
    laws
}

/// The laws with kinks, whole and truncated.
fn kinked_laws() -> Vec<Law> {
    let ok = |dist: Result<Dist, DistError>| dist.expect("valid");
    let mut laws = Vec::new();
    for domain in [WIDE, Domain::NON_NEGATIVE, Domain::POSITIVE, Domain::SHARE_BELOW_ONE, interval(0.25, 0.5)] {
        laws.push(Law::new(ok(uniform(-0.5, 1.2)), domain));
        laws.push(Law::new(ok(triangular(-0.5, 0.3, 1.2)), domain));
        laws.push(Law::new(ok(triangular(-0.5, -0.5, 1.2)), domain));
        laws.push(Law::new(ok(discrete(&[-1.0, 0.0, 0.25, 0.5, 1.0, 2.0], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0])), domain));
        laws.push(Law::new(ok(empirical(&[-0.2, 0.0, 0.0, 0.0, 0.4, 0.7, 0.7, 1.0, 1.3])), domain));
    }
    laws
}

fn scores() -> impl Iterator<Item = f64> {
    (-829..=829).map(|k| f64::from(k) / 100.0 + 0.000_7)
}

/// The range of most values, or a hundredth of that of nearly all.
fn spread(law: &Law) -> f64 {
    (law.quantile(0.9) - law.quantile(0.1)).max(0.01 * (law.quantile(0.9999) - law.quantile(0.0001)))
}

#[test]
fn the_distribution_function_undoes_the_quantile() {
    for law in smooth_laws() {
        for k in 1..200 {
            let u = f64::from(k) / 200.0;
            let x = law.quantile(u);
            if x <= law.min || x >= law.max {
                continue;
            }
            let back = law.cdf(x);
            // A few roundings of x move the probability by the density times 1e-15 x.
            let moved = (law.cdf(x * (1.0 + 1e-15)) - law.cdf(x * (1.0 - 1e-15))).abs();
            assert!((back - u).abs() <= 2e-13 + moved, "{} at {u}: {x} has {back}", law.dist.in_words());
        }
    }
}

#[test]
fn tables_agree_with_the_quantile_function() {
    for law in smooth_laws() {
        let spread = spread(&law);
        let Sampler::Table(table) = &law.sampler else { panic!("{} is smooth", law.dist.in_words()) };
        // The error between the knots is greatest a little off the middle; the steepest law here has as many knots as
        // may be.
        let tolerance = TOLERANCE * if table.cubics.len() == 16_384 { 4.0 } else { 1.01 };
        for z in scores() {
            let (table, exact) = (law.sampler.value(z), law.quantile_at(Level::of_score(z)));
            let allowed = tolerance * exact.abs().max(spread);
            assert!((table - exact).abs() <= allowed, "{} at z = {z}: {table} against {exact}", law.dist.in_words());
        }
    }
}

#[test]
fn samplers_rise_and_stay_in_the_domain() {
    for law in smooth_laws().into_iter().chain(kinked_laws()) {
        let mut before = f64::NEG_INFINITY;
        for k in -9000..=9000 {
            let x = law.sampler.value(f64::from(k) / 1000.0);
            assert!(law.domain.contains(x), "{} in {:?}: {x}", law.dist.in_words(), law.domain);
            // Two roundings of a cubic's terms.
            assert!(x >= before - 1e-15 * before.abs(), "{}: {x} after {before}", law.dist.in_words());
            before = x.max(before);
        }
        assert!(law.min <= law.sampler.value(-9.0) && law.sampler.value(9.0) <= law.max);
    }
}

#[test]
fn kinked_samplers_are_their_quantile_functions() {
    for law in kinked_laws() {
        for z in scores().filter(|z| z.abs() < 5.0) {
            let u = Level::of_score(z).below;
            let (x, exact) = (law.sampler.value(z), law.quantile(u));
            assert!((x - exact).abs() <= 1e-12, "{} at {u}: {x} against {exact}", law.dist.in_words());
            // Q(u) is the least x whose probability reaches u.
            assert!(law.cdf(x + 1e-12) >= u - 1e-15, "{} at {u}: {x}", law.dist.in_words());
            assert!(x - 1e-9 <= law.min || law.cdf(x - 1e-9) <= u, "{} at {u}: {x}", law.dist.in_words());
        }
    }
}

#[test]
fn moments_are_those_of_the_quantile_function() {
    for law in smooth_laws() {
        if matches!(law.dist, Dist::LogNormal(_) | Dist::Weibull(_)) && law.quantile(0.9) > 30.0 * law.quantile(0.5) {
            continue; // The scores up to 10 do not hold the second moment of such tails.
        }
        let (mean, sd) = moments_by_score(10.0, |z| law.quantile_at(Level::of_score(z)));
        // J-QPD-S tails reach a little beyond the score 10.
        assert!((law.mean() - mean).abs() <= 1e-9 * sd, "{}: {} {mean}", law.dist.in_words(), law.mean());
        assert!((law.sd() - sd).abs() <= 1e-6 * sd, "{}: {} {sd}", law.dist.in_words(), law.sd());
    }
    for law in kinked_laws() {
        // A mean over evenly spaced probabilities: off by at most the range over their number at each jump.
        let n = 200_000;
        let values: Vec<f64> = (0..n).map(|i| law.quantile((f64::from(i) + 0.5) / f64::from(n))).collect();
        let mean = values.iter().sum::<f64>() / f64::from(n);
        let sd = (values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / f64::from(n)).sqrt();
        assert!((law.mean() - mean).abs() <= 3e-5, "{} {:?}: {} {mean}", law.dist.in_words(), law.domain, law.mean());
        assert!((law.sd() - sd).abs() <= 3e-5, "{} {:?}: {} {sd}", law.dist.in_words(), law.domain, law.sd());
    }
}

#[test]
fn worked_case_a07_truncates_and_does_not_clamp() {
    let law = Law::new(normal(100.0, 30.0).expect("valid"), interval(80.0, 150.0));
    let close = |value: f64, expected: f64| {
        assert!((value - expected).abs() <= 1e-12 * expected, "{value} against {expected}");
    };
    close(law.mean(), 109.43113424822215);
    close(law.sd() * law.sd(), 323.8789521047704);
    close(law.cut_below, 0.2524925375469229);
    close(law.cut_above, 0.04779035227281471);
    let quantiles = [
        (0.05, 83.17700761210608),
        (0.1, 86.17543117650625),
        (0.25, 94.51174391742224),
        (0.5, 107.78312050349948),
        (0.75, 122.89121415358909),
        (0.9, 135.58745891186118),
        (0.95, 141.5991163342154),
    ];
    for (p, expected) in quantiles {
        close(law.quantile(p), expected);
    }
}

#[test]
fn every_family_refuses_what_is_no_number() {
    type Build = fn(f64) -> Result<Dist, DistError>;
    let builds: [Build; 30] = [
        |x| uniform(x, 1.0),
        |x| uniform(0.0, x),
        |x| triangular(x, 1.0, 2.0),
        |x| triangular(0.0, x, 2.0),
        |x| triangular(0.0, 1.0, x),
        |x| pert(x, 1.0, 2.0, 4.0),
        |x| pert(0.0, x, 2.0, 4.0),
        |x| pert(0.0, 1.0, x, 4.0),
        |x| pert(0.0, 1.0, 2.0, x),
        |x| normal(x, 1.0),
        |x| normal(0.0, x),
        |x| lognormal(x, 1.0),
        |x| lognormal(1.0, x),
        |x| lognormal_from_median(x, 1.0),
        |x| lognormal_from_median(1.0, x),
        |x| beta(x, 0.1, 0.0, 1.0),
        |x| beta(0.5, x, 0.0, 1.0),
        |x| beta(0.5, 0.1, x, 1.0),
        |x| beta(0.5, 0.1, 0.0, x),
        |x| beta_from_shapes(x, 1.0, 0.0, 1.0),
        |x| beta_from_shapes(1.0, x, 0.0, 1.0),
        |x| gamma(x, 1.0),
        |x| gamma(1.0, x),
        |x| weibull(x, 1.0),
        |x| weibull(1.0, x),
        |x| discrete(&[x], &[1.0]),
        |x| discrete(&[1.0], &[x]),
        |x| empirical(&[x]),
        |x| percentiles(0.1, x, None, 2.0, Domain::POSITIVE),
        |x| percentiles(0.1, 1.0, None, x, Domain::POSITIVE),
    ];
    for (i, build) in builds.iter().enumerate() {
        for x in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, -1e300] {
            assert!(build(x).is_err(), "{i}: {x}");
        }
    }
}

#[test]
fn the_independent_crate_agrees_where_it_is_sound() {
    use statrs::distribution::{Beta as B, Gamma as G, LogNormal as L, Triangular as T, Weibull as W};
    let agree = |law: Law, cdf: &dyn Fn(f64) -> f64| {
        for k in 1..100 {
            let u = f64::from(k) / 100.0;
            let back = cdf(law.quantile(u));
            // statrs gives about eleven digits for beta and gamma.
            assert!((back - u).abs() <= 1e-10, "{} at {u}: {back}", law.dist.in_words());
        }
    };
    let law = |dist: Result<Dist, DistError>| Law::new(dist.expect("valid"), WIDE);
    agree(law(normal(3.0, 2.0)), &|x| StatrsNormal::new(3.0, 2.0).expect("valid").cdf(x));
    agree(law(lognormal_from_median(1.0, 0.7)), &|x| L::new(0.0, 0.7).expect("valid").cdf(x));
    agree(law(triangular(1.0, 2.0, 6.0)), &|x| T::new(1.0, 6.0, 2.0).expect("valid").cdf(x));
    agree(law(weibull(1.7, 3.0)), &|x| W::new(1.7, 3.0).expect("valid").cdf(x));
    for (a, b) in [(1.8, 4.2), (19.8, 79.2), (2.0, 2.0), (300.0, 250.0)] {
        agree(law(beta_from_shapes(a, b, 0.0, 1.0)), &|x| B::new(a, b).expect("valid").cdf(x));
    }
    for shape in [1.0, 2.8, 30.0, 400.0] {
        let gamma = law(gamma(shape, f64::sqrt(shape)));
        agree(gamma, &|x| G::new(shape, 1.0).expect("valid").cdf(x));
    }
}

#[test]
fn atoms_on_a_closed_end_are_inside_and_on_an_open_end_outside() {
    let dist = || discrete(&[0.0, 1.0, 2.0], &[1.0, 1.0, 2.0]).expect("valid");
    assert_eq!(Law::new(dist(), Domain::NON_NEGATIVE).cut(), 0.0);
    assert_eq!(Law::new(dist(), Domain::POSITIVE).cut_below, 0.25);
    assert_eq!(Law::new(dist(), Domain::SHARE).cut_above, 0.5);
    let below_one = Law::new(dist(), Domain::SHARE_BELOW_ONE);
    assert_eq!((below_one.cut_above, below_one.constant()), (0.75, Some(0.0)));
    let past = Law::new(empirical(&[0.0, 0.0, 0.0, 6.0, 8.0]).expect("valid"), Domain::POSITIVE);
    assert_eq!(past.cut_below, 0.5);
    assert!(past.quantile(1e-12) > 0.0 && (past.quantile(0.5) - 6.0).abs() <= 1e-12);
}

#[test]
fn constants_and_laws_outside_their_domain() {
    assert_eq!(Law::new(empirical(&[4.0]).expect("valid"), WIDE).constant(), Some(4.0));
    assert_eq!(Law::new(empirical(&[4.0, 4.0]).expect("valid"), WIDE).constant(), Some(4.0));
    assert_eq!(Law::new(uniform(1.0, 2.0).expect("valid"), WIDE).constant(), None);
    for dist in [normal(-1000.0, 1.0), uniform(-2.0, -1.0), discrete(&[-5.0], &[1.0]), empirical(&[-3.0, -2.0])] {
        let law = Law::new(dist.expect("valid"), Domain::NON_NEGATIVE);
        assert_eq!((law.cut(), law.constant(), law.mean(), law.sd()), (1.0, Some(0.0), 0.0, 0.0));
        assert_eq!((law.sampler.value(-3.0), law.quantile(0.9), law.cdf(0.0)), (0.0, 0.0, 1.0));
    }
}

#[test]
fn scores_of_the_smallest_and_largest_uniforms_lie_in_the_table() {
    assert!(-crate::math::special::normal_quantile(f64::EPSILON / 4.0) < REACH);
}

#[test]
fn words_say_the_law_as_it_is_written() {
    let words = |dist: Result<Dist, DistError>| dist.expect("valid").in_words();
    assert_eq!(words(pert(3.0, 4.5, 9.0, 4.0)), "pert(min 3, mode 4.5, max 9)");
    assert_eq!(words(pert(3.0, 4.5, 9.0, 6.0)), "pert(min 3, mode 4.5, max 9, weight 6)");
    assert_eq!(
        words(percentiles(0.1, 0.17, Some(0.22), 0.27, Domain::SHARE)),
        "percentiles p10 0.17, p50 0.22, p90 0.27"
    );
    assert_eq!(words(percentiles(0.025, 2.0, None, 6.0, Domain::POSITIVE)), "percentiles p2.5 2, p97.5 6");
    assert_eq!(words(beta(0.25, 0.08, 0.0, 1.0)), "beta(mean 0.25, sd 0.08)");
    assert_eq!(words(beta_from_shapes(2.0, 3.0, 1.0, 5.0)), "beta(alpha 2, beta 3, min 1, max 5)");
    assert_eq!(words(lognormal_from_median(4.0, 0.5)), "lognormal(median 4, sd_log 0.5)");
    assert_eq!(words(discrete(&[0.0, 3.0], &[3.0, 1.0])), "discrete(0: 75 %, 3: 25 %)");
    assert_eq!(words(empirical(&[2.0, 1.0, 4.0])), "empirical(3 values from 1 to 4)");
}
