//! Levers that do nothing, too little, less the more of them there is, or that are not needed.

use super::{alone, lever, plan, poisson_team, solve};
use planodds::analysis::solve::{Depth, Found, Settings, Shape, Wanted};
use planodds::plan::Lever;
use planodds::scenario::lever::By;
use planodds::simulate::RunSpec;

const TRIALS: u64 = 5_000;

#[test]
fn out_of_reach_says_the_best_that_can_be_had() {
    let plan = plan(&poisson_team(4, 130));
    let solution = alone(&plan, lever(&plan, "segments.s.capacity.reps", By::Add, (0.0, 5.0, 1.0)), 0.9, TRIALS);
    let one = &solution.alone[0];
    let Found::OutOfReach(best) = &one.found else { panic!("{one:?}") };
    // Poisson(90) reaches 130 in 4 of 100,000
    assert_eq!((one.shape, one.already, best.amount), (Shape::NotSeen, false, 0.0));
    let nearer = alone(&plan, lever(&plan, "segments.s.capacity.reps", By::Add, (0.0, 8.0, 1.0)), 0.9, TRIALS);
    let Found::OutOfReach(best) = &nearer.alone[0].found else { panic!("{nearer:?}") };
    assert_eq!((nearer.alone[0].shape, best.amount), (Shape::Rising, 8.0));
    assert!(best.reached.probability.value.unwrap() > 0.1);
}

#[test]
fn a_lever_without_effect_is_recognised() {
    // nobody leaves, so nobody is replaced
    let plan = plan(&poisson_team(13, 130));
    let backfill = lever(&plan, "segments.s.capacity.backfill_months", By::Add, (0.0, 6.0, 1.0));
    let one = &alone(&plan, backfill, 0.9, TRIALS).alone[0];
    assert_eq!(one.shape, Shape::NoEffect);
    assert!(matches!(one.found, Found::OutOfReach(_)));
    assert_eq!((one.gain.probability.value, one.gain.mean.value), (Some(0.0), Some(0.0)));
}

#[test]
fn a_level_that_is_there_already_needs_no_lever() {
    let plan = plan(&poisson_team(20, 130));
    let solution = alone(&plan, lever(&plan, "segments.s.capacity.reps", By::Add, (-10.0, 10.0, 1.0)), 0.9, TRIALS);
    let one = &solution.alone[0];
    let Found::Reached(answer) = &one.found else { panic!("{one:?}") };
    // 15 reps are enough (P = 0.96 at 150), so 5 could be missed
    assert!(one.already && answer.at.amount == -5.0, "{one:?}");
}

#[test]
fn less_can_be_better() {
    let plan = plan(&format!("{}retention = {{ contract_months = 1, churn_annual = 0.5 }}\n", churning()));
    let churn = lever(&plan, "segments.s.retention.churn_annual", By::Multiply, (0.0, 1.0, 0.01));
    let one = &alone(&plan, churn, 0.8, TRIALS).alone[0];
    let Found::Reached(answer) = &one.found else { panic!("{one:?}") };
    assert_eq!(one.shape, Shape::Falling);
    // the greatest amount that will do; a step more does not
    let more = answer.less.expect("a step");
    assert!(more.amount > answer.at.amount && more.reached.probability.value.unwrap() < 0.8);
    assert!(answer.at.amount > 0.1 && answer.at.amount < 0.9, "{}", answer.at.amount);
}

/// 1,000 customers of one money each; 700 of them are wanted at the end of the year.
fn churning() -> &'static str {
    r#"
    plan = { name = "Churn", start = "2027-01", months = 12 }
    target = { arr = 700 }
    [segments.s]
    opening_arr = 1_000
    opening_customers = 1_000
    "#
}

#[test]
fn a_lever_that_is_not_monotone_is_recognised_and_still_searched() {
    // x times the leads, but also x months until they decide: of six months' leads those of 6 - x are won
    let text = r#"
        plan = { name = "Cycle", start = "2027-01", months = 6 }
        target = { arr = 860 }
        [segments.s]
        opening_arr = 0
        opening_customers = 0
        deals.size = 1
        pipeline.win_rate = 1
        pipeline.sales_cycle_months = 1
        pipeline.cycle_dispersion = 0
        pipeline.sources = [ { name = "leads", volume = 100 } ]
        [[levers]]
        name = "slow-but-many"
        adjust = [
          { driver = "segments.s.pipeline.sources.leads.volume", multiply = "x" },
          { driver = "segments.s.pipeline.sales_cycle_months", multiply = "x" },
        ]
        min = 1
        max = 6
        step = 1
        cost = 0
    "#;
    let plan = plan(text);
    let of = |level: f64| alone(&plan, plan.levers[0].clone(), level, TRIALS).alone.remove(0);
    // means 500, 800, 900, 800, 500, 0: only x = 3 is likely to reach 860 (P = 0.91), none reaches 0.99
    let one = of(0.8);
    let Found::Reached(answer) = &one.found else { panic!("{one:?}") };
    assert_eq!((one.shape, answer.at.amount, answer.between), (Shape::NotMonotone, 3.0, None));
    let none = of(0.99);
    let Found::OutOfReach(best) = &none.found else { panic!("{none:?}") };
    assert_eq!((none.shape, best.amount), (Shape::NotMonotone, 3.0));
}

#[test]
fn the_calendar_is_zero_once_it_is_too_late() {
    let text = poisson_team(13, 130)
        + r#"
        [[levers]]
        name = "reps"
        adjust = [ { driver = "segments.s.capacity.hires", add = "x", from = "2027-03" } ]
        min = 0
        max = 6
        step = 1
        lead_months = 3
        "#;
    let plan = plan(&text);
    let levers: Vec<Lever> = plan.levers.clone();
    let settings = Settings { wanted: Wanted::Target, level: 0.9, depth: Depth::Alone };
    let solution = solve(&plan, &levers, settings, &RunSpec::new(20_000, 1));
    let calendar = &solution.calendars[0];
    assert_eq!((calendar.unit, calendar.months.len()), (1.0, 12));
    assert!(calendar.months.iter().all(|m| m.works == m.decided + 3 && m.gain.is_some() == (m.works <= 12)));
    // a rep who starts in April closes Poisson(7.5) by December, one in December Poisson(10 / 12)
    let mean = |m: usize| calendar.months[m - 1].gain.unwrap().mean;
    assert!(mean(1).low.unwrap() - 0.1 < 7.5 && 7.5 < mean(1).high.unwrap() + 0.1, "{:?}", mean(1));
    assert!(mean(9).low.unwrap() - 0.1 < 10.0 / 12.0 && 10.0 / 12.0 < mean(9).high.unwrap() + 0.1, "{:?}", mean(9));
    assert_eq!(calendar.last, Some(9));
    // without a cost there is no return
    assert_eq!(solution.alone[0].cost, None);
}

#[test]
fn one_command_gives_the_same_bits_on_any_number_of_threads() {
    let plan = super::mixes::three_levers();
    let settings = Settings { wanted: Wanted::Target, level: 0.7, depth: Depth::Together };
    let on = |threads: usize| {
        let spec = RunSpec { threads: Some(threads), ..RunSpec::new(3_000, 5) };
        format!("{:?}", solve(&plan, &plan.levers, settings, &spec))
    };
    assert_eq!(on(1), on(3));
}
