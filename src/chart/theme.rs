//! Sizes and colours, the same in every chart.
//!
//! Hues are blue against orange and vermillion, which stay apart in every common colour blindness; where two meet,
//! their lightness differs too, so that they stay apart in grey print. Each has a shade for dark pages.

use plotters::style::RGBColor;

/// Width of a chart, 16:9, in the units of the SVG's width and height.
pub const WIDTH: f64 = 1600.0;
/// Height of a chart.
pub const HEIGHT: f64 = 900.0;
/// Width of a PNG, pixels: two for each unit of the SVG.
pub const PNG_WIDTH: u32 = 3200;
/// Height of a PNG, pixels.
pub const PNG_HEIGHT: u32 = 1800;

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
pub const AXIS: RGBColor = RGBColor(0x8B, 0x95, 0x9F);
/// The page.
pub const PAPER: RGBColor = RGBColor(0xFF, 0xFF, 0xFF);
/// Text on [`ORANGE`], which stays dark where all other text turns light.
pub const ON_ORANGE: RGBColor = RGBColor(0x1B, 0x1F, 0x25);

/// Bands from P5 to P95, P10 to P90, P25 to P75.
pub const BANDS: [RGBColor; 3] = [RGBColor(0xE1, 0xEC, 0xF7), RGBColor(0xB5, 0xD0, 0xEA), RGBColor(0x7D, 0xAC, 0xDA)];
/// The median, and what reaches the target.
pub const BLUE: RGBColor = RGBColor(0x0B, 0x3C, 0x71);
/// The target.
pub const VERMILLION: RGBColor = RGBColor(0xC2, 0x41, 0x0C);
/// What misses the target, and the pipeline path; no text.
pub const ORANGE: RGBColor = RGBColor(0xDB, 0x7D, 0x1E);
/// The same for text.
pub const ORANGE_TEXT: RGBColor = RGBColor(0xAD, 0x5B, 0x05);

/// Several lines in one plot, in their order; each is named at its end, and has a mark of its own in [`super::curve`].
pub const LINES: [RGBColor; 6] =
    [BLUE, ORANGE_TEXT, RGBColor(0x2E, 0x75, 0xB9), INK, RGBColor(0x7A, 0x32, 0x08), RGBColor(0x68, 0x73, 0x7E)];

/// A colour by its name, as it is on white paper and on a dark page.
pub type Shade = (&'static str, RGBColor, RGBColor);

/// Every colour of the charts.
pub const PALETTE: [Shade; 16] = [
    ("ink", INK, RGBColor(0xE8, 0xEC, 0xF0)),
    ("muted", MUTED, RGBColor(0xA3, 0xAE, 0xB9)),
    ("grid", GRID, RGBColor(0x2B, 0x33, 0x3B)),
    ("axis", AXIS, RGBColor(0x69, 0x74, 0x7F)),
    ("paper", PAPER, RGBColor(0x14, 0x18, 0x1D)),
    ("on_orange", ON_ORANGE, RGBColor(0x10, 0x14, 0x18)),
    ("band_widest", BANDS[0], RGBColor(0x1B, 0x2A, 0x39)),
    ("band_middle", BANDS[1], RGBColor(0x22, 0x40, 0x5F)),
    ("band_narrowest", BANDS[2], RGBColor(0x2F, 0x5C, 0x8B)),
    ("blue", BLUE, RGBColor(0xA9, 0xD2, 0xFA)),
    ("vermillion", VERMILLION, RGBColor(0xFF, 0x9A, 0x6E)),
    ("orange", ORANGE, RGBColor(0xC0, 0x74, 0x22)),
    ("orange_text", ORANGE_TEXT, RGBColor(0xE8, 0xA0, 0x4A)),
    ("line_3", LINES[2], RGBColor(0x4C, 0x8F, 0xD6)),
    ("line_5", LINES[4], RGBColor(0xD0, 0x71, 0x4A)),
    ("line_6", LINES[5], RGBColor(0x8E, 0x99, 0xA4)),
];

/// "#1B1F24", as an SVG has it.
pub fn hex(RGBColor(red, green, blue): RGBColor) -> String {
    format!("#{red:02X}{green:02X}{blue:02X}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contrast of two colours, 1 to 21, as the Web Content Accessibility Guidelines 2.2 define it.
    fn contrast(a: RGBColor, b: RGBColor) -> f64 {
        let linear = |c: u8| match f64::from(c) / 255.0 {
            c if c <= 0.04045 => c / 12.92,
            c => ((c + 0.055) / 1.055).powf(2.4),
        };
        let light = |c: RGBColor| 0.2126 * linear(c.0) + 0.7152 * linear(c.1) + 0.0722 * linear(c.2) + 0.05;
        (light(a) / light(b)).max(light(b) / light(a))
    }

    fn of(name: &str) -> (RGBColor, RGBColor) {
        let (_, light, dark) = PALETTE.into_iter().find(|shade| shade.0 == name).unwrap();
        (light, dark)
    }

    fn assert_contrast(name: &str, behind: &str, least: f64) {
        let (a, b) = (of(name), of(behind));
        for contrast in [contrast(a.0, b.0), contrast(a.1, b.1)] {
            assert!(contrast >= least, "{name} on {behind}: {contrast}");
        }
    }

    #[test]
    fn texts_and_lines_can_be_seen_on_white_and_on_dark_pages() {
        assert!((contrast(RGBColor(0, 0, 0), PAPER) - 21.0).abs() < 1e-9);
        for text in ["ink", "muted", "blue", "vermillion", "orange_text", "line_3", "line_5", "line_6"] {
            assert_contrast(text, "paper", 4.5);
        }
        for line in ["axis", "orange"] {
            assert_contrast(line, "paper", 3.0);
        }
        assert_contrast("on_orange", "orange", 4.5);
        assert_contrast("blue", "band_narrowest", 3.0);
        assert_contrast("paper", "blue", 4.5);
    }

    #[test]
    fn every_colour_has_its_own_shade() {
        for (i, a) in PALETTE.iter().enumerate() {
            assert!(PALETTE[i + 1..].iter().all(|b| a.0 != b.0 && a.1 != b.1 && a.2 != b.2), "{}", a.0);
        }
    }
}
