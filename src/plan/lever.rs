//! What a lever makes of a plan: a changed copy, by the one mechanism for change.

use super::adjust::combined;
use super::{Adjustment, Change, Lever, LeverAmount, LeverChange, Plan, Timing, Value, Window};
use crate::calendar::YearMonth;

/// The most amounts from a lever's least to its greatest: finer steps are a slip of the key.
pub const MOST_STEPS: usize = 10_000;

/// How a lever's amount acts, as its first adjustment that says "x" has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acts {
    /// x is added.
    Adds,
    /// The input is multiplied by x.
    Multiplies,
    /// The input is x.
    Sets,
}

impl LeverAmount {
    /// The number that it is where the lever's amount is `x`.
    pub fn at(self, x: f64) -> f64 {
        match self {
            LeverAmount::Number(number) => number,
            LeverAmount::X => x,
        }
    }
}

impl LeverChange {
    fn at(&self, x: f64) -> Change {
        Change { multiply: self.multiply.at(x), add: self.add.at(x) }
    }

    fn acts(&self) -> Option<Acts> {
        match (self.multiply, self.add) {
            (LeverAmount::Number(0.0), LeverAmount::X) => Some(Acts::Sets),
            (_, LeverAmount::X) => Some(Acts::Adds),
            (LeverAmount::X, LeverAmount::Number(_)) => Some(Acts::Multiplies),
            (LeverAmount::Number(_), LeverAmount::Number(_)) => None,
        }
    }
}

/// How a lever acts.
pub fn acts(lever: &Lever) -> Acts {
    lever.changes.iter().find_map(LeverChange::acts).unwrap_or(Acts::Adds)
}

/// Part of a step by which a range may miss a whole number of steps: the difference of two decimals such as 1.2 - 1.1 is
/// off by the rounding of binary numbers, some 1e-16 of their size, and nobody means steps a billionth longer.
const SLACK: f64 = 1e-9;

/// Whether one step at least fits between the least and the greatest amount.
pub fn has_room(min: f64, max: f64, step: f64) -> bool {
    (max - min) / step + SLACK >= 1.0
}

/// The greatest amount or cost a unit that a lever can have, either side of 0: far beyond any plan's money, and far below
/// where sums of it lose their digits or overflow.
pub const MOST: f64 = 1e12;

/// Its amounts: min, min + step, ... up to max (not above it, where the range is no whole number of steps).
pub fn amounts(lever: &Lever) -> Vec<f64> {
    let last = ((lever.max - lever.min) / lever.step + SLACK).floor().clamp(0.0, MOST_STEPS as f64) as usize;
    (0..=last).map(|i| written(lever.min + i as f64 * lever.step)).collect()
}

/// As it would be written: 0.65 for 0.5 + 3 · 0.05.
fn written(x: f64) -> f64 {
    let rounded = (x * 1e9).round() / 1e9;
    if (rounded - x).abs() <= 1e-12 * x.abs().max(1.0) { rounded } else { x }
}

/// The amount at which a lever changes nothing: 0 where it adds, 1 where it multiplies, today's value where it sets one;
/// `None` where there is no such amount (it changes something else too, or sets what varies).
pub fn neutral(plan: &Plan, lever: &Lever) -> Option<f64> {
    let mut neutral: Option<f64> = None;
    for change in &lever.changes {
        let own = match (change.multiply, change.add) {
            (LeverAmount::Number(1.0), LeverAmount::Number(0.0)) => continue,
            (LeverAmount::Number(1.0), LeverAmount::X) => 0.0,
            (LeverAmount::X, LeverAmount::Number(0.0)) => 1.0,
            (LeverAmount::Number(0.0), LeverAmount::X) => value_now(plan, change)?,
            _ => return None,
        };
        if neutral.is_some_and(|other| other != own) {
            return None;
        }
        neutral = Some(own);
    }
    neutral
}

/// The one value that all inputs of a change have in all months of its window; `None` where they differ or are uncertain.
fn value_now(plan: &Plan, change: &LeverChange) -> Option<f64> {
    let months = || (1..=plan.calendar.months).filter(|&t| change.window.contains(t));
    let mut values: Vec<f64> = Vec::new();
    for driver in change.drivers.iter().map(|&id| plan.driver(id)) {
        for t in months() {
            let written = match &driver.value {
                Value::Number(x) => *x,
                Value::Schedule(schedule) => schedule.at(t as i32),
                Value::Random(_) => return None,
            };
            let change = combined(&driver.adjustments, t);
            values.push(super::adjust::changed(written, change, driver.domain, driver.whole));
        }
    }
    values.extend(change.counts.iter().flat_map(|&id| months().map(move |t| plan.counts(id).at(t))));
    let first = *values.first()?;
    values.iter().all(|&x| x == first).then_some(first)
}

/// Money a year that an amount costs beside the plan as it stands, at its full rate, whenever it starts: cost · (x -
/// neutral), or cost · x where nothing is neutral; below 0 it saves. `None` where the lever has no cost.
pub fn cost(plan: &Plan, lever: &Lever, x: f64) -> Option<f64> {
    lever.cost.map(|cost| cost * (x - neutral(plan, lever).unwrap_or(0.0)))
}

/// The plan with a lever at `x`.
pub fn pulled(plan: &Plan, lever: &Lever, x: f64) -> Plan {
    let mut plan = plan.clone();
    for change in &lever.changes {
        push(&mut plan, change, Adjustment { change: change.at(x), window: change.window });
    }
    plan
}

/// The plan with a lever at `x` that works from month `t` on: its windows are moved there and keep their length.
pub fn pulled_from(plan: &Plan, lever: &Lever, x: f64, t: usize) -> Plan {
    let moved = t as i32 - first_month(lever).unwrap_or(t as i32);
    let mut plan = plan.clone();
    for change in &lever.changes {
        let Window { from, until } = change.window;
        let from = if from == Window::ALWAYS.from { t as i32 } else { from + moved };
        let until = if until == Window::ALWAYS.until { until } else { until + moved };
        push(&mut plan, change, Adjustment { change: change.at(x), window: Window { from, until } });
    }
    plan
}

fn push(plan: &mut Plan, change: &LeverChange, adjustment: Adjustment) {
    change.drivers.iter().for_each(|id| plan.drivers[id.0].adjustments.push(adjustment));
    change.counts.iter().for_each(|id| plan.counts[id.0].adjustments.push(adjustment));
}

/// The earliest month that one of a lever's windows names; `None` where it always works.
fn first_month(lever: &Lever) -> Option<i32> {
    lever.changes.iter().map(|c| c.window.from).filter(|&from| from != Window::ALWAYS.from).min()
}

/// The month t of the plan in which a lever first works.
pub fn starts(lever: &Lever) -> usize {
    first_month(lever).map_or(1, |from| from.max(1) as usize)
}

/// Whether a lever may start in another month: not where it changes what is fixed at the start.
pub fn can_wait(plan: &Plan, lever: &Lever) -> bool {
    let any_month = |timing: Timing| timing == Timing::AnyMonth;
    lever.changes.iter().all(|change| {
        change.drivers.iter().all(|&id| any_month(plan.driver(id).timing))
            && change.counts.iter().all(|&id| any_month(plan.counts(id).timing))
    })
}

/// Whole months from the decision to the first month in which it works.
pub fn lead(lever: &Lever) -> usize {
    lever.lead_months.ceil().clamp(0.0, 1200.0) as usize
}

/// The month in which it must be decided for a lever to work in month `t`.
pub fn decide_by(plan: &Plan, lever: &Lever, t: usize) -> YearMonth {
    plan.calendar.month(t).plus(-(lead(lever) as i32))
}

/// Whether a lever adds hires to classes.
pub fn hires(plan: &Plan, lever: &Lever) -> bool {
    let class = |path: &str| path.ends_with(".capacity.hires");
    let counts = || lever.changes.iter().flat_map(|c| &c.counts);
    counts().next().is_some()
        && acts(lever) == Acts::Adds
        && lever.changes.iter().all(|c| c.drivers.is_empty())
        && counts().all(|&id| class(&plan.counts(id).path))
}

/// Whether risks multiply what a lever sets: while it is set, they do nothing to it.
pub fn mutes_risks(plan: &Plan, lever: &Lever) -> bool {
    let set = || lever.changes.iter().filter(|c| c.acts() == Some(Acts::Sets));
    let multiplied = |changes: &[super::adjust::RiskChange]| changes.iter().any(|c| c.change.multiply != 1.0);
    set().any(|change| {
        change.drivers.iter().any(|&id| multiplied(&plan.driver(id).risk_changes))
            || change.counts.iter().any(|&id| multiplied(&plan.counts(id).risk_changes))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lever(multiply: LeverAmount, add: LeverAmount) -> Lever {
        let change = LeverChange { drivers: Vec::new(), counts: Vec::new(), multiply, add, window: Window::ALWAYS };
        Lever {
            name: "l".to_string(),
            changes: vec![change],
            min: 0.5,
            max: 2.0,
            step: 0.05,
            cost: None,
            lead_months: 1.5,
            owner: None,
        }
    }

    #[test]
    fn a_range_has_room_for_a_step_as_long_as_itself() {
        for i in 0..200 {
            let (min, max) = (f64::from(i) / 10.0, f64::from(i + 1) / 10.0);
            assert!(has_room(min, max, 0.1), "{min} to {max}");
            assert!(!has_room(min, max, 0.100_001), "{min} to {max}");
        }
    }

    #[test]
    fn amounts_are_written_as_people_write_them() {
        let amounts = amounts(&lever(LeverAmount::X, LeverAmount::Number(0.0)));
        assert_eq!((amounts.len(), amounts[0], amounts[3], amounts[30]), (31, 0.5, 0.65, 2.0));
        let mut uneven = lever(LeverAmount::X, LeverAmount::Number(0.0));
        uneven.step = 0.4;
        assert_eq!(super::amounts(&uneven), [0.5, 0.9, 1.3, 1.7]);
    }

    #[test]
    fn how_a_lever_acts_and_where_it_leads() {
        let (one, none) = (LeverAmount::Number(1.0), LeverAmount::Number(0.0));
        assert_eq!(acts(&lever(one, LeverAmount::X)), Acts::Adds);
        assert_eq!(acts(&lever(LeverAmount::X, none)), Acts::Multiplies);
        assert_eq!(acts(&lever(none, LeverAmount::X)), Acts::Sets);
        assert_eq!(lead(&lever(one, LeverAmount::X)), 2);
        assert_eq!(starts(&lever(one, LeverAmount::X)), 1);
    }
}
