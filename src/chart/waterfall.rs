//! From one amount to another in steps: totals that stand on the axis, and between them what is added and taken away.
//!
//! Columns from left to right where all labels have room below them, else rows from top to bottom.

mod sheet;

use super::axis::{Axis, Level};
use super::canvas::{Anchor, Canvas, Point, Weight, lettering};
use super::font;
use super::labels::{self, EndLabel};
use super::rows;
use super::scale::{self, Plot, Scale};
use super::theme::{AXIS, BLUE, INK, MARGIN, MUTED, ORANGE, PAPER, SMALL, VERMILLION};
use plotters::style::RGBColor;
use sheet::{LINE, Sheet, Span};
pub(super) use sheet::{Way, sheet, spans};

/// What the chart draws.
#[derive(Clone, Debug)]
pub struct Waterfall {
    /// What the values are.
    pub axis: Axis,
    /// In their order, up to about 16. What stands before the first total starts at 0.
    pub steps: Vec<Step>,
    /// A level to be compared with, such as the target.
    pub level: Option<Level>,
    /// How the chart is to be read; where the axis does not start at 0, the chart says so after it.
    pub note: String,
}

/// One step.
#[derive(Clone, Debug)]
pub struct Step {
    /// "Churn".
    pub label: String,
    /// What the value is.
    pub kind: Kind,
    /// In the axis's unit; of what is not finite only label and text are shown.
    pub value: f64,
    /// "-$1.2M".
    pub text: String,
    /// An interval of the value, drawn as a thin line.
    pub interval: Option<(f64, f64)>,
}

/// What a step's value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An amount that stands on the axis; what follows starts from it.
    Total,
    /// What is added to the amount before it, or taken from it where negative.
    Change,
    /// As a change, drawn as an outline: what is missing to, or beyond, the level compared with.
    Gap,
}

/// Draws it below `top`.
pub(super) fn draw(canvas: &Canvas<'_>, data: &Waterfall, top: f64) {
    let spans = spans(&data.steps);
    let sheet = sheet(data, &spans, top);
    match sheet.way {
        Way::Across => across(canvas, data, &sheet),
        Way::Down => down(canvas, data, &sheet),
    }
    for (i, (step, span)) in data.steps.iter().zip(&spans).enumerate() {
        if let Some(next) = spans.get(i + 1).filter(|_| step.value.is_finite()) {
            connector(canvas, &sheet, i, (span.to, next));
        }
        bar(canvas, &sheet, (i, step), span);
    }
    level(canvas, data, &sheet);
    for (i, (step, span)) in data.steps.iter().zip(&spans).enumerate() {
        value_text(canvas, &sheet, (sheet.middle(i), step), span);
    }
    let broken = sheet.start.as_ref().map(|(_, text)| format!(" The axis starts at {text}, not at 0 (zigzag)."));
    labels::note(canvas, format!("{}{}", data.note, broken.unwrap_or_default()).trim());
}

/// Axis and labels of steps from left to right.
fn across(canvas: &Canvas<'_>, data: &Waterfall, sheet: &Sheet) {
    let bottom = sheet.values.places().0;
    let plot = Plot { x: Scale::new((0.0, 1.0), (sheet.first, sheet.end)), y: sheet.values };
    let (ticks, texts): (Vec<f64>, Vec<String>) = data.axis.ticks(&sheet.values, 7).into_iter().unzip();
    plot.left_axis(canvas, &ticks, &texts, SMALL);
    let base = sheet.values.at(sheet.base());
    canvas.line(&[(sheet.first, base), (sheet.end, base)], AXIS, 1.5);
    for (i, step) in data.steps.iter().enumerate() {
        for (k, line) in sheet::label_lines(&step.label, sheet.pitch).iter().enumerate() {
            let place = (sheet.middle(i), bottom + 22.0 + LINE * k as f64);
            canvas.text(line, place, lettering(SMALL, INK).at(Anchor::Middle));
        }
    }
}

/// Axis and labels of steps from top to bottom.
fn down(canvas: &Canvas<'_>, data: &Waterfall, sheet: &Sheet) {
    rows::axis_below(canvas, &sheet.values, &data.axis, (sheet.first, sheet.end));
    let base = sheet.values.at(sheet.base());
    canvas.line(&[(base, sheet.first), (base, sheet.end)], AXIS, 1.5);
    let left = sheet.values.places().0;
    for (i, step) in data.steps.iter().enumerate() {
        let room = (left - 12.0 - MARGIN, sheet.pitch);
        rows::label(canvas, &step.label, (left - 12.0, sheet.middle(i)), room, SMALL);
    }
}

/// The level compared with, over the bars: named at its right end, or above the rows.
fn level(canvas: &Canvas<'_>, data: &Waterfall, sheet: &Sheet) {
    let Some(level) = data.level.as_ref().filter(|l| l.value.is_finite()) else { return };
    if sheet.way == Way::Down {
        return rows::level(canvas, &sheet.values, level, (sheet.first, sheet.end));
    }
    let y = sheet.values.at(level.value);
    canvas.dashed(&[(sheet.first, y), (sheet.end, y)], VERMILLION, 2.5);
    let label = EndLabel { y, text: level.text.clone(), colour: VERMILLION, weight: Weight::SemiBold };
    let (bottom, top) = sheet.values.places();
    labels::at_right_end(canvas, &[label], sheet.end, (top, bottom));
}

/// A bar with its interval and its text.
fn bar(canvas: &Canvas<'_>, sheet: &Sheet, (i, step): (usize, &Step), span: &Span) {
    if !step.value.is_finite() {
        return;
    }
    let (middle, half) = (sheet.middle(i), sheet.half());
    let start = if step.kind == Kind::Total { sheet.base() } else { span.from };
    let (a, b) = (sheet.at(middle - half, start), sheet.at(middle + half, span.to));
    if step.kind == Kind::Gap {
        canvas.line(&[a, (b.0, a.1), b, (a.0, b.1), a], VERMILLION, 2.5);
    } else {
        canvas.rectangle(a, b, colour(step));
        // A change too small to be seen as an area is still seen as a line.
        let edge = [sheet.at(middle - half, span.to), sheet.at(middle + half, span.to)];
        canvas.line(&edge, colour(step), 2.0);
    }
    if let Some((low, high)) = span.interval {
        canvas.line(&[sheet.at(middle, low), sheet.at(middle, high)], PAPER, 5.0);
        canvas.line(&[sheet.at(middle, low), sheet.at(middle, high)], MUTED, 2.0);
        for end in [low, high] {
            canvas.line(&[sheet.at(middle - 6.0, end), sheet.at(middle + 6.0, end)], MUTED, 2.0);
        }
    }
    if step.kind == Kind::Total && sheet.start.is_some() {
        zigzag(canvas, sheet, (middle, half + 5.0), start);
    }
}

/// The value beyond its bar: above a column, right of a row; below a column that hangs from 0.
fn value_text(canvas: &Canvas<'_>, sheet: &Sheet, (middle, step): (f64, &Step), span: &Span) {
    let (low, high) = scale::extent(span.values());
    let hangs = step.kind == Kind::Total && step.value < 0.0;
    let (anchor, place) = match sheet.way {
        Way::Across if hangs => (Anchor::Middle, sheet.beyond(middle, low, -17.0)),
        Way::Across => (Anchor::Middle, sheet.beyond(middle, high, 17.0)),
        Way::Down => (Anchor::Start, sheet.beyond(middle, high, 10.0)),
    };
    let text = font::fit(&step.text, SMALL, Weight::SemiBold, 220.0);
    labels::plate(canvas, &text, place, lettering(SMALL, INK).semi_bold().at(anchor));
}

fn colour(step: &Step) -> RGBColor {
    match step.kind {
        Kind::Total => MUTED,
        Kind::Change | Kind::Gap if step.value < 0.0 => ORANGE,
        Kind::Change | Kind::Gap => BLUE,
    }
}

/// From the end of one bar to the next, which a change starts from.
fn connector(canvas: &Canvas<'_>, sheet: &Sheet, i: usize, (end, next): (f64, &Span)) {
    let (from, to) = (sheet.middle(i) + sheet.half(), sheet.middle(i + 1) - sheet.half());
    let meets = if next.from == end { next.from } else { next.to };
    // A total that is not where the steps before it lead has no line to it.
    if (meets - end).abs() <= 1e-9 * end.abs().max(1.0) {
        canvas.line(&[sheet.at(from, end), sheet.at(to, end)], AXIS, 1.5);
    }
}

/// Two teeth cut through a bar near its foot: it is longer than it is drawn.
fn zigzag(canvas: &Canvas<'_>, sheet: &Sheet, (middle, half): (f64, f64), start: f64) {
    let tooth = |k: i32, off: f64| {
        let along = middle - half + 2.0 * half * k as f64 / 4.0;
        sheet.beyond(along, start, off + if k % 2 == 0 { 0.0 } else { 9.0 })
    };
    let lower: Vec<Point> = (0..=4).map(|k| tooth(k, 12.0)).collect();
    let upper: Vec<Point> = (0..=4).map(|k| tooth(k, 20.0)).collect();
    canvas.polygon(&lower.iter().copied().chain(upper.iter().rev().copied()).collect::<Vec<_>>(), PAPER);
    canvas.line(&lower, MUTED, 1.5);
    canvas.line(&upper, MUTED, 1.5);
}
