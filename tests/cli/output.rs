//! Where files are written, and what happens where they cannot be.

use super::Scratch;
use std::fs;

const QUICK: [&str; 4] = ["--trials", "200", "--charts", "none"];

#[test]
fn out_takes_another_folder_and_makes_it() {
    let scratch = Scratch::with_small();
    scratch.planodds(&[&["run", "small.toml", "--out", "a/b/c"][..], &QUICK].concat()).code(0);
    let files = scratch.files();
    assert!(files.contains_key("a/b/c/results.json"), "{:?}", files.keys());
    assert!(!files.contains_key("output/"));
}

#[test]
fn charts_can_be_left_out() {
    let scratch = Scratch::with_small();
    let endings = |which: &str| {
        scratch.planodds(&["run", "small.toml", "--trials", "200", "--charts", which, "--out", which]).code(0);
        let files = scratch.files();
        let any = |ending: &str| files.keys().any(|f| f.starts_with(which) && f.ends_with(ending));
        (any(".svg"), any(".png"))
    };
    assert_eq!(endings("none"), (false, false));
    assert_eq!(endings("svg"), (true, false));
}

#[test]
fn a_second_run_replaces_the_files_of_the_first() {
    let scratch = Scratch::with_small();
    scratch.planodds(&[&["run", "small.toml", "--keep-trials"][..], &QUICK].concat()).code(0);
    let first = scratch.files();
    let ended = scratch.planodds(&[&["run", "small.toml", "--seed", "2"][..], &QUICK].concat()).code(0);
    let second = scratch.files();
    assert_ne!(first["output/small/results.json"], second["output/small/results.json"]);
    // It is not this run's: it stays, and that is said.
    assert_eq!(first["output/small/trials.csv"], second["output/small/trials.csv"]);
    assert!(ended.out.contains("Not from this run: trials.csv"), "{}", ended.out);
}

/// A folder below a regular file cannot be made by anybody, not even by root.
#[test]
fn an_impossible_folder_is_found_before_the_long_work() {
    let scratch = Scratch::with_small();
    scratch.put("file", "not a folder");
    let before = scratch.files();
    for out in ["file", "file/below"] {
        // So many trials that the test would never end if they were run first.
        let ended = scratch.planodds(&["run", "small.toml", "--out", out, "--trials", "1_000_000_000"]);
        ended.code(2).complains_of(&["cannot write to the output folder", out, "--out"]);
    }
    assert_eq!(scratch.files(), before);
}

#[test]
fn a_file_that_cannot_be_replaced_leaves_all_as_it_was() {
    let scratch = Scratch::with_small();
    fs::create_dir_all(scratch.path("out/bands.csv/in the way")).expect("made");
    scratch.put("out/results.json", "old");
    let before = scratch.files();
    let ended = scratch.planodds(&[&["run", "small.toml", "--out", "out"][..], &QUICK].concat());
    ended.code(2).complains_of(&["is in the way of", "bands.csv"]);
    assert_eq!(scratch.files(), before);
}

/// A limit on the size of files stands in for a full disk: writing fails half-way through trials.csv.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_files() {
    let scratch = Scratch::with_small();
    scratch.planodds(&[&["run", "small.toml", "--keep-trials"][..], &QUICK].concat()).code(0);
    let before = scratch.files();
    let program = env!("CARGO_BIN_EXE_planodds");
    let script = "trap '' XFSZ; ulimit -f 64; exec \"$0\" run small.toml --keep-trials --trials 20000 --charts none";
    let mut shell = std::process::Command::new("sh");
    let output = shell.args(["-c", script, program]).current_dir(scratch.path("")).output().expect("sh starts");
    super::Ended::from(output).code(1).complains_of(&["cannot write", "trials.csv"]);
    assert_eq!(scratch.files(), before);
}

#[cfg(unix)]
#[test]
fn a_reader_who_leaves_early_is_no_error() {
    use std::process::Stdio;
    let scratch = Scratch::with_small();
    scratch.put("many.toml", super::SMALL);
    for arguments in
        [&["--help"][..], &["check", "small.toml", "many.toml"], &["run", "small.toml"], &["check", "--schema"]]
    {
        // The reading end is closed before the program writes anything.
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let child = scratch.command(arguments).stdout(writer).stderr(Stdio::piped()).spawn().expect("started");
        let ended = super::Ended::from(child.wait_with_output().expect("ended")).code(0);
        assert!(!ended.err.contains("panicked") && !ended.err.contains("error"), "{}", ended.err);
    }
    assert!(scratch.files().contains_key("output/small/results.json"));
}

/// /dev/full takes no byte; it exists on Linux only.
#[cfg(target_os = "linux")]
#[test]
fn an_output_that_takes_nothing_is_an_error() {
    let scratch = Scratch::with_small();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full");
    let output = scratch.command(&["check", "small.toml"]).stdout(full).output().expect("started");
    super::Ended::from(output).code(1).complains_of(&["cannot write to the standard output"]);
}

#[cfg(unix)]
#[test]
fn files_have_the_users_usual_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = Scratch::with_small();
    scratch.planodds(&[&["run", "small.toml"][..], &QUICK].concat()).code(0);
    let mode = |name: &str| fs::metadata(scratch.path(name)).expect(name).permissions().mode() & 0o777;
    assert_eq!(mode("output/small/results.json"), mode("small.toml"));
}
