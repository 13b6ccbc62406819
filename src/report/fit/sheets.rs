//! Everything that was fitted as tables for programs.

mod evidence;

use super::against::why;
use super::{Told, findings};
use crate::fit::ahead;
use crate::fit::finding::Weight;
use crate::fit::text;
use crate::report::compare;
use crate::report::sheet::{Sheet, Value};

/// All tables; those of the plan where there is one.
pub fn sheets(told: &Told<'_>) -> Vec<Sheet> {
    let mut sheets = vec![drivers(told), checks(told), all_findings(told), files(told), bad_rows(told)];
    sheets.extend(evidence::sheets(told.history));
    if let Some(beside) = &told.beside {
        sheets.extend([held(told), left_out(told)]);
        // their names are those of `compare`: scenarios, quarters would be taken for history's
        let of_compare = compare::sheets(&beside.compared);
        let renamed = of_compare.into_iter().filter_map(|sheet| {
            let name = match sheet.name {
                "scenarios" => "odds",
                "paired" => "paired",
                "contributions" => "contributions",
                _ => return None,
            };
            Some(Sheet { name, ..sheet })
        });
        sheets.extend(renamed);
    }
    sheets
}

/// Columns of the sheet of drivers.
const OF_DRIVERS: [&str; 21] = [
    "path",
    "value",
    "mean",
    "low_90",
    "high_90",
    "estimate",
    "standard_error",
    "estimate_low_90",
    "estimate_high_90",
    "quarter_sd",
    "pooled",
    "events",
    "event",
    "records",
    "record",
    "open",
    "seen_from",
    "seen_to",
    "method",
    "source",
    "findings",
];

fn drivers(told: &Told<'_>) -> Sheet {
    let mut sheet = Sheet::new("drivers", &OF_DRIVERS);
    for fit in &told.history.fitted {
        let law = ahead::next_year(&fit.value);
        let at = |u: f64| Value::from(law.as_ref().map(|law| law.quantile(u)));
        let s = &fit.sample;
        let codes: Vec<&str> = fit.findings.iter().map(|f| f.code).collect();
        sheet.push(vec![
            fit.path.as_str().into(),
            text::value(&fit.value).into(),
            ahead::number(&fit.value).into(),
            at(0.05),
            at(0.95),
            fit.estimate.into(),
            fit.standard_error.into(),
            fit.interval[0].into(),
            fit.interval[1].into(),
            fit.quarter_sd.into(),
            fit.pooled.into(),
            s.events.into(),
            s.event.into(),
            s.records.into(),
            s.record.plural().into(),
            s.open.into(),
            s.period().map(|[first, _]| first.to_string()).into(),
            s.period().map(|[_, last]| last.to_string()).into(),
            fit.method.into(),
            text::sample(s).into(),
            codes.join(" ").into(),
        ]);
    }
    sheet
}

fn checks(told: &Told<'_>) -> Sheet {
    let mut sheet = Sheet::new("checks", &["path", "check", "value"]);
    for fit in &told.history.fitted {
        for (what, value) in &fit.checks {
            sheet.push(vec![fit.path.as_str().into(), (*what).into(), to_four_digits(*value).into()]);
        }
    }
    sheet
}

/// Four digits are enough to judge by, and a median of amounts is no longer that of a single row.
fn to_four_digits(x: f64) -> f64 {
    if x == 0.0 || !x.is_finite() {
        return x;
    }
    format!("{x:.3e}").parse().unwrap_or(x)
}

fn all_findings(told: &Told<'_>) -> Sheet {
    let mut sheet = Sheet::new("findings", &["weight", "code", "about", "text"]);
    for finding in findings::all(told) {
        let weight = match finding.weight {
            Weight::Note => "note",
            Weight::Warning => "warning",
            Weight::Missing => "missing",
        };
        let about = finding.about.as_str().into();
        sheet.push(vec![weight.into(), finding.code.into(), about, finding.text.as_str().into()]);
    }
    sheet
}

fn files(told: &Told<'_>) -> Sheet {
    let mut sheet = Sheet::new("files", &["table", "file", "rows", "kept"]);
    for file in told.files {
        sheet.push(vec![file.table.into(), file.file.as_str().into(), file.rows.into(), file.kept.into()]);
    }
    sheet
}

fn bad_rows(told: &Told<'_>) -> Sheet {
    let columns = ["table", "file", "rule", "text", "refused", "rows", "first_lines"];
    let mut sheet = Sheet::new("bad_rows", &columns);
    for file in told.files {
        for caught in &file.caught {
            let lines: Vec<String> = caught.lines.iter().map(u64::to_string).collect();
            sheet.push(vec![
                file.table.into(),
                file.file.as_str().into(),
                caught.rule.into(),
                caught.text.as_str().into(),
                caught.refused.into(),
                caught.rows.into(),
                lines.join(" ").into(),
            ]);
        }
    }
    sheet
}

fn held(told: &Told<'_>) -> Sheet {
    let columns = [
        "path",
        "planned",
        "planned_p10",
        "planned_p90",
        "history_mean",
        "history_low_90",
        "history_high_90",
        "percentile_of_plan",
        "better_than",
        "planned_text",
        "history_text",
        "method",
    ];
    let mut sheet = Sheet::new("against", &columns);
    for h in told.beside.iter().flat_map(|beside| &beside.against.held) {
        let end = |ends: Option<[f64; 2]>, i: usize| Value::from(ends.map(|ends| ends[i]));
        sheet.push(vec![
            h.path.as_str().into(),
            h.planned.into(),
            end(h.planned_range, 0),
            end(h.planned_range, 1),
            h.history.into(),
            end(h.history_range, 0),
            end(h.history_range, 1),
            h.percentile.into(),
            h.better_than.into(),
            h.planned_text.as_str().into(),
            h.history_text.as_str().into(),
            h.method.into(),
        ]);
    }
    sheet
}

fn left_out(told: &Told<'_>) -> Sheet {
    let mut sheet = Sheet::new("left_out", &["path", "why"]);
    for left in told.beside.iter().flat_map(|beside| &beside.against.left_out) {
        sheet.push(vec![left.path.as_str().into(), why(left).into()]);
    }
    sheet
}
