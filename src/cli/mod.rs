//! The command line: arguments in, one verb a file, exit codes out.
//!
//! Only `terminal` prints and only `write`, `init` and `fit/written` write files; a verb chains the library's phases and hands over
//! what they yield.

mod answer;
mod args;
mod check;
mod compare;
mod completions;
mod drivers;
mod exit;
mod files;
mod fit;
mod gap;
mod init;
mod interrupt;
mod kept;
mod replay;
mod report;
mod run;
mod run_error;
mod solve;
mod terminal;
mod values;
mod watch;
mod write;

use args::{Arguments, Verb};
use clap::Parser;
use exit::Exit;
use std::process::ExitCode;

/// Reads the arguments, does what they ask, and says how it ended.
pub fn main() -> ExitCode {
    let exit = match Arguments::try_parse() {
        Ok(arguments) => carry_out(&arguments.verb),
        Err(error) => terminal::usage(&error),
    };
    ExitCode::from(exit as u8)
}

fn carry_out(verb: &Verb) -> Exit {
    let done = match verb {
        Verb::Run(asked) => run::run(asked),
        Verb::Compare(asked) => compare::compare(asked),
        Verb::Gap(asked) => gap::gap(asked),
        Verb::Watch(asked) => watch::watch(asked),
        Verb::Replay(asked) => replay::replay(asked),
        Verb::Drivers(asked) => drivers::drivers(asked),
        Verb::Solve(asked) => solve::solve(asked),
        Verb::Report(asked) => report::report(asked),
        Verb::Fit(asked) => fit::fit(asked),
        Verb::Check(asked) => check::check(asked),
        Verb::Init(asked) => init::init(asked),
        Verb::Completions(asked) => completions::completions(asked),
    };
    done.unwrap_or_else(|failure| {
        terminal::failure(&failure);
        failure.exit
    })
}
