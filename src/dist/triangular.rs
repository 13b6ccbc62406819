//! The triangular law: a density that rises in a straight line to the mode and falls in one from there.

use super::check::mode_in_range;
use super::{Dist, DistError};
use crate::math::level::Level;

/// A triangle over `min`..`max` with its top at `mode`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Triangular {
    /// Least value.
    pub min: f64,
    /// Likeliest value.
    pub mode: f64,
    /// Greatest value, above `min`.
    pub max: f64,
}

/// The triangular law.
///
/// # Errors
/// Refuses numbers that are not finite, a `max` not above `min`, a `mode` outside both.
pub fn triangular(min: f64, mode: f64, max: f64) -> Result<Dist, DistError> {
    mode_in_range(min, mode, max)?;
    Ok(Dist::Triangular(Triangular { min, mode, max }))
}

impl Triangular {
    /// min + sqrt(p (max - min)(mode - min)) up to the mode, max - sqrt((1 - p)(max - min)(max - mode)) above it.
    pub(super) fn quantile(&self, level: Level) -> f64 {
        let span = self.max - self.min;
        let (left, right) = (self.mode - self.min, self.max - self.mode);
        if level.below * span <= left {
            self.min + (level.below * span * left).sqrt()
        } else {
            self.max - (level.above * span * right).sqrt()
        }
    }

    pub(super) fn level(&self, x: f64) -> Level {
        let span = self.max - self.min;
        if x <= self.min {
            Level::NONE_BELOW
        } else if x >= self.max {
            Level::NONE_ABOVE
        } else if x <= self.mode {
            Level::of((x - self.min) / span * ((x - self.min) / (self.mode - self.min)))
        } else {
            Level::of_above((self.max - x) / span * ((self.max - x) / (self.max - self.mode)))
        }
    }

    pub(super) fn mean(&self) -> f64 {
        (self.min + self.mode + self.max) / 3.0
    }

    /// sqrt((left^2 + left right + right^2) / 18) with the distances of the mode from both ends.
    pub(super) fn sd(&self) -> f64 {
        let (left, right) = (self.mode - self.min, self.max - self.mode);
        ((left * left + left * right + right * right) / 18.0).sqrt()
    }

    /// Mean and standard deviation of what lies between `from` and `to`, both inside `min`..`max`.
    pub(super) fn moments_between(&self, from: f64, to: f64) -> (f64, f64) {
        let middle = self.mode.clamp(from, to);
        let over = |f: &dyn Fn(f64) -> f64| {
            let weighted = |x: f64| f(x) * self.height(x);
            simpson(&weighted, from, middle) + simpson(&weighted, middle, to)
        };
        let share = over(&|_| 1.0);
        let mean = over(&|x| x - from) / share + from;
        let variance = over(&|x| (x - mean) * (x - mean)) / share;
        (mean, variance.sqrt())
    }

    /// The density as a share of its height at the mode.
    fn height(&self, x: f64) -> f64 {
        let share = if x < self.mode {
            (x - self.min) / (self.mode - self.min)
        } else if x > self.mode {
            (self.max - x) / (self.max - self.mode)
        } else {
            1.0
        };
        share.max(0.0)
    }

    pub(super) fn in_words(&self) -> String {
        format!("triangular(min {}, mode {}, max {})", self.min, self.mode, self.max)
    }
}

/// Simpson's rule, exact for cubics: a squared deviation times a straight density is one.
fn simpson(f: &dyn Fn(f64) -> f64, from: f64, to: f64) -> f64 {
    (to - from) / 6.0 * (f(from) + 4.0 * f(0.5 * (from + to)) + f(to))
}

#[cfg(test)]
mod tests {
    use super::*;

    const A04: Triangular = Triangular { min: 10.0, mode: 20.0, max: 60.0 };

    #[test]
    fn worked_case_a04() {
        assert!((A04.mean() - 30.0).abs() <= 1e-14);
        assert!((A04.sd() * A04.sd() - 116.66666666666667).abs() <= 1e-12);
        let quantiles = [
            (0.05, 15.0),
            (0.1, 17.071067811865476),
            (0.25, 21.27016653792583),
            (0.5, 28.377223398316207),
            (0.75, 37.6393202250021),
            (0.9, 45.85786437626905),
            (0.95, 50.0),
        ];
        for (p, expected) in quantiles {
            let x = A04.quantile(Level::of(p));
            assert!((x - expected).abs() <= 1e-12 * expected, "{p}: {x}");
            assert!((A04.level(x).below - p).abs() <= 1e-14);
        }
    }

    #[test]
    fn parts_have_the_moments_of_the_whole_where_they_are_the_whole() {
        let (mean, sd) = A04.moments_between(10.0, 60.0);
        assert!((mean - A04.mean()).abs() <= 1e-12 && (sd - A04.sd()).abs() <= 1e-12, "{mean} {sd}");
        // Right of the mode alone: a right triangle, mean a third of the way, variance span^2 / 18.
        let (mean, sd) = A04.moments_between(20.0, 60.0);
        assert!((mean - (20.0 + 40.0 / 3.0)).abs() <= 1e-12 && (sd - 40.0 / 18f64.sqrt()).abs() <= 1e-12);
    }

    #[test]
    fn the_mode_may_be_an_end() {
        for mode in [0.0, 1.0] {
            let law = Triangular { min: 0.0, mode, max: 1.0 };
            for p in [0.0, 1e-12, 0.3, 0.5, 1.0] {
                let x = law.quantile(Level::of(p));
                assert!((law.level(x).below - p).abs() <= 1e-15, "{mode} {p} {x}");
            }
        }
    }
}
