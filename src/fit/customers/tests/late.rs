//! Contracts in an export that holds departures from a day on only.

use super::simulated::{SEEDS, renewing};
use super::truth::Over;
use super::*;
use crate::fit::customers::fit;
use crate::fit::record::Customers;

/// 600 customers of four years of whom one in ten leaves at a renewal; those who left before `from` are missing.
fn seen_from(seed: u64, from: Day) -> Customers {
    let mut rows = renewing(seed, 600, 12, 0.1);
    rows.retain(|r| !matches!(r.span, Span::Dated { end: Some(end), .. } if end < from));
    Customers { subscriptions: rows, ..Customers::default() }
}

fn told(from: Option<Day>) -> mapping::Customers {
    mapping::Customers { observed_from: from, contract_months: Some(12), ..columns() }
}

/// A renewal counts from the day on from which a departure at it is seen, also where its term began before: with a year
/// of departures nobody has a whole term in it.
#[test]
fn the_first_renewals_after_a_late_start_count() {
    for months in [12, 24] {
        let from = as_of().plus(-365 * months / 12);
        let mut over = Over::default();
        for seed in 0..SEEDS {
            let found = fit(&seen_from(seed, from), &told(Some(from)), &setting(&["all"], as_of()));
            let churn = get(&found, "retention.churn_annual").unwrap();
            assert_eq!(churn.method, "departures over renewals, quarters as random effects", "seed {seed}");
            over.add(churn.estimate, churn.interval, 0.1);
        }
        over.check(&format!("renewals of the last {months} months"));
    }
}

/// Some 300 renewals without a departure before the first: said, where the term is told and where it is found.
#[test]
fn departures_that_begin_late_are_told_of_contracts_too() {
    let from = as_of().plus(-730);
    for columns in [told(None), mapping::Customers { contract_months: None, ..told(None) }] {
        let says =
            |seed: &u64| has(&fit(&seen_from(*seed, from), &columns, &setting(&["all"], as_of())), "begins-late");
        assert_eq!((0..50).filter(says).count(), 50);
        let whole = |seed: &u64| Customers { subscriptions: renewing(*seed, 600, 12, 0.1), ..Customers::default() };
        let wrongly = |seed: &u64| has(&fit(&whole(seed), &columns, &setting(&["all"], as_of())), "begins-late");
        // 1 in 1,000 by chance
        assert!((0..SEEDS).filter(wrongly).count() <= 2);
    }
}
