//! The lever calendar: what one more unit, decided in a month and at work after its lead time, still does.

use super::alone::Alone;
use super::bench::{Base, Bench};
use super::gain::{Gain, gain};
use super::shape::Shape;
use super::{Wanted, curve_trials};
use crate::plan::lever::{amounts, can_wait, lead, neutral, pulled_from};
use crate::plan::{Lever, Plan};
use crate::simulate::RunError;

/// One lever by the month of its decision.
#[derive(Clone, Debug)]
pub struct LeverCalendar {
    /// Index of the lever.
    pub lever: usize,
    /// The amount that is one unit: one step beside the plan as it stands, to the side that helps.
    pub unit: f64,
    /// Every month of the plan, as the month of the decision.
    pub months: Vec<Started>,
    /// The last of them in which the gain of probability can be told from none; `None`: in no month.
    pub last: Option<usize>,
}

/// One month of decision.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Started {
    /// Month t of the decision.
    pub decided: usize,
    /// Month t in which it first works.
    pub works: usize,
    /// What it gains; `None` where it first works after the date: nothing, by definition.
    pub gain: Option<Gain>,
}

/// The calendars of all levers that can start in any month and have an amount at which they change nothing.
pub(super) fn calendars(bench: &Bench<'_>, alone: &[Alone], base: &Base) -> Result<Vec<LeverCalendar>, RunError> {
    let one = |alone: &Alone| calendar(bench, alone, base).transpose();
    alone.iter().filter_map(one).collect()
}

fn calendar(bench: &Bench<'_>, alone: &Alone, base: &Base) -> Result<Option<LeverCalendar>, RunError> {
    let lever = &bench.levers[alone.lever];
    let Some(unit) = unit(&bench.plan, lever, alone.shape).filter(|_| can_wait(&bench.plan, lever)) else {
        return Ok(None);
    };
    let (by, lead) = (last_month(bench), lead(lever));
    let at_work = |decided: usize| decided + lead;
    let inside: Vec<usize> = (1..=bench.plan.calendar.months).filter(|&m| at_work(m) <= by).collect();
    let plans: Vec<Plan> = inside.iter().map(|&m| pulled_from(&bench.plan, lever, unit, at_work(m))).collect();
    let measured = if plans.is_empty() { Vec::new() } else { bench.measure(&plans, curve_trials(bench.trials))? };
    let started = |decided: usize| Started {
        decided,
        works: at_work(decided),
        gain: inside.iter().position(|&m| m == decided).map(|i| gain(&base.curve, &measured[i].sample)),
    };
    let months: Vec<Started> = (1..=bench.plan.calendar.months).map(started).collect();
    let last = last_that_matters(&months);
    Ok(Some(LeverCalendar { lever: alone.lever, unit, months, last }))
}

/// Part of its best month's gain below which a decision no longer matters. Without such a bound the last month would be the
/// last that the trials can tell from nothing: later with every trial more.
const MATTERS: f64 = 0.1;

/// The last month whose gain of probability is told from none and at least a tenth of the best month's.
fn last_that_matters(months: &[Started]) -> Option<usize> {
    let value = |m: &Started| m.gain.and_then(|g| g.probability.value).unwrap_or(0.0);
    let best = months.iter().map(value).fold(0.0, f64::max);
    let matters = |m: &&Started| m.gain.is_some_and(|g| helps(&g)) && value(m) >= MATTERS * best;
    months.iter().rev().find(matters).map(|m| m.decided)
}

/// Whether a gain of probability can be told from none.
fn helps(gain: &Gain) -> bool {
    gain.probability.low.is_some_and(|low| low > 0.0)
}

/// One step to the side that helps, inside the range; `None` where nothing is neutral.
fn unit(plan: &Plan, lever: &Lever, shape: Shape) -> Option<f64> {
    let neutral = neutral(plan, lever)?;
    let range = amounts(lever);
    let (least, greatest) = (*range.first()?, *range.last()?);
    let wanted = if shape == Shape::Falling { neutral - lever.step } else { neutral + lever.step };
    let unit = wanted.clamp(least, greatest);
    (unit != neutral).then_some(unit)
}

/// The last month that what is wanted can depend on.
pub(super) fn last_month(bench: &Bench<'_>) -> usize {
    let plan = &bench.plan;
    match bench.settings.wanted {
        Wanted::Target | Wanted::Median(_) => plan.target.by,
        Wanted::Goal(i) => plan.goals[i].by,
        Wanted::Milestone(i) => plan.target.path[i].t,
        Wanted::Joint => plan.goals.iter().map(|g| g.by).fold(plan.target.by, usize::max),
    }
}
