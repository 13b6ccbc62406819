//! What the pipeline path of a segment takes: decisions, opportunities, stages, spend, SDRs.
//!
//! The plan as written is linear in what its sources create: with u times as much of it in every month, decisions to the
//! target date are D(u) = D(0) + u (D(1) - D(0)), where D(0), without any new opportunity, is what comes of those that
//! are open or on their way at the start. So u = (D - D(0)) / (D(1) - D(0)) brings D decisions.

use super::cascade::{Measure, Reach, Row};
use crate::outcome::Planned;
use crate::plan::{Adjustment, Change, Metric, Pipeline, Plan, Source, SourceKind, Window};
use crate::simulate::{RunError, planned};

/// The plan as written in which no source creates anything from month 1 on.
#[derive(Clone, Debug)]
pub struct WithoutNew(Planned);

/// Decisions that differ by less than this share come of rounding.
const ROUNDING: f64 = 1e-9;

/// Walks the plan as written without new opportunities.
///
/// # Errors
/// See [`RunError`].
pub fn without_new(plan: &Plan) -> Result<WithoutNew, RunError> {
    let mut without = plan.clone();
    for pipeline in plan.segments.iter().filter_map(|s| s.pipeline.as_ref()) {
        // the factor of the time before the plan knows no adjustments, so what is on its way stays
        let nothing = Adjustment { change: Change { multiply: 0.0, add: 0.0 }, window: Window::ALWAYS };
        without.drivers[pipeline.opps_factor.0].adjustments = vec![nothing];
    }
    planned::planned(&without).map(WithoutNew)
}

/// The rows of a segment that has to win `wins` by month at these deal sizes, and whether its sources can bring them.
pub fn rows(
    plan: &Plan,
    planned: &Planned,
    without_new: &WithoutNew,
    (segment, pipeline): (usize, &Pipeline),
    (wins, size): (&[f64], &[f64]),
) -> (Reach, Vec<Row>) {
    let by = plan.target.by;
    let as_written =
        |metric| -> Vec<Option<f64>> { (1..=by).map(|t| planned.month(metric, Some(segment), t)).collect() };
    let without = |metric, t: usize| without_new.0.month(metric, Some(segment), t).unwrap_or(0.0);
    let win_rate = |t: usize| plan.driver(pipeline.win_rate).as_written(t);
    let decisions: Vec<Option<f64>> = (1..=by).map(|t| over(wins[t - 1], win_rate(t))).collect();
    let reach = reach(&decisions, &as_written(Metric::OppsDecided), |t| without(Metric::OppsDecided, t));
    let u = match reach {
        Reach::Factor(u) => Some(u),
        _ => None,
    };
    // in motion already + u times what is added
    let scaled = |metric: Metric| -> Vec<Option<f64>> {
        let month = |(i, x): (usize, &Option<f64>)| {
            let start = without(metric, i + 1);
            Some(start + u? * ((*x)? - start))
        };
        as_written(metric).iter().enumerate().map(month).collect()
    };
    let in_money = |months: Vec<Option<f64>>| -> Vec<Option<f64>> {
        months.iter().zip(size).map(|(x, size)| x.map(|x| x * size)).collect()
    };
    let row = |measure, needed, metric| Row { measure, source: None, needed, planned: as_written(metric) };
    let new_arr: Vec<f64> = wins.iter().zip(size).map(|(wins, size)| wins * size).collect();
    let mut rows = vec![
        row(Measure::Decisions, decisions, Metric::OppsDecided),
        row(Measure::Opportunities, scaled(Metric::OppsCreated), Metric::OppsCreated),
    ];
    for stage in (0..plan.stages.len()).filter(|&i| Metric::Stage(i).in_segment(&plan.segments[segment])) {
        let metric = Metric::Stage(stage);
        let needed = as_written(metric).iter().map(|x| Some(u? * (*x)?)).collect();
        rows.push(row(Measure::Stage(stage), needed, metric));
    }
    let value = in_money(scaled(Metric::OpenOpps));
    let coverage = |value: &[Option<f64>]| (1..=by).map(|t| over(value[t - 1]?, to_come(&new_arr, t))).collect();
    let (needed, given) = (coverage(&value), coverage(&as_written(Metric::PipelineValue)));
    rows.push(row(Measure::Pipeline, value, Metric::PipelineValue));
    rows.push(Row { measure: Measure::Coverage, source: None, needed, planned: given });
    rows.extend(pipeline.sources.iter().enumerate().filter_map(|(i, source)| source_row(plan, (i, source), u)));
    (reach, rows)
}

/// x / y; `None` where y is not above 0, but 0 where nothing is asked for.
fn over(x: f64, y: f64) -> Option<f64> {
    if y > 0.0 { Some(x / y) } else { (x == 0.0).then_some(0.0) }
}

/// New ARR after month `t` up to the target date.
pub fn to_come(new_arr: &[f64], t: usize) -> f64 {
    new_arr[t..].iter().sum()
}

fn reach(decisions: &[Option<f64>], as_written: &[Option<f64>], without: impl Fn(usize) -> f64) -> Reach {
    let Some(needed) = decisions.iter().copied().sum::<Option<f64>>() else { return Reach::NoMotion };
    let all: f64 = as_written.iter().flatten().sum();
    let start: f64 = (1..=as_written.len()).map(without).sum();
    match (all - start > ROUNDING * all, needed <= start) {
        (_, true) => Reach::Factor(0.0),
        (false, false) => Reach::TooLate,
        (true, false) => Reach::Factor((needed - start) / (all - start)),
    }
}

/// Spend or SDRs of a source that has to bring u times its units.
fn source_row(plan: &Plan, (index, source): (usize, &Source), u: Option<f64>) -> Option<Row> {
    let by = plan.target.by;
    let months = |value: &dyn Fn(usize) -> Option<f64>| (1..=by).map(value).collect::<Vec<Option<f64>>>();
    match &source.kind {
        SourceKind::Spend { spend, elasticity, reference_spend, .. } => {
            let planned = |t| plan.driver(*spend).as_written(t);
            let stated = |t: usize| plan.driver(*spend).stated(t);
            let reference = |t: usize| reference_spend.as_ref().map_or(stated(t), |s| s.at(t as i32));
            // where the reference is 0 the units are in proportion to the spend
            let exponent = |t| if reference(t) == 0.0 { 1.0 } else { plan.driver(*elasticity).as_written(t) };
            let needed = |t| spend_for(planned(t), u?, exponent(t));
            let planned = months(&|t| Some(planned(t)));
            Some(Row { measure: Measure::Spend, source: Some(index), needed: months(&needed), planned })
        }
        SourceKind::Sdrs { sdrs, .. } => {
            let planned = |t| plan.driver(*sdrs).as_written(t);
            let (needed, planned) = (months(&|t| Some(u? * planned(t))), months(&|t| Some(planned(t))));
            Some(Row { measure: Measure::Sdrs, source: Some(index), needed, planned })
        }
        SourceKind::Volume { .. } | SourceKind::PerRep { .. } => None,
    }
}

/// Spend that brings u times the units: spend · u^(1/e); at e = 0 no spend brings more.
fn spend_for(spend: f64, u: f64, elasticity: f64) -> Option<f64> {
    match elasticity > 0.0 {
        true => Some(spend * libm::pow(u, 1.0 / elasticity)),
        false => (u <= 1.0).then_some(spend),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spend_follows_its_elasticity() {
        assert_eq!(spend_for(100.0, 2.0, 1.0), Some(200.0));
        assert_eq!(spend_for(100.0, 2.0, 0.5), Some(400.0));
        assert_eq!((spend_for(100.0, 2.0, 0.0), spend_for(100.0, 1.0, 0.0)), (None, Some(100.0)));
    }

    #[test]
    fn what_is_open_already_counts_first() {
        let months = |x: [f64; 2]| x.map(Some);
        let factor = |needed: [f64; 2], planned: [f64; 2], start: [f64; 2]| {
            reach(&months(needed), &months(planned), |t| start[t - 1])
        };
        assert_eq!(factor([10.0, 20.0], [10.0, 10.0], [8.0, 2.0]), Reach::Factor(2.0));
        assert_eq!(factor([4.0, 4.0], [10.0, 10.0], [8.0, 2.0]), Reach::Factor(0.0));
        assert_eq!(factor([10.0, 20.0], [8.0, 2.0], [8.0, 2.0]), Reach::TooLate);
        assert_eq!(reach(&[None], &[Some(1.0)], |_| 0.0), Reach::NoMotion);
    }
}
