//! A chart as a part of an HTML page: without the heading, which the page has, and with tips where a pointer rests.
//!
//! It has neither style attributes nor scripts, so that it can be shown under a content security policy that forbids
//! both. Its colours are those of [`palette`], so that a style sheet can turn them dark: `svg [fill="#1B1F24"]`. Tips are
//! hidden by an attribute, which any style sheet overrides: `.hit:hover .tip { visibility: visible }`.

use super::canvas::{self, FINENESS, Lettering, lettering};
use super::font;
use super::hits::{Hit, hits};
use super::theme::{AXIS, HEIGHT, INK, LABEL, PALETTE, PAPER, WIDTH, hex};
use super::{Figure, draw};
use std::fmt::Write;

/// Where the picture begins below what would be its heading, logical units.
pub(super) const TOP: f64 = 130.0;
/// What the picture leaves out above.
pub(super) const CROPPED: f64 = TOP - 16.0;

/// Room between a tip's edge and its texts.
const PADDING: f64 = 14.0;
/// From one line of a tip to the next.
const LINE: f64 = 28.0;
/// A tip's texts are at most this wide.
const WIDEST: f64 = 680.0;
/// Between a tip and the part that it belongs to, and between it and the picture's edge.
const OFF: f64 = 10.0;

/// Every colour of the charts: its name, "#RRGGBB" as the SVG has it, and the one to be put in its place on a dark page.
pub fn palette() -> Vec<(&'static str, String, String)> {
    PALETTE.into_iter().map(|(name, light, dark)| (name, hex(light), hex(dark))).collect()
}

/// The chart as an SVG element of an HTML page, without a size of its own: it is as wide as it is let be. `id` is unique
/// on the page; the names of the title and the description begin with it.
pub fn inline(figure: &Figure, id: &str) -> String {
    let id = canvas::escaped(id);
    format!(
        "<svg viewBox=\"0 {top} {width} {height}\" xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" \
         aria-labelledby=\"{id}-title {id}-desc\">\n\
         <title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-desc\">{desc}</desc>\n{body}{tips}</svg>\n",
        top = CROPPED * FINENESS,
        width = WIDTH * FINENESS,
        height = (HEIGHT - CROPPED) * FINENESS,
        title = canvas::escaped(&figure.title),
        desc = canvas::escaped(&figure.subtitle),
        body = canvas::drawing(|canvas| draw(canvas, &figure.content, TOP)),
        tips = tips(&hits(figure)),
    )
}

/// The same picture without tips, with a size of its own: for a slide, which has the heading, too.
pub fn bare(figure: &Figure) -> String {
    let (width, height) = (WIDTH, HEIGHT - CROPPED);
    format!(
        "<svg width=\"{width}\" height=\"{height}\" viewBox=\"0 {top} {fine_width} {fine_height}\" \
         xmlns=\"http://www.w3.org/2000/svg\">\n{body}</svg>\n",
        top = CROPPED * FINENESS,
        fine_width = width * FINENESS,
        fine_height = height * FINENESS,
        body = canvas::drawing(|canvas| draw(canvas, &figure.content, TOP)),
    )
}

/// All tips, over the picture. The empty title keeps browsers from showing the picture's own beside them.
fn tips(hits: &[Hit]) -> String {
    if hits.is_empty() {
        return String::new();
    }
    let all: String = hits.iter().map(tip).collect();
    format!(
        "<g class=\"hits\" transform=\"scale({FINENESS})\" font-family=\"{families}\" font-size=\"{LABEL}\" \
         fill=\"{text}\"><title></title>\n{all}</g>\n",
        families = font::FAMILIES,
        text = hex(PAPER),
    )
}

/// An unseen target with the tip that it shows.
fn tip(hit: &Hit) -> String {
    let lines = fitted(&hit.lines);
    let (left, top, width, height) = plate(hit, &lines);
    let mut texts = String::new();
    for (i, line) in lines.iter().enumerate() {
        // Capitals are 0.73 ems high: so they stand in the middle of the line.
        let baseline = top + PADDING + (i as f64 + 0.5) * LINE + 0.36 * LABEL;
        let weight = if i == 0 { " font-weight=\"bold\"" } else { "" };
        let (text, length) = (canvas::escaped(line), canvas::length(line, look(i), 1.0));
        let _ = write!(texts, "<text x=\"{:.1}\" y=\"{baseline:.1}\"{weight}{length}>{text}</text>", left + PADDING);
    }
    format!(
        "<g class=\"hit\"><rect class=\"target\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" \
         fill=\"none\" pointer-events=\"all\"/><g class=\"tip\" visibility=\"hidden\" pointer-events=\"none\">\
         <rect class=\"plate\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"6\" \
         fill=\"{}\" stroke=\"{}\"/>{texts}</g></g>\n",
        hit.x,
        hit.y,
        hit.width,
        hit.height,
        hex(INK),
        hex(AXIS),
    )
}

fn look(line: usize) -> Lettering {
    let look = lettering(LABEL, PAPER);
    if line == 0 { look.semi_bold() } else { look }
}

fn fitted(lines: &[String]) -> Vec<String> {
    lines.iter().enumerate().map(|(i, line)| font::fit(line, LABEL, look(i).weight, WIDEST)).collect()
}

/// Where a tip stands, inside the picture: beside a column, below a row or, where there is no room, above it. Left, top,
/// width, height.
fn plate(hit: &Hit, lines: &[String]) -> (f64, f64, f64, f64) {
    let text = lines.iter().enumerate().map(|(i, line)| look(i).width(line)).fold(0.0, f64::max);
    let (width, height) = (text + 2.0 * PADDING, LINE * lines.len() as f64 + 2.0 * PADDING);
    let (right, bottom) = (hit.x + hit.width, hit.y + hit.height);
    let (left, top) = if hit.height > hit.width {
        let has_room = right + OFF + width <= WIDTH - OFF;
        (if has_room { right + OFF } else { hit.x - OFF - width }, hit.y + OFF)
    } else {
        let has_room = bottom + OFF + height <= HEIGHT - OFF;
        (0.5 * (hit.x + right - width), if has_room { bottom + OFF } else { hit.y - OFF - height })
    };
    let inside = |at: f64, least: f64, most: f64| at.min(most).max(least);
    (inside(left, OFF, WIDTH - OFF - width), inside(top, CROPPED + OFF, HEIGHT - OFF - height), width, height)
}
