//! Real exports, read from the folder that the environment variable PLANODDS_SHARED_DATA names.

use super::*;
use crate::fit::customers::{curve, fit, lives};
use crate::fit::evidence::EvidenceContent;
use crate::fit::record::{Change, ChangeKind, Customers};

fn read(file: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let folder = std::env::var("PLANODDS_SHARED_DATA").expect("PLANODDS_SHARED_DATA");
    let mut reader = csv::Reader::from_path(PathBuf::from(folder).join(file)).unwrap();
    reader.deserialize().map(|r| r.unwrap()).collect()
}

fn key(id: &str) -> Key {
    id.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

fn day(text: &str) -> Option<Day> {
    let part = |range: std::ops::Range<usize>| text.get(range)?.parse::<i16>().ok();
    Day::new(part(0..4)?, part(5..7)? as i8, part(8..10)? as i8)
}

fn share_left(steps: &[crate::fit::survival::Step], days: u32) -> f64 {
    steps.iter().rev().find(|s| s.days <= days).map_or(1.0, |s| s.share)
}

fn check_kaplan_meier(
    customers: &Customers,
    columns: &mapping::Customers,
    setting: &Setting,
    segment: u16,
    known: &[(u32, f64)],
) {
    let all = lives::lives(customers, columns, setting);
    let own: Vec<_> = all.lives.iter().filter(|l| l.segment == segment).collect();
    let steps = curve::counted(&own, None, setting.as_of);
    for &(days, share) in known {
        let found = share_left(&steps, days);
        assert!((found - share).abs() < 6e-5, "segment {segment}, day {days}: {found} and not {share}");
    }
}

#[test]
#[ignore = "needs PLANODDS_SHARED_DATA"]
fn complyflow() {
    let names = ["Enterprise", "Mid-Market", "SMB"];
    let opportunities: Vec<(String, u16)> = read("gtm_complyflow/opportunities.csv")
        .iter()
        .map(|r| (r["opp_id"].clone(), names.iter().position(|n| *n == r["segment"]).unwrap() as u16))
        .collect();
    let segment: std::collections::BTreeMap<String, u16> = opportunities.into_iter().collect();
    let mut customers = Customers::default();
    for (i, r) in read("gtm_complyflow/subscriptions.csv").iter().enumerate() {
        customers.subscriptions.push(Subscription {
            customer: key(&r["sub_id"]),
            span: Span::Dated { start: day(&r["start_date"]).unwrap(), end: day(&r["end_date"]) },
            arr: Amount::of(12.0 * r["mrr"].parse::<f64>().unwrap()),
            term_months: 0,
            segment: segment[&r["opp_id"]],
            line: i as u32 + 2,
        });
    }
    for r in read("gtm_complyflow/revenue_events.csv") {
        let kind = match r["type"].as_str() {
            "new" => ChangeKind::New,
            "expansion" => ChangeKind::Expansion,
            _ => ChangeKind::Churn,
        };
        let arr = 12.0 * r["amount"].parse::<f64>().unwrap();
        customers.changes.push(Change { customer: key(&r["sub_id"]), day: day(&r["event_date"]).unwrap(), arr, kind });
    }
    for (date, mrr) in [((2024, 12, 31), 53765.43), ((2025, 12, 31), 111609.57), ((2026, 6, 30), 135603.09)] {
        let setting = setting(&["enterprise", "mid", "smb"], Day::new(date.0, date.1, date.2).unwrap());
        let found = fit(&customers, &columns(), &setting);
        let arr: f64 = found.fitted.iter().filter(|f| f.path.ends_with("opening_arr")).map(|f| f.estimate).sum();
        assert!((arr / 12.0 - mrr).abs() < 0.006, "{date:?}: {}", arr / 12.0);
        if date.0 == 2026 {
            let known: [&[(u32, f64)]; 3] = [
                &[(90, 1.0), (365, 0.9529), (600, 0.9053)],
                &[(90, 0.9907), (365, 0.9148), (600, 0.8311)],
                &[(90, 0.9915), (365, 0.8952), (600, 0.7871)],
            ];
            (0..3).for_each(|s| check_kaplan_meier(&customers, &columns(), &setting, s, known[usize::from(s)]));
            assert!(has(&found, "tables-disagree"), "the rows hold the first MRR");
        }
    }
}

#[test]
#[ignore = "needs PLANODDS_SHARED_DATA"]
fn telco() {
    let names = ["Month-to-month", "One year", "Two year"];
    let mut customers = Customers::default();
    for (i, r) in read("churn_telco/WA_Fn-UseC_-Telco-Customer-Churn.csv").iter().enumerate() {
        customers.subscriptions.push(Subscription {
            customer: key(&r["customerID"]),
            span: Span::Tenure { months: r["tenure"].parse().unwrap(), ended: r["Churn"] == "Yes" },
            arr: Amount::of(12.0 * r["MonthlyCharges"].parse::<f64>().unwrap()),
            term_months: 0,
            segment: names.iter().position(|n| *n == r["Contract"]).unwrap() as u16,
            line: i as u32 + 2,
        });
    }
    let setting = setting(&["monthly", "yearly", "two-years"], as_of());
    let found = fit(&customers, &columns(), &setting);
    for (path, events, a_month) in [("monthly", 1655, 0.0237), ("yearly", 166, 0.0027), ("two-years", 48, 0.0005)] {
        let churn = get(&found, &format!("segments.{path}.retention.churn_annual")).unwrap();
        let years = churn.checks.iter().find(|c| c.0 == "customer-years").unwrap().1;
        assert_eq!(churn.sample.events, events);
        // Figures have four places.
        assert!((events as f64 / years / 12.0 - a_month).abs() < 6e-5, "{path}: {years}");
    }
    let month = |m: f64| (m * 365.25 / 12.0_f64).round() as u32;
    let known = [
        vec![(month(12.0), 0.7031), (month(24.0), 0.5859), (month(48.0), 0.3973), (month(72.0), 0.129)],
        vec![(month(12.0), 0.9908), (month(24.0), 0.9783), (month(48.0), 0.9165), (month(72.0), 0.5681)],
        vec![(month(12.0), 1.0), (month(48.0), 0.9957), (month(72.0), 0.9357)],
    ];
    (0..3).for_each(|s| check_kaplan_meier(&customers, &columns(), &setting, s, &known[usize::from(s)]));
}

fn ravenstack(column: &str) -> Customers {
    let mut customers = Customers::default();
    for (i, r) in read("subs_ravenstack/ravenstack_subscriptions.csv").iter().enumerate() {
        customers.subscriptions.push(Subscription {
            customer: key(&r[column]),
            span: Span::Dated { start: day(&r["start_date"]).unwrap(), end: day(&r["end_date"]) },
            arr: Amount::of(12.0 * r["mrr_amount"].parse::<f64>().unwrap()),
            term_months: 0,
            segment: 0,
            line: i as u32 + 2,
        });
    }
    let flags = read("subs_ravenstack/ravenstack_accounts.csv");
    customers.flags =
        flags.iter().map(|r| (key(&r["account_id"]), r["churn_flag"].eq_ignore_ascii_case("true"))).collect();
    let events = read("subs_ravenstack/ravenstack_churn_events.csv");
    customers.departures = events.iter().map(|r| (key(&r["account_id"]), day(&r["churn_date"]).unwrap())).collect();
    customers
}

#[test]
#[ignore = "needs PLANODDS_SHARED_DATA"]
fn ravenstack_by_subscription_and_by_account() {
    let setting = setting(&["all"], Day::new(2024, 12, 31).unwrap());
    let by_row = ravenstack("subscription_id");
    let found = fit(&by_row, &columns(), &setting);
    check_kaplan_meier(&by_row, &columns(), &setting, 0, &[(90, 0.9215), (180, 0.891), (365, 0.8473)]);
    assert_eq!(get(&found, "retention.churn_annual").unwrap().sample.events, 486);
    let found = fit(&ravenstack("account_id"), &columns(), &setting);
    let text = &findings(&found).iter().find(|f| f.code == "tables-disagree").unwrap().text;
    for part in ["486 of 5000 rows", "flags 110", "departures 352 (600 entries)"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(found.evidence.iter().any(|e| matches!(e.content, EvidenceContent::Sizes(_))));
}
