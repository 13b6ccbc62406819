//! Sources of leads: numbered as they come, named for a scenario at the end.

use super::rule::Rule;
use super::tally::Tally;
use crate::fit::record::Lead;
use std::collections::BTreeMap;

/// Leads that a source must have to be named: one of fewer could name a single person.
const LEADS_TO_BE_NAMED: u64 = 5;

/// Sources that are told apart at most; leads of later ones count as "other".
const MOST_SOURCES: usize = 10_000;

/// Name of sources with few leads.
const OTHER: &str = "other";

/// Name where the export has none, or has no column of sources.
const UNKNOWN: &str = "unknown";

/// Lines of a spelling that are kept.
const LINES_KEPT: usize = 20;

/// Sources that are named at most where they are spelt in several ways.
const MOST_NAMED: usize = 10;

/// A way in which a source is written.
#[derive(Debug)]
struct Spelling {
    /// Its number for now.
    number: u16,
    /// The first lines that have it.
    lines: Vec<u64>,
}

/// Sources by the text of the export.
#[derive(Debug, Default)]
pub(super) struct Sources {
    spellings: BTreeMap<Vec<u8>, Spelling>,
}

/// A source with its spellings: how many leads have each, its text and its number.
type Group<'s> = Vec<(u64, &'s [u8], &'s Spelling)>;

impl Sources {
    /// The number of a source for now; of none, and beyond the most that are told apart, a number of its own.
    pub(super) fn number(&mut self, text: Option<&[u8]>, line: u64) -> u16 {
        let Some(text) = text else { return u16::MAX };
        if let Some(spelling) = self.spellings.get_mut(text) {
            if spelling.lines.len() < LINES_KEPT {
                spelling.lines.push(line);
            }
            return spelling.number;
        }
        if self.spellings.len() >= MOST_SOURCES {
            return u16::MAX - 1;
        }
        let number = self.spellings.len() as u16;
        self.spellings.insert(text.to_vec(), Spelling { number, lines: vec![line] });
        number
    }

    /// The names in alphabetical order, and the leads renumbered to them. Texts that differ only in capitals, spaces
    /// and signs are one source, which has the name that most of its leads have; the others are counted.
    pub(super) fn named(self, leads: &mut [Lead], column: usize, tally: &mut Tally) -> Vec<String> {
        let mut counts: BTreeMap<u16, u64> = BTreeMap::new();
        for lead in leads.iter() {
            *counts.entry(lead.source).or_default() += 1;
        }
        let mut of: BTreeMap<u16, String> =
            BTreeMap::from([(u16::MAX, UNKNOWN.to_string()), (u16::MAX - 1, OTHER.to_string())]);
        let mut several = Vec::new();
        for group in self.groups(&counts) {
            let leads: u64 = group.iter().map(|(leads, ..)| leads).sum();
            let likeliest = if leads < LEADS_TO_BE_NAMED { None } else { group.first() };
            let name = likeliest.and_then(|(_, text, _)| name_meant(&String::from_utf8_lossy(text)));
            of.extend(group.iter().map(|(.., s)| (s.number, name.clone().unwrap_or_else(|| OTHER.to_string()))));
            several.extend(name.filter(|_| group.len() > 1).map(|name| (name, group)));
        }
        tell(&several, column, tally);
        let mut names: Vec<String> = counts.keys().filter_map(|number| of.get(number)).cloned().collect();
        names.sort();
        names.dedup();
        for lead in leads {
            let name = of.get(&lead.source);
            let place = name.and_then(|name| names.binary_search(name).ok());
            lead.source = place.unwrap_or(0) as u16;
        }
        names
    }

    /// The spellings that leads have by source, the one of most leads first (of several the first in the alphabet).
    fn groups(&self, counts: &BTreeMap<u16, u64>) -> Vec<Group<'_>> {
        let mut groups: BTreeMap<String, Group<'_>> = BTreeMap::new();
        for (text, spelling) in &self.spellings {
            if let Some(leads) = counts.get(&spelling.number) {
                groups.entry(alike(text)).or_default().push((*leads, text, spelling));
            }
        }
        groups.values_mut().for_each(|group| group.sort_by_key(|(leads, ..)| std::cmp::Reverse(*leads)));
        groups.into_values().collect()
    }
}

/// Counts the leads whose source is spelt otherwise than most.
fn tell(several: &[(String, Group<'_>)], column: usize, tally: &mut Tally) {
    let others = || several.iter().flat_map(|(_, group)| &group[1..]);
    let rows: u64 = others().map(|(leads, ..)| leads).sum();
    if rows == 0 {
        return;
    }
    let mut lines: Vec<u64> = others().flat_map(|(.., spelling)| spelling.lines.iter().copied()).collect();
    lines.sort_unstable();
    let named = several.iter().take(MOST_NAMED).map(|(name, group)| format!("{name} in {} ways", group.len()));
    let named = named.collect::<Vec<_>>().join(", ");
    let more = if several.len() > MOST_NAMED { ", and others" } else { "" };
    tally.count(Rule::SourceSpelling, column, rows, &lines);
    tally.explain(Rule::SourceSpelling, column, &format!("Spelt are {named}{more}"));
}

/// What texts have in common that differ only in capitals, spaces and signs.
fn alike(text: &[u8]) -> String {
    let plain = String::from_utf8_lossy(text).to_lowercase();
    let words = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("_")
}

/// A source's name in the letters that names in a scenario may have; none where it has no letter or digit of them.
fn name_meant(text: &str) -> Option<String> {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
    let name: String = text.chars().map(plain).collect();
    name.chars().any(|c| c.is_ascii_alphanumeric()).then_some(name)
}
