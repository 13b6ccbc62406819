//! Special functions of one number, the same bits on every platform: built on the `libm` crate only.

use std::f64::consts::FRAC_1_SQRT_2;

/// ln(2 pi) / 2.
pub const HALF_LN_TWO_PI: f64 = 0.918_938_533_204_672_7;

/// Standard normal density at `x`.
pub fn normal_density(x: f64) -> f64 {
    libm::exp(-0.5 * x * x - HALF_LN_TWO_PI)
}

/// Standard normal distribution function, erfc(-x / sqrt 2) / 2: small lower tails keep their relative accuracy
/// (for upper tails take `normal_cdf(-x)`).
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x * FRAC_1_SQRT_2)
}

/// Standard normal quantile of `p`: Wichura's PPND16 (Applied Statistics 37, 1988, algorithm AS 241), about 1e-15
/// relative also at 1e-300. For the upper tail take `-normal_quantile(1 - p)` with the complement at full accuracy.
/// Minus infinity at 0 and below, infinity at 1 and above, NaN for NaN.
pub fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * ratio(r, &CENTRE);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    if tail <= 0.0 {
        return f64::INFINITY.copysign(q);
    }
    let r = (-libm::log(tail)).sqrt();
    let size = if r <= 5.0 { ratio(r - 1.6, &MIDDLE) } else { ratio(r - 5.0, &FAR) };
    size.copysign(q)
}

/// ln(ratio) - t without cancellation, where ratio = 1 + t > 0 and both are known to full accuracy.
///
/// With r = t / (2 + t), ln(1 + t) = 2 artanh r (DLMF 4.6.4), so near 1 the difference is r (2 r^2 S - t) with
/// S = 1/3 + r^2/5 + r^4/7 + ...
pub fn ln_less_excess(ratio: f64, t: f64) -> f64 {
    if !(-0.4..=0.6).contains(&t) {
        return libm::log(ratio) - t;
    }
    let r = t / (2.0 + t);
    let r2 = r * r;
    // r^2 <= 1/16: fourteen terms leave less than 1e-17 of S.
    let mut sum = 0.0;
    for k in (0..14).rev() {
        sum = sum * r2 + 1.0 / f64::from(2 * k + 3);
    }
    r * (2.0 * r2 * sum - t)
}

/// ln of the gamma function, a > 0.
pub fn ln_gamma(a: f64) -> f64 {
    libm::lgamma(a)
}

/// What Stirling's formula lacks: ln Gamma(a) - ((a - 1/2) ln a - a + ln(2 pi) / 2), a > 0 (DLMF 5.11.1).
pub fn stirling_remainder(a: f64) -> f64 {
    if a < 10.0 {
        return ln_gamma(a) - (a - 0.5) * libm::log(a) + a - HALF_LN_TWO_PI;
    }
    let s = 1.0 / (a * a);
    let series = [1.0 / 12.0, -1.0 / 360.0, 1.0 / 1260.0, -1.0 / 1680.0, 1.0 / 1188.0, -691.0 / 360_360.0, 1.0 / 156.0];
    series.iter().rev().fold(0.0, |sum, c| sum * s + c) / a
}

/// Coefficients of a quotient of two polynomials, constants first.
type Quotient = [[f64; 8]; 2];

fn ratio(r: f64, [above, below]: &Quotient) -> f64 {
    let polynomial = |c: &[f64; 8]| c.iter().rev().fold(0.0, |sum, c| sum * r + c);
    polynomial(above) / polynomial(below)
}

const CENTRE: Quotient = [
    [
        3.387_132_872_796_366_5,
        1.331_416_678_917_843_8e2,
        1.971_590_950_306_551_3e3,
        1.373_169_376_550_946e4,
        4.592_195_393_154_987e4,
        6.726_577_092_700_87e4,
        3.343_057_558_358_813e4,
        2.509_080_928_730_122_7e3,
    ],
    [
        1.0,
        4.231_333_070_160_091e1,
        6.871_870_074_920_579e2,
        5.394_196_021_424_751e3,
        2.121_379_430_158_659_7e4,
        3.930_789_580_009_271e4,
        2.872_908_573_572_194_3e4,
        5.226_495_278_852_854e3,
    ],
];

const MIDDLE: Quotient = [
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        2.417_807_251_774_506e-1,
        2.272_384_498_926_918_4e-2,
        7.745_450_142_783_414e-4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        6.897_673_349_851e-1,
        1.481_039_764_274_800_8e-1,
        1.519_866_656_361_645_7e-2,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ],
];

const FAR: Quotient = [
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        2.965_605_718_285_048_7e-1,
        2.653_218_952_657_612_4e-2,
        1.242_660_947_388_078_4e-3,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    [
        1.0,
        5.998_322_065_558_88e-1,
        1.369_298_809_227_358e-1,
        1.487_536_129_085_061_5e-2,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ],
];

#[cfg(test)]
mod tests {
    use super::*;

    /// (p, quantile): worked case A01.
    const QUANTILES: [(f64, f64); 17] = [
        (1e-300, -37.0470962993612),
        (1e-20, -9.262340089798407),
        (1e-10, -6.361340902404057),
        (1e-6, -4.753424308822899),
        (0.001, -3.0902323061678136),
        (0.01, -2.326347874040841),
        (0.025, -1.9599639845400543),
        (0.05, -1.6448536269514726),
        (0.1, -1.2815515655446004),
        (0.2, -0.8416212335729142),
        (0.25, -0.6744897501960817),
        (0.4, -0.2533471031357998),
        (0.5, 0.0),
        (0.75, 0.6744897501960817),
        (0.9, 1.2815515655446004),
        (0.975, 1.9599639845400543),
        (0.999, 3.0902323061678136),
    ];

    #[test]
    fn normal_quantile_is_right_far_into_the_tail() {
        for (p, expected) in QUANTILES {
            let z = normal_quantile(p);
            assert!((z - expected).abs() <= 1e-12 * expected.abs(), "{p}: {z} against {expected}");
        }
    }

    #[test]
    fn normal_cdf_undoes_the_quantile() {
        for k in 1..=3000 {
            let p = libm::exp(-0.23 * f64::from(k));
            let back = normal_cdf(normal_quantile(p));
            // A rounding of z moves the probability by z^2 times as much, at most 1,400 times.
            assert!((back - p).abs() <= 1e-12 * p, "{p}: {back}");
        }
    }

    #[test]
    fn normal_quantile_at_the_ends() {
        assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
        assert_eq!(normal_quantile(1.0), f64::INFINITY);
        assert!(normal_quantile(f64::NAN).is_nan());
    }

    #[test]
    fn ln_less_excess_has_no_cancellation() {
        // t, and the value by Python's mpmath with 60 digits.
        for (t, expected) in LN_LESS_EXCESS {
            let value = ln_less_excess(1.0 + t, t);
            assert!((value - expected).abs() <= 4e-16 * expected.abs(), "{t}: {value} against {expected}");
        }
    }

    #[test]
    fn stirling_remainder_is_smooth_where_the_formula_changes() {
        // By Python's mpmath with 60 digits.
        for (a, expected) in STIRLING_REMAINDERS {
            let value = stirling_remainder(a);
            assert!((value - expected).abs() <= 5e-15, "{a}: {value} against {expected}");
        }
    }

    const LN_LESS_EXCESS: [(f64, f64); 8] = [
        (-0.9, -1.402_585_092_994_046),
        (-0.39, -0.10429632181478013),
        (-0.1, -0.005_360_515_657_826_302),
        (-1e-9, -5.000000003333334e-19),
        (1e-9, -4.999_999_996_666_667e-19),
        (0.1, -0.004_689_820_195_675_14),
        (0.59, -0.12626598376785983),
        (3.0, -1.6137056388801094),
    ];

    const STIRLING_REMAINDERS: [(f64, f64); 5] = [
        (0.001, 2.5422704679670945),
        (1.0, 0.081_061_466_795_327_26),
        (9.99, 0.008_338_896_797_734_33),
        (10.0, 0.008_330_563_433_362_87),
        (1e6, 8.333_333_333_333_056e-8),
    ];
}
