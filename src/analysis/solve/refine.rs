//! From the mixes that climbing has met to the cheapest that reaches the level: smaller and smaller steps down, and
//! exchanges of one lever for another; then the same on all trials.

use super::ladder::Rungs;
use super::mix::{Climb, Tried, log_odds, moved, worth};
use crate::simulate::RunError;

/// Exchanges whose log-odds, added up from single steps, stay this far below the level are not tried.
const HOPELESS: f64 = 0.15;
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

/// A cheaper mix that reaches the level, one move away: of those found first by the money that they save.
fn cheaper(climb: &mut Climb<'_, '_>, at: &Tried, halvings: u32) -> Result<Option<Tried>, RunError> {
    let all = 0..climb.ladders.len();
    let stride = |climb: &Climb<'_, '_>, i: usize| (climb.ladders[i].chunk >> halvings).max(1);
    let down: Vec<(usize, Rungs)> = all
        .clone()
        .filter_map(|i| Some((i, moved(&at.rungs, i, at.rungs[i].saturating_sub(stride(climb, i)))?)))
        .collect();
    let up: Vec<(usize, Rungs)> = all
        .filter_map(|i| {
            let top = climb.ladders[i].rungs.len() - 1;
            Some((i, moved(&at.rungs, i, (at.rungs[i] + stride(climb, i)).min(top))?))
        })
        .collect();
    let tried = |climb: &mut Climb<'_, '_>, moves: &[(usize, Rungs)]| {
        climb.search(&moves.iter().map(|m| m.1.clone()).collect::<Vec<_>>())
    };
    let (below, above) = (tried(climb, &down)?, tried(climb, &up)?);
    let saving = below.iter().filter(|t| climb.reaches(t) && t.cost < at.cost);
    if let Some(best) = saving.min_by(|a, b| a.cost.total_cmp(&b.cost)) {
        return Ok(Some(best.clone()));
    }
    exchange(climb, at, (&down, &below), (&up, &above))
}

/// One lever less and another more, cheaper in all: by the money that is saved, until one reaches the level.
fn exchange(
    climb: &mut Climb<'_, '_>,
    at: &Tried,
    (down, below): (&[(usize, Rungs)], &[Tried]),
    (up, above): (&[(usize, Rungs)], &[Tried]),
) -> Result<Option<Tried>, RunError> {
    let level = climb.bench.settings.level;
    let least = libm::log(level / (1.0 - level)) - HOPELESS;
    let mut exchanges: Vec<(f64, Rungs)> = Vec::new();
    for ((i, fewer), less) in down.iter().zip(below) {
        for ((j, _), more) in up.iter().zip(above).filter(|((j, _), _)| j != i) {
            let cost = less.cost + more.cost - at.cost;
            let hoped = log_odds(&less.counted) + log_odds(&more.counted) - log_odds(&at.counted);
            if cost < at.cost && hoped >= least {
                exchanges.extend(moved(fewer, *j, more.rungs[*j]).map(|rungs| (cost, rungs)));
            }
        }
    }
    exchanges.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (_, rungs) in exchanges {
        let tried = climb.search(&[rungs])?.remove(0);
        if climb.reaches(&tried) && tried.cost < at.cost {
            return Ok(Some(tried));
        }
    }
    Ok(None)
}

/// The mix on all trials: steps up until it reaches the level there, then steps down while it does. `None` where even the
/// tops of all ladders do not reach it.
fn on_all_trials(climb: &mut Climb<'_, '_>, start: Tried) -> Result<Option<Tried>, RunError> {
    let trials = climb.bench.trials;
    let mut at = start;
    let mut on_all = climb.count(&[at.rungs.clone()], trials)?.remove(0);
    for _ in 0..MOST_REPAIRS {
        if climb.reaches(&on_all) {
            return pruned(climb, on_all).map(Some);
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

/// Single steps down while all trials still see the level reached, the largest saving first.
fn pruned(climb: &mut Climb<'_, '_>, mut at: Tried) -> Result<Tried, RunError> {
    let trials = climb.bench.trials;
    'pruning: loop {
        let down = (0..climb.ladders.len()).filter_map(|i| moved(&at.rungs, i, at.rungs[i].checked_sub(1)?));
        let mut down: Vec<(f64, Rungs)> =
            down.map(|rungs| (super::ladder::cost_of(&climb.ladders, &rungs), rungs)).collect();
        down.retain(|(cost, _)| *cost < at.cost);
        down.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (_, rungs) in down {
            let tried = climb.count(&[rungs], trials)?.remove(0);
            if climb.reaches(&tried) {
                at = tried;
                continue 'pruning;
            }
        }
        return Ok(at);
    }
}
