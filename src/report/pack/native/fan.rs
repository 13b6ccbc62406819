//! ARR by month as stacked bands with lines over them; cash by month as lines.

use super::{Axis, Mark, Native, Plot, Series, Tone, Unit, amount};
use crate::analysis::bands::{self, Columns};
use crate::analysis::odds::Odds;
use crate::plan::{Metric, Plan};
use crate::report::findings::{self, P10, P25, P50, P75, P90};
use crate::report::format;
use crate::report::table::{Cell, DataTable, missing, text};

/// Places of P5 and P95 among [`crate::analysis::PERCENTILES`].
const P5: usize = 1;
const P95: usize = 7;
/// The ends of the bands, lowest first.
const ENDS: [usize; 6] = [P5, P10, P25, P75, P90, P95];
/// The bands' widths: heading, name in the key, tone.
const BANDS: [(&str, &str, usize); 5] = [
    ("P5 to P10, width", "Middle 90 of 100 futures", 0),
    ("P10 to P25, width", "Middle 80", 1),
    ("P25 to P75, width", "Middle 50", 2),
    ("P75 to P90, width", "Middle 80", 1),
    ("P90 to P95, width", "Middle 90 of 100 futures", 0),
];

/// ARR by month; `None` where it was not tallied.
pub fn arr(plan: &Plan, odds: &Odds, bands: &[bands::Series]) -> Option<Native> {
    let months = &bands::find(bands, Metric::Arr, None)?.months;
    let is_certain = months.percentiles[P5] == months.percentiles[P95];
    let mut headings = vec!["Month"];
    let mut series = Vec::new();
    if !is_certain {
        headings.push("P5, the bands' foot");
        series.push(Series::new(1, "", Mark::Area, Tone::Invisible));
        for (i, (heading, name, tone)) in BANDS.into_iter().enumerate() {
            headings.push(heading);
            series.push(Series::new(i + 2, name, Mark::Area, Tone::Band(tone)));
        }
    }
    let median = match (is_certain, odds.trials) {
        (false, _) => "Median (P50)",
        (true, 1) => "The one future",
        (true, _) => "Every future",
    };
    let lines = [
        ("P50", median, Mark::Line, Tone::Median),
        ("Plan as written", "Plan as written", Mark::Dashed, Tone::Written),
        ("Target", "Target", Mark::Dashed, Tone::Target),
        ("Milestone", "Milestones", Mark::Dots, Tone::Target),
    ];
    for (heading, name, mark, tone) in lines {
        if mark != Mark::Dots || !odds.milestones.is_empty() {
            series.push(Series::new(headings.len(), name, mark, tone));
            headings.push(heading);
        }
    }
    let mut data = DataTable::new("chart_arr_fan", "ARR by month", &headings);
    let mut all: Vec<f64> = Vec::new();
    for t in 0..=plan.calendar.months {
        let values = month(plan, odds, months, (t, is_certain));
        all.extend(ENDS.iter().filter_map(|&p| at(months, t, p)).chain(odds.milestones.iter().map(|m| m.arr)));
        data.push(std::iter::once(name(plan, t)).chain(values).collect());
    }
    all.extend(months.planned.iter().flatten().copied().chain([plan.opening_arr(), odds.target_arr]));
    Some(Native {
        page: "course",
        title: findings::fan(plan, odds),
        data,
        plot: Plot::Upright(String::new()),
        values: Axis::over("ARR at the month's end", Unit::Money, all),
        series,
    })
}

/// "Opening", "Jan 27".
fn name(plan: &Plan, t: usize) -> Cell {
    text(if t == 0 { "Opening".to_string() } else { format::month_short(plan.calendar.month(t)) })
}

/// A percentile at the end of month t, from 1.
fn at(months: &Columns, t: usize, percentile: usize) -> Option<f64> {
    months.percentiles[percentile].get(t.checked_sub(1)?).copied().flatten()
}

/// What is drawn at the end of month t; at time 0 everything is the opening ARR.
fn month(plan: &Plan, odds: &Odds, months: &Columns, (t, is_certain): (usize, bool)) -> Vec<Cell> {
    let value = |p: usize| if t == 0 { Some(plan.opening_arr()) } else { at(months, t, p) };
    let mut row = Vec::new();
    if !is_certain {
        row.push(amount(value(P5)));
        let width = |ends: &[usize]| Some((value(ends[1])? - value(ends[0])?).max(0.0));
        row.extend(ENDS.windows(2).map(|ends| amount(width(ends))));
    }
    let planned = if t == 0 { Some(plan.opening_arr()) } else { months.planned[t - 1] };
    row.extend([amount(value(P50)), amount(planned)]);
    row.push(if t <= odds.by { amount(Some(odds.target_arr)) } else { missing() });
    if !odds.milestones.is_empty() {
        row.push(amount(odds.milestones.iter().find(|m| m.t == t).map(|m| m.arr)));
    }
    row
}

/// Cash by month; `None` for a plan without it. Lines, not bands: a stack cannot run through 0.
pub fn cash(plan: &Plan, bands: &[bands::Series]) -> Option<Native> {
    let months = &bands::find(bands, Metric::Cash, None)?.months;
    let headings = ["Month", "P10", "P50", "P90", "Plan as written"];
    let mut data = DataTable::new("chart_cash", "Cash by month", &headings);
    for t in 1..=plan.calendar.months {
        let values = [P10, P50, P90].map(|p| amount(at(months, t, p)));
        data.push(std::iter::once(name(plan, t)).chain(values).chain([amount(months.planned[t - 1])]).collect());
    }
    let percentiles = [P10, P50, P90].into_iter().flat_map(|p| months.percentiles[p].iter().flatten().copied());
    let all = percentiles.chain(months.planned.iter().flatten().copied()).chain([0.0]);
    let is_certain = months.percentiles[P10] == months.percentiles[P90];
    let mut series = vec![
        Series::new(1, "P10 (1 in 10 below)", Mark::Line, Tone::Miss),
        Series::new(2, "Median (P50)", Mark::Line, Tone::Median),
        Series::new(3, "P90 (1 in 10 above)", Mark::Line, Tone::Band(2)),
        Series::new(4, "Plan as written", Mark::Dashed, Tone::Written),
    ];
    if is_certain {
        series.retain(|s| s.column != 1 && s.column != 3);
    }
    Some(Native {
        page: "goals-cash",
        title: String::new(),
        values: Axis::over("Cash at the month's end", Unit::Money, all),
        data,
        plot: Plot::Upright(String::new()),
        series,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;
    use crate::report::sheet::Value;

    fn numbers(native: &Native, row: usize) -> Vec<Option<f64>> {
        let number = |cell: &Cell| match cell.value {
            Value::Number(x) => Some(x),
            _ => None,
        };
        native.data.rows[row][1..].iter().map(number).collect()
    }

    #[test]
    fn the_bands_add_up_to_the_percentiles() {
        let plan = fixture::plan(12, 2);
        let (odds, bands) = (fixture::odds(&plan, 0.1), fixture::bands(&plan, 0.1));
        let native = arr(&plan, &odds, &bands).unwrap();
        let months = &bands::find(&bands, Metric::Arr, None).unwrap().months;
        for t in 1..=12 {
            let row = numbers(&native, t);
            let mut level = 0.0;
            for (i, p) in ENDS.into_iter().enumerate() {
                level += row[i].unwrap();
                let percentile = months.percentiles[p][t - 1].unwrap();
                // sums of up to six numbers of 1e7
                assert!((level - percentile).abs() < 1e-6, "{t} {p}");
            }
            assert_eq!((row[6], row[7]), (months.percentiles[P50][t - 1], months.planned[t - 1]));
        }
        assert_eq!(
            numbers(&native, 0)[..7],
            [Some(10e6), Some(0.0), Some(0.0), Some(0.0), Some(0.0), Some(0.0), Some(10e6)]
        );
        assert_eq!(native.series.len(), 10);
        assert!(native.values.from <= 10e6 && native.values.to >= 20.4e6);
    }

    #[test]
    fn a_certain_plan_has_a_line_and_no_bands() {
        let plan = fixture::plan(12, 1);
        let (odds, bands) = (fixture::odds(&plan, 0.0), fixture::bands(&plan, 0.0));
        let native = arr(&plan, &odds, &bands).unwrap();
        assert!(native.series.iter().all(|s| s.mark != Mark::Area));
        assert_eq!(native.series[0].name, "Every future");
        assert_eq!(cash(&plan, &bands).unwrap().series.len(), 2);
    }
}
