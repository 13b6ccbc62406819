//! Fitted inputs as text of a scenario: tables that a scenario which has these segments can hold.

mod tables;
mod value;

pub use value::{number, quoted, sample, value, weights};

use super::day::Day;
use super::driver::{Fitted, FittedValue};
use super::trust::kept_out;
use tables::Tables;

/// The tables of all inputs, in the order of their names, each distribution with its source. Key accounts name months,
/// so the as-of date is needed. Inputs whose numbers are not finite are left out: nothing sound can be said of them;
/// those that no plan should take over stand as comments, with the reason. `planned` gives the number that a plan has
/// for the input at a path: it stays the input's `plan` value, so that the plan as written stays what was planned.
pub fn tables(fitted: &[&Fitted], planned: &dyn Fn(&str) -> Option<f64>, as_of: Day) -> String {
    let mut tables = Tables::default();
    for fit in fitted {
        match &fit.value {
            FittedValue::KeyAccounts(accounts) => {
                let entries = accounts.iter().filter_map(|account| value::key_account(account, as_of));
                tables.add(&fit.path, &value::list(&entries.collect::<Vec<_>>()), &sample(&fit.sample));
            }
            other => {
                let sourced = value::sourced(other, &sample(&fit.sample), planned(&fit.path));
                if let (Some(text), Some(why)) = (&sourced, kept_out(fit)) {
                    tables.add_comment(&fit.path, text, why);
                } else if let Some(text) = sourced {
                    let comment = if value::is_distribution(other) { String::new() } else { sample(&fit.sample) };
                    tables.add(&fit.path, &text, &comment);
                }
            }
        }
    }
    tables.text()
}

#[cfg(test)]
mod tests;
