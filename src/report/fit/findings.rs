//! Findings and bad rows.

use super::{Told, drivers, head};
use crate::fit::finding::{Finding, Weight};
use crate::fit::import::Caught;
use crate::report::format;
use crate::report::summary::Section;

/// Findings that stand at the top.
const GRAVEST: usize = 2;
/// Kinds of findings that the terminal shows of each weight, and what they are about.
const MOST: usize = 5;
const MOST_NAMES: usize = 4;
/// Rules that the terminal shows, and lines of each.
const MOST_RULES: usize = 6;
const MOST_LINES: usize = 6;

/// Every finding, those of single inputs too, each once: what cannot be said first.
pub fn all<'t>(told: &Told<'t>) -> Vec<&'t Finding> {
    let of_inputs = told.history.fitted.iter().flat_map(|fit| &fit.findings);
    let mut all: Vec<&Finding> = Vec::new();
    for finding in told.history.findings.iter().chain(of_inputs) {
        if !all.contains(&finding) {
            all.push(finding);
        }
    }
    all.sort_by_key(|finding| std::cmp::Reverse(finding.weight));
    all
}

/// The gravest in full; notes are none.
pub fn gravest(told: &Told<'_>) -> Vec<String> {
    let grave = all(told).into_iter().filter(|f| f.weight > Weight::Note);
    grave.take(GRAVEST).map(sentence).collect()
}

/// What cannot be said, then the warnings, then how many notes there are. Those at the top are not said twice; those of one
/// kind are said once, with what they are about.
pub fn sections(told: &Told<'_>) -> Vec<Section> {
    let (grave, notes): (Vec<&Finding>, Vec<&Finding>) = all(told).into_iter().partition(|f| f.weight > Weight::Note);
    let rest = grave.get(GRAVEST..).unwrap_or_default();
    let titles = [(Weight::Missing, "What cannot be said"), (Weight::Warning, "What to keep in mind")];
    let mut sections: Vec<Section> =
        titles.into_iter().filter_map(|(weight, title)| of_weight(rest, weight, title)).collect();
    let notes = notes.len();
    let all = rest.len() + notes;
    if let Some(last) = sections.last_mut() {
        last.notes.push(format!(
            "All {} findings in full, {notes} notes among them: {}",
            all + GRAVEST.min(grave.len()),
            head::FINDINGS
        ));
    } else if notes > 0 {
        let line = format!("{notes} in {}", head::FINDINGS);
        sections.push(Section { title: "Notes".to_string(), lines: vec![line], ..Section::default() });
    }
    sections
}

fn of_weight(findings: &[&Finding], weight: Weight, title: &str) -> Option<Section> {
    let mut kinds: Vec<(&Finding, Vec<String>)> = Vec::new();
    for finding in findings.iter().copied().filter(|f| f.weight == weight) {
        let about = drivers::name(&finding.about);
        match kinds.iter_mut().find(|(first, _)| first.code == finding.code) {
            Some((_, names)) => names.push(about),
            None => kinds.push((finding, vec![about])),
        }
    }
    let more = kinds.len().saturating_sub(MOST);
    let line = |(first, names): &(&Finding, Vec<String>)| {
        let text = first_sentence(&format::one_line(&first.text)).to_string();
        let others = names.len().saturating_sub(MOST_NAMES);
        let others = if others > 0 { format!(" and {others} more") } else { String::new() };
        format!("{}{others}: {text}", names[..names.len().min(MOST_NAMES)].join(", "))
    };
    let lines: Vec<String> = kinds.iter().take(MOST).map(line).collect();
    let notes = (more > 0).then(|| format!("{more} more kinds")).into_iter().collect();
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
        let what = if c.refused { "left out" } else { "used" };
        let text = first_sentence(&format::one_line(&c.text)).trim_end_matches('.').to_string();
        format!("{}, {rows} {what}: {text}{}", format::one_line(file), lines(c))
    };
    let lines: Vec<String> = caught.iter().take(MOST_RULES).map(line).collect();
    let notes = (more > 0).then(|| format!("{more} more rules in {}", head::BAD_ROWS)).into_iter().collect();
    let title = "Rows that a rule caught".to_string();
    (!lines.is_empty()).then(|| Section { title, lines, notes, ..Section::default() })
}

/// " (lines 2, 17, 31, ...)"; empty where there are none.
fn lines(caught: &Caught) -> String {
    let mut lines: Vec<String> = caught.lines.iter().take(MOST_LINES).map(u64::to_string).collect();
    if caught.rows as usize > lines.len() {
        lines.push("...".to_string());
    }
    if lines.len() <= 1 && caught.lines.is_empty() { String::new() } else { format!(" (lines {})", lines.join(", ")) }
}
