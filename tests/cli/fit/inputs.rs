//! What is read is never written over.

use super::exports::{MAPPING, scratch};
use super::fitted;

const WITH_PLAN: [&str; 4] = ["--scenario", "plan.toml", "--trials", "1000"];

#[test]
fn no_input_is_replaced_by_the_scenario_that_is_written() {
    let scratch = scratch();
    // a file of an earlier fit may be replaced, but not where the plan extends it
    let head = "# Drivers fitted by planodds fit from mapping.toml, as of 2026-06-30.\n";
    scratch.put("base.toml", &format!("{head}{}", scratch.read("plan.toml")));
    scratch.put("plan.toml", "extends = \"base.toml\"\n");
    let before = scratch.files();
    for (file, what) in [
        ("mapping.toml", "would replace the mapping"),
        ("opportunities.csv", "would replace an export"),
        ("./customers.csv", "would replace an export"),
        ("plan.toml", "would replace the plan itself"),
        ("base.toml", "would replace a file that the plan extends"),
    ] {
        fitted(&scratch, &[&WITH_PLAN[..], &["--write", file]].concat()).code(2).complains_of(&[what]);
        assert!(scratch.files() == before, "{file}: something was written");
    }
}

#[test]
fn no_input_is_replaced_by_the_results() {
    let scratch = scratch();
    std::fs::create_dir_all(scratch.path("out/charts")).unwrap();
    let text = scratch.read("opportunities.csv");
    scratch.put("out/fit_drivers.csv", &text);
    let mapping = |file: &str| scratch.put("mapping.toml", &MAPPING.replace("opportunities.csv", file));
    mapping("out/fit_drivers.csv");
    let told = ["results would replace an export", "out/fit_drivers.csv"];
    fitted(&scratch, &["--out", "out"]).code(2).complains_of(&told);
    fitted(&scratch, &["--out", "./charts/../out/"]).code(2);
    assert_eq!(scratch.read("out/fit_drivers.csv"), text);
    fitted(&scratch, &["--out", "elsewhere"]).code(0);
    scratch.put("out/fitted_drivers.toml", &scratch.read("plan.toml"));
    mapping("opportunities.csv");
    let asked = ["--scenario", "out/fitted_drivers.toml", "--trials", "1000", "--out", "out"];
    fitted(&scratch, &asked).code(2).complains_of(&["would replace the plan itself"]);
}

#[cfg(unix)]
#[test]
fn an_input_behind_a_link_is_not_replaced_either() {
    let scratch = scratch();
    std::os::unix::fs::symlink(scratch.path("opportunities.csv"), scratch.path("link.toml")).unwrap();
    std::fs::create_dir(scratch.path("out")).unwrap();
    std::os::unix::fs::symlink(scratch.path("customers.csv"), scratch.path("out/fit_files.csv")).unwrap();
    let write = [&WITH_PLAN[..], &["--write", "link.toml"]].concat();
    fitted(&scratch, &write).code(2).complains_of(&["would replace an export"]);
    fitted(&scratch, &["--out", "out"]).code(2).complains_of(&["results would replace an export"]);
}

/// An export that never ends: a pipe that nobody closes.
#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_reading_of_exports() {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let scratch = scratch();
    std::fs::remove_file(scratch.path("opportunities.csv")).unwrap();
    let made = Command::new("mkfifo").arg(scratch.path("opportunities.csv")).status();
    assert!(made.expect("mkfifo starts").success());
    let mut command = scratch.command(&["fit", "mapping.toml", "--charts", "none"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("started");
    // opened once the fit reads it; what is written is taken from the pipe as it is read
    let mut pipe = std::fs::File::options().write(true).open(scratch.path("opportunities.csv")).unwrap();
    let rows = "a,b,c,2026-01-01,2026-02-01,Closed Won,1\n".repeat(5_000);
    let header = "Id,Name,OwnerId,CreatedDate,CloseDate,StageName,Amount\n";
    pipe.write_all(format!("{header}{rows}").as_bytes()).unwrap();
    let sent = Command::new("sh").args(["-c", "kill -INT \"$0\"", &child.id().to_string()]).status();
    assert!(sent.expect("sh starts").success());
    // until the fit is gone, which breaks the pipe: without heeding Ctrl-C it would read for as long as rows come
    let broken = (0..10_000).any(|_| pipe.write_all(rows.as_bytes()).is_err());
    assert!(broken, "2 GB were read after Ctrl-C");
    let ended = crate::cli::Ended::from(child.wait_with_output().expect("ended")).code(130);
    ended.complains_of(&["stopped by Ctrl-C: nothing was written"]);
    assert!(!scratch.path("output").exists());
}
