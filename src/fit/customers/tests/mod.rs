//! Simulated exports with known truth, edges, and real exports.

mod edges;
mod late;
mod real;
mod simulated;
mod told;
mod truth;

use crate::calendar::YearMonth;
use crate::fit::day::Day;
use crate::fit::driver::{Fitted, FittedValue};
use crate::fit::finding::Finding;
use crate::fit::history::{History, Setting};
use crate::fit::mapping;
use crate::fit::record::{Amount, Key, Span, Subscription};
use std::path::PathBuf;

/// The as-of date of most tests.
pub fn as_of() -> Day {
    Day::new(2026, 12, 31).unwrap()
}

pub fn setting(segments: &[&str], as_of: Day) -> Setting {
    Setting {
        as_of,
        plan_start: YearMonth::new(2027, 1).unwrap(),
        segments: segments.iter().map(|s| s.to_string()).collect(),
        half_life_months: None,
    }
}

/// A mapping with first and last days, an amount and customers.
pub fn columns() -> mapping::Customers {
    let file = mapping::File {
        path: PathBuf::from("customers.csv"),
        delimiter: b',',
        encoding: "utf-8".to_string(),
        dates: mapping::DateFormat::YearMonthDay,
        numbers: mapping::NumberFormat::PointDecimal,
        missing: Vec::new(),
        ignore_rows: Vec::new(),
    };
    mapping::Customers {
        file,
        id: None,
        customer: None,
        span: mapping::SpanColumns::Dated { start: "start".to_string(), end: Some("end".to_string()) },
        amount: None,
        term_months: None,
        contract_months: None,
        belongs: mapping::Belongs::default(),
        observed_from: None,
        changes: None,
        flags: None,
        departures: None,
        key_account_share: None,
    }
}

/// A row of segment 0; its line is its customer's number and 1 for the header.
pub fn row(customer: Key, start: Day, end: Option<Day>, arr: f64) -> Subscription {
    Subscription {
        customer,
        span: Span::Dated { start, end },
        arr: Amount::of(arr),
        term_months: 0,
        segment: 0,
        line: customer as u32 + 1,
    }
}

/// The fit at this path of segment `all`, or of the path as given.
pub fn get<'a>(history: &'a History, path: &str) -> Option<&'a Fitted> {
    history.fitted.iter().find(|f| f.path == path || f.path == format!("segments.all.{path}"))
}

pub fn number(history: &History, path: &str) -> f64 {
    match get(history, path).unwrap().value {
        FittedValue::Number(x) => x,
        FittedValue::Count(n) => n as f64,
        FittedValue::Share { mean, .. } | FittedValue::Positive { mean, .. } => mean,
        ref other => panic!("{other:?}"),
    }
}

/// Standard deviation as written.
pub fn sd(fitted: &Fitted) -> f64 {
    match fitted.value {
        FittedValue::Share { sd, .. } | FittedValue::Positive { sd, .. } => sd,
        ref other => panic!("{other:?}"),
    }
}

/// All findings, of the whole and of single fits.
pub fn findings(history: &History) -> Vec<&Finding> {
    history.findings.iter().chain(history.fitted.iter().flat_map(|f| &f.findings)).collect()
}

pub fn has(history: &History, code: &str) -> bool {
    findings(history).iter().any(|f| f.code == code)
}
