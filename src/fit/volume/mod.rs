//! Counts by month: level, growth, season, what varies beyond chance and how long it lasts.

use super::day::Day;
use super::history::{History, Setting};

/// What is counted, and where it goes in a scenario.
#[derive(Clone, Debug)]
pub struct Counted<'a> {
    /// Path of the segment's pipeline: `segments.smb.pipeline`.
    pub pipeline: &'a str,
    /// Name of the source: `all`.
    pub source: &'a str,
    /// What is counted: "opportunities".
    pub what: &'static str,
}

/// Volume, growth and season of what was created on these days (in any order): `PIPELINE.sources.SOURCE.volume`,
/// `.growth_monthly` and `PIPELINE.seasonality`.
pub fn fit(_counted: &Counted<'_>, _days: &[Day], _setting: &Setting) -> History {
    History::default()
}
