//! The board pack as its readers open it.

mod browser;
mod chromium;
mod html;
mod office;
mod paper;
mod workbook;
mod xlsx;
