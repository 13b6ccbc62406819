//! Headers as Salesforce, HubSpot, Stripe and Workday export them.

use super::*;
use crate::fit::mapping::{DateFormat, SpanColumns};

macro_rules! sample {
    ($file:literal) => {
        ($file, include_bytes!(concat!("../../../../tests/data/schema_fivetran/", $file)) as &[u8])
    };
}

/// A file's name and its bytes.
type Sample = (&'static str, &'static [u8]);

/// Every sample with the kind that it is.
#[rustfmt::skip] // a table
const SAMPLES: &[(Sample, Option<Kind>)] = &[
    (sample!("hs_deal_data.csv"), Some(Kind::Opportunities)),
    (sample!("hs_deal_pipeline_data.csv"), None),
    (sample!("hs_deal_pipeline_stage_data.csv"), Some(Kind::Stages)),
    (sample!("hs_deal_property_history_data.csv"), None),
    (sample!("hs_deal_stage_data.csv"), None),
    (sample!("sf_opportunity_data.csv"), Some(Kind::Opportunities)),
    (sample!("sf_opportunity_history_data.csv"), Some(Kind::Opportunities)),
    (sample!("sf_opportunity_line_item_data.csv"), None),
    (sample!("stripe_invoice_data.csv"), None),
    (sample!("stripe_invoice_line_item_data.csv"), None),
    (sample!("stripe_subscription_data.csv"), Some(Kind::Customers)),
    (sample!("stripe_subscription_history_data.csv"), Some(Kind::Customers)),
    (sample!("stripe_subscription_item_data.csv"), None),
    (sample!("workday_worker_history_data.csv"), Some(Kind::Reps)),
    (sample!("workday_worker_position_history_data.csv"), Some(Kind::Reps)),
];

#[test]
fn every_sample_is_recognised_or_refused_with_advice() {
    for ((name, bytes), kind) in SAMPLES {
        match (detect(name, bytes), kind) {
            (Ok(proposal), Some(kind)) => {
                assert_eq!(proposal.kind, *kind, "{name}");
                if *kind != Kind::Stages {
                    assert!(proposal.product.is_some(), "{name}");
                    mapping(&proposal);
                }
            }
            (Err(refused), None) => assert!(!refused.help.is_empty(), "{name}"),
            (found, _) => panic!("{name}: {found:?}"),
        }
    }
}

#[test]
fn a_warehouse_table_of_salesforce_is_sorted_by_its_flags() {
    let (name, bytes) = sample!("sf_opportunity_data.csv");
    let proposal = detect(name, bytes).unwrap();
    let read = mapping(&proposal).unwrap().opportunities.unwrap();
    assert_eq!(
        (read.stage.as_str(), read.created.as_str(), read.closed.as_str()),
        ("stage_name", "created_date", "close_date")
    );
    // the stages' names are hashed, so only is_won and is_closed can tell them apart
    assert_eq!((read.won.len(), read.lost.len()), (1, 1), "{}", proposal.text);
    let deleted = ("is_deleted".to_string(), vec!["true".to_string()]);
    assert!(read.file.ignore_rows.contains(&deleted), "{}", proposal.text);
}

#[test]
fn the_stripe_table_ends_when_the_subscription_does() {
    let (name, bytes) = sample!("stripe_subscription_data.csv");
    let proposal = detect(name, bytes).unwrap();
    let read = mapping(&proposal).unwrap().customers.unwrap();
    let (start, end) = ("start_date".to_string(), Some("ended_at".to_string()));
    assert_eq!((read.span, read.customer.as_deref()), (SpanColumns::Dated { start, end }, Some("customer_id")));
    assert_eq!(read.amount, None);
    assert!(proposal.notes.iter().any(|note| note.contains("in cents")), "{:?}", proposal.notes);
}

#[test]
fn a_report_of_salesforce_is_recognised() {
    let text = "\"Opportunity ID\",\"Opportunity Owner\",\"Account Name\",\"Stage\",\"Close Date\",\"Created Date\",\"Amount\"\n\
        1,A,X,Closed Won,1/31/2026,1/2/2026,\"1,200.00\"\n2,A,X,Closed Won,2/27/2026,1/3/2026,\"900.00\"\n\
        3,B,Y,Closed Lost,2/3/2026,1/4/2026,5\n4,B,Y,Closed Lost,3/3/2026,1/4/2026,5\n\
        5,B,Y,Value Proposition,3/9/2026,1/9/2026,5\n6,B,Y,Value Proposition,3/9/2026,1/9/2026,5\n";
    let proposal = proposed(text);
    assert_eq!((proposal.kind, proposal.product), (Kind::Opportunities, Some("Salesforce")));
    let read = mapping(&proposal).unwrap().opportunities.unwrap();
    assert_eq!((read.id.as_deref(), read.owner.as_deref()), (Some("Opportunity ID"), Some("Opportunity Owner")));
    assert_eq!((read.won, read.lost), (vec!["Closed Won".to_string()], vec!["Closed Lost".to_string()]));
    assert_eq!((read.open, read.file.dates), (vec!["Value Proposition".to_string()], DateFormat::MonthDayYear));
}

#[test]
fn an_export_of_hubspot_is_recognised() {
    let text = "Record ID,Deal Name,Deal Stage,Pipeline,Deal owner,Amount,Create Date,Close Date\n\
        1,x,Closed won,p,A,1,2026-01-05 13:22,2026-02-05 13:22\n2,y,Closed won,p,A,1,2026-01-06 13:22,2026-02-05 13:22\n\
        3,z,Appointment scheduled,p,B,1,2026-01-06 13:22,2026-02-05 13:22\n4,w,Appointment scheduled,p,B,1,2026-01-06 13:22,\n";
    let proposal = proposed(text);
    assert_eq!((proposal.product, &proposal.missing[..]), (Some("HubSpot"), &["lost"][..]));
    assert_eq!(mapping(&proposal), None);
    assert!(proposal.text.contains("open = [\"Appointment scheduled\"]"), "{}", proposal.text);
    assert!(proposal.text.contains("\n# lost = [\"Closed Lost\"]  # FILL IN"), "{}", proposal.text);
}

#[test]
fn an_export_of_the_stripe_dashboard_is_recognised() {
    let text = "id,Customer ID,Plan,Quantity,Interval,Amount,Status,Created (UTC),Start Date (UTC),Current Period End (UTC),Canceled At (UTC),Ended At (UTC)\n\
        s1,c1,p,1,month,10.00,active,2026-01-01 10:00,2026-01-01 10:00,2026-02-01 10:00,,\n";
    let proposal = proposed(text);
    assert_eq!((proposal.kind, proposal.product), (Kind::Customers, Some("Stripe")));
    let read = mapping(&proposal).unwrap().customers.unwrap();
    let (start, end) = ("Start Date (UTC)".to_string(), Some("Ended At (UTC)".to_string()));
    assert_eq!(read.span, SpanColumns::Dated { start, end });
    assert!(proposal.text.contains("# mrr = \"Amount\""), "{}", proposal.text);
}

#[test]
fn a_report_of_workday_is_recognised() {
    let text = "Worker,Employee ID,Job Profile,Hire Date,Termination Date\nA,1,Account Executive,2024-01-15,\nB,2,Account Executive,2024-02-15,2025-01-31\n";
    let proposal = proposed(text);
    assert_eq!((proposal.kind, proposal.product), (Kind::Reps, Some("Workday")));
    let read = mapping(&proposal).unwrap().reps.unwrap();
    let (start, end) = ("Hire Date".to_string(), Some("Termination Date".to_string()));
    assert_eq!((read.span, read.id.as_str()), (SpanColumns::Dated { start, end }, "Employee ID"));
    assert!(proposal.text.contains("# roles = [\"Account Executive\"]"), "{}", proposal.text);
}

#[test]
fn an_export_of_leads_is_recognised() {
    let by_date = "Record ID,Create Date,Original Source,Lifecycle Stage,Became a Marketing Qualified Lead Date,Became an Opportunity Date\n1,2026-01-01,web,lead,,\n";
    let read = mapping(&proposed(by_date)).unwrap().leads.unwrap();
    assert_eq!(read.stages.iter().map(|stage| stage.to.as_str()).collect::<Vec<_>>(), ["mql", "opportunity"]);
    let by_status = "Lead ID,Created Date,Lead Source,Lead Status\n1,2026-01-01,web,New\n2,2026-01-01,web,New\n3,2026-01-01,web,Converted\n4,2026-01-01,web,Converted\n5,2026-01-01,web,Unqualified\n6,2026-01-01,web,Unqualified\n";
    let proposal = proposed(by_status);
    let read = mapping(&proposal).unwrap().leads.unwrap();
    assert_eq!((read.stages.len(), read.lost), (1, vec!["Unqualified".to_string()]));
    assert!(proposal.text.contains("not yet moved on: [\"New\"]"), "{}", proposal.text);
}

/// A proposal with one comment sign taken away from its lines of keys and tables.
fn uncommented(text: &str) -> String {
    let is_line =
        |rest: &str| rest.starts_with('[') || rest.split_once(" = ").is_some_and(|(key, _)| !key.contains(' '));
    let line = |line: &str| match line.strip_prefix("# ").filter(|rest| is_line(rest)) {
        Some(rest) => format!("{rest}\n"),
        None => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

#[test]
fn tables_beside_customers_are_lines_to_take_the_sign_away_from() {
    let customers = "[customers]\nfile = \"c.csv\"\ncustomer = \"account_id\"\nstart = \"s\"\n";
    let rows = "a,new,b,c,2026-01-01,TRUE\nd,churn,b,c,2026-01-02,TRUE\n".repeat(2);
    let read = |headers: &str| {
        let proposal = proposed(&format!("{headers}\n{rows}"));
        assert!(proposal.text.lines().all(|line| line.starts_with('#')), "{}", proposal.text);
        let text = format!("{customers}{}", uncommented(&proposal.text));
        let read =
            mapping::read("m.toml", text.clone().into_bytes()).unwrap_or_else(|refused| panic!("{text}{refused:?}"));
        read.mapping.customers.unwrap()
    };
    let changes = read("account_id,type,x,amount,event_date,y").changes.unwrap();
    assert_eq!((changes.kind.as_str(), changes.new, changes.churn), ("type", vec!["new".into()], vec!["churn".into()]));
    let departures = read("account_id,x,y,z,churn_date,w").departures.unwrap();
    assert_eq!((departures.customer.as_str(), departures.date.as_str()), ("account_id", "churn_date"));
    let flags = read("account_id,x,y,z,industry,churn_flag").flags.unwrap();
    assert_eq!((flags.churned.as_str(), flags.values), ("churn_flag", vec!["TRUE".to_string()]));
}

#[test]
fn a_table_of_stages_gives_the_lists_of_stages() {
    let text = proposed("stage_id,closed_won,is_closed\na1,TRUE,TRUE\nb2,FALSE,TRUE\nc3,FALSE,FALSE\n").text;
    for line in ["# won = [\"a1\"]\n", "# lost = [\"b2\"]\n", "# open = [\"c3\"]\n"] {
        assert!(text.contains(line), "{text}");
    }
}

#[test]
fn a_table_of_accounts_is_the_rule_for_segments_and_customers_only_the_alternative() {
    let rows = "1,SMB,5,2026-01-01\n2,SMB,5,2026-01-01\n";
    let proposal = proposed(&format!("account_id,segment,arr,signup_date\n{rows}"));
    assert_eq!(proposal.kind, Kind::Accounts);
    assert!(proposal.text.lines().all(|line| line.is_empty() || line.starts_with('#')), "{}", proposal.text);
    let (first, instead) = proposal.text.split_once("Only where each row is a customer").unwrap();
    assert!(
        first.contains("# accounts = { file = \"export.csv\", id = \"account_id\", segment = \"segment\" }"),
        "{first}"
    );
    assert!(instead.contains("# [customers]"), "{instead}");
    // with a leads table that points into it
    let leads = "[leads]\nfile = \"l.csv\"\ncreated = \"c\"\naccount = \"account_id\"\nstatus = \"s\"\nstages = [{ to = \"o\", status = [\"O\"] }]\n";
    let read = mapping::read("m.toml", format!("{}{leads}", uncommented(first)).into_bytes()).unwrap();
    assert_eq!(read.mapping.segments.names, ["smb"]);
    // where accounts come again, or an end is known, it is one of customers
    let again = proposed(&format!("account_id,segment,arr,signup_date\n{}", rows.repeat(2)));
    assert_eq!(again.kind, Kind::Customers);
    assert_eq!(proposed(&format!("account_id,segment,arr,signup_date,end_date\n{rows}")).kind, Kind::Customers);
}

#[test]
fn every_proposal_says_where_its_rows_may_belong() {
    let leads =
        proposed("lead_id,segment,account_id,status,created_at\n1,SMB,a,New,2026-01-01\n2,SMB,a,New,2026-01-01\n").text;
    assert!(leads.contains("\n# segment = \"segment\"") && leads.contains("\n# account = \"account_id\""), "{leads}");
    let customers =
        proposed("sub_id,account_id,plan,mrr,start_date,end_date\n1,a,Pro,5,2026-01-01,\n2,a,Pro,5,2026-01-01,\n").text;
    assert!(customers.contains("\n# account = \"account_id\""), "{customers}");
    assert!(customers.contains("where no other table has other ones"), "{customers}");
    let reps = proposed("rep_id,hire_date,quota\n1,2026-01-01,5\n2,2026-01-01,5\n").text;
    assert!(reps.contains("\n# in_segment = "), "{reps}");
}

#[test]
fn other_tables_are_refused_with_advice() {
    let refused = detect("t.csv", b"colour,shape,size\na,b,c\n").unwrap_err();
    assert!(refused.help.join(" ").contains("a mapping written by hand"), "{refused:?}");
}

#[test]
fn the_line_sep_is_no_header() {
    let text = "sep=;\r\nlead_id;status;created_at\r\n1;New;2026-01-01\r\n2;New;2026-01-01\r\n";
    let proposal = proposed(text);
    assert!(
        proposal.text.contains("delimiter = \";\"\n") && proposal.text.contains("id = \"lead_id\"\n"),
        "{}",
        proposal.text
    );
}

#[test]
fn proposals_of_several_exports_are_one_mapping_when_put_together() {
    let file =
        |name: &str| SAMPLES.iter().find(|((known, _), _)| *known == name).map(|((_, bytes), _)| *bytes).unwrap();
    let names = ["sf_opportunity_data.csv", "workday_worker_history_data.csv", "stripe_subscription_data.csv"];
    let text: String = names.iter().map(|name| detect(name, file(name)).unwrap().text).collect();
    let read = mapping::read("mapping.toml", text.into_bytes()).unwrap().mapping;
    assert!(read.opportunities.is_some() && read.reps.is_some() && read.customers.is_some());
}

/// Exports that are not part of the project: their folder is named by PLANODDS_SHARED_DATA.
#[test]
#[ignore = "reads the folder that PLANODDS_SHARED_DATA names"]
fn shared_exports_are_recognised() {
    let folder = std::env::var("PLANODDS_SHARED_DATA").expect("PLANODDS_SHARED_DATA names a folder");
    let expected = [
        ("crm_maven/sales_pipeline.csv", Kind::Opportunities),
        ("crm_maven_dirty_mdy/sales_pipeline.csv", Kind::Opportunities),
        ("gtm_complyflow/opportunities.csv", Kind::Opportunities),
        ("gtm_complyflow/sales_reps.csv", Kind::Reps),
        ("gtm_complyflow/subscriptions.csv", Kind::Customers),
        ("gtm_complyflow/leads.csv", Kind::Leads),
        ("hr_ibm/WA_Fn-UseC_-HR-Employee-Attrition.csv", Kind::Reps),
        ("subs_ravenstack/ravenstack_subscriptions.csv", Kind::Customers),
        ("churn_telco/WA_Fn-UseC_-Telco-Customer-Churn.csv", Kind::Customers),
    ];
    for (name, kind) in expected {
        let proposal = detect(name, &std::fs::read(format!("{folder}/{name}")).unwrap()).unwrap();
        assert_eq!(proposal.kind, kind, "{name}");
        mapping(&proposal);
    }
}
