//! Shares of variance by who answers and by segment.

use super::{Factor, Input, Outcomes, Told, falling};
use crate::analysis::Estimate;
use crate::analysis::sensitivity::share::{Share, sum};
use crate::plan::{DriverId, Plan, owner};
use std::collections::BTreeMap;

/// What a row stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GroupKey {
    /// A driver alone.
    Driver(DriverId),
    /// Drivers alone, each of which explains less.
    Others,
    /// The drivers that somebody answers for.
    Owner(String),
    /// The drivers of a segment, by its index.
    Segment(usize),
    /// The drivers of no segment.
    Company,
    /// Correlated drivers of several groups: an index into [`Plan::dependence`].
    Block(usize),
    /// All risks.
    Risks,
    /// Counts and deal sizes.
    Chance,
    /// What none of the rows explains alone: several of them together.
    Together,
}

/// The sum of the first-order indices of a group's factors: what they explain one by one. A group of correlated drivers
/// counts where all of its members belong.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Which.
    pub key: GroupKey,
    /// Drivers in it.
    pub drivers: usize,
    /// Share of the variance.
    pub share: Outcomes<Estimate>,
}

/// The shares of all factors.
pub(super) struct Shares<'a> {
    pub plan: &'a Plan,
    pub told: &'a [Told],
    /// Those of `told`.
    pub own: &'a [Outcomes<Share>],
    pub wholes: &'a [(Factor, Outcomes<Share>)],
}

/// Drivers alone that have a row of their own among the sources; the rest have one together.
const DRIVERS_ALONE: usize = 8;

/// By source: the drivers that explain most one by one, all others together, groups of correlated drivers, risks, chance.
pub(super) fn by_source(shares: &Shares<'_>) -> Vec<Group> {
    let alone = shares.told.iter().filter(|told| told.block.is_none() && !told.is_noise());
    let mut alone: Vec<&Told> = alone.filter(|told| matches!(told.input, Input::Driver(_))).collect();
    alone.sort_by(|a, b| falling(&a.first.arr, &b.first.arr));
    let shown: Vec<Input> = alone.iter().take(DRIVERS_ALONE).map(|told| told.input).collect();
    groups(shares, |id| if shown.contains(&Input::Driver(id)) { GroupKey::Driver(id) } else { GroupKey::Others })
}

/// By who answers for the drivers.
pub(super) fn by_owner(shares: &Shares<'_>) -> Vec<Group> {
    groups(shares, |id| GroupKey::Owner(owner::of_driver(shares.plan, id).to_string()))
}

/// By the segment that the drivers belong to.
pub(super) fn by_segment(shares: &Shares<'_>) -> Vec<Group> {
    groups(shares, |id| {
        let path = &shares.plan.driver(id).path;
        let of = |name: &str| path.strip_prefix("segments.").and_then(|p| p.strip_prefix(name)?.strip_prefix('.'));
        let segment = shares.plan.segments.iter().position(|segment| of(&segment.name).is_some());
        segment.map_or(GroupKey::Company, GroupKey::Segment)
    })
}

fn groups(shares: &Shares<'_>, key: impl Fn(DriverId) -> GroupKey) -> Vec<Group> {
    let mut members: BTreeMap<GroupKey, (usize, Vec<&Outcomes<Share>>)> = BTreeMap::new();
    let mut add = |key: GroupKey, drivers: usize, share| {
        let group = members.entry(key).or_default();
        group.0 += drivers;
        group.1.push(share);
    };
    for (told, share) in shares.told.iter().zip(shares.own).filter(|(told, _)| told.block.is_none()) {
        if let Input::Driver(id) = told.input {
            add(key(id), 1, share);
        }
    }
    for (factor, share) in shares.wholes {
        match *factor {
            Factor::Driver(id) => add(key(id), 1, share),
            Factor::Block(block) => {
                let drivers = &shares.plan.dependence[block].drivers;
                let first = key(drivers[0]);
                let same = first != GroupKey::Others && drivers.iter().all(|&id| key(id) == first);
                add(if same { first } else { GroupKey::Block(block) }, drivers.len(), share);
            }
            Factor::Risks => add(GroupKey::Risks, 0, share),
            Factor::Chance => add(GroupKey::Chance, 0, share),
        }
    }
    let summed = |shares: &[&Outcomes<Share>]| Outcomes {
        arr: sum(shares.iter().map(|share| &share.arr)),
        hit: sum(shares.iter().map(|share| &share.hit)),
    };
    let all: Vec<&Outcomes<Share>> = members.values().flat_map(|(_, shares)| shares.iter().copied()).collect();
    let together = Group { key: GroupKey::Together, drivers: 0, share: summed(&all).map(rest) };
    let mut out: Vec<Group> =
        members.into_iter().map(|(key, (drivers, all))| Group { key, drivers, share: summed(&all) }).collect();
    out.sort_by(|a, b| falling(&a.share.arr, &b.share.arr));
    out.push(together);
    out
}

/// 1 less the estimate.
fn rest(estimate: &Estimate) -> Estimate {
    let less = |x: Option<f64>| x.map(|x| 1.0 - x);
    Estimate { value: less(estimate.value), low: less(estimate.high), high: less(estimate.low) }
}
