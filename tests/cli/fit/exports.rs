//! Small exports with names and amounts that are easily found again.

use crate::cli::Scratch;

/// Rows of the export of opportunities.
pub const OPPORTUNITIES: usize = 720;

/// What the exports mean.
pub const MAPPING: &str = r#"
[segments]
name = "smb"

[opportunities]
file = "opportunities.csv"
id = "Id"
created = "CreatedDate"
closed = "CloseDate"
amount = "Amount"
stage = "StageName"
won = ["Closed Won"]
lost = ["Closed Lost"]
open = ["Discovery"]
owner = "OwnerId"

[customers]
file = "customers.csv"
customer = "Customer"
start = "Start"
end = "End"
arr = "ARR"
contract_months = 12
key_account_share = 0.1
"#;

/// A plan that is more hopeful than these exports.
pub const PLAN: &str = r#"
[plan]
name = "Hopeful"
start = "2026-07"
months = 12
[target]
arr = 2_900_000
[segments.smb]
opening_arr = 1_500_000
opening_customers = 100
deals = { size = 12_000 }
retention = { churn_annual = 0.05 }
[segments.smb.pipeline]
opening_opps = 60
win_rate = { p10 = 0.38, p50 = 0.42, p90 = 0.46 }
sales_cycle_months = 1
sources = [ { name = "inbound", volume = 30 } ]
"#;

/// A row of the export of opportunities.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: String,
    pub name: String,
    pub owner: String,
    pub created: String,
    pub closed: String,
    pub stage: &'static str,
    pub amount: String,
}

/// Numbers between 0 and 1 that are the same every time (a linear congruential generator, Knuth's MMIX).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// The day so many days after 2024-07-01.
pub fn day(days: i32) -> String {
    (jiff::civil::date(2024, 7, 1) + jiff::Span::new().days(days)).to_string()
}

/// 30 a month over two years; 30 % of those that are decided are won; what is decided after 2026-06-30 is open.
pub fn opportunities() -> Vec<Row> {
    let mut numbers = Numbers(7);
    (0..OPPORTUNITIES)
        .map(|i| {
            let created = (729.0 * numbers.next()) as i32;
            let closed = created + 5 + (90.0 * numbers.next()) as i32;
            let stage = match (closed > 729, numbers.next() < 0.3) {
                (true, _) => "Discovery",
                (_, true) => "Closed Won",
                _ => "Closed Lost",
            };
            Row {
                id: format!("OPP-{i}"),
                name: format!("Zanzibar deal {i}"),
                owner: format!("Quetzal{}", i % 6),
                created: day(created),
                closed: if stage == "Discovery" { String::new() } else { day(closed) },
                stage,
                amount: format!("{}.37", 7_001 + (9_000.0 * numbers.next()) as u64),
            }
        })
        .collect()
}

pub fn csv(rows: &[Row]) -> String {
    let line = |r: &Row| {
        [&r.id, &r.name, &r.owner, &r.created, &r.closed, r.stage, &r.amount].map(|s| s.to_string()).join(",")
    };
    let lines: Vec<String> = rows.iter().map(line).collect();
    format!("Id,Name,OwnerId,CreatedDate,CloseDate,StageName,Amount\n{}\n", lines.join("\n"))
}

/// 160 customers, of whom some left at a renewal, and one far larger than all others.
pub fn customers() -> String {
    let mut numbers = Numbers(11);
    let mut text = String::from("Customer,Start,End,ARR\n");
    for i in 0..160 {
        let start = -700 + (1_300.0 * numbers.next()) as i32;
        let renewals = (0..4).map(|k| start + 365 * (k + 1)).find(|_| numbers.next() < 0.12);
        let end = renewals.filter(|end| *end <= 729).map(day).unwrap_or_default();
        let arr =
            if i == 17 { "987654.37".to_string() } else { format!("{}.37", 6_003 + (9_000.0 * numbers.next()) as u64) };
        let end = if i == 17 { String::new() } else { end };
        text.push_str(&format!("Umbrella {i},{},{end},{arr}\n", day(start)));
    }
    text
}

/// A folder with exports, mapping and plan.
pub fn scratch() -> Scratch {
    let scratch = Scratch::empty();
    scratch.put("opportunities.csv", &csv(&opportunities()));
    scratch.put("customers.csv", &customers());
    scratch.put("mapping.toml", &format!("as_of = \"2026-06-30\"\n{MAPPING}"));
    scratch.put("plan.toml", PLAN);
    scratch
}
