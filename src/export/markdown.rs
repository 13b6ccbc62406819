//! The pack's findings as Markdown, for a memo or a chat.

use crate::report::pack::Report;

/// The file.
pub fn markdown(_report: &Report) -> Vec<u8> {
    Vec::new()
}
