//! Opens an export: its encoding, and what its first bytes tell.

use super::Open;
use super::rule::Rule;
use super::watch::Watch;
use crate::fit::mapping::File;
use encoding_rs::{Encoding, UTF_8};
use encoding_rs_io::DecodeReaderBytesBuilder;
use std::io::{self, Cursor, Read};

/// Bytes that are looked at before reading.
const HEAD_BYTES: usize = 4096;

/// An open export as UTF-8 text (or, where it holds other bytes in spite of its mapping, with those bytes).
pub(super) type Text = Watch<Box<dyn Read>>;

/// Why it cannot be opened: a rule and the particulars.
pub(super) type Refusal = (Rule, String);

/// Opens a file as the mapping describes it. A byte-order mark at its beginning goes before the mapping's encoding.
pub(super) fn open(file: &File, open: Open) -> Result<Text, Refusal> {
    let encoding = Encoding::for_label(file.encoding.trim().as_bytes());
    let encoding = encoding.ok_or_else(|| (Rule::UnknownEncoding, format!("It says \"{}\"", file.encoding)))?;
    let mut raw = open(&file.path).map_err(|e| (Rule::FileNotOpened, format!("Reason: {}", reason(&e))))?;
    let head = head(&mut raw).map_err(|e| (Rule::ReadFailed, format!("Reason: {}", reason(&e))))?;
    if head.is_empty() {
        return Err((Rule::FileEmpty, String::new()));
    }
    if encoding == UTF_8
        && let Some(label) = utf_16_without_mark(&head)
    {
        return Err((Rule::Utf16, format!("Say encoding = \"{label}\"")));
    }
    Ok(Watch::new(decoded(Cursor::new(head).chain(raw), encoding), file.delimiter))
}

/// Whether the mapping calls a file UTF-8.
pub(super) fn is_utf_8(file: &File) -> bool {
    Encoding::for_label(file.encoding.trim().as_bytes()) == Some(UTF_8)
}

/// Why the system refused, without the text of the error (which may name paths).
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_string(),
        io::ErrorKind::PermissionDenied => "it may not be read".to_string(),
        io::ErrorKind::IsADirectory => "it is a folder".to_string(),
        kind => kind.to_string(),
    }
}

/// The first bytes.
fn head(raw: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    raw.take(HEAD_BYTES as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// The text in UTF-8, without a byte-order mark; what the mapping calls UTF-8 is passed on unchanged.
fn decoded(raw: impl Read + 'static, encoding: &'static Encoding) -> Box<dyn Read> {
    let label = if encoding == UTF_8 { None } else { Some(encoding) };
    let mut builder = DecodeReaderBytesBuilder::new();
    builder.encoding(label).utf8_passthru(true).strip_bom(true).bom_override(true);
    Box::new(builder.build(raw))
}

/// The encoding that every second byte being NUL gives away.
fn utf_16_without_mark(head: &[u8]) -> Option<&'static str> {
    let marked = head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]);
    let pairs = head.len() / 2;
    let nul_at = |place: usize| head.iter().skip(place).step_by(2).filter(|b| **b == 0).count();
    let mostly = |n: usize| 2 * n > pairs && pairs > 0;
    match (mostly(nul_at(0)), mostly(nul_at(1))) {
        _ if marked => None,
        (false, true) => Some("utf-16le"),
        (true, false) => Some("utf-16be"),
        _ => None,
    }
}
