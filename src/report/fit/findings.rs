//! Findings and bad rows.

use super::{Told, drivers, head};
use crate::fit::finding::{Finding, Weight};
use crate::fit::import::Caught;
use crate::report::format;
use crate::report::summary::{Section, Table, fitted};

/// Findings that stand at the top.
const GRAVEST: usize = 2;
/// Findings that the terminal shows of each weight.
const MOST: usize = 6;
/// Rules that the terminal shows, and lines of each.
const MOST_RULES: usize = 8;
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

/// What cannot be said, then the warnings, then how many notes there are.
pub fn sections(told: &Told<'_>) -> Vec<Section> {
    // those at the top are not said twice
    let rest: Vec<&Finding> = {
        let (mut said, mut rest) = (0, Vec::new());
        for finding in all(told) {
            if finding.weight > Weight::Note && said < GRAVEST {
                said += 1;
            } else {
                rest.push(finding);
            }
        }
        rest
    };
    let of = |weight| rest.iter().filter(|f| f.weight == weight).copied().collect::<Vec<_>>();
    let section = |title: &str, findings: Vec<&Finding>| {
        let more = findings.len().saturating_sub(MOST);
        let lines: Vec<String> = findings.into_iter().take(MOST).map(sentence).collect();
        let notes = (more > 0).then(|| format!("{more} more in {}", head::FINDINGS)).into_iter().collect();
        (!lines.is_empty()).then(|| Section { title: title.to_string(), lines, notes, ..Section::default() })
    };
    let mut sections: Vec<Section> =
        [section("What cannot be said", of(Weight::Missing)), section("What to keep in mind", of(Weight::Warning))]
            .into_iter()
            .flatten()
            .collect();
    let notes = of(Weight::Note).len();
    if notes > 0 {
        let line = format!("{notes} in {}", head::FINDINGS);
        sections.push(Section { title: "Notes".to_string(), lines: vec![line], ..Section::default() });
    }
    sections
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
    let row = |(file, c): &(&str, &Caught)| {
        let what = if c.refused { "left out" } else { "used" };
        vec![format::one_line(file), format::one_line(&c.text), format::whole(c.rows), what.to_string(), lines(c)]
    };
    let rows: Vec<Vec<String>> = caught.iter().take(MOST_RULES).map(row).collect();
    let header = ["", "Rule", "Rows", "They are", "Lines"].map(String::from).to_vec();
    let notes = (more > 0).then(|| format!("{more} more rules in {}", head::BAD_ROWS)).into_iter().collect();
    (!rows.is_empty()).then(|| Section {
        title: "Rows that a rule caught".to_string(),
        table: Some(fitted(Table { header, rows }, &[0, 1, 4])),
        notes,
        ..Section::default()
    })
}

/// "2, 17, 31, ...".
fn lines(caught: &Caught) -> String {
    let mut lines: Vec<String> = caught.lines.iter().take(MOST_LINES).map(u64::to_string).collect();
    if caught.rows as usize > lines.len() {
        lines.push("...".to_string());
    }
    lines.join(", ")
}
