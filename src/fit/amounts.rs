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
    use super::told;

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
