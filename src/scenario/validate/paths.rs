//! Which inputs a path names; `*` stands for any one part.

use crate::diagnostic::{Diagnostic, Place};
use crate::plan::{CountsId, DriverId};
use crate::scenario::read::{MANY, Reading};
use crate::scenario::{codes, suggest};

/// What a path names.
#[derive(Default)]
pub struct Found {
    /// Drivers, in bytewise order of their paths.
    pub drivers: Vec<DriverId>,
    /// Count schedules.
    pub counts: Vec<CountsId>,
    /// Inputs that no adjustment changes.
    pub settled: Vec<String>,
}

impl Found {
    fn is_empty(&self) -> bool {
        self.drivers.is_empty() && self.counts.is_empty() && self.settled.is_empty()
    }
}

/// Everything that the path names; nothing where it names nothing, which is reported unless a broken part hides it.
pub fn find(reading: &mut Reading<'_>, pattern: &str, place: &Place) -> Found {
    let mut found = Found::default();
    if stars(pattern) == 0 {
        found.drivers.extend(reading.known_driver(pattern));
        found.counts.extend(reading.known_counts(pattern));
        found.settled.extend(reading.settled.get(pattern).cloned());
        if found.is_empty() && !reading.is_broken(pattern) {
            let mistake = nothing(reading, pattern, place);
            reading.say(mistake);
        }
        return found;
    }
    found.drivers.extend(reading.driver_paths().filter(|(path, _)| matches(pattern, path)).map(|(_, id)| id));
    found.counts.extend(reading.counts_paths().filter(|(path, _)| matches(pattern, path)).map(|(_, id)| id));
    found.settled.extend(reading.settled.iter().filter(|path| matches(pattern, path)).cloned());
    if found.is_empty() && !hidden(reading, pattern) {
        let mistake = nothing(reading, pattern, place);
        reading.say(mistake);
    }
    found
}

/// Whether a path fits a pattern.
pub fn matches(pattern: &str, path: &str) -> bool {
    let (mut pattern, mut path) = (pattern.split('.'), path.split('.'));
    loop {
        match (pattern.next(), path.next()) {
            (None, None) => return true,
            (Some(p), Some(q)) if p == "*" || p == q => {}
            _ => return false,
        }
    }
}

/// How many parts of a pattern are `*`.
pub fn stars(pattern: &str) -> usize {
    pattern.split('.').filter(|part| *part == "*").count()
}

/// Whether what the pattern names may hang on something broken that has been reported.
fn hidden(reading: &Reading<'_>, pattern: &str) -> bool {
    let parts: Vec<&str> = pattern.split('.').collect();
    reading.broken.iter().any(|broken| {
        let depth = broken.split('.').count();
        depth <= parts.len() && matches(&parts[..depth].join("."), broken)
    })
}

fn nothing(reading: &Reading<'_>, pattern: &str, place: &Place) -> Diagnostic {
    let known = || reading.driver_paths().map(|(p, _)| p).chain(reading.counts_paths().map(|(p, _)| p));
    // looking for the nearest takes a while
    let known: Vec<&str> = if reading.diagnostics.len() > MANY { Vec::new() } else { known().collect() };
    unknown(pattern, &known).at(place, "")
}

/// What is said of a path that names none of the known inputs.
pub fn unknown(pattern: &str, known: &[&str]) -> Diagnostic {
    let mistake = Diagnostic::error(codes::UNKNOWN_DRIVER, format!("{pattern} names no input of this plan"));
    let below = |path: &&&str| {
        let depth = pattern.split('.').count();
        let parts: Vec<&str> = path.split('.').collect();
        parts.len() == depth + 1 && matches(pattern, &parts[..depth].join("."))
    };
    let mut keys: Vec<&str> = known.iter().filter(below).filter_map(|path| path.rsplit('.').next()).collect();
    if !keys.is_empty() {
        keys.sort_unstable();
        keys.dedup();
        return mistake.help(format!("it names a table: go on with one of {}", keys.join(", ")));
    }
    match nearest(pattern, known.iter().copied()) {
        Some(near) => mistake.help(format!("did you mean {near}?")),
        None if known.is_empty() => mistake,
        None => {
            mistake.help("a path is the keys down to an input with dots between, like segments.smb.pipeline.win_rate")
        }
    }
}

/// The known path nearest to the pattern, with the pattern's `*` kept.
fn nearest<'a>(pattern: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let parts: Vec<&str> = pattern.split('.').collect();
    let starred = |path: &str| {
        let path: Vec<&str> = path.split('.').collect();
        let keep =
            |(i, part): (usize, &&str)| if parts.get(i) == Some(&"*") { "*".to_string() } else { part.to_string() };
        path.iter().enumerate().map(keep).collect::<Vec<_>>().join(".")
    };
    let scored = known.map(starred).map(|path| (likeness(pattern, &path), path));
    let best = scored.filter(|(score, _)| *score >= 0.6).max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(&a.1)));
    best.map(|(_, path)| path)
}

/// 0..1: how alike two paths are, part by part where they have as many.
fn likeness(pattern: &str, path: &str) -> f64 {
    let (a, b): (Vec<&str>, Vec<&str>) = (pattern.split('.').collect(), path.split('.').collect());
    if a.len() != b.len() {
        return 0.9 * strsim::normalized_damerau_levenshtein(pattern, path);
    }
    let parts = a.iter().zip(&b).map(|(a, b)| suggest::likeness(a, b));
    parts.sum::<f64>() / a.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_one_part() {
        assert!(matches("segments.*.pipeline.win_rate", "segments.smb.pipeline.win_rate"));
        assert!(!matches("segments.*", "segments.smb.pipeline"));
        assert!(!matches("segments.smb.pipeline", "segments.smb"));
    }

    #[test]
    fn the_nearest_path_keeps_the_stars() {
        let known = ["segments.smb.pipeline.win_rate", "segments.smb.retention.churn_annual"];
        let near = nearest("segments.*.pipeline.winrate", known.into_iter());
        assert_eq!(near.as_deref(), Some("segments.*.pipeline.win_rate"));
        assert_eq!(nearest("x", known.into_iter()), None);
    }
}
