use super::*;
use crate::fit::driver::{KeyAccount, RecordKind, Sample};
use crate::plan::{Plan, Value};
use crate::scenario;

/// What the fitted inputs are laid over: every table is there, with other numbers.
const BASE: &str = r#"
plan = { name = "Base", start = "2026-11", months = 12 }
target = { arr = 1_300_000 }
"#;

fn sample() -> Sample {
    let seen = [Day::new(2025, 1, 3).unwrap(), Day::new(2026, 10, 30).unwrap()];
    Sample { events: 142, event: "won", records: 801, record: RecordKind::Opportunities, open: 96, seen }
}

fn fitted(path: &str, value: FittedValue) -> Fitted {
    Fitted {
        path: path.to_string(),
        value,
        estimate: f64::NAN,
        standard_error: f64::NAN,
        interval: [f64::NAN; 2],
        quarter_sd: None,
        pooled: None,
        sample: sample(),
        method: "by hand",
        checks: Vec::new(),
        findings: Vec::new(),
    }
}

fn all() -> Vec<Fitted> {
    let account = KeyAccount { line: 17, arr: 90_000.0, renews_in_months: 4, churn_at_renewal: 0.1 };
    let positive = |mean: f64, sd| FittedValue::Positive { mean, sd };
    [
        ("opening_arr", FittedValue::Number(1_234_567.4)),
        ("opening_customers", FittedValue::Count(87)),
        ("deals.size", positive(12_345.6, 1_234.56)),
        ("deals.dispersion", FittedValue::Number(0.81234)),
        ("capacity.reps", FittedValue::Count(4)),
        ("capacity.ramping", FittedValue::Ramping(vec![(2, 1.5), (1, 0.25)])),
        ("capacity.ramp_months", positive(4.5, 0.5)),
        ("capacity.ramp_curve", FittedValue::Word("s-curve")),
        ("capacity.quota_annual", FittedValue::Number(700_000.0)),
        ("capacity.attainment", positive(0.68, 0.05)),
        ("pipeline.win_rate", FittedValue::Share { mean: 0.230_41, sd: 0.027_13 }),
        ("pipeline.sales_cycle_months", positive(3.2, 0.2)),
        ("pipeline.seasonality", FittedValue::Weights((1..=12).map(f64::from).collect())),
        ("pipeline.sources.all.volume", FittedValue::Monthly { mean: 40.0, sd: 9.0, persistence: 0.3 }),
        ("pipeline.sources.all.growth_monthly", FittedValue::Growth { mean: -0.004, sd: 0.01 }),
        ("pipeline.sources.all.stages.mql.rate", FittedValue::Share { mean: 0.4, sd: 0.02 }),
        ("pipeline.sources.all.stages.opportunity.rate", FittedValue::Share { mean: 0.2, sd: 0.02 }),
        ("retention.churn_annual", FittedValue::Share { mean: 0.08, sd: 0.02 }),
        ("retention.contract_months", FittedValue::Count(3)),
        ("retention.renewal_weights", FittedValue::Weights(vec![1.0, 2.0, 0.5])),
        ("retention.key_accounts", FittedValue::KeyAccounts(vec![account])),
    ]
    .map(|(path, value)| fitted(&format!("segments.smb.{path}"), value))
    .to_vec()
}

fn loaded(fitted: &[Fitted]) -> Plan {
    let text = tables(&fitted.iter().collect::<Vec<_>>(), &|_| None, Day::new(2026, 10, 31).unwrap());
    match scenario::parse("fitted.toml", &format!("{BASE}\n{text}")) {
        Ok(loaded) => loaded.plan,
        Err(refused) => panic!("{text}\n{:?}", refused.diagnostics),
    }
}

#[test]
fn what_was_fitted_is_what_a_scenario_reads() {
    let plan = loaded(&all());
    let driver = |path: &str| plan.drivers.iter().find(|d| d.path == format!("segments.smb.{path}")).unwrap();
    let Value::Random(win_rate) = &driver("pipeline.win_rate").value else { panic!("a distribution") };
    // four digits are kept; a law's moments are exact to 1e-6
    assert!((win_rate.law.mean() - 0.2304).abs() < 1e-5 && (win_rate.law.sd() - 0.02713).abs() < 1e-5);
    assert_eq!(win_rate.notes.source.as_deref(), Some("142 won of 801 opportunities, 2025-01 to 2026-10, 96 open"));
    let Value::Random(volume) = &driver("pipeline.sources.all.volume").value else { panic!("a distribution") };
    assert_eq!((volume.per.name(), volume.persistence), ("month", 0.3));
    assert!(matches!(driver("opening_arr").value, Value::Number(x) if x == 1_234_567.0));
    let account = &plan.segments[0].retention.key_accounts[0];
    assert_eq!(account.name, "account_line_17");
    assert_eq!(plan.segments[0].pipeline.as_ref().unwrap().sources[0].stages.len(), 2);
    assert!(plan.segments[0].sales_force.is_some());
}

/// Values at the very ends of what a fit can yield are still valid in a scenario.
#[test]
fn ends_stay_inside_what_a_scenario_allows() {
    let share = |mean, sd| FittedValue::Share { mean, sd };
    for value in [share(0.99999, 0.5), share(1e-7, 0.1), share(0.5, 0.5), share(0.3, 0.0), share(0.1, 0.299_999)] {
        let mut fits = all();
        fits.iter_mut().find(|f| f.path.ends_with("win_rate")).unwrap().value = value;
        loaded(&fits);
    }
    for value in [FittedValue::Growth { mean: -0.5, sd: 3.0 }, FittedValue::Growth { mean: 0.0, sd: 1e-9 }] {
        let mut fits = all();
        fits.iter_mut().find(|f| f.path.ends_with("growth_monthly")).unwrap().value = value;
        loaded(&fits);
    }
}

#[test]
fn what_is_no_number_is_left_out() {
    let mut fits = all();
    fits.push(fitted("segments.smb.retention.expansion_annual", FittedValue::Number(f64::NAN)));
    assert!(loaded(&fits).drivers.iter().all(|d| !d.path.ends_with("expansion_annual") || d.fixed() == 0.0));
}

#[test]
fn numbers_have_four_digits_and_money_its_units() {
    let texts: Vec<String> =
        [0.230_41, 1_234_567.4, 12.345_6, 0.000_123_456, 0.0, -0.0].iter().map(|x| value::number(*x)).collect();
    assert_eq!(texts, ["0.2304", "1234567", "12.35", "0.0001235", "0", "0"]);
    assert_eq!(value::quoted("a \"b\"\n\\"), "\"a \\\"b\\\" \\\\\"");
}

/// What no plan should take over stands as a comment with its reason: the tables load without it.
#[test]
fn what_is_kept_out_is_a_comment() {
    let mut contract = fitted("segments.smb.retention.contract_months", FittedValue::Number(1.0));
    contract.findings.push(crate::fit::finding::Finding::note("no-terms-seen", "", ""));
    let text = tables(&[&contract], &|_| None, Day::new(2026, 10, 31).unwrap());
    assert!(text.contains("# left out: the exports show no contract length"), "{text}");
    assert!(text.contains("\n# contract_months = 1\n") && !text.contains("\ncontract_months"), "{text}");
}

#[test]
fn a_sample_without_records_has_no_period() {
    let none = Sample {
        events: 0,
        event: "won",
        records: 0,
        record: RecordKind::Opportunities,
        open: 0,
        seen: Sample::NO_DAYS,
    };
    assert_eq!(super::sample(&none), "0 won of 0 opportunities");
    assert_eq!(super::sample(&Sample { records: 3, open: 3, ..none.clone() }), "0 won of 3 opportunities, 3 open");
    assert_eq!((none.period(), sample().period().is_some()), (None, true));
}
