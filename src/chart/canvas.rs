//! A page to draw on in logical units, over plotters' SVG backend.
//!
//! Plotters rounds coordinates to whole pixels, so it draws on a canvas four times as large, and the finished SVG shows
//! that canvas at the logical size.

use super::font;
use super::theme::{HEIGHT, PAPER, WIDTH};
use crate::report::format;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, DashedPathElement, PathElement, Polygon, Rectangle, Text};
use plotters::prelude::SVGBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBColor, ShapeStyle, TextStyle};
use std::cell::RefCell;
use std::fmt::Write;

/// Canvas units a logical unit.
pub const FINENESS: f64 = 4.0;
/// Plotters writes a font's size divided by this.
const PLOTTERS_FONT_SCALE: f64 = 1.24;
/// How far below its middle line a text is put, ems, so that capitals and digits stand in the middle: half of their
/// height (0.364 em) less the 0.25 em by which the SVG backend lowers the baseline.
const MIDDLE_TO_CAPITALS: f64 = 0.114;

/// How heavy a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Most texts.
    Regular,
    /// Titles and what matters most.
    SemiBold,
}

/// Which end of a text stands at its x.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// It runs to the right of x.
    Start,
    /// It is centred on x.
    Middle,
    /// It ends at x.
    End,
}

/// A text's look.
#[derive(Clone, Copy, Debug)]
pub struct Lettering {
    /// Font size, logical units.
    pub size: f64,
    /// How heavy.
    pub weight: Weight,
    /// Colour.
    pub colour: RGBColor,
    /// Which end stands at x.
    pub anchor: Anchor,
}

/// A regular text of this size and colour that runs to the right.
pub fn lettering(size: f64, colour: RGBColor) -> Lettering {
    Lettering { size, weight: Weight::Regular, colour, anchor: Anchor::Start }
}

impl Lettering {
    /// The same in semi-bold.
    pub fn semi_bold(self) -> Self {
        Self { weight: Weight::SemiBold, ..self }
    }

    /// The same at another anchor.
    pub fn at(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    /// Width of a text.
    pub fn width(self, text: &str) -> f64 {
        font::width(text, self.size, self.weight)
    }
}

/// A point, logical units from the upper left corner.
pub type Point = (f64, f64);

/// The page.
pub struct Canvas<'a> {
    area: DrawingArea<SVGBackend<'a>, Shift>,
    /// What each text that was drawn says of its length, in order.
    lengths: RefCell<Vec<String>>,
}

/// Draws a page; the result is an SVG document whose accessible name is `title` and whose description is `subtitle`.
pub fn page(title: &str, subtitle: &str, draw: impl FnOnce(&Canvas<'_>)) -> String {
    let (width, height) = (WIDTH * FINENESS, HEIGHT * FINENESS);
    format!(
        "<svg width=\"{WIDTH}\" height=\"{HEIGHT}\" viewBox=\"0 0 {width} {height}\" \
         xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"{title}\">\n\
         <title>{title}</title>\n<desc>{desc}</desc>\n{body}</svg>\n",
        title = escaped(title),
        desc = escaped(subtitle),
        body = drawing(draw),
    )
}

/// Draws on a page; the result is what stands inside the SVG document, in canvas units: [`FINENESS`] a logical unit.
pub fn drawing(draw: impl FnOnce(&Canvas<'_>)) -> String {
    let mut buffer = String::new();
    let lengths = {
        let size = ((WIDTH * FINENESS) as u32, (HEIGHT * FINENESS) as u32);
        let area = SVGBackend::with_string(&mut buffer, size).into_drawing_area();
        let canvas = Canvas { area, lengths: RefCell::default() };
        canvas.rectangle((0.0, 0.0), (WIDTH, HEIGHT), PAPER);
        draw(&canvas);
        drawn(canvas.area.present());
        canvas.lengths.take()
    };
    let body = buffer.split_once('\n').map_or("", |(_, body)| body);
    with_lengths(body.trim_end().trim_end_matches("</svg>"), &lengths)
}

/// Gives each text its length, and takes away the line breaks round it; texts are escaped, so that "<text" begins one.
fn with_lengths(body: &str, lengths: &[String]) -> String {
    let mut parts = body.split("<text");
    let mut out = parts.next().unwrap_or_default().to_string();
    for (part, length) in parts.zip(lengths) {
        // An "ex" is not the same in every font.
        let part = part.replacen("dy=\"0.5ex\"", "dy=\"0.25em\"", 1);
        let part = part.replacen(">\n", ">", 1).replacen("\n</text>", "</text>", 1);
        let _ = write!(out, "<text{length}{part}");
    }
    out
}

/// The attributes that keep a text as long as it is in Inter where a reader has another font, so that it touches nothing;
/// none where Inter lacks one of its letters, since its length is not known then.
pub fn length(text: &str, look: Lettering, unit: f64) -> String {
    let width = look.width(text) * unit;
    if width <= 0.0 || !text.chars().all(font::has) {
        return String::new();
    }
    format!(" textLength=\"{width:.1}\" lengthAdjust=\"spacingAndGlyphs\"")
}

impl Canvas<'_> {
    /// A line through points; points that are not finite are left out.
    pub fn line(&self, points: &[Point], colour: RGBColor, width: f64) {
        drawn(self.area.draw(&PathElement::new(fine(points), stroke(colour, width))));
    }

    /// A dashed line through points.
    pub fn dashed(&self, points: &[Point], colour: RGBColor, width: f64) {
        let (dash, gap) = ((9.0 * FINENESS) as i32, (6.0 * FINENESS) as i32);
        drawn(self.area.draw(&DashedPathElement::new(fine(points), dash, gap, stroke(colour, width))));
    }

    /// A filled polygon.
    pub fn polygon(&self, points: &[Point], colour: RGBColor) {
        drawn(self.area.draw(&Polygon::new(fine(points), colour.filled())));
    }

    /// A filled rectangle between two corners.
    pub fn rectangle(&self, from: Point, to: Point, colour: RGBColor) {
        if let [a, b] = fine(&[from, to])[..] {
            drawn(self.area.draw(&Rectangle::new([a, b], colour.filled())));
        }
    }

    /// A filled circle.
    pub fn circle(&self, centre: Point, radius: f64, colour: RGBColor) {
        if let [centre] = fine(&[centre])[..] {
            drawn(self.area.draw(&Circle::new(centre, (radius * FINENESS) as i32, colour.filled())));
        }
    }

    /// A filled square standing on its tip.
    pub fn diamond(&self, (x, y): Point, radius: f64, colour: RGBColor) {
        self.polygon(&[(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)], colour);
    }

    /// A text whose capitals are centred on y.
    pub fn text(&self, text: &str, (x, y): Point, look: Lettering) {
        let place = (x, y + MIDDLE_TO_CAPITALS * look.size);
        let weight = match look.weight {
            Weight::Regular => FontStyle::Normal,
            Weight::SemiBold => FontStyle::Bold,
        };
        let horizontal = match look.anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let size = look.size * FINENESS * PLOTTERS_FONT_SCALE;
        let font = FontDesc::new(FontFamily::Name(font::FAMILIES), size, weight);
        let style = TextStyle::from(font).color(&look.colour).pos(Pos::new(horizontal, VPos::Center));
        if let [place] = fine(&[place])[..] {
            let text = format::one_line(text);
            self.lengths.borrow_mut().push(length(&text, look, FINENESS));
            drawn(self.area.draw(&Text::new(text, place, style)));
        }
    }
}

/// Writing into a String cannot fail, so there is no error to hand on.
fn drawn<E>(result: Result<(), E>) {
    debug_assert!(result.is_ok());
}

/// Logical to canvas units; points that are not finite are left out, and those far off the page moved nearer.
fn fine(points: &[Point]) -> Vec<(i32, i32)> {
    let unit = |x: f64| (x * FINENESS).round().clamp(-1e5, 1e5) as i32;
    points.iter().filter(|(x, y)| x.is_finite() && y.is_finite()).map(|&(x, y)| (unit(x), unit(y))).collect()
}

fn stroke(colour: RGBColor, width: f64) -> ShapeStyle {
    ShapeStyle { color: colour.to_rgba(), filled: false, stroke_width: (width * FINENESS).round() as u32 }
}

/// A text inside XML, on one line and without what XML forbids.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in format::one_line(text).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            _ => out.push(c),
        }
    }
    out
}
