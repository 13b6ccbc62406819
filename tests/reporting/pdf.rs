//! The deck as the program writes it (cargo feature `pdf`).

use super::html::headlines;
use crate::cli::{SMALL, Scratch};
use std::process::Command;

/// A small pack with a deck, and the deck's pages as text, a page each. Asks for pdftotext.
fn deck(scenario: &str) -> (Vec<String>, Vec<String>) {
    let scratch = Scratch::empty();
    scratch.put("plan.toml", scenario);
    let arguments =
        ["report", "plan.toml", "--trials", "1000", "--quick", "--format", "pdf,html", "--out", "pack", "-q"];
    scratch.planodds(&[&arguments[..], &["--charts", "none"]].concat()).code(0);
    let file = scratch.path("pack/report.pdf");
    let read = Command::new("pdftotext").arg("-layout").arg(file).arg("-").output().expect("pdftotext is installed");
    let text = String::from_utf8(read.stdout).expect("UTF-8");
    (text.trim_end_matches('\u{c}').split('\u{c}').map(bare).collect(), headlines(&scratch.read("pack/report.html")))
}

/// A text without spaces and what says where lines may end.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{200B}' | '\u{2060}')).collect()
}

fn assert_complete(scenario: &str) {
    let (slides, headlines) = deck(scenario);
    assert!(slides.len() > headlines.len(), "a slide a page and the title");
    for headline in &headlines {
        assert!(slides.iter().any(|slide| slide.contains(&bare(headline))), "{headline}");
    }
    for (number, slide) in slides.iter().enumerate() {
        assert!(slide.contains("giventheseassumptions"), "slide {}: {slide}", number + 1);
    }
}

#[test]
#[ignore = "asks for pdftotext"]
fn every_finding_of_the_html_is_on_a_slide() {
    // a plan without levers
    assert_complete(SMALL);
}

#[test]
#[ignore = "asks for pdftotext"]
fn a_plan_without_any_uncertainty_has_a_deck() {
    assert_complete(include_str!("../cases/det_plan.toml"));
}

#[test]
fn the_same_pack_has_the_same_bytes() {
    let write = || {
        let scratch = Scratch::with_small();
        let arguments = ["report", "small.toml", "--trials", "1000", "--quick", "--format", "pdf", "-q"];
        scratch.planodds(&[&arguments[..], &["--charts", "none", "--out", "pack"]].concat()).code(0);
        std::fs::read(scratch.path("pack/report.pdf")).expect("a deck")
    };
    let first = write();
    assert!(first.starts_with(b"%PDF-"));
    assert!(first == write());
}
