//! The command line of `planodds`; all of it stands in `cli`.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
