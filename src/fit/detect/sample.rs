//! The first rows of a file: its encoding, its delimiter, its headers.

use super::dates;
use crate::diagnostic::Diagnostic;
use crate::scenario::codes;
use encoding_rs::WINDOWS_1252;

/// The first rows of a file.
pub struct Sample {
    /// Name of the encoding.
    pub encoding: &'static str,
    /// Whether the encoding is a guess.
    pub encoding_guessed: bool,
    /// What stands between the values.
    pub delimiter: u8,
    /// The headers, without blanks around them.
    pub headers: Vec<String>,
    /// The rows, each as long as the headers.
    pub rows: Vec<Vec<String>>,
}

impl Sample {
    /// The values of a column.
    pub fn column(&self, column: usize) -> impl Iterator<Item = &str> {
        self.rows.iter().map(move |row| row.get(column).map_or("", String::as_str))
    }
}

/// Columns that an export has at most; a first line with more is a file without line breaks.
const MOST_COLUMNS: usize = 5000;

/// Reads the first rows.
pub fn read(name: &str, bytes: &[u8]) -> Result<Sample, Diagnostic> {
    let (text, encoding, encoding_guessed) = decode(bytes);
    let refuse = |message: String| Diagnostic::error(codes::DATA_FILE, message);
    // as the import reads it: a line break is a single sign
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let (said, text) = said_delimiter(&text);
    let first = text.lines().next().unwrap_or("");
    if text.trim().is_empty() {
        return Err(refuse(format!("{name} is empty")).help("export it again, with headers"));
    }
    if text.contains('\0') {
        let help = "a workbook (.xlsx) has to be saved as CSV first";
        return Err(refuse(format!("{name} is no text: it has zero bytes")).help(help));
    }
    if let Some(line) = header_below(text) {
        let message = format!("{name} has its headers on line {line}, below other lines such as a title");
        return Err(refuse(message).help("delete the lines above the header"));
    }
    let delimiter = said.unwrap_or_else(|| delimiter(first));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut rows = reader.records().map_while(Result::ok).map(|row| row.iter().map(str::to_string).collect());
    let headers: Vec<String> = rows.next().unwrap_or_default();
    // where exports were put one after the other the line of headers comes again
    let mut rows: Vec<Vec<String>> = rows.filter(|row| *row != headers).collect();
    // The last row may be cut off where only the start of the file was given.
    if !text.ends_with('\n') && rows.len() > 1 {
        rows.pop();
    }
    if headers.len() > MOST_COLUMNS {
        let help = "a CSV export has a line for each record, and its first line names the columns";
        return Err(refuse(format!("{name} has {} values in its first line", headers.len())).help(help));
    }
    if !is_header(&headers, &rows) {
        let help = "the first line has to name the columns";
        return Err(refuse(format!("{name} has no headers in its first line")).help(help));
    }
    // as the import reads them
    let headers = headers.iter().map(|header| header.replace('\n', " ")).collect();
    Ok(Sample { encoding, encoding_guessed, delimiter, headers, rows })
}

/// Lines below the first one in which headers are looked for.
const LINES_ABOVE: usize = 20;

/// Columns that a table has at least which is told from a title above it.
const LEAST_COLUMNS: usize = 3;

/// The line of the headers, counted from 1, where the first line holds one value at most and a later one looks like
/// headers.
fn header_below(text: &str) -> Option<usize> {
    let lines: Vec<&str> = text.lines().collect();
    let filled = |row: &[String]| row.iter().filter(|value| !value.is_empty()).count();
    let cells = |line: &str, delimiter| -> Vec<String> {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .trim(csv::Trim::All)
            .from_reader(line.as_bytes());
        reader
            .records()
            .map_while(Result::ok)
            .flat_map(|row| row.iter().map(str::to_string).collect::<Vec<_>>())
            .collect()
    };
    let below = lines.iter().enumerate().take(LINES_ABOVE + 1).skip(1);
    let mut wide = below.filter_map(|(at, line)| {
        let delimiter = delimiter(line);
        let row = cells(line, delimiter);
        (filled(&row) >= LEAST_COLUMNS).then_some((at, delimiter, row))
    });
    let (at, delimiter, headers) = wide.next()?;
    let above = lines[..at].iter().all(|line| filled(&cells(line, delimiter)) <= 1);
    let rows: Vec<Vec<String>> = lines[at + 1..].iter().take(LINES_ABOVE).map(|line| cells(line, delimiter)).collect();
    (above && is_header(&headers, &rows)).then_some(at + 1)
}

/// The delimiter that Excel's first line "sep=;" names, and the text behind that line.
fn said_delimiter(text: &str) -> (Option<u8>, &str) {
    let Some((first, rest)) = text.split_once('\n') else { return (None, text) };
    match first.trim_end_matches('\r').trim_matches('"').as_bytes() {
        [start @ .., said] if start.eq_ignore_ascii_case(b"sep=") => (Some(*said), rest),
        _ => (None, text),
    }
}

/// Whether a first line names columns: half of it or more has letters, nothing in it is a value, and nothing in it
/// comes again further down its column. A record that is taken for a header would be shown.
fn is_header(first: &[String], rows: &[Vec<String>]) -> bool {
    let named = first.iter().filter(|header| header.chars().any(char::is_alphabetic)).count();
    let values = first.iter().enumerate().any(|(column, header)| !header.is_empty() && is_value(header, column, rows));
    named > 0 && 2 * named >= first.len() && !values
}

/// Texts that stand for yes, no or nothing, and head no column.
const NO_HEADERS: [&str; 6] = ["true", "false", "yes", "null", "none", "n/a"];

/// Whether a text of the first line is a record's: a number, a date, an address, a yes or no, what stands in a row
/// below too, or what is written in digits and letters as the values below are, such as OPP-0001 above OPP-0002.
fn is_value(text: &str, column: usize, rows: &[Vec<String>]) -> bool {
    let has = |fits: fn(&char) -> bool| text.chars().any(|c| fits(&c));
    let has_digits = has(char::is_ascii_digit);
    let is_number = has_digits && !has(|c| c.is_alphabetic());
    let is_address = has(|c| *c == '@') || text.starts_with("http");
    if is_number || is_address || dates::is_date(text) || NO_HEADERS.contains(&text.to_lowercase().as_str()) {
        return true;
    }
    let mut below = rows.iter().filter_map(|row| row.get(column)).filter(|value| !value.is_empty());
    if below.clone().any(|value| value == text) {
        return true;
    }
    let (all, shape) = (below.clone().count(), shape(text));
    let alike = below.by_ref().filter(|value| self::shape(value) == shape).count();
    has_digits && 2 * alike >= all.max(1)
}

/// How a text is written: a for letters, 9 for digits, each run of them once, and the rest as it is.
fn shape(text: &str) -> String {
    let of = |c: char| match c {
        c if c.is_alphabetic() => 'a',
        c if c.is_numeric() => '9',
        c => c,
    };
    let mut out: Vec<char> = text.chars().map(of).collect();
    out.dedup();
    out.into_iter().collect()
}

/// The text, the name of its encoding, and whether that is a guess.
fn decode(bytes: &[u8]) -> (String, &'static str, bool) {
    if let Some(rest) = bytes.strip_prefix(&[0xFF, 0xFE]) {
        return (utf16(rest, u16::from_le_bytes), "utf-16le", false);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xFE, 0xFF]) {
        return (utf16(rest, u16::from_be_bytes), "utf-16be", false);
    }
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    let start = &bytes[..bytes.len().min(2000)];
    let zeros = |odd: usize| start.iter().skip(odd).step_by(2).filter(|&&b| b == 0).count() * 4 > start.len();
    match (zeros(1), zeros(0)) {
        (true, false) => return (utf16(bytes, u16::from_le_bytes), "utf-16le", true),
        (false, true) => return (utf16(bytes, u16::from_be_bytes), "utf-16be", true),
        _ => {}
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_string(), "utf-8", false),
        // only the last character may be cut off
        Err(error) if error.error_len().is_none() => {
            (String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned(), "utf-8", false)
        }
        // headers are ASCII in nearly all encodings that are neither
        Err(_) => (WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(), "windows-1252", true),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units)
}

/// The delimiter that the header line has most of, outside quotes.
fn delimiter(line: &str) -> u8 {
    let count = |delimiter: u8| {
        let mut quoted = false;
        let outside = line.bytes().filter(|&b| {
            quoted ^= b == b'"';
            !quoted && b == delimiter
        });
        outside.count()
    };
    let most = [b',', b';', b'\t', b'|'].into_iter().rev().max_by_key(|&delimiter| count(delimiter));
    most.unwrap_or(b',')
}
