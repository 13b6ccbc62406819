//! The cheapest mix against trying every mix, and what goals and milestones ask for.

use super::{plan, solve};
use planodds::analysis::solve::{Depth, Part, Settings, Wanted};
use planodds::plan::lever::{amounts, cost, pulled};
use planodds::plan::{Lever, Plan};
use planodds::simulate::{self, Control, MetricSet, RunSpec};
use std::ops::Range;

const TRIALS: u64 = 4_000;

/// Reps and pipeline need each other; ads can be cut.
pub fn three_levers() -> Plan {
    plan(
        r#"
        plan = { name = "Both paths", start = "2027-01", months = 12 }
        target = { arr = 1_250_000, path = { "2027-06" = 1_080_000 } }
        [[goals]]
        metric = "customers"
        at_least = 140
        [segments.smb]
        opening_arr = 1_000_000
        opening_customers = 100
        deals = { size = { p10 = 8_000, p50 = 10_000, p90 = 13_000 } }
        retention = { churn_annual = { p10 = 0.08, p50 = 0.12, p90 = 0.18 } }
        [segments.smb.capacity]
        reps = 2
        ramp_months = 2
        quota_annual = 200_000
        attainment = { p10 = 0.7, p50 = 0.85, p90 = 1 }
        [segments.smb.pipeline]
        opening_opps = 20
        win_rate = { p10 = 0.17, p50 = 0.22, p90 = 0.27 }
        sales_cycle_months = 2
        [[segments.smb.pipeline.sources]]
        name = "sdrs"
        sdrs = 1
        per_sdr = 8
        [[segments.smb.pipeline.sources]]
        name = "ads"
        spend = 10_000
        cost_per_unit = 1_000
        [[levers]]
        name = "ads"
        adjust = [ { driver = "segments.smb.pipeline.sources.ads.spend", multiply = "x" } ]
        min = 0.5
        max = 1.5
        step = 0.25
        cost = 120_000
        [[levers]]
        name = "reps"
        adjust = [ { driver = "segments.smb.capacity.hires", add = "x", from = "2027-01" } ]
        min = 0
        max = 4
        step = 1
        cost = 100_000
        [[levers]]
        name = "sdrs"
        adjust = [ { driver = "segments.smb.pipeline.sources.sdrs.sdrs", add = "x" } ]
        min = 0
        max = 3
        step = 1
        cost = 70_000
        "#,
    )
}

/// Every mix: what it costs, and in how many trials it hits.
fn all_mixes(plan: &Plan) -> Vec<(f64, u64)> {
    let mut mixes: Vec<(f64, Plan)> = vec![(0.0, plan.clone())];
    for lever in &plan.levers {
        let with = |(price, mixed): &(f64, Plan)| -> Vec<(f64, Plan)> {
            let pull = |x: f64| (price + cost(plan, lever, x).expect("a cost"), pulled(mixed, lever, x));
            amounts(lever).into_iter().map(pull).collect()
        };
        mixes = mixes.iter().flat_map(with).collect();
    }
    let spec = RunSpec { metrics: MetricSet::Target, ..RunSpec::new(TRIALS, 1) };
    let plans: Vec<&Plan> = mixes.iter().map(|m| &m.1).collect();
    let outcomes = simulate::run(&plans, &spec, &Control::UNWATCHED).expect("it runs");
    mixes.iter().zip(outcomes).map(|(mix, outcome)| (mix.0, outcome.tally.hits.target)).collect()
}

#[test]
fn the_cheapest_mix_is_the_cheapest_of_all_mixes() {
    let plan = three_levers();
    let all = all_mixes(&plan);
    assert_eq!(all.len(), 5 * 5 * 4);
    let mut reached = 0;
    for level in [0.3, 0.5, 0.65, 0.8, 0.9, 0.999_99] {
        let settings = Settings { wanted: Wanted::Target, level, depth: Depth::Together };
        let solution = solve(&plan, &plan.levers, settings, &RunSpec::new(TRIALS, 1));
        let mix = solution.mix.expect("three levers have a cost");
        let reaching = all.iter().filter(|(_, hits)| *hits as f64 >= level * TRIALS as f64).map(|(cost, _)| *cost);
        match reaching.min_by(f64::total_cmp) {
            Some(least) => {
                reached += 1;
                assert!(mix.holds && mix.cost == least, "{level}: {least} would do, not {mix:?}");
                // told on other trials, it may fall short by the error of a share of them and of those it was chosen with
                let error = 4.0 * (2.0 * level * (1.0 - level) / TRIALS as f64).sqrt();
                assert!(mix.reached.probability.value.unwrap() >= level - error, "{level}: {mix:?}");
            }
            None => assert!(!mix.holds, "{level}: {mix:?}"),
        }
    }
    assert!((4..6).contains(&reached), "some levels must be in reach, one out of it: {reached}");
}

/// Chosen and told on the same trials a mix is flattered: it is told on as many behind them.
#[test]
fn what_a_mix_reaches_is_told_on_trials_that_it_was_not_chosen_with() {
    let plan = three_levers();
    let hits = |parts: &[Part], trials: Range<u64>| {
        let pull = |plan: Plan, part: &Part| match part.amount {
            Some(x) => pulled(&plan, &plan.levers[part.lever], x),
            None => plan,
        };
        let mixed = parts.iter().fold(plan.clone(), pull);
        let spec = RunSpec { trials, metrics: MetricSet::Target, ..RunSpec::new(2 * TRIALS, 1) };
        simulate::run(&[&mixed], &spec, &Control::UNWATCHED).expect("it runs").remove(0).tally.hits.target
    };
    let share = |hits: u64| Some(hits as f64 / TRIALS as f64);
    for depth in [Depth::Together, Depth::WithoutFrontier] {
        let settings = Settings { wanted: Wanted::Target, level: 0.65, depth };
        let solution = solve(&plan, &plan.levers, settings, &RunSpec::new(TRIALS, 1));
        let mix = solution.mix.expect("three levers have a cost");
        assert!(mix.holds && share(hits(&mix.parts, 0..TRIALS)) >= Some(0.65), "chosen with the first trials");
        assert_eq!(mix.reached.probability.value, share(hits(&mix.parts, TRIALS..2 * TRIALS)));
        for budget in &solution.frontier {
            let stands = budget.parts.iter().all(|part| part.amount.is_none());
            let fresh = share(hits(&budget.parts, TRIALS..2 * TRIALS));
            let told = if stands { solution.base.probability.value } else { fresh };
            assert_eq!(budget.reached.probability.value, told, "{budget:?}");
        }
    }
}

#[test]
fn a_draft_finds_the_same_mix_as_the_whole_answer() {
    let plan = three_levers();
    for level in [0.3, 0.5, 0.65, 0.8, 0.9, 0.999_99] {
        let cost = |depth| {
            let settings = Settings { wanted: Wanted::Target, level, depth };
            let solution = solve(&plan, &plan.levers, settings, &RunSpec::new(TRIALS, 1));
            solution.mix.filter(|mix| mix.holds).map(|mix| mix.cost)
        };
        assert_eq!(cost(Depth::WithoutFrontier), cost(Depth::Together), "{level}");
    }
}

#[test]
fn more_money_buys_more_and_levers_without_a_cost_stay_out() {
    let mut plan = three_levers();
    let settings = Settings { wanted: Wanted::Target, level: 0.8, depth: Depth::Together };
    let solution = solve(&plan, &plan.levers, settings, &RunSpec::new(TRIALS, 1));
    let share = |i: usize| solution.frontier[i].reached.probability.value.unwrap();
    assert!(solution.frontier.len() >= 4);
    for i in 1..solution.frontier.len() {
        assert!(solution.frontier[i].cost > solution.frontier[i - 1].cost && share(i) > share(i - 1));
    }
    // the ads can be cut by half: the cheapest of all costs less than the plan as it stands
    assert_eq!(solution.frontier[0].cost, -60_000.0);
    plan.levers[1].cost = None;
    let two = solve(&plan, &plan.levers, settings, &RunSpec::new(TRIALS, 1));
    assert_eq!(two.mix.map(|m| m.parts.len()), Some(2));
    plan.levers[0].cost = None;
    assert!(solve(&plan, &plan.levers, settings, &RunSpec::new(TRIALS, 1)).mix.is_none());
}

#[test]
fn every_kind_of_wanted_is_what_a_run_counts() {
    let plan = three_levers();
    let spec = RunSpec::new(TRIALS, 1);
    let run = simulate::run(&[&plan], &spec, &Control::UNWATCHED).expect("it runs").remove(0);
    let hits = &run.tally.hits;
    let counted = [
        (Wanted::Target, hits.target),
        (Wanted::Goal(0), hits.goals[0]),
        (Wanted::Milestone(0), hits.milestones[0]),
        (Wanted::Joint, hits.joint),
    ];
    let sdrs: Vec<Lever> = plan.levers.iter().filter(|l| l.name == "sdrs").cloned().collect();
    for (wanted, hits) in counted {
        let settings = Settings { wanted, level: 0.9, depth: Depth::Quick };
        let solution = solve(&plan, &sdrs, settings, &spec);
        assert_eq!(solution.base.probability.value, Some(hits as f64 / TRIALS as f64), "{wanted:?}");
        // single trials tell the same as the counts
        let gain = solution.alone[0].gain.probability.value.unwrap();
        let far = solution.alone[0].curve.iter().find(|p| p.amount == solution.alone[0].judged_at).unwrap();
        let difference = far.reached.probability.value.unwrap() - solution.base.probability.value.unwrap();
        assert!((gain - difference).abs() < 1e-12, "{wanted:?}: {gain} {difference}");
    }
}
