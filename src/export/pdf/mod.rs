//! The pack as a deck in PDF, one finding a slide (cargo feature `pdf`).
//!
//! `slides` says what is on which slide, `deck.typ` where it stands there and what is cut to fit. What users wrote goes to
//! the template as JSON: it is data there, never markup.

mod slides;
#[cfg(test)]
mod tests;
mod world;

use crate::chart::pack::Drawings;
use crate::report::pack::Report;
use std::fmt;
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};
use world::DeckWorld;

/// Why there is no PDF.
#[derive(Debug)]
pub struct PdfError(String);

impl fmt::Display for PdfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the deck cannot be set: {}", self.0)
    }
}

impl std::error::Error for PdfError {}

/// The file: slides of 16:9, tagged for screen readers (PDF/UA-1), without date, the same bytes for the same pack.
///
/// # Errors
/// What the typesetter refuses; none is known.
pub fn pdf(report: &Report, drawings: &Drawings) -> Result<Vec<u8>, PdfError> {
    let document = document(report, drawings)?;
    let standards = PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|e| PdfError(e.message().to_string()))?;
    let options = PdfOptions {
        ident: Smart::Custom(format!("{}\n{}", report.title, report.subtitle)),
        creator: Smart::Custom(Some("planodds".to_string())),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|errors| refused(&errors))
}

/// The slides, typeset.
fn document(report: &Report, drawings: &Drawings) -> Result<PagedDocument, PdfError> {
    let deck = slides::deck(report, drawings);
    let data = serde_json::to_vec(&deck).map_err(|e| PdfError(e.to_string()))?;
    let world = DeckWorld::new(data, deck.into_pictures())?;
    typst::compile::<PagedDocument>(&world).output.map_err(|errors| refused(&errors))
}

/// All that is wrong, in one line.
fn refused(errors: &[SourceDiagnostic]) -> PdfError {
    let said = |error: &SourceDiagnostic| {
        let hints = error.hints.iter().map(|hint| hint.v.as_str());
        std::iter::once(error.message.as_str()).chain(hints).collect::<Vec<_>>().join(", ")
    };
    PdfError(errors.iter().map(said).collect::<Vec<_>>().join("; "))
}
