//! `--write`: a scenario that extends the plan with the fitted drivers.

use crate::cli::exit::Failure;
use planodds::report::fit::head::OURS;
use planodds::scenario;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Where the scenario will stand, known to be allowed.
pub struct Place {
    path: PathBuf,
    plan: String,
    extends: String,
}

/// Refuses before the long work what could not be written after it. A scenario never goes over a file that `fit` has
/// not written.
pub fn place(path: &Path, plan: &Path) -> Result<Place, Failure> {
    let extends = extends(path, folder(path), plan)?;
    refuse_others(path)?;
    Ok(Place { path: path.to_path_buf(), plan: plan.display().to_string(), extends })
}

/// A scenario beside its place, complete and known to load.
pub struct Written {
    file: NamedTempFile,
    place: Place,
    run: String,
}

/// Writes the scenario beside where it will stand and loads it. `options` are those of the `run` that gives the odds
/// which are told.
pub fn prepare(place: Place, (comment, tables): (&str, &str), options: &str) -> Result<Written, Failure> {
    let Place { path, extends, .. } = &place;
    let shown = path.display();
    if tables.is_empty() {
        let message = format!("there is nothing to write to {shown}: the plan has none of the inputs that were fitted");
        return Err(Failure::bad_input("write", message, &["look at the segments' names in the mapping and the plan"]));
    }
    let unwritable = |error: std::io::Error| {
        Failure::bad_input("output", format!("cannot write {shown}: {error}"), &["choose another place for --write"])
    };
    let text = format!("{comment}\nextends = \"{extends}\"\n\n{tables}");
    let mut builder = tempfile::Builder::new();
    let mut file = builder.prefix(".planodds-").suffix(".toml").tempfile_in(folder(path)).map_err(unwritable)?;
    file.write_all(text.as_bytes()).and_then(|()| file.flush()).map_err(unwritable)?;
    scenario::load(file.path(), &[])?;
    let run = format!("planodds run {shown} {options}");
    Ok(Written { file, place, run })
}

impl Written {
    /// Moves it to its place; yields what is said of it.
    pub fn place(self) -> Result<String, Failure> {
        let Self { file, place: Place { path, plan, .. }, run } = self;
        readable_by_all(&file);
        file.persist(&path).map_err(|failed| Failure::broken(&path, &failed.error, &[]))?;
        let shown = path.display();
        Ok(format!("Wrote {shown}, which extends {plan}. The odds above again: {run}\n"))
    }
}

/// The folder in which it will stand.
fn folder(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The plan's place as seen from the scenario's folder: a scenario extends files beside it or below.
fn extends(path: &Path, folder: &Path, plan: &Path) -> Result<String, Failure> {
    let real = |what: &Path| {
        what.canonicalize().map_err(|error| {
            let message = format!("cannot write {}: {}: {error}", path.display(), what.display());
            Failure::bad_input("output", message, &["make the folder first, or choose another place for --write"])
        })
    };
    let (folder, real_plan) = (real(folder)?, real(plan)?);
    let Ok(below) = real_plan.strip_prefix(&folder) else {
        let name = path.file_name().unwrap_or("fitted.toml".as_ref());
        let message = format!(
            "{} cannot extend {}: a scenario extends a file in its own folder or below",
            path.display(),
            plan.display()
        );
        let help = format!("write it beside the plan: --write {}", plan.with_file_name(name).display());
        return Err(Failure::bad_input("write", message, &[&help]));
    };
    let parts: Vec<String> = below.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    let text = parts.join("/");
    Ok(text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Refuses to replace a file that begins otherwise than those that `fit` writes.
fn refuse_others(path: &Path) -> Result<(), Failure> {
    let Ok(file) = File::open(path) else { return Ok(()) };
    let mut start = Vec::new();
    let read = file.take(OURS.len() as u64).read_to_end(&mut start);
    if read.is_ok() && start == OURS.as_bytes() {
        return Ok(());
    }
    let message = format!("{} exists, and planodds fit has not written it: it is not replaced", path.display());
    Err(Failure::bad_input("exists", message, &["give another path to --write, or move the old file away"]))
}

/// Temporary files are for their owner alone; a scenario is an ordinary file.
fn readable_by_all(file: &NamedTempFile) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Where it fails the scenario is still there, for its owner.
        let _ = fs::set_permissions(file.path(), fs::Permissions::from_mode(0o644));
    }
    #[cfg(not(unix))]
    let _ = file;
}
