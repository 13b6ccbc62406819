//! Scenarios against each other: the plans between them, paired differences, and what each difference contributes.

mod changes;
mod contributions;
mod paired;

use crate::running;
use planodds::analysis::Estimate;
use planodds::analysis::compare::{self, Comparison, Contributions, Measure, Settings};
use planodds::plan::Plan;
use planodds::scenario;
use planodds::simulate::{Control, RunSpec};
use std::path::Path;

/// A small plan in which much can be changed.
pub const SMALL: &str = r#"
[plan]
name = "Small"
start = "2027-01"
months = 12

[target]
arr = 3_500_000

[segments.mid]
opening_arr = 400_000
opening_customers = 20
retention = { churn_annual = { p10 = 0.05, p50 = 0.1, p90 = 0.2 } }

[segments.smb]
opening_arr = 2_000_000
opening_customers = 100

[segments.smb.deals]
size = { p10 = 15_000, p50 = 20_000, p90 = 27_000 }
dispersion = 0.5

[segments.smb.capacity]
reps = 4
hires = { "2027-03" = 1 }
ramp_months = 4
quota_annual = 400_000
attainment = { p10 = 0.6, p50 = 0.7, p90 = 0.8, per = "quarter" }
attrition_annual = 0.2

[segments.smb.pipeline]
opening_opps = 60
win_rate = { p10 = 0.17, p50 = 0.22, p90 = 0.27 }
sales_cycle_months = 3

[[segments.smb.pipeline.sources]]
name = "inbound"
volume = 25

[segments.smb.retention]
churn_annual = 0.1
expansion_annual = { p10 = 0.08, p50 = 0.12, p90 = 0.16 }
key_accounts = [ { name = "acme", arr = 200_000, renewal = "2027-06", churn_at_renewal = 0.1 } ]

[[factors]]
name = "economy"
loadings = { "segments.*.retention.churn_annual" = -0.5, "segments.smb.pipeline.win_rate" = 0.5, "segments.smb.deals.size" = 0.3 }

[[risks]]
name = "downturn"
probability = 0.3
window = ["2027-02", "2027-06"]
adjust = [ { driver = "segments.*.retention.churn_annual", multiply = 1.3 }, { driver = "segments.smb.pipeline.win_rate", multiply = 0.8 } ]
"#;

/// A plan from text.
pub fn plan(text: &str) -> Plan {
    running::plan_of(scenario::parse("comparing.toml", text), text)
}

/// [`SMALL`] with one text put in the place of another.
pub fn with(from: &str, to: &str) -> Plan {
    assert!(SMALL.contains(from), "{from}");
    plan(&SMALL.replace(from, to))
}

/// One of the shipped scenarios.
pub fn shipped(name: &str) -> Plan {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
    running::plan_of(scenario::load(&path, &[]), name)
}

/// Compares plans with these trials, contributions from all of them.
pub fn compared(plans: &[&Plan], spec: &RunSpec) -> Comparison {
    let settings = Settings { contribution_trials: spec.trials.end };
    compare::compare(plans, spec, &Control::UNWATCHED, &settings).expect("the comparison runs")
}

/// A difference with its interval.
pub fn difference(result: &Comparison, measure: Measure) -> Estimate {
    result.against_first[0].paired.of(measure).expect("a measure").difference
}

/// The contributions of the second plan.
pub fn contributions(result: &Comparison) -> &Contributions {
    result.against_first[0].contributions.as_ref().expect("contributions")
}

/// Whether two amounts are the same but for rounding, against the size of what they come from.
pub fn near(a: f64, b: f64, size: f64) -> bool {
    (a - b).abs() <= 1e-9 * size
}
