//! Mistakes of syntax, in the words of somebody who does not know TOML.

use super::{codes, suggest};
use crate::diagnostic::{Diagnostic, Place};
use std::collections::BTreeSet;
use std::ops::Range;

/// Mistakes of syntax that are reported of one file; more are mostly echoes of the first.
const MAX_MISTAKES: usize = 5;

/// Errors of the parser that are looked at to find them: one slip has many echoes, and junk must not take minutes.
const MAX_ECHOES: usize = 500;

/// Every mistake, at most one a line, and whether the rest of the text can no longer be trusted.
pub fn mistakes(source: usize, text: &str, errors: &[toml::de::Error]) -> (Vec<Diagnostic>, bool) {
    let mut mistakes = Vec::new();
    let mut decimals: Option<usize> = None;
    let mut lines_seen = BTreeSet::new();
    let mut twice_until = 0;
    for error in errors.iter().take(MAX_ECHOES) {
        let at = drawable(text, error.span().unwrap_or(0..0)).start;
        let line = line_start(text, at);
        let duplicate = is_duplicate(error);
        // What stands under a header that is written twice is not reported key by key.
        if (duplicate && at < twice_until) || (!duplicate && !lines_seen.insert(line)) {
            continue;
        }
        if duplicate && line_at(text, line).trim_start().starts_with('[') {
            twice_until = text[at..].find("\n[").map_or(text.len(), |next| at + next);
        }
        let commas = if duplicate { Vec::new() } else { decimal_commas(line_at(text, line)) };
        if let (Some(i), false) = (decimals, commas.is_empty()) {
            point_at_commas(&mut mistakes[i], source, line, &commas);
            continue;
        }
        if mistakes.len() == MAX_MISTAKES {
            break;
        }
        if commas.is_empty() {
            mistakes.push(mistake(source, text, error));
        } else {
            decimals = Some(mistakes.len());
            mistakes.push(decimal_mistake(source, line, &commas));
        }
    }
    (mistakes, errors.iter().any(|error| !is_duplicate(error)))
}

fn is_duplicate(error: &toml::de::Error) -> bool {
    error.message() == "duplicate key"
}

fn mistake(source: usize, text: &str, error: &toml::de::Error) -> Diagnostic {
    let span = drawable(text, error.span().unwrap_or(0..0));
    let line = line_at(text, line_start(text, span.start));
    let place = Place { source, span: span.clone() };
    let message = error.message();
    if message == "duplicate key" {
        let key = &text[span];
        return Diagnostic::error(codes::DUPLICATE_KEY, format!("{key} is written twice"))
            .at(&place, "the second time")
            .help("keep one of the two");
    }
    if message.contains("recurs") {
        return Diagnostic::error(codes::SYNTAX, "the file is nested too deep: 80 levels are the most that is read")
            .at(&place, "");
    }
    let diagnostic = Diagnostic::error(codes::SYNTAX, "this is not valid TOML").at(&place, message);
    match syntax_help(line) {
        Some(help) => diagnostic.help(help),
        None => {
            diagnostic.help("a line is `key = value`, a [header] or a # comment; text and months stand in \"quotes\"")
        }
    }
}

/// Where the line begins in which a byte of the text lies.
fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |i| i + 1)
}

/// The line that begins at a byte of the text.
fn line_at(text: &str, start: usize) -> &str {
    text[start..].lines().next().unwrap_or("")
}

/// A number with a decimal comma: where it stands in its line, and how it is to be written.
type DecimalComma = (Range<usize>, String);

/// One report for the whole file; every such number gets its own label.
fn decimal_mistake(source: usize, line: usize, commas: &[DecimalComma]) -> Diagnostic {
    let mut said = Diagnostic::error(codes::SYNTAX, "decimals are written with a point, not with a comma");
    if let Some((_, number)) = commas.first() {
        said = said.help(format!("write {number} with a point"));
    }
    point_at_commas(&mut said, source, line, commas);
    said
}

fn point_at_commas(said: &mut Diagnostic, source: usize, line: usize, commas: &[DecimalComma]) {
    for (span, number) in commas {
        if said.places.len() < MAX_MISTAKES {
            let place = Place { source, span: line + span.start..line + span.end };
            said.places.push((place, format!("write {number}")));
        }
    }
}

/// Values such as `= 0,77` in a line; `= 20,000` is a number with commas between thousands instead.
fn decimal_commas(line: &str) -> Vec<DecimalComma> {
    let mut found = Vec::new();
    for (equals, _) in line.match_indices('=') {
        let rest = &line[equals + 1..];
        let value = rest.trim_start();
        let start = equals + 1 + rest.len() - value.len();
        let sign = value.len() - value.trim_start_matches('-').len();
        let digits = |from: usize| value[from..].bytes().take_while(u8::is_ascii_digit).count();
        let whole = digits(sign);
        let after = sign + whole + 1;
        if whole == 0 || value.as_bytes().get(after - 1) != Some(&b',') {
            continue;
        }
        let fraction = digits(after);
        let thousands = fraction == 3 && !value[sign..].starts_with('0');
        if fraction > 0 && !thousands {
            let end = after + fraction;
            found.push((start..start + end, value[..end].replace(',', ".")));
        }
    }
    found
}

/// What the most common slips look like.
fn syntax_help(line: &str) -> Option<String> {
    let trimmed = line.trim();
    if trimmed.starts_with('[') && !trimmed.contains(']') {
        let close = if trimmed.starts_with("[[") { "]]" } else { "]" };
        return Some(format!("close the header: {trimmed}{close}"));
    }
    if let Some(straight) = straightened(trimmed) {
        return Some(straight);
    }
    let (key, value) = line.split_once('=')?;
    let (key, value) = (key.trim(), value.split('#').next().unwrap_or("").trim());
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if value.split_once('-').is_some_and(|(year, month)| year.len() == 4 && digits(year) && digits(month)) {
        return Some(format!("months stand in quotes: {key} = \"{value}\""));
    }
    if let Some(number) = suggest::number_meant(value).filter(|_| !value.is_empty()) {
        return Some(format!("numbers are written without commas, currency or percent signs: {key} = {number}"));
    }
    if value.starts_with('"') && value.contains('\\') {
        let plain = value.replace('"', "'");
        return Some(format!(
            "a backslash begins a special sign: write / in paths, or use single quotes: {key} = {plain}"
        ));
    }
    let word = value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b' ' || b == b'-');
    (word && !value.is_empty()).then(|| format!("text stands in quotes: {key} = \"{value}\""))
}

/// The line with straight quotes, where it has curly ones outside of its texts.
fn straightened(line: &str) -> Option<String> {
    let curly =
        ['\u{201c}', '\u{201d}', '\u{201e}', '\u{201f}', '\u{00ab}', '\u{00bb}', '\u{2018}', '\u{2019}', '\u{201a}'];
    let outside = line.split('"').step_by(2).any(|part| part.contains(curly));
    outside.then(|| {
        let straight = line.replace(curly, "\"");
        format!("use straight quotes: {straight}")
    })
}

/// The span moved into the text and onto whole characters.
fn drawable(text: &str, span: Range<usize>) -> Range<usize> {
    let mut start = span.start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = span.end.clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_commas_are_told_from_thousands_and_lists() {
        let numbers = |line: &str| decimal_commas(line).into_iter().map(|(_, number)| number).collect::<Vec<_>>();
        assert_eq!(numbers("x = { p10 = 0,17, p50 = -0,225, p90 = 1,5 }"), ["0.17", "-0.225", "1.5"]);
        for fine in ["arr = 20,000,000", "arr = 1,250", "x = [1,2,3]", "x = { a = 1, b = 2 }", "x = 5", "x =", "= ,5"] {
            assert_eq!(numbers(fine), Vec::<String>::new(), "{fine}");
        }
    }

    #[test]
    fn curly_quotes_inside_a_text_are_text() {
        assert_eq!(straightened("name = \"the \u{201c}big\u{201d} plan\""), None);
        let straight = straightened("name = \u{201c}FY27\u{201d}");
        assert_eq!(straight.as_deref(), Some("use straight quotes: name = \"FY27\""));
    }
}
