//! The export of opportunities.

use super::amount::{Amounts, count_sign};
use super::cells::{self, DateColumn, Words};
use super::rule::Rule;
use super::segment::{self, Accounts, Segmenter};
use super::sheet::{Finished, Row, Sheet};
use super::tally::{Tally, WHOLE_ROW};
use super::{FileProblem, Open};
use crate::fit::day::Day;
use crate::fit::mapping::{self, Mapping};
use crate::fit::record::{Amount, Opportunity, Outcome};

/// What a stage means.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Stage {
    Won,
    Lost,
    Open,
    Ignore,
}

/// The columns.
struct Columns<'m> {
    created: DateColumn,
    closed: DateColumn,
    stage: Words<Stage>,
    amount: Option<Amounts<'m>>,
    owner: Option<usize>,
    segment: Segmenter<'m>,
}

/// Reads the opportunities.
pub(super) fn read(
    m: &mapping::Opportunities,
    mapping: &Mapping,
    accounts: &Accounts,
    open: Open,
) -> Result<(Vec<Opportunity>, Finished), Vec<FileProblem>> {
    let mut sheet = Sheet::open(&m.file, "opportunities", open).map_err(|p| vec![p])?;
    let id = sheet.optional(m.id.as_ref());
    let mut columns = columns(m, mapping, accounts, &mut sheet)?;
    let (mut records, mut ids) = (Vec::new(), Vec::new());
    let mut finished = sheet.read(|row, tally| {
        let Some(record) = columns.record(row, tally) else { return false };
        if let Some(id) = id {
            match cells::key_in(row, id, tally) {
                Some(key) => ids.push((key, row.line() as u32, records.len() as u32)),
                None => tally.catch(Rule::MissingId, id, row.line()),
            }
        }
        records.push(record);
        true
    });
    let copies = cells::duplicates(ids, id.unwrap_or(WHOLE_ROW), &mut finished.tally);
    finished.kept -= copies.len() as u64;
    cells::remove(&mut records, &copies);
    columns.finish(&mut finished.tally);
    Ok((records, finished))
}

/// Finds the columns in the header.
fn columns<'m>(
    m: &mapping::Opportunities,
    mapping: &'m Mapping,
    accounts: &'m Accounts,
    sheet: &mut Sheet,
) -> Result<Columns<'m>, Vec<FileProblem>> {
    let created = DateColumn::new(sheet.column(&m.created), m.file.dates);
    let closed = DateColumn::new(sheet.column(&m.closed), m.file.dates);
    let lists = [(&m.won, Stage::Won), (&m.lost, Stage::Lost), (&m.open, Stage::Open), (&m.ignore, Stage::Ignore)];
    let words = lists.into_iter().flat_map(|(words, stage)| words.iter().map(move |w| (w.as_str(), stage)));
    let stage = Words::new(sheet.column(&m.stage), words);
    let amount = m.amount.as_ref().map(|a| Amounts::new(a, &m.file, mapping, sheet));
    let owner = sheet.optional(m.owner.as_ref());
    let place = amount.as_ref().map(Amounts::column);
    let segment = Segmenter::new(&mapping.segments, &m.belongs, place, accounts, sheet);
    let segment = segment::checked(segment, sheet.check())?;
    Ok(Columns { created, closed, stage, amount, owner, segment })
}

impl Columns<'_> {
    /// A row's record; `None` where a rule refuses the row or leaves it out.
    fn record(&mut self, row: &Row, tally: &mut Tally) -> Option<Opportunity> {
        let stage = self.stage.needed(row, tally);
        if stage == Some(Stage::Ignore) {
            tally.catch(Rule::Ignored, self.stage.column(), row.line());
            return None;
        }
        let created = self.created.needed(row, tally);
        let outcome = stage.and_then(|stage| self.outcome(stage, created, row, tally));
        let amount = self.amount.as_mut().map(|a| a.read(row, tally));
        let arr = amount.and_then(cells::Cell::value);
        let segment = self.segment.read(row, arr, tally);
        if amount == Some(cells::Cell::Refused) {
            return None;
        }
        let (created, outcome, segment) = (created?, outcome?, segment?);
        self.count_amount(outcome, arr, row, tally);
        let owner = self.owner.and_then(|column| {
            let key = cells::key_in(row, column, tally);
            if key.is_none() {
                tally.catch(Rule::MissingOwner, column, row.line());
            }
            key
        });
        let amount = arr.map_or(Amount::MISSING, Amount::of);
        Some(Opportunity { created, outcome, amount, owner: owner.unwrap_or(0), segment })
    }

    /// How a row was decided, and when.
    fn outcome(&mut self, stage: Stage, created: Option<Day>, row: &Row, tally: &mut Tally) -> Option<Outcome> {
        let column = self.closed.column();
        if stage == Stage::Open {
            let planned = row.cell(column).is_some_and(|c| !row.means_nothing(c));
            if planned {
                tally.catch(Rule::OpenWithCloseDate, column, row.line());
            }
            return Some(Outcome::Open);
        }
        let closed = self.closed.read(row, tally);
        if closed == cells::Cell::Missing {
            tally.catch(Rule::DecidedWithoutDate, column, row.line());
        }
        let closed = closed.value()?;
        if created.is_some_and(|created| closed < created) {
            tally.catch(Rule::ClosedBeforeCreated, WHOLE_ROW, row.line());
            return None;
        }
        Some(if stage == Stage::Won { Outcome::Won(closed) } else { Outcome::Lost(closed) })
    }

    /// Counts amounts that are missing, 0 or below; of lost ones only what is below 0, since many are set to 0.
    fn count_amount(&self, outcome: Outcome, arr: Option<f64>, row: &Row, tally: &mut Tally) {
        let Some(column) = self.amount.as_ref().map(Amounts::column) else { return };
        match (outcome, arr) {
            (Outcome::Lost(_), None) => {}
            (Outcome::Lost(_), Some(arr)) if arr >= 0.0 => {}
            (_, Some(arr)) => count_sign(arr, column, row, tally),
            (Outcome::Won(_), None) => tally.catch(Rule::WonWithoutAmount, column, row.line()),
            (Outcome::Open, None) => tally.catch(Rule::OpenWithoutAmount, column, row.line()),
        }
    }

    /// Says what all rows together tell.
    fn finish(&self, tally: &mut Tally) {
        self.created.finish(tally);
        self.closed.finish(tally);
        self.stage.finish(Rule::UnknownWord, tally);
        self.amount.iter().for_each(|a| a.finish(tally));
        self.segment.finish(tally);
    }
}
