//! Subscriptions that customers added: in the opportunities they may be won deals, too.

use super::lives::RENEWAL_GAP_DAYS;
use crate::fit::day::Day;
use crate::fit::driver::Fitted;
use crate::fit::finding::{Finding, percent};
use crate::fit::history::{History, Setting};
use crate::fit::record::{Change, ChangeKind, Customers, Key, Span};

/// Share of added subscriptions from which on they weigh in expansion: below it, what is counted twice is small beside
/// what else is unsure about an expansion.
const LEAST_SHARE_TOLD: f64 = 0.1;

/// Warns of each expansion where more than a tenth of the rows are further subscriptions of customers that were there
/// already: with opportunities exported as well, the same deals may be in win rate times volume and in expansion.
pub fn mark_wins_in_expansion(customers: &Customers, setting: &Setting, history: &mut History) {
    let (added, rows) = added(customers, setting.as_of);
    if rows == 0 || added as f64 <= LEAST_SHARE_TOLD * rows as f64 {
        return;
    }
    let text = format!(
        "{added} of {rows} purchases of all segments together ({}) are further ones of customers that were there already. If the opportunities hold them as won deals, \
         they are in win rate times volume and in expansion, so this expansion is put into no plan. Export the opportunities of new \
         customers alone, or keep the plan's own expansion.",
        percent(added as f64 / rows as f64)
    );
    let of_expansion = |fit: &&mut Fitted| fit.path.ends_with(".expansion_annual");
    let warn = |fit: &mut Fitted| fit.findings.push(Finding::warning("expansion-and-wins", &fit.path, &text));
    history.fitted.iter_mut().filter(of_expansion).for_each(warn);
}

/// Further purchases of customers that were there already, and purchases in all, by the as-of date: by the changes
/// where there are some, else by the rows.
fn added(customers: &Customers, as_of: Day) -> (usize, usize) {
    let is_new = |c: &&Change| c.kind == ChangeKind::New && c.day <= as_of;
    if !customers.changes.is_empty() {
        let mut new: Vec<Key> = customers.changes.iter().filter(is_new).map(|c| c.customer).collect();
        let all = new.len();
        new.sort_unstable();
        new.dedup();
        return (all - new.len(), all);
    }
    let dated = |row: &crate::fit::record::Subscription| match row.span {
        Span::Dated { start, end } if start <= as_of => Some((row.customer, start, end)),
        Span::Dated { .. } | Span::Tenure { .. } => None,
    };
    let mut rows: Vec<(Key, Day, Option<Day>)> = customers.subscriptions.iter().filter_map(dated).collect();
    rows.sort_unstable();
    let added = rows.chunk_by(|a, b| a.0 == b.0).map(added_to).sum();
    (added, rows.len())
}

/// Rows of one customer that begin while another runs and take no other's place. Who comes back after all have ended is
/// a new customer.
fn added_to(rows: &[(Key, Day, Option<Day>)]) -> usize {
    let mut ends: Vec<Day> = rows.iter().filter_map(|row| row.2).collect();
    let (first, mut until) = (rows[0].1, Some(Day(i32::MIN)));
    let mut added = 0;
    for &(_, start, end) in rows {
        let runs = until.is_none_or(|day| day >= start);
        match ends.iter().position(|day| start.since(*day).abs() <= RENEWAL_GAP_DAYS) {
            Some(renewed) if start > first => drop(ends.remove(renewed)),
            _ => added += usize::from(start > first && runs),
        }
        until = until.zip(end).map(|(a, b)| a.max(b));
    }
    added
}
