//! The file of a table, and how files are written.

use super::section::Section;
use super::value;
use crate::fit::mapping::{DateFormat, File, NumberFormat};
use std::path::PathBuf;

/// A file as most exports are.
pub fn plain() -> File {
    File {
        path: PathBuf::new(),
        delimiter: b',',
        encoding: "utf-8".to_string(),
        dates: DateFormat::default(),
        numbers: NumberFormat::default(),
        missing: ["N/A", "-", "null"].map(str::to_string).to_vec(),
        ignore_rows: Vec::new(),
    }
}

/// How files are written by a section; `defaults` where it does not say.
pub fn written(section: Option<Section<'_>>, defaults: &File) -> File {
    let Some(section) = section else { return defaults.clone() };
    let untrimmed = section.node("delimiter").and_then(|node| node.text());
    File {
        path: PathBuf::new(),
        delimiter: untrimmed.and_then(value::delimiter).unwrap_or(defaults.delimiter),
        encoding: section.text("encoding").map_or(defaults.encoding.clone(), |label| value::plain(&label)),
        dates: section.text("dates").and_then(|form| value::date_format(&form)).unwrap_or(defaults.dates),
        numbers: section.text("numbers").and_then(|form| value::number_format(&form)).unwrap_or(defaults.numbers),
        missing: if section.has("missing") { section.values("missing") } else { defaults.missing.clone() },
        ignore_rows: Vec::new(),
    }
}

/// The file that a section names.
pub fn named(section: Section<'_>, defaults: &File) -> File {
    let ignored = section.sections("ignore_rows").into_iter();
    let ignore_rows = ignored.map(|inner| (inner.needed("column"), inner.values("values"))).collect();
    File { path: PathBuf::from(section.needed("file")), ignore_rows, ..written(Some(section), defaults) }
}
