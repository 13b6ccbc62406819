//! What the outcome hangs on, as tables for programs.

use super::names;
use crate::analysis::Estimate;
use crate::analysis::drivers::{Drivers, Factor, Group, GroupKey, Input, Outcomes, Told, Whole};
use crate::analysis::sensitivity::tornado::End;
use crate::plan::{DriverId, Plan, Value as Written, owner};
use crate::report::sheet::{Sheet, Value, estimate};

#[rustfmt::skip] // a row of columns a subject
const INPUTS: [&str; 48] = [
    "kind", "name", "per", "unit", "owner", "correlated_group", "told_from_noise",
    "rank_correlation_arr", "rank_correlation_arr_low", "rank_correlation_arr_high",
    "rank_correlation_hit", "rank_correlation_hit_low", "rank_correlation_hit_high",
    "first_order_arr", "first_order_arr_low", "first_order_arr_high",
    "first_order_hit", "first_order_hit_low", "first_order_hit_high",
    "total_order_arr", "total_order_arr_low", "total_order_arr_high",
    "total_order_hit", "total_order_hit_low", "total_order_hit_high",
    "shapley_arr", "shapley_arr_low", "shapley_arr_high",
    "shapley_hit", "shapley_hit_low", "shapley_hit_high",
    "low_trials", "low_mean", "low_p50_arr", "low_p50_arr_low", "low_p50_arr_high",
    "high_trials", "high_mean", "high_p50_arr", "high_p50_arr_low", "high_p50_arr_high",
    "low_hit", "high_hit", "low_hit_low", "low_hit_high", "high_hit_low", "high_hit_high",
    "worth_knowing_hit",
];
const WORTH_ENDS: [&str; 2] = ["worth_knowing_hit_low", "worth_knowing_hit_high"];

const SHARES: [&str; 9] = [
    "by",
    "name",
    "drivers",
    "share_arr",
    "share_arr_low",
    "share_arr_high",
    "share_hit",
    "share_hit_low",
    "share_hit_high",
];

/// `sample`: what it is of; `inputs`: every driver and risk; `wholes`: groups of correlated drivers, risks, chance; `shares`: by
/// source, owner and segment.
pub fn sheets(plan: &Plan, drivers: &Drivers) -> Vec<Sheet> {
    vec![sample(drivers), inputs(plan, drivers), wholes(plan, drivers), shares(plan, drivers)]
}

fn sample(drivers: &Drivers) -> Sheet {
    let columns = [
        "probability",
        "probability_low",
        "probability_high",
        "p50_arr",
        "p50_arr_low",
        "p50_arr_high",
        "trials",
        "trials_of_closed_indices",
        "trials_of_total_orders",
    ];
    let mut sheet = Sheet::new("sample", &columns);
    let mut row: Vec<Value> = Vec::new();
    row.extend(estimate(&drivers.hit));
    row.extend(estimate(&drivers.median));
    row.extend([drivers.trials.into(), drivers.closed_trials.into(), drivers.total_trials.into()]);
    sheet.push(row);
    sheet
}

fn inputs(plan: &Plan, drivers: &Drivers) -> Sheet {
    let columns: Vec<&'static str> = INPUTS.into_iter().chain(WORTH_ENDS).collect();
    let mut sheet = Sheet::new("inputs", &columns);
    drivers.inputs.iter().for_each(|told| sheet.push(input(plan, told)));
    sheet
}

fn input(plan: &Plan, told: &Told) -> Vec<Value> {
    let mut row = which(plan, told.input);
    row.push(told.block.map(|block| block + 1).into());
    row.push((!told.is_noise()).into());
    for outcomes in [&told.rank_correlation, &told.first, &told.total, &told.shapley] {
        row.extend(both(outcomes));
    }
    let ends = told.tornado.as_ref().map(|t| [&t.low, &t.high]);
    let arr = |end: &End| {
        let mut cells: Vec<Value> = vec![end.trials.into(), end.input.into()];
        cells.extend(estimate(&end.median));
        cells
    };
    match ends {
        Some([low, high]) => {
            row.extend(arr(low).into_iter().chain(arr(high)));
            let ([l, l_low, l_high], [h, h_low, h_high]) = (estimate(&low.hit), estimate(&high.hit));
            row.extend([l, h, l_low, l_high, h_low, h_high]);
        }
        None => row.extend(std::iter::repeat_n(Value::Missing, 16)),
    }
    row.extend(estimate(&told.knowing));
    row
}

/// Kind and name.
pub(super) fn kind_and_name(plan: &Plan, input: Input) -> Vec<Value> {
    match input {
        Input::Driver(id) => vec!["driver".into(), plan.driver(id).path.clone().into()],
        Input::Risk(risk) => vec!["risk".into(), plan.risks[risk].name.clone().into()],
    }
}

/// Kind, name, per, unit, owner.
fn which(plan: &Plan, input: Input) -> Vec<Value> {
    let mut row = kind_and_name(plan, input);
    match input {
        Input::Driver(id) => {
            let driver = plan.driver(id);
            let per = match &driver.value {
                Written::Random(random) => Some(random.per.name()),
                Written::Number(_) | Written::Schedule(_) => None,
            };
            row.extend([per.into(), driver.unit.name().into(), owner::of_driver(plan, id).into()]);
        }
        Input::Risk(_) => row.extend([Value::Missing, Value::Missing, Value::Missing]),
    }
    row
}

fn both(outcomes: &Outcomes<Estimate>) -> Vec<Value> {
    estimate(&outcomes.arr).into_iter().chain(estimate(&outcomes.hit)).collect()
}

fn wholes(plan: &Plan, drivers: &Drivers) -> Sheet {
    let columns = [
        "kind",
        "correlated_group",
        "members",
        "first_order_arr",
        "first_order_arr_low",
        "first_order_arr_high",
        "first_order_hit",
        "first_order_hit_low",
        "first_order_hit_high",
        "total_order_arr",
        "total_order_arr_low",
        "total_order_arr_high",
        "total_order_hit",
        "total_order_hit_low",
        "total_order_hit_high",
        "shapley_sum_arr",
        "shapley_sum_arr_low",
        "shapley_sum_arr_high",
        "shapley_sum_hit",
        "shapley_sum_hit_low",
        "shapley_sum_hit_high",
    ];
    let mut sheet = Sheet::new("wholes", &columns);
    let row = |whole: &Whole| {
        let paths =
            |ids: &[DriverId]| ids.iter().map(|&id| plan.driver(id).path.as_str()).collect::<Vec<_>>().join(" ");
        let mut row: Vec<Value> = match whole.factor {
            Factor::Driver(id) => vec!["driver".into(), Value::Missing, paths(&[id]).into()],
            Factor::Block(block) => {
                vec!["correlated".into(), (block + 1).into(), paths(&plan.dependence[block].drivers).into()]
            }
            Factor::Risks => {
                let names: Vec<&str> = plan.risks.iter().map(|risk| risk.name.as_str()).collect();
                vec!["risks".into(), Value::Missing, names.join(" ").into()]
            }
            Factor::Chance => vec!["chance".into(), Value::Missing, Value::Missing],
        };
        [&whole.first, &whole.total, &whole.shapley].iter().for_each(|outcomes| row.extend(both(outcomes)));
        row
    };
    drivers.wholes.iter().for_each(|whole| sheet.push(row(whole)));
    sheet
}

fn shares(plan: &Plan, drivers: &Drivers) -> Sheet {
    let mut sheet = Sheet::new("shares", &SHARES);
    let mut add = |by: &str, group: &Group| {
        let mut row: Vec<Value> = vec![by.into(), name(plan, &group.key).into(), group.drivers.into()];
        row.extend(both(&group.share));
        sheet.push(row);
    };
    drivers.sources.iter().for_each(|group| add("source", group));
    drivers.owners.iter().for_each(|group| add("owner", group));
    drivers.segments.iter().for_each(|group| add("segment", group));
    sheet
}

fn name(plan: &Plan, key: &GroupKey) -> String {
    match key {
        GroupKey::Driver(id) => plan.driver(*id).path.clone(),
        GroupKey::Owner(owner) => owner.clone(),
        GroupKey::Segment(segment) => plan.segments[*segment].name.clone(),
        GroupKey::Block(block) => names::block(plan, *block),
        GroupKey::Others => "other drivers".to_string(),
        GroupKey::Company => "no segment".to_string(),
        GroupKey::Risks => "risks".to_string(),
        GroupKey::Chance => "chance".to_string(),
        GroupKey::Together => "together".to_string(),
    }
}
