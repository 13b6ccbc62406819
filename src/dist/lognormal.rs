//! The lognormal law: the logarithm is normal.

use super::check::{positive, refusal};
use super::table::Knot;
use super::{Dist, DistError};
use crate::math::level::Level;

/// The largest spread of the logarithm that is taken: the p90 is then 370,000 times the median.
const LARGEST_SD_LOG: f64 = 10.0;

/// ln x is normal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogNormal {
    /// Mean of ln x: the log of the median.
    pub mean_log: f64,
    /// Standard deviation of ln x, above 0.
    pub sd_log: f64,
    /// The two numbers as the scenario gives them.
    pub written: LogNormalWritten,
}

/// How a lognormal law is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LogNormalWritten {
    /// Mean and standard deviation of the variable itself.
    MeanSd(f64, f64),
    /// Median, and standard deviation of the logarithm.
    MedianSdLog(f64, f64),
}

/// The lognormal law with this mean and standard deviation of the variable itself (not of its log):
/// sd_log^2 = ln(1 + (sd / mean)^2), mean_log = ln mean - sd_log^2 / 2.
///
/// # Errors
/// Refuses numbers that are not finite and above 0, and an sd more than e^50 times the mean.
pub fn lognormal(mean: f64, sd: f64) -> Result<Dist, DistError> {
    let ratio = positive("sd", sd)? / positive("mean", mean)?;
    let variance = libm::log1p(ratio * ratio);
    if variance > LARGEST_SD_LOG * LARGEST_SD_LOG {
        return Err(refusal("sd", format!("sd is too large against the mean = {mean}, got {sd}")));
    }
    // Where the square underflows the ratio itself is the spread of the log.
    let sd_log = if ratio < 1e-9 { ratio } else { variance.sqrt() };
    let written = LogNormalWritten::MeanSd(mean, sd);
    Ok(Dist::LogNormal(LogNormal { mean_log: libm::log(mean) - 0.5 * variance, sd_log, written }))
}

/// The lognormal law with this median and standard deviation of the logarithm.
///
/// # Errors
/// Refuses numbers that are not finite and above 0, and an `sd_log` above 10.
pub fn lognormal_from_median(median: f64, sd_log: f64) -> Result<Dist, DistError> {
    positive("median", median)?;
    if positive("sd_log", sd_log)? > LARGEST_SD_LOG {
        let message =
            format!("sd_log must be at most {LARGEST_SD_LOG}, got {sd_log}: it is the spread of the logarithm");
        return Err(refusal("sd_log", message));
    }
    let written = LogNormalWritten::MedianSdLog(median, sd_log);
    Ok(Dist::LogNormal(LogNormal { mean_log: libm::log(median), sd_log, written }))
}

impl LogNormal {
    pub(super) fn knot(&self, z: f64) -> Knot {
        let x = libm::exp(self.mean_log + self.sd_log * z);
        Knot { x, slope: self.sd_log * x }
    }

    pub(super) fn level(&self, x: f64) -> Level {
        if x <= 0.0 { Level::NONE_BELOW } else { Level::of_score((libm::log(x) - self.mean_log) / self.sd_log) }
    }

    /// exp(mean_log + sd_log^2 / 2).
    pub(super) fn mean(&self) -> f64 {
        libm::exp(self.mean_log + 0.5 * self.sd_log * self.sd_log)
    }

    /// mean sqrt(exp(sd_log^2) - 1).
    pub(super) fn sd(&self) -> f64 {
        self.mean() * libm::expm1(self.sd_log * self.sd_log).sqrt()
    }

    pub(super) fn in_words(&self) -> String {
        match self.written {
            LogNormalWritten::MeanSd(mean, sd) => format!("lognormal(mean {mean}, sd {sd})"),
            LogNormalWritten::MedianSdLog(median, sd_log) => format!("lognormal(median {median}, sd_log {sd_log})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn law(dist: Dist) -> LogNormal {
        let Dist::LogNormal(law) = dist else { panic!("{dist:?}") };
        law
    }

    #[test]
    fn worked_case_a08() {
        let from_moments = law(lognormal(50_000.0, 40_000.0).expect("valid"));
        assert!((from_moments.sd_log - 0.7033464593186682).abs() <= 1e-12 * 0.7);
        assert!((from_moments.mean_log - 10.57243016349223).abs() <= 1e-12 * 10.6);
        assert!((from_moments.mean() - 50_000.0).abs() <= 1e-7 && (from_moments.sd() - 40_000.0).abs() <= 1e-7);
    }

    #[test]
    fn worked_case_a02_by_median() {
        let law = law(lognormal_from_median(40_000.0, 0.5408656188293053).expect("valid"));
        assert!((law.mean() - 46300.245475729374).abs() <= 1e-12 * 46_300.0);
        assert!((law.sd() - 26990.32122533251).abs() <= 1e-12 * 26_990.0);
        for (p, expected) in [(0.05, 16432.066157057645), (0.25, 27773.189197201977), (0.95, 97370.59142211358)] {
            let x = law.knot(Level::of(p).score()).x;
            assert!((x - expected).abs() <= 1e-12 * expected, "{p}: {x}");
        }
    }
}
