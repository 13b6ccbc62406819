//! `planodds completions`: what a shell needs to complete commands and options.

use super::args::{Arguments, CompletionsArguments};
use super::exit::{Exit, Failure};
use super::terminal;
use clap::CommandFactory;

/// Prints the completions of a shell.
pub fn completions(asked: &CompletionsArguments) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(asked.shell, &mut Arguments::command(), "planodds", &mut script);
    terminal::print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Fine)
}
