//! What `fit` reads is never written over.

use crate::cli::exit::Failure;
use planodds::report::fit::head;
use std::fs;
use std::path::{Path, PathBuf};

/// Refuses a place of `--write`, and an output folder with a file that would be replaced, where one of `inputs` stands,
/// also by another path or a link. Files are replaced by renaming, so that another name of the same file (a hard link)
/// keeps what it has.
pub fn refuse_overwriting(
    inputs: &[(&'static str, PathBuf)],
    folder: &Path,
    write: Option<&Path>,
) -> Result<(), Failure> {
    let inputs: Vec<_> = inputs.iter().filter_map(|(what, input)| Some((*what, input.canonicalize().ok()?))).collect();
    let read_as = |path: &Path| {
        let real = path.canonicalize().ok()?;
        inputs.iter().find(|(_, input)| *input == real).map(|(what, _)| *what)
    };
    if let Some((write, what)) = write.and_then(|write| Some((write, read_as(write)?))) {
        let message = format!("--write {} would replace {what}, which this fit reads", write.display());
        return Err(Failure::bad_input("write", message, &["give it another name"]));
    }
    match replaced(folder).into_iter().find_map(|path| Some((read_as(&path)?, path))) {
        Some((what, path)) => {
            let message = format!("the results would replace {what}, which this fit reads: {}", path.display());
            Err(Failure::bad_input("output", message, &["choose another folder with --out DIR"]))
        }
        None => Ok(()),
    }
}

/// Files in the output folder with names that `fit` gives to its own.
fn replaced(folder: &Path) -> Vec<PathBuf> {
    let is_ours = |name: &str| name == head::FRAGMENT || name == "fit.json" || name.starts_with("fit_");
    let entries = [folder.to_path_buf(), folder.join("charts")].into_iter().filter_map(|f| fs::read_dir(f).ok());
    let entries = entries.flatten().flatten();
    let ours = entries.filter(|entry| is_ours(&entry.file_name().to_string_lossy()));
    let mut ours: Vec<PathBuf> = ours.map(|entry| entry.path()).collect();
    ours.sort();
    ours
}
