//! Values from a column of a CSV file beside the scenario.

use super::{Reading, numbers};
use crate::diagnostic::Diagnostic;
use crate::scenario::document::MAX_NUMBER;
use crate::scenario::files::{self, Unusable};
use crate::scenario::node::{Node, Table};
use crate::scenario::{codes, set, suggest};
use std::fs::File;
use std::path::Path;

/// Bytes of a data file that are read.
const MAX_BYTES: u64 = 50_000_000;

/// The numbers of `column` in `file`, else a report of what is wrong.
pub fn values(reading: &mut Reading<'_>, table: &Table, file: &Node) -> Option<Vec<f64>> {
    let found = column(reading, table, file);
    match found {
        Ok(values) => Some(values),
        Err(mistake) => {
            reading.say(mistake);
            None
        }
    }
}

fn column(reading: &Reading<'_>, table: &Table, file: &Node) -> Result<Vec<f64>, Diagnostic> {
    let name = text(reading, file, "file")?;
    let column = table.get("column").map_or(file, |entry| &entry.node);
    let header = text(reading, column, "column")?;
    let unreadable = |e: csv::Error| refuse(file, format!("{name} cannot be read: {e}"));
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(open(reading, file, name)?);
    let headers = reader.headers().map_err(unreadable)?.clone();
    let index = headers.iter().position(|h| h == header).ok_or_else(|| {
        let missing = refuse(column, format!("{name} has no column {header:?}"));
        match suggest::nearest(header, headers.iter()) {
            Some(near) => missing.help(format!("did you mean column = \"{near}\"?")),
            None => missing.help(format!("its columns are: {}", headers.iter().collect::<Vec<_>>().join(", "))),
        }
    })?;
    let mut values = Vec::new();
    for record in reader.records() {
        let record = record.map_err(unreadable)?;
        let cell = record.get(index).unwrap_or("");
        if cell.is_empty() {
            continue;
        }
        let value = cell.parse::<f64>().ok().filter(|x| x.abs() <= MAX_NUMBER);
        values.push(value.ok_or_else(|| {
            let line = record.position().map_or(0, csv::Position::line);
            refuse(column, format!("{name} has {cell:?} in column {header}, line {line}, which is not a number"))
        })?);
    }
    if values.is_empty() {
        return Err(refuse(column, format!("{name} has no values in column {header}")));
    }
    Ok(values)
}

fn refuse(node: &Node, message: String) -> Diagnostic {
    Diagnostic::error(codes::DATA_FILE, message).at(&node.place, "")
}

fn text<'a>(reading: &Reading<'_>, node: &'a Node, name: &str) -> Result<&'a str, Diagnostic> {
    let got = || numbers::got(reading, node);
    node.text().ok_or_else(|| refuse(node, format!("{name} must be text in quotes, got {}", got())))
}

/// Opens a file beside the scenario that names it (a setting: beside the scenario that it is laid over).
fn open(reading: &Reading<'_>, file: &Node, name: &str) -> Result<File, Diagnostic> {
    let source = file.place.source;
    let folder = reading.folders.get(source).and_then(Option::as_deref);
    let own = reading.sources.get(source).filter(|s| s.name != set::NAME);
    let scenario = own.or(reading.sources.first()).map_or("", |s| s.name.as_str());
    let path = files::beside(Path::new(scenario), name, folder).map_err(|why| match why {
        Unusable::NoFolder => refuse(file, "a scenario that is not read from a file cannot name one".to_string()),
        Unusable::Outside => refuse(file, format!("{name} leads out of the folder of this scenario"))
            .help("data files lie beside the scenario that names them or in a folder below"),
        Unusable::Missing(near) => {
            let missing = refuse(file, format!("there is no file {name} beside this scenario"));
            near.map_or(missing.clone(), |near| missing.help(format!("did you mean file = \"{near}\"?")))
        }
    })?;
    // A pipe would wait for ever, a folder has no lines.
    let size = std::fs::metadata(&path.canonical).ok().filter(|m| m.is_file()).map(|m| m.len());
    match size {
        None => Err(refuse(file, format!("{name} is not a file with a table"))),
        Some(size) if size > MAX_BYTES => Err(refuse(file, format!("{name} is larger than the 50 MB that are read"))),
        Some(_) => File::open(&path.canonical).map_err(|e| refuse(file, format!("{name} cannot be read: {e}"))),
    }
}
