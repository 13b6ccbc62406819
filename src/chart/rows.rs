//! What charts of rows share: labels left of the bars, and an axis of values below them.

use super::axis::{Axis, Level};
use super::canvas::{Anchor, Canvas, Lettering, Weight, lettering};
use super::font;
use super::labels;
use super::scale::Scale;
use super::theme::{AXIS, GRID, INK, LABEL, MUTED, SMALL, VERMILLION};

/// Room from one line of a label to the next, in sizes of its font.
const LINE: f64 = 1.16;

/// The share of the room left over by a few rows that is above them.
pub const ABOVE: f64 = 0.3;

/// Width of the widest of the texts, at most `most`.
pub fn room<'a>(texts: impl Iterator<Item = &'a str>, look: Lettering, most: f64) -> f64 {
    texts.map(|t| look.width(t)).fold(0.0, f64::max).min(most)
}

/// A row's label, which ends at `x` and is centred on `y`: in one line or, where that is too long and `height` leaves
/// room for it, in two; cut where even those are too long.
pub fn label(canvas: &Canvas<'_>, text: &str, (x, y): (f64, f64), (room, height): (f64, f64), size: f64) {
    let look = lettering(size, INK).at(Anchor::End);
    let most = if height >= 2.0 * LINE * size { 2 } else { 1 };
    // Half a pixel for sums that round: a label as wide as its room is not cut.
    let lines = font::wrap(text, size, Weight::Regular, room + 0.5, most);
    let first = y - (lines.len() as f64 - 1.0) * LINE * size / 2.0;
    for (i, line) in lines.iter().enumerate() {
        canvas.text(line, (x, first + i as f64 * LINE * size), look);
    }
}

/// Grid lines from `top` to `bottom` with their labels below, as many as have room.
pub fn axis_below(canvas: &Canvas<'_>, scale: &Scale, axis: &Axis, (top, bottom): (f64, f64)) {
    let look = lettering(SMALL, MUTED).at(Anchor::Middle);
    let fits = |ticks: &[(f64, String)]| {
        let ends = |t: &(f64, String)| (scale.at(t.0) - look.width(&t.1) / 2.0, scale.at(t.0) + look.width(&t.1) / 2.0);
        ticks.windows(2).all(|w| ends(&w[0]).1 + 18.0 <= ends(&w[1]).0)
    };
    let Some(ticks) = (1..=8).rev().map(|most| axis.ticks(scale, most)).find(|ticks| fits(ticks)) else { return };
    for (value, text) in &ticks {
        let x = scale.at(*value);
        canvas.line(&[(x, top), (x, bottom)], GRID, 1.5);
        canvas.text(text, (x, bottom + 22.0), look);
    }
    let (left, right) = scale.places();
    canvas.line(&[(left, bottom), (right, bottom)], AXIS, 1.5);
}

/// A dashed line down through the rows, with its text above, kept between the scale's ends.
pub fn level(canvas: &Canvas<'_>, scale: &Scale, level: &Level, (top, bottom): (f64, f64)) {
    if !level.value.is_finite() {
        return;
    }
    let (left, right) = scale.places();
    let x = scale.inside(level.value);
    let look = lettering(LABEL, VERMILLION).semi_bold().at(Anchor::Middle);
    let text = font::fit(&level.text, LABEL, Weight::SemiBold, right - left);
    let half = look.width(&text) / 2.0;
    canvas.dashed(&[(x, top), (x, bottom)], VERMILLION, 2.5);
    labels::plate(canvas, &text, (x.min(right - half).max(left + half), top - 16.0), look);
}
