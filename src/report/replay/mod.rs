//! The story of one trial in words.

mod drivers;
mod months;
mod sheets;
mod why;

pub(in crate::report) use drivers::{is_rate, value as driver_value};
pub use sheets::sheets;

use super::format::MoneyBlock;
use super::summary::{self, Section, Summary};
use super::{chances, format};
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
            "Of {} futures its ARR path is nearest to that of {percentile}, {off} off on the months' average.",
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

/// "ARR ends lower in 28 of 100 futures; their median is $19.3M."
fn standing(plan: &Plan, replay: &Replay) -> String {
    let rank = &replay.rank[plan.target.by - 1];
    let median =
        bands::find(&replay.bands, Metric::Arr, None).and_then(|s| s.months.percentiles[P50][plan.target.by - 1]);
    let median = median.map_or(format::NOT_AVAILABLE.to_string(), |x| format::money(x, &plan.currency));
    match replay.compared {
        1 => format!("It is beside one future only, which is at {median}."),
        trials => format!("ARR ends lower {}; their median is {median}.", chances::share_of_futures(rank, trials)),
    }
}

fn struck(plan: &Plan, replay: &Replay) -> Section {
    let block = effects(plan, replay, replay.events.iter().map(|event| event.effect));
    let line = |event: &Event| {
        let month = format::month(plan.calendar.month(event.t));
        let effect = match event.effect {
            0.0 => format!("no effect on ARR at the end of {}", format::month(plan.calendar.month(plan.target.by))),
            x => format!("{} of ARR at the target date", block.signed(x)),
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

/// Effects on ARR that are read together: one unit, and no digit that matters less than a ten-thousandth of the ARR.
fn effects<'a>(plan: &'a Plan, replay: &Replay, amounts: impl Iterator<Item = f64>) -> MoneyBlock<'a> {
    MoneyBlock::new(amounts, power_of_ten(replay.arr.abs()) / 1e4, &plan.currency)
}

/// Amounts of one sentence that are read together: one unit, two digits of the largest.
fn together(plan: &Plan, amounts: impl IntoIterator<Item = f64>) -> MoneyBlock<'_> {
    let amounts: Vec<f64> = amounts.into_iter().filter(|x| x.is_finite()).collect();
    let largest = amounts.iter().fold(0.0f64, |most, x| most.max(x.abs()));
    MoneyBlock::new(amounts, power_of_ten(largest) / 10.0, &plan.currency)
}

/// The greatest power of ten that is not above x; 0 for nothing.
fn power_of_ten(x: f64) -> f64 {
    if x > 0.0 { 10f64.powf(x.log10().floor()) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn amounts_of_a_sentence_have_one_unit_and_two_digits() {
        let plan = fixture::plan(12, 1);
        let block = together(&plan, [2.38e6, -2.03e6, 333e3]);
        assert_eq!([2.38e6, -2.03e6, 333e3].map(|x| block.signed(x)), ["+$2.4M", "-$2.0M", "+$0.3M"]);
        let small = together(&plan, [87.1e3, 466e3]);
        assert_eq!([87.1e3, 466e3].map(|x| small.text(x)), ["$90k", "$470k"]);
    }
}
