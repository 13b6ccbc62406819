//! What the README and docs/scenario.md say is so.

use super::shipped::warnings;
use super::{plan_with, readme_snippet, text_of};
use planodds::scenario::{Loaded, diagnostic_codes, key_table, parse};
use std::collections::BTreeSet;
use std::path::Path;

fn document(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The code blocks of a language.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    text.split(fence.as_str()).skip(1).map(|rest| rest.split("```").next().unwrap_or("").to_string()).collect()
}

fn let_in(text: &str) -> Loaded {
    parse("example.toml", text).unwrap_or_else(|refused| panic!("{text}\n{}", text_of(&refused)))
}

#[test]
fn the_readmes_scenario_is_let_in_without_warnings() {
    let blocks = blocks(&document("README.md"), "toml");
    let [example] = &blocks[..] else { panic!("one scenario, not {}", blocks.len()) };
    assert_eq!(example.trim().lines().count(), 12, "a dozen lines");
    assert_eq!(warnings(&let_in(example)), Vec::<String>::new());
}

#[test]
fn the_smallest_scenario_is_let_in_without_warnings() {
    let text = document("docs/scenario.md");
    assert_eq!(warnings(&let_in(&blocks(&text, "toml")[0])), Vec::<String>::new());
}

#[test]
fn the_readmes_library_example_is_what_compiles_and_runs_here() {
    let blocks = blocks(&document("README.md"), "rust");
    let [snippet] = &blocks[..] else { panic!("one example, not {}", blocks.len()) };
    let compiled = document("tests/front_door/readme_snippet.rs");
    assert!(compiled.ends_with(snippet.as_str()), "tests/front_door/readme_snippet.rs differs from the README");
    let folder = tempfile::tempdir().unwrap();
    let probability = |target: &str| {
        let path = folder.path().join("plan.toml");
        std::fs::write(&path, plan_with("").replace("arr = 1\n", target)).unwrap();
        readme_snippet::probability(&path, 16, 1).unwrap()
    };
    // The opening ARR of 100 neither grows nor shrinks.
    assert_eq!((probability("arr = 100\n"), probability("arr = 101\n")), (Some(1.0), Some(0.0)));
    assert!(readme_snippet::probability(&folder.path().join("none.toml"), 16, 1).is_err());
}

/// The heading under which docs/scenario.md has the keys of a table (given by its path, names left out).
fn heading(table: &str) -> String {
    let path = |name: &str| format!("`[{name}]`");
    let list = |name: &str| format!("`[[{name}]]`");
    match table {
        "" => "extends".to_string(),
        "goals" => list("goals"),
        "segments.NAME.pipeline.sources" | "segments.NAME.pipeline.sources.NAME.stages" => {
            list("segments.NAME.pipeline.sources")
        }
        "segments.NAME.capacity.ramping" => path("segments.NAME.capacity"),
        "segments.NAME.retention.key_accounts" => path("segments.NAME.retention"),
        "correlations" | "factors" => "What moves together".to_string(),
        "adjust" => "Adjustments".to_string(),
        "risks" | "risks.NAME.adjust" => "Risks".to_string(),
        "levers" | "levers.NAME.adjust" => "Levers".to_string(),
        "run" => "Run".to_string(),
        other => path(other),
    }
}

/// The words in code spans of the section under a heading.
fn words(text: &str, heading: &str) -> BTreeSet<String> {
    let section = text.split("\n## ").skip(1).find(|section| {
        let title = section.lines().next().unwrap_or("");
        title.eq_ignore_ascii_case(heading)
    });
    let section = section.unwrap_or_else(|| panic!("no section {heading}"));
    let spans = section.split('`').skip(1).step_by(2);
    let name = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
    spans.flat_map(|span| span.split(name)).map(str::to_string).collect()
}

#[test]
fn every_key_is_in_the_documentation() {
    let text = document("docs/scenario.md");
    let keys = key_table();
    assert!(keys.len() > 90, "{}", keys.len());
    for key in keys {
        let (table, name) = key.path.rsplit_once('.').unwrap_or(("", &key.path));
        let own_section = [format!("\n## `[{}", key.path), format!("\n## `[[{}", key.path)];
        if own_section.iter().any(|section| text.contains(section.as_str())) {
            continue;
        }
        if table.is_empty() && name != "extends" {
            assert!(text.contains(&format!("`[{name}]`")) || text.contains(&format!("`[[{name}]]`")), "no {name}");
            continue;
        }
        let table = ["NAME", "INDEX", "STAGE"].iter().fold(table, |table, entry| {
            let list = table.strip_suffix(&format!(".{entry}")).filter(|list| *list != "segments");
            list.unwrap_or(table)
        });
        assert!(words(&text, &heading(table)).contains(name), "{} is not under {}", key.path, heading(table));
    }
}

#[test]
fn every_documented_warning_is_one_and_every_warning_shown_is_documented() {
    let text = document("docs/scenario.md");
    let table = text.split("\n## What check warns of").nth(1).unwrap();
    let rows = table.lines().filter_map(|line| line.strip_prefix("| `"));
    let documented: BTreeSet<&str> = rows.filter_map(|row| row.split('`').next()).collect();
    assert!(documented.iter().all(|code| diagnostic_codes().contains(code)), "{documented:?}");
    for entry in std::fs::read_dir(super::file("invalid")).unwrap() {
        let path = entry.unwrap().path();
        let shown = std::fs::read_to_string(&path).unwrap_or_default();
        for code in shown.split("warning[").skip(1).filter_map(|rest| rest.split(']').next()) {
            assert!(documented.contains(code), "{code} in {}", path.display());
        }
    }
}
