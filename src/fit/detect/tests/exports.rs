//! Headers as Salesforce, HubSpot, Stripe and Workday export them.

use super::*;
use crate::fit::mapping::{DateFormat, SpanColumns};

macro_rules! sample {
    ($file:literal) => {
        ($file, include_bytes!(concat!("../../../../tests/data/schema_fivetran/", $file)) as &[u8])
    };
}

/// Every sample with the kind that it is.
#[rustfmt::skip] // a table
const SAMPLES: &[((&str, &[u8]), Option<Kind>)] = &[
    (sample!("hs_deal_data.csv"), Some(Kind::Opportunities)),
    (sample!("hs_deal_pipeline_data.csv"), None),
    (sample!("hs_deal_pipeline_stage_data.csv"), None),
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
                assert!(proposal.product.is_some(), "{name}");
                mapping(&proposal);
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
    assert!(proposal.notes.iter().any(|note| note.contains("deleted records")));
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

#[test]
fn tables_beside_an_export_are_told_where_they_belong() {
    let advice = |headers: &str| detect("t.csv", format!("{headers}\na,b,c\n").as_bytes()).unwrap_err().help.join(" ");
    assert!(advice("account_id,type,amount,event_date").contains("as changes in [customers]"));
    assert!(advice("churn_event_id,account_id,churn_date").contains("as departures in [customers]"));
    assert!(advice("account_id,industry,churn_flag").contains("as flags in [customers]"));
    assert!(advice("account_id,company,segment").contains("[segments] accounts"));
    assert!(advice("colour,shape,size").contains("a mapping written by hand"));
}
