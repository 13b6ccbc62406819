//! The regularised incomplete beta function.

use super::level::Level;
use super::quadrature::log_concave_tail;
use super::special::{HALF_LN_TWO_PI, ln_less_excess, stirling_remainder};

/// Where both shapes are above this the tail is integrated: the fraction would take several sqrt(shape) terms.
const LARGE_SHAPE: f64 = 200.0;
/// More terms than shapes up to [`LARGE_SHAPE`] ever need; an end for the loop.
const MOST_TERMS: u32 = 2_000;

/// A point of (0, 1) by its distances from both ends, each to full relative accuracy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// Distance from 0.
    pub value: f64,
    /// Distance from 1.
    pub rest: f64,
}

impl Share {
    /// The share whose odds value / rest are `part` / `counterpart`, both positive.
    pub fn of_odds(part: f64, counterpart: f64) -> Self {
        Self { value: part / (part + counterpart), rest: counterpart / (part + counterpart) }
    }

    fn mirrored(self) -> Self {
        Self { value: self.rest, rest: self.value }
    }
}

/// I_x(a, b) below and I_(1-x)(b, a) above, a, b > 0: the distribution function of the beta law (DLMF 8.17.2).
/// About 1e-13 relative on the smaller side; 1e-12 for shapes below 0.01.
///
/// The continued fraction 8.17.22 (Lentz's method, DLMF 3.10.iii) on the side where it converges, and where both
/// shapes are beyond 200 the integral of the density.
pub fn incomplete_beta(a: f64, b: f64, x: Share) -> Level {
    if x.value <= 0.0 {
        return Level::NONE_BELOW;
    }
    if x.rest <= 0.0 {
        return Level::NONE_ABOVE;
    }
    incomplete_beta_from(a, b, x, beta_density_in_log_odds(a, b, x))
}

/// The same where [`beta_density_in_log_odds`] is known already; 0 < x < 1.
pub fn incomplete_beta_from(a: f64, b: f64, x: Share, density: f64) -> Level {
    if a.min(b) > LARGE_SHAPE {
        large_shapes(a, b, x, density)
    } else if x.value * (b + 1.0) <= x.rest * (a + 1.0) {
        Level::of(density / fraction(a, b, x))
    } else {
        Level::of_above(density / fraction(b, a, x.mirrored()))
    }
}

/// x^a (1-x)^b / B(a, b): the density of ln(x / (1-x)) where x is beta; 0 < x < 1.
///
/// Written round the mean m = a / (a+b), so that large shapes cancel nothing: with d = x - m,
/// sqrt(ab / (2 pi (a+b))) exp(a L(d/m) + b L(-d/(1-m)) + remainders), L(t) = ln(1 + t) - t.
pub fn beta_density_in_log_odds(a: f64, b: f64, x: Share) -> f64 {
    let n = a + b;
    let moved = x.value * (b / n) - x.rest * (a / n);
    let over = |shape: f64, part: f64, excess: f64| shape * ln_less_excess(part * (n / shape), excess * (n / shape));
    let exponent = over(a, x.value, moved) + over(b, x.rest, -moved);
    let remainders = stirling_remainder(n) - stirling_remainder(a) - stirling_remainder(b);
    (a * (b / n)).sqrt() * libm::exp(exponent + remainders - HALF_LN_TWO_PI)
}

/// ln B(a, b), a, b > 0, by Stirling's formula with its remainders, arranged so that a large shape beside a small one
/// cancels nothing (DLMF 5.12.1, 5.11.1).
pub fn ln_beta(a: f64, b: f64) -> f64 {
    let (a, b) = if a <= b { (a, b) } else { (b, a) };
    let n = a + b;
    let remainders = stirling_remainder(a) + stirling_remainder(b) - stirling_remainder(n);
    let leading = (a - 0.5) * libm::log(a) - (b - 0.5) * libm::log1p(a / b) - a * libm::log(n);
    HALF_LN_TWO_PI + leading + remainders
}

/// The continued fraction f with I = x^a (1-x)^b / (B(a, b) f): the even part of DLMF 8.17.22, as Didonato and Morris
/// (ACM TOMS 18, 1992) arrange it, so that a large shape beside a small one cancels nothing.
fn fraction(a: f64, b: f64, x: Share) -> f64 {
    let ahead = a * x.rest - b * x.value + 1.0;
    let mut value = a / (a + 1.0) * ahead;
    let (mut c, mut d) = (value, 0.0);
    for m in 1..MOST_TERMS {
        let m = f64::from(m);
        let across = m * (b - m) * x.value / (a + 2.0 * m - 1.0);
        let above = (a + m - 1.0) * (a + b + m - 1.0) * x.value / (a + 2.0 * m - 1.0) * across;
        let below = m + across + (a + m) / (a + 2.0 * m + 1.0) * (ahead + m * (1.0 + x.rest));
        d = 1.0 / (below + above * d);
        c = below + above / c;
        value *= c * d;
        if (c * d - 1.0).abs() <= 2e-16 {
            break;
        }
    }
    value
}

/// The tail away from the mode, integrated.
fn large_shapes(a: f64, b: f64, x: Share, density: f64) -> Level {
    let (a1, b1) = (a - 1.0, b - 1.0);
    let n1 = a1 + b1;
    let away = x.value * (b1 / n1) - x.rest * (a1 / n1);
    if away < 0.0 {
        return large_shapes(b, a, x.mirrored(), density).mirrored();
    }
    let over = |shape: f64, t: f64| shape * ln_less_excess(1.0 + t, t);
    let exponent = |d: f64| over(a1, d * (n1 / a1)) + over(b1, -d * (n1 / b1));
    let here = exponent(away);
    let sd = (a1 / n1 * (b1 / n1) / n1).sqrt();
    let tail = log_concave_tail(|w| exponent(away + w) - here, sd, away / sd, x.rest);
    Level::of_above(density / x.value / x.rest * tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// (a, b, x, I, 1 - I) by Python's mpmath with 60 digits (hypergeometric functions; large shapes by quadrature).
    const KNOWN: [(f64, f64, f64, f64, f64); 21] = [
        (1e-3, 1e-3, 1e-9, 0.4897457971281709, 0.5102542028718291),
        (1e-3, 2.0, 0.3, 0.999_495_909_406_324_6, 0.000_504_090_593_675_424_6),
        (0.5, 0.5, 1e-8, 6.366_197_734_286_143e-5, 0.999_936_338_022_657_1),
        (0.5, 3.0, 0.9, 0.999_675_025_320_728_9, 0.00032497467927108345),
        (2.0, 5.0, 0.01, 0.001_460_447_605, 0.998539552395),
        (2.0, 5.0, 0.9, 0.999945, 5.499999999999994e-5),
        (19.8, 79.2, 0.05, 1.0208880032578132e-7, 0.999_999_897_911_199_7),
        (19.8, 79.2, 0.2, 0.520_079_545_165_576_6, 0.47992045483442334),
        (19.8, 79.2, 0.4, 0.999_991_207_625_757, 8.792_374_243_038_155e-6),
        (150.0, 3.0, 0.9, 1.7693223668322606e-5, 0.999_982_306_776_331_7),
        (3.0, 1e6, 1e-6, 0.08030167298125864, 0.919_698_327_018_741_3),
        (3.0, 1e6, 3e-5, 0.999_999_999_955_01, 4.4989958147240695e-11),
        (150.0, 1e6, 1.2e-4, 0.004_583_888_832_703_613, 0.995_416_111_167_296_3),
        (201.0, 300.0, 0.3, 7.770_952_613_440_046e-7, 0.999_999_222_904_738_6),
        (201.0, 300.0, 0.4, 0.48058917711165046, 0.519_410_822_888_349_5),
        (201.0, 300.0, 0.55, 0.999_999_999_988_091_5, 1.1908472595620774e-11),
        (1e4, 1e6, 0.0095, 1.8728672536728406e-5, 0.999_981_271_327_463_3),
        (1e4, 1e6, 0.0104, 0.999999692685908, 3.073_140_920_016_211e-7),
        (1e6, 1e6, 0.498, 7.707_644_889_244_837e-9, 0.999_999_992_292_355_1),
        (1e6, 1e6, 0.5001, 0.611_351_282_137_678, 0.388_648_717_862_322),
        (1e5, 250.0, 0.999, 1.0, 2.4829344520442454e-36),
    ];

    fn share(x: f64) -> Share {
        Share { value: x, rest: 1.0 - x }
    }

    #[test]
    fn agrees_with_known_values_on_both_sides() {
        for (a, b, x, below, above) in KNOWN {
            let level = incomplete_beta(a, b, share(x));
            // 1 - I of shape 0.001 with I near 1 loses three to four digits; shapes of 1e6 multiply the rounding of 1
            // - x by up to z sqrt(a + b), some 1e4.
            let relative = if a < 0.01 || a.min(b) > 900.0 { 2e-12 } else { 2e-13 };
            assert!((level.below - below).abs() <= relative * below, "I({a}, {b}, {x}) = {}, not {below}", level.below);
            let slack = relative * above + if above < 1e-3 && below > 0.9 { 0.0 } else { 2e-16 };
            assert!((level.above - above).abs() <= slack, "1 - I({a}, {b}, {x}) = {}, not {above}", level.above);
        }
    }

    #[test]
    fn the_ways_of_computing_agree_where_they_meet() {
        for x in [0.2, 0.3, 0.38, 0.4, 0.45, 0.6] {
            let small = incomplete_beta(200.0, 300.0, share(x));
            let large = incomplete_beta(200.0 * (1.0 + 1e-15), 300.0, share(x));
            assert!((small.below - large.below).abs() <= 1e-12 * small.below, "{x}: {small:?} {large:?}");
            assert!((small.above - large.above).abs() <= 1e-12 * small.above, "{x}: {small:?} {large:?}");
        }
    }

    #[test]
    fn ends() {
        assert_eq!(incomplete_beta(2.0, 3.0, share(0.0)), Level::NONE_BELOW);
        assert_eq!(incomplete_beta(2.0, 3.0, share(1.0)), Level::NONE_ABOVE);
        let even = Share::of_odds(3.0, 3.0);
        assert!((incomplete_beta(7.0, 7.0, even).below - 0.5).abs() <= 1e-14);
    }
}
