//! The likeliest slips, as a user reads of them.

use super::*;

#[test]
fn a_table_is_misspelt() {
    let text = r#"[opportunites]
file = "o.csv"
"#;
    let expected = r#"error[unknown-key]: there is no key opportunites in the top of a mapping
 --> mapping.toml:1:2
  |
1 | [opportunites]
  |  ^^^^^^^^^^^^
  |
  = help: did you mean opportunities?
"#;
    assert_eq!(said(text), expected);
}

#[test]
fn key_and_column_are_swapped() {
    let text = r#"[reps]
file = "r.csv"
id = "id"
hire_date = "start"
start = "Hire Date"
"#;
    let expected = r#"error[unknown-key]: there is no key hire_date in [reps]
 --> mapping.toml:4:1
  |
4 | hire_date = "start"
  | ^^^^^^^^^
  |
  = help: the key stands first, then the column: did you mean start = "hire_date"?
"#;
    assert_eq!(said(text), expected);
}

#[test]
fn a_day_is_in_another_form() {
    let text = r#"as_of = "31.10.2026"
[reps]
file = "r.csv"
id = "id"
start = "s"
"#;
    let expected = r#"error[wrong-kind]: as_of must be a date like "2026-10-31", got "31.10.2026"
 --> mapping.toml:1:9
  |
1 | as_of = "31.10.2026"
  |         ^^^^^^^^^^^^
  |
  = help: year, month and day: YYYY-MM-DD, from 1990 to 2100
"#;
    assert_eq!(said(text), expected);
}

#[test]
fn years_have_two_digits() {
    let text = r#"[reps]
file = "r.csv"
id = "id"
start = "s"
dates = "dd/mm/yy"
"#;
    let expected = r#"error[wrong-kind]: dates must be "YYYY-MM-DD", "MM/DD/YYYY" or "DD/MM/YYYY", got "dd/mm/yy"
 --> mapping.toml:5:9
  |
5 | dates = "dd/mm/yy"
  |         ^^^^^^^^^^
  |
  = help: did you mean "DD/MM/YYYY"?
"#;
    assert_eq!(said(text), expected);
}

#[test]
fn a_number_stands_in_quotes() {
    let text = r#"half_life_months = "12"
[reps]
file = "r.csv"
id = "id"
start = "s"
"#;
    let expected = r#"error[wrong-kind]: half_life_months must be a whole number from 3 to 120, got "12"
 --> mapping.toml:1:20
  |
1 | half_life_months = "12"
  |                    ^^^^
  |
  = help: numbers stand without quotes: half_life_months = 12
"#;
    assert_eq!(said(text), expected);
}

#[test]
fn a_segment_has_a_blank() {
    let text = r#"[segments]
values = { "Mid-Market" = "Mid Market" }
[reps]
file = "r.csv"
id = "id"
start = "s"
segment = "seg"
"#;
    let expected = r#"error[bad-name]: the name "Mid Market" has characters that names cannot have
 --> mapping.toml:2:27
  |
2 | values = { "Mid-Market" = "Mid Market" }
  |                           ^^^^^^^^^^^^
  |
  = help: did you mean mid_market? names have the letters a-z and A-Z, digits, - and _, for the plan's paths are made of them
"#;
    assert_eq!(said(text), expected);
}

#[test]
fn a_table_has_no_segment() {
    let text = r#"[segments]
values = { "SMB" = "smb" }
[reps]
file = "r.csv"
id = "id"
start = "s"
"#;
    let expected = r#"error[segment]: nothing says which segment the rows of [reps] belong to
 --> mapping.toml:3:1
  |
3 | [reps]
  | ^^^^^^
  |
  = help: give segment, or in_segment = "smb" where all belong to one
  = help: where a table of accounts says it: account = "account_id" here and accounts = { file = "accounts.csv", id = "account_id", segment = "segment" } in [segments]
  = help: rows that nothing tells may go into one: otherwise = "..." in [segments]
"#;
    assert_eq!(said(text), expected);
}

#[test]
fn a_stage_is_won_and_lost() {
    let text = r#"[opportunities]
file = "o.csv"
created = "c"
closed = "d"
stage = "s"
won = ["Won"]
lost = ["Lost", "Won"]
"#;
    let expected = r#"error[alternatives]: "Won" stands in both won and lost
 --> mapping.toml:7:17
  |
6 | won = ["Won"]
  |        -----
7 | lost = ["Lost", "Won"]
  |                 ^^^^^
  |
  = help: it can mean only one of them: remove it from the other
"#;
    assert_eq!(said(text), expected);
}

#[test]
fn the_stage_is_missing() {
    let text = r#"[opportunities]
file = "o.csv"
created = "c"
closed = "d"
won = ["Won"]
"#;
    let expected = r#"error[missing-key]: [opportunities] needs stage: the stage it is in, or its outcome
 --> mapping.toml:1:1
  |
1 | [opportunities]
  | ^^^^^^^^^^^^^^^
  |
  = help: for example stage = "stage"
error[missing-key]: [opportunities] needs lost: stages that mean lost
 --> mapping.toml:1:1
  |
1 | [opportunities]
  | ^^^^^^^^^^^^^^^
  |
  = help: for example lost = ["Closed Lost"]
"#;
    assert_eq!(said(text), expected);
}

#[test]
fn both_arr_and_mrr_and_a_percentage() {
    let text = r#"[customers]
file = "c.csv"
start = "s"
arr = "a"
mrr = "m"
key_account_share = 5
"#;
    let expected = r#"error[alternatives]: arr and mrr exclude each other
 --> mapping.toml:5:1
  |
4 | arr = "a"
  | ---
5 | mrr = "m"
  | ^^^
  |
  = help: keep the one that you mean and remove the other
error[out-of-range]: key_account_share must be a share above 0, up to 1, got 5
 --> mapping.toml:6:21
  |
6 | key_account_share = 5
  |                     ^
  |
  = help: did you mean key_account_share = 0.05?
"#;
    assert_eq!(said(text), expected);
}

#[test]
fn a_tenure_alone() {
    let text = r#"[customers]
file = "c.csv"
tenure = "t"
"#;
    let expected = r#"error[missing-key]: tenure needs tenure_unit
 --> mapping.toml:3:1
  |
3 | tenure = "t"
  | ^^^^^^
  |
  = help: for example tenure_unit = "months"
error[missing-key]: tenure needs churned
 --> mapping.toml:3:1
  |
3 | tenure = "t"
  | ^^^^^^
  |
  = help: for example churned = "Churn"
error[missing-key]: tenure needs churned_values
 --> mapping.toml:3:1
  |
3 | tenure = "t"
  | ^^^^^^
  |
  = help: for example churned_values = ["Yes"]
"#;
    assert_eq!(said(text), expected);
}

#[test]
fn a_stage_by_status_without_its_column() {
    let text = r#"[leads]
file = "l.csv"
created = "c"
stages = [{ to = "mql", status = ["MQL"] }]
"#;
    let expected = r#"error[missing-key]: a stage is told by status, but [leads] does not say which column that is
 --> mapping.toml:4:25
  |
4 | stages = [{ to = "mql", status = ["MQL"] }]
  |                         ^^^^^^
  |
  = help: add status = "..." with the column's header to [leads]
"#;
    assert_eq!(said(text), expected);
}

#[test]
fn a_column_without_quotes() {
    let text = r#"[opportunities]
file = "o.csv"
created = "c"
closed = "d"
stage = is_won
"#;
    let expected = r#"error[syntax]: this is not valid TOML
 --> mapping.toml:5:9
  |
5 | stage = is_won
  |         ^^^^^^ invalid float, expected `inf`
  |
  = help: text stands in quotes: stage = "is_won"
"#;
    assert_eq!(said(text), expected);
}

#[test]
fn a_path_with_backslashes() {
    let text = r#"[opportunities]
file = "C:\exports\o.csv"
"#;
    let expected = r#"error[syntax]: this is not valid TOML
 --> mapping.toml:2:20
  |
2 | file = "C:\exports\o.csv"
  |                    ^ missing escaped value, expected `b`, `e`, `f`, `n`, `r`, `\`, `"`, `x`, `u`, `U`
  |
  = help: a backslash begins a special sign: write / in paths, or use single quotes: file = 'C:\exports\o.csv'
"#;
    assert_eq!(said(text), expected);
}

#[test]
fn a_path_whose_backslashes_mean_something() {
    let text = r#"[reps]
file = "C:\new\team.csv"
id = "id"
start = "s"
"#;
    let expected = r#"error[wrong-kind]: file has special signs in it
 --> mapping.toml:2:8
  |
2 | file = "C:\new\team.csv"
  |        ^^^^^^^^^^^^^^^^^
  |
  = help: a backslash begins a special sign: write / in paths, or use 'single quotes'
"#;
    assert_eq!(said(text), expected);
}

#[test]
fn revenue_a_month_as_the_amount() {
    let text = r#"[opportunities]
file = "o.csv"
created = "c"
closed = "d"
stage = "s"
won = "w"
lost = "l"
mrr = "m"
"#;
    let expected = r#"error[unknown-key]: there is no key mrr in [opportunities]
 --> mapping.toml:8:1
  |
8 | mrr = "m"
  | ^^^
  |
  = help: did you mean amount = "m" with amount_per = "month"?
"#;
    assert_eq!(said(text), expected);
}
