//! The amounts of a lever by rising cost, as rungs: what a mix is made of.

use super::alone::{Alone, Found};
use super::bench::Bench;
use super::shape::Shape;
use crate::plan::lever::{amounts, cost, neutral};

/// Parts that a lever's rungs are climbed in before single steps are tried.
const CHUNKS: usize = 6;

/// One lever in a mix.
#[derive(Clone, Debug)]
pub(super) struct Ladder {
    /// Index of the lever.
    pub lever: usize,
    /// Amount (`None`: not pulled) and money a year, by rising cost, then by what does more.
    pub rungs: Vec<(Option<f64>, f64)>,
    /// Rungs that are climbed at once.
    pub chunk: usize,
}

/// A mix: the rung of each ladder.
pub(super) type Rungs = Vec<usize>;

/// The ladders of all levers that have a cost.
pub(super) fn ladders(bench: &Bench<'_>, alone: &[Alone]) -> Vec<Ladder> {
    alone.iter().filter_map(|alone| ladder(bench, alone)).collect()
}

fn ladder(bench: &Bench<'_>, alone: &Alone) -> Option<Ladder> {
    let lever = &bench.levers[alone.lever];
    let (neutral, price) = (neutral(&bench.plan, lever), |x: f64| cost(&bench.plan, lever, x));
    price(0.0)?;
    let pulled = amounts(lever).into_iter().filter(|&x| Some(x) != neutral);
    let mut rungs: Vec<(Option<f64>, f64)> = pulled.filter_map(|x| Some((Some(x), price(x)?))).collect();
    rungs.push((None, 0.0));
    // of equal costs the one that does more comes later; one that is not pulled does least
    let does_more = |x: Option<f64>| match (alone.shape, x) {
        (_, None) => f64::NEG_INFINITY,
        (Shape::Falling, Some(x)) => -x,
        (_, Some(x)) => x,
    };
    rungs.sort_by(|a, b| a.1.total_cmp(&b.1).then_with(|| does_more(a.0).total_cmp(&does_more(b.0))));
    rungs.truncate(top(alone, &rungs) + 1);
    let chunk = (rungs.len() - 1).div_ceil(CHUNKS).max(1);
    Some(Ladder { lever: alone.lever, rungs, chunk })
}

/// The last rung that is worth its cost: nobody pays for more of what makes it worse.
fn top(alone: &Alone, rungs: &[(Option<f64>, f64)]) -> usize {
    let of = |amount: f64| rungs.iter().position(|r| r.0 == Some(amount)).unwrap_or(rungs.len() - 1);
    match (alone.shape, &alone.found) {
        // less of it is better: where less costs more, the far end is the top already, else it is the bottom
        (Shape::Falling, _) => of(alone.far.amount),
        (Shape::NotMonotone, Found::OutOfReach(best)) => of(best.amount),
        _ => rungs.len() - 1,
    }
}

/// Money a year of a mix.
pub(super) fn cost_of(ladders: &[Ladder], rungs: &Rungs) -> f64 {
    ladders.iter().zip(rungs).map(|(ladder, &rung)| ladder.rungs[rung].1).sum()
}

/// The amounts of a mix, one for every lever of the bench.
pub(super) fn amounts_of(levers: usize, ladders: &[Ladder], rungs: &Rungs) -> Vec<Option<f64>> {
    let mut amounts = vec![None; levers];
    ladders.iter().zip(rungs).for_each(|(ladder, &rung)| amounts[ladder.lever] = ladder.rungs[rung].0);
    amounts
}
