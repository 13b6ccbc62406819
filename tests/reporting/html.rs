//! The HTML pack as the program writes it.

use crate::cli::{SMALL, Scratch};

/// The one style sheet.
pub fn style_of(file: &str) -> &str {
    file.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>")).expect("a style sheet").0
}

/// The findings, a page each, as text.
pub fn headlines(file: &str) -> Vec<String> {
    let heads = file.split("<h2 ").skip(1);
    let inside =
        heads.map(|rest| rest.split_once('>').and_then(|(_, rest)| rest.split_once("</h2>")).expect("a heading").0);
    inside
        .map(|text| {
            text.replace("&#39;", "'")
                .replace("&#34;", "\"")
                .replace("&#60;", "<")
                .replace("&#62;", ">")
                .replace("&#38;", "&")
        })
        .collect()
}

const HOSTILE: &str = "</style><script>alert(1)</script>\\\" onload='x' $' \\u2028 &amp;";

/// A plan that says it wherever a plan can say what it likes: names of things that paths are made of can hold no such text.
fn hostile_plan() -> String {
    let said = format!("note = \"{HOSTILE}\", source = \"{HOSTILE}\", owner = \"{HOSTILE}\"");
    SMALL
        .replace("name = \"Small\"", &format!("name = \"{HOSTILE}\""))
        .replace("p90 = 27_000 }", &format!("p90 = 27_000, {said} }}"))
        .replace("p90 = 0.27 }", &format!("p90 = 0.27, {said} }}"))
}

#[test]
fn what_a_scenario_says_is_shown_and_never_obeyed() {
    let scratch = Scratch::empty();
    scratch.put("hostile.toml", &hostile_plan());
    let arguments =
        ["report", "hostile.toml", "--trials", "1000", "--quick", "--format", "html", "--out", "pack", "-q"];
    scratch.planodds(&[&arguments[..], &["--charts", "none", "--template", "working"]].concat()).code(0);
    let file = scratch.read("pack/report.html");
    let body = file.replace(style_of(&file), "");
    assert!(body.matches("alert(1)").count() >= 2);
    for forbidden in ["<script", " style=\"", " onload='", "\" onload", "<img", "<iframe", "</style><"] {
        assert!(!body.contains(forbidden), "{forbidden} in {body}");
    }
    assert!(headlines(&file).len() >= 3);
}
