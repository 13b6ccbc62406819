//! Text as a cell takes it: never a formula, without what XML forbids, no longer than a cell.

/// Characters in a cell at most, in UTF-16 units as spreadsheets count.
pub const LONGEST_CELL: usize = 32_767;
/// Characters in the header or footer of a printed page at most, and in a property of the document.
const LONGEST_HEADER: usize = 255;

/// Room for the commands beside a text in a header.
const COMMANDS: usize = 30;

/// A text without control characters and what else XML forbids, cut to the length of a cell.
pub fn cell(text: &str) -> String {
    cut(&cleaned(text), LONGEST_CELL)
}

/// A text in the header of a printed page, where `&` begins a command and digits after one would be a size.
pub fn header(text: &str) -> String {
    let mut length = COMMANDS;
    let fits = |c: &char| {
        length += if *c == '&' { 2 } else { c.len_utf16() };
        length <= LONGEST_HEADER
    };
    let kept: String = cleaned(text).chars().take_while(fits).collect();
    // The space keeps a digit at its beginning from being read as part of the size before it.
    format!(" {}", kept.replace('&', "&&"))
}

/// A text where a chart takes one itself and not from a cell: what has a "!" or begins with "=" would be a reference, so
/// they are left out. No text of the user's comes here: titles and names of series stand in cells.
pub fn literal(text: &str) -> String {
    cell(text).replace('!', "").trim_start_matches('=').to_string()
}

/// A property of the document; such texts are at most 255 characters long.
pub fn property(text: &str) -> String {
    cut(&cleaned(text), LONGEST_HEADER)
}

/// A text in lines of about so many characters, broken between words.
pub fn lines(text: &str, width: usize) -> String {
    let mut out = String::new();
    let mut length = 0;
    for word in cleaned(text).split(' ') {
        let size = word.chars().count();
        if length > 0 && length + size > width {
            out.push('\n');
            length = 0;
        } else if length > 0 {
            out.push(' ');
        }
        out.push_str(word);
        length += size + 1;
    }
    out
}

/// How many lines a text takes in so many characters.
pub fn line_count(text: &str, width: f64) -> usize {
    let width = width.max(1.0) as usize;
    lines(text, width).split('\n').map(|line| line.chars().count().div_ceil(width).max(1)).sum()
}

fn cleaned(text: &str) -> String {
    let lawful = |c: &char| !(c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}'));
    text.chars().filter(lawful).collect()
}

/// The longest beginning of at most so many UTF-16 units.
pub fn cut(text: &str, most: usize) -> String {
    let mut length = 0;
    let fits = |c: &char| {
        length += c.len_utf16();
        length <= most
    };
    text.chars().take_while(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_forbids_is_left_out_and_all_else_is_kept() {
        assert_eq!(cell("a\u{0}b\u{1b}[31m\u{7f}\u{FFFE}c"), "ab[31mc");
        assert_eq!(cell("=cmd|' /C calc'!A0"), "=cmd|' /C calc'!A0");
        assert_eq!(cell("<script>&amp; $' \u{1F680}"), "<script>&amp; $' \u{1F680}");
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(cell(&"x".repeat(40_000)).len(), LONGEST_CELL);
        let rockets = cell(&"\u{1F680}".repeat(20_000));
        assert_eq!(rockets.encode_utf16().count(), LONGEST_CELL - 1);
    }

    #[test]
    fn titles_break_between_words() {
        assert_eq!(lines("We reach $20.0M ARR in 34 of 100 futures", 20), "We reach $20.0M ARR\nin 34 of 100 futures");
        assert_eq!(lines("unbreakable-and-long", 5), "unbreakable-and-long");
        assert_eq!(line_count("We reach $20.0M ARR in 34 of 100 futures", 20.0), 2);
        assert_eq!((line_count("unbreakable-and-long", 5.0), line_count("", 5.0)), (4, 1));
    }

    #[test]
    fn a_literal_is_no_reference() {
        assert_eq!(literal("=cmd|' /C calc'!A0"), "cmd|' /C calc'A0");
        assert_eq!(literal("-$1.2M"), "-$1.2M");
    }

    #[test]
    fn a_header_has_no_commands_of_the_user() {
        assert_eq!(header("R&D &P"), " R&&D &&P");
        assert_eq!(header("2027 plan"), " 2027 plan");
        assert_eq!(header(&"&".repeat(300)).len(), 225);
    }
}
