//! Exports that end long before the as-of day.

use super::others::{customers, reps};
use super::*;
use crate::fit::day::Day;
use crate::fit::import::quiet_before;
use crate::fit::mapping::{Customers, Reps};

fn day(text: &str) -> Day {
    super::super::date::read(text.as_bytes(), DateFormat::YearMonthDay).unwrap()
}

/// Opportunities opened and won on every second day of January 2025, the last decided on the 31st, two reps who came
/// years before, and customers who came on the first days of that January and whose contracts end in 2027.
fn records() -> Records {
    let deal = |i: u32| format!("{i},2025-01-{:02},2025-01-{:02},Won,1000,a,S\n", 2 * i - 1, 2 * i + 1);
    let deals: String = format!("{HEADER}\n{}", (1..=15).map(deal).collect::<String>());
    let staff = "id,start,end\na,2015-01-01,\nb,2018-01-01,\n".to_string();
    let customer = |i: u32| format!("{i},2025-01-{i:02},2027-01-01\n");
    let base: String = format!("id,start,end\n{}", (1..=9).map(customer).collect::<String>());
    let file_as = |path: &str| File { ignore_rows: Vec::new(), ..file(path) };
    let m = Mapping {
        reps: Some(Reps { role: None, quota: None, belongs: in_small(), ..reps() }),
        customers: Some(Customers {
            file: file_as("subs.csv"),
            customer: None,
            amount: None,
            term_months: None,
            belongs: in_small(),
            ..customers()
        }),
        ..mapping(opportunities())
    };
    let files = [("opps.csv", deals.as_bytes()), ("reps.csv", staff.as_bytes()), ("subs.csv", base.as_bytes())];
    import(&m, &files, BadRows::Refuse).unwrap()
}

fn in_small() -> Belongs {
    Belongs { in_segment: Some(0), ..Belongs::default() }
}

#[test]
fn an_export_that_ends_long_before_the_as_of_day_is_named_with_the_gap() {
    let told =
        |as_of: &str| -> Vec<String> { quiet_before(&records(), day(as_of)).into_iter().map(|c| c.text).collect() };
    // 31 days are not too many; customers have been quiet since the 9th of January, whatever is planned for 2027
    assert_eq!(told("2025-01-31").len(), 0);
    assert_eq!(told("2025-02-10").len(), 1);
    let both = told("2025-03-04");
    assert_eq!(both.len(), 2, "two reps are too few to tell: {both:?}");
    assert!(both[0].starts_with("opps.csv (opportunities) ends 32 days before the as-of day 2025-03-04"), "{both:?}");
    assert!(both[0].contains("last day is 2025-01-31") && both[0].contains("open deals look older"), "{both:?}");
    assert!(both[1].starts_with("subs.csv (customers) ends 54 days before"), "{both:?}");
    // a test on earlier days, and what comes after it, is no gap
    assert_eq!(told("2024-12-01").len(), 0);
}

#[test]
fn months_without_a_record_are_no_gap_where_they_are_usual() {
    let yearly = |years: std::ops::Range<i32>| {
        let row = |year: i32| format!("{year},{year}-06-01,,Open,,a,S\n");
        rows(&years.map(row).collect::<String>()).unwrap()
    };
    assert!(quiet_before(&yearly(2010..2020), day("2022-06-01")).is_empty());
    assert_eq!(quiet_before(&yearly(2010..2020), day("2024-12-01")).len(), 1);
}
