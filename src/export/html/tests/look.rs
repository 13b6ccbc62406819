//! What the style sheet promises: contrast on light and dark pages, and paper that is neither.

use super::*;

/// "--ink: #1b1f24;" of the first `:root` after a marker.
fn colour(rules: &str, name: &str) -> [u8; 3] {
    let value = rules.split_once(&format!("--{name}: #")).expect("a colour").1;
    [0, 2, 4].map(|i| u8::from_str_radix(&value[i..i + 2], 16).unwrap())
}

/// Contrast of two colours, 1 to 21, as the Web Content Accessibility Guidelines 2.2 define it.
fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let linear = |c: u8| match f64::from(c) / 255.0 {
        c if c <= 0.04045 => c / 12.92,
        c => ((c + 0.055) / 1.055).powf(2.4),
    };
    let light = |[r, g, b]: [u8; 3]| 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b) + 0.05;
    (light(a) / light(b)).max(light(b) / light(a))
}

#[test]
fn texts_can_be_read_on_light_and_on_dark_pages() {
    assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
    let (light, dark) = style::SCREEN.split_once("@media screen and (prefers-color-scheme: dark)").unwrap();
    for rules in [light, dark] {
        for behind in ["paper", "raised"] {
            for text in ["ink", "muted", "accent"] {
                let contrast = contrast(colour(rules, text), colour(rules, behind));
                assert!(contrast >= 4.5, "{text} on {behind}: {contrast}");
            }
        }
        assert!(contrast(colour(rules, "focus"), colour(rules, "paper")) >= 3.0);
    }
}

#[test]
fn charts_stand_on_the_colour_of_the_page_and_turn_dark_with_it() {
    let style = style::style("");
    let (light, dark) = style::SCREEN.split_once("@media screen and (prefers-color-scheme: dark)").unwrap();
    let hex = |[r, g, b]: [u8; 3]| format!("#{r:02X}{g:02X}{b:02X}");
    let (_, on_light, on_dark) = chart::palette().into_iter().find(|(name, _, _)| *name == "paper").unwrap();
    assert_eq!((on_light, on_dark), (hex(colour(light, "paper")), hex(colour(dark, "paper"))));
    let file = file();
    let used: BTreeSet<String> = tags(&file)
        .iter()
        .flat_map(|tag| [tag.value("fill"), tag.value("stroke")].map(|value| value.map(String::from)))
        .flatten()
        .filter(|value| value != "none")
        .collect();
    assert!(used.len() > 4);
    for colour in used {
        assert!(style.contains(&format!("svg [fill=\"{colour}\"]{{fill:#")), "{colour} stays light on a dark page");
        assert!(style.contains(&format!("svg [stroke=\"{colour}\"]{{stroke:#")), "{colour}");
    }
}

#[test]
fn the_dark_scheme_is_for_screens_only() {
    let style = style::style("");
    let all = style.matches("prefers-color-scheme").count();
    assert_eq!((all, style.matches("@media screen and (prefers-color-scheme").count()), (2, 2));
}
