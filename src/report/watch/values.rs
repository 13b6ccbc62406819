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
        // A ratio over nothing has no end.
        (Some(_), None) => return format!("{} or more", estimate(plan, metric, low)),
        (None, Some(_)) => return format!("{} or less", estimate(plan, metric, high)),
        (None, None) => return "undefined".to_string(),
    };
    // a code such as "CHF " is said once
    let code = format::currency_prefix(&plan.currency);
    let end = if code.len() > 3 { high.strip_prefix(&code).unwrap_or(&high) } else { &high };
    if low == high { low } else { format!("{low} to {end}") }
}

/// "0.78".
pub fn area(auc: &Estimate) -> String {
    let decimals = |x| format::supported_decimals(x).min(2);
    match auc.value {
        Some(x) => format!("{x:.*}", format::half_width(auc).map_or(2, decimals)),
        None => NOT_AVAILABLE.to_string(),
    }
}

/// A third of half the width of a level's interval, 0 where both ends are no values. A level has the digits of its
/// interval's ends, which are one more than its own error supports: with fewer it could be seen outside of it.
pub(super) fn error(trigger: &Trigger) -> f64 {
    match (trigger.level, trigger.interval) {
        (Level::At(x), [Level::At(a), Level::At(b)]) => (a - x).abs().max((b - x).abs()) / 3.0,
        (Level::At(x), [Level::At(a), _] | [_, Level::At(a)]) => (a - x).abs() / 3.0,
        _ => 0.0,
    }
}

/// What stands behind a level whose interval has no end: too few futures to be sure.
pub const UNSURE: &str = "?";

/// "≥ $2.23M", "≤ $232k", "never", "always", "not told"; "≥ $2.23M?" where the futures are too few to be sure.
pub fn level(plan: &Plan, metric: Metric, trigger: &Trigger) -> String {
    let sign = match metric.better() {
        Better::Higher => "≥",
        Better::Lower => "≤",
    };
    match trigger.level {
        Level::At(x) => {
            let unsure = if is_unsure(trigger) { UNSURE } else { "" };
            format!("{sign} {}{unsure}", value(plan, metric, x, error(trigger)))
        }
        Level::Never => "never".to_string(),
        Level::Always => "always".to_string(),
        Level::Undefined => "undefined".to_string(),
        Level::Untold => "not told".to_string(),
    }
}

/// Whether the interval of a level reaches to never or to always.
fn is_unsure(trigger: &Trigger) -> bool {
    matches!(trigger.level, Level::At(_)) && matches!(trigger.interval, [Level::Always, _] | [_, Level::Never])
}

/// "at $2.23M or more", "above $2.2M (too few futures to be sure)", "at no value", "at every value".
pub fn place(plan: &Plan, metric: Metric, trigger: &Trigger) -> String {
    let (beyond, side) = match metric.better() {
        Better::Higher => ("or more", "above"),
        Better::Lower => ("or less", "below"),
    };
    match trigger.level {
        Level::At(x) => {
            let x = value(plan, metric, x, error(trigger));
            match is_unsure(trigger) {
                true => format!("{side} {x} (too few futures to be sure)"),
                false => format!("at {x} {beyond}"),
            }
        }
        Level::Never => "at no value".to_string(),
        Level::Always => "at every value".to_string(),
        Level::Undefined => "only where it is undefined for being infinitely good".to_string(),
        Level::Untold => "not told (too few futures)".to_string(),
    }
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
            (super::level(&plan, Metric::NewArr, &trigger), place(&plan, Metric::NewArr, &trigger))
        };
        let at = Level::At;
        let close = of(at(2_226_350.0), [at(2_204_663.0), at(2_253_866.0)]);
        assert_eq!(close.0, "≥ $2.23M");
        assert_eq!(close.1, "at $2.23M or more");
        let wide = of(at(2_226_350.0), [at(1_900_000.0), Level::Never]);
        assert_eq!((wide.0.as_str(), wide.1.as_str()), ("≥ $2.2M?", "above $2.2M (too few futures to be sure)"));
        assert_eq!(of(Level::Never, [Level::Never; 2]).1, "at no value");
        assert_eq!(of(Level::Untold, [at(2_600_000.0), Level::Never]).0, "not told");
    }

    #[test]
    fn less_is_better_is_said() {
        let plan = fixture::plan(12, 1);
        let at = Level::At;
        let churn = trigger(at(231_931.0), [at(235_359.0), at(223_365.0)]);
        assert_eq!(level(&plan, Metric::ChurnedArr, &churn), "≤ $232k");
        assert_eq!(place(&plan, Metric::ChurnedArr, &churn), "at $232k or less");
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
