//! What is said of customers, in words.

use super::*;
use crate::fit::customers::fit;
use crate::fit::record::Customers;

/// So many customers that pay 100 each, with the last one's ARR, on line 777.
fn with_last(customers: u64, arr: f64) -> History {
    let mut subscriptions: Vec<Subscription> =
        (1..customers).map(|key| row(key, as_of().plus(-(7 * key as i32 + 250)), None, 100.0)).collect();
    subscriptions.push(Subscription { line: 777, ..row(customers, as_of(), None, arr) });
    fit(&Customers { subscriptions, ..Customers::default() }, &columns(), &setting(&["all"], as_of()))
}

#[test]
fn a_row_of_totals_is_told_with_its_line() {
    let found = with_last(31, 3_123.0);
    let arr = get(&found, "opening_arr").unwrap();
    let [finding] = &arr.findings[..] else { panic!("{:?}", arr.findings) };
    assert_eq!((finding.code, finding.weight), ("one-holds-most", crate::fit::finding::Weight::Warning));
    let text = "The customer on line 777 of the export pays 51 % of the ARR of all 31 customers: is it a totals row?";
    assert!(finding.text.starts_with(text) && !finding.text.contains("123"), "{}", finding.text);
    // 1,900 of 4,900 are 39 %; of 9 customers one may well pay most
    assert!(!has(&with_last(31, 1_900.0), "one-holds-most") && has(&with_last(31, 2_100.0), "one-holds-most"));
    assert!(!has(&with_last(9, 9_000.0), "one-holds-most") && has(&with_last(10, 9_000.0), "one-holds-most"));
}

#[test]
fn who_left_and_came_back_is_told_beside_who_is_gone() {
    let mut subscriptions: Vec<Subscription> = (1..=30).map(|key| row(key, as_of().plus(-900), None, 100.0)).collect();
    for key in [41, 42] {
        subscriptions.push(row(key, as_of().plus(-900), Some(as_of().plus(-500)), 100.0));
        subscriptions.push(row(key, as_of().plus(-300), None, 100.0));
    }
    let flags = (1..=5).map(|key| (key, true)).collect();
    let customers = Customers { subscriptions, flags, ..Customers::default() };
    let columns = mapping::Customers { customer: Some("customer".to_string()), ..columns() };
    let found = fit(&customers, &columns, &setting(&["all"], as_of()));
    let text = &findings(&found).iter().find(|f| f.code == "tables-disagree" && f.about == "customers").unwrap().text;
    assert!(text.contains("0 customers have left, and 2 left and came back later (2 of 34 rows have ended)"), "{text}");
}
