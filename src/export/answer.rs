//! The files of an answer: one JSON with all of its tables, and a CSV a table.
//!
//! Keys are only ever added to a format; what is undefined is null, in CSV the empty cell.

use super::layout::ArraysOnOneLine;
use super::number::{Number, cell};
use crate::outcome::Provenance;
use crate::plan::Plan;
use crate::report::sheet::{Sheet, Value};
use serde::ser::{SerializeMap, Serializer};
use serde::{Serialize, ser};

/// The format's number.
const FORMAT: u32 = 1;

/// What was asked, of which plans, and the tables of the answer.
pub struct Answer<'a> {
    /// The command: "gap".
    pub question: &'a str,
    /// The plans with what was run of each.
    pub plans: &'a [(&'a Plan, Provenance)],
    /// What was asked for beyond the usual: name, value.
    pub settings: &'a [(&'a str, Value)],
    /// The tables.
    pub sheets: &'a [Sheet],
}

/// An answer as JSON: program, scenarios, run, settings, and each table as a list of objects.
///
/// # Errors
/// None in practice: it writes into memory.
pub fn json(answer: &Answer<'_>) -> serde_json::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    answer.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, ArraysOnOneLine::default()))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// One table as CSV, its column names first.
///
/// # Errors
/// None in practice: it writes into memory.
pub fn csv(sheet: &Sheet) -> csv::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&sheet.columns)?;
    for row in &sheet.rows {
        writer.write_record(row.iter().map(text))?;
    }
    writer.into_inner().map_err(|e| e.into_error().into())
}

fn text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Number(x) => cell(*x),
        Value::Whole(n) => n.to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::Missing => String::new(),
    }
}

impl Serialize for Answer<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("format", &FORMAT)?;
        map.serialize_entry("question", self.question)?;
        if let Some((_, run)) = self.plans.first() {
            map.serialize_entry("program", &program(run))?;
            map.serialize_entry("run", &Run { trials: run.trials, seed: run.seed, sampling: &run.sampling })?;
        }
        map.serialize_entry("scenarios", &self.plans.iter().map(scenario).collect::<Vec<_>>())?;
        map.serialize_entry("settings", &Entries(self.settings))?;
        map.serialize_entry("tables", &Tables(self.sheets))?;
        map.end()
    }
}

#[derive(Serialize)]
struct Program<'a> {
    name: &'static str,
    version: &'a str,
    scheme: &'a str,
}

fn program(run: &Provenance) -> Program<'_> {
    Program { name: "planodds", version: &run.version, scheme: &run.scheme }
}

#[derive(Serialize)]
struct Run<'a> {
    trials: u64,
    seed: u64,
    sampling: &'a str,
}

#[derive(Serialize)]
struct Scenario<'a> {
    name: &'a str,
    digest: &'a str,
    currency: &'a str,
    start: String,
    months: usize,
}

fn scenario<'a>((plan, run): &'a (&'a Plan, Provenance)) -> Scenario<'a> {
    Scenario {
        name: &plan.name,
        digest: &run.digest,
        currency: &plan.currency,
        start: plan.calendar.month(1).to_string(),
        months: plan.calendar.months,
    }
}

/// Names and values as an object.
struct Entries<'a>(&'a [(&'a str, Value)]);

impl Serialize for Entries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, Json(value))))
    }
}

/// Tables by name, rows as objects.
struct Tables<'a>(&'a [Sheet]);

impl Serialize for Tables<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|sheet| (sheet.name, rows(sheet))))
    }
}

fn rows(sheet: &Sheet) -> Vec<Row<'_>> {
    sheet.rows.iter().map(|row| Row { columns: &sheet.columns, row }).collect()
}

struct Row<'a> {
    columns: &'a [&'static str],
    row: &'a [Value],
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.columns.iter().zip(self.row).map(|(name, value)| (name, Json(value))))
    }
}

struct Json<'a>(&'a Value);

impl ser::Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Text(text) => serializer.serialize_str(text),
            Value::Number(x) => Number(*x).serialize(serializer),
            Value::Whole(n) => serializer.serialize_i64(*n),
            Value::Flag(flag) => serializer.serialize_bool(*flag),
            Value::Missing => serializer.serialize_none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    fn sheet() -> Sheet {
        let mut sheet = Sheet::new("steps", &["name", "arr", "months", "binds", "low"]);
        sheet.push(vec!["a \"b\",\nc".into(), 0.1.into(), 3_usize.into(), true.into(), Value::Missing]);
        sheet.push(vec!["d".into(), f64::NAN.into(), 0_u64.into(), false.into(), Some(2.0).into()]);
        sheet
    }

    #[test]
    fn a_row_is_an_object_and_what_is_undefined_is_null() {
        let plan = fixture::plan(12, 1);
        let plans = [(&plan, fixture::provenance())];
        let settings = [("by", Value::from("2027-12"))];
        let answer = Answer { question: "gap", plans: &plans, settings: &settings, sheets: &[sheet()] };
        let read: serde_json::Value = serde_json::from_slice(&json(&answer).unwrap()).unwrap();
        assert_eq!(read["tables"]["steps"][0]["name"], "a \"b\",\nc");
        assert_eq!(read["tables"]["steps"][0]["binds"], true);
        assert!(read["tables"]["steps"][0]["low"].is_null() && read["tables"]["steps"][1]["arr"].is_null());
        assert_eq!((&read["settings"]["by"], &read["format"]), (&"2027-12".into(), &1.into()));
        assert_eq!(read["scenarios"][0]["months"], 12);
    }

    #[test]
    fn tables_read_back_from_csv() {
        let bytes = csv(&sheet()).unwrap();
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let rows: Vec<csv::StringRecord> = reader.records().map(|r| r.unwrap()).collect();
        assert_eq!(&rows[0], &vec!["a \"b\",\nc", "0.1", "3", "true", ""]);
        assert_eq!(&rows[1], &vec!["d", "", "0", "false", "2"]);
    }
}
