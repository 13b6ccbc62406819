//! What one plan gains over another on the same trials: paired differences with their 95 % intervals, as `compare` has them.

use super::bench::Sample;
use crate::analysis::Estimate;
use crate::analysis::compare::paired;

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

/// What `to` has over `from`; exactly 0 where no trial differs.
pub(super) fn gain(from: &Sample, to: &Sample) -> Gain {
    let [_, median, _] = paired::percentiles(&from.arr, &to.arr);
    Gain {
        probability: paired::hits(&from.met, &to.met, from == to).difference,
        median: median.difference,
        mean: paired::mean_difference(&from.arr, &to.arr),
    }
}

/// Trials that only `to` meets, and those that only `from` meets.
pub(super) fn discordant(from: &[bool], to: &[bool]) -> (u64, u64) {
    let count = |wanted: (bool, bool)| from.iter().zip(to).filter(|&(&a, &b)| (a, b) == wanted).count() as u64;
    (count((false, true)), count((true, false)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_samples_gain_exactly_nothing() {
        let sample = Sample { met: vec![true, false, true, false], arr: vec![1.0, 2.0, 3.0, 4.0] };
        let gain = gain(&sample, &sample);
        let nothing = Estimate { value: Some(0.0), low: Some(0.0), high: Some(0.0) };
        assert_eq!((gain.probability, gain.mean, gain.median.value), (nothing, nothing, Some(0.0)));
    }

    #[test]
    fn what_is_gained_has_its_sign() {
        let from = Sample { met: vec![false; 100], arr: vec![1.0; 100] };
        let to = Sample { met: (0..100).map(|i| i < 30).collect(), arr: vec![3.0; 100] };
        let gain = gain(&from, &to);
        assert_eq!((gain.probability.value, gain.mean.value, gain.median.value), (Some(0.3), Some(2.0), Some(2.0)));
        assert!(gain.probability.low.unwrap() > 0.2 && gain.probability.high.unwrap() < 0.4);
        assert_eq!(discordant(&from.met, &to.met), (30, 0));
    }
}
