//! What one sample tells of one driver or risk.

use super::{Observed, Outcomes, Told, block_of, falling, is_told};
use crate::analysis::Estimate;
use crate::analysis::sensitivity::bins::bins;
use crate::analysis::sensitivity::first_order::first_order;
use crate::analysis::sensitivity::knowing::value_of_knowing;
use crate::analysis::sensitivity::ranks::ranked;
use crate::analysis::sensitivity::share::Share;
use crate::analysis::sensitivity::spearman::spearman;
use crate::analysis::sensitivity::tornado::tornado;
use crate::plan::{DriverId, Plan};
use crate::simulate::Noted;
use crate::simulate::keep::arr_at_target;

/// What has a value of its own in every trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Input {
    /// A driver: what was drawn for it, the mean of the plan's months where that varies.
    Driver(DriverId),
    /// A risk (by its index): the month in which it strikes; the target month + 1 where it has not by then.
    Risk(usize),
}

/// Every random driver, sorted by path, and every risk.
pub fn inputs(plan: &Plan) -> Vec<Input> {
    let risks = (0..plan.risks.len()).map(Input::Risk);
    plan.random_drivers().into_iter().map(Input::Driver).chain(risks).collect()
}

/// The columns of the sample: ARR at the target date, then each of the [`inputs`].
pub fn columns(plan: &Plan) -> Vec<Noted> {
    let column = |input: Input| match input {
        Input::Driver(id) => Noted::Driver(id),
        Input::Risk(risk) => Noted::RiskStart(risk),
    };
    std::iter::once(arr_at_target(plan)).chain(inputs(plan).into_iter().map(column)).collect()
}

/// What the sample tells of an input, and its shares of variance in a form that can be summed.
pub(super) fn tell(plan: &Plan, input: Input, column: &[f64], seen: &Observed) -> (Told, Outcomes<Share>) {
    let (x, ends) = values(plan, input, column);
    let order = ranked(&x);
    let cut = bins(&x, &order);
    let share = seen.value.map(|y| first_order(&cut, y));
    // of a risk one asks whether it strikes
    let (x, order, cut) = match ends {
        None => (x, order, cut),
        Some(struck) => {
            let order = ranked(&struck);
            let cut = bins(&struck, &order);
            (struck, order, cut)
        }
    };
    let told = Told {
        input,
        block: match input {
            Input::Driver(id) => block_of(plan, id),
            Input::Risk(_) => None,
        },
        rank_correlation: seen.ranks.map(|y| spearman(&order, y)),
        first: share.map(|share| share.index),
        total: Outcomes::default(),
        shapley: Outcomes::default(),
        tornado: tornado(&x, &order, &seen.value.arr, &seen.value.hit),
        knowing: value_of_knowing(&cut, &seen.value.hit),
    };
    (told, share)
}

/// An input's values; of a risk also whether it strikes by the target date (1 or 0).
pub(super) fn values(plan: &Plan, input: Input, column: &[f64]) -> (Vec<f64>, Option<Vec<f64>>) {
    match input {
        Input::Driver(_) => (column.to_vec(), None),
        Input::Risk(_) => {
            let never = (plan.target.by + 1) as f64;
            let months: Vec<f64> = column.iter().map(|start| start.min(never)).collect();
            let struck = months.iter().map(|month| f64::from(*month < never)).collect();
            (months, Some(struck))
        }
    }
}

/// An input with how strongly it moves ARR at the target date.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranking {
    /// Which.
    pub input: Input,
    /// Its first-order index.
    pub first: Estimate,
    /// Its rank correlation: which way it moves ARR.
    pub rank_correlation: Estimate,
}

/// The inputs that are told from noise, by falling share of ARR's variance: a cheap look at a sample that has the [`columns`] of a
/// plan. Empty where nothing is told from noise.
pub fn ranking(plan: &Plan, sample: &[Vec<f64>]) -> Vec<Ranking> {
    let Some((arr, columns)) = sample.split_first() else { return Vec::new() };
    let ranks = ranked(arr);
    let look = |(input, column): (Input, &Vec<f64>)| {
        let (x, struck) = values(plan, input, column);
        let order = ranked(&x);
        let first = first_order(&bins(&x, &order), arr).index;
        let order = struck.map_or(order, |struck| ranked(&struck));
        Ranking { input, first, rank_correlation: spearman(&order, &ranks) }
    };
    let mut all: Vec<Ranking> = inputs(plan).into_iter().zip(columns).map(look).collect();
    all.retain(|r| is_told(&r.first));
    all.sort_by(|a, b| falling(&a.first, &b.first));
    all
}
