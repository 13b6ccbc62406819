//! Texts that would break out of where they stand, were they not escaped, in every place of a pack.

use super::*;
use crate::report::pack::Fact;
use crate::report::table::{Cell, DataTable, Show, plain};

/// A text for every way out: of elements, of attributes, of the style sheet, of templates, of the line.
const HOSTILE: [&str; 6] = [
    "</style></title></script><script>alert(1)</script>",
    "\" onload=\"alert(2)\" x='",
    "' style='color:red' onclick='alert(3)",
    "{{ 7 * 7 }} {% raw %} $' $& &amp; \\00003c \"} *{display:none",
    "]]> --> <!-- <img src=x onerror=alert(4)> <a href=javascript:alert(5)> 🙂",
    "עברית العربية",
];

/// What a browser must never be told, however it is called.
const ATTRIBUTES: [&str; 50] = [
    "aria-label",
    "aria-labelledby",
    "charset",
    "class",
    "content",
    "cx",
    "cy",
    "d",
    "data-name",
    "dy",
    "fill",
    "font-family",
    "font-size",
    "font-weight",
    "height",
    "href",
    "http-equiv",
    "id",
    "lang",
    "name",
    "opacity",
    "pointer-events",
    "points",
    "r",
    "rel",
    "role",
    "rx",
    "scope",
    "stroke",
    "stroke-width",
    "tabindex",
    "text-anchor",
    "transform",
    "viewBox",
    "visibility",
    "width",
    "x",
    "x1",
    "x2",
    "xmlns",
    "y",
    "y1",
    "y2",
    "aria-hidden",
    "stroke-dasharray",
    "stroke-linejoin",
    "stroke-linecap",
    "fill-opacity",
    "lengthAdjust",
    "textLength",
];

fn hostile_table(text: &str) -> DataTable {
    let mut table = DataTable::new(text, text, &[text, text, text]);
    let picture = Cell { value: text.into(), show: Show::Picture };
    table.push(vec![plain(text), plain(text), picture]);
    table.notes.push(text.to_string());
    table
}

fn hostile(text: &'static str) -> Report {
    let own = || text.to_string();
    let mut report = fixture::report();
    (report.title, report.subtitle, report.currency) = (own(), own(), own());
    let exhibit = |figure: &str| Exhibit { figure: figure.to_string(), alt: own(), table: hostile_table(text) };
    let blocks = vec![
        Block::Sentences(vec![own()]),
        Block::Facts(vec![Fact { label: own(), value: own(), note: own() }]),
        Block::Points { title: own(), points: vec![own()] },
        Block::Table(hostile_table(text)),
        Block::Exhibit(exhibit("arr_fan")),
        Block::Exhibit(exhibit(text)),
    ];
    report.pages = vec![Page { id: text, name: text, headline: own(), blocks }];
    report
}

fn hostile_file(text: &'static str) -> String {
    let mut drawings = drawings();
    for (_, figure) in &mut drawings.figures {
        (figure.title, figure.subtitle) = (text.to_string(), text.to_string());
    }
    String::from_utf8(html(&hostile(text), &drawings).unwrap()).unwrap()
}

#[test]
fn it_stays_text_wherever_it_stands() {
    let known: BTreeSet<String> = tags(&file()).into_iter().map(|tag| tag.name).collect();
    for text in HOSTILE {
        let file = hostile_file(text);
        for tag in tags(&file) {
            assert!(known.contains(&tag.name) && !["script", "img", "iframe"].contains(&&*tag.name), "{}", tag.name);
            for (name, value) in &tag.attributes {
                assert!(ATTRIBUTES.contains(&name.as_str()), "{name} of {} under {text}", tag.name);
                assert!(name != "href" || value.starts_with('#') || value == "data:,", "{value}");
            }
        }
        // Title, subtitle, contents twice, page, headline, sentence, fact 3, points 2, tables 3 of 7, alt, note ...
        let shown = text_of(&file).matches(text).count();
        assert!(shown >= 30, "{text} is shown {shown} times");
    }
}

#[test]
fn it_does_not_leave_the_footer_of_the_style_sheet() {
    for text in HOSTILE {
        let file = hostile_file(text);
        let style = file.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
        assert_eq!(style::policy(style), style::policy(&style::style(text)), "the style sheet ends where it should");
        let footer = style.trim_end().lines().last().unwrap();
        let content = footer.strip_prefix("@page{@bottom-left{content:\"").unwrap().strip_suffix("\"}}").unwrap();
        assert!(content.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ' || c == '\\'), "{content}");
    }
    assert!(style::style("a </style>").ends_with("content:\"a \\00003c \\00002f style\\00003e \"}}\n"));
}

#[test]
fn what_turns_or_hides_its_neighbours_becomes_a_space() {
    let file = hostile_file("a\u{2028}b\u{202E}c\u{0}d\u{7}e");
    assert!(text_of(&file).contains("a b c d e"));
    assert!(!file.chars().any(|c| matches!(c, '\u{2028}' | '\u{202E}' | '\u{0}' | '\u{7}')));
}
