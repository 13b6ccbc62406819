//! Which differences are attributed as one: a handful that a reader can take in.

use crate::analysis::compare::contributions::Walk;
use crate::plan::Value;
use crate::plan::adjust::Adjustment;
use crate::plan::pair::{Difference, Kind, Pair, Part, Side};
use crate::simulate::{Control, RunError, RunSpec, each_block};
use std::collections::BTreeMap;

/// Players at most.
pub const MOST_PLAYERS: usize = 12;
/// Blocks of 256 trials on which differences are tried one at a time, where there are more.
const SCREENING_BLOCKS: u64 = 2;

/// Parts that change sides together, each sorted; by their first parts.
pub type Players = Vec<Vec<Part>>;

/// One player a difference; inputs that the same adjustment changes, by a pattern, are one.
pub fn players(pair: &Pair<'_>, differences: &[Difference]) -> Players {
    let mut players: BTreeMap<String, Vec<Part>> = BTreeMap::new();
    for difference in differences {
        let Some(part) = &difference.part else { continue };
        let key = pattern(pair, difference).unwrap_or_else(|| format!("{part:?}"));
        let parts = players.entry(key).or_default();
        if !parts.contains(part) {
            parts.push(part.clone());
        }
    }
    let mut out: Players = players.into_values().collect();
    out.iter_mut().for_each(|parts| parts.sort());
    out.sort();
    out
}

/// What inputs have in common that the same pattern changes: the path with its names left open, and both plans'
/// adjustments. `None` where more than adjustments differs.
fn pattern(pair: &Pair<'_>, difference: &Difference) -> Option<String> {
    let Some(Part::Driver(path)) = &difference.part else { return None };
    let (a, b) = (pair.driver(Side::A, path)?, pair.driver(Side::B, path)?);
    let same = match (&a.value, &b.value) {
        (Value::Number(x), Value::Number(y)) => x == y,
        (Value::Schedule(s), Value::Schedule(t)) => s == t,
        (Value::Random(r), Value::Random(s)) => {
            r.law.dist == s.law.dist && (r.per, r.persistence) == (s.per, s.persistence)
        }
        _ => false,
    };
    let said = |adjustments: &[Adjustment]| format!("{adjustments:?}");
    let is_said = difference.kind == Kind::Driver && same;
    is_said.then(|| format!("{} {} {}", without_names(path), said(&a.adjustments), said(&b.adjustments)))
}

/// A path with the names of segments, sources, stages and key accounts replaced by `*`.
pub fn without_names(path: &str) -> String {
    let mut before = "";
    let mut out = Vec::new();
    for part in path.split('.') {
        let is_name = ["segments", "sources", "stages", "key_accounts"].contains(&before);
        out.push(if is_name { "*" } else { part });
        before = if is_name { "" } else { part };
    }
    out.join(".")
}

/// At most [`MOST_PLAYERS`]: those that change mean ARR most when they alone change sides, tried on a few blocks from both
/// ends, and the rest as one. A target that changes stays for itself, since it moves no ARR.
pub fn grouped(players: Players, walk: &Walk<'_>, spec: &RunSpec, control: &Control<'_>) -> Result<Players, RunError> {
    if players.len() <= MOST_PLAYERS {
        return Ok(players);
    }
    let effects = effects(&players, walk, spec, control)?;
    let mut ranked: Vec<usize> = (0..players.len()).collect();
    ranked.sort_by(|&i, &j| effects[j].total_cmp(&effects[i]).then(i.cmp(&j)));
    let mut single: Players = ranked[..MOST_PLAYERS - 1].iter().map(|&i| players[i].clone()).collect();
    let mut rest: Vec<Part> = ranked[MOST_PLAYERS - 1..].iter().flat_map(|&i| players[i].clone()).collect();
    single.sort();
    rest.sort();
    single.push(rest);
    Ok(single)
}

/// By player: the largest change of summed ARR when it alone changes sides.
fn effects(players: &Players, walk: &Walk<'_>, spec: &RunSpec, control: &Control<'_>) -> Result<Vec<f64>, RunError> {
    let trials = spec.trials.end.min(SCREENING_BLOCKS * crate::math::lanes::LANES as u64);
    let few = RunSpec { trials: 0..trials, design_trials: trials, ..spec.clone() };
    let quiet = Control { cancelled: control.cancelled, progress: &|_| () };
    let of_blocks = each_block(
        &few,
        &quiet,
        || (),
        |(), block| {
            let value = |from_b: &dyn Fn(usize) -> bool| walk.value(players, from_b, &few, &block).map(|v| v.arr);
            let (none, all) = (value(&|_| false)?, value(&|_| true)?);
            let alone = |i: usize| Ok((value(&|j| j == i)? - none, all - value(&|j| j != i)?));
            (0..players.len()).map(alone).collect::<Result<Vec<(f64, f64)>, RunError>>()
        },
    )?;
    let sum = |i: usize, side: fn(&(f64, f64)) -> f64| of_blocks.iter().map(|b| side(&b[i])).sum::<f64>().abs();
    let is_target = |i: usize| players[i].contains(&Part::Target);
    let effect = |i: usize| if is_target(i) { f64::INFINITY } else { sum(i, |e| e.0).max(sum(i, |e| e.1)) };
    Ok((0..players.len()).map(effect).collect())
}
