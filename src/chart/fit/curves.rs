//! Curves over months since a start: survival, and the ramp.

use super::picture::{Along, Area, Dot, Picture, Stroke, Trace};
use crate::chart::axis::Axis;
use crate::fit::evidence::{RampEvidence, Survival};
use crate::report::format;

/// Standard deviations either side of a 90 % interval.
const Z_90: f64 = 1.645;

/// A share as counted with its 90 % band, and as fitted, which is called `fit`.
pub fn survival(data: &Survival, fit: &str) -> Option<Picture> {
    let last = data.counted.last()?[0];
    let line = |label: &str, points: Vec<(f64, f64)>, stroke| Trace { label: label.to_string(), points, stroke };
    let counted: Vec<(f64, f64)> = data.counted.iter().map(|p| (p[0], p[1])).collect();
    let fitted: Vec<(f64, f64)> = data.fitted.iter().map(|p| (p[0], p[1])).filter(|p| p.0 <= 1.02 * last).collect();
    let has_fit = fitted.len() > 1;
    let mut traces = vec![line("Counted", counted, Stroke::Steps)];
    traces.extend(has_fit.then(|| line(fit, fitted, Stroke::Fitted)));
    let tip = |p: &[f64; 4]| {
        let range =
            format!("90 %: {} to {}", format::percent_to(p[2].max(0.0), 1), format::percent_to(p[3].min(1.0), 1));
        (p[0], vec![format!("{} months", format::decimals(p[0], 1)), format::percent_to(p[1], 1), range])
    };
    // with all 200 points there would be no room for a pointer
    let step = data.counted.len().div_ceil(40).max(1);
    Some(Picture {
        x: Along::Values(Axis::Number),
        x_title: "Months since the start".to_string(),
        y: Axis::Percent,
        y_title: capital(data.what),
        areas: vec![Area {
            label: String::new(),
            points: data.counted.iter().map(|p| (p[0], p[2].max(0.0), p[3].min(1.0))).collect(),
            steps: true,
        }],
        bars: Vec::new(),
        traces,
        dots: Vec::new(),
        marks: Vec::new(),
        gaps: Vec::new(),
        outside: Vec::new(),
        note:
            "Steps: as counted, with records that are still open counted up to the day on which they were last seen. \
               Shaded: its 90 % interval."
                .to_string(),
        tips: data.counted.iter().step_by(step).map(tip).collect(),
    })
}

/// Productivity by tenure with the fitted curve.
pub fn ramp(data: &RampEvidence) -> Option<Picture> {
    let most = data.months.iter().map(|m| m[3]).fold(0.0, f64::max);
    let dot = |m: &[f64; 4]| Dot {
        x: m[0],
        y: m[1],
        interval: Some((m[1] - Z_90 * m[2], m[1] + Z_90 * m[2])),
        weight: if most > 0.0 { m[3] / most } else { 1.0 },
    };
    let dots: Vec<Dot> = data.months.iter().map(dot).collect();
    let last = data.months.last()?[0];
    let fitted: Vec<(f64, f64)> = data.fitted.iter().map(|p| (p[0], p[1])).filter(|p| p.0 <= 1.02 * last).collect();
    let has_fit = fitted.len() > 1;
    let traces = match has_fit {
        true => vec![Trace { label: "Fitted".to_string(), points: fitted, stroke: Stroke::Fitted }],
        false => Vec::new(),
    };
    let tip = |m: &[f64; 4]| {
        let behind = format!("{} rep-months", format::count(m[3].round()));
        (m[0], vec![format!("Month {}", format::decimals(m[0], 1)), format::percent_to(m[1], 0), behind])
    };
    let fit = if has_fit { "" } else { " No ramp can be told from these." };
    Some(Picture {
        x: Along::Values(Axis::Number),
        x_title: "Months since the start".to_string(),
        y: Axis::Percent,
        y_title: "Bookings, as a share of a ramped rep's".to_string(),
        areas: Vec::new(),
        bars: Vec::new(),
        traces,
        dots,
        marks: Vec::new(),
        gaps: Vec::new(),
        outside: Vec::new(),
        note: format!(
            "Dots: mean bookings of reps in that month of tenure, larger where more rep-months stand behind them, with their 90 % intervals.{fit}"
        ),
        tips: data.months.iter().map(tip).collect(),
    })
}

/// With a capital at the start.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
