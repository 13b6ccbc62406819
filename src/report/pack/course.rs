//! TODO

use super::{Page, Results};

/// The page.
pub fn page(_results: &Results<'_>) -> Option<Page> {
    None
}
