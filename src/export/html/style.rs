//! The one style sheet: fonts, the rules for screens, those for paper; and the policy that admits it by its hash.

use crate::chart::{self, font};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// Rules for every medium and for screens.
pub(super) const SCREEN: &str = include_str!("style.css");
/// Rules for paper.
const PAPER: &str = include_str!("paper.css");

/// The digits of the embedded fonts, all of one width, for columns of numbers: the fonts have no such form of their own.
const FIGURES: &[u8] = include_bytes!("fonts/Figures-Regular.ttf");
/// The same in semi-bold.
const SEMI_BOLD_FIGURES: &[u8] = include_bytes!("fonts/Figures-SemiBold.ttf");

/// The whole style sheet; `title` stands in the footer of printed sheets.
pub fn style(title: &str) -> String {
    let faces = [
        face("Inter", "400", font::REGULAR),
        face("Inter", "600 700", font::SEMI_BOLD),
        face("Figures", "400", FIGURES),
        face("Figures", "600 700", SEMI_BOLD_FIGURES),
    ];
    let footer = format!("@page{{@bottom-left{{content:\"{}\"}}}}\n", css_text(title));
    [&faces.concat(), SCREEN, &dark_charts(), PAPER, &footer].concat()
}

/// Forbids everything but the style sheet and the fonts in it.
pub fn policy(style: &str) -> String {
    let hash = STANDARD.encode(Sha256::digest(style));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; font-src data:; img-src data:; base-uri 'none'; \
         form-action 'none'"
    )
}

/// The charts' colours on a dark page: they stand in attributes, which any rule overrides.
fn dark_charts() -> String {
    let shades = chart::palette().into_iter().map(|(_, light, dark)| {
        format!("svg [fill=\"{light}\"]{{fill:{dark}}}svg [stroke=\"{light}\"]{{stroke:{dark}}}\n")
    });
    format!("@media screen and (prefers-color-scheme:dark){{\n{}}}\n", shades.collect::<String>())
}

/// An embedded font. The charts ask for theirs by the name Inter.
fn face(family: &str, weight: &str, font: &[u8]) -> String {
    let data = STANDARD.encode(font);
    format!(
        "@font-face{{font-family:{family};font-weight:{weight};\
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
