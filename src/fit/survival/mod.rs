//! Times until something happens, with records that are still open (censored) and records that are seen late only
//! (left-truncated).
//!
//! Times are whole days, so records are counted by day and never sorted: a million cost no more than their reading. A record
//! is at risk on day t where entry < t <= exit, and on day 0 where entry = 0. What happens to several on one day happens at once.

/// Of what happens to a record, which it is: wins and losses compete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The one that is asked for: won, left, churned, moved on.
    First,
    /// The one that competes with it: lost.
    Second,
}

/// Records counted by day.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    /// Weight that enters after day t (index t); what was seen from the start is in `from_start`.
    pub entering: Vec<f64>,
    /// Weight that was seen from the start.
    pub from_start: f64,
    /// Weight that leaves observation on day t without an event.
    pub censored: Vec<f64>,
    /// Weight of events on day t by cause.
    pub events: [Vec<f64>; 2],
}

/// A curve's value from this day on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// Days since the start.
    pub days: u32,
    /// The share.
    pub share: f64,
    /// Its variance (Greenwood; Aalen-Johansen: the delta method).
    pub variance: f64,
    /// Weight at risk on that day.
    pub at_risk: f64,
}

impl Timeline {
    /// Adds a record seen after day `entry` (0: from its start) to day `exit`, when `cause` happened to it, or nothing.
    pub fn add(&mut self, _entry: u32, _exit: u32, _cause: Option<Cause>, _weight: f64) {}
}

/// Share to whom nothing has happened by each day, of either cause (Kaplan and Meier 1958), one step a day with events.
/// No step where nothing happened.
pub fn kaplan_meier(_timeline: &Timeline) -> Vec<Step> {
    Vec::new()
}

/// Share to whom `cause` has happened by each day while the other competes (Aalen and Johansen 1978), one step a day with
/// events of it. No step where nothing happened.
pub fn aalen_johansen(_timeline: &Timeline, _cause: Cause) -> Vec<Step> {
    Vec::new()
}
