//! The comparison as tables for programs.

use super::{Compared, difference_title, words};
use crate::analysis::compare::{Against, Measure, Scenario};
use crate::plan::Plan;
use crate::plan::pair::{Kind, Part};
use crate::report::findings::{P10, P50, P90};
use crate::report::sheet::{Sheet, Value, estimate};

/// All tables.
pub fn sheets(compared: &Compared<'_>) -> Vec<Sheet> {
    vec![scenarios(compared), quarters(compared), paired(compared), differences(compared), contributions(compared)]
}

fn scenarios(compared: &Compared<'_>) -> Sheet {
    let mut sheet = Sheet::new(
        "scenarios",
        &[
            "scenario",
            "plan",
            "target_arr",
            "by",
            "p_hit",
            "p_hit_low",
            "p_hit_high",
            "arr_p10",
            "arr_p50",
            "arr_p90",
            "gap_p50",
            "arr_planned",
            "mean_arr",
            "mean_new_arr",
            "mean_churned_arr",
            "p_target_and_goals",
            "p_target_and_goals_low",
            "p_target_and_goals_high",
            "p_cash_out",
            "p_cash_out_low",
            "p_cash_out_high",
        ],
    );
    for (name, (plan, s)) in compared.names.iter().zip(compared.plans.iter().zip(&compared.result.scenarios)) {
        let cash = s.odds.cash_out.map_or([Value::Missing, Value::Missing, Value::Missing], |e| estimate(&e));
        let mut row = vec![name.as_str().into(), plan.name.as_str().into(), s.odds.target_arr.into()];
        row.push(plan.calendar.month(s.odds.by).to_string().into());
        row.extend(estimate(&s.odds.probability));
        row.extend([P10, P50, P90].map(|i| Value::from(s.odds.arr[i].value)));
        row.push(s.odds.gap[P50].value.into());
        row.extend([s.odds.planned.arr, s.mean_arr, s.mean_new_arr, s.mean_churned_arr].map(Value::from));
        row.extend(estimate(&s.odds.joint));
        row.extend(cash);
        sheet.push(row);
    }
    sheet
}

fn quarters(compared: &Compared<'_>) -> Sheet {
    let mut sheet =
        Sheet::new("quarters", &["scenario", "quarter", "arr_p10", "arr_p50", "arr_p90", "arr_mean", "arr_planned"]);
    for (name, s) in compared.names.iter().zip(&compared.result.scenarios) {
        let Scenario { quarters, .. } = s;
        for (q, label) in quarters.labels.iter().enumerate() {
            let at = |column: &Vec<Option<f64>>| Value::from(column.get(q).copied().flatten());
            let percentiles = [P10, P50, P90].map(|i| at(&quarters.percentiles[i]));
            let mut row = vec![name.as_str().into(), label.as_str().into()];
            row.extend(percentiles);
            row.extend([at(&quarters.mean), at(&quarters.planned)]);
            sheet.push(row);
        }
    }
    sheet
}

fn measure(measure: Measure) -> &'static str {
    match measure {
        Measure::MeanArr => "arr_mean",
        Measure::P10 => "arr_p10",
        Measure::P50 => "arr_p50",
        Measure::P90 => "arr_p90",
        Measure::NewArr => "new_arr_mean",
        Measure::ChurnedArr => "churned_arr_mean",
        Measure::Hit => "p_hit",
    }
}

fn paired(compared: &Compared<'_>) -> Sheet {
    let columns = ["first", "scenario", "measure", "first_value", "scenario_value", "difference", "low", "high"];
    let mut sheet = Sheet::new("paired", &columns);
    for against in &compared.result.against_first {
        let start = || names(compared, against);
        for d in &against.paired.measures {
            let mut row = start();
            row.extend([measure(d.measure).into(), d.first.into(), d.other.into()]);
            row.extend(estimate(&d.difference));
            sheet.push(row);
        }
        let mut row = start();
        row.extend(["p_scenario_higher".into(), Value::Missing, Value::Missing]);
        row.extend(estimate(&against.paired.higher));
        sheet.push(row);
        let mut row = start();
        row.extend(["p_same_arr".into(), Value::Missing, Value::Missing, against.paired.same.into()]);
        row.extend([Value::Missing, Value::Missing]);
        sheet.push(row);
    }
    sheet
}

fn names(compared: &Compared<'_>, against: &Against) -> Vec<Value> {
    vec![compared.first().into(), compared.other(against).into()]
}

fn differences(compared: &Compared<'_>) -> Sheet {
    let columns = ["first", "scenario", "kind", "name", "path", "first_value", "scenario_value", "moves_arr_or_target"];
    let mut sheet = Sheet::new("differences", &columns);
    for against in &compared.result.against_first {
        let (a, b): (&Plan, &Plan) = (compared.plans[0], compared.plans[against.scenario]);
        for d in &against.differences {
            let [x, y] = words::both(a, b, d);
            let mut row = names(compared, against);
            row.extend([kind(d.kind).into(), difference_title(d).into(), d.name.as_str().into(), x.into(), y.into()]);
            row.push(d.part.is_some().into());
            sheet.push(row);
        }
    }
    sheet
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Target => "target",
        Kind::Driver => "driver",
        Kind::Counts => "counts",
        Kind::Risk => "risk",
        Kind::Structure => "structure",
        Kind::Correlations => "correlations",
        Kind::Lever => "lever",
        Kind::Goal(_) => "goal",
    }
}

fn contributions(compared: &Compared<'_>) -> Sheet {
    let columns =
        ["first", "scenario", "name", "inputs", "arr", "arr_low", "arr_high", "p_hit", "p_hit_low", "p_hit_high"];
    let mut sheet = Sheet::new("contributions", &columns);
    for against in &compared.result.against_first {
        let Ok(found) = &against.contributions else { continue };
        for c in &found.players {
            let inputs: Vec<String> = c.parts.iter().map(part).collect();
            let mut row = names(compared, against);
            row.push(super::player(compared, against.scenario, &c.parts).into());
            row.push(inputs.join(" ").into());
            row.extend(estimate(&c.arr));
            row.extend(estimate(&c.hit));
            sheet.push(row);
        }
    }
    sheet
}

/// The path of a part.
fn part(part: &Part) -> String {
    match part {
        Part::Target => "target".to_string(),
        Part::Correlations => "correlations".to_string(),
        Part::Segment(name) => format!("segments.{name}"),
        Part::Opening(name) => format!("segments.{name}.opening_arr"),
        Part::Driver(path) | Part::Counts(path) => path.clone(),
        Part::Risk(name) => format!("risks.{name}"),
    }
}
