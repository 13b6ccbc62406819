//! The assumption book of a pack: every input of the scenario is in it, in words.

use super::Scratch;

/// A driver of every family, an adjustment, a risk, a factor, a key account; names and notes that would do harm as code.
const FAMILIES: &str = r#"
[plan]
name = "Families"
start = "2027-01"
months = 12

[target]
arr = 2_600_000

[segments.smb]
opening_arr = 2_000_000
opening_customers = 100

[segments.smb.deals]
size = { dist = "uniform", min = 15_000, max = 25_000, plan = 24_500, note = "<script>alert(1)</script>", source = "=1+1", owner = "VP $' Sales" }

[segments.smb.capacity]
reps = 4
hires = { "2027-03" = 1 }
ramp_months = { dist = "discrete", values = [3, 4, 6], weights = [2, 5, 3], plan = 3 }
quota_annual = 400_000
attainment = { p10 = 0.6, p50 = 0.7, p90 = 0.8, per = "month", persistence = 0.7 }
attrition_annual = { dist = "normal", mean = 0.15, sd = 0.09 }
hiring_slip_months = { dist = "empirical", values = [0, 0, 0.5, 1, 1, 3] }

[segments.smb.pipeline]
opening_opps = 60
win_rate = { dist = "beta", mean = 0.22, sd = 0.03 }
sales_cycle_months = { dist = "weibull", shape = 3, scale = 3.2 }

[[segments.smb.pipeline.sources]]
name = "ads"
spend = { "2026-10" = 20_000, "2027-04" = 25_000 }
cost_per_unit = { dist = "lognormal", median = 26, sd_log = 0.15, per = "quarter" }
stages = [ { to = "opportunity", rate = { dist = "triangular", min = 0.02, mode = 0.03, max = 0.04 } } ]

[[segments.smb.pipeline.sources]]
name = "inbound"
volume = { dist = "gamma", mean = 25, sd = 4, per = "year" }

[segments.smb.retention]
churn_annual = { p5 = 0.06, p95 = 0.2 }
key_accounts = [ { name = "acme", arr = 100_000, renewal = "2026-05", churn_at_renewal = 0.15 } ]

[[factors]]
name = "economy"
loadings = { "segments.smb.pipeline.win_rate" = 0.5, "segments.smb.retention.churn_annual" = -0.5 }

[[adjust]]
driver = "segments.smb.pipeline.win_rate"
multiply = 1.1
from = "2027-04"

[[risks]]
name = "outage"
probability = 0.3
window = ["2027-02", "2027-05"]
duration = 3
adjust = [ { driver = "segments.smb.retention.churn_annual", multiply = 1.4 } ]
cash = -50_000
"#;

/// The texts of a page of report.html, tags and pictures left out, and its pictures.
fn page(html: &str, id: &str) -> (String, Vec<String>) {
    let start = html.find(&format!("id=\"{id}\"")).unwrap_or_else(|| panic!("no page {id}"));
    let rest = &html[start..];
    let mut rest = &rest[..rest.find("</section>").expect("the page ends")];
    let (mut text, mut pictures) = (String::new(), Vec::new());
    while let Some(tag) = rest.find('<') {
        text.push_str(&rest[..tag]);
        let end = match rest[tag..].starts_with("<svg") {
            true => rest[tag..].find("</svg>").expect("a closed picture") + "</svg>".len(),
            false => rest[tag..].find('>').expect("a closed tag") + 1,
        };
        if rest[tag..].starts_with("<svg") {
            pictures.push(rest[tag..tag + end].to_string());
        }
        // where a long word may break it is still one
        if !rest[tag..].starts_with("<wbr") {
            text.push('\n');
        }
        rest = &rest[tag + end..];
    }
    (text, pictures)
}

fn book(scratch: &Scratch, scenario: &str) -> String {
    scratch.put("a.toml", scenario);
    let asked =
        ["report", "a.toml", "--trials", "1000", "--quick", "--charts", "none", "--format", "html", "--out", "a"];
    scratch.planodds(&asked).code(0);
    scratch.read("a/report.html")
}

#[test]
fn every_family_schedule_and_event_is_said_in_words() {
    let scratch = Scratch::empty();
    let html = book(&scratch, FAMILIES);
    let (text, pictures) = page(&html, "assumptions");
    let said = [
        "uniform, $15,000 to $25,000; drawn once a future",
        "P95: 95 of 100 futures are lower",
        "one of 3 (20 %), 4 (50 %), 6 (30 %), in months; drawn once a future",
        "P10: 80 of 100 futures are higher, none is lower",
        "through P10 0.6, P50 0.7, P90 0.8; drawn each month, persistence 0.7",
        "normal, mean 15 %, sd 9 % (4.8 % of it is outside what is allowed and cut off); drawn once a future",
        "6 past values, 0 to 3, in months; drawn once a future",
        "beta, mean 22 %, sd 3 %; drawn once a future; then × 1.1 from Apr 27",
        "Weibull, shape 3, scale 3.2, in months; drawn once a future",
        "lognormal, median $26, sd of its logarithm 0.15; drawn anew each fiscal quarter",
        "triangular, 2 % to 4 %, most often 3 %; drawn once a future",
        "gamma, mean 25, sd 4; drawn anew each plan year",
        "through P5 6 %, P95 20 %; drawn once a future",
        "$20,000, from Apr 2027 $25,000",
        "1 in Mar 2027",
        "retention.churn_annual of smb × 1.4",
        "Feb 2027 to May 2027",
        "acme",
        "May 2027",
        "segments.smb.pipeline.backlog_hold",
        "&#60;script&#62;alert(1)&#60;/script&#62;",
    ];
    for words in said {
        assert!(text.contains(words), "{words} is not in the book:\n{text}");
    }
    assert!(!text.contains("NaN") && !text.contains("n/a"), "{text}");
    // a picture for each driver with a range
    assert_eq!(pictures.len(), 11);
    for picture in &pictures {
        assert!(picture.len() < 1500 && !picture.contains("NaN"), "{picture}");
    }
    let (making, _) = page(&html, "making");
    assert!(making.contains("a.toml") && making.contains("philox"), "{making}");
    assert!(making.contains("What planodds check warns of"), "{making}");
}

#[test]
fn a_plan_without_ranges_says_so() {
    let scratch = Scratch::empty();
    let constant = "[plan]\nname = \"C\"\nstart = \"2027-01\"\nmonths = 12\n[target]\narr = 2_100_000\n\
                    [segments.base]\nopening_arr = 2_000_000\nopening_customers = 100\n";
    let html = book(&scratch, constant);
    let (text, pictures) = page(&html, "assumptions");
    assert!(text.contains("No driver is uncertain: every input is taken as certain"), "{text}");
    assert!(text.contains("nothing else moves ARR: it is the same in every future"), "{text}");
    assert!(pictures.is_empty() && text.contains("$2,000,000"));
}
