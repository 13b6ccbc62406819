//! The scenario file and those that it extends, down to the last.

use super::document::{self, MAX_BYTES};
use super::node::{Node, Table};
use super::{codes, suggest};
use crate::diagnostic::{Diagnostic, Place, Source};
use std::io::Read;
use std::path::{Path, PathBuf};

/// What has been read so far.
#[derive(Default)]
pub struct Files {
    /// The texts.
    pub sources: Vec<Source>,
    /// For each source the folder beside which it may name files; `None` where it may name none.
    pub folders: Vec<Option<PathBuf>>,
    /// For each source its tree; the first is the scenario itself, the last extends nothing.
    pub roots: Vec<Table>,
    /// Mistakes met on the way.
    pub mistakes: Vec<Diagnostic>,
}

impl Files {
    /// Takes in a text; its tree is kept where its syntax allows.
    pub fn take(&mut self, name: &str, text: String, folder: Option<PathBuf>) -> Option<usize> {
        let source = self.sources.len();
        let document = document::read(source, &text);
        self.sources.push(Source { name: name.to_string(), text });
        self.folders.push(folder);
        self.mistakes.extend(document.mistakes);
        let table = document.root.and_then(|root| match root.content {
            super::node::Content::Table(table) => Some(table),
            _ => None,
        })?;
        if table.is_empty() {
            let message = format!("{name} says nothing: it is empty or has comments only");
            let help = "a scenario has at least [plan], [target] and one [segments.NAME]; `planodds init` writes one to start from";
            self.mistakes.push(Diagnostic::error(codes::EMPTY, message).help(help));
            return None;
        }
        self.roots.push(table);
        Some(source)
    }
}

/// Reads a file and all that it extends.
pub fn read_all(path: &Path) -> Files {
    let mut files = Files::default();
    let mut visited: Vec<PathBuf> = Vec::new();
    let mut next = Some((path.to_path_buf(), None));
    while let Some((path, named_at)) = next.take() {
        next = read_one(&mut files, &mut visited, &path, named_at.as_ref());
    }
    files
}

/// Reads one file; yields the one that it extends, with the place that names it.
fn read_one(
    files: &mut Files,
    visited: &mut Vec<PathBuf>,
    path: &Path,
    named_at: Option<&Place>,
) -> Option<(PathBuf, Option<Place>)> {
    let name = path.display().to_string();
    let canonical = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let folder = canonical.parent().map(Path::to_path_buf);
    let text = match read_text(path, &name) {
        Ok(text) => text,
        Err(mistake) => {
            files.mistakes.push(placed(mistake, named_at));
            return None;
        }
    };
    visited.push(canonical);
    let source = files.take(&name, text, folder)?;
    let root = files.roots.get(source)?;
    let base = &root.get("extends")?.node;
    match base_path(path, base, &files.folders[source], visited) {
        Ok(found) => found.map(|found| (found, Some(base.place.clone()))),
        Err(mistake) => {
            files.mistakes.push(mistake);
            None
        }
    }
}

fn placed(mistake: Diagnostic, place: Option<&Place>) -> Diagnostic {
    match place {
        Some(place) => mistake.at(place, "named here"),
        None => mistake,
    }
}

/// The file that `extends` names, where it may; `None` where it is no text (reported with the other values).
fn base_path(
    path: &Path,
    base: &Node,
    folder: &Option<PathBuf>,
    visited: &[PathBuf],
) -> Result<Option<PathBuf>, Diagnostic> {
    let refuse = |message: String| Diagnostic::error(codes::EXTENDS, message).at(&base.place, "");
    let Some(text) = base.text() else {
        let message = format!("extends must be the name of a file in quotes, got {}", base.kind());
        return Err(refuse(message).help("for example extends = \"base.toml\""));
    };
    let found = beside(path, text, folder.as_deref()).map_err(|message| match message {
        Unusable::Outside | Unusable::NoFolder => {
            refuse(format!("extends leads out of the folder of this file: {text}"))
                .help("a scenario extends a file beside it or in a folder below; move or copy that file there")
        }
        Unusable::Missing(near) => {
            let missing = refuse(format!("there is no file {text} beside this one"));
            match near {
                Some(near) => missing.help(format!("did you mean extends = \"{near}\"?")),
                None => missing.help("the name is relative to this file's folder"),
            }
        }
    })?;
    if found.canonical.exists() && !found.canonical.is_file() && !found.canonical.is_dir() {
        return Err(refuse(format!("extends names {text}, which is no ordinary file")).help("name a scenario file"));
    }
    if visited.contains(&found.canonical) {
        let message = if visited.last() == Some(&found.canonical) {
            "a scenario cannot extend itself".to_string()
        } else {
            format!("extends goes round in a circle: {text} already extends this file")
        };
        return Err(refuse(message).help("remove extends from the scenario that all others start from"));
    }
    Ok(Some(found.named))
}

/// A file that a scenario names.
pub struct Beside {
    /// Its path, relative as the scenario itself was named.
    pub named: PathBuf,
    /// Its real path.
    pub canonical: PathBuf,
}

/// Why a file that a scenario names cannot be used.
pub enum Unusable {
    /// The scenario itself is not read from a file.
    NoFolder,
    /// It lies outside the folder of the scenario.
    Outside,
    /// There is none; the nearest name in the folder.
    Missing(Option<String>),
}

/// The file `text` beside the scenario at `path`, whose real folder is `folder`; links and `..` are followed first.
pub fn beside(path: &Path, text: &str, folder: Option<&Path>) -> Result<Beside, Unusable> {
    let folder = folder.ok_or(Unusable::NoFolder)?;
    let named = path.parent().unwrap_or(Path::new("")).join(text);
    if Path::new(text).is_absolute() || escapes(text) {
        return Err(Unusable::Outside);
    }
    let canonical = named.canonicalize().map_err(|_| Unusable::Missing(near_file(folder, text)))?;
    if !canonical.starts_with(folder) {
        return Err(Unusable::Outside);
    }
    Ok(Beside { named, canonical })
}

/// Whether `..` leads above the start at any point.
fn escapes(text: &str) -> bool {
    let mut depth = 0i64;
    for part in Path::new(text).components() {
        match part {
            std::path::Component::ParentDir => depth -= 1,
            std::path::Component::Normal(_) => depth += 1,
            _ => {}
        }
        if depth < 0 {
            return true;
        }
    }
    false
}

fn near_file(folder: &Path, text: &str) -> Option<String> {
    let entries = std::fs::read_dir(folder).ok()?;
    let mut names: Vec<String> = entries.flatten().filter_map(|e| e.file_name().into_string().ok()).collect();
    names.retain(|name| Path::new(name).extension() == Path::new(text).extension());
    names.sort();
    suggest::nearest(text, names.iter().map(String::as_str)).map(str::to_string)
}

fn read_text(path: &Path, name: &str) -> Result<String, Diagnostic> {
    let mut bytes = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes));
    match read {
        Ok(_) => document::decode(name, bytes),
        Err(error) => Err(unreadable(path, name, &error)),
    }
}

fn unreadable(path: &Path, name: &str, error: &std::io::Error) -> Diagnostic {
    let refuse = |message: String| Diagnostic::error(codes::UNREADABLE, message);
    match error.kind() {
        std::io::ErrorKind::NotFound => {
            let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let file = path.file_name().map(|f| f.to_string_lossy().to_string()).unwrap_or_default();
            let missing = refuse(format!("there is no file {name}"));
            match near_file(folder, &file) {
                Some(near) => missing.help(format!("did you mean {}?", path.with_file_name(near).display())),
                None => missing,
            }
        }
        std::io::ErrorKind::PermissionDenied => refuse(format!("{name} may not be read: permission denied")),
        std::io::ErrorKind::IsADirectory => {
            refuse(format!("{name} is a folder, not a scenario file")).help("name the .toml file in it")
        }
        _ => refuse(format!("{name} cannot be read: {error}")),
    }
}
