//! Every figure in the pack is a result: what the workbook holds is, to all of its digits, a number in the data files or in
//! the scenario; what the page says is one of them after rounding.

use super::{SMALL, Scratch};
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use serde_json::Value;
use std::io::Cursor;

/// A plan with something for every page.
fn rich() -> String {
    let more = r#"
[[risks]]
name = "outage"
probability = 0.3
window = ["2027-03", "2027-09"]
adjust = [ { driver = "segments.smb.retention.churn_annual", multiply = 1.4 } ]

[[levers]]
name = "leads"
adjust = [ { driver = "segments.smb.pipeline.sources.inbound.volume", multiply = "x" } ]
min = 1.0
max = 1.5
step = 0.1
cost = 400_000

[[levers]]
name = "reps"
adjust = [ { driver = "segments.smb.capacity.hires", add = "x", from = "2027-02" } ]
min = 0
max = 3
step = 1
cost = 150_000
"#;
    format!("{SMALL}{more}")
}

/// The numbers that a figure may come from, sorted.
struct Known(Vec<f64>);

impl Known {
    fn of(scratch: &Scratch, folder: &str) -> Self {
        let mut numbers = Vec::new();
        for name in ["results", "pack", "gap", "drivers", "watch", "solve"] {
            let text = scratch.read(&format!("{folder}/data/{name}.json"));
            gather(&serde_json::from_str(&text).expect("JSON"), &mut numbers);
        }
        let scenario: toml::Value = toml::from_str(&scratch.read("rich.toml")).expect("TOML");
        gather(&serde_json::to_value(&scenario).expect("JSON"), &mut numbers);
        // The last step of the bridge: what ARR lacks to the target.
        let target = scenario["target"]["arr"].as_integer().expect("a target") as f64;
        numbers.extend(numbers.clone().iter().map(|x| x - target));
        numbers.sort_by(f64::total_cmp);
        Self(numbers)
    }

    /// Whether some number is within `tolerance` of `x`.
    fn has(&self, x: f64, tolerance: f64) -> bool {
        let first = self.0.partition_point(|k| *k < x - tolerance);
        self.0.get(first).is_some_and(|k| *k <= x + tolerance)
    }
}

fn gather(value: &Value, numbers: &mut Vec<f64>) {
    match value {
        Value::Number(x) => numbers.extend(x.as_f64()),
        Value::Array(values) => values.iter().for_each(|value| gather(value, numbers)),
        Value::Object(entries) => {
            entries.values().for_each(|value| gather(value, numbers));
            errors(entries, numbers);
        }
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

/// Half the width of every interval, its wider side: what stands behind a ±.
fn errors(entries: &serde_json::Map<String, Value>, numbers: &mut Vec<f64>) {
    let at = |key: &str| entries.get(key).and_then(Value::as_f64);
    for (key, low) in entries {
        let Some(name) = key.strip_suffix("low") else { continue };
        let value = [format!("{name}value"), name.trim_end_matches('_').to_string(), format!("{name}mean")];
        let value = value.iter().find_map(|key| at(key));
        if let (Some(low), Some(value), Some(high)) = (low.as_f64(), value, at(&format!("{name}high"))) {
            numbers.push((high - value).max(value - low));
        }
    }
}

#[test]
fn every_number_of_the_workbook_is_a_result() {
    let scratch = Scratch::empty();
    scratch.put("rich.toml", &rich());
    scratch.planodds(&["report", "rich.toml", "--trials", "2000", "--charts", "none", "--out", "a", "-q"]).code(0);
    let known = Known::of(&scratch, "a");
    let mut book: Xlsx<_> =
        open_workbook_from_rs(Cursor::new(scratch.files()["a/report.xlsx"].clone())).expect("a workbook");
    let mut unknown = Vec::new();
    let mut seen = 0;
    // What charts stand on (feet and widths of bands) is worked out from the results; its own tests hold it against them.
    let sheets = book.worksheets().into_iter().filter(|(name, _)| name != "Chart data");
    for (sheet, range) in sheets {
        for (row, column, cell) in range.used_cells() {
            let Data::Float(x) = cell else { continue };
            seen += 1;
            // The workbook's numbers are written with 16 digits; what leaves stands with its sign in a bridge.
            let tolerance = 1e-12 * x.abs().max(1.0);
            if !known.has(*x, tolerance) && !known.has(-x, tolerance) {
                unknown.push(format!("{sheet} row {row} column {column}: {x}"));
            }
        }
    }
    assert!(seen > 500, "only {seen} numbers");
    assert!(unknown.is_empty(), "{} of {seen}: {:#?}", unknown.len(), &unknown[..unknown.len().min(60)]);
}
