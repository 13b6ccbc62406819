//! Texts that stand beside the data: the heading, labels at the right end of lines, notes, keys.

use super::canvas::{Anchor, Canvas, Lettering, Point, Weight, lettering};
use super::font;
use super::scale;
use super::theme::{AXIS, HEIGHT, INK, LABEL, MARGIN, MUTED, SMALL, SUBTITLE, TITLE, WIDTH};
use plotters::style::RGBColor;

/// Room from one label's middle to the next.
const LABEL_GAP: f64 = 27.0;

/// Title (up to two lines) and subtitle; the y below them.
pub fn heading(canvas: &Canvas<'_>, title: &str, subtitle: &str) -> f64 {
    let room = WIDTH - 2.0 * MARGIN;
    let mut y = 54.0;
    for line in font::wrap(title, TITLE, Weight::SemiBold, room, 2) {
        canvas.text(&line, (MARGIN, y), lettering(TITLE, INK).semi_bold());
        y += TITLE * 1.25;
    }
    y += 2.0;
    let subtitle = font::fit(subtitle, SUBTITLE, Weight::Regular, room);
    canvas.text(&subtitle, (MARGIN, y), lettering(SUBTITLE, MUTED));
    y + 34.0
}

/// How the chart is to be read, at the foot of the page, in one line or two.
pub fn note(canvas: &Canvas<'_>, text: &str) {
    let lines = font::wrap(text, SMALL, Weight::Regular, WIDTH - 2.0 * MARGIN, 2);
    let places: &[f64] = if lines.len() == 1 { &[30.0] } else { &[46.0, 22.0] };
    for (line, above_foot) in lines.iter().zip(places) {
        canvas.text(line, (MARGIN, HEIGHT - above_foot), lettering(SMALL, MUTED));
    }
}

/// A label right of the plot for the line that ends at `y`.
#[derive(Clone, Debug)]
pub struct EndLabel {
    /// Where its line ends.
    pub y: f64,
    /// What it says.
    pub text: String,
    /// Colour of text and leader.
    pub colour: RGBColor,
    /// How heavy.
    pub weight: Weight,
}

/// Labels right of the plot, moved apart where they would touch, each led to its place by a thin line; where the lines end.
pub fn at_right_end(canvas: &Canvas<'_>, labels: &[EndLabel], x: f64, (top, bottom): (f64, f64)) -> Vec<Point> {
    let wanted: Vec<f64> = labels.iter().map(|l| l.y).collect();
    let places = scale::spread(&wanted, LABEL_GAP, top, bottom);
    for (label, &place) in labels.iter().zip(&places) {
        canvas.line(&[(x + 3.0, label.y), (x + 16.0, place), (x + 22.0, place)], AXIS, 1.2);
        let look = Lettering { size: LABEL, weight: label.weight, colour: label.colour, anchor: Anchor::Start };
        let text = font::fit(&label.text, LABEL, label.weight, WIDTH - x - 28.0 - 12.0);
        canvas.text(&text, (x + 28.0, place), look);
    }
    places.into_iter().map(|place| (x + 20.0, place)).collect()
}

/// A text on a white plate, so that it can be read over the data.
pub fn plate(canvas: &Canvas<'_>, text: &str, (x, y): Point, look: Lettering) {
    let width = look.width(text);
    let left = match look.anchor {
        Anchor::Start => x,
        Anchor::Middle => x - width / 2.0,
        Anchor::End => x - width,
    };
    let half = 0.68 * look.size;
    canvas.rectangle((left - 5.0, y - half), (left + width + 5.0, y + half), super::theme::PAPER);
    canvas.text(text, (x, y), look);
}
