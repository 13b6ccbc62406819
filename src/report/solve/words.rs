//! Levers, amounts and what is wanted, in words.

use crate::analysis::Estimate;
use crate::analysis::solve::{Reached, Settings, Wanted};
use crate::plan::lever::{self, Acts};
use crate::plan::{Lever, Plan, Unit};
use crate::report::format::{self, MoneyBlock};
use crate::report::summary::goals;

/// The unit of money in which returns are stated.
pub(super) const PER: f64 = 100_000.0;

/// What is wanted, as the files name it: "target", "median", "goal nrr", "milestone 2027-06", "target and goals".
pub fn wanted_id(plan: &Plan, wanted: Wanted) -> String {
    match wanted {
        Wanted::Target => "target".to_string(),
        Wanted::Median(arr) => format!("median {arr}"),
        Wanted::Goal(i) => {
            let goal = &plan.goals[i];
            let segment = goal.segment.map_or(String::new(), |s| format!("{}:", plan.segments[s].name));
            format!("goal {segment}{}", goal.metric.name(plan))
        }
        Wanted::Milestone(i) => format!("milestone {}", plan.calendar.month(plan.target.path[i].t)),
        Wanted::Joint => "target and goals".to_string(),
    }
}

/// "$20.0M ARR by Dec 2027".
pub(in crate::report) fn wanted(plan: &Plan, wanted: Wanted) -> String {
    let month = |t: usize| format::month(plan.calendar.month(t));
    let money = |x: f64| format::money_exact(x, &plan.currency);
    let target = format!("{} ARR by {}", money(plan.target.arr), month(plan.target.by));
    match wanted {
        Wanted::Target => target,
        Wanted::Median(arr) => format!("a median ARR of {} at the end of {}", money(arr), month(plan.target.by)),
        Wanted::Goal(i) => goals::in_words(plan, &plan.goals[i]),
        Wanted::Milestone(i) => {
            let milestone = &plan.target.path[i];
            format!("{} ARR at the end of {}", money(milestone.arr), month(milestone.t))
        }
        Wanted::Joint if plan.goals.len() == 1 => format!("{target} and the goal"),
        Wanted::Joint => format!("{target} and all {} goals", plan.goals.len()),
    }
}

/// What is measured: "P(hit)".
pub fn measure(wanted: Wanted) -> &'static str {
    match wanted {
        Wanted::Target => "P(hit)",
        Wanted::Median(_) => "Median ARR",
        Wanted::Goal(_) => "P(goal)",
        Wanted::Milestone(_) => "P(milestone)",
        Wanted::Joint => "P(target and goals)",
    }
}

/// The wanted level: "80 %", of a median "$20.0M".
pub fn level(plan: &Plan, wanted: Wanted, level: f64) -> String {
    match wanted {
        Wanted::Median(arr) => format::money_exact(arr, &plan.currency),
        _ => format::percent_exact(level),
    }
}

/// What is reached, in the measure: "41.3 %", of a median "$19.8M".
pub fn score(plan: &Plan, wanted: Wanted, reached: &Reached) -> String {
    match wanted {
        Wanted::Median(_) => median(plan, &reached.median),
        _ => format::probability(&reached.probability),
    }
}

/// The same with its simulation error: "41.3 % ± 0.3 points".
pub(in crate::report) fn score_with_error(plan: &Plan, wanted: Wanted, reached: &Reached) -> String {
    let text = score(plan, wanted, reached);
    let estimate = match wanted {
        Wanted::Median(_) => &reached.median,
        _ => &reached.probability,
    };
    match (wanted, format::half_width(estimate)) {
        (_, None | Some(0.0)) => text,
        (Wanted::Median(_), Some(error)) => format!("{text} ± {}", format::money_within(error, error, &plan.currency)),
        (_, Some(error)) => format!("{text} ± {} points", format::points(error)),
    }
}

/// Whether what misses the wanted level may reach it for all that the simulation can tell.
pub(super) fn may_hold(settings: &Settings, reached: &Reached) -> bool {
    let (estimate, level) = match settings.wanted {
        Wanted::Median(arr) => (&reached.median, arr),
        _ => (&reached.probability, settings.level),
    };
    estimate.high.is_some_and(|high| high >= level)
}

/// A median of ARR with the digits that its interval supports.
pub(super) fn median(plan: &Plan, estimate: &Estimate) -> String {
    let error = format::half_width(estimate).unwrap_or(0.0);
    estimate.value.map_or(format::NOT_AVAILABLE.to_string(), |x| format::money_within(x, error, &plan.currency))
}

/// One unit and number of decimals for the medians of a column.
pub(super) fn medians<'a>(plan: &'a Plan, medians: impl Iterator<Item = Estimate> + Clone) -> MoneyBlock<'a> {
    let widest = medians.clone().filter_map(|m| format::half_width(&m)).fold(0.0, f64::max);
    MoneyBlock::new(medians.filter_map(|m| m.value), widest, &plan.currency)
}

/// An amount: "+4", "×1.25", "as it is" where the lever is not pulled.
pub fn amount(plan: &Plan, lever: &Lever, x: Option<f64>) -> String {
    let Some(x) = x else { return "as it is".to_string() };
    let drivers = lever.changes.iter().flat_map(|c| &c.drivers);
    let is_money =
        drivers.clone().next().is_some() && drivers.map(|&id| plan.driver(id).unit).all(|u| u == Unit::Money);
    let number = if is_money { format::money_exact(x, &plan.currency) } else { format::number_exact(x) };
    match lever::acts(lever) {
        Acts::Adds if x >= 0.0 => format!("+{number}"),
        Acts::Adds | Acts::Sets => number,
        Acts::Multiplies => format!("×{}", format::number_exact(x)),
    }
}

/// What is to be done: "hire 4 more (enterprise-reps) in Feb 2027, decided by Dec 2026".
pub(in crate::report) fn pull(plan: &Plan, lever: &Lever, x: f64) -> String {
    let (name, works) = (format::one_line(&lever.name), lever::starts(lever));
    let month = format::month(plan.calendar.month(works));
    let windowed = lever.changes.iter().any(|c| c.window != crate::plan::Window::ALWAYS);
    let decided = match lever::lead(lever) {
        0 => String::new(),
        _ => format!(", decided by {}", format::month(lever::decide_by(plan, lever, works))),
    };
    match (lever::hires(plan, lever), windowed) {
        (true, _) if x >= 0.0 => format!("hire {} more ({name}) in {month}{decided}", format::number_exact(x)),
        (_, true) => format!("{name} {} from {month}{decided}", amount(plan, lever, Some(x))),
        (_, false) => format!("{name} {} from the plan's start{decided}", amount(plan, lever, Some(x))),
    }
}

/// The month by which a lever must be decided: "Dec 2026".
pub(in crate::report) fn decide_by(plan: &Plan, lever: &Lever) -> String {
    format::month(lever::decide_by(plan, lever, lever::starts(lever)))
}

/// Money a year: "$1.2M", "$0"; a saving with its sign.
pub(super) fn cost(plan: &Plan, cost: Option<f64>) -> String {
    cost.map_or("-".to_string(), |cost| format::money(cost, &plan.currency))
}

/// Whether a gain can be told from none.
pub(in crate::report) fn is_told(gain: &Estimate) -> bool {
    gain.low.is_some_and(|low| low > 0.0) || gain.high.is_some_and(|high| high < 0.0)
}

/// Points gained, "~0" where they cannot be told from none.
pub fn points(gain: &Estimate) -> String {
    match (gain.value, gain.low, gain.high) {
        (Some(value), Some(low), Some(high)) if is_told(gain) => format::points_within(value, (high - low) / 2.0),
        (Some(_), Some(_), Some(_)) => "~0".to_string(),
        _ => format::NOT_AVAILABLE.to_string(),
    }
}

/// A difference of money with its sign, "~$0" where it cannot be told from none.
pub(super) fn money_gained(plan: &Plan, gain: &Estimate) -> String {
    let zero = format!("~{}", format::money(0.0, &plan.currency));
    match (gain.value, gain.low, gain.high) {
        (Some(x), Some(low), Some(high)) if low > 0.0 || high < 0.0 || low == high && x != 0.0 => {
            let text = format::money_within(x, (high - low) / 2.0, &plan.currency);
            if x > 0.0 { format!("+{text}") } else { text }
        }
        (Some(_), Some(_), Some(_)) => zero,
        _ => format::NOT_AVAILABLE.to_string(),
    }
}

/// An estimate of what so much money brings, for [`PER`]; `None` where nothing is paid.
pub fn per_money(gain: &Estimate, cost: Option<f64>) -> Option<Estimate> {
    let factor = PER / cost.filter(|cost| *cost > 0.0)?;
    let times = |x: Option<f64>| x.map(|x| x * factor);
    Some(Estimate { value: times(gain.value), low: times(gain.low), high: times(gain.high) })
}
