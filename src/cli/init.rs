//! `planodds init`: a commented starter scenario.

use super::args::{InitArguments, Template};
use super::exit::{Exit, Failure};
use super::terminal;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};

/// Writes the template's scenario; never over an existing file.
pub fn init(asked: &InitArguments) -> Result<Exit, Failure> {
    let path = &asked.path;
    let shown = path.display();
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => {
            let help = "give another path, or move the old one away";
            Failure::bad_input("exists", format!("{shown} exists already and is not overwritten"), &[help])
        }
        _ => Failure::bad_input("output", format!("cannot create {shown}: {error}"), &[]),
    })?;
    if let Err(error) = file.write_all(text(asked.template).as_bytes()) {
        // Half a scenario is worse than none; if it cannot be removed either, the message says what failed.
        let _ = fs::remove_file(path);
        return Err(Failure::broken(path, &error, &[]));
    }
    terminal::print(&format!(
        "Wrote {shown}. Put your own numbers in, then:\n  planodds check {shown}\n  planodds run {shown}\n"
    ))?;
    Ok(Exit::Fine)
}

fn text(template: Template) -> &'static str {
    match template {
        Template::SalesLed => include_str!("templates/sales-led.toml"),
        Template::Plg => include_str!("templates/plg.toml"),
        Template::Enterprise => include_str!("templates/enterprise.toml"),
    }
}
