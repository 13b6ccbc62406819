//! Results as bytes, one format a file. Nothing is computed here, no file is opened, no clock is read: the same results
//! give the same bytes.

pub mod answer;
pub mod csv;
pub mod html;
pub mod json;
mod layout;
pub mod manifest;
pub mod markdown;
mod number;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod xlsx;
