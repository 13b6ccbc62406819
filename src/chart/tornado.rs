//! What each driver does to the result: a row a driver, a bar to where the result is at its low and its high end.

use super::axis::{Axis, Level};
use super::canvas::{Anchor, Canvas, Weight, lettering};
use super::font;
use super::labels;
use super::rows::{self, ABOVE};
use super::scale::Scale;
use super::theme::{BLUE, HEIGHT, INK, LABEL, MARGIN, MUTED, ORANGE, PAPER, SMALL, WIDTH};
use plotters::style::RGBColor;

/// Labels take at most this much.
const LABELS: f64 = 400.0;
/// A text at the end of a bar takes at most this much.
const END_TEXT: f64 = 150.0;
/// The column on the right takes at most this much.
const COLUMN: f64 = 240.0;
/// A row is at most this high.
const MOST_PITCH: f64 = 150.0;
/// Size of two texts that stand one above the other at a bar.
const STACKED: f64 = 15.0;

/// What the chart draws.
#[derive(Clone, Debug)]
pub struct Tornado {
    /// What the values are.
    pub axis: Axis,
    /// In the order to be shown, up to about 15.
    pub rows: Vec<Row>,
    /// Where the bars start, such as the median of all trials.
    pub base: Level,
    /// What the low and the high end are: "Driver in its lowest tenth", "Driver in its highest tenth".
    pub ends: [String; 2],
    /// What the column on the right shows, empty where there is none: "Share of variance".
    pub column: String,
    /// How the chart is to be read.
    pub note: String,
}

/// One driver.
#[derive(Clone, Debug)]
pub struct Row {
    /// In words.
    pub label: String,
    /// The result at the driver's low end; it may well be above that at the high end.
    pub low: End,
    /// The result at the driver's high end.
    pub high: End,
    /// What stands in the column on the right; may be empty.
    pub aside: String,
}

/// The result at one end of a driver.
#[derive(Clone, Debug)]
pub struct End {
    /// In the axis's unit; NaN where there is none.
    pub value: f64,
    /// "$18.2M".
    pub text: String,
    /// Its interval, drawn as a thin line.
    pub interval: Option<(f64, f64)>,
}

impl End {
    /// The value and its interval's ends, those that are finite.
    fn values(&self) -> impl Iterator<Item = f64> {
        let (low, high) = self.interval.unwrap_or((self.value, self.value));
        [self.value, low, high].into_iter().filter(|x| x.is_finite())
    }
}

/// Draws it below `top`.
pub(super) fn draw(canvas: &Canvas<'_>, data: &Tornado, top: f64) {
    key(canvas, &data.ends, top + 6.0);
    let x = scale(data);
    let (first, pitch) = places(data, top);
    let bottom = first + pitch * data.rows.len() as f64 + 4.0;
    rows::axis_below(canvas, &x, &data.axis, (first - 4.0, bottom));
    canvas.text(&font::fit(&data.column, SMALL, Weight::Regular, COLUMN), (WIDTH - MARGIN, first - 22.0), aside());
    for (i, row) in data.rows.iter().enumerate() {
        draw_row(canvas, (data, &x), row, (first + (i as f64 + 0.5) * pitch, pitch));
    }
    base(canvas, &x, &data.base, (first - 4.0, bottom));
    labels::note(canvas, &data.note);
}

/// Where the first row begins, and how far it is from one to the next.
pub(super) fn places(data: &Tornado, top: f64) -> (f64, f64) {
    let first = top + 64.0;
    let (height, count) = (HEIGHT - 104.0 - first, data.rows.len().max(1) as f64);
    let pitch = (height / count).min(MOST_PITCH);
    // A few rows stand nearer to the middle.
    (first + ABOVE * (height - pitch * count), pitch)
}

fn aside() -> super::canvas::Lettering {
    lettering(SMALL, MUTED).at(Anchor::End)
}

/// Between the labels and the column, with room for the texts at the ends.
fn scale(data: &Tornado) -> Scale {
    let look = lettering(SMALL, INK);
    let ends = || data.rows.iter().flat_map(|r| [&r.low, &r.high]);
    let names = names(data);
    let texts = rows::room(ends().map(|e| &e.text[..]), look.semi_bold(), END_TEXT) + 20.0;
    let asides = data.rows.iter().map(|r| &r.aside[..]).chain([&data.column[..]]);
    let column = rows::room(asides, look, COLUMN);
    let beside = if column > 0.0 { column + 20.0 } else { 0.0 };
    let values = ends().flat_map(End::values).chain([data.base.value]);
    let (low, high) = super::scale::extent(values);
    Scale::new((low, high), (MARGIN + names + 14.0 + texts, WIDTH - MARGIN - beside - texts))
}

fn names(data: &Tornado) -> f64 {
    rows::room(data.rows.iter().map(|r| &r.label[..]), lettering(SMALL, INK), LABELS)
}

/// Which colour is which end.
fn key(canvas: &Canvas<'_>, ends: &[String; 2], y: f64) {
    let look = lettering(LABEL, INK);
    let mut x = MARGIN;
    for (text, colour) in ends.iter().zip([ORANGE, BLUE]).filter(|(text, _)| !text.is_empty()) {
        let text = font::fit(text, LABEL, Weight::Regular, 0.42 * WIDTH);
        canvas.rectangle((x, y - 9.0), (x + 18.0, y + 9.0), colour);
        canvas.text(&text, (x + 28.0, y), look);
        x += 28.0 + look.width(&text) + 36.0;
    }
}

/// The line from which the bars start, over them, with its text above.
fn base(canvas: &Canvas<'_>, x: &Scale, base: &Level, (top, bottom): (f64, f64)) {
    if base.value.is_finite() {
        let (left, right) = x.places();
        let look = lettering(LABEL, INK).semi_bold().at(Anchor::Middle);
        let text = font::fit(&base.text, LABEL, Weight::SemiBold, right - left);
        let half = look.width(&text) / 2.0;
        let at = x.at(base.value);
        canvas.line(&[(at, top), (at, bottom)], INK, 2.0);
        canvas.text(&text, (at.min(right - half).max(left + half), top - 18.0), look);
    }
}

fn draw_row(canvas: &Canvas<'_>, (data, x): (&Tornado, &Scale), row: &Row, (y, pitch): (f64, f64)) {
    rows::label(canvas, &row.label, (MARGIN + names(data), y), (names(data), pitch), SMALL);
    canvas.text(&font::fit(&row.aside, SMALL, Weight::Regular, COLUMN), (WIDTH - MARGIN, y), aside());
    let (base, half) = (data.base.value, (0.34 * pitch).min(32.0));
    let sides = sides(row, base);
    let (low, high) = match sides {
        // The bars share the row's height, or one would hide the other.
        Sides::Both(_) => ((y - half, y), (y, y + half)),
        Sides::LowLeft | Sides::LowRight => ((y - half, y + half), (y - half, y + half)),
    };
    bar(canvas, x, (base, &row.low), low, ORANGE);
    bar(canvas, x, (base, &row.high), high, BLUE);
    let (left, right) = match sides {
        Sides::Both(side) => return stacked(canvas, x, row, (y, side)),
        Sides::LowLeft => (&row.low, &row.high),
        Sides::LowRight => (&row.high, &row.low),
    };
    end_text(canvas, x, (left, base), (y, Side::Left), SMALL);
    end_text(canvas, x, (right, base), (y, Side::Right), SMALL);
}

/// A side of the base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// On which sides of the base a driver's ends stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sides {
    LowLeft,
    LowRight,
    Both(Side),
}

/// An end that is at the base, or that is undefined, stands opposite the other.
fn sides(row: &Row, base: f64) -> Sides {
    let side = |end: &End| match end.value {
        value if value < base => Some(Side::Left),
        value if value > base => Some(Side::Right),
        _ => None,
    };
    match (side(&row.low), side(&row.high)) {
        (Some(low), Some(high)) if low == high => Sides::Both(low),
        (Some(Side::Right), _) | (None, Some(Side::Left)) => Sides::LowRight,
        (Some(Side::Left), _) | (None, _) => Sides::LowLeft,
    }
}

fn bar(canvas: &Canvas<'_>, x: &Scale, (base, end): (f64, &End), (top, bottom): (f64, f64), colour: RGBColor) {
    if !(end.value.is_finite() && base.is_finite()) {
        return;
    }
    canvas.rectangle((x.at(base), top), (x.at(end.value), bottom), colour);
    if let Some((low, high)) = end.interval {
        let y = (top + bottom) / 2.0;
        canvas.line(&[(x.at(low), y), (x.at(high), y)], PAPER, 5.0);
        canvas.line(&[(x.at(low), y), (x.at(high), y)], MUTED, 2.0);
    }
}

/// The text of an end, beside its bar.
fn end_text(canvas: &Canvas<'_>, x: &Scale, (end, base): (&End, f64), (y, side): (f64, Side), size: f64) {
    let (low, high) = super::scale::extent(end.values().chain([base]));
    let text = font::fit(&end.text, size, Weight::SemiBold, END_TEXT);
    let look = lettering(size, INK).semi_bold();
    match side {
        Side::Right => canvas.text(&text, (x.at(high) + 10.0, y), look),
        Side::Left => canvas.text(&text, (x.at(low) - 10.0, y), look.at(Anchor::End)),
    }
}

/// Both texts on one side, one above the other as their bars are, beyond the longer bar.
fn stacked(canvas: &Canvas<'_>, x: &Scale, row: &Row, (y, side): (f64, Side)) {
    let (low, high) = super::scale::extent(row.low.values().chain(row.high.values()));
    let farthest = if side == Side::Right { high } else { low };
    for (end, off) in [(&row.low, -0.58), (&row.high, 0.58)] {
        end_text(canvas, x, (end, farthest), (y + off * STACKED, side), STACKED);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stand_on_the_side_of_their_bar() {
        let end = |value: f64| End { value, text: String::new(), interval: None };
        let of = |low: f64, high: f64| {
            sides(&Row { label: String::new(), low: end(low), high: end(high), aside: String::new() }, 10.0)
        };
        assert_eq!([of(9.0, 11.0), of(9.0, 10.0), of(10.0, 11.0), of(10.0, 10.0)], [Sides::LowLeft; 4]);
        assert_eq!([of(11.0, 9.0), of(11.0, 10.0), of(10.0, 9.0)], [Sides::LowRight; 3]);
        assert_eq!([of(f64::NAN, 11.0), of(f64::NAN, f64::NAN), of(9.0, f64::NAN)], [Sides::LowLeft; 3]);
        assert_eq!([of(f64::NAN, 9.0), of(11.0, f64::NAN)], [Sides::LowRight; 2]);
        assert_eq!((of(8.0, 9.0), of(12.0, 11.0)), (Sides::Both(Side::Left), Sides::Both(Side::Right)));
    }
}
