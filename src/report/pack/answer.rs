//! TODO

use super::{Page, Results};

/// The page.
pub fn page(_results: &Results<'_>) -> Option<Page> {
    None
}

/// The figures that are read out.
pub fn figures(_results: &Results<'_>) -> Vec<super::KeyFigure> {
    Vec::new()
}
