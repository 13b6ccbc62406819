//! Rows of the export to stays of customers: when each came, what it paid, how that changed and when it left.

use super::paths::{self, Path};
use crate::fit::day::Day;
use crate::fit::record::{Change, ChangeKind, Customers, Key, SegmentIndex, Span, Subscription};
use crate::fit::{history::Setting, mapping};

/// Days between two rows of a customer that count as a late renewal, not as a departure and a return: contracts are
/// often signed again some weeks after they ran out, and are then paid from the old end on.
pub const RENEWAL_GAP_DAYS: i32 = 31;

/// One stay of a customer: from its first row to the day when none is left. Who comes back later is a new customer.
#[derive(Clone, Debug, PartialEq)]
pub struct Life {
    /// Whose.
    pub customer: Key,
    /// Segment of its largest row.
    pub segment: SegmentIndex,
    /// Line of its largest row.
    pub line: u32,
    /// Contract length of its largest row in months, 0 where it has none.
    pub term_months: u16,
    /// First day.
    pub start: Day,
    /// Day of departure, by the as-of date; `None` while it stays.
    pub end: Option<Day>,
    /// A day on which its largest row renews: the row's end where that is known already, else its start.
    pub renews: Day,
    /// What it paid and how that changed.
    pub path: Path,
}

impl Life {
    /// The last day on which it is observed.
    pub fn exit(&self, as_of: Day) -> Day {
        self.end.unwrap_or(as_of)
    }

    /// ARR at the as-of date, or before it left; never below 0.
    pub fn arr(&self) -> f64 {
        (self.path.opening + self.path.moves.iter().map(|m| m.arr).sum::<f64>()).max(0.0)
    }
}

/// All stays, and what was passed over on the way.
#[derive(Clone, Debug, Default)]
pub struct Lives {
    /// The stays, by customer and first day.
    pub lives: Vec<Life>,
    /// Whether the rows have dates; tenures are laid so that they end on the as-of date.
    pub dated: bool,
    /// Where departures come from.
    pub ends: Ends,
    /// Rows that have begun by the as-of date.
    pub rows: u64,
    /// Of them rows that have ended.
    pub rows_ended: u64,
    /// Years that these rows have run.
    pub row_years: f64,
    /// Customers with rows that overlap or follow each other.
    pub with_several_rows: u64,
    /// Rows that begin after the as-of date: they do not exist yet.
    pub after_as_of: u64,
    /// Stays that ended before the export holds departures.
    pub before_observed: u64,
    /// Rows without an ARR, with an ARR of 0 and below 0.
    pub without_arr: [u64; 3],
    /// Of the rows with an ARR of 0, those that have ended.
    pub zero_ended: u64,
    /// Changes of customers that have no row.
    pub stray_changes: u64,
    /// Customers whose changes lack a first purchase.
    pub without_first: u64,
    /// ARR at the as-of date by the rows alone.
    pub arr_by_rows: f64,
}

/// Where departures come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ends {
    /// The rows' last days.
    #[default]
    Rows,
    /// Changes of the kind churn: the rows have no column of last days.
    Changes,
    /// The table of departures: neither rows nor changes say it.
    Departures,
    /// Nothing says it.
    Nowhere,
}

/// The stays as they are known at the as-of date: what begins later does not exist yet, what ends later still runs.
pub fn lives(customers: &Customers, columns: &mapping::Customers, setting: &Setting) -> Lives {
    let mut changes: Vec<&Change> = customers.changes.iter().collect();
    changes.sort_by(|a, b| (a.customer, a.day, a.kind).cmp(&(b.customer, b.day, b.kind)).then(a.arr.total_cmp(&b.arr)));
    let mut departures: Vec<(Key, Day)> = customers.departures.clone();
    departures.sort_unstable();
    let mut order: Vec<&Subscription> = customers.subscriptions.iter().collect();
    let tenure = order.iter().any(|r| matches!(r.span, Span::Tenure { .. }));
    order.sort_by(|a, b| {
        let of = |r: &Subscription| dates(r, setting.as_of);
        let arr = |r: &Subscription| r.arr.get().unwrap_or(0.0);
        (a.customer, of(a)).cmp(&(b.customer, of(b))).then(arr(a).total_cmp(&arr(b))).then(a.line.cmp(&b.line))
    });
    let ends = ends_from(customers, columns, tenure);
    let mut all = Lives { dated: !tenure, ends, ..Lives::default() };
    for rows in order.chunk_by(|a, b| a.customer == b.customer) {
        let key = rows[0].customer;
        let own = slice_of(&changes, |c| c.customer, key);
        let gone = match ends {
            Ends::Rows | Ends::Nowhere => None,
            Ends::Changes => paths::left(own, setting.as_of),
            Ends::Departures => {
                slice_of(&departures, |d| d.0, key).iter().rev().map(|d| d.1).find(|&d| d <= setting.as_of)
            }
        };
        let known = known_rows(rows, gone, setting.as_of, &mut all);
        add_customer(&known, own, columns, setting, &mut all);
    }
    all.stray_changes = changes_without_row(&changes, &order);
    all
}

fn ends_from(customers: &Customers, columns: &mapping::Customers, tenure: bool) -> Ends {
    let column = tenure || matches!(&columns.span, mapping::SpanColumns::Dated { end: Some(_), .. });
    match (column, customers.changes.iter().any(|c| c.kind == ChangeKind::Churn), customers.departures.is_empty()) {
        (true, _, _) => Ends::Rows,
        (_, true, _) => Ends::Changes,
        (_, _, false) => Ends::Departures,
        _ => Ends::Nowhere,
    }
}

/// First and last day of a row.
fn dates(row: &Subscription, as_of: Day) -> (Day, Option<Day>) {
    match row.span {
        Span::Dated { start, end } => (start, end),
        Span::Tenure { months, ended } => {
            let days = (months * crate::fit::day::DAYS_A_MONTH).round() as i32;
            (as_of.plus(-days), ended.then_some(as_of))
        }
    }
}

/// The part of a sorted list that belongs to a key.
fn slice_of<T>(sorted: &[T], key_of: impl Fn(&T) -> Key, key: Key) -> &[T] {
    let from = sorted.partition_point(|x| key_of(x) < key);
    let length = sorted[from..].partition_point(|x| key_of(x) == key);
    &sorted[from..from + length]
}

fn changes_without_row(changes: &[&Change], rows: &[&Subscription]) -> u64 {
    let known = |c: &&&Change| rows.binary_search_by_key(&c.customer, |r| r.customer).is_ok();
    changes.len() as u64 - changes.iter().filter(known).count() as u64
}

/// A row as it is known at the as-of date.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// First day.
    pub start: Day,
    /// Last day, by the as-of date.
    pub end: Option<Day>,
    /// Last day, where one is known, also after the as-of date.
    pub until: Option<Day>,
    /// ARR, at least 0; 0 where there is none.
    pub arr: f64,
    of: Subscription,
}

/// The rows that have begun, with what is passed over counted.
fn known_rows(rows: &[&Subscription], gone: Option<Day>, as_of: Day, all: &mut Lives) -> Vec<Row> {
    let mut known = Vec::with_capacity(rows.len());
    for row in rows {
        let (start, until) = dates(row, as_of);
        if start > as_of {
            all.after_as_of += 1;
            continue;
        }
        let until = until.or(gone.filter(|&day| day >= start));
        let end = until.filter(|&day| day <= as_of);
        all.rows += 1;
        all.rows_ended += u64::from(end.is_some());
        all.row_years += f64::from(end.unwrap_or(as_of).since(start)) / crate::fit::day::DAYS_A_YEAR;
        match row.arr.get() {
            None => all.without_arr[0] += 1,
            Some(0.0) => {
                all.without_arr[1] += 1;
                all.zero_ended += u64::from(end.is_some());
            }
            Some(arr) => all.without_arr[2] += u64::from(arr < 0.0),
        }
        known.push(Row { start, end, until, arr: row.arr.get().unwrap_or(0.0).max(0.0), of: **row });
    }
    known
}

/// Splits one customer's rows into stays and adds them.
fn add_customer(rows: &[Row], changes: &[&Change], columns: &mapping::Customers, setting: &Setting, all: &mut Lives) {
    all.with_several_rows += u64::from(rows.len() > 1);
    let mut from = 0;
    let mut after = Day(i32::MIN);
    while from < rows.len() {
        let (to, end) = stay(rows, from);
        let own = &rows[from..to];
        all.arr_by_rows += own.iter().filter(|r| r.end.is_none()).map(|r| r.arr).sum::<f64>();
        let (path, first) = match paths::from_changes(changes, own, after, end, setting.as_of) {
            Some((path, first)) => (path, first),
            None => (paths::from_rows(own, end), true),
        };
        all.without_first += u64::from(!first);
        let life = life(own, end, path);
        match (columns.observed_from, end) {
            (Some(observed), Some(end)) if end < observed => all.before_observed += 1,
            _ => all.lives.push(life),
        }
        (from, after) = (to, end.unwrap_or(setting.as_of));
    }
}

/// Where the stay that begins with row `from` stops: the row after it, and the day of departure.
fn stay(rows: &[Row], from: usize) -> (usize, Option<Day>) {
    let mut end = rows[from].end;
    let mut to = from + 1;
    while to < rows.len() {
        match end {
            Some(day) if rows[to].start.since(day) > RENEWAL_GAP_DAYS => break,
            Some(day) => end = rows[to].end.map(|other| other.max(day)),
            None => {}
        }
        to += 1;
    }
    (to, end)
}

fn life(rows: &[Row], end: Option<Day>, path: Path) -> Life {
    // the largest of the rows that run, or of all once none does
    let runs = |r: &&Row| end.is_some() || r.end.is_none();
    let larger =
        |a: &&Row, b: &&Row| a.arr.total_cmp(&b.arr).then(b.start.cmp(&a.start)).then(b.of.line.cmp(&a.of.line));
    let largest_running = rows.iter().filter(runs).max_by(larger).unwrap_or(&rows[0]);
    let largest = rows.iter().max_by(larger).unwrap_or(&rows[0]);
    Life {
        customer: largest.of.customer,
        segment: largest.of.segment,
        line: largest.of.line,
        term_months: largest.of.term_months,
        start: rows[0].start,
        end,
        renews: largest_running.until.unwrap_or(largest_running.start),
        path,
    }
}
