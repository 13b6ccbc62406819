mod browser;
mod chromium;
mod html;
mod office;
mod paper;
#[cfg(feature = "pdf")]
mod pdf;
mod workbook;
mod xlsx;
