//! A page of the report as a sheet: its finding, its charts, then everything that supports it.

use super::charts::OnPage;
use super::sheet::Sheet;
use super::{Sheets, charts, looks, print_setup, widths};
use crate::report::pack::native::words;
use crate::report::pack::{Block, Fact, Page, Report};
use crate::report::table::DataTable;
use rust_xlsxwriter::{Worksheet, XlsxError};

/// A table that begins so far down is read with the page, not as a list: its headings are not frozen.
const FROZEN_ROWS: u32 = 14;

/// Writes it.
pub fn write(
    page: &mut Worksheet,
    report: &Report,
    content: &Page,
    (name, sheets): (&str, &Sheets),
    natives: &[OnPage<'_>],
) -> Result<(), XlsxError> {
    page.set_name(name)?.set_screen_gridlines(false);
    print_setup(page, report);
    let widths = widths::page(content, &report.currency);
    let mut sheet = Sheet::new(page, &report.currency, &widths)?;
    sheet.paragraph(&content.headline, &looks::headline(), 15.0)?;
    sheet.link(0, &sheets.summary, words::BACK)?;
    sheet.row += 2;
    charts::insert(&mut sheet, natives, &report.currency, &sheets.chart_data)?;
    for block in &content.blocks {
        self::block(&mut sheet, block)?;
    }
    if let (Some(table), true) = (only_table(content), natives.is_empty()) {
        freeze(&mut sheet, table)?;
    }
    Ok(())
}

fn block(sheet: &mut Sheet<'_>, block: &Block) -> Result<(), XlsxError> {
    match block {
        Block::Sentences(sentences) => {
            for sentence in sentences {
                sheet.paragraph(sentence, &looks::paragraph(), 11.0)?;
            }
            sheet.space();
        }
        Block::Facts(facts) => self::facts(sheet, facts)?,
        Block::Points { title, points } => {
            sheet.paragraph(title, &looks::caption(), 12.0)?;
            for point in points {
                sheet.paragraph(&format!("•  {point}"), &looks::paragraph(), 11.0)?;
            }
            sheet.space();
        }
        Block::Table(table) => self::table(sheet, table)?,
        Block::Exhibit(exhibit) => self::table(sheet, &exhibit.table)?,
    }
    Ok(())
}

fn facts(sheet: &mut Sheet<'_>, facts: &[Fact]) -> Result<(), XlsxError> {
    for fact in facts {
        sheet.words(0, &fact.label, &looks::text_cell())?;
        sheet.words(1, &fact.value, &looks::large())?;
        sheet.rest(2, &fact.note, &looks::paragraph())?;
        sheet.row += 1;
    }
    sheet.space();
    Ok(())
}

fn table(sheet: &mut Sheet<'_>, table: &DataTable) -> Result<(), XlsxError> {
    sheet.paragraph(&table.caption, &looks::caption(), 12.0)?;
    sheet.table(table)?;
    for note in &table.notes {
        sheet.paragraph(note, &looks::note(), 11.0)?;
    }
    sheet.space();
    Ok(())
}

/// The table of a page that ends with it and has no other.
fn only_table(page: &Page) -> Option<&DataTable> {
    let mut tables = page.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Exhibit(exhibit) => Some(&exhibit.table),
        _ => None,
    });
    let is_last = matches!(page.blocks.last(), Some(Block::Table(_) | Block::Exhibit(_)));
    tables.next().filter(|_| is_last && tables.next().is_none())
}

/// Keeps the headings of the table that was written last in sight.
fn freeze(sheet: &mut Sheet<'_>, table: &DataTable) -> Result<(), XlsxError> {
    let below = table.rows.len() + table.notes.iter().filter(|note| !note.is_empty()).count() + 1;
    let first = sheet.row.saturating_sub(below as u32);
    if first <= FROZEN_ROWS && !table.rows.is_empty() {
        sheet.page.set_freeze_panes(first, 0)?;
    }
    Ok(())
}
