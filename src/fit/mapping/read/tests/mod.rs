mod docs;
mod keys;
mod mistakes;
mod pinned;

use super::*;
use crate::diagnostic::render;
use crate::fit::day::Day;
use crate::fit::mapping::{DateFormat, LeadStage, NumberFormat, SegmentRule, SpanColumns, StageBy};

/// A mapping with every kind of export, after which single keys are checked.
pub const WHOLE: &str = r##"
as_of = 2026-10-31
currency = "EUR"
rates = { USD = 0.92 }
half_life_months = 12

[files]
delimiter = ";"
encoding = "Latin1"
dates = "DD.MM.YYYY"
numbers = "1.234,50"
missing = ["#REF!"]

[segments]
values = { "SMB" = "smb", "Mid-Market" = "mid_market", "Small" = "smb" }
accounts = { file = "accounts.csv", id = "account_id", segment = "segment", delimiter = "," }
otherwise = "other"

[opportunities]
file = "../exports/opportunities.csv"
dates = "MM/DD/YYYY"
created = "Created Date"
closed = "Close Date"
amount = "Amount"
amount_per = "quarter"
currency_column = "Currency"
stage = "Stage"
won = "Closed Won"
lost = ["Closed Lost", " Disqualified "]
open = ["Negotiation"]
segment = "Segment"
stale_months = 9
observed_from = "2025-01-01"

[reps]
file = "reps.csv"
id = "Employee"
tenure = "Years"
tenure_unit = "years"
left = "Left"
left_values = ["Yes"]
role = "Title"
roles = ["AE"]
quota = "Quota"
quota_per = "month"
in_segment = "mid_market"

[customers]
file = "subscriptions.csv"
customer = "account_id"
start = "start"
end = "end"
mrr = "mrr"
contract_months = 12
account = "account_id"
ignore_rows = { column = "trial", values = ["TRUE"] }
key_account_share = 0.05
changes = { file = "events.csv", numbers = "1,234.50", customer = "account_id", date = "day", amount = "amount", kind = "type", expansion = ["up"], churn = ["gone"] }
flags = { file = "accounts.csv", customer = "account_id", churned = "churn_flag", values = ["TRUE"] }
departures = { file = "churn.csv", customer = "account_id", date = "churn_date" }

[leads]
file = "leads.csv"
created = "created"
status = "status"
lost = ["Out"]
segment = "segment"
stages = [{ to = "mql", date = "mql_at" }, { to = "opportunity", status = ["Opportunity"] }]
"##;

/// What is said of a text, as a user sees it.
pub fn said(text: &str) -> String {
    match read("mapping.toml", text.as_bytes().to_vec()) {
        Ok(read) => read.warnings.iter().map(|d| render(d, &read.sources, false) + "\n").collect(),
        Err(refused) => refused.diagnostics.iter().map(|d| render(d, &refused.sources, false) + "\n").collect(),
    }
}

fn whole() -> Mapping {
    assert_eq!(said(WHOLE), "");
    read("mapping.toml", WHOLE.into()).unwrap().mapping
}

#[test]
fn the_head_and_the_files_are_read() {
    let mapping = whole();
    assert_eq!(mapping.as_of, Day::new(2026, 10, 31));
    assert_eq!((mapping.currency.as_str(), mapping.half_life_months), ("EUR", Some(12.0)));
    assert_eq!(mapping.rates, [("USD".to_string(), 0.92)]);
    let leads = mapping.leads.unwrap().file;
    assert_eq!((leads.delimiter, leads.encoding.as_str()), (b';', "iso-8859-1"));
    assert_eq!((leads.dates, leads.numbers), (DateFormat::DayMonthYear, NumberFormat::CommaDecimal));
    assert_eq!(leads.missing, ["#REF!"]);
    let opportunities = mapping.opportunities.unwrap().file;
    assert_eq!((opportunities.dates, opportunities.numbers), (DateFormat::MonthDayYear, NumberFormat::CommaDecimal));
    assert_eq!(opportunities.path.to_str(), Some("../exports/opportunities.csv"));
    assert_eq!(mapping.customers.unwrap().changes.unwrap().file.numbers, NumberFormat::PointDecimal);
}

#[test]
fn segments_are_numbered_in_the_order_of_their_first_mention() {
    let segments = whole().segments;
    assert_eq!(segments.names, ["smb", "mid_market", "other"]);
    assert_eq!(segments.otherwise, Some(2));
    let SegmentRule::Accounts { file, values, .. } = segments.rule else { panic!("{:?}", segments.rule) };
    let expected = [("SMB", 0), ("Mid-Market", 1), ("Small", 0)].map(|(value, i)| (value.to_string(), i));
    assert_eq!((values, file.delimiter), (expected.to_vec(), b','));
    assert_eq!(whole().reps.unwrap().belongs.in_segment, Some(1));
}

#[test]
fn amounts_are_brought_to_a_year() {
    let mapping = whole();
    let opportunities = mapping.opportunities.unwrap();
    let amount = opportunities.amount.unwrap();
    assert_eq!((amount.per_year, amount.currency.as_deref()), (4.0, Some("Currency")));
    assert_eq!(opportunities.won, ["Closed Won"]);
    assert_eq!(opportunities.lost, ["Closed Lost", "Disqualified"]);
    assert_eq!((opportunities.stale_months, opportunities.source_name.as_str()), (Some(9.0), "all"));
    assert_eq!(mapping.reps.as_ref().unwrap().quota.as_ref().unwrap().per_year, 12.0);
    let customers = mapping.customers.unwrap();
    assert_eq!(customers.amount.unwrap().per_year, 12.0);
    // changes are a month's where the customers' revenue is
    assert_eq!(customers.changes.unwrap().amount.per_year, 12.0);
    assert_eq!((customers.contract_months, customers.key_account_share), (Some(12), Some(0.05)));
}

#[test]
fn spans_and_stages_are_read() {
    let mapping = whole();
    let ended_values = vec!["Yes".to_string()];
    let (column, ended) = ("Years".to_string(), "Left".to_string());
    assert_eq!(mapping.reps.unwrap().span, SpanColumns::Tenure { column, months: 12.0, ended, ended_values });
    let end = Some("end".to_string());
    assert_eq!(mapping.customers.unwrap().span, SpanColumns::Dated { start: "start".to_string(), end });
    let leads = mapping.leads.unwrap();
    let dated = LeadStage { to: "mql".to_string(), by: StageBy::Date("mql_at".to_string()) };
    let told = LeadStage { to: "opportunity".to_string(), by: StageBy::Status(vec!["Opportunity".to_string()]) };
    assert_eq!((leads.stages, leads.mature_months), (vec![dated, told], 3.0));
}

#[test]
fn thresholds_rise_whatever_their_order() {
    let text = "[segments]\nthresholds = { big = 100_000, small = 0, mid = 20_000 }\n[customers]\nfile = \"c.csv\"\nstart = \"s\"\narr = \"a\"\n";
    let segments = read("mapping.toml", text.into()).unwrap().mapping.segments;
    assert_eq!(segments.names, ["small", "mid", "big"]);
    assert_eq!(segments.rule, SegmentRule::Thresholds(vec![(0.0, 0), (20_000.0, 1), (100_000.0, 2)]));
}

#[test]
fn one_segment_may_have_a_name() {
    let text = "[segments]\nname = \"smb\"\n[reps]\nfile = \"r.csv\"\nid = \"id\"\nstart = \"s\"\n";
    let segments = read("mapping.toml", text.into()).unwrap().mapping.segments;
    assert_eq!((segments.names, segments.rule), (vec!["smb".to_string()], SegmentRule::One));
}

#[test]
fn samples_of_numbers_say_which_sign_is_the_decimal_one() {
    let forms =
        ["1,234.50", "1234.50", "1.234,50", "1234,5", "1 234,50", "1'234.50", "1,234", "1.234", "1234", "$1.50"];
    let (point, comma) = (Some(NumberFormat::PointDecimal), Some(NumberFormat::CommaDecimal));
    let expected = [point, point, comma, comma, comma, point, None, None, None, None];
    assert_eq!(forms.map(number_format), expected);
}
