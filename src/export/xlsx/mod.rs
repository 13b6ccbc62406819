//! The pack as a workbook: a summary with the figures that are read out as named cells, a sheet a page with its tables
//! and native charts, then the data: what the charts draw, bands by month, what was run.
//!
//! All text is written as text, whatever it begins with, so there is no formula in the file; every number is the
//! report's own, to the last bit, under a format that shows it as the report does.

mod charts;
mod data;
mod looks;
mod names;
mod pages;
mod placed;
mod sheet;
mod summary;
#[cfg(test)]
mod tests;
mod text;
mod widths;

use crate::report::pack::Report;
use crate::report::pack::native::words;
use crate::report::sheet::Value;
use crate::report::table::DataTable;
use names::SheetNames;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

/// The names of all sheets.
struct Sheets {
    summary: String,
    pages: Vec<String>,
    chart_data: String,
    data: Vec<String>,
}

/// The workbook's bytes; the same report gives the same bytes.
///
/// # Errors
/// A table beyond a spreadsheet's rows (1,048,576) or columns (16,384), or a name of a figure that is no name.
pub fn xlsx(report: &Report) -> Result<Vec<u8>, XlsxError> {
    let sheets = sheets(report);
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(report)?);
    let named = summary::write(workbook.add_worksheet(), report, &sheets)?;
    for (name, place) in named {
        workbook.define_name(names::of_cell(&name), &place)?;
    }
    let placed = placed::placed(&report.natives);
    for (page, name) in report.pages.iter().zip(&sheets.pages) {
        let on_page = charts::of_page(report, &placed, page.id);
        pages::write(workbook.add_worksheet(), report, page, (name, &sheets), &on_page)?;
    }
    if !report.natives.is_empty() {
        placed::write(workbook.add_worksheet(), report, &placed, &sheets)?;
    }
    for (table, name) in report.data.iter().zip(&sheets.data) {
        data::write(workbook.add_worksheet(), report, table, name)?;
    }
    workbook.save_to_buffer()
}

fn sheets(report: &Report) -> Sheets {
    let mut names = SheetNames::default();
    Sheets {
        summary: names.give(words::SUMMARY),
        pages: report.pages.iter().map(|page| names.give(page.name)).collect(),
        chart_data: names.give(words::CHART_DATA),
        data: report.data.iter().map(|table| names.give(&names::of_table(&table.name))).collect(),
    }
}

/// What a file manager shows of the file. Its date is always the same, since the clock is no input of the report.
fn properties(report: &Report) -> Result<DocProperties, XlsxError> {
    let properties = DocProperties::new()
        .set_title(text::property(&report.title))
        .set_subject(text::property(&report.subtitle))
        .set_author("planodds")
        .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
    let manifest = report.data.iter().find(|table| table.name == words::MANIFEST);
    let rows = manifest.into_iter().flat_map(|table: &DataTable| &table.rows);
    Ok(rows.fold(properties, |properties, row| match (&row[0].value, &row[1].value) {
        (Value::Text(name), Value::Text(value)) => {
            properties.set_custom_property(text::property(name), text::property(value).as_str())
        }
        (Value::Text(name), Value::Whole(n)) => {
            properties.set_custom_property(text::property(name), n.to_string().as_str())
        }
        _ => properties,
    }))
}

/// How a sheet is printed: on its side, as wide as a page, with the report's title and the page's number.
fn print_setup(page: &mut Worksheet, report: &Report) {
    page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    page.set_margins(0.4, 0.4, 0.7, 0.6, 0.3, 0.3);
    page.set_header(format!("&L&8{}&R&8&A", text::header(&report.title)));
    page.set_footer(format!("&L&8{}&R&8&P / &N", text::header(&report.subtitle)));
}
