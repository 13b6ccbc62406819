//! One sheet, written from the top down: paragraphs, tables, links.

use super::{looks, names, text};
use crate::report::sheet::Value;
use crate::report::table::{Cell, DataTable, Show, cell_text, is_number};
use rust_xlsxwriter::{Format, Url, Worksheet, XlsxError};

/// Width of a column that no table sets, in characters.
const USUAL_WIDTH: f64 = 13.0;
/// A paragraph runs over the columns that are together at least this wide, in characters.
const PARAGRAPH: f64 = 118.0;
/// Height of a line, points.
const LINE: f64 = 15.0;
/// Height of a row at most, points.
const HIGHEST: f64 = 409.0;
/// Whole numbers up to this size keep all of their digits in a spreadsheet.
const EXACT: u64 = 999_999_999_999_999;

/// A sheet, and the row that is written next.
pub struct Sheet<'w> {
    /// The sheet.
    pub page: &'w mut Worksheet,
    /// The next row, from 0.
    pub row: u32,
    /// ISO code of all money.
    pub currency: &'w str,
    /// The last column of a paragraph.
    last: u16,
    /// How wide a paragraph is, characters.
    width: f64,
}

impl<'w> Sheet<'w> {
    /// A sheet whose columns are so wide, in characters; those beyond are of usual width.
    pub fn new(page: &'w mut Worksheet, currency: &'w str, widths: &[f64]) -> Result<Self, XlsxError> {
        for (column, width) in (0u16..).zip(widths) {
            page.set_column_width(column, *width)?;
        }
        let (mut last, mut width) = (0u16, widths.first().copied().unwrap_or(USUAL_WIDTH));
        while width < PARAGRAPH || last < 1 {
            last += 1;
            let next = widths.get(usize::from(last)).copied();
            if next.is_none() {
                page.set_column_width(last, USUAL_WIDTH)?;
            }
            width += next.unwrap_or(USUAL_WIDTH);
        }
        Ok(Self { page, row: 0, currency, last, width })
    }

    /// A paragraph over the whole width, as high as it needs; nothing for no text.
    pub fn paragraph(&mut self, words: &str, format: &Format, size: f64) -> Result<(), XlsxError> {
        let words = text::cell(words);
        if words.is_empty() {
            return Ok(());
        }
        let lines = (words.chars().count() as f64 * size / 11.0 / (0.97 * self.width)).ceil().max(1.0);
        self.page.merge_range(self.row, 0, self.row, self.last, &words, format)?;
        self.page.set_row_height(self.row, (lines * LINE * (size / 11.0)).min(HIGHEST))?;
        self.row += 1;
        Ok(())
    }

    /// An empty row.
    pub fn space(&mut self) {
        self.row += 1;
    }

    /// A link to the first cell of another sheet.
    pub fn link(&mut self, column: u16, sheet: &str, words: &str) -> Result<(), XlsxError> {
        let url = Url::new(format!("internal:{}!A1", names::quoted(sheet))).set_text(text::cell(words));
        self.page.write_url_with_format(self.row, column, url, &looks::link())?;
        Ok(())
    }

    /// A text in a cell of this row.
    pub fn words(&mut self, column: u16, words: &str, format: &Format) -> Result<(), XlsxError> {
        self.page.write_string_with_format(self.row, column, text::cell(words), format)?;
        Ok(())
    }

    /// The rest of the row from a column on, as one text.
    pub fn rest(&mut self, column: u16, words: &str, format: &Format) -> Result<(), XlsxError> {
        let last = self.last.max(column + 1);
        self.page.merge_range(self.row, column, self.row, last, &text::cell(words), format)?;
        Ok(())
    }

    /// A cell of the report in this row.
    pub fn cell(&mut self, column: u16, cell: &Cell) -> Result<(), XlsxError> {
        write(self.page, (self.row, column), cell, self.currency)
    }

    /// Headings and rows; columns that hold pictures only are left out.
    pub fn table(&mut self, table: &DataTable) -> Result<(), XlsxError> {
        let shown = shown_columns(table);
        for (place, &column) in (0u16..).zip(&shown) {
            let heading = if is_column_of_numbers(table, column) { looks::number_heading() } else { looks::heading() };
            self.words(place, &table.headings[column], &heading)?;
        }
        self.row += 1;
        for row in &table.rows {
            for (place, &column) in (0u16..).zip(&shown) {
                match &row[column].value {
                    Value::Text(words) if is_column_of_numbers(table, column) => {
                        self.words(place, words, &looks::beside_numbers())?;
                    }
                    _ => self.cell(place, &row[column])?,
                }
            }
            self.row += 1;
        }
        Ok(())
    }
}

/// The columns of a table that are not pictures.
pub fn shown_columns(table: &DataTable) -> Vec<usize> {
    let is_picture =
        |column: usize| !table.rows.is_empty() && table.rows.iter().all(|row| row[column].show == Show::Picture);
    (0..table.headings.len()).filter(|&column| !is_picture(column)).collect()
}

/// Whether a column has numbers, whatever else stands in it.
fn is_column_of_numbers(table: &DataTable, column: usize) -> bool {
    column > 0 && table.rows.iter().any(|row| is_number(&row[column]))
}

/// One cell: numbers as numbers, everything else as text; what is undefined and pictures are empty.
pub fn write(page: &mut Worksheet, at: (u32, u16), cell: &Cell, currency: &str) -> Result<(), XlsxError> {
    let (row, column) = at;
    match &cell.value {
        Value::Missing => {}
        Value::Text(_) if cell.show == Show::Picture => {}
        Value::Number(x) if x.is_finite() => {
            page.write_number_with_format(row, column, *x, &looks::cell(cell.show, currency))?;
        }
        Value::Number(_) => {}
        Value::Whole(n) if n.unsigned_abs() <= EXACT => {
            page.write_number_with_format(row, column, *n as f64, &looks::cell(cell.show, currency))?;
        }
        Value::Text(words) => {
            page.write_string_with_format(row, column, text::cell(words), &looks::text_cell())?;
        }
        Value::Whole(n) => {
            page.write_string_with_format(row, column, n.to_string(), &looks::beside_numbers())?;
        }
        Value::Flag(_) => {
            page.write_string_with_format(row, column, cell_text(cell, currency), &looks::text_cell())?;
        }
    }
    Ok(())
}
