//! In what two scenarios differ, as the files say it.

use super::{Compared, labels, words};
use crate::analysis::compare::{Against, without_names};
use crate::plan::pair::{Difference, Kind, Part};
use crate::report::format;
use crate::report::summary::Section;

/// Differences that the terminal lists at most; all are in the files.
const MOST_LISTED: usize = 40;
/// Said where there are none.
pub(in crate::report) const NONE: &str = "In nothing that changes a result";
/// What the mark behind a difference means.
pub(in crate::report) const MARK: &str = "*  changes neither ARR nor whether the target is hit";

/// What the files say in one place, or in several where one pattern names them and the same is to be said.
pub(in crate::report) struct Differing<'d> {
    /// The differences.
    all: Vec<&'d Difference>,
    /// "enterprise win rate", marked where it changes no ARR.
    pub title: String,
    /// What the first scenario has, then the other.
    pub both: [String; 2],
}

impl Differing<'_> {
    /// "smb: deal size: P50 $10.0k  →  P50 $11.0k".
    pub fn line(&self) -> String {
        let [first, other] = &self.both;
        format!("{}: {first}  →  {other}", self.title)
    }
}

/// What the files say in the places in which they differ.
pub(super) fn section(compared: &Compared<'_>, against: &Against) -> Section {
    let title = title(compared, against);
    if against.differences.is_empty() {
        return Section { title, lines: vec![NONE.to_string()], ..Section::default() };
    }
    let all = differing(compared, against);
    let more = all.len().saturating_sub(MOST_LISTED);
    let mut notes = Vec::new();
    if against.differences.iter().any(|d| d.part.is_none()) {
        notes.push(MARK.to_string());
    }
    if more > 0 {
        notes.push(format!("{more} more are in compare_differences.csv"));
    }
    // sentences, since both sides in columns are wider than a terminal
    let lines = all.iter().take(MOST_LISTED).map(Differing::line).collect();
    Section { title, lines, notes, ..Section::default() }
}

/// "In what upside differs from base".
pub(in crate::report) fn title(compared: &Compared<'_>, against: &Against) -> String {
    format!("In what {} differs from {}", compared.other(against), compared.first())
}

/// All differences, in the order of the files.
pub(in crate::report) fn differing<'d>(compared: &Compared<'_>, against: &'d Against) -> Vec<Differing<'d>> {
    let (a, b) = (compared.plans[0], compared.plans[against.scenario]);
    let mut found: Vec<Differing<'d>> = Vec::new();
    for d in &against.differences {
        let both = words::both(a, b, d);
        let pattern = |d: &Difference| (d.kind, without_names(&d.name), d.part.is_some());
        let alike =
            |one: &&mut Differing<'d>| d.kind == Kind::Driver && pattern(one.all[0]) == pattern(d) && one.both == both;
        match found.iter_mut().find(alike) {
            Some(one) => one.all.push(d),
            None => found.push(Differing { all: vec![d], title: String::new(), both }),
        }
    }
    for one in &mut found {
        let mark = if one.all[0].part.is_none() { " *" } else { "" };
        let paths: Vec<&str> = one.all.iter().map(|d| d.name.as_str()).collect();
        let title = match paths.len() {
            1 => difference_title(one.all[0]),
            _ => labels::inputs(&paths),
        };
        one.title = format!("{title}{mark}");
    }
    found
}

/// The same, what contributes most to the difference in mean ARR first; then what contributes to nothing.
pub(in crate::report) fn largest_first<'d>(compared: &Compared<'_>, against: &'d Against) -> Vec<Differing<'d>> {
    let mut found = differing(compared, against);
    let players = against.contributions.as_ref().map_or(&[][..], |c| &c.players[..]);
    let rank = |part: &Part| players.iter().position(|p| p.parts.contains(part)).unwrap_or(players.len());
    found.sort_by_key(|one| one.all[0].part.as_ref().map_or(usize::MAX, rank));
    found
}

/// "enterprise win rate", "risk downturn", "target".
pub fn difference_title(d: &Difference) -> String {
    let name = format::one_line(&d.name);
    match d.kind {
        Kind::Target => "target".to_string(),
        Kind::Driver | Kind::Counts => format::input_name(&d.name),
        Kind::Risk => format!("risk {name}"),
        Kind::Structure => format::input_name(&d.name),
        Kind::Correlations => "correlations".to_string(),
        Kind::Lever => format!("lever {name}"),
        Kind::Goal(i) => format!("goal {}", i + 1),
    }
}
