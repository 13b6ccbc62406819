//! What the drivers of a segment can be judged by.

use super::level::QuarterLevel;
use super::segment::{Segment, months};
use super::view::timeline;
use crate::fit::evidence::{EvidenceContent, QuarterPoint, Quarters, Survival};
use crate::fit::interval::NINETY;
use crate::fit::survival::{Cause, Step, aalen_johansen};

/// Most points of a curve: what a chart can show.
const MOST_POINTS: usize = 200;

/// A level by quarter with the band that the scenario gets. `None` without quarters.
pub fn quarters(what: &'static str, levels: &[QuarterLevel], band: [f64; 3]) -> Option<EvidenceContent> {
    let point = |q: &QuarterLevel| {
        let reach = NINETY * q.variance.sqrt();
        QuarterPoint {
            quarter: q.quarter,
            value: q.value,
            interval: [(q.value - reach).max(0.0), q.value + reach],
            of: q.of,
        }
    };
    let points: Vec<QuarterPoint> = levels.iter().map(point).collect();
    (!points.is_empty()).then_some(EvidenceContent::Quarters(Quarters { what, points, band }))
}

/// Share won by age, as counted with its band and as fitted.
pub fn won_by(segment: &Segment<'_>) -> Option<EvidenceContent> {
    let curve = aalen_johansen(&timeline(segment.deals, segment.from, None), Cause::First);
    let last = curve.last()?.days;
    let every = curve.len().div_ceil(MOST_POINTS);
    let shown = |(i, step): (usize, &Step)| (i % every == every - 1 || i + 1 == curve.len()).then(|| point(step));
    let counted = curve.iter().enumerate().filter_map(shown).collect();
    let fitted = segment.mixture.as_ref().map_or(Vec::new(), |fit| {
        let at = |i: usize| f64::from(last) * i as f64 / (MOST_POINTS - 1) as f64;
        (0..MOST_POINTS).map(|i| [months(at(i)), fit.share * fit.won_by(at(i))]).collect()
    });
    Some(EvidenceContent::Survival(Survival { what: "won by then", counted, fitted }))
}

fn point(step: &Step) -> [f64; 4] {
    let reach = NINETY * step.variance.sqrt();
    [months(f64::from(step.days)), step.share, (step.share - reach).max(0.0), (step.share + reach).min(1.0)]
}
