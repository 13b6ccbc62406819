//! The first sentences: where ARR should stand at the first check-in, and what that says of the milestones.

use super::{milestone, values};
use crate::analysis::triggers::{Level, Trigger};
use crate::analysis::watch::{CheckIn, Watch};
use crate::plan::{Metric, Plan};
use crate::report::format::{self, MoneyBlock};

/// "By the end of Mar 2027 ARR should stand at $12.2M or more ($2.2M net new) for even odds." Of the first check-in at
/// which there is such a level. `None` without check-ins.
pub(in crate::report) fn answer(plan: &Plan, watch: &Watch) -> Option<String> {
    let first = watch.check_ins.first()?;
    let date = |check_in: &CheckIn| format::month(plan.calendar.month(check_in.t));
    if even(first)?.level == Level::Always {
        return Some(format!("By the end of {} the odds are even or better whatever ARR has become.", date(first)));
    }
    let Some((at, arr, trigger)) = watch.check_ins.iter().find_map(|check_in| {
        let trigger = even(check_in)?;
        match trigger.level {
            Level::At(arr) => Some((check_in, arr, trigger)),
            _ => None,
        }
    }) else {
        return Some("At no check-in is there an ARR from which on the futures show even odds.".to_string());
    };
    let net_new = at.readings.iter().find(|r| r.indicator.metric == Metric::NetNewArr && r.indicator.segment.is_none());
    let net_new = net_new.and_then(|r| match r.telling.triggers[0].level {
        Level::At(x) => Some(x),
        _ => None,
    });
    let block = MoneyBlock::new([arr], values::error(trigger), &plan.currency);
    let net_new = net_new.map_or(String::new(), |x| format!(" ({} net new)", block.text(x)));
    Some(format!("By the end of {} ARR should stand at {} or more{net_new} for even odds.", date(at), block.text(arr)))
}

/// What is known of even odds by ARR.
fn even(check_in: &CheckIn) -> Option<&Trigger> {
    Some(&check_in.arr()?.telling.triggers[0])
}

/// "The milestones $12.0M (Mar 2027) and $14.4M (Jun 2027) are below the ARR for even odds: who just meets one is more
/// likely to miss the target than to hit it." Those that are below the whole interval of the level. `None` where none is.
pub(in crate::report) fn milestones(plan: &Plan, watch: &Watch) -> Option<String> {
    let below: Vec<String> = watch.check_ins.iter().filter_map(|check_in| too_low(plan, check_in)).collect();
    let (last, others) = below.split_last()?;
    let (names, are, one) = match others {
        [] => (format!("milestone {last}"), "is", "it"),
        _ => (format!("milestones {} and {last}", others.join(", ")), "are", "one"),
    };
    Some(format!(
        "The {names} {are} below the ARR for even odds: whoever just meets {one} is more likely to miss the target than to \
         hit it."
    ))
}

/// "$12.0M (Mar 2027)".
fn too_low(plan: &Plan, check_in: &CheckIn) -> Option<String> {
    let (wanted, trigger) = (milestone(plan, check_in.t)?, even(check_in)?);
    let text = format::money_exact(wanted, &plan.currency);
    let is_below = match (trigger.level, trigger.interval[0]) {
        (Level::At(x), Level::At(easier)) => {
            wanted < easier && values::value(plan, Metric::Arr, x, values::error(trigger)) != text
        }
        (Level::Untold | Level::Never, Level::At(easier)) => wanted < easier,
        _ => false,
    };
    is_below.then(|| format!("{text} ({})", format::month(plan.calendar.month(check_in.t))))
}
