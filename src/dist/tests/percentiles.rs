//! Laws through percentiles: that they pass through them, and what is refused.

use super::WIDE;
use crate::dist::*;

#[test]
fn worked_case_a02_lognormal_from_two_percentiles() {
    let law = Law::new(percentiles(0.1, 20_000.0, None, 80_000.0, Domain::POSITIVE).expect("valid"), Domain::POSITIVE);
    let expected = [
        (0.05, 16432.066157057645),
        (0.1, 20000.0),
        (0.25, 27773.189197201977),
        (0.5, 40000.0),
        (0.75, 57609.51645269434),
        (0.9, 80000.0),
        (0.95, 97370.59142211358),
    ];
    for (p, x) in expected {
        assert!((law.quantile(p) - x).abs() <= 1e-12 * x, "{p}: {}", law.quantile(p));
    }
    assert!((law.mean() - 46300.245475729374).abs() <= 1e-12 * 46_300.0);
    assert!((law.sd() - 26990.32122533251).abs() <= 1e-12 * 26_990.0);
}

#[test]
fn percentile_laws_agree_with_the_worked_case() {
    // The case `percentiles`: p1, p5, p10, p25, p50, p75, p90, p95, p99.
    let levels = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];
    let cases: [(Law, [f64; 9]); 7] = [
        (through(0.1, 50.0, Some(75.0), 130.0, Domain::NON_NEGATIVE), S_RIGHT),
        (through(0.1, 20.0, Some(75.0), 110.0, Domain::NON_NEGATIVE), S_LEFT),
        (through(0.25, 2.0, Some(3.0), 3.5, Domain::NON_NEGATIVE), S_P25),
        (through(0.1, 0.5, Some(0.8), 0.9, Domain::SHARE), B_LEFT),
        (through(0.2, 0.01, Some(0.03), 0.05, Domain::SHARE), B_P20),
        (through(0.05, 0.1, None, 0.4, Domain::SHARE), B_TWO),
        (through(0.1, -0.5, Some(0.2), 1.5, Domain::GROWTH), G_WIDE),
    ];
    for (law, values) in cases {
        for (p, expected) in levels.into_iter().zip(values) {
            // The growth case lists 1 + growth, the end of a month that starts with 1 unit.
            let shift = if law.domain == Domain::GROWTH { 1.0 } else { 0.0 };
            let x = law.quantile(p) + shift;
            assert!((x - expected).abs() <= 2e-12 * expected, "{} at {p}: {x}, not {expected}", law.dist.in_words());
        }
    }
}

fn through(alpha: f64, low: f64, median: Option<f64>, high: f64, domain: Domain) -> Law {
    Law::new(percentiles(alpha, low, median, high, domain).expect("valid"), domain)
}

const S_RIGHT: [f64; 9] = [
    38.744023807101776,
    45.515052147144644,
    49.99999999999999,
    59.57847857691982,
    74.99999999999997,
    98.51284198944413,
    129.99999999999997,
    155.15564126942914,
    219.5274245948828,
];
const S_LEFT: [f64; 9] = [
    5.5780126795561955,
    12.893888574200544,
    19.99999999999999,
    40.347130746761145,
    74.99999999999997,
    98.96253958553041,
    110.00000000000004,
    114.98180905632714,
    123.14859236298783,
];
const S_P25: [f64; 9] = [
    0.5872307903105105,
    0.9806321943872076,
    1.285843306759033,
    2.0,
    3.0000000000000004,
    3.5,
    3.723642019330932,
    3.8387886205184834,
    4.046307097547245,
];
const B_LEFT: [f64; 9] = [
    0.06794488859196696,
    0.3444261935803068,
    0.5000000000000001,
    0.6855570794451992,
    0.8,
    0.8630645122100502,
    0.8999999999999999,
    0.9179526119996072,
    0.9478407791791088,
];
const B_P20: [f64; 9] = [
    1.4438748522892976e-07,
    0.0004727739961997978,
    0.002890215727499992,
    0.013659323992273523,
    0.02999999999999999,
    0.04589502619149876,
    0.06264552956553113,
    0.07746974821731607,
    0.13500640102194233,
];
const B_TWO: [f64; 9] = [
    0.06751544850203933,
    0.09999999999999998,
    0.1214032225468143,
    0.16397227313684887,
    0.2214072029657289,
    0.28888799458703746,
    0.35684759797319965,
    0.4,
    0.48390914354758463,
];
const G_WIDE: [f64; 9] = [
    0.22496520570398507,
    0.381391466280917,
    0.5000000000000001,
    0.7699187670184864,
    1.2,
    1.7960474896003522,
    2.5,
    3.009464741931305,
    4.177600131846781,
];

#[test]
fn percentiles_are_met_whatever_they_are() {
    let mut met = 0;
    for alpha in [0.001, 0.025, 0.1, 0.25, 0.4] {
        for domain in [Domain::NON_NEGATIVE, Domain::SHARE, Domain::GROWTH] {
            for low in [1e-6, 0.01, 0.3, 0.9] {
                for to_median in [1e-9, 1e-4, 0.3, 0.5, 0.9, 0.999_999] {
                    let high = low + (1.0 - low) * 0.97;
                    let median = low + (high - low) * to_median;
                    let law = through(alpha, low, Some(median), high, domain);
                    for (p, x) in [(alpha, low), (0.5, median), (1.0 - alpha, high)] {
                        let off = (law.quantile(p) - x).abs();
                        assert!(off <= 1e-12 * x.abs().max(high - low), "{}: {off} at {p}", law.dist.in_words());
                        met += 1;
                    }
                }
            }
        }
    }
    assert_eq!(met, 5 * 3 * 4 * 6 * 3);
}

#[test]
fn nearly_symmetric_percentiles_change_nothing_suddenly() {
    for domain in [Domain::NON_NEGATIVE, Domain::SHARE] {
        let symmetric = through(0.1, 0.25, None, 0.5, domain);
        let median = symmetric.quantile(0.5);
        for nudge in [-1e-8, -1e-11, -1e-13, 0.0, 1e-13, 1e-11, 1e-8] {
            let nudged = through(0.1, 0.25, Some(median * (1.0 + nudge)), 0.5, domain);
            for p in [1e-6, 0.01, 0.3, 0.7, 0.99, 1.0 - 1e-6] {
                let (a, b) = (symmetric.quantile(p), nudged.quantile(p));
                // Far out the median's nudge counts up to some hundred times.
                assert!((a - b).abs() <= 300.0 * nudge.abs() * a + 1e-13, "{nudge} at {p}: {a} {b}");
            }
        }
    }
}

#[test]
fn percentiles_that_cannot_be_met_are_refused() {
    let refused = |alpha, low, median, high, domain| percentiles(alpha, low, median, high, domain).unwrap_err();
    let check = |error: DistError, parameter: &str, message: &str| {
        assert_eq!((error.parameter, error.message.as_str()), (parameter, message));
    };
    check(refused(0.1, 5.0, None, 5.0, Domain::POSITIVE), "high", "p90 must be above p10 = 5, got 5");
    check(refused(0.1, 5.0, Some(4.0), 9.0, Domain::POSITIVE), "median", "p50 must be above p10 = 5, got 4");
    check(refused(0.025, 5.0, Some(6.0), 6.0, Domain::POSITIVE), "high", "p97.5 must be above p50 = 6, got 6");
    check(refused(0.1, 0.0, None, 5.0, Domain::POSITIVE), "low", "p10 must be above 0, got 0");
    check(
        refused(0.1, 0.0, None, 5.0, Domain::NON_NEGATIVE),
        "low",
        "p10 must be above 0, got 0 (for a value that may be 0 itself take `pert` or `discrete`)",
    );
    check(refused(0.1, 17.0, Some(22.0), 27.0, Domain::SHARE), "high", "p90 must be below 1, got 27");
    check(refused(0.1, -1.5, None, 0.2, Domain::GROWTH), "low", "p10 must be above -1, got -1.5");
    assert_eq!(refused(0.1, f64::NAN, None, 5.0, Domain::POSITIVE).parameter, "low");
    assert_eq!(refused(0.1, 1.0, Some(f64::INFINITY), 5.0, Domain::POSITIVE).parameter, "median");
    assert_eq!(refused(0.1, 1.0, None, f64::INFINITY, Domain::POSITIVE).parameter, "high");
    assert_eq!(refused(0.1, 1e-90, None, 1e90, Domain::POSITIVE).parameter, "high");
    assert_eq!(refused(0.1, 1e10, Some(1e10 + 2e-6), 1.1e10, Domain::POSITIVE).parameter, "median");
    assert_eq!(refused(0.1, 1.0, Some(4.0), 5.0, WIDE).parameter, "median");
    for alpha in [0.0, 0.5, 0.9, f64::NAN] {
        assert_eq!(refused(alpha, 1.0, None, 2.0, Domain::POSITIVE).parameter, "low");
    }
}
