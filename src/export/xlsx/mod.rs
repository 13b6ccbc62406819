//! The pack as a workbook.

use crate::report::pack::Report;
use rust_xlsxwriter::XlsxError;

/// The file.
pub fn xlsx(_report: &Report) -> Result<Vec<u8>, XlsxError> {
    Ok(Vec::new())
}
