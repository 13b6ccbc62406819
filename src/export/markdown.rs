//! The pack's findings as Markdown, for a memo or a chat: the answer with its figures and points, then a finding a line.
//! What users wrote is escaped, and stays text.

use crate::report::format;
use crate::report::pack::{Block, Fact, KeyFigure, Page, Report};
use crate::report::table::cell_text;
use std::fmt::Write;

/// The file, UTF-8, lines ended by "\n"; no HTML in it.
pub fn markdown(report: &Report) -> Vec<u8> {
    let mut out = format!("# {}\n\n{}\n", inline(&report.title), escaped(&report.subtitle));
    let (answer, others): (Vec<&Page>, Vec<&Page>) = report.pages.iter().partition(|page| page.id == "answer");
    answer.iter().for_each(|page| put_answer(&mut out, page));
    put_figures(&mut out, report);
    put_findings(&mut out, &others);
    let where_else = "Charts, tables and the assumption book are in the report that came with this summary.";
    // Writing into a String cannot fail.
    let _ = write!(out, "\n---\n\n{}. {where_else}\n", escaped(&report.made));
    out.into_bytes()
}

/// The finding, its figures, what is said of it, and its points.
fn put_answer(out: &mut String, page: &Page) {
    let _ = write!(out, "\n**{}**\n", inline(&page.headline));
    for block in &page.blocks {
        match block {
            Block::Facts(facts) => put_items(out, facts.iter().map(fact)),
            Block::Sentences(texts) => {
                texts.iter().for_each(|text| {
                    let _ = write!(out, "\n{}\n", escaped(text));
                });
            }
            Block::Points { title, points } => {
                let _ = write!(out, "\n## {}\n", inline(title));
                put_items(out, points.iter().map(|point| escaped(point)));
            }
            Block::Table(_) | Block::Exhibit(_) => {}
        }
    }
}

/// "**P(hit)**: 36 % (simulation error ± 0.3 points)".
fn fact(fact: &Fact) -> String {
    let note = if fact.note.trim().is_empty() { String::new() } else { format!(" ({})", inline(&fact.note)) };
    format!("**{}**: {}{note}", inline(&fact.label), inline(&fact.value))
}

fn put_items(out: &mut String, items: impl Iterator<Item = String>) {
    out.push('\n');
    items.for_each(|item| {
        let _ = writeln!(out, "- {item}");
    });
}

/// The figures that are read out, each with what the simulation leaves open.
fn put_figures(out: &mut String, report: &Report) {
    if report.figures.is_empty() {
        return;
    }
    out.push_str("\n## Figures\n\n| Figure | Value | 95 % interval of the simulation |\n| --- | ---: | ---: |\n");
    for KeyFigure { label, value, interval, .. } in &report.figures {
        let text = |cell| inline(&cell_text(cell, &report.currency));
        let interval =
            interval.as_ref().map_or(String::new(), |[low, high]| format!("{} to {}", text(low), text(high)));
        let _ = writeln!(out, "| {} | {} | {interval} |", inline(label), text(value));
    }
}

/// A line a page; pages that only repeat tables have no finding.
fn put_findings(out: &mut String, pages: &[&Page]) {
    let with_finding = || pages.iter().filter(|page| !page.id.starts_with("all-"));
    if with_finding().next().is_none() {
        return;
    }
    out.push_str("\n## Page by page\n");
    put_items(out, with_finding().map(|page| format!("**{}**: {}", inline(page.name), inline(&page.headline))));
}

/// A text that begins a line's content, and in which nothing is markup.
fn escaped(text: &str) -> String {
    let text = inline(text);
    // There "3." and "3)" begin a list, as a dash does.
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = text.split_at(digits);
    let begins_block = match rest.chars().next() {
        Some('.' | ')') => digits > 0 && !follows_digit(rest, 0),
        Some('-' | '+' | '=' | '>') => digits == 0,
        _ => false,
    };
    if begins_block { format!("{number}\\{rest}") } else { text }
}

/// A text on one line in which nothing is markup, for any place but the beginning of a line.
fn inline(text: &str) -> String {
    let line = format::one_line(text);
    let line = line.trim();
    let mut out = String::with_capacity(line.len() + 8);
    for (i, c) in line.char_indices() {
        if is_markup(line, i, c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Whether a digit stands behind the character at `i`.
fn follows_digit(line: &str, i: usize) -> bool {
    line[i + 1..].starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a character may begin markup anywhere; a dollar before an amount does not.
fn is_markup(line: &str, i: usize, c: char) -> bool {
    matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '|' | '#' | '&' | '~') || c == '$' && !follows_digit(line, i)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    fn text(report: &Report) -> String {
        String::from_utf8(markdown(report)).unwrap()
    }

    #[test]
    fn it_begins_with_the_answer_and_ends_with_the_run() {
        let text = text(&fixture::report());
        let begin = "# FY27 operating plan\n\nFY27 operating plan (12 months from Jan 2027) · 10,000 trials, seed 1 · given \
                     these assumptions\n\n**We reach $20.0M ARR by Dec 2027 in 30 of 100 futures; a typical year ends at \
                     $19.0M**\n\n- **P(hit)**: 30 % (± 0.9 points, given these assumptions)\n";
        assert!(text.starts_with(begin), "{text}");
        assert!(text.contains("\n## Three levers and what they buy\n\n- Hire 3 reps in Jan 2027: +9 points\n"));
        assert!(text.contains("\n| P(hit) | 30 % | 29.1 % to 30.9 % |\n| ARR in Dec 2027, P50 | $19,000,000 |  |\n"));
        assert!(text.contains("\n- **Where the year ends**: Half of all years end between $18.1M and $20.1M\n"));
        let end = "\n---\n\n10,000 trials, seed 1, scenario sha256:00, planodds 0.1.0. Charts, tables and the assumption \
                   book are in the report that came with this summary.\n";
        assert!(text.ends_with(end), "{text}");
        assert!(text.lines().count() < 80 && !text.contains("\n\n\n"));
    }

    #[test]
    fn every_finding_is_there_once() {
        let report = fixture::report();
        let text = text(&report);
        for page in &report.pages {
            assert_eq!(text.matches(&page.headline).count(), 1, "{}", page.headline);
        }
    }

    #[test]
    fn what_users_wrote_is_no_markup() {
        assert_eq!(escaped("<script>alert(1)</script>"), "\\<script>alert(1)\\</script>");
        assert_eq!(
            escaped("a | *b* _c_ `d` [e](f) ~~g~~ &lt;"),
            "a \\| \\*b\\* \\_c\\_ \\`d\\` \\[e\\](f) \\~\\~g\\~\\~ \\&lt;"
        );
        assert_eq!(escaped("# a"), "\\# a");
        assert_eq!(escaped("- a"), "\\- a");
        assert_eq!(escaped("+ a"), "\\+ a");
        assert_eq!(escaped("12. a"), "12\\. a");
        assert_eq!(escaped("3) a"), "3\\) a");
        assert_eq!(escaped("1.5 a, 2. b"), "1.5 a, 2. b");
        assert_eq!(escaped("> a\u{2028}\n\u{202E}b"), "\\> a   b");
        assert_eq!(escaped("C:\\x $y$ $12"), "C:\\\\x \\$y\\$ $12");
        assert_eq!(escaped("   "), "");
        assert_eq!(escaped("---"), "\\---");
        assert_eq!(inline("-$1,250 > 1. a"), "-$1,250 > 1. a");
    }

    #[test]
    fn a_hostile_text_adds_no_line_and_no_cell() {
        let hostile = "x|y\n\n# z\n<b>\u{85}- q `";
        let mut report = fixture::report();
        let lines = text(&report).lines().count();
        report.title = hostile.to_string();
        report.made = hostile.to_string();
        report.figures[0].label = hostile.to_string();
        for page in &mut report.pages {
            page.headline = hostile.to_string();
        }
        let text = text(&report);
        assert_eq!(text.lines().count(), lines);
        assert!(text.contains("\n| x\\|y  \\# z \\<b> - q \\` | 30 % |"), "{text}");
    }
}
