//! The story of one trial in words.

mod drivers;
mod months;
mod sheets;
mod why;

pub use sheets::sheets;

use super::format;
use super::summary::{self, Section, Summary};
use crate::analysis::bands;
use crate::analysis::replay::{Event, EventKind, Replay};
use crate::plan::{Metric, Plan};
use crate::report::findings::P50;

/// The summary of `replay`.
pub fn summary(plan: &Plan, replay: &Replay) -> Summary {
    let sections = vec![
        why::section(plan, replay),
        struck(plan, replay),
        drivers::unusual(plan, replay),
        drivers::moving(plan, replay),
        months::section(plan, replay),
    ];
    Summary { title: summary::title(plan), headline: headline(plan, replay), sections }
}

fn headline(plan: &Plan, replay: &Replay) -> Vec<String> {
    let mut lines = vec![format!("{}.", verdict(plan, replay)), standing(plan, replay)];
    if let Some(nearest) = &replay.nearest {
        let off = format::percent(nearest.distance);
        let percentile = format::percentile(nearest.percentile);
        lines.push(format!(
            "Of {} trials its ARR path is nearest to that of {percentile}, {off} off on the months' average.",
            format::whole(replay.compared)
        ));
    }
    let trials = replay.provenance.trials;
    if replay.trial >= trials {
        lines.push(format!(
            "The run beside it has trials 0 to {}: this is the one that a longer run would have under that number.",
            format::whole(trials - 1)
        ));
    }
    lines
}

/// "Trial 7,312 misses $20.0M ARR by Dec 2027: it is at $18.1M, $1.9M short"
pub fn verdict(plan: &Plan, replay: &Replay) -> String {
    let target = format::money_exact(plan.target.arr, &plan.currency);
    let by = format::month(plan.calendar.month(plan.target.by));
    let (verb, side) = if replay.is_hit { ("hits", "above it") } else { ("misses", "short") };
    let gap = format::money((replay.arr - plan.target.arr).abs(), &plan.currency);
    let arr = format::money(replay.arr, &plan.currency);
    format!("Trial {} {verb} {target} ARR by {by}: it is at {arr}, {gap} {side}", format::whole(replay.trial))
}

/// "In 28 of 100 trials ARR is lower then; the median is $19.3M."
fn standing(plan: &Plan, replay: &Replay) -> String {
    let rank = &replay.rank[plan.target.by - 1];
    let median =
        bands::find(&replay.bands, Metric::Arr, None).and_then(|s| s.months.percentiles[P50][plan.target.by - 1]);
    let median = median.map_or(format::NOT_AVAILABLE.to_string(), |x| format::money(x, &plan.currency));
    match replay.compared {
        1 => format!("It is beside one trial only, which is at {median}."),
        trials => {
            let trials = format::whole(trials);
            format!("ARR is lower then in {} of {trials} trials; their median is {median}.", format::probability(rank))
        }
    }
}

fn struck(plan: &Plan, replay: &Replay) -> Section {
    let line = |event: &Event| {
        let month = format::month(plan.calendar.month(event.t));
        let effect = match event.effect {
            0.0 => format!("no effect on ARR at the end of {}", format::month(plan.calendar.month(plan.target.by))),
            x => format!("{} of ARR at the target date", signed(plan, x)),
        };
        format!("{month}: {}: {effect}", event_name(plan, event.kind))
    };
    let mut lines: Vec<String> = replay.events.iter().map(line).collect();
    if lines.is_empty() {
        let (risks, accounts) =
            (!plan.risks.is_empty(), plan.segments.iter().any(|s| !s.retention.key_accounts.is_empty()));
        lines.push(match (risks, accounts) {
            (true, true) => "No risk and no opportunity came about, and no key account left".to_string(),
            (true, false) => "No risk and no opportunity came about".to_string(),
            (false, true) => "No key account left".to_string(),
            (false, false) => "The plan has no risks and no key accounts".to_string(),
        });
    }
    Section { title: "What struck it".to_string(), lines, ..Section::default() }
}

/// "risk downturn", "key account helios-bank (enterprise) left".
fn event_name(plan: &Plan, kind: EventKind) -> String {
    match kind {
        EventKind::Risk(i) => format!("risk {}", format::one_line(&plan.risks[i].name)),
        EventKind::KeyAccount(segment, account) => {
            let of = &plan.segments[segment];
            let name = format::one_line(&of.retention.key_accounts[account].name);
            format!("key account {name} ({}) left", format::one_line(&of.name))
        }
    }
}

/// "+$740k", "-$1.2M", "$0".
fn signed(plan: &Plan, amount: f64) -> String {
    let text = format::money(amount, &plan.currency);
    if amount > 0.0 { format!("+{text}") } else { text }
}
