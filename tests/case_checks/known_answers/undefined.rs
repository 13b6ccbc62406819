//! Ratios without a value: infinitely good ones rank at the best end, the others at the worst.

use super::plan;
use crate::case_checks::judge;
use crate::running;
use planodds::analysis::bands;
use planodds::plan::{Metric, Plan};
use planodds::simulate::{self, Control, KeptColumn, Noted};

const TRIALS: u64 = 100_000;
const SEED: u64 = 17;

/// What the reports say of a metric's month.
struct Told {
    percentiles: [Option<f64>; 9],
    undefined: f64,
}

fn told(plan: &Plan, metric: Metric, t: usize) -> Told {
    let outcome = running::run(plan, &running::spec(TRIALS, SEED));
    let bands = bands::bands(plan, &outcome);
    let months = &bands::find(&bands, metric, None).expect("the metric is tallied").months;
    Told { percentiles: std::array::from_fn(|i| months.percentiles[i][t - 1]), undefined: months.undefined[t - 1] }
}

/// The shares of single trials in which a metric is undefined, and infinitely good.
fn without_value(plan: &Plan, metric: Metric, t: usize) -> (f64, f64) {
    let column = Noted::Metric(KeptColumn { metric, segment: None, t });
    let spec = running::spec(TRIALS, SEED);
    let values = simulate::sample(plan, &spec, &Control::UNWATCHED, &[column]).expect("the trials run").remove(0);
    (super::share(&values, f64::is_nan), super::share(&values, f64::is_infinite))
}

/// Percentiles 1, 5, 10, 25, 50, 75, 90, 95, 99 as told, and as known: a bucket is at most 1/256 wide. No known share
/// of trials lies within 5 standard errors (0.008 at most) of one of these percentiles.
fn holds(plan: &Plan, metric: Metric, t: usize, worst: f64, best: f64, known: [Option<f64>; 9]) {
    let (undefined, good) = without_value(plan, metric, t);
    assert_eq!(judge::probability(undefined, worst, TRIALS), Ok(()), "undefined");
    assert_eq!(judge::probability(good, best, TRIALS), Ok(()), "infinitely good");
    let told = told(plan, metric, t);
    assert_eq!(judge::exact(told.undefined, undefined + good), Ok(()), "the reported share");
    let same = |got: Option<f64>, right: Option<f64>| match (got, right) {
        (Some(got), Some(right)) => (got - right).abs() <= right.abs() / 256.0,
        (got, right) => got == right,
    };
    let all = told.percentiles.iter().zip(&known).all(|(&got, &right)| same(got, right));
    assert!(all, "{metric:?} in month {t}: {:?}, expected {known:?}", told.percentiles);
}

/// 100 a month are burnt, from 1200; in three trials of ten a million comes in month 1.
const WINDFALL: &str = "
[segments.a]
opening_arr = 0
opening_customers = 0
[finance]
gross_margin = 1
other_opex = 100
opening_cash = 1200
[[risks]]
name = \"windfall\"
probability = 0.3
month = \"2027-01\"
cash = 1_000_000
";

#[test]
fn a_runway_without_burn_ranks_above_every_other() {
    let plan = plan(4, 1.0, WINDFALL);
    let eleven = Some(11.0);
    let first = [eleven, eleven, eleven, eleven, eleven, None, None, None, None];
    holds(&plan, Metric::RunwayMonths, 1, 0.0, 0.3, first);
    // Months 2 to 4 burn 100 in every trial: nothing is infinite any more.
    let (short, long) = (Some(8.0), Some(10_008.0));
    let fourth = [short, short, short, short, short, long, long, long, long];
    holds(&plan, Metric::RunwayMonths, 4, 0.0, 0.0, fourth);
}

/// One customer of 120 who renews in month 1 and leaves with probability 0.2, but never in the three trials of ten in
/// which nobody leaves.
const LAST_CUSTOMER: &str = "
[segments.a]
opening_arr = 120
opening_customers = 1
[segments.a.retention]
churn_annual = 0.2
renewal_weights = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
[finance]
gross_margin = 0.5
[[risks]]
name = \"loyal\"
probability = 0.3
month = \"2027-01\"
adjust = [ { driver = \"segments.a.retention.churn_annual\", multiply = 0 } ]
";

/// 0.7 · 0.2 of the trials have no customer left and no LTV; 0.3 have no churn; the rest 0.5 · 120 / 0.2.
#[test]
fn ltv_without_customers_ranks_below_and_without_churn_above_every_other() {
    let value = Some(300.0);
    let known = [None, None, None, value, value, None, None, None, None];
    holds(&plan(2, 1.0, LAST_CUSTOMER), Metric::Ltv, 1, 0.14, 0.3, known);
}

/// Nothing is gained: 0 where the customer is lost, infinitely good where nothing is.
#[test]
fn a_quick_ratio_without_losses_ranks_above_every_other() {
    let none = Some(0.0);
    let known = [none, none, none, None, None, None, None, None, None];
    holds(&plan(2, 1.0, LAST_CUSTOMER), Metric::QuickRatio, 1, 0.0, 0.86, known);
}

/// Marketing costs 100 and the month brings Poi(0.5) customers.
const FEW_CUSTOMERS: &str = "
[segments.a]
opening_arr = 0
opening_customers = 0
[segments.a.deals]
size = 1
[segments.a.capacity]
reps = 1
ramp_months = 0
quota_annual = 6
attainment = 1
[finance]
gross_margin = 0.5
marketing_fixed = 100
";

/// Less is better: a cost without a customer is the worst and ranks above 100 (one customer, up to 39.3 % of the
/// trials), 50 (two, up to 9.0 %) and 33.3 (three, up to 1.44 %).
#[test]
fn cac_without_customers_ranks_above_every_other() {
    let [three, two, one] = [Some(100.0 / 3.0), Some(50.0), Some(100.0)];
    let known = [three, two, one, one, None, None, None, None, None];
    holds(&plan(1, 1.0, FEW_CUSTOMERS), Metric::Cac, 1, (-0.5_f64).exp(), 0.0, known);
}
