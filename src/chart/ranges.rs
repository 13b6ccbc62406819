//! Ranges with their medians: a row each, with one bar or two, in groups.
//!
//! Rows that do not fit below each other stand in two columns.

mod layout;

use super::axis::{Axis, Level};
use super::canvas::{Anchor, Canvas, Weight, lettering};
use super::font;
use super::labels;
use super::rows::{self, ABOVE};
use super::scale::{self, Scale};
use super::theme::{BLUE, GRID, HEIGHT, INK, LABEL, MARGIN, MUTED, ORANGE, PAPER, VERMILLION, WIDTH};
use layout::{Frame, HEADING_LINES, MEDIAN, Part, ROW_AIR, bars, lines, split};
use plotters::style::RGBColor;

/// Height of a bar's line at most.
const MOST_LINE: f64 = 96.0;
/// Room between the two columns.
const BETWEEN: f64 = 44.0;

/// What the chart draws.
#[derive(Clone, Debug)]
pub struct Ranges {
    /// What the bars of a row are, in their order: "Trials that hit", "Trials that miss". Empty: every row has one bar
    /// and needs no name for it.
    pub key: Vec<String>,
    /// What the groups' values stand on.
    pub scales: Scales,
    /// In the order to be shown; up to about 24 rows in all.
    pub groups: Vec<Group>,
    /// What the column on the right shows, empty where there is none: "P(hit) is 50 % at".
    pub column: String,
    /// How the chart is to be read.
    pub note: String,
}

/// What the groups' values stand on.
#[derive(Clone, Debug)]
pub enum Scales {
    /// All on one axis, drawn below; with a level to be compared with, such as the target.
    Shared {
        /// What the values are.
        axis: Axis,
        /// The level.
        level: Option<Level>,
    },
    /// Each group on a scale of its own, without an axis: its values are in units of its own, and written at the bars.
    OwnByGroup,
}

/// Rows that belong together.
#[derive(Clone, Debug)]
pub struct Group {
    /// May be empty.
    pub heading: String,
    /// At least one.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it is.
    pub label: String,
    /// One or two, as the key has names.
    pub bars: Vec<Bar>,
    /// A level of this row alone, marked by an upright line through its bars, such as a trigger.
    pub level: Option<f64>,
    /// What stands in the column on the right; may be empty.
    pub aside: String,
}

/// A range with its median. Where the values are not finite nothing is drawn, and `high_text` stands where the bar would.
#[derive(Clone, Debug)]
pub struct Bar {
    /// P10.
    pub low: f64,
    /// P50.
    pub median: f64,
    /// P90.
    pub high: f64,
    /// As text, left of the bar.
    pub low_text: String,
    /// As text, in a column.
    pub median_text: String,
    /// As text, right of the bar.
    pub high_text: String,
}

impl Bar {
    fn is_finite(&self) -> bool {
        self.low.is_finite() && self.median.is_finite() && self.high.is_finite()
    }
}

/// Draws it below `top`.
pub(super) fn draw(canvas: &Canvas<'_>, data: &Ranges, top: f64) {
    key(canvas, data, top + 6.0);
    let (first, blocks) = blocks(data, top);
    for (block, frame) in blocks {
        draw_block(canvas, (data, &block), &frame, first);
    }
    labels::note(canvas, &data.note);
}

/// Where the rows begin, and their columns.
fn blocks(data: &Ranges, top: f64) -> (f64, Vec<(Vec<Part>, Frame)>) {
    let first = top + if data.key.is_empty() { 30.0 } else { 62.0 };
    let below = if matches!(data.scales, Scales::Shared { .. }) { 100.0 } else { 78.0 };
    let height = HEIGHT - below - first;
    let blocks = split(data, height);
    let width = (WIDTH - 2.0 * MARGIN + BETWEEN) / blocks.len() as f64 - BETWEEN;
    let units = blocks.iter().map(|b| lines(data, b)).fold(1.0, f64::max);
    let line = (height / units).min(MOST_LINE);
    let framed = |(i, block): (usize, Vec<Part>)| {
        let left = MARGIN + i as f64 * (width + BETWEEN);
        (block, Frame::new(data, (left, left + width), line))
    };
    // A few rows stand nearer to the middle.
    (first + ABOVE * (height - units * line), blocks.into_iter().enumerate().map(framed).collect())
}

/// A row with its group, and where it stands: left, top, right, bottom.
pub(super) type Placed<'a> = (&'a Group, &'a Row, [f64; 4]);

/// Where every row stands.
pub(super) fn placed(data: &Ranges, top: f64) -> Vec<Placed<'_>> {
    let (first, blocks) = blocks(data, top);
    let block = |(parts, frame): (Vec<Part>, Frame)| {
        let ends = |y: f64, row: &Row| [frame.left, y, frame.right, y + frame.line * (bars(row) + ROW_AIR)];
        let rows = places(data, &parts, &frame, first).into_iter();
        rows.map(|(y, group, row)| (group, row, ends(y, row))).collect::<Vec<_>>()
    };
    blocks.into_iter().flat_map(block).collect()
}

/// Names of the columns on the right, above them.
fn headings(canvas: &Canvas<'_>, data: &Ranges, frame: &Frame, top: f64) {
    let look = lettering(frame.size, MUTED).at(Anchor::End);
    canvas.text(MEDIAN, (frame.medians, top - 16.0), look);
    let lines = font::wrap(&data.column, frame.size, Weight::Regular, frame.aside + 0.5, 2);
    for (i, line) in lines.iter().rev().enumerate() {
        canvas.text(line, (frame.right, top - 16.0 - 1.16 * frame.size * i as f64), look);
    }
}

fn draw_block(canvas: &Canvas<'_>, (data, parts): (&Ranges, &[Part]), frame: &Frame, top: f64) {
    let bottom = top + frame.line * lines(data, parts);
    headings(canvas, data, frame, top);
    let scale = |group: &Group| match &data.scales {
        Scales::Shared { level, .. } => shared(data, level.as_ref(), frame),
        Scales::OwnByGroup => over(group.rows.iter(), None, frame.bars),
    };
    if let Scales::Shared { axis, level } = &data.scales {
        rows::axis_below(canvas, &shared(data, level.as_ref(), frame), axis, (top, bottom));
    }
    group_names(canvas, (data, parts), frame, top);
    for (y, group, row) in places(data, parts, frame, top) {
        draw_bars(canvas, frame, (row, &scale(group)), y);
    }
    if let Scales::Shared { level: Some(level), .. } = &data.scales {
        rows::level(canvas, &shared(data, Some(level), frame), level, (top, bottom));
    }
    for (y, group, row) in places(data, parts, frame, top) {
        draw_texts(canvas, frame, (row, &scale(group)), y);
    }
}

/// The scale of all groups together.
fn shared(data: &Ranges, level: Option<&Level>, frame: &Frame) -> Scale {
    over(data.groups.iter().flat_map(|g| &g.rows), level.map(|l| l.value), frame.bars)
}

/// A scale over rows and what they are compared with.
fn over<'a>(rows: impl Iterator<Item = &'a Row>, level: Option<f64>, places: (f64, f64)) -> Scale {
    let of = |row: &'a Row| row.bars.iter().flat_map(|b| [b.low, b.median, b.high]).chain(row.level);
    let (low, high) = scale::extent(rows.flat_map(of).chain(level));
    Scale::new((low, high), places)
}

/// Where each part begins.
fn starts(data: &Ranges, parts: &[Part], frame: &Frame, top: f64) -> Vec<f64> {
    (0..parts.len()).map(|i| top + frame.line * lines(data, &parts[..i])).collect()
}

/// Where each row begins.
fn places<'a>(data: &'a Ranges, parts: &[Part], frame: &Frame, top: f64) -> Vec<(f64, &'a Group, &'a Row)> {
    let mut out = Vec::new();
    for (part, start) in parts.iter().zip(starts(data, parts, frame, top)) {
        let group = &data.groups[part.group];
        let mut y = start + if group.heading.is_empty() { 0.0 } else { HEADING_LINES * frame.line };
        for row in &group.rows[part.rows.clone()] {
            out.push((y, group, row));
            y += frame.line * (bars(row) + ROW_AIR);
        }
    }
    out
}

fn group_names(canvas: &Canvas<'_>, (data, parts): (&Ranges, &[Part]), frame: &Frame, top: f64) {
    for (part, start) in parts.iter().zip(starts(data, parts, frame, top)) {
        let continued = if part.rows.start > 0 { " (continued)" } else { "" };
        let name = &data.groups[part.group].heading;
        if !name.is_empty() {
            let room = frame.right - frame.left;
            let text = font::fit(&format!("{name}{continued}"), frame.size, Weight::SemiBold, room);
            let middle = start + 0.58 * HEADING_LINES * frame.line;
            labels::plate(canvas, &text, (frame.left, middle), frame.look().semi_bold());
        }
    }
}

/// Middle of a row's bar.
fn middle(frame: &Frame, top: f64, bar: usize) -> f64 {
    top + frame.line * (0.5 * ROW_AIR + bar as f64 + 0.5)
}

fn half(frame: &Frame) -> f64 {
    (0.26 * frame.line).min(16.0)
}

fn draw_bars(canvas: &Canvas<'_>, frame: &Frame, (row, x): (&Row, &Scale), top: f64) {
    let (end, half) = (top + frame.line * (bars(row) + ROW_AIR), half(frame));
    canvas.line(&[(frame.left, end), (frame.right, end)], GRID, 1.0);
    for (i, bar) in row.bars.iter().enumerate().filter(|(_, b)| b.is_finite()) {
        let y = middle(frame, top, i);
        let (low, median, high) = (x.at(bar.low), x.at(bar.median), x.at(bar.high));
        // A range without width is still seen.
        canvas.rectangle((low.min(high - 3.0), y - half), (high.max(low + 3.0), y + half), colour(i));
        canvas.rectangle((median - 3.5, y - half), (median + 3.5, y + half), PAPER);
        canvas.rectangle((median - 2.0, y - half - 2.0), (median + 2.0, y + half + 2.0), INK);
    }
    if let Some(level) = row.level.filter(|l| l.is_finite()) {
        let air = 0.5 * ROW_AIR * frame.line;
        canvas.line(&[(x.at(level), top + air), (x.at(level), end - air)], VERMILLION, 3.0);
    }
}

fn draw_texts(canvas: &Canvas<'_>, frame: &Frame, (row, x): (&Row, &Scale), top: f64) {
    let height = frame.line * bars(row);
    let y = top + 0.5 * (height + ROW_AIR * frame.line);
    rows::label(canvas, &row.label, (frame.left + frame.names, y), (frame.names, height), frame.size);
    let aside = font::fit(&row.aside, frame.size, Weight::Regular, frame.aside + 0.5);
    canvas.text(&aside, (frame.right, y), frame.look().at(Anchor::End));
    for (i, bar) in row.bars.iter().enumerate() {
        bar_texts(canvas, frame, (bar, x), middle(frame, top, i));
    }
}

/// The ends beside the bar, the median in its column; what there is to say where there is no bar.
fn bar_texts(canvas: &Canvas<'_>, frame: &Frame, (bar, x): (&Bar, &Scale), y: f64) {
    let look = frame.look();
    let median = frame.number(&bar.median_text, Weight::SemiBold);
    canvas.text(&median, (frame.medians, y), look.semi_bold().at(Anchor::End));
    if !bar.is_finite() {
        let text = font::fit(&bar.high_text, frame.size, Weight::Regular, frame.bars.1 - frame.bars.0);
        canvas.text(&text, (frame.bars.0, y), lettering(frame.size, MUTED));
        return;
    }
    let (low, high) = (x.at(bar.low), x.at(bar.high));
    let low_text = frame.number(&bar.low_text, Weight::Regular);
    labels::plate(canvas, &low_text, (low - 12.0, y), look.at(Anchor::End));
    labels::plate(canvas, &frame.number(&bar.high_text, Weight::Regular), (high + 12.0, y), look);
}

fn colour(bar: usize) -> RGBColor {
    if bar == 0 { BLUE } else { ORANGE }
}

/// Which colour is which bar.
fn key(canvas: &Canvas<'_>, data: &Ranges, y: f64) {
    let look = lettering(LABEL, INK);
    let mut x = MARGIN;
    for (i, name) in data.key.iter().enumerate() {
        let name = font::fit(name, LABEL, Weight::Regular, 0.4 * WIDTH);
        canvas.rectangle((x, y - 9.0), (x + 18.0, y + 9.0), colour(i));
        canvas.text(&name, (x + 28.0, y), look);
        x += 28.0 + look.width(&name) + 36.0;
    }
}
