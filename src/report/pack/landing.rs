//! Where we land: the distribution of ARR at the target date, and the chance to end at any ARR or more.

use super::answer::stopped;
use super::{Block, Exhibit, Page, Results, Template};
use crate::analysis::distribution::Distribution;
use crate::analysis::odds::Odds;
use crate::analysis::{PERCENTILE_NAMES, PERCENTILES};
use crate::plan::Plan;
use crate::report::findings;
use crate::report::format;
use crate::report::precision::share_error;
use crate::report::table::{self, Cell, DataTable};

/// The share of which least is known.
const HALF: f64 = 0.5;

/// The page; every plan has one.
pub fn page(results: &Results<'_>, template: Template) -> Option<Page> {
    let (plan, odds, distribution) = (results.plan, results.odds, results.arr_at_target);
    let mut blocks = vec![
        Block::Exhibit(Exhibit {
            figure: "arr_distribution".to_string(),
            alt: stopped(&findings::distribution(plan, odds)),
            table: bins(plan, odds, distribution),
        }),
        Block::Table(percentiles(plan, odds)),
    ];
    if !distribution.is_constant() {
        let levels = levels(plan, odds, distribution);
        // The chart of the distribution has the curve too, below it; only those who work with the pack read it closely.
        blocks.push(match template {
            Template::Board => Block::Table(levels),
            Template::Working => Block::Exhibit(Exhibit {
                figure: "arr_exceedance".to_string(),
                alt: stopped(&findings::exceedance(plan, odds)),
                table: levels,
            }),
        });
    }
    Some(Page { id: "landing", name: "Where we land", headline: findings::distribution(plan, odds), blocks })
}

/// A share of all trials, with the decimals that its simulation error supports.
fn share(share: f64, error: f64) -> Cell {
    table::percent(share, format::supported_decimals(100.0 * error).min(2) as u8)
}

fn bins(plan: &Plan, odds: &Odds, distribution: &Distribution) -> DataTable {
    let caption = format!("Futures by ARR at the end of {}", findings::by(plan, odds));
    let mut table = DataTable::new("arr_distribution", &caption, &["From", "To", "Share of futures"]);
    // one number of digits for a column, so that its figures can be compared
    let of_bins = distribution.bins.iter().map(|bin| share_error(bin.2, odds.trials));
    let error = of_bins.fold(0.0, f64::max);
    for &(low, high, of_bin) in &distribution.bins {
        table.push(vec![table::money(low), table::money(high), share(of_bin, error)]);
    }
    table.notes = vec!["From the 0.1st to the 99.9th percentile; the ends beyond are left out".to_string()];
    if distribution.is_constant() {
        table.notes = vec!["Every future has the same ARR then".to_string()];
    }
    table
}

/// P1 to P99 of ARR at the target date with what the simulation leaves open, and the gap to the target.
fn percentiles(plan: &Plan, odds: &Odds) -> DataTable {
    let caption = format!("Percentiles of ARR at the end of {}", findings::by(plan, odds));
    let headings = ["Percentile", "ARR", "95 % interval from", "to", "Less the target"];
    let mut table = DataTable::new("arr_percentiles", &caption, &headings);
    for (i, name) in PERCENTILE_NAMES.iter().enumerate() {
        let arr = &odds.arr[i];
        let below = format::percent(PERCENTILES[i]);
        table.push(vec![
            table::text(format!("{}: {below} of futures end lower", name.to_uppercase())),
            table::money(arr.value),
            table::money(arr.low),
            table::money(arr.high),
            table::money(odds.gap[i].value),
        ]);
    }
    table
}

/// The chance to end at round levels of ARR or more, the target among them.
fn levels(plan: &Plan, odds: &Odds, distribution: &Distribution) -> DataTable {
    let caption = format!("The chance to end at a level of ARR or more, end of {}", findings::by(plan, odds));
    let mut table = DataTable::new("arr_exceedance", &caption, &["ARR", "Share of futures there or higher", ""]);
    let is_target = |arr: f64| (arr - odds.target_arr).abs() <= 1e-9 * odds.target_arr.abs();
    let error = share_error(HALF, odds.trials);
    let others = distribution.levels.iter().filter(|level| !is_target(level.0));
    let mut levels: Vec<(f64, Cell)> = others.map(|&(arr, above)| (arr, share(above, error))).collect();
    levels.push((odds.target_arr, table::probability(&odds.probability)));
    levels.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (arr, above) in levels {
        let name = if is_target(arr) { "the target" } else { "" };
        table.push(vec![table::money(arr), above, table::text(name)]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;
    use crate::report::table::cell_text;

    fn rows(table: &DataTable) -> Vec<Vec<String>> {
        table.rows.iter().map(|row| row.iter().map(|cell| cell_text(cell, "USD")).collect()).collect()
    }

    #[test]
    fn round_levels_have_their_chances_and_the_target_its_own() {
        let plan = fixture::plan(12, 2);
        let (odds, distribution) = (fixture::odds(&plan, 0.1), fixture::distribution(&plan, 0.1));
        let shown = rows(&levels(&plan, &odds, &distribution));
        // Normal with mean 19.0 and sd 1.9: the table of the normal law at +-1.052 sd, +-0.526 sd.
        let chance = |arr: &str| shown.iter().find(|row| row[0] == arr).map(|row| row[1].clone());
        assert_eq!(chance("$18,000,000").as_deref(), Some("70 %"));
        assert_eq!(chance("$22,000,000").as_deref(), Some("6 %"));
        assert_eq!(chance("$20,000,000").as_deref(), Some("30 %"), "as everywhere");
        let marked: Vec<&str> = shown.iter().filter(|row| row[2] == "the target").map(|row| row[0].as_str()).collect();
        assert_eq!(marked, ["$20,000,000"]);
        assert!(shown.windows(2).all(|w| w[0][0] < w[1][0]), "{shown:?}");
    }

    #[test]
    fn percentiles_state_what_is_below_them() {
        let plan = fixture::plan(12, 2);
        let shown = rows(&percentiles(&plan, &fixture::odds(&plan, 0.1)));
        assert_eq!(shown.len(), 9);
        assert_eq!(shown[0][0], "P1: 1 % of futures end lower");
        assert_eq!(shown[4][1..], ["$19,000,000", "$18,962,000", "$19,038,000", "-$1,000,000"]);
    }
}
