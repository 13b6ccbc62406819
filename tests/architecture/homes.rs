//! What may be done in one place only (the crate's documentation says where and why).

use super::source::{at_home, files, uses};

/// Fails with every line outside the homes that holds one of the words.
fn only_at(homes: &[&str], words: &[&str], why: &str) {
    let elsewhere = files().into_iter().filter(|file| !at_home(&file.path, homes));
    let found: Vec<String> = elsewhere.flat_map(|file| lines(&file, words)).collect();
    assert!(found.is_empty(), "{why}\n{}", found.join("\n"));
}

/// Fails with every line inside the rooms that holds one of the words.
fn never_in(rooms: &[&str], words: &[&str], why: &str) {
    let inside = files().into_iter().filter(|file| at_home(&file.path, rooms));
    let found: Vec<String> = inside.flat_map(|file| lines(&file, words)).collect();
    assert!(found.is_empty(), "{why}\n{}", found.join("\n"));
}

fn lines(file: &super::source::File, words: &[&str]) -> Vec<String> {
    words.iter().flat_map(|word| uses(file, word)).collect()
}

#[test]
fn threads_are_started_where_trials_run_and_where_charts_are_drawn() {
    only_at(&["simulate/run.rs"], &["rayon", "thread::spawn"], "rayon belongs to simulate/run.rs");
    only_at(
        &["simulate/run.rs", "cli/files.rs"],
        &["thread::scope"],
        "threads belong to simulate/run.rs and cli/files.rs",
    );
}

#[test]
fn random_bits_are_made_in_one_file() {
    let words = ["Philox", "philox", "0xD251_1F53", "0xD2511F53", "0xCD9E_8D57", "0xCD9E8D57", "rand"];
    only_at(&["sampling/stream.rs"], &words, "random bits belong to sampling/stream.rs");
    only_at(&["fit/"], &["rand_distr"], "samplers of others serve the resampling of records only");
}

#[test]
fn the_terminal_is_written_to_in_one_file() {
    let words = ["println!", "eprintln!", "print!", "eprint!", "dbg!"];
    only_at(&["cli/terminal.rs"], &words, "printing belongs to cli/terminal.rs");
    only_at(&["cli/"], &["anstream", "indicatif", "stdout", "stderr"], "the terminal belongs to cli");
}

#[test]
fn files_are_touched_by_the_front_door_and_the_commands_only() {
    let words = ["std::fs", "fs::read", "fs::write", "File::open", "File::create", "OpenOptions", "tempfile"];
    only_at(&["scenario/", "cli/"], &words, "the file system belongs to scenario and cli");
}

#[test]
fn serde_stays_where_something_is_read_or_written() {
    let words = ["serde", "Serialize", "Deserialize", "serde_json"];
    // a metric is part of the key of what an outcome holds
    let homes = ["scenario/", "export/", "outcome/", "plan/metric.rs"];
    only_at(&homes, &words, "serde belongs to scenario, export and outcome");
}

#[test]
fn toml_is_known_to_the_front_door_only() {
    only_at(&["scenario/"], &["toml"], "TOML belongs to scenario");
}

#[test]
fn the_command_line_is_known_to_cli_only() {
    only_at(&["cli/", "main.rs"], &["clap", "ctrlc", "std::process"], "the command line belongs to cli");
}

#[test]
fn nothing_depends_on_the_order_of_a_hash() {
    only_at(&[], &["HashMap", "HashSet"], "use BTreeMap, BTreeSet or Vec: their order is always the same");
}

#[test]
fn the_clock_has_no_say() {
    only_at(&["cli/"], &["Instant", "SystemTime"], "results have no clock time in them");
}

#[test]
fn kernels_use_no_mathematics_of_the_platform() {
    let functions = [
        "exp", "exp2", "exp_m1", "ln", "ln_1p", "log", "log2", "log10", "powf", "powi", "sin", "cos", "tan", "asin",
        "acos", "atan", "atan2", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "sin_cos", "cbrt", "hypot",
        "mul_add",
    ];
    let methods: Vec<String> = functions.iter().map(|name| format!(".{name}(")).collect();
    let paths: Vec<String> = functions.iter().map(|name| format!("f64::{name}")).collect();
    let mut words: Vec<&str> = methods.iter().chain(&paths).map(String::as_str).collect();
    words.push("statrs"); // it calls the platform's exp and ln
    let why = "its last bits change with the machine: use libm or math::special (and no fused multiply-add)";
    never_in(&["math/", "dist/", "sampling/", "simulate/"], &words, why);
}

#[test]
fn at_most_one_file_is_unsafe() {
    let unsafe_files: Vec<String> =
        files().iter().filter(|file| !uses(file, "unsafe").is_empty()).map(|file| file.path.clone()).collect();
    assert!(unsafe_files.len() <= 1, "unsafe code belongs to one file, with its reason: {unsafe_files:?}");
}

#[test]
fn nothing_is_left_to_do() {
    let why = "finish it, or leave it out";
    only_at(&[], &["todo!", "unimplemented!"], why);
}
