//! The findings as sentences, for the terminal and the charts' titles. Every sentence follows its numbers: "in none",
//! "in all", and no probability is claimed from a single trial.

use super::format;
use crate::analysis::Estimate;
use crate::analysis::bands::{self, Columns, Series};
use crate::analysis::odds::{Odds, PremiumKind};
use crate::outcome::Provenance;
use crate::plan::{Metric, Plan, Reconcile};

/// Places of P10, P25, P50, P75 and P90 among [`crate::analysis::PERCENTILES`].
pub(crate) const P10: usize = 2;
pub(crate) const P25: usize = 3;
pub(crate) const P50: usize = 4;
pub(crate) const P75: usize = 5;
pub(crate) const P90: usize = 6;

/// Longest name of a segment or source inside a sentence, characters.
const LONGEST_NAME: usize = 28;

/// "$20.0M ARR by Dec 2027".
pub fn target(plan: &Plan, odds: &Odds) -> String {
    format!("{} ARR by {}", format::money(odds.target_arr, &plan.currency), by(plan, odds))
}

/// "Dec 2027": the month at whose end the target is wanted.
pub fn by(plan: &Plan, odds: &Odds) -> String {
    format::month(plan.calendar.month(odds.by))
}

/// A probability as a count of futures: "in 42 of 100 futures", "in none of the 10,000 futures simulated". The count is
/// out of 1,000 or 10,000 where the simulation error supports it, and out of the trials where they are few.
pub fn share_of_futures(probability: &Estimate, trials: u64) -> String {
    let Some(p) = probability.value else { return "in an unknown share of futures".to_string() };
    let hits = (p * trials as f64).round() as u64;
    let all = format::whole(trials);
    if trials == 1 {
        let not = if hits == 0 { "not " } else { "" };
        return format!("{not}in the one future simulated");
    }
    if hits == 0 {
        return format!("in none of the {all} futures simulated");
    }
    if hits >= trials {
        return format!("in all {all} futures simulated");
    }
    let decimals = format::supported_decimals(format::half_width(probability).unwrap_or(0.01) * 100.0).min(2);
    let out_of = 100 * 10u64.pow(decimals as u32);
    let shown = (p * out_of as f64).round() as u64;
    if trials <= 100 || shown == 0 || shown == out_of {
        return format!("in {} of the {all} futures simulated", format::whole(hits));
    }
    format!("in {} of {} futures", format::whole(shown), format::whole(out_of))
}

/// What the simulation itself leaves open: "±1 pp simulation error, given these assumptions"; near 0 and 1 the 95 %
/// interval; for one trial that there is none.
pub fn simulation_error(probability: &Estimate, trials: u64) -> String {
    let (Some(p), Some(low), Some(high)) = (probability.value, probability.low, probability.high) else {
        return if trials == 1 { "one trial: no interval" } else { "no interval" }.to_string();
    };
    let error = (high - p).max(p - low);
    if p - low < error / 2.0 || high - p < error / 2.0 {
        // A tenth of the interval's width as the last digit, so that its ends can be told from 0 and 1.
        let end = |x: f64| format::percent_within(x, (high - low) / 10.0);
        return format!("95 % interval {} to {}: simulation error, given these assumptions", end(low), end(high));
    }
    format!("{} simulation error, given these assumptions", format::plus_minus_points(error))
}

/// The answer: "We reach $20.0M ARR by Dec 2027 in 42 of 100 futures (±1 pp simulation error, ...)".
pub fn headline(plan: &Plan, odds: &Odds) -> String {
    if odds.trials == 1 {
        return format!("{}: one trial gives no probability and no interval", one_future(plan, odds));
    }
    let error = simulation_error(&odds.probability, odds.trials);
    format!("{} ({error})", reach(plan, odds))
}

/// "We reach $20.0M ARR by Dec 2027 in 42 of 100 futures".
pub fn reach(plan: &Plan, odds: &Odds) -> String {
    format!("We reach {} {}", target(plan, odds), share_of_futures(&odds.probability, odds.trials))
}

/// Whether every future ends with the same ARR.
pub fn is_certain(odds: &Odds) -> bool {
    odds.arr[0].value == odds.arr[8].value
}

/// Title of the fan chart: the odds and where the median ends.
pub fn fan(plan: &Plan, odds: &Odds) -> String {
    let median = format::money_estimate(&odds.arr[P50], &plan.currency);
    if is_certain(odds) {
        return certain(plan, odds);
    }
    format!("{}; the median future ends at {median}", reach(plan, odds))
}

/// "Every future ends Dec 2027 at $18.9M ARR, $1.1M short of the target".
fn certain(plan: &Plan, odds: &Odds) -> String {
    let who = if odds.trials == 1 { "The one future simulated" } else { "Every future" };
    let arr = format::money_estimate(&odds.arr[P50], &plan.currency);
    format!("{who} ends {} at {arr} ARR, {}", by(plan, odds), gap(&odds.gap[P50], plan))
}

/// "$1.1M short of the target", "$1.1M above the target", "exactly on target".
fn gap(gap: &Estimate, plan: &Plan) -> String {
    let size = Estimate { value: gap.value.map(f64::abs), ..flipped_if_short(gap) };
    let amount = format::money_estimate(&size, &plan.currency);
    match gap.value {
        Some(x) if x < 0.0 => format!("{amount} short of the target"),
        Some(x) if x > 0.0 => format!("{amount} above the target"),
        Some(_) => "exactly on target".to_string(),
        None => "with an unknown gap to the target".to_string(),
    }
}

/// The interval of a gap's size: a gap below 0 has its ends swapped and negated.
fn flipped_if_short(gap: &Estimate) -> Estimate {
    match gap.value {
        Some(x) if x < 0.0 => Estimate { value: None, low: gap.high.map(|x| -x), high: gap.low.map(|x| -x) },
        _ => *gap,
    }
}

/// Title of the chart of the way to the target: how many pass its first mark and how many arrive.
pub fn on_path(plan: &Plan, odds: &Odds) -> String {
    if odds.trials == 1 {
        return one_future(plan, odds);
    }
    let arrive = format!("reach {} in {}", format::money(odds.target_arr, &plan.currency), by(plan, odds));
    let end = &odds.probability;
    if let Some(m) = odds.milestones.first().filter(|m| m.t < odds.by) {
        let (arr, month) = (format::money(m.arr, &plan.currency), format::month(plan.calendar.month(m.t)));
        return format!("{} pass {arr} in {month}, {} {arrive}", futures(&m.probability), these(end));
    }
    match odds.by.checked_sub(4).and_then(|earlier| odds.on_path.get(earlier)) {
        Some(earlier) => format!("{} {arrive}, {} three months earlier", futures(end), these(earlier)),
        None => format!("{} {arrive}", futures(end)),
    }
}

/// "The one future simulated misses $20.0M ARR by Dec 2027".
fn one_future(plan: &Plan, odds: &Odds) -> String {
    let verb = if odds.probability.value == Some(1.0) { "reaches" } else { "misses" };
    format!("The one future simulated {verb} {}", target(plan, odds))
}

/// "30 % of futures", "No futures", "All futures".
fn futures(probability: &Estimate) -> String {
    match probability.value {
        Some(0.0) => "No futures".to_string(),
        Some(1.0) => "All futures".to_string(),
        _ => format!("{} of futures", format::probability(probability)),
    }
}

/// "30 %", "none", "all": where futures were named before.
fn these(probability: &Estimate) -> String {
    match probability.value {
        Some(0.0) => "none".to_string(),
        Some(1.0) => "all".to_string(),
        _ => format::probability(probability),
    }
}

/// Title of the distribution chart: where the middle half lands, and how far one in ten falls short.
pub fn distribution(plan: &Plan, odds: &Odds) -> String {
    if is_certain(odds) {
        return certain(plan, odds);
    }
    let money = |i: usize| format::money_estimate(&odds.arr[i], &plan.currency);
    let (low, high) = (money(P25), money(P75));
    let middle = if low == high {
        format!("Half of all futures land at {low}")
    } else {
        format!("Half of all futures land between {low} and {high}")
    };
    let tail = gap(&odds.gap[P10], plan);
    match odds.gap[P10].value {
        Some(x) if x < 0.0 => format!("{middle}; one in ten ends {} or worse", tail),
        _ => format!("{middle}; nine in ten end {tail} or better"),
    }
}

/// Segments whose two paths are reconciled, by median ARR at the end of the plan, largest first.
pub fn constrained_segments(plan: &Plan, bands: &[Series]) -> Vec<usize> {
    let mut segments: Vec<usize> =
        (0..plan.segments.len()).filter(|&i| plan.segments[i].reconcile == Reconcile::Constrained).collect();
    let size = |i: usize| {
        let arr = bands::find(bands, Metric::Arr, Some(i));
        arr.and_then(|s| s.months.percentiles[P50].last().copied().flatten()).unwrap_or(0.0)
    };
    segments.sort_by(|&a, &b| size(b).total_cmp(&size(a)));
    segments
}

/// Title of the chart of the two paths: which one is the limit in the largest segment that has both.
pub fn paths(plan: &Plan, bands: &[Series]) -> String {
    let largest = constrained_segments(plan, bands).first().copied();
    let Some(segment) = largest else { return no_paths_meet(plan) };
    let name = segment_name(plan, segment);
    let bound = bands::find(bands, Metric::CapacityBound, Some(segment));
    let Some(share) = bound.and_then(|s| mean(&s.months)) else {
        return format!("{name}: what the sales team can close, and what the pipeline brings");
    };
    let (capacity, pipeline) = (format::percent_within(share, 0.01), format::percent_within(1.0 - share, 0.01));
    if share >= 0.5 {
        format!("{name}: sales capacity is the limit in {capacity} of months, pipeline in {pipeline}")
    } else {
        format!("{name}: pipeline is the limit in {pipeline} of months, sales capacity in {capacity}")
    }
}

/// What to say where no segment has both paths.
fn no_paths_meet(plan: &Plan) -> String {
    let has_capacity = plan.segments.iter().any(|s| s.sales_force.is_some());
    let has_pipeline = plan.segments.iter().any(|s| s.pipeline.is_some());
    match (has_capacity, has_pipeline) {
        (true, true) => "No segment weighs both paths: capacity and pipeline bookings stand side by side",
        (true, false) => "Bookings follow sales capacity alone: no segment has a pipeline",
        (false, true) => "Bookings follow the pipeline alone: no segment has a sales team's capacity",
        (false, false) => "Neither sales capacity nor a pipeline is planned: ARR moves by renewals only",
    }
    .to_string()
}

/// The mean over all months of a column's means; `None` where one of them is missing.
fn mean(columns: &Columns) -> Option<f64> {
    let values: Option<Vec<f64>> = columns.mean.iter().copied().collect();
    values.filter(|v| !v.is_empty()).map(|v| v.iter().sum::<f64>() / v.len() as f64)
}

/// Where the plan as written stands beside the simulated median, what that is called, and how many drivers state a plan.
pub fn premium(plan: &Plan, odds: &Odds) -> String {
    let planned = &odds.planned;
    let error = format::half_width(&odds.arr[P50]).unwrap_or(0.0);
    let size = format::money_within(planned.premium.abs(), error, &plan.currency);
    let name = match planned.kind {
        PremiumKind::Optimism => "optimism premium",
        PremiumKind::CostOfUncertainty => "cost of uncertainty",
    };
    let finding = if size == format::money(0.0, &plan.currency) {
        format!("at the simulated median: no {name}")
    } else if planned.premium < 0.0 {
        format!("{size} below the simulated median: a negative {name}")
    } else {
        format!("{size} above the simulated median: the {name}")
    };
    let stated = match planned.drivers {
        0 => "no driver is uncertain".to_string(),
        all => format!("{} of {all} drivers state a plan value", planned.drivers_stating_plan),
    };
    format!("{finding} ({stated})")
}

/// What was run, under every chart's title.
pub fn subtitle(plan: &Plan, provenance: &Provenance, odds: &Odds) -> String {
    let trials = format::whole(provenance.trials);
    let word = if provenance.trials == 1 { "trial" } else { "trials" };
    let error = simulation_error(&odds.probability, odds.trials);
    format!("{} · {trials} {word}, seed {} · {error}", format::shorten(&plan.name, 60), provenance.seed)
}

/// A segment's name, short enough for a sentence.
pub fn segment_name(plan: &Plan, segment: usize) -> String {
    format::shorten(&plan.segments[segment].name, LONGEST_NAME)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    fn estimate(value: f64, low: f64, high: f64) -> Estimate {
        Estimate { value: Some(value), low: Some(low), high: Some(high) }
    }

    #[test]
    fn the_count_of_futures_follows_its_error() {
        let cases = [
            (estimate(0.42, 0.41, 0.43), 10_000, "in 42 of 100 futures"),
            (estimate(0.4234, 0.4224, 0.4244), 1_000_000, "in 423 of 1,000 futures"),
            (estimate(0.0, 0.0, 0.00038), 10_000, "in none of the 10,000 futures simulated"),
            (estimate(1.0, 0.99962, 1.0), 10_000, "in all 10,000 futures simulated"),
            (estimate(0.0004, 0.0002, 0.001), 10_000, "in 4 of the 10,000 futures simulated"),
            (estimate(0.9996, 0.999, 0.9998), 10_000, "in 9,996 of the 10,000 futures simulated"),
            (estimate(0.4, 0.17, 0.69), 10, "in 4 of the 10 futures simulated"),
            (estimate(0.0, 0.0, 0.0), 1, "not in the one future simulated"),
        ];
        for (p, trials, text) in cases {
            assert_eq!(share_of_futures(&p, trials), text);
        }
    }

    #[test]
    fn lopsided_errors_are_given_as_intervals() {
        assert_eq!(
            simulation_error(&estimate(0.42, 0.41, 0.43), 10_000),
            "±1 pp simulation error, given these assumptions"
        );
        assert_eq!(
            simulation_error(&estimate(1.0, 0.99962, 1.0), 10_000),
            "95 % interval 99.96 % to 100 %: simulation error, given these assumptions"
        );
        assert_eq!(
            simulation_error(&estimate(0.0375, 0.0173, 0.0794), 160),
            "95 % interval 2 % to 8 %: simulation error, given these assumptions"
        );
        assert_eq!(
            simulation_error(&Estimate { value: Some(1.0), ..Estimate::default() }, 1),
            "one trial: no interval"
        );
    }

    #[test]
    fn one_trial_claims_no_probability() {
        let plan = fixture::plan(12, 2);
        let mut odds = fixture::odds(&plan, 0.1);
        odds.trials = 1;
        odds.probability = Estimate { value: Some(0.0), ..Estimate::default() };
        let text = headline(&plan, &odds);
        assert_eq!(
            text,
            "The one future simulated misses $20.0M ARR by Dec 2027: one trial gives no probability and no interval"
        );
    }

    #[test]
    fn certain_plans_are_said_to_be_certain() {
        let plan = fixture::plan(12, 2);
        let odds = fixture::odds(&plan, 0.0);
        assert_eq!(fan(&plan, &odds), "Every future ends Dec 2027 at $19.0M ARR, $1.0M short of the target");
        assert_eq!(distribution(&plan, &odds), fan(&plan, &odds));
    }

    #[test]
    fn the_premium_follows_its_sign() {
        let plan = fixture::plan(12, 2);
        let mut odds = fixture::odds(&plan, 0.1);
        let mut text = |premium: f64, kind, drivers| {
            (odds.planned.premium, odds.planned.kind, odds.planned.drivers) = (premium, kind, drivers);
            super::premium(&plan, &odds)
        };
        let above = "$1.4M above the simulated median: the optimism premium (3 of 12 drivers state a plan value)";
        assert_eq!(text(1.4e6, PremiumKind::Optimism, 12), above);
        let below =
            "$400k below the simulated median: a negative cost of uncertainty (3 of 12 drivers state a plan value)";
        assert_eq!(text(-4e5, PremiumKind::CostOfUncertainty, 12), below);
        let none = "at the simulated median: no cost of uncertainty (no driver is uncertain)";
        assert_eq!(text(-0.0, PremiumKind::CostOfUncertainty, 0), none);
    }

    #[test]
    fn the_path_that_binds_more_comes_first() {
        let plan = fixture::plan(12, 2);
        let mut bands = fixture::bands(&plan, 0.1);
        assert_eq!(paths(&plan, &bands), "segment-0: pipeline is the limit in 62 % of months, sales capacity in 38 %");
        for series in &mut bands {
            if series.metric == Metric::CapacityBound {
                series.months.mean.iter_mut().for_each(|m| *m = Some(1.0));
            }
        }
        assert_eq!(paths(&plan, &bands), "segment-0: sales capacity is the limit in 100 % of months, pipeline in 0 %");
    }

    #[test]
    fn plans_without_both_paths_say_so() {
        let mut plan = fixture::plan(12, 1);
        plan.segments[0].reconcile = Reconcile::BaseOnly;
        plan.segments[0].sales_force = None;
        plan.segments[0].pipeline = None;
        let text = paths(&plan, &fixture::bands(&plan, 0.1));
        assert_eq!(text, "Neither sales capacity nor a pipeline is planned: ARR moves by renewals only");
    }
}
