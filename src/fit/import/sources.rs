//! Sources of leads: numbered as they come, named for a scenario at the end.

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

/// Sources by the text of the export.
#[derive(Debug, Default)]
pub(super) struct Sources {
    numbers: BTreeMap<Vec<u8>, u16>,
}

impl Sources {
    /// The number of a source for now; of none, and beyond the most that are told apart, a number of its own.
    pub(super) fn number(&mut self, text: Option<&[u8]>) -> u16 {
        let Some(text) = text else { return u16::MAX };
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        if self.numbers.len() >= MOST_SOURCES {
            return u16::MAX - 1;
        }
        let number = self.numbers.len() as u16;
        self.numbers.insert(text.to_vec(), number);
        number
    }

    /// The names in alphabetical order, and the leads renumbered to them; "leads" where no column tells sources apart.
    pub(super) fn named(self, leads: &mut [Lead]) -> Vec<String> {
        let mut counts: BTreeMap<u16, u64> = BTreeMap::new();
        for lead in leads.iter() {
            *counts.entry(lead.source).or_default() += 1;
        }
        let few = |number: u16| counts.get(&number).copied().unwrap_or(0) < LEADS_TO_BE_NAMED;
        let name = |text: &[u8], number: u16| {
            let text = if few(number) { None } else { name_meant(&String::from_utf8_lossy(text)) };
            text.unwrap_or_else(|| OTHER.to_string())
        };
        let mut of: BTreeMap<u16, String> = self.numbers.iter().map(|(text, n)| (*n, name(text, *n))).collect();
        of.insert(u16::MAX, UNKNOWN.to_string());
        of.insert(u16::MAX - 1, OTHER.to_string());
        let used = counts.keys().filter_map(|number| of.get(number)).cloned();
        let mut names: Vec<String> = used.collect();
        names.sort();
        names.dedup();
        for lead in leads {
            let name = of.get(&lead.source);
            let place = name.and_then(|name| names.binary_search(name).ok());
            lead.source = place.unwrap_or(0) as u16;
        }
        names
    }
}

/// A source's name in the letters that names in a scenario may have; none where it has no letter or digit of them.
fn name_meant(text: &str) -> Option<String> {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
    let name: String = text.chars().map(plain).collect();
    name.chars().any(|c| c.is_ascii_alphanumeric()).then_some(name)
}
