//! From an SVG chart to a PNG, with the embedded fonts only.

use super::font;
use super::theme::{PNG_HEIGHT, PNG_WIDTH};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb::Database};
use std::fmt;
use std::sync::{Arc, OnceLock};

/// Why a chart has no PNG.
#[derive(Debug)]
pub struct RasterError(String);

impl fmt::Display for RasterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the chart cannot be drawn as PNG: {}", self.0)
    }
}

impl std::error::Error for RasterError {}

/// A chart's SVG as PNG bytes, 3200 x 1800. Characters that the embedded fonts lack show as □.
///
/// # Errors
/// An SVG that cannot be parsed.
pub fn png(svg: &str) -> Result<Vec<u8>, RasterError> {
    let tree = parsed(svg)?;
    let mut pixels = Pixmap::new(PNG_WIDTH, PNG_HEIGHT).ok_or_else(|| RasterError("no room".to_string()))?;
    let (x, y) = (PNG_WIDTH as f32 / tree.size().width(), PNG_HEIGHT as f32 / tree.size().height());
    resvg::render(&tree, Transform::from_scale(x, y), &mut pixels.as_mut());
    pixels.encode_png().map_err(|e| RasterError(e.to_string()))
}

/// The chart with its texts laid out.
pub(super) fn parsed(svg: &str) -> Result<Tree, RasterError> {
    let options = Options { font_family: "Inter".to_string(), fontdb: fonts(), ..Options::default() };
    Tree::from_str(&font::drawable(svg), &options).map_err(|e| RasterError(e.to_string()))
}

/// The embedded fonts, read once.
fn fonts() -> Arc<Database> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    let load = || {
        let mut fonts = Database::new();
        fonts.load_font_data(font::REGULAR.to_vec());
        fonts.load_font_data(font::SEMI_BOLD.to_vec());
        fonts.set_sans_serif_family("Inter");
        Arc::new(fonts)
    };
    FONTS.get_or_init(load).clone()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::canvas::{self, lettering};
    use crate::chart::theme::INK;
    use resvg::usvg::{Group, Node, Text};

    #[test]
    fn both_weights_of_the_embedded_font_are_read() {
        let fonts = fonts();
        let faces: Vec<(String, u16)> = fonts.faces().map(|f| (f.families[0].0.clone(), f.weight.0)).collect();
        assert_eq!(faces, [("Inter".to_string(), 400), ("Inter".to_string(), 600)]);
    }

    fn first_text(group: &Group) -> Option<&Text> {
        group.children().iter().find_map(|node| match node {
            Node::Group(group) => first_text(group),
            Node::Text(text) => Some(&**text),
            Node::Path(_) | Node::Image(_) => None,
        })
    }

    #[test]
    fn every_character_that_the_fonts_are_said_to_have_has_a_glyph() {
        let claimed: String = ('!'..='\u{2FFF}').filter(|&c| font::has(c) && !c.is_whitespace()).collect();
        assert!(claimed.chars().count() > 350);
        for weight in [lettering(20.0, INK), lettering(20.0, INK).semi_bold()] {
            let svg = canvas::page("", "", |canvas| canvas.text(&claimed, (50.0, 50.0), weight));
            let tree = parsed(&svg).unwrap();
            let Some(text) = first_text(tree.root()) else { panic!("the page has a text") };
            let spans = text.layouted();
            let missing = spans.iter().flat_map(|s| &s.positioned_glyphs).filter(|g| g.id.0 == 0);
            let missing: Vec<&str> = missing.map(|g| g.text.as_str()).collect();
            assert!(missing.is_empty(), "{missing:?}");
        }
    }

    #[test]
    fn texts_of_users_are_text() {
        let hostile = "<script>alert('1')</script> \"Größe\" & 🚀👩‍💻";
        let svg = canvas::page(hostile, hostile, |canvas| canvas.text(hostile, (50.0, 50.0), lettering(20.0, INK)));
        assert!(!svg.contains("<script>") && svg.contains("&lt;script&gt;") && svg.contains("🚀"));
        assert!(font::drawable(&svg).contains("Größe&quot; &amp; □□□"));
        assert!(png(&svg).unwrap().starts_with(b"\x89PNG"));
    }

    #[test]
    fn what_is_no_svg_is_refused() {
        assert!(png("<svg").unwrap_err().to_string().starts_with("the chart cannot be drawn as PNG"));
    }
}
