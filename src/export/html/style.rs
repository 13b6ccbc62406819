//! The one style sheet: fonts, the rules for screens, those for paper; and the policy that admits it by its hash.

use crate::chart::font;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// Rules for every medium and for screens.
const SCREEN: &str = include_str!("style.css");
/// Rules for paper.
const PAPER: &str = include_str!("paper.css");

/// The whole style sheet; `title` stands in the footer of printed sheets.
pub fn style(title: &str) -> String {
    let faces = face("400", font::REGULAR) + &face("600 700", font::SEMI_BOLD);
    let footer = format!("@page{{@bottom-left{{content:\"{}\"}}}}\n", css_text(title));
    [&faces, SCREEN, PAPER, &footer].concat()
}

/// Forbids everything but the style sheet and the fonts in it.
pub fn policy(style: &str) -> String {
    let hash = STANDARD.encode(Sha256::digest(style));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; font-src data:; img-src data:; base-uri 'none'; \
         form-action 'none'"
    )
}

/// An embedded font, under the name by which the charts ask for it.
fn face(weight: &str, font: &[u8]) -> String {
    let data = STANDARD.encode(font);
    format!(
        "@font-face{{font-family:Inter;font-weight:{weight};\
         src:url(data:font/ttf;base64,{data}) format(\"truetype\")}}\n"
    )
}

/// A text inside a quoted CSS string: all but ASCII letters, digits and spaces by their code points. The space behind a
/// code point ends it and is not shown.
fn css_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || c == ' ' {
            out.push(c);
        } else {
            out.push_str(&format!("\\{:06x} ", u32::from(c)));
        }
    }
    out
}
