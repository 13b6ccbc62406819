//! An input of the plan and history's beside it, as they are told: a factor of opportunities as how many these are.

use super::{Beside, values};
use crate::analysis::fit::{Held, MONTHS, OPPORTUNITIES_PLANNED};

/// The numbers of an input in words.
pub struct Numbers {
    /// What the plan assumes.
    pub planned: String,
    /// P10 and P90 of the plan; empty where it gives one number.
    pub planned_range: String,
    /// What history gives.
    pub history: String,
    /// Its 90 % range; empty where it gives one number.
    pub history_range: String,
}

/// The numbers of an input, with the digits that history supports.
pub fn numbers(beside: &Beside<'_>, held: &Held) -> Numbers {
    let (times, unit) = scale(beside, held);
    let currency = &beside.plan.currency;
    let error = times * held.history_range.map_or(0.0, values::error_of);
    let text = |x: f64| values::number(&held.path, times * x, error, currency);
    let range = |ends: Option<[f64; 2]>| ends.map(|[a, b]| values::range(text(a), &text(b))).unwrap_or_default();
    Numbers {
        planned: format!("{}{unit}", values::given(&held.path, times * held.planned, currency)),
        planned_range: range(held.planned_range),
        history: format!("{}{unit}", text(held.history)),
        history_range: range(held.history_range),
    }
}

/// What a number is told times, and of what: nobody can judge a factor without the opportunities that it multiplies.
fn scale(beside: &Beside<'_>, held: &Held) -> (f64, String) {
    let fit = beside.against.taken.iter().find(|fit| fit.path == held.path);
    let planned = fit.and_then(|fit| fit.checks.iter().find(|(what, _)| *what == OPPORTUNITIES_PLANNED));
    let Some((_, planned)) = planned.filter(|_| held.planned > 0.0) else { return (1.0, String::new()) };
    let unit = match beside.plan.calendar.months.min(MONTHS) {
        MONTHS => " a year".to_string(),
        1 => " in 1 month".to_string(),
        months => format!(" in {months} months"),
    };
    (planned / held.planned, unit)
}
