//! A level by quarter over the band of next year.

use super::curves::capital;
use super::picture::{Along, Area, Dot, Picture, Stroke, Trace};
use crate::chart::axis::Axis;
use crate::fit::evidence::{QuarterPoint, Quarters};
use crate::report::fit::values::{self, Unit};
use crate::report::format;

/// Intervals of thin quarters are cut at so many times the greatest level: the picture is of the levels.
const MOST_TIMES: f64 = 2.0;

/// Quarters with their intervals, the band of the fitted distribution behind them.
pub fn quarters(data: &Quarters, path: &str, currency: &str) -> Option<Picture> {
    let points: Vec<&QuarterPoint> = values::quarters(path, data).collect();
    if points.is_empty() {
        return None;
    }
    let most = points.iter().map(|p| p.of).fold(0.0, f64::max);
    let place = |i: usize| (i + 1) as f64;
    let last = points.len() as f64 + 0.6;
    let [mean, low, high] = data.band;
    let text = |x: f64, error: f64| values::number(path, x, error, currency);
    let error = if high > low { values::error_of([low, high]) } else { 0.0 };
    let dots_top = points.iter().map(|p| p.value).filter(|x| x.is_finite()).fold(0.0, f64::max);
    let cut = MOST_TIMES * dots_top.max(if high.is_finite() { high } else { 0.0 });
    let is_cut = cut > 0.0 && points.iter().any(|p| p.interval[1] > cut);
    let until = |x: f64| if is_cut { x.min(cut) } else { x };
    let has_band = data.band.iter().all(|x| x.is_finite());
    let dot = |(i, p): (usize, &&QuarterPoint)| Dot {
        x: place(i),
        y: p.value,
        interval: Some((p.interval[0], until(p.interval[1]))),
        weight: if most > 0.0 { p.of / most } else { 1.0 },
    };
    let tip = |(i, p): (usize, &&QuarterPoint)| {
        let wide = (p.interval[1] - p.interval[0]) / 6.0;
        let wide = if wide.is_finite() { wide } else { 0.0 };
        let behind = format!("{} records", format::count(p.of.round()));
        (place(i), vec![p.quarter.to_string(), text(p.value, wide), behind])
    };
    Some(Picture {
        x: Along::Places(points.iter().map(|p| p.quarter.to_string()).collect()),
        x_title: String::new(),
        y: match values::unit(path) {
            Unit::Money => Axis::Money(currency.to_string()),
            Unit::Percent => Axis::Percent,
            Unit::Months | Unit::Number => Axis::Number,
        },
        y_title: capital(data.what),
        areas: has_band
            .then(|| Area {
                label: format!("{} to {}", text(low, error), text(high, error)),
                points: vec![(0.4, low, high), (last, low, high)],
                steps: false,
            })
            .into_iter()
            .collect(),
        bars: Vec::new(),
        traces: has_band
            .then(|| Trace {
                label: format!("Next year {}", text(mean, error)),
                points: vec![(0.4, mean), (last, mean)],
                stroke: Stroke::Expected,
            })
            .into_iter()
            .collect(),
        dots: points.iter().enumerate().map(dot).collect(),
        marks: Vec::new(),
        note: format!(
            "Dots: quarters, larger where more records stand behind them, with their 90 % intervals from chance alone{}. \
             Shaded: 90 of 100 next years.",
            if is_cut { " (cut at the top)" } else { "" }
        ),
        tips: points.iter().enumerate().map(tip).collect(),
    })
}
