//! The export of customers or subscriptions.

use super::amount::{Amounts, count_sign};
use super::cells::{self, Cell, NumberColumn};
use super::rule::Rule;
use super::segment::{self, Accounts, Segmenter};
use super::sheet::{Finished, Row, Sheet};
use super::span::Spans;
use super::tally::{Tally, WHOLE_ROW};
use super::{FileProblem, Open};
use crate::fit::mapping::{self, Mapping};
use crate::fit::record::{Amount, Key, Subscription};

/// Longest contract in months that is taken for one.
const LONGEST_TERM_MONTHS: f64 = 240.0;

/// The columns.
struct Columns<'m> {
    id: Option<usize>,
    customer: Option<usize>,
    span: Spans<'m>,
    amount: Option<Amounts<'m>>,
    term: Option<NumberColumn>,
    contract_months: u16,
    segment: Segmenter<'m>,
}

/// Reads the main table.
pub(super) fn read(
    m: &mapping::Customers,
    mapping: &Mapping,
    accounts: &Accounts,
    open: Open,
) -> Result<(Vec<Subscription>, Finished), Vec<FileProblem>> {
    let mut sheet = Sheet::open(&m.file, "customers", open).map_err(|p| vec![p])?;
    let mut columns = columns(m, mapping, accounts, &mut sheet)?;
    let (mut records, mut ids) = (Vec::new(), Vec::new());
    let mut finished = sheet.read(|row, tally| {
        let id = columns.id.and_then(|id| cells::key_in(row, id, tally));
        let Some(record) = columns.record(id, row, tally) else { return false };
        match (id, columns.id) {
            (Some(key), _) => ids.push((key, record.line, records.len() as u32)),
            (None, Some(column)) => tally.catch(Rule::MissingId, column, row.line()),
            (None, None) => {}
        }
        records.push(record);
        true
    });
    let copies = cells::duplicates(ids, columns.id.unwrap_or(WHOLE_ROW), &mut finished.tally);
    finished.kept -= copies.len() as u64;
    cells::remove(&mut records, &copies);
    columns.finish(&mut finished.tally);
    Ok((records, finished))
}

/// Finds the columns in the header.
fn columns<'m>(
    m: &'m mapping::Customers,
    mapping: &'m Mapping,
    accounts: &'m Accounts,
    sheet: &mut Sheet,
) -> Result<Columns<'m>, Vec<FileProblem>> {
    let id = sheet.optional(m.id.as_ref());
    let customer = sheet.optional(m.customer.as_ref());
    let span = Spans::new(&m.span, &m.file, sheet);
    let amount = m.amount.as_ref().map(|a| Amounts::new(a, &m.file, mapping, sheet));
    let term = sheet.optional(m.term_months.as_ref()).map(|column| NumberColumn::new(column, m.file.numbers));
    let place = amount.as_ref().map(Amounts::column);
    let segment = Segmenter::new(&mapping.segments, &m.belongs, place, accounts, sheet);
    let segment = segment::checked(segment, sheet.check())?;
    let contract_months = m.contract_months.unwrap_or(0);
    Ok(Columns { id, customer, span, amount, term, contract_months, segment })
}

impl Columns<'_> {
    /// A row's record; `None` where a rule refuses the row or leaves it out.
    fn record(&mut self, id: Option<Key>, row: &Row, tally: &mut Tally) -> Option<Subscription> {
        let customer = self.customer(id, row, tally);
        let span = self.span.read(row, tally);
        let amount = self.amount.as_mut().map_or(Cell::Missing, |a| a.read(row, tally));
        let segment = self.segment.read(row, amount.value(), tally);
        let term_months = self.term(row, tally);
        if amount == Cell::Refused {
            return None;
        }
        let (customer, span, segment, term_months) = (customer?, span?, segment?, term_months?);
        if let Some(column) = self.amount.as_ref().map(Amounts::column) {
            match amount.value() {
                Some(arr) => count_sign(arr, column, row, tally),
                None => tally.catch(Rule::MissingAmount, column, row.line()),
            }
        }
        let arr = amount.value().map_or(Amount::MISSING, Amount::of);
        Some(Subscription { customer, span, arr, term_months, segment, line: row.line() as u32 })
    }

    /// Whose row it is; where no column says it, each row is a customer of its own, known by its id or else its line.
    fn customer(&self, id: Option<Key>, row: &Row, tally: &mut Tally) -> Option<Key> {
        let Some(column) = self.customer else {
            return id.or_else(|| Some(cells::key(&row.line().to_le_bytes())));
        };
        let key = cells::key_in(row, column, tally);
        if key.is_none() {
            tally.catch(Rule::MissingValue, column, row.line());
        }
        key
    }

    /// The contract length in months, 0 where it is unknown; `None` where it is no number.
    fn term(&mut self, row: &Row, tally: &mut Tally) -> Option<u16> {
        let Some(term) = &mut self.term else { return Some(self.contract_months) };
        let months = match term.read(row, tally) {
            Cell::Refused => return None,
            Cell::Missing => 0.0,
            Cell::Is(number) => number.value.round(),
        };
        if (1.0..=LONGEST_TERM_MONTHS).contains(&months) {
            return Some(months as u16);
        }
        tally.catch(Rule::NoTerm, term.column(), row.line());
        Some(0)
    }

    /// Says what all rows together tell.
    fn finish(&self, tally: &mut Tally) {
        self.span.finish(tally);
        self.amount.iter().for_each(|a| a.finish(tally));
        self.term.iter().for_each(|t| t.finish(tally));
        self.segment.finish(tally);
    }
}
