//! The pack as one self-contained HTML file.

use crate::chart::pack::Drawings;
use crate::report::pack::Report;

/// The file.
pub fn html(_report: &Report, _drawings: &Drawings) -> Result<Vec<u8>, std::fmt::Error> {
    Ok(Vec::new())
}
