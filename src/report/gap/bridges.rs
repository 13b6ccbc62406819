//! From the target down to new ARR, and from the opening ARR up to the target date.

use super::{by, section, texts};
use crate::analysis::Estimate;
use crate::analysis::gap::Gap;
use crate::analysis::gap::bridge::{Bridge, FLOWS, is_loss};
use crate::plan::{Metric, Plan};
use crate::report::format::{self, MoneyBlock};
use crate::report::limits;
use crate::report::summary::Section;

/// Segments that have a column of their own.
const SEGMENTS_SHOWN: usize = 4;

/// One unit for all amounts of the bridge.
pub fn block<'a>(plan: &'a Plan, gap: &Gap) -> MoneyBlock<'a> {
    let total = &gap.bridges[0];
    let error = format::half_width(&total.arr.mean).unwrap_or(0.0);
    MoneyBlock::new([total.arr.p90.value.unwrap_or(0.0), plan.target.arr], error, &plan.currency)
        .beside(plan.target.arr)
}

/// The target less mean ARR: "$0.9M short of the target", "$0.2M above the target".
pub fn gap(plan: &Plan, gap: &Gap) -> String {
    let (block, short) = (block(plan, gap), plan.target.arr - gap.bridges[0].arr.mean.value.unwrap_or(f64::NAN));
    match short {
        x if block.is_zero(x) => "about on target".to_string(),
        x if x > 0.0 => format!("{} short of the target", block.text(x)),
        x => format!("{} above the target", block.text(-x)),
    }
}

/// "On average ARR is $19.1M at the end of Dec 2027: $0.9M short of the target."
pub fn finding(plan: &Plan, gap: &Gap) -> String {
    let arr = block(plan, gap).text_or_none(gap.bridges[0].arr.mean.value);
    format!("On average ARR is {arr} at the end of {}: {}.", by(plan), self::gap(plan, gap))
}

/// What the means do and percentiles do not, and the error of their sum.
pub fn means_note(plan: &Plan, gap: &Gap) -> String {
    let error = format::half_width(&gap.bridges[0].arr.mean).unwrap_or(0.0);
    let trials = format::whole(gap.joint_trials as u64);
    let spread = match error > 0.0 {
        true => format!(", total ± {}", format::money_within(error, error, &plan.currency)),
        false => String::new(),
    };
    format!("Means add up, percentiles do not: no future has every P10. Means of {trials} trials{spread}")
}

/// Target, opening ARR, what the base does by itself, and the new ARR that is left to win.
pub fn required(plan: &Plan, gap: &Gap) -> Section {
    let (block, total) = (block(plan, gap), &gap.bridges[0]);
    let mean = |flow| total.mean(flow);
    let gains = mean(Metric::ExpansionArr) + mean(Metric::UpliftArr);
    let losses = mean(Metric::ChurnedArr) + mean(Metric::ContractionArr);
    let row = |name: &str, text: String| vec![name.to_string(), text];
    let rows = vec![
        row(&format!("Target, end of {}", by(plan)), block.text(plan.target.arr)),
        row("Less opening ARR", block.signed(-total.opening_arr)),
        row("Required net new ARR", block.text(gap.cascade.required_net_new_arr)),
        row("Less expansion and price uplift, mean", block.signed(-gains)),
        row("Plus churn and contraction, mean", block.signed(losses)),
        row("Required new ARR", block.text_or_none(gap.cascade.required_new_arr.value)),
    ];
    let notes = vec!["Differences are of unrounded figures".to_string()];
    section("From the target to new ARR".to_string(), texts(["", "ARR"]), rows, notes)
}

/// Opening ARR, what moves it, ARR at the target date, the gap; segments beside the total.
pub fn arr(plan: &Plan, gap: &Gap) -> Section {
    let block = block(plan, gap);
    let (total, segments) = (&gap.bridges[0], largest(gap));
    let mut header = texts(["", "Mean", "P10", "P90"]);
    header.extend(segments.iter().filter_map(|b| b.segment).map(|s| limits::segment_name(plan, s)));
    let means =
        |value: &dyn Fn(&Bridge) -> f64| segments.iter().map(|b| block.signed(value(b))).collect::<Vec<String>>();
    let plain = |value: &dyn Fn(&Bridge) -> f64| segments.iter().map(|b| block.text(value(b))).collect::<Vec<String>>();
    let of = |e: &Estimate, sign: f64| e.value.map_or(format::NOT_AVAILABLE.to_string(), |x| block.signed(sign * x));
    let mut rows = vec![
        [
            vec!["Opening ARR".to_string(), block.text(total.opening_arr), String::new(), String::new()],
            plain(&|b| b.opening_arr),
        ]
        .concat(),
    ];
    for (i, flow) in FLOWS.into_iter().enumerate() {
        let sign = if is_loss(flow) { -1.0 } else { 1.0 };
        let spread = &total.flows[i];
        let cells = vec![flow.label(plan), of(&spread.mean, sign), of(&spread.p10, sign), of(&spread.p90, sign)];
        rows.push([cells, means(&|b| sign * b.flows[i].mean.value.unwrap_or(0.0))].concat());
    }
    let end = [&total.arr.mean, &total.arr.p10, &total.arr.p90].map(|e| block.text_or_none(e.value));
    let name = format!("ARR, end of {}", by(plan));
    rows.push([vec![name], end.to_vec(), plain(&|b| b.arr.mean.value.unwrap_or(0.0))].concat());
    let to_target = |e: &Estimate| block.text_or_none(e.value.map(|x| plan.target.arr - x));
    let missing = [&total.arr.mean, &total.arr.p10, &total.arr.p90].map(to_target);
    let blank = vec![String::new(); segments.len()];
    rows.push([vec![format!("{} less ARR", block.text(plan.target.arr))], missing.to_vec(), blank].concat());
    let mut notes = vec![format!("{}; differences are of unrounded figures", means_note(plan, gap))];
    if gap.bridges.len() > 2 && gap.bridges.len() - 1 > segments.len() {
        notes.push("Smaller segments are in gap_arr_bridge.csv".to_string());
    }
    section("The ARR bridge".to_string(), header, rows, notes)
}

/// The segments with the most ARR at the target date; none where the plan has one only.
fn largest(gap: &Gap) -> Vec<&Bridge> {
    let mut segments: Vec<&Bridge> = gap.bridges[1..].iter().collect();
    let size = |b: &Bridge| b.arr.mean.value.unwrap_or(0.0);
    segments.sort_by(|a, b| size(b).total_cmp(&size(a)));
    segments.truncate(SEGMENTS_SHOWN);
    if gap.bridges.len() > 2 { segments } else { Vec::new() }
}
