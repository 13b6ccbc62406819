//! Cash: whether it runs out, when it is lowest, and whether it still falls at the end.

use super::Section;
use crate::analysis::bands::{self, Columns, Series};
use crate::analysis::odds::Odds;
use crate::plan::{Metric, Plan};
use crate::report::findings::{P10, P50, P90};
use crate::report::{chances, format, month_block, percentile_error};

/// The section; `None` for a plan without finance.
pub(super) fn section(plan: &Plan, odds: &Odds, bands: &[Series]) -> Option<Section> {
    Some(Section { title: "Cash".to_string(), lines: lines(plan, odds, bands)?, ..Section::default() })
}

/// What is said of cash; `None` for a plan without finance.
pub fn lines(plan: &Plan, odds: &Odds, bands: &[Series]) -> Option<Vec<String>> {
    let mut lines = vec![runs_out(plan, odds)?];
    if let Some(cash) = bands::find(bands, Metric::Cash, None).map(|s| &s.months) {
        lines.extend(low_points(plan, odds, cash));
        lines.extend(still_falling(plan, odds, bands, cash));
    }
    Some(lines)
}

/// "Cash runs out by Dec 2027 in 5 of 100 futures"; `None` for a plan without finance.
pub fn runs_out_in(plan: &Plan, odds: &Odds) -> Option<String> {
    let end = format::month(plan.calendar.month(plan.calendar.months));
    let share = chances::share_of_futures(odds.cash_out.as_ref()?, odds.trials);
    if let Some(opening) = below_0_from_the_start(plan) {
        return Some(format!("Cash is below 0 from the start ({})", format::money_exact(opening, &plan.currency)));
    }
    Some(format!("Cash runs out by {end} {share}"))
}

/// Opening cash where it is negative: then every future has run out, whatever happens.
fn below_0_from_the_start(plan: &Plan) -> Option<f64> {
    plan.finance.as_ref().map(|finance| plan.driver(finance.opening_cash).fixed()).filter(|opening| *opening < 0.0)
}

/// Title of the chart: "Cash runs out by Dec 2027 in 5 of 100 futures; the median ends at $1.5M".
pub fn title(plan: &Plan, odds: &Odds, cash: &Columns) -> Option<String> {
    let last = plan.calendar.months - 1;
    let block = month_block(&[cash], &[P10, P50, P90], std::iter::once(last), odds.trials, &plan.currency);
    let median = block.text(cash.percentiles[P50].get(last).copied().flatten()?);
    Some(format!("{}; the median ends at {median}", runs_out_in(plan, odds)?))
}

/// "Cash runs out by Dec 2027 in 5 of 100 futures; simulation error: 5 % ± 0.4 percentage points".
fn runs_out(plan: &Plan, odds: &Odds) -> Option<String> {
    let probability = odds.cash_out.as_ref()?;
    let end = format::month(plan.calendar.month(plan.calendar.months));
    if below_0_from_the_start(plan).is_some() {
        return runs_out_in(plan, odds);
    }
    Some(match (odds.trials, probability.value) {
        (1, Some(1.0)) => format!("Cash runs out by {end} in that trial"),
        (1, _) => format!("Cash does not run out by {end} in that trial"),
        (_, p) => {
            let spread = chances::spread(probability).unwrap_or("no interval".to_string());
            let finding = runs_out_in(plan, odds)?;
            match p {
                Some(0.0 | 1.0) => format!("{finding} ({spread})"),
                _ => format!("{finding}; simulation error: {spread}"),
            }
        }
    })
}

/// Where the P10 and the median of cash are lowest.
pub fn low_points(plan: &Plan, odds: &Odds, months: &Columns) -> Option<String> {
    let (bad_month, bad) = lowest(months, P10)?;
    let (median_month, median) = lowest(months, P50)?;
    let periods = [bad_month, median_month].into_iter();
    let block = month_block(&[months], &[P10, P50], periods, odds.trials, &plan.currency);
    let end = |i: usize| format!("end of {}", format::month(plan.calendar.month(i + 1)));
    Some(match odds.trials {
        1 => format!("Its low point: {}, {}", block.text(median), end(median_month)),
        _ => format!(
            "The low point of a bad course (P10): {}, {}; of the median: {}, {}",
            block.text(bad),
            end(bad_month),
            block.text(median),
            end(median_month)
        ),
    })
}

/// The month (from 0) in which a percentile is lowest, and what it is then.
fn lowest(months: &Columns, percentile: usize) -> Option<(usize, f64)> {
    let defined = months.percentiles[percentile].iter().enumerate().filter_map(|(i, x)| x.map(|x| (i, x)));
    defined.min_by(|a, b| a.1.total_cmp(&b.1))
}

/// Said where the median of the last quarter's burn is above 0.
fn still_falling(plan: &Plan, odds: &Odds, bands: &[Series], cash: &Columns) -> Option<String> {
    let burn = &bands::find(bands, Metric::Burn, None)?.quarters;
    let falls = burn.percentiles[P50].last().copied().flatten()? > 0.0;
    let last = plan.calendar.months - 1;
    let block = month_block(&[cash], &[P10, P50], std::iter::once(last), odds.trials, &plan.currency);
    let amount = block.text(cash.percentiles[P50].get(last).copied().flatten()?);
    let of_median = if odds.trials == 1 { "" } else { "median " };
    let runway = runway(odds, bands, last).unwrap_or_default();
    let line = format!("Cash is still falling when the plan ends: {of_median}{amount}{runway}.");
    falls.then(|| format!("{line} What happens after is not simulated."))
}

/// ", 3.3 months of runway (median)".
fn runway(odds: &Odds, bands: &[Series], last: usize) -> Option<String> {
    let runway = &bands::find(bands, Metric::RunwayMonths, None)?.months;
    let months = runway.percentiles[P50].get(last).copied().flatten().filter(|x| *x > 0.0)?;
    let decimals = format::supported_decimals(percentile_error(runway, last, odds.trials)).min(1);
    let of_median = if odds.trials == 1 { "" } else { " (median)" };
    Some(format!(", {} of runway{of_median}", format::metric_value(Metric::RunwayMonths, months, decimals, "")))
}
