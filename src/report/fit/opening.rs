//! The plan's opening ARR beside what the exports show: a fact to be reconciled before anything is called optimism.

use super::{Beside, Told};
use crate::analysis::fit::{MOST_DAYS_APART, segment_of};
use crate::fit::ahead;
use crate::fit::day::Day;
use crate::report::format;

/// Share by which the two may differ on about the same day: cut-offs and rounding.
const SAME_DAY: f64 = 0.05;
/// The same where the plan begins long after: what a company may well have gained or lost in between.
const LONG_AFTER: f64 = 0.5;

/// "Opening ARR: the plan begins with $10.0M, the exports show $3.06M on 2026-06-30 (smb). Reconcile ...";
/// `None` where they agree or the exports show none.
pub fn opening(told: &Told<'_>, beside: &Beside<'_>) -> Option<String> {
    let (mut planned, mut history, mut names) = (0.0, 0.0, Vec::new());
    for fit in told.history.fitted.iter().filter(|fit| fit.path.ends_with(".opening_arr")) {
        let segment = beside.plan.segments.iter().find(|s| segment_of(&fit.path) == Some(s.name.as_str()));
        let (Some(segment), Some(arr)) = (segment, ahead::number(&fit.value)) else { continue };
        planned += beside.plan.driver(segment.opening_arr).fixed();
        history += arr;
        names.push(format::one_line(&segment.name));
    }
    let days = told.as_of.since(Day::first_of(beside.plan.calendar.start).plus(-1)).abs();
    let far = days > MOST_DAYS_APART;
    let allowed = if far { LONG_AFTER } else { SAME_DAY };
    if names.is_empty() || (planned - history).abs() <= allowed * history.abs().max(1.0) {
        return None;
    }
    let money = |x| format::money(x, &beside.plan.currency);
    let doubt = match far {
        true => "See whether that can have grown in between",
        false => "Reconcile the two first: this is a fact, not a hope",
    };
    Some(format!(
        "Opening ARR: the plan begins {} with {}, the exports show {} on {} ({}). {doubt}.",
        beside.plan.calendar.start,
        money(planned),
        money(history),
        told.as_of,
        names.join(", ")
    ))
}
