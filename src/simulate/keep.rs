//! Single trials: what is noted of each, and the columns of trials.csv.

use super::block::{Block, Program};
use crate::math::lanes::{LANES, Lanes};
use crate::outcome::joint::KeptTrials;
use crate::plan::{DriverId, Kind, Metric, Per, Plan, Value};
use std::ops::Range;

/// A metric at a month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KeptColumn {
    /// What is measured.
    pub metric: Metric,
    /// Index of the segment; `None`: the total.
    pub segment: Option<usize>,
    /// Month t.
    pub t: usize,
}

/// What is noted of every trial.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Noted {
    /// A metric at the end of a month.
    Metric(KeptColumn),
    /// A metric over the months from this one to the column's: a flow summed, a share averaged.
    Sum(KeptColumn, usize),
    /// What was drawn for a driver, before adjustments and risks: the mean of the plan's months where it varies.
    Driver(DriverId),
    /// What was drawn for a driver in a month.
    DriverDraw(DriverId, usize),
    /// The month in which a risk (by its index) strikes; infinite where it does not.
    RiskStart(usize),
}

/// The joint sample of a run: what is noted of its first trials.
#[derive(Clone, Debug, Default)]
pub struct JointSpec {
    /// Trials below this number are noted.
    pub trials: u64,
    /// One column each; they must be there in every plan of the run.
    pub columns: Vec<Noted>,
}

impl JointSpec {
    /// These columns of all trials.
    pub fn all(columns: Vec<Noted>) -> Self {
        Self { trials: u64::MAX, columns }
    }
}

/// ARR at the target date.
pub fn arr_at_target(plan: &Plan) -> Noted {
    Noted::Metric(KeptColumn { metric: Metric::Arr, segment: None, t: plan.target.by })
}

/// What each goal measures, in the order of the plan.
pub fn goals(plan: &Plan) -> Vec<Noted> {
    let noted = |goal: &crate::plan::Goal| {
        let column = KeptColumn { metric: goal.metric, segment: goal.segment, t: goal.by };
        match goal.metric.kind() {
            Kind::Stock | Kind::Ratio => Noted::Metric(column),
            Kind::Flow | Kind::Share => Noted::Sum(column, goal.from),
        }
    };
    plan.goals.iter().map(noted).collect()
}

fn is_per_plan(plan: &Plan, id: DriverId) -> bool {
    !matches!(&plan.driver(id).value, Value::Random(random) if random.per != Per::Plan)
}

/// The columns of trials.csv: ARR at the target date, what each goal measures, drivers drawn once a trial, the asked
/// columns.
pub fn kept(plan: &Plan, asked: &[KeptColumn]) -> Vec<Noted> {
    let drivers = plan.random_drivers().into_iter().filter(|&id| is_per_plan(plan, id)).map(Noted::Driver);
    let asked = asked.iter().copied().map(Noted::Metric);
    std::iter::once(arr_at_target(plan)).chain(goals(plan)).chain(drivers).chain(asked).collect()
}

/// Names of the columns of kept trials. A name is `metric@month`, `segment:metric@month`, `metric@first..last` for the
/// sum of a flow, a driver's path, `path@month` for its draw in a month, or `risk NAME`.
pub fn kept_columns(plan: &Plan, asked: &[KeptColumn]) -> Vec<String> {
    kept(plan, asked).iter().map(|noted| name(plan, noted)).collect()
}

fn name(plan: &Plan, noted: &Noted) -> String {
    let metric = |c: &KeptColumn| {
        let segment = c.segment.map_or(String::new(), |s| format!("{}:", plan.segments[s].name));
        format!("{segment}{}", c.metric.name(plan))
    };
    let month = |t: usize| plan.calendar.month(t);
    match noted {
        Noted::Metric(c) => format!("{}@{}", metric(c), month(c.t)),
        Noted::Sum(c, from) => format!("{}@{}..{}", metric(c), month(*from), month(c.t)),
        Noted::Driver(id) => plan.driver(*id).path.clone(),
        Noted::DriverDraw(id, t) => format!("{}@{}", plan.driver(*id).path, month(*t)),
        Noted::RiskStart(risk) => format!("risk {}", plan.risks[*risk].name),
    }
}

/// Collects single trials of block after block.
#[derive(Clone, Debug)]
pub struct Keeper {
    columns: Vec<Noted>,
    trials: u64,
    done: Vec<KeptTrials>,
}

impl Keeper {
    /// Nothing kept yet.
    pub fn new(joint: &JointSpec) -> Self {
        Self { columns: joint.columns.clone(), trials: joint.trials, done: Vec::new() }
    }

    /// Notes month `t` of a block's trials.
    pub fn add_month(&mut self, program: &Program<'_>, block: &Block, t: usize, lanes: &Range<usize>) {
        let first = block.number * LANES as u64;
        let lanes = lanes.start..lanes.end.min(self.trials.saturating_sub(first).min(LANES as u64) as usize);
        if self.columns.is_empty() || lanes.is_empty() {
            return;
        }
        if t == 1 {
            let columns = vec![vec![0.0; lanes.len()]; self.columns.len()];
            self.done.push(KeptTrials { first_trial: first + lanes.start as u64, columns });
        }
        let Some(kept) = self.done.last_mut() else { return };
        for (column, out) in self.columns.iter().zip(&mut kept.columns) {
            note(column, program, block, t, lanes.clone(), out);
        }
    }

    /// Hands over what was kept.
    pub fn take(&mut self) -> Vec<KeptTrials> {
        std::mem::take(&mut self.done)
    }
}

pub(super) fn note(
    column: &Noted,
    program: &Program<'_>,
    block: &Block,
    t: usize,
    lanes: Range<usize>,
    out: &mut [f64],
) {
    match column {
        Noted::Metric(c) if c.t == t => {
            if let Some(values) = block.lanes(c.metric, c.segment) {
                out.copy_from_slice(&values[lanes]);
            }
        }
        Noted::Sum(c, from) if (*from..=c.t).contains(&t) => {
            let months = if c.metric.kind() == Kind::Share { (c.t + 1 - from) as f64 } else { 1.0 };
            let Some(values) = block.lanes(c.metric, c.segment) else { return };
            out.iter_mut().zip(&values[lanes]).for_each(|(sum, x)| *sum += x / months);
        }
        Noted::Driver(id) if is_per_plan(program.plan, *id) && t == 1 => {
            out.copy_from_slice(&program.driver_drawn(block, *id, t)[lanes]);
        }
        Noted::Driver(id) if !is_per_plan(program.plan, *id) => {
            let months = program.plan.calendar.months as f64;
            add_mean(out, program.driver_drawn(block, *id, t), lanes, months);
        }
        Noted::DriverDraw(id, month) if *month == t => {
            out.copy_from_slice(&program.driver_drawn(block, *id, t)[lanes]);
        }
        Noted::RiskStart(risk) if t == 1 => out.copy_from_slice(&program.risk_start(block, *risk)[lanes]),
        _ => {}
    }
}

fn add_mean(out: &mut [f64], values: &Lanes, lanes: Range<usize>, months: f64) {
    out.iter_mut().zip(&values[lanes]).for_each(|(sum, x)| *sum += x / months);
}
