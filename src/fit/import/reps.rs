//! The export of reps.

use super::amount::{Amounts, count_sign};
use super::cells::{self, Cell};
use super::rule::Rule;
use super::segment::{self, Accounts, Segmenter};
use super::sheet::{Finished, Row, Sheet};
use super::span::{self, Spans};
use super::tally::Tally;
use super::{FileProblem, Open};
use crate::fit::mapping::{self, Mapping};
use crate::fit::record::{Amount, Rep};

/// The columns.
struct Columns<'m> {
    id: usize,
    span: Spans<'m>,
    role: Option<usize>,
    roles: &'m [String],
    quota: Option<Amounts<'m>>,
    segment: Segmenter<'m>,
}

/// Reads the reps.
pub(super) fn read(
    m: &mapping::Reps,
    mapping: &Mapping,
    accounts: &Accounts,
    open: Open,
) -> Result<(Vec<Rep>, Finished), Vec<FileProblem>> {
    let mut sheet = Sheet::open(&m.file, "reps", open).map_err(|p| vec![p])?;
    let mut columns = columns(m, mapping, accounts, &mut sheet)?;
    let (mut records, mut ids) = (Vec::new(), Vec::new());
    let mut finished = sheet.read(|row, tally| {
        let Some(record) = columns.record(row, tally) else { return false };
        if record.key != 0 {
            ids.push((record.key, row.line() as u32, records.len() as u32));
        }
        records.push(record);
        true
    });
    let copies = cells::duplicates(ids, columns.id, &mut finished.tally);
    finished.kept -= copies.len() as u64;
    cells::remove(&mut records, &copies);
    columns.finish(&mut finished.tally);
    Ok((records, finished))
}

/// Finds the columns in the header.
fn columns<'m>(
    m: &'m mapping::Reps,
    mapping: &'m Mapping,
    accounts: &'m Accounts,
    sheet: &mut Sheet,
) -> Result<Columns<'m>, Vec<FileProblem>> {
    let id = sheet.column(&m.id);
    let span = Spans::new(&m.span, &m.file, sheet);
    let role = sheet.optional(m.role.as_ref());
    let quota = m.quota.as_ref().map(|q| Amounts::new(q, &m.file, mapping, sheet));
    // a quota is no ARR: thresholds of amounts say nothing of a rep
    let segment = Segmenter::new(&mapping.segments, &m.belongs, None, accounts, sheet);
    let segment = segment::checked(segment, sheet.check())?;
    Ok(Columns { id, span, role, roles: &m.roles, quota, segment })
}

impl Columns<'_> {
    /// A row's record; `None` where a rule refuses the row or leaves it out.
    fn record(&mut self, row: &Row, tally: &mut Tally) -> Option<Rep> {
        if let Some(role) = self.role.filter(|_| !self.roles.is_empty())
            && !span::says(row, role, self.roles, tally)
        {
            tally.catch(Rule::Ignored, role, row.line());
            return None;
        }
        let span = self.span.read(row, tally);
        let quota = self.quota.as_mut().map_or(Cell::Missing, |q| q.read(row, tally));
        let segment = self.segment.read(row, None, tally);
        if quota == Cell::Refused {
            return None;
        }
        let (span, segment) = (span?, segment?);
        if let Some(column) = self.quota.as_ref().map(Amounts::column) {
            match quota.value() {
                Some(quota) => count_sign(quota, column, row, tally),
                None => tally.catch(Rule::MissingAmount, column, row.line()),
            }
        }
        let key = cells::key_in(row, self.id, tally);
        if key.is_none() {
            tally.catch(Rule::MissingId, self.id, row.line());
        }
        let quota_annual = quota.value().map_or(Amount::MISSING, Amount::of);
        Some(Rep { key: key.unwrap_or(0), span, quota_annual, segment })
    }

    /// Says what all rows together tell.
    fn finish(&self, tally: &mut Tally) {
        self.span.finish(tally);
        self.quota.iter().for_each(|q| q.finish(tally));
        self.segment.finish(tally);
    }
}
