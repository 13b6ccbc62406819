//! The regularised incomplete gamma functions P and Q.

use super::level::Level;
use super::quadrature::log_concave_tail;
use super::special::{HALF_LN_TWO_PI, ln_less_excess, stirling_remainder};

/// Above this shape the tail is integrated: series and fraction would take about 5 sqrt(shape) terms.
const LARGE_SHAPE: f64 = 200.0;
/// More terms than shapes up to [`LARGE_SHAPE`] ever need; an end for the loops.
const MOST_TERMS: u32 = 2_000;

/// P(a, x) below and Q(a, x) above, a > 0: the distribution function of the gamma law with shape `a` and scale 1
/// (DLMF 8.2.4). About 1e-13 relative on the smaller side; 1e-12 for shapes below 0.01.
///
/// The series 8.11.4 below a + 1, the continued fraction 8.9.2 above (Lentz's method, DLMF 3.10.iii), and beyond
/// shape 200 the integral of the density. All below is 0 for x <= 0.
pub fn incomplete_gamma(a: f64, x: f64) -> Level {
    if x <= 0.0 {
        return Level::NONE_BELOW;
    }
    if x == f64::INFINITY {
        return Level::NONE_ABOVE;
    }
    incomplete_gamma_from(a, x, gamma_density_in_log(a, x))
}

/// The same where [`gamma_density_in_log`] is known already; 0 < x < infinity.
pub fn incomplete_gamma_from(a: f64, x: f64, density: f64) -> Level {
    if a > LARGE_SHAPE {
        large_shape(a, x, density)
    } else if x < a + 1.0 {
        Level::of(density * series(a, x))
    } else {
        Level::of_above(density * fraction(a, x))
    }
}

/// x^a e^-x / Gamma(a): the density of ln x where x is gamma with shape `a` and scale 1; x > 0.
///
/// Written round the mean, so that large shapes cancel nothing:
/// sqrt(a / 2 pi) exp(a (ln(1 + t) - t) - remainder), t = (x - a) / a.
pub fn gamma_density_in_log(a: f64, x: f64) -> f64 {
    let exponent = a * ln_less_excess(x / a, (x - a) / a) - stirling_remainder(a) - HALF_LN_TWO_PI;
    a.sqrt() * libm::exp(exponent)
}

/// P(a, x) / (x^a e^-x / Gamma(a)) = sum over n of x^n / (a (a+1) ... (a+n)).
fn series(a: f64, x: f64) -> f64 {
    let mut term = 1.0 / a;
    let mut sum = term;
    for n in 1..MOST_TERMS {
        term *= x / (a + f64::from(n));
        sum += term;
        if term <= 1e-17 * sum {
            break;
        }
    }
    sum
}

/// Q(a, x) / (x^a e^-x / Gamma(a)) as a continued fraction.
fn fraction(a: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut value = d;
    for n in 1..MOST_TERMS {
        let n = f64::from(n);
        let numerator = n * (a - n);
        b += 2.0;
        let denominator = numerator * d + b;
        d = 1.0 / if denominator.abs() < TINY { TINY } else { denominator };
        c = b + numerator / c;
        let factor = c * d;
        value *= factor;
        if (factor - 1.0).abs() <= 2e-16 {
            break;
        }
    }
    value
}

/// The tail away from the mode, integrated.
fn large_shape(a: f64, x: f64, density: f64) -> Level {
    let mode = a - 1.0;
    let away = x - mode;
    let exponent = |away: f64| mode * ln_less_excess(1.0 + away / mode, away / mode);
    let here = exponent(away);
    let z = away.abs() / a.sqrt();
    let tail = |direction: f64, end: f64| {
        let g = |w: f64| exponent(away + direction * w) - here;
        density / x * log_concave_tail(g, a.sqrt(), z, end)
    };
    if away >= 0.0 { Level::of_above(tail(1.0, f64::INFINITY)) } else { Level::of(tail(-1.0, x)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// (a, x, P, Q) by Python's mpmath with 60 digits (hypergeometric functions; at shape 1e6 quadrature).
    const KNOWN: [(f64, f64, f64, f64); 24] = [
        (1e-3, 1e-300, 0.5014761980108866, 0.4985238019891134),
        (1e-3, 1e-5, 0.989_123_044_695_782_7, 0.010_876_955_304_217_33),
        (1e-3, 0.5, 0.999_439_933_343_529_2, 0.000_560_066_656_470_749_8),
        (1e-3, 5.0, 0.999_998_849_018_660_3, 1.150_981_339_730_861e-6),
        (0.5, 1e-10, 1.1283791670579e-5, 0.999_988_716_208_329_4),
        (0.5, 0.3, 0.561_421_973_919_000_2, 0.438_578_026_080_999_9),
        (0.5, 30.0, 0.999_999_999_999_990_6, 9.485_737_571_073_848e-15),
        (2.5, 0.01, 2.987_601_531_906_594e-6, 0.999_997_012_398_468),
        (2.5, 2.0, 0.450_584_048_647_219_8, 0.549_415_951_352_780_2),
        (2.5, 40.0, 0.999_999_999_999_999_1, 8.391_825_114_831_611e-16),
        (50.0, 20.0, 1.245_892_607_971_938e-8, 0.999_999_987_541_073_9),
        (50.0, 51.0, 0.574_394_859_516_859_6, 0.42560514048314036),
        (50.0, 120.0, 0.999_999_999_999_839_9, 1.600_822_679_334_483e-13),
        (199.0, 150.0, 7.714_758_957_979_448e-5, 0.999_922_852_410_420_2),
        (201.0, 150.0, 4.205_885_786_379_841e-5, 0.9999579411421362),
        (201.0, 202.0, 0.5374146515930257, 0.4625853484069743),
        (1000.0, 800.0, 5.5014197761792281e-12, 0.999_999_999_994_498_6),
        (1000.0, 1010.0, 0.627_678_944_736_994_7, 0.372_321_055_263_005_3),
        (1000.0, 1300.0, 1.0, 1.8736155715785551e-18),
        (1e6, 994000.0, 9.178_900_262_302_024e-10, 0.999_999_999_082_11),
        (1e6, 1000100.0, 0.539_958_828_431_723_6, 0.460_041_171_568_276_4),
        (1e6, 1008000.0, 0.999_999_999_999_999_2, 7.370_278_579_605_256e-16),
        (200.5, 190.0, 0.23231546188211384, 0.767_684_538_117_886_2),
        (200.5, 260.0, 0.999_945_403_348_317_4, 5.4596651682633175e-5),
    ];

    #[test]
    fn agrees_with_known_values_on_both_sides() {
        for (a, x, below, above) in KNOWN {
            let level = incomplete_gamma(a, x);
            // Q of shape 0.001 is 1 - P with P near 1: three to four digits go.
            let relative = if a < 0.01 { 1e-12 } else { 2e-13 };
            assert!((level.below - below).abs() <= relative * below, "P({a}, {x}) = {}, not {below}", level.below);
            // What is lost on the larger side is a rounding of 1.
            let slack = relative * above + if above < 1e-3 && below > 0.9 { 0.0 } else { 2e-16 };
            assert!((level.above - above).abs() <= slack, "Q({a}, {x}) = {}, not {above}", level.above);
        }
    }

    #[test]
    fn the_ways_of_computing_agree_where_they_meet() {
        for x in [130.0, 190.0, 199.0, 200.5, 215.0, 290.0] {
            let (small, large) = (incomplete_gamma(200.0, x), incomplete_gamma(200.0 * (1.0 + 1e-15), x));
            assert!((small.below - large.below).abs() <= 1e-12 * small.below, "{x}: {small:?} {large:?}");
            assert!((small.above - large.above).abs() <= 1e-12 * small.above, "{x}: {small:?} {large:?}");
        }
    }

    #[test]
    fn ends() {
        assert_eq!(incomplete_gamma(2.0, 0.0), Level::NONE_BELOW);
        assert_eq!(incomplete_gamma(2.0, f64::INFINITY), Level::NONE_ABOVE);
        assert_eq!(incomplete_gamma(1e12, 1e9).below, 0.0);
    }
}
