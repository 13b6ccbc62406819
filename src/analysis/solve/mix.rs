//! All levers together: climbing from the cheapest mix to the dearest and back, chunk by chunk, always by what does most
//! for its money; then the cheapest mix that reaches the level, by single steps.
//!
//! It is a search, not a proof: with few levers and amounts a test holds it against trying everything.

use super::alone::Alone;
use super::bench::{Bench, Counted, Reached};
use super::frontier::{self, Budget};
use super::ladder::{Ladder, Rungs, amounts_of, cost_of, ladders};
use super::{Depth, refine, search_trials};
use crate::simulate::RunError;

/// A mix of levers.
#[derive(Clone, Debug)]
pub struct Mix {
    /// Whether it reaches the wanted level on all trials that it was chosen with; if not, it is the best that can be had
    /// of all levers.
    pub holds: bool,
    /// The levers that have a cost, in their order.
    pub parts: Vec<Part>,
    /// Money a year beside the plan as it stands; below 0 it saves.
    pub cost: f64,
    /// What it reaches on trials that it was not chosen with.
    pub reached: Reached,
}

/// One lever in a mix.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Index of the lever.
    pub lever: usize,
    /// Its amount; `None`: it is not pulled.
    pub amount: Option<f64>,
    /// Money a year.
    pub cost: f64,
}

/// A mix with what it reaches on the trials of the search.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tried {
    pub rungs: Rungs,
    pub cost: f64,
    pub counted: Counted,
}

/// The bench with the ladders of its levers.
pub(super) struct Climb<'a, 'b> {
    pub bench: &'a mut Bench<'b>,
    pub ladders: Vec<Ladder>,
    /// What the plan as it stands reaches.
    base: Reached,
}

/// The cheapest mix and the frontier; nothing where fewer than two levers have a cost.
pub(super) fn together(
    bench: &mut Bench<'_>,
    alone: &[Alone],
    base: Reached,
    depth: Depth,
) -> Result<(Option<Mix>, Vec<Budget>), RunError> {
    let ladders = ladders(bench, alone);
    if ladders.len() < 2 {
        return Ok((None, Vec::new()));
    }
    let mut climb = Climb { bench, ladders, base };
    let up = climb.up(depth)?;
    let down = climb.down(depth)?;
    let rungs = refine::cheapest(&mut climb, &[&up, &down])?;
    let mix = match rungs {
        Some(rungs) => climb.mix(&rungs, true)?,
        None => climb.best(&up, &down)?,
    };
    let tried: Vec<Tried> = up.into_iter().chain(down).collect();
    let frontier = match depth {
        Depth::WithoutFrontier => Vec::new(),
        Depth::Together | Depth::Alone | Depth::Quick => frontier::frontier(&climb, tried, &mix)?,
    };
    Ok((Some(mix), frontier))
}

impl Climb<'_, '_> {
    /// Mixes on the trials of the search.
    pub fn search(&mut self, mixes: &[Rungs]) -> Result<Vec<Tried>, RunError> {
        let trials = search_trials(self.bench.trials);
        self.count(mixes, trials)
    }

    /// Mixes on the first so many trials.
    pub fn count(&mut self, mixes: &[Rungs], trials: u64) -> Result<Vec<Tried>, RunError> {
        let levers = self.bench.levers.len();
        let amounts: Vec<_> = mixes.iter().map(|rungs| amounts_of(levers, &self.ladders, rungs)).collect();
        let counted = self.bench.count(&amounts, trials)?;
        let tried = |(rungs, counted): (&Rungs, Counted)| Tried {
            rungs: rungs.clone(),
            cost: cost_of(&self.ladders, rungs),
            counted,
        };
        Ok(mixes.iter().zip(counted).map(tried).collect())
    }

    /// Whether a mix reaches the level on the trials that it was tried on.
    pub fn reaches(&self, tried: &Tried) -> bool {
        self.bench.reaches(tried.counted.hits, tried.counted.trials)
    }

    /// From the bottom of every ladder to the top: always the chunk that does most for its money. For the cheapest mix
    /// alone, no further than the first that reaches the level: all above it are dearer.
    fn up(&mut self, depth: Depth) -> Result<Vec<Tried>, RunError> {
        let mut path = self.search(&[vec![0; self.ladders.len()]])?;
        while let Some(at) = path.last().cloned() {
            if depth == Depth::WithoutFrontier && self.reaches(&at) {
                break;
            }
            let moves: Vec<Rungs> = (0..self.ladders.len()).filter_map(|i| self.chunk_up(&at.rungs, i)).collect();
            let tried = self.search(&moves)?;
            let Some(best) = first_max(&tried, |to| worth(&at, to)) else { break };
            path.push(best.clone());
        }
        Ok(path)
    }

    /// From the top of every ladder to the bottom: always the chunk whose money is missed least. For the cheapest mix
    /// alone, no further than the first that is so far below the level that none below it is hoped to reach it.
    fn down(&mut self, depth: Depth) -> Result<Vec<Tried>, RunError> {
        let top: Rungs = self.ladders.iter().map(|ladder| ladder.rungs.len() - 1).collect();
        let mut path = self.search(&[top])?;
        while let Some(at) = path.last().cloned() {
            if depth == Depth::WithoutFrontier && !self.may_reach(&at) {
                break;
            }
            let moves: Vec<Rungs> = (0..self.ladders.len()).filter_map(|i| self.chunk_down(&at.rungs, i)).collect();
            let tried = self.search(&moves)?;
            let Some(best) = first_max(&tried, |to| worth(to, &at).map(|w| (-w.0, -w.1))) else { break };
            path.push(best.clone());
        }
        Ok(path)
    }

    fn chunk_up(&self, rungs: &Rungs, i: usize) -> Option<Rungs> {
        let top = self.ladders[i].rungs.len() - 1;
        let to = (rungs[i] + self.ladders[i].chunk).min(top);
        moved(rungs, i, to)
    }

    fn chunk_down(&self, rungs: &Rungs, i: usize) -> Option<Rungs> {
        moved(rungs, i, rungs[i].saturating_sub(self.ladders[i].chunk))
    }

    /// Whether a mix reaches the level or is within three standard errors of it on the trials that it was tried on.
    pub fn may_reach(&self, tried: &Tried) -> bool {
        let (level, n) = (self.bench.settings.level, tried.counted.trials as f64);
        tried.counted.hits as f64 >= (level - 3.0 * (level * (1.0 - level) / n).sqrt()) * n
    }

    /// What a mix reaches on trials that it was not chosen with; the plan as it stands was not chosen at all.
    pub fn reached(&self, rungs: &Rungs) -> Result<Reached, RunError> {
        let amounts = amounts_of(self.bench.levers.len(), &self.ladders, rungs);
        match amounts.iter().all(Option::is_none) {
            true => Ok(self.base),
            false => self.bench.reached_afresh(&self.bench.mixed(&amounts)),
        }
    }

    /// A mix with what it reaches.
    pub fn mix(&mut self, rungs: &Rungs, holds: bool) -> Result<Mix, RunError> {
        let reached = self.reached(rungs)?;
        let part = |(ladder, &rung): (&Ladder, &usize)| Part {
            lever: ladder.lever,
            amount: ladder.rungs[rung].0,
            cost: ladder.rungs[rung].1,
        };
        Ok(Mix {
            holds,
            parts: self.ladders.iter().zip(rungs).map(part).collect(),
            cost: cost_of(&self.ladders, rungs),
            reached,
        })
    }

    /// The mix with most hits, the cheapest of equals: what can be had where nothing reaches the level.
    fn best(&mut self, up: &[Tried], down: &[Tried]) -> Result<Mix, RunError> {
        let all: Vec<Tried> = up.iter().chain(down).cloned().collect();
        let best = first_max(&all, |t| Some((t.counted.hits as f64, -t.cost)));
        let rungs = best.map_or(vec![0; self.ladders.len()], |t| t.rungs.clone());
        self.mix(&rungs, false)
    }
}

/// The mix with one ladder at another rung; `None` where it is there already.
pub(super) fn moved(rungs: &Rungs, ladder: usize, to: usize) -> Option<Rungs> {
    let mut moved = rungs.clone();
    moved[ladder] = to;
    (moved != *rungs).then_some(moved)
}

/// What a move does for its money: log-odds, then mean ARR where no trial's outcome changes, each per money. Infinite
/// where it costs nothing and helps.
pub(super) fn worth(from: &Tried, to: &Tried) -> Option<(f64, f64)> {
    let per_money = |gain: f64| match to.cost - from.cost {
        _ if gain == 0.0 => 0.0,
        cost if cost > 0.0 => gain / cost,
        _ => gain * f64::INFINITY,
    };
    let worth =
        (per_money(log_odds(&to.counted) - log_odds(&from.counted)), to.counted.mean_arr - from.counted.mean_arr);
    let worth = (worth.0, per_money(worth.1));
    (!worth.0.is_nan() && !worth.1.is_nan()).then_some(worth)
}

/// ln of the odds, half a trial added on either side so that none and all have some.
pub(super) fn log_odds(counted: &Counted) -> f64 {
    let (hits, misses) = (counted.hits as f64, (counted.trials - counted.hits) as f64);
    libm::log((hits + 0.5) / (misses + 0.5))
}

/// The first of those with the greatest value.
fn first_max(tried: &[Tried], value: impl Fn(&Tried) -> Option<(f64, f64)>) -> Option<&Tried> {
    let mut best: Option<(&Tried, (f64, f64))> = None;
    for one in tried {
        let Some(own) = value(one) else { continue };
        let is_better = best.is_none_or(|(_, other)| own.0.total_cmp(&other.0).then(own.1.total_cmp(&other.1)).is_gt());
        if is_better {
            best = Some((one, own));
        }
    }
    best.map(|(one, _)| one)
}
