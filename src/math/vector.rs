//! exp, ln and the normal distribution function as straight-line code that vectorises, the same bits on every machine.
//!
//! The scalar functions here are always inlined into kernels over lanes. They are written without branches (both
//! sides of a choice are computed) because a branch keeps a loop from being vectorised.

use super::isa::kernel;
use super::lanes::{LANES, Lanes};

const ROUND_TO_INTEGER: f64 = 6755399441055744.0; // 1.5 * 2^52: adding it rounds to a whole number in the low bits

/// e^x, relative error below 4e-16 (Cephes, Moshier 1989); 0 below -708, e^709 above 709.
#[inline(always)]
pub fn exp(x: f64) -> f64 {
    let clamped = x.clamp(-708.0, 709.0);
    let shifted = clamped * std::f64::consts::LOG2_E + ROUND_TO_INTEGER;
    let n = shifted - ROUND_TO_INTEGER;
    let r = clamped - n * 6.931_457_519_531_25e-1 - n * 1.428_606_820_309_417_2e-6;
    let rr = r * r;
    let p = r * ((1.261_771_930_748_105_9e-4 * rr + 3.029_944_077_074_419_6e-2) * rr + 1.0);
    let q = ((3.001_985_051_386_644_5e-6 * rr + 2.524_483_403_496_841e-3) * rr + 2.272_655_482_081_550_3e-1) * rr + 2.0;
    let power_of_two = f64::from_bits(shifted.to_bits().wrapping_add(1023) << 52);
    let y = (1.0 + 2.0 * p / (q - p)) * power_of_two;
    if x < -708.0 { 0.0 } else { y }
}

/// ln x for positive normal x, error below 1 ulp (fdlibm, Sun 1993).
#[inline(always)]
pub fn ln(x: f64) -> f64 {
    const SQRT_HALF: u64 = 0x3fe6_a09e_667f_3bcd;
    const ONE: u64 = 0x3ff0_0000_0000_0000;
    let shifted = x.to_bits().wrapping_add(ONE - SQRT_HALF);
    let exponent = f64::from_bits((shifted >> 52) | 0x4330_0000_0000_0000) - (4503599627370496.0 + 1023.0);
    let f = f64::from_bits((shifted & 0x000f_ffff_ffff_ffff).wrapping_add(SQRT_HALF)) - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let w = z * z;
    let even = w * (0.399_999_999_994_094_2 + w * (0.222_221_984_321_497_84 + w * 0.153_138_376_992_093_73));
    let odd = z
        * (0.666_666_666_666_673_5
            + w * (0.285_714_287_436_623_9 + w * (0.181_835_721_616_180_5 + w * 0.147_981_986_051_165_86)));
    let half_square = 0.5 * f * f;
    let rest = s * (half_square + even + odd) + exponent * 1.908_214_929_270_587_7e-10;
    exponent * 6.931_471_803_691_238e-1 - ((half_square - rest) - f)
}

/// ln(1 + x) for x > -1: as exact near 0 as x itself (Goldberg 1991, theorem 4).
#[inline(always)]
pub fn ln_1p(x: f64) -> f64 {
    let y = 1.0 + x;
    let rounded_off = y - 1.0;
    let corrected = ln(y) * (x / rounded_off);
    if rounded_off == 0.0 { x } else { corrected }
}

/// e^x - 1: as exact near 0 as x itself.
#[inline(always)]
pub fn exp_m1(x: f64) -> f64 {
    let small = x * (1.0 + x * (0.5 + x * (1.0 / 6.0 + x * (1.0 / 24.0 + x * (1.0 / 120.0 + x * (1.0 / 720.0))))));
    if x.abs() < 0.01 { small } else { exp(x) - 1.0 }
}

/// Standard normal distribution function, absolute error below 1e-15 (Hart 1968 in West 2005).
#[inline(always)]
pub fn normal_cdf(x: f64) -> f64 {
    let a = x.abs();
    let e = exp(-0.5 * a * a);
    let top = ((((((3.52624965998911e-2 * a + 0.700383064443688) * a + 6.37396220353165) * a + 33.912866078383) * a
        + 112.079291497871)
        * a
        + 221.213596169931)
        * a)
        + 220.206867912376;
    let bottom = (((((((8.83883476483184e-2 * a + 1.75566716318264) * a + 16.064177579207) * a + 86.7807322029461)
        * a
        + 296.564248779674)
        * a
        + 637.333633378831)
        * a
        + 793.826512519948)
        * a)
        + 440.413735824752;
    let fraction = a + 1.0 / (a + 2.0 / (a + 3.0 / (a + 4.0 / (a + 0.65))));
    let tail = if a < 7.071_067_811_865_47 { e * top / bottom } else { e / (fraction * 2.506_628_274_631) };
    if x > 0.0 { 1.0 - tail } else { tail }
}

kernel! {
    /// 1 - (1 - x)^exponent: the share lost over a part (or several) of the time that x is lost in.
    pub fn loss_over(out: &mut Lanes, x: &Lanes, exponent: f64) {
        for i in 0..LANES {
            let kept = ln_1p(-x[i].min(1.0 - f64::EPSILON)) * exponent;
            out[i] = if x[i] >= 1.0 { 1.0 } else { -exp_m1(kept) };
        }
    }
}

kernel! {
    /// (1 + x)^exponent - 1: the growth over a part (or several) of the time that x is grown in, x > -1.
    pub fn growth_over(out: &mut Lanes, x: &Lanes, exponent: f64) {
        for i in 0..LANES {
            out[i] = exp_m1(ln_1p(x[i]) * exponent);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relative(a: f64, b: f64) -> f64 {
        (a - b).abs() / b.abs().max(f64::MIN_POSITIVE)
    }

    #[test]
    fn exp_and_ln_agree_with_libm() {
        for i in -7000..=7000 {
            let x = i as f64 * 0.1001;
            assert!(relative(exp(x), libm::exp(x)) < 4e-16 || libm::exp(x) < 1e-307, "exp {x}");
            let y = libm::exp(x * 0.9);
            assert!((ln(y) - libm::log(y)).abs() <= 2.3e-16 * libm::log(y).abs().max(1e-3), "ln {y}");
        }
        assert_eq!([exp(-1e4), exp(0.0), ln(1.0)], [0.0, 1.0, 0.0]);
    }

    #[test]
    fn near_zero_nothing_is_lost() {
        for exponent in -14..0 {
            for mantissa in [1.0, -3.3, 7.7] {
                let x = mantissa * libm::pow(10.0, exponent as f64);
                if x > -1.0 {
                    assert!(relative(ln_1p(x), libm::log1p(x)) < 5e-16, "ln_1p {x}");
                }
                assert!(relative(exp_m1(x), libm::expm1(x)) < 3e-14, "exp_m1 {x}");
            }
        }
    }

    #[test]
    fn normal_cdf_agrees_with_erfc() {
        for i in -900..=900 {
            let x = i as f64 * 0.01;
            let exact = 0.5 * libm::erfc(-x / std::f64::consts::SQRT_2);
            assert!((normal_cdf(x) - exact).abs() < 1e-15, "{x}");
        }
    }
}
