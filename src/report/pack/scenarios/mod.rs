//! The scenarios side by side: the odds of each, what each has over the first, and what makes the difference.

mod tables;
#[cfg(test)]
mod tests;

use super::{Block, Exhibit, Page, Results, Template};
use crate::analysis::compare::{Against, Contribution, Contributions, Measure, NoContributions};
use crate::report::compare::differences::{Differing, MARK, NONE, differing, largest_first, title};
use crate::report::compare::{self, Compared, IMPOSSIBLE};
use crate::report::table::cell_text;

/// Differences in the inputs that a board is shown.
const MOST_INPUTS: usize = 5;
/// Contributions that are named to those who cannot see the chart.
const MOST_NAMED: usize = 4;

/// The page; none where there is nothing to compare with.
pub fn page(results: &Results<'_>, template: Template) -> Option<Page> {
    results.compared.as_ref().filter(|c| !c.result.against_first.is_empty()).map(|c| page_of_compared(c, template))
}

fn page_of_compared(compared: &Compared<'_>, template: Template) -> Page {
    let mut blocks = vec![Block::Exhibit(ranges(compared)), Block::Table(tables::scenarios(compared))];
    for against in &compared.result.against_first {
        blocks.extend(one_against(compared, against, template));
    }
    let headline = compare::odds_in_a_line(compared);
    Page { id: "scenarios", name: "Scenarios side by side", headline, blocks }
}

fn ranges(compared: &Compared<'_>) -> Exhibit {
    let table = tables::arr(compared);
    let row = |row: &Vec<_>| {
        let at = |i: usize| cell_text(&row[i], compared.currency());
        format!("{}: P10 {}, P50 {}, P90 {}", at(0), at(1), at(2), at(3))
    };
    let rows: Vec<String> = table.rows.iter().map(row).collect();
    let alt = format!("ARR at the target date of each scenario. {}", rows.join("; "));
    Exhibit { figure: "compare_arr".to_string(), alt, table }
}

/// What one scenario has over the first.
fn one_against(compared: &Compared<'_>, against: &Against, template: Template) -> Vec<Block> {
    let mut blocks = vec![Block::Sentences(vec![format!("{}.", compare::sentence(compared, against))])];
    blocks.extend(contributions(compared, against));
    blocks.push(Block::Table(tables::paired(compared, against)));
    blocks.push(inputs(compared, against, template));
    blocks
}

/// What makes the difference; the chart where there is one.
fn contributions(compared: &Compared<'_>, against: &Against) -> Option<Block> {
    match &against.contributions {
        Ok(found) if found.players.is_empty() => None,
        Ok(found) => Some(Block::Exhibit(Exhibit {
            figure: compare::figure_name(compared, against.scenario),
            alt: in_words(compared, against, found),
            table: tables::contributions(compared, against, found),
        })),
        Err(NoContributions::NotAsked) => None,
        Err(NoContributions::Impossible(why)) => Some(Block::Sentences(vec![format!("{IMPOSSIBLE}: {why}.")])),
    }
}

/// "upside ends $1.5M above base on average; ... From $19.1M to $20.6M mean ARR: smb: win rate +$0.4M, ...".
fn in_words(compared: &Compared<'_>, against: &Against, found: &Contributions) -> String {
    let block = compare::amounts(compared, against);
    let parts = compare::parts(compared, against, found);
    let one = |c: &Contribution| {
        let label = compare::player(compared, against.scenario, &c.parts);
        format!("{label} {}", parts.signed(c.arr.value.unwrap_or(0.0)))
    };
    let named: Vec<String> = found.players.iter().take(MOST_NAMED).map(one).collect();
    let more = if found.players.len() > MOST_NAMED { " and more" } else { "" };
    let ends = against
        .paired
        .of(Measure::MeanArr)
        .map_or(String::new(), |d| format!(" From {} to {} mean ARR:", block.text(d.first), block.text(d.other)));
    format!("{}.{ends} {}{more}", compare::finding(compared, against, found), named.join(", "))
}

/// In what the files differ: the largest for a board, else all.
fn inputs(compared: &Compared<'_>, against: &Against, template: Template) -> Block {
    let heading = title(compared, against);
    if against.differences.is_empty() {
        return Block::Points { title: heading, points: vec![NONE.to_string()] };
    }
    if template == Template::Working {
        return Block::Table(tables::inputs(compared, against, &differing(compared, against)));
    }
    let all = largest_first(compared, against);
    let (shown, more) = (all.len().min(MOST_INPUTS), all.len().saturating_sub(MOST_INPUTS));
    let mut points: Vec<String> = all[..shown].iter().map(Differing::line).collect();
    if more > 0 {
        let them = if more == 1 { "1 more difference" } else { &format!("{more} more differences") };
        points.push(format!("and {them} in the inputs, which the working pack lists"));
    }
    if all[..shown].iter().any(|one| one.title.ends_with('*')) {
        points.push(MARK.to_string());
    }
    let title = if more > 0 { format!("{heading}: the largest") } else { heading };
    Block::Points { title, points }
}
