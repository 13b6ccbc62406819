//! Chromium as a child process, and what it has to say about a page.

use serde_json::Value;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Where Debian puts it; the variable CHROMIUM names another.
const PLACE: &str = "/usr/bin/chromium";
/// A page that takes longer is a failure.
const MOST: Duration = Duration::from_secs(90);

/// No sandbox, since machines that test run as root; nothing that a browser does on its own.
const FLAGS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--enable-logging=stderr",
];

/// What came of a visit.
pub struct Visit {
    /// What pages and browser wrote on the console.
    console: String,
    /// What was asked of the network on behalf of the page.
    pub requests: Vec<String>,
}

impl Visit {
    /// What the page is reproached with: messages of the console, such as violations of its policy.
    pub fn reproaches(&self) -> Vec<&str> {
        self.console.lines().filter(|line| line.contains("CONSOLE")).collect()
    }
}

/// Opens a file and does what the flags say; `folder` takes the profile and the logs.
pub fn visit(page: &Path, folder: &Path, flags: &[&str]) -> Visit {
    let (profile, log, console) = (folder.join("profile"), folder.join("net.json"), folder.join("console.txt"));
    let place = std::env::var_os("CHROMIUM").map_or(PathBuf::from(PLACE), PathBuf::from);
    let mut child = Command::new(&place)
        .args(FLAGS)
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(format!("--log-net-log={}", log.display()))
        .args(flags)
        .arg(format!("file://{}", page.display()))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(File::create(&console).expect("a file for the console"))
        .spawn()
        .unwrap_or_else(|error| panic!("{} (CHROMIUM names another): {error}", place.display()));
    let began = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("the child can be waited for") {
            break status;
        }
        if began.elapsed() > MOST {
            child.kill().expect("the child can be ended");
            panic!("{} takes longer than {MOST:?}", place.display());
        }
        sleep(Duration::from_millis(50));
    };
    let console = String::from_utf8_lossy(&fs::read(&console).expect("the console")).into_owned();
    assert!(status.success(), "{status}: {console}");
    Visit { console, requests: requests(&log) }
}

/// Addresses that the page asked for; what the browser asks for on its own has no origin.
fn requests(log: &Path) -> Vec<String> {
    let log: Value = serde_json::from_slice(&fs::read(log).expect("the network's log")).expect("JSON");
    let events = log["events"].as_array().expect("events");
    let of_page = |event: &&Value| event["params"]["initiator"].as_str().is_some_and(|who| who != "not an origin");
    let address = |event: &Value| event["params"]["url"].as_str().unwrap_or("?").to_string();
    events.iter().filter(of_page).map(address).collect()
}
