//! TODO

use super::{Page, Results, Template};

/// The page.
pub fn page(_results: &Results<'_>, _template: Template) -> Option<Page> {
    None
}
