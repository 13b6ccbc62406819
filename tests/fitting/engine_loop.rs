//! Engine and fit close the loop: a company is simulated, its records are exported, read and fitted, and the drivers
//! that it was simulated with come back, within their intervals as often as those say.

use super::company;
use planodds::fit::driver::Fitted;
use planodds::fit::history::History;
use planodds::fit::import::{self, BadRows};
use planodds::fit::{self, mapping};
use std::io::{Cursor, Error, ErrorKind, Read};
use std::path::Path;

const FILES: &str = "as_of = \"2025-12-31\"\n";

/// What the exports say, each a file name with its text.
fn history(tables: &str, exports: &[(&str, &str)]) -> History {
    let read = mapping::read("mapping.toml", format!("{FILES}{tables}").into_bytes());
    let mapping = read.unwrap_or_else(|refused| panic!("{:?}", refused.diagnostics)).mapping;
    let mut open = |path: &Path| -> std::io::Result<Box<dyn Read>> {
        let found = exports.iter().find(|(name, _)| Path::new(name) == path);
        let (_, text) = found.ok_or_else(|| Error::from(ErrorKind::NotFound))?;
        Ok(Box::new(Cursor::new(text.as_bytes().to_vec())))
    };
    let records = import::read(&mapping, &mut open, BadRows::Refuse).unwrap_or_else(|r| panic!("{:?}", r.problems));
    let setting = fit::history::Setting {
        as_of: mapping.as_of.unwrap(),
        plan_start: planodds::calendar::YearMonth::new(2026, 1).unwrap(),
        segments: mapping.segments.names.clone(),
        half_life_months: None,
    };
    fit::fit(&records, &mapping, &setting)
}

fn driver<'a>(history: &'a History, key: &str) -> &'a Fitted {
    let path = format!("segments.all.{key}");
    let found = history.fitted.iter().find(|fitted| fitted.path == path);
    found.unwrap_or_else(|| panic!("no {path}: {:?}", history.findings))
}

/// Of 100 companies the driver's 90 % interval holds the truth in 81 to 99 (3 standard errors of 3 on either side: the
/// volume's interval allows for growth that was looked for and not found, and errs on the wide side), and the mean of
/// the estimates is within 3 of its standard errors.
fn comes_back(histories: &[History], key: &str, truth: f64) {
    let found: Vec<&Fitted> = histories.iter().map(|history| driver(history, key)).collect();
    let covered = found.iter().filter(|f| f.interval[0] <= truth && truth <= f.interval[1]).count();
    let n = found.len() as f64;
    let mean = found.iter().map(|f| f.estimate).sum::<f64>() / n;
    let sd = (found.iter().map(|f| (f.estimate - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt();
    assert!((81..=99).contains(&covered), "{key}: {covered} of {n} intervals hold {truth}, mean {mean}, sd {sd}");
    assert!((mean - truth).abs() < 3.0 * sd / n.sqrt(), "{key}: mean {mean}, not {truth}, sd {sd}");
}

const OPPORTUNITIES: &str = "[opportunities]\nfile = \"opps.csv\"\nid = \"id\"\ncreated = \"created\"\nclosed = \"closed\"\n\
    stage = \"stage\"\namount = \"amount\"\nowner = \"owner\"\nwon = [\"won\"]\nlost = [\"lost\"]\nopen = [\"open\"]\n";

#[test]
fn pipeline_drivers_come_back_from_the_engine() {
    let segment = format!(
        "deals = {{ size = 20_000, dispersion = 0.6 }}\npipeline.win_rate = 0.25\n\
         pipeline.sales_cycle_months = {}\npipeline.cycle_dispersion = {}",
        company::CYCLE_MONTHS,
        company::CYCLE_DISPERSION
    );
    let exports = company::opportunities(60.0, &segment, 0.6);
    let histories: Vec<History> = exports.iter().map(|text| history(OPPORTUNITIES, &[("opps.csv", text)])).collect();
    comes_back(&histories, "pipeline.win_rate", 0.25);
    comes_back(&histories, "pipeline.sales_cycle_months", company::CYCLE_MONTHS);
    comes_back(&histories, "pipeline.cycle_dispersion", company::CYCLE_DISPERSION);
    comes_back(&histories, "deals.size", 20_000.0);
    comes_back(&histories, "pipeline.sources.all.volume", 60.0);
}

#[test]
fn churn_comes_back_from_the_engine() {
    let customers = "[customers]\nfile = \"customers.csv\"\nid = \"id\"\nstart = \"start\"\nend = \"end\"\narr = \"arr\"\n\
        contract_months = 12\nobserved_from = \"2024-01-01\"\n";
    let exports = company::customers("retention.churn_annual = 0.12");
    let histories: Vec<History> = exports.iter().map(|text| history(customers, &[("customers.csv", text)])).collect();
    comes_back(&histories, "retention.churn_annual", 0.12);
}

const REPS: &str = "[reps]\nfile = \"reps.csv\"\nid = \"id\"\nstart = \"start\"\nend = \"end\"\nquota = \"quota\"\n\
    observed_from = \"2024-01-01\"\n";

#[test]
fn ramp_and_attainment_come_back_from_the_engine() {
    let (reps, wins) = company::sellers("attainment = 0.7, ramp_months = 6", 10_000.0);
    let tables = format!("{OPPORTUNITIES}{REPS}");
    let of = |wins: &String| history(&tables, &[("opps.csv", wins), ("reps.csv", &reps)]);
    let histories: Vec<History> = wins.iter().map(of).collect();
    comes_back(&histories, "capacity.ramp_months", 6.0);
    comes_back(&histories, "capacity.attainment", 0.7);
}

#[test]
fn attrition_comes_back_from_the_engine() {
    let exports = company::leavers(0.25);
    let histories: Vec<History> = exports.iter().map(|text| history(REPS, &[("reps.csv", text)])).collect();
    comes_back(&histories, "capacity.attrition_annual", 0.25);
}
