//! ARR of every segment at the target date, with the plan as written marked.

use super::axis::Axis;
use super::ranges::{Bar, Group, Ranges, Row, Scales};
use super::{Content, Figure};
use crate::analysis::bands::Series;
use crate::outcome::Provenance;
use crate::plan::Plan;
use crate::report::pack::segments::{self, Standing};
use crate::report::{findings, format, limits};

/// The chart with the name that its files have; `None` where the plan has one segment.
pub fn figure(plan: &Plan, provenance: &Provenance, bands: &[Series]) -> Option<(&'static str, Figure)> {
    let standings = segments::standings(plan, bands, provenance.trials);
    if !segments::has_page(plan) || standings.is_empty() {
        return None;
    }
    let charted = segments::charted(plan, bands, provenance);
    let left_out = match standings.len() - charted.len() {
        0 => String::new(),
        n => format!(" Not shown: {n} smaller segments."),
    };
    let by = format::month(plan.calendar.month(plan.target.by));
    let ranges = Ranges {
        key: Vec::new(),
        scales: Scales::Shared { axis: Axis::Money(plan.currency.clone()), level: None },
        groups: vec![Group { heading: String::new(), rows: charted.iter().map(|s| row(plan, s)).collect() }],
        column: "Plan as written".to_string(),
        note: format!(
            "Bars: ARR at the end of {by} from P10 to P90; black: median; red: the plan as written.{left_out}"
        ),
    };
    let figure = Figure {
        title: segments::finding(plan, &standings),
        subtitle: findings::subtitle(plan, provenance),
        content: Content::Ranges(ranges),
    };
    Some(("segments", figure))
}

fn row(plan: &Plan, standing: &Standing) -> Row {
    let (block, [low, median, high]) = (standing.block(plan), standing.arr);
    Row {
        label: limits::segment_name(plan, standing.segment),
        bars: vec![Bar {
            low,
            median,
            high,
            low_text: block.text(low),
            median_text: block.text(median),
            high_text: block.text(high),
        }],
        level: standing.planned,
        aside: block.text_or_none(standing.planned),
    }
}
