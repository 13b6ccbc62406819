//! TODO

use super::{Page, Results};
use crate::report::format;
use crate::report::summary;

/// The page.
pub fn page(_results: &Results<'_>) -> Option<Page> {
    None
}

/// "Meridian FY27 (12 months from Jan 2027) · 100,000 trials, seed 1 · given these assumptions".
pub fn subtitle(results: &Results<'_>) -> String {
    let run = results.provenance;
    let trials = format::whole(run.trials);
    format!("{} · {trials} trials, seed {} · given these assumptions", summary::title(results.plan), run.seed)
}
