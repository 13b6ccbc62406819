//! The page in every case that a plan can bring about.

use super::*;
use crate::analysis::solve::{self, Settings, Wanted};
use crate::chart;
use crate::report::fixture;
use crate::report::table::{DataTable, cell_text};
use crate::scenario;
use crate::simulate::{Control, RunSpec};

const SMALL: &str = r#"
plan = { name = "Small", start = "2027-01", months = 12 }
target = { arr = 1_450_000 }
[segments.smb]
opening_arr = 1_000_000
opening_customers = 100
deals = { size = { p10 = 8_000, p50 = 10_000, p90 = 13_000 } }
retention = { churn_annual = { p10 = 0.08, p50 = 0.12, p90 = 0.18 } }
[segments.smb.pipeline]
opening_opps = 20
win_rate = { p10 = 0.17, p50 = 0.22, p90 = 0.27 }
sales_cycle_months = 2
sources = [ { name = "ads", spend = 20_000, cost_per_unit = 1_000 }, { name = "inbound", volume = 5 } ]
"#;

fn lever(name: &str, source: &str, max: f64, cost: &str) -> String {
    format!(
        "[[levers]]\nname = {name:?}\nadjust = [ {{ driver = \"segments.smb.pipeline.sources.{source}\", \
         multiply = \"x\" }} ]\nmin = 1\nmax = {max}\nstep = 0.25\n{cost}\nowner = \"CMO\"\n"
    )
}

fn two_levers() -> String {
    let (ads, inbound) =
        (lever("ads", "ads.spend", 2.0, "cost = 240_000"), lever("inbound", "inbound.volume", 3.0, "cost = 90_000"));
    format!("{SMALL}{ads}{inbound}")
}

fn page_of(text: &str, level: f64, depth: Depth) -> Page {
    let plan = scenario::parse("plan.toml", text).unwrap_or_else(|refused| panic!("{:?}", refused.diagnostics)).plan;
    let settings = Settings { wanted: Wanted::Target, level, depth };
    let spec = RunSpec::new(1_024, 1);
    let solution = solve::solve(&plan, &plan.levers, settings, &spec, &Control::UNWATCHED).expect("it runs");
    let page = answered(&plan, &solution, Template::Working);
    sound(&page);
    let drawn = chart::solve::figures(&plan, &fixture::provenance(), &solution);
    assert_eq!(exhibits(&page), drawn.iter().map(|(name, _)| name.to_string()).collect::<Vec<_>>());
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

#[test]
fn a_mix_that_reaches_the_level_is_the_headline_with_its_cost() {
    let page = page_of(&two_levers(), 0.6, Depth::Together);
    let head = &page.headline;
    assert!(head.starts_with("A chance of ") && head.contains(" of $1.45M ARR by Dec 2027 costs $"), "{head}");
    assert!(head.contains("; as the plan stands it is "), "{head}");
    assert_eq!(exhibits(&page), ["solve_frontier", "solve_calendar"]);
    let said = texts(&page);
    assert!(said.iter().any(|text| text == "First decision") && said.iter().any(|text| text == "CMO"));
}

#[test]
fn a_level_out_of_reach_says_the_best_that_can_be_had() {
    let head = page_of(&two_levers(), 0.999_9, Depth::Together).headline;
    assert!(head.contains(" of all levers together: ") || head.contains("all levers together can do: "), "{head}");
    assert!(head.contains(" is the best found, ") && head.ends_with(" as the plan stands"), "{head}");
}

#[test]
fn a_level_that_is_reached_already_needs_no_lever() {
    let page = page_of(&two_levers(), 0.01, Depth::Together);
    assert!(page.headline.ends_with("so the wanted 1 % needs no lever"), "{}", page.headline);
    let Block::Facts(facts) = &page.blocks[0] else { panic!("facts come first") };
    assert_eq!(facts.len(), 1, "no mix is needed: {facts:?}");
}

#[test]
fn a_draft_says_that_it_has_no_frontier() {
    let page = page_of(&two_levers(), 0.6, Depth::WithoutFrontier);
    assert_eq!(exhibits(&page), ["solve_calendar"]);
    assert!(texts(&page).iter().any(|text| text.starts_with("This is a draft")));
}

#[test]
fn one_lever_has_its_curve_and_no_mix() {
    let text = format!("{SMALL}{}", lever("ads", "ads.spend", 2.0, "cost = 0"));
    for depth in [Depth::Together, Depth::WithoutFrontier] {
        let page = page_of(&text, 0.6, depth);
        assert_eq!(exhibits(&page)[0], "solve_curve");
        assert!(!page.blocks.iter().any(|b| matches!(b, Block::Table(table) if table.name == "levers_mix")));
    }
}

#[test]
fn levers_without_a_cost_are_told_alone() {
    let text = format!("{SMALL}{}{}", lever("ads", "ads.spend", 2.0, ""), lever("inbound", "inbound.volume", 3.0, ""));
    let page = page_of(&text, 0.6, Depth::Together);
    assert!(page.headline.contains("as the plan stands; 60 % is wanted"), "{}", page.headline);
    assert!(texts(&page).iter().any(|text| text.starts_with("A mix takes at least two levers")));
}

#[test]
fn a_lever_without_effect_and_a_plan_without_chance_are_said_to_be_so() {
    let certain = SMALL.replace("{ p10 = 8_000, p50 = 10_000, p90 = 13_000 }", "10_000");
    let certain = certain.replace("{ p10 = 0.08, p50 = 0.12, p90 = 0.18 }", "0.12");
    let certain = certain.replace("{ p10 = 0.17, p50 = 0.22, p90 = 0.27 }", "0.22");
    let idle = lever("idle", "idle.spend", 2.0, "cost = 1");
    let sources = "{ name = \"inbound\", volume = 5 }, { name = \"idle\", spend = 0, cost_per_unit = 1_000 }";
    let certain = certain.replace("{ name = \"inbound\", volume = 5 }", sources);
    let page = page_of(&format!("{certain}{idle}"), 0.8, Depth::Together);
    assert!(page.headline.starts_with("idle has no effect: "), "{}", page.headline);
}

#[test]
fn without_levers_the_page_says_how_to_write_one_that_can_be_read() {
    let plan = scenario::parse("plan.toml", SMALL).expect("a valid plan").plan;
    let page = without_levers(&plan);
    sound(&page);
    let Some(Block::Points { points, .. }) = page.blocks.last() else { panic!("the lines to write come last") };
    assert_eq!(*points, words::first_lever(&plan));
}
