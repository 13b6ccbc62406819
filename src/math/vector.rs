//! exp, ln and the normal distribution as straight-line code that vectorises, the same bits on every machine.
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

/// Standard normal quantile for 0 < p < 1, relative error below 1e-15 (algorithm AS 241, Wichura 1988).
#[inline(always)]
pub fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    let r = 0.180625 - q * q;
    let top = ((((((2509.080_928_730_122_6 * r + 33430.575_583_588_13) * r + 67265.770_927_008_7) * r
        + 45921.953_931_549_87)
        * r
        + 13731.693_765_509_46)
        * r
        + 1971.590_950_306_551_3)
        * r
        + 133.141_667_891_784_38)
        * r
        + 3.387_132_872_796_366_5;
    let bottom = ((((((5226.495_278_852_854 * r + 28729.085_735_721_943) * r + 39307.895_800_092_71) * r
        + 21213.794_301_586_597)
        * r
        + 5394.196_021_424_751)
        * r
        + 687.187_007_492_057_9)
        * r
        + 42.313_330_701_600_91)
        * r
        + 1.0;
    let centre = q * top / bottom;
    let smaller = if q < 0.0 { p } else { 1.0 - p };
    let r = (-ln(smaller)).sqrt();
    let tail = if r <= 5.0 { near_tail(r - 1.6) } else { far_tail(r - 5.0) };
    let tail = if q < 0.0 { -tail } else { tail };
    if q.abs() <= 0.425 { centre } else { tail }
}

#[inline(always)]
fn near_tail(r: f64) -> f64 {
    let top = ((((((7.745_450_142_783_414e-4 * r + 2.272_384_498_926_918_5e-2) * r + 2.417_807_251_774_506e-1) * r
        + 1.270_458_252_452_368_4)
        * r
        + 3.647_848_324_763_204_5)
        * r
        + 5.769_497_221_460_691)
        * r
        + 4.630_337_846_156_545)
        * r
        + 1.423_437_110_749_683_5;
    let bottom = ((((((1.050_750_071_644_416_9e-9 * r + 5.475_938_084_995_345e-4) * r + 1.519_866_656_361_645_7e-2)
        * r
        + 1.481_039_764_274_800_8e-1)
        * r
        + 6.897_673_349_851e-1)
        * r
        + 1.676_384_830_183_803_8)
        * r
        + 2.053_191_626_637_759)
        * r
        + 1.0;
    top / bottom
}

#[inline(always)]
fn far_tail(r: f64) -> f64 {
    let top = ((((((2.010_334_399_292_288_1e-7 * r + 2.711_555_568_743_487_6e-5) * r + 1.242_660_947_388_078_4e-3)
        * r
        + 2.653_218_952_657_612_4e-2)
        * r
        + 2.965_605_718_285_048_7e-1)
        * r
        + 1.784_826_539_917_291_3)
        * r
        + 5.463_784_911_164_114)
        * r
        + 6.657_904_643_501_103;
    let bottom =
        ((((((2.044_263_103_389_939_8e-15 * r + 1.421_511_758_316_446e-7) * r + 1.846_318_317_510_054_8e-5) * r
            + 7.868_691_311_456_133e-4)
            * r
            + 1.487_536_129_085_061_5e-2)
            * r
            + 1.369_298_809_227_358e-1)
            * r
            + 5.998_322_065_558_88e-1)
            * r
            + 1.0;
    top / bottom
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

    #[test]
    fn normal_quantile_has_the_published_values() {
        let cases = [
            (1e-300, -37.0470962993612),
            (1e-20, -9.262340089798407),
            (1e-6, -4.753424308822899),
            (0.001, -3.0902323061678136),
            (0.1, -1.2815515655446004),
            (0.25, -0.6744897501960817),
            (0.5, 0.0),
            (0.975, 1.9599639845400543),
        ];
        for (p, z) in cases {
            assert!((normal_quantile(p) - z).abs() <= 1e-12 * z.abs(), "{p}");
        }
    }
}
