//! Help, version, and arguments that cannot be used.

use super::Scratch;

#[test]
fn help_shows_examples_and_exit_codes() {
    let scratch = Scratch::empty();
    for arguments in [&["--help"][..], &["run", "--help"], &["check", "--help"], &["init", "--help"]] {
        let help = scratch.planodds(arguments).code(0).out;
        assert!(help.contains("Examples:\n  planodds "), "{help}");
        assert!(help.contains("Exit codes:\n  0 "), "{help}");
    }
    let run = scratch.planodds(&["run", "--help"]).code(0).out;
    let options =
        ["--trials", "--seed", "--sampling", "--threads", "--set", "--out", "--metrics", "--keep-trials", "--quiet"];
    for text in options.iter().chain(&["\n  1  ", "\n  2  ", "\n  130  "]) {
        assert!(run.contains(text), "no {text:?} in\n{run}");
    }
}

#[test]
fn version_is_the_crates() {
    let version = Scratch::empty().planodds(&["--version"]).code(0).out;
    assert_eq!(version, format!("planodds {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn no_command_or_an_unknown_one_is_bad_input() {
    let scratch = Scratch::empty();
    scratch.planodds(&[]).code(2).complains_of(&["Usage: planodds"]);
    scratch.planodds(&["chek"]).code(2).complains_of(&["unrecognized subcommand 'chek'", "check"]);
    scratch.planodds(&["run"]).code(2).complains_of(&["<FILE>"]);
    scratch.planodds(&["check"]).code(2).complains_of(&["<FILE>"]);
    scratch.planodds(&["run", "small.toml", "--trails", "5"]).code(2).complains_of(&["--trails", "--trials"]);
}

#[test]
fn impossible_numbers_are_refused_before_anything_is_done() {
    let scratch = Scratch::with_small();
    let before = scratch.files();
    let cases: [(&str, &str, &str); 15] = [
        ("--trials", "0", "at least 1 trial"),
        ("--trials", "-5", "whole number from 1 to 1_000_000_000"),
        ("--trials", "1.5", "whole number from 1 to 1_000_000_000"),
        ("--trials", "10,000", "such as 10_000"),
        ("--trials", "1e4", "write it as a whole number: 10000"),
        ("--trials", "1e18", "316881 years"),
        ("--trials", "nan", "whole number"),
        ("--seed", "-1", "a seed is a whole number"),
        ("--seed", "0.5", "a seed is a whole number"),
        ("--threads", "0", "from 1 to 1024"),
        ("--threads", "-1", "from 1 to 1024"),
        ("--threads", "1000000", "from 1 to 1024"),
        ("--sampling", "sobol", "possible values: random, lhs"),
        ("--metrics", "some", "possible values: headline, all"),
        ("--charts", "gif", "possible values: svg+png, svg, none"),
    ];
    for (option, value, says) in cases {
        scratch.planodds(&["run", "small.toml", option, value]).code(2).complains_of(&[value, option, says]);
    }
    assert_eq!(scratch.files(), before);
}

#[test]
fn a_file_after_keep_trials_is_explained() {
    let ended = Scratch::with_small().planodds(&["run", "--keep-trials", "small.toml"]);
    ended.code(2).complains_of(&["small.toml", "METRIC@MONTH", "FILE stands before the options"]);
}

#[test]
fn completions_name_every_command() {
    let scratch = Scratch::empty();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = scratch.planodds(&["completions", shell]).code(0).out;
        for word in ["run", "check", "init", "completions", "keep-trials"] {
            assert!(script.contains(word), "no {word} for {shell}");
        }
    }
    scratch.planodds(&["completions", "csh"]).code(2).complains_of(&["csh", "bash"]);
}
