//! The scenarios and templates that come with the program, and the warnings' thresholds.

use super::{parsed, plan_with, text_of};
use planodds::diagnostic::render;
use planodds::scenario::{Loaded, load, parse};
use std::path::{Path, PathBuf};

/// Every TOML file of a folder of the crate.
fn scenarios(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "toml"));
    paths.sort();
    paths
}

/// The warnings as their reader sees them.
pub fn warnings(loaded: &Loaded) -> Vec<String> {
    loaded.warnings.iter().map(|warning| render(warning, &loaded.sources, false)).collect()
}

#[test]
fn no_shipped_scenario_is_warned_of() {
    for (folder, least) in [("scenarios", 6), ("src/cli/templates", 3)] {
        let paths = scenarios(folder);
        assert!(paths.len() >= least, "{paths:?}");
        for path in paths {
            let loaded = load(&path, &[]).unwrap_or_else(|refused| panic!("{}", text_of(&refused)));
            assert_eq!(warnings(&loaded), Vec::<String>::new(), "{}", path.display());
        }
    }
}

/// The codes of the warnings of a small plan with more lines.
fn codes(lines: &str) -> Vec<&'static str> {
    parsed(&plan_with(lines)).warnings.iter().map(|warning| warning.code).collect()
}

#[test]
fn sizes_are_warned_of_from_their_threshold_on() {
    let retention = |key: &str, x: &str| format!("[segments.a.retention]\n{key} = {x}\n");
    let fine = [retention("expansion_annual", "2"), retention("uplift_annual", "0.5")];
    let high = [retention("expansion_annual", "2.01"), retention("uplift_annual", "0.51")];
    for lines in fine {
        assert!(!codes(&lines).contains(&"unit-slip"), "{lines}");
    }
    for lines in high {
        assert!(codes(&lines).contains(&"unit-slip"), "{lines}");
    }
    // The opening ARR is 100 for one customer.
    let deals = |size: &str| {
        format!("[segments.a.deals]\nsize = {size}\n[segments.a.pipeline]\nwin_rate = 0.2\nsales_cycle_months = 1\n")
    };
    for (size, warned) in [("2", false), ("1.99", true), ("5_000", false), ("5_001", true)] {
        assert_eq!(codes(&deals(size)).contains(&"unit-slip"), warned, "{size}");
    }
}

#[test]
fn targets_are_held_against_the_opening_arr() {
    let with = |target: &str| {
        let text = plan_with("").replace("arr = 1\n", &format!("{target}\n"));
        let loaded = parse("plan.toml", &text).unwrap_or_else(|refused| panic!("{}", text_of(&refused)));
        loaded.warnings.iter().map(|warning| warning.code).collect::<Vec<_>>()
    };
    assert_eq!(with("arr = 99"), ["target-below-opening"]);
    assert_eq!(with("arr = 100"), [""; 0]);
    assert_eq!(with("arr = 600"), [""; 0]);
    assert_eq!(with("arr = 601"), ["unit-slip"]);
    assert_eq!(with("growth = 5"), [""; 0]);
    assert_eq!(with("growth = 5.1"), ["unit-slip"]);
    assert_eq!(with("growth = -0.1"), [""; 0], "who writes a negative growth means it");
}

#[test]
fn a_plan_value_is_held_against_its_own_distribution() {
    let with = |distribution: &str| codes(&format!("[segments.a.retention]\nchurn_annual = {distribution}\n"));
    // A uniform's ends are its author's; a normal's 99th percentile is mean + 2.326 sd = 0.2233.
    for (distribution, warned) in [
        ("{ dist = \"uniform\", min = 0.1, max = 0.2, plan = 0.1 }", false),
        ("{ dist = \"uniform\", min = 0.1, max = 0.2, plan = 0.09 }", true),
        ("{ dist = \"normal\", mean = 0.2, sd = 0.01, plan = 0.223 }", false),
        ("{ dist = \"normal\", mean = 0.2, sd = 0.01, plan = 0.224 }", true),
    ] {
        assert_eq!(with(distribution).contains(&"plan-outside"), warned, "{distribution}");
    }
}
