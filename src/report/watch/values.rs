//! Values of indicators and their levels as text, with the digits that their intervals support.

use crate::analysis::Estimate;
use crate::analysis::triggers::{Level, Trigger};
use crate::plan::metric::Better;
use crate::plan::{Metric, Plan, Unit};
use crate::report::format::{self, MoneyBlock, NOT_AVAILABLE};

/// A value with the digits that an error (half the width of its interval) supports.
pub fn value(plan: &Plan, metric: Metric, x: f64, error: f64) -> String {
    let most = match metric.unit() {
        _ if metric.whole() => 0,
        Unit::Count if x.abs() >= 100.0 => 0,
        Unit::Count | Unit::Months => 1,
        Unit::Money | Unit::Share | Unit::Ratio => 2,
    };
    match metric.unit() {
        Unit::Money => format::money_within(x, error, &plan.currency),
        _ => format::metric_value(metric, x, format::supported_decimals(error).min(most), &plan.currency),
    }
}

/// An estimate with the digits that its interval supports.
pub fn estimate(plan: &Plan, metric: Metric, e: &Estimate) -> String {
    match e.value {
        Some(x) => value(plan, metric, x, format::half_width(e).unwrap_or(0.0)),
        None => NOT_AVAILABLE.to_string(),
    }
}

/// Values that are read together: money in one unit with the same decimals.
fn together<const N: usize>(plan: &Plan, metric: Metric, values: [f64; N], error: f64) -> [String; N] {
    let block = MoneyBlock::new(values, error, &plan.currency);
    values.map(|x| match metric.unit() {
        Unit::Money => block.text(x),
        _ => value(plan, metric, x, error),
    })
}

/// "$1.80M to $2.67M": P10 to P90.
pub fn range(plan: &Plan, metric: Metric, spread: &[Estimate; 3]) -> String {
    let [low, _, high] = spread;
    let [low, high] = match (low.value, high.value) {
        (Some(a), Some(b)) => {
            let error = [low, high].into_iter().filter_map(format::half_width).fold(0.0, f64::max);
            together(plan, metric, [a, b], error)
        }
        _ => [estimate(plan, metric, low), estimate(plan, metric, high)],
    };
    if low == high { low } else { format!("{low} to {high}") }
}

/// "0.78"; "no" where the trials cannot tell it from a coin.
pub fn area(auc: &Estimate) -> String {
    if auc.low.is_some_and(|low| low <= 0.5) && auc.high.is_some_and(|high| high >= 0.5) {
        return "no".to_string();
    }
    let decimals = |x| format::supported_decimals(x).min(2);
    match auc.value {
        Some(x) => format!("{x:.*}", format::half_width(auc).map_or(2, decimals)),
        None => NOT_AVAILABLE.to_string(),
    }
}

/// A third of half the width of a level's interval, 0 where both ends are no values. A level has the digits of its
/// interval's ends, which are one more than its own error supports: with fewer it could be seen outside of it.
fn error(trigger: &Trigger) -> f64 {
    match (trigger.level, trigger.interval) {
        (Level::At(x), [Level::At(a), Level::At(b)]) => (a - x).abs().max((b - x).abs()) / 3.0,
        (Level::At(x), [Level::At(a), _] | [_, Level::At(a)]) => (a - x).abs() / 3.0,
        _ => 0.0,
    }
}

/// "≥ $2.23M", "≤ $232k", "never", "always"; "≥ $2.23M or never" where the trials cannot tell which.
pub fn level(plan: &Plan, metric: Metric, trigger: &Trigger) -> String {
    let sign = match metric.better() {
        Better::Higher => "≥",
        Better::Lower => "≤",
    };
    match trigger.level {
        Level::At(x) => {
            let perhaps = match trigger.interval {
                [_, Level::Never] => " or never",
                [Level::Always, _] => " or always",
                _ => "",
            };
            format!("{sign} {}{perhaps}", value(plan, metric, x, error(trigger)))
        }
        Level::Never => "never".to_string(),
        Level::Always => "always".to_string(),
        Level::Undefined => "undefined".to_string(),
    }
}

/// "at $2.23M or more", "at no value", "at every value".
pub fn place(plan: &Plan, metric: Metric, trigger: &Trigger) -> String {
    let beyond = match metric.better() {
        Better::Higher => "or more",
        Better::Lower => "or less",
    };
    match trigger.level {
        Level::At(x) => format!("at {} {beyond}", value(plan, metric, x, error(trigger))),
        Level::Never => "at no value".to_string(),
        Level::Always => "at every value".to_string(),
        Level::Undefined => "only where it is undefined for being infinitely good".to_string(),
    }
}

/// The same with its interval: "at $2.23M or more (95 % interval $2.20M to $2.25M)".
pub fn sentence(plan: &Plan, metric: Metric, trigger: &Trigger) -> String {
    let (main, error) = (place(plan, metric, trigger), error(trigger));
    let end = |level: Level| match level {
        Level::At(x) => value(plan, metric, x, error),
        Level::Never => "never".to_string(),
        Level::Always => "always".to_string(),
        Level::Undefined => "undefined".to_string(),
    };
    let [low, high] = match trigger.interval {
        [a, b] if a == trigger.level && b == trigger.level => return main,
        [Level::At(a), Level::At(b)] => together(plan, metric, [a.min(b), a.max(b)], error),
        ends => ends.map(end),
    };
    format!("{main} (95 % interval {low} to {high})")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    fn trigger(level: Level, interval: [Level; 2]) -> Trigger {
        Trigger { wanted: 0.5, level, interval, share_of_trials: 0.2 }
    }

    #[test]
    fn levels_have_the_digits_of_their_interval() {
        let plan = fixture::plan(12, 1);
        let of = |level, interval| {
            let trigger = trigger(level, interval);
            (super::level(&plan, Metric::NewArr, &trigger), sentence(&plan, Metric::NewArr, &trigger))
        };
        let at = Level::At;
        let close = of(at(2_226_350.0), [at(2_204_663.0), at(2_253_866.0)]);
        assert_eq!(close.0, "≥ $2.23M");
        assert_eq!(close.1, "at $2.23M or more (95 % interval $2.20M to $2.25M)");
        let wide = of(at(2_226_350.0), [at(1_900_000.0), Level::Never]);
        assert_eq!(
            (wide.0.as_str(), wide.1.as_str()),
            ("≥ $2.2M or never", "at $2.2M or more (95 % interval $1.9M to never)")
        );
        assert_eq!(of(Level::Never, [Level::Never; 2]).1, "at no value");
    }

    #[test]
    fn an_indicator_that_may_be_a_coin_tells_nothing() {
        let auc = |low, high| area(&Estimate { value: Some(0.507), low: Some(low), high: Some(high) });
        assert_eq!((auc(0.499, 0.515), auc(0.503, 0.511)), ("no".to_string(), "0.51".to_string()));
    }

    #[test]
    fn less_is_better_is_said() {
        let plan = fixture::plan(12, 1);
        let at = Level::At;
        let churn = trigger(at(231_931.0), [at(235_359.0), at(223_365.0)]);
        assert_eq!(level(&plan, Metric::ChurnedArr, &churn), "≤ $232k");
        assert_eq!(sentence(&plan, Metric::ChurnedArr, &churn), "at $232k or less (95 % interval $223k to $235k)");
    }

    #[test]
    fn counts_and_ratios_have_their_units() {
        let plan = fixture::plan(12, 1);
        assert_eq!(value(&plan, Metric::OppsCreated, 1440.0, 9.0), "1,440");
        assert_eq!(value(&plan, Metric::Stage(0), 1384.98, 2.0), "1,385");
        assert_eq!(value(&plan, Metric::RampedReps, 15.99, 0.02), "16.0");
        assert_eq!(value(&plan, Metric::PipelineCoverage, 1.611, 0.02), "1.61x");
    }
}
