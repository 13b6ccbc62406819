//! From one amount to another in steps: totals that stand on the axis, and between them what is added and taken away.
//!
//! Columns from left to right where all labels have room below them, else rows from top to bottom.

use super::axis::{Axis, Level};
use super::canvas::{Anchor, Canvas, Point, Weight, lettering};
use super::font;
use super::labels::{self, EndLabel};
use super::rows;
use super::scale::{self, Plot, Scale};
use super::theme::{AXIS, BLUE, HEIGHT, INK, LABEL, MARGIN, MUTED, ORANGE, PAPER, SMALL, VERMILLION, WIDTH};
use plotters::style::RGBColor;

/// Lines of a label below a column at most.
const LABEL_LINES: usize = 3;
/// Room from one of those lines to the next.
const LINE: f64 = 21.0;
/// Labels left of rows take at most this much.
const ROW_LABELS: f64 = 430.0;
/// The axis starts above 0 where all levels are above this share of the highest: the changes between them are small.
const NEAR_THE_TOP: f64 = 0.7;

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

/// Where a step starts and ends, and its interval's ends; in the axis's unit.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Span {
    from: f64,
    to: f64,
    interval: Option<(f64, f64)>,
}

impl Span {
    fn values(&self) -> impl Iterator<Item = f64> {
        let (low, high) = self.interval.unwrap_or((self.to, self.to));
        [self.from, self.to, low, high].into_iter()
    }
}

/// Each step from where the one before ended; totals from 0.
fn spans(steps: &[Step]) -> Vec<Span> {
    let mut level = 0.0;
    let mut out = Vec::with_capacity(steps.len());
    for step in steps {
        let start = if step.kind == Kind::Total { 0.0 } else { level };
        let interval = step.interval.filter(|(low, high)| low.is_finite() && high.is_finite());
        let interval = interval.map(|(low, high)| (start + low, start + high));
        if step.value.is_finite() {
            level = start + step.value;
            out.push(Span { from: start, to: level, interval });
        } else {
            out.push(Span { from: level, to: level, interval: None });
        }
    }
    out
}

/// Draws it below `top`.
pub(super) fn draw(canvas: &Canvas<'_>, data: &Waterfall, top: f64) {
    let spans = spans(&data.steps);
    let columns = Columns::of(data);
    let sheet = match columns.hold(&data.steps) {
        true => across(canvas, data, &spans, (top, columns)),
        false => down(canvas, data, &spans, top),
    };
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

/// Which way the steps go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Across,
    Down,
}

/// Where things stand.
struct Sheet {
    way: Way,
    /// Where the first step begins along the way, how far it is to the next, and where the last ends.
    first: f64,
    pitch: f64,
    end: f64,
    values: Scale,
    /// Where the axis starts if not at 0, also as text.
    start: Option<(f64, String)>,
}

impl Sheet {
    fn middle(&self, step: usize) -> f64 {
        self.first + (step as f64 + 0.5) * self.pitch
    }

    /// Where totals start.
    fn base(&self) -> f64 {
        self.start.as_ref().map_or(0.0, |s| s.0)
    }

    fn half(&self) -> f64 {
        (0.34 * self.pitch).min(if self.way == Way::Across { 70.0 } else { 17.0 })
    }

    fn at(&self, along: f64, value: f64) -> Point {
        match self.way {
            Way::Across => (along, self.values.at(value)),
            Way::Down => (self.values.at(value), along),
        }
    }

    /// A point `along` the way and `off` pixels from a value towards greater ones.
    fn beyond(&self, along: f64, value: f64, off: f64) -> Point {
        let (x, y) = self.at(along, value);
        match self.way {
            Way::Across => (x, y - off),
            Way::Down => (x + off, y),
        }
    }
}

/// The columns that the steps would have from left to right.
struct Columns {
    left: f64,
    right: f64,
    pitch: f64,
}

impl Columns {
    fn of(data: &Waterfall) -> Self {
        let look = lettering(LABEL, VERMILLION).semi_bold();
        let beside = data.level.as_ref().map_or(MARGIN, |level| look.width(&level.text).min(300.0) + 68.0);
        let (left, right) = (MARGIN + 84.0, WIDTH - beside);
        Self { left, right, pitch: (right - left) / data.steps.len().max(1) as f64 }
    }

    fn lines(&self, label: &str) -> Vec<String> {
        font::wrap(label, SMALL, Weight::Regular, self.pitch - 8.0, LABEL_LINES)
    }

    /// Whether every label has room below its column and every text above it, none cut.
    fn hold(&self, steps: &[Step]) -> bool {
        let value = lettering(SMALL, INK).semi_bold();
        let is_whole = |label: &str| self.lines(label).join(" ").split_whitespace().eq(label.split_whitespace());
        steps.iter().all(|s| is_whole(&s.label) && value.width(&s.text) <= self.pitch - 8.0)
    }
}

/// The scale of values, and where it starts if not at 0.
fn values(data: &Waterfall, spans: &[Span], places: (f64, f64)) -> (Scale, Option<(f64, String)>) {
    let totals = || data.steps.iter().filter(|step| step.kind == Kind::Total);
    let starts = data.steps.iter().zip(spans).filter(|(step, _)| step.kind != Kind::Total).map(|(_, s)| s.from);
    let ends = spans.iter().flat_map(|s| [s.to, s.interval.map_or(s.to, |i| i.0), s.interval.map_or(s.to, |i| i.1)]);
    let (low, high) = scale::extent(ends.chain(starts).chain(data.level.iter().map(|l| l.value)));
    let width = high - low;
    // The text of a total below 0 stands below its column.
    let low = if totals().any(|step| step.value < 0.0) { low - 0.06 * width } else { low };
    let whole = (Scale::over([low, high, 0.0].into_iter(), places), None);
    if totals().next().is_none() || low <= NEAR_THE_TOP * high || width <= 1e-6 * high {
        return whole;
    }
    let mut ticks = data.axis.ticks(&Scale::new((low - 0.5 * width, high), places), 10).into_iter().rev();
    match ticks.find(|(tick, _)| *tick <= low - 0.12 * width && *tick > 0.0) {
        Some(start) => (Scale::new((start.0, high + 0.04 * width), places), Some(start)),
        None => whole,
    }
}

/// Steps from left to right: axis, labels below.
fn across(canvas: &Canvas<'_>, data: &Waterfall, spans: &[Span], (top, columns): (f64, Columns)) -> Sheet {
    let most = data.steps.iter().map(|s| columns.lines(&s.label).len()).max().unwrap_or(1);
    let bottom = HEIGHT - 84.0 - LINE * most as f64;
    let (values, start) = values(data, spans, (bottom, top + 34.0));
    let plot = Plot { x: Scale::new((0.0, 1.0), (columns.left, columns.right)), y: values };
    let (ticks, texts): (Vec<f64>, Vec<String>) = data.axis.ticks(&values, 7).into_iter().unzip();
    plot.left_axis(canvas, &ticks, &texts, SMALL);
    let base = values.at(start.as_ref().map_or(0.0, |s| s.0));
    canvas.line(&[(columns.left, base), (columns.right, base)], AXIS, 1.5);
    for (i, step) in data.steps.iter().enumerate() {
        let x = columns.left + (i as f64 + 0.5) * columns.pitch;
        for (k, line) in columns.lines(&step.label).iter().enumerate() {
            canvas.text(line, (x, bottom + 22.0 + LINE * k as f64), lettering(SMALL, INK).at(Anchor::Middle));
        }
    }
    Sheet { way: Way::Across, first: columns.left, pitch: columns.pitch, end: columns.right, values, start }
}

/// Steps from top to bottom: axis below, labels on the left.
fn down(canvas: &Canvas<'_>, data: &Waterfall, spans: &[Span], top: f64) -> Sheet {
    let texts = rows::room(data.steps.iter().map(|s| &s.text[..]), lettering(SMALL, INK).semi_bold(), 220.0);
    let names = rows::room(data.steps.iter().map(|s| &s.label[..]), lettering(SMALL, INK), ROW_LABELS);
    let (left, right) = (MARGIN + names + 18.0, WIDTH - MARGIN - texts - 14.0);
    let first = top + if data.level.is_some() { 32.0 } else { 4.0 };
    let pitch = ((HEIGHT - 112.0 - first) / data.steps.len().max(1) as f64).min(64.0);
    let bottom = first + pitch * data.steps.len() as f64;
    let (values, start) = values(data, spans, (left, right));
    rows::axis_below(canvas, &values, &data.axis, (first, bottom));
    let base = values.at(start.as_ref().map_or(0.0, |s| s.0));
    canvas.line(&[(base, first), (base, bottom)], AXIS, 1.5);
    let sheet = Sheet { way: Way::Down, first, pitch, end: bottom, values, start };
    for (i, step) in data.steps.iter().enumerate() {
        rows::label(canvas, &step.label, (left - 12.0, sheet.middle(i)), (names, pitch), SMALL);
    }
    sheet
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

#[cfg(test)]
mod tests {
    use super::*;

    fn data(steps: &[(Kind, f64)], level: f64) -> Waterfall {
        let step = |&(kind, value): &(Kind, f64)| {
            let interval = Some((value - 1.0, value + 2.0));
            Step { label: "Step".to_string(), kind, value, text: "text".to_string(), interval }
        };
        let level = Some(Level { value: level, text: "Target".to_string() });
        Waterfall { axis: Axis::Number, steps: steps.iter().map(step).collect(), level, note: String::new() }
    }

    #[test]
    fn every_step_starts_where_the_one_before_ended() {
        let steps =
            [(Kind::Total, 10.0), (Kind::Change, 4.0), (Kind::Change, -6.0), (Kind::Total, 8.0), (Kind::Gap, 2.0)];
        let spans = spans(&data(&steps, 10.0).steps);
        let ends: Vec<(f64, f64)> = spans.iter().map(|s| (s.from, s.to)).collect();
        assert_eq!(ends, [(0.0, 10.0), (10.0, 14.0), (14.0, 8.0), (0.0, 8.0), (8.0, 10.0)]);
        assert_eq!(spans[2].interval, Some((7.0, 10.0)));
    }

    #[test]
    fn the_axis_leaves_0_only_where_changes_are_small() {
        let start = |steps: &[(Kind, f64)]| {
            let data = data(steps, 100.0);
            values(&data, &spans(&data.steps), (0.0, 1000.0)).1
        };
        let (at, text) = start(&[(Kind::Total, 100.0), (Kind::Change, -8.0), (Kind::Total, 92.0)]).unwrap();
        assert!(at > 80.0 && at < 91.0 && format!("{at}") == text, "{at} {text}");
        assert_eq!(start(&[(Kind::Total, 40.0), (Kind::Change, 52.0), (Kind::Total, 92.0)]), None);
        assert_eq!(start(&[(Kind::Change, 100.0), (Kind::Change, -2.0)]), None, "the first step starts at 0");
        assert_eq!(start(&[(Kind::Total, -100.0), (Kind::Total, -98.0)]), None);
    }
}
