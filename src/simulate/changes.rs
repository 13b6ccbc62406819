//! What adjustments and risks make of a driver's lanes in a month (docs/model.md, section 7).

use super::RunError;
use super::block::BlockSpec;
use super::risks::RiskBlock;
use crate::math::isa::{each_lane, kernel};
use crate::math::lanes::{LANES, Lanes};
use crate::plan::adjust::changed;
use crate::plan::{Change, Driver, Plan};

/// x · factors + additions, then into the domain: as [`changed`], lane by lane.
pub(super) fn change_lanes(lanes: &mut Lanes, driver: &Driver, change: Change, t: usize, risks: Option<&RiskBlock>) {
    let (mut factors, mut additions) = ([change.multiply; LANES], [change.add; LANES]);
    if let Some(risks) = risks {
        for risk in &driver.risk_changes {
            let (start, duration) = risks.period(risk.risk);
            add_active(&mut factors, &mut additions, start, duration, t as f64, risk.change);
        }
    }
    each_lane(|i| {
        let total = Change { multiply: factors[i], add: additions[i] };
        lanes[i] = changed(lanes[i], total, driver.domain, driver.whole);
    });
}

kernel! {
    fn add_active(factors: &mut Lanes, additions: &mut Lanes, start: &Lanes, duration: f64, t: f64, change: Change) {
        for i in 0..LANES {
            let active = (start[i] <= t) & (t < start[i] + duration);
            factors[i] *= if active { change.multiply } else { 1.0 };
            additions[i] += if active { change.add } else { 0.0 };
        }
    }
}

/// A value that must be above 0 and gets to 0 is the scenario's mistake: say where. Only trials of the run count.
pub(super) fn stay_positive(
    plan: &Plan,
    driver: &Driver,
    lanes: &Lanes,
    t: usize,
    spec: &BlockSpec,
) -> Result<(), RunError> {
    let at_zero = |lane: &usize| driver.domain.above_min && lanes[*lane] <= driver.domain.min;
    match spec.lanes.clone().find(at_zero) {
        None => Ok(()),
        Some(lane) => Err(RunError::NotPositive {
            path: driver.path.clone(),
            trial: spec.number * LANES as u64 + lane as u64,
            month: plan.calendar.month(t).to_string(),
        }),
    }
}
