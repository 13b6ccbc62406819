//! The time before the plan: what entered then and becomes opportunities in the plan's first months.

use super::{plan, sample};
use crate::case_checks::judge;
use planodds::plan::{Metric, Plan};

const TRIALS: u64 = 200_000;
const SEED: u64 = 15;

/// Opportunities created in month t are Poisson: mean and variance are λ.
fn poisson(plan: &Plan, segment: &str, t: usize, lambda: f64) {
    let created = sample(plan, TRIALS, SEED, &[(Metric::OppsCreated, segment, t)]).remove(0);
    assert_eq!(judge::mean(&created, lambda), Ok(()), "{segment}, month {t}");
    assert_eq!(judge::sd(&created, lambda.sqrt()), Ok(()), "{segment}, month {t}");
}

/// Four ramped reps, two since 1.5 months, three hired in January and five in February, of four months' ramp: ramped
/// in mid-January 4 + 2 · 2/4 + 3 · 0.5/4 = 5.375, in mid-February 4 + 2 · 3/4 + 3 · 1.5/4 + 5 · 0.5/4 = 7.25. A ramped
/// rep brings two opportunities, a month later.
const PER_REP: &str = "
[segments.a]
opening_arr = 0
opening_customers = 0
[segments.a.deals]
size = 1
[segments.a.capacity]
reps = 4
ramping = [ { reps = 2, tenure = 1.5 } ]
hires = { 2027-01 = 3, 2027-02 = 5 }
ramp_months = 4
quota_annual = 12
attainment = 1
[segments.a.pipeline]
win_rate = 0.2
sales_cycle_months = 3
[[segments.a.pipeline.sources]]
name = \"outbound\"
per_rep = 2
lag_months = 1
";

#[test]
fn reps_brought_as_much_before_the_plan_as_in_its_first_month() {
    let plan = plan(3, 1.0, PER_REP);
    for (t, ramped) in [(1, 5.375), (2, 5.375), (3, 7.25)] {
        poisson(&plan, "a", t, 2.0 * ramped);
    }
}

/// Twice as many are hired in January, which changes January (5.75) and nothing before it.
#[test]
fn adjusted_hires_leave_the_time_before_the_plan_alone() {
    let adjust = "[[adjust]]\ndriver = \"segments.a.capacity.hires\"\nmultiply = 2\nuntil = \"2027-01\"\n";
    let plan = plan(2, 1.0, &[PER_REP, adjust].concat());
    poisson(&plan, "a", 1, 2.0 * 5.375);
    poisson(&plan, "a", 2, 2.0 * 5.75);
}

/// Spend is drawn month by month; an opportunity costs 100 at the reference spend and comes two months later.
fn spend(name: &str, reference: &str) -> String {
    format!(
        "[segments.{name}]\nopening_arr = 0\nopening_customers = 0\n[segments.{name}.deals]\nsize = 1\n\
         [segments.{name}.pipeline]\nwin_rate = 0.2\nsales_cycle_months = 3\n\
         [[segments.{name}.pipeline.sources]]\nname = \"ads\"\n\
         spend = {{ dist = \"lognormal\", median = 2500, sd_log = 0.8, per = \"month\" }}\n\
         cost_per_unit = 100\nelasticity = 0.5\n{reference}\nlag_months = 2\n"
    )
}

/// Before the plan nothing is drawn: spend and the spend it is compared with are 2500, so that opportunities are
/// Poisson with mean 25 (with 50 = √(10000 · 2500) / 100 where the reference is given). Those of month 1 then vary with
/// its spend: mean 25 exp(0.8² / 2), variance that of the mean over trials on top.
#[test]
fn spend_before_the_plan_is_the_median_and_so_is_what_it_is_compared_with() {
    let plan = plan(3, 1.0, &[spend("a", ""), spend("given", "reference_spend = 10_000")].concat());
    for t in [1, 2] {
        poisson(&plan, "a", t, 25.0);
        poisson(&plan, "given", t, 50.0);
    }
    let third = sample(&plan, TRIALS, SEED, &[(Metric::OppsCreated, "a", 3)]).remove(0);
    let mean = 25.0 * 0.32_f64.exp();
    assert_eq!(judge::mean(&third, mean), Ok(()));
    assert_eq!(judge::sd(&third, (mean + mean * mean * 0.64_f64.exp_m1()).sqrt()), Ok(()));
}

/// Four times the money from month 1 on brings twice the opportunities then, and none more for the time before.
#[test]
fn adjusted_spend_leaves_the_time_before_the_plan_alone() {
    let adjust = "[[adjust]]\ndriver = \"segments.a.pipeline.sources.ads.spend\"\nmultiply = 4\n";
    let plan = plan(3, 1.0, &[&spend("a", ""), adjust].concat());
    poisson(&plan, "a", 1, 25.0);
    poisson(&plan, "a", 2, 25.0);
    let third = sample(&plan, TRIALS, SEED, &[(Metric::OppsCreated, "a", 3)]).remove(0);
    assert_eq!(judge::mean(&third, 2.0 * 25.0 * 0.32_f64.exp()), Ok(()));
}
