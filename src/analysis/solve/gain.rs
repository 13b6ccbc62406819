//! What one plan gains over another on the same trials: paired differences with their 95 % intervals.

use super::bench::Sample;
use crate::analysis::Estimate;
use crate::math::special::normal_quantile;

/// What is gained.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Gain {
    /// Probability of what is wanted, share.
    pub probability: Estimate,
    /// Median of ARR at the target date, money.
    pub median: Estimate,
    /// Mean of ARR at the target date, money.
    pub mean: Estimate,
}

/// Parts of the sample that the spread of a difference of medians is measured on.
const PARTS: usize = 20;
/// 97.5 % quantile of Student's t with 19 degrees of freedom: 20 parts.
const T_19: f64 = 2.093;
/// Fewest trials of a part.
const LEAST_PART: usize = 20;

/// What `to` has over `from`.
pub(super) fn gain(from: &Sample, to: &Sample) -> Gain {
    Gain {
        probability: of_probability(&from.met, &to.met),
        median: of_median(&from.arr, &to.arr),
        mean: of_mean(&from.arr, &to.arr),
    }
}

/// Trials that only `to` meets, and those that only `from` meets.
pub(super) fn discordant(from: &[bool], to: &[bool]) -> (u64, u64) {
    let count = |wanted: (bool, bool)| from.iter().zip(to).filter(|&(&a, &b)| (a, b) == wanted).count() as u64;
    (count((false, true)), count((true, false)))
}

/// A difference of paired shares: the interval of Agresti and Min (2005), which adds half a trial to each of the four
/// cells and so holds where few trials differ, or none.
fn of_probability(from: &[bool], to: &[bool]) -> Estimate {
    let n = from.len() as f64;
    if n < 2.0 {
        return Estimate::default();
    }
    let (won, lost) = discordant(from, to);
    let (won, lost) = (won as f64, lost as f64);
    let value = (won - lost) / n;
    let centre = (won - lost) / (n + 2.0);
    let spread = (won + lost + 1.0 - (won - lost) * (won - lost) / (n + 2.0)).max(0.0).sqrt() / (n + 2.0);
    let half = normal_quantile(0.975) * spread;
    around(value, (centre - half).max(-1.0), (centre + half).min(1.0))
}

/// A difference of means, from the trials' own differences.
fn of_mean(from: &[f64], to: &[f64]) -> Estimate {
    let n = from.len() as f64;
    if n < 2.0 {
        return Estimate::default();
    }
    let differences = || from.iter().zip(to).map(|(a, b)| b - a);
    let mean = differences().sum::<f64>() / n;
    let variance = differences().map(|d| (d - mean) * (d - mean)).sum::<f64>() / (n - 1.0);
    let half = normal_quantile(0.975) * (variance / n).sqrt();
    around(mean, mean - half, mean + half)
}

/// A difference of medians: its spread is that of the same difference in 20 parts of the trials (t, 19 degrees of
/// freedom).
fn of_median(from: &[f64], to: &[f64]) -> Estimate {
    let (Some(before), Some(after)) = (median(from), median(to)) else { return Estimate::default() };
    let (value, part) = (after - before, from.len() / PARTS);
    if part < LEAST_PART {
        return Estimate { value: Some(value), low: None, high: None };
    }
    let of_part = |i: usize| {
        let range = i * part..(i + 1) * part;
        Some(median(&to[range.clone()])? - median(&from[range])?)
    };
    let parts: Vec<f64> = (0..PARTS).filter_map(of_part).collect();
    let mean = parts.iter().sum::<f64>() / parts.len() as f64;
    let variance = parts.iter().map(|d| (d - mean) * (d - mean)).sum::<f64>() / (parts.len() as f64 - 1.0);
    let half = T_19 * (variance / parts.len() as f64).sqrt();
    around(value, value - half, value + half)
}

fn around(value: f64, low: f64, high: f64) -> Estimate {
    Estimate { value: Some(value), low: Some(low.min(value)), high: Some(high.max(value)) }
}

/// The median, type 7; `None` without values.
fn median(values: &[f64]) -> Option<f64> {
    let mut values = values.to_vec();
    let upper = values.len() / 2;
    if values.is_empty() {
        return None;
    }
    let is_odd = values.len() % 2 == 1;
    let (below, middle, _) = values.select_nth_unstable_by(upper, f64::total_cmp);
    let middle = *middle;
    let lower = below.iter().copied().max_by(f64::total_cmp).unwrap_or(middle);
    Some(if is_odd { middle } else { (lower + middle) / 2.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_samples_gain_nothing() {
        let sample = Sample { met: vec![true, false, true, false], arr: vec![1.0, 2.0, 3.0, 4.0] };
        let gain = gain(&sample, &sample);
        assert_eq!((gain.probability.value, gain.mean.value, gain.median.value), (Some(0.0), Some(0.0), Some(0.0)));
        assert_eq!((gain.mean.low, gain.mean.high), (Some(0.0), Some(0.0)));
        let (low, high) = (gain.probability.low.unwrap(), gain.probability.high.unwrap());
        assert!(low < 0.0 && high > 0.0, "four trials cannot tell that nothing changes: {low} {high}");
    }

    #[test]
    fn paired_shares_have_agresti_and_mins_interval() {
        // by hand: n = 100, 12 won, 4 lost: (8 ± 1.959964 sqrt(17 - 64/102)) / 102
        let mut from = vec![false; 100];
        let mut to = vec![false; 100];
        (0..12).for_each(|i| to[i] = true);
        (12..16).for_each(|i| from[i] = true);
        let estimate = of_probability(&from, &to);
        let half = 1.959963985 * (17.0f64 - 64.0 / 102.0).sqrt() / 102.0;
        assert_eq!(estimate.value, Some(0.08));
        assert!((estimate.low.unwrap() - (8.0 / 102.0 - half)).abs() < 1e-9);
        assert!((estimate.high.unwrap() - (8.0 / 102.0 + half)).abs() < 1e-9);
    }

    #[test]
    fn a_shift_is_seen_exactly() {
        let from: Vec<f64> = (0..1000).map(|i| ((i * 7919) % 1000) as f64).collect();
        let to: Vec<f64> = from.iter().map(|x| x + 3.0).collect();
        let (mean, median) = (of_mean(&from, &to), of_median(&from, &to));
        assert_eq!((mean.value, mean.low, mean.high), (Some(3.0), Some(3.0), Some(3.0)));
        assert_eq!((median.value, median.low, median.high), (Some(3.0), Some(3.0), Some(3.0)));
    }

    #[test]
    fn medians_are_between_the_middle_values() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 3.0, 2.0]), Some(2.5));
        assert_eq!(median(&[]), None);
    }
}
