//! Counts what the rules catch in a file: by rule and column, with the first lines.

use super::rule::{Effect, Rule};
use super::{Caught, FileProblem};
use std::collections::BTreeMap;

/// Lines that are listed for a rule.
const LINES_LISTED: usize = 20;

/// Stands for "no column" beside a rule.
pub(super) const WHOLE_ROW: usize = usize::MAX;

/// What a rule caught in a column.
#[derive(Debug, Default)]
struct Catch {
    rows: u64,
    lines: Vec<u64>,
    detail: String,
}

/// What the rules caught so far in one file.
#[derive(Debug, Default)]
pub(super) struct Tally {
    catches: BTreeMap<(Rule, usize), Catch>,
    /// Whether a column has dates that the mapping's order alone reads.
    dates_settled: bool,
}

impl Tally {
    /// Counts a row on `line` that `rule` caught, for what stands in `column`.
    pub(super) fn catch(&mut self, rule: Rule, column: usize, line: u64) {
        let catch = self.catches.entry((rule, column)).or_default();
        catch.rows += 1;
        if catch.lines.len() < LINES_LISTED {
            catch.lines.push(line);
        }
    }

    /// Counts `rows` rows that `rule` caught, with some of their lines, first ones first.
    pub(super) fn count(&mut self, rule: Rule, column: usize, rows: u64, lines: &[u64]) {
        let lines = lines.iter().copied().take(LINES_LISTED.min(rows as usize)).collect();
        self.catches.insert((rule, column), Catch { rows, lines, detail: String::new() });
    }

    /// Counts `rows` rows that `rule` caught, for a warning that is about no line.
    pub(super) fn warn(&mut self, rule: Rule, column: usize, rows: u64, detail: String) {
        self.catches.insert((rule, column), Catch { rows, lines: Vec::new(), detail });
    }

    /// Notes that a column's dates can be read in the mapping's order only, which settles it for the file's other ones.
    pub(super) fn settle_dates(&mut self) {
        self.dates_settled = true;
    }

    /// Says more about what `rule` caught in `column`, where it caught anything.
    pub(super) fn explain(&mut self, rule: Rule, column: usize, detail: &str) {
        if let Some(catch) = self.catches.get_mut(&(rule, column)) {
            catch.detail = detail.to_string();
        }
    }

    /// What was caught, most rows first; `name` gives a column's name.
    pub(super) fn caught(self, name: &dyn Fn(usize) -> Option<String>) -> Vec<Caught> {
        let caught = |((rule, column), mut catch): ((Rule, usize), Catch)| {
            catch.lines.sort_unstable();
            Caught {
                rule: rule.name(),
                text: text(rule, name(column), &catch.detail),
                refused: matches!(rule.effect(), Effect::Stops | Effect::Refuses),
                rows: catch.rows,
                lines: catch.lines,
            }
        };
        let settled = self.dates_settled;
        let counts = |((rule, _), _): &((Rule, usize), Catch)| !(settled && *rule == Rule::AmbiguousDates);
        let mut all: Vec<Caught> = self.catches.into_iter().filter(counts).map(caught).collect();
        all.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.lines.first().cmp(&b.lines.first())));
        all
    }
}

/// A rule's whole sentence: where, what, the particulars, what to do.
pub(super) fn text(rule: Rule, column: Option<String>, detail: &str) -> String {
    let place = column.map_or(String::new(), |c| format!("column \"{c}\": "));
    let detail = if detail.is_empty() { String::new() } else { format!(". {detail}") };
    let mend = if rule.mend().is_empty() { String::new() } else { format!(". To do: {}", rule.mend()) };
    format!("{place}{}{detail}{mend}.", rule.text())
}

/// What was refused, as problems of the file.
pub(super) fn refused(file: &str, table: &'static str, caught: &[Caught]) -> Vec<FileProblem> {
    let problem = |c: &Caught| FileProblem {
        file: file.to_string(),
        table,
        rule: c.rule,
        text: c.text.clone(),
        rows: c.rows,
        lines: c.lines.clone(),
    };
    caught.iter().filter(|c| c.refused).map(problem).collect()
}
