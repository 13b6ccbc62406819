//! The file of a made-up pack, read the way a browser's parser reads it.

mod hostile;
mod look;
mod markup;

use super::*;
use crate::chart;
use crate::report::fixture;
use crate::report::pack::{Block, Exhibit, Page};
use crate::report::table::{DataTable, money, text};
use markup::{Tag, tags, text_of};
use std::collections::BTreeSet;

/// The charts that the made-up pack asks for, and its small picture.
fn drawings() -> Drawings {
    let plan = fixture::plan(12, 2);
    let (odds, bands, arr) = (fixture::odds(&plan, 0.1), fixture::bands(&plan, 0.1), fixture::distribution(&plan, 0.1));
    let figures = chart::figures(&plan, &fixture::provenance(), &odds, &bands, &arr);
    let picture = "<svg viewBox=\"0 0 9 3\" role=\"img\" aria-label=\"a hump\"><path d=\"M0 3L4 0L9 3\"/></svg>";
    Drawings {
        figures: figures.into_iter().map(|(name, figure)| (name.to_string(), figure)).collect(),
        pictures: vec![("driver".to_string(), picture.to_string())],
    }
}

fn file_of(report: &Report) -> String {
    String::from_utf8(html(report, &drawings()).unwrap()).unwrap()
}

fn file() -> String {
    file_of(&fixture::report())
}

fn named<'a>(tags: &'a [Tag], name: &str) -> Vec<&'a Tag> {
    tags.iter().filter(|tag| tag.name == name).collect()
}

fn with_class<'a>(tags: &'a [Tag], class: &str) -> Vec<&'a Tag> {
    tags.iter().filter(|tag| tag.value("class").is_some_and(|all| all.split(' ').any(|c| c == class))).collect()
}

#[test]
fn the_policy_admits_this_style_sheet_and_nothing_else() {
    let file = file();
    let style = file.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
    assert_eq!(file.matches("<style").count(), 1);
    let metas = tags(&file);
    let policy = metas.iter().find(|tag| tag.value("http-equiv") == Some("Content-Security-Policy")).unwrap();
    assert_eq!(policy.value("content").unwrap(), style::policy(style));
    assert!(policy.value("content").unwrap().starts_with("default-src 'none'; style-src 'sha256-"));
    // Only the character set may stand before it: what comes first is not held to it.
    assert!(file.find("Content-Security-Policy").unwrap() < file.find("<title").unwrap());
}

#[test]
fn nothing_is_fetched_and_nothing_runs() {
    let file = file();
    let links: Vec<String> = tags(&file)
        .iter()
        .flat_map(|tag| ["href", "src"].map(|name| tag.value(name).map(String::from)))
        .flatten()
        .collect();
    assert!(links.len() > 5 && links.iter().all(|link| link.starts_with('#') || link == "data:,"), "{links:?}");
    let without_fonts: Vec<&str> = file.lines().filter(|line| !line.contains("@font-face{")).collect();
    let without_names = without_fonts.concat().replace("http://www.w3.org/2000/svg", "");
    for forbidden in ["//", "url(", "@import", "<script", "<img"] {
        assert!(!without_names.contains(forbidden), "{forbidden}");
    }
}

#[test]
fn every_exhibit_has_its_picture_its_words_and_its_numbers() {
    let file = file();
    let exhibits: Vec<&str> =
        file.split("<figure").skip(1).map(|rest| rest.split_once("</figure>").unwrap().0).collect();
    assert_eq!(exhibits.len(), 2);
    for exhibit in exhibits {
        assert!(exhibit.contains("<svg") && exhibit.contains("<details><summary>") && exhibit.contains("<caption"));
        assert!(exhibit.starts_with(" class=\"exhibit\" aria-label=\"") && !exhibit.contains("aria-label=\"\""));
    }
    assert!(file.contains("aria-label=\"Most futures end between $18M and $20M.\""));
}

#[test]
fn a_figure_that_nobody_drew_leaves_its_words_and_its_table() {
    let mut report = fixture::report();
    let table = DataTable::new("t", "What is in it", &["a"]);
    let exhibit = Exhibit { figure: "nowhere".to_string(), alt: "Said in words.".to_string(), table };
    report.pages =
        vec![Page { id: "p", name: "P", headline: "So it is".to_string(), blocks: vec![Block::Exhibit(exhibit)] }];
    let file = file_of(&report);
    assert!(file.contains("<p>Said in words.</p>") && file.contains("What is in it"));
    assert!(!file.contains("<details") && !file.contains("class=\"chart\""));
}

#[test]
fn a_chart_does_not_repeat_the_headline_of_its_page() {
    let mut report = fixture::report();
    let (title, drawings) = (drawings().figures[0].1.title.clone(), drawings());
    let count = |report: &Report| {
        let file = String::from_utf8(html(report, &drawings).unwrap()).unwrap();
        file.matches("<figcaption>").count()
    };
    assert_eq!(count(&report), 2);
    report.pages[1].headline = title;
    assert_eq!(count(&report), 1);
}

#[test]
fn names_are_unique_and_every_reference_finds_its_name() {
    let file = file();
    let tags = tags(&file);
    let all: Vec<&str> = tags.iter().filter_map(|tag| tag.value("id")).collect();
    let unique: BTreeSet<&str> = all.iter().copied().collect();
    assert_eq!(unique.len(), all.len());
    let labels = tags.iter().filter_map(|tag| tag.value("aria-labelledby")).flat_map(|names| names.split(' '));
    let links = tags.iter().filter_map(|tag| tag.value("href")?.strip_prefix('#'));
    for name in labels.chain(links) {
        assert!(unique.contains(name), "{name}");
    }
    for page in ["answer", "course", "landing", "assumptions", "making"] {
        assert!(file.contains(&format!("<a href=\"#{page}\">")) && unique.contains(page), "{page}");
    }
}

#[test]
fn headings_go_down_one_step_at_a_time() {
    let file = file();
    let levels: Vec<usize> = tags(&file).iter().filter_map(|tag| tag.name.strip_prefix('h')?.parse().ok()).collect();
    assert_eq!(levels.iter().filter(|&&level| level == 1).count(), 1);
    assert_eq!(levels.iter().filter(|&&level| level == 2).count(), 5);
    assert_eq!(levels[0], 1);
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
}

#[test]
fn tables_have_captions_scopes_and_boxes_that_take_the_focus() {
    let file = file();
    let tags = tags(&file);
    let count = named(&tags, "table").len();
    assert_eq!(count, 5);
    assert_eq!(named(&tags, "caption").len(), count);
    assert!(named(&tags, "th").iter().all(|th| matches!(th.value("scope"), Some("col" | "row"))));
    let boxes = with_class(&tags, "scroll");
    assert_eq!(boxes.len(), count);
    assert!(boxes.iter().all(|tag| tag.value("tabindex") == Some("0") && tag.value("role") == Some("region")));
    assert!(file.contains("<th scope=\"col\" class=\"n\">P50</th>"));
    assert!(file.contains("<th scope=\"row\" class=\"short\">P10</th><td class=\"n\">$16,600,000</td>"));
    assert!(file.contains("<p class=\"note\">1 of 10 futures ends below P10.</p>"));
}

#[test]
fn small_pictures_stand_in_their_cells() {
    assert_eq!(file().matches("<td class=\"picture\"><svg").count(), 60);
}

#[test]
fn only_wide_tables_lie_on_their_side_and_only_long_words_are_broken() {
    let mut report = fixture::report();
    assert!(!file().contains("class=\"page landscape\"") && !file().contains("class=\"long\""));
    let headings: Vec<String> = (0..12).map(|i| format!("column {i}")).collect();
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table = DataTable::new("t", "Wide", &headings);
    let mut row = vec![money(1.0); 12];
    row[1] = text("w".repeat(300));
    table.push(row);
    report.pages[0].blocks.push(Block::Table(table));
    let file = file_of(&report);
    assert_eq!(file.matches("class=\"page landscape\"").count(), 1);
    assert_eq!(file.matches("<td class=\"long\">").count(), 1);
}

#[test]
fn the_same_pack_gives_the_same_bytes_and_is_small() {
    let file = file();
    assert_eq!(file, self::file());
    assert!(file.len() < 1_000_000, "{}", file.len());
    assert!(text_of(&file).contains("We reach $20.0M ARR by Dec 2027 in 30 of 100 futures"));
}
