//! From the mixes that climbing has met to the cheapest that reaches the level: smaller and smaller steps down, and
//! exchanges of one lever for another; then the same on all trials.

use super::ladder::Rungs;
use super::mix::{Climb, Tried, log_odds, moved, worth};
use crate::simulate::RunError;

/// Exchanges whose log-odds, added up from single steps, stay this far below the level are not tried.
const HOPELESS: f64 = 1.0;
/// Strides that a lever is moved by at most in one move.
const FAR: usize = 4;
/// Exchanges that are tried.
const MOST_EXCHANGES: usize = 24;
/// Cheaper mixes that all trials are asked about in one round.
const MOST_SETTLING: usize = 6;
/// Most steps up that a mix is given where all trials see it below the level.
const MOST_REPAIRS: usize = 60;

/// The cheapest mix that reaches the level on all trials; `None` where no mix was found that does.
pub(super) fn cheapest(climb: &mut Climb<'_, '_>, paths: &[&[Tried]]) -> Result<Option<Rungs>, RunError> {
    let mut found: Vec<Tried> = Vec::new();
    for path in paths {
        let reaching = path.iter().filter(|t| climb.reaches(t));
        // where the trials of the search see none, all trials may
        let start = reaching.min_by(|a, b| a.cost.total_cmp(&b.cost)).or_else(|| most_hits(path));
        let Some(start) = start.cloned() else { continue };
        let refined = if climb.reaches(&start) { refine(climb, start)? } else { start };
        found.extend(on_all_trials(climb, refined)?);
    }
    Ok(found.into_iter().min_by(|a, b| a.cost.total_cmp(&b.cost)).map(|t| t.rungs))
}

fn most_hits(path: &[Tried]) -> Option<&Tried> {
    path.iter().max_by(|a, b| a.counted.hits.cmp(&b.counted.hits).then(b.cost.total_cmp(&a.cost)))
}

/// Steps down and exchanges, from whole chunks to single steps, while they save money and the level holds.
fn refine(climb: &mut Climb<'_, '_>, start: Tried) -> Result<Tried, RunError> {
    let mut at = start;
    let mut halvings = 0;
    loop {
        while let Some(better) = cheaper(climb, &at, halvings)? {
            at = better;
        }
        if climb.ladders.iter().all(|ladder| ladder.chunk >> halvings <= 1) {
            return Ok(at);
        }
        halvings += 1;
    }
}

/// A mix that differs in one lever from another.
struct Move {
    ladder: usize,
    to: usize,
    tried: Tried,
}

/// A cheaper mix that reaches the level, one step down or one exchange away: of those found the one that saves most.
fn cheaper(climb: &mut Climb<'_, '_>, at: &Tried, halvings: u32) -> Result<Option<Tried>, RunError> {
    let below = single_moves(climb, at, halvings, |rung, by, _| rung.saturating_sub(by))?;
    let saving = below.iter().map(|m| &m.tried).filter(|t| climb.reaches(t) && t.cost < at.cost);
    if let Some(best) = saving.min_by(|a, b| a.cost.total_cmp(&b.cost)) {
        return Ok(Some(best.clone()));
    }
    let above = single_moves(climb, at, halvings, |rung, by, top| (rung + by).min(top))?;
    for rungs in exchanges(climb, at, &below, &above) {
        let tried = climb.search(&[rungs])?.remove(0);
        if climb.reaches(&tried) {
            return Ok(Some(tried));
        }
    }
    Ok(None)
}

/// All mixes with one ladder up to [`FAR`] strides away.
fn single_moves(
    climb: &mut Climb<'_, '_>,
    at: &Tried,
    halvings: u32,
    to: impl Fn(usize, usize, usize) -> usize,
) -> Result<Vec<Move>, RunError> {
    let mut moves: Vec<(usize, usize, Rungs)> = Vec::new();
    for (ladder, rungs) in climb.ladders.iter().enumerate() {
        let (stride, top) = ((rungs.chunk >> halvings).max(1), rungs.rungs.len() - 1);
        for strides in 1..=FAR {
            let to = to(at.rungs[ladder], strides * stride, top);
            let known = moves.iter().any(|m| (m.0, m.1) == (ladder, to));
            moves.extend(moved(&at.rungs, ladder, to).filter(|_| !known).map(|rungs| (ladder, to, rungs)));
        }
    }
    let tried = climb.search(&moves.iter().map(|m| m.2.clone()).collect::<Vec<_>>())?;
    Ok(moves.into_iter().zip(tried).map(|((ladder, to, _), tried)| Move { ladder, to, tried }).collect())
}

/// One lever less and another more, cheaper in all: those that single moves give most hope for, by rising cost. Single
/// moves add up to no more than a hope, since levers need each other.
fn exchanges(climb: &Climb<'_, '_>, at: &Tried, below: &[Move], above: &[Move]) -> Vec<Rungs> {
    let level = climb.bench.settings.level;
    let least = libm::log(level / (1.0 - level)) - HOPELESS;
    let mut exchanges: Vec<(f64, f64, Rungs)> = Vec::new();
    for less in below {
        for more in above.iter().filter(|more| more.ladder != less.ladder) {
            let cost = less.tried.cost + more.tried.cost - at.cost;
            let hoped = log_odds(&less.tried.counted) + log_odds(&more.tried.counted) - log_odds(&at.counted);
            if cost < at.cost && hoped >= least {
                exchanges.extend(moved(&less.tried.rungs, more.ladder, more.to).map(|rungs| (hoped, cost, rungs)));
            }
        }
    }
    exchanges.sort_by(|a, b| b.0.total_cmp(&a.0));
    exchanges.truncate(MOST_EXCHANGES);
    exchanges.sort_by(|a, b| a.1.total_cmp(&b.1));
    exchanges.into_iter().map(|e| e.2).collect()
}

/// The mix on all trials: steps up until it reaches the level there, then steps down while it does. `None` where even the
/// tops of all ladders do not reach it.
fn on_all_trials(climb: &mut Climb<'_, '_>, start: Tried) -> Result<Option<Tried>, RunError> {
    let trials = climb.bench.trials;
    let mut at = start;
    let mut on_all = climb.count(&[at.rungs.clone()], trials)?.remove(0);
    for _ in 0..MOST_REPAIRS {
        if climb.reaches(&on_all) {
            return settled(climb, on_all).map(Some);
        }
        let up = (0..climb.ladders.len()).filter_map(|i| {
            let top = climb.ladders[i].rungs.len() - 1;
            moved(&at.rungs, i, (at.rungs[i] + 1).min(top))
        });
        let up: Vec<Rungs> = up.collect();
        let tried = climb.search(&up)?;
        let best = tried.iter().filter_map(|t| Some((worth(&at, t)?, t)));
        let Some((_, best)) = best.max_by(|a, b| a.0.0.total_cmp(&b.0.0).then(a.0.1.total_cmp(&b.0.1))) else {
            return Ok(None);
        };
        at = best.clone();
        on_all = climb.count(&[at.rungs.clone()], trials)?.remove(0);
    }
    Ok(climb.reaches(&on_all).then_some(on_all))
}

/// Single steps down and exchanges while all trials still see the level reached, the largest savings first; those that
/// the trials of the search see far below it are not tried.
fn settled(climb: &mut Climb<'_, '_>, mut at: Tried) -> Result<Tried, RunError> {
    'settling: loop {
        for rungs in plausible(climb, &at)? {
            let tried = climb.count(&[rungs], climb.bench.trials)?.remove(0);
            if climb.reaches(&tried) {
                at = tried;
                continue 'settling;
            }
        }
        return Ok(at);
    }
}

/// Cheaper mixes, one step or exchange away, that may reach the level on all trials; by rising cost.
fn plausible(climb: &mut Climb<'_, '_>, at: &Tried) -> Result<Vec<Rungs>, RunError> {
    let here = climb.search(std::slice::from_ref(&at.rungs))?.remove(0);
    let below = single_moves(climb, &here, u32::BITS - 1, |rung, by, _| rung.saturating_sub(by))?;
    let above = single_moves(climb, &here, u32::BITS - 1, |rung, by, top| (rung + by).min(top))?;
    let exchanges = exchanges(climb, &here, &below, &above);
    let mut tried = climb.search(&exchanges)?;
    tried.extend(below.into_iter().map(|m| m.tried));
    tried.retain(|t| t.cost < at.cost && climb.may_reach(t));
    tried.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    Ok(tried.into_iter().map(|t| t.rungs).take(MOST_SETTLING).collect())
}
