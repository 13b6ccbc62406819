//! What a budget buys: the best mixes that climbing has met, by cost.

use super::bench::Reached;
use super::ladder::Ladder;
use super::mix::{Climb, Mix, Part, Tried};
use crate::simulate::RunError;

/// Budgets that are simulated on trials of their own and shown, at most.
const MOST_BUDGETS: usize = 10;

/// What a budget buys.
#[derive(Clone, Debug)]
pub struct Budget {
    /// Money a year beside the plan as it stands; below 0 it saves.
    pub cost: f64,
    /// What it reaches on trials that the mixes were not chosen with.
    pub reached: Reached,
    /// The mix that it pays for.
    pub parts: Vec<Part>,
}

/// The efficient mixes (none cheaper reaches as much), at most ten of them, and the cheapest that reaches the level; all
/// as trials have them that none was chosen with.
pub(super) fn frontier(climb: &Climb<'_, '_>, tried: Vec<Tried>, mix: &Mix) -> Result<Vec<Budget>, RunError> {
    let mut budgets = Vec::new();
    for tried in thinned(efficient(tried)) {
        let reached = climb.reached(&tried.rungs)?;
        let part = |(ladder, &rung): (&Ladder, &usize)| Part {
            lever: ladder.lever,
            amount: ladder.rungs[rung].0,
            cost: ladder.rungs[rung].1,
        };
        let parts = climb.ladders.iter().zip(&tried.rungs).map(part).collect();
        budgets.push(Budget { cost: tried.cost, reached, parts });
    }
    budgets.push(Budget { cost: mix.cost, reached: mix.reached, parts: mix.parts.clone() });
    Ok(rising(budgets))
}

/// By rising cost, those that reach more than every cheaper one.
fn efficient(mut tried: Vec<Tried>) -> Vec<Tried> {
    tried.sort_by(|a, b| a.cost.total_cmp(&b.cost).then(b.counted.hits.cmp(&a.counted.hits)));
    let mut out: Vec<Tried> = Vec::new();
    for one in tried {
        if out.last().is_none_or(|last| one.counted.hits > last.counted.hits) {
            out.push(one);
        }
    }
    out
}

/// As many as are shown: the ends, and those nearest to even distances of cost.
fn thinned(tried: Vec<Tried>) -> Vec<Tried> {
    let (Some(first), Some(last)) = (tried.first(), tried.last()) else { return tried };
    let (least, width) = (first.cost, last.cost - first.cost);
    let wanted = |i: usize| least + width * i as f64 / (MOST_BUDGETS - 1) as f64;
    let nearest = |cost: f64| {
        let off = |t: &Tried| (t.cost - cost).abs();
        (0..tried.len()).min_by(|&a, &b| off(&tried[a]).total_cmp(&off(&tried[b]))).unwrap_or(0)
    };
    let mut kept: Vec<usize> = (0..MOST_BUDGETS).map(|i| nearest(wanted(i))).collect();
    kept.dedup();
    kept.into_iter().map(|i| tried[i].clone()).collect()
}

/// As [`efficient`], of what those trials say.
fn rising(mut budgets: Vec<Budget>) -> Vec<Budget> {
    let share = |b: &Budget| b.reached.probability.value.unwrap_or(0.0);
    budgets.sort_by(|a, b| a.cost.total_cmp(&b.cost).then(share(b).total_cmp(&share(a))));
    let mut out: Vec<Budget> = Vec::new();
    for one in budgets {
        if out.last().is_none_or(|last| share(&one) > share(last)) {
            out.push(one);
        }
    }
    out
}
