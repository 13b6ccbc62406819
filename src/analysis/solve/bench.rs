//! Simulates changed copies of a plan on the same trials and counts what is wanted.

use super::{Settings, Wanted, curve_trials};
use crate::analysis::{Estimate, interval, odds};
use crate::outcome::tally::Hits;
use crate::outcome::{Outcome, Tally};
use crate::plan::lever::pulled;
use crate::plan::target::at_least;
use crate::plan::{Lever, Metric, Plan};
use crate::simulate::{self, Control, JointSpec, KeptColumn, MetricSet, Noted, RunError, RunSpec, keep};
use std::collections::BTreeMap;
use std::ops::Range;

/// Most trials of a joint sample: differences are of the first so many.
pub(super) const MOST_SAMPLED: u64 = 100_000;

/// What a changed plan reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reached {
    /// Probability of what is wanted.
    pub probability: Estimate,
    /// Median of ARR at the target date, money.
    pub median: Estimate,
}

/// What is known of a changed plan, and its single trials.
#[derive(Clone, Debug, Default)]
pub(super) struct Measured {
    pub reached: Reached,
    pub hits: u64,
    pub trials: u64,
    pub sample: Sample,
}

/// Single trials, in their order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sample {
    /// Whether what is wanted came about.
    pub met: Vec<bool>,
    /// ARR at the target date, money.
    pub arr: Vec<f64>,
}

/// The plan as it stands, on all trials, and single trials of the curves.
pub(super) struct Base {
    pub all: Measured,
    pub curve: Sample,
}

/// Hits and mean ARR of a mix.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Counted {
    pub hits: u64,
    pub trials: u64,
    pub mean_arr: f64,
}

/// The plan, its levers and the question.
pub(super) struct Bench<'a> {
    pub plan: Plan,
    pub levers: &'a [Lever],
    pub settings: Settings,
    /// All trials of the run.
    pub trials: u64,
    spec: &'a RunSpec,
    control: &'a Control<'a>,
    counted: BTreeMap<(u64, Vec<Option<u64>>), Counted>,
}

impl Measured {
    /// Share of hits.
    pub fn share(&self) -> f64 {
        self.hits as f64 / self.trials.max(1) as f64
    }
}

impl<'a> Bench<'a> {
    pub fn new(
        plan: &Plan,
        levers: &'a [Lever],
        settings: Settings,
        spec: &'a RunSpec,
        control: &'a Control<'a>,
    ) -> Self {
        let mut plan = plan.clone();
        // a median of x or more is half of the trials at x or more: the target is all that has to be moved
        if let Wanted::Median(arr) = settings.wanted {
            plan.target.arr = arr;
        }
        let trials = spec.trials.end - spec.trials.start;
        Self { plan, levers, settings, trials, spec, control, counted: BTreeMap::new() }
    }

    /// The plan as it stands.
    pub fn base(&self) -> Result<Base, RunError> {
        let all = self.measure_one(&self.plan, self.trials)?;
        let first = (curve_trials(self.trials) as usize).min(all.sample.met.len());
        let curve = Sample { met: all.sample.met[..first].to_vec(), arr: all.sample.arr[..first].to_vec() };
        Ok(Base { all, curve })
    }

    /// Whether so many hits are the wanted level.
    pub fn reaches(&self, hits: u64, trials: u64) -> bool {
        hits as f64 >= self.settings.level * trials as f64
    }

    /// One changed plan.
    pub fn measure_one(&self, plan: &Plan, trials: u64) -> Result<Measured, RunError> {
        self.measure(std::slice::from_ref(plan), trials).map(|mut measured| measured.pop().unwrap_or_default())
    }

    /// One changed plan on trials that nothing was chosen with, as many as the run has. Of many mixes the one that looks
    /// best on some trials looks better there than it is (the winner's curse); on others it does not.
    pub fn reached_afresh(&self, plan: &Plan) -> Result<Reached, RunError> {
        let fresh = self.spec.trials.end..self.spec.trials.end + self.trials;
        let outcome = self.run(std::slice::from_ref(plan), fresh, JointSpec::default())?.pop();
        outcome.map(|outcome| self.measured(plan, outcome).reached).ok_or(RunError::Cancelled)
    }

    /// Changed plans through the first `trials` trials, in one pass.
    pub fn measure(&self, plans: &[Plan], trials: u64) -> Result<Vec<Measured>, RunError> {
        let joint = JointSpec { trials: MOST_SAMPLED, columns: self.columns() };
        let outcomes = self.run(plans, self.first(trials), joint)?;
        Ok(plans.iter().zip(outcomes).map(|(plan, outcome)| self.measured(plan, outcome)).collect())
    }

    /// Mixes (an amount a lever, `None` where it is not pulled) through the first `trials` trials; what has been counted
    /// before is not simulated again.
    pub fn count(&mut self, mixes: &[Vec<Option<f64>>], trials: u64) -> Result<Vec<Counted>, RunError> {
        let key = |mix: &[Option<f64>]| (trials, mix.iter().map(|x| x.map(f64::to_bits)).collect::<Vec<_>>());
        let mut new: Vec<&Vec<Option<f64>>> = Vec::new();
        for mix in mixes {
            if !self.counted.contains_key(&key(mix)) && !new.contains(&mix) {
                new.push(mix);
            }
        }
        let plans: Vec<Plan> = new.iter().map(|mix| self.mixed(mix)).collect();
        let outcomes =
            if plans.is_empty() { Vec::new() } else { self.run(&plans, self.first(trials), JointSpec::default())? };
        for (mix, outcome) in new.into_iter().zip(outcomes) {
            let counted = Counted {
                hits: self.hits(&outcome.tally.hits),
                trials: outcome.tally.hits.trials,
                mean_arr: mean_arr(&self.plan, &outcome.tally),
            };
            self.counted.insert(key(mix), counted);
        }
        let known = |mix: &Vec<Option<f64>>| self.counted.get(&key(mix)).copied().ok_or(RunError::Cancelled);
        mixes.iter().map(known).collect()
    }

    /// The plan with several levers pulled.
    pub fn mixed(&self, mix: &[Option<f64>]) -> Plan {
        let pull = |plan: Plan, (lever, x): (&Lever, &Option<f64>)| x.map_or(plan.clone(), |x| pulled(&plan, lever, x));
        self.levers.iter().zip(mix).fold(self.plan.clone(), pull)
    }

    /// The first so many trials of the run.
    fn first(&self, trials: u64) -> Range<u64> {
        self.spec.trials.start..self.spec.trials.start + trials
    }

    fn run(&self, plans: &[Plan], trials: Range<u64>, joint: JointSpec) -> Result<Vec<Outcome>, RunError> {
        let design_trials = self.spec.design_trials.max(trials.end);
        let spec = RunSpec { trials, design_trials, metrics: MetricSet::Target, joint, ..self.spec.clone() };
        simulate::run(&plans.iter().collect::<Vec<_>>(), &spec, self.control)
    }

    fn hits(&self, hits: &Hits) -> u64 {
        match self.settings.wanted {
            Wanted::Target | Wanted::Median(_) => hits.target,
            Wanted::Goal(i) => hits.goals[i],
            Wanted::Milestone(i) => hits.milestones[i],
            Wanted::Joint => hits.joint,
        }
    }

    fn measured(&self, plan: &Plan, outcome: Outcome) -> Measured {
        let hits = self.hits(&outcome.tally.hits);
        let trials = outcome.tally.hits.trials;
        let reached = Reached {
            probability: interval::probability(hits, trials, &[]),
            median: odds::odds(plan, &outcome).arr[4],
        };
        Measured { reached, hits, trials, sample: self.sample(outcome.joint.into_columns()) }
    }

    /// What has to be noted of single trials: ARR at the target date, then what is wanted.
    fn columns(&self) -> Vec<Noted> {
        let arr = keep::arr_at_target(&self.plan);
        let mut goals = keep::goals(&self.plan);
        let wanted = match self.settings.wanted {
            Wanted::Target | Wanted::Median(_) => Vec::new(),
            Wanted::Goal(i) => vec![goals.swap_remove(i)],
            Wanted::Milestone(i) => {
                let t = self.plan.target.path[i].t;
                vec![Noted::Metric(KeptColumn { metric: Metric::Arr, segment: None, t })]
            }
            Wanted::Joint => goals,
        };
        std::iter::once(arr).chain(wanted).collect()
    }

    fn sample(&self, columns: Vec<Vec<f64>>) -> Sample {
        let mut columns = columns.into_iter();
        let Some(arr) = columns.next() else { return Sample::default() };
        let rest: Vec<Vec<f64>> = columns.collect();
        let Plan { target, goals, .. } = &self.plan;
        let met = |i: usize| match self.settings.wanted {
            Wanted::Target | Wanted::Median(_) => target.is_hit(arr[i]),
            Wanted::Goal(goal) => goals[goal].is_met(rest[0][i]),
            Wanted::Milestone(m) => at_least(rest[0][i], target.path[m].arr),
            Wanted::Joint => target.is_hit(arr[i]) && goals.iter().zip(&rest).all(|(goal, x)| goal.is_met(x[i])),
        };
        Sample { met: (0..arr.len()).map(met).collect(), arr }
    }
}

/// The mean of ARR at the target date, money.
fn mean_arr(plan: &Plan, tally: &Tally) -> f64 {
    let column = tally.column(Metric::Arr, None);
    column.and_then(|c| c.months[plan.target.by - 1].mean()).unwrap_or(f64::NAN)
}
