//! `solve` on plans whose answer is known: by a formula, or by trying everything.

mod closed_forms;
mod mixes;
mod shapes;

use planodds::analysis::solve::{self, Depth, Settings, Solution, Wanted};
use planodds::plan::{Lever, Plan};
use planodds::scenario;
use planodds::scenario::lever::{AskedLever, By};
use planodds::simulate::{Control, RunSpec};

/// The plan that a scenario's text says.
pub fn plan(text: &str) -> Plan {
    scenario::parse("plan.toml", text).unwrap_or_else(|refused| panic!("{:?}", refused.diagnostics)).plan
}

/// A lever on a path, without months.
pub fn lever(plan: &Plan, path: &str, by: By, (min, max, step): (f64, f64, f64)) -> Lever {
    let asked = AskedLever {
        path: path.to_string(),
        by,
        min,
        max,
        step,
        from: None,
        until: None,
        cost: Some(1.0),
        lead_months: 0.0,
    };
    scenario::lever::lever(plan, &asked).unwrap_or_else(|mistake| panic!("{mistake:?}"))
}

/// What one lever alone must be for a probability of the target.
pub fn alone(plan: &Plan, lever: Lever, level: f64, trials: u64) -> Solution {
    let settings = Settings { wanted: Wanted::Target, level, depth: Depth::Quick };
    solve(plan, &[lever], settings, &RunSpec::new(trials, 1))
}

/// The answer, unwatched.
pub fn solve(plan: &Plan, levers: &[Lever], settings: Settings, spec: &RunSpec) -> Solution {
    solve::solve(plan, levers, settings, spec, &Control::UNWATCHED).expect("it runs")
}

/// A sales team whose new deals a year are Poisson with mean 10 times the reps: no attrition, no ramp, one money a deal.
pub fn poisson_team(reps: u64, target: u64) -> String {
    format!(
        r#"
        plan = {{ name = "Poisson", start = "2027-01", months = 12 }}
        target = {{ arr = {target} }}
        [segments.s]
        opening_arr = 0
        opening_customers = 0
        reconcile = "capacity"
        deals = {{ size = 1 }}
        [segments.s.capacity]
        reps = {reps}
        ramp_months = 0
        quota_annual = 10
        attainment = 1
        "#
    )
}
