//! Integrals of decaying log-concave functions.

/// Abscissae and weights of Gauss-Legendre quadrature on (-1, 1) with 32 points (DLMF 3.5.v), the positive half.
const GAUSS_LEGENDRE: [(f64, f64); 16] = [
    (0.048_307_665_687_738_32, 0.096_540_088_514_727_8),
    (0.144_471_961_582_796_5, 0.095_638_720_079_274_86),
    (0.239_287_362_252_137_07, 0.093_844_399_080_804_57),
    (0.331_868_602_282_127_65, 0.091_173_878_695_763_89),
    (0.421_351_276_130_635_35, 0.087_652_093_004_403_81),
    (0.506_899_908_932_229_4, 0.083_311_924_226_946_76),
    (0.587_715_757_240_762_3, 0.078_193_895_787_070_31),
    (0.663_044_266_930_215_2, 0.072_345_794_108_848_5),
    (0.732_182_118_740_289_7, 0.065_822_222_776_361_85),
    (0.794_483_795_967_942_4, 0.058_684_093_478_535_55),
    (0.849_367_613_732_57, 0.050_998_059_262_376_18),
    (0.896_321_155_766_052_1, 0.042_835_898_022_226_68),
    (0.934_906_075_937_739_7, 0.034_273_862_913_021_43),
    (0.964_762_255_587_506_4, 0.025_392_065_309_262_06),
    (0.985_611_511_545_268_3, 0.016_274_394_730_905_67),
    (0.997_263_861_849_481_6, 0.007_018_610_009_470_097),
];

/// How small, in logs, the integrand is where the integral is cut off: e^-38 = 3e-17.
const NEGLIGIBLE: f64 = -38.0;

/// The integral over w in (0, end) of exp(g(w)), for a concave g with g(0) = 0 that falls from there: the tail of a
/// nearly normal density in units of its value where the tail starts.
///
/// `sd` is the spread of that density, `z` >= 0 how many of them the tail starts from the mode. A normal tail is
/// negligible after w = sd (sqrt(z^2 + 76) - z); a fatter one is followed further. 32 points leave about 1e-14
/// relative for the shapes above 200 that it is used for.
pub fn log_concave_tail(g: impl Fn(f64) -> f64, sd: f64, z: f64, end: f64) -> f64 {
    let mut width = end.min(sd * -2.0 * NEGLIGIBLE / (z + (z * z - 2.0 * NEGLIGIBLE).sqrt()));
    while width < end && g(width) > NEGLIGIBLE {
        width = end.min(width * 1.25);
    }
    let half = 0.5 * width;
    let pair = |&(x, weight): &(f64, f64)| weight * (libm::exp(g(half - half * x)) + libm::exp(g(half + half * x)));
    half * GAUSS_LEGENDRE.iter().map(pair).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::special::{normal_cdf, normal_density};

    #[test]
    fn normal_tails_come_out() {
        for z in [0.0, 0.5, 2.0, 8.0, 30.0] {
            let tail = normal_density(z) * log_concave_tail(|w| -z * w - 0.5 * w * w, 1.0, z, f64::INFINITY);
            let expected = normal_cdf(-z);
            assert!((tail - expected).abs() <= 3e-13 * expected, "{z}: {tail} against {expected}");
        }
    }

    #[test]
    fn an_end_near_by_is_kept() {
        let whole = log_concave_tail(|w| -w, 1.0, 1.0, 0.25);
        assert!((whole - (1.0 - libm::exp(-0.25))).abs() <= 1e-15, "{whole}");
    }
}
