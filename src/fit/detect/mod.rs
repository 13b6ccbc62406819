//! A proposal of a mapping for a file, from its headers and first rows.
//!
//! What the rows show is used by whole columns, never row by row, and no value that stands on one row only is shown: a
//! proposal may be pasted into a mail. What cannot be known stands as a comment that says what to fill in.

mod dates;
mod headers;
mod numbers;
mod sample;
mod stages;
mod text;
mod words;

#[cfg(test)]
mod tests;

pub use headers::Kind;

use crate::diagnostic::Diagnostic;
use crate::scenario::codes;
use headers::Found;
use sample::Sample;

/// Bytes of the start of a file that are enough for a proposal: thousands of rows.
pub const ENOUGH_BYTES: usize = 1_000_000;

/// A proposed mapping of one file.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// What the export seems to be.
    pub kind: Kind,
    /// Whose headers it has: "Salesforce"; `None` where they are nobody's in particular.
    pub product: Option<&'static str>,
    /// The text of a mapping, with comments: one section and the head. For a table beside an export all of it is
    /// comments.
    pub text: String,
    /// Required keys that could not be told and stand as comments; without them the text is no mapping yet.
    pub missing: Vec<&'static str>,
    /// What to look at, in full sentences.
    pub notes: Vec<String>,
}

/// Proposes a mapping for the file called `name` from its first bytes ([`ENOUGH_BYTES`] or all of it).
///
/// # Errors
/// Where the file is empty or has no header, or the headers are those of no known kind of export.
pub fn detect(name: &str, start_of_file: &[u8]) -> Result<Proposal, Diagnostic> {
    let sample = sample::read(name, start_of_file)?;
    let Some(kind) = kind(&sample) else { return Err(unknown(name, &sample)) };
    let found = headers::columns(kind, &sample);
    let product = headers::product(&sample.headers);
    Ok(text::propose(name, &sample, kind, product, &found))
}

/// What the table is: one of the exports, or one beside them.
fn kind(sample: &Sample) -> Option<Kind> {
    match headers::kind(sample) {
        Some(Kind::Customers) if headers::says_segments(sample) && each_account_once(sample) => Some(Kind::Accounts),
        None => headers::beside(sample),
        known => known,
    }
}

/// Whether no account stands on two rows, as in a table of accounts.
fn each_account_once(sample: &Sample) -> bool {
    let found = headers::columns(Kind::Accounts, sample);
    let mut accounts = values(sample, &found, "id");
    accounts.sort_unstable();
    accounts.windows(2).all(|pair| pair[0] != pair[1])
}

/// Headers that are shown at most of a file that is no known export.
const MOST_HEADERS: usize = 12;

fn unknown(name: &str, sample: &Sample) -> Diagnostic {
    let message = format!("{name} does not look like an export of opportunities, reps, customers or leads");
    let needed = "a deal needs a stage and a close date, a rep a hire date, a customer a start and revenue, a lead a status; a mapping written by hand can name any column";
    Diagnostic::error(codes::DATA_FILE, message).help(needed).help(known_headers(sample))
}

/// Those of the headers that are known as such. The first line may be a record of a file without headers: other words
/// in it are never shown, and none of them where most are no headers.
fn known_headers(sample: &Sample) -> String {
    let named: Vec<&str> = sample.headers.iter().map(String::as_str).filter(|header| !header.is_empty()).collect();
    let known: Vec<&str> = named.iter().filter(|header| words::is_known(&headers::plain(header))).copied().collect();
    if known.is_empty() || 2 * known.len() < named.len() {
        return format!(
            "few or none of the values in its first line ({} in all) are headers of such exports: where that line is a record, put a line with the names of the columns before it",
            sample.headers.len()
        );
    }
    let shown = known.iter().take(MOST_HEADERS).copied().collect::<Vec<_>>().join(", ");
    let more = if named.len() > MOST_HEADERS.min(known.len()) { ", ..." } else { "" };
    format!("its headers are: {shown}{more}")
}

/// The values of a found column, in the order of the rows, without blanks around them and empty ones.
fn values<'a>(sample: &'a Sample, found: &Found, key: &str) -> Vec<&'a str> {
    let column = found.column(key);
    column.map_or(Vec::new(), |column| sample.column(column).filter(|value| !value.is_empty()).collect())
}
