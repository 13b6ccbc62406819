//! The trial as tables for programs.

use super::event_name;
use crate::analysis::bands;
use crate::analysis::replay::gaps::FlowGap;
use crate::analysis::replay::{EventKind, Replay};
use crate::plan::{Metric, Plan, Value as Written, owner};
use crate::report::findings::P50;
use crate::report::sheet::{Sheet, Value, estimate};

/// `trial`, `path`, `months`, `drivers`, `draws`, `events`, `flows`.
pub fn sheets(plan: &Plan, replay: &Replay) -> Vec<Sheet> {
    vec![
        trial(replay),
        path(plan, replay),
        months(plan, replay),
        drivers(plan, replay),
        draws(plan, replay),
        events(plan, replay),
        flows(plan, replay),
    ]
}

fn trial(replay: &Replay) -> Sheet {
    let columns = [
        "trial",
        "arr_at_target",
        "hit",
        "nearest_to_percentile",
        "relative_distance",
        "drivers_effect_arr",
        "risks_effect_arr",
        "chance_effect_arr",
        "trials_compared",
    ];
    let mut sheet = Sheet::new("trial", &columns);
    sheet.push(vec![
        replay.trial.into(),
        replay.arr.into(),
        replay.is_hit.into(),
        replay.nearest.map(|n| 100.0 * n.percentile).into(),
        replay.nearest.map(|n| n.distance).into(),
        replay.groups.drivers.into(),
        replay.groups.risks.into(),
        replay.groups.chance.into(),
        replay.compared.into(),
    ]);
    sheet
}

fn path(plan: &Plan, replay: &Replay) -> Sheet {
    let mut sheet = Sheet::new("path", &["month", "arr", "arr_p50", "arr_mean", "rank", "rank_low", "rank_high"]);
    let (own, all) = (replay.of(Metric::Arr, None), bands::find(&replay.bands, Metric::Arr, None));
    for (i, rank) in replay.rank.iter().enumerate() {
        let mut row: Vec<Value> = vec![
            plan.calendar.month(i + 1).to_string().into(),
            own.map(|s| s.months[i]).into(),
            all.and_then(|s| s.months.percentiles[P50][i]).into(),
            all.and_then(|s| s.months.mean[i]).into(),
        ];
        row.extend(estimate(rank));
        sheet.push(row);
    }
    sheet
}

fn months(plan: &Plan, replay: &Replay) -> Sheet {
    let mut sheet = Sheet::new("months", &["metric", "segment", "month", "value", "p50", "mean"]);
    for series in &replay.series {
        let all = bands::find(&replay.bands, series.metric, series.segment).map(|s| &s.months);
        for (i, &x) in series.months.iter().enumerate() {
            sheet.push(vec![
                series.metric.name(plan).into(),
                segment(plan, series.segment),
                plan.calendar.month(i + 1).to_string().into(),
                x.into(),
                all.and_then(|c| c.percentiles[P50][i]).into(),
                all.and_then(|c| c.mean[i]).into(),
            ]);
        }
    }
    sheet
}

fn segment(plan: &Plan, segment: Option<usize>) -> Value {
    segment.map(|s| plan.segments[s].name.clone()).into()
}

fn drivers(plan: &Plan, replay: &Replay) -> Sheet {
    let mut sheet =
        Sheet::new("drivers", &["path", "owner", "per", "unit", "value", "median", "percentile", "effect_arr"]);
    for story in &replay.drivers {
        let driver = plan.driver(story.id);
        let per = match &driver.value {
            Written::Random(random) => Some(random.per.name()),
            Written::Number(_) | Written::Schedule(_) => None,
        };
        sheet.push(vec![
            driver.path.as_str().into(),
            owner::of_driver(plan, story.id).into(),
            per.into(),
            driver.unit.name().into(),
            story.value.into(),
            story.median.into(),
            (100.0 * story.percentile).into(),
            story.effect.into(),
        ]);
    }
    sheet
}

fn draws(plan: &Plan, replay: &Replay) -> Sheet {
    let mut sheet = Sheet::new("draws", &["path", "from_month", "value", "percentile"]);
    for story in &replay.drivers {
        for draw in &story.draws {
            sheet.push(vec![
                plan.driver(story.id).path.as_str().into(),
                plan.calendar.month(draw.t).to_string().into(),
                draw.value.into(),
                (100.0 * draw.percentile).into(),
            ]);
        }
    }
    sheet
}

fn events(plan: &Plan, replay: &Replay) -> Sheet {
    let mut sheet = Sheet::new("events", &["month", "kind", "name", "effect_arr"]);
    for event in &replay.events {
        let kind = match event.kind {
            EventKind::Risk(_) => "risk",
            EventKind::KeyAccount(..) => "key_account_left",
        };
        sheet.push(vec![
            plan.calendar.month(event.t).to_string().into(),
            kind.into(),
            event_name(plan, event.kind).into(),
            event.effect.into(),
        ]);
    }
    sheet
}

/// Flows to the target date, then those of the single months that differ most.
fn flows(plan: &Plan, replay: &Replay) -> Sheet {
    let mut sheet =
        Sheet::new("flows", &["metric", "segment", "from_month", "until_month", "value", "mean", "effect_arr"]);
    let month = |t: usize| plan.calendar.month(t).to_string();
    let row = |flow: &FlowGap| {
        vec![
            flow.metric.name(plan).into(),
            segment(plan, Some(flow.segment)),
            month(flow.from).into(),
            month(flow.until).into(),
            flow.value.into(),
            flow.mean.into(),
            flow.effect.into(),
        ]
    };
    replay.flows.iter().chain(&replay.months).for_each(|flow| sheet.push(row(flow)));
    sheet
}
