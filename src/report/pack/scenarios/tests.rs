//! The page in every case that two scenarios can bring about.

use super::*;
use crate::analysis::compare::{Settings, compare as ask};
use crate::chart;
use crate::plan::Plan;
use crate::report::fixture;
use crate::report::table::DataTable;
use crate::scenario;
use crate::simulate::{Control, RunSpec};

const SMALL: &str = r#"
plan = { name = "Small", start = "2027-01", months = 12 }
target = { arr = 1_300_000 }
[segments.smb]
opening_arr = 1_000_000
opening_customers = 100
deals = { size = { p10 = 8_000, p50 = 10_000, p90 = 13_000 } }
retention = { churn_annual = { p10 = 0.08, p50 = 0.12, p90 = 0.18 } }
[segments.smb.pipeline]
opening_opps = 20
win_rate = { p10 = 0.17, p50 = 0.22, p90 = 0.27 }
sales_cycle_months = 2
sources = [ { name = "ads", spend = 10_000, cost_per_unit = 1_000 }, { name = "inbound", volume = 8 } ]
"#;

/// The page of SMALL beside others, by name, in which this stands for that.
fn page_of(others: &[(&str, &[(&str, &str)])], template: Template) -> Page {
    let plan = |text: &str| scenario::parse("plan.toml", text).unwrap_or_else(|r| panic!("{:?}", r.diagnostics)).plan;
    let changed = |changes: &[(&str, &str)]| {
        changes.iter().fold(SMALL.to_string(), |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replace(from, to)
        })
    };
    let plans: Vec<Plan> = std::iter::once(plan(SMALL)).chain(others.iter().map(|o| plan(&changed(o.1)))).collect();
    let plans: Vec<&Plan> = plans.iter().collect();
    let names: Vec<String> = std::iter::once("base").chain(others.iter().map(|o| o.0)).map(str::to_string).collect();
    let result = ask(&plans, &RunSpec::new(3_072, 1), &Control::UNWATCHED, &Settings::default()).expect("it runs");
    let compared = Compared { names: &names, plans: &plans, result: &result };
    let page = page_of_compared(&compared, template);
    sound(&page);
    let drawn = chart::compare::figures(&compared, &fixture::provenance());
    let mut drawn: Vec<String> = drawn.into_iter().map(|(name, _)| name).collect();
    let mut shown = exhibits(&page);
    drawn.sort();
    shown.sort();
    assert_eq!(shown, drawn);
    page
}

/// All that a page says.
fn texts(page: &Page) -> Vec<String> {
    let of_table = |table: &DataTable| {
        let cells = table.rows.iter().flatten().map(|cell| cell_text(cell, "USD"));
        let around = [&table.caption].into_iter().chain(&table.headings).chain(&table.notes).cloned();
        around.chain(cells).collect::<Vec<String>>()
    };
    let of_block = |block: &Block| match block {
        Block::Sentences(lines) => lines.clone(),
        Block::Facts(facts) => facts.iter().flat_map(|f| [f.label.clone(), f.value.clone(), f.note.clone()]).collect(),
        Block::Points { title, points } => std::iter::once(title).chain(points).cloned().collect(),
        Block::Table(table) => of_table(table),
        Block::Exhibit(exhibit) => [exhibit.alt.clone()].into_iter().chain(of_table(&exhibit.table)).collect(),
    };
    std::iter::once(page.headline.clone()).chain(page.blocks.iter().flat_map(of_block)).collect()
}

fn sound(page: &Page) {
    assert!(!page.headline.ends_with('.'), "{}", page.headline);
    for text in texts(page) {
        for bad in ["NaN", "inf ", "± 0 ", "n/a", "-0 ", "..", "  ", "\n", "\u{202E}", "\u{2028}"] {
            assert!(!text.contains(bad) || bad == "  " && text.contains("→"), "{bad:?} in {text:?}");
        }
    }
    let tables = page.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Exhibit(exhibit) => Some(&exhibit.table),
        _ => None,
    });
    let mut names: Vec<&str> = Vec::new();
    for table in tables {
        assert!(!names.contains(&table.name.as_str()), "{} twice", table.name);
        assert!(table.rows.iter().all(|row| row.len() == table.headings.len()), "{}", table.name);
        names.push(&table.name);
    }
}

fn exhibits(page: &Page) -> Vec<String> {
    let figure = |block: &Block| match block {
        Block::Exhibit(exhibit) => Some(exhibit.figure.clone()),
        _ => None,
    };
    page.blocks.iter().filter_map(figure).collect()
}

const MORE: (&str, &[(&str, &str)]) =
    ("upside", &[("volume = 8", "volume = 12"), ("spend = 10_000", "spend = 12_000")]);

#[test]
fn the_headline_has_the_odds_of_each() {
    let page = page_of(&[MORE, ("downside", &[("volume = 8", "volume = 6")])], Template::Board);
    let head = &page.headline;
    assert!(head.starts_with("Reaching $1.3M ARR by Dec 2027: base ") && head.contains(", downside "), "{head}");
    assert_eq!(exhibits(&page), ["compare_arr", "compare_to_upside", "compare_to_downside"]);
    let said = texts(&page);
    assert!(said.iter().any(|text| text.starts_with("upside against base: P(hit) +") && text.ends_with('.')));
    assert!(said.iter().any(|text| text == "In what upside differs from base"));
}

#[test]
fn a_board_sees_the_largest_differences_and_the_working_pack_all() {
    let many: &[(&str, &str)] = &[
        ("volume = 8", "volume = 30"),
        ("spend = 10_000", "spend = 10_001"),
        ("cost_per_unit = 1_000", "cost_per_unit = 1_001"),
        ("opening_opps = 20", "opening_opps = 21"),
        ("p90 = 0.27", "p90 = 0.271"),
        ("p90 = 0.18", "p90 = 0.181"),
        ("p90 = 13_000", "p90 = 13_001"),
    ];
    let points = |page: &Page| {
        let all = page.blocks.iter().find_map(|block| match block {
            Block::Points { points, .. } => Some(points.clone()),
            _ => None,
        });
        all.expect("points")
    };
    let board = points(&page_of(&[("more", many)], Template::Board));
    assert_eq!(board.len(), MOST_INPUTS + 1, "{board:?}");
    assert!(board[0].starts_with("smb inbound volume: 8"), "the largest comes first: {board:?}");
    assert!(board[MOST_INPUTS].starts_with("and 2 more differences"), "{board:?}");
    let working = page_of(&[("more", many)], Template::Working);
    let table = working.blocks.iter().find_map(|block| match block {
        Block::Table(table) if table.name == "scenarios_inputs_2" => Some(table),
        _ => None,
    });
    assert_eq!(table.map(|table| table.rows.len()), Some(many.len()));
}

#[test]
fn scenarios_that_do_not_differ_are_said_to_be_the_same() {
    let page = page_of(&[("copy", &[])], Template::Board);
    let said = texts(&page);
    assert!(said.iter().any(|text| text.contains("the same ARR in every future")));
    assert!(said.iter().any(|text| text == NONE));
    assert_eq!(exhibits(&page), ["compare_arr"]);
}

#[test]
fn other_targets_are_each_scenarios_own() {
    let page = page_of(&[("modest", &[("arr = 1_300_000", "arr = 1_000_000, by = \"2027-09\"")])], Template::Working);
    assert!(page.headline.starts_with("Reaching their targets: base "), "{}", page.headline);
    assert!(texts(&page).iter().any(|text| text.starts_with("Targets differ")));
}

#[test]
fn charts_have_names_of_their_own_where_files_would_not() {
    let changed: &[(&str, &str)] = &[("volume = 8", "volume = 12")];
    let page = page_of(&[("Up side", changed), ("up_side", changed)], Template::Board);
    assert_eq!(exhibits(&page), ["compare_arr", "compare_to_Up_side", "compare_to_up_side_3"]);
}
