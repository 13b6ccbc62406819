//! What adds up in every trial, month and segment.

use super::{TRIALS, choices, columns, config, metrics_of, places, plan_of, scenario_of};
use crate::running;
use planodds::plan::{Metric, OpeningPipeline, Plan};
use proptest::prelude::*;

/// Every trial's months of one metric.
struct Months(Vec<Vec<f64>>);

impl Months {
    fn sample(plan: &Plan, place: Option<usize>, metric: Metric) -> Months {
        let kept = columns(plan, place, &[metric]);
        Months(running::sample(plan, &running::spec(TRIALS, 5), &kept).expect("the trials run"))
    }

    /// Month t of a trial.
    fn at(&self, t: usize, trial: usize) -> f64 {
        self.0[t - 1][trial]
    }
}

/// A stock from its flows: stock_t = stock_{t-1} + Σ sign · flow_t, to 1e-9 of the largest term.
fn adds_up(
    plan: &Plan,
    place: Option<usize>,
    stock: Metric,
    opening: f64,
    flows: &[(f64, Metric)],
) -> Result<(), TestCaseError> {
    let levels = Months::sample(plan, place, stock);
    let flows: Vec<(f64, Months)> =
        flows.iter().map(|&(sign, flow)| (sign, Months::sample(plan, place, flow))).collect();
    for trial in 0..TRIALS as usize {
        let mut before = opening;
        for t in 1..=plan.calendar.months {
            let terms: Vec<f64> = flows.iter().map(|(sign, months)| sign * months.at(t, trial)).collect();
            let now = levels.at(t, trial);
            let largest = terms.iter().fold(before.abs().max(now.abs()), |most, x| most.max(x.abs()));
            let off = now - before - terms.iter().sum::<f64>();
            prop_assert!(
                off.abs() <= 1e-9 * largest,
                "{stock:?} of {place:?}, trial {trial}, month {t}: {now} from {before} and {terms:?}, off by {off}"
            );
            before = now;
        }
    }
    Ok(())
}

/// Sums the opening values of the segments of a place.
fn opening(plan: &Plan, place: Option<usize>, of: impl Fn(usize) -> f64) -> f64 {
    match place {
        Some(segment) => of(segment),
        None => (0..plan.segments.len()).map(of).sum(),
    }
}

fn opening_opps(plan: &Plan, segment: usize) -> f64 {
    match plan.segments[segment].pipeline.as_ref().map(|p| p.opening) {
        None => 0.0,
        Some(OpeningPipeline::Opps(id)) => plan.driver(id).fixed(),
        Some(OpeningPipeline::Decisions(id)) => (1..=plan.calendar.months).map(|t| plan.counts(id).at(t)).sum(),
    }
}

/// Metrics whose total is the sum over the segments that have them.
const ADDITIVE: [Metric; 23] = [
    Metric::Arr,
    Metric::NewArr,
    Metric::ExpansionArr,
    Metric::UpliftArr,
    Metric::ChurnedArr,
    Metric::ContractionArr,
    Metric::NetNewArr,
    Metric::Customers,
    Metric::NewCustomers,
    Metric::ChurnedCustomers,
    Metric::Reps,
    Metric::RampedReps,
    Metric::HiresStarted,
    Metric::Leavers,
    Metric::CapacityArr,
    Metric::PipelineArr,
    Metric::WinsLost,
    Metric::OppsCreated,
    Metric::OppsDecided,
    Metric::OpenOpps,
    Metric::PipelineValue,
    Metric::Backlog,
    Metric::Stage(0),
];

proptest! {
    #![proptest_config(config(24))]

    #[test]
    fn arr_is_last_months_plus_what_came_less_what_went(choices in choices()) {
        let plan = plan_of(&scenario_of(&choices));
        for place in places(&plan) {
            let arr = opening(&plan, place, |s| plan.driver(plan.segments[s].opening_arr).fixed());
            let flows = [
                (1.0, Metric::NewArr),
                (1.0, Metric::ExpansionArr),
                (1.0, Metric::UpliftArr),
                (-1.0, Metric::ChurnedArr),
                (-1.0, Metric::ContractionArr),
            ];
            adds_up(&plan, place, Metric::Arr, arr, &flows)?;
            adds_up(&plan, place, Metric::Arr, arr, &[(1.0, Metric::NetNewArr)])?;
        }
    }

    #[test]
    fn customers_and_opportunities_are_counted_through(choices in choices()) {
        let plan = plan_of(&scenario_of(&choices));
        for place in places(&plan) {
            let customers = opening(&plan, place, |s| plan.driver(plan.segments[s].opening_customers).fixed());
            let flows = [(1.0, Metric::NewCustomers), (-1.0, Metric::ChurnedCustomers)];
            adds_up(&plan, place, Metric::Customers, customers, &flows)?;
            if metrics_of(&plan, place).contains(&Metric::OpenOpps) {
                let opps = opening(&plan, place, |s| opening_opps(&plan, s));
                let flows = [(1.0, Metric::OppsCreated), (-1.0, Metric::OppsDecided)];
                adds_up(&plan, place, Metric::OpenOpps, opps, &flows)?;
            }
        }
    }

    #[test]
    fn cash_falls_by_what_is_burnt(choices in choices()) {
        let plan = plan_of(&scenario_of(&choices));
        if let Some(finance) = &plan.finance {
            let cash = plan.driver(finance.opening_cash).fixed();
            adds_up(&plan, None, Metric::Cash, cash, &[(-1.0, Metric::Burn)])?;
        }
    }

    #[test]
    fn totals_are_sums_of_segments(choices in choices()) {
        let plan = plan_of(&scenario_of(&choices));
        let present = metrics_of(&plan, None);
        for metric in ADDITIVE.into_iter().filter(|metric| present.contains(metric)) {
            let total = Months::sample(&plan, None, metric);
            let having = (0..plan.segments.len()).filter(|&s| metric.in_segment(&plan.segments[s]));
            let parts: Vec<Months> = having.map(|s| Months::sample(&plan, Some(s), metric)).collect();
            for trial in 0..TRIALS as usize {
                for t in 1..=plan.calendar.months {
                    let terms: Vec<f64> = parts.iter().map(|part| part.at(t, trial)).collect();
                    let largest = terms.iter().fold(0.0, |most: f64, x| most.max(x.abs()));
                    let off = total.at(t, trial) - terms.iter().sum::<f64>();
                    prop_assert!(off.abs() <= 1e-9 * largest, "{metric:?}, trial {trial}, month {t}: off by {off}");
                }
            }
        }
    }

    #[test]
    fn counts_are_whole_and_never_negative(choices in choices()) {
        let plan = plan_of(&scenario_of(&choices));
        for place in places(&plan) {
            for metric in metrics_of(&plan, place).into_iter().filter(|metric| metric.whole()) {
                for (i, month) in Months::sample(&plan, place, metric).0.iter().enumerate() {
                    let wrong = month.iter().position(|&x| !(x >= 0.0 && x == x.floor() && x.is_finite()));
                    let value = wrong.map(|trial| month[trial]);
                    prop_assert_eq!(wrong, None, "{:?} of {:?}, month {}: {:?}", metric, place, i + 1, value);
                }
            }
        }
    }

    #[test]
    fn shares_and_limits_hold(choices in choices()) {
        let plan = plan_of(&scenario_of(&choices));
        for place in places(&plan) {
            let present = metrics_of(&plan, place);
            let slack = 1.0 + 1e-9;
            for month in &Months::sample(&plan, place, Metric::Grr).0 {
                prop_assert!(month.iter().all(|&x| (0.0..=slack).contains(&x)), "a GRR outside 0..1 of {place:?}");
            }
            if present.contains(&Metric::CapacityBound) {
                for month in &Months::sample(&plan, place, Metric::CapacityBound).0 {
                    prop_assert!(month.iter().all(|&x| x == 0.0 || x == 1.0), "capacity binds or it does not");
                }
            }
            if present.contains(&Metric::Reps) {
                let (reps, ramped) =
                    (Months::sample(&plan, place, Metric::Reps), Months::sample(&plan, place, Metric::RampedReps));
                for t in 1..=plan.calendar.months {
                    let more = (0..TRIALS as usize).find(|&i| ramped.at(t, i) > reps.at(t, i) * slack);
                    prop_assert_eq!(more, None, "more ramped reps than reps, month {} of {:?}", t, place);
                }
            }
        }
    }
}
