//! No name and no amount of a single row stands anywhere but in the exports; key accounts in the written scenario
//! alone.

use super::exports::{customers, opportunities, scratch};
use super::fitted;

/// The large account's ARR.
const KEY_ACCOUNT: &str = "987654";

fn amounts() -> Vec<String> {
    let of_customers = customers();
    let of_customers = of_customers.lines().skip(1).filter_map(|line| line.rsplit(',').next().map(String::from));
    opportunities().into_iter().map(|row| row.amount).chain(of_customers).collect()
}

fn assert_tells_nothing(name: &str, text: &str) {
    for secret in ["Zanzibar", "Quetzal", "Umbrella"] {
        assert!(!text.contains(secret), "{secret} in {name}");
    }
    for amount in amounts() {
        assert!(!text.contains(&amount), "{amount} in {name}");
    }
}

#[test]
fn nothing_of_a_single_row_is_told() {
    let scratch = scratch();
    let given: Vec<String> = scratch.files().into_keys().collect();
    let asked = ["--scenario", "plan.toml", "--trials", "1000", "--write", "fitted.toml", "--charts", "svg"];
    let ended = fitted(&scratch, &asked[..6]).code(0);
    let charts = scratch.planodds(&["fit", "mapping.toml", "--charts", "svg", "--out", "charts"]).code(0);
    for (name, text) in [("out", &ended.out), ("err", &ended.err), ("out", &charts.out), ("err", &charts.err)] {
        assert_tells_nothing(name, text);
        assert!(!text.contains(KEY_ACCOUNT), "{text}");
    }
    let mut looked_at = 0;
    for (name, bytes) in scratch.files().into_iter().filter(|(name, _)| !given.contains(name)) {
        let text = String::from_utf8_lossy(&bytes);
        assert_tells_nothing(&name, &text);
        assert_eq!(text.contains(KEY_ACCOUNT), name == "fitted.toml", "the key account in {name}");
        looked_at += 1;
    }
    assert!(looked_at > 15, "{looked_at}");
    assert!(scratch.read("fitted.toml").contains("account_line_19"), "{}", scratch.read("fitted.toml"));
}

#[test]
fn mistakes_tell_lines_and_nothing_else() {
    let scratch = scratch();
    let mut rows = opportunities();
    rows[3].amount = "Zanzibar".to_string();
    rows[5].stage = "Quetzal";
    rows[7].created = "Umbrella 2026".to_string();
    scratch.put("opportunities.csv", &super::exports::csv(&rows));
    let ended = fitted(&scratch, &[]).code(2);
    assert_tells_nothing("err", &ended.err);
    assert!(ended.err.contains("line 5") && ended.err.contains("line 9"), "{}", ended.err);
}
