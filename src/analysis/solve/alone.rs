//! One lever alone: the least amount that reaches the wanted level, or the best that can be had.

use super::bench::{Base, Bench, Reached};
use super::gain::{Gain, gain};
use super::search::{COARSE, Search, spread};
use super::shape::Shape;
use crate::plan::lever::cost;
use crate::simulate::RunError;

/// One lever alone.
#[derive(Clone, Debug)]
pub struct Alone {
    /// Index of the lever.
    pub lever: usize,
    /// How the probability moves with the amount.
    pub shape: Shape,
    /// Whether the plan as it stands reaches the level already.
    pub already: bool,
    /// What was found.
    pub found: Found,
    /// The far end of the range: its greatest amount, or its least where less is better.
    pub far: OnCurve,
    /// The amount that the next two fields are about: the answer, but the far end where there is none or where the plan as
    /// it stands needs none.
    pub judged_at: f64,
    /// What that amount gains over the plan as it stands.
    pub gain: Gain,
    /// Money a year that it costs; `None`: the lever has no cost.
    pub cost: Option<f64>,
    /// The probability along the range, by rising amount.
    pub curve: Vec<OnCurve>,
}

/// A plan with the lever at an amount.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OnCurve {
    /// The amount.
    pub amount: f64,
    /// What it reaches.
    pub reached: Reached,
}

/// Whether the level can be reached by the lever alone.
#[derive(Clone, Debug)]
pub enum Found {
    /// By this amount.
    Reached(Box<Answer>),
    /// Not in the range; this is the best of it.
    OutOfReach(OnCurve),
}

/// The least amount that reaches the level.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The amount and what it reaches.
    pub at: OnCurve,
    /// One step less, which does not reach it; `None` where the answer is the first amount of the range.
    pub less: Option<OnCurve>,
    /// The amounts that the simulation error leaves possible, least and greatest (by amount); the second is `None` where
    /// that lies beyond the range, both where the lever is not monotone.
    pub between: Option<(f64, Option<f64>)>,
    /// The last month t in which the amount may start to work and still reaches the level; `None`: it cannot wait.
    pub latest: Option<usize>,
}

/// Everything about one lever.
pub(super) fn alone(bench: &Bench<'_>, lever: usize, base: &Base) -> Result<Alone, RunError> {
    let (index, lever) = (lever, &bench.levers[lever]);
    let mut search = Search::new(bench, lever);
    let coarse = spread(search.amounts.len(), COARSE);
    search.on_curve(&coarse)?;
    let shape = search.shape(base, &coarse)?;
    if shape == Shape::Falling {
        search.turn();
    }
    let position = match shape {
        Shape::Rising | Shape::Falling | Shape::NoEffect | Shape::NotSeen => search.least()?,
        Shape::NotMonotone => search.least_of_many(&spread(search.amounts.len(), COARSE))?,
    };
    let last = search.amounts.len() - 1;
    let far = search.point(last)?;
    let found = match position {
        Some(at) => Found::Reached(Box::new(search.answer(at, shape)?)),
        None => Found::OutOfReach(search.best(shape, base)?),
    };
    let already = bench.reaches(base.all.hits, base.all.trials);
    let at = position.filter(|_| !already).unwrap_or(last);
    Ok(Alone {
        lever: index,
        shape,
        already,
        found,
        far,
        judged_at: search.amounts[at],
        gain: gain(&base.all.sample, &search.of_all(at)?.sample),
        cost: cost(&bench.plan, lever, search.amounts[at]),
        curve: search.whole_curve(base),
    })
}
