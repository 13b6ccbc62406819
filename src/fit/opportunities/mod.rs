//! Opportunities: win rate, sales cycle, deal size, volume, the open pipeline.

use super::history::{History, Setting};
use super::mapping;
use super::record::Opportunity;

/// What the export of opportunities says.
pub fn fit(_rows: &[Opportunity], _mapping: &mapping::Opportunities, _setting: &Setting) -> History {
    History::default()
}
