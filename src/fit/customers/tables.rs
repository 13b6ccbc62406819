//! Tables that tell different stories of who has left, or of ARR.

use super::lives::{Ends, Lives};
use crate::fit::day::Day;
use crate::fit::finding::{Finding, amount, counted, percent};
use crate::fit::mapping;
use crate::fit::record::{Customers, Key};

/// Share of the customers that may be told differently before it is said: late bookings and single errors.
const TOLERATED: f64 = 0.01;

/// Tables whose counts of departures differ by more than this factor say nothing that a plan can stand on.
const FACTOR: usize = 2;

/// What the tables disagree on.
pub fn disagreements(customers: &Customers, all: &Lives, columns: &mapping::Customers, as_of: Day) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(departures_disagree(customers, all, columns, as_of));
    findings.extend(arr_disagrees(customers, all));
    if all.stray_changes > 0 {
        let text = format!(
            "{} to customers that have no row in the main table: left out. Check that both tables name \
             customers by the same id.",
            counted(all.stray_changes, "change belongs", "changes belong")
        );
        findings.push(Finding::warning("changes-without-customer", "customers", text));
    }
    findings
}

fn departures_disagree(
    customers: &Customers,
    all: &Lives,
    columns: &mapping::Customers,
    as_of: Day,
) -> Option<Finding> {
    let tables = left_by_each_table(customers, all, as_of);
    let anyone = distinct(tables.iter().flatten().copied());
    let by_all = anyone.iter().filter(|key| tables.iter().all(|t| t.binary_search(key).is_ok())).count();
    let customers_seen = seen(all);
    if tables.len() < 2 || (anyone.len() - by_all) as f64 <= TOLERATED * customers_seen as f64 {
        return None;
    }
    let what_to_do = match columns.customer {
        Some(_) => {
            "A row that ends is not yet a customer that leaves: with several rows each it is contraction. Decide which table is right and \
             map that one, or leave `customer` out so that each row counts as one."
        }
        None => {
            "No `customer` is mapped, so each row counts as one and cannot be joined to the other tables: map it if rows are not \
             customers, and decide which table is right."
        }
    };
    let text = format!(
        "The tables disagree on who has left: {}; {by_all} by all of them. Of {customers_seen} customers. Churn is fitted to the first. \
         {what_to_do}",
        by_table(customers, all, as_of).join("; ")
    );
    Some(Finding::warning("tables-disagree", "customers", text))
}

/// How many have left by each table.
fn by_table(customers: &Customers, all: &Lives, as_of: Day) -> Vec<String> {
    let gone = gone(all);
    let back = distinct(all.lives.iter().filter(|l| l.end.is_some()).map(|l| l.customer)).len() - gone.len();
    let back = if back == 0 { String::new() } else { format!(", and {back} left and came back later") };
    let mut words = vec![format!(
        "by {} {} left{back} ({} of {} rows have ended)",
        match all.ends {
            Ends::Rows => "the main table's last days",
            Ends::Changes => "the changes of the kind churn",
            Ends::Departures => "the table of departures",
            Ends::Nowhere => "the main table (which has no last days)",
        },
        counted(gone.len() as u64, "customer has", "customers have"),
        all.rows_ended,
        all.rows
    )];
    if !customers.flags.is_empty() {
        words.push(format!("by the table of flags {}", flagged(customers).len()));
    }
    if !customers.departures.is_empty() {
        let entries = customers.departures.iter().filter(|d| d.1 <= as_of).count();
        words.push(format!("by the table of departures {} ({entries} entries)", listed(customers, as_of).len()));
    }
    words
}

/// What to say of churn where the table that says most departures has more than twice as many as the one that says
/// fewest; `None` where they are closer, or few customers are in question.
pub fn far_apart(customers: &Customers, all: &Lives, as_of: Day) -> Option<String> {
    let counts: Vec<usize> = left_by_each_table(customers, all, as_of).iter().map(Vec::len).collect();
    let (least, most) = (counts.iter().min()?, counts.iter().max()?);
    let apart = most > &(FACTOR * least) && (most - least) as f64 > TOLERATED * seen(all) as f64;
    apart.then(|| {
        format!(
            "By one table {least} customers have left, by another {most}: churn is known by no better than that, so it is put into no plan. Decide \
             which table is right and map that one."
        )
    })
}

/// Who has left by the rows or changes, by the flags and by the table of departures, as far as there are such tables.
fn left_by_each_table(customers: &Customers, all: &Lives, as_of: Day) -> Vec<Vec<Key>> {
    let mut tables = vec![gone(all)];
    tables.extend((!customers.flags.is_empty()).then(|| flagged(customers)));
    tables.extend((!customers.departures.is_empty()).then(|| listed(customers, as_of)));
    tables
}

fn flagged(customers: &Customers) -> Vec<Key> {
    distinct(customers.flags.iter().filter(|f| f.1).map(|f| f.0))
}

fn listed(customers: &Customers, as_of: Day) -> Vec<Key> {
    distinct(customers.departures.iter().filter(|d| d.1 <= as_of).map(|d| d.0))
}

fn seen(all: &Lives) -> usize {
    distinct(all.lives.iter().map(|l| l.customer)).len()
}

/// Customers that are gone: none of their stays goes on.
fn gone(all: &Lives) -> Vec<Key> {
    let there = distinct(all.lives.iter().filter(|l| l.end.is_none()).map(|l| l.customer));
    let left = distinct(all.lives.iter().filter(|l| l.end.is_some()).map(|l| l.customer));
    left.into_iter().filter(|key| there.binary_search(key).is_err()).collect()
}

fn distinct(keys: impl Iterator<Item = Key>) -> Vec<Key> {
    let mut keys: Vec<Key> = keys.collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn arr_disagrees(customers: &Customers, all: &Lives) -> Option<Finding> {
    if customers.changes.is_empty() {
        return None;
    }
    let by_changes: f64 = all.lives.iter().filter(|l| l.end.is_none()).map(|l| l.arr()).sum();
    let apart = (by_changes / all.arr_by_rows - 1.0).abs();
    if apart.is_nan() || apart <= TOLERATED {
        return None;
    }
    let text = format!(
        "ARR at the as-of date is {} by the changes and {} by the main table{}. The changes are used. If the main table \
         holds what customers pay now, changes are missing or counted twice; if it holds what they paid first, all is well.",
        amount(by_changes),
        amount(all.arr_by_rows),
        if apart.is_finite() { format!(", {} apart", percent(apart)) } else { String::new() }
    );
    Some(Finding::warning("tables-disagree", "opening_arr", text))
}
