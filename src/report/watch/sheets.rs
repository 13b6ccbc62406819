//! The triggers as tables for programs.

use super::milestone;
use crate::analysis::triggers::{Level, Trigger};
use crate::analysis::watch::{CheckIn, Reading, Silence, Watch};
use crate::plan::metric::Better;
use crate::plan::{Plan, owner};
use crate::report::sheet::{Sheet, Value, estimate};

#[rustfmt::skip] // a row of columns a subject
const COLUMNS: [&str; 45] = [
    "month", "metric", "segment", "to_date", "unit", "better", "owner", "rank_to_watch", "constant",
    "hit_p10", "hit_p10_low", "hit_p10_high", "hit_p50", "hit_p50_low", "hit_p50_high",
    "hit_p90", "hit_p90_low", "hit_p90_high",
    "miss_p10", "miss_p10_low", "miss_p10_high", "miss_p50", "miss_p50_low", "miss_p50_high",
    "miss_p90", "miss_p90_low", "miss_p90_high",
    "auc", "auc_low", "auc_high",
    "odds_50", "odds_50_at", "odds_50_easier", "odds_50_easier_at", "odds_50_harder", "odds_50_harder_at",
    "odds_50_share_of_trials",
    "odds_80", "odds_80_at", "odds_80_easier", "odds_80_easier_at", "odds_80_harder", "odds_80_harder_at",
    "odds_80_share_of_trials", "milestone",
];

/// `readings`: every indicator at every check-in; `sample`: what they are of.
pub fn sheets(plan: &Plan, watch: &Watch) -> Vec<Sheet> {
    vec![sample(watch), readings(plan, watch)]
}

fn sample(watch: &Watch) -> Sheet {
    let mut sheet = Sheet::new(
        "sample",
        &["probability", "probability_low", "probability_high", "trials", "hits", "misses", "no_table"],
    );
    let [p, low, high] = estimate(&watch.probability);
    let silence = watch.silence.map(|silence| match silence {
        Silence::NoCheckIn => "no_check_in",
        Silence::FewHits => "few_hits",
        Silence::FewMisses => "few_misses",
    });
    let trials = watch.hits + watch.misses;
    sheet.push(vec![p, low, high, trials.into(), watch.hits.into(), watch.misses.into(), silence.into()]);
    sheet
}

fn readings(plan: &Plan, watch: &Watch) -> Sheet {
    let mut sheet = Sheet::new("readings", &COLUMNS);
    for check_in in &watch.check_ins {
        for (i, reading) in check_in.readings.iter().enumerate() {
            sheet.push(row(plan, check_in, i, reading));
        }
    }
    sheet
}

fn row(plan: &Plan, check_in: &CheckIn, i: usize, reading: &Reading) -> Vec<Value> {
    let (indicator, telling) = (reading.indicator, &reading.telling);
    let metric = indicator.metric;
    let better = match metric.better() {
        Better::Higher => "higher",
        Better::Lower => "lower",
    };
    let mut row: Vec<Value> = vec![
        plan.calendar.month(check_in.t).to_string().into(),
        metric.name(plan).into(),
        indicator.segment.map(|s| plan.segments[s].name.clone()).into(),
        indicator.is_to_date().into(),
        metric.unit().name().into(),
        better.into(),
        owner::of_metric(plan, metric).into(),
        check_in.to_watch.iter().position(|&at| at == i).map(|rank| rank + 1).into(),
        reading.is_constant.into(),
    ];
    row.extend(telling.in_hits.iter().chain(&telling.in_misses).flat_map(estimate));
    row.extend(estimate(&telling.auc));
    row.extend(telling.triggers.iter().flat_map(trigger));
    row.push(milestone(plan, check_in.t).filter(|_| indicator.is_arr()).into());
    row
}

/// What the level is, its value where it is one, the same of both ends of its interval, and the share of trials there.
fn trigger(trigger: &Trigger) -> Vec<Value> {
    let levels = [trigger.level, trigger.interval[0], trigger.interval[1]];
    let mut values: Vec<Value> = levels.into_iter().flat_map(level).collect();
    values.push(trigger.share_of_trials.into());
    values
}

fn level(level: Level) -> [Value; 2] {
    match level {
        Level::At(x) => ["value".into(), x.into()],
        Level::Always => ["always".into(), Value::Missing],
        Level::Undefined => ["undefined".into(), Value::Missing],
        Level::Untold => ["not_told".into(), Value::Missing],
        Level::Never => ["never".into(), Value::Missing],
    }
}
