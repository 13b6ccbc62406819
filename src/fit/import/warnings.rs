//! What a whole column of an export leaves open, as findings beside the fits.

use super::FileReport;
use super::rule::{Effect, Rule};
use crate::fit::finding::Finding;

/// Values from which on it is odd that none of them tells the order of dates or the decimal mark: of 20 dates spread
/// over the months all lie before the 13th once in 10^8 exports.
const LEAST_VALUES: u64 = 20;

/// Warnings of columns that can be read in another way than the mapping says, of at least 20 values each.
pub fn warnings(files: &[FileReport]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files {
        let warns = |rule: &&Rule| rule.effect() == Effect::Warns;
        for caught in file.caught.iter().filter(|c| c.rows >= LEAST_VALUES) {
            if let Some(rule) = Rule::ALL.iter().filter(warns).find(|r| r.name() == caught.rule) {
                let text = format!("{} ({}), {} values: {}", file.file, file.table, caught.rows, caught.text);
                findings.push(Finding::warning(rule.name(), file.table, text));
            }
        }
    }
    findings
}
