//! The charts of `drivers`: what ARR, and the odds, are at the ends of the drivers that matter.

use super::axis::{Axis, Level};
use super::tornado::{End, Row, Tornado};
use super::{Content, Figure};
use crate::analysis::drivers::{Drivers, Told};
use crate::analysis::sensitivity::tornado::End as AtEnd;
use crate::outcome::Provenance;
use crate::plan::Plan;
use crate::report::drivers::tornado::{self as words, Shown};
use crate::report::{chances, drivers as names, findings};

/// The charts, each with the name that its files have; none where nothing is told from noise.
pub fn figures(plan: &Plan, provenance: &Provenance, drivers: &Drivers) -> Vec<(&'static str, Figure)> {
    let spread = chances::target_spread(&drivers.hit, drivers.trials);
    let subtitle = format!("{} · {spread}", findings::subtitle(plan, provenance));
    let drawn = [("drivers_arr", Shown::Arr), ("drivers_odds", Shown::Odds)].into_iter().filter_map(|(name, shown)| {
        let title = words::title(plan, drivers, shown)?;
        let content = Content::Tornado(tornado(plan, drivers, shown));
        Some((name, Figure { title, subtitle: subtitle.clone(), content }))
    });
    drawn.collect()
}

fn end(plan: &Plan, shown: Shown, end: &AtEnd) -> End {
    let estimate = shown.at(end);
    End {
        value: estimate.value.unwrap_or(f64::NAN),
        text: shown.text(plan, &estimate),
        interval: estimate.low.zip(estimate.high),
    }
}

fn tornado(plan: &Plan, drivers: &Drivers, shown: Shown) -> Tornado {
    let told = words::rows(drivers, shown);
    let row = |told: &&Told| {
        let ends = told.tornado.as_ref()?;
        let (low, high) = (end(plan, shown, &ends.low), end(plan, shown, &ends.high));
        Some(Row { label: names::input_name(plan, told.input), low, high, aside: names::share(&told.first.arr) })
    };
    let mut note = format!(
        "Bars: {} in the tenth of the trials with the lowest and with the highest value; a risk: not struck, struck.",
        shown.what(plan)
    );
    if told.iter().any(|told| told.block.is_some()) {
        note.push_str(" Correlated drivers move together: their bars overlap.");
    }
    let (axis, base_name) = match shown {
        Shown::Arr => (Axis::Money(plan.currency.clone()), "Median"),
        Shown::Odds => (Axis::Percent, "All trials"),
    };
    let base = shown.of_all(drivers);
    Tornado {
        axis,
        rows: told.iter().filter_map(row).collect(),
        base: Level { value: base.value.unwrap_or(f64::NAN), text: format!("{base_name} {}", shown.text(plan, &base)) },
        ends: ["Lowest tenth".to_string(), "Highest tenth".to_string()],
        column: "Share of ARR's variance".to_string(),
        note,
    }
}
