//! Ranges with their medians: a row each, with one bar or two, in groups.
//!
//! Rows that do not fit below each other stand in two columns.

use super::axis::{Axis, Level};
use super::canvas::{Anchor, Canvas, Lettering, Weight, lettering};
use super::font;
use super::labels;
use super::rows;
use super::scale::{self, Scale};
use super::theme::{BLUE, GRID, HEIGHT, INK, LABEL, MARGIN, MUTED, ORANGE, PAPER, SMALL, VERMILLION, WIDTH};
use plotters::style::RGBColor;
use std::ops::Range;

/// Height of a bar's line at most.
const MOST_LINE: f64 = 76.0;
/// Below this, rows go into two columns.
const LEAST_LINE: f64 = 23.0;
/// Room between the two columns.
const BETWEEN: f64 = 44.0;
/// Height of a group's heading in bar lines.
const HEADING_LINES: f64 = 1.5;
/// Heading of the column of medians.
const MEDIAN: &str = "Median";
/// Air between rows in bar lines.
const ROW_AIR: f64 = 0.5;

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
    let first = top + if data.key.is_empty() { 30.0 } else { 62.0 };
    let below = if matches!(data.scales, Scales::Shared { .. }) { 100.0 } else { 78.0 };
    let height = HEIGHT - below - first;
    let blocks = split(data, height);
    let count = blocks.len() as f64;
    let width = (WIDTH - 2.0 * MARGIN + BETWEEN) / count - BETWEEN;
    let units = blocks.iter().map(|b| lines(data, b)).fold(1.0, f64::max);
    let line = (height / units).min(MOST_LINE);
    for (i, block) in blocks.iter().enumerate() {
        let left = MARGIN + i as f64 * (width + BETWEEN);
        let frame = Frame::new(data, (left, left + width), line);
        draw_block(canvas, (data, block), &frame, first);
    }
    labels::note(canvas, &data.note);
}

/// Rows of one group that stand below each other.
#[derive(Clone, Debug, PartialEq)]
struct Part {
    group: usize,
    rows: Range<usize>,
}

/// Bar lines of a row.
fn bars(row: &Row) -> f64 {
    row.bars.len().max(1) as f64
}

/// Height of parts in bar lines.
fn lines(data: &Ranges, parts: &[Part]) -> f64 {
    let part = |p: &Part| {
        let group = &data.groups[p.group];
        let heading = if group.heading.is_empty() { 0.0 } else { HEADING_LINES };
        heading + group.rows[p.rows.clone()].iter().map(|r| bars(r) + ROW_AIR).sum::<f64>()
    };
    parts.iter().map(part).sum()
}

/// One column where that leaves each bar room enough, else two that are about as long; a group is divided only where
/// that makes the columns clearly more alike.
fn split(data: &Ranges, height: f64) -> Vec<Vec<Part>> {
    let whole: Vec<Part> =
        data.groups.iter().enumerate().map(|(group, g)| Part { group, rows: 0..g.rows.len() }).collect();
    let count: usize = data.groups.iter().map(|g| g.rows.len()).sum();
    if height / lines(data, &whole).max(1.0) >= LEAST_LINE || count < 2 {
        return vec![whole];
    }
    let cost = |(left, right): &(Vec<Part>, Vec<Part>)| {
        let is_divided = left.last().map(|p| p.group) == right.first().map(|p| p.group);
        lines(data, left).max(lines(data, right)) + if is_divided { 3.0 } else { 0.0 }
    };
    let cuts = (1..count).map(|rows| cut(&whole, rows));
    let best = cuts.min_by(|a, b| cost(a).total_cmp(&cost(b)));
    best.map_or_else(|| vec![whole.clone()], |(left, right)| vec![left, right])
}

/// The first `count` rows, and the others.
fn cut(parts: &[Part], count: usize) -> (Vec<Part>, Vec<Part>) {
    let (mut left, mut right, mut seen) = (Vec::new(), Vec::new(), 0);
    for part in parts {
        let here = count.saturating_sub(seen).min(part.rows.len());
        seen += part.rows.len();
        let at = part.rows.start + here;
        let halves = [(&mut left, part.rows.start..at), (&mut right, at..part.rows.end)];
        for (side, rows) in halves.into_iter().filter(|(_, rows)| !rows.is_empty()) {
            side.push(Part { group: part.group, rows });
        }
    }
    (left, right)
}

/// Where the columns of a block stand.
struct Frame {
    left: f64,
    right: f64,
    /// Room of the labels.
    names: f64,
    /// Bars stand between these.
    bars: (f64, f64),
    /// Medians end here; the column on the right ends at `right`.
    medians: f64,
    /// Room of the column on the right.
    aside: f64,
    /// Height of a bar's line.
    line: f64,
    /// Font size.
    size: f64,
}

/// Share of a block's width that bars have at least, where smaller letters can give it to them.
const BARS: f64 = 0.3;
/// Share that a text at a bar's end, or a median, has at most.
const NUMBERS: f64 = 0.14;
/// Share that the column on the right has at most.
const ASIDE: f64 = 0.2;

impl Frame {
    /// With the largest letters that leave the bars room.
    fn new(data: &Ranges, ends: (f64, f64), line: f64) -> Self {
        let largest = (0.78 * line).clamp(9.0, SMALL);
        let sizes = (0..8).map(|k| (largest - k as f64).max(9.0));
        let mut frames = sizes.map(|size| Self::lettered(data, ends, line, (size, 0.3)));
        let roomy = frames.find(|f| f.bars.1 - f.bars.0 >= BARS * (f.right - f.left));
        roomy.unwrap_or_else(|| Self::lettered(data, ends, line, (largest.min(12.0), 0.15)))
    }

    /// With letters of this size, and labels of at most this share of the width.
    fn lettered(data: &Ranges, (left, right): (f64, f64), line: f64, (size, names): (f64, f64)) -> Self {
        let (look, width) = (lettering(size, INK), right - left);
        let rows = || data.groups.iter().flat_map(|g| &g.rows);
        let bars = || rows().flat_map(|r| &r.bars);
        let end = |text: fn(&Bar) -> &str| {
            rows::room(bars().filter(|b| b.is_finite()).map(text), look, NUMBERS * width) + 18.0
        };
        let names = rows::room(rows().map(|r| &r.label[..]), look, names * width);
        let aside = column_room(data, look, ASIDE * width);
        let medians = right - if aside > 0.0 { aside + 22.0 } else { 0.0 };
        let median = bars().map(|b| &b.median_text[..]).chain([MEDIAN]);
        let median = rows::room(median, look.semi_bold(), NUMBERS * width) + 14.0;
        let bars = (left + names + 6.0 + end(|b| &b.low_text), medians - median - end(|b| &b.high_text));
        Self { left, right, names, bars, medians, aside, line, size }
    }

    fn look(&self) -> Lettering {
        lettering(self.size, INK)
    }

    /// A number, cut where it is no number but a longer text.
    fn number(&self, text: &str, weight: Weight) -> String {
        font::fit(text, self.size, weight, NUMBERS * (self.right - self.left) + 0.5)
    }
}

/// Room of the column on the right: its texts in one line, its heading in two.
fn column_room(data: &Ranges, look: Lettering, most: f64) -> f64 {
    let texts = rows::room(data.groups.iter().flat_map(|g| &g.rows).map(|r| &r.aside[..]), look, most);
    let lines = font::wrap(&data.column, look.size, Weight::Regular, texts.max(most / 2.0), 2);
    rows::room(lines.iter().map(|l| &l[..]), look, most).max(texts)
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
    let all = data.groups.iter().flat_map(|g| &g.rows);
    if let Scales::Shared { axis, level } = &data.scales {
        let x = over(all, level.iter().map(|l| l.value), frame.bars);
        rows::axis_below(canvas, &x, axis, (top, bottom));
        draw_parts(canvas, (data, parts), frame, (top, |_: &Group| x));
        if let Some(level) = level {
            rows::level(canvas, &x, level, (top, bottom));
        }
    } else {
        let own = |group: &Group| over(group.rows.iter(), std::iter::empty(), frame.bars);
        draw_parts(canvas, (data, parts), frame, (top, own));
    }
}

/// A scale over rows and what they are compared with.
fn over<'a>(rows: impl Iterator<Item = &'a Row>, others: impl Iterator<Item = f64>, places: (f64, f64)) -> Scale {
    let of = |row: &'a Row| row.bars.iter().flat_map(|b| [b.low, b.median, b.high]).chain(row.level);
    let (low, high) = scale::extent(rows.flat_map(of).chain(others));
    Scale::new((low, high), places)
}

fn draw_parts(
    canvas: &Canvas<'_>,
    (data, parts): (&Ranges, &[Part]),
    frame: &Frame,
    (top, scale): (f64, impl Fn(&Group) -> Scale),
) {
    let mut y = top;
    for part in parts {
        let group = &data.groups[part.group];
        if !group.heading.is_empty() {
            let continued = if part.rows.start > 0 { " (continued)" } else { "" };
            let heading = format!("{}{continued}", group.heading);
            let text = font::fit(&heading, frame.size, Weight::SemiBold, frame.bars.1 - frame.left);
            let middle = y + 0.55 * HEADING_LINES * frame.line;
            labels::plate(canvas, &text, (frame.left, middle), frame.look().semi_bold());
            y += HEADING_LINES * frame.line;
        }
        for row in &group.rows[part.rows.clone()] {
            draw_row(canvas, frame, (row, &scale(group)), y);
            y += frame.line * (bars(row) + ROW_AIR);
        }
    }
}

fn draw_row(canvas: &Canvas<'_>, frame: &Frame, (row, x): (&Row, &Scale), top: f64) {
    let height = frame.line * bars(row);
    let first = top + 0.5 * ROW_AIR * frame.line;
    let middle = first + height / 2.0;
    let guide = first + height + 0.5 * ROW_AIR * frame.line;
    canvas.line(&[(frame.left, guide), (frame.right, guide)], GRID, 1.0);
    rows::label(canvas, &row.label, (frame.left + frame.names, middle), (frame.names, height), frame.size);
    let aside = font::fit(&row.aside, frame.size, Weight::Regular, frame.aside + 0.5);
    canvas.text(&aside, (frame.right, middle), frame.look().at(Anchor::End));
    for (i, bar) in row.bars.iter().enumerate() {
        draw_bar(canvas, frame, (bar, x, colour(i)), first + (i as f64 + 0.5) * frame.line);
    }
    if let Some(level) = row.level.filter(|l| l.is_finite()) {
        canvas.line(&[(x.at(level), first), (x.at(level), first + height)], VERMILLION, 3.0);
    }
}

fn colour(bar: usize) -> RGBColor {
    if bar == 0 { BLUE } else { ORANGE }
}

fn draw_bar(canvas: &Canvas<'_>, frame: &Frame, (bar, x, colour): (&Bar, &Scale, RGBColor), y: f64) {
    let look = frame.look();
    let median_text = frame.number(&bar.median_text, Weight::SemiBold);
    canvas.text(&median_text, (frame.medians, y), look.semi_bold().at(Anchor::End));
    if !bar.is_finite() {
        let text = font::fit(&bar.high_text, frame.size, Weight::Regular, frame.bars.1 - frame.bars.0);
        canvas.text(&text, (frame.bars.0, y), lettering(frame.size, MUTED));
        return;
    }
    let half = (0.26 * frame.line).min(11.0);
    let (low, high) = (x.at(bar.low), x.at(bar.high));
    // A range without width is still seen.
    canvas.rectangle((low.min(high - 3.0), y - half), (high.max(low + 3.0), y + half), colour);
    let median = x.at(bar.median);
    canvas.circle((median, y), half + 2.5, PAPER);
    canvas.circle((median, y), half + 0.5, INK);
    let off = half + 6.0;
    canvas.text(&frame.number(&bar.low_text, Weight::Regular), (low.min(median) - off, y), look.at(Anchor::End));
    canvas.text(&frame.number(&bar.high_text, Weight::Regular), (high.max(median) + off, y), look);
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
