//! `--keep-trials`: trials.csv.

use super::Scratch;

fn rows(scratch: &Scratch) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_path(scratch.path("output/small/trials.csv")).expect("trials.csv opens");
    let header = reader.headers().expect("a header").iter().map(str::to_string).collect();
    let row = |row: csv::Result<csv::StringRecord>| row.expect("a row").iter().map(str::to_string).collect();
    (header, reader.records().map(row).collect())
}

fn run(scratch: &Scratch, arguments: &[&str]) {
    let fixed = ["run", "small.toml", "--trials", "700", "--charts", "none"];
    scratch.planodds(&[&fixed[..], arguments].concat()).code(0);
}

#[test]
fn every_trial_has_a_row_in_order() {
    let scratch = Scratch::with_small();
    run(&scratch, &["--keep-trials"]);
    let (header, rows) = rows(&scratch);
    assert_eq!(header[0], "trial");
    let drivers = header.iter().filter(|name| name.starts_with("segments.smb.")).count();
    assert_eq!(drivers, 3, "deal size, attainment and win rate: {header:?}");
    let numbers: Vec<_> = rows.iter().map(|row| row[0].clone()).collect();
    assert_eq!(numbers, (0..700).map(|i| i.to_string()).collect::<Vec<_>>());
    for row in &rows {
        assert!(row[1].parse::<f64>().is_ok_and(|arr| arr > 0.0), "{row:?}");
    }
}

#[test]
fn asked_columns_come_on_top() {
    let scratch = Scratch::with_small();
    run(&scratch, &["--keep-trials"]);
    let (without, plain) = rows(&scratch);
    run(&scratch, &["--keep-trials", "arr@2027-12,smb:new_arr@2027-06"]);
    let (with, asked) = rows(&scratch);
    assert_eq!(with.len(), without.len() + 2, "{with:?}");
    for (plain, asked) in plain.iter().zip(&asked) {
        assert_eq!(plain[..], asked[..plain.len()], "the other columns are the same");
        // The first column is the ARR at the target date, which is the last month.
        assert_eq!(asked[plain.len()], asked[1]);
    }
}

#[test]
fn the_share_of_hits_is_the_probability() {
    let scratch = Scratch::with_small();
    run(&scratch, &["--keep-trials"]);
    let (_, rows) = rows(&scratch);
    let hits = rows.iter().filter(|row| row[1].parse::<f64>().is_ok_and(|arr| arr >= 2_600_000.0)).count();
    let text = scratch.read("output/small/results.json");
    let results: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(results["target"]["probability"]["value"].as_f64(), Some(hits as f64 / 700.0));
}

#[test]
fn unknown_columns_are_refused_with_the_nearest_names() {
    let scratch = Scratch::with_small();
    let before = scratch.files();
    let cases = [
        ("new_ar@2027-06", "did you mean new_arr"),
        ("smd:arr@2027-06", "did you mean smb?"),
        ("xyzzy@2027-06", "it has arr, new_arr"),
        ("arr@2028-01", "which runs from 2027-01 to 2027-12"),
        ("arr@2027-13", "no month"),
        ("arr", "names no month"),
        ("cash@2027-06", "no metric `cash`"),
        ("smb:quick_ratio@2027-06", "segment smb has no metric"),
    ];
    for (column, says) in cases {
        scratch.planodds(&["run", "small.toml", "--keep-trials", column]).code(2).complains_of(&[says]);
    }
    assert_eq!(scratch.files(), before);
}
