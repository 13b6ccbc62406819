//! Results as bytes, one format a file. Nothing is computed here, no file is opened, no clock is read: the same results
//! give the same bytes.

pub mod answer;
pub mod csv;
pub mod json;
mod layout;
mod number;
