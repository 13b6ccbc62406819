//! Reps: attrition, ramp, attainment, who is in seat.

mod attrition;
mod bookings;
mod exposure;
mod panel;
mod ramp;
mod seats;
#[cfg(test)]
mod tests;

use super::history::{History, Setting};
use super::mapping;
use super::record::{Opportunity, Rep};

/// What the export of reps says, with the bookings of the opportunities that name them as owners.
pub fn fit(_rows: &[Rep], _opportunities: &[Opportunity], _mapping: &mapping::Reps, _setting: &Setting) -> History {
    History::default()
}
