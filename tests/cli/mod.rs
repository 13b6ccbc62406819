//! Drives the built program the way a user does: arguments in, exit code, output and files out.

mod arguments;
mod book;
mod check;
mod compare;
mod drivers;
mod figures;
mod fit;
mod gap;
mod init;
mod instruction_sets;
mod interrupt;
mod kept_trials;
mod main_job;
mod output;
mod replay;
mod report;
mod run;
mod solve;
mod until;
mod watch;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// A small plan with both paths, so that every chart has something to draw.
pub const SMALL: &str = r#"
[plan]
name = "Small"
start = "2027-01"
months = 12

[target]
arr = 2_600_000
path = { "2027-06" = 2_200_000 }

[[goals]]
metric = "nrr"
at_least = 1.0

[segments.smb]
opening_arr = 2_000_000
opening_customers = 100

[segments.smb.deals]
size = { p10 = 15_000, p50 = 20_000, p90 = 27_000 }
dispersion = 0.5

[segments.smb.capacity]
reps = 4
hires = { "2027-03" = 1 }
ramp_months = 4
quota_annual = 400_000
attainment = { p10 = 0.6, p50 = 0.7, p90 = 0.8 }
attrition_annual = 0.2

[segments.smb.pipeline]
opening_opps = 60
win_rate = { p10 = 0.17, p50 = 0.22, p90 = 0.27 }
sales_cycle_months = 3

[[segments.smb.pipeline.sources]]
name = "inbound"
volume = 25

[segments.smb.retention]
churn_annual = 0.1
expansion_annual = 0.12
"#;

/// A scratch folder in which the program runs.
pub struct Scratch {
    folder: TempDir,
}

impl Scratch {
    /// An empty one.
    pub fn empty() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// One that holds `small.toml`.
    pub fn with_small() -> Self {
        let scratch = Self::empty();
        scratch.put("small.toml", SMALL);
        scratch
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn put(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("a file in the scratch folder");
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The program, ready to start in this folder.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_planodds"));
        command.args(arguments).current_dir(self.folder.path()).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
        command
    }

    /// Runs it to its end.
    pub fn planodds(&self, arguments: &[&str]) -> Ended {
        Ended::from(self.command(arguments).output().expect("the program starts"))
    }

    /// Every file below, by its path with `/`, hidden ones too.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        gather(self.folder.path(), "", &mut found);
        found
    }
}

fn gather(folder: &Path, prefix: &str, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let entry = entry.expect("a readable entry");
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            found.insert(format!("{name}/"), Vec::new());
            gather(&entry.path(), &format!("{name}/"), found);
        } else {
            found.insert(name, fs::read(entry.path()).expect("a readable file"));
        }
    }
}

/// What a finished program left.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("UTF-8 on the standard output"),
            err: String::from_utf8(output.stderr).expect("UTF-8 on the standard error"),
        }
    }
}

impl Ended {
    /// Checks the exit code, showing all that was said where it differs; yields itself.
    #[track_caller]
    pub fn code(self, expected: i32) -> Self {
        assert_eq!(self.code, Some(expected), "\n--- out\n{}\n--- err\n{}", self.out, self.err);
        self
    }

    /// Checks that the standard error has each of these texts.
    #[track_caller]
    pub fn complains_of(self, texts: &[&str]) -> Self {
        for text in texts {
            assert!(self.err.contains(text), "no {text:?} in\n{}", self.err);
        }
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self
    }
}
