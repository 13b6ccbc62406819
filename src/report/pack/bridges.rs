//! Page 4: from the opening ARR to the target, from the plan as written to the simulation, and what the target takes of
//! every team.

mod needs;
mod optimism;

use super::estimates::of_money;
use super::{Block, Exhibit, Page, Results, Template, paths, segments};
use crate::analysis::gap::bridge::{FLOWS, is_loss};
use crate::plan::Plan;
use crate::report::table::{Cell, DataTable, missing, money, text};
use crate::report::{format, gap, limits};

/// The page.
pub fn page(results: &Results<'_>, template: Template) -> Option<Page> {
    let (plan, answer) = (results.plan, results.gap);
    let from_target = gap::from_target(plan, answer);
    let from_written = gap::from_written(plan, answer);
    let part = gap::largest_owner(plan, answer, "the largest part of that is with");
    let mut blocks = vec![Block::Sentences(sentences(results)), Block::Exhibit(arr_bridge(results))];
    blocks.extend(optimism::exhibits(results, template).into_iter().map(Block::Exhibit));
    blocks.push(Block::Table(needs::by_team(results, template)));
    if template == Template::Working {
        blocks.extend(optimism::by_segment(results).map(Block::Table));
        blocks.extend(needs::coverage(results).map(Block::Table));
    }
    let headline = format!("Mean ARR is {from_target} and {from_written}{part}");
    Some(Page { id: "bridges", name: "Where the gap comes from", headline, blocks })
}

fn sentences(results: &Results<'_>) -> Vec<String> {
    let (plan, answer) = (results.plan, results.gap);
    let mut sentences = vec![gap::takes(plan, answer), format!("{}.", gap::odds_title(plan, answer))];
    sentences.extend(gap::odds_parts(plan, answer));
    // Said here where neither the page of both paths nor that of the segments says it.
    if !paths::has_page(plan) && !segments::has_page(plan) {
        sentences.push(format!("{}.", limits::paths(plan, results.bands)));
    }
    sentences
}

fn by(plan: &Plan) -> String {
    format::month(plan.calendar.month(plan.target.by))
}

fn arr_bridge(results: &Results<'_>) -> Exhibit {
    let (plan, answer) = (results.plan, results.gap);
    let (block, total) = (gap::block(plan, answer), &answer.bridges[0]);
    let signed = |flow| if is_loss(flow) { -1.0 } else { 1.0 };
    let step = |(flow, spread): (crate::plan::Metric, &crate::analysis::gap::bridge::Spread)| {
        let mean = signed(flow) * spread.mean.value.unwrap_or(f64::NAN);
        format!("{} {}", flow.label(plan), block.signed(mean))
    };
    let steps: Vec<String> = FLOWS.into_iter().zip(&total.flows).map(step).collect();
    let alt = format!(
        "A bridge of means: opening ARR {}; {}; ARR at the end of {} {}; target {}.",
        block.text(total.opening_arr),
        steps.join("; "),
        by(plan),
        block.text_or_none(total.arr.mean.value),
        format::money_exact(plan.target.arr, &plan.currency)
    );
    Exhibit { figure: "gap_arr_bridge".to_string(), alt, table: arr_table(results) }
}

fn arr_table(results: &Results<'_>) -> DataTable {
    let (plan, total) = (results.plan, &results.gap.bridges[0]);
    let mut table =
        DataTable::new("bridge_arr", "From opening ARR to the target", &["", "Mean", "Mean ±", "P10", "P90"]);
    let alone = |name: &str, x: f64| vec![text(name), money(x), missing(), missing(), missing()];
    table.push(alone("Opening ARR", total.opening_arr));
    for (flow, spread) in FLOWS.into_iter().zip(&total.flows) {
        let sign = if is_loss(flow) { -1.0 } else { 1.0 };
        let [_, error] = of_money(&spread.mean);
        let of = |x: Option<f64>| money(x.map(|x| sign * x));
        let name = flow.label(plan);
        table.push(vec![text(name), of(spread.mean.value), error, of(spread.p10.value), of(spread.p90.value)]);
    }
    let row = |name: String, [mean, error]: [Cell; 2], ends: [Option<f64>; 2]| {
        vec![text(name), mean, error, money(ends[0]), money(ends[1])]
    };
    let ends = [total.arr.p10.value, total.arr.p90.value];
    let mean = of_money(&total.arr.mean);
    table.push(row(format!("ARR, end of {}", by(plan)), mean.clone(), ends));
    table.push(alone("Target", plan.target.arr));
    let short = |x: f64| plan.target.arr - x;
    let [_, error] = mean;
    let left = [money(total.arr.mean.value.map(short)), error];
    table.push(row("Target less ARR".to_string(), left, ends.map(|x| x.map(short))));
    table.notes.push(gap::means_note(plan, results.gap));
    table
}
