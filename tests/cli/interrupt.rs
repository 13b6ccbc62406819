//! Ctrl-C in the middle of a run.
#![cfg(unix)]

use super::{Ended, Scratch};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Starts a run that takes hours and waits until it has opened its output folder (Ctrl-C is listened for by then).
fn long_run(scratch: &Scratch) -> Child {
    let arguments = ["run", "small.toml", "--out", "out", "--trials", "1_000_000_000", "--keep-trials"];
    let mut command = scratch.command(&arguments);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("started");
    let began = Instant::now();
    while !scratch.files().keys().any(|f| f.starts_with("out/.planodds-") && f.ends_with("trials.csv")) {
        assert!(began.elapsed() < Duration::from_secs(60), "no output folder after a minute");
        assert!(child.try_wait().expect("a child").is_none(), "ended before it was interrupted");
        std::thread::sleep(Duration::from_millis(20));
    }
    child
}

fn interrupt(child: &Child) {
    let sent = Command::new("sh").args(["-c", "kill -INT \"$0\"", &child.id().to_string()]).status();
    assert!(sent.expect("sh starts").success());
}

#[test]
fn ctrl_c_leaves_what_was_there() {
    let scratch = Scratch::with_small();
    std::fs::create_dir(scratch.path("out")).expect("made");
    scratch.put("out/results.json", "old");
    let before = scratch.files();
    let child = long_run(&scratch);
    interrupt(&child);
    let ended = Ended::from(child.wait_with_output().expect("ended")).code(130);
    assert_eq!(ended.out, "");
    ended.complains_of(&["stopped by Ctrl-C: nothing was written"]);
    assert_eq!(scratch.files(), before);
}

#[test]
fn ctrl_c_takes_the_folder_that_was_made_along() {
    let scratch = Scratch::with_small();
    let before = scratch.files();
    let child = long_run(&scratch);
    interrupt(&child);
    Ended::from(child.wait_with_output().expect("ended")).code(130);
    assert_eq!(scratch.files(), before);
}

/// The second may come while the first is still being heeded or after it: either way nothing is left and it is 130.
#[test]
fn two_at_once_leave_nothing_either() {
    let scratch = Scratch::with_small();
    let before = scratch.files();
    let child = long_run(&scratch);
    interrupt(&child);
    interrupt(&child);
    Ended::from(child.wait_with_output().expect("ended")).code(130);
    assert_eq!(scratch.files(), before);
}
