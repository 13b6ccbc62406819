//! How large the simulation error of a shown number is, where the results state no interval.

use super::format::{MoneyBlock, half_width};
use crate::analysis::Estimate;
use crate::analysis::bands::Columns;
use crate::report::findings::{P10, P25, P50, P75, P90};

/// 97.5 % quantile of the normal law.
const Z: f64 = 1.96;
/// Interquartile range of a normal law, standard deviations.
const QUARTILES_APART: f64 = 1.349;
/// From P10 to P90 of a normal law, standard deviations.
const TENTHS_APART: f64 = 2.563;
/// 95 % half width of a percentile, sd / sqrt(n): between those of a normal law's median (2.5) and of its P10 and P90
/// (3.3).
const PERCENTILE_WIDTH: f64 = 3.0;

/// Half the width of the 95 % interval of a percentile of a period, in the metric's unit; 0 for one trial. Ratios have no
/// standard deviation: theirs is taken from the quartiles.
pub(crate) fn percentile_error(columns: &Columns, period: usize, trials: u64) -> f64 {
    if trials <= 1 {
        return 0.0;
    }
    let at = |i: usize| columns.percentiles[i].get(period).copied().flatten();
    let apart = |low: usize, high: usize, sds: f64| Some((at(high)? - at(low)?).abs() / sds);
    let quartiles = || apart(P25, P75, QUARTILES_APART);
    let lower_half = || apart(P25, P50, QUARTILES_APART / 2.0);
    let upper_half = || apart(P50, P75, QUARTILES_APART / 2.0);
    let sd = columns.sd.get(period).copied().flatten();
    let sd = sd.or_else(quartiles).or_else(lower_half).or_else(upper_half).unwrap_or(0.0);
    PERCENTILE_WIDTH * sd / (trials as f64).sqrt()
}

/// One unit and number of decimals for percentiles of money of several periods.
pub(crate) fn month_block<'a>(
    columns: &[&Columns],
    percentiles: &[usize],
    periods: impl Iterator<Item = usize> + Clone,
    trials: u64,
    currency: &'a str,
) -> MoneyBlock<'a> {
    let value = |c: &Columns, i: usize, q: usize| c.percentiles[i].get(q).copied().flatten();
    let mut amounts = Vec::new();
    let mut error = 0.0f64;
    for (columns, q) in columns.iter().flat_map(|c| periods.clone().map(move |q| (*c, q))) {
        amounts.extend(percentiles.iter().filter_map(|&i| value(columns, i, q)));
        error = error.max(percentile_error(columns, q, trials));
    }
    MoneyBlock::new(amounts, error, currency)
}

/// The widest half interval of P10, P50 and P90; where the trials are too few for one, that of a normal law as wide.
pub(crate) fn error_of_percentiles(arr: &[Estimate; 9], trials: u64) -> f64 {
    let shown = [P10, P50, P90].map(|i| half_width(&arr[i]));
    let known = shown.iter().flatten().fold(0.0f64, |m, x| m.max(*x));
    match (arr[P10].value, arr[P90].value) {
        (Some(low), Some(high)) if shown.contains(&None) && trials > 1 => {
            known.max(PERCENTILE_WIDTH * (high - low) / TENTHS_APART / (trials as f64).sqrt())
        }
        _ => known,
    }
}

/// Half the width of the 95 % interval of a share of `trials` (normal approximation, at least that of one trial).
pub(crate) fn share_error(share: f64, trials: u64) -> f64 {
    let n = trials as f64;
    (Z * (share * (1.0 - share) / n).max(0.0).sqrt()).max(1.0 / n)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::bands;
    use crate::plan::Metric;
    use crate::report::fixture;

    #[test]
    fn ratios_have_the_error_that_their_quartiles_tell() {
        let plan = fixture::plan(12, 1);
        let mut bands = fixture::bands(&plan, 0.1);
        let arr = bands.iter_mut().find(|s| s.metric == Metric::Arr).unwrap();
        let with_sd = percentile_error(&arr.months, 11, 10_000);
        arr.months.sd.iter_mut().for_each(|sd| *sd = None);
        let without = percentile_error(&arr.months, 11, 10_000);
        assert!((with_sd / without - 1.0).abs() < 1e-3, "{with_sd} {without}");
        arr.months.percentiles[P75].iter_mut().for_each(|x| *x = None);
        let half = percentile_error(&arr.months, 11, 10_000);
        assert!((with_sd / half - 1.0).abs() < 1e-3, "{with_sd} {half}");
        assert_eq!(percentile_error(&bands::find(&bands, Metric::Arr, None).unwrap().months, 11, 1), 0.0);
    }

    #[test]
    fn too_few_trials_for_intervals_show_few_digits() {
        let plan = fixture::plan(12, 1);
        let mut arr = fixture::odds(&plan, 0.1).arr;
        arr.iter_mut().for_each(|e| (e.low, e.high) = (None, None));
        assert!(error_of_percentiles(&arr, 10) > 1e6);
        assert_eq!(error_of_percentiles(&arr, 1), 0.0);
    }
}
