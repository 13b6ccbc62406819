//! Against public data sets, where they are at hand: set PLANODDS_SHARED_DATA to their folder.

use super::summary::{find, has};
use super::world::mapping;
use crate::fit::day::Day;
use crate::fit::history::Setting;
use crate::fit::mapping::{Reps, SpanColumns};
use crate::fit::record::{Amount, Opportunity, Outcome, Rep, Span};
use crate::fit::reps::{fit, stays, tenures};
use std::path::PathBuf;

fn rows(file: &str) -> (csv::StringRecord, Vec<csv::StringRecord>) {
    let folder = PathBuf::from(std::env::var("PLANODDS_SHARED_DATA").unwrap());
    let mut reader = csv::Reader::from_path(folder.join(file)).unwrap();
    let headers = reader.headers().unwrap().clone();
    (headers, reader.records().map(Result::unwrap).collect())
}

fn column(headers: &csv::StringRecord, name: &str) -> usize {
    headers.iter().position(|header| header.trim_start_matches('\u{feff}') == name).unwrap()
}

fn day(text: &str) -> Day {
    Day::of(text.parse().unwrap())
}

fn setting(as_of: &str) -> Setting {
    let as_of = day(as_of);
    Setting {
        as_of,
        plan_start: as_of.plus(1).month().unwrap(),
        segments: vec!["all".to_string()],
        half_life_months: None,
    }
}

#[test]
#[ignore = "needs PLANODDS_SHARED_DATA"]
fn complyflow_holds_no_ramp() {
    let key = |id: &str| id[4..].parse::<u64>().unwrap();
    let (h, reps) = rows("gtm_complyflow/sales_reps.csv");
    let at = |name| column(&h, name);
    let reps: Vec<Rep> = reps
        .iter()
        .map(|r| Rep {
            key: key(&r[at("rep_id")]),
            span: Span::Dated { start: day(&r[at("hire_date")]), end: None },
            quota_annual: Amount::of(4.0 * r[at("quota_quarterly")].parse::<f64>().unwrap()),
            segment: 0,
        })
        .collect();
    let (h, opportunities) = rows("gtm_complyflow/opportunities.csv");
    let at = |name| column(&h, name);
    let opportunities: Vec<Opportunity> = opportunities
        .iter()
        .map(|r| Opportunity {
            created: day(&r[at("created_date")]),
            outcome: match &r[at("stage")] {
                "Closed Won" => Outcome::Won(day(&r[at("close_date")])),
                "Closed Lost" => Outcome::Lost(day(&r[at("close_date")])),
                _ => Outcome::Open,
            },
            amount: Amount::of(r[at("amount")].parse().unwrap()),
            owner: key(&r[at("rep_id")]),
            segment: 0,
        })
        .collect();
    let span = SpanColumns::Dated { start: "hire_date".to_string(), end: None };
    let history = fit(&reps, &opportunities, &Reps { span, ..mapping() }, &setting("2026-06-30"));
    assert!(has(&history, "no-last-days"));
    assert!(["ramp_months", "ramp_curve", "attainment"].iter().all(|key| find(&history, key).is_none()));
    let owners = history.findings.iter().find(|f| f.code == "owners-not-sellers").unwrap();
    assert!(owners.text.contains("566 of 2784"), "{}", owners.text);
}

#[test]
#[ignore = "needs PLANODDS_SHARED_DATA"]
fn sales_representatives_of_the_hr_sample() {
    let (h, all) = rows("hr_ibm/WA_Fn-UseC_-HR-Employee-Attrition.csv");
    let at = |name| column(&h, name);
    let reps: Vec<Rep> = all
        .iter()
        .enumerate()
        .filter(|(_, r)| &r[at("JobRole")] == "Sales Representative")
        .map(|(i, r)| Rep {
            key: i as u64,
            span: Span::Tenure {
                months: 12.0 * r[at("YearsAtCompany")].parse::<f64>().unwrap(),
                ended: &r[at("Attrition")] == "Yes",
            },
            quota_annual: Amount::MISSING,
            segment: 0,
        })
        .collect();
    let history = fit(&reps, &[], &mapping(), &setting("2026-06-30"));
    let found = find(&history, "attrition_annual").unwrap();
    assert_eq!((found.sample.events, found.sample.records), (33, 83));
    assert!((found.checks[0].1 - 283.5).abs() < 0.05);
    assert!((found.checks[1].1 - 0.1164).abs() < 5e-5);
    assert!(has(&history, "tenure-only"));
    // Kaplan-Meier with whole years as durations, as the reference has it.
    let durations = stays::in_seat(&tenures::stays(&tenures::tenures(&reps, None), tenures::Rounding::Exact));
    let share = |years: f64| crate::fit::survival::share_at(&durations, (years * 365.25).round() as u32, 1.0);
    for (years, reference) in [(1.0, 0.789), (2.0, 0.7295), (3.0, 0.5836), (5.0, 0.4576), (10.0, 0.3813)] {
        assert!((share(years) - reference).abs() < 5e-5, "{years} {}", share(years));
    }
}
