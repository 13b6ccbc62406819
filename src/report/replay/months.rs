//! The trial month by month.

use crate::analysis::bands;
use crate::analysis::replay::Replay;
use crate::plan::{Metric, Plan};
use crate::report::findings::P50;
use crate::report::format::{self, MoneyBlock};
use crate::report::month_block;
use crate::report::summary::{Section, Table};

/// One column of the table.
struct Column {
    heading: &'static str,
    cells: Vec<String>,
}

pub(super) fn section(plan: &Plan, replay: &Replay) -> Section {
    let mut columns = vec![arr(plan, replay), median(plan, replay), rank(replay)];
    columns.extend(money(plan, replay, "New ARR", &[(Metric::NewArr, 1.0)]));
    columns.extend(money(plan, replay, "Expansion", &[(Metric::ExpansionArr, 1.0), (Metric::UpliftArr, 1.0)]));
    columns.extend(money(plan, replay, "Lost", &[(Metric::ChurnedArr, -1.0), (Metric::ContractionArr, -1.0)]));
    columns.extend(count(replay, "Won", Metric::NewCustomers));
    columns.extend(count(replay, "Left", Metric::ChurnedCustomers));
    columns.extend(count(replay, "Opps", Metric::OppsCreated));
    columns.extend(money(plan, replay, "Pipeline", &[(Metric::PipelineValue, 1.0)]));
    columns.extend(count(replay, "Reps", Metric::Reps));
    columns.extend(count(replay, "In", Metric::HiresStarted));
    columns.extend(count(replay, "Out", Metric::Leavers));
    columns.extend(money(plan, replay, "Cash", &[(Metric::Cash, 1.0)]));
    let row = |t: usize| {
        let month = format::month_short(plan.calendar.month(t));
        std::iter::once(month).chain(columns.iter().map(|c| c.cells[t - 1].clone())).collect()
    };
    let header = std::iter::once("").chain(columns.iter().map(|c| c.heading)).map(String::from).collect();
    let rows = (1..=plan.calendar.months).map(row).collect();
    let notes = vec![
        "Median: of all trials; rank: share of trials with a lower ARR. Expansion with price uplift; lost: churn and \
         contraction. Won, left: customers; in, out: reps who started (replacements too) and who left"
            .to_string(),
    ];
    Section { title: "Month by month".to_string(), table: Some(Table { header, rows }), notes, ..Section::default() }
}

fn arr(plan: &Plan, replay: &Replay) -> Column {
    let months: &[f64] = replay.of(Metric::Arr, None).map_or(&[], |s| &s.months);
    let block = MoneyBlock::new(months.iter().copied(), 0.0, &plan.currency);
    Column { heading: "ARR", cells: months.iter().map(|&x| block.text(x)).collect() }
}

fn median(plan: &Plan, replay: &Replay) -> Column {
    let Some(series) = bands::find(&replay.bands, Metric::Arr, None) else {
        return Column { heading: "Median", cells: vec![format::NOT_AVAILABLE.to_string(); plan.calendar.months] };
    };
    let months = 0..plan.calendar.months;
    let block = month_block(&[&series.months], &[P50], months, replay.provenance.trials, &plan.currency);
    Column { heading: "Median", cells: series.months.percentiles[P50].iter().map(|&x| block.text_or_none(x)).collect() }
}

fn rank(replay: &Replay) -> Column {
    Column { heading: "Rank", cells: replay.rank.iter().map(format::probability).collect() }
}

/// A sum of metrics with their signs; `None` where the plan has none of them.
fn money(plan: &Plan, replay: &Replay, heading: &'static str, parts: &[(Metric, f64)]) -> Option<Column> {
    let series: Vec<(&[f64], f64)> =
        parts.iter().filter_map(|&(metric, sign)| Some((&replay.of(metric, None)?.months[..], sign))).collect();
    let months = series.first()?.0.len();
    let sum = |i: usize| series.iter().map(|(values, sign)| sign * values[i]).sum::<f64>();
    let amounts: Vec<f64> = (0..months).map(sum).collect();
    let block = MoneyBlock::new(amounts.iter().copied(), 0.0, &plan.currency);
    Some(Column { heading, cells: amounts.iter().map(|&x| block.text(x)).collect() })
}

fn count(replay: &Replay, heading: &'static str, metric: Metric) -> Option<Column> {
    let months = &replay.of(metric, None)?.months;
    Some(Column { heading, cells: months.iter().map(|&x| format::count(x)).collect() })
}
