//! Ranges from P10 to P90, a row each: the scenarios, and the segments.

use super::{Axis, Mark, Native, Plot, Series, Tone, Unit, amount};
use crate::analysis::bands;
use crate::plan::{Metric, Plan};
use crate::report::compare::Compared;
use crate::report::findings::{P10, P50, P90};
use crate::report::format::{self, MoneyBlock};
use crate::report::limits;
use crate::report::table::{DataTable, text};

/// Columns after the name: three percentiles, then what is stacked.
const HEADINGS: [&str; 7] = ["", "P10", "P50", "P90", "P10, the bar's foot", "P10 to P50", "P50 to P90"];

/// One row: its name, and P10, P50, P90.
type Row = (String, [Option<f64>; 3]);

/// ARR of every scenario at its target date.
pub fn scenarios(compared: &Compared<'_>) -> Native {
    let row = |(name, s): (&String, &crate::analysis::compare::Scenario)| {
        (format::shorten(name, 40), [P10, P50, P90].map(|p| s.odds.arr[p].value))
    };
    let rows: Vec<Row> = compared.names.iter().zip(&compared.result.scenarios).map(row).collect();
    let axis = match compared.same_target() {
        true => format!("ARR at the end of {}", compared.date()),
        false => "ARR at each scenario's target date".to_string(),
    };
    native("scenarios", ("chart_scenarios", "Scenario"), (&rows, &axis), compared.currency())
}

/// ARR of every segment at the target date; `None` for a plan with one.
pub fn segments(plan: &Plan, bands: &[bands::Series]) -> Option<Native> {
    if plan.segments.len() < 2 {
        return None;
    }
    let at = plan.target.by - 1;
    let row = |segment: usize| {
        let months = &bands::find(bands, Metric::Arr, Some(segment))?.months;
        Some((limits::segment_name(plan, segment), [P10, P50, P90].map(|p| months.percentiles[p][at])))
    };
    let rows: Vec<Row> = (0..plan.segments.len()).filter_map(row).collect();
    let axis = format!("ARR at the end of {}", format::month(plan.calendar.month(plan.target.by)));
    let is_empty = rows.is_empty();
    (!is_empty).then(|| native("segments", ("chart_segments", "Segment"), (&rows, &axis), &plan.currency))
}

fn native(page: &'static str, (name, what): (&str, &str), (rows, axis): (&[Row], &str), currency: &str) -> Native {
    let headings: Vec<&str> = std::iter::once(what).chain(HEADINGS[1..].iter().copied()).collect();
    let mut data = DataTable::new(name, axis, &headings);
    let values: Vec<f64> = rows.iter().flat_map(|row| row.1).flatten().collect();
    let block = MoneyBlock::new(values.iter().copied(), 0.0, currency);
    for (name, [low, median, high]) in rows {
        let between = |a: Option<f64>, b: Option<f64>| Some((b? - a?).max(0.0));
        let said = match (low, high) {
            (Some(a), Some(b)) if a == b => block.text(*a),
            _ => format!("{} to {}", block.text_or_none(*low), block.text_or_none(*high)),
        };
        let cells = [*low, *median, *high, *low, between(*low, *median), between(*median, *high)].map(amount);
        data.push(std::iter::once(text(format!("{name}: {said}"))).chain(cells).collect());
    }
    let series = vec![
        Series::new(4, "", Mark::Stacked, Tone::Invisible),
        Series::new(5, "", Mark::Stacked, Tone::Band(1)),
        Series::new(6, "", Mark::Stacked, Tone::Band(2)),
    ];
    let values = Axis::over(&format!("{axis}: P10 to P90, the shade changes at P50"), Unit::Money, values);
    Native { page, title: String::new(), data, plot: Plot::Lying, values, series }
}
