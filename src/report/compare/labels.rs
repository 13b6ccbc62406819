//! What scenarios and differences are called.

use super::Compared;
use crate::analysis::compare::without_names;
use crate::plan::Plan;
use crate::plan::pair::{Kind, Part};
use crate::report::format;
use std::path::Path;

/// Longest name of a scenario, characters.
const LONGEST: usize = 24;
/// Names that are listed one by one at most.
const MOST_LISTED: usize = 2;

/// Short names of scenarios from their files: the file's name without its ending, numbered where it comes again.
pub fn names<'f>(files: impl Iterator<Item = &'f Path>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for file in files {
        let stem = file.file_stem().map_or("scenario".into(), |stem| stem.to_string_lossy());
        let stem = format::shorten(&stem, LONGEST);
        let numbered = |n: usize| if n == 1 { stem.clone() } else { format!("{stem}-{n}") };
        let name = (1..).map(numbered).find(|name| !out.contains(name)).unwrap_or(stem.clone());
        out.push(name);
    }
    out
}

/// The name of the chart from the first scenario to another: one that any file system takes, each another also where
/// capitals are not told apart.
pub fn figure_name(compared: &Compared<'_>, scenario: usize) -> String {
    let kept = |c: char| if c.is_alphanumeric() || c == '-' { c } else { '_' };
    let file = |i: usize| compared.names[i].chars().map(kept).collect::<String>();
    let alike = |i: usize| file(i).to_lowercase() == file(scenario).to_lowercase();
    let name = format!("compare_to_{}", file(scenario));
    if (1..scenario).any(alike) { format!("{name}_{}", scenario + 1) } else { name }
}

/// What is attributed together: "enterprise win rate", "all segments: annual churn", "risk downturn".
pub fn player(compared: &Compared<'_>, scenario: usize, parts: &[Part]) -> String {
    match parts {
        [] => String::new(),
        [part] => self::part(compared, scenario, part),
        many => pattern(many).unwrap_or_else(|| format!("the other {} differences", many.len())),
    }
}

fn part(compared: &Compared<'_>, scenario: usize, part: &Part) -> String {
    let line = format::one_line;
    match part {
        Part::Target => "target".to_string(),
        Part::Correlations => "correlations".to_string(),
        Part::Risk(name) => format!("risk {}", line(name)),
        Part::Opening(segment) => format!("{}: opening base", line(segment)),
        Part::Driver(path) | Part::Counts(path) => format::input_name(path),
        Part::Segment(segment) => {
            let has = |plan: &Plan| plan.segments.iter().any(|s| s.name == *segment);
            match (has(compared.plans[0]), has(compared.plans[scenario])) {
                (true, false) => format!("segment {} dropped", line(segment)),
                (false, _) => format!("segment {} added", line(segment)),
                _ => structure(compared, scenario, segment),
            }
        }
    }
}

/// Terms of a segment that are named one by one.
const MOST_TERMS: usize = 3;

/// "smb: contract, renewal weights", in what the files differ beside inputs with a distribution.
fn structure(compared: &Compared<'_>, scenario: usize, segment: &str) -> String {
    let prefix = format!("segments.{segment}.");
    let against = compared.result.against_first.iter().find(|against| against.scenario == scenario);
    let differences = against.iter().flat_map(|against| &against.differences);
    let mut names: Vec<String> = differences
        .filter(|d| d.kind == Kind::Structure)
        .filter_map(|d| d.name.strip_prefix(&prefix))
        .map(|below| format::one_line(&format::input_words(&below.split('.').collect::<Vec<_>>())))
        .collect();
    names.dedup();
    let segment = format::one_line(segment);
    match names.len() {
        0 => format!("{segment}: structure"),
        n if n > MOST_TERMS => format!("{segment}: {} and {} more", names[..MOST_TERMS].join(", "), n - MOST_TERMS),
        _ => format!("{segment}: {}", names.join(", ")),
    }
}

/// Inputs that the same pattern names: their segments or sources, then what they are.
fn pattern(parts: &[Part]) -> Option<String> {
    let paths: Vec<&str> = parts
        .iter()
        .map(|part| match part {
            Part::Driver(path) => Some(path.as_str()),
            _ => None,
        })
        .collect::<Option<_>>()?;
    let first = without_names(paths.first()?);
    paths.iter().all(|path| without_names(path) == first).then(|| inputs(&paths))
}

/// Inputs that one pattern names: "3 segments: win rate", "smb and mid: annual churn", "smb: volume (4 inputs)".
pub(super) fn inputs(paths: &[&str]) -> String {
    let pattern = paths.first().map_or(String::new(), |path| without_names(path));
    let mut segments: Vec<&str> = paths.iter().filter_map(|path| path.split('.').nth(1)).collect();
    segments.dedup();
    let who = match segments.len() {
        n if n > MOST_LISTED => format!("{n} segments"),
        _ => segments.join(" and "),
    };
    let what: Vec<&str> = pattern.split('.').skip(2).filter(|p| *p != "*").collect();
    let many = if segments.len() == paths.len() { String::new() } else { format!(" ({} inputs)", paths.len()) };
    format!("{}: {}{many}", format::one_line(&who), format::input_words(&what))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scenarios_are_called_by_their_files_each_by_another_name() {
        let files = ["a/base.toml", "b/base.toml", "upside.toml", "base.toml", "base-2.toml"].map(Path::new);
        assert_eq!(names(files.into_iter()), ["base", "base-2", "upside", "base-3", "base-2-2"]);
    }

    #[test]
    fn inputs_of_one_pattern_are_called_by_their_segments() {
        let churn = ["segments.a.retention.churn_annual", "segments.b.retention.churn_annual"];
        assert_eq!(inputs(&churn), "a and b: annual churn");
        assert_eq!(inputs(&[churn[0], churn[1], "segments.c.retention.churn_annual"]), "3 segments: annual churn");
        let volumes = ["segments.a.pipeline.sources.x.volume", "segments.a.pipeline.sources.y.volume"];
        assert_eq!(inputs(&volumes), "a: volume (2 inputs)");
    }
}
