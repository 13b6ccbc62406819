//! What a scenario on top merges, replaces whole and displaces.

use super::{plan_with, text_of};
use planodds::plan::{Plan, Value, Window};
use planodds::scenario::load;

const BASE: &str = r#"
[segments.b]
opening_arr = 0
opening_customers = 0
[segments.a.deals]
size = { p10 = 1, p90 = 2 }
[segments.a.pipeline]
win_rate = { p10 = 0.1, p90 = 0.3 }
sales_cycle_months = 3
opening_decisions = { "2027-02" = 5 }
[segments.a.retention]
churn_annual = { p10 = 0.1, p90 = 0.2 }
key_accounts = [ { name = "k", arr = 100, renewal = "2027-06", churn_at_renewal = 0.1 } ]
[[correlations]]
drivers = ["segments.a.deals.size", "segments.a.pipeline.win_rate"]
rank = 0.3
[[factors]]
name = "market"
loadings = { "segments.a.pipeline.win_rate" = 0.5, "segments.a.retention.churn_annual" = -0.5 }
[[risks]]
name = "r"
probability = 0.5
month = "2027-03"
cash = -1
adjust = [ { driver = "segments.a.pipeline.win_rate", multiply = 0.5 }, { driver = "segments.a.deals.size", multiply = 0.5 } ]
[owners]
arr = "Ada"
new_arr = "Ben"
"#;

fn resolved(child: &str) -> Plan {
    let folder = tempfile::tempdir().unwrap();
    let base = plan_with(BASE)
        .replace("arr = 1\n", "arr = 1\nmix = { a = 0.5, b = 0.5 }\npath = { \"2027-03\" = 1, \"2027-06\" = 2 }\n");
    std::fs::write(folder.path().join("base.toml"), base).unwrap();
    std::fs::write(folder.path().join("child.toml"), format!("extends = \"base.toml\"\n{child}")).unwrap();
    load(&folder.path().join("child.toml"), &[]).unwrap_or_else(|refused| panic!("{}", text_of(&refused))).plan
}

#[test]
fn tables_merge_key_by_key() {
    let plan = resolved("[target]\nmix = { a = 0.2, b = 0.8 }\n[owners]\nnew_arr = \"Cleo\"\nnrr = \"Dan\"\n");
    assert_eq!((plan.target.mix["a"], plan.target.mix["b"]), (0.2, 0.8));
    let owners: Vec<(&str, &str)> = plan.owners.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    assert_eq!(owners, [("arr", "Ada"), ("new_arr", "Cleo"), ("nrr", "Dan")]);
}

#[test]
fn milestones_and_counts_are_schedules_and_replaced_whole() {
    let plan = resolved(
        "[target]\npath = { \"2027-09\" = 3 }\n[segments.a.pipeline]\nopening_decisions = { \"2027-04\" = 1 }\n",
    );
    assert_eq!(plan.target.path.iter().map(|m| m.t).collect::<Vec<_>>(), [9]);
    assert_eq!(plan.counts[0].written.counts.keys().collect::<Vec<_>>(), [&4]);
}

#[test]
fn distributions_are_replaced_whole() {
    let plan =
        resolved("[segments.a.pipeline]\nwin_rate = { dist = \"uniform\", min = 0.1, max = 0.2, plan = 0.15 }\n");
    let driver = plan.drivers.iter().find(|d| d.path == "segments.a.pipeline.win_rate").unwrap();
    let Value::Random(random) = &driver.value else { panic!("a distribution") };
    assert_eq!((random.law.min, random.plan), (0.1, Some(0.15)));
}

#[test]
fn correlations_merge_by_pair_in_either_order() {
    let pair =
        "[[correlations]]\ndrivers = [\"segments.a.pipeline.win_rate\", \"segments.a.deals.size\"]\nrank = -0.3\n";
    let plan = resolved(pair);
    let expected = 2.0 * (std::f64::consts::PI * -0.3 / 6.0).sin();
    assert!((plan.dependence[0].correlation[0][1] - expected).abs() < 1e-15);
}

#[test]
fn factors_merge_by_name_and_their_loadings_by_path() {
    let plan =
        resolved("[[factors]]\nname = \"market\"\nloadings = { \"segments.a.retention.churn_annual\" = -0.2 }\n");
    let group = &plan.dependence[0];
    let churn = group.drivers.iter().position(|id| plan.driver(*id).path.ends_with("churn_annual")).unwrap();
    let win = group.drivers.iter().position(|id| plan.driver(*id).path.ends_with("win_rate")).unwrap();
    assert!((group.correlation[win][churn] + 0.1).abs() < 1e-15);
}

#[test]
fn a_risk_keeps_its_keys_but_its_adjustments_are_replaced_whole() {
    let plan = resolved(
        "[[risks]]\nname = \"r\"\nwindow = [\"2027-05\", \"2027-06\"]\nadjust = [ { driver = \"segments.a.deals.size\", multiply = 0.9 } ]\n",
    );
    assert_eq!((plan.risks[0].window, plan.risks[0].cash), (Window { from: 5, until: 6 }, -1.0));
    let changed: Vec<&str> =
        plan.drivers.iter().filter(|d| !d.risk_changes.is_empty()).map(|d| d.path.as_str()).collect();
    assert_eq!(changed, ["segments.a.deals.size"]);
}

#[test]
fn key_accounts_merge_by_name_and_a_new_part_is_added() {
    let plan = resolved(
        "[segments.a.retention]\nkey_accounts = [ { name = \"k\", churn_at_renewal = 0.4 } ]\n[finance]\ngross_margin = 0.8\n",
    );
    let account = &plan.segments[0].retention.key_accounts[0];
    assert_eq!((plan.driver(account.arr).fixed(), plan.driver(account.churn_at_renewal).fixed()), (100.0, 0.4));
    assert!(plan.finance.is_some());
}
