//! A result against the amount of something: one line with its interval, or several lines named at their ends.

use super::axis::{Axis, Level};
use super::canvas::{Anchor, Canvas, Weight, lettering};
use super::font;
use super::labels::{self, EndLabel};
use super::scale::{Plot, Scale};
use super::theme::{
    AXIS, BANDS, BLUE, GRID, HEIGHT, INK, LABEL, LINES, MARGIN, MUTED, PAPER, SMALL, VERMILLION, WIDTH,
};
use plotters::style::RGBColor;

/// Labels right of the plot take at most this much.
const LABELS: f64 = 330.0;
/// Height of a text's box and of the air round it.
const TEXT_HEIGHT: f64 = 25.0;

/// What the chart draws.
#[derive(Clone, Debug)]
pub struct Curve {
    /// What the amounts are.
    pub x: Axis,
    /// What is varied: "Reps hired in addition".
    pub x_title: String,
    /// Labels of the horizontal axis, those that have room; empty: round values of `x`.
    pub x_labels: Vec<(f64, String)>,
    /// What the results are.
    pub y: Axis,
    /// What comes of it: "Chance of hitting the target".
    pub y_title: String,
    /// One to six.
    pub lines: Vec<Line>,
    /// The wanted level.
    pub level: Option<Level>,
    /// The amount that answers the question.
    pub answer: Option<Answer>,
    /// How the chart is to be read.
    pub note: String,
}

/// One line.
#[derive(Clone, Debug)]
pub struct Line {
    /// What stands at its right end; may be empty.
    pub label: String,
    /// How its points belong together.
    pub shape: Shape,
    /// By growing `x`.
    pub points: Vec<Point>,
}

/// How the points of a line belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Any amount between two points can be had.
    Smooth,
    /// Only the points themselves can be had: whole numbers, months.
    Points,
    /// Each point holds until the next: what the amount buys.
    Steps,
}

/// A point of a line.
#[derive(Clone, Debug)]
pub struct Point {
    /// Amount.
    pub x: f64,
    /// Result; NaN where there is none.
    pub y: f64,
    /// The result's interval: a band round a single smooth line, else a thin line at each point.
    pub interval: Option<(f64, f64)>,
    /// What stands at the point; left out where it has no room.
    pub text: Option<String>,
}

/// The amount that answers the question.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Amount.
    pub x: f64,
    /// Result there; NaN: only the amount is marked.
    pub y: f64,
    /// "9 reps: 62 %".
    pub text: String,
}

/// Draws it below `top`.
pub(super) fn draw(canvas: &Canvas<'_>, data: &Curve, top: f64) {
    let plot = plot(data, top);
    let (ticks, texts): (Vec<f64>, Vec<String>) = data.y.ticks(&plot.y, 6).into_iter().unzip();
    plot.left_axis(canvas, &ticks, &texts, SMALL);
    let (left, right) = plot.x.places();
    let title = font::fit(&data.y_title, SMALL, Weight::Regular, right - MARGIN);
    canvas.text(&title, (MARGIN, top + 6.0), lettering(SMALL, MUTED));
    if let [line] = &data.lines[..] {
        band(canvas, &plot, line);
    }
    zero(canvas, &plot);
    plot.base_line(canvas);
    below(canvas, data, &plot);
    if let Some(level) = data.level.as_ref().filter(|l| l.value.is_finite()) {
        let y = plot.y.at(level.value);
        canvas.dashed(&[(left, y), (right, y)], VERMILLION, 2.5);
    }
    for (i, line) in data.lines.iter().enumerate() {
        draw_line(canvas, &plot, (i, line), data.lines.len());
    }
    point_texts(canvas, &plot, data);
    answer(canvas, &plot, data, top + 38.0);
    end_labels(canvas, &plot, data);
    labels::note(canvas, &data.note);
}

/// Where its amounts and results stand.
pub(super) fn plot(data: &Curve, top: f64) -> Plot {
    let points = || data.lines.iter().flat_map(|l| &l.points);
    let ends = |p: &Point| p.interval.map_or([p.y, p.y, p.y], |(low, high)| [low, p.y, high]);
    let marked = data.level.iter().map(|l| l.value).chain(data.answer.iter().map(|a| a.y));
    let look = lettering(LABEL, INK).semi_bold();
    let names = data.lines.iter().map(|l| &l.label).chain(data.level.iter().map(|l| &l.text));
    let beside = names.map(|n| look.width(n)).fold(0.0, f64::max).min(LABELS);
    let right = if beside > 0.0 { WIDTH - beside - 68.0 } else { WIDTH - MARGIN };
    let places = (MARGIN + 84.0, right);
    let (low, high) = super::scale::extent(points().map(|p| p.x).chain(data.answer.iter().map(|a| a.x)));
    // Points at the ends stand off the axis and off the labels.
    let air = if data.lines.iter().all(|l| l.shape == Shape::Smooth) { 0.0 } else { 0.03 * (high - low) };
    let strip = if data.answer.is_some() { 62.0 } else { 30.0 };
    Plot {
        x: Scale::new((low - air, high + air), places),
        y: data.y.scale(points().flat_map(ends).chain(marked), (HEIGHT - 142.0, top + strip)),
    }
}

/// The line of 0 where values stand on both sides of it.
fn zero(canvas: &Canvas<'_>, plot: &Plot) {
    let (low, high) = plot.y.values();
    if low < 0.0 && high > 0.0 {
        let (left, right) = plot.x.places();
        canvas.line(&[(left, plot.y.at(0.0)), (right, plot.y.at(0.0))], AXIS, 1.5);
    }
}

/// Labels of the horizontal axis, those that have room, and its title.
fn below(canvas: &Canvas<'_>, data: &Curve, plot: &Plot) {
    let (left, right) = plot.x.places();
    let look = lettering(SMALL, MUTED);
    let own = || data.x_labels.iter().filter(|(x, _)| x.is_finite()).cloned().collect();
    let wanted: Vec<(f64, String)> = if data.x_labels.is_empty() { data.x.ticks(&plot.x, 9) } else { own() };
    let mut labels: Vec<(f64, String)> = Vec::new();
    let mut free_from = 12.0;
    for (x, text) in wanted {
        let (from, to) = (plot.x.at(x) - look.width(&text) / 2.0, plot.x.at(x) + look.width(&text) / 2.0);
        if from >= free_from && to <= WIDTH - 12.0 && (left - 1.0..=right + 1.0).contains(&plot.x.at(x)) {
            free_from = to + 18.0;
            labels.push((x, text));
        }
    }
    plot.bottom_axis(canvas, &labels, SMALL);
    let title = font::fit(&data.x_title, SMALL, Weight::Regular, right - left);
    canvas.text(&title, ((left + right) / 2.0, plot.y.places().0 + 54.0), look.at(Anchor::Middle));
}

/// The interval of a single smooth line.
fn band(canvas: &Canvas<'_>, plot: &Plot, line: &Line) {
    if line.shape == Shape::Smooth {
        let ends = || {
            line.points
                .iter()
                .filter(|p| p.y.is_finite())
                .filter_map(|p| p.interval.map(|(low, high)| (p.x, low, high)))
        };
        let low = ends().map(|(x, low, _)| plot.at(x, low));
        let high = ends().rev().map(|(x, _, high)| plot.at(x, high));
        canvas.polygon(&low.chain(high).collect::<Vec<_>>(), BANDS[1]);
    }
}

fn draw_line(canvas: &Canvas<'_>, plot: &Plot, (i, line): (usize, &Line), of: usize) {
    let colour = LINES[i % LINES.len()];
    let places: Vec<(f64, f64)> = line.points.iter().map(|p| plot.at(p.x, p.y)).collect();
    match line.shape {
        Shape::Smooth => canvas.line(&places, colour, 4.0),
        // One line of points is led by a pale line that does not pass for values; several could not be told apart.
        Shape::Points if of == 1 => canvas.line(&places, GRID, 3.0),
        Shape::Points => canvas.line(&places, colour, 2.0),
        Shape::Steps => canvas.line(&steps(&places), colour, 3.0),
    }
    if of > 1 || line.shape != Shape::Smooth {
        for point in line.points.iter().filter(|p| p.y.is_finite()) {
            if let Some((low, high)) = point.interval {
                canvas.line(&[plot.at(point.x, low), plot.at(point.x, high)], colour, 1.5);
            }
        }
    }
    let size = mark_size(&places);
    for &place in places.iter().filter(|p| p.1.is_finite() && (line.shape != Shape::Smooth || of > 1)) {
        mark(canvas, i, place, size);
    }
}

/// Corners of a staircase whose steps hold until the next point.
fn steps(places: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let finite: Vec<(f64, f64)> = places.iter().copied().filter(|p| p.1.is_finite()).collect();
    let corners = finite.windows(2).flat_map(|w| [w[0], (w[1].0, w[0].1)]);
    corners.chain(finite.last().copied()).collect()
}

/// Small enough to keep off the next mark.
fn mark_size(places: &[(f64, f64)]) -> f64 {
    let nearest = places.windows(2).map(|w| (w[1].0 - w[0].0).abs()).fold(f64::INFINITY, f64::min);
    (0.32 * nearest).clamp(2.5, 6.5)
}

/// The marks of the lines: their colours may look alike in grey print.
fn mark(canvas: &Canvas<'_>, i: usize, (x, y): (f64, f64), size: f64) {
    let colour = LINES[i % LINES.len()];
    match i % LINES.len() {
        0 => canvas.circle((x, y), size, colour),
        1 => canvas.rectangle((x - 0.9 * size, y - 0.9 * size), (x + 0.9 * size, y + 0.9 * size), colour),
        2 => canvas.diamond((x, y), 1.3 * size, colour),
        3 => canvas.polygon(&triangle((x, y), 1.2 * size), colour),
        4 => canvas.polygon(&triangle((x, y), -1.2 * size), colour),
        _ => ring(canvas, (x, y), size, colour),
    }
}

fn triangle((x, y): (f64, f64), size: f64) -> [(f64, f64); 3] {
    [(x, y - size), (x + size, y + 0.8 * size), (x - size, y + 0.8 * size)]
}

fn ring(canvas: &Canvas<'_>, centre: (f64, f64), size: f64, colour: RGBColor) {
    canvas.circle(centre, size, colour);
    canvas.circle(centre, 0.55 * size, PAPER);
}

/// The answer: a line from its text above the plot through its point to the axis.
fn answer(canvas: &Canvas<'_>, plot: &Plot, data: &Curve, y: f64) {
    let Some(answer) = data.answer.as_ref().filter(|a| a.x.is_finite()) else { return };
    let (left, right) = plot.x.places();
    let x = plot.x.at(answer.x);
    canvas.dashed(&[(x, y + 12.0), (x, plot.y.places().0)], BLUE, 2.0);
    if answer.y.is_finite() {
        canvas.circle((x, plot.y.at(answer.y)), 11.0, PAPER);
        canvas.circle((x, plot.y.at(answer.y)), 8.5, BLUE);
    }
    let look = lettering(LABEL, BLUE).semi_bold().at(Anchor::Middle);
    let text = font::fit(&answer.text, LABEL, Weight::SemiBold, right - left);
    let half = look.width(&text) / 2.0;
    labels::plate(canvas, &text, (x.min(right - half).max(left + half), y), look);
}

/// Names of the lines and of the wanted level, right of the plot.
fn end_labels(canvas: &Canvas<'_>, plot: &Plot, data: &Curve) {
    let (mut out, mut named) = (Vec::new(), Vec::new());
    for (i, line) in data.lines.iter().enumerate().filter(|(_, l)| !l.label.is_empty()) {
        if let Some(last) = line.points.iter().rev().find(|p| p.y.is_finite()) {
            let colour = LINES[i % LINES.len()];
            named.push(i);
            out.push(EndLabel { y: plot.y.at(last.y), text: line.label.clone(), colour, weight: Weight::Regular });
        }
    }
    if let Some(level) = data.level.as_ref().filter(|l| l.value.is_finite()) {
        let y = plot.y.at(level.value);
        out.push(EndLabel { y, text: level.text.clone(), colour: VERMILLION, weight: Weight::SemiBold });
    }
    let (bottom, top) = plot.y.places();
    let ends = labels::at_right_end(canvas, &out, plot.x.places().1, (top, bottom));
    // Lines that end at the same place are told apart by their marks.
    for (i, place) in named.into_iter().zip(ends).filter(|_| data.lines.len() > 1) {
        mark(canvas, i, place, 5.0);
    }
}

/// A box: left, top, right, bottom.
type Box4 = [f64; 4];

fn touch(a: &Box4, b: &Box4) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

/// Texts at points, each where it touches no other text and no mark; left out where there is no such place.
fn point_texts(canvas: &Canvas<'_>, plot: &Plot, data: &Curve) {
    let points = || data.lines.iter().flat_map(|l| &l.points).filter(|p| p.y.is_finite());
    let mark = |p: &Point| {
        let (x, y) = plot.at(p.x, p.y);
        [x - 7.0, y - 7.0, x + 7.0, y + 7.0]
    };
    let mut taken: Vec<Box4> = points().map(mark).chain(lines_taken(plot, data)).collect();
    let look = lettering(SMALL, INK);
    for point in points() {
        let Some(text) = point.text.as_ref().map(|t| font::fit(t, SMALL, Weight::Regular, LABELS)) else { continue };
        let place = plot.at(point.x, point.y);
        let free = places(place, look.width(&text)).into_iter().find(|b| fits(b, plot, &taken));
        if let Some(space) = free {
            led(canvas, place, &space);
            labels::plate(canvas, &text, (space[0] + 6.0, (space[1] + space[3]) / 2.0), look);
            taken.push(space);
        }
    }
}

/// What texts must keep off besides the marks: the wanted level, the answer, stairs.
fn lines_taken(plot: &Plot, data: &Curve) -> Vec<Box4> {
    let ((left, right), (bottom, top)) = (plot.x.places(), plot.y.places());
    let level = data.level.iter().map(|l| ((left, plot.y.at(l.value)), (right, plot.y.at(l.value))));
    let stairs = data.lines.iter().filter(|l| l.shape == Shape::Steps).flat_map(|l| {
        let corners = steps(&l.points.iter().map(|p| plot.at(p.x, p.y)).collect::<Vec<_>>());
        corners.windows(2).map(|w| (w[0], w[1])).collect::<Vec<_>>()
    });
    let boxed = |(a, b): ((f64, f64), (f64, f64))| {
        [a.0.min(b.0) - 3.0, a.1.min(b.1) - 3.0, a.0.max(b.0) + 3.0, a.1.max(b.1) + 3.0]
    };
    // Without width: the text of the answer's own point stands right beside the answer's line.
    let answer = data.answer.iter().map(|a| [plot.x.at(a.x), top, plot.x.at(a.x), bottom]);
    level.chain(stairs).map(boxed).chain(answer).collect()
}

fn fits(space: &Box4, plot: &Plot, taken: &[Box4]) -> bool {
    let ((left, right), (bottom, top)) = (plot.x.places(), plot.y.places());
    let inside = space[0] >= left && space[2] <= right && space[1] >= top - 4.0 && space[3] <= bottom;
    inside && !taken.iter().any(|t| touch(t, space))
}

/// Where a text of this width may stand, best first: above to the left, where a rising line leaves room, below to the
/// right, above, below, then the same farther off.
fn places((x, y): (f64, f64), width: f64) -> Vec<Box4> {
    let w = width + 12.0;
    let near = |off: f64| {
        let (above, below) = (y - off - TEXT_HEIGHT, y + off);
        [(x - w, above), (x, below), (x - w / 2.0, above), (x - w / 2.0, below), (x, above), (x - w, below)]
    };
    let boxed = |(left, top): (f64, f64)| [left, top, left + w, top + TEXT_HEIGHT];
    [9.0, 36.0, 64.0, 96.0].into_iter().flat_map(near).map(boxed).collect()
}

/// A thin line from a point to a text that stands off it.
fn led(canvas: &Canvas<'_>, (x, y): (f64, f64), space: &Box4) {
    let edge = if space[3] < y { space[3] } else { space[1] };
    if (edge - y).abs() > 20.0 {
        canvas.line(&[(x, y), (x.clamp(space[0] + 6.0, space[2] - 6.0), edge)], AXIS, 1.2);
    }
}
