//! The first sheet: the answer in named cells, and the way to every page.

use super::sheet::Sheet;
use super::{Sheets, looks, names, print_setup};
use crate::report::pack::Report;
use crate::report::pack::native::words;
use rust_xlsxwriter::{Worksheet, XlsxError};

/// Widths of its columns, characters.
const WIDTHS: [f64; 5] = [40.0, 20.0, 20.0, 20.0, 30.0];

/// Writes it; the names to be defined, each with its cell.
pub fn write(page: &mut Worksheet, report: &Report, sheets: &Sheets) -> Result<Vec<(String, String)>, XlsxError> {
    page.set_name(&sheets.summary)?.set_screen_gridlines(false);
    print_setup(page, report);
    let mut sheet = Sheet::new(page, &report.currency, &WIDTHS)?;
    sheet.paragraph(&report.title, &looks::headline(), 15.0)?;
    sheet.paragraph(&report.subtitle, &looks::note(), 11.0)?;
    sheet.space();
    let named = figures(&mut sheet, report, &sheets.summary)?;
    contents(&mut sheet, report, sheets)?;
    Ok(named)
}

fn headings(sheet: &mut Sheet<'_>, headings: &[&str]) -> Result<(), XlsxError> {
    for (column, heading) in (0u16..).zip(headings) {
        let look = if column > 0 && headings.len() > 2 { looks::number_heading() } else { looks::heading() };
        sheet.words(column, heading, &look)?;
    }
    sheet.row += 1;
    Ok(())
}

fn figures(sheet: &mut Sheet<'_>, report: &Report, name: &str) -> Result<Vec<(String, String)>, XlsxError> {
    let mut named = Vec::new();
    if report.figures.is_empty() {
        return Ok(named);
    }
    headings(sheet, &words::FIGURE_HEADINGS)?;
    for figure in &report.figures {
        sheet.words(0, &figure.label, &looks::text_cell())?;
        let place = |row: u32, column: char| format!("={}!${column}${}", names::quoted(name), row + 1);
        sheet.cell(1, &figure.value)?;
        named.push((figure.name.to_string(), place(sheet.row, 'B')));
        if let Some([low, high]) = &figure.interval {
            sheet.cell(2, low)?;
            sheet.cell(3, high)?;
            named.push((format!("{}_low", figure.name), place(sheet.row, 'C')));
            named.push((format!("{}_high", figure.name), place(sheet.row, 'D')));
        }
        sheet.row += 1;
    }
    for note in words::FIGURE_NOTES {
        sheet.paragraph(note, &looks::note(), 11.0)?;
    }
    sheet.space();
    Ok(named)
}

/// Every other sheet with what it says.
fn contents(sheet: &mut Sheet<'_>, report: &Report, sheets: &Sheets) -> Result<(), XlsxError> {
    headings(sheet, &words::PAGE_HEADINGS)?;
    for (page, name) in report.pages.iter().zip(&sheets.pages) {
        line(sheet, name, &page.headline)?;
    }
    sheet.space();
    headings(sheet, &words::DATA_HEADINGS)?;
    if !report.natives.is_empty() {
        line(sheet, &sheets.chart_data, words::CHART_DATA_NOTE)?;
    }
    for (table, name) in report.data.iter().zip(&sheets.data) {
        line(sheet, name, &table.caption)?;
    }
    Ok(())
}

fn line(sheet: &mut Sheet<'_>, name: &str, words: &str) -> Result<(), XlsxError> {
    sheet.link(0, name, name)?;
    sheet.rest(1, words, &looks::paragraph())?;
    sheet.row += 1;
    Ok(())
}
