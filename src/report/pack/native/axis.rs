//! Axes of native charts: round ends and steps, so that every program draws them alike.

/// The axis of a chart's values.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// What is shown on it.
    pub title: String,
    /// What its values are.
    pub unit: Unit,
    /// Its lower end.
    pub from: f64,
    /// Its upper end, above the lower one.
    pub to: f64,
    /// From one of its labels to the next, above 0.
    pub step: f64,
}

/// What an axis's values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Money of the report's currency.
    Money,
    /// Shares, shown in percent.
    Share,
    /// Differences of shares, shown in percentage points.
    Points,
    /// Plain numbers.
    Number,
}

/// Steps of an axis, about.
const STEPS: f64 = 6.0;
/// Columns stand on 0 unless all of them are above this share of the highest: the differences between them are small.
const NEAR_THE_TOP: f64 = 0.7;

impl Axis {
    /// Over all values (those that are not finite count for nothing), with round ends; from 0 to 1 where there are none.
    pub fn over(title: &str, unit: Unit, values: impl IntoIterator<Item = f64>) -> Self {
        let finite = values.into_iter().filter(|x| x.is_finite());
        let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(x), h.max(x)));
        let (low, high) = apart(low, high);
        let step = round_step((high - low) / STEPS);
        let (from, to) = ((low / step + 1e-9).floor() * step, (high / step - 1e-9).ceil() * step);
        Self { title: title.to_string(), unit, from, to, step }
    }

    /// Over all values and 0; without 0 where all are above seven tenths of the highest.
    pub fn on_zero(title: &str, unit: Unit, values: impl IntoIterator<Item = f64>) -> Self {
        let mut values: Vec<f64> = values.into_iter().filter(|x| x.is_finite()).collect();
        let (low, high) = values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), &x| (l.min(x), h.max(x)));
        if values.is_empty() || low < NEAR_THE_TOP * high || high <= low {
            values.push(0.0);
        }
        Self::over(title, unit, values)
    }

    /// Shares: from 0 to the next round one above all values, 1 at most.
    pub fn shares(title: &str, values: impl IntoIterator<Item = f64>) -> Self {
        let axis = Self::over(title, Unit::Share, values.into_iter().chain([0.0]));
        Self { to: axis.to.min(1.0).max(axis.from + axis.step), ..axis }
    }

    /// The higher of the size of its two ends.
    pub fn size(&self) -> f64 {
        self.from.abs().max(self.to.abs())
    }
}

/// The two, moved apart where they coincide: by 5 % to both sides, or from 0 to 1.
fn apart(low: f64, high: f64) -> (f64, f64) {
    let size = low.abs().max(high.abs());
    match () {
        _ if low > high => (0.0, 1.0),
        _ if high - low > 1e-9 * size => (low, high),
        _ if size > 0.0 => (low - 0.05 * size, high + 0.05 * size),
        _ => (0.0, 1.0),
    }
}

/// The next of 1, 2, 2.5 or 5 times a power of ten.
fn round_step(rough: f64) -> f64 {
    let power = libm::pow(10.0, rough.log10().floor());
    [1.0, 2.0, 2.5, 5.0].into_iter().map(|m| m * power).find(|s| *s >= 0.999 * rough).unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(values: &[f64]) -> (f64, f64, f64) {
        let axis = Axis::over("", Unit::Money, values.iter().copied());
        (axis.from, axis.to, axis.step)
    }

    #[test]
    fn ends_are_round_and_hold_all_values() {
        assert_eq!(ends(&[9.6e6, 24.1e6]), (7.5e6, 25e6, 2.5e6));
        assert_eq!(ends(&[0.0, 10.0]), (0.0, 10.0, 2.0));
        assert_eq!(ends(&[-3e6, 3e6]), (-3e6, 3e6, 1e6));
        assert_eq!(ends(&[]), (0.0, 1.0, 0.2));
        assert_eq!(ends(&[f64::NAN, 0.0]), (0.0, 1.0, 0.2));
        for values in [[1e10, 1.0001e10], [-5e4, -1e4], [1e-6, 2e-6], [10_000.0, 10_000.0]] {
            let (from, to, step) = ends(&values);
            assert!(from <= values[0] && values[1] <= to && step > 0.0, "{from} {to} {step}");
            assert!((2.0..=9.0).contains(&((to - from) / step)), "{from} {to} {step}");
        }
    }

    #[test]
    fn columns_stand_on_zero_unless_all_are_near_the_top() {
        assert_eq!(Axis::on_zero("", Unit::Money, [5e6, 20e6]).from, 0.0);
        assert_eq!(Axis::on_zero("", Unit::Money, [18e6, 20e6]).from, 18e6);
        assert_eq!(Axis::on_zero("", Unit::Money, [20e6]).from, 0.0);
        assert_eq!(Axis::shares("", [0.31]).to, 0.4);
        assert_eq!(Axis::shares("", [1.0]).to, 1.0);
    }
}
