//! Files that appear whole or not at all.
//!
//! All files of a run are first written into a hidden folder inside the output folder (so on the same disk) and
//! moved to their places when the last of them is complete. An error, a full disk or Ctrl-C before that leaves
//! what was there.

use super::exit::Failure;
use planodds::export::manifest::sha256;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tempfile::TempDir;

/// What a failed run leaves.
pub const INTACT: &str = "nothing was replaced: files of an earlier run are as they were";

/// The hidden folder in use, then the folders made for it, deepest first: what [`abandon`] removes. It stays when the run
/// is over, since a program may be killed while it tidies up: by then there is nothing to remove, or only what is empty.
static IN_USE: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// The files of a run on their way to `folder`.
#[derive(Debug)]
pub struct Staging {
    folder: PathBuf,
    names: Vec<String>,
    // The order matters: the hidden folder is removed first, then the folders made for it.
    hidden: TempDir,
    made: MadeFolders,
}

impl Staging {
    /// Makes `folder` where it does not exist; an error (bad input) where it cannot be written to.
    pub fn open(folder: &Path) -> Result<Self, Failure> {
        let unwritable = |error: io::Error| {
            let message = format!("cannot write to the output folder {}: {error}", folder.display());
            Failure::bad_input("output", message, &["choose another with --out DIR"])
        };
        if folder.exists() && !folder.is_dir() {
            let message = format!("cannot write to the output folder {}: it is a file", folder.display());
            return Err(Failure::bad_input("output", message, &["choose a folder with --out DIR"]));
        }
        let mut made = MadeFolders(Vec::new());
        made.make(folder).map_err(unwritable)?;
        let hidden = tempfile::Builder::new().prefix(".planodds-").tempdir_in(folder).map_err(unwritable)?;
        note(std::iter::once(hidden.path().to_path_buf()).chain(made.0.iter().cloned()).collect());
        Ok(Self { folder: folder.to_path_buf(), names: Vec::new(), hidden, made })
    }

    /// Opens the file that will be called `name` (parts parted by `/`) in the output folder.
    pub fn create(&mut self, name: &str) -> Result<File, Failure> {
        let path = self.hidden.path().join(name);
        let parent = path.parent().unwrap_or(self.hidden.path());
        let opened = fs::create_dir_all(parent).and_then(|()| File::create(&path));
        let file = opened.map_err(|error| self.broken(name, &error))?;
        self.names.push(name.to_string());
        Ok(file)
    }

    /// Writes a whole file.
    pub fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let mut file = self.create(name)?;
        file.write_all(bytes).map_err(|error| self.broken(name, &error))
    }

    /// The names of all files so far with the SHA-256 of their bytes, hexadecimal.
    pub fn digests(&self) -> Result<Vec<(String, String)>, Failure> {
        let digest = |name: &String| {
            let bytes = fs::read(self.hidden.path().join(name)).map_err(|error| self.broken(name, &error))?;
            Ok((name.clone(), sha256(&bytes)))
        };
        self.names.iter().map(digest).collect()
    }

    /// The failure of writing the file `name` before any was moved to its place.
    pub fn broken(&self, name: &str, error: &io::Error) -> Failure {
        Failure::broken(&self.folder.join(name), error, &[INTACT])
    }

    /// Moves all files to their places and yields their names. What can go wrong is looked for before the first is
    /// moved.
    pub fn commit(mut self) -> Result<Vec<String>, Failure> {
        for name in &self.names {
            let target = self.folder.join(name);
            let parent = target.parent().unwrap_or(&self.folder);
            let in_the_way = |what: &Path, kind: &str| {
                let message = format!("{} is a {kind}: it is in the way of {}", what.display(), target.display());
                Failure::bad_input(
                    "output",
                    message,
                    &["move it away, or choose another folder with --out DIR", INTACT],
                )
            };
            if parent.exists() && !parent.is_dir() {
                return Err(in_the_way(parent, "file"));
            }
            if target.is_dir() {
                return Err(in_the_way(&target, "folder"));
            }
            self.made.make(parent).map_err(|error| self.broken(name, &error))?;
        }
        for (i, name) in self.names.iter().enumerate() {
            let target = self.folder.join(name);
            let replaced = || format!("replaced before it: {}", self.names[..i].join(", "));
            let moved = fs::rename(self.hidden.path().join(name), &target);
            moved.map_err(|error| Failure::broken(&target, &error, &[&replaced()]))?;
        }
        Ok(std::mem::take(&mut self.names))
    }
}

/// Removes what a run that is about to be killed has made; folders only where nothing else is in them.
pub fn abandon() {
    let made = std::mem::take(&mut *IN_USE.lock().unwrap_or_else(PoisonError::into_inner));
    // Nobody is left to tell; what cannot be removed does no harm.
    if let Some((hidden, folders)) = made.split_first() {
        let _ = fs::remove_dir_all(hidden);
        folders.iter().for_each(|folder| drop(fs::remove_dir(folder)));
    }
}

fn note(made: Vec<PathBuf>) {
    *IN_USE.lock().unwrap_or_else(PoisonError::into_inner) = made;
}

/// Folders that did not exist before, deepest first; those that are still empty at the end are removed again.
#[derive(Debug)]
struct MadeFolders(Vec<PathBuf>);

impl MadeFolders {
    fn make(&mut self, folder: &Path) -> io::Result<()> {
        let missing = folder.ancestors().take_while(|p| !p.as_os_str().is_empty() && !p.exists());
        let missing: Vec<PathBuf> = missing.map(Path::to_path_buf).collect();
        self.0.splice(0..0, missing);
        fs::create_dir_all(folder)
    }
}

impl Drop for MadeFolders {
    fn drop(&mut self) {
        for folder in &self.0 {
            // Refused where something is in it, which is what is wanted.
            let _ = fs::remove_dir(folder);
        }
    }
}
