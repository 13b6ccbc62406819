//! results.json, format 1.
//!
//! Keys are only ever added to a format; undefined values are null; arrays stand on one line.

use super::layout::ArraysOnOneLine;
use super::number::Number;
use crate::analysis::bands::{Columns, Series};
use crate::analysis::drivers::DriverSummary;
use crate::analysis::odds::{GoalOdds, Odds, PremiumKind};
use crate::analysis::{self, PERCENTILE_NAMES};
use crate::outcome::Provenance;
use crate::plan::{Bound, Plan, Value};
use serde::ser::{SerializeMap, Serializer};
use serde::{Serialize, ser};

/// The format's number.
const FORMAT: u32 = 1;

/// All results of a run as JSON.
///
/// # Errors
/// None in practice: writing into memory and keys that are all text leave nothing that can fail.
pub fn results(
    plan: &Plan,
    provenance: &Provenance,
    odds: &Odds,
    bands: &[Series],
    drivers: &[DriverSummary],
) -> serde_json::Result<Vec<u8>> {
    let results = Results {
        format: FORMAT,
        program: Program { name: "planodds", version: &provenance.version, scheme: &provenance.scheme },
        scenario: scenario(plan, provenance),
        run: Run { trials: provenance.trials, seed: provenance.seed, sampling: &provenance.sampling },
        target: target(plan, odds),
        goals: odds.goals.iter().map(|g| goal(plan, g)).collect(),
        joint: odds.joint.into(),
        cash_out: odds.cash_out.map(Estimate::from),
        planned: planned(odds),
        metrics: bands.iter().map(|s| metric(plan, s)).collect(),
        drivers: drivers.iter().map(|d| driver(plan, d)).collect(),
    };
    let mut bytes = Vec::new();
    results.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, ArraysOnOneLine::default()))?;
    bytes.push(b'\n');
    Ok(bytes)
}

#[derive(Serialize)]
struct Results<'a> {
    format: u32,
    program: Program<'a>,
    scenario: Scenario<'a>,
    run: Run<'a>,
    target: Target,
    goals: Vec<Goal<'a>>,
    joint: Estimate,
    cash_out: Option<Estimate>,
    planned: Planned,
    metrics: Vec<Metric<'a>>,
    drivers: Vec<Driver<'a>>,
}

#[derive(Serialize)]
struct Program<'a> {
    name: &'static str,
    version: &'a str,
    scheme: &'a str,
}

#[derive(Serialize)]
struct Scenario<'a> {
    name: &'a str,
    digest: &'a str,
    currency: &'a str,
    start: String,
    months: usize,
}

fn scenario<'a>(plan: &'a Plan, provenance: &'a Provenance) -> Scenario<'a> {
    Scenario {
        name: &plan.name,
        digest: &provenance.digest,
        currency: &plan.currency,
        start: plan.calendar.month(1).to_string(),
        months: plan.calendar.months,
    }
}

#[derive(Serialize)]
struct Run<'a> {
    trials: u64,
    seed: u64,
    sampling: &'a str,
}

#[derive(Clone, Copy, Serialize)]
struct Estimate {
    value: Option<Number>,
    low: Option<Number>,
    high: Option<Number>,
}

impl From<analysis::Estimate> for Estimate {
    fn from(e: analysis::Estimate) -> Self {
        Self { value: e.value.map(Number), low: e.low.map(Number), high: e.high.map(Number) }
    }
}

/// One value a reported percentile, by its name.
struct ByPercentile<T>([T; 9]);

impl<T: Serialize> Serialize for ByPercentile<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(PERCENTILE_NAMES.iter().zip(&self.0))
    }
}

#[derive(Serialize)]
struct Target {
    arr: Number,
    by: String,
    probability: Estimate,
    gap: ByPercentile<Estimate>,
    mean_miss: Option<Number>,
    share_of_tam: Option<Number>,
    path: Vec<Milestone>,
}

#[derive(Serialize)]
struct Milestone {
    month: String,
    arr: Number,
    probability: Estimate,
}

fn target(plan: &Plan, odds: &Odds) -> Target {
    let month = |t: usize| plan.calendar.month(t).to_string();
    let milestone = |m: &analysis::odds::MilestoneOdds| Milestone {
        month: month(m.t),
        arr: Number(m.arr),
        probability: m.probability.into(),
    };
    Target {
        arr: Number(odds.target_arr),
        by: month(odds.by),
        probability: odds.probability.into(),
        gap: ByPercentile(odds.gap.map(Estimate::from)),
        mean_miss: odds.mean_miss.map(Number),
        share_of_tam: odds.share_of_tam.map(Number),
        path: odds.milestones.iter().map(milestone).collect(),
    }
}

#[derive(Serialize)]
struct Goal<'a> {
    metric: &'a str,
    segment: Option<&'a str>,
    from: String,
    by: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_least: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_most: Option<Number>,
    probability: Estimate,
}

fn goal<'a>(plan: &'a Plan, goal: &GoalOdds) -> Goal<'a> {
    let (at_least, at_most) = match goal.bound {
        Bound::AtLeast(x) => (Some(Number(x)), None),
        Bound::AtMost(x) => (None, Some(Number(x))),
    };
    Goal {
        metric: goal.metric.name(plan),
        segment: goal.segment.map(|s| plan.segments[s].name.as_str()),
        from: plan.calendar.month(goal.from).to_string(),
        by: plan.calendar.month(goal.by).to_string(),
        at_least,
        at_most,
        probability: goal.probability.into(),
    }
}

#[derive(Serialize)]
struct Planned {
    arr: Number,
    premium: Number,
    premium_kind: &'static str,
    drivers_stating_plan: usize,
    drivers: usize,
}

fn planned(odds: &Odds) -> Planned {
    Planned {
        arr: Number(odds.planned.arr),
        premium: Number(odds.planned.premium),
        premium_kind: match odds.planned.kind {
            PremiumKind::Optimism => "optimism",
            PremiumKind::CostOfUncertainty => "cost_of_uncertainty",
        },
        drivers_stating_plan: odds.planned.drivers_stating_plan,
        drivers: odds.planned.drivers,
    }
}

#[derive(Serialize)]
struct Metric<'a> {
    metric: &'a str,
    segment: Option<&'a str>,
    kind: &'static str,
    unit: &'static str,
    months: Periods<'a>,
    quarters: Periods<'a>,
    years: Periods<'a>,
}

fn metric<'a>(plan: &'a Plan, series: &'a Series) -> Metric<'a> {
    Metric {
        metric: series.metric.name(plan),
        segment: series.segment.map(|s| plan.segments[s].name.as_str()),
        kind: series.metric.kind().name(),
        unit: series.metric.unit().name(),
        months: Periods(&series.months),
        quarters: Periods(&series.quarters),
        years: Periods(&series.years),
    }
}

/// Columns with one entry a period.
struct Periods<'a>(&'a Columns);

impl Serialize for Periods<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let columns = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("labels", &columns.labels)?;
        column(&mut map, "mean", &columns.mean)?;
        column(&mut map, "sd", &columns.sd)?;
        for (name, values) in PERCENTILE_NAMES.iter().zip(&columns.percentiles) {
            column(&mut map, name, values)?;
        }
        let undefined: Vec<Number> = columns.undefined.iter().map(|&x| Number(x)).collect();
        map.serialize_entry("undefined", &undefined)?;
        column(&mut map, "planned", &columns.planned)?;
        map.end()
    }
}

fn column<M: ser::SerializeMap>(map: &mut M, name: &str, values: &[Option<f64>]) -> Result<(), M::Error> {
    let values: Vec<Option<Number>> = values.iter().map(|x| x.map(Number)).collect();
    map.serialize_entry(name, &values)
}

#[derive(Serialize)]
struct Driver<'a> {
    path: &'a str,
    per: &'static str,
    mean: Number,
    sd: Number,
    #[serde(flatten)]
    percentiles: ByPercentile<Number>,
    plan: Option<Number>,
}

fn driver<'a>(plan: &'a Plan, summary: &DriverSummary) -> Driver<'a> {
    let driver = plan.driver(summary.id);
    let (per, as_planned) = match &driver.value {
        Value::Random(random) => (random.per.name(), random.plan),
        Value::Number(_) | Value::Schedule(_) => (crate::plan::Per::Plan.name(), None),
    };
    Driver {
        path: &driver.path,
        per,
        mean: Number(summary.mean),
        sd: Number(summary.sd),
        percentiles: ByPercentile(summary.percentiles.map(Number)),
        plan: as_planned.map(Number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;
    use serde_json::Value as Json;

    fn json() -> Json {
        let plan = fixture::plan(14, 2);
        let (odds, bands) = (fixture::odds(&plan, 0.1), fixture::bands(&plan, 0.1));
        let bytes = results(&plan, &fixture::provenance(), &odds, &bands, &fixture::driver_summaries()).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    fn keys(json: &Json) -> Vec<&str> {
        json.as_object().unwrap().keys().map(String::as_str).collect()
    }

    fn has_keys(json: &Json, wanted: &[&str]) {
        let keys = keys(json);
        assert!(wanted.iter().all(|k| keys.contains(k)), "{keys:?} lacks some of {wanted:?}");
    }

    #[test]
    fn the_shape_is_that_of_format_1() {
        let json = json();
        assert_eq!(json["format"], 1);
        let top =
            ["program", "scenario", "run", "target", "goals", "joint", "cash_out", "planned", "metrics", "drivers"];
        has_keys(&json, &top);
        has_keys(&json["program"], &["name", "version", "scheme"]);
        has_keys(&json["scenario"], &["name", "digest", "currency", "start", "months"]);
        has_keys(&json["run"], &["trials", "seed", "sampling"]);
        has_keys(&json["target"], &["arr", "by", "probability", "gap", "mean_miss", "share_of_tam", "path"]);
        has_keys(&json["target"]["gap"], &PERCENTILE_NAMES);
        for estimate in
            [&json["target"]["gap"]["p1"], &json["joint"], &json["cash_out"], &json["target"]["probability"]]
        {
            has_keys(estimate, &["value", "low", "high"]);
        }
        has_keys(&json["target"]["path"][0], &["month", "arr", "probability"]);
        has_keys(&json["goals"][0], &["metric", "segment", "by", "at_least", "probability"]);
        has_keys(&json["planned"], &["arr", "premium", "premium_kind", "drivers_stating_plan", "drivers"]);
        has_keys(&json["drivers"][0], &["path", "per", "mean", "sd", "p1", "p99", "plan"]);
        assert_eq!(json["scenario"]["start"], "2027-01");
        assert_eq!(json["target"]["arr"].to_string(), "20000000");
        assert_eq!(json["planned"]["premium_kind"], "optimism");
    }

    #[test]
    fn every_array_has_an_entry_a_period() {
        let json = json();
        let metric = &json["metrics"][0];
        has_keys(metric, &["metric", "segment", "kind", "unit", "months", "quarters", "years"]);
        for (periods, n) in [("months", 14), ("quarters", 5), ("years", 2)] {
            has_keys(&metric[periods], &["labels", "mean", "sd", "undefined", "planned"]);
            has_keys(&metric[periods], &PERCENTILE_NAMES);
            for (key, column) in metric[periods].as_object().unwrap() {
                assert_eq!(column.as_array().unwrap().len(), n, "{periods}.{key}");
            }
        }
        assert_eq!((&metric["segment"], &json["metrics"][6]["segment"]), (&Json::Null, &Json::from("segment-0")));
    }

    #[test]
    fn what_is_undefined_is_null() {
        let plan = fixture::plan(3, 1);
        let mut odds = fixture::odds(&plan, 0.1);
        (odds.cash_out, odds.mean_miss, odds.joint.low) = (None, None, None);
        let mut bands = fixture::bands(&plan, 0.1);
        bands[0].months.mean[1] = None;
        bands[0].months.sd[1] = Some(f64::NAN);
        let bytes = results(&plan, &fixture::provenance(), &odds, &bands, &[]).unwrap();
        let json: Json = serde_json::from_slice(&bytes).unwrap();
        let months = &json["metrics"][0]["months"];
        for value in [
            &json["cash_out"],
            &json["target"]["mean_miss"],
            &json["joint"]["low"],
            &months["mean"][1],
            &months["sd"][1],
        ] {
            assert_eq!(*value, Json::Null);
        }
    }

    #[test]
    fn texts_of_users_are_escaped() {
        let mut plan = fixture::plan(1, 1);
        plan.name = "\"Größe\" <script>\n🚀 \\".to_string();
        let odds = fixture::odds(&plan, 0.1);
        let bytes = results(&plan, &fixture::provenance(), &odds, &[], &[]).unwrap();
        let json: Json = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(json["scenario"]["name"], plan.name.as_str());
    }

    #[test]
    fn arrays_stand_on_one_line() {
        let plan = fixture::plan(3, 1);
        let (odds, bands) = (fixture::odds(&plan, 0.1), fixture::bands(&plan, 0.1));
        let bytes = results(&plan, &fixture::provenance(), &odds, &bands, &[]).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains("\"labels\": [\"2027-01\", \"2027-02\", \"2027-03\"],\n"), "{text}");
        assert!(text.ends_with("}\n"));
    }
}
