//! Made-up plans and results for the tests of the report, the charts and the exporters: straight-line medians with
//! normal spread round them.

use crate::analysis::Estimate;
use crate::analysis::bands::{Columns, Series};
use crate::analysis::distribution::{Distribution, round_values};
use crate::analysis::drivers::DriverSummary;
use crate::analysis::odds::{GoalOdds, MilestoneOdds, Odds, Planned, PremiumKind};
use crate::calendar::{Calendar, CountSchedule, YearMonth};
use crate::outcome::Provenance;
use crate::plan::{
    Bound, Counts, CountsId, Deals, Domain, Driver, DriverId, Metric, OpeningPipeline, Pipeline, Plan, RampCurve,
    Reconcile, Retention, RunDefaults, SalesForce, Sampling, Segment, Source, SourceKind, Stage, Target, Timing, Unit,
    Value,
};
use std::collections::BTreeMap;

mod pack;
pub use pack::report;

/// Normal scores of the nine percentiles.
const Z: [f64; 9] = [-2.3263, -1.6449, -1.2816, -0.6745, 0.0, 0.6745, 1.2816, 1.6449, 2.3263];

/// A plan from $10M to $20M ARR.
pub fn plan(months: usize, segments: usize) -> Plan {
    plan_towards(months, segments, 20e6)
}

/// A plan that doubles its ARR to `target`; every segment has both paths.
pub fn plan_towards(months: usize, segments: usize, target: f64) -> Plan {
    let mut plan = Plan {
        name: "FY27 operating plan".to_string(),
        currency: "USD".to_string(),
        calendar: Calendar { start: YearMonth::new(2027, 1).unwrap(), months, fiscal_year_start: 1 },
        target: Target { arr: target, by: months, path: Vec::new(), mix: BTreeMap::new(), tam: Some(100.0 * target) },
        goals: Vec::new(),
        drivers: Vec::new(),
        counts: Vec::new(),
        segments: Vec::new(),
        stages: vec!["mql".to_string()],
        finance: None,
        dependence: Vec::new(),
        risks: Vec::new(),
        levers: Vec::new(),
        owners: BTreeMap::new(),
        run: RunDefaults { trials: 10_000, seed: 1, sampling: Sampling::Random },
        digest: "sha256:00".to_string(),
    };
    for i in 0..segments {
        add_segment(&mut plan, i, 0.5 * target / segments as f64);
    }
    plan
}

fn add_segment(plan: &mut Plan, i: usize, opening_arr: f64) {
    let name = format!("segment-{i}");
    let opening_arr = number(plan, &format!("segments.{name}.opening_arr"), Unit::Money, opening_arr);
    let one = number(plan, &format!("segments.{name}.any"), Unit::Ratio, 1.0);
    let written = CountSchedule::default();
    let hires = plan.add_counts(Counts {
        path: format!("segments.{name}.capacity.hires"),
        written,
        timing: Timing::AnyMonth,
        adjustments: Vec::new(),
        risk_changes: Vec::new(),
    });
    plan.segments.push(Segment {
        name,
        opening_arr,
        opening_customers: one,
        reconcile: Reconcile::Constrained,
        deals: Some(Deals { size: one, dispersion: one }),
        sales_force: Some(sales_force(one, hires)),
        pipeline: Some(pipeline(one)),
        retention: retention(one),
    });
}

fn number(plan: &mut Plan, path: &str, unit: Unit, x: f64) -> DriverId {
    plan.add_driver(Driver {
        path: path.to_string(),
        unit,
        domain: Domain::NON_NEGATIVE,
        timing: Timing::WholePlan,
        value: Value::Number(x),
        adjustments: Vec::new(),
        risk_changes: Vec::new(),
        whole: false,
    })
}

fn sales_force(one: DriverId, hires: CountsId) -> SalesForce {
    SalesForce {
        reps: one,
        ramping: Vec::new(),
        hires,
        hiring_slip_months: one,
        ramp_months: one,
        ramp_curve: RampCurve::Linear,
        quota_annual: one,
        attainment: one,
        attrition_annual: one,
        backfill: true,
        backfill_months: one,
        seasonality: [1.0; 12],
    }
}

fn pipeline(one: DriverId) -> Pipeline {
    let stages = vec![Stage { stage: 0, rate: one }];
    let kind = SourceKind::PerRep { per_rep: one };
    Pipeline {
        opening: OpeningPipeline::Opps(one),
        win_rate: one,
        sales_cycle_months: one,
        cycle_dispersion: one,
        backlog_hold: one,
        opps_factor: one,
        seasonality: [1.0; 12],
        sources: vec![Source { name: "outbound".to_string(), kind, lag_months: one, stages }],
    }
}

fn retention(one: DriverId) -> Retention {
    Retention {
        contract_months: 12,
        churn_annual: one,
        contraction_annual: one,
        expansion_annual: one,
        uplift_annual: one,
        size_dispersion: one,
        renewal_weights: vec![1.0; 12],
        key_accounts: Vec::new(),
    }
}

/// What was run.
pub fn provenance() -> Provenance {
    Provenance {
        scheme: "philox-1".to_string(),
        version: "0.1.0".to_string(),
        digest: "sha256:00".to_string(),
        trials: 10_000,
        design_trials: 10_000,
        seed: 1,
        sampling: "random".to_string(),
    }
}

fn estimate(value: f64, error: f64) -> Estimate {
    Estimate { value: Some(value), low: Some(value - error), high: Some(value + error) }
}

/// A probability with its Wilson interval for 10,000 trials.
fn probability(p: f64) -> Estimate {
    let (n, z) = (10_000.0f64, 1.96f64);
    let (middle, scale) = ((p + z * z / (2.0 * n)) / (1.0 + z * z / n), 1.0 + z * z / n);
    let half = z / scale * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    Estimate { value: Some(p), low: Some((middle - half).clamp(0.0, p)), high: Some((middle + half).clamp(p, 1.0)) }
}

/// Median ARR at the end of month `t` as a share of the target.
fn median_share(t: usize, months: usize) -> f64 {
    0.5 + 0.45 * (t as f64 / months as f64).powf(1.2)
}

/// Results whose ARR at the target date is normal with mean 95 % of the target and the given spread (sd / mean).
pub fn odds(plan: &Plan, spread: f64) -> Odds {
    let (target, months) = (plan.target.arr, plan.calendar.months);
    let arr = 0.95 * target;
    let sd = spread * arr;
    let by_percentile = Z.map(|z| estimate(arr + z * sd, 2.0 * sd / 100.0));
    let shares = |t: usize| probability(if spread == 0.0 { 0.0 } else { 0.3 + 0.5 * (1.0 - t as f64 / months as f64) });
    let milestone = |t: usize| {
        let arr = target * (0.5 + 0.5 * t as f64 / months as f64);
        MilestoneOdds { t, arr, probability: shares(t) }
    };
    Odds {
        target_arr: target,
        by: months,
        probability: shares(months),
        arr: by_percentile,
        gap: by_percentile.map(|e| Estimate {
            value: e.value.map(|x| x - target),
            low: e.low.map(|x| x - target),
            high: e.high.map(|x| x - target),
        }),
        mean_miss: Some(0.105 * target),
        share_of_tam: Some(0.01),
        milestones: [months / 4, months / 2, 3 * months / 4].into_iter().filter(|&t| t > 0).map(milestone).collect(),
        on_path: (1..=months).map(shares).collect(),
        path: (1..=months).map(|t| target * (0.5 + 0.5 * t as f64 / months as f64)).collect(),
        goals: vec![GoalOdds {
            metric: Metric::Nrr,
            segment: None,
            from: 1,
            by: months,
            bound: Bound::AtLeast(1.08),
            probability: probability(0.6),
        }],
        joint: probability(0.25),
        cash_out: Some(probability(0.12)),
        planned: Planned {
            arr: 1.02 * target,
            premium: 0.07 * target,
            kind: PremiumKind::Optimism,
            drivers_stating_plan: 3,
            drivers: 12,
        },
        trials: 10_000,
    }
}

/// Bands of the metrics that reports and charts read, in total and by segment.
pub fn bands(plan: &Plan, spread: f64) -> Vec<Series> {
    let months = plan.calendar.months;
    let target = plan.target.arr;
    let mut out = Vec::new();
    let owners: Vec<Option<usize>> = std::iter::once(None).chain((0..plan.segments.len()).map(Some)).collect();
    for segment in owners {
        let part = segment.map_or(1.0, |i| 2.0 * (plan.segments.len() - i) as f64 / 20.0);
        let arr = |t: usize| part * target * median_share(t, months);
        let new_arr = |t: usize| part * target * (0.03 + 0.04 * t as f64 / months as f64);
        out.push(series(plan, Metric::Arr, segment, spread, &arr));
        out.push(series(plan, Metric::NewArr, segment, spread, &new_arr));
        out.push(series(plan, Metric::NetNewArr, segment, spread, &new_arr));
        out.push(series(plan, Metric::CapacityArr, segment, spread, &|t| 1.1 * new_arr(t)));
        out.push(series(plan, Metric::PipelineArr, segment, 2.0 * spread, &new_arr));
        out.push(series(plan, Metric::CapacityBound, segment, 0.0, &|_| 0.38));
    }
    out.push(series(plan, Metric::Cash, None, spread, &|t| 0.4 * target - 0.02 * target * t as f64));
    out
}

fn series(plan: &Plan, metric: Metric, segment: Option<usize>, spread: f64, mean: &dyn Fn(usize) -> f64) -> Series {
    let calendar = &plan.calendar;
    let singles: Vec<(usize, usize)> = (1..=calendar.months).map(|t| (t, t)).collect();
    let columns = |labels: Vec<String>, periods: Vec<(usize, usize)>| {
        let value = |&(first, last): &(usize, usize)| match metric.kind() {
            crate::plan::Kind::Flow => (first..=last).map(mean).sum(),
            _ => mean(last),
        };
        let values: Vec<f64> = periods.iter().map(value).collect();
        let sd: Vec<f64> = periods
            .iter()
            .zip(&values)
            .map(|(p, x)| spread * x.abs() * (p.1 as f64 / calendar.months as f64).sqrt())
            .collect();
        Columns {
            labels,
            mean: values.iter().map(|&x| Some(x)).collect(),
            sd: sd.iter().map(|&x| Some(x)).collect(),
            percentiles: Z.map(|z| values.iter().zip(&sd).map(|(x, sd)| Some(x + z * sd)).collect()),
            undefined: vec![0.0; values.len()],
            planned: values.iter().map(|&x| Some(1.0735 * x)).collect(),
        }
    };
    Series {
        metric,
        segment,
        months: columns(calendar.month_labels(), singles),
        quarters: columns(calendar.quarter_labels(), calendar.quarters()),
        years: columns(calendar.year_labels(), calendar.years()),
    }
}

/// The distribution of ARR at the target date that belongs to [`odds`].
pub fn distribution(plan: &Plan, spread: f64) -> Distribution {
    let mean = 0.95 * plan.target.arr;
    let sd = spread * mean;
    if spread == 0.0 {
        return Distribution { bins: vec![(mean, mean, 1.0)], exceedance: vec![(mean, 1.0)], levels: Vec::new() };
    }
    let edges: Vec<f64> = (0..=40).map(|i| mean + sd * (i as f64 - 20.0) * 3.09 / 20.0).collect();
    let above = |x: f64| 0.5 * libm::erfc((x - mean) / sd / std::f64::consts::SQRT_2);
    Distribution {
        bins: edges.windows(2).map(|w| (w[0], w[1], above(w[0]) - above(w[1]))).collect(),
        exceedance: edges.iter().map(|&x| (x, above(x))).collect(),
        levels: round_values(edges[0], edges[40]).into_iter().map(|x| (x, above(x))).collect(),
    }
}

/// Summaries of the first drivers of a plan, as if they were random.
pub fn driver_summaries() -> Vec<DriverSummary> {
    vec![DriverSummary { id: DriverId(0), mean: 1.5, sd: 0.5, percentiles: Z.map(|z| 1.5 + 0.5 * z) }]
}
