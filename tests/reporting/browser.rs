//! The HTML pack in Chromium, on screens and on paper. Not run by `cargo test`: `.ci/run` installs what it needs
//! (chromium, poppler-utils) and then asks for it.

use super::chromium::visit;
use super::html::{headlines, style_of};
use super::paper::{height, sheets};
use crate::cli::Scratch;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use resvg::tiny_skia::Pixmap;
use sha2::{Digest, Sha256};

/// Sheets that a board can be asked to read.
const SHEETS: std::ops::RangeInclusive<usize> = 13..=25;

/// Size of a printed headline, points (paper.css).
const HEADLINE: f64 = 14.5;
/// Height of a line of Inter, ems; printed boxes are rounded to less than 2 %.
const LINE_OF_INTER: f64 = 1.21;

/// The pack of the shipped plan, a draft of it.
fn drafted() -> (Scratch, String) {
    let scratch = Scratch::empty();
    let plan = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/base.toml");
    let arguments = ["report", plan, "--quick", "--format", "html", "--charts", "none", "--out", "pack", "-q"];
    scratch.planodds(&arguments).code(0);
    let file = scratch.read("pack/report.html");
    (scratch, file)
}

fn hash(style: &str) -> String {
    STANDARD.encode(Sha256::digest(style))
}

/// The file with another style sheet, which its policy admits.
fn restyled(file: &str, change: impl Fn(&str) -> String) -> String {
    let style = style_of(file);
    let changed = change(style);
    assert_ne!(style, changed);
    assert_eq!(file.matches(&hash(style)).count(), 1);
    file.replace(&hash(style), &hash(&changed)).replace(style, &changed)
}

#[test]
#[ignore = "needs Chromium and poppler-utils"]
fn the_pack_prints_clean_on_a4_and_letter() {
    let (scratch, file) = drafted();
    let headlines = headlines(&file);
    assert!(headlines.len() >= 10, "{headlines:?}");
    for (paper, short, long) in [("a4", 595, 842), ("letter", 612, 792)] {
        // A style sheet leaves the choice of paper to the reader's printer; here the test chooses.
        let chosen = restyled(&file, |style| {
            let portrait = style.replace("size: portrait;", &format!("size: {paper} portrait;"));
            portrait.replace("size: landscape;", &format!("size: {paper} landscape;"))
        });
        scratch.put("page.html", &chosen);
        let pdf = scratch.path("printed.pdf");
        let print = format!("--print-to-pdf={}", pdf.display());
        let visit = visit(&scratch.path("page.html"), &scratch.path(""), &["--no-pdf-header-footer", &print]);
        assert!(visit.requests.is_empty() && visit.reproaches().is_empty(), "{:?}", visit.reproaches());

        let sheets = sheets(&pdf);
        assert!(SHEETS.contains(&sheets.len()), "{} sheets of {paper}", sheets.len());
        for (number, sheet) in (1..).zip(&sheets) {
            assert!(sheet.size == (short, long) || sheet.size == (long, short), "{:?} is not {paper}", sheet.size);
            let footer = format!("{number} of {}", sheets.len());
            assert!(
                sheet.text.ends_with(&footer),
                "sheet {number} ends with {:?}",
                sheet.text.chars().rev().take(60).collect::<String>()
            );
        }
        // Chromium shrinks all sheets as soon as one thing is wider than the paper.
        let word = headlines[0].split(' ').next().expect("a word");
        let (asked, printed) = (HEADLINE * LINE_OF_INTER, height(&pdf, 2, word));
        assert!((printed / asked - 1.0).abs() < 0.02, "headlines are {printed} high instead of {asked}");
        each_on_a_sheet_of_its_own(&headlines, sheets.iter().map(|sheet| sheet.text.as_str()).collect());
    }
}

/// The first sheet lists all findings; then each begins a sheet that no other one is on, in their order.
fn each_on_a_sheet_of_its_own(headlines: &[String], sheets: Vec<&str>) {
    let (first, others) = sheets.split_first().expect("a sheet");
    let mut places = Vec::new();
    for headline in headlines {
        assert!(first.contains(headline), "{headline:?} is not on the first sheet: {first}");
        // At the top, below the page's name; a finding may be said again in the answer's sentences.
        let is_on_top = |text: &str| text.find(headline.as_str()).is_some_and(|before| before < 60);
        let on: Vec<usize> = (0..others.len()).filter(|&i| is_on_top(others[i])).collect();
        assert_eq!(on.len(), 1, "{headline:?} is on top of sheets {on:?}");
        places.push(on[0]);
    }
    assert!(places.windows(2).all(|pair| pair[0] < pair[1]), "{places:?}");
}

#[test]
#[ignore = "needs Chromium"]
fn the_pack_shows_itself_in_light_and_dark_and_asks_for_nothing() {
    let (scratch, _) = drafted();
    for (name, scheme, width) in [("light", 1, 1280), ("dark", 0, 1280), ("phone", 1, 390)] {
        let picture = scratch.path(&format!("{name}.png"));
        let flags = [
            format!("--screenshot={}", picture.display()),
            format!("--blink-settings=preferredColorScheme={scheme}"),
            format!("--window-size={width},1600"),
        ];
        let visit = visit(&scratch.path("pack/report.html"), &scratch.path(""), &flags.each_ref().map(String::as_str));
        assert!(visit.requests.is_empty(), "{:?}", visit.requests);
        assert!(visit.reproaches().is_empty(), "{:?}", visit.reproaches());
        let picture = Pixmap::decode_png(&std::fs::read(&picture).expect("a picture")).expect("PNG");
        let shades: Vec<u8> = picture.pixels().iter().map(|pixel| pixel.green()).collect();
        let share = |is: fn(u8) -> bool| shades.iter().filter(|&&shade| is(shade)).count() as f64 / shades.len() as f64;
        let (bright, dim) = (share(|shade| shade > 0xC0), share(|shade| shade < 0x40));
        // Paper is most of a page, and on every page something stands.
        let (paper, ink) = if scheme == 1 { (bright, dim) } else { (dim, bright) };
        assert!(paper > 0.7 && ink > 0.002, "{name}: {paper} paper, {ink} ink");
    }
}

/// The two tests above would find what they look for.
#[test]
#[ignore = "needs Chromium"]
fn a_violation_and_a_request_would_be_seen() {
    let scratch = Scratch::empty();
    let picture = format!("--screenshot={}", scratch.path("x.png").display());
    let policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">";
    let fetching = "<img src=\"http://127.0.0.1:1/x.png\">";
    let visited = |page: &str| {
        scratch.put("page.html", page);
        visit(&scratch.path("page.html"), &scratch.path(""), &[&picture])
    };
    let forbidden = visited(&format!("<!DOCTYPE html>{policy}{fetching}"));
    assert!(forbidden.requests.is_empty() && forbidden.reproaches()[0].contains("Content Security Policy"));
    assert_eq!(visited(&format!("<!DOCTYPE html>{fetching}")).requests, ["http://127.0.0.1:1/x.png"]);
}
