//! From results to words: every sentence and every number that a reader sees is put into text here.

pub mod findings;
pub mod format;
pub mod summary;

#[cfg(test)]
pub(crate) mod fixture;
