//! Tornados: for every driver a bar from the result of all trials to the result at each of its ends.

use super::{Axis, Mark, Native, Plot, Series, Tone, Unit};
use crate::analysis::Estimate;
use crate::analysis::drivers::{Drivers, Told};
use crate::analysis::sensitivity::tornado::End;
use crate::plan::Plan;
use crate::report::table::{Cell, DataTable, Show, missing, text};
use crate::report::{drivers as words, format};

/// Rows of a chart.
const ROWS: usize = 12;
/// Columns with numbers, after the driver's name.
const HEADINGS: [&str; 9] = [
    "Driver",
    "At its lowest tenth",
    "All futures",
    "At its highest tenth",
    "Foot",
    "Below, lowest tenth",
    "Below, highest tenth",
    "Above, lowest tenth",
    "Above, highest tenth",
];

/// Of ARR and of the odds; none where nothing is told from noise.
pub fn both(plan: &Plan, drivers: &Drivers) -> Vec<Native> {
    let money = |x: f64, error: f64| format::money_within(x, error, &plan.currency);
    let percent = |p: f64, error: f64| format::percent_within(p, error);
    let by = format::month(plan.calendar.month(plan.target.by));
    let arr = Measure {
        name: "chart_tornado_arr",
        what: format!("median ARR at the end of {by}"),
        unit: Unit::Money,
        show: Show::Money,
        base: drivers.median,
        of: &|end| end.median,
        text: &money,
    };
    let odds = Measure {
        name: "chart_tornado_odds",
        what: "the odds of the target".to_string(),
        unit: Unit::Share,
        show: Show::Percent(1),
        base: drivers.hit,
        of: &|end| end.hit,
        text: &percent,
    };
    [arr, odds].iter().filter_map(|measure| native(plan, drivers, measure)).collect()
}

/// What is measured at the ends.
struct Measure<'a> {
    name: &'a str,
    what: String,
    unit: Unit,
    show: Show,
    base: Estimate,
    of: &'a dyn Fn(&End) -> Estimate,
    text: &'a dyn Fn(f64, f64) -> String,
}

impl Measure<'_> {
    /// The result at the low and at the high end.
    fn ends(&self, told: &Told) -> Option<[Estimate; 2]> {
        let tornado = told.tornado.as_ref()?;
        Some([(self.of)(&tornado.low), (self.of)(&tornado.high)])
    }

    fn swing(&self, told: &Told) -> f64 {
        let ends = self.ends(told).and_then(|[low, high]| Some((high.value? - low.value?).abs()));
        ends.unwrap_or(0.0)
    }

    fn said(&self, estimate: &Estimate) -> String {
        let error = format::half_width(estimate).unwrap_or(0.0);
        estimate.value.map_or(format::NOT_AVAILABLE.to_string(), |x| (self.text)(x, error))
    }
}

fn native(plan: &Plan, drivers: &Drivers, measure: &Measure<'_>) -> Option<Native> {
    let base = measure.base.value?;
    let mut told: Vec<&Told> = drivers.inputs.iter().filter(|t| !t.is_noise() && measure.swing(t) > 0.0).collect();
    told.sort_by(|a, b| measure.swing(b).total_cmp(&measure.swing(a)));
    told.truncate(ROWS);
    let mut data = DataTable::new(measure.name, &measure.what, &HEADINGS);
    let mut values = vec![base];
    let mut title = None;
    for told in told {
        let Some([low, high]) = measure.ends(told) else { continue };
        let (Some(at_low), Some(at_high)) = (low.value, high.value) else { continue };
        let name = words::input_name(plan, told.input);
        let (from, to) = (measure.said(&low), measure.said(&high));
        title.get_or_insert_with(|| format!("{name}: {} from {from} to {to}", measure.what));
        let cell = |x: f64| Cell { value: x.into(), show: measure.show };
        let parts = bar(base, at_low, at_high).map(|x| if x > 0.0 { cell(x) } else { missing() });
        let row = [text(format!("{name}: {from} to {to}")), cell(at_low), cell(base), cell(at_high)];
        data.push(row.into_iter().chain(parts).collect());
        values.extend([at_low, at_high]);
    }
    let series = vec![
        Series::new(4, "", Mark::Stacked, Tone::Invisible),
        Series::new(5, "Lowest tenth", Mark::Stacked, Tone::Low),
        Series::new(6, "Highest tenth", Mark::Stacked, Tone::High),
        Series::new(7, "Lowest tenth", Mark::Stacked, Tone::Low),
        Series::new(8, "Highest tenth", Mark::Stacked, Tone::High),
    ];
    let what = &measure.what;
    let axis = format!("{}, from {} of all futures", capital(what), measure.said(&measure.base));
    let values = Axis::over(&axis, measure.unit, values);
    Some(Native { page: "tornado", title: title?, data, plot: Plot::Lying, values, series })
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// What a bar stands on, then its parts from left to right: below the base first the farther end's, then the nearer
/// one's; above it the nearer one's first. Of the four parts (below: low, high; above: low, high) the order is fixed, so
/// where both ends are on one side, the part between base and nearer end is that end's, the rest is the other's.
fn bar(base: f64, low: f64, high: f64) -> [f64; 5] {
    let below = |x: f64| (base - x).max(0.0);
    let above = |x: f64| (x - base).max(0.0);
    let foot = base - below(low).max(below(high));
    let beyond = |own: f64, other: f64| if own > other { own - other } else { 0.0 };
    let mut parts = [foot, beyond(below(low), below(high)), below(high), above(low), beyond(above(high), above(low))];
    if below(high) > below(low) && below(low) > 0.0 {
        parts[1] = below(low);
        parts[2] = below(high) - below(low);
    }
    if above(low) > above(high) && above(high) > 0.0 {
        parts[3] = above(low) - above(high);
        parts[4] = above(high);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_reach_from_the_base_to_both_ends() {
        assert_eq!(bar(10.0, 7.0, 12.0), [7.0, 3.0, 0.0, 0.0, 2.0]);
        assert_eq!(bar(10.0, 12.0, 7.0), [7.0, 0.0, 3.0, 2.0, 0.0]);
        assert_eq!(bar(10.0, 7.0, 10.0), [7.0, 3.0, 0.0, 0.0, 0.0]);
        // both ends on one side: the stack still reaches the farther one
        for (low, high) in [(7.0, 9.0), (9.0, 7.0), (11.0, 13.0), (13.0, 11.0)] {
            let parts = bar(10.0, low, high);
            let (from, to) = (parts[0], parts.iter().sum::<f64>());
            assert_eq!((from, to), (10f64.min(low).min(high), 10f64.max(low).max(high)), "{low} {high}");
            assert!(parts[1..].iter().all(|x| *x >= 0.0));
        }
    }
}
