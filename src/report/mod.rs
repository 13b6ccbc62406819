//! From results to words: every sentence and every number that a reader sees is put into text here.

pub mod chances;
pub mod compare;
pub mod drivers;
pub mod findings;
pub mod fit;
pub mod format;
pub mod gap;
pub mod limits;
pub mod pack;
mod precision;
pub mod replay;
pub mod sheet;
pub mod solve;
pub mod summary;
pub mod table;
pub mod until;
pub mod watch;

pub use pack::build;
pub(crate) use precision::{month_block, percentile_error, share_error};

#[cfg(test)]
pub(crate) mod fixture;
