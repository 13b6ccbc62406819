use super::*;
use crate::fit::driver::{FittedValue, RecordKind, Sample};
use crate::fit::finding::Finding;
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
    let sample = Sample { events: 10, event: "won", records: 80, record: RecordKind::Opportunities, open: 9, seen };
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

/// A rep of the plan closes 0.8 · 800,000, one of history 0.8 · 640,000: the plan's attainment is 1.0 at history's
/// quota.
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

/// 10 + 10 units a month times 1.5 make 360 opportunities a year; history says 20 a month, 240: the factor is 1.5 ·
/// 240/360.
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
        fit.sample.record = RecordKind::Leads;
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
        fitted("smb.pipeline.sources.all.volume", positive.clone()),
    ];
    let found = held_against(fits, day(2026, 10, 31));
    let why = |end: &str| found.left_out.iter().find(|l| l.path.ends_with(end)).map(|l| l.why);
    assert_eq!(why("plg.pipeline.win_rate"), Some(Why::NoSegment));
    assert_eq!(why("ramp_months"), Some(Why::NoPart("capacity")));
    assert_eq!(why("renewal_weights"), Some(Why::Weights(3, 12)));
    assert_eq!(why("ads.volume"), Some(Why::OtherKind));
    assert_eq!(why("web.volume"), Some(Why::NoSource));
    assert_eq!((why("mql.rate"), why("inbound.volume")), (Some(Why::NoStage), Some(Why::NoStage)));
    // The leads stay out, so the opportunities' volume goes into the plan's only source.
    assert_eq!(found.taken.len(), 1);
    assert!(
        found.taken[0].path.ends_with("sources.inbound.volume")
            && found.taken[0].sample.record == RecordKind::Opportunities
    );
    let both = vec![
        leads("smb.pipeline.sources.inbound.volume", positive.clone()),
        fitted("smb.pipeline.sources.all.volume", positive),
    ];
    let both = held_against(both, day(2026, 10, 31));
    assert_eq!((both.left_out[0].why, both.taken.len()), (Why::LeadsBring, 1));
}

fn with_finding(path: &str, value: FittedValue, code: &'static str) -> Fitted {
    Fitted { findings: vec![Finding::warning(code, "", "")], ..fitted(path, value) }
}

fn of_plan(plan: &str, fitted: Vec<Fitted>) -> Against {
    let plan = scenario::parse("plan.toml", plan).unwrap().plan;
    against(&plan, &History { fitted, ..History::default() }, day(2026, 10, 31)).unwrap()
}

/// A length that nothing shows stays out; one that is known takes the plan's weights, which are of another length, with
/// it.
#[test]
fn contract_lengths_go_in_where_they_are_known_with_weights_of_that_length() {
    let weights = "contract_months = 12, renewal_weights = [2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3]";
    let plan = PLAN.replace("contract_months = 12", weights);
    let months = |months| FittedValue::Number(months);
    let path = "smb.retention.contract_months";
    for code in ["no-terms-seen", "term-unknown"] {
        let found = of_plan(&plan, vec![with_finding(path, months(1.0), code)]);
        assert!(found.taken.is_empty() && matches!(found.left_out[0].why, Why::Untrusted(_)), "{found:?}");
    }
    let found = of_plan(&plan, vec![fitted(path, months(3.0))]);
    let even = found.taken.iter().find(|f| f.path.ends_with("renewal_weights")).unwrap();
    assert_eq!(even.value, FittedValue::Weights(vec![1.0; 3]));
    assert_eq!(found.added[0].why, WhyAdded::EvenRenewals);
    let same = of_plan(&plan, vec![fitted(path, months(12.0))]);
    assert_eq!((same.taken.len(), same.added.len()), (1, 0), "the plan's own weights fit");
    let known = fitted("smb.retention.renewal_weights", FittedValue::Weights(vec![1.0, 2.0, 3.0]));
    let both = of_plan(&plan, vec![fitted(path, months(3.0)), known]);
    assert_eq!((both.taken.len(), both.added.len()), (2, 0));
    // each is told beside the plan's own
    let text = |end: &str| {
        let held = both.held.iter().find(|h| h.path.ends_with(end)).unwrap();
        (held.planned_text.as_str(), held.history_text.as_str())
    };
    assert_eq!(text("contract_months"), ("12", "3"));
    assert_eq!(text("renewal_weights").1, "[1, 2, 3]");
    assert!(text("renewal_weights").0.starts_with('['));
}

#[test]
fn what_a_finding_speaks_against_stays_out() {
    let share = || share(0.1);
    for (path, value, code) in [
        ("smb.retention.expansion_annual", FittedValue::Positive { mean: 5.0, sd: 1.0 }, "steep-expansion"),
        ("smb.retention.expansion_annual", FittedValue::Positive { mean: 0.2, sd: 0.1 }, "expansion-and-wins"),
        ("smb.retention.churn_annual", share(), "tables-disagree"),
        ("smb.retention.churn_annual", share(), "cross-section"),
    ] {
        let found = held_against(vec![with_finding(path, value, code)], day(2026, 10, 31));
        assert!(found.taken.is_empty() && matches!(found.left_out[0].why, Why::Untrusted(_)), "{code}");
    }
    let thin =
        held_against(vec![with_finding("smb.retention.churn_annual", share(), "uneven-churn")], day(2026, 10, 31));
    assert_eq!(thin.taken.len(), 1);
}

/// A level without growth goes with none, where growth was looked for and the plan has some.
#[test]
fn the_plan_s_growth_does_not_stay_with_history_s_volume() {
    let plan = PLAN.replace("volume = 40 }", "volume = 40, growth_monthly = 0.03 }");
    let volume = |checks| {
        let value = FittedValue::Positive { mean: 30.0, sd: 2.0 };
        Fitted { checks, ..fitted("smb.pipeline.sources.all.volume", value) }
    };
    let looked = || volume(vec![("p value of growth", 0.4)]);
    let found = of_plan(&plan, vec![looked()]);
    let path = "segments.smb.pipeline.sources.inbound.growth_monthly";
    assert!(found.taken.iter().any(|f| f.path == path && f.value == FittedValue::Number(0.0)), "{found:?}");
    assert_eq!(found.added, [Added { path: path.to_string(), why: WhyAdded::NoGrowth }]);
    assert!(of_plan(&plan, vec![volume(Vec::new())]).added.is_empty(), "too short to look for growth");
    assert!(of_plan(PLAN, vec![looked()]).added.is_empty(), "the plan has none");
    let growth = fitted("smb.pipeline.sources.all.growth_monthly", FittedValue::Growth { mean: 0.01, sd: 0.005 });
    assert!(of_plan(&plan, vec![looked(), growth]).added.is_empty());
}

/// A hundred leads a month are no hundred opportunities: into a source without their stages they do not go.
#[test]
fn leads_do_not_become_opportunities() {
    let of_leads = |path: &str, value| {
        let fit = fitted(path, value);
        Fitted { sample: Sample { record: RecordKind::Leads, ..fit.sample.clone() }, ..fit }
    };
    let volume = of_leads("smb.pipeline.sources.inbound.volume", FittedValue::Positive { mean: 100.0, sd: 5.0 });
    let rate = of_leads("smb.pipeline.sources.inbound.stages.opportunity.rate", share(0.18));
    let found = of_plan(PLAN, vec![volume, rate]);
    assert!(found.taken.is_empty() && found.left_out.iter().all(|l| l.why == Why::NoStage), "{found:?}");
}

/// History's expansion has price increases in it, so the plan's own go.
#[test]
fn price_increases_are_not_counted_twice() {
    let plan = PLAN.replace("churn_annual = 0.05", "churn_annual = 0.05, uplift_annual = 0.03");
    assert_ne!(plan, PLAN);
    let expansion = || fitted("smb.retention.expansion_annual", FittedValue::Positive { mean: 0.2, sd: 0.02 });
    let found = of_plan(&plan, vec![expansion()]);
    let path = "segments.smb.retention.uplift_annual".to_string();
    assert_eq!(found.added, [Added { path, why: WhyAdded::PriceInside }]);
    assert!(of_plan(PLAN, vec![expansion()]).added.is_empty(), "the plan has none");
}
