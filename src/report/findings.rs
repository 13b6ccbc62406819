//! The findings as sentences, for the terminal and the charts' titles. Every sentence follows its numbers: "in none",
//! "in all", and no probability is claimed from a single trial.

use super::chances;
use super::format::{self, MoneyBlock};
use super::precision::error_of_percentiles;
use crate::analysis::Estimate;
use crate::analysis::odds::{Odds, PremiumKind};
use crate::outcome::Provenance;
use crate::plan::Plan;

/// Places of P10, P25, P50, P75 and P90 among [`crate::analysis::PERCENTILES`].
pub(crate) const P10: usize = 2;
pub(crate) const P25: usize = 3;
pub(crate) const P50: usize = 4;
pub(crate) const P75: usize = 5;
pub(crate) const P90: usize = 6;

/// "$20.0M ARR by Dec 2027".
pub fn target(plan: &Plan, odds: &Odds) -> String {
    format!("{} ARR by {}", format::money_exact(odds.target_arr, &plan.currency), by(plan, odds))
}

/// "Dec 2027": the month at whose end the target is wanted.
pub fn by(plan: &Plan, odds: &Odds) -> String {
    format::month(plan.calendar.month(odds.by))
}

/// One unit and number of decimals for ARR at the target date, the plan as written there, and their differences.
pub fn at_target<'a>(plan: &'a Plan, odds: &Odds) -> MoneyBlock<'a> {
    let arr = [P10, P50, P90].iter().filter_map(|&i| odds.arr[i].value);
    let amounts = arr.chain([odds.planned.arr, odds.target_arr]);
    let block = MoneyBlock::new(amounts, error_of_percentiles(&odds.arr, odds.trials), &plan.currency);
    block.beside(odds.target_arr)
}

/// The answer, and what the simulation leaves open: "Given these assumptions, we reach $20.0M ARR by Dec 2027 in 34 of
/// 100 futures."
pub fn headline(plan: &Plan, odds: &Odds) -> Vec<String> {
    if odds.trials == 1 {
        return vec![format!("{}: one trial gives no probability and no interval", one_future(plan, odds))];
    }
    let p = &odds.probability;
    let reach = format!(
        "Given these assumptions, we reach {} {}",
        target(plan, odds),
        chances::share_of_futures(p, odds.trials)
    );
    let caveat = "whether the assumptions are right is not in this.";
    let spread = chances::spread(p).unwrap_or("no interval".to_string());
    if p.value.is_some_and(|p| 0.0 < p && p < 1.0) {
        vec![format!("{reach}."), format!("Simulation error: {spread}; {caveat}")]
    } else {
        vec![format!("{reach} ({spread})."), "Whether the assumptions are right is not in this.".to_string()]
    }
}

/// "We reach $20.0M ARR by Dec 2027 in 42 of 100 futures".
pub(super) fn reach(plan: &Plan, odds: &Odds) -> String {
    format!("We reach {} {}", target(plan, odds), chances::share_of_futures(&odds.probability, odds.trials))
}

/// Whether every future has the same ARR at the target date.
pub fn is_certain(odds: &Odds) -> bool {
    odds.arr[0].value == odds.arr[8].value
}

/// Title of the fan chart: the odds, and the median at the target date.
pub fn fan(plan: &Plan, odds: &Odds) -> String {
    if is_certain(odds) {
        return certain(plan, odds);
    }
    let median = at_target(plan, odds).text_or_none(odds.arr[P50].value);
    match odds.by == plan.calendar.months {
        true => format!("{}; the median ends at {median}", reach(plan, odds)),
        false => format!("{}; half of all futures are below {median} then", reach(plan, odds)),
    }
}

/// "Every future is at $18.9M ARR at the end of Dec 2027, $1.1M short of the target".
fn certain(plan: &Plan, odds: &Odds) -> String {
    let who = if odds.trials == 1 { "The one future simulated" } else { "Every future" };
    let arr = at_target(plan, odds).text_or_none(odds.arr[P50].value);
    format!("{who} is at {arr} ARR at the end of {}, {}", by(plan, odds), gap(plan, odds, P50))
}

/// "$1.1M short of the target", "$1.1M above the target", "on target".
pub(super) fn gap(plan: &Plan, odds: &Odds, percentile: usize) -> String {
    let block = at_target(plan, odds);
    match odds.gap[percentile].value {
        Some(0.0) => "exactly on target".to_string(),
        Some(x) if block.is_zero(x) => "about on target".to_string(),
        Some(x) if x < 0.0 => format!("{} short of the target", block.text(-x)),
        Some(x) => format!("{} above the target", block.text(x)),
        None => "with an unknown gap to the target".to_string(),
    }
}

/// Title of the chart of the way to the target: how many are at its first mark and how many at the target.
pub fn on_path(plan: &Plan, odds: &Odds) -> String {
    if odds.trials == 1 {
        return one_future(plan, odds);
    }
    let end = &odds.probability;
    let target = format::money_exact(odds.target_arr, &plan.currency);
    let at_end = format!("at the end of {}", by(plan, odds));
    if let Some(m) = odds.milestones.first().filter(|m| m.t < odds.by) {
        let (arr, month) = (format::money_exact(m.arr, &plan.currency), format::month(plan.calendar.month(m.t)));
        let first = format!("{} at {arr} or more at the end of {month}", futures_are(&m.probability));
        return format!("{first}; {} at {target} {at_end}", these(end));
    }
    let all = format!("{} at {target} or more {at_end}", futures_are(end));
    match odds.by.checked_sub(4).and_then(|earlier| odds.on_path.get(earlier)) {
        Some(earlier) => format!("{all}; {} three months earlier", these(earlier)),
        None => all,
    }
}

/// "The one future simulated misses $20.0M ARR by Dec 2027".
fn one_future(plan: &Plan, odds: &Odds) -> String {
    let verb = if odds.probability.value == Some(1.0) { "reaches" } else { "misses" };
    format!("The one future simulated {verb} {}", target(plan, odds))
}

/// "30 % of futures are", "No future is", "All futures are".
fn futures_are(probability: &Estimate) -> String {
    match probability.value {
        Some(0.0) => "No future is".to_string(),
        Some(1.0) => "All futures are".to_string(),
        _ => format!("{} of futures are", format::probability(probability)),
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
    let money = |i: usize| at_target(plan, odds).text_or_none(odds.arr[i].value);
    let (low, high) = (money(P25), money(P75));
    let middle = if low == high {
        format!("Half of all futures land at {low}")
    } else {
        format!("Half of all futures land between {low} and {high}")
    };
    let tail = gap(plan, odds, P10);
    match odds.gap[P10].value {
        Some(x) if x < 0.0 => format!("{middle}; one in ten ends {tail} or worse"),
        _ => format!("{middle}; nine in ten end {tail} or better"),
    }
}

/// Title of the exceedance curve: what nine in ten and one in ten of all futures reach at least, and the target's odds.
pub fn exceedance(plan: &Plan, odds: &Odds) -> String {
    if is_certain(odds) {
        return certain(plan, odds);
    }
    let money = |i: usize| at_target(plan, odds).text_or_none(odds.arr[i].value);
    let target = format::money_exact(odds.target_arr, &plan.currency);
    let p = &odds.probability;
    let verb = if p.value.is_some_and(|p| 0.0 < p && p < 1.0) { "reach" } else { "reaches" };
    let who = match p.value {
        Some(0.0) => "none".to_string(),
        Some(1.0) => "every one".to_string(),
        _ => format::probability(p),
    };
    format!("Nine in ten futures reach {} or more, one in ten {}; {who} {verb} {target}", money(P10), money(P90))
}

/// Where the plan as written stands at the target date beside the simulated median, what that difference is called, and
/// what the plan assumes.
pub fn premium(plan: &Plan, odds: &Odds) -> String {
    let (block, planned) = (at_target(plan, odds), &odds.planned);
    let place = match odds.by == plan.calendar.months {
        true => format!("The plan as written ends at {}", block.text(planned.arr)),
        false => format!("The plan as written is at {} at the end of {}", block.text(planned.arr), by(plan, odds)),
    };
    let assumed = assumptions(plan, odds);
    let called = premium_name(plan, odds).map_or(String::new(), |name| format!("{name}: "));
    let difference = from_median(plan, odds);
    format!("{place}: {difference} ({called}the plan as written assumes {assumed})")
}

/// "$1.9M above the simulated median (the optimism premium)".
pub(super) fn premium_in_short(plan: &Plan, odds: &Odds) -> String {
    let called = premium_name(plan, odds).map_or(String::new(), |name| format!(" ({name})"));
    format!("{}{called}", from_median(plan, odds))
}

/// "the optimism premium", "no cost of uncertainty"; `None` for one trial.
fn premium_name(plan: &Plan, odds: &Odds) -> Option<String> {
    let (block, planned) = (at_target(plan, odds), &odds.planned);
    let name = match planned.kind {
        PremiumKind::Optimism => "optimism premium",
        PremiumKind::CostOfUncertainty => "cost of uncertainty",
    };
    match (odds.trials, block.is_zero(planned.premium), planned.premium < 0.0) {
        (1, ..) => None,
        (_, true, _) => Some(format!("no {name}")),
        (_, _, true) => Some(format!("a negative {name}")),
        (..) => Some(format!("the {name}")),
    }
}

/// "$1.9M above the simulated median".
fn from_median(plan: &Plan, odds: &Odds) -> String {
    let block = at_target(plan, odds);
    let beside = if odds.trials == 1 { "the one future simulated" } else { "the simulated median" };
    match odds.planned.premium {
        x if block.is_zero(x) => format!("at {beside}"),
        x if x < 0.0 => format!("{} below {beside}", block.text(-x)),
        x => format!("{} above {beside}", block.text(x)),
    }
}

/// "no risks, no chance, and its own value for 42 of 63 drivers".
fn assumptions(plan: &Plan, odds: &Odds) -> String {
    let (stating, drivers) = (odds.planned.drivers_stating_plan, odds.planned.drivers);
    let risks = if plan.risks.is_empty() { "" } else { "no risks, " };
    match (stating, drivers) {
        (_, 0) if risks.is_empty() => "no chance; no driver is uncertain".to_string(),
        (_, 0) => "no risks and no chance; no driver is uncertain".to_string(),
        (0, 1) => format!("{risks}no chance, and the median of its one uncertain driver"),
        (0, all) => format!("{risks}no chance, and the median of each of its {all} uncertain drivers"),
        (some, all) => format!("{risks}no chance, and its own value for {some} of {all} drivers"),
    }
}

/// What was run, under the title of a chart that shows the odds of the target.
pub fn subtitle_with_error(plan: &Plan, provenance: &Provenance, odds: &Odds) -> String {
    format!("{} · {}", subtitle(plan, provenance), chances::target_spread(&odds.probability, odds.trials))
}

/// What was run, under every chart's title.
pub fn subtitle(plan: &Plan, provenance: &Provenance) -> String {
    let trials = format::whole(provenance.trials);
    let word = if provenance.trials == 1 { "trial" } else { "trials" };
    let name = format::shorten(&plan.name, 60);
    format!("{name} · {trials} {word}, seed {} · given these assumptions", provenance.seed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn the_answer_and_its_error_are_two_lines() {
        let plan = fixture::plan(12, 2);
        let mut odds = fixture::odds(&plan, 0.1);
        assert_eq!(
            headline(&plan, &odds),
            [
                "Given these assumptions, we reach $20.0M ARR by Dec 2027 in 30 of 100 futures.",
                "Simulation error: 30 % ± 0.9 percentage points; whether the assumptions are right is not in this."
            ]
        );
        odds.probability = Estimate { value: Some(0.0), low: Some(0.0), high: Some(0.000384) };
        assert_eq!(
            headline(&plan, &odds)[0],
            "Given these assumptions, we reach $20.0M ARR by Dec 2027 in none of the 10,000 futures simulated \
             (95 % interval: fewer than 1 in 2,600)."
        );
    }

    #[test]
    fn one_trial_claims_no_probability() {
        let plan = fixture::plan(12, 2);
        let mut odds = fixture::odds(&plan, 0.1);
        odds.trials = 1;
        odds.probability = Estimate { value: Some(0.0), ..Estimate::default() };
        let only =
            "The one future simulated misses $20.0M ARR by Dec 2027: one trial gives no probability and no interval";
        assert_eq!(headline(&plan, &odds), [only]);
        assert!(!premium(&plan, &odds).contains("premium"));
    }

    #[test]
    fn certain_plans_are_said_to_be_certain() {
        let plan = fixture::plan(12, 2);
        let odds = fixture::odds(&plan, 0.0);
        assert_eq!(
            fan(&plan, &odds),
            "Every future is at $19.0M ARR at the end of Dec 2027, $1.0M short of the target"
        );
        assert_eq!(distribution(&plan, &odds), fan(&plan, &odds));
    }

    #[test]
    fn a_target_before_the_plans_end_is_judged_at_its_date() {
        let plan = fixture::plan(12, 2);
        let mut odds = fixture::odds(&plan, 0.1);
        assert!(fan(&plan, &odds).ends_with("; the median ends at $19.0M"));
        odds.by = 9;
        assert_eq!(
            fan(&plan, &odds),
            "We reach $20.0M ARR by Sep 2027 in 30 of 100 futures; half of all futures are below $19.0M then"
        );
        assert!(premium(&plan, &odds).starts_with("The plan as written is at $20.4M at the end of Sep 2027: "));
    }

    #[test]
    fn the_way_to_the_target_names_its_first_mark() {
        let plan = fixture::plan(12, 2);
        let mut odds = fixture::odds(&plan, 0.1);
        assert_eq!(
            on_path(&plan, &odds),
            "68 % of futures are at $12.5M or more at the end of Mar 2027; 30 % at $20.0M at the end of Dec 2027"
        );
        odds.milestones.clear();
        odds.on_path[8] = Estimate { value: Some(0.0), low: Some(0.0), high: Some(0.0004) };
        assert_eq!(
            on_path(&plan, &odds),
            "30 % of futures are at $20.0M or more at the end of Dec 2027; none three months earlier"
        );
    }

    #[test]
    fn the_premium_follows_its_sign() {
        let plan = fixture::plan(12, 2);
        let mut odds = fixture::odds(&plan, 0.1);
        let mut text = |premium: f64, kind, stating, drivers| {
            (odds.planned.premium, odds.planned.kind) = (premium, kind);
            (odds.planned.drivers_stating_plan, odds.planned.drivers) = (stating, drivers);
            super::premium(&plan, &odds)
        };
        assert_eq!(
            text(1.4e6, PremiumKind::Optimism, 3, 12),
            "The plan as written ends at $20.4M: $1.4M above the simulated median (the optimism premium: the plan as \
             written assumes no chance, and its own value for 3 of 12 drivers)"
        );
        assert_eq!(
            text(-4e5, PremiumKind::CostOfUncertainty, 0, 12),
            "The plan as written ends at $20.4M: $0.4M below the simulated median (a negative cost of uncertainty: the \
             plan as written assumes no chance, and the median of each of its 12 uncertain drivers)"
        );
        assert_eq!(
            text(-0.0, PremiumKind::CostOfUncertainty, 0, 0),
            "The plan as written ends at $20.4M: at the simulated median (no cost of uncertainty: the plan as written \
             assumes no chance; no driver is uncertain)"
        );
    }
}
