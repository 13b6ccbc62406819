//! Fitted inputs that no plan should take over, whatever their numbers are.

use super::driver::Fitted;
use super::finding::Finding;

/// Codes of findings that keep an input out of a plan, and why.
const KEPT_OUT: [(&str, &str); 7] = [
    ("no-terms-seen", "the exports show no contract length, so the plan's own stays"),
    ("term-unknown", "the exports show no contract length, so the plan's own stays"),
    ("steep-expansion", "more than doubling in a year is a start that is seldom repeated"),
    ("tables-disagree", "the tables differ by more than a factor of 2 on how many have left"),
    ("cross-section", "a cross-section lacks those who left long ago, so the rate is too low"),
    ("tenure-only", "a cross-section lacks those who left long ago, so the rate is too low"),
    (
        "expansion-and-wins",
        "new subscriptions of existing customers may be deals that win rate and volume count already",
    ),
];

/// Why this input is kept out of plans; `None` where nothing speaks against it. Findings that only ask for care keep
/// nothing out.
pub fn kept_out(fit: &Fitted) -> Option<&'static str> {
    let of = |finding: &Finding| KEPT_OUT.iter().find(|(code, _)| *code == finding.code).map(|(_, why)| *why);
    fit.findings.iter().find_map(of)
}
