//! More wanted is never likelier; under the same uniforms a better win rate never wins fewer.

use super::tree::{Entries, Node, section_mut};
use super::{TRIALS, choices, config, plan_of, scenario_of};
use crate::running;
use planodds::analysis::odds;
use planodds::plan::Metric;
use planodds::scenario;
use planodds::simulate::KeptColumn;
use proptest::prelude::*;

fn with_target(root: &Entries, arr: f64) -> Entries {
    let mut root = root.clone();
    let target = section_mut(&mut root, "target");
    target.retain(|(key, _)| key != "arr");
    target.push(("arr".to_string(), Node::number(arr)));
    root
}

/// One self-serve segment whose opportunities are decided month by month.
fn funnel(win_rate: f64, opps: usize) -> String {
    format!(
        "[plan]\nname = \"funnel\"\nstart = \"2027-01\"\nmonths = 6\n[target]\narr = 1\n[segments.a]\nopening_arr = 0\n\
         opening_customers = 0\n[segments.a.deals]\nsize = 1\n[segments.a.pipeline]\nwin_rate = {win_rate:?}\n\
         sales_cycle_months = 2\nopening_opps = {opps}\n[[segments.a.pipeline.sources]]\nname = \"in\"\nvolume = {opps}\n"
    )
}

fn wins(win_rate: f64, opps: usize) -> Vec<Vec<f64>> {
    let text = funnel(win_rate, opps);
    let plan = running::plan_of(scenario::parse("funnel", &text), &text);
    let kept: Vec<KeptColumn> =
        (1..=6).map(|t| KeptColumn { metric: Metric::NewCustomers, segment: Some(0), t }).collect();
    running::sample(&plan, &running::spec(20_000, 9), &kept).expect("the trials run")
}

proptest! {
    #![proptest_config(config(12))]

    #[test]
    fn a_higher_target_is_never_likelier(choices in choices(), step in 0.0..400_000.0) {
        let root = scenario_of(&choices);
        let mut before = 1.0;
        for k in 0..5 {
            let plan = plan_of(&with_target(&root, 1_000.0 + step * f64::from(k)));
            let odds = odds::odds(&plan, &running::run(&plan, &running::spec(TRIALS, 10)));
            let hit = odds.probability.value.expect("a run has odds");
            prop_assert!(hit <= before, "P(hit) rises from {before} to {hit} with the target");
            before = hit;
        }
    }

    #[test]
    fn a_better_win_rate_never_wins_fewer(low in 0.02..0.9, more in 0.0..0.1, opps in 1usize..600) {
        let (few, many) = (wins(low, opps), wins(low + more, opps));
        let pairs = few.iter().flatten().zip(many.iter().flatten());
        let lost: Vec<f64> = pairs.map(|(few, many)| few - many).filter(|&lost| lost > 0.0).collect();
        prop_assert!(lost.iter().all(|&lost| lost <= 1.0), "more than one win lost: {:?}", lost);
        // One unit, with probability below 1e-4, where the sampler changes its form; 5 standard errors on 120,000.
        let most = 120_000.0 * 1e-4 + 5.0 * (120_000.0_f64 * 1e-4).sqrt();
        prop_assert!((lost.len() as f64) <= most, "{} of 120,000 counts lost a win", lost.len());
    }
}

#[test]
fn a_goal_of_one_segment_is_as_likely_with_another_beside_it() {
    let goal = "[[goals]]\nmetric = \"new_customers\"\nsegment = \"a\"\nat_least = 44\n";
    let alone = [funnel(0.2, 40).as_str(), goal].concat();
    let beside = format!("{alone}[segments.b]\nopening_arr = 1e6\nopening_customers = 10\n");
    let odds_of = |text: &str| {
        let plan = running::plan_of(scenario::parse("goal", text), text);
        odds::odds(&plan, &running::run(&plan, &running::spec(2_000, 11))).goals[0].probability.value
    };
    let likely = odds_of(&alone);
    assert!(likely.is_some_and(|p| p > 0.0 && p < 1.0), "a goal that hangs on chance: {likely:?}");
    assert_eq!(likely, odds_of(&beside));
}
