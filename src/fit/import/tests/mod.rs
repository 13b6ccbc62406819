//! Bad and good exports through the front door.

mod files;
mod forms;
mod others;
mod quiet;
mod real;
mod rows;
mod rules;
mod secrets;
mod sources;

use super::{BadRows, Caught, FileProblem, ImportRefused, Records, read};
use crate::fit::mapping::{
    AmountColumn, Belongs, DateFormat, File, Mapping, NumberFormat, Opportunities, SegmentRule, Segments, SpanColumns,
};
use std::io::{self, Cursor, Read};
use std::path::Path;

pub(super) fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|w| w.to_string()).collect()
}

/// A file as most exports are.
pub(super) fn file(path: &str) -> File {
    File {
        path: path.into(),
        delimiter: b',',
        encoding: "utf-8".into(),
        dates: DateFormat::YearMonthDay,
        numbers: NumberFormat::PointDecimal,
        missing: words(&["N/A", "-", "null"]),
        ignore_rows: Vec::new(),
    }
}

pub(super) fn amount(column: &str, per_year: f64) -> Option<AmountColumn> {
    Some(AmountColumn { column: column.into(), per_year, currency: None })
}

pub(super) fn dated(start: &str, end: Option<&str>) -> SpanColumns {
    SpanColumns::Dated { start: start.into(), end: end.map(Into::into) }
}

/// Columns of the opportunities in these tests.
pub(super) const HEADER: &str = "id,created,closed,stage,amount,owner,segment";

/// A mapping of opportunities with those columns, in two segments.
pub(super) fn opportunities() -> Opportunities {
    Opportunities {
        file: file("opps.csv"),
        id: Some("id".into()),
        created: "created".into(),
        closed: "closed".into(),
        amount: amount("amount", 1.0),
        stage: "stage".into(),
        won: words(&["Won"]),
        lost: words(&["Lost"]),
        open: words(&["Open"]),
        ignore: words(&["Deleted"]),
        owner: Some("owner".into()),
        belongs: Belongs { segment: Some("segment".into()), ..Belongs::default() },
        source_name: "all".into(),
        stale_months: None,
        observed_from: None,
    }
}

pub(super) fn by_value() -> Segments {
    let rule = SegmentRule::Values(vec![("S".into(), 0), ("L".into(), 1)]);
    Segments { names: words(&["small", "large"]), rule, otherwise: None }
}

pub(super) fn mapping(opportunities: Opportunities) -> Mapping {
    Mapping { currency: "USD".into(), segments: by_value(), opportunities: Some(opportunities), ..Mapping::default() }
}

/// Reads files that are given as bytes.
pub(super) fn import(mapping: &Mapping, files: &[(&str, &[u8])], bad_rows: BadRows) -> Result<Records, ImportRefused> {
    let mut open = |path: &Path| match files.iter().find(|(name, _)| path == Path::new(name)) {
        Some((_, bytes)) => Ok(Box::new(Cursor::new(bytes.to_vec())) as Box<dyn Read>),
        None => Err(io::ErrorKind::NotFound.into()),
    };
    read(mapping, &mut open, bad_rows)
}

/// Reads opportunities with [`HEADER`].
pub(super) fn rows(lines: &str) -> Result<Records, ImportRefused> {
    let text = format!("{HEADER}\n{lines}");
    import(&mapping(opportunities()), &[("opps.csv", text.as_bytes())], BadRows::Refuse)
}

/// The problems of an import that must be refused.
pub(super) fn problems(result: Result<Records, ImportRefused>) -> Vec<FileProblem> {
    result.expect_err("refused").problems
}

/// What a rule caught in the first file.
pub(super) fn caught<'r>(records: &'r Records, rule: &str) -> Option<&'r Caught> {
    records.files.first()?.caught.iter().find(|c| c.rule == rule)
}
