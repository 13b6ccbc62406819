//! Reps, customers, leads, segments by amount or account, and the last day that counts.

use super::*;
use crate::fit::day::Day;
use crate::fit::import::{known_at, last_day};
use crate::fit::mapping::{Changes, Customers, Departures, Flags, LeadStage, Leads, Reps, StageBy};
use crate::fit::record::{ChangeKind, Opportunity, Outcome, Span};

pub(super) fn reps() -> Reps {
    Reps {
        file: file("reps.csv"),
        id: "id".into(),
        span: dated("start", Some("end")),
        role: Some("role".into()),
        roles: words(&["AE"]),
        quota: amount("quota", 4.0),
        belongs: Belongs::default(),
        observed_from: None,
    }
}

pub(super) fn customers() -> Customers {
    Customers {
        file: File { ignore_rows: vec![("trial".into(), words(&["TRUE"]))], ..file("subs.csv") },
        id: Some("id".into()),
        customer: Some("customer".into()),
        span: dated("start", Some("end")),
        amount: amount("mrr", 12.0),
        term_months: Some("term".into()),
        contract_months: None,
        belongs: Belongs::default(),
        observed_from: None,
        changes: None,
        flags: None,
        departures: None,
        key_account_share: None,
    }
}

pub(super) fn leads() -> Leads {
    let date = |to: &str| LeadStage { to: to.into(), by: StageBy::Date(to.into()) };
    Leads {
        file: file("leads.csv"),
        id: Some("id".into()),
        created: "created".into(),
        source: Some("source".into()),
        stages: vec![date("mql"), date("opp")],
        status: Some("status".into()),
        lost: words(&["Out"]),
        belongs: Belongs::default(),
        mature_months: 6.0,
    }
}

fn day(text: &str) -> Day {
    super::super::date::read(text.as_bytes(), DateFormat::YearMonthDay).unwrap()
}

#[test]
fn reps_are_read_by_role() {
    let text = "id,start,end,role,quota\nann,2024-01-02,,AE,100\nbob,2024-01-02,2024-05-01,AE,\n\
                cy,,,SDR,abc\ndee,2024-01-02,2023-01-01,AE,1\n,2024-02-02,,AE,0\nann,2024-02-02,,AE,1\n";
    let m = Mapping { reps: Some(reps()), ..Mapping::default() };
    let found = problems(import(&m, &[("reps.csv", text.as_bytes())], BadRows::Refuse));
    let rules: Vec<_> = found.iter().map(|p| (p.rule, p.lines[0])).collect();
    assert_eq!(rules, [("end-before-start", 5), ("duplicate-id", 7)]);
    let records = import(&m, &[("reps.csv", text.as_bytes())], BadRows::Skip).unwrap();
    let quotas: Vec<_> = records.reps.iter().map(|r| (r.quota_annual.get(), r.key == 0)).collect();
    assert_eq!(quotas, [(Some(400.0), false), (None, false), (Some(0.0), true)]);
    assert_eq!(records.reps[1].span, Span::Dated { start: day("2024-01-02"), end: Some(day("2024-05-01")) });
    for rule in ["ignored", "missing-amount", "missing-id", "zero-amount"] {
        assert!(caught(&records, rule).is_some_and(|c| c.rows == 1), "{rule}");
    }
}

#[test]
fn customers_are_read_with_their_other_tables() {
    let mut c = customers();
    c.changes = Some(Changes {
        file: file("changes.csv"),
        customer: "customer".into(),
        date: "day".into(),
        amount: amount("mrr", 12.0).unwrap(),
        kind: "kind".into(),
        new: words(&["new"]),
        expansion: words(&["up"]),
        contraction: words(&["down"]),
        churn: words(&["gone"]),
    });
    c.flags = Some(Flags {
        file: file("flags.csv"),
        customer: "customer".into(),
        churned: "gone".into(),
        values: words(&["yes"]),
    });
    c.departures = Some(Departures { file: file("left.csv"), customer: "customer".into(), date: "day".into() });
    let m = Mapping { customers: Some(c), ..Mapping::default() };
    let subs = "id,customer,start,end,mrr,term,trial\n1,a,2024-01-01,,10,12,FALSE\n2,a,2024-01-01,2024-06-30,5,,\n\
                3,b,2024-01-01,,1,12,TRUE\n4,b,2024-02-01,,,999,FALSE\n";
    let changes = "customer,day,mrr,kind\na,2024-01-01,10,new\na,2024-02-01,-1,up\na,2024-03-01,2,down\n\
                   a,2024-04-01,-3,gone\n";
    let files = [
        ("subs.csv", subs.as_bytes()),
        ("changes.csv", changes.as_bytes()),
        ("flags.csv", b"customer,gone\na,yes\nb,no\nc,\n"),
        ("left.csv", b"customer,day\na,2024-04-01\n"),
    ];
    let records = import(&m, &files, BadRows::Refuse).unwrap();
    let subs = &records.customers.subscriptions;
    let seen: Vec<_> = subs.iter().map(|s| (s.arr.get(), s.term_months, s.line)).collect();
    assert_eq!(seen, [(Some(120.0), 12, 2), (Some(60.0), 0, 3), (None, 0, 5)]);
    assert_eq!(subs[0].customer, subs[1].customer);
    assert_eq!(caught(&records, "no-contract-length").map(|c| c.rows), Some(2));
    let changes: Vec<_> = records.customers.changes.iter().map(|c| (c.arr, c.kind)).collect();
    use ChangeKind::{Churn, Contraction, Expansion, New};
    assert_eq!(changes, [(120.0, New), (12.0, Expansion), (-24.0, Contraction), (-36.0, Churn)]);
    assert_eq!(records.files[1].caught[0].rule, "sign-against-kind");
    assert_eq!(records.customers.flags.iter().map(|f| f.1).collect::<Vec<_>>(), [true, false, false]);
    assert_eq!(records.customers.departures, [(subs[0].customer, day("2024-04-01"))]);
    let tables: Vec<_> = records.files.iter().map(|f| (f.table, f.kept)).collect();
    let names = ["customers", "customers.changes", "customers.flags", "customers.departures"];
    assert_eq!(tables, names.into_iter().zip([3, 4, 3, 1]).collect::<Vec<_>>());
    // rows of the other tables that cannot be used
    let bad = [
        ("subs.csv", files[0].1),
        ("changes.csv", b"customer,day,mrr,kind\na,2024-01-01,,new\n,2024-01-01,1,new\na,2024-01-01,1,odd\n"),
        ("flags.csv", b"customer,gone\n,yes\n"),
        ("left.csv", b"customer,day\na,\n"),
    ];
    let found = problems(import(&m, &bad, BadRows::Refuse));
    let rules: Vec<_> = found.iter().map(|p| (p.table, p.rule, p.lines[0])).collect();
    let expected = [
        ("customers.changes", "missing-value", 2),
        ("customers.changes", "missing-value", 3),
        ("customers.changes", "unknown-value", 4),
        ("customers.flags", "missing-value", 2),
        ("customers.departures", "missing-value", 2),
    ];
    assert_eq!(rules, expected);
}

#[test]
fn tenures_are_read_without_dates() {
    let mut c = customers();
    c.span = SpanColumns::Tenure {
        column: "years".into(),
        months: 12.0,
        ended: "left".into(),
        ended_values: words(&["Yes"]),
    };
    (c.customer, c.term_months, c.contract_months) = (None, None, Some(24));
    c.file.ignore_rows.clear();
    let m = Mapping { customers: Some(c), ..Mapping::default() };
    let text = "id,years,left,mrr\n1,2,Yes,1\n2,0.5,No,1\n3,0,,1\n4,-1,No,1\n5,,No,1\n";
    let records = import(&m, &[("subs.csv", text.as_bytes())], BadRows::Skip).unwrap();
    let subs = &records.customers.subscriptions;
    let tenure = |months, ended| Span::Tenure { months, ended };
    let spans: Vec<_> = subs.iter().map(|s| s.span).collect();
    assert_eq!(spans, [tenure(24.0, true), tenure(6.0, false), tenure(0.0, false)]);
    assert!(subs.iter().all(|s| s.term_months == 24) && subs[0].customer != subs[1].customer);
    assert!(caught(&records, "tenure-out-of-range").is_some() && caught(&records, "missing-value").is_some());
    assert_eq!(last_day(&records).unwrap(), None);
}

#[test]
fn leads_are_read_with_their_stages() {
    let m = Mapping { leads: Some(leads()), ..Mapping::default() };
    let mut text = "id,created,mql,opp,source,status\n".to_string();
    for i in 0..5 {
        text += &format!("a{i},2024-01-01,2024-01-0{},,Web Form,\n", i + 1);
        text += &format!("b{i},2024-01-01,,2024-02-01,,Working\n");
    }
    text += "c,2024-01-01,,,John Doe,Out\na1,2024-01-01,,,Web Form,\n";
    let files = [("leads.csv", text.as_bytes())];
    assert_eq!(problems(import(&m, &files, BadRows::Refuse))[0].rule, "duplicate-id");
    let records = import(&m, &files, BadRows::Skip).unwrap();
    let leads = &records.leads;
    assert_eq!(
        (leads.stages.as_slice(), leads.sources.as_slice()),
        (&words(&["mql", "opp"])[..], &words(&["Web_Form", "other", "unknown"])[..])
    );
    assert_eq!((leads.rows.len(), leads.days.len()), (11, 22));
    let of = |i: usize| (leads.rows[i].reached, leads.rows[i].lost, leads.rows[i].source);
    assert_eq!([of(0), of(1), of(10)], [(1, false, 0), (2, false, 2), (0, true, 1)]);
    assert_eq!(leads.days[..4], [Some(day("2024-01-01")), None, None, Some(day("2024-02-01"))]);
    let early = "id,created,mql,opp,source,status\n1,2024-01-02,2024-01-01,,x,\n";
    let found = problems(import(&m, &[("leads.csv", early.as_bytes())], BadRows::Refuse));
    assert_eq!(found[0].rule, "stage-before-created");
}

#[test]
fn leads_are_read_by_status() {
    let mut l = leads();
    let stage = |to: &str, s: &[&str]| LeadStage { to: to.into(), by: StageBy::Status(words(s)) };
    l.stages = vec![stage("mql", &["Q", "O"]), stage("opp", &["O"])];
    (l.source, l.id) = (None, None);
    let m = Mapping { leads: Some(l), ..Mapping::default() };
    let text = "created,status\n2024-01-01,Q\n2024-01-01,O\n2024-01-01,Out\n2024-01-01,New\n2024-01-01,\n";
    let records = import(&m, &[("leads.csv", text.as_bytes())], BadRows::Refuse).unwrap();
    let seen: Vec<_> = records.leads.rows.iter().map(|l| (l.reached, l.lost)).collect();
    assert_eq!(seen, [(1, false), (2, false), (0, true), (0, false), (0, false)]);
    assert_eq!(records.leads.sources, ["leads"]);
    assert!(records.leads.days.is_empty());
    let status = caught(&records, "status-of-no-stage").unwrap();
    assert_eq!((status.rows, status.text.contains("New")), (2, false));
}

#[test]
fn segments_by_amount() {
    let mut m = mapping(opportunities());
    m.segments.rule = SegmentRule::Thresholds(vec![(0.0, 0), (1000.0, 1)]);
    let text = format!("{HEADER}\n1,2025-01-02,,Open,999.99,a,\n2,2025-01-02,,Open,1000,a,\n3,2025-01-02,,Open,,a,\n");
    let files = [("opps.csv", text.as_bytes())];
    let found = problems(import(&m, &files, BadRows::Refuse));
    assert_eq!((found[0].rule, found[0].lines[0]), ("no-amount-for-segment", 4));
    m.segments.otherwise = Some(0);
    let records = import(&m, &files, BadRows::Refuse).unwrap();
    assert_eq!(records.opportunities.iter().map(|o| o.segment).collect::<Vec<_>>(), [0, 1, 0]);
    assert_eq!(caught(&records, "segment-otherwise").map(|c| c.rows), Some(1));
}

#[test]
fn segments_by_account() {
    let mut o = opportunities();
    o.belongs = Belongs { account: Some("segment".into()), ..Belongs::default() };
    let mut m = mapping(o);
    m.segments.rule = SegmentRule::Accounts {
        file: file("accounts.csv"),
        id: "id".into(),
        segment: "size".into(),
        values: vec![("S".into(), 0), ("L".into(), 1)],
    };
    let text =
        format!("{HEADER}\n1,2025-01-02,,Open,1,a, acme \n2,2025-01-02,,Open,1,a,globex\n3,2025-01-02,,Open,1,a,?\n");
    let files = [("opps.csv", text.as_bytes()), ("accounts.csv", &b"size,id\nL,acme\nS,globex\n"[..])];
    let found = problems(import(&m, &files, BadRows::Refuse));
    assert_eq!((found[0].rule, found[0].lines[0]), ("unknown-account", 4));
    m.segments.otherwise = Some(0);
    let records = import(&m, &files, BadRows::Refuse).unwrap();
    assert_eq!(records.opportunities.iter().map(|o| o.segment).collect::<Vec<_>>(), [1, 0, 0]);
    assert_eq!(records.files[0].table, "segments.accounts");
    // an export goes by its own segment column where it has one, and all by a named segment where the mapping says so
    let own = |belongs: Belongs, segment: &str| {
        let mut m = m.clone();
        m.segments.otherwise = None;
        m.opportunities.as_mut().unwrap().belongs = belongs;
        let text = format!("{HEADER}\n1,2025-01-02,,Open,1,a,{segment}\n");
        let records = import(&m, &[("opps.csv", text.as_bytes()), files[1]], BadRows::Refuse);
        records.unwrap().opportunities[0].segment
    };
    assert_eq!(own(Belongs { segment: Some("segment".into()), ..Belongs::default() }, "L"), 1);
    assert_eq!(own(Belongs { in_segment: Some(1), ..Belongs::default() }, "?"), 1);
    // without its table no row is blamed
    let found = problems(import(&m, &files[..1], BadRows::Refuse));
    assert_eq!(found.iter().map(|p| p.rule).collect::<Vec<_>>(), ["file-not-opened"]);
}

/// Records of opportunities lost on these days, created on the first of 2024.
fn lost_on(days: &[Day]) -> Records {
    let lost = |day: &Day| Opportunity {
        created: self::day("2024-01-01"),
        outcome: Outcome::Lost(*day),
        amount: crate::fit::record::Amount::MISSING,
        owner: 0,
        segment: 0,
    };
    Records { opportunities: days.iter().map(lost).collect(), ..Records::default() }
}

#[test]
fn the_last_day_is_not_guessed_from_a_slip() {
    let mut days: Vec<Day> = (0..500).map(|i| day("2024-01-01").plus(i)).collect();
    assert_eq!(last_day(&lost_on(&days)), Ok(Some(day("2025-05-14"))));
    days.push(day("2062-01-01"));
    let problem = last_day(&lost_on(&days)).unwrap_err();
    assert!(problem.text.contains("as_of") && !problem.text.contains("2062"), "{}", problem.text);
    assert_eq!(last_day(&Records::default()), Ok(None));
}

#[test]
fn what_lies_behind_the_as_of_day_is_counted() {
    let mut records = lost_on(&[day("2024-05-01"), day("2024-06-01"), day("2024-06-02")]);
    records.opportunities[0].created = day("2024-04-30");
    let counts = |as_of: &str| -> Vec<(&'static str, u64)> {
        known_at(&records, day(as_of)).into_iter().map(|c| (c.rule, c.rows)).collect()
    };
    assert_eq!(counts("2024-06-02"), []);
    assert_eq!(counts("2024-05-31"), [("decided-after-as-of", 2)]);
    assert_eq!(counts("2024-04-29"), [("created-after-as-of", 1), ("decided-after-as-of", 2)]);
}
