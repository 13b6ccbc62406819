//! Every bad file has its whole message beside it.
//!
//! `BLESS=1 cargo test front_door` writes the messages anew: read each as its user would before committing it.

use planodds::diagnostic::render;
use planodds::scenario::{diagnostic_codes, load};
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid")
}

/// The bad files: each is one scenario, or settings (`NAME.set`, one a line) over `good.toml`.
fn bad_files() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder()).unwrap();
    let mut paths: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "toml" || e == "set"));
    paths.retain(|path| path.file_stem().is_none_or(|stem| stem != "good"));
    paths.sort();
    paths
}

fn message(path: &Path) -> (String, Vec<&'static str>) {
    let relative = |name: &str| PathBuf::from("tests/invalid").join(name);
    let name = path.file_name().unwrap().to_string_lossy().to_string();
    let result = if name.ends_with(".set") {
        let sets: Vec<String> = std::fs::read_to_string(path).unwrap().lines().map(str::to_string).collect();
        load(&relative("good.toml"), &sets)
    } else {
        load(&relative(&name), &[])
    };
    let (sources, diagnostics) = match result {
        Ok(loaded) => (loaded.sources, loaded.warnings),
        Err(refused) => (refused.sources, refused.diagnostics),
    };
    let texts: Vec<String> = diagnostics.iter().map(|d| render(d, &sources, false)).collect();
    (texts.join("\n\n") + "\n", diagnostics.iter().map(|d| d.code).collect())
}

#[test]
fn every_bad_file_has_its_whole_message() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut wrong = Vec::new();
    for path in bad_files() {
        let expected = path.with_extension("stderr");
        let (found, codes) = message(&path);
        assert!(!codes.is_empty(), "{} is let in without a word", path.display());
        assert!(codes.iter().all(|code| diagnostic_codes().contains(code)), "{codes:?}");
        if bless {
            std::fs::write(&expected, &found).unwrap();
        } else if std::fs::read_to_string(&expected).unwrap_or_default() != found {
            wrong.push(format!("{}:\n{found}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Codes of what no small file can show: they have their own tests in `files`.
const ELSEWHERE: [&str; 2] = ["unreadable", "too-large"];

#[test]
fn every_code_has_a_bad_file() {
    let seen: Vec<&str> = bad_files().iter().flat_map(|path| message(path).1).collect();
    let unseen: Vec<&&str> = diagnostic_codes().iter().filter(|code| !seen.contains(code)).collect();
    assert_eq!(unseen, ELSEWHERE.iter().collect::<Vec<_>>());
}
