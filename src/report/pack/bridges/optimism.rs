//! From the plan as written to the simulation, as exhibits.

use crate::analysis::Estimate;
use crate::analysis::gap::optimism::Bar;
use crate::plan::Plan;
use crate::report::gap;
use crate::report::pack::estimates::{of_money, of_points, told};
use crate::report::pack::{Exhibit, Results, Template};
use crate::report::table::{Cell, DataTable, missing, money, probability, text};

/// Bars that an alternative text names.
const BARS_SAID: usize = 4;

/// What a table has columns of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Columns {
    Arr,
    Odds,
    Both,
}

/// By owner, by driver, and the odds by driver.
pub(super) fn exhibits(results: &Results<'_>, template: Template) -> Vec<Exhibit> {
    let (plan, answer) = (results.plan, results.gap);
    let (owners, drivers) = (&answer.optimism.owners, &answer.optimism.drivers);
    let of_arr = |title: String, bars: &[Bar]| alt(&title, plan, bars, |b| &b.arr, |e| gap::change(plan, e));
    let by_owner = Exhibit {
        figure: "gap_by_owner".to_string(),
        alt: of_arr(gap::owners_title(plan, answer), owners),
        table: table(results, ("optimism_by_owner", "by who answers for the drivers"), owners, Columns::Both),
    };
    if template == Template::Board {
        return vec![by_owner];
    }
    vec![
        by_owner,
        Exhibit {
            figure: "gap_by_driver".to_string(),
            alt: of_arr(gap::drivers_title(plan, answer), drivers),
            table: table(results, ("optimism_by_driver", "by driver, in ARR"), drivers, Columns::Arr),
        },
        Exhibit {
            figure: "gap_odds_by_driver".to_string(),
            alt: alt(&gap::odds_title(plan, answer), plan, drivers, |b| &b.hit, gap::points),
            table: table(results, ("optimism_odds_by_driver", "by driver, in P(hit)"), drivers, Columns::Odds),
        },
    ]
}

/// The same by segment; `None` where there is one only.
pub(super) fn by_segment(results: &Results<'_>) -> Option<DataTable> {
    let names = ("optimism_by_segment", "by segment");
    (results.plan.segments.len() > 1).then(|| table(results, names, &results.gap.optimism.segments, Columns::Both))
}

/// The title, then the largest bars that are told from none.
fn alt(
    title: &str,
    plan: &Plan,
    bars: &[Bar],
    of: fn(&Bar) -> &Estimate,
    said: impl Fn(&Estimate) -> String,
) -> String {
    let is_told = |b: &&Bar| crate::analysis::drivers::is_told(of(b));
    let mut largest: Vec<&Bar> = bars.iter().filter(is_told).collect();
    let size = |b: &Bar| of(b).value.unwrap_or(0.0).abs();
    largest.sort_by(|a, b| size(b).total_cmp(&size(a)));
    let parts: Vec<String> = largest
        .iter()
        .take(BARS_SAID)
        .map(|bar| format!("{} {}", gap::whose(plan, &bar.whose), said(of(bar))))
        .collect();
    match parts.is_empty() {
        true => format!("{title}. No part is told from none."),
        false => format!("{title}. The largest parts: {}.", parts.join("; ")),
    }
}

fn table(results: &Results<'_>, (name, how): (&str, &str), bars: &[Bar], columns: Columns) -> DataTable {
    let (plan, optimism) = (results.plan, &results.gap.optimism);
    let mut headings = vec![""];
    if columns != Columns::Odds {
        headings.extend(["ARR", "ARR ±", "ARR told from 0"]);
    }
    if columns != Columns::Arr {
        headings.extend(["P(hit)", "P(hit) ± points", "P(hit) told from 0"]);
    }
    let mut table = DataTable::new(name, &format!("From the plan as written to the simulation, {how}"), &headings);
    let mut push = |name: String, arr: [Cell; 3], hit: [Cell; 3]| {
        let arr = Some(arr).filter(|_| columns != Columns::Odds);
        let hit = Some(hit).filter(|_| columns != Columns::Arr);
        table.push(
            std::iter::once(text(name)).chain(arr.into_iter().flatten()).chain(hit.into_iter().flatten()).collect(),
        );
    };
    let none = || [missing(), missing(), missing()];
    let written = Estimate { value: Some(if optimism.written_hits { 1.0 } else { 0.0 }), ..Estimate::default() };
    let start = [money(optimism.written_arr), missing(), missing()];
    push("Plan as written".to_string(), start, [probability(&written), missing(), missing()]);
    for bar in bars {
        let ([arr, arr_error], [hit, hit_error]) = (of_money(&bar.arr), of_points(&bar.hit));
        let name = gap::whose(plan, &bar.whose);
        push(name, [arr, arr_error, told(&bar.arr)], [hit, hit_error, told(&bar.hit)]);
    }
    let ([arr, arr_error], [_, hit_error]) = (of_money(&optimism.arr), of_points(&optimism.hit));
    let hit = [probability(&optimism.hit), hit_error, missing()];
    push("Simulation, mean".to_string(), [arr, arr_error, missing()], hit);
    if columns != Columns::Odds {
        let [change, error] = of_money(&optimism.mean_to_median);
        push("From mean to P50".to_string(), [change, error, told(&optimism.mean_to_median)], none());
        let median = optimism.arr.value.zip(optimism.mean_to_median.value).map(|(mean, x)| mean + x);
        push("Simulation, P50".to_string(), [money(median), missing(), missing()], none());
    }
    table.notes = gap::bridge_notes(plan, results.gap);
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::gap::optimism::Whose;
    use crate::report::fixture;

    fn bar(owner: &str, arr: f64, half: f64) -> Bar {
        let arr = Estimate { value: Some(arr), low: Some(arr - half), high: Some(arr + half) };
        Bar { whose: Whose::Owner(owner.to_string()), drivers: 1, arr, hit: Estimate::default() }
    }

    #[test]
    fn an_alternative_text_names_only_what_is_told() {
        let plan = fixture::plan(12, 1);
        let bars = [bar("a", -10e3, 20e3), bar("b", -200e3, 20e3), bar("c", 300e3, 20e3)];
        let said = alt("T", &plan, &bars, |b| &b.arr, |e| gap::change(&plan, e));
        assert_eq!(said, "T. The largest parts: c +$300k ± $20k; b -$200k ± $20k.");
        assert_eq!(alt("T", &plan, &bars[..1], |b| &b.arr, gap::points), "T. No part is told from none.");
    }
}
