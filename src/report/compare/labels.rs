//! What scenarios and differences are called.

use super::Compared;
use crate::analysis::compare::without_names;
use crate::plan::Plan;
use crate::plan::pair::Part;
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

/// What is attributed together: "enterprise: win rate", "all segments: churn annual", "risk downturn".
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
        Part::Driver(path) | Part::Counts(path) => input(path),
        Part::Segment(segment) => {
            let has = |plan: &Plan| plan.segments.iter().any(|s| s.name == *segment);
            match (has(compared.plans[0]), has(compared.plans[scenario])) {
                (true, false) => format!("segment {} dropped", line(segment)),
                (false, _) => format!("segment {} added", line(segment)),
                _ => format!("{}: structure", line(segment)),
            }
        }
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
    if paths.iter().any(|path| without_names(path) != first) {
        return None;
    }
    let mut segments: Vec<&str> = paths.iter().filter_map(|path| path.split('.').nth(1)).collect();
    segments.dedup();
    let who = match segments.len() {
        n if n > MOST_LISTED => format!("{n} segments"),
        _ => segments.join(" and "),
    };
    let same_segment = segments.len() == 1;
    let what: Vec<&str> = first.split('.').skip(2).filter(|p| *p != "*").collect();
    let many = if same_segment { format!(" ({} inputs)", paths.len()) } else { String::new() };
    Some(format!("{}: {}{many}", format::one_line(&who), plain(&what)))
}

/// "segments.enterprise.pipeline.sources.outbound.stages.opportunity.rate" to "enterprise: outbound opportunity rate".
pub(super) fn input(path: &str) -> String {
    let line = format::one_line(path);
    let mut parts = line.split('.');
    match (parts.next(), parts.next()) {
        (Some("segments"), Some(segment)) => format!("{segment}: {}", plain(&parts.collect::<Vec<_>>())),
        _ => line,
    }
}

/// Keys that name a table add nothing to what an input is called.
fn plain(parts: &[&str]) -> String {
    let tables = ["pipeline", "capacity", "retention", "sources", "stages", "key_accounts"];
    let said: Vec<String> = parts.iter().filter(|p| !tables.contains(p)).map(|p| p.replace('_', " ")).collect();
    said.join(" ").replace("deals size", "deal size").replace("deals dispersion", "deal dispersion")
}
