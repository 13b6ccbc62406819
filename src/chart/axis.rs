//! What the numbers along an axis are, and a value that is marked on one.

use super::scale::{self, Scale};
use crate::report::format;

/// What the numbers along an axis are; it decides how the axis is labelled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Axis {
    /// Money of this currency (ISO code).
    Money(String),
    /// Shares, probabilities, rates: 0.25 is "25 %".
    Percent,
    /// Differences of shares in percentage points, as plain numbers: 0.025 is "2.5". A title says what they are.
    Points,
    /// Any other number.
    Number,
    /// Things that come whole, such as hires: nothing between two of them is labelled.
    Whole,
}

/// A value with its text, marked by a dashed line through the plot: a target, a wanted level, a median.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// Where, in the axis's unit.
    pub value: f64,
    /// "Target $20.0M".
    pub text: String,
}

impl Axis {
    /// Round values on the scale, at most about `most` of them, with their labels.
    pub(super) fn ticks(&self, scale: &Scale, most: usize) -> Vec<(f64, String)> {
        let mut ticks = scale.ticks(most);
        if *self == Axis::Whole {
            ticks.retain(|t| (t - t.round()).abs() < 1e-9);
        }
        let labels = self.labels(&ticks);
        ticks.into_iter().zip(labels).collect()
    }

    /// Labels of values along this axis.
    pub(super) fn labels(&self, values: &[f64]) -> Vec<String> {
        match self {
            Axis::Money(currency) => format::money_ticks(values, currency),
            Axis::Percent => format::percent_ticks(values),
            Axis::Points => format::number_ticks(&values.iter().map(|x| 100.0 * x).collect::<Vec<f64>>()),
            Axis::Number | Axis::Whole => format::number_ticks(values),
        }
    }

    /// A value along this axis as text, with the digits that its error (half the width of its interval) supports.
    pub(super) fn text(&self, value: f64, error: f64) -> String {
        match self {
            Axis::Money(currency) => format::money_within(value, error, currency),
            Axis::Percent => format::percent_within(value, error),
            Axis::Points => format!("{} points", format::points_within(value, error)),
            // What sums of steps leave behind the sixth digit is nobody's amount.
            Axis::Number | Axis::Whole => format::number_exact((value * 1e6).round() / 1e6),
        }
    }

    /// A scale over values with room at both ends. Probabilities that differ much, or not at all, are seen against the
    /// whole from 0 to 1; no scale of probabilities goes beyond.
    pub(super) fn scale(&self, values: impl Iterator<Item = f64>, places: (f64, f64)) -> Scale {
        let (low, high) = scale::extent(values);
        if *self != Axis::Percent || low < 0.0 || high > 1.0 {
            return Scale::over([low, high].into_iter(), places);
        }
        let width = high - low;
        match (1e-9..=0.3).contains(&width) {
            false => Scale::new((0.0, 1.0), places),
            true => Scale::new(((low - 0.08 * width).max(0.0), (high + 0.08 * width).min(1.0)), places),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_stay_between_0_and_1() {
        let of = |values: &[f64]| Axis::Percent.scale(values.iter().copied(), (0.0, 100.0)).values();
        assert_eq!(of(&[0.1, 0.9]), (0.0, 1.0));
        assert_eq!(of(&[1.0, 1.0]), (0.0, 1.0));
        assert_eq!(of(&[]), (0.0, 1.0));
        let (low, high) = of(&[0.9, 1.0]);
        assert!(low > 0.85 && low < 0.9 && high == 1.0);
        assert!(of(&[-0.01, 0.02]).0 < -0.01);
    }

    #[test]
    fn nothing_between_whole_things_is_labelled() {
        let scale = Scale::new((0.0, 2.0), (0.0, 100.0));
        let labels: Vec<String> = Axis::Whole.ticks(&scale, 9).into_iter().map(|t| t.1).collect();
        assert_eq!(labels, ["0", "1", "2"]);
        assert!(Axis::Number.ticks(&scale, 9).len() > 3);
        assert_eq!(Axis::Points.labels(&[0.0, 0.025]), ["0.0", "2.5"]);
    }
}
