//! Which segment a row belongs to.

use super::cells::{self, Words, text};
use super::rule::Rule;
use super::sheet::{Finished, Row, Sheet};
use super::tally::{Tally, WHOLE_ROW};
use super::{FileProblem, Open};
use crate::fit::mapping::{Belongs, File, SegmentRule, Segments};
use crate::fit::record::{Key, SegmentIndex};

/// Accounts with their segments, by key.
pub(super) type Accounts = Vec<(Key, SegmentIndex)>;

/// How rows of one export are put into segments.
pub(super) struct Segmenter<'m> {
    how: How<'m>,
    otherwise: Option<SegmentIndex>,
}

/// The ways.
enum How<'m> {
    /// All alike.
    All(SegmentIndex),
    /// By a word.
    Word(Words<SegmentIndex>),
    /// By ARR.
    Arr(&'m [(f64, SegmentIndex)]),
    /// By the account.
    Account(usize, &'m Accounts),
}

impl<'m> Segmenter<'m> {
    /// The segmenter of an export; `amount` is the place of its amount, where it has one.
    pub(super) fn new(
        segments: &'m Segments,
        belongs: &Belongs,
        amount: Option<usize>,
        accounts: &'m Accounts,
        sheet: &mut Sheet,
    ) -> Result<Self, FileProblem> {
        let otherwise = segments.otherwise;
        let word = |sheet: &mut Sheet, values: &[(String, SegmentIndex)]| {
            let known = values.iter().map(|(value, segment)| (value.as_str(), *segment));
            sheet.optional(belongs.segment.as_ref()).map(|column| How::Word(Words::new(column, known)))
        };
        let how = match &segments.rule {
            _ if belongs.in_segment.is_some() => belongs.in_segment.map(How::All),
            SegmentRule::One => Some(How::All(0)),
            SegmentRule::Values(values) => word(sheet, values),
            SegmentRule::Thresholds(from) => amount.map(|_| How::Arr(from)),
            SegmentRule::Accounts { values, .. } => match word(sheet, values) {
                Some(own) => Some(own),
                None => sheet.optional(belongs.account.as_ref()).map(|column| How::Account(column, accounts)),
            },
        };
        match how.or(otherwise.map(How::All)) {
            Some(how) => Ok(Self { how, otherwise }),
            None => Err(sheet.refuse(Rule::NoSegmentColumn)),
        }
    }

    /// The segment of a row with this ARR; `None` where a rule refuses the row.
    pub(super) fn read(&mut self, row: &Row, arr: Option<f64>, tally: &mut Tally) -> Option<SegmentIndex> {
        let otherwise = self.otherwise;
        let rule = |rule| if otherwise.is_some() { Rule::OtherSegment } else { rule };
        let found = match &mut self.how {
            How::All(segment) => return Some(*segment),
            How::Word(words) => word(words, row, rule(Rule::UnknownSegment), tally),
            How::Arr(from) => arr
                .and_then(|arr| from.iter().rev().find(|(least, _)| arr >= *least))
                .map(|(_, segment)| *segment)
                .or_else(|| caught(rule(Rule::NoAmountForSegment), WHOLE_ROW, row, tally)),
            How::Account(column, accounts) => cells::key_in(row, *column, tally)
                .and_then(|key| accounts.binary_search_by_key(&key, |(k, _)| *k).ok().map(|at| accounts[at].1))
                .or_else(|| caught(rule(Rule::UnknownAccount), *column, row, tally)),
        };
        found.or(otherwise)
    }

    /// Says which values were unknown.
    pub(super) fn finish(&self, tally: &mut Tally) {
        if let How::Word(words) = &self.how {
            words.finish(Rule::UnknownSegment, tally);
            words.finish(Rule::OtherSegment, tally);
        }
    }
}

/// Counts a row that the rule for segments says nothing of.
fn caught(rule: Rule, column: usize, row: &Row, tally: &mut Tally) -> Option<SegmentIndex> {
    tally.catch(rule, column, row.line());
    None
}

/// The segment of a row's word.
fn word(words: &mut Words<SegmentIndex>, row: &Row, unknown: Rule, tally: &mut Tally) -> Option<SegmentIndex> {
    if let Some(segment) = row.cell(words.column()).and_then(|c| words.meaning(c)) {
        return Some(segment);
    }
    match text(row, words.column(), tally) {
        Some(word) => words.note_unknown(word, unknown, row, tally),
        None => tally.catch(unknown, words.column(), row.line()),
    }
    None
}

/// Reads the table of accounts.
pub(super) fn accounts(segments: &Segments, open: Open) -> Result<(Accounts, Option<Finished>), Vec<FileProblem>> {
    let SegmentRule::Accounts { file, id, segment, values } = &segments.rule else { return Ok((Vec::new(), None)) };
    let values = values.iter().map(|(value, segment)| (value.as_str(), *segment));
    table(file, [id, segment], values.collect(), segments.otherwise, open).map(|(a, f)| (a, Some(f)))
}

/// Reads a table of ids and words.
fn table(
    file: &File,
    [id, segment]: [&String; 2],
    values: Vec<(&str, SegmentIndex)>,
    otherwise: Option<SegmentIndex>,
    open: Open,
) -> Result<(Accounts, Finished), Vec<FileProblem>> {
    let mut sheet = Sheet::open(file, "segments.accounts", open).map_err(|p| vec![p])?;
    let id = sheet.column(id);
    let mut words = Words::new(sheet.column(segment), values);
    sheet.check()?;
    let (mut accounts, mut ids) = (Accounts::new(), Vec::new());
    let unknown = if otherwise.is_some() { Rule::OtherSegment } else { Rule::UnknownSegment };
    let mut finished = sheet.read(|row, tally| {
        let Some(key) = cells::key_in(row, id, tally) else {
            tally.catch(Rule::MissingValue, id, row.line());
            return false;
        };
        let Some(segment) = word(&mut words, row, unknown, tally).or(otherwise) else { return false };
        ids.push((key, row.line() as u32, accounts.len() as u32));
        accounts.push((key, segment));
        true
    });
    words.finish(unknown, &mut finished.tally);
    let copies = cells::duplicates(ids, id, &mut finished.tally);
    finished.kept -= copies.len() as u64;
    cells::remove(&mut accounts, &copies);
    accounts.sort_unstable();
    Ok((accounts, finished))
}

/// Adds the mistakes of a header to those of its segmenter.
pub(super) fn checked<'m>(
    segmenter: Result<Segmenter<'m>, FileProblem>,
    header: Result<(), Vec<FileProblem>>,
) -> Result<Segmenter<'m>, Vec<FileProblem>> {
    match (segmenter, header) {
        (Ok(segmenter), Ok(())) => Ok(segmenter),
        (Ok(_), Err(problems)) => Err(problems),
        (Err(one), header) => {
            let mut problems = header.err().unwrap_or_default();
            problems.push(one);
            Err(problems)
        }
    }
}
