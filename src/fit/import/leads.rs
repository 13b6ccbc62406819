//! The export of leads.

use super::cells::{self, Cell, DateColumn, Words};
use super::rule::Rule;
use super::segment::{self, Accounts, Segmenter};
use super::sheet::{Finished, Row, Sheet};
use super::sources::Sources;
use super::tally::{Tally, WHOLE_ROW};
use super::{FileProblem, Open};
use crate::fit::day::Day;
use crate::fit::mapping::{self, Mapping, StageBy};
use crate::fit::record::{Lead, Leads};

/// What a status means.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Status {
    /// So many stages are reached.
    Reached(u8),
    /// The lead is out.
    Lost,
}

/// The columns.
struct Columns<'m> {
    created: DateColumn,
    source: Option<usize>,
    stages: Vec<Option<DateColumn>>,
    status: Option<Words<Status>>,
    segment: Segmenter<'m>,
}

/// Reads the leads.
pub(super) fn read(
    m: &mapping::Leads,
    mapping: &Mapping,
    accounts: &Accounts,
    open: Open,
) -> Result<(Leads, Finished), Vec<FileProblem>> {
    let mut sheet = Sheet::open(&m.file, "leads", open).map_err(|p| vec![p])?;
    let id = sheet.optional(m.id.as_ref());
    let mut columns = columns(m, mapping, accounts, &mut sheet)?;
    let dated = columns.stages.iter().any(Option::is_some);
    let (mut rows, mut days, mut ids, mut sources) = (Vec::new(), Vec::new(), Vec::new(), Sources::default());
    let mut stage_days = Vec::new();
    let mut finished = sheet.read(|row, tally| {
        let Some(mut lead) = columns.record(row, &mut stage_days, tally) else { return false };
        if let Some(column) = columns.source {
            lead.source = sources.number(cells::text(row, column, tally), row.line());
        }
        if let Some(id) = id {
            match cells::key_in(row, id, tally) {
                Some(key) => ids.push((key, row.line() as u32, rows.len() as u32)),
                None => tally.catch(Rule::MissingId, id, row.line()),
            }
        }
        if dated {
            days.extend_from_slice(&stage_days);
        }
        rows.push(lead);
        true
    });
    let copies = cells::duplicates(ids, id.unwrap_or(WHOLE_ROW), &mut finished.tally);
    finished.kept -= copies.len() as u64;
    remove_days(&mut days, &copies, m.stages.len());
    cells::remove(&mut rows, &copies);
    columns.finish(&mut finished.tally);
    let sources = match columns.source {
        Some(column) => sources.named(&mut rows, column, &mut finished.tally),
        None => vec!["leads".to_string()],
    };
    let stages = m.stages.iter().map(|s| s.to.clone()).collect();
    Ok((Leads { stages, sources, rows, days }, finished))
}

/// Takes the days of the leads at `places` (rising) out.
fn remove_days(days: &mut Vec<Option<Day>>, places: &[u32], stages: usize) {
    if places.is_empty() || days.is_empty() {
        return;
    }
    let mut at = 0_usize;
    days.retain(|_| {
        let lead = (at / stages.max(1)) as u32;
        at += 1;
        places.binary_search(&lead).is_err()
    });
}

/// Finds the columns in the header.
fn columns<'m>(
    m: &mapping::Leads,
    mapping: &'m Mapping,
    accounts: &'m Accounts,
    sheet: &mut Sheet,
) -> Result<Columns<'m>, Vec<FileProblem>> {
    let created = DateColumn::new(sheet.column(&m.created), m.file.dates);
    let source = sheet.optional(m.source.as_ref());
    let mut date = |by: &StageBy| match by {
        StageBy::Date(column) => Some(DateColumn::new(sheet.column(column), m.file.dates)),
        StageBy::Status(_) => None,
    };
    let stages = m.stages.iter().map(|s| date(&s.by)).collect();
    let status = sheet.optional(m.status.as_ref()).map(|column| Words::new(column, statuses(m)));
    let segment = Segmenter::new(&mapping.segments, &m.belongs, None, accounts, sheet);
    let segment = segment::checked(segment, sheet.check())?;
    Ok(Columns { created, source, stages, status, segment })
}

/// What the statuses mean: of a status that several stages list, the last of them.
fn statuses(m: &mapping::Leads) -> Vec<(&str, Status)> {
    let lost = m.lost.iter().map(|w| (w.as_str(), Status::Lost));
    let stages = m.stages.iter().enumerate().rev();
    let reached = stages.flat_map(|(place, stage)| {
        let reached = place as u8 + 1;
        let words: &[String] = match &stage.by {
            StageBy::Date(_) => &[],
            StageBy::Status(words) => words.as_slice(),
        };
        words.iter().map(move |w| (w.as_str(), Status::Reached(reached)))
    });
    lost.chain(reached).collect()
}

impl Columns<'_> {
    /// A row's record and the days of its stages; `None` where a rule refuses the row. Its source is set later.
    fn record(&mut self, row: &Row, days: &mut Vec<Option<Day>>, tally: &mut Tally) -> Option<Lead> {
        let created = self.created.needed(row, tally);
        let by_date = self.days(created, row, days, tally);
        let segment = self.segment.read(row, None, tally);
        let status = self.status(row, tally);
        let (created, by_date, segment) = (created?, by_date?, segment?);
        let (by_status, lost) = match status {
            Some(Status::Reached(n)) => (n, false),
            Some(Status::Lost) => (0, true),
            None => (0, false),
        };
        Some(Lead { created, source: 0, segment, reached: by_date.max(by_status), lost })
    }

    /// The days of the stages, and how many stages they say are reached; `None` where a rule refuses the row.
    fn days(&mut self, created: Option<Day>, row: &Row, days: &mut Vec<Option<Day>>, tally: &mut Tally) -> Option<u8> {
        days.clear();
        let (mut reached, mut fine) = (0, true);
        for (stage, number) in self.stages.iter_mut().zip(1_u8..) {
            let cell = stage.as_mut().map_or(Cell::Missing, |column| column.read(row, tally));
            let day = cell.value();
            if day.is_some() {
                reached = number;
            }
            fine &= cell != Cell::Refused;
            if day.zip(created).is_some_and(|(day, created)| day < created) {
                tally.catch(Rule::StageBeforeCreated, WHOLE_ROW, row.line());
                fine = false;
            }
            days.push(day);
        }
        fine.then_some(reached)
    }

    /// What the status says; one that belongs to no stage is counted where stages are told by it.
    fn status(&mut self, row: &Row, tally: &mut Tally) -> Option<Status> {
        let words = self.status.as_mut()?;
        if let Some(status) = row.cell(words.column()).and_then(|c| words.meaning(c)) {
            return Some(status);
        }
        let word = cells::text(row, words.column(), tally);
        if self.stages.iter().any(Option::is_none) {
            match word {
                Some(word) => words.note_unknown(word, Rule::StatusOfNoStage, row, tally),
                None => tally.catch(Rule::StatusOfNoStage, words.column(), row.line()),
            }
        }
        None
    }

    /// Says what all rows together tell.
    fn finish(&self, tally: &mut Tally) {
        self.created.finish(tally);
        self.stages.iter().flatten().for_each(|s| s.finish(tally));
        self.status.iter().for_each(|s| s.finish(Rule::StatusOfNoStage, tally));
        self.segment.finish(tally);
    }
}
