//! The most telling indicators at their check-ins: where they are in trials that hit and in trials that miss.

use super::ranges::{Bar, Group, Ranges, Row, Scales};
use super::{Content, Figure};
use crate::analysis::Estimate;
use crate::analysis::triggers::Level;
use crate::analysis::watch::{CheckIn, Reading, Watch};
use crate::outcome::Provenance;
use crate::plan::Plan;
use crate::report;
use crate::report::watch::values;
use crate::report::{chances, findings, format};

/// Check-ins that are shown of each; of more, some between the first and the last.
const CHECK_INS: usize = 8;

/// The charts of the triggers, each with the name that its files have; none where there is nothing to watch.
pub fn figures(plan: &Plan, watch: &Watch, provenance: &Provenance) -> Vec<(&'static str, Figure)> {
    let shown = report::watch::charted(watch);
    let Some(title) = report::watch::finding(plan, watch).filter(|_| !shown.is_empty()) else { return Vec::new() };
    let error = chances::target_spread(&watch.probability, provenance.trials);
    let ranges = Ranges {
        key: vec!["Futures that hit".to_string(), "Futures that miss".to_string()],
        scales: Scales::OwnByGroup,
        groups: shown.into_iter().map(|i| group(plan, watch, i)).collect(),
        column: "Even odds at".to_string(),
        note: "Bars: the middle 80 of 100 futures of each kind; black: their median. Red: from there on at least half of the \
               futures hit. Signs, not causes."
            .to_string(),
    };
    let subtitle = format!("{} · {error}", findings::subtitle(plan, provenance));
    vec![("watch_indicators", Figure { title, subtitle, content: Content::Ranges(ranges) })]
}

fn group(plan: &Plan, watch: &Watch, i: usize) -> Group {
    let last = watch.check_ins.len() - 1;
    let step = watch.check_ins.len().div_ceil(CHECK_INS);
    let is_shown = |at: &usize| (last - at).is_multiple_of(step);
    let rows = (0..=last).filter(is_shown).map(|at| row(plan, &watch.check_ins[at], i)).collect();
    Group { heading: report::watch::name(plan, &watch.check_ins[0].readings[i]), rows }
}

fn row(plan: &Plan, check_in: &CheckIn, i: usize) -> Row {
    let reading = &check_in.readings[i];
    let even = &reading.telling.triggers[0];
    let metric = reading.indicator.metric;
    Row {
        label: format::month(plan.calendar.month(check_in.t)),
        bars: vec![bar(plan, reading, &reading.telling.in_hits), bar(plan, reading, &reading.telling.in_misses)],
        level: match even.level {
            Level::At(x) => Some(x),
            Level::Always | Level::Undefined | Level::Untold | Level::Never => None,
        },
        aside: values::level(plan, metric, even),
    }
}

fn bar(plan: &Plan, reading: &Reading, spread: &[Estimate; 3]) -> Bar {
    let number = |e: &Estimate| e.value.unwrap_or(f64::NAN);
    let text = |e: &Estimate| values::estimate(plan, reading.indicator.metric, e);
    let [low, median, high] = spread;
    Bar {
        low: number(low),
        median: number(median),
        high: number(high),
        low_text: text(low),
        median_text: text(median),
        high_text: text(high),
    }
}
