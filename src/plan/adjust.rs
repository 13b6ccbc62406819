//! The one mechanism for change: x becomes x · multiply + add, in a window of months.

use super::driver::{Counts, Domain, Driver};

/// x becomes x · `multiply` + `add`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// Factor, 1 for none.
    pub multiply: f64,
    /// Addend, 0 for none.
    pub add: f64,
}

/// Months t, both inclusive; may reach beyond the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// First month.
    pub from: i32,
    /// Last month.
    pub until: i32,
}

impl Window {
    /// The whole plan and all that surrounds it.
    pub const ALWAYS: Self = Self { from: i32::MIN, until: i32::MAX };

    /// Whether month `t` lies in it.
    pub fn contains(&self, t: usize) -> bool {
        let t = t as i32;
        self.from <= t && t <= self.until
    }
}

/// A change that always applies in its window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adjustment {
    /// What it does.
    pub change: Change,
    /// When.
    pub window: Window,
}

/// A change that applies while a risk is active.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RiskChange {
    /// Index of the risk in [`super::Plan::risks`].
    pub risk: usize,
    /// What it does.
    pub change: Change,
}

/// The changes of month `t` as one: all factors first, then all additions.
pub fn combined(adjustments: &[Adjustment], t: usize) -> Change {
    let none = Change { multiply: 1.0, add: 0.0 };
    let active = adjustments.iter().filter(|a| a.window.contains(t));
    active.fold(none, |sum, a| Change { multiply: sum.multiply * a.change.multiply, add: sum.add + a.change.add })
}

/// A changed value, moved into the closed domain; whole numbers are rounded, halves up.
pub fn changed(x: f64, change: Change, domain: Domain, whole: bool) -> f64 {
    let x = x * change.multiply + change.add;
    domain.clamp(if whole { round_half_up(x) } else { x })
}

/// The nearest whole number, halves up.
pub fn round_half_up(x: f64) -> f64 {
    (x + 0.5).floor()
}

impl Driver {
    /// The number of an input that is neither random nor a schedule, after adjustments for the whole plan.
    pub fn fixed(&self) -> f64 {
        self.as_written(1)
    }

    /// What the plan as written takes in month `t`, after adjustments.
    pub fn as_written(&self, t: usize) -> f64 {
        changed(self.stated(t), combined(&self.adjustments, t), self.domain, self.whole)
    }

    /// What is stated for month `t`, before adjustments: the `plan` value or the median where it is random.
    pub fn stated(&self, t: usize) -> f64 {
        match &self.value {
            super::Value::Number(x) => *x,
            super::Value::Schedule(s) => s.at(t as i32),
            super::Value::Random(r) => r.as_written(),
        }
    }
}

impl Counts {
    /// The count of month `t` after adjustments (not risks), rounded to the nearest whole, halves up, never below 0.
    pub fn at(&self, t: usize) -> f64 {
        self.under(combined(&self.adjustments, t), t)
    }

    /// The count of month `t` as written under all changes together: all factors, then all additions, rounded once.
    pub fn under(&self, change: Change, t: usize) -> f64 {
        changed(self.written.at(t) as f64, change, Domain::NON_NEGATIVE, true)
    }

    /// Months t in which the count may be above 0, whatever risks multiply it by.
    pub fn months(&self, last: usize) -> Vec<usize> {
        let added = |t| self.adjustments.iter().any(|a| a.window.contains(t) && a.change.add > 0.0);
        (1..=last).filter(|&t| self.written.at(t) > 0 || added(t)).collect()
    }
}
