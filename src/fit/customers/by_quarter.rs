//! What a fit says of its quarters: the picture, and what to keep in mind of its width.

use super::rate::{self, Level};
use super::settle::{Borrowed, Capped, Settled};
use crate::fit::assumed;
use crate::fit::driver::FittedValue;
use crate::fit::evidence::{Evidence, EvidenceContent, QuarterPoint, Quarters};
use crate::fit::finding::Finding;
use crate::fit::interval;

/// What to keep in mind of a fit's width; `events` are what its quarters were compared by.
pub fn widths(settled: &Settled, capped: Capped, path: &str, events: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    if capped == Capped::Yes {
        let text = "The uncertainty is larger than a share can hold and was cut: treat the number as a guess.";
        findings.push(Finding::warning("spread-cut", path, text));
    }
    if settled.quarter_sd.is_none() {
        findings.push(assumed::said(path, events));
    }
    if settled.quarters_borrowed == Borrowed::FromAll {
        let text = "The segment is too small to see how its quarters differ: as in all segments together.";
        findings.push(Finding::note("quarters-of-all", path, text));
    }
    findings
}

/// Its quarters with the band that is written; `what` they show.
pub fn quarters(path: &str, what: &'static str, level: &Level, value: &FittedValue) -> Evidence {
    let point = |q: &rate::QuarterLevel| QuarterPoint {
        quarter: q.quarter,
        value: q.value,
        interval: match value {
            FittedValue::Share { .. } => interval::share_interval(q.value.clamp(1e-6, 1.0 - 1e-6), q.variance.sqrt()),
            _ => interval::rate_interval(q.value.max(1e-6), q.variance.sqrt()),
        },
        of: q.of,
    };
    let points = level.quarters.iter().map(point).collect();
    Evidence {
        path: path.to_string(),
        content: EvidenceContent::Quarters(Quarters { what, points, band: interval::band(value) }),
    }
}
