//! A level by quarter over the band of next year.

use super::curves::capital;
use super::picture::{Along, Area, Dot, Outside, Picture, Stroke, Trace};
use crate::chart::axis::Axis;
use crate::fit::evidence::{QuarterPoint, Quarters};
use crate::report::fit::values::{self, Unit};
use crate::report::format;

/// Quarters that are shown at most: of more, the last.
const MOST_QUARTERS: i32 = 80;

/// Quarters with their intervals along the calendar, the band of the fitted distribution behind them. A quarter that
/// has no number to show keeps its place.
pub fn quarters(data: &Quarters, path: &str, currency: &str) -> Option<Picture> {
    let last = data.points.iter().map(|p| p.quarter).max()?;
    let first = data.points.iter().map(|p| p.quarter.0).min()?.max(last.0 - MOST_QUARTERS + 1);
    let shown = values::quarters(path, data).filter(|p| p.quarter.0 >= first && is_told(p));
    let points: Vec<&QuarterPoint> = shown.collect();
    if points.is_empty() {
        return None;
    }
    let most = points.iter().map(|p| p.of).fold(0.0, f64::max);
    let place = |quarter: i32| f64::from(quarter - first + 1);
    let end = place(last.0) + 0.6;
    let [mean, low, high] = data.band;
    let text = |x: f64, error: f64| values::number(path, x, error, currency);
    let error = if high > low { values::error_of([low, high]) } else { 0.0 };
    let [least, greatest] = limits(&points, data.band);
    let has_band = data.band.iter().all(|x| x.is_finite());
    let dot = |p: &&QuarterPoint| Dot {
        x: place(p.quarter.0),
        y: p.value,
        interval: p.interval.iter().all(|x| x.is_finite()).then(|| {
            let [low, high] = p.interval.map(|x| x.max(least).min(greatest));
            (low, high)
        }),
        weight: if most > 0.0 { p.of / most } else { 1.0 },
    };
    let wide = |p: &QuarterPoint| {
        let wide = (p.interval[1] - p.interval[0]) / 6.0;
        if wide.is_finite() { wide } else { 0.0 }
    };
    let outside = |p: &&QuarterPoint| {
        let is_above = p.value > greatest;
        let said = text(p.value, wide(p));
        (is_above || p.value < least).then_some(Outside { x: place(p.quarter.0), is_above, text: said })
    };
    let tip = |p: &&QuarterPoint| {
        let behind = format!("{} records", format::count(p.of.round()));
        (place(p.quarter.0), vec![p.quarter.to_string(), text(p.value, wide(p)), behind])
    };
    let gaps: Vec<f64> = (first..=last.0).filter(|q| !points.iter().any(|p| p.quarter.0 == *q)).map(place).collect();
    let outside: Vec<Outside> = points.iter().filter_map(outside).collect();
    let is_cut = points.iter().any(|p| p.interval[1] > greatest || p.interval[0] < least);
    let note = note(is_cut, !gaps.is_empty(), !outside.is_empty());
    Some(Picture {
        x: Along::Places((first..=last.0).map(|q| crate::fit::day::Quarter(q).to_string()).collect()),
        x_title: String::new(),
        y: match values::unit(path) {
            Unit::Money => Axis::Money(currency.to_string()),
            Unit::Percent => Axis::Percent,
            Unit::Months | Unit::Number => Axis::Number,
        },
        y_title: capital(data.what),
        areas: has_band
            .then(|| Area {
                label: values::range(text(low, error), &text(high, error)),
                points: vec![(0.4, low, high), (end, low, high)],
                steps: false,
            })
            .into_iter()
            .collect(),
        bars: Vec::new(),
        traces: has_band
            .then(|| Trace {
                label: format!("Next year {}", text(mean, error)),
                points: vec![(0.4, mean), (end, mean)],
                stroke: Stroke::Expected,
            })
            .into_iter()
            .collect(),
        dots: points.iter().filter(|p| p.value >= least && p.value <= greatest).map(dot).collect(),
        marks: Vec::new(),
        gaps,
        outside,
        note,
        tips: points.iter().map(tip).collect(),
    })
}

/// Whether a quarter says anything: its level is a number, and none below 0 whose own interval lies above 0, as a level
/// drawn toward others can be where a quarter has nothing of its own.
fn is_told(point: &QuarterPoint) -> bool {
    point.value.is_finite() && !(point.value < 0.0 && point.interval[0] > 0.0)
}

/// The band and the middle half of the dots, and as much again below and above: a single quarter does not stretch the
/// axis.
fn limits(points: &[&QuarterPoint], band: [f64; 3]) -> [f64; 2] {
    let mut levels: Vec<f64> = points.iter().map(|p| p.value).collect();
    levels.sort_by(f64::total_cmp);
    let last = levels.len() as f64 - 1.0;
    let middle = [levels[(0.25 * last).floor() as usize], levels[(0.75 * last).ceil() as usize]];
    let all = middle.into_iter().chain(band.into_iter().filter(|x| x.is_finite()));
    let [low, high] = all.fold([f64::INFINITY, f64::NEG_INFINITY], |[a, b], x| [a.min(x), b.max(x)]);
    let width = high - low;
    if width <= 0.0 {
        return [f64::NEG_INFINITY, f64::INFINITY];
    }
    let least = if levels[0] >= 0.0 { (low - width).max(0.0) } else { low - width };
    [least, high + width]
}

fn note(is_cut: bool, has_gaps: bool, is_outside: bool) -> String {
    format!(
        "Dots: quarters, larger where more records stand behind them, with their 90 % intervals from chance alone{}. \
         Shaded: 90 of 100 next years.{}{}",
        if is_cut { " (cut at the edge)" } else { "" },
        if is_outside { " Arrows: quarters beyond the axis." } else { "" },
        if has_gaps { " ×: too few records to tell." } else { "" }
    )
}
