//! Months of public exports, held against figures counted apart from this program.

use super::*;

/// Days of a column of a CSV file in the folder that PLANODDS_SHARED_DATA names; rows with none are passed over.
fn days_of(file: &str, column: &str) -> Vec<Day> {
    let folder = std::env::var("PLANODDS_SHARED_DATA").expect("PLANODDS_SHARED_DATA names the folder");
    let mut reader = csv::Reader::from_path(std::path::Path::new(&folder).join(file)).unwrap();
    let place = reader.headers().unwrap().iter().position(|h| h == column).unwrap();
    let day = |row: csv::StringRecord| {
        let mut parts = row[place].split('-').map(|p| p.parse::<i16>().ok());
        Day::new(parts.next()??, parts.next()?? as i8, parts.next()?? as i8)
    };
    reader.records().filter_map(|row| day(row.unwrap())).collect()
}

/// Even counts give their plain mean, 2,784 opportunities and 6,500 leads in 29.9 months; those that begin low and end
/// low are told to do so.
#[test]
#[ignore = "needs PLANODDS_SHARED_DATA"]
fn real_exports() {
    let of = |file: &str, column: &str, as_of: Option<Day>| {
        let as_of = as_of.unwrap();
        let plan_start = as_of.plus(1).month().unwrap();
        let setting = Setting { as_of, plan_start, segments: vec!["all".into()], half_life_months: None };
        fit(&PATH, &days_of(file, column), &setting).fitted.remove(0)
    };
    for (file, column, records) in [("opportunities.csv", "created_date", 2784.0), ("leads.csv", "created_at", 6500.0)]
    {
        let volume = of(&format!("gtm_complyflow/{file}"), column, Day::new(2026, 6, 30));
        let plain = records / 29.9;
        assert!(volume.interval[0] < plain && plain < volume.interval[1], "{volume:?}");
    }
    let uneven = of("crm_maven/sales_pipeline.csv", "engage_date", Day::new(2017, 12, 31));
    let said = |code: &str| uneven.findings.iter().any(|f| f.code == code);
    assert!(said("volume-start-up") && said("volume-last-quarter"), "{uneven:?}");
}
