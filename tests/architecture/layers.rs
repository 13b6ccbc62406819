//! Each module knows only what lies below it.

use super::source::{File, files};

/// Modules from the lowest layer up; modules of one row may know each other only where `TOGETHER` says so.
const LAYERS: [&[&str]; 12] = [
    &["calendar", "diagnostic"],
    &["math"],
    &["dist"],
    &["plan"],
    &["scenario", "sampling"],
    &["fit"],
    &["outcome", "simulate"],
    &["analysis"],
    &["report"],
    &["chart"],
    &["export"],
    &["cli"],
];

/// Modules of one layer that know each other: a simulation yields an outcome, which is what its blocks tallied.
const TOGETHER: [(&str, &str); 2] = [("simulate", "outcome"), ("outcome", "simulate")];

/// Lower modules that must stay unknown all the same, and why.
const BLIND: [(&str, &str, &str); 12] = [
    ("math", "calendar", "mathematics knows nothing of plans"),
    ("math", "diagnostic", "mathematics knows nothing of files"),
    ("dist", "calendar", "distributions know nothing of plans"),
    ("dist", "diagnostic", "distributions know nothing of files"),
    ("sampling", "diagnostic", "draws know nothing of files"),
    ("simulate", "scenario", "the engine knows nothing of TOML and files"),
    ("outcome", "scenario", "results know nothing of TOML and files"),
    ("simulate", "fit", "the engine knows nothing of a company's exports"),
    ("outcome", "fit", "results know nothing of a company's exports"),
    ("report", "sampling", "reports know nothing of random numbers"),
    ("chart", "sampling", "charts know nothing of random numbers"),
    ("export", "sampling", "exports know nothing of random numbers"),
];

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|modules| modules.contains(&module))
}

/// What is wrong with `from` knowing `to`; `None`: nothing.
fn fault(from: &str, to: &str) -> Option<String> {
    if from == to || TOGETHER.contains(&(from, to)) {
        return None;
    }
    if let Some((_, _, why)) = BLIND.iter().find(|(a, b, _)| *a == from && *b == to) {
        return Some((*why).to_string());
    }
    match (layer(from), layer(to)) {
        (Some(above), Some(below)) if below < above => None,
        (Some(_), Some(_)) => Some(format!("{from} must not know {to}: it is not below it")),
        _ => Some(format!("{from} or {to} has no layer")),
    }
}

/// The modules between the crate's root and this file: `simulate/run.rs` is simulate, run.
fn modules(path: &str) -> Vec<String> {
    let stem = path.trim_end_matches(".rs").trim_end_matches("/mod");
    stem.split('/').map(String::from).collect()
}

/// The top-level modules that a file names, with the lines on which it does.
fn known(file: &File) -> Vec<(usize, String)> {
    let own = modules(&file.path);
    let mut out = Vec::new();
    for (at, _) in file.code.match_indices("crate::") {
        if !file.code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$') {
            out.extend(heads(&file.code[at + "crate::".len()..]).into_iter().map(|head| (at, head)));
        }
    }
    // As many `super`s as the file is deep lead to the root.
    let to_root = "super::".repeat(own.len());
    for (at, _) in file.code.match_indices(&to_root) {
        out.extend(heads(&file.code[at + to_root.len()..]).into_iter().map(|head| (at, head)));
    }
    let line = |at: usize| file.code[..at].matches('\n').count() + 1;
    out.into_iter().map(|(at, head)| (line(at), head)).collect()
}

/// The first names of a path, or of each path of a group in braces.
fn heads(text: &str) -> Vec<String> {
    let name = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let Some(group) = text.strip_prefix('{') else { return vec![name(text)] };
    let mut out = Vec::new();
    let mut depth = 0;
    let mut start = 0;
    for (i, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                out.push(name(group[start..i].trim_start()));
                start = i + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    out.retain(|head| !head.is_empty() && head != "self");
    out
}

#[test]
fn every_module_knows_only_what_lies_below_it() {
    let mut faults = Vec::new();
    for file in files().iter().filter(|file| !["lib.rs", "main.rs"].contains(&file.path.as_str())) {
        let from = modules(&file.path).remove(0);
        for (line, to) in known(file) {
            faults.extend(fault(&from, &to).map(|why| format!("{}:{line}: {why}", file.path)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_module_has_a_layer() {
    let listed: Vec<&str> = LAYERS.iter().flat_map(|modules| modules.iter().copied()).collect();
    for file in files() {
        let module = modules(&file.path).remove(0);
        let root = ["lib", "main"].contains(&module.as_str());
        assert!(root || listed.contains(&module.as_str()), "{} is in no layer", file.path);
    }
}

#[test]
fn paths_are_read_in_all_their_forms() {
    let code =
        "use crate::{analysis::{odds, bands}, plan::Plan};\nlet x = crate::simulate::run();\nuse super::super::cli::y;";
    let file = File { path: "chart/fan.rs".to_string(), text: String::new(), code: code.to_string() };
    let names: Vec<(usize, String)> = known(&file);
    let expected = [(1, "analysis"), (1, "plan"), (2, "simulate"), (3, "cli")];
    assert_eq!(names, expected.map(|(line, name)| (line, name.to_string())));
    assert_eq!(fault("chart", "analysis"), None);
    assert!(fault("chart", "cli").is_some() && fault("scenario", "sampling").is_some());
}
