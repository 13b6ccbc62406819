//! The header of an export, and its rows one by one.

use super::rule::Rule;
use super::source::{self, Refusal, Text};
use super::tally::{self, Tally, WHOLE_ROW};
use super::{FileProblem, FileReport, Open, date, number, span};
use crate::fit::mapping::{DateFormat, File, NumberFormat};
use csv::ByteRecord;

/// Headers that are listed where one is missing.
const HEADERS_LISTED: usize = 60;

/// Rows below the first one in which the header is looked for where it is not the first.
const LINES_ABOVE: usize = 20;

/// An export with its header read.
pub(super) struct Sheet<'m> {
    file: &'m File,
    name: String,
    table: &'static str,
    reader: csv::Reader<Text>,
    header: Vec<String>,
    wanted: Vec<(String, Result<usize, Rule>)>,
    /// Columns with the values whose rows are left out.
    ignored: Vec<(usize, &'m [String])>,
    /// The delimiter that a first line "sep=;" names.
    said: Option<u8>,
}

/// One row.
pub(super) struct Row<'r> {
    record: &'r ByteRecord,
    width: usize,
    end_line: u64,
    missing: &'r [String],
}

impl Row<'_> {
    /// Its first line, counted from 1 with the header.
    pub(super) fn line(&self) -> u64 {
        let breaks = self.record.as_slice().iter().filter(|b| **b == b'\n').count() as u64;
        (self.end_line - 1).saturating_sub(breaks).max(1)
    }

    /// The trimmed value of a column, also of unbreakable spaces; `None` where it is empty.
    pub(super) fn cell(&self, column: usize) -> Option<&[u8]> {
        let cell = self.record.get(column).unwrap_or_default().trim_ascii();
        let cell = if cell.is_ascii() { cell } else { std::str::from_utf8(cell).map_or(cell, |t| t.trim().as_bytes()) };
        (!cell.is_empty()).then_some(cell)
    }

    /// Whether the values of these columns are text in the file's encoding. A decoder puts the replacement character
    /// where the bytes are not.
    fn is_text(&self, columns: &[usize], decoded: bool) -> bool {
        let is_text = |cell: &[u8]| {
            cell.is_ascii() || std::str::from_utf8(cell).is_ok_and(|text| !(decoded && text.contains('\u{FFFD}')))
        };
        self.record.as_slice().is_ascii() || columns.iter().all(|&c| self.record.get(c).is_none_or(is_text))
    }

    /// Whether all cells are empty, as in rows of separators only that spreadsheets write for empty lines.
    fn is_blank(&self) -> bool {
        let text = self.record.as_slice().trim_ascii();
        let is_space = |text: &[u8]| std::str::from_utf8(text).is_ok_and(|text| text.trim().is_empty());
        text.first().is_none_or(|first| !first.is_ascii() && is_space(text))
    }

    /// Whether a value is one of the texts that mean "nothing".
    pub(super) fn means_nothing(&self, cell: &[u8]) -> bool {
        self.missing.iter().any(|m| m.trim().as_bytes().eq_ignore_ascii_case(cell))
    }
}

impl<'m> Sheet<'m> {
    /// Opens an export and reads its header.
    pub(super) fn open(file: &'m File, table: &'static str, open: Open) -> Result<Self, FileProblem> {
        let name = file.path.display().to_string();
        let refuse = |(rule, detail): Refusal| problem(&name, table, rule, None, &detail);
        let text = source::open(file, open).map_err(refuse)?;
        let mut builder = csv::ReaderBuilder::new();
        builder.delimiter(file.delimiter).flexible(true).has_headers(false).buffer_capacity(1 << 16);
        let mut reader = builder.from_reader(text);
        let mut record = ByteRecord::new();
        let mut found = reader.read_byte_record(&mut record);
        let said = said_delimiter(&record, file.delimiter);
        if said.is_some() {
            found = reader.read_byte_record(&mut record);
        }
        if let Some((rule, lines, detail)) = broken(reader.get_ref()) {
            return Err(FileProblem { lines, ..refuse((rule, detail)) });
        }
        match found {
            Ok(true) => {}
            Ok(false) => return Err(refuse((Rule::FileEmpty, String::new()))),
            Err(_) => return Err(refuse((Rule::ReadFailed, String::new()))),
        }
        let header = header(&record).map_err(refuse)?;
        let mut sheet = Self { file, name, table, reader, header, wanted: Vec::new(), ignored: Vec::new(), said };
        sheet.ignored = file.ignore_rows.iter().map(|(column, values)| (sheet.column(column), &values[..])).collect();
        Ok(sheet)
    }

    /// The place of a mapped column; a mistake is told by [`Sheet::check`].
    pub(super) fn column(&mut self, name: &str) -> usize {
        let name = name.trim();
        let mut places = self.header.iter().enumerate().filter(|(_, h)| *h == name).map(|(i, _)| i);
        let place = match (places.next(), places.next()) {
            (Some(only), None) => Ok(only),
            (Some(_), Some(_)) => Err(Rule::DuplicateHeader),
            (None, _) => Err(Rule::MissingColumn),
        };
        drop(places);
        self.wanted.push((name.to_string(), place));
        place.unwrap_or_default()
    }

    /// The place of a column that need not be mapped.
    pub(super) fn optional(&mut self, name: Option<&String>) -> Option<usize> {
        name.map(|n| self.column(n))
    }

    /// A mistake that is about the whole file.
    pub(super) fn refuse(&self, rule: Rule) -> FileProblem {
        problem(&self.name, self.table, rule, None, "")
    }

    /// Every mistake in the header with regard to the columns that were asked for.
    pub(super) fn check(&mut self) -> Result<(), Vec<FileProblem>> {
        let none = !self.wanted.is_empty() && self.wanted.iter().all(|(_, place)| place.is_err());
        if none && let Some(line) = self.header_below() {
            let detail = format!("The mapped columns are on line {line}");
            let problem = problem(&self.name, self.table, Rule::LinesAboveHeader, None, &detail);
            return Err(vec![FileProblem { lines: vec![line], ..problem }]);
        }
        let problems = self.mistakes();
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// Those mistakes.
    fn mistakes(&self) -> Vec<FileProblem> {
        let refuse = |rule, column, detail: &str| problem(&self.name, self.table, rule, column, detail);
        let none = self.wanted.iter().all(|(_, place)| place.is_err());
        if none && !self.wanted.is_empty() {
            if let Some(delimiter) = self.other_delimiter() {
                let detail = format!("It looks separated by {}: say delimiter = {}", delimiter.0, delimiter.1);
                return vec![refuse(Rule::WrongDelimiter, None, &detail)];
            }
            if self.header.iter().any(|h| looks_like_data(h)) {
                return vec![refuse(Rule::NoHeader, None, &self.expected())];
            }
            if self.wanted.len() > 1 {
                return vec![refuse(Rule::MissingColumn, None, &self.nowhere())];
            }
        }
        let mut problems = Vec::new();
        for (name, place) in &self.wanted {
            if let Err(rule) = place {
                problems.push(refuse(*rule, Some(name.clone()), &self.around(*rule, name)));
            }
        }
        problems.dedup();
        problems
    }

    /// The columns that the mapping expects.
    fn expected(&self) -> String {
        let names: Vec<&str> = self.wanted.iter().map(|(n, _)| n.as_str()).collect();
        format!("The mapping expects {}", names.join(", "))
    }

    /// What to do where no mapped column is in the first row. That may be a record of a file without a header: what
    /// stands in it is nobody's business.
    fn nowhere(&self) -> String {
        let mut names: Vec<String> = self.wanted.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        names.dedup();
        format!(
            "None of the mapped columns ({}) is in the first row; `planodds fit --detect` shows what the file is. Delete lines \
             that stand above the header; a file without a header needs a line with the names of its columns",
            names.join(", ")
        )
    }

    /// The line of a header below the first row: one of the next rows that names most of the mapped columns. What has
    /// been read is gone, which is no loss: the file cannot be used.
    fn header_below(&mut self) -> Option<u64> {
        let mut record = ByteRecord::new();
        for _ in 0..LINES_ABOVE {
            if !self.reader.read_byte_record(&mut record).ok()? {
                return None;
            }
            let here = header(&record).unwrap_or_default();
            let named = self.wanted.iter().filter(|(name, _)| here.contains(name)).count();
            if 2 * named > self.wanted.len() {
                let row =
                    Row { record: &record, width: here.len(), end_line: self.reader.position().line(), missing: &[] };
                return Some(row.line());
            }
        }
        None
    }

    /// What the header has instead of a column.
    fn around(&self, rule: Rule, name: &str) -> String {
        if rule == Rule::DuplicateHeader {
            let places = self.header.iter().enumerate().filter(|(_, h)| *h == name);
            let places: Vec<String> = places.map(|(i, _)| (i + 1).to_string()).collect();
            return format!("It is column {} of the file", places.join(" and "));
        }
        if self.wanted.iter().all(|(_, place)| place.is_err()) {
            return self.nowhere();
        }
        let near = nearest(name, &self.header).map(|n| format!("Did you mean \"{n}\"? ")).unwrap_or_default();
        let listed: Vec<&str> = self.header.iter().take(HEADERS_LISTED).map(String::as_str).collect();
        let more = self.header.len() - listed.len();
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        format!("{near}The header has {}{more}", listed.join(", "))
    }

    /// The delimiter that a header of one column was meant to have.
    fn other_delimiter(&self) -> Option<(&'static str, &'static str)> {
        let [only] = self.header.as_slice() else { return None };
        let known =
            [(';', "semicolons", "\";\""), ('\t', "tabs", "\"\\t\""), (',', "commas", "\",\""), ('|', "bars", "\"|\"")];
        let counts = known.map(|(c, name, code)| (only.matches(c).count(), (name, code)));
        counts.into_iter().filter(|(n, _)| *n > 0).max_by_key(|(n, _)| *n).map(|(_, d)| d)
    }

    /// Gives every row to `each`, which says whether the row became a record, and what the rules caught to the report.
    pub(super) fn read(mut self, mut each: impl FnMut(&Row, &mut Tally) -> bool) -> Finished {
        let mut tally = Tally::default();
        let (mut rows, mut kept) = (0, 0);
        if let Some(said) = self.said.filter(|said| *said != self.file.delimiter) {
            tally.catch(Rule::OtherSep, WHOLE_ROW, 1);
            tally.explain(Rule::OtherSep, WHOLE_ROW, &format!("It says {:?}", char::from(said)));
        }
        let ignored = std::mem::take(&mut self.ignored);
        let decoded = !source::is_utf_8(self.file);
        let mapped: Vec<usize> = self.wanted.iter().filter_map(|(_, place)| place.ok()).collect();
        let ended = self.for_each(|row| {
            if row.is_blank() {
                tally.catch(Rule::BlankRow, WHOLE_ROW, row.line());
                return;
            }
            rows += 1;
            if row.record.len() != row.width {
                tally.catch(Rule::RaggedRow, WHOLE_ROW, row.line());
                return;
            }
            match ignored.iter().find(|(column, values)| span::says(row, *column, values, &mut tally)) {
                Some((column, _)) => tally.catch(Rule::Ignored, *column, row.line()),
                // what such a value means is not asked: it would be caught a second time, as an unknown one
                None if !row.is_text(&mapped, decoded) => tally.catch(Rule::NotInEncoding, WHOLE_ROW, row.line()),
                None => kept += u64::from(each(row, &mut tally)),
            }
        });
        let ended = if rows == 0 { ended.and(Err((Rule::HeaderOnly, Vec::new(), String::new()))) } else { ended };
        let stopped = broken(self.reader.get_ref()).or(ended.err());
        let whole = |(rule, lines, detail): Broken| {
            let problem = problem(&self.name, self.table, rule, None, &detail);
            FileProblem { lines, ..problem }
        };
        let stopped = stopped.map(whole);
        Finished { name: self.name, table: self.table, header: self.header, tally, rows, kept, stopped }
    }

    /// Gives every row to `each`.
    fn for_each(&mut self, mut each: impl FnMut(&Row)) -> Result<(), Broken> {
        let mut record = ByteRecord::new();
        let width = self.header.len();
        let failed = |_| (Rule::ReadFailed, Vec::new(), String::new());
        while self.reader.read_byte_record(&mut record).map_err(failed)? {
            let end_line = self.reader.position().line();
            each(&Row { record: &record, width, end_line, missing: &self.file.missing });
        }
        Ok(())
    }
}

/// A file that has been read to its end.
pub(super) struct Finished {
    name: String,
    table: &'static str,
    header: Vec<String>,
    /// What the rules caught.
    pub(super) tally: Tally,
    rows: u64,
    /// Rows that became records.
    pub(super) kept: u64,
    stopped: Option<FileProblem>,
}

impl Finished {
    /// The report, and what stops the whole file.
    pub(super) fn report(self) -> (FileReport, Option<FileProblem>) {
        let header = self.header;
        let name = |column: usize| header.get(column).cloned();
        let caught = self.tally.caught(&name);
        (FileReport { file: self.name, table: self.table, rows: self.rows, kept: self.kept, caught }, self.stopped)
    }
}

/// A mistake that is about the whole file.
pub(super) fn problem(
    file: &str,
    table: &'static str,
    rule: Rule,
    column: Option<String>,
    detail: &str,
) -> FileProblem {
    let text = tally::text(rule, column, detail);
    FileProblem { file: file.to_string(), table, rule: rule.name(), text, rows: 0, lines: Vec::new() }
}

/// A mistake of the whole file, with lines and particulars.
type Broken = (Rule, Vec<u64>, String);

/// What the raw text gave away.
fn broken(text: &Text) -> Option<Broken> {
    match (text.unclosed, text.nul) {
        (Some(line), _) => Some((Rule::UnclosedQuote, vec![line], format!("It opens on line {line}"))),
        (None, Some(line)) => Some((Rule::NulBytes, vec![line], format!("The first one is on line {line}"))),
        (None, None) => None,
    }
}

/// The delimiter that a record names which is Excel's first line "sep=;", split by the mapping's delimiter or not.
fn said_delimiter(record: &ByteRecord, delimiter: u8) -> Option<u8> {
    let line = record.iter().collect::<Vec<_>>().join(&delimiter);
    match line.as_slice() {
        [start @ .., said] if start.eq_ignore_ascii_case(b"sep=") => Some(*said),
        _ => None,
    }
}

/// The names of the header, trimmed; a line break within one is a space, since a mapping has none.
fn header(record: &ByteRecord) -> Result<Vec<String>, Refusal> {
    let name = |bytes: &[u8]| std::str::from_utf8(bytes).map(|t| t.trim().replace('\n', " "));
    let names: Result<Vec<String>, _> = record.iter().map(name).collect();
    names.map_err(|_| (Rule::NotInEncoding, "It is in the header".to_string()))
}

/// Whether a cell of the first row is a date or a number.
fn looks_like_data(cell: &str) -> bool {
    let is_date = |f: DateFormat| date::read(cell.as_bytes(), f).is_ok();
    date::FORMATS.into_iter().any(is_date) || number::read(cell.as_bytes(), NumberFormat::PointDecimal).is_some()
}

/// The header nearest to a name, where one is near enough to be a slip.
fn nearest<'h>(name: &str, header: &'h [String]) -> Option<&'h String> {
    let plain = |t: &str| -> String { t.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect() };
    let wanted = plain(name);
    let likeness = |h: &str| {
        let h = plain(h);
        let contained = wanted.len().min(h.len()) >= 4 && (h.contains(&wanted) || wanted.contains(&h));
        let edits = strsim::normalized_damerau_levenshtein(&wanted, &h);
        if contained { edits.max(0.7) } else { edits }
    };
    let rated = header.iter().map(|h| (likeness(h), h)).filter(|(l, _)| *l >= 0.6);
    rated.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, h)| h)
}
