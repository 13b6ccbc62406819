//! The discrete law: a few values with their probabilities.

use super::check::{finite, refusal};
use super::moments::weighted_moments;
use super::{Dist, DistError};
use crate::math::level::Level;

/// Values with probabilities.
#[derive(Clone, Debug, PartialEq)]
pub struct Discrete {
    /// The values, ascending, no two equal.
    pub values: Vec<f64>,
    /// The probability of each, above 0; they sum to 1.
    pub shares: Vec<f64>,
}

/// The discrete law: each value with its weight as a share of their sum. Values of weight 0 are left out, equal values
/// put together.
///
/// # Errors
/// Refuses empty lists, lists of different lengths, numbers that are not finite, negative weights, weights that are
/// all 0.
pub fn discrete(values: &[f64], weights: &[f64]) -> Result<Dist, DistError> {
    if values.is_empty() {
        return Err(refusal("values", "values must list at least one number".into()));
    }
    if values.len() != weights.len() {
        let message = format!("weights must be as many as values: {} values, {} weights", values.len(), weights.len());
        return Err(refusal("weights", message));
    }
    for &value in values {
        finite("values", value)?;
    }
    for &weight in weights {
        if finite("weights", weight)? < 0.0 {
            return Err(refusal("weights", format!("weights must be 0 or more, got {weight}")));
        }
    }
    if !weights.iter().any(|&weight| weight > 0.0) {
        return Err(refusal("weights", "weights must not all be 0".into()));
    }
    Ok(Dist::Discrete(Discrete::from_weights(values.iter().copied().zip(weights.iter().copied()))))
}

impl Discrete {
    /// From pairs of a value and a weight of 0 or more, one of them above 0.
    fn from_weights(pairs: impl Iterator<Item = (f64, f64)>) -> Self {
        let mut pairs: Vec<(f64, f64)> = pairs.filter(|&(_, weight)| weight > 0.0).collect();
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
        let total: f64 = pairs.iter().map(|(_, weight)| weight).sum();
        let mut law = Self { values: Vec::new(), shares: Vec::new() };
        for (value, weight) in pairs {
            if law.values.last() == Some(&value) {
                let last = law.shares.len() - 1;
                law.shares[last] += weight / total;
            } else {
                law.values.push(value);
                law.shares.push(weight / total);
            }
        }
        law
    }

    /// What is left of it where only the values that `keep` holds for remain; none where nothing does.
    pub(super) fn restricted(&self, keep: impl Fn(f64) -> bool) -> Option<Self> {
        let kept: Vec<(f64, f64)> =
            self.values.iter().copied().zip(self.shares.iter().copied()).filter(|&(value, _)| keep(value)).collect();
        (!kept.is_empty()).then(|| Self::from_weights(kept.into_iter()))
    }

    /// P(X <= value) for each value; the last is exactly 1.
    pub(super) fn cumulative(&self) -> Vec<f64> {
        let mut sum = 0.0;
        let mut cumulative: Vec<f64> = self.shares.iter().map(|share| (sum += share, sum.min(1.0)).1).collect();
        if let Some(last) = cumulative.last_mut() {
            *last = 1.0;
        }
        cumulative
    }

    /// The probability of the values that `holds` is true for.
    fn share_where(&self, holds: impl Fn(f64) -> bool) -> f64 {
        let part = |(&value, &share)| if holds(value) { share } else { 0.0 };
        self.values.iter().zip(&self.shares).map(part).sum::<f64>().min(1.0)
    }

    pub(super) fn level(&self, x: f64) -> Level {
        Level { below: self.share_where(|value| value <= x), above: self.share_where(|value| value > x) }
    }

    /// The same with the atom at `x` counted above.
    pub(super) fn level_under(&self, x: f64) -> Level {
        Level { below: self.share_where(|value| value < x), above: self.share_where(|value| value >= x) }
    }

    pub(super) fn moments(&self) -> (f64, f64) {
        let points: Vec<(f64, f64)> = self.shares.iter().copied().zip(self.values.iter().copied()).collect();
        weighted_moments(&points)
    }

    pub(super) fn in_words(&self) -> String {
        if self.values.len() > 6 {
            let (first, last) = (self.values[0], self.values[self.values.len() - 1]);
            return format!("discrete({} values from {first} to {last})", self.values.len());
        }
        let part = |(value, share): (&f64, &f64)| format!("{value}: {} %", (share * 1e4).round() / 100.0);
        let parts: Vec<String> = self.values.iter().zip(&self.shares).map(part).collect();
        format!("discrete({})", parts.join(", "))
    }
}

/// The least value whose cumulative probability reaches p.
pub(super) fn discrete_quantile(cumulative: &[f64], values: &[f64], p: f64) -> f64 {
    values[cumulative.partition_point(|&c| c < p).min(values.len() - 1)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn law(values: &[f64], weights: &[f64]) -> Discrete {
        let Ok(Dist::Discrete(law)) = discrete(values, weights) else { panic!("valid") };
        law
    }

    #[test]
    fn the_quantile_is_the_least_value_that_reaches() {
        let law = law(&[3.0, 0.0, 6.0, 9.0], &[2.0, 1.0, 1.0, 0.0]);
        let cumulative = law.cumulative();
        assert_eq!(cumulative, [0.25, 0.75, 1.0]);
        for (p, expected) in [(0.0, 0.0), (0.25, 0.0), (0.250001, 3.0), (0.75, 3.0), (0.76, 6.0), (1.0, 6.0)] {
            assert_eq!(discrete_quantile(&cumulative, &law.values, p), expected, "{p}");
        }
        let (mean, sd) = law.moments();
        assert!((mean - 3.0).abs() <= 1e-15 && (sd - 4.5f64.sqrt()).abs() <= 1e-15);
    }

    #[test]
    fn equal_values_are_put_together() {
        let law = law(&[1.0, 2.0, 1.0], &[1.0, 2.0, 1.0]);
        assert_eq!((law.values, law.shares), (vec![1.0, 2.0], vec![0.5, 0.5]));
    }

    #[test]
    fn refuses_bad_lists() {
        let refused = |values: &[f64], weights: &[f64]| discrete(values, weights).unwrap_err();
        assert_eq!(refused(&[], &[]).parameter, "values");
        assert_eq!(refused(&[1.0, 2.0], &[1.0]).message, "weights must be as many as values: 2 values, 1 weights");
        assert_eq!(refused(&[1.0, 2.0], &[1.0, -1.0]).message, "weights must be 0 or more, got -1");
        assert_eq!(refused(&[1.0], &[0.0]).message, "weights must not all be 0");
        assert_eq!(refused(&[f64::INFINITY], &[1.0]).parameter, "values");
        assert_eq!(refused(&[1.0], &[f64::NAN]).parameter, "weights");
    }
}
