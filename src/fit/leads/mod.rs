//! Leads: the stages' rates and lags, volume by source.

use super::history::{History, Setting};
use super::mapping;
use super::record::Leads;

/// What the export of leads says.
pub fn fit(_leads: &Leads, _mapping: &mapping::Leads, _setting: &Setting) -> History {
    History::default()
}
