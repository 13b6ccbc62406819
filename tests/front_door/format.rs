//! The description of the format against itself, and the JSON Schema against every scenario at hand.

use super::file;
use planodds::scenario::{key_table, parse, schema};
use serde_json::Value;

/// Files whose fault, if any, no schema can see: it lies between values, in paths, in other files, or in the syntax.
const UNSEEN: [&str; 26] = [
    "adjust_fixed",
    "adjust_nothing",
    "adjust_opening",
    "adjust_to_zero",
    "arr_without_customers",
    "correlations_impossible",
    "customers_without_arr",
    "cut",
    "extends_absolute",
    "extends_circle",
    "extends_circle_back",
    "extends_itself",
    "extends_missing",
    "extends_outside",
    "goals_not_measured",
    "good",
    "mix_sum",
    "segment_parts",
    "target",
    "trials_lhs",
    "two_of_one_name",
    "warnings",
    "warnings_independent",
    "warnings_target_far",
    "warnings_targets",
    "warnings_units",
];

/// A TOML file as the JSON that an editor would hold against the schema; none where it is not even TOML.
fn as_json(path: &std::path::Path) -> Option<Value> {
    let text = std::fs::read_to_string(path).ok()?;
    let table: toml::Table = toml::from_str(&text).ok()?;
    serde_json::to_value(table).ok()
}

fn scenarios(folder: &str) -> Vec<(String, Value)> {
    let paths = std::fs::read_dir(file(folder)).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<(String, Value)> = paths
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .filter_map(|path| Some((path.file_stem()?.to_string_lossy().to_string(), as_json(&path)?)))
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

#[test]
fn the_schema_is_one() {
    assert!(jsonschema::meta::is_valid(&schema()));
}

#[test]
fn the_schema_lets_good_scenarios_in() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let cases = scenarios("cases");
    assert!(cases.len() > 10);
    for (name, case) in cases {
        let errors: Vec<String> = validator.iter_errors(&case).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
    }
}

#[test]
fn the_schema_refuses_what_it_can_see() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let unseen: Vec<String> =
        scenarios("invalid").into_iter().filter(|(_, bad)| validator.is_valid(bad)).map(|(name, _)| name).collect();
    assert_eq!(unseen, UNSEEN);
}

#[test]
fn every_example_is_a_value() {
    for key in key_table() {
        assert!(!key.doc.is_empty() && key.doc.ends_with('.'), "{}: {}", key.path, key.doc);
        if !key.example.is_empty() {
            let line = format!("key = {}", key.example);
            toml::from_str::<toml::Table>(&line).unwrap_or_else(|e| panic!("{}: {e}", key.path));
        }
    }
}

#[test]
fn every_default_is_a_value() {
    for key in key_table() {
        let words = ["required", "none", "even", "as if empty"];
        let spoken = words.contains(&key.default.as_str())
            || key.default.contains("the ")
            || key.default.contains("else")
            || key.default.starts_with("to ");
        if !spoken {
            toml::from_str::<toml::Table>(&format!("key = {}", key.default))
                .unwrap_or_else(|e| panic!("{}: {e}", key.path));
        }
    }
}

/// Every key that a finance reader can write, by example, in one scenario that is let in.
#[test]
fn the_examples_together_are_a_plan() {
    let keys = key_table();
    let example = |path: &str| keys.iter().find(|k| k.path == path).unwrap_or_else(|| panic!("{path}")).example;
    let lines = |table: &str, leave_out: &[&str]| {
        let own = |path: &str| path.strip_prefix(table).and_then(|p| p.strip_prefix('.')).map(str::to_string);
        let mut text = String::new();
        for key in keys.iter().filter(|k| !k.example.is_empty()) {
            if let Some(name) = own(&key.path).filter(|name| !name.contains('.') && !leave_out.contains(&name.as_str()))
            {
                text += &format!("{name} = {}\n", key.example);
            }
        }
        text
    };
    let mut text = format!("[plan]\n{}[target]\n{}", lines("plan", &[]), lines("target", &["growth"]));
    for segment in ["enterprise", "smb"] {
        text += &format!("[segments.{segment}]\n{}", lines("segments.NAME", &[]));
        for part in ["deals", "capacity", "retention"] {
            text += &format!("[segments.{segment}.{part}]\n{}", lines(&format!("segments.NAME.{part}"), &[]));
        }
        text += &format!(
            "[segments.{segment}.pipeline]\n{}",
            lines("segments.NAME.pipeline", &["opening_decisions", "win_rate"])
        );
        text += "win_rate = { p10 = 0.17, p90 = 0.27 }\n";
        let source = "segments.NAME.pipeline.sources.NAME";
        for (name, leave_out) in [
            (
                "inbound",
                &["name", "spend", "cost_per_unit", "elasticity", "reference_spend", "sdrs", "per_sdr", "per_rep"][..],
            ),
            ("ads", &["name", "volume", "growth_monthly", "sdrs", "per_sdr", "per_rep"]),
            (
                "outbound",
                &[
                    "name",
                    "volume",
                    "growth_monthly",
                    "spend",
                    "cost_per_unit",
                    "elasticity",
                    "reference_spend",
                    "per_rep",
                ],
            ),
        ] {
            text +=
                &format!("[[segments.{segment}.pipeline.sources]]\nname = \"{name}\"\n{}", lines(source, leave_out));
        }
    }
    text += &format!("[finance]\n{}", lines("finance", &[]));
    text += &format!("[[goals]]\n{}", lines("goals.INDEX", &["at_most", "from"]));
    text += &format!("[[factors]]\n{}", lines("factors.NAME", &[]));
    text += &format!("[[risks]]\n{}", lines("risks.NAME", &["window"]));
    text += &format!("[[adjust]]\n{}", lines("adjust.INDEX", &[]));
    text += &format!("[[levers]]\n{}", lines("levers.NAME", &[]));
    text += &format!("[run]\n{}", lines("run", &[]));
    text += &format!("[owners]\nnew_arr = \"Ada\"\n# {}\n", example("owners"));
    if let Err(refused) = parse("examples.toml", &text) {
        panic!("{text}\n{}", super::text_of(&refused));
    }
}
