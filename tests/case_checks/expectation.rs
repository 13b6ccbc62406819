//! What a worked case expects, read from its file.

use planodds::calendar::{Calendar, YearMonth};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// One NAME.expect.json.
#[derive(Deserialize)]
pub struct Case {
    /// File name of the scenario beside it.
    pub scenario: String,
    /// What must hold.
    pub checks: Vec<Check>,
}

/// One thing that must hold.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Check {
    /// A statistic of one metric in one period.
    Cell { metric: String, segment: Option<String>, month: String, stat: String, value: Option<f64>, exact: bool },
    /// The plan as written.
    Planned { metric: String, segment: Option<String>, month: String, value: Option<f64> },
    /// P(target).
    Target { value: f64 },
    /// P(milestone).
    Path { index: usize, value: f64 },
    /// P(goal).
    Goal { index: usize, value: f64 },
    /// P(target and all goals).
    Joint { value: f64 },
    /// P(cash below 0 in any month).
    CashOut { value: f64 },
    /// Refused.
    Error,
}

/// A period of the plan, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Period {
    Month(usize),
    Quarter(usize),
    Year(usize),
}

impl Period {
    /// Reads "2027-01", "Q1" or "Y1".
    pub fn parse(text: &str, calendar: &Calendar) -> Period {
        let ordinal = |digits: &str| digits.parse::<usize>().expect("a period's number") - 1;
        if let Some(digits) = text.strip_prefix('Q') {
            return Period::Quarter(ordinal(digits));
        }
        if let Some(digits) = text.strip_prefix('Y') {
            return Period::Year(ordinal(digits));
        }
        let month = YearMonth::parse(text).expect("a calendar month");
        Period::Month(calendar.t_inside(month).expect("a month inside the plan") - 1)
    }

    /// First and last month t.
    pub fn months(self, calendar: &Calendar) -> (usize, usize) {
        match self {
            Period::Month(i) => (i + 1, i + 1),
            Period::Quarter(i) => calendar.quarters()[i],
            Period::Year(i) => calendar.years()[i],
        }
    }
}

/// The folder of the cases.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

/// Reads the case of this name.
pub fn read(name: &str) -> Case {
    let path = folder().join(format!("{name}.expect.json"));
    let text = std::fs::read_to_string(&path).expect("the case is readable");
    serde_json::from_str(&text).expect("the case has the form that its README says")
}

/// Names of all cases in the folder, sorted.
pub fn names() -> Vec<String> {
    let files = std::fs::read_dir(folder()).expect("the folder is readable");
    let file_name = |entry: std::io::Result<std::fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
    let mut names: Vec<String> =
        files.map(file_name).filter_map(|name| name.strip_suffix(".expect.json").map(String::from)).collect();
    names.sort();
    names
}
