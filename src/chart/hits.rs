//! What is said where a pointer rests on a chart: the part of the picture, and the lines of its tip.

use super::curve::Curve;
use super::distribution::Histogram;
use super::fan::Fan;
use super::fit::picture::{self, Picture};
use super::on_path::OnPath;
use super::paths::Paths;
use super::ranges::{Bar, Ranges};
use super::scale::{Plot, Scale};
use super::theme::{MARGIN, WIDTH};
use super::tornado::Tornado;
use super::waterfall::{self, Kind, Step, Waterfall};
use super::{Content, Figure, axis::Axis, inline};
use super::{curve, distribution, fan, on_path, paths, ranges, tornado};
use crate::report::format;

/// A part of an inline picture with what is said of it, in the units in which the page is 1600 wide.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Its left end.
    pub x: f64,
    /// Its top.
    pub y: f64,
    /// From its left to its right end.
    pub width: f64,
    /// From its top to its foot.
    pub height: f64,
    /// What is said, a line each, the first a heading.
    pub lines: Vec<String>,
}

impl Hit {
    fn new((left, top, right, bottom): (f64, f64, f64, f64), lines: Vec<String>) -> Self {
        Self { x: left, y: top, width: right - left, height: bottom - top, lines }
    }
}

/// All parts of the picture that [`inline()`](super::inline()) draws of which something is said, none over another.
pub fn hits(figure: &Figure) -> Vec<Hit> {
    let top = inline::TOP;
    let mut hits = match &figure.content {
        Content::Fan(data) => of_fan(data, top),
        Content::OnPath(data) => of_path(data, top),
        Content::Distribution(data) => of_distribution(data, top),
        Content::Paths(data) => of_paths(data, top),
        Content::Waterfall(data) => of_waterfall(data, top),
        Content::Tornado(data) => of_tornado(data, top),
        Content::Curve(data) => of_curve(data, top),
        Content::Ranges(data) => of_ranges(data, top),
        Content::Picture(data) => of_picture(data, top),
    };
    hits.retain(|hit| !hit.lines.is_empty() && hit.width > 0.0 && hit.height > 0.0);
    hits
}

/// A column round each value of 1, 2, 3 ... along `x`.
fn columns(x: &Scale, tips: &[Vec<String>], (top, bottom): (f64, f64)) -> Vec<Hit> {
    let half = 0.5 * (x.at(2.0) - x.at(1.0));
    let (left, right) = x.places();
    let column = |(i, lines): (usize, &Vec<String>)| {
        let middle = x.at(i as f64 + 1.0);
        Hit::new(((middle - half).max(left), top, (middle + half).min(right), bottom), lines.clone())
    };
    tips.iter().enumerate().map(column).collect()
}

fn of_plot(plot: &Plot, tips: &[Vec<String>], foot: f64) -> Vec<Hit> {
    columns(&plot.x, tips, (plot.y.places().1, foot))
}

fn of_fan(data: &Fan, top: f64) -> Vec<Hit> {
    let plot = fan::plot(data, top);
    of_plot(&plot, &data.tips, plot.y.places().0)
}

fn of_path(data: &OnPath, top: f64) -> Vec<Hit> {
    let plot = on_path::plot(data, top);
    of_plot(&plot, &data.tips, plot.y.places().0)
}

fn of_paths(data: &Paths, top: f64) -> Vec<Hit> {
    let plots = paths::plots(data, top).into_iter().zip(&data.panels);
    plots.flat_map(|((plot, foot), panel)| of_plot(&plot, &panel.tips, foot)).collect()
}

/// A column round each place of which something is said, from the middle between it and the one before to the middle
/// between it and the next.
fn of_picture(data: &Picture, top: f64) -> Vec<Hit> {
    let plot = picture::plot(data, top);
    let ((left, right), (bottom, top)) = (plot.x.places(), plot.y.places());
    let places: Vec<f64> = data.tips.iter().map(|(x, _)| plot.x.at(*x)).collect();
    let edge = |i: usize| 0.5 * (places[i] + places[i + 1]);
    let column = |(i, (_, lines)): (usize, &(f64, Vec<String>))| {
        let from = if i == 0 { left } else { edge(i - 1) };
        let to = if i + 1 == places.len() { right } else { edge(i) };
        Hit::new((from.max(left), top, to.min(right), bottom), lines.clone())
    };
    data.tips.iter().enumerate().map(column).collect()
}

/// Through the bins and the shares below them; a bin without width is as wide as it is drawn.
fn of_distribution(data: &Histogram, top: f64) -> Vec<Hit> {
    let (bins, above) = distribution::plots(data, top);
    let half_constant = |low: f64, high: f64| if low == high { distribution::HALF_CONSTANT } else { 0.0 };
    let bin = |(&(low, high, _), lines): (&(f64, f64, f64), &Vec<String>)| {
        let off = half_constant(low, high);
        let (left, right) = (bins.x.at(low) - off, bins.x.at(high) + off);
        Hit::new((left, bins.y.places().1, right, above.y.places().0), lines.clone())
    };
    data.bins.iter().zip(&data.tips).map(bin).collect()
}

fn of_waterfall(data: &Waterfall, top: f64) -> Vec<Hit> {
    let sheet = waterfall::sheet(data, &waterfall::spans(&data.steps), top);
    let step = |(i, step): (usize, &Step)| {
        let (from, to) = (sheet.middle(i) - 0.5 * sheet.pitch, sheet.middle(i) + 0.5 * sheet.pitch);
        let (bottom, top) = sheet.values.places();
        let place = match sheet.way {
            waterfall::Way::Across => (from, top, to, bottom),
            waterfall::Way::Down => (MARGIN, from, WIDTH - MARGIN, to),
        };
        Hit::new(place, step_lines(step, &data.axis))
    };
    data.steps.iter().enumerate().map(step).collect()
}

/// "Churn", "-$1.9M", "Thin line: -$2.4M to -$1.5M".
fn step_lines(step: &Step, axis: &Axis) -> Vec<String> {
    let mut lines = vec![step.label.clone(), step.text.clone()];
    if let Some((low, high)) = step.interval.filter(|(low, high)| low.is_finite() && high.is_finite()) {
        let (low, high) = match (axis, step.kind) {
            // A change of a share is said in points, with its ends to be told apart.
            (Axis::Percent, Kind::Change | Kind::Gap) => {
                let error = (high - low) / 10.0;
                (Axis::Points.text(low, error), Axis::Points.text(high, error))
            }
            (Axis::Percent, Kind::Total) => (axis.text(low, (high - low) / 10.0), axis.text(high, (high - low) / 10.0)),
            _ => (axis.text(low, 0.0), axis.text(high, 0.0)),
        };
        lines.push(format!("Thin line: {low} to {high}"));
    }
    lines
}

fn of_tornado(data: &Tornado, top: f64) -> Vec<Hit> {
    let (first, pitch) = tornado::places(data, top);
    let row = |(i, row): (usize, &tornado::Row)| {
        let mut lines = vec![row.label.clone()];
        lines.extend(data.ends.iter().zip([&row.low, &row.high]).map(|(name, end)| named(name, &end.text)));
        lines.push(named(&data.column, &row.aside));
        lines.retain(|line| !line.is_empty());
        let from = first + i as f64 * pitch;
        Hit::new((MARGIN, from, WIDTH - MARGIN, from + pitch), lines)
    };
    data.rows.iter().enumerate().map(row).collect()
}

/// Longest name before a text, characters.
const LONGEST_NAME: usize = 44;

/// "Share of the variance: 41 %"; nothing where there is nothing to be said.
fn named(name: &str, text: &str) -> String {
    match (name.is_empty(), text.is_empty()) {
        (_, true) => String::new(),
        (true, false) => text.to_string(),
        // A long name leaves the text its room in the line.
        (false, false) => format!("{}: {text}", format::shorten(name, LONGEST_NAME)),
    }
}

/// A column round each amount that has a point, as far as to the middle between it and the next.
fn of_curve(data: &Curve, top: f64) -> Vec<Hit> {
    let plot = curve::plot(data, top);
    let points = || data.lines.iter().flat_map(|l| &l.points).filter(|p| p.x.is_finite() && p.y.is_finite());
    let mut amounts: Vec<f64> = points().map(|p| p.x).collect();
    amounts.sort_by(f64::total_cmp);
    amounts.dedup();
    let ((left, right), (bottom, top)) = (plot.x.places(), plot.y.places());
    let places: Vec<f64> = amounts.iter().map(|&x| plot.x.at(x)).collect();
    let between = |i: usize| 0.5 * (places[i] + places[i + 1]);
    let column = |(i, &amount): (usize, &f64)| {
        let from = if i == 0 { left } else { between(i - 1) };
        let to = if i + 1 == places.len() { right } else { between(i) };
        Hit::new((from, top, to, bottom), curve_lines(data, amount))
    };
    amounts.iter().enumerate().map(column).collect()
}

/// The amount, and what each line is there.
fn curve_lines(data: &Curve, amount: f64) -> Vec<String> {
    let label = data.x_labels.iter().find(|(x, _)| *x == amount).map(|(_, label)| label.clone());
    let mut lines = vec![label.unwrap_or_else(|| named(&data.x_title, &data.x.text(amount, 0.0)))];
    for line in &data.lines {
        for point in line.points.iter().filter(|p| p.x == amount && p.y.is_finite()) {
            let error = point.interval.map_or(0.0, |(low, high)| (high - point.y).max(point.y - low));
            let error = if error > 0.0 || data.y != Axis::Percent { error } else { WHOLE_PERCENT };
            let text = data.y.text(point.y, error);
            lines.push(point.text.clone().unwrap_or_else(|| named(&line.label, &text)));
        }
    }
    lines
}

/// Without an interval a share is said in whole percents.
const WHOLE_PERCENT: f64 = 0.01;

fn of_ranges(data: &Ranges, top: f64) -> Vec<Hit> {
    let row = |(group, row, [left, top, right, bottom]): ranges::Placed<'_>| {
        let heading = if group.heading.is_empty() { row.label.clone() } else { named(&group.heading, &row.label) };
        let bar = |(i, bar): (usize, &Bar)| named(data.key.get(i).map_or("", |k| &k[..]), &bar_line(bar));
        let mut lines = vec![heading];
        lines.extend(row.bars.iter().enumerate().map(bar));
        lines.push(named(&data.column, &row.aside));
        lines.retain(|line| !line.is_empty());
        Hit::new((left, top, right, bottom), lines)
    };
    ranges::placed(data, top).into_iter().map(row).collect()
}

/// "median $17.1M, P10 $15.4M, P90 $19.0M".
fn bar_line(bar: &Bar) -> String {
    if !(bar.low.is_finite() && bar.median.is_finite() && bar.high.is_finite()) {
        return bar.high_text.clone();
    }
    format!("median {}, P10 {}, P90 {}", bar.median_text, bar.low_text, bar.high_text)
}
