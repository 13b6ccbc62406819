//! The rate of one stage of one source: who reached it, of those who reached the one before.
//!
//! With stage dates: the share that reaches the stage by t days after the one before is counted with all who have not
//! as still able to, up to the as-of date (1 - Kaplan-Meier with known times of censoring; Fine and Gray 1999). A lead
//! that is out stays in the count in the same way, so the day on which it went out is not needed, and back-tests see no
//! later loss. With statuses only: of the leads old enough, those that are there or beyond.

use super::passage::Passages;
use crate::fit::day::{DAYS_A_MONTH, Day, Quarter};
use crate::fit::recency;
use crate::fit::survival::{Cause, Step, Timeline, kaplan_meier};
use std::collections::BTreeMap;

/// A share is followed while so many could still show it: beyond, single leads would decide.
const FEWEST_AT_RISK: f64 = 10.0;

/// What one stage of one source shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// Leads at the stage before.
    pub records: u64,
    /// Of them, those that reached the stage.
    pub events: u64,
    /// Those that have neither reached it nor are out.
    pub open: u64,
    /// The rate; NaN where nobody came this far.
    pub rate: f64,
    /// How many leads that had all their time say as much: the weight of the evidence.
    pub of: f64,
    /// By quarter of the lead's creation: (reached, leads weighted by how far along they are, the same with recency).
    pub quarters: BTreeMap<Quarter, [f64; 3]>,
    /// First and last day on which its leads came.
    pub seen: Option<[Day; 2]>,
}

impl Shown {
    /// Shares of the quarters in it.
    pub fn shares(&self) -> Vec<f64> {
        let total: f64 = self.quarters.values().map(|q| q[2]).sum();
        if total > 0.0 { self.quarters.values().map(|q| q[2] / total).collect() } else { vec![1.0] }
    }
}

/// Rules that hold for all stages.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// The last day that counts.
    pub as_of: Day,
    /// Half-life of a lead's weight in months.
    pub half_life_months: Option<f64>,
    /// Months that a lead gets to move on.
    pub mature_months: f64,
}

impl Rules {
    /// Weight of a lead by recency.
    pub fn weight(&self, created: Day) -> f64 {
        let age = f64::from(self.as_of.since(created)) / DAYS_A_MONTH;
        recency::weight(self.half_life_months, age)
    }

    fn mature(&self, created: Day) -> bool {
        f64::from(self.as_of.since(created)) >= self.mature_months * DAYS_A_MONTH
    }
}

/// What stage `stage` (from 0) of these leads shows.
pub fn shown(passages: &Passages, group: &[usize], stage: usize, rules: &Rules) -> Shown {
    let trials: Vec<Trial> = group.iter().filter_map(|&i| trial(passages, i, stage, rules)).collect();
    let curve = if passages.dated { incidence(&trials) } else { Incidence::at_once() };
    let mut quarters: BTreeMap<Quarter, [f64; 3]> = BTreeMap::new();
    for t in &trials {
        let along = if passages.dated { curve.along(t.followed, rules) } else { 1.0 };
        let q = quarters.entry(t.created.quarter()).or_insert([0.0; 3]);
        let reached = t.reached.is_some_and(|days| days <= curve.horizon);
        (q[0], q[1], q[2]) = (q[0] + f64::from(u8::from(reached)), q[1] + along, q[2] + along * t.weight);
    }
    let events = trials.iter().filter(|t| t.reached.is_some()).count() as u64;
    let open = trials.iter().filter(|t| t.reached.is_none() && !t.lost).count() as u64;
    let sum = |of: &dyn Fn(&Trial) -> f64| trials.iter().map(of).sum::<f64>();
    let weighted_events = sum(&|t| if t.reached.is_some() { t.weight } else { 0.0 });
    let plain = weighted_events / sum(&|t| t.weight);
    let along: f64 = quarters.values().map(|q| q[2]).sum();
    // Kish: weights that differ say as much as fewer leads.
    let of = along * recency::kish(trials.iter().map(|t| t.weight)).1;
    let first = trials.iter().map(|t| t.created).min();
    let seen = first.zip(trials.iter().map(|t| t.created).max()).map(|(a, b)| [a, b]);
    let rate = if passages.dated { curve.share } else { plain };
    Shown { records: trials.len() as u64, events, open, rate, of: if of.is_nan() { 0.0 } else { of }, quarters, seen }
}

/// One lead at the stage before.
struct Trial {
    created: Day,
    weight: f64,
    lost: bool,
    /// Days that it was followed, up to the as-of date.
    followed: u32,
    /// Days after which it reached the stage.
    reached: Option<u32>,
}

fn trial(passages: &Passages, i: usize, stage: usize, rules: &Rules) -> Option<Trial> {
    let lead = &passages.leads[i];
    let (created, weight, lost) = (lead.created, rules.weight(lead.created), lead.lost);
    if !passages.dated {
        let there = usize::from(lead.reached) >= stage && rules.mature(created);
        let reached = (usize::from(lead.reached) > stage).then_some(0);
        return there.then_some(Trial { created, weight, lost, followed: 0, reached });
    }
    let entered = passages.entered(i, stage)?;
    let reached = passages.reached(i, stage).map(|day| day.since(entered).unsigned_abs());
    Some(Trial { created, weight, lost, followed: rules.as_of.since(entered).unsigned_abs(), reached })
}

/// Share that has reached the stage by each day.
struct Incidence {
    steps: Vec<Step>,
    horizon: u32,
    share: f64,
}

fn incidence(trials: &[Trial]) -> Incidence {
    let mut timeline = Timeline::default();
    for t in trials {
        let cause = t.reached.map(|_| Cause::First);
        timeline.add(0, t.reached.unwrap_or(t.followed), cause, t.weight);
    }
    let scale = trials.iter().map(|t| t.weight).sum::<f64>() / trials.len().max(1) as f64;
    let mut steps = kaplan_meier(&timeline);
    let far = steps.iter().rposition(|s| s.at_risk >= FEWEST_AT_RISK * scale);
    steps.truncate(far.map_or(steps.len(), |last| last + 1));
    let share = steps.last().map_or(if trials.is_empty() { f64::NAN } else { 0.0 }, |s| 1.0 - s.share);
    let horizon = steps.last().map_or(u32::MAX, |s| s.days);
    Incidence { steps, horizon, share }
}

impl Incidence {
    /// Where statuses tell all at once.
    fn at_once() -> Self {
        Self { steps: Vec::new(), horizon: u32::MAX, share: f64::NAN }
    }

    /// How much of the share can have shown after so many days; by the months that a lead gets where nobody has moved
    /// on yet.
    fn along(&self, days: u32, rules: &Rules) -> f64 {
        if self.share <= 0.0 {
            return (f64::from(days) / (rules.mature_months * DAYS_A_MONTH).max(1.0)).min(1.0);
        }
        let before = self.steps.partition_point(|s| s.days <= days);
        if before == 0 { 0.0 } else { (1.0 - self.steps[before - 1].share) / self.share }
    }
}
