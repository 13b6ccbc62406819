//! `planodds replay`.

use super::Scratch;
use std::collections::BTreeMap;

type Row = BTreeMap<String, String>;

fn rows(scratch: &Scratch, name: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(scratch.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

fn number(text: &str) -> f64 {
    text.parse().unwrap_or_else(|_| panic!("`{text}` is no number"))
}

/// trials.csv of a run with these arguments, and the replay of one of its trials with the same.
fn run_and_replay(scratch: &Scratch, columns: &str, same: &[&str], which: &[&str]) -> Vec<Row> {
    let run = ["run", "small.toml", "--charts", "none", "--keep-trials", columns];
    scratch.planodds(&[&run[..], same].concat()).code(0);
    let replay = ["replay", "small.toml", "--charts", "none"];
    scratch.planodds(&[&replay[..], same, which].concat()).code(0);
    rows(scratch, "output/small/trials.csv")
}

#[test]
fn it_is_the_trial_that_a_run_keeps_to_the_last_digit() {
    let columns = ["arr@2027-06", "smb:new_arr@2027-03", "nrr@2027-12", "leavers@2027-05", "churned_customers@2027-09"];
    for sampling in ["random", "lhs"] {
        let scratch = Scratch::with_small();
        let same = ["--trials", "800", "--seed", "7", "--sampling", sampling];
        let trials = run_and_replay(&scratch, &columns.join(","), &same, &["--trial", "777"]);
        let kept = &trials[777];
        let months = rows(&scratch, "output/small/replay_months.csv");
        for column in columns {
            let (name, month) = column.split_once('@').unwrap();
            let (segment, metric) = name.split_once(':').unwrap_or(("", name));
            let is_it = |row: &&Row| row["metric"] == metric && row["segment"] == segment && row["month"] == month;
            assert_eq!(months.iter().find(is_it).expect(column)["value"], kept[column], "{sampling} {column}");
        }
        let drivers = rows(&scratch, "output/small/replay_drivers.csv");
        let own: Vec<&Row> = drivers.iter().filter(|d| d["per"] == "plan").collect();
        assert_eq!(own.len(), 3);
        own.iter().for_each(|driver| assert_eq!(driver["value"], kept[&driver["path"]], "{sampling}"));
        let trial = &rows(&scratch, "output/small/replay_trial.csv")[0];
        assert_eq!((&trial["trial"][..], &trial["arr_at_target"]), ("777", &kept["arr@2027-12"]));
    }
}

#[test]
fn flows_add_up_to_the_distance_from_the_mean() {
    let scratch = Scratch::with_small();
    scratch.planodds(&["replay", "small.toml", "--trials", "2000", "--trial", "5", "--charts", "none"]).code(0);
    let flows = rows(&scratch, "output/small/replay_flows.csv");
    let whole = flows.iter().filter(|f| f["from_month"] == "2027-01" && f["until_month"] == "2027-12");
    let sum: f64 = whole.map(|f| number(&f["effect_arr"])).sum();
    let path = rows(&scratch, "output/small/replay_path.csv");
    let last = path.last().expect("months");
    let distance = number(&last["arr"]) - number(&last["arr_mean"]);
    assert!((sum - distance).abs() < 1e-6 * number(&last["arr"]), "{sum} for {distance}");
}

#[test]
fn the_rank_is_the_share_of_kept_trials_below() {
    let scratch = Scratch::with_small();
    let trials = run_and_replay(&scratch, "arr@2027-06", &["--trials", "500"], &["--trial", "123"]);
    let june = &rows(&scratch, "output/small/replay_path.csv")[5];
    let own = number(&trials[123]["arr@2027-06"]);
    let below = trials.iter().filter(|t| number(&t["arr@2027-06"]) < own).count();
    // the trial itself counts half
    assert!((number(&june["rank"]) - (below as f64 + 0.5) / 500.0).abs() < 1e-12);
}

#[test]
fn a_percentile_is_the_nearest_path_among_the_kept_trials() {
    let scratch = Scratch::with_small();
    let months: Vec<String> = (1..=12).map(|m| format!("arr@2027-{m:02}")).collect();
    // ARR at the target date is a column anyway
    let trials = run_and_replay(&scratch, &months[..11].join(","), &["--trials", "400"], &["--percentile", "25"]);
    let percentile = |month: &String| {
        let mut all: Vec<f64> = trials.iter().map(|t| number(&t[month])).collect();
        all.sort_by(f64::total_cmp);
        // (400 - 1) / 4 = 99.75
        all[99] + 0.75 * (all[100] - all[99])
    };
    let wanted: Vec<f64> = months.iter().map(percentile).collect();
    let distance = |trial: &Row| {
        let square = |(month, path): (&String, &f64)| ((number(&trial[month]) - path) / path).powi(2);
        (months.iter().zip(&wanted).map(square).sum::<f64>() / 12.0).sqrt()
    };
    let nearest = trials.iter().min_by(|a, b| distance(a).total_cmp(&distance(b))).expect("trials");
    let told = &rows(&scratch, "output/small/replay_trial.csv")[0];
    assert_eq!(told["trial"], nearest["trial"]);
    assert!((number(&told["relative_distance"]) - distance(nearest)).abs() < 1e-12);
    assert_eq!(told["nearest_to_percentile"], "25");
}

#[test]
fn a_number_beyond_the_run_is_what_a_longer_run_would_have() {
    let scratch = Scratch::with_small();
    let trials = run_and_replay(&scratch, "arr@2027-06", &["--trials", "900"], &["--trial", "899"]);
    let said = scratch.planodds(&["replay", "small.toml", "--trials", "100", "--trial", "899", "--charts", "none"]);
    assert!(said.code(0).out.contains("trials 0 to 99"));
    let trial = &rows(&scratch, "output/small/replay_trial.csv")[0];
    assert_eq!(trial["arr_at_target"], trials[899]["arr@2027-12"]);
    let lhs = ["replay", "small.toml", "--trials", "160", "--sampling", "lhs", "--trial", "160"];
    scratch.planodds(&lhs).code(2).complains_of(&["trials 0 to 159 only", "--sampling random"]);
}

#[test]
fn it_takes_one_trial_or_one_percentile_in_their_ranges() {
    let scratch = Scratch::with_small();
    let before = scratch.files();
    let cases: [(&[&str], &str); 7] = [
        (&[], "required"),
        (&["--trial", "1", "--percentile", "10"], "cannot be used with"),
        (&["--trial", "-1"], "from 0 to 999_999_999"),
        (&["--trial", "1.5"], "from 0 to 999_999_999"),
        (&["--percentile", "101"], "from 0 to 100"),
        (&["--percentile", "-1"], "from 0 to 100"),
        (&["--percentile", "nan"], "from 0 to 100"),
    ];
    for (arguments, says) in cases {
        scratch.planodds(&[&["replay", "small.toml"], arguments].concat()).code(2).complains_of(&[says]);
    }
    assert_eq!(scratch.files(), before);
}

#[test]
fn the_bytes_are_the_same_for_any_number_of_threads() {
    let scratch = Scratch::with_small();
    let run = |threads: &str| {
        let fixed = ["replay", "small.toml", "--percentile", "10", "--charts", "svg", "--quiet", "--threads", threads];
        scratch.planodds(&fixed).code(0);
        scratch.files()
    };
    assert_eq!(run("1"), run("3"));
}

#[test]
fn one_trial_alone_has_a_story_too() {
    let scratch = Scratch::with_small();
    let said =
        scratch.planodds(&["replay", "small.toml", "--trials", "1", "--trial", "0", "--charts", "none"]).code(0).out;
    assert!(!said.contains("NaN") && !said.contains("inf"), "{said}");
}

#[test]
fn the_worked_reading_is_what_the_program_says() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(folder.join("docs/replay.md")).expect("the page");
    let scenario = folder.join("scenarios/base.toml");
    let scratch = Scratch::empty();
    let asked = ["replay", scenario.to_str().expect("a path in UTF-8"), "--charts", "none", "--percentile", "10"];
    let said = scratch.planodds(&asked).code(0).out;
    // the first block of the page is the command, the second its output
    let reading = page.split("```").nth(3).expect("a reading");
    assert!(reading.lines().count() > 10);
    for line in reading.lines() {
        assert!(said.lines().any(|l| l.trim_end() == line), "docs/replay.md has\n{line}\nin\n{said}");
    }
}
