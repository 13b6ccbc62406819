//! No text that leaves the import holds a record's own value.

use super::*;

const NAME: &str = "Zaphod Beeblebrox";
const AMOUNT: &str = "8675309.42";
const DAY: &str = "1742-13-45";

/// All texts of a result.
fn texts(result: &Result<Records, ImportRefused>) -> String {
    match result {
        Ok(records) => format!("{:?}", records.files),
        Err(refused) => {
            let sentences: Vec<_> = refused.problems.iter().map(FileProblem::sentence).collect();
            format!("{sentences:?} {refused:?}")
        }
    }
}

#[test]
fn bad_rows_give_nothing_of_themselves_away() {
    let name = NAME;
    let bad = [
        format!("{name},2025-01-02,2025-02-03,Won,{AMOUNT},{name}"),
        format!("{name},{DAY},2025-02-03,Won,{AMOUNT},{name},S"),
        format!("{name},{name},2025-02-03,Won,{AMOUNT},{name},S"),
        format!("{name},2025-01-02,,Won,{AMOUNT},{name},S"),
        format!("{name},2025-01-02,2024-02-03,Won,{AMOUNT},{name},S"),
        format!("{name},2025-01-02,2025-02-03,{name},{AMOUNT},{name},S"),
        format!("{name},2025-01-02,2025-02-03,Won,{name},{name},S"),
        format!("{name},2025-01-02,2025-02-03,Won,XYZ {AMOUNT},{name},S"),
        format!("{name},2025-01-02,2025-02-03,Won,{AMOUNT}%,{name},S"),
        format!("{name},2025-01-02,2025-02-03,Won,{AMOUNT},{name},{name}"),
        format!("{name},2025-01-02,2025-02-03,Won,-{AMOUNT},{name},S\n{name},2025-01-02,,Open,{AMOUNT},,S"),
        format!("{name},2025-01-02,2025-02-03,Won,{AMOUNT},\"{name},S\n{name},2025-01-02,,Open,{AMOUNT},,S"),
        format!("{name},2025-01-02,2025-02-03,Won,{AMOUNT},{name}\0,S"),
    ];
    let whole = bad.join("\n");
    let headless: Vec<String> = bad.iter().map(|row| row.to_string()).collect();
    for rows in bad.iter().chain([&whole]) {
        for bad_rows in [BadRows::Refuse, BadRows::Skip] {
            let text = format!("{HEADER}\n1,2025-01-02,2025-02-03,Won,1,a,S\n{rows}\n");
            check(&texts(&import(&mapping(opportunities()), &[("opps.csv", text.as_bytes())], bad_rows)), rows);
        }
    }
    for rows in &headless {
        let text = format!("{rows}\n{rows}\n");
        check(&texts(&import(&mapping(opportunities()), &[("opps.csv", text.as_bytes())], BadRows::Refuse)), rows);
    }
}

fn check(texts: &str, rows: &str) {
    for secret in ["Zaphod", "Beeblebrox", "8675309", "1742", "XYZ"] {
        assert!(!texts.contains(secret), "{secret} of {rows:?} in {texts}");
    }
    assert!(texts.contains("opps.csv"));
}
