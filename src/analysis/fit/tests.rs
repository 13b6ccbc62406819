use super::*;
use crate::fit::driver::{FittedValue, Sample};
use crate::scenario;

const PLAN: &str = r#"
plan = { name = "Base", start = "2026-11", months = 12 }
target = { arr = 1_300_000 }
[segments.smb]
opening_arr = 1_000_000
opening_customers = 100
deals = { size = 10_000 }
retention = { churn_annual = 0.05, contract_months = 12 }
[segments.smb.pipeline]
win_rate = { p10 = 0.2, p50 = 0.25, p90 = 0.3, plan = 0.26 }
sales_cycle_months = 2
sources = [ { name = "inbound", volume = 40 } ]
[segments.ent]
opening_arr = 0
opening_customers = 0
deals = { size = 50_000 }
[segments.ent.pipeline]
win_rate = 0.2
sales_cycle_months = 5
opps_factor = 1.5
sources = [ { name = "ads", spend = 10_000, cost_per_unit = 1000 }, { name = "inbound", volume = 10 } ]
"#;

fn plan() -> Plan {
    scenario::parse("plan.toml", PLAN).unwrap().plan
}

fn day(year: i16, month: i8, day: i8) -> Day {
    Day::new(year, month, day).unwrap()
}

fn fitted(path: &str, value: FittedValue) -> Fitted {
    let seen = [day(2025, 1, 3), day(2026, 10, 30)];
    let sample = Sample { events: 10, event: "won", records: 80, record: "opportunities", open: 9, seen };
    Fitted {
        path: format!("segments.{path}"),
        value,
        estimate: f64::NAN,
        standard_error: f64::NAN,
        interval: [f64::NAN; 2],
        quarter_sd: None,
        pooled: None,
        sample,
        method: "by hand",
        checks: Vec::new(),
        findings: Vec::new(),
    }
}

fn held_against(fitted: Vec<Fitted>, as_of: Day) -> Against {
    against(&plan(), &History { fitted, ..History::default() }, as_of).unwrap()
}

fn share(mean: f64) -> FittedValue {
    FittedValue::Share { mean, sd: 0.02 }
}

#[test]
fn the_side_that_is_better_decides_what_is_optimistic() {
    let fits = vec![
        fitted("smb.pipeline.win_rate", share(0.2)),
        fitted("smb.retention.churn_annual", share(0.09)),
        fitted("smb.deals.size", FittedValue::Positive { mean: 12_000.0, sd: 500.0 }),
        fitted("smb.deals.dispersion", FittedValue::Number(0.7)),
    ];
    let held = held_against(fits, day(2026, 10, 31)).held;
    let of = |end: &str| held.iter().find(|h| h.path.ends_with(end)).unwrap();
    // the mean of twelve months of 0.26, to the last bits
    assert!(of("win_rate").better_than.unwrap() > 0.99 && (of("win_rate").planned - 0.26).abs() < 1e-12);
    assert!(of("churn_annual").better_than.unwrap() > 0.95 && of("churn_annual").percentile.unwrap() < 0.05);
    assert!(of("size").better_than.unwrap() < 0.01);
    assert_eq!((of("dispersion").better_than, of("dispersion").history), (None, 0.7));
    assert!(held.last().unwrap().path.ends_with("dispersion") && held[0].path.ends_with("win_rate"));
    let range = of("win_rate").planned_range.unwrap();
    assert!((range[0] - 0.2).abs() < 1e-9 && (range[1] - 0.3).abs() < 1e-9);
}

/// A rep of the plan closes 0.8 · 800,000, one of history 0.8 · 640,000: the plan's attainment is 1.0 at history's quota.
#[test]
fn attainment_is_held_at_the_same_quota() {
    let team = "[segments.smb.capacity]\nramp_months = 4\nquota_annual = 800_000\nattainment = 0.8\n";
    let plan = scenario::parse("plan.toml", &format!("{PLAN}{team}")).unwrap().plan;
    let quota = || fitted("smb.capacity.quota_annual", FittedValue::Number(640_000.0));
    let attainment = fitted("smb.capacity.attainment", FittedValue::Positive { mean: 0.8, sd: 0.05 });
    let of =
        |fitted: Vec<Fitted>| against(&plan, &History { fitted, ..History::default() }, day(2026, 10, 31)).unwrap();
    let both = of(vec![quota(), attainment]);
    let held = both.held.iter().find(|h| h.path.ends_with("attainment")).unwrap();
    assert!((held.planned - 1.0).abs() < 1e-12 && held.better_than > Some(0.99), "{held:?}");
    let alone = of(vec![quota()]);
    assert_eq!((alone.taken.len(), alone.left_out[0].why), (0, Why::Without("attainment")));
}

#[test]
fn the_only_source_of_opportunities_takes_their_volume() {
    let fits = vec![
        fitted("smb.pipeline.sources.all.volume", FittedValue::Positive { mean: 30.0, sd: 2.0 }),
        fitted("smb.pipeline.sources.all.growth_monthly", FittedValue::Growth { mean: 0.01, sd: 0.005 }),
    ];
    let found = held_against(fits, day(2026, 10, 31));
    let paths: Vec<&str> = found.taken.iter().map(|f| f.path.as_str()).collect();
    let inbound = "segments.smb.pipeline.sources.inbound";
    assert_eq!(paths, [format!("{inbound}.volume"), format!("{inbound}.growth_monthly")]);
}

/// 10 + 10 units a month times 1.5 make 360 opportunities a year; history says 20 a month, 240: the factor is 1.5 · 240/360.
#[test]
fn several_sources_get_a_factor_that_makes_history_s_sum() {
    let fits = vec![fitted("ent.pipeline.sources.all.volume", FittedValue::Positive { mean: 20.0, sd: 3.0 })];
    let found = held_against(fits, day(2026, 10, 31));
    let FittedValue::Positive { mean, sd } = found.taken[0].value else { panic!("a distribution") };
    assert_eq!(found.taken[0].path, "segments.ent.pipeline.opps_factor");
    assert!((mean - 1.0).abs() < 1e-9, "{mean}");
    // the spread of a law comes from its quantile table, exact to 1e-4
    assert!((sd / mean - 0.15).abs() < 1e-4, "{sd}");
    assert_eq!(found.held[0].planned, 1.5);
    assert_eq!(found.left_out[0].why, Why::InFactor);
}

#[test]
fn opening_figures_are_taken_near_the_start_only() {
    let fits = || vec![fitted("smb.opening_customers", FittedValue::Count(87))];
    assert_eq!(held_against(fits(), day(2026, 10, 31)).taken.len(), 1);
    assert_eq!(held_against(fits(), day(2026, 12, 1)).taken.len(), 1);
    let early = held_against(fits(), day(2026, 6, 30));
    assert_eq!((early.taken.len(), early.left_out[0].why), (0, Why::FarFromStart(123)));
}

#[test]
fn what_the_plan_lacks_is_said() {
    let leads = |path: &str, value| {
        let mut fit = fitted(path, value);
        fit.sample.record = "leads";
        fit
    };
    let positive = FittedValue::Positive { mean: 20.0, sd: 3.0 };
    let fits = vec![
        fitted("plg.pipeline.win_rate", share(0.1)),
        fitted("smb.capacity.ramp_months", positive.clone()),
        fitted("smb.retention.renewal_weights", FittedValue::Weights(vec![1.0; 3])),
        leads("ent.pipeline.sources.ads.volume", positive.clone()),
        leads("ent.pipeline.sources.web.volume", positive.clone()),
        leads("smb.pipeline.sources.inbound.volume", positive.clone()),
        leads("smb.pipeline.sources.inbound.stages.mql.rate", share(0.3)),
        fitted("smb.pipeline.sources.all.volume", positive),
    ];
    let found = held_against(fits, day(2026, 10, 31));
    let why = |end: &str| found.left_out.iter().find(|l| l.path.ends_with(end)).map(|l| l.why);
    assert_eq!(why("plg.pipeline.win_rate"), Some(Why::NoSegment));
    assert_eq!(why("ramp_months"), Some(Why::NoPart("capacity")));
    assert_eq!(why("renewal_weights"), Some(Why::Weights(3, 12)));
    assert_eq!(why("ads.volume"), Some(Why::OtherKind));
    assert_eq!(why("web.volume"), Some(Why::NoSource));
    assert_eq!(why("mql.rate"), Some(Why::NoStage));
    assert_eq!(why("sources.all.volume"), Some(Why::LeadsBring));
    assert_eq!(found.taken.len(), 1);
}
