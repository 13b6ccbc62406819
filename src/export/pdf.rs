//! The pack as a deck in PDF, one finding a slide (cargo feature `pdf`).

use crate::chart::pack::Drawings;
use crate::report::pack::Report;
use std::fmt;

/// Why there is no PDF.
#[derive(Debug)]
pub struct PdfError(String);

impl fmt::Display for PdfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the deck cannot be set: {}", self.0)
    }
}

impl std::error::Error for PdfError {}

/// The file.
pub fn pdf(_report: &Report, _drawings: &Drawings) -> Result<Vec<u8>, PdfError> {
    Err(PdfError("not yet".to_string()))
}
