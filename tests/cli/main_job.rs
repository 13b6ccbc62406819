//! The main job of the README: scenarios/base.toml, every file read back by another's eyes.

use super::Scratch;
use planodds::calendar::YearMonth;
use std::fs;
use std::path::{Path, PathBuf};

/// Reads the folder that PLANODDS_OUTPUT names (`.ci/run` sets it after the README's command), else runs the main job
/// itself.
#[test]
fn its_files_parse_and_agree() {
    let scratch = Scratch::empty();
    let folder = match std::env::var_os("PLANODDS_OUTPUT") {
        Some(folder) => PathBuf::from(folder),
        None => {
            let base = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/base.toml");
            scratch.planodds(&["run", base]).code(0);
            scratch.path("output/base")
        }
    };
    let results = results(&folder);
    bands(&folder, &results);
    charts(&folder);
}

fn results(folder: &Path) -> serde_json::Value {
    let text = fs::read_to_string(folder.join("results.json")).expect("results.json");
    let results: serde_json::Value = serde_json::from_str(&text).expect("results.json parses");
    assert_eq!(results["format"], 1);
    let trials = results["run"]["trials"].as_f64().expect("trials");
    assert_eq!(trials, 10_000.0, "the scenario's own number of trials");
    let probability = &results["target"]["probability"];
    let [low, value, high] = ["low", "value", "high"].map(|end| probability[end].as_f64().expect(end));
    assert!(0.0 <= low && low <= value && value <= high && high <= 1.0, "{probability}");
    let months = results["scenario"]["months"].as_u64().expect("months") as usize;
    let metrics = results["metrics"].as_array().expect("metrics");
    assert!(metrics.iter().any(|m| m["metric"] == "arr" && m["segment"].is_null()));
    for metric in metrics {
        for column in ["p10", "p50", "p90", "planned"] {
            assert_eq!(
                metric["months"][column].as_array().map(Vec::len),
                Some(months),
                "{} {column}",
                metric["metric"]
            );
        }
    }
    results
}

/// Every cell of bands.csv is a number or empty, and the ARR's median is the one in results.json.
fn bands(folder: &Path, results: &serde_json::Value) {
    let mut reader = csv::Reader::from_path(folder.join("bands.csv")).expect("bands.csv");
    let header = reader.headers().expect("a header").clone();
    let expected = "metric segment period mean sd p1 p5 p10 p25 p50 p75 p90 p95 p99 planned";
    let position =
        |name: &str| header.iter().position(|h| h == name).unwrap_or_else(|| panic!("no {name} in {header:?}"));
    let columns: Vec<usize> = expected.split(' ').map(position).collect();
    let mut medians = Vec::new();
    for row in reader.records() {
        let row = row.expect("a row");
        for &column in &columns[3..] {
            assert!(row[column].is_empty() || row[column].parse::<f64>().is_ok_and(f64::is_finite), "{row:?}");
        }
        let (metric, segment, month) = (&row[columns[0]], &row[columns[1]], YearMonth::parse(&row[columns[2]]));
        if metric == "arr" && segment.is_empty() && month.is_some() {
            medians.push(row[position("p50")].parse::<f64>().expect("a median"));
        }
    }
    let arr =
        results["metrics"].as_array().expect("metrics").iter().find(|m| m["metric"] == "arr" && m["segment"].is_null());
    let told = arr.expect("arr")["months"]["p50"].as_array().expect("p50");
    let told: Vec<f64> = told.iter().map(|x| x.as_f64().expect("a number")).collect();
    assert_eq!(medians, told);
}

/// Every SVG parses and has its PNG, which decodes and is not blank.
fn charts(folder: &Path) {
    let mut names: Vec<PathBuf> =
        fs::read_dir(folder.join("charts")).expect("charts").map(|e| e.expect("entry").path()).collect();
    names.retain(|path| path.extension().is_some_and(|ending| ending == "svg"));
    assert_eq!(names.len(), 4, "{names:?}");
    for svg in names {
        let text = fs::read(&svg).expect("readable");
        resvg::usvg::Tree::from_data(&text, &resvg::usvg::Options::default())
            .unwrap_or_else(|e| panic!("{svg:?}: {e}"));
        let png = svg.with_extension("png");
        let image = resvg::tiny_skia::Pixmap::load_png(&png).unwrap_or_else(|e| panic!("{png:?}: {e}"));
        assert!(image.width() >= 1200, "{png:?} is only {} pixels wide: too small for a slide", image.width());
        assert!(image.pixels().iter().any(|pixel| *pixel != image.pixels()[0]), "{png:?} is blank");
    }
}
