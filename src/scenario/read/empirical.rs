//! Values from a column of a CSV file beside the scenario.

use super::{Reading, numbers};
use crate::diagnostic::{Diagnostic, Source};
use crate::scenario::document::MAX_NUMBER;
use crate::scenario::files::{self, Unusable};
use crate::scenario::node::{Node, Table};
use crate::scenario::{codes, set, suggest};
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
    let refuse = |node: &Node, message: String| Diagnostic::error(codes::DATA_FILE, message).at(&node.place, "");
    let kind = |node: &Node, name: &str| {
        refuse(node, format!("{name} must be text in quotes, got {}", numbers::got(reading, node)))
    };
    let name = file.text().ok_or_else(|| kind(file, "file"))?;
    let column = table.get("column").ok_or_else(|| {
        refuse(file, "file needs a column".to_string())
            .help("add column = \"..\", the header of the column with the values")
    })?;
    let header = column.node.text().ok_or_else(|| kind(&column.node, "column"))?;
    let source = file.place.source;
    let folder = reading.folders.get(source).and_then(Option::as_deref);
    let settings = |s: &&Source| s.name == set::NAME;
    let named = reading.sources.get(source).filter(|s| !settings(s)).or(reading.sources.first());
    let scenario = named.map_or("", |s| s.name.as_str());
    let path = files::beside(Path::new(scenario), name, folder).map_err(|why| match why {
        Unusable::NoFolder => refuse(file, "a scenario that is not read from a file cannot name one".to_string()),
        Unusable::Outside => refuse(file, format!("{name} leads out of the folder of this scenario"))
            .help("data files lie beside the scenario that names them or in a folder below"),
        Unusable::Missing(near) => {
            let missing = refuse(file, format!("there is no file {name} beside this scenario"));
            near.map_or(missing.clone(), |near| missing.help(format!("did you mean file = \"{near}\"?")))
        }
    })?;
    let size = std::fs::metadata(&path.canonical).map_or(0, |m| m.len());
    if size > MAX_BYTES {
        return Err(refuse(file, format!("{name} is larger than the 50 MB that are read of a data file")));
    }
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_path(&path.canonical)
        .map_err(|e| refuse(file, format!("{name} cannot be read: {e}")))?;
    let headers = reader.headers().map_err(|e| refuse(file, format!("{name} cannot be read: {e}")))?.clone();
    let index = headers.iter().position(|h| h == header).ok_or_else(|| {
        let missing = refuse(&column.node, format!("{name} has no column {header:?}"));
        match suggest::nearest(header, headers.iter()) {
            Some(near) => missing.help(format!("did you mean column = \"{near}\"?")),
            None => missing.help(format!("its columns are: {}", headers.iter().collect::<Vec<_>>().join(", "))),
        }
    })?;
    let mut values = Vec::new();
    for (row, record) in reader.records().enumerate() {
        let record = record.map_err(|e| refuse(file, format!("{name} cannot be read: {e}")))?;
        let cell = record.get(index).unwrap_or("");
        if cell.is_empty() {
            continue;
        }
        match cell.parse::<f64>().ok().filter(|x| x.abs() <= MAX_NUMBER) {
            Some(x) => values.push(x),
            None => {
                return Err(refuse(
                    &column.node,
                    format!("{name} has {cell:?} in column {header}, row {}, which is not a number", row + 2),
                ));
            }
        }
    }
    if values.is_empty() {
        return Err(refuse(&column.node, format!("{name} has no values in column {header}")));
    }
    Ok(values)
}
