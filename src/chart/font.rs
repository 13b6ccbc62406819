//! The embedded fonts: Inter (SIL Open Font License 1.1, text beside the files), reduced to Latin.

use super::canvas::Weight;
use plotters::style::{FontDesc, FontFamily, FontStyle, register_font};
use std::sync::Once;

/// Regular.
pub const REGULAR: &[u8] = include_bytes!("fonts/Inter-Regular.ttf");
/// Semi-bold.
pub const SEMI_BOLD: &[u8] = include_bytes!("fonts/Inter-SemiBold.ttf");

/// What an SVG asks for: Inter where it is installed, else what the reader's system has.
pub const FAMILIES: &str = "Inter, Helvetica Neue, Helvetica, Arial, sans-serif";

/// What stands for a character that the embedded fonts lack.
pub const REPLACEMENT: char = '□';

/// Font size at which text is measured, so that whole pixels are precise enough.
const MEASURED_AT: f64 = 1000.0;
/// Height of the fonts' line (ascent and descent, hhea table) in ems; plotters scales fonts by it.
const LINE_HEIGHT_EMS: f64 = (2728.0 + 680.0) / 2816.0;
/// Width taken for a character that the fonts lack, ems: that of an emoji.
const UNKNOWN_WIDTH_EMS: f64 = 1.3;

/// Whether the embedded fonts have a character.
pub fn has(c: char) -> bool {
    let is_letter = matches!(c, ' '..='~' | '\u{A0}'..='\u{148}' | '\u{14A}'..='\u{17F}');
    let is_punctuation =
        matches!(c, '\u{2010}'..='\u{2015}' | '\u{2018}'..='\u{201E}' | '\u{2020}'..='\u{2022}' | '…' | '‰' | '™');
    let is_sign = matches!(c, '\u{20A0}'..='\u{20BF}' | '\u{2190}'..='\u{2193}' | '−' | '≈' | '≠' | '≤' | '≥' | '□');
    is_letter || is_punctuation || is_sign
}

/// The text as the embedded fonts can show it: a character that they lack becomes □; what joins or varies the character
/// before it is dropped.
pub fn drawable(text: &str) -> String {
    let kept = text
        .chars()
        .filter(|c| !matches!(c, '\u{200B}'..='\u{200F}' | '\u{FE00}'..='\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}'));
    kept.map(|c| if c == '\n' || has(c) { c } else { REPLACEMENT }).collect()
}

/// Width of a text in the units of its font size; of characters that the fonts lack a guess.
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    register();
    let known: String = text.chars().filter(|&c| has(c)).collect();
    let unknown = text.chars().filter(|&c| !has(c)).count() as f64;
    let style = match weight {
        Weight::Regular => FontStyle::Normal,
        Weight::SemiBold => FontStyle::Bold,
    };
    let font = FontDesc::new(FontFamily::Name(FAMILIES), MEASURED_AT * LINE_HEIGHT_EMS, style);
    let measured = font.box_size(&known).map_or(0.6 * known.len() as f64, |(width, _)| width as f64 / MEASURED_AT);
    size * (measured + UNKNOWN_WIDTH_EMS * unknown)
}

/// The text, cut with "…" so that it is at most `most` wide.
pub fn fit(text: &str, size: f64, weight: Weight, most: f64) -> String {
    if width(text, size, weight) <= most {
        return text.to_string();
    }
    let mut kept: Vec<char> = text.chars().collect();
    while kept.pop().is_some() {
        let shorter = format!("{}…", kept.iter().collect::<String>().trim_end());
        if width(&shorter, size, weight) <= most {
            return shorter;
        }
    }
    String::new()
}

/// The text in lines at most `most` wide, broken after a semicolon where that does, else at spaces into lines that are
/// about equally long; what goes beyond `lines` lines is cut with "…".
pub fn wrap(text: &str, size: f64, weight: Weight, most: f64, lines: usize) -> Vec<String> {
    let needed = broken(text, size, weight, most, lines);
    let fits = |line: &str| width(line, size, weight) <= most;
    if needed.len() == 2
        && let Some((first, second)) = text.split_once("; ")
        && fits(&format!("{first};"))
        && fits(second)
    {
        return vec![format!("{first};"), second.to_string()];
    }
    let narrower = (0..20).map(|i| most * (0.5 + 0.025 * i as f64));
    let mut as_many = narrower.map(|most| broken(text, size, weight, most, lines));
    let balanced = as_many.find(|l| l.len() == needed.len() && !l.iter().any(|line| line.ends_with('…')));
    balanced.unwrap_or(needed)
}

fn broken(text: &str, size: f64, weight: Weight, most: f64, lines: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut words = text.split_whitespace().peekable();
    while out.len() < lines
        && let Some(first) = words.next()
    {
        let mut line = first.to_string();
        let is_last = out.len() + 1 == lines;
        while let Some(word) = words.peek() {
            let longer = format!("{line} {word}");
            if !is_last && width(&longer, size, weight) > most {
                break;
            }
            line = longer;
            words.next();
        }
        out.push(fit(&line, size, weight, most));
    }
    out
}

/// Gives the fonts to plotters, once.
fn register() {
    static REGISTERED: Once = Once::new();
    REGISTERED.call_once(|| {
        for (style, font) in [(FontStyle::Normal, REGULAR), (FontStyle::Bold, SEMI_BOLD)] {
            // A font that cannot be read leaves widths to be guessed; a test holds the embedded ones to be readable.
            let _ = register_font(FAMILIES, style, font);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_grow_with_size_weight_and_length() {
        let of = |text: &str, size: f64, weight| width(text, size, weight);
        // The advance of "0" in Inter Regular is 1760 of 2816 units an em.
        assert!((of("0000", 100.0, Weight::Regular) - 400.0 * 1760.0 / 2816.0).abs() < 2.0);
        assert!(of("ARR", 20.0, Weight::SemiBold) > of("ARR", 20.0, Weight::Regular));
        assert_eq!(of("", 20.0, Weight::Regular), 0.0);
    }

    #[test]
    fn long_texts_are_cut() {
        let text = fit("a very long name of a scenario", 20.0, Weight::Regular, 150.0);
        assert!(text.ends_with('…') && width(&text, 20.0, Weight::Regular) <= 150.0, "{text}");
        assert_eq!(fit("short", 20.0, Weight::Regular, 150.0), "short");
        assert_eq!(fit("x", 20.0, Weight::Regular, 1.0), "");
    }

    #[test]
    fn titles_break_at_spaces_into_a_few_lines() {
        let lines = wrap("one two three four five six", 20.0, Weight::Regular, 120.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|l| width(l, 20.0, Weight::Regular) <= 120.0) && lines[1].ends_with('…'), "{lines:?}");
        assert_eq!(wrap("one two three; four", 20.0, Weight::Regular, 150.0, 2), ["one two three;", "four"]);
        assert_eq!(wrap("one", 20.0, Weight::Regular, 120.0, 2), ["one"]);
    }
}
