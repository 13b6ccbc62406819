//! Plans between two plans: with nothing from the other it is the one, with all in which they differ it is the other, to
//! the bit; and everything between can be run.

use super::tree::get;
use super::{TRIALS, choices, columns, config, plan_of, scenario_of};
use crate::running;
use planodds::plan::pair::{Pair, Part, Side, hybrid};
use planodds::plan::{Metric, Plan};
use planodds::simulate::RunError;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Total ARR by month, as bits.
fn arr(plan: &Plan) -> Result<Vec<Vec<u64>>, RunError> {
    let values = running::sample(plan, &running::spec(TRIALS, 5), &columns(plan, None, &[Metric::Arr]))?;
    Ok(values.iter().map(|month| month.iter().map(|x| x.to_bits()).collect()).collect())
}

/// All in which two plans differ, as far as it can move ARR or the target.
fn parts(pair: &Pair<'_>) -> BTreeSet<Part> {
    pair.differences().into_iter().filter_map(|d| d.part).collect()
}

fn between(pair: &Pair<'_>, from_b: &BTreeSet<Part>) -> Plan {
    hybrid(pair, &|part| if from_b.contains(part) { Side::B } else { Side::A })
}

/// Two random plans with the same months.
fn two(choices: &[u32], mut others: Vec<u32>) -> (Plan, Plan) {
    // the first two choices are the start and the number of months
    others[..2].copy_from_slice(&choices[..2]);
    let (first, mut second) = (scenario_of(choices), scenario_of(&others));
    let shared = get(&first, "plan").cloned().expect("a plan");
    second.iter_mut().filter(|(key, _)| key == "plan").for_each(|(_, node)| *node = shared.clone());
    (plan_of(&first), plan_of(&second))
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn with_all_differences_it_is_the_other_to_the_bit(choices in choices(), others in choices()) {
        let (a, b) = two(&choices, others);
        let pair = Pair::new(&a, &b);
        let different = parts(&pair);
        let (none, all) = (between(&pair, &BTreeSet::new()), between(&pair, &different));
        // what both can be run, what is between them can at both ends
        for (between, plan, which) in [(&none, &a, "the one"), (&all, &b, "the other")] {
            let (x, y) = (arr(between).expect("it runs"), arr(plan).expect("it runs"));
            let first = x.iter().flatten().zip(y.iter().flatten()).position(|(x, y)| x != y);
            let at = |v: &Vec<Vec<u64>>| first.map(|i| f64::from_bits(v[i / TRIALS as usize][i % TRIALS as usize]));
            prop_assert!(first.is_none(), "{which}: {:?} {:?} at {first:?}, {different:?}", at(&x), at(&y));
        }
        prop_assert_eq!((all.target.arr, all.target.by), (b.target.arr, b.target.by));
    }

    #[test]
    fn a_plan_differs_from_itself_in_nothing(choices in choices()) {
        let plan = plan_of(&scenario_of(&choices));
        prop_assert_eq!(Pair::new(&plan, &plan).differences(), vec![]);
    }

    #[test]
    fn everything_between_two_plans_can_be_run(choices in choices(), others in choices(), mask in any::<u64>()) {
        let (a, b) = two(&choices, others);
        let pair = Pair::new(&a, &b);
        let chosen = parts(&pair).into_iter().enumerate().filter(|(i, _)| mask >> (i % 64) & 1 == 1);
        let plan = between(&pair, &chosen.map(|(_, part)| part).collect());
        for group in &plan.dependence {
            prop_assert!(group.drivers.len() > 1);
            prop_assert!(group.factor.iter().flatten().all(|x| x.is_finite()));
        }
        match arr(&plan) {
            Ok(values) => prop_assert!(values.iter().flatten().all(|x| f64::from_bits(*x).is_finite())),
            // a risk of the one may bring an input of the other to 0
            Err(RunError::NotPositive { .. }) => {}
            Err(error) => prop_assert!(false, "{error}"),
        }
    }
}
