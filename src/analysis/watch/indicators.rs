//! Which leading indicators are watched, and when.

use crate::plan::{Kind, Metric, Plan};
use crate::simulate::{KeptColumn, Noted};

/// A metric that people can read off their systems at a check-in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Indicator {
    /// What is measured; a flow is summed from the plan's start.
    pub metric: Metric,
    /// Index of the segment; `None`: the total.
    pub segment: Option<usize>,
}

/// Which check-ins there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckIns {
    /// At the end of every fiscal quarter.
    Quarterly,
    /// At the end of every month.
    Monthly,
}

/// Months t at whose end there is a check-in: those before the target date.
pub fn check_ins(plan: &Plan, when: CheckIns) -> Vec<usize> {
    let ends: Vec<usize> = match when {
        CheckIns::Quarterly => plan.calendar.quarters().into_iter().map(|(_, last)| last).collect(),
        CheckIns::Monthly => (1..=plan.calendar.months).collect(),
    };
    ends.into_iter().filter(|&t| t < plan.target.by).collect()
}

/// The indicators of a plan: ARR in total (the target's own measure, to be read beside the milestones), stages to date, opportunities created to date, open pipeline, its coverage, ramped reps, new,
/// churned and net new ARR to date. Each in total and, where more than one segment has it, by segment.
pub fn indicators(plan: &Plan) -> Vec<Indicator> {
    let stages = (0..plan.stages.len()).filter(|&stage| !is_opportunity(plan, stage)).map(Metric::Stage);
    let others = [
        Metric::OppsCreated,
        Metric::PipelineValue,
        Metric::PipelineCoverage,
        Metric::RampedReps,
        Metric::NewArr,
        Metric::ChurnedArr,
        Metric::NetNewArr,
    ];
    let arr = Indicator { metric: Metric::Arr, segment: None };
    std::iter::once(arr).chain(stages.chain(others).flat_map(|metric| everywhere(plan, metric))).collect()
}

/// A metric in total and by segment.
fn everywhere(plan: &Plan, metric: Metric) -> Vec<Indicator> {
    let mut segments: Vec<usize> = (0..plan.segments.len()).filter(|&s| metric.in_segment(&plan.segments[s])).collect();
    if segments.len() == 1 {
        // the only one is the total
        segments.clear();
    }
    let total = metric.in_total(plan).then_some(None);
    total.into_iter().chain(segments.into_iter().map(Some)).map(|segment| Indicator { metric, segment }).collect()
}

/// Whether a stage is the last of every source that has it: those are the opportunities, which are counted as such.
fn is_opportunity(plan: &Plan, stage: usize) -> bool {
    let pipelines = plan.segments.iter().filter_map(|s| s.pipeline.as_ref());
    let mut sources = pipelines.flat_map(|p| &p.sources).filter(|s| s.stages.iter().any(|s| s.stage == stage));
    sources.all(|s| s.stages.last().is_some_and(|last| last.stage == stage))
}

impl Indicator {
    /// Whether it is ARR itself.
    pub fn is_arr(&self) -> bool {
        self.metric == Metric::Arr
    }

    /// Whether it is a sum from the plan's start.
    pub fn is_to_date(&self) -> bool {
        self.metric.kind() == Kind::Flow
    }

    /// What is noted of each trial for its value at the end of month `t`.
    pub fn noted(&self, t: usize) -> Noted {
        let column = KeptColumn { metric: self.metric, segment: self.segment, t };
        if self.is_to_date() { Noted::Sum(column, 1) } else { Noted::Metric(column) }
    }
}
