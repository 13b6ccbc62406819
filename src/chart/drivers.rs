//! The charts of `drivers`: what ARR, and the odds, are at the ends of the drivers that matter.

use super::axis::{Axis, Level};
use super::tornado::{End, Row, Tornado};
use super::{Content, Figure};
use crate::analysis::Estimate;
use crate::analysis::drivers::{Drivers, Told};
use crate::analysis::sensitivity::tornado::End as AtEnd;
use crate::outcome::Provenance;
use crate::plan::Plan;
use crate::report::{chances, drivers as words, findings, format};

/// Rows of a chart.
const ROWS: usize = 12;

/// The charts, each with the name that its files have; none where nothing is told from noise.
pub fn figures(plan: &Plan, provenance: &Provenance, drivers: &Drivers) -> Vec<(&'static str, Figure)> {
    let spread = chances::target_spread(&drivers.hit, drivers.trials);
    let subtitle = format!("{} · {spread}", findings::subtitle(plan, provenance));
    let money = |x: f64, error: f64| format::money_within(x, error, &plan.currency);
    let arr = Measure {
        axis: Axis::Money(plan.currency.clone()),
        of: &|end| end.median,
        text: &money,
        base: &drivers.median,
        base_name: "Median",
        what: format!("median ARR at the end of {}", format::month(plan.calendar.month(plan.target.by))),
    };
    let percent = |p: f64, error: f64| format::percent_within(p, error);
    let hit = Measure {
        axis: Axis::Percent,
        of: &|end| end.hit,
        text: &percent,
        base: &drivers.hit,
        base_name: "All trials",
        what: "the odds of the target".to_string(),
    };
    let names = ["drivers_arr", "drivers_odds"];
    let drawn = names.into_iter().zip([arr, hit]).filter_map(|(name, measure)| {
        let (title, content) = tornado(plan, drivers, &measure)?;
        Some((name, Figure { title, subtitle: subtitle.clone(), content }))
    });
    drawn.collect()
}

/// What a chart shows of an end.
struct Measure<'a> {
    axis: Axis,
    of: &'a dyn Fn(&AtEnd) -> Estimate,
    text: &'a dyn Fn(f64, f64) -> String,
    base: &'a Estimate,
    base_name: &'a str,
    what: String,
}

impl Measure<'_> {
    fn text(&self, estimate: &Estimate) -> String {
        let error = format::half_width(estimate).unwrap_or(0.0);
        estimate.value.map_or(format::NOT_AVAILABLE.to_string(), |x| (self.text)(x, error))
    }

    fn end(&self, end: &AtEnd) -> End {
        let estimate = (self.of)(end);
        End {
            value: estimate.value.unwrap_or(f64::NAN),
            text: self.text(&estimate),
            interval: estimate.low.zip(estimate.high),
        }
    }

    /// From one end to the other.
    fn swing(&self, told: &Told) -> f64 {
        let swing = told.tornado.as_ref().and_then(|t| Some((self.of)(&t.high).value? - (self.of)(&t.low).value?));
        swing.unwrap_or(0.0).abs()
    }
}

fn tornado(plan: &Plan, drivers: &Drivers, measure: &Measure<'_>) -> Option<(String, Content)> {
    let mut told: Vec<&Told> = drivers.inputs.iter().filter(|t| !t.is_noise() && measure.swing(t) > 0.0).collect();
    told.sort_by(|a, b| measure.swing(b).total_cmp(&measure.swing(a)));
    let row = |told: &&Told| {
        let ends = told.tornado.as_ref()?;
        let (low, high) = (measure.end(&ends.low), measure.end(&ends.high));
        let label = words::input_name(plan, told.input);
        Some(Row { label, low, high, aside: words::share(&told.first.arr) })
    };
    let rows: Vec<Row> = told.iter().take(ROWS).filter_map(row).collect();
    let first = rows.first()?;
    let what = &measure.what;
    let title = format!("{}: {what} from {} to {}", first.label, first.low.text, first.high.text);
    let mut note = format!(
        "Bars: {what} in the tenth of the trials with the lowest and with the highest value; a risk: not struck, struck."
    );
    if told.iter().take(ROWS).any(|told| told.block.is_some()) {
        note.push_str(" Correlated drivers move together: their bars overlap.");
    }
    let content = Tornado {
        axis: measure.axis.clone(),
        rows,
        base: Level {
            value: measure.base.value.unwrap_or(f64::NAN),
            text: format!("{} {}", measure.base_name, measure.text(measure.base)),
        },
        ends: ["Lowest tenth".to_string(), "Highest tenth".to_string()],
        column: "Share of ARR's variance".to_string(),
        note,
    };
    Some((title, Content::Tornado(content)))
}
