//! The board pack as its readers open it.

mod browser;
mod chromium;
mod html;
mod paper;
#[cfg(feature = "pdf")]
mod pdf;
