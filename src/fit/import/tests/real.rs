//! The real data sets that facts are known of: their counts as read.

use super::{amount, dated, file, words};
use crate::fit::import::{BadRows, FileProblem, FileReport, Records, last_day, read};
use crate::fit::mapping::{
    AmountColumn, Belongs, Changes, Customers, DateFormat, Departures, Flags, LeadStage, Leads, Mapping, Opportunities,
    Reps, SegmentRule, Segments, SpanColumns, StageBy,
};
use crate::fit::record::{Outcome, Span};
use std::io::Read;
use std::path::Path;

/// The folder of the data sets.
fn folder() -> std::path::PathBuf {
    std::env::var_os("PLANODDS_SHARED_DATA").expect("PLANODDS_SHARED_DATA names the folder").into()
}

fn read_real(mapping: &Mapping, bad_rows: BadRows) -> Records {
    let mut open = |path: &Path| Ok(Box::new(std::fs::File::open(folder().join(path))?) as Box<dyn Read>);
    match read(mapping, &mut open, bad_rows) {
        Ok(records) => {
            show(&records.files);
            records
        }
        Err(refused) => {
            show(&refused.files);
            panic!("{}", refused.problems.iter().map(FileProblem::sentence).collect::<Vec<_>>().join("\n"))
        }
    }
}

fn show(files: &[FileReport]) {
    for file in files {
        println!("{} {}: {} rows, {} kept", file.file, file.table, file.rows, file.kept);
        for c in &file.caught {
            println!("    {} {} {:?} {}", c.rows, c.rule, c.lines.first(), c.text);
        }
    }
}

fn maven(path: &str) -> Opportunities {
    Opportunities {
        file: file(path),
        id: Some("opportunity_id".into()),
        created: "engage_date".into(),
        closed: "close_date".into(),
        amount: amount("close_value", 1.0),
        stage: "deal_stage".into(),
        won: words(&["Won"]),
        lost: words(&["Lost"]),
        open: words(&["Engaging"]),
        ignore: words(&["Prospecting"]),
        owner: Some("sales_agent".into()),
        belongs: Belongs::default(),
        source_name: "all".into(),
        stale_months: None,
        observed_from: None,
    }
}

/// (won, lost, open) and the won amounts in sum.
fn outcomes(records: &Records) -> ([usize; 3], f64) {
    let mut counts = [0; 3];
    let mut sum = 0.0;
    for o in &records.opportunities {
        match o.outcome {
            Outcome::Won(_) => {
                counts[0] += 1;
                sum += o.amount.get().unwrap_or(0.0);
            }
            Outcome::Lost(_) => counts[1] += 1,
            Outcome::Open => counts[2] += 1,
        }
    }
    (counts, sum)
}

#[test]
#[ignore = "needs the data sets (PLANODDS_SHARED_DATA)"]
fn crm_maven_is_read_whole() {
    let m = maven("crm_maven/sales_pipeline.csv");
    let records = read_real(&Mapping { opportunities: Some(m), ..Mapping::default() }, BadRows::Refuse);
    assert_eq!(outcomes(&records), ([4238, 2473, 1589], 10_005_534.0));
    assert_eq!((records.files[0].rows, records.files[0].kept), (8800, 8300));
    assert_eq!(last_day(&records).unwrap().unwrap().to_string(), "2017-12-31");
}

#[test]
#[ignore = "needs the data sets (PLANODDS_SHARED_DATA)"]
fn crm_maven_dirty_is_read_month_first_and_only_so() {
    let mut m = Opportunities { id: None, ..maven("crm_maven_dirty_mdy/sales_pipeline.csv") };
    m.file.dates = DateFormat::MonthDayYear;
    let records = read_real(&Mapping { opportunities: Some(m.clone()), ..Mapping::default() }, BadRows::Refuse);
    assert_eq!(outcomes(&records), ([4238, 2473, 0], 10_005_534.0));
    m.file.dates = DateFormat::DayMonthYear;
    let mapping = Mapping { opportunities: Some(m), ..Mapping::default() };
    let mut open = |path: &Path| Ok(Box::new(std::fs::File::open(folder().join(path))?) as Box<dyn Read>);
    let refused = read(&mapping, &mut open, BadRows::Refuse).unwrap_err();
    let hints = refused.problems.iter().filter(|p| p.text.contains("all 6711 values can be read as month/day/year"));
    assert_eq!(hints.map(|p| p.rule).collect::<Vec<_>>(), ["impossible-date"; 2]);
}

#[test]
#[ignore = "needs the data sets (PLANODDS_SHARED_DATA)"]
fn gtm_complyflow_is_read_whole() {
    let segments = Segments {
        names: words(&["SMB", "Mid-Market", "Enterprise"]),
        rule: SegmentRule::Values(vec![("SMB".into(), 0), ("Mid-Market".into(), 1), ("Enterprise".into(), 2)]),
        otherwise: Some(0),
    };
    let by_segment = || Belongs { segment: Some("segment".into()), account: None, in_segment: None };
    let opportunities = Opportunities {
        id: Some("opp_id".into()),
        created: "created_date".into(),
        amount: amount("amount", 1.0),
        stage: "stage".into(),
        won: words(&["Closed Won"]),
        lost: words(&["Closed Lost"]),
        open: words(&["Negotiation", "Proposal", "Discovery"]),
        ignore: Vec::new(),
        owner: Some("rep_id".into()),
        belongs: by_segment(),
        ..maven("gtm_complyflow/opportunities.csv")
    };
    let reps = Reps {
        file: file("gtm_complyflow/sales_reps.csv"),
        id: "rep_id".into(),
        span: dated("hire_date", None),
        role: None,
        roles: Vec::new(),
        quota: amount("quota_quarterly", 4.0),
        belongs: Belongs::default(),
        observed_from: None,
    };
    let mrr = |column: &str| AmountColumn { column: column.into(), per_year: 12.0, currency: None };
    let changes = Changes {
        file: file("gtm_complyflow/revenue_events.csv"),
        customer: "account_id".into(),
        date: "event_date".into(),
        amount: mrr("amount"),
        kind: "type".into(),
        new: words(&["new"]),
        expansion: words(&["expansion"]),
        contraction: words(&["contraction"]),
        churn: words(&["churn"]),
    };
    let customers = Customers {
        file: file("gtm_complyflow/subscriptions.csv"),
        id: Some("sub_id".into()),
        customer: Some("account_id".into()),
        span: dated("start_date", Some("end_date")),
        amount: Some(mrr("mrr")),
        term_months: None,
        contract_months: None,
        belongs: Belongs::default(),
        observed_from: None,
        changes: Some(changes),
        flags: None,
        departures: None,
        key_account_share: None,
    };
    let stage = |to: &str, s: &[&str]| LeadStage { to: to.into(), by: StageBy::Status(words(s)) };
    let leads = Leads {
        file: file("gtm_complyflow/leads.csv"),
        id: Some("lead_id".into()),
        created: "created_at".into(),
        source: Some("lead_source".into()),
        stages: vec![
            stage("mql", &["MQL", "SQL", "Opportunity"]),
            stage("sql", &["SQL", "Opportunity"]),
            stage("opportunity", &["Opportunity"]),
        ],
        status: Some("status".into()),
        lost: words(&["Disqualified"]),
        belongs: by_segment(),
        mature_months: 6.0,
    };
    let mapping = Mapping {
        segments,
        opportunities: Some(opportunities),
        reps: Some(reps),
        customers: Some(customers),
        leads: Some(leads),
        ..Mapping::default()
    };
    let records = read_real(&mapping, BadRows::Refuse);
    assert_eq!(outcomes(&records).0, [787, 1926, 71]);
    assert_eq!((records.reps.len(), records.customers.subscriptions.len()), (40, 787));
    let by_kind = |kind| {
        let of = records.customers.changes.iter().filter(|c| c.kind == kind);
        let sum: f64 = of.clone().map(|c| c.arr / 12.0).sum();
        (of.count(), (sum * 100.0).round() / 100.0)
    };
    use crate::fit::record::ChangeKind::{Churn, Expansion, New};
    assert_eq!(
        [by_kind(New), by_kind(Expansion), by_kind(Churn)],
        [(787, 145_630.31), (89, 4396.39), (88, -14_423.61)]
    );
    let reached = |n: u8| records.leads.rows.iter().filter(|l| l.reached == n && !l.lost).count();
    assert_eq!([reached(0), reached(1), reached(2), reached(3)], [1723, 1645, 1723, 1061]);
    let ended = records.customers.subscriptions.iter();
    assert_eq!(ended.filter(|s| matches!(s.span, Span::Dated { end: Some(_), .. })).count(), 88);
    println!("{:?} {}", records.leads.sources, last_day(&records).unwrap().unwrap());
    let won = |segment| {
        records.opportunities.iter().filter(move |o| o.segment == segment && matches!(o.outcome, Outcome::Won(_)))
    };
    assert_eq!([won(0).count(), won(1).count(), won(2).count()], [508, 229, 50]);
}

#[test]
#[ignore = "needs the data sets (PLANODDS_SHARED_DATA)"]
fn ravenstack_is_read_whole() {
    let customers = Customers {
        file: crate::fit::mapping::File {
            ignore_rows: vec![("is_trial".into(), words(&["TRUE"]))],
            ..file("subs_ravenstack/ravenstack_subscriptions.csv")
        },
        id: Some("subscription_id".into()),
        customer: Some("account_id".into()),
        span: dated("start_date", Some("end_date")),
        amount: amount("mrr_amount", 12.0),
        term_months: None,
        contract_months: None,
        belongs: Belongs::default(),
        observed_from: None,
        changes: None,
        flags: Some(Flags {
            file: file("subs_ravenstack/ravenstack_accounts.csv"),
            customer: "account_id".into(),
            churned: "churn_flag".into(),
            values: words(&["TRUE"]),
        }),
        departures: Some(Departures {
            file: file("subs_ravenstack/ravenstack_churn_events.csv"),
            customer: "account_id".into(),
            date: "churn_date".into(),
        }),
        key_account_share: None,
    };
    let records = read_real(&Mapping { customers: Some(customers), ..Mapping::default() }, BadRows::Skip);
    let flagged = records.customers.flags.iter().filter(|(_, gone)| *gone).count();
    assert_eq!((records.customers.flags.len(), flagged, records.customers.departures.len()), (500, 110, 600));
    println!(
        "{} subscriptions, last day {}",
        records.customers.subscriptions.len(),
        last_day(&records).unwrap().unwrap()
    );
}

#[test]
#[ignore = "needs the data sets (PLANODDS_SHARED_DATA)"]
fn cross_sections_are_read_as_tenures() {
    let reps = Reps {
        file: file("hr_ibm/WA_Fn-UseC_-HR-Employee-Attrition.csv"),
        id: "EmployeeNumber".into(),
        span: SpanColumns::Tenure {
            column: "YearsAtCompany".into(),
            months: 12.0,
            ended: "Attrition".into(),
            ended_values: words(&["Yes"]),
        },
        role: Some("JobRole".into()),
        roles: words(&["Sales Representative", "Sales Executive"]),
        quota: None,
        belongs: Belongs::default(),
        observed_from: None,
    };
    let customers = Customers {
        file: file("churn_telco/WA_Fn-UseC_-Telco-Customer-Churn.csv"),
        id: Some("customerID".into()),
        customer: None,
        span: SpanColumns::Tenure {
            column: "tenure".into(),
            months: 1.0,
            ended: "Churn".into(),
            ended_values: words(&["Yes"]),
        },
        amount: amount("MonthlyCharges", 12.0),
        term_months: None,
        contract_months: None,
        belongs: Belongs::default(),
        observed_from: None,
        changes: None,
        flags: None,
        departures: None,
        key_account_share: None,
    };
    let mapping = Mapping { reps: Some(reps), customers: Some(customers), ..Mapping::default() };
    let records = read_real(&mapping, BadRows::Refuse);
    let ended = |span: &Span| matches!(span, Span::Tenure { ended: true, .. });
    assert_eq!((records.reps.len(), records.reps.iter().filter(|r| ended(&r.span)).count()), (409, 90));
    let subscriptions = &records.customers.subscriptions;
    assert_eq!((subscriptions.len(), subscriptions.iter().filter(|s| ended(&s.span)).count()), (7043, 1869));
    assert_eq!(last_day(&records).unwrap(), None);
}
