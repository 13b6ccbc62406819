//! `planodds report` on good and bad input.

use super::{SMALL, Scratch};
use serde_json::Value;
use sha2::{Digest, Sha256};

const DRAFT: [&str; 5] = ["report", "small.toml", "--trials", "1000", "--quick"];

/// The pack in `folder` of the scratch.
fn pack(scratch: &Scratch, folder: &str, more: &[&str]) {
    scratch.planodds(&[&DRAFT, more, &["--out", folder, "-q"][..]].concat()).code(0);
}

fn manifest(scratch: &Scratch, folder: &str) -> Value {
    serde_json::from_str(&scratch.read(&format!("{folder}/manifest.json"))).expect("manifest.json parses")
}

#[test]
fn the_pack_is_whole_and_its_manifest_names_every_file() {
    let scratch = Scratch::with_small();
    let said = scratch.planodds(&DRAFT).code(0).out;
    assert!(said.contains("given these assumptions") && said.contains("report.html"), "{said}");
    let folder = "output/small/report";
    let files = scratch.files();
    for name in ["report.html", "report.xlsx", "report.md", "manifest.json", "data/results.json", "charts/arr_fan.png"]
    {
        assert!(files.get(&format!("{folder}/{name}")).is_some_and(|bytes| !bytes.is_empty()), "{name}");
    }
    let manifest = manifest(&scratch, folder);
    let listed = manifest["files"].as_array().expect("files");
    let on_disk = files.keys().filter(|name| name.starts_with(folder) && !name.ends_with('/'));
    assert_eq!(listed.len() + 1, on_disk.count(), "every file but the manifest itself");
    for file in listed {
        let name = file["name"].as_str().expect("a name");
        let digest = Sha256::digest(&files[&format!("{folder}/{name}")]);
        let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(file["sha256"], digest.as_str(), "{name}");
    }
    assert_eq!(manifest["inputs"][0]["name"], "small.toml");
    assert_eq!(manifest["command"], "planodds report small.toml --trials 1000 --quick");
    assert_eq!(manifest["run"]["trials"], 1_000);
}

/// All but the workbook, whose bytes are compressed: the command line stands in the pack, and differs.
#[test]
fn the_number_of_threads_changes_no_byte() {
    let scratch = Scratch::with_small();
    let run = |threads: &str| {
        pack(&scratch, "a", &["--threads", threads, "--charts", "svg", "--format", "html,md"]);
        let mut files = scratch.files();
        files.remove("a/manifest.json");
        files
    };
    let (one, three) = (run("1"), run("3"));
    assert_eq!(one.len(), three.len());
    for (name, bytes) in &one {
        let other = String::from_utf8_lossy(&three[name]).replace("--threads 3", "--threads 1");
        assert!(String::from_utf8_lossy(bytes) == other, "{name}");
    }
}

#[test]
fn the_same_command_gives_the_same_bytes() {
    let scratch = Scratch::with_small();
    let run = || {
        pack(&scratch, "a", &["--charts", "svg"]);
        scratch.files()
    };
    assert!(run() == run());
}

#[test]
fn only_the_formats_that_are_asked_for_are_written() {
    let scratch = Scratch::with_small();
    pack(&scratch, "a", &["--format", "md,md", "--charts", "none"]);
    let files = scratch.files();
    assert!(files.get("a/report.md").is_some_and(|text| !text.is_empty()));
    assert!(!files.contains_key("a/report.html") && !files.contains_key("a/charts/"), "{:?}", files.keys());
}

#[test]
fn other_scenarios_stand_beside_it() {
    let scratch = Scratch::with_small();
    scratch.put("more.toml", &SMALL.replace("volume = 25", "volume = 35"));
    pack(&scratch, "a", &["--charts", "none", "--compare", "more.toml"]);
    let compared: Value = serde_json::from_str(&scratch.read("a/data/compare.json")).expect("compare.json parses");
    assert_eq!(compared["scenarios"].as_array().map(Vec::len), Some(2));
    assert!(scratch.read("a/report.html").contains("Scenarios side by side"));
    assert_eq!(manifest(&scratch, "a")["inputs"].as_array().map(Vec::len), Some(2));
}

/// So many trials that the test would never end if they were run first.
#[test]
fn what_cannot_be_asked_is_refused_before_the_long_work() {
    let scratch = Scratch::with_small();
    scratch.put("file", "not a folder");
    scratch.put("later.toml", &SMALL.replace("start = \"2027-01\"", "start = \"2027-02\""));
    let before = scratch.files();
    let refused = |arguments: &[&str], texts: &[&str]| {
        let all: Vec<&str> =
            ["report", "small.toml", "--trials", "1_000_000_000"].iter().chain(arguments).copied().collect();
        scratch.planodds(&all).code(2).complains_of(texts);
    };
    refused(&["--format", "docx"], &["docx", "html", "xlsx", "pdf", "md"]);
    refused(&["--template", "investors"], &["investors", "board", "working"]);
    refused(&["--title", " "], &["a title has at least one character"]);
    refused(&["--out", "file"], &["cannot write to the output folder"]);
    refused(&["--compare", "later.toml"], &["later.toml", "starts in 2027-02", "the same [plan] start"]);
    refused(&["--compare", "none.toml"], &["none.toml"]);
    #[cfg(not(feature = "pdf"))]
    refused(&["--format", "pdf"], &["lacks the feature pdf", "--features pdf"]);
    scratch.planodds(&["report", "small.toml", "--trials", "999"]).code(2).complains_of(&["at least 1_000, got 999"]);
    scratch.planodds(&["report"]).code(2).complains_of(&["FILE"]);
    assert_eq!(scratch.files(), before);
}

#[test]
fn a_pack_that_cannot_be_finished_leaves_the_old_one_as_it_was() {
    let scratch = Scratch::with_small();
    pack(&scratch, "a", &["--format", "md", "--charts", "none"]);
    std::fs::create_dir_all(scratch.path("a/report.html/in the way")).expect("made");
    let before = scratch.files();
    let again = [&DRAFT[..], &["--seed", "2", "--charts", "none", "--out", "a"]].concat();
    scratch.planodds(&again).code(2).complains_of(&["report.html is a folder", "nothing was replaced"]);
    assert_eq!(scratch.files(), before);
}

/// Old files stay, since somebody may want them, but nobody is to take them for this pack's.
#[test]
fn what_another_pack_left_is_named() {
    let scratch = Scratch::with_small();
    pack(&scratch, "a", &["--charts", "svg", "--format", "xlsx"]);
    let said =
        scratch.planodds(&[&DRAFT[..], &["--format", "md", "--charts", "none", "--out", "a"]].concat()).code(0).out;
    assert!(said.contains("Not from this run: charts/arr_distribution.svg") && said.contains("report.xlsx"), "{said}");
    assert!(scratch.files().contains_key("a/report.xlsx"));
}
