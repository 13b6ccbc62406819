//! `[segments.NAME.capacity]`.

use super::At;
use crate::plan::{RampCurve, Ramping, SalesForce};
use crate::scenario::keys::Identity;
use crate::scenario::read::Reading;

/// The sales force of a segment.
pub fn read(reading: &mut Reading<'_>, at: &At<'_>) -> SalesForce {
    let ramping = at
        .items("ramping", Identity::ReplacedWhole)
        .iter()
        .map(|(_, entry)| Ramping {
            reps: reading.driver_id(&entry.path_of("reps")),
            tenure: reading.driver_id(&entry.path_of("tenure")),
        })
        .collect();
    let hires = reading.counts_id(&at.path_of("hires"));
    let mut driver = |key: &str| reading.driver_id(&at.path_of(key));
    SalesForce {
        reps: driver("reps"),
        ramping,
        hires,
        hiring_slip_months: driver("hiring_slip_months"),
        ramp_months: driver("ramp_months"),
        ramp_curve: match at.text("ramp_curve") {
            Some("s-curve") => RampCurve::SCurve,
            Some("step") => RampCurve::Step,
            _ => RampCurve::Linear,
        },
        quota_annual: driver("quota_annual"),
        attainment: driver("attainment"),
        attrition_annual: driver("attrition_annual"),
        backfill: at.boolean("backfill").unwrap_or(true),
        backfill_months: driver("backfill_months"),
        seasonality: seasonality(at),
    }
}

/// 12 weights scaled to mean 1; even where none are given.
pub fn seasonality(at: &At<'_>) -> [f64; 12] {
    let written: Option<[f64; 12]> = at.numbers("seasonality").and_then(|weights| weights.try_into().ok());
    let Some(weights) = written else { return [1.0; 12] };
    let mean = weights.iter().sum::<f64>() / 12.0;
    if mean > 0.0 { weights.map(|w| w / mean) } else { [1.0; 12] }
}
