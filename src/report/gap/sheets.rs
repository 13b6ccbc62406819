//! The tables of the answer for programs.

use super::words;
use crate::analysis::Estimate;
use crate::analysis::gap::Gap;
use crate::analysis::gap::bridge::{FLOWS, Spread, is_loss};
use crate::analysis::gap::cascade::{Measure, Reach, Split};
use crate::analysis::gap::needs::Need;
use crate::analysis::gap::optimism::Bar;
use crate::analysis::gap::paths::Lost;
use crate::plan::{Metric, Plan, owner};
use crate::report::sheet::{Sheet, Value, estimate};

/// All tables.
pub fn sheets(plan: &Plan, gap: &Gap) -> Vec<Sheet> {
    vec![
        target(plan, gap),
        segments(plan, gap),
        needs(plan, gap),
        retention(plan, gap),
        arr_bridge(plan, gap),
        optimism(plan, gap),
        paths(plan, gap),
        lifts(plan, gap),
    ]
}

fn segment(plan: &Plan, segment: Option<usize>) -> Value {
    segment.map_or("total".into(), |s| plan.segments[s].name.as_str().into())
}

fn row<const N: usize>(first: [Value; N], more: impl IntoIterator<Item = Value>) -> Vec<Value> {
    first.into_iter().chain(more).collect()
}

/// From the target to required new ARR.
fn target(plan: &Plan, gap: &Gap) -> Sheet {
    let mut sheet = Sheet::new("target", &["item", "arr", "low", "high"]);
    let (total, cascade) = (&gap.bridges[0], &gap.cascade);
    let known = |x: f64| [Value::from(x), Value::Missing, Value::Missing];
    sheet.push(row(["target".into()], known(plan.target.arr)));
    sheet.push(row(["opening_arr".into()], known(total.opening_arr)));
    sheet.push(row(["required_net_new_arr".into()], known(cascade.required_net_new_arr)));
    for (i, flow) in FLOWS.into_iter().enumerate().filter(|(_, f)| *f != Metric::NewArr) {
        sheet.push(row([format!("mean_{}", flow.name(plan)).into()], estimate(&total.flows[i].mean)));
    }
    sheet.push(row(["required_new_arr".into()], estimate(&cascade.required_new_arr)));
    let short = |e: &Estimate| {
        let from = |x: Option<f64>| x.map(|x| plan.target.arr - x);
        Estimate { value: from(e.value), low: from(e.high), high: from(e.low) }
    };
    sheet.push(row(["gap_of_mean_arr".into()], estimate(&short(&total.arr.mean))));
    sheet.push(row(["gap_of_p50_arr".into()], estimate(&short(&total.arr.p50))));
    sheet
}

fn segments(plan: &Plan, gap: &Gap) -> Sheet {
    let columns = [
        "segment",
        "share",
        "split_by",
        "required_new_arr",
        "planned_new_arr",
        "pipeline",
        "opportunities_factor",
        "over_assignment",
        "planned_over_assignment",
    ];
    let mut sheet = Sheet::new("segments", &columns);
    let split = match gap.cascade.split {
        Split::Mix => "mix",
        Split::PlanAsWritten => "plan as written",
    };
    for needs in &gap.cascade.segments {
        let quota = needs.rows.iter().find(|r| r.measure == Measure::Quota);
        let all = (1, plan.target.by);
        let (reach, factor) = match needs.pipeline {
            Reach::NoPipeline => ("none", None),
            Reach::Factor(u) => ("can be reached", Some(u)),
            Reach::TooLate => ("too late", None),
            Reach::NoMotion => ("wins nothing", None),
        };
        sheet.push(vec![
            segment(plan, Some(needs.segment)),
            needs.share.into(),
            split.into(),
            needs.required_new_arr.into(),
            needs.planned_new_arr.into(),
            reach.into(),
            factor.into(),
            quota.and_then(|q| q.needed_in(all)).map(|x| x / needs.required_new_arr).into(),
            quota.and_then(|q| q.planned_in(all)).map(|x| x / needs.planned_new_arr).into(), // not finite is missing
        ]);
    }
    sheet
}

fn needs(plan: &Plan, gap: &Gap) -> Sheet {
    let columns = [
        "period_kind",
        "period",
        "team",
        "owner",
        "segment",
        "source",
        "measure",
        "needed",
        "planned",
        "p50",
        "p50_low",
        "p50_high",
        "enough",
        "enough_low",
        "enough_high",
    ];
    let mut sheet = Sheet::new("needs", &columns);
    let of = |need: &Need| {
        let first = [
            words::period_kind(need.period.kind).into(),
            words::period(plan, need).into(),
            words::team(need.measure).name().into(),
            words::owner(plan, need).into(),
            segment(plan, need.segment),
            words::source_name(plan, need).into(),
            words::key(plan, need.measure).into(),
            need.needed.into(),
            need.planned.into(),
        ];
        row(first, estimate(&need.p50).into_iter().chain(estimate(&need.enough)))
    };
    gap.needs.iter().for_each(|need| sheet.push(of(need)));
    sheet
}

fn retention(plan: &Plan, gap: &Gap) -> Sheet {
    let columns = [
        "metric",
        "owner",
        "new_arr_p50",
        "gap_left",
        "year_opening_arr",
        "needed",
        "mean",
        "p50",
        "p50_low",
        "p50_high",
        "enough",
        "enough_low",
        "enough_high",
    ];
    let mut sheet = Sheet::new("retention", &columns);
    let retention = &gap.retention;
    for (metric, rate) in [(Metric::Nrr, &retention.nrr), (Metric::Grr, &retention.grr)] {
        let first = [
            metric.name(plan).into(),
            owner::of_metric(plan, metric).into(),
            retention.new_arr_p50.into(),
            retention.gap_left.into(),
            retention.year_opening_arr.into(),
            rate.needed.into(),
            rate.mean.into(),
        ];
        sheet.push(row(first, estimate(&rate.p50).into_iter().chain(estimate(&rate.enough))));
    }
    sheet
}

fn arr_bridge(plan: &Plan, gap: &Gap) -> Sheet {
    let columns = ["segment", "item", "sign", "mean", "mean_low", "mean_high", "p10", "p50", "p90"];
    let mut sheet = Sheet::new("arr_bridge", &columns);
    let spread = |s: &Spread| {
        estimate(&s.mean).into_iter().chain([s.p10, s.p50, s.p90].map(|e| e.value.into())).collect::<Vec<Value>>()
    };
    for bridge in &gap.bridges {
        let name = || segment(plan, bridge.segment);
        let opening = Estimate { value: Some(bridge.opening_arr), low: None, high: None };
        let constant = Spread { mean: opening, p10: opening, p50: opening, p90: opening };
        sheet.push(row([name(), "opening_arr".into(), 1_usize.into()], spread(&constant)));
        for (flow, of) in FLOWS.into_iter().zip(&bridge.flows) {
            let sign = Value::Whole(if is_loss(flow) { -1 } else { 1 });
            sheet.push(row([name(), flow.name(plan).into(), sign], spread(of)));
        }
        sheet.push(row([name(), "arr".into(), Value::Missing], spread(&bridge.arr)));
    }
    sheet
}

fn optimism(plan: &Plan, gap: &Gap) -> Sheet {
    let columns = ["view", "whose", "drivers", "arr", "arr_low", "arr_high", "hit", "hit_low", "hit_high"];
    let mut sheet = Sheet::new("optimism", &columns);
    let optimism = &gap.optimism;
    let known = |x: f64| Estimate { value: Some(x), low: None, high: None };
    let hits = if optimism.written_hits { 1.0 } else { 0.0 };
    let mut end = |whose: &str, arr: &Estimate, hit: &Estimate| {
        sheet.push(row(["end".into(), whose.into(), Value::Missing], estimate(arr).into_iter().chain(estimate(hit))));
    };
    end("plan as written", &known(optimism.written_arr), &known(hits));
    end("simulation, mean", &optimism.arr, &optimism.hit);
    end("from mean to median", &optimism.mean_to_median, &Estimate::default());
    let mut view = |name: &str, bars: &[Bar]| {
        for bar in bars {
            let first = [name.into(), words::whose_key(plan, &bar.whose).into(), bar.drivers.into()];
            sheet.push(row(first, estimate(&bar.arr).into_iter().chain(estimate(&bar.hit))));
        }
    };
    view("owner", &optimism.owners);
    view("segment", &optimism.segments);
    view("driver", &optimism.drivers);
    sheet
}

fn paths(plan: &Plan, gap: &Gap) -> Sheet {
    let columns = [
        "segment",
        "quarter",
        "capacity_p50",
        "capacity_p50_low",
        "capacity_p50_high",
        "pipeline_p50",
        "pipeline_p50_low",
        "pipeline_p50_high",
        "bound_months",
        "bound_months_low",
        "bound_months_high",
        "bound_trials",
        "bound_trials_low",
        "bound_trials_high",
        "wins_lost_mean",
        "wins_lost_low",
        "wins_lost_high",
        "wins_lost_p10",
        "wins_lost_p90",
    ];
    let mut sheet = Sheet::new("paths", &columns);
    let lost = |lost: Option<&Lost>| {
        let of = |f: fn(&Lost) -> Estimate| lost.map(f).unwrap_or_default();
        let ends = [of(|l| l.p10), of(|l| l.p90)].map(|e| e.value.into());
        estimate(&of(|l| l.mean)).into_iter().chain(ends).collect::<Vec<Value>>()
    };
    let labels = plan.calendar.quarter_labels();
    for q in &gap.paths.quarters {
        let label = labels.get(q.quarter).map(String::as_str);
        let of = [&q.capacity_p50, &q.pipeline_p50, &q.bound_months, &q.bound_trials];
        let more = of.into_iter().flat_map(estimate).chain(lost(q.lost.as_ref()));
        sheet.push(row([segment(plan, Some(q.segment)), label.into()], more));
    }
    for (s, of) in &gap.paths.lost {
        let more = vec![Value::Missing; 12].into_iter().chain(lost(Some(of)));
        sheet.push(row([segment(plan, Some(*s)), "to the target date".into()], more));
    }
    sheet
}

fn lifts(plan: &Plan, gap: &Gap) -> Sheet {
    let columns = [
        "segment",
        "path",
        "mean_arr",
        "mean_arr_low",
        "mean_arr_high",
        "p50_arr",
        "p50_arr_low",
        "p50_arr_high",
        "hit",
        "hit_low",
        "hit_high",
    ];
    let mut sheet = Sheet::new("lifts", &columns);
    for lift in &gap.paths.lifts {
        let who = lift.segment.map_or("all".into(), |s| segment(plan, Some(s)));
        let more = [&lift.mean, &lift.p50, &lift.hit].into_iter().flat_map(estimate);
        sheet.push(row([who, words::path(lift.path).into()], more));
    }
    sheet
}
