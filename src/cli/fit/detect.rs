//! `planodds fit --detect`: a proposed mapping on the standard output, and nothing else.

use crate::cli::exit::{Exit, Failure};
use crate::cli::terminal;
use planodds::fit::detect::{self, ENOUGH_BYTES};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Looks at the start of the file and prints the proposal.
pub fn detect(file: &Path) -> Result<Exit, Failure> {
    let name = file.display().to_string();
    let mut start = Vec::new();
    let read = File::open(file).and_then(|f| f.take(ENOUGH_BYTES as u64).read_to_end(&mut start));
    if let Err(error) = read {
        let message = format!("cannot read {name}: {error}");
        return Err(Failure::bad_input("unreadable", message, &["name a CSV export"]));
    }
    let proposal = detect::detect(&name, &start).map_err(Failure::refusing)?;
    terminal::print(&proposal.text)?;
    Ok(Exit::Fine)
}
