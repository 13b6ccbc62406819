//! Valid but extreme plans: they run, and every number that comes out is finite or said to be undefined.

use super::{TRIALS, all_columns};
use crate::running;
use planodds::analysis::bands::{self, Columns};
use planodds::analysis::odds::{self, Odds};
use planodds::plan::{Kind, Metric, Plan};
use planodds::scenario;

fn plan(months: usize, rest: &str) -> Plan {
    let head =
        format!("[plan]\nname = \"extreme\"\nstart = \"2027-01\"\nmonths = {months}\n[target]\narr = 1_000_000\n");
    let text = head + rest;
    running::plan_of(scenario::parse("extreme", &text), &text)
}

/// A segment with both paths.
fn both(name: &str, reps: u64, win_rate: f64, opps: u64, customers: u64) -> String {
    let arr = customers * 1_000;
    format!(
        "[segments.{name}]\nopening_arr = {arr}\nopening_customers = {customers}\n[segments.{name}.deals]\n\
         size = 20_000\ndispersion = 0.8\n[segments.{name}.capacity]\nreps = {reps}\nramp_months = 5\n\
         quota_annual = 600_000\nattainment = 0.8\nattrition_annual = 0.3\n[segments.{name}.pipeline]\n\
         win_rate = {win_rate:?}\nsales_cycle_months = 3\nopening_opps = {opps}\n\
         [[segments.{name}.pipeline.sources]]\nname = \"in\"\nvolume = {opps}\n[segments.{name}.retention]\n\
         churn_annual = 0.2\nexpansion_annual = 0.1\nsize_dispersion = 0.5\n"
    )
}

/// Runs it; every trial's values are finite (or undefined, for ratios), and the odds are odds.
fn runs(plan: &Plan, trials: u64) -> Odds {
    let spec = running::spec(trials, 1);
    let columns = all_columns(plan);
    let values = running::sample(plan, &spec, &columns).expect("the trials run");
    for (column, values) in columns.iter().zip(&values) {
        let ratio = column.metric.kind() == Kind::Ratio;
        let fine = |x: &f64| x.is_finite() || (ratio && x.is_nan());
        assert!(values.iter().all(fine), "{column:?}: {:?}", values.iter().find(|x| !fine(x)));
    }
    let outcome = running::run(plan, &spec);
    for series in bands::bands(plan, &outcome) {
        for columns in [&series.months, &series.quarters, &series.years] {
            assert!(finite(columns), "{:?} of {:?}", series.metric, series.segment);
        }
    }
    let odds = odds::odds(plan, &outcome);
    assert!(odds.probability.value.is_some_and(|p| (0.0..=1.0).contains(&p)), "{:?}", odds.probability);
    odds
}

fn finite(columns: &Columns) -> bool {
    let statistics = columns.percentiles.iter().chain([&columns.mean, &columns.sd, &columns.planned]);
    statistics.flatten().flatten().all(|x| x.is_finite())
}

/// Every trial's value in the last month.
fn last(plan: &Plan, metric: Metric) -> Vec<f64> {
    let kept = planodds::simulate::KeptColumn { metric, segment: None, t: plan.calendar.months };
    running::sample(plan, &running::spec(TRIALS, 1), &[kept]).expect("the trials run").remove(0)
}

#[test]
fn nothing_at_all_yields_nothing() {
    let plan = plan(12, &both("a", 0, 0.0, 0, 0));
    assert_eq!(runs(&plan, TRIALS).probability.value, Some(0.0));
    assert!(last(&plan, Metric::Arr).iter().all(|&arr| arr == 0.0));
}

#[test]
fn a_win_rate_of_nought_wins_nothing_and_of_one_everything() {
    let none = plan(12, &both("a", 1_000, 0.0, 50, 0));
    runs(&none, TRIALS);
    assert!(last(&none, Metric::Customers).iter().all(|&n| n == 0.0));
    let every = plan(12, &both("a", 1_000, 1.0, 50, 0));
    runs(&every, TRIALS);
    let decided = planodds::simulate::KeptColumn { metric: Metric::OppsDecided, segment: None, t: 1 };
    let won = planodds::simulate::KeptColumn { metric: Metric::NewCustomers, segment: None, t: 1 };
    let months = running::sample(&every, &running::spec(TRIALS, 1), &[decided, won]).expect("the trials run");
    assert_eq!(months[0], months[1], "a thousand reps hold nothing up");
}

#[test]
fn a_billion_customers_are_counted_one_by_one() {
    let plan = plan(12, &both("a", 10, 0.2, 100, 1_000_000_000));
    let odds = runs(&plan, TRIALS);
    assert_eq!(odds.probability.value, Some(1.0), "the target lies below the opening ARR");
    assert!(last(&plan, Metric::Customers).iter().all(|&n| n == n.floor()));
}

#[test]
fn a_billion_opportunities_are_decided() {
    runs(&plan(3, &both("a", 10, 0.5, 1_000_000_000, 0)), 300);
}

#[test]
fn one_trial_has_no_intervals() {
    let odds = runs(&plan(6, &both("a", 5, 0.2, 40, 20)), 1);
    assert!(odds.arr.iter().all(|p| p.value.is_some() && p.low.is_none() && p.high.is_none()), "{:?}", odds.arr);
}

#[test]
fn one_month_is_a_plan() {
    runs(&plan(1, &both("a", 5, 0.2, 40, 20)), TRIALS);
}

#[test]
fn sixty_months_with_twelve_segments() {
    let segments: String = (0..12).map(|i| both(&format!("s{i}"), 5, 0.2, 40, 20)).collect();
    runs(&plan(60, &segments), 300);
}

#[test]
fn every_rep_leaves_and_every_customer_churns() {
    let text = both("a", 5, 0.2, 40, 200).replace("attrition_annual = 0.3", "attrition_annual = 0.999999");
    let plan = plan(36, &text.replace("churn_annual = 0.2", "churn_annual = 0.999999\ncontract_months = 1"));
    runs(&plan, TRIALS);
}

#[test]
fn finance_without_customers_leaves_ratios_undefined() {
    let finance = "[finance]\ngross_margin = 0.8\nopening_cash = 1000\nother_opex = 100\ncollection_months = 2.5\n";
    let plan = plan(12, &format!("[segments.a]\nopening_arr = 0\nopening_customers = 0\n{finance}"));
    let odds = runs(&plan, TRIALS);
    assert_eq!(odds.cash_out.and_then(|p| p.value), Some(1.0), "1000 last for ten months of 100");
    let cac = planodds::simulate::KeptColumn { metric: Metric::Cac, segment: None, t: 12 };
    let cac = running::sample(&plan, &running::spec(TRIALS, 1), &[cac]).expect("the trials run").remove(0);
    assert!(cac.iter().all(|x| x.is_nan()), "no customer, no cost of one");
}

#[test]
fn names_and_notes_are_free_texts() {
    let text = "[segments.a]\nopening_arr = 10\nopening_customers = 1\n[segments.a.retention]\n\
                churn_annual = { p10 = 0.1, p90 = 0.2, note = \"<script>alert('ü \\\"🙂\\\"')</script>\", owner = \"Ö\" }\n";
    let head = "[plan]\nname = \"\\\"Größe\\\" <b>🙂</b> & Co\"\nstart = \"2027-01\"\n[target]\narr = 5\n";
    let text = format!("{head}{text}");
    let plan = running::plan_of(scenario::parse("texts", &text), &text);
    assert_eq!(plan.name, "\"Größe\" <b>🙂</b> & Co");
    runs(&plan, TRIALS);
}
