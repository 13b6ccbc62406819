//! What other tables tell of customers: changes of ARR, flags and departures.

use super::amount::Amounts;
use super::cells::{self, Cell, DateColumn, Words};
use super::rule::Rule;
use super::sheet::{Finished, Row, Sheet};
use super::span;
use super::tally::Tally;
use super::{FileProblem, Open};
use crate::fit::day::Day;
use crate::fit::mapping::{self, Mapping};
use crate::fit::record::{Change, ChangeKind, Key};

/// Reads the changes of ARR; their signs are taken from their kinds.
pub(super) fn read(
    m: &mapping::Changes,
    mapping: &Mapping,
    open: Open,
) -> Result<(Vec<Change>, Finished), Vec<FileProblem>> {
    let mut sheet = Sheet::open(&m.file, "customers.changes", open).map_err(|p| vec![p])?;
    let customer = sheet.column(&m.customer);
    let mut date = DateColumn::new(sheet.column(&m.date), m.file.dates);
    let mut amount = Amounts::new(&m.amount, &m.file, mapping, &mut sheet);
    let mut kind = kinds(m, &mut sheet);
    sheet.check()?;
    let mut records = Vec::new();
    let mut finished = sheet.read(|row, tally| {
        let customer = needed_key(row, customer, tally);
        let day = date.needed(row, tally);
        let kind = kind.needed(row, tally);
        let arr = amount.read(row, tally);
        if arr == Cell::Missing {
            tally.catch(Rule::MissingValue, amount.column(), row.line());
        }
        let (Some(customer), Some(day), Some(kind), Some(arr)) = (customer, day, kind, arr.value()) else {
            return false;
        };
        if arr < 0.0 && !falls(kind) {
            tally.catch(Rule::SignAgainstKind, amount.column(), row.line());
        }
        let arr = if falls(kind) { -arr.abs() } else { arr.abs() };
        records.push(Change { customer, day, arr, kind });
        true
    });
    date.finish(&mut finished.tally);
    kind.finish(Rule::UnknownWord, &mut finished.tally);
    amount.finish(&mut finished.tally);
    Ok((records, finished))
}

/// Whether ARR falls by a change of this kind.
fn falls(kind: ChangeKind) -> bool {
    matches!(kind, ChangeKind::Contraction | ChangeKind::Churn)
}

/// The column of kinds.
fn kinds(m: &mapping::Changes, sheet: &mut Sheet) -> Words<ChangeKind> {
    let lists = [
        (&m.new, ChangeKind::New),
        (&m.expansion, ChangeKind::Expansion),
        (&m.contraction, ChangeKind::Contraction),
        (&m.churn, ChangeKind::Churn),
    ];
    let words = lists.into_iter().flat_map(|(words, kind)| words.iter().map(move |w| (w.as_str(), kind)));
    Words::new(sheet.column(&m.kind), words)
}

/// The key of a cell that must not be empty.
fn needed_key(row: &Row, column: usize, tally: &mut Tally) -> Option<Key> {
    let key = cells::key_in(row, column, tally);
    if key.is_none() {
        tally.catch(Rule::MissingValue, column, row.line());
    }
    key
}

/// Customers that another table flags, or not.
pub(super) type Flagged = Vec<(Key, bool)>;

/// Reads the table that flags customers as gone; an empty flag means no.
pub(super) fn flags(m: &mapping::Flags, open: Open) -> Result<(Flagged, Finished), Vec<FileProblem>> {
    let mut sheet = Sheet::open(&m.file, "customers.flags", open).map_err(|p| vec![p])?;
    let customer = sheet.column(&m.customer);
    let churned = sheet.column(&m.churned);
    sheet.check()?;
    let mut records = Vec::new();
    let finished = sheet.read(|row, tally| {
        let Some(key) = needed_key(row, customer, tally) else { return false };
        records.push((key, span::says(row, churned, &m.values, tally)));
        true
    });
    Ok((records, finished))
}

/// Departures that a third table lists.
pub(super) type Departed = Vec<(Key, Day)>;

/// Reads the table of departures.
pub(super) fn departures(m: &mapping::Departures, open: Open) -> Result<(Departed, Finished), Vec<FileProblem>> {
    let mut sheet = Sheet::open(&m.file, "customers.departures", open).map_err(|p| vec![p])?;
    let customer = sheet.column(&m.customer);
    let mut date = DateColumn::new(sheet.column(&m.date), m.file.dates);
    sheet.check()?;
    let mut records = Vec::new();
    let mut finished = sheet.read(|row, tally| {
        let key = needed_key(row, customer, tally);
        let day = date.needed(row, tally);
        let (Some(key), Some(day)) = (key, day) else { return false };
        records.push((key, day));
        true
    });
    date.finish(&mut finished.tally);
    Ok((records, finished))
}
