//! The sheet with what the native charts draw, and where on it each of them stands.

use super::sheet::Sheet;
use super::{Sheets, charts, looks, print_setup, widths};
use crate::report::pack::Report;
use crate::report::pack::native::{Native, Tone, words};
use rust_xlsxwriter::{Worksheet, XlsxError};

/// Rows above the first block.
const ABOVE: u32 = 4;

/// The rows of one chart's block, from 0.
#[derive(Clone, Copy, Debug)]
pub struct Placed {
    /// The title.
    pub title: u32,
    /// The names of the series.
    pub names: u32,
    /// The first row of values.
    pub first: u32,
    /// The last one.
    pub last: u32,
}

/// Where each chart's block stands, one below the other.
pub fn placed(natives: &[Native]) -> Vec<Placed> {
    let mut title = ABOVE;
    let block = |native: &Native| {
        let first = title + 3;
        let place = Placed { title, names: title + 1, first, last: first + native.data.rows.len().max(1) as u32 - 1 };
        title = place.last + 3;
        place
    };
    natives.iter().map(block).collect()
}

/// Writes the sheet.
pub fn write(page: &mut Worksheet, report: &Report, placed: &[Placed], sheets: &Sheets) -> Result<(), XlsxError> {
    page.set_name(&sheets.chart_data)?;
    print_setup(page, report);
    let mut widths = vec![0.0f64; 2];
    for native in &report.natives {
        let own = widths::table(&native.data, &report.currency);
        widths.resize(widths.len().max(own.len()), 0.0);
        widths.iter_mut().zip(own).for_each(|(width, other)| *width = width.max(other));
    }
    let mut sheet = Sheet::new(page, &report.currency, &widths)?;
    sheet.paragraph(words::CHART_DATA, &looks::headline(), 15.0)?;
    sheet.paragraph(words::CHART_DATA_NOTE, &looks::note(), 11.0)?;
    sheet.link(0, &sheets.summary, words::BACK)?;
    for (native, place) in report.natives.iter().zip(placed) {
        block(&mut sheet, native, (place, &charts::title(report, native)))?;
    }
    Ok(())
}

fn block(sheet: &mut Sheet<'_>, native: &Native, (place, title): (&Placed, &str)) -> Result<(), XlsxError> {
    sheet.row = place.title;
    // Broken into lines here, since the chart takes its title from this cell.
    sheet.page.write_string_with_format(place.title, 0, title, &looks::title())?;
    sheet.row = place.names;
    sheet.words(0, words::IN_THE_CHART, &looks::small_note())?;
    for series in &native.series {
        let name = if series.tone == Tone::Invisible { words::INVISIBLE } else { &series.name };
        sheet.words(series.column as u16, name, &looks::small_note())?;
    }
    sheet.row = place.names + 1;
    sheet.table(&native.data)
}
