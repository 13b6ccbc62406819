//! The empirical law: past values as they were, and straight lines between them.

use super::check::{finite, refusal};
use super::{Dist, DistError};
use crate::math::level::Level;

/// Past values.
#[derive(Clone, Debug, PartialEq)]
pub struct Empirical {
    /// The values, ascending; at least one.
    pub sorted: Vec<f64>,
}

/// The empirical law: the i-th of n sorted values at probability (i-1)/(n-1), linear between (Hyndman and Fan 1996,
/// type 7). A single value is a constant.
///
/// # Errors
/// Refuses an empty list and numbers that are not finite.
pub fn empirical(values: &[f64]) -> Result<Dist, DistError> {
    if values.is_empty() {
        return Err(refusal("values", "values must list at least one number".into()));
    }
    for &value in values {
        finite("values", value)?;
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    Ok(Dist::Empirical(Empirical { sorted }))
}

impl Empirical {
    /// The highest level at or below which nothing but values up to `x` lies.
    pub(super) fn level(&self, x: f64) -> Level {
        self.level_after(self.sorted.partition_point(|&value| value <= x), x)
    }

    /// The same with an atom at `x` counted above.
    pub(super) fn level_under(&self, x: f64) -> Level {
        self.level_after(self.sorted.partition_point(|&value| value < x), x)
    }

    /// The level of `x` between the values number `count` and `count` + 1, counted from 1.
    fn level_after(&self, count: usize, x: f64) -> Level {
        let n = self.sorted.len();
        if count == 0 {
            return Level::NONE_BELOW;
        }
        if count == n {
            return Level::NONE_ABOVE;
        }
        let (left, right) = (self.sorted[count - 1], self.sorted[count]);
        let gaps = (n - 1) as f64;
        let part = (x - left) / (right - left);
        Level { below: ((count - 1) as f64 + part) / gaps, above: ((n - 1 - count) as f64 + (1.0 - part)) / gaps }
    }

    /// Mean and standard deviation of what lies between two levels, `from` < `to`: in each gap the values are uniform.
    pub(super) fn moments_between(&self, from: f64, to: f64) -> (f64, f64) {
        let gaps = (self.sorted.len() - 1) as f64;
        if gaps == 0.0 {
            return (self.sorted[0], 0.0);
        }
        // Each gap, or its part, as (share, left value, right value).
        let parts: Vec<(f64, f64, f64)> = (0..self.sorted.len() - 1)
            .map(|i| ((i as f64 / gaps).max(from), ((i + 1) as f64 / gaps).min(to)))
            .filter(|(left, right)| left < right)
            .map(|(left, right)| (right - left, self.at(left), self.at(right)))
            .collect();
        let total: f64 = parts.iter().map(|(share, ..)| share).sum();
        let mean: f64 = parts.iter().map(|(share, a, b)| share / total * (0.5 * a + 0.5 * b)).sum();
        let square = |&(share, a, b): &(f64, f64, f64)| {
            let (a, b) = (a - mean, b - mean);
            share / total * (a * a + a * b + b * b) / 3.0
        };
        (mean, parts.iter().map(square).sum::<f64>().sqrt())
    }

    fn at(&self, p: f64) -> f64 {
        empirical_quantile(&self.sorted, Level::of(p))
    }

    pub(super) fn in_words(&self) -> String {
        let n = self.sorted.len();
        format!(
            "empirical({n} value{} from {} to {})",
            if n == 1 { "" } else { "s" },
            self.sorted[0],
            self.sorted[n - 1]
        )
    }
}

/// The value at a level, of n >= 1 ascending values.
pub(super) fn empirical_quantile(sorted: &[f64], level: Level) -> f64 {
    let last = sorted.len() - 1;
    let position = level.below * last as f64;
    let i = (position as usize).min(last);
    let (left, right) = (sorted[i], sorted[(i + 1).min(last)]);
    left + (position - i as f64) * (right - left)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn law(values: &[f64]) -> Empirical {
        let Ok(Dist::Empirical(law)) = empirical(values) else { panic!("valid") };
        law
    }

    #[test]
    fn values_sit_at_their_ranks() {
        let law = law(&[5.0, 1.0, 2.0]);
        for (p, expected) in [(0.0, 1.0), (0.25, 1.5), (0.5, 2.0), (0.75, 3.5), (1.0, 5.0)] {
            assert_eq!(law.at(p), expected, "{p}");
            assert_eq!(law.level(expected).below, p);
            assert_eq!(law.level(expected).above, 1.0 - p);
        }
        let (mean, sd) = law.moments_between(0.0, 1.0);
        // Two uniforms, 1..2 and 2..5: mean 2.5; E x^2 = (7/3 + 13) / 2.
        assert!((mean - 2.5).abs() <= 1e-15 && (sd * sd - (23.0 / 3.0 - 6.25)).abs() <= 1e-14);
    }

    #[test]
    fn equal_values_are_an_atom() {
        let law = law(&[0.0, 0.0, 0.0, 6.0, 8.0]);
        assert_eq!((law.level_under(0.0).below, law.level(0.0).below), (0.0, 0.5));
    }

    #[test]
    fn one_value_is_a_constant() {
        let law = law(&[7.0]);
        assert_eq!((law.at(0.0), law.at(0.3), law.at(1.0)), (7.0, 7.0, 7.0));
        assert_eq!(law.moments_between(0.0, 1.0), (7.0, 0.0));
        assert_eq!((law.level(6.9).below, law.level(7.0).below), (0.0, 1.0));
    }

    #[test]
    fn refuses_bad_lists() {
        assert_eq!(empirical(&[]).unwrap_err().parameter, "values");
        assert_eq!(empirical(&[1.0, f64::NAN]).unwrap_err().parameter, "values");
    }
}
