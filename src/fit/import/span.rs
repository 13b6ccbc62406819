//! How long something lasted: from the columns of dates, or of a tenure.

use super::cells::{Cell, DateColumn, NumberColumn, text};
use super::rule::Rule;
use super::sheet::{Row, Sheet};
use super::tally::{Tally, WHOLE_ROW};
use crate::fit::mapping::{File, SpanColumns};
use crate::fit::record::Span;

/// The columns of a span.
pub(super) enum Spans<'m> {
    /// Dates.
    Dated(DateColumn, Option<DateColumn>),
    /// A tenure.
    Tenure {
        /// Its column.
        tenure: NumberColumn,
        /// Months of one unit of it.
        months: f64,
        /// Column that says whether it has ended.
        ended: usize,
        /// Values that mean yes.
        yes: &'m [String],
    },
}

/// Tenures beyond a hundred years are slips: a date, or a number of days.
const LONGEST_MONTHS: f64 = 1200.0;

impl<'m> Spans<'m> {
    /// The spans of an export.
    pub(super) fn new(columns: &'m SpanColumns, file: &File, sheet: &mut Sheet) -> Self {
        match columns {
            SpanColumns::Dated { start, end } => {
                let start = DateColumn::new(sheet.column(start), file.dates);
                Self::Dated(start, sheet.optional(end.as_ref()).map(|end| DateColumn::new(end, file.dates)))
            }
            SpanColumns::Tenure { column, months, ended, ended_values } => {
                let tenure = NumberColumn::new(sheet.column(column), file.numbers);
                Self::Tenure { tenure, months: *months, ended: sheet.column(ended), yes: ended_values }
            }
        }
    }

    /// A row's span; `None` where a rule refuses the row.
    pub(super) fn read(&mut self, row: &Row, tally: &mut Tally) -> Option<Span> {
        match self {
            Self::Dated(start, end) => dated(start, end.as_mut(), row, tally),
            Self::Tenure { tenure, months, ended, yes } => {
                let number = tenure.read(row, tally);
                if number == Cell::Missing {
                    tally.catch(Rule::MissingValue, tenure.column(), row.line());
                }
                let months = number.value()?.value * *months;
                if !(0.0..=LONGEST_MONTHS).contains(&months) {
                    tally.catch(Rule::TenureOutOfRange, tenure.column(), row.line());
                    return None;
                }
                Some(Span::Tenure { months, ended: says(row, *ended, yes, tally) })
            }
        }
    }

    /// Says what all rows together tell.
    pub(super) fn finish(&self, tally: &mut Tally) {
        match self {
            Self::Dated(start, end) => {
                start.finish(tally);
                end.iter().for_each(|end| end.finish(tally));
            }
            Self::Tenure { tenure, .. } => tenure.finish(tally),
        }
    }
}

/// A span between dates.
fn dated(start: &mut DateColumn, end: Option<&mut DateColumn>, row: &Row, tally: &mut Tally) -> Option<Span> {
    let start = start.needed(row, tally);
    let end = end.map_or(Cell::Missing, |end| end.read(row, tally));
    let (start, end) = match (start, end) {
        (Some(start), Cell::Missing) => (start, None),
        (Some(start), Cell::Is(end)) => (start, Some(end)),
        (None, _) | (_, Cell::Refused) => return None,
    };
    if end.is_some_and(|end| end < start) {
        tally.catch(Rule::EndBeforeStart, WHOLE_ROW, row.line());
        return None;
    }
    Some(Span::Dated { start, end })
}

/// Whether a cell holds one of the words; an empty one does not.
pub(super) fn says(row: &Row, column: usize, words: &[String], tally: &mut Tally) -> bool {
    let is = |cell: &[u8]| words.iter().any(|w| w.trim().as_bytes() == cell);
    row.cell(column).is_some_and(is) || text(row, column, tally).is_some_and(is)
}
