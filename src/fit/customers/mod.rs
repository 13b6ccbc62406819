//! Customers: churn, contraction, expansion, renewals, the opening base.

use super::history::{History, Setting};
use super::mapping;
use super::record::Customers;

/// What the exports of customers say.
pub fn fit(_customers: &Customers, _mapping: &mapping::Customers, _setting: &Setting) -> History {
    History::default()
}
