//! The documentation's table of rules is made from the rules.

use super::super::rule::Rule;

/// The table, as it stands in docs/fit_rules.md.
fn table() -> String {
    let mut table = "| rule | effect | what it means | what to do |\n| --- | --- | --- | --- |\n".to_string();
    for rule in Rule::ALL {
        table += &format!("| `{}` | {} | {} | {} |\n", rule.name(), rule.effect().text(), rule.text(), rule.mend());
    }
    table
}

#[test]
fn the_documentation_lists_every_rule() {
    let docs = include_str!("../../../../docs/fit_rules.md");
    assert!(docs.contains(&table()), "put this table into docs/fit_rules.md:\n{}", table());
}

#[test]
fn names_of_rules_are_short_plain_and_distinct() {
    let mut names: Vec<_> = Rule::ALL.iter().map(|r| r.name()).collect();
    assert!(
        names
            .iter()
            .all(|n| n.len() <= 24 && n.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'))
    );
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Rule::ALL.len());
}
