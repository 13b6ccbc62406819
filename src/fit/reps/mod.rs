//! Reps: attrition, ramp, attainment, who is in seat.
//!
//! ```text
//! reps ──► seats ──► exposure, stays ──► attrition ──► leaving
//!            └─ opportunities ──► bookings ──► panel ──► shifts, ramp ──► verdict ──► ramp_said
//!                                                                            └──► attainment, roster
//! ```

mod attainment;
mod attainment_said;
mod attrition;
mod bookings;
mod exposure;
mod leaving;
mod owners;
mod panel;
mod ramp;
mod ramp_said;
mod roster;
mod seats;
mod shifts;
mod stays;
mod tenures;
#[cfg(test)]
mod tests;
mod verdict;

use super::finding::Finding;
use super::history::{History, Setting};
use super::mapping;
use super::record::{Opportunity, Rep, Span};

/// What the export of reps says, with the bookings of the opportunities that name them as owners. Reps with tenures
/// instead of dates yield attrition, heads and quota only.
pub fn fit(rows: &[Rep], opportunities: &[Opportunity], mapping: &mapping::Reps, setting: &Setting) -> History {
    if rows.iter().any(|rep| matches!(rep.span, Span::Tenure { .. })) {
        let mut history = leaving::of_tenures(rows, setting);
        history.add(roster::of_tenures(rows, setting));
        return history;
    }
    let seats = seats::seats(rows, setting.as_of);
    let mut history = History::default();
    if seats.is_empty() {
        let text = "No rep had started by the as-of date: nothing can be said of attrition, ramp or heads.";
        history.findings.push(Finding::missing("no-reps", "reps", text));
        return history;
    }
    match mapping.span {
        mapping::SpanColumns::Dated { end: None, .. } => history.findings.push(leaving::no_last_days()),
        _ => history.add(leaving::of_seats(&seats, mapping.observed_from, setting)),
    }
    let bookings = bookings::bookings(&seats, opportunities, setting.as_of);
    let verdict = verdict::verdict(&bookings, setting);
    history.findings.extend(owners::findings(&bookings.tally));
    history.add(ramp_said::said(&verdict, &bookings, setting));
    history.add(attainment_said::said(&verdict, &bookings, setting));
    let ramps = verdict.map_or(Vec::new(), |found| found.segments);
    history.add(roster::of_seats(&seats, &ramps, setting));
    history
}
