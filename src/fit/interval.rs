//! 90 % intervals of estimates, and the 5 % and 95 % points of what is written.

use super::driver::FittedValue;
use statrs::distribution::{Beta, ContinuousCDF, Gamma};

/// Normal quantile of 95 %: a 90 % interval reaches so many standard errors to either side.
pub const NINETY: f64 = 1.644_853_626_951_472_7;

/// Records beyond which a beta or gamma is normal to the fourth digit.
const MANY: f64 = 1e6;

fn normal_interval(mean: f64, sd: f64) -> [f64; 2] {
    [mean - NINETY * sd, mean + NINETY * sd]
}

/// Where a distribution function on 0 to `most` reaches `p`: by bisection, which always ends, to 1 part in 10^12.
fn quantile(cdf: impl Fn(f64) -> f64, p: f64, most: f64) -> f64 {
    let (mut low, mut high) = (0.0, most);
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if high - low <= 1e-12 * high {
            break;
        }
        if cdf(middle) < p { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// 90 % interval of a share with this standard error: Jeffreys' beta with as many records as give that error (Brown,
/// Cai and DasGupta 2001). The ends of 0 to 1 where the error says nothing.
pub fn share_interval(share: f64, standard_error: f64) -> [f64; 2] {
    let records = share * (1.0 - share) / (standard_error * standard_error);
    let events = share * records;
    match Beta::new(events + 0.5, records - events + 0.5) {
        Ok(beta) if records < MANY => {
            let [low, high] = [0.05, 0.95].map(|p| quantile(|x| beta.cdf(x), p, 1.0));
            // Where the error says next to nothing the half records on either side would push the share out.
            [low.min(share), high.max(share)]
        }
        Ok(_) if records.is_finite() => normal_interval(share, standard_error).map(|x| x.clamp(0.0, 1.0)),
        _ => [0.0, 1.0],
    }
}

/// 90 % interval of a rate above 0 with this standard error: Jeffreys' gamma with as many events as give that error.
pub fn rate_interval(rate: f64, standard_error: f64) -> [f64; 2] {
    let events = (rate / standard_error).powi(2);
    match Gamma::new(events + 0.5, 1.0) {
        Ok(gamma) if events > 0.0 && events < MANY => {
            let most = events + 20.0 * (1.0 + events.sqrt());
            [0.05, 0.95].map(|p| rate / events * quantile(|x| gamma.cdf(x), p, most))
        }
        Ok(_) if events.is_finite() => normal_interval(rate, standard_error),
        _ => [0.0, f64::INFINITY],
    }
}

/// Mean, 5 % and 95 % point of a share or of something above 0 as it is written; NaN for what is neither.
pub fn band(value: &FittedValue) -> [f64; 3] {
    match *value {
        FittedValue::Share { mean, sd } => share_band(mean, sd),
        FittedValue::Positive { mean, sd } => positive_band(mean, sd),
        _ => [f64::NAN; 3],
    }
}

/// Mean, 5 % and 95 % point of a share as it is written: a beta by mean and standard deviation.
pub fn share_band(mean: f64, sd: f64) -> [f64; 3] {
    let records = mean * (1.0 - mean) / (sd * sd) - 1.0;
    match Beta::new(mean * records, (1.0 - mean) * records) {
        Ok(beta) if records < MANY => {
            let at = |p| quantile(|x| beta.cdf(x), p, 1.0);
            [mean, at(0.05), at(0.95)]
        }
        Ok(_) => {
            let [low, high] = normal_interval(mean, sd);
            [mean, low.max(0.0), high.min(1.0)]
        }
        Err(_) if sd == 0.0 => [mean; 3],
        Err(_) => [mean, f64::NAN, f64::NAN],
    }
}

/// Mean, 5 % and 95 % point of a lognormal by its mean and standard deviation.
pub fn positive_band(mean: f64, sd: f64) -> [f64; 3] {
    let variance = (sd / mean).powi(2).ln_1p();
    let at = |z: f64| mean * (z * variance.sqrt() - 0.5 * variance).exp();
    [mean, at(-NINETY), at(NINETY)]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The ends lie around the share, within 0 to 1, however sure or unsure it is; and they are what tables of the beta
    /// and gamma say.
    #[test]
    fn intervals_hold_at_their_ends() {
        for mean in [1e-6, 1e-3, 0.02, 0.5, 0.98, 0.999_999] {
            for relative in [1e-6, 1e-3, 0.1, 0.5] {
                let [low, high] = share_interval(mean, relative * mean * (1.0 - mean));
                assert!(
                    0.0 <= low && low < mean * 1.001 && mean * 0.999 < high && high <= 1.0,
                    "{mean} {relative}: {low} {high}"
                );
                let [low, high] = rate_interval(mean, relative * mean);
                assert!(0.0 < low && low < mean * 1.001 && mean * 0.999 < high, "{mean} {relative}: {low} {high}");
                let band = share_band(mean, relative * mean * (1.0 - mean));
                assert!(band[1] < band[2] && positive_band(mean, mean)[2] > mean, "{band:?}");
            }
        }
        // 5 of 20 by Jeffreys: beta(5.5, 15.5), from 400,000 draws of another program, to their own error
        let [low, high] = share_interval(0.25, (0.25 * 0.75 / 20.0_f64).sqrt());
        assert!((low - 0.1214).abs() < 1e-3 && (high - 0.4286).abs() < 1e-3, "{low} {high}");
    }
}
