//! Sizes and colours, the same in every chart.
//!
//! Hues are blue against orange and vermillion, which stay apart in every common colour blindness; where two meet,
//! their lightness differs too, so that they stay apart in grey print.

use plotters::style::RGBColor;

/// Width of a chart, 16:9, in the units of the SVG's width and height.
pub const WIDTH: f64 = 1600.0;
/// Height of a chart.
pub const HEIGHT: f64 = 900.0;
/// Width of a PNG, pixels.
pub const PNG_WIDTH: u32 = 1920;
/// Height of a PNG, pixels.
pub const PNG_HEIGHT: u32 = 1080;

/// Space left of everything but axis labels, and right of everything.
pub const MARGIN: f64 = 56.0;

/// Font sizes: the finding.
pub const TITLE: f64 = 34.0;
/// What was run.
pub const SUBTITLE: f64 = 20.0;
/// Labels at lines and points.
pub const LABEL: f64 = 20.0;
/// Labels of axes, and notes.
pub const SMALL: f64 = 18.0;

/// Text.
pub const INK: RGBColor = RGBColor(0x1B, 0x1F, 0x24);
/// Text that explains.
pub const MUTED: RGBColor = RGBColor(0x57, 0x60, 0x6A);
/// Lines behind the data.
pub const GRID: RGBColor = RGBColor(0xE4, 0xE8, 0xEC);
/// Axes and leaders.
pub const AXIS: RGBColor = RGBColor(0x9A, 0xA4, 0xAE);
/// The page.
pub const PAPER: RGBColor = RGBColor(0xFF, 0xFF, 0xFF);

/// Bands from P5 to P95, P10 to P90, P25 to P75.
pub const BANDS: [RGBColor; 3] = [RGBColor(0xE1, 0xEC, 0xF7), RGBColor(0xB5, 0xD0, 0xEA), RGBColor(0x7D, 0xAC, 0xDA)];
/// The median, and what reaches the target.
pub const BLUE: RGBColor = RGBColor(0x0B, 0x3C, 0x71);
/// The target.
pub const VERMILLION: RGBColor = RGBColor(0xC2, 0x41, 0x0C);
/// What misses the target, and the pipeline path.
pub const ORANGE: RGBColor = RGBColor(0xF0, 0xA0, 0x4B);

/// Several lines in one plot, in their order; each is named at its end, and has a mark of its own in [`super::curve`].
pub const LINES: [RGBColor; 6] = [
    BLUE,
    RGBColor(0xCF, 0x75, 0x12),
    RGBColor(0x3F, 0x86, 0xCC),
    INK,
    RGBColor(0x8A, 0x3B, 0x0A),
    RGBColor(0x77, 0x82, 0x8D),
];
