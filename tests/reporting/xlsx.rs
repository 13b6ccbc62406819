//! The workbook against the rules by which Excel opens a file without a repair, as far as they can be read off its XML.

use super::workbook::{Parts, cell, named, place};
use crate::cli::{SMALL, Scratch};
use std::collections::BTreeSet;

const FORMULA: &str = "=cmd|' /C calc'!A0";

/// A plan whose every free text is hostile, as a workbook.
fn workbook() -> Parts {
    let scratch = Scratch::empty();
    let more = r#"
[[risks]]
name = "outage"
probability = 0.3
window = ["2027-03", "2027-09"]
adjust = [ { driver = "segments.smb.retention.churn_annual", multiply = 1.4 } ]

[[levers]]
name = "reps"
adjust = [ { driver = "segments.smb.capacity.hires", add = "x", from = "2027-02" } ]
min = 0
max = 3
step = 1
cost = 150_000
"#;
    let said = format!("p90 = 0.27, note = \"{FORMULA}\", source = \"<b>&\\u2028\\u202Ex\", owner = \"{FORMULA}\"");
    let hostile = SMALL.replace("name = \"Small\"", &format!("name = \"{FORMULA}\"")).replace("p90 = 0.27", &said);
    let text = format!("{hostile}{more}");
    scratch.put("hostile.toml", &text);
    let asked = ["report", "hostile.toml", "--trials", "1000", "--format", "xlsx", "--charts", "none"];
    let titled = ["--title", FORMULA, "--template", "working", "--out", "a", "-q"];
    scratch.planodds(&[&asked[..], &titled[..]].concat()).code(0);
    Parts::of(&scratch.files()["a/report.xlsx"])
}

#[test]
fn the_workbook_keeps_excels_rules() {
    let parts = workbook();
    for name in parts.0.keys() {
        parts.xml(name);
    }
    every_part_has_a_type(&parts);
    sheets_have_lawful_names(&parts);
    nothing_is_computed_or_fetched(&parts);
    strings_are_all_there(&parts);
    names_point_at_cells(&parts);
    charts_point_at_cells(&parts);
    elements_of_series_stand_in_order(&parts);
    assert!(parts.0["xl/sharedStrings.xml"].contains("=cmd|' /C calc'!A0"), "the title is a text");
}

fn every_part_has_a_type(parts: &Parts) {
    let types = parts.xml("[Content_Types].xml");
    let defaults: Vec<&str> = named(&types, "Default").iter().filter_map(|d| d.attribute("Extension")).collect();
    let given: BTreeSet<&str> = named(&types, "Override").iter().filter_map(|o| o.attribute("PartName")).collect();
    for name in parts.0.keys().filter(|name| *name != "[Content_Types].xml") {
        let is_relation = name.ends_with(".rels") && defaults.contains(&"rels");
        assert!(is_relation || given.contains(&*format!("/{name}")), "{name} has no type");
    }
}

fn sheets_have_lawful_names(parts: &Parts) {
    let sheets = parts.sheets();
    let lower: BTreeSet<String> = sheets.iter().map(|(name, _)| name.to_lowercase()).collect();
    assert_eq!(lower.len(), sheets.len(), "{sheets:?}");
    for (name, _) in &sheets {
        assert!(
            (1..=31).contains(&name.encode_utf16().count()) && !name.contains(['[', ']', ':', '*', '?', '/', '\\'])
        );
        assert!(!name.starts_with('\'') && !name.ends_with('\''), "{name}");
    }
    assert_eq!(sheets[0].0, "Summary");
}

/// No formula in any cell, no link out of the file, no macro.
fn nothing_is_computed_or_fetched(parts: &Parts) {
    for (name, path) in parts.sheets() {
        assert!(named(&parts.xml(&path), "f").is_empty(), "a formula on {name}");
    }
    assert!(!parts.0.keys().any(|name| name.contains("externalLink") || name.contains("vba")));
    for (name, text) in parts.0.iter().filter(|(name, _)| name.ends_with(".rels")) {
        assert!(!text.contains("TargetMode"), "{name} leads out of the file");
    }
}

fn strings_are_all_there(parts: &Parts) {
    let table = parts.xml("xl/sharedStrings.xml");
    let strings = named(&table, "si");
    assert_eq!(table.root_element().attribute("uniqueCount"), Some(&*strings.len().to_string()));
    for string in &strings {
        let length =
            string.descendants().filter_map(|node| node.text()).map(|t| t.encode_utf16().count()).sum::<usize>();
        assert!(length <= 32_767);
    }
    for (name, path) in parts.sheets() {
        let sheet = parts.xml(&path);
        for cell in named(&sheet, "c").into_iter().filter(|c| c.attribute("t") == Some("s")) {
            let index = cell.descendants().find(|n| n.tag_name().name() == "v").and_then(|v| v.text());
            assert!(index.and_then(|i| i.parse::<usize>().ok()).is_some_and(|i| i < strings.len()), "{name}");
        }
    }
}

/// The cells that have something in them, of a sheet by its name.
fn filled(parts: &Parts, name: &str) -> BTreeSet<(u32, u32)> {
    let sheets = parts.sheets();
    let (_, path) = sheets.iter().find(|(n, _)| n == name).unwrap_or_else(|| panic!("no sheet {name}"));
    let sheet = parts.xml(path);
    let cells = named(&sheet, "c").into_iter().filter(|c| c.has_children());
    cells.filter_map(|c| c.attribute("r")).map(cell).collect()
}

fn names_point_at_cells(parts: &Parts) {
    let book = parts.xml("xl/workbook.xml");
    let summary = filled(parts, "Summary");
    let names = named(&book, "definedName");
    let own: Vec<_> = names.iter().filter(|n| !n.attribute("name").is_some_and(|n| n.starts_with("_xlnm"))).collect();
    assert!(own.iter().any(|n| n.attribute("name") == Some("p_hit")), "P(hit) has a name");
    for name in own {
        let (sheet, [first, last]) = place(name.text().expect("a place"));
        assert_eq!((sheet.as_str(), first), ("Summary", last));
        assert!(summary.contains(&first), "{:?} points at an empty cell", name.attribute("name"));
    }
}

/// Every range of a chart is on the sheet of their data, has the length of its categories, and is not empty.
fn charts_point_at_cells(parts: &Parts) {
    let data = filled(parts, "Chart data");
    let mut ranges = 0;
    for path in parts.starting("xl/charts/chart") {
        let chart = parts.xml(path);
        for formula in named(&chart, "f") {
            let (sheet, [first, last]) = place(formula.text().expect("a place"));
            assert_eq!(sheet, "Chart data", "{path}");
            assert_eq!(first.1, last.1, "{path}: one column");
            let some = (first.0..=last.0).any(|row| data.contains(&(row, first.1)));
            assert!(some, "{path}: nothing at {:?}", formula.text());
            ranges += 1;
        }
        for series in named(&chart, "ser") {
            let rows = |tag: &str| {
                let of = series.children().find(|n| n.tag_name().name() == tag).expect("a range");
                let formula = of.descendants().find(|n| n.tag_name().name() == "f").and_then(|f| f.text());
                let (_, [first, last]) = place(formula.expect("a place"));
                (first.0, last.0)
            };
            assert_eq!(rows("cat"), rows("val"), "{path}");
        }
    }
    assert!(ranges > 50, "only {ranges} ranges");
}

/// The schema names the order; Excel takes a chart away where it is another.
const ORDER: [&str; 14] = [
    "idx",
    "order",
    "tx",
    "spPr",
    "invertIfNegative",
    "marker",
    "dPt",
    "dLbls",
    "trendline",
    "errBars",
    "cat",
    "val",
    "smooth",
    "extLst",
];

fn elements_of_series_stand_in_order(parts: &Parts) {
    for path in parts.starting("xl/charts/chart") {
        let chart = parts.xml(path);
        for series in named(&chart, "ser") {
            let elements = series.children().filter(|n| n.is_element()).map(|n| n.tag_name().name().to_string());
            let places: Vec<usize> =
                elements.map(|e| ORDER.iter().position(|o| *o == e).unwrap_or_else(|| panic!("{path}: {e}"))).collect();
            assert!(places.is_sorted(), "{path}: {places:?}");
        }
    }
}
