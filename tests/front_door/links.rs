//! Correlations and factors as the plan holds them, and what adjustments, risks and defaults become.

use super::{loaded, parsed, plan_with};
use planodds::plan::{OpeningPipeline, Per, Reconcile, Window};

const DRIVERS: &str = r#"
[segments.a.deals]
size = { p10 = 1, p90 = 2 }
dispersion = 0.4
[segments.a.capacity]
reps = 2
hires = { "2027-03" = 2 }
ramp_months = 3
quota_annual = 10
attainment = { p10 = 0.5, p90 = 0.9 }
[segments.a.pipeline]
win_rate = { p10 = 0.1, p90 = 0.3 }
sales_cycle_months = 3
[segments.a.retention]
churn_annual = { p10 = 0.1, p90 = 0.2 }
"#;

const WIN: &str = "segments.a.pipeline.win_rate";
const CHURN: &str = "segments.a.retention.churn_annual";
const SIZE: &str = "segments.a.deals.size";

#[test]
fn factors_add_up_and_pairs_override() {
    let links = format!(
        "[[factors]]\nname = \"f\"\nloadings = {{ \"{WIN}\" = 0.6, \"{CHURN}\" = -0.5, \"segments.*.deals.size\" = 0.1, \"{SIZE}\" = 0.2 }}\n\
         [[factors]]\nname = \"g\"\nloadings = {{ \"{WIN}\" = 0.3, \"{SIZE}\" = 0.4 }}\n\
         [[correlations]]\ndrivers = [\"{WIN}\", \"{CHURN}\"]\nrank = -0.4\n"
    );
    let plan = parsed(&plan_with(&format!("{DRIVERS}{links}"))).plan;
    let [group] = &plan.dependence[..] else { panic!("one group") };
    let paths: Vec<&str> = group.drivers.iter().map(|id| plan.driver(*id).path.as_str()).collect();
    assert_eq!(paths, [SIZE, WIN, CHURN], "in bytewise order");
    assert_eq!(group.per, Per::Plan);
    let pair = 2.0 * (std::f64::consts::PI * -0.4 / 6.0).sin();
    let expected = [(0, 1, 0.6 * 0.2 + 0.3 * 0.4), (0, 2, -0.5 * 0.2), (1, 2, pair)];
    for (i, j, rho) in expected {
        assert!((group.correlation[i][j] - rho).abs() < 1e-15, "{i} {j}: {}", group.correlation[i][j]);
        let product: f64 = (0..3).map(|k| group.factor[i][k] * group.factor[j][k]).sum();
        assert!((product - rho).abs() < 1e-14, "L L' gives the correlations back");
    }
}

#[test]
fn drivers_that_do_not_touch_are_groups_of_their_own() {
    let pair = |a: &str, b: &str| format!("[[correlations]]\ndrivers = [\"{a}\", \"{b}\"]\nrank = 0.2\n");
    let links = pair(WIN, CHURN) + &pair(SIZE, "segments.a.capacity.attainment");
    let plan = parsed(&plan_with(&format!("{DRIVERS}{links}"))).plan;
    assert_eq!(plan.dependence.len(), 2);
}

#[test]
fn repaired_correlations_can_be_factorised() {
    let loaded = loaded("invalid/warnings.toml", &[]);
    assert!(loaded.warnings.iter().any(|w| w.code == "repaired-correlations"));
    for group in &loaded.plan.dependence {
        for (i, row) in group.correlation.iter().enumerate() {
            assert!((row[i] - 1.0).abs() < 1e-12);
        }
    }
}

#[test]
fn adjustments_and_risks_reach_what_their_paths_name() {
    let lines = r#"
[[adjust]]
driver = "segments.*.pipeline.win_rate"
multiply = 1.5
from = "2027-03"
until = "2027-05"
[[adjust]]
driver = "segments.a.capacity.hires"
add = 3
from = "2027-05"
[[adjust]]
driver = "segments.a.capacity.ramp_months"
add = 1
[[risks]]
name = "freeze"
probability = 0.5
window = ["2027-02", "2028-06"]
duration = 2
cash = -10
adjust = [ { driver = "segments.*.capacity.hires", multiply = 0 }, { driver = "segments.a.*.win_rate", multiply = 0.5 } ]
[[levers]]
name = "hire"
min = 0
max = 5
step = 1
adjust = [ { driver = "segments.a.capacity.hires", add = "x", from = "2027-02", until = "2027-03" } ]
"#;
    let plan = parsed(&plan_with(&format!("{DRIVERS}{lines}"))).plan;
    let by_path = |path: &str| plan.drivers.iter().find(|d| d.path == path).unwrap();
    assert_eq!(by_path(WIN).adjustments[0].window, Window { from: 3, until: 5 });
    assert_eq!(by_path(WIN).risk_changes[0].change.multiply, 0.5);
    assert_eq!(by_path("segments.a.capacity.ramp_months").fixed(), 4.0);
    let hires = &plan.counts[0];
    assert_eq!([3, 4, 5, 6].map(|t| hires.at(t)), [2.0, 0.0, 3.0, 0.0], "added in its one month");
    assert_eq!(hires.risk_changes.len(), 1);
    let risk = &plan.risks[0];
    assert_eq!((risk.window, risk.duration, risk.cash), (Window { from: 2, until: 18 }, Some(2), -10.0));
    assert_eq!(plan.levers[0].changes[0].window, Window { from: 2, until: 3 });
}

#[test]
fn defaults_follow_from_what_is_written() {
    let loaded = parsed(&plan_with(DRIVERS));
    let segment = &loaded.plan.segments[0];
    assert_eq!(segment.reconcile, Reconcile::Constrained);
    assert_eq!(loaded.plan.driver(segment.retention.size_dispersion).fixed(), 0.4, "the deals' dispersion as written");
    assert!(matches!(segment.pipeline.as_ref().unwrap().opening, OpeningPipeline::Opps(_)));
    assert_eq!(segment.retention.renewal_weights, [1.0; 12]);
    let text: Vec<String> = loaded.defaults.iter().map(|d| format!("{} = {}", d.path, d.value)).collect();
    let expected = [
        "plan.months = 12",
        "plan.currency = \"USD\"",
        "plan.fiscal_year_start = 1",
        "plan.repair_correlations = false",
        "target.by = \"2027-12\"",
        "segments.a.reconcile = \"constrained\"",
        "segments.a.capacity.ramping = []",
        "segments.a.capacity.hiring_slip_months = 0",
        "segments.a.capacity.ramp_curve = \"linear\"",
        "segments.a.capacity.attrition_annual = 0",
        "segments.a.capacity.backfill = true",
        "segments.a.capacity.backfill_months = 0",
        "segments.a.capacity.seasonality = even",
        "segments.a.pipeline.opening_opps = 0",
        "segments.a.pipeline.cycle_dispersion = 0.5",
        "segments.a.pipeline.backlog_hold = 0.8",
        "segments.a.pipeline.opps_factor = 1",
        "segments.a.pipeline.seasonality = even",
        "segments.a.pipeline.sources = []",
        "segments.a.retention.contract_months = 12",
        "segments.a.retention.contraction_annual = 0",
        "segments.a.retention.expansion_annual = 0",
        "segments.a.retention.uplift_annual = 0",
        "segments.a.retention.size_dispersion = 0.4",
        "segments.a.retention.renewal_weights = even",
        "segments.a.retention.key_accounts = []",
        "run.trials = 10_000",
        "run.seed = 1",
        "run.sampling = \"random\"",
    ];
    assert_eq!(text, expected);
}
