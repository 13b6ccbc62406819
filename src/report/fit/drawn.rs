//! Which evidence a chart is drawn of.

use super::order;
use crate::fit::evidence::{Evidence, EvidenceContent};
use crate::fit::history::History;
use crate::report::fit::head;

/// Bars that a chart of sizes has at least.
const LEAST_BARS: usize = 5;
/// Events that a curve of survival shows at least.
const LEAST_EVENTS: u64 = 3;

/// Whether a chart is drawn of it: not of single sources of leads, and not of what hardly anything stands behind.
pub fn is_drawn(history: &History, evidence: &Evidence) -> bool {
    if order::is_of_single_source(&evidence.path) {
        return false;
    }
    match &evidence.content {
        EvidenceContent::Sizes(sizes) => sizes.bins.len() >= LEAST_BARS,
        EvidenceContent::Survival(curve) => {
            let fit = history.fitted.iter().find(|fit| fit.path == evidence.path);
            let steps = curve.counted.windows(2).filter(|w| w[0][1] != w[1][1]).count() as u64 + 1;
            fit.map_or(steps, |fit| fit.sample.events) >= LEAST_EVENTS
        }
        EvidenceContent::Quarters(_) | EvidenceContent::Ramp(_) | EvidenceContent::Volume(_) => true,
    }
}

/// "No charts of 111 inputs of single sources of leads; their numbers: fit_quarters.csv".
pub fn notes(history: &History) -> Vec<String> {
    let left_out = history.evidence.iter().filter(|evidence| !is_drawn(history, evidence));
    let (of_sources, thin): (Vec<&Evidence>, Vec<&Evidence>) =
        left_out.partition(|evidence| order::is_of_single_source(&evidence.path));
    let note = |of: &[&Evidence], what: &str| {
        let files: Vec<&str> = head::EVIDENCE
            .into_iter()
            .filter(|file| of.iter().any(|evidence| file_of(&evidence.content) == *file))
            .collect();
        let charts = if of.len() == 1 { "1 chart".to_string() } else { format!("{} charts", of.len()) };
        (!of.is_empty()).then(|| format!("{charts} of {what} not drawn; the numbers: {}", files.join(", ")))
    };
    [note(&of_sources, "single sources of leads"), note(&thin, "too few records")].into_iter().flatten().collect()
}

fn file_of(content: &EvidenceContent) -> &'static str {
    let [quarters, curves, sizes, ramp, volume] = head::EVIDENCE;
    match content {
        EvidenceContent::Quarters(_) => quarters,
        EvidenceContent::Survival(_) => curves,
        EvidenceContent::Sizes(_) => sizes,
        EvidenceContent::Ramp(_) => ramp,
        EvidenceContent::Volume(_) => volume,
    }
}
