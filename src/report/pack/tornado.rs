//! Page 5: what ARR and the odds hang on.

use super::estimates::{of_share, told};
use super::{Block, Exhibit, Page, Results, Template};
use crate::analysis::drivers::{Drivers, Group, GroupKey, Input, Told, is_told};
use crate::plan::{Plan, owner};
use crate::report::drivers::tornado::{self, Shown};
use crate::report::drivers::{self as words, input_name};
use crate::report::format;
use crate::report::table::{Cell, DataTable, missing, money, number, probability, text};

/// Drivers of which it is said what knowing them is worth.
const WORTHS_SAID: usize = 3;
/// Ends that an alternative text names.
const ROWS_SAID: usize = 3;

/// The page.
pub fn page(results: &Results<'_>, template: Template) -> Option<Page> {
    let (plan, drivers) = (results.plan, results.drivers);
    let (id, name) = ("tornado", "What it hangs on");
    if !words::is_uncertain(drivers) {
        let silent = words::why_silent(plan, drivers);
        return Some(Page { id, name, headline: silent.trim_end_matches('.').to_string(), blocks: Vec::new() });
    }
    let mut blocks = Vec::new();
    let sentences = sentences(drivers);
    blocks.extend((!sentences.is_empty()).then_some(Block::Sentences(sentences)));
    let shown = [("drivers_arr", Shown::Arr), ("drivers_odds", Shown::Odds)];
    blocks.extend(
        shown.into_iter().filter_map(|(figure, shown)| exhibit(plan, drivers, figure, shown)).map(Block::Exhibit),
    );
    blocks.extend(worth_knowing(plan, drivers));
    blocks.push(Block::Table(sources(plan, drivers)));
    if template == Template::Working {
        blocks.push(Block::Table(shares(plan, "variance_by_owner", "By who answers for the drivers", &drivers.owners)));
    }
    if plan.segments.len() > 1 && template == Template::Working {
        blocks.push(Block::Table(shares(plan, "variance_by_segment", "By segment", &drivers.segments)));
    }
    if template == Template::Working {
        blocks.extend(every_driver(plan, drivers).map(Block::Table));
    }
    let headline = words::finding(plan, drivers).trim_end_matches('.').to_string();
    Some(Page { id, name, headline, blocks })
}

/// What cannot be said, and of how many drivers.
fn sentences(drivers: &Drivers) -> Vec<String> {
    let mut sentences: Vec<String> = words::about_the_odds(drivers).into_iter().collect();
    match drivers.inputs.is_empty() {
        true => sentences.push(format!("{}.", words::CHANCE_ALONE)),
        false => sentences.extend(words::in_noise(drivers).map(|text| format!("{text}."))),
    }
    sentences
}

/// A tornado; `None` where nothing that is told from noise moves the outcome.
fn exhibit(plan: &Plan, drivers: &Drivers, figure: &str, shown: Shown) -> Option<Exhibit> {
    let title = tornado::title(plan, drivers, shown)?;
    let rows = tornado::rows(drivers, shown);
    let next = |told: &&Told| {
        let ends = told.tornado.as_ref()?;
        let [low, high] = [&ends.low, &ends.high].map(|end| shown.text(plan, &shown.at(end)));
        Some(format!("{} from {low} to {high}", input_name(plan, told.input)))
    };
    let others: Vec<String> = rows.iter().skip(1).take(ROWS_SAID - 1).filter_map(next).collect();
    let others = if others.is_empty() { String::new() } else { format!(" Then {}.", others.join("; ")) };
    let all = shown.text(plan, &shown.of_all(drivers));
    Some(Exhibit {
        figure: figure.to_string(),
        alt: format!("{title}; over all trials {all}.{others}"),
        table: ends_table(plan, &rows, figure, shown),
    })
}

fn ends_table(plan: &Plan, rows: &[&Told], figure: &str, shown: Shown) -> DataTable {
    let (caption, headings) = match shown {
        Shown::Arr => ("Median ARR at both ends of a driver", ["P50, lowest tenth", "P50, highest tenth"]),
        Shown::Odds => ("The odds at both ends of a driver", ["P(hit), lowest tenth", "P(hit), highest tenth"]),
    };
    let mut table = DataTable::new(
        &format!("tornado_{}", figure.trim_start_matches("drivers_")),
        caption,
        &["", "Owner", headings[0], headings[1], "Share of ARR's variance"],
    );
    for told in rows {
        let cell = |end| {
            let estimate = shown.at(end);
            match shown {
                Shown::Arr => money(estimate.value),
                Shown::Odds => probability(&estimate),
            }
        };
        let ends = told.tornado.as_ref().map_or([missing(), missing()], |t| [cell(&t.low), cell(&t.high)]);
        let mut row = vec![text(input_name(plan, told.input)), owner_of(plan, told.input)];
        row.extend(ends);
        row.push(of_share(&told.first.arr));
        table.push(row);
    }
    table.notes = vec![words::of_ends(plan)];
    if rows.iter().any(|told| told.block.is_some()) {
        table.notes.push(format!("Many of these are {}", words::OVERLAP));
    }
    table.notes.push(words::WITHIN_RANGES.to_string());
    table
}

fn owner_of(plan: &Plan, input: Input) -> Cell {
    match input {
        Input::Driver(id) => text(owner::of_driver(plan, id)),
        Input::Risk(_) => missing(),
    }
}

/// The drivers whose being known would move the odds most; `None` where none is told from noise.
fn worth_knowing(plan: &Plan, drivers: &Drivers) -> Option<Block> {
    let mut told: Vec<&Told> = drivers.inputs.iter().filter(|t| !t.is_noise() && is_told(&t.knowing)).collect();
    told.sort_by(|a, b| b.knowing.value.unwrap_or(0.0).total_cmp(&a.knowing.value.unwrap_or(0.0)));
    let point = |t: &&Told| format!("{}: {}", input_name(plan, t.input), words::worth(&t.knowing));
    let mut points: Vec<String> = told.iter().take(WORTHS_SAID).map(point).collect();
    if points.is_empty() {
        return None;
    }
    points.push(format!("{}.", words::OF_KNOWING));
    Some(Block::Points { title: "Worth knowing first".to_string(), points })
}

fn sources(plan: &Plan, drivers: &Drivers) -> DataTable {
    let caption = "What ARR and the odds hang on, by source";
    let mut table = shares(plan, "variance_by_source", caption, &drivers.sources);
    table.notes.insert(0, words::OF_SOURCES.to_string());
    table
}

fn shares(plan: &Plan, name: &str, caption: &str, groups: &[Group]) -> DataTable {
    let mut table = DataTable::new(name, caption, &["", "Drivers", "Share of ARR's variance", "Share of the hit's"]);
    for group in groups {
        let drivers = if group.drivers == 0 { missing() } else { number(group.drivers, 0) };
        let [arr, hit] = [&group.share.arr, &group.share.hit].map(of_share);
        table.push(vec![text(words::group_name(plan, &group.key)), drivers, arr, hit]);
    }
    table.notes.push(words::OF_SHARES.to_string());
    if name != "variance_by_source" && groups.iter().any(|group| matches!(group.key, GroupKey::Block(_))) {
        table.notes.push(words::BLOCKS_APART.to_string());
    }
    table
}

/// Every driver and risk; `None` where there are none.
fn every_driver(plan: &Plan, drivers: &Drivers) -> Option<DataTable> {
    let headings = [
        "",
        "Owner",
        "Told from noise",
        "Rank correlation with ARR",
        "Share of ARR's variance",
        "Share of the hit's",
        "Knowing",
    ];
    let mut table = DataTable::new("driver_by_driver", "Driver by driver", &headings);
    for input in &drivers.inputs {
        let rank = &input.rank_correlation.arr;
        let decimals = format::half_width(rank).map_or(2, format::supported_decimals).clamp(1, 2) as u8;
        table.push(vec![
            text(input_name(plan, input.input)),
            owner_of(plan, input.input),
            text(if input.is_noise() { "no" } else { "yes" }),
            if is_told(rank) { number(rank.value, decimals) } else { told(rank) },
            of_share(&input.first.arr),
            of_share(&input.first.hit),
            if input.knowing.value.is_some() { text(words::worth(&input.knowing)) } else { missing() },
        ]);
    }
    table.notes = vec![words::OF_RANKS.to_string(), words::OF_SHARES.to_string(), words::OF_KNOWING.to_string()];
    (!table.rows.is_empty()).then_some(table)
}
