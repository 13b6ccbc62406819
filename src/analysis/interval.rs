//! Simulation error: 95 % intervals of probabilities and percentiles, given the assumptions.

use super::Estimate;
use crate::math::special::normal_quantile;
use statrs::distribution::{Binomial, DiscreteCDF};

/// Probability outside a 95 % interval.
const OUTSIDE: f64 = 0.05;
/// 97.5 % quantile of Student's t with 15 degrees of freedom: 16 replicates.
const T_15: f64 = 2.131;
/// √16: the mean of the replicates has their spread over this.
const ROOT_REPLICATES: f64 = 4.0;

/// The Wilson (1927) 95 % interval of a probability. (0, 1) without trials.
pub fn wilson(hits: u64, trials: u64) -> (f64, f64) {
    if trials == 0 {
        return (0.0, 1.0);
    }
    let (n, share) = (trials as f64, hits as f64 / trials as f64);
    let z = normal_quantile(1.0 - OUTSIDE / 2.0);
    let zz = z * z / n;
    let centre = (share + zz / 2.0) / (1.0 + zz);
    let half = z / (1.0 + zz) * (share * (1.0 - share) / n + zz / (4.0 * n)).sqrt();
    // rounding must not push an end past the estimate that it belongs to
    ((centre - half).clamp(0.0, share), (centre + half).clamp(share, 1.0))
}

/// Trials up to which binomial quantiles are exact; beyond, the normal approximation is right to a rank or two, and
/// the sums behind the exact ones no longer are.
const MOST_EXACT: u64 = 1_000_000;

/// Ranks (1 is the least) of the order statistics that enclose percentile p with 95 %, whatever the distribution:
/// those at the binomial quantiles 2.5 % and 97.5 %, the upper one plus 1 (David and Nagaraja 2003); above 1,000,000
/// trials the quantiles are the normal approximation's, widened by a rank. `None` where the trials are too few for one
/// of them.
pub fn percentile_ranks(p: f64, trials: u64) -> Option<(u64, u64)> {
    let (low, high) = if trials <= MOST_EXACT { exact_ranks(p, trials)? } else { approximate_ranks(p, trials as f64) };
    (low >= 1 && high <= trials).then_some((low, high))
}

fn exact_ranks(p: f64, trials: u64) -> Option<(u64, u64)> {
    let below = Binomial::new(p, trials).ok()?;
    Some((below.inverse_cdf(OUTSIDE / 2.0), below.inverse_cdf(1.0 - OUTSIDE / 2.0) + 1))
}

fn approximate_ranks(p: f64, trials: f64) -> (u64, u64) {
    let half = normal_quantile(1.0 - OUTSIDE / 2.0) * (trials * p * (1.0 - p)).sqrt();
    let (low, high) = ((trials * p - half).floor() - 1.0, (trials * p + half).ceil() + 2.0);
    (low.max(0.0) as u64, high as u64)
}

/// A probability with its interval: Wilson's, or that of the replicates of a Latin hypercube run (hits and trials of
/// each). One trial has no interval.
pub fn probability(hits: u64, trials: u64, replicates: &[(u64, u64)]) -> Estimate {
    if trials == 0 {
        return Estimate::default();
    }
    let value = hits as f64 / trials as f64;
    if trials == 1 {
        return Estimate { value: Some(value), low: None, high: None };
    }
    let shares: Vec<f64> = replicates.iter().map(|&(hits, trials)| hits as f64 / trials as f64).collect();
    let (low, high) = match of_replicates(value, &shares) {
        Some((low, high)) => (low.max(0.0), high.min(1.0)),
        None => wilson(hits, trials),
    };
    Estimate { value: Some(value), low: Some(low), high: Some(high) }
}

/// Estimate ± t s / 4 of 16 replicates with standard deviation s; `None` without replicates, or where they all agree.
pub fn of_replicates(value: f64, replicates: &[f64]) -> Option<(f64, f64)> {
    let n = replicates.len() as f64;
    let mean = replicates.iter().sum::<f64>() / n;
    let variance = replicates.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
    let half = T_15 * variance.sqrt() / ROOT_REPLICATES;
    (half > 0.0).then_some((value - half, value + half))
}

/// 97.5 % quantile of Student's t: the half width of a 95 % interval in standard errors. The expansion by powers of
/// 1 / degrees of freedom (Abramowitz and Stegun 1964, 26.7.5), right to 0.2 % from 3 degrees on, from below; the
/// normal quantile where they are infinite.
pub fn student_t_95(degrees_of_freedom: f64) -> f64 {
    let z = normal_quantile(1.0 - OUTSIDE / 2.0);
    let power = |n: i32| (0..n).fold(1.0, |product, _| product * z);
    let (z3, z5, z7, z9) = (power(3), power(5), power(7), power(9));
    let terms = [
        (z3 + z) / 4.0,
        (5.0 * z5 + 16.0 * z3 + 3.0 * z) / 96.0,
        (3.0 * z7 + 19.0 * z5 + 17.0 * z3 - 15.0 * z) / 384.0,
        (79.0 * z9 + 776.0 * z7 + 1482.0 * z5 - 1920.0 * z3 - 945.0 * z) / 92_160.0,
    ];
    terms.iter().rev().fold(0.0, |sum, term| (sum + term) / degrees_of_freedom) + z
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_has_the_known_values() {
        let (low, high) = wilson(37, 180);
        assert!((low - 0.15297022272359193).abs() < 1e-12 && (high - 0.270446014941358).abs() < 1e-12);
        assert_eq!((wilson(0, 0), wilson(0, 10).0, wilson(10, 10).1), ((0.0, 1.0), 0.0, 1.0));
    }

    #[test]
    fn ranks_are_the_binomial_quantiles() {
        let ranks = [(0.05, 458, 544), (0.1, 942, 1060), (0.5, 4902, 5099), (0.9, 8941, 9059), (0.95, 9457, 9543)];
        for (p, low, high) in ranks {
            assert_eq!(percentile_ranks(p, 10_000), Some((low, high)), "{p}");
        }
        for (p, trials) in [(0.01, 1_000_000), (0.5, 1_000_000), (0.99, 1_000_000)] {
            let (exact, near) = (percentile_ranks(p, trials).unwrap(), approximate_ranks(p, trials as f64));
            assert!(near.0 <= exact.0 && exact.0 - near.0 <= 3 && near.1 >= exact.1 && near.1 - exact.1 <= 3, "{p}");
        }
        assert_eq!(percentile_ranks(0.5, 1_000_000_000), Some((499_969_009, 500_030_992)));
        assert_eq!(percentile_ranks(0.01, 100), None);
        assert_eq!(percentile_ranks(0.5, 1), None);
    }

    #[test]
    fn students_quantiles_are_those_of_the_tables() {
        let known = [(3.0, 3.1824), (5.0, 2.5706), (10.0, 2.2281), (15.0, 2.1314), (31.0, 2.0395), (1e12, 1.95996)];
        for (degrees, t) in known {
            assert!((student_t_95(degrees) / t - 1.0).abs() < 2e-3, "{degrees}: {}", student_t_95(degrees));
        }
    }

    #[test]
    fn replicates_that_agree_tell_nothing() {
        assert_eq!(of_replicates(0.5, &[0.5; 16]), None);
        assert_eq!(of_replicates(0.5, &[]), None);
        assert_eq!(probability(0, 1600, &[(0, 100); 16]), probability(0, 1600, &[]));
    }
}
