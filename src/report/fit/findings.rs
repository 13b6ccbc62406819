//! Findings and bad rows.

use super::{Told, drivers, head, order};
use crate::fit::finding::{Finding, Weight};
use crate::fit::import::rule::Rule;
use crate::fit::import::{Caught, Effect, FileReport};
use crate::report::format;
use crate::report::summary::Section;

/// Kinds of findings that stand at the top.
const GRAVEST: usize = 3;
/// Kinds of findings that the terminal shows of each weight, and what they are about.
const MOST: usize = 5;
const MOST_NAMES: usize = 4;
/// Rules that the terminal shows, and lines of each.
const MOST_RULES: usize = 6;
const MOST_LINES: usize = 6;

/// Every finding, those of single inputs too, each once: what cannot be said first, by its weight for a plan.
pub fn all<'t>(told: &Told<'t>) -> Vec<&'t Finding> {
    let of_inputs = told.history.fitted.iter().flat_map(|fit| &fit.findings);
    let mut all: Vec<&Finding> = Vec::new();
    for finding in told.history.findings.iter().chain(of_inputs) {
        if !all.contains(&finding) {
            all.push(finding);
        }
    }
    all.sort_by_key(|finding| (std::cmp::Reverse(finding.weight), order::of_finding(finding.code)));
    all
}

/// Findings of one kind: the first, and what all of them are about, each once.
struct Kind<'t> {
    first: &'t Finding,
    names: Vec<String>,
}

/// What is no note, by kind: what puts most of the plan in doubt first.
fn kinds<'t>(told: &Told<'t>) -> Vec<Kind<'t>> {
    let mut grave: Vec<&Finding> = all(told).into_iter().filter(|f| f.weight > Weight::Note).collect();
    grave.sort_by_key(|finding| order::of_finding(finding.code));
    let mut kinds: Vec<Kind<'t>> = Vec::new();
    for finding in grave {
        let name = drivers::name(&finding.about);
        match kinds.iter_mut().find(|k| (k.first.code, k.first.weight) == (finding.code, finding.weight)) {
            Some(kind) if kind.names.contains(&name) => {}
            Some(kind) => kind.names.push(name),
            None => kinds.push(Kind { first: finding, names: vec![name] }),
        }
    }
    kinds
}

/// The gravest kinds, the first of each in full; notes are none.
pub fn gravest(told: &Told<'_>) -> Vec<String> {
    let full = |kind: &Kind<'_>| format!("{}{}", sentence(kind.first), also(&kind.names));
    kinds(told).iter().take(GRAVEST).map(full).collect()
}

/// " Also: pro annual expansion, ..."; empty where there is one only.
fn also(names: &[String]) -> String {
    let others = names.get(1..).unwrap_or_default();
    let more = others.len().saturating_sub(MOST_NAMES);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    match others.is_empty() {
        true => String::new(),
        false => format!(" Also: {}{more}.", others[..others.len().min(MOST_NAMES)].join(", ")),
    }
}

/// What cannot be said, then the warnings, then how many notes there are. Those at the top are not said twice; those of
/// one kind are said once, with what they are about.
pub fn sections(told: &Told<'_>) -> Vec<Section> {
    let all = all(told);
    let notes = all.iter().filter(|f| f.weight == Weight::Note).count();
    let kinds = kinds(told);
    let rest = kinds.get(GRAVEST..).unwrap_or_default();
    let titles = [(Weight::Missing, "What cannot be said"), (Weight::Warning, "What to keep in mind")];
    let mut sections: Vec<Section> =
        titles.into_iter().filter_map(|(weight, title)| of_weight(rest, weight, title)).collect();
    if let Some(last) = sections.last_mut() {
        let text = format!("All {} findings in full, {notes} notes among them: {}", all.len(), head::FINDINGS);
        last.notes.push(text);
    } else if notes > 0 {
        let line = format!("{notes} in {}", head::FINDINGS);
        sections.push(Section { title: "Notes".to_string(), lines: vec![line], ..Section::default() });
    }
    sections
}

fn of_weight(kinds: &[Kind<'_>], weight: Weight, title: &str) -> Option<Section> {
    let kinds: Vec<&Kind<'_>> = kinds.iter().filter(|kind| kind.first.weight == weight).collect();
    let more = kinds.len().saturating_sub(MOST);
    let line = |kind: &&Kind<'_>| {
        let text = first_sentence(&format::one_line(&kind.first.text)).to_string();
        let name = if kind.names[0].is_empty() { String::new() } else { format!("{}: ", kind.names[0]) };
        format!("{name}{text}{}", also(&kind.names))
    };
    let lines: Vec<String> = kinds.iter().take(MOST).map(line).collect();
    let notes =
        (more > 0).then(|| format!("{more} more kind{}", if more == 1 { "" } else { "s" })).into_iter().collect();
    (!lines.is_empty()).then(|| Section { title: title.to_string(), lines, notes, ..Section::default() })
}

/// Up to the first full stop that ends a sentence.
fn first_sentence(text: &str) -> &str {
    text.find(". ").map_or(text, |end| &text[..=end])
}

/// "smb ramp: no ramp can be seen ..."; the subject is said where the text does not begin with it.
fn sentence(finding: &Finding) -> String {
    let about = drivers::name(&finding.about);
    let text = format::one_line(&finding.text);
    if about.is_empty() || text.contains(&about) { text } else { format!("{about}: {text}") }
}

/// What the rules caught, by file and rule, with the first lines.
pub fn bad_rows(told: &Told<'_>) -> Option<Section> {
    let mut caught: Vec<(&str, &Caught)> =
        told.files.iter().flat_map(|f| f.caught.iter().map(|c| (f.file.as_str(), c))).collect();
    caught.sort_by_key(|(_, c)| std::cmp::Reverse((c.refused, c.rows)));
    let more = caught.len().saturating_sub(MOST_RULES);
    let line = |(file, c): &(&str, &Caught)| {
        let rows = format!("{} row{}", format::whole(c.rows), if c.rows == 1 { "" } else { "s" });
        let text = first_sentence(&format::one_line(&c.text)).trim_end_matches('.').to_string();
        format!("{}, {rows}{}: {text}{}", format::one_line(file), what(c), lines(c))
    };
    let lines: Vec<String> = caught.iter().take(MOST_RULES).map(line).collect();
    let notes = (more > 0)
        .then(|| format!("{more} more rule{} in {}", if more == 1 { "" } else { "s" }, head::BAD_ROWS))
        .into_iter()
        .collect();
    let title = "Rows that a rule caught".to_string();
    (!lines.is_empty()).then(|| Section { title, lines, notes, ..Section::default() })
}

/// What became of the rows; nothing where the text says it.
fn what(caught: &Caught) -> &'static str {
    match (caught.refused, caught.effect()) {
        (true, _) => " left out",
        (false, Some(Effect::LeavesOut) | None) => "",
        (false, Some(_)) => " used",
    }
}

/// Share of a file's rows that may be left out before it is said above everything.
const MOST_SKIPPED: f64 = 0.05;

/// "110 of 240 rows of deals.csv were left out as bad (--skip-bad-rows): numbers of records, volume and ARR are too low
/// by as much".
pub fn skipped(told: &Told<'_>) -> Vec<String> {
    let of_file = |file: &FileReport| {
        let ignored = file.caught.iter().filter(|c| c.rule == Rule::Ignored.name()).map(|c| c.rows).sum::<u64>();
        let refused = file.caught.iter().filter(|c| c.refused).map(|c| c.rows).sum::<u64>();
        // a row that two rules refuse is left out once
        let left_out = (file.rows - file.kept).saturating_sub(ignored).min(refused);
        (left_out as f64 > MOST_SKIPPED * (file.rows - ignored) as f64).then(|| {
            format!(
                "{} of {} rows of {} were left out as bad (--skip-bad-rows): numbers of records, volume and ARR are too low by \
                 as much. Mend the rows before you use these numbers.",
                format::whole(left_out),
                format::whole(file.rows - ignored),
                format::one_line(&file.file)
            )
        })
    };
    told.files.iter().filter_map(of_file).collect()
}

/// " (lines 2, 17, 31, ...)"; empty where there are none.
fn lines(caught: &Caught) -> String {
    let mut lines: Vec<String> = caught.lines.iter().take(MOST_LINES).map(u64::to_string).collect();
    if caught.rows as usize > lines.len() {
        lines.push("...".to_string());
    }
    if lines.len() <= 1 && caught.lines.is_empty() { String::new() } else { format!(" (lines {})", lines.join(", ")) }
}
