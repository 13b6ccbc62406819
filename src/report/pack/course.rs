//! The course of ARR: its bands by month, the path to the target, the milestones with their odds.

use super::answer::{ends, stopped};
use super::{Block, Exhibit, Page, Results, Template};
use crate::analysis::Estimate;
use crate::analysis::bands::{self, Columns};
use crate::analysis::odds::Odds;
use crate::plan::{Metric, Plan};
use crate::report::findings::{self, P10, P25, P50, P75, P90};
use crate::report::format;
use crate::report::table::{self, Cell, DataTable};

/// Places of P5 and P95 among [`crate::analysis::PERCENTILES`].
const P5: usize = 1;
const P95: usize = 7;
/// The percentiles of the tables by month.
pub(super) const BANDS: [(&str, usize); 7] =
    [("P5", P5), ("P10", P10), ("P25", P25), ("P50", P50), ("P75", P75), ("P90", P90), ("P95", P95)];

/// The page; `None` where ARR was not tallied.
pub fn page(results: &Results<'_>, template: Template) -> Option<Page> {
    let (plan, odds) = (results.plan, results.odds);
    let arr = &bands::find(results.bands, Metric::Arr, None)?.months;
    let fan = Exhibit { figure: "arr_fan".to_string(), alt: fan_alt(plan, odds), table: by_month(plan, odds, arr) };
    let on_path = Exhibit {
        figure: "on_path".to_string(),
        alt: stopped(&findings::on_path(plan, odds)),
        table: path(plan, odds),
    };
    let mut blocks = vec![Block::Exhibit(fan)];
    if !odds.milestones.is_empty() {
        blocks.push(Block::Table(milestones(plan, odds, arr)));
    }
    // The milestones say it where there are some.
    if template == Template::Working || odds.milestones.is_empty() {
        blocks.push(Block::Exhibit(on_path));
    }
    Some(Page { id: "course", name: "The course of ARR", headline: findings::on_path(plan, odds), blocks })
}

/// "ARR by month, from $10.0M at the start: at the end of Dec 2027 the median is $19.3M, ..."
fn fan_alt(plan: &Plan, odds: &Odds) -> String {
    let opening = format::money(plan.opening_arr(), &plan.currency);
    let block = findings::at_target(plan, odds);
    let money = |i: usize| block.text_or_none(odds.arr[i].value);
    let at_target = match findings::is_certain(odds) {
        true => format!("every future is at {}", money(P50)),
        false => {
            format!("the median is {}, and 80 of 100 futures are between {} and {}", money(P50), money(P10), money(P90))
        }
    };
    let target = format::money_exact(odds.target_arr, &plan.currency);
    let written = block.text(odds.planned.arr);
    format!(
        "ARR by month, from {opening} at the start: at the end of {} {at_target}; the target is {target}, the plan as \
         written has {written}.",
        findings::by(plan, odds)
    )
}

/// Bands, the plan as written, what is wanted, and the odds of being on the path, by month.
fn by_month(plan: &Plan, odds: &Odds, arr: &Columns) -> DataTable {
    let names = BANDS.map(|(name, _)| name);
    let headings = [&["End of"], &names[..], &["Plan as written", "Milestone or target", "P(on path)"]].concat();
    let mut table = DataTable::new("arr_by_month", "ARR by month", &headings);
    for t in 1..=plan.calendar.months {
        let at = |values: &[Option<f64>]| table::money(values.get(t - 1).copied().flatten());
        let mut row = vec![month(plan, t)];
        row.extend(BANDS.map(|(_, i)| at(&arr.percentiles[i])));
        row.extend([at(&arr.planned), table::money(wanted(odds, t)), chance(odds.on_path.get(t - 1))]);
        table.push(row);
    }
    let opening = format::money_to_the_unit(plan.opening_arr(), &plan.currency);
    table.notes = vec![
        format!("Opening ARR is {opening}. P10: one future in ten is below; each month by itself"),
        on_path_means(odds).to_string(),
    ];
    table
}

/// What is wanted at the end of a month: a milestone, or the target.
fn wanted(odds: &Odds, t: usize) -> Option<f64> {
    let milestone = odds.milestones.iter().find(|m| m.t == t).map(|m| m.arr);
    if t == odds.by { Some(odds.target_arr) } else { milestone }
}

fn on_path_means(odds: &Odds) -> &'static str {
    match odds.milestones.is_empty() {
        true => "P(on path): share of futures at or above the target's ARR at the end of the month",
        false => {
            "P(on path): share of futures at or above the path, which runs straight from the opening ARR over the \
             milestones to the target"
        }
    }
}

fn chance(estimate: Option<&Estimate>) -> Cell {
    estimate.map_or(table::missing(), table::probability)
}

pub(super) fn month(plan: &Plan, t: usize) -> Cell {
    table::text(format::month(plan.calendar.month(t)))
}

/// The path and the share of futures on it, with its interval.
fn path(plan: &Plan, odds: &Odds) -> DataTable {
    let headings = ["End of", "Path to the target", "P(on path)", "95 % interval from", "to"];
    let mut table = DataTable::new("on_path", "Futures at or above the path to the target", &headings);
    for (i, (estimate, arr)) in odds.on_path.iter().zip(&odds.path).enumerate() {
        let [low, high] = ends(estimate);
        table.push(vec![month(plan, i + 1), table::money(*arr), table::probability(estimate), low, high]);
    }
    table.notes = vec![on_path_means(odds).to_string(), "Interval: what the simulation leaves open".to_string()];
    table
}

/// Milestones and the target, with the plan as written and the median beside them.
fn milestones(plan: &Plan, odds: &Odds, arr: &Columns) -> DataTable {
    let headings = ["End of", "ARR wanted", "Plan as written", "P50", "Probability", "95 % interval from", "to"];
    let mut table = DataTable::new("milestones", "Milestones and their odds", &headings);
    let target = (odds.by, odds.target_arr, &odds.probability);
    let all = odds.milestones.iter().map(|m| (m.t, m.arr, &m.probability)).filter(|m| m.0 != odds.by);
    for (t, wanted, probability) in all.chain([target]) {
        let at = |values: &[Option<f64>]| values.get(t - 1).copied().flatten();
        let median = if t == odds.by { odds.arr[P50].value } else { at(&arr.percentiles[P50]) };
        let [low, high] = ends(probability);
        table.push(vec![
            month(plan, t),
            table::money(wanted),
            table::money(at(&arr.planned)),
            table::money(median),
            table::probability(probability),
            low,
            high,
        ]);
    }
    table.notes = vec!["The last row is the target. Each month is judged by itself".to_string()];
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
    fn every_month_has_its_bands_and_its_odds() {
        let (plan, bands) = (fixture::plan(12, 2), fixture::bands(&fixture::plan(12, 2), 0.1));
        let odds = fixture::odds(&plan, 0.1);
        let arr = &bands::find(&bands, Metric::Arr, None).unwrap().months;
        let table = rows(&by_month(&plan, &odds, arr));
        assert_eq!(table.len(), 12);
        let last = &table[11];
        assert_eq!((last[0].as_str(), last[4].as_str()), ("Dec 2027", "$19,000,000"));
        assert_eq!(last[8..], ["$20,396,500", "$20,000,000", "30 %"]);
        assert_eq!(table[0][9], "-", "no milestone in January");
        assert_eq!(table[2][9], "$12,500,000");
        let path = rows(&path(&plan, &odds));
        assert_eq!(path[11], ["Dec 2027", "$20,000,000", "30 %", "29.1 %", "30.9 %"]);
    }

    #[test]
    fn milestones_end_with_the_target() {
        let (plan, bands) = (fixture::plan(12, 2), fixture::bands(&fixture::plan(12, 2), 0.1));
        let mut odds = fixture::odds(&plan, 0.1);
        let arr = &bands::find(&bands, Metric::Arr, None).unwrap().months;
        let of = |odds: &Odds| rows(&milestones(&plan, odds, arr));
        let shown = of(&odds);
        assert_eq!(shown.len(), 4);
        assert_eq!(shown[3][..5], ["Dec 2027", "$20,000,000", "$20,396,500", "$19,000,000", "30 %"]);
        odds.milestones[2].t = 12;
        assert_eq!(of(&odds).len(), 3, "a milestone at the target's date is the target");
    }

    #[test]
    fn certain_plans_have_one_course() {
        let plan = fixture::plan(12, 1);
        let odds = fixture::odds(&plan, 0.0);
        assert_eq!(
            fan_alt(&plan, &odds),
            "ARR by month, from $10.0M at the start: at the end of Dec 2027 every future is at $19.0M; the target is \
             $20.0M, the plan as written has $20.4M."
        );
    }
}
