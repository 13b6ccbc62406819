//! Files stay short enough to be read in one go.

use super::source::files;

/// Lines of a file at most.
const MOST_LINES: usize = 400;

/// Longer files, with the reason why they are better whole.
const LONGER: &[(&str, &str)] = &[];

#[test]
fn files_are_short_or_say_why_not() {
    let lines = |text: &str| text.lines().count();
    let excused = |path: &str| LONGER.iter().any(|(excused, _)| *excused == path);
    let long: Vec<String> = files()
        .iter()
        .filter(|file| lines(&file.text) > MOST_LINES && !excused(&file.path))
        .map(|file| format!("{} has {} lines", file.path, lines(&file.text)))
        .collect();
    assert!(long.is_empty(), "more than {MOST_LINES} lines:\n{}", long.join("\n"));
}

#[test]
fn excuses_are_still_needed() {
    for (path, reason) in LONGER {
        let file = files().into_iter().find(|file| file.path == *path);
        assert!(file.is_some_and(|file| file.text.lines().count() > MOST_LINES), "{path} needs no excuse: {reason}");
    }
}

#[test]
fn the_program_is_a_door_to_the_library() {
    let main = files().into_iter().find(|file| file.path == "main.rs").expect("there is a program");
    assert!(main.text.lines().count() < 40, "main.rs holds more than a door");
}
