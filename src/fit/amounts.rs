//! Won deals beside what customers pay: a wrong unit of one of them shows here.

use super::driver::{Fitted, FittedValue};
use super::finding::Finding;
use super::history::{History, Setting};

/// How many times as large as the other one of the two can be where both are in the same unit: a month's amount taken
/// for a year's is 12 times off, a contract of three years 3 times, and deals of 3 times the base's average are found
/// where a company moves to larger customers.
const FACTOR: f64 = 4.0;

/// Records on which each of the two has to stand: the mean of fewer amounts can be so far off by chance.
const LEAST_RECORDS: u64 = 20;

/// Warns of each segment's deal size that is more than 4 times, or less than a quarter of, what the average customer
/// pays a year; nothing where either is not fitted or stands on fewer than 20 records.
pub fn compare(history: &mut History, setting: &Setting) {
    for segment in &setting.segments {
        let Some(customer) = average_customer(history, segment) else { continue };
        let path = format!("segments.{segment}.deals.size");
        let size = history.fitted.iter_mut().find(|fit| fit.path == path && fit.sample.events >= LEAST_RECORDS);
        if let Some(size) = size
            && let Some(text) = told(size.estimate / customer)
        {
            size.findings.push(Finding::warning("deals-against-customers", path, text));
        }
    }
}

/// ARR of a segment's average customer; `None` where it is not known or they are few.
fn average_customer(history: &History, segment: &str) -> Option<f64> {
    let find = |key: &str| -> Option<&Fitted> {
        let path = format!("segments.{segment}.{key}");
        history.fitted.iter().find(|fit| fit.path == path)
    };
    let (arr, count) = (find("opening_arr")?, find("opening_customers")?);
    match (&arr.value, &count.value) {
        (FittedValue::Number(arr), FittedValue::Count(n)) if *n >= LEAST_RECORDS && *arr > 0.0 => Some(arr / *n as f64),
        _ => None,
    }
}

/// What is said of deals so many times as large as the average customer's ARR; `None` where they are alike.
fn told(ratio: f64) -> Option<String> {
    let found = match ratio {
        ratio if ratio > FACTOR => format!("Won deals are {ratio:.0} times the average customer's ARR"),
        ratio if ratio < 1.0 / FACTOR => format!("The average customer's ARR is {:.0} times a won deal", 1.0 / ratio),
        _ => return None,
    };
    Some(format!(
        "{found}: see whether `amount_per` (what the amount of a deal is for) is right, and whether customers have `mrr` for a month's \
         amounts and `arr` for a year's."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fit::day::Day;
    use crate::fit::driver::{RecordKind, Sample};
    use crate::fit::finding::Weight;

    fn fitted(key: &str, value: FittedValue, events: u64) -> Fitted {
        let estimate = if let FittedValue::Positive { mean, .. } = value { mean } else { f64::NAN };
        let seen = Sample::NO_DAYS;
        let sample = Sample { events, event: "won", records: events, record: RecordKind::Opportunities, open: 0, seen };
        Fitted {
            path: format!("segments.smb.{key}"),
            value,
            estimate,
            standard_error: f64::NAN,
            interval: [f64::NAN; 2],
            quarter_sd: None,
            pooled: None,
            sample,
            method: "",
            checks: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// The codes found at a deal size of so many wins beside so many customers of 1,000 a year each.
    fn found(size: f64, wins: u64, customers: u64) -> Vec<(&'static str, Weight)> {
        let fits = vec![
            fitted("deals.size", FittedValue::Positive { mean: size, sd: 1.0 }, wins),
            fitted("opening_arr", FittedValue::Number(1e3 * customers as f64), customers),
            fitted("opening_customers", FittedValue::Count(customers), customers),
        ];
        let mut history = History { fitted: fits, ..History::default() };
        let as_of = Day::new(2026, 6, 30).unwrap();
        let plan_start = as_of.month().unwrap();
        let setting = Setting { as_of, plan_start, segments: vec!["smb".into()], half_life_months: None };
        compare(&mut history, &setting);
        history.fitted[0].findings.iter().map(|f| (f.code, f.weight)).collect()
    }

    #[test]
    fn a_size_in_another_unit_is_warned_of() {
        let warned = vec![("deals-against-customers", Weight::Warning)];
        assert_eq!([found(12e3, 20, 20), found(80.0, 20, 20)], [warned.clone(), warned]);
        assert_eq!([found(3.9e3, 20, 20), found(12e3, 19, 20), found(12e3, 20, 19)], [vec![], vec![], vec![]]);
    }

    #[test]
    fn only_far_apart_amounts_are_told() {
        assert!(told(9.2).is_some_and(|text| text.starts_with("Won deals are 9 times the average customer's ARR: ")));
        assert!(
            told(1.0 / 12.0)
                .is_some_and(|text| text.starts_with("The average customer's ARR is 12 times a won deal: "))
        );
        assert_eq!([told(3.9), told(0.26), told(f64::NAN)], [None, None, None]);
    }
}
