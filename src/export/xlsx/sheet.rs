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
/// A text in the last column runs over the empty cells beside it up to this length, characters.
const OVERRUN: usize = 70;
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
    /// Widths of the columns, characters.
    widths: &'w [f64],
}

impl<'w> Sheet<'w> {
    /// A sheet whose columns are so wide, in characters; those beyond are of usual width.
    pub fn new(page: &'w mut Worksheet, currency: &'w str, widths: &'w [f64]) -> Result<Self, XlsxError> {
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
        Ok(Self { page, row: 0, currency, last, width, widths })
    }

    /// A paragraph over the whole width, as high as it needs; nothing for no text.
    pub fn paragraph(&mut self, words: &str, format: &Format, size: f64) -> Result<(), XlsxError> {
        let words = text::cell(words);
        if words.is_empty() {
            return Ok(());
        }
        self.page.merge_range(self.row, 0, self.row, self.last, &words, format)?;
        self.page.set_row_height(self.row, height(&words, self.width, size))?;
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

    /// The rest of the row from a column on, as one text; the row is as high as it needs.
    pub fn rest(&mut self, column: u16, words: &str, format: &Format) -> Result<(), XlsxError> {
        let words = text::cell(words);
        let before: f64 = self.widths.iter().take(column.into()).sum();
        let last = self.last.max(column + 1);
        self.page.merge_range(self.row, column, self.row, last, &words, format)?;
        self.page.set_row_height(self.row, height(&words, (self.width - before).max(USUAL_WIDTH), 11.0).max(18.0))?;
        Ok(())
    }

    /// A cell of the report in this row.
    pub fn cell(&mut self, column: u16, cell: &Cell) -> Result<(), XlsxError> {
        write(self.page, (self.row, column), cell, (self.currency, &looks::beside_numbers()))
    }

    /// Headings and rows; columns that hold pictures only are left out.
    pub fn table(&mut self, table: &DataTable) -> Result<(), XlsxError> {
        let columns = shown_columns(table);
        for (place, &column) in (0u16..).zip(&columns) {
            let heading = match (is_column_of_numbers(table, column), column) {
                (true, _) => looks::number_heading(),
                (false, 0) => looks::heading(),
                (false, _) => looks::later_heading(),
            };
            self.words(place, &table.headings[column], &heading)?;
        }
        let headings = columns.iter().map(|&column| table.headings[column].as_str());
        // Bold letters are wider.
        self.heighten((0u16..).zip(headings), 1.1)?;
        self.row += 1;
        let formats: Vec<Format> = columns.iter().map(|&column| text_format(table, &columns, column)).collect();
        for row in &table.rows {
            for ((place, &column), format) in (0u16..).zip(&columns).zip(&formats) {
                write(self.page, (self.row, place), &row[column], (self.currency, format))?;
            }
            let wrapped = |(place, &column): (u16, &usize)| match &row[column].value {
                Value::Text(words) if !is_short_last(table, &columns, column) => Some((place, words.as_str())),
                _ => None,
            };
            self.heighten((0u16..).zip(&columns).filter_map(wrapped), 1.0)?;
            self.row += 1;
        }
        Ok(())
    }

    /// Makes the row as high as its texts need, each in its column, in letters so wide: not every program does so when
    /// it opens a file.
    fn heighten<'t>(&mut self, texts: impl Iterator<Item = (u16, &'t str)>, letters: f64) -> Result<(), XlsxError> {
        let width = |place: u16| self.widths.get(usize::from(place)).copied().unwrap_or(USUAL_WIDTH);
        let lines =
            texts.map(|(place, words)| text::line_count(words, (width(place) - 2.0) / letters)).max().unwrap_or(1);
        if lines > 1 {
            self.page.set_row_height(self.row, (lines as f64 * LINE).min(HIGHEST))?;
        }
        Ok(())
    }
}

/// How the texts of a column look.
fn text_format(table: &DataTable, columns: &[usize], column: usize) -> Format {
    match () {
        _ if is_column_of_numbers(table, column) => looks::beside_numbers(),
        _ if column == 0 => looks::text_cell(),
        _ if is_short_last(table, columns, column) => looks::last_text(),
        _ => looks::later_text(),
    }
}

/// Whether a column is the last one, and its texts may run over empty cells: it need not be as wide as they are.
pub fn is_short_last(table: &DataTable, columns: &[usize], column: usize) -> bool {
    let is_short = |cell: &Cell| matches!(&cell.value, Value::Text(words) if words.chars().count() <= OVERRUN);
    column > 0
        && columns.last() == Some(&column)
        && table.rows.iter().all(|row| is_short(&row[column]) || row[column].value == Value::Missing)
}

/// How high a row is in which a text runs over so many characters, points.
fn height(words: &str, width: f64, size: f64) -> f64 {
    let lines = (words.chars().count() as f64 * size / 11.0 / width).ceil().max(1.0);
    (lines * LINE * (size / 11.0)).min(HIGHEST)
}

/// The columns of a table that are not pictures.
pub fn shown_columns(table: &DataTable) -> Vec<usize> {
    let is_picture =
        |column: usize| !table.rows.is_empty() && table.rows.iter().all(|row| row[column].show == Show::Picture);
    (0..table.headings.len()).filter(|&column| !is_picture(column)).collect()
}

/// Whether a column has numbers, whatever else stands in it; the first column only where it has nothing else.
fn is_column_of_numbers(table: &DataTable, column: usize) -> bool {
    let mut cells = table.rows.iter().map(|row| &row[column]);
    cells.clone().any(is_number) && (column > 0 || cells.all(|cell| !matches!(cell.value, Value::Text(_))))
}

/// One cell: numbers as numbers, everything else as text in the format given; what is undefined and pictures are empty.
fn write(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    (currency, format): (&str, &Format),
) -> Result<(), XlsxError> {
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
        Value::Whole(n) => {
            page.write_string_with_format(row, column, n.to_string(), format)?;
        }
        Value::Text(_) | Value::Flag(_) => {
            page.write_string_with_format(row, column, text::cell(&cell_text(cell, currency)), format)?;
        }
    }
    Ok(())
}
