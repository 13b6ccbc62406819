//! A table as a sheet of its own, ready for a filter or a pivot: headings in the first row, then nothing but rows.

use super::sheet::{Sheet, shown_columns};
use super::{looks, print_setup, widths};
use crate::report::pack::Report;
use crate::report::table::DataTable;
use rust_xlsxwriter::{Worksheet, XlsxError};

/// Writes it.
pub fn write(page: &mut Worksheet, report: &Report, table: &DataTable, name: &str) -> Result<(), XlsxError> {
    page.set_name(name)?;
    print_setup(page, report);
    page.set_repeat_rows(0, 0)?.set_freeze_panes(1, 1)?;
    let columns = shown_columns(table).len() as u16;
    if columns > 0 && !table.rows.is_empty() {
        page.autofilter(0, 0, table.rows.len() as u32, columns - 1)?;
    }
    let widths = widths::table(table, &report.currency);
    let mut sheet = Sheet::new(page, &report.currency, &widths)?;
    sheet.table(table)?;
    sheet.space();
    for note in &table.notes {
        sheet.paragraph(note, &looks::note(), 11.0)?;
    }
    Ok(())
}
