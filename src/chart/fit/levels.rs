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
    let last = data.points.iter().map(|p| p.quarter.0).max()?;
    let first = data.points.iter().map(|p| p.quarter.0).min()?.max(last - MOST_QUARTERS + 1);
    let shown = values::quarters(path, data).filter(|p| p.quarter.0 >= first && is_told(p));
    let points: Vec<&QuarterPoint> = shown.collect();
    if points.is_empty() {
        return None;
    }
    let most = points.iter().map(|p| p.of).fold(0.0, f64::max);
    let frame = Frame { path, currency, first, limits: limits(&points, data.band) };
    let place = |quarter| frame.place(quarter);
    let gaps: Vec<f64> = (first..=last).filter(|q| !points.iter().any(|p| p.quarter.0 == *q)).map(place).collect();
    let outside: Vec<Outside> = points.iter().filter_map(|p| frame.outside(p)).collect();
    let [least, greatest] = frame.limits;
    let is_cut = points.iter().any(|p| p.interval[1] > greatest || p.interval[0] < least);
    let note = note(is_cut, !gaps.is_empty(), !outside.is_empty());
    let (area, mean) = frame.band(data.band, place(last) + 0.6).unzip();
    let inside = points.iter().filter(|p| p.value >= least && p.value <= greatest);
    Some(Picture {
        x: Along::Places((first..=last).map(|q| crate::fit::day::Quarter(q).to_string()).collect()),
        x_title: String::new(),
        y: match values::unit(path) {
            Unit::Money => Axis::Money(currency.to_string()),
            Unit::Percent => Axis::Percent,
            Unit::Months | Unit::Number => Axis::Number,
        },
        y_title: capital(data.what),
        areas: area.into_iter().collect(),
        bars: Vec::new(),
        traces: mean.into_iter().collect(),
        dots: inside.map(|p| frame.dot(p, most)).collect(),
        marks: Vec::new(),
        gaps,
        outside,
        note,
        tips: points.iter().map(|p| frame.tip(p)).collect(),
    })
}

/// Where quarters stand and how their levels are said.
struct Frame<'a> {
    path: &'a str,
    currency: &'a str,
    /// The first quarter that is shown.
    first: i32,
    /// The least and the greatest level that the axis holds.
    limits: [f64; 2],
}

impl Frame<'_> {
    fn place(&self, quarter: i32) -> f64 {
        f64::from(quarter - self.first + 1)
    }

    fn text(&self, x: f64, error: f64) -> String {
        values::number(self.path, x, error, self.currency)
    }

    /// A quarter's level, with as many digits as its interval leaves.
    fn level(&self, point: &QuarterPoint) -> String {
        let wide = (point.interval[1] - point.interval[0]) / 6.0;
        self.text(point.value, if wide.is_finite() { wide } else { 0.0 })
    }

    fn dot(&self, point: &QuarterPoint, most: f64) -> Dot {
        let [least, greatest] = self.limits;
        let is_told = point.interval.iter().all(|x| x.is_finite());
        let [low, high] = point.interval.map(|x| x.max(least).min(greatest));
        Dot {
            x: self.place(point.quarter.0),
            y: point.value,
            interval: is_told.then_some((low, high)),
            weight: if most > 0.0 { point.of / most } else { 1.0 },
        }
    }

    fn outside(&self, point: &QuarterPoint) -> Option<Outside> {
        let [least, greatest] = self.limits;
        let is_above = point.value > greatest;
        let x = self.place(point.quarter.0);
        (is_above || point.value < least).then(|| Outside { x, is_above, text: self.level(point) })
    }

    fn tip(&self, point: &QuarterPoint) -> (f64, Vec<String>) {
        let behind = format!("{} records", format::count(point.of.round()));
        (self.place(point.quarter.0), vec![point.quarter.to_string(), self.level(point), behind])
    }

    /// Next year's band and its mean, up to `end`; `None` where they are no numbers.
    fn band(&self, [mean, low, high]: [f64; 3], end: f64) -> Option<(Area, Trace)> {
        let error = if high > low { values::error_of([low, high]) } else { 0.0 };
        let area = || Area {
            label: values::range(self.text(low, error), &self.text(high, error)),
            points: vec![(0.4, low, high), (end, low, high)],
            steps: false,
        };
        let trace = || Trace {
            label: format!("Next year {}", self.text(mean, error)),
            points: vec![(0.4, mean), (end, mean)],
            stroke: Stroke::Expected,
        };
        [mean, low, high].iter().all(|x| x.is_finite()).then(|| (area(), trace()))
    }
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
